"""``import_pages``: received text files become pages."""

from __future__ import annotations

import datetime as dt
import os
import sys
from argparse import ArgumentTypeError, BooleanOptionalAction
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm

from archive.statistics import gather_after
from audit.outcomes import Report, Result
from console.arguments import (
    add_background_argument,
    named_publication,
    named_user,
    operator,
    process_count,
)
from console.json_report import JsonReport, open_report
from importing.file_kinds import is_told_by_name
from importing.intake import import_all
from importing.placement import Ask, ImportOptions
from importing.preparation import helpful_readers
from importing.receipt import InputMissing, Origin, find_files, receive_files
from importing.report import FileOutcome
from reading.page_labels import given_label

# A run of more files than these repeats at its end what was refused.
FEW = 20
# How each answer that is missing is given here.
OPTIONS = {
    Ask.PAPER: "--publication NAME",
    Ask.NEW_PAPER: "--publication NAME, --new-paper [NAME]",
    Ask.NAMEPLATE: "--publication NAME, --new-paper [NAME], --any-nameplate",
    Ask.DATE: "--date YYYY-MM-DD",
    Ask.PAGE: "--page N",
    Ask.REPLACE: "--replace",
    Ask.EDITION: "--edition NAME",
    Ask.DISCARD: "--replace --discard-edits",
}
_SAYS = {
    Result.IMPORTED: gettext_noop("imported"),
    Result.REPLACED: gettext_noop("replaced"),
    Result.UNCHANGED: gettext_noop("unchanged"),
    Result.PASSED: gettext_noop("no page"),
    Result.REFUSED: gettext_noop("refused"),
}


def day(value: str) -> dt.date:
    """Return the date that ``YYYY-MM-DD`` names."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no day; write it as YYYY-MM-DD") from None


def page_label(value: str) -> str:
    """Return the label that ``value`` is."""
    try:
        label = given_label(value)
    except ValueError:
        label = None
    if label is None:
        raise ArgumentTypeError(f"{value!r} is no page; write it as 2, B02 or 4-5")
    return label


class Command(BaseCommand):
    """The command line round ``importing``."""

    help = (
        "Import pages from text (UTF-8, UTF-16, GB18030), DOCX, ODT, RTF, Markdown, HTML and "
        "e-papers saved as HTML, with their pictures. Says of every file what became of it. Each "
        "page is one transaction; the same bytes again change nothing. Exits with 1 when a file "
        "was refused."
    )

    # They would load every address: as long as reading thirty pages takes.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="file, folder, zip archive, or - for stdin"
        )
        parser.add_argument("--publication", metavar="NAME", help="the paper the pages belong to")
        parser.add_argument(
            "--new-paper",
            nargs="?",
            const="",
            metavar="NAME",
            help="an unknown masthead is that of a new paper; without it, it is a question",
        )
        parser.add_argument(
            "--any-nameplate",
            action=BooleanOptionalAction,
            default=False,
            help="the pages are their paper's though they print another name",
        )
        parser.add_argument("--date", type=day, help="YYYY-MM-DD, where the text prints no date")
        parser.add_argument(
            "--page", type=page_label, help="page (2, B02, 4-5), where the text prints none"
        )
        parser.add_argument(
            "--edition", default="", help="号外, 特刊 …: beside the regular issue of the day"
        )
        parser.add_argument(
            "--replace",
            action=BooleanOptionalAction,
            default=False,
            help="put other bytes in the place of a page that is here",
        )
        parser.add_argument(
            "--discard-edits",
            action=BooleanOptionalAction,
            default=False,
            help="with --replace: also where people changed the page by hand",
        )
        parser.add_argument(
            "--dry-run",
            action=BooleanOptionalAction,
            default=False,
            help="do everything, then roll it back",
        )
        parser.add_argument(
            "--jobs",
            type=process_count,
            metavar="N",
            help="processes that read the files; without it one for each core that is left, two at "
            "the most, where there are many files",
        )
        add_background_argument(parser)
        parser.add_argument(
            "--by",
            metavar="USER",
            help="who stands for them: an author, who reviews none of them. Without it the record "
            "says “the machine (command line)” and who ran it there: for what arrives from outside",
        )
        parser.add_argument("--report", metavar="FILE.json", help="write every outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print one line a page and the counts, and fail when a file was refused."""
        # Memory stays level, however many pages there are.
        report: Report[FileOutcome] = Report(keep=False)
        _check_paths(options["paths"], options["new_paper"])
        chosen = _options(options)
        if options["background"]:
            self._hand_on(chosen, options)
            return
        with open_report(options["report"], self.stdout) as file:
            written = JsonReport(file, "outcomes")
            for outcome in self._outcomes(chosen, options):
                report.add(outcome)
                if file:
                    written.add(asdict(outcome))
            written.close(dry_run=options["dry_run"], counts=report.counts)
        if not options["dry_run"]:
            gather_after(report.counts[Result.IMPORTED])
        self._sum_up(report, options)

    def _hand_on(self, chosen: ImportOptions, options: dict[str, Any]) -> None:
        # What all kinds of jobs need takes a quarter of a second to load; most imports are none.
        from console.background import begin_import, told

        if options["dry_run"] or options["report"]:
            raise CommandError(
                _("--background goes with no --dry-run, and show_jobs writes the report.")
            )
        places = _places(options["paths"])
        hidden = options["verbosity"] == 0 or not sys.stderr.isatty()
        coming = tqdm(receive_files(places), total=len(places), unit="page", disable=hidden)
        job = begin_import(coming, chosen)
        if options["verbosity"] >= 1:
            self.stdout.write(told(job))

    def _outcomes(self, chosen: ImportOptions, options: dict[str, Any]) -> Iterator[FileOutcome]:
        places = _places(options["paths"])
        readers = helpful_readers(len(places)) if options["jobs"] is None else options["jobs"]
        # One process is this one itself.
        readers = 0 if options["jobs"] == 1 else readers
        coming = receive_files(places)
        outcomes = import_all(coming, chosen, dry_run=options["dry_run"], readers=readers)
        hidden = options["verbosity"] == 0 or not sys.stderr.isatty()
        for outcome in tqdm(outcomes, total=len(places), unit="page", disable=hidden):
            # Under a progress bar only what was refused is worth a line.
            self._tell(outcome, options["verbosity"] - (not hidden))
            yield outcome

    def _tell(self, outcome: FileOutcome, verbosity: int) -> None:
        if outcome.result == Result.REFUSED:
            with tqdm.external_write_mode():
                self.stderr.write(self.style.ERROR(f"{outcome.name}: {_message(outcome)}"))
        elif verbosity >= 1:
            said = outcome.message or outcome.page
            self.stdout.write(f"{outcome.name}: {_(_SAYS[outcome.result])} {said}".rstrip())
        if verbosity >= 1:
            for part in outcome.parts:
                result = _(_SAYS[Result(part["result"])])
                self.stdout.write(f"  {part['name']}: {result}: {part['message']}")
        if verbosity >= 1 and outcome.founded:
            self.stdout.write("  " + _("new paper: %(name)s") % {"name": outcome.founded})
        if verbosity >= 1:
            for finding in outcome.findings:
                self.stdout.write(f"  {finding['code']}: {finding['message']}")

    def _sum_up(self, report: Report[FileOutcome], options: dict[str, Any]) -> None:
        counts = _(
            "%(imported)s imported, %(replaced)s replaced, %(unchanged)s unchanged,"
            " %(refused)s refused, %(findings)s findings"
        ) % {
            name: report.counts[name]
            for name in ("imported", "replaced", "unchanged", "refused", "findings")
        }
        if passed := report.counts[Result.PASSED]:
            counts = _("%(counts)s, %(passed)s no pages") % {"counts": counts, "passed": passed}
        if options["dry_run"]:
            counts = _("%(counts)s (dry run: nothing was written)") % {"counts": counts}
        if report.refused:
            self._list_refused(report, options["verbosity"])
            raise CommandError(counts)
        if options["verbosity"] >= 1:
            self.stdout.write(counts)

    def _list_refused(self, report: Report[FileOutcome], verbosity: int) -> None:
        """Say once more at the end what a long run said somewhere in its middle."""
        if verbosity and sum(report.counts.values()) > FEW:
            self.stderr.write(_("Refused:"))
            for outcome in report.refused:
                self.stderr.write(f"  {outcome.name}: {_message(outcome)}")


