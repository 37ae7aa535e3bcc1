"""``run_jobs``: go on with what was begun and nobody has finished."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from console.arguments import process_count
from desk.job_kinds import KINDS
from desk.jobs import finish
from desk.models import Job


class Command(BaseCommand):
    """The command line round ``desk.jobs.finish``."""

    help = (
        "Do what is left of imports, publications, checks and other work on many things that was "
        "begun at the desk or with --background, also after a server was stopped amidst of it. "
        "What somebody is at is left to him."
    )

    # They would load every address, which takes longer than the work of some seconds.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument(
            "--jobs", type=process_count, default=1, metavar="N", help="processes that do it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Finish each job for itself, and fail at the end where one could not be."""
        others = [_another() for _number in range(options["jobs"] - 1)]
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
        for process in others:
            process.wait()
        if options["verbosity"] >= 1:
            text = _("%(done)s jobs finished, somebody is at %(held)s others")
            self.stdout.write(text % {"done": done, "held": held})
        if broken:
            raise CommandError("\n".join(broken))


def _another() -> subprocess.Popen[bytes]:
    """Start another process that finishes jobs; what it could not do, this one tries and tells."""
    words = [sys.executable, "-m", "django", "run_jobs", "--verbosity", "0"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    return subprocess.Popen(words, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
