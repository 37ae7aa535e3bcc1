"""``import_table``: a table out of a file, all of it or nothing."""

from __future__ import annotations

import sys
from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from console.arguments import named_user
from tables.catalog import TABLES
from tables.file_types import FORMATS, format_name
from tables.formats import TableRefused
from tables.results import TableResult


class Command(BaseCommand):
    """The command line round the resources' import."""

    help = (
        "Take a table in, as export_table writes it. One wrong cell and nothing is written: every "
        "wrong cell is named, and the command exits with 1. Stories come in as drafts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=TABLES, metavar="NAME", help=", ".join(TABLES))
        parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")
        parser.add_argument(
            "--format", choices=FORMATS, help="by default what FILE ends with, csv for -"
        )
        parser.add_argument(
            "--dry-run",
            action=BooleanOptionalAction,
            default=False,
            help="do everything, then roll it back",
        )
        parser.add_argument(
            "--by", metavar="USER", help="who imports; needed for stories and their photos"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print the counts, and fail when anything was refused."""
        name = options["file"]
        kind = options["format"] or ("csv" if name == "-" else format_name(name))
        if not kind:
            raise CommandError(
                _("%(file)s: its ending names no format. Give --format (%(formats)s).")
                % {"file": name, "formats": ", ".join(FORMATS)}
            )
        user = named_user(options["by"]) if options["by"] else None
        try:
            dataset = FORMATS[kind]().create_dataset(_read(name))
        except TableRefused as error:
            raise CommandError(f"{name}: {error}") from error
        result = TABLES[options["name"]](preview=False).import_data(
            dataset, dry_run=options["dry_run"], file_name=name, user=user
        )
        self._tell(result, options)

    def _tell(self, result: TableResult, options: dict[str, Any]) -> None:
        for error in result.base_errors:
            self.stderr.write(self.style.ERROR(str(error.error)))
        for wrong in result.wrong_cells:
            self.stderr.write(self.style.ERROR(_("row %(cell)s") % {"cell": wrong}))
        counts = (
            _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused")
            % result.counts
        )
        if result.refused:
            raise CommandError(_("%(counts)s: nothing was written") % {"counts": counts})
        if options["dry_run"]:
            counts = _("%(counts)s (dry run: nothing was written)") % {"counts": counts}
        if options["verbosity"] >= 1:
            self.stdout.write(counts)


def _read(name: str) -> bytes:
    """Return the file's bytes, at most one more than are allowed."""
    most = settings.IMPORT_MAX_BYTES + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    try:
        with Path(name).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise CommandError(
            _("%(path)s: It cannot be read (%(error)s). Check the path.")
            % {"path": name, "error": error.strerror}
        ) from error
