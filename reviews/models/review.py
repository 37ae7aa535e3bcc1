"""三审三校: who approved which text, what voided it, what reviewers said and what they last saw."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from audit.models import Kept

USER = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """The three reviews, under the names of the states in which a story waits for them."""

    FIRST = Article.Status.FIRST_REVIEW.value, _("first review")
    SECOND = Article.Status.SECOND_REVIEW.value, _("second review")
    FINAL = Article.Status.FINAL_REVIEW.value, _("final review")


class Approval(Kept):
    """One reviewer's word for the exact text that was read.

    ``text`` is that text and ``sha256`` its hash (``articles.text``); ``page_text`` and
    ``page_sha256`` are what stood round it (``articles.page_text``). An approval is in force until
    a ``Voiding`` ends it; neither row is ever changed.
    """

    for_ever = True

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="approvals", verbose_name=_("article")
    )
    stage = models.CharField(_("stage"), max_length=15, choices=Stage)
    version = models.PositiveIntegerField(_("version"))
    sha256 = models.CharField("SHA-256", max_length=64)
    text = models.JSONField(_("text that was read"))
    page_sha256 = models.CharField(_("SHA-256 of the page"), max_length=64, blank=True)
    page_text = models.JSONField(_("what stood round it"), default=dict)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["article_id", "pk"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        # Serves "has this person approved the story already".
        indexes = [models.Index(fields=["article", "by"], name="approval_of_story_by")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_stage_display()} {self.by}"


class Voiding(Kept):
    """The end of an approval: the text was changed, the story returned or a draft again.

    ``by`` is nobody where an import put another file in the page's place.
    """

    for_ever = True

    class Cause(models.TextChoices):
        CHANGED = "changed", _("the text was changed")
        PLACE = "place", _("the page, its masthead or the place on it was changed")
        RETURNED = "returned", _("the story was returned")
        DRAFT_AGAIN = "draft-again", _("the story became a draft again")
        REPLACED = "replaced", _("another file took the page's place")

    approval = models.OneToOneField(
        Approval, models.PROTECT, related_name="voiding", verbose_name=_("approval")
    )
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    version = models.PositiveIntegerField(_("version after it"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("voided approval")
        verbose_name_plural = _("voided approvals")

    def __str__(self) -> str:
        return f"{self.approval}: {self.get_cause_display()}"


class Notice(models.Model):
    """What somebody has to know: his approval was voided, or his story was returned."""

    class Kind(models.TextChoices):
        VOIDED = "voided", _("approval voided")
        RETURNED = "returned", _("returned")

    user = models.ForeignKey(USER, models.CASCADE, related_name="notices", verbose_name=_("for"))
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="notices", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("text"), max_length=300, blank=True)
    by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        # Serves the home page: what this person has not seen yet.
        indexes = [models.Index(fields=["user", "seen_at"], name="notice_unseen_of_user")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_kind_display()}"

    @property
    def words(self) -> str:
        """Why, in the language of who reads it: of a voided approval ``text`` is the cause."""
        causes = dict(Voiding.Cause.choices) if self.kind == self.Kind.VOIDED else {}
        return str(causes.get(self.text, self.text))


class Comment(models.Model):
    """A reviewer's remark on a marked passage, or an answer to one.

    The passage is ``quote``, and where it stood in the text of ``version``: the part, its index in
    its list and the offsets. Only whether it is resolved is ever changed.
    """

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="comments", verbose_name=_("article")
    )
    answers = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("answers"),
    )
    version = models.PositiveIntegerField(_("version"))
    part = models.CharField(_("part"), max_length=20, blank=True)
    index = models.PositiveSmallIntegerField(_("place in its list"), default=0)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(_("marked passage"), blank=True)
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="comment_passage_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Claim(models.Model):
    """Who is reading a story for review now. It expires, so nobody holds a page by going home."""

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="claim", verbose_name=_("article")
    )
    by = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.article}: {self.by}"


class SeenText(models.Model):
    """The text of a story that a reviewer last saw."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("by"))
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="seen_texts", verbose_name=_("article")
    )
    version = models.PositiveIntegerField(_("version"))
    text = models.JSONField(_("text that was read"))
    page_sha256 = models.CharField(_("SHA-256 of the page"), max_length=64, blank=True)
    # The hashes of the open questions beside it, by their keys (``reviews.seen``).
    questions = models.JSONField(_("questions"), default=dict, editable=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("text last read")
        verbose_name_plural = _("texts last read")
        constraints = [
            # Its index also serves "what did this person last see of the story".
            models.UniqueConstraint(fields=["article", "user"], name="seen_text_once_by_user")
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.user}"
