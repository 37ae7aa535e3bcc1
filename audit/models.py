"""Rows that are written once, and the log of what was done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeverAltered(RuntimeError):
    """Raised when code tries to change or delete what is kept as it came."""


class KeptQuerySet(models.QuerySet["Any"]):
    """Rows that may be added and read, but never changed or deleted."""

    def update(self, **values: Any) -> int:
        raise NeverAltered(f"{self.model.__name__} rows are kept as they came.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NeverAltered(f"{self.model.__name__} rows are kept as they came.")


class Kept(models.Model):
    """A row that is written once; the triggers of ``audit.triggers`` refuse a change too.

    The rows of a model that is kept ``for_ever`` cannot be deleted either, by nobody.
    """

    for_ever: ClassVar[bool] = False

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write the row the first time; raise ``NeverAltered`` after that."""
        if not self._state.adding:
            raise NeverAltered(f"{type(self).__name__} rows are kept as they came.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise NeverAltered(f"{type(self).__name__} rows are kept as they came.")


class AuditEntry(Kept):
    """One thing that somebody did, chained to the one before it. Written by ``audit.log``.

    ``payload`` is canonical JSON kept as text: its hash must not hang on how a database stores
    JSON. People and objects are named in words, so that nothing the hash covers can change.
    """

    for_ever = True

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("who"), max_length=150)
    action = models.CharField(_("what was done"), max_length=40)
    kind = models.CharField(_("kind of object"), max_length=80, blank=True)
    key = models.CharField(_("key of the object"), max_length=40, blank=True)
    label = models.CharField(_("object"), max_length=300, blank=True)
    payload = models.TextField(_("particulars"), default="{}")
    previous = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        ordering = ["-seq"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [
            # Serves "what happened to this object", on its page and in the list's search.
            models.Index(fields=["kind", "key"], name="audit_by_object"),
            # Serve the desk's list: in which years there are some, and what was done.
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["action"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.label}"