def _check_paths(paths: list[str], new_paper: str | None) -> None:
    """Raise ``CommandError`` where nothing is to be read, or --new-paper has swallowed a path.

    A folder that is read, too, may bear its paper's name.
    """
    if new_paper and _is_path(new_paper, beside=paths):
        raise CommandError(
            _(
                "%(name)s is a file or folder, and --new-paper takes the name of a paper. Write"
                " --new-paper=NAME before the path, or put --new-paper last."
            )
            % {"name": new_paper}
        )
    if not paths:
        raise CommandError(
            _("Name the files, folders or zip archives to read, or - for standard input."),
            returncode=2,
        )


def _is_path(name: str, *, beside: list[str]) -> bool:
    if os.path.isdir(name):
        return not any(os.path.isdir(path) and os.path.samefile(path, name) for path in beside)
    return name == "-" or is_told_by_name(name) or os.path.exists(name)


def _places(paths: list[str]) -> list[Origin]:
    try:
        return find_files(paths)
    except InputMissing as error:
        raise CommandError(str(error)) from error


def _message(outcome: FileOutcome) -> str:
    """Return why a file was refused, with the option that answers what is asked."""
    if not outcome.ask:
        return outcome.message
    hint = _("(Answer with %(options)s.)") % {"options": OPTIONS[Ask(outcome.ask)]}
    return f"{outcome.message} {hint}"


def _options(options: dict[str, Any]) -> ImportOptions:
    if options["discard_edits"] and not options["replace"]:
        raise CommandError(_("--discard-edits only works together with --replace."))
    return ImportOptions(
        publication=named_publication(options["publication"]),
        date=options["date"],
        page=options["page"],
        edition=options["edition"],
        replace=options["replace"],
        discard_edits=options["discard_edits"],
        by=named_user(options["by"]) if options["by"] else None,
        operator=operator(),
        new_paper=options["new_paper"] is not None,
        paper_name=options["new_paper"] or "",
        any_nameplate=options["any_nameplate"],
    )
