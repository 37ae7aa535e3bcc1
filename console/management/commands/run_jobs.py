"""``run_jobs``: go on with what was begun at the desk and nobody has finished."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from desk.jobs import KINDS, finish
from desk.models import Job


class Command(BaseCommand):
    """The command line round ``desk.jobs.finish``."""

    help = (
        "Do what is left of publications, imports and reviews of many pages that were begun at "
        "the desk, after the server was stopped amidst of them. What somebody is at is left to him."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Finish each job for itself, and fail at the end where one could not be."""
        done = held = 0
        broken = []
        for job in Job.objects.filter(done_at=None).select_related("user").order_by("pk"):
            try:
                if finish(job):
                    done += 1
                else:
                    held += 1
            except Exception as error:  # one that breaks must not keep the others waiting
                broken.append(f"{KINDS[job.kind].label} {job.pk}: {error}")
        if options["verbosity"] >= 1:
            text = _("%(done)s jobs finished, somebody is at %(held)s others")
            self.stdout.write(text % {"done": done, "held": held})
        if broken:
            raise CommandError("\n".join(broken))
