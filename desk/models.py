"""What an editor keeps for himself at the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
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


HAS_OUTCOME = Q(outcome__isnull=False)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, and how far they are."""

    def unfinished(self) -> JobQuerySet:
        return self.filter(done_at=None)

    def with_progress(self) -> JobQuerySet:
        """Add ``size``, the number of things, and ``done``, how many have an outcome."""
        return self.annotate(
            size=Count("tasks"), done=Count("tasks", filter=Q(tasks__outcome__isnull=False))
        )


class Job(models.Model):
    """Something done to many things, each for itself: its ``tasks``.

    What the machine's own operator began has no ``user``. ``held_until`` is for the last step of
    all, which follows when every task has an outcome.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    kind = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    back = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

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
        return self.tasks.to_do().count()

    @property
    def progress(self) -> tuple[int, int]:
        """How many things are done, and how many there are."""
        counts = self.tasks.aggregate(size=Count("pk"), done=Count("pk", filter=HAS_OUTCOME))
        return counts["done"], counts["size"]

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """What became of the things that are done, in their order."""
        return [row.outcome for row in self.tasks.done() if row.outcome is not None]


class TaskQuerySet(models.QuerySet["Task"]):
    """The things of jobs."""

    def to_do(self) -> TaskQuerySet:
        return self.filter(outcome__isnull=True)

    def done(self) -> TaskQuerySet:
        return self.filter(HAS_OUTCOME)

    def free(self) -> TaskQuerySet:
        """Return what nobody is at, or was at too long ago to be alive."""
        return self.to_do().filter(Q(held_until=None) | Q(held_until__lte=timezone.now()))


class Task(models.Model):
    """One thing of a job: its ``key``, and what became of it.

    ``held_until`` keeps two workers from doing one thing at once, and lets anybody go on when the
    one that did was killed.
    """

    job = models.ForeignKey(Job, models.CASCADE, related_name="tasks")
    place = models.PositiveIntegerField()
    key = models.TextField()
    outcome = models.JSONField(null=True)
    held_until = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["job", "place"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [models.UniqueConstraint(fields=["job", "place"], name="task_place_once")]
        # Serves the look for the next thing, however many are done.
        indexes = [
            models.Index(
                fields=["job", "place"], condition=Q(outcome__isnull=True), name="task_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.place}"
