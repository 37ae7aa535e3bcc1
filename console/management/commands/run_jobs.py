"""``run_jobs``: go on with what was begun and nobody has finished."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
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
        "What somebody is at is left to him; what a killed process was at is done as soon as its "
        "hold has ended, a minute at the most."
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
        broken: list[str] = []
        begun = list(Job.objects.filter(done_at=None).select_related("user").order_by("pk"))
        held = _unfinished(begun, broken)
        for process in others:
            process.wait()
        held = _unfinished(held, broken)
        said = options["verbosity"] >= 1
        if held and said:
            text = _("Somebody is at %(held)s jobs, or was killed: waiting %(seconds)s seconds.")
            seconds = round(settings.JOB_HOLD.total_seconds())
            self.stdout.write(text % {"held": len(held), "seconds": seconds})
        held = _taken_over(held, broken)
        if said:
            counts = {"done": len(begun) - len(held) - len(broken), "held": len(held)}
            text = _("%(done)s jobs finished, somebody is at %(held)s others")
            self.stdout.write(text % counts)
        if held and said:
            self.stdout.write(
                _("show_jobs tells how far they are; should they stop, run this again.")
            )
        if broken:
            raise CommandError("\n".join(broken))


def _unfinished(jobs: Iterable[Job], broken: list[str]) -> list[Job]:
    """Do what is left of jobs; return those that somebody else is at, and name who breaks."""
    held = []
    for job in jobs:
        try:
            if not finish(job):
                held.append(job)
        except Exception as error:  # one that breaks must not keep the others waiting
            broken.append(f"{KINDS[job.kind].label} {job.pk}: {error}")
    return held


def _taken_over(held: list[Job], broken: list[str]) -> list[Job]:
    """Wait until holds have ended that a killed process left; return what is held even then."""
    until = time.monotonic() + settings.JOB_HOLD.total_seconds() + 1
    while held and time.monotonic() < until:
        time.sleep(0.5)
        held = _unfinished(held, broken)
    return held


def _another() -> subprocess.Popen[bytes]:
    """Start another process that finishes jobs; what it could not do, this one tries and tells."""
    words = [sys.executable, "-m", "django", "run_jobs", "--verbosity", "0"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    return subprocess.Popen(words, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
