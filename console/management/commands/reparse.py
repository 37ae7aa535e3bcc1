"""``reparse``: what the reader of today makes of the pages that are here."""

from __future__ import annotations

import sys
from argparse import BooleanOptionalAction
from collections import Counter
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm

from articles.diff import Op
from articles.layers import PartDifference
from audit.outcomes import Report, Result
from console.arguments import add_background_argument, named_user
from console.background import told
from desk.jobs import begin
from issues.models import Page
from issues.page_names import add_range_arguments, chosen_pages
from reparse.plan import PageChange
from reparse.run import reread

_SHOWN = 30


class Command(BaseCommand):
    """The command line round ``reparse``."""

    help = (
        "Read pages anew and show page by page what changes. With --apply untouched pages take "
        "the new reading, and where people changed a page the two are merged: their words stay, "
        "and where both differ a finding asks. Published pages and pages in review are only shown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_range_arguments(parser)
        parser.add_argument(
            "--apply", action=BooleanOptionalAction, default=False, help="write what changes"
        )
        parser.add_argument(
            "--all-versions",
            action=BooleanOptionalAction,
            default=False,
            help="also pages that this version of the reader read",
        )
        parser.add_argument("--by", metavar="USER", help="who applies it, for the log")
        add_background_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        pages = chosen_pages(
            options["places"],
            since=options["since"],
            until=options["until"],
            publication=options["publication"],
        )
        by = named_user(options["by"]) if options["by"] else None
        if options["background"]:
            self._hand_on(pages, by, options)
            return
        report: Report[PageChange] = Report(keep=False)
        hidden = options["verbosity"] == 0 or not sys.stderr.isatty()
        bar = tqdm(
            reread(
                pages,
                apply=options["apply"],
                every=options["all_versions"],
                by=by,
            ),
            total=pages.count(),
            unit="page",
            disable=hidden,
        )
        for change in bar:
            report.add(change)
            if options["verbosity"] >= 1:
                self._tell(change, options["verbosity"])
        if options["verbosity"] >= 1:
            self._sum_up(report.counts, applied=options["apply"])

    def _hand_on(self, pages: QuerySet[Page], by: User | None, options: dict[str, Any]) -> None:
        if not options["apply"]:
            raise CommandError(_("--background goes with --apply only: nothing is shown there."))
        keys, every = pages.values_list("pk", flat=True), options["all_versions"]
        job = begin("reread-pages", keys, by=by, at_once=False, every=every)
        if options["verbosity"] >= 1:
            self.stdout.write(told(job))

    def _tell(self, change: PageChange, verbosity: int) -> None:
        quiet = change.result in (Result.SAME, Result.SKIPPED)
        if quiet and verbosity < 2:
            return
        says = _(_SAYS[change.result, change.applied])
        reason = f" ({change.message})" if change.message else ""
        with tqdm.external_write_mode(sys.stdout):
            self.stdout.write(f"{change.name}: {says}{reason}")
            for story in change.changes:
                self.stdout.write(f"  {story.sign} {story.title}")
                for part in story.parts:
                    self.stdout.write(f"      {part.part}: {_short(part)}")
                for conflict in story.conflicts:
                    self.stdout.write(
                        _("      conflict in %(part)s: “%(mine)s” stays, reader: “%(theirs)s”")
                        % {
                            "part": conflict.part,
                            "mine": conflict.mine[:_SHOWN],
                            "theirs": conflict.theirs[:_SHOWN],
                        }
                    )
            for other in change.others:
                self.stdout.write(f"  {other}")

    def _sum_up(self, counts: Counter[str], *, applied: bool) -> None:
        names = ("same", "changes", "merges", "held", "skipped", "conflicts")
        found = {name: counts[name] for name in names}
        text = _(
            "%(changes)s changed, %(merges)s merged, %(conflicts)s conflicts, %(held)s held,"
            " %(same)s same, %(skipped)s skipped"
        )
        if not applied:
            text = _(
                "%(changes)s would change, %(merges)s would be merged, %(conflicts)s conflicts,"
                " %(held)s held, %(same)s same, %(skipped)s skipped"
            )
        self.stdout.write(text % found)


_SAYS = {
    (Result.SAME, False): gettext_noop("same"),
    (Result.SKIPPED, False): gettext_noop("skipped"),
    (Result.CHANGES, False): gettext_noop("would change"),
    (Result.CHANGES, True): gettext_noop("changed"),
    (Result.MERGES, False): gettext_noop("would be merged"),
    (Result.MERGES, True): gettext_noop("merged"),
    (Result.HELD, False): gettext_noop("would change, but is held"),
}


def _short(part: PartDifference) -> str:
    """Return a difference on one line: what stays shortened, [-what goes-], {+what comes+}."""
    shown = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    pieces = []
    for op, text in part.runs:
        line = text.replace("\n", "⏎")
        limit = _SHOWN if op != Op.EQUAL else 12
        if len(line) > 2 * limit:
            line = f"{line[:limit]}…{line[-limit:]}"
        pieces.append(shown[op].format(line))
    return "".join(pieces)
