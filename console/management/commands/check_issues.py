"""``check_issues``: run the checks over any range and print or write what they find."""

from __future__ import annotations

import datetime as dt
from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from console.arguments import add_background_argument, named_publication
from console.background import told
from console.json_report import JsonReport, open_report
from desk.jobs import begin
from findings.codes import CODES
from findings.issue_check import (
    NumbersReport,
    PageFindings,
    Range,
    check_numbers,
    check_pages,
)
from issues.page_names import pages_at, place

# So many days of a gap stand on its line; the JSON has them all.
MOST_DAYS = 20


class Command(BaseCommand):
    """The command line round ``findings.issue_check``."""

    help = (
        "Check the pages of a range anew, from the text as it now stands, and show the open "
        "findings, missing issues, doubled running numbers and the issue that should come next. "
        "Answers that people gave stay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "places", nargs="*", type=place, metavar="DATE[/PAGE]", help="all pages without it"
        )
        parser.add_argument("--publication", metavar="NAME", help="only pages of this paper")
        parser.add_argument("--from", dest="first", metavar="DATE", help="first day (YYYY-MM-DD)")
        parser.add_argument("--to", dest="last", metavar="DATE", help="last day (YYYY-MM-DD)")
        parser.add_argument("--json", metavar="FILE", help="write JSON to FILE, - for the output")
        parser.add_argument("--codes", metavar="A,B", help="show only findings of these codes")
        parser.add_argument(
            "--write",
            action=BooleanOptionalAction,
            default=True,
            help="store what is found; --no-write only shows it",
        )
        parser.add_argument(
            "--fail", action="store_true", help="exit with 1 when a finding is open"
        )
        add_background_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check page by page; every line is out before the next page is read."""
        selected, codes = _range(options), _codes(options["codes"])
        if options["background"]:
            self._hand_on(selected, options)
            return
        pages = findings = 0
        quiet = options["verbosity"] == 0 or options["json"] == "-"
        with open_report(options["json"], self.stdout) as file:
            written = JsonReport(file, "pages")
            for found in check_pages(selected, codes=codes, write=options["write"]):
                pages, findings = pages + 1, findings + len(found.findings)
                written.add(found.to_dict())
                if not quiet:
                    self._print_page(found)
            papers = list(check_numbers(selected))
            written.close(numbers=[numbers.to_dict() for numbers in papers])
        if not quiet:
            for numbers in papers:
                self._print_numbers(numbers)
        counts = _("%(pages)s pages checked, %(findings)s findings open.") % {
            "pages": pages,
            "findings": findings,
        }
        if findings and options["fail"]:
            raise CommandError(counts)
        if not quiet:
            self.stdout.write(counts)

    def _hand_on(self, selected: Range, options: dict[str, Any]) -> None:
        if options["json"] or options["codes"] or options["fail"] or not options["write"]:
            raise CommandError(_("--background stores what is found, and shows nothing of it."))
        keys = selected.pages().values_list("pk", flat=True)
        job = begin("check-pages", keys, by=None, at_once=False)
        if options["verbosity"] >= 1:
            self.stdout.write(told(job))

    def _print_page(self, found: PageFindings) -> None:
        if not found.findings:
            return
        self.stdout.write(
            self.style.MIGRATE_HEADING(f"{found.page.issue.publication}, {found.page}")
        )
        for finding in found.findings:
            self.stdout.write(f"  {finding.code}: {finding.message}")

    def _print_numbers(self, report: NumbersReport) -> None:
        for gap in report.missing:
            self.stdout.write(
                _(
                    "%(paper)s: %(count)s issues are missing between %(after)s and %(before)s."
                    " Days of publication: %(days)s."
                )
                % {
                    "paper": report.publication,
                    "count": gap.count,
                    "after": gap.before,
                    "before": gap.after,
                    "days": _days(gap.days),
                }
            )
        for row in report.doubled:
            dates = _(", ").join(str(day) for day in row.dates)
            self.stdout.write(
                _("%(paper)s: number %(number)s is printed on %(dates)s.")
                % {"paper": report.publication, "number": row.number, "dates": dates}
            )
        if report.coming:
            self.stdout.write(
                _("%(paper)s: the next issue should be number %(number)s on %(date)s.")
                % {
                    "paper": report.publication,
                    "number": report.coming.number or "?",
                    "date": report.coming.date,
                }
            )


def _days(days: list[dt.date]) -> str:
    shown = _(", ").join(str(day) for day in days[:MOST_DAYS])
    return shown if len(days) <= MOST_DAYS else f"{shown} …"


def _range(options: dict[str, Any]) -> Range:
    first, last = _day(options["first"], "--from"), _day(options["last"], "--to")
    if first and last and first > last:
        raise CommandError(
            _("--from %(first)s is after --to %(last)s. Swap them.")
            % {"first": first, "last": last}
        )
    for one in options["places"]:
        pages_at(one, options["publication"])
    return Range(named_publication(options["publication"]), first, last, options["places"])


def _day(text: str | None, option: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("%(option)s %(text)s is no day. Write it as 2025-06-13.")
            % {"option": option, "text": text}
        ) from None


def _codes(text: str | None) -> set[str]:
    codes = {code.strip() for code in (text or "").split(",") if code.strip()}
    if unknown := sorted(codes - CODES.keys()):
        raise CommandError(
            _("No check has the code %(unknown)s. The codes are: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(CODES)}
        )
    return codes
