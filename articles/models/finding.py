"""Findings: questions that a check asks and a person answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from issues.models import Page


class FindingQuerySet(models.QuerySet["Finding"]):
    """The words in which the rest of the code asks for findings."""

    def open(self) -> FindingQuerySet:
        """Findings that nobody has answered yet."""
        return self.filter(state=Finding.State.OPEN)


class Finding(models.Model):
    """One question about a page. ``params`` fills the message of its ``code`` and is the evidence.

    ``span`` is where in the page's source, where it is known. ``fingerprint`` is the same when
    the same check finds the same thing again, so an answer is never asked for twice.
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
    fingerprint = models.CharField(max_length=64, editable=False)
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
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The question in the reader's language, filled with its evidence."""
        from articles.checks.codes import message_of

        return message_of(self.code, self.params)
