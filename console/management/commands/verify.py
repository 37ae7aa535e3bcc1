"""``verify``: is everything that was received still there, and does every row follow from it?"""

from __future__ import annotations

import json
import sys
from argparse import BooleanOptionalAction
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.faults import Fault
from archive.verification import verify, verify_audit, verify_database
from issues.page_names import add_range_arguments, chosen_pages


class Command(BaseCommand):
    """The command line round ``archive``."""

    help = (
        "Go over the archive: hashes, texts, readings, spans, stories, revisions, changes of "
        "state, images. Says what is wrong, where, and what to do; changes nothing. Exits with 1 "
        "when anything is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_range_arguments(parser)
        parser.add_argument(
            "--json", action=BooleanOptionalAction, default=False, help="print one JSON object"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, tell each fault as it is found, and fail when there was one."""
        pages = chosen_pages(
            options["places"],
            since=options["since"],
            until=options["until"],
            publication=options["publication"],
        )
        counts: Counter[str] = Counter()
        told: list[dict[str, Any]] = []
        hidden = options["verbosity"] == 0 or not sys.stderr.isatty()
        bar = tqdm(verify(pages), total=pages.count(), unit="page", disable=hidden)
        for fault in (*verify_database(), *verify_audit()):
            self._tell(fault, counts, told, as_json=options["json"])
        for report in bar:
            counts.update(pages=1, sources=report.sources, stories=report.stories)
            for fault in report.faults:
                self._tell(fault, counts, told, as_json=options["json"])
        self._sum_up(counts, told, options)

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
        names = ("pages", "sources", "stories", "faults")
        found = {name: counts[name] for name in names}
        if options["json"]:
            document = json.dumps({**found, "found": told}, ensure_ascii=False, indent=2)
            self.stdout.write(document)
        text = (
            _("%(pages)s pages, %(sources)s sources, %(stories)s stories: %(faults)s faults")
            % found
        )
        if counts["faults"]:
            raise CommandError(text)
        if options["verbosity"] >= 1 and not options["json"]:
            self.stdout.write(text)
