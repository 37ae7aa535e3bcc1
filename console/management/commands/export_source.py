"""``export_source``: what was received for a page, byte for byte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from issues.models import Page, Source, SourceGone
from issues.page_names import address, one_page, page_place


class Command(BaseCommand):
    """The bytes of a page's newest source, or of all its sources."""

    help = (
        "Write the bytes that were received for a page, exactly as they came, to standard output. "
        "The newest ones are in force; --all gives the earlier ones too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=page_place, metavar="DATE/PAGE")
        parser.add_argument("--publication", metavar="NAME", help="the paper the page belongs to")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--output", metavar="FILE", type=Path, help="write the bytes to a file")
        where.add_argument(
            "--all",
            metavar="DIR",
            type=Path,
            help="write every source of the page into a folder, oldest first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what was asked for; fail when there is no such page."""
        page = one_page(options["place"], options["publication"])
        newest = page.sources.first()
        if newest is None:
            raise CommandError(
                _("%(page)s has no source: it was not imported but added by hand.") % {"page": page}
            )
        try:
            self._export(page, newest, options)
        except SourceGone as gone:
            raise CommandError(str(gone)) from gone

    def _export(self, page: Page, newest: Source, options: dict[str, Any]) -> None:
        if options["all"]:
            self._write_all(page, options["all"], options["verbosity"])
        elif options["output"]:
            _write(options["output"], newest)
            self._tell(f"{newest.sha256}  {options['output']}", options["verbosity"])
        else:
            received = newest.received
            sys.stdout.flush()
            sys.stdout.buffer.write(received)
            sys.stdout.buffer.flush()

    def _write_all(self, page: Page, folder: Path, verbosity: int) -> None:
        # The name a file came under was chosen by somebody else, so it names no file here.
        for number, source in enumerate(page.sources.order_by("pk").iterator(), start=1):
            stem = f"{address(page).replace('/', '-')}-{number}-{source.sha256[:12]}"
            path = folder / f"{stem}.txt"
            _write(path, source)
            self._tell(f"{source.sha256}  {path}  ({source.file_name})", verbosity)

    def _tell(self, line: str, verbosity: int) -> None:
        if verbosity >= 1:
            self.stdout.write(line)


def _write(path: Path, source: Source) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.received)
    except OSError as error:
        raise CommandError(
            _("%(path)s: cannot be written (%(error)s).") % {"path": path, "error": error.strerror}
        ) from error
