"""What happens to a story beside its way to the readers: corrections, withdrawals, addresses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from audit.models import Kept
from issues.models import Issue, Page, Publication


class Correction(Kept):
    """更正: a change of what readers could see, with the notice that tells them so.

    ``passages`` holds each changed passage as it stood before and after, so that the notice says
    the same for ever, whatever is corrected later.
    """

    for_ever = True

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="corrections", verbose_name=_("article")
    )
    version = models.PositiveIntegerField(_("version"))
    notice = models.TextField(_("notice to readers"))
    reason = models.CharField(_("reason"), max_length=300)
    passages = models.JSONField(_("passages"), default=list)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["article_id", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(fields=["article", "version"], name="correction_version_once")
        ]
        # Serves the public list of corrections, newest first.
        indexes = [models.Index(fields=["-at"], name="correction_newest_first")]

    def __str__(self) -> str:
        return f"{self.article} {self.version}"


class Withdrawal(Kept):
    """撤稿: the notice and the reason that stand at a story's address while it is withdrawn."""

    for_ever = True

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="withdrawals", verbose_name=_("article")
    )
    notice = models.TextField(_("notice to readers"), blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["article_id", "pk"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        # Serves the public list of withdrawals, newest first.
        indexes = [models.Index(fields=["-at"], name="withdrawal_newest_first")]

    def __str__(self) -> str:
        return f"{self.article}: {self.reason}"


class Redirect(models.Model):
    """An address of an issue or page that was public and is another's now.

    It points to the row itself, not to an address: however often the row is relocated, every old
    address leads to where it is now in one step, and none can lead back to itself.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="+", verbose_name=_("publication")
    )
    date = models.DateField(_("date"))
    edition = models.CharField(_("edition"), max_length=10, blank=True)
    number = models.PositiveSmallIntegerField(_("page number"), null=True, blank=True)
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issue")
    )
    page = models.ForeignKey(
        Page, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-date", "number"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            # Its index also serves "what stands at this address now".
            models.UniqueConstraint(
                fields=["publication", "date", "edition", "number"],
                name="redirect_once_a_page",
                condition=models.Q(number__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["publication", "date", "edition"],
                name="redirect_once_an_issue",
                condition=models.Q(number__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True, issue__isnull=False, page__isnull=True)
                | models.Q(number__isnull=False, issue__isnull=True, page__isnull=False),
                name="redirect_issue_to_issue_page_to_page",
            ),
        ]

    def __str__(self) -> str:
        number = f"/{self.number}" if self.number else ""
        return f"{self.date:%Y-%m-%d}{number} → {self.page or self.issue}"


class OldAddress(models.Model):
    """An address of the e-paper that was here before, and the story, page or issue it showed.

    Like a ``Redirect`` it points to the row itself, wherever that is relocated.
    """

    path = models.CharField(_("old address"), max_length=200, unique=True)
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issue")
    )
    page = models.ForeignKey(
        Page, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("article")
    )

    class Meta:
        ordering = ["path"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issue__isnull=False, page__isnull=True, article__isnull=True)
                | models.Q(issue__isnull=True, page__isnull=False, article__isnull=True)
                | models.Q(issue__isnull=True, page__isnull=True, article__isnull=False),
                name="old_address_leads_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.article or self.page or self.issue}"


class Relocation(Kept):
    """A story that stands on another page than the one whose reading it was read from."""

    for_ever = True

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="relocations", verbose_name=_("article")
    )
    old_page = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("from"))
    new_page = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("to"))
    read_index = models.PositiveSmallIntegerField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["article_id", "pk"]
        verbose_name = _("relocated story")
        verbose_name_plural = _("relocated stories")

    def __str__(self) -> str:
        return f"{self.article}: {self.old_page} → {self.new_page}"


class PreviewLink(models.Model):
    """A link that shows somebody without an account a page or story before it is published."""

    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    note = models.CharField(_("for whom"), max_length=100)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given out by")
    )
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=True) ^ models.Q(article__isnull=True),
                name="preview_link_shows_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page or self.article} – {self.note}"
