"""``verify``: is everything that was received still there, and does every row follow from it?"""

from __future__ import annotations

import json
import sys
from argparse import BooleanOptionalAction
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.faults import Fault
from archive.verification import (
    verify,
    verify_audit,
    verify_database,
    verify_files,
    verify_since,
)
from audit.heads import HeadUnknown, head_line, read_head
from issues.page_names import add_range_arguments, chosen_pages


class Command(BaseCommand):
    """The command line round ``archive``."""

    help = (
        "Go over the archive: hashes, texts, readings, spans, stories, revisions, changes of "
        "state, images, and every row against the audit log. Says what is wrong, where, and what "
        "to do; changes nothing. Exits with 1 when anything is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_range_arguments(parser)
        parser.add_argument(
            "--json", action=BooleanOptionalAction, default=False, help="print one JSON object"
        )
        parser.add_argument(
            "--head",
            action="store_true",
            help="print the newest entry of the audit log (NUMBER:HASH TIME), to be written down "
            "outside, and do nothing else",
        )
        parser.add_argument(
            "--since",
            dest="written",
            metavar="HEAD",
            help="a head that was written down: the history before it must be as it was then",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, tell each fault as it is found, and fail when there was one."""
        if options["head"]:
            self.stdout.write(head_line())
            return
        before = list(self._before(options["written"])) if options["written"] else []
        pages = chosen_pages(
            options["places"],
            since=options["since"],
            until=options["until"],
            publication=options["publication"],
        )
        counts, uncovered = Counter[str](), Counter[str]()
        told: list[dict[str, Any]] = []
        hidden = options["verbosity"] == 0 or not sys.stderr.isatty()
        bar = tqdm(verify(pages), total=pages.count(), unit="page", disable=hidden)
        audit = verify_audit(uncovered)
        for fault in chain(before, verify_database(), audit, verify_files()):
            self._tell(fault, counts, told, as_json=options["json"])
        for report in bar:
            counts.update(pages=1, sources=report.sources, stories=report.stories)
            for fault in report.faults:
                self._tell(fault, counts, told, as_json=options["json"])
        counts["uncovered"] = uncovered.total()
        self._sum_up(counts, told, options)

    def _before(self, text: str) -> Iterator[Fault]:
        """Prove the history before a head, or refuse what is none."""
        try:
            yield from verify_since(read_head(text))
        except HeadUnknown as unknown:
            raise CommandError(str(unknown)) from unknown

    def _tell(
        self, fault: Fault, counts: Counter[str], told: list[dict[str, Any]], *, as_json: bool
    ) -> None:
        counts["faults"] += 1
        if as_json:
            told.append(asdict(fault))
            return
        story = _(" story %(pk)s") % {"pk": fault.story} if fault.story else ""
        lines = [f"{fault.page}{story} [{fault.kind}] {fault.message}".strip()]
        if fault.expected or fault.got:
            lines.append(_("    expected: %(text)s") % {"text": fault.expected or "–"})
            lines.append(_("    got: %(text)s") % {"text": fault.got or "–"})
        with tqdm.external_write_mode():
            self.stderr.write(self.style.ERROR("\n".join(lines)))

    def _sum_up(
        self, counts: Counter[str], told: list[dict[str, Any]], options: dict[str, Any]
    ) -> None:
        names = ("pages", "sources", "stories", "faults", "uncovered")
        found = {name: counts[name] for name in names}
        if options["json"]:
            document = json.dumps({**found, "found": told}, ensure_ascii=False, indent=2)
            self.stdout.write(document)
        text = (
            _("%(pages)s pages, %(sources)s sources, %(stories)s stories: %(faults)s faults")
            % found
        )
        if counts["uncovered"] and options["verbosity"] >= 1 and not options["json"]:
            self.stdout.write(
                _(
                    "%(count)s rows are from before the audit log kept values: not covered by it"
                    " until they are changed."
                )
                % {"count": counts["uncovered"]}
            )
        if counts["faults"]:
            raise CommandError(text)
        if options["verbosity"] >= 1 and not options["json"]:
            self.stdout.write(text)
