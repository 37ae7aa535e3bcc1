"""稿件, its bylines and its photos."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.focal_points import Point
from audit.sentences import sentence_of
from issues.models import IS_LABEL, Page, Publication
from reading.folded import usual_name

# What is published for a time that is still to come.
SCHEDULED = "scheduled"


class ArticleQuerySet(models.QuerySet["Article"]):
    """The words in which the rest of the code asks for stories."""

    def on_page(self) -> ArticleQuerySet:
        """The stories that make up their pages: neither set aside (搁置) nor withdrawn (撤稿)."""
        return self.exclude(status__in=Article.OFF_PAGE)

    def published(self) -> ArticleQuerySet:
        """见报: what readers may see. Every public address asks through this word."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__lte=timezone.now())

    def once_public(self) -> ArticleQuerySet:
        """Stories whose address was given out but which readers may not see now (410)."""
        # Named one by one: an index finds states, but not "any other state".
        others = [status for status in Article.Status if status != Article.Status.PUBLISHED]
        return self.filter(status__in=others, published_at__lte=timezone.now())

    def scheduled(self) -> ArticleQuerySet:
        """Stories that readers will see from a later time on, without anybody doing anything."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__gt=timezone.now())

    def with_page(self) -> ArticleQuerySet:
        """Fetch page, issue and paper along with each story."""
        return self.select_related("page__issue__publication")

    def with_parts(self) -> ArticleQuerySet:
        """Fetch bylines and photos for all the stories in two more queries."""
        bylines = Byline.objects.select_related("contributor")
        return self.prefetch_related(models.Prefetch("bylines", bylines), "photos")

    def with_corrections(self) -> ArticleQuerySet:
        """Fetch the corrections that readers are told of in one more query."""
        # Their own order is that of their stories' numbers, which needs no other table.
        return self.prefetch_related("corrections")


class Article(models.Model):
    """稿件: one story on a page, in page order. Text is plain, one paragraph a line, never HTML.

    ``published_at`` is when its address was first public and stays when readers have it no more.
    ``version`` counts the changes made by people, so that two of them never overwrite each other.
    ``read_index`` is its place in the page's reading, ``None`` for a story added by hand, and
    ``read_version`` the version that the reading gave: any later one is a person's.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        PHOTO = "photo", _("photo story")
        TEASER = "teaser", _("teaser")
        NOTICE = "notice", _("notice")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        FIRST_REVIEW = "first-review", _("first review")
        SECOND_REVIEW = "second-review", _("second review")
        FINAL_REVIEW = "final-review", _("final review")
        SIGNED_OFF = "signed-off", _("signed off")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SET_ASIDE = "set-aside", pgettext_lazy("status", "set aside")

    # What the audit log says of each story beside its words, which revisions and readings prove.
    STANDING = (
        "page",
        "order",
        "status",
        "published_at",
        "version",
        "read_version",
        "read_index",
        "updated_by",
    )
    # What was taken from readers, and what never was a story of the page.
    OFF_PAGE = (Status.WITHDRAWN, Status.SET_ASIDE)

    page = models.ForeignKey(Page, models.PROTECT, related_name="articles", verbose_name=_("page"))
    order = models.SmallIntegerField(_("order on the page"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NEWS)
    section = models.CharField(_("section"), max_length=100, blank=True)
    kicker = models.CharField(_("kicker"), max_length=300, blank=True)
    headline = models.CharField(_("headline"), max_length=500, blank=True)
    deck = models.CharField(_("deck"), max_length=500, blank=True)
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("One paragraph a line."))
    # Labels of pages; no jump is ``None``, as in every form of a story's text.
    jump_to = models.CharField(  # noqa: DJ001
        _("continued on page"), max_length=12, null=True, blank=True, validators=[IS_LABEL]
    )
    jump_from = models.CharField(  # noqa: DJ001
        _("continued from page"), max_length=12, null=True, blank=True, validators=[IS_LABEL]
    )
    truncated = models.BooleanField(_("breaks off"), default=False)
    spans = models.JSONField(_("provenance spans"), default=list, blank=True)
    read_index = models.PositiveSmallIntegerField(null=True, editable=False)
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    read_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("last editor"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["page", "order"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("submit_article", _("Can submit articles for review")),
            ("review_first", _("Can do the first review of articles")),
            ("review_second", _("Can do the second review of articles")),
            ("review_final", _("Can do the final review of articles")),
            ("publish_article", _("Can publish and withdraw articles")),
        ]
        constraints = [
            # Its index also serves the stories of a page in their order.
            models.UniqueConstraint(fields=["page", "order"], name="article_order_once_on_page"),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="article_published_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="set-aside") | models.Q(published_at__isnull=True),
                name="article_set_aside_was_never_public",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="withdrawn") | models.Q(published_at__isnull=False),
                name="article_withdrawn_was_public",
            ),
        ]
        indexes = [
            # Serves "is this page published" on every list of pages and issues.
            models.Index(fields=["page", "status", "published_at"], name="article_page_published"),
            # Serves the feed, and lists in which thousands came out at one moment.
            models.Index(fields=["-published_at", "-id"], name="article_newest_published"),
            # Serves the same of a section.
            models.Index(
                fields=["section", "-published_at", "-id"], name="article_newest_in_section"
            ),
            # Serves the desk's list by state, and what was taken from its readers.
            models.Index(fields=["status", "-published_at"], name="article_by_state"),
            # Serves the newest drafts, of which the home page asks who wrote them.
            models.Index(fields=["status", "id"], name="article_newest_in_state"),
        ]

    def __str__(self) -> str:
        return self.headline or self.kicker or sentence_of(_("story without a headline"))

    def get_absolute_url(self) -> str:
        """Return the story's permanent address."""
        return reverse("article", args=[self.pk])

    @property
    def paragraphs(self) -> list[str]:
        """The text as paragraphs, empty lines left out."""
        return [line for line in self.body.split("\n") if line.strip()]

    @property
    def is_edited(self) -> bool:
        """Whether a person changed it since it was read, or added it by hand."""
        return self.version > self.read_version

    @property
    def is_on_page(self) -> bool:
        """Whether it counts as a story of its page; the same rule as ``on_page()``."""
        return self.status not in self.OFF_PAGE

    @property
    def is_scheduled(self) -> bool:
        """Whether readers will see it from a later time on; the same rule as ``scheduled()``."""
        return self.status == self.Status.PUBLISHED and not self.is_published

    @property
    def state(self) -> str:
        """The word for where it stands that colours and filters use."""
        return SCHEDULED if self.is_scheduled else self.status

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """Return where it stands in the reader's language: what waits for its time is not out."""
        if self.is_scheduled:
            return sentence_of(_("scheduled"))
        return sentence_of(self.Status(self.status).label)

    @property
    def is_published(self) -> bool:
        """Whether readers may see it now; the same rule as ``published()``."""
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )


