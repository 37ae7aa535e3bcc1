"""Findings: questions that a check asks and a person answers, and what is never asked again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from findings.codes import TWO_NAMES, message_of, title_of, weight_of
from findings.knowledge import Ended, EndedQuerySet, Mention, PaperWord, Verdict, VerdictPlace
from findings.reading_codes import Weight
from issues.models import Page, Publication, Source

__all__ = [
    "Beginning",
    "Finding",
    "Mention",
    "Office",
    "PaperWord",
    "Sighting",
    "Verdict",
    "VerdictPlace",
    "Waiver",
]


class Waiver(Ended):
    """A matter that is not asked about again: in one paper, or with no paper in any.

    ``topic`` is the matter without the page it stood on, ``params`` the evidence it was decided
    on. A waiver that was ended stays as the record of it.
    """

    code = models.CharField(_("code"), max_length=40)
    topic = models.CharField(max_length=64, editable=False)
    params = models.JSONField(_("evidence"), default=dict, blank=True)
    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="waivers",
        verbose_name=_("publication"),
        help_text=_("Empty: in all papers."),
    )

    objects = EndedQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            # Its index also serves "is this matter waived in this paper".
            models.UniqueConstraint(
                fields=["topic", "publication"],
                condition=models.Q(ended_at__isnull=True, publication__isnull=False),
                name="waiver_once_in_publication",
            ),
            # Its index also serves "is this matter waived for ever".
            models.UniqueConstraint(
                fields=["topic"],
                condition=models.Q(ended_at__isnull=True, publication__isnull=True),
                name="waiver_once_for_ever",
            ),
        ]

    def __str__(self) -> str:
        return message_of(self.code, self.params)


class FindingQuerySet(models.QuerySet["Finding"]):
    """The words in which the rest of the code asks for findings."""

    def open(self) -> FindingQuerySet:
        """Findings that nobody has answered yet."""
        return self.filter(state=Finding.State.OPEN)


class Finding(models.Model):
    """One question about a page. ``params`` fills the message of its ``code`` and is the evidence.

    ``span`` is where in the page's source, where it is known; ``part`` to ``text_end`` are where
    in the story's text as it stood when it was checked. ``fingerprint`` is the same when the same
    check finds the same thing again, so an answer is never asked for twice. ``topic`` is the same
    on any page; ``waiver`` is the decision on it that ignored this finding.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")
        IGNORED = "ignored", _("ignored")
        GONE = "gone", _("no longer found")

    page = models.ForeignKey(Page, models.CASCADE, related_name="findings", verbose_name=_("page"))
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("article"),
    )
    code = models.CharField(_("code"), max_length=40)
    params = models.JSONField(_("evidence"), default=dict, blank=True)
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    part = models.CharField(_("part"), max_length=20, blank=True)
    part_index = models.PositiveIntegerField(null=True, blank=True)
    text_start = models.PositiveIntegerField(null=True, blank=True)
    text_end = models.PositiveIntegerField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    topic = models.CharField(max_length=64, blank=True, editable=False)
    # Its weight as a column, for the order of the desk's list; rules ask ``weight``.
    rank = models.PositiveSmallIntegerField(default=int(Weight.HINT), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    waiver = models.ForeignKey(
        Waiver,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("waiver"),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["page", "span_start", "pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            # Its index also serves the findings of a page.
            models.UniqueConstraint(fields=["page", "fingerprint"], name="finding_once_on_page"),
            models.CheckConstraint(
                condition=models.Q(span_start__isnull=True, span_end__isnull=True)
                | models.Q(
                    span_start__isnull=False,
                    span_end__isnull=False,
                    span_end__gte=models.F("span_start"),
                ),
                name="finding_span_in_order",
            ),
        ]
        indexes = [
            # Serves the list of open findings and the counts of them per page.
            models.Index(fields=["state", "page"], name="finding_open_by_page"),
            # Serves "was this asked before, on any page of the paper".
            models.Index(fields=["code", "fingerprint"], name="finding_asked_before"),
            # Serves "which open findings does this waiver answer".
            models.Index(fields=["topic", "state"], name="finding_by_topic"),
            # Serves the desk's list: in which years there are some.
            models.Index(fields=["found_at"], name="finding_by_time"),
            # Serves the desk's list: state by state, the heaviest first, of these the newest.
            models.Index(fields=["state", "-rank", "-id"], name="finding_heaviest"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The question in the reader's language, filled with its evidence."""
        return message_of(self.code, self.params)

    @property
    def title(self) -> str:
        """What kind of question it is, in the reader's language."""
        return title_of(self.code)

    @property
    def asks_names(self) -> bool:
        """Whether it asks if two names are one person's."""
        return self.code in TWO_NAMES

    @property
    def weight(self) -> int:
        """How much it matters: 3 a fact, 2 a matter of form, 1 a hint."""
        return weight_of(self.code)


class Beginning(models.Model):
    """Whether a story begins at a line of a page's text, as a person said who was asked.

    The label of a line, from which the reader can learn. ``text_sha256`` is the hash of the text,
    which may have come more than once; ``source`` is where it stands.
    """

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="beginnings", verbose_name=_("received file")
    )
    text_sha256 = models.CharField(max_length=64, editable=False)
    offset = models.PositiveIntegerField()
    begins = models.BooleanField(_("a story begins here"))
    at = models.DateTimeField(_("decided at"), auto_now=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        ordering = ["source", "offset"]
        verbose_name = _("labelled line")
        verbose_name_plural = _("labelled lines")
        constraints = [
            # Its index also serves the labels of a text.
            models.UniqueConstraint(fields=["text_sha256", "offset"], name="beginning_once")
        ]

    def __str__(self) -> str:
        return f"{self.text_sha256[:12]} {self.offset} {self.begins}"


class Office(models.Model):
    """An office of a place, with somebody whom the paper has named as its holder.

    县委书记 alone is no office: 仙居县's and 平阳县's are two. That a story says so is a fact (a
    ``Sighting``); that it is right is a judgement, and only a person makes it (``confirmed_by``),
    who may say from when to when, and its place in the order of leaders (1 comes first).
    """

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="offices", verbose_name=_("publication")
    )
    place = models.CharField(_("place"), max_length=40)
    title = models.CharField(_("office"), max_length=40)
    holder = models.CharField(_("held by"), max_length=40)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    since = models.DateField(_("held from"), null=True, blank=True)
    until = models.DateField(_("held to"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("order of precedence"),
        null=True,
        blank=True,
        help_text=_("1 is named first. Empty: in no order."),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["place", "title", "holder"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            # Its index also serves "who else holds this office".
            models.UniqueConstraint(
                fields=["publication", "place", "title", "holder"], name="office_once"
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="office_held_in_order",
            ),
        ]
        indexes = [
            # Serves "which other offices has this name".
            models.Index(fields=["publication", "holder"], name="office_by_holder")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.title} {self.holder}"


class Sighting(models.Model):
    """One place in a story that names an office and its holder."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="sightings", verbose_name=_("office")
    )
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="sightings", verbose_name=_("article")
    )
    date = models.DateField(_("date of the issue"))
    part = models.CharField(_("part"), max_length=20)
    part_index = models.PositiveIntegerField(_("place in its list"))
    text_start = models.PositiveIntegerField()
    text_end = models.PositiveIntegerField()

    class Meta:
        ordering = ["office", "date"]
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        constraints = [
            # Its index also serves the sightings of one story.
            models.UniqueConstraint(
                fields=["article", "part", "part_index", "text_start", "office"],
                name="sighting_once",
            )
        ]
        # Serves "when was this holder named first and last".
        indexes = [models.Index(fields=["office", "date"], name="sighting_by_date")]

    def __str__(self) -> str:
        return f"{self.office} {self.date:%Y-%m-%d}"
