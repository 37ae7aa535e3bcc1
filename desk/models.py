"""What an editor keeps for himself at the desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A list of the admin as somebody wants it again: its filters under a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_filters",
        verbose_name=_("user"),
    )
    model = models.CharField(_("list"), max_length=100)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000, blank=True)

    class Meta:
        ordering = ["model", "name"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            # Its index also serves the filters of a person, by list and name.
            models.UniqueConstraint(fields=["user", "model", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name
