"""``export_table``: one of the newsroom's tables as a file."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from console.arguments import add_background_argument
from console.background import told
from desk.table_export import begin_export
from issues.models import Publication
from tables.catalog import TABLES
from tables.file_types import FORMATS, format_name
from tables.formats import TableRefused

Writer = Callable[[BinaryIO], int]


def day(value: str) -> dt.date:
    """Return the date that ``YYYY-MM-DD`` names."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no day; write it as YYYY-MM-DD") from None


class Command(BaseCommand):
    """The command line round the resources' export."""

    help = (
        "Write a table as CSV, XLSX, JSON or ODS: rows with natural keys, formulas made harmless. "
        "import_table takes the file back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=TABLES, metavar="NAME", help=", ".join(TABLES))
        parser.add_argument(
            "--format", choices=FORMATS, help="by default what --output ends with, else csv"
        )
        parser.add_argument("--output", metavar="FILE", help="by default standard output")
        parser.add_argument("--publication", metavar="NAME", help="only rows of this paper")
        parser.add_argument("--from", type=day, metavar="DATE", dest="start", help="first day")
        parser.add_argument("--to", type=day, metavar="DATE", dest="end", help="last day")
        add_background_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows as they come from the database, and say how many there were."""
        output = options["output"]
        kind = options["format"] or (output and format_name(output)) or "csv"
        if options["background"]:
            job = begin_export(TABLES[options["name"]], kind, self._chosen(options), by=None)
            if options["verbosity"] >= 1:
                self.stderr.write(told(job))
            return
        write = self._writer(kind, options)
        try:
            count = _to_file(Path(output), write) if output else self._to_stdout(kind, write)
        except TableRefused as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] >= 1:
            self.stderr.write(
                _("%(count)s rows of %(name)s written to %(output)s")
                % {"count": count, "name": options["name"], "output": output or _("stdout")}
            )

    def _writer(self, kind: str, options: dict[str, Any]) -> Writer:
        table = TABLES[options["name"]]()
        rows = table.export_rows(self._chosen(options))
        return lambda stream: FORMATS[kind]().write(stream, table.get_export_headers(), rows)

    def _chosen(self, options: dict[str, Any]) -> QuerySet[Any]:
        table = TABLES[options["name"]]()
        start, end = options["start"], options["end"]
        if (start or end) and not table.date_path:
            raise CommandError(
                _("%(name)s have no dates. Leave --from and --to out.") % {"name": options["name"]}
            )
        if start and end and start > end:
            raise CommandError(_("--from is after --to. Give the earlier day first."))
        name = options["publication"]
        if name and not Publication.objects.filter(name=name).exists():
            raise CommandError(_("There is no paper “%(name)s”.") % {"name": name})
        return table.chosen(publication=name or "", start=start, end=end)

    def _to_stdout(self, kind: str, write: Writer) -> int:
        binary = not FORMATS[kind].text
        stream = getattr(self.stdout._out, "buffer", None)
        if binary and (stream is None or self.stdout.isatty()):
            raise CommandError(
                _("%(format)s is no text. Name a file with --output, or send it into a pipe.")
                % {"format": kind.upper()}
            )
        with tempfile.TemporaryFile() as file:
            count = write(file)
            file.seek(0)
            if stream is None:
                self.stdout.write(file.read().decode(), ending="")
                return count
            for chunk in iter(lambda: file.read(1 << 16), b""):
                stream.write(chunk)
        sys.stdout.flush()
        return count


def _to_file(path: Path, write: Writer) -> int:
    """Write beside ``path`` and put it there when whole: a half written table is none."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with open(handle, "wb") as file:
            count = write(file)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)
    return count


def _unwritable(path: Path, error: OSError) -> CommandError:
    return CommandError(
        _("%(path)s: the table cannot be written (%(error)s).")
        % {"path": path, "error": error.strerror}
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
