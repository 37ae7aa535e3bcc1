"""``old_addresses``: lead the addresses of an older e-paper on to what stands here."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from audit.log import silent
from console.arguments import named_user
from tables.file_types import FORMATS, format_name
from tables.formats import TableRefused
from tables.old_addresses import COLUMNS, AddressReport, take_addresses


class Command(BaseCommand):
    """The command line round ``tables.old_addresses``."""

    help = (
        "Take in a table of an older e-paper's addresses (/html/2025-06/13/content_12.htm), in the "
        f"columns {', '.join(COLUMNS)}: an address leads to the story with that number, else to "
        "the story, page or issue of that day. One wrong row and nothing is written; the command "
        "then exits with 1. An address that is here already is led to where the table says."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help=f"a table: {', '.join(FORMATS)}")
        parser.add_argument("--by", required=True, metavar="USER", help="the publisher who leads")
        parser.add_argument(
            "--dry-run",
            action=BooleanOptionalAction,
            default=False,
            help="do everything, then roll it back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the table in, print the counts, and fail when a row was refused."""
        name = options["file"]
        try:
            data = Path(name).read_bytes()
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s") % {"file": name, "error": error.strerror}
            ) from error
        kind = format_name(name) or "csv"
        try:
            report = self._take(FORMATS[kind]().read(data), options)
        except TableRefused as error:
            raise CommandError(f"{name}: {error}") from error
        for words in report.refused:
            self.stderr.write(self.style.ERROR(words))
        if report.refused:
            raise CommandError(
                _("%(count)s rows refused: nothing was written") % {"count": len(report.refused)}
            )
        if options["verbosity"] >= 1:
            counts = {"new": report.new, "changed": report.changed, "same": report.unchanged}
            self.stdout.write(
                _("%(new)s new, %(changed)s changed, %(same)s unchanged addresses") % counts
            )

    def _take(self, table: Any, options: dict[str, Any]) -> AddressReport:
        by, name = named_user(options["by"]), Path(options["file"]).name
        if not options["dry_run"]:
            return take_addresses(table, by=by, file_name=name)
        with transaction.atomic(), silent():
            report = take_addresses(table, by=by, file_name=name)
            transaction.set_rollback(True)
        return report
