"""What people did to a story: every text it had, every state it passed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from audit.models import Kept

# What is done to a published story before its time: no reader ever saw it.
NOBODY_SAW = ("unschedule", "voided")
SCHEDULED_FOR = _("scheduled for %(time)s")


def told_time(moment: dt.datetime) -> str:
    """Return a time as sentences have it, with its zone."""
    return date_format(timezone.localtime(moment), "Y-m-d H:i T")


def made_by(who: User | str) -> dict[str, Any]:
    """Return the columns that say who made a row: a person, or a program by its name."""
    return {"by_name": who[:150]} if isinstance(who, str) else {"by": who}


class Revision(Kept):
    """A story's whole text (``articles.text``) after one change.

    The text before the first revision is the page's reading. ``kind`` tells a repair (校异同:
    what the import misread, put right against the print) from an edit (校是非: what the paper
    printed, changed). ``by`` is nobody where a newer reading was merged in, or where the revision
    came along from another newsroom; then ``by_name`` says who or what made it. ``images`` names
    the files of the photos, nothing where they stayed in the other newsroom. ``base`` is the story
    of the reading that a person's changes began with, kept where a newer one was merged in.
    """

    class Kind(models.TextChoices):
        REPAIR = "repair", _("repair")
        EDIT = "edit", _("edit")

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="revisions", verbose_name=_("article")
    )
    version = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind)
    text = models.JSONField(_("text after the change"))
    images = models.JSONField(null=True, editable=False)
    base = models.JSONField(null=True, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("made by"), max_length=150, blank=True)

    class Meta:
        ordering = ["article_id", "version"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["article", "version"], name="revision_version_once"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(by_name=""),
                name="revision_made_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.version}"

    @property
    def author(self) -> str:
        """Who made it, here or elsewhere."""
        return self.by_name or str(self.by)


class Transition(Kept):
    """One move of a story from one state to another. Written only by ``editorial.workflow``.

    ``by`` is nobody where a source did it that came for the page; ``by_name`` says which.
    ``planned`` is the time from which readers were to see a story that was published for later.
    """

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="transitions", verbose_name=_("article")
    )
    action = models.CharField(_("action"), max_length=20)
    old = models.CharField(_("from"), max_length=15, choices=Article.Status)
    new = models.CharField(_("to"), max_length=15, choices=Article.Status)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    planned = models.DateTimeField(_("planned for"), null=True, blank=True, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("made by"), max_length=150, blank=True)

    class Meta:
        ordering = ["article_id", "pk"]
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        # Serves the feed: the stories that were taken from their readers last.
        indexes = [models.Index(fields=["old", "-id"], name="transition_taken_away")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(by_name=""),
                name="transition_made_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.old} → {self.new}"

    def get_old_display(self) -> str:  # type: ignore[no-redef]
        """Return where it stood in the reader's language: what waited for its time was not out."""
        waited = self.old == Article.Status.PUBLISHED and self.action in NOBODY_SAW
        return str(_("scheduled") if waited else Article.Status(self.old).label)

    def get_new_display(self) -> str:  # type: ignore[no-redef]
        """Return where it went in the reader's language, and the time that it waits for there."""
        if self.planned is None or self.planned <= self.at:
            return str(Article.Status(self.new).label)
        return str(SCHEDULED_FOR) % {"time": told_time(self.planned)}

    @property
    def author(self) -> str:
        """Who made it, a person or a source."""
        return self.by_name or str(self.by)
