"""What was uploaded and previewed, until somebody confirms it or a day has passed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.models import Publication

LIFETIME = dt.timedelta(days=1)


class PendingImport(models.Model):
    """Files that one person has uploaded and not yet confirmed, with what he decided for all.

    What an operator hands to workers on the machine has no ``user``, unless he names one.

    ``confirmed_at`` is set once, by a guarded update, so a second confirmation imports nothing.
    ``report`` is what the confirmed import did.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True, db_index=True)
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, related_name="+", verbose_name=_("publication")
    )
    date = models.DateField(_("date"), null=True)
    page = models.CharField(_("page number"), max_length=12, null=True)  # noqa: DJ001
    edition = models.CharField(_("edition"), max_length=10, blank=True)
    replace = models.BooleanField(_("replace"), default=False)
    discard_edits = models.BooleanField(_("discard edits"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    report = models.JSONField(_("report"), default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("pending import")
        verbose_name_plural = _("pending imports")

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d %H:%M}"

    @classmethod
    def purge(cls) -> None:
        """Forget what is older than a day, but for what workers are still at."""
        old = cls.objects.filter(created_at__lt=timezone.now() - LIFETIME)
        # Its files go with the last of them.
        old.exclude(confirmed_at__isnull=False, files__isnull=False).delete()


class PendingFile(models.Model):
    """One uploaded file to the byte, and what its dry run said (an ``Outcome`` as JSON)."""

    pending = models.ForeignKey(PendingImport, models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=255)
    data = models.BinaryField(_("received bytes"))
    date = models.DateField(_("date"), null=True)
    page = models.CharField(_("page number"), max_length=12, null=True)  # noqa: DJ001
    edition = models.CharField(_("edition"), max_length=10, blank=True)
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, related_name="+", verbose_name=_("publication")
    )
    new_paper = models.BooleanField(_("new paper"), default=False)
    paper_name = models.CharField(_("name of the new paper"), max_length=100, blank=True)
    outcome = models.JSONField(_("outcome of the dry run"), default=dict)
    # Why it cannot be read, why it is no page, and what came along with it.
    problem = models.TextField(_("problem"), blank=True)
    passed = models.TextField(_("why it is no page"), blank=True)
    along = models.JSONField(_("what came along"), default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pending file")
        verbose_name_plural = _("pending files")

    def __str__(self) -> str:
        return self.name


class PendingPicture(models.Model):
    """A picture that an uploaded page shows, to the byte."""

    file = models.ForeignKey(PendingFile, models.CASCADE, related_name="pictures")
    path = models.TextField(_("path on the page"))
    name = models.TextField(_("file name"))
    data = models.BinaryField(_("received bytes"))
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pending picture")
        verbose_name_plural = _("pending pictures")

    def __str__(self) -> str:
        return self.name
