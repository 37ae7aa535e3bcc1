"""``manage.py parse_page``: print the page document of raw pages, without touching the database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from importing.issue_files import pages_in
from reading.decoding import UndecodableSource, decode
from reading.document import PageDocument
from reading.sources import read_source

STANDARD_INPUT = "-"


def indent(text: str) -> int:
    """Return the width of an indent, or raise the error that argparse shows."""
    if not text.isdecimal() or int(text) > 16:
        raise ArgumentTypeError(f"{text!r} is no width: give a whole number from 0 to 16.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Print the page document of each FILE as one line of JSON, of a whole issue one line "
        "a page, parted as the import parts it. The database is not touched. "
        "A file that cannot be read is reported and does not stop the others; the exit code is "
        "then 1."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="text in UTF-8, UTF-16 or GB18030, DOCX, ODT, RTF, HTML or Markdown; - reads "
            "standard input",
        )
        parser.add_argument(
            "--indent",
            type=indent,
            metavar="WIDTH",
            help="spread each document over several lines for people to read, indented by WIDTH",
        )
        parser.add_argument(
            "--explain",
            action="store_true",
            help="add each segment's and each furniture line's rule and how sure it is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[str] = options["files"]
        failed = 0
        for name in files:
            try:
                documents = _documents(self._read(name))
            except (CommandError, UndecodableSource) as error:
                failed += 1
                if len(files) == 1:
                    raise self._refusal(name, error) from error
                self.stderr.write(self.style.ERROR(str(self._refusal(name, error))))
                continue
            for document in documents:
                self._print(document, options)
        if failed:
            raise CommandError(
                _("%(failed)s of %(all)s files could not be read; see above.")
                % {"failed": failed, "all": len(files)}
            )

    def _print(self, document: PageDocument, options: dict[str, Any]) -> None:
        printed = json.dumps(
            document.to_dict(explain=options["explain"]),
            ensure_ascii=False,
            indent=options["indent"],
        )
        # A lone surrogate cannot be written as UTF-8; its escape says the same in JSON.
        self.stdout.write(_escape_surrogates(printed))

    def _read(self, name: str) -> bytes:
        """Return the bytes of a file, or raise a ``CommandError`` saying what to do."""
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        path = Path(name)
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise CommandError(_("There is no such file. Check the path.")) from error
        except IsADirectoryError as error:
            raise CommandError(_("This is a folder. Name the files in it.")) from error
        except OSError as error:
            raise CommandError(
                _("The file cannot be opened (%(error)s). Check the path and its permissions.")
                % {"error": error.strerror}
            ) from error

    def _refusal(self, name: str, error: Exception) -> CommandError:
        place = _("standard input") if name == STANDARD_INPUT else name
        fault = str(error)
        if isinstance(error, UndecodableSource) and (get_language() or "").startswith("zh"):
            fault = error.chinese
        return CommandError(_("%(path)s: %(fault)s") % {"path": place, "fault": fault})


def _documents(data: bytes) -> list[PageDocument]:
    """Return the document of each page of a file, parted as the import parts it.

    Raises ``UndecodableSource``.
    """
    return [read_source(page, known or decode(page)) for _line, page, known in pages_in(data)]


def _escape_surrogates(text: str) -> str:
    if text.isascii():
        return text
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)
