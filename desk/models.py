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


class Job(models.Model):
    """Something done to many things one after another, in short steps that survive a closed tab.

    ``items`` are the keys of the things and ``outcomes`` what became of them, in the same order:
    where there are as many, the job is done. ``held_until`` keeps two tabs from working at once,
    and lets anybody go on when the server of who did was killed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    kind = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    back = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        # Serves the home page: what this person has begun and nobody has finished.
        indexes = [models.Index(fields=["user", "done_at"], name="job_unfinished_of_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def left(self) -> int:
        """How many things are still to be done."""
        return len(self.items) - len(self.outcomes)
