"""What was received for a page, what was read in it, and what the page looks like."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Kept
from issues.models.issue import Page


class PageImage(models.Model):
    """What a page looks like: a scan, or the page as it went to the press. The newest one holds.

    For those who work on the page. Earlier ones stay for the record.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="images", verbose_name=_("page"))
    image = models.ImageField(_("image"), upload_to="scans/%Y/%m")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Nobody, where it came with a page that nobody stands for.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("image of a page")
        verbose_name_plural = _("images of pages")

    def __str__(self) -> str:
        return f"{self.page} {self.sha256[:12]}"


class SourceGone(Exception):
    """What was received is not where it was put; the words are for people."""


class Source(Kept):
    """What was received for a page, to the byte. The newest one of a page is the one in force."""

    # What the audit log says of it; its bytes are proved by their hash.
    ARRIVAL = ("page", "sha256", "file_name", "received_at", "received_by")

    page = models.ForeignKey(Page, models.PROTECT, related_name="sources", verbose_name=_("page"))
    # Where the bytes lie; those that came before there were files stay in their rows.
    file = models.FileField(_("received file"), upload_to="sources/%Y/%m", null=True)
    data = models.BinaryField(_("received bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField(_("encoding"), max_length=20)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    text = models.TextField(_("decoded text"), blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("received by"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [
            # Serves "is this file here already", before it is read.
            models.Index(fields=["sha256"], name="source_by_hash"),
            # Serve the desk's list: in which years there are some, and in which encodings.
            models.Index(fields=["received_at"], name="source_by_time"),
            models.Index(fields=["encoding"], name="source_by_encoding"),
        ]

    def __str__(self) -> str:
        return self.file_name or self.sha256[:12]

    @property
    def received(self) -> bytes:
        """The received bytes. Raises ``SourceGone``."""
        if not self.file:
            # SQLite lets somebody write text over them.
            kept: object = self.data
            return kept.encode() if isinstance(kept, str) else bytes(self.data)
        try:
            with self.file.storage.open(str(self.file.name)) as file:
                return bytes(file.read())
        except FileNotFoundError as error:
            raise SourceGone(
                gettext("The received file %(name)s is missing. Restore it from a backup.")
                % {"name": self.file.name}
            ) from error


class PlainJSON(json.JSONEncoder):
    """JSON with its Chinese as it is: half the size of the escaped form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False, "separators": (",", ":")}))


class Reading(Kept):
    """What one version of the reader made of a source: the page document with its segments.

    ``reader_version`` is ``BARE`` where a page document came without its source and so is its own,
    and ``ELSEWHERE`` where another importer read the source.
    """

    BARE = "document"
    ELSEWHERE = "elsewhere"

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="readings", verbose_name=_("source")
    )
    reader_version = models.CharField(_("reader version"), max_length=20)
    document = models.JSONField(_("page document"), encoder=PlainJSON)
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.source} ({self.reader_version})"