class FirstCharacter(models.Func):
    """The first character of a text, written so that an index on it is found by a query for it."""

    function = "SUBSTR"
    template = "%(function)s(%(expressions)s, 1, 1)"
    arity = 1
    output_field = models.CharField()


class Contributor(models.Model):
    """Somebody who writes or photographs for a paper. One name is one contributor.

    ``name`` is in usual characters (``reading.folded.usual_name``), however a page printed it.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="contributors", verbose_name=_("publication")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "name"], name="contributor_name_once_in_publication"
            )
        ]
        indexes = [
            # Serves the look for names that resemble each other: those that begin alike. The
            # name itself makes it the whole answer, so that it is taken without statistics too.
            models.Index(
                "publication", FirstCharacter("name"), "name", name="contributor_begins_alike"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Write the name in usual characters, so that nobody is there twice."""
        self.name = usual_name(self.name)

    def joined(self) -> Contributor:
        """Return who has this contributor's bylines now: the one of the usual name, if he is there.

        Names were kept as received until look-alikes were one; their addresses lead on.
        """
        if (usual := usual_name(self.name)) == self.name:
            return self
        same = Contributor.objects.filter(publication=self.publication_id, name=usual)
        return same.select_related("publication").first() or self


class Byline(models.Model):
    """One contributor's part in a story: 记者, 通讯员, 摄, or no role at all."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        Contributor, models.PROTECT, related_name="bylines", verbose_name=_("contributor")
    )
    role = models.CharField(_("role"), max_length=20, blank=True)
    order = models.SmallIntegerField(_("order"))
    # The name as received, where its characters are not the usual ones. Null where they are:
    # SQLite so adds the column without making the table and its triggers anew.
    printed = models.CharField(max_length=100, null=True, blank=True, editable=False)  # noqa: DJ001

    class Meta:
        # By the story's number: by the story's own order all the archive would be joined to it.
        ordering = ["article_id", "order"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="byline_order_once")
        ]
        # Serves what a contributor wrote last.
        indexes = [
            models.Index(fields=["contributor", "-article"], name="byline_newest_of_contributor")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.contributor}".strip()

    @property
    def name(self) -> str:
        """The contributor's name as it stands in the story."""
        return self.printed or self.contributor.name


class Photo(models.Model):
    """图片: its printed caption and credit; the image itself may be missing.

    ``sha256`` is of the image's bytes, taken when they came: the text that is reviewed names it.
    ``alt`` says what is to be seen, for those who do not see it (WCAG 2.2, 1.1.1); without it the
    caption does. The focal point says round what it is cut in lists; without one its shape does. It
    is no part of the text: ``editorial.focal_choice`` alone writes it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="photos")
    order = models.SmallIntegerField(_("order"))
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    alt = models.CharField(
        _("image description"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for readers who do not see it; not printed."),
    )
    image = models.ImageField(_("image"), upload_to="photos/%Y/%m", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    focus_x = models.PositiveSmallIntegerField(
        _("focal point from the left"), null=True, blank=True
    )
    focus_y = models.PositiveSmallIntegerField(_("focal point from the top"), null=True, blank=True)

    class Meta:
        ordering = ["article_id", "order"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="photo_order_once"),
            models.CheckConstraint(
                condition=models.Q(image="", sha256="")
                | ~models.Q(image="") & ~models.Q(sha256=""),
                name="photo_image_has_hash",
            ),
            models.CheckConstraint(
                condition=models.Q(focus_x__isnull=True, focus_y__isnull=True)
                | models.Q(focus_x__isnull=False, focus_y__isnull=False)
                & models.Q(focus_x__lte=100, focus_y__lte=100)
                & ~models.Q(image=""),
                name="photo_focal_point_is_in_image",
            ),
        ]

    def __str__(self) -> str:
        return self.caption[:40] or str(_("photo without a caption"))

    @property
    def focus(self) -> Point | None:
        """The focal point that somebody has chosen."""
        if self.focus_x is None or self.focus_y is None:
            return None
        return Point(self.focus_x, self.focus_y)
