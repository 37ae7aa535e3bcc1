"""``show_jobs``: how far the work is that goes on in the background, and what became of it."""

from __future__ import annotations

import shutil
import sys
import time
from argparse import BooleanOptionalAction
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from audit.outcomes import Result
from audit.sentences import retold
from console.json_report import JsonReport, open_report
from desk.import_run import FILES
from desk.job_kinds import KINDS
from desk.models import Job

LOOK_AGAIN = 0.5


class Command(BaseCommand):
    """The command line round jobs."""

    help = (
        "List the jobs that nobody has finished, or tell of one what became of each thing. Exits "
        "with 1 when one of its things was refused."
    )

    # They would load every address, which takes longer than the work of some seconds.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("job", nargs="?", type=int, metavar="NUMBER")
        parser.add_argument(
            "--wait",
            action=BooleanOptionalAction,
            default=False,
            help="until it is done, showing how far it is",
        )
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="put an exported table there"
        )
        parser.add_argument("--report", metavar="FILE.json", help="write every outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell of all jobs or of one."""
        if options["job"] is None:
            for job in Job.objects.unfinished():
                done, size = job.progress
                self.stdout.write(f"{job.pk}: {KINDS[job.kind].label}, {done}/{size}")
            return
        found = Job.objects.filter(pk=options["job"]).first()
        if found is None:
            raise CommandError(_("There is no job %(job)s.") % {"job": options["job"]})
        with open_report(options["report"], self.stdout) as file:
            if options["wait"]:
                _wait(found, hidden=options["verbosity"] == 0 or not sys.stderr.isatty())
            self._tell(found, JsonReport(file, "outcomes"), quiet=options["verbosity"] == 0)
        if options["output"]:
            _copy(found, options["output"])

    def _tell(self, job: Job, written: JsonReport, *, quiet: bool) -> None:
        counts: Counter[str] = Counter()
        for task in job.tasks.done().iterator():
            outcome = retold(task.outcome or {})
            counts[outcome["result"]] += 1
            for row in outcome.get(FILES, [outcome]):
                written.add(row)
            if outcome["result"] == Result.REFUSED:
                self.stderr.write(f"{outcome['name']}: {outcome['message']}")
            elif not quiet:
                self.stdout.write(f"{outcome['name']}: {outcome['result']} {outcome['message']}")
        done, size = job.progress
        written.close(done=done, of=size, counts=counts)
        text = _("%(done)s of %(of)s done, %(refused)s refused") % {
            "done": done,
            "of": size,
            "refused": counts[Result.REFUSED],
        }
        if counts[Result.REFUSED]:
            raise CommandError(text)
        if not quiet:
            self.stdout.write(text)


def _wait(job: Job, *, hidden: bool) -> None:
    done, size = job.progress
    with tqdm(total=size, initial=done, disable=hidden) as bar:
        while job.done_at is None:
            time.sleep(LOOK_AGAIN)
            job.refresh_from_db()
            bar.update(job.progress[0] - bar.n)


def _copy(job: Job, path: Path) -> None:
    name = job.options.get("file")
    if not name:
        raise CommandError(_("Job %(job)s has written no table, or not yet.") % {"job": job.pk})
    try:
        with default_storage.open(name) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
    except OSError as error:
        raise CommandError(
            _("%(path)s: the table cannot be written (%(error)s).")
            % {"path": path, "error": error.strerror}
        ) from error
