"""CSV and JSON, and what all four formats share: limits, and one way to read and to write.

Import-export asks a format for ``create_dataset`` and ``export_data``; the commands write row by
row with ``write``. A reader gives every cell as it is in the file; what may not be taken over at
all, such as a formula, comes as ``BadCell``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format
from tablib import Dataset

from tables.cells import BadCell

MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELL = 5_000_000
# What one table may hold in all: a spreadsheet can name one text in a million cells.
MAX_TEXT = 100_000_000
# What a spreadsheet program would run: the ASCII signs, their full-width forms, and white space
# that makes it look at the sign behind.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


class TableRefused(Exception):
    """The file or the table as a whole is not taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's first row, and every other row with as many cells."""

    headers: list[str]
    rows: list[list[object]]


class TableFormat(Format, ABC):  # type: ignore[misc]  # import-export carries no types
    """A file format in both directions. Always bytes: each format decodes for itself."""

    title = ""
    content_type = ""
    text = False
    # Whether a table without rows has no headers either.
    may_be_empty = False

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        """Return the name that a form offers, which is also the file's ending."""
        return self.title

    def get_extension(self) -> str:
        """Return the ending of the file's name."""
        return self.title

    def get_content_type(self) -> str:
        return self.content_type

    def can_import(self) -> bool:
        """Say yes."""
        return True

    def can_export(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> Any:
        """Return the table as tablib's dataset. Raises ``TableRefused``."""
        table = self.read(in_stream)
        dataset = Dataset(headers=table.headers)
        for row in table.rows:
            dataset.append(row)
        return dataset

    def export_data(self, dataset: Any, **_options: Any) -> bytes:
        stream = io.BytesIO()
        self.write(stream, dataset.headers, iter(dataset))
        return stream.getvalue()

    def read(self, data: bytes) -> Table:
        """Return the table in ``data``. Raises ``TableRefused``."""
        check_size(len(data))
        table = square(self.read_rows(data))
        if not table.headers and not self.may_be_empty:
            raise TableRefused(_("The file is empty. Write the columns' names into the first row."))
        return table

    @abstractmethod
    def read_rows(self, data: bytes) -> Iterator[list[object]]:
        """Yield every row, the headers first."""

    @abstractmethod
    def write(
        self, stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        """Write the table to ``stream`` row by row and return how many rows it has."""


class CsvFormat(TableFormat):
    """Comma-separated values: UTF-8 with the mark that spreadsheet programs need for Chinese.

    A text that such a program would run as a formula gets a ``'`` before it; exactly one is taken
    away again on import.
    """

    title = "csv"
    content_type = "text/csv; charset=utf-8"
    text = True

    def read_rows(self, data: bytes) -> Iterator[list[object]]:
        """Yield the records; a record may span lines inside quotes."""
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
        width = 0
        try:
            for number, record in enumerate(reader, start=1):
                width = width or len(_trimmed(list(record)))
                if any(record) and len(record) < width:
                    raise TableRefused(
                        _("Row %(row)s has %(cells)s cells, the first row %(width)s. Add commas.")
                        % {"row": number, "cells": len(record), "width": width}
                    )
                yield [_bare(text) for text in record]
        except csv.Error as error:
            raise TableRefused(
                _("The CSV file cannot be read at line %(line)s (%(error)s). Check the quotes.")
                % {"line": reader.line_num, "error": error}
            ) from error

    def write(
        self, stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        text.write("\ufeff")
        writer = csv.writer(text)
        writer.writerow(headers)
        count = 0
        for row in rows:
            writer.writerow([_harmless(plain(value)) for value in row])
            count += 1
        text.detach()
        return count


class JsonFormat(TableFormat):
    """A list of flat objects, one a line. Numbers, true, false and null are themselves."""

    title = "json"
    content_type = "application/json"
    text = True
    may_be_empty = True

    def read_rows(self, data: bytes) -> Iterator[list[object]]:
        """Yield the keys of the first object, then every object's values in that order."""
        objects = _json(decode(data))
        if not isinstance(objects, list) or not all(isinstance(row, dict) for row in objects):
            raise TableRefused(_("The JSON file is no list of objects. Export a table to see one."))
        if not objects:
            return
        headers = list(objects[0])
        yield list[object](headers)
        for number, row in enumerate(objects, start=2):
            if row.keys() != objects[0].keys():
                raise TableRefused(
                    _("Object %(row)s has other keys than the first one. Give all the same keys.")
                    % {"row": number - 1}
                )
            yield [_flat(row[name]) for name in headers]

    def write(
        self, stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        count = 0
        for row in rows:
            stream.write(b",\n" if count else b"[\n")
            values = dict(zip(headers, map(_dated, row), strict=True))
            stream.write(json.dumps(values, ensure_ascii=False).encode())
            count += 1
        stream.write(b"\n]\n" if count else b"[]\n")
        return count


def check_size(size: int) -> None:
    """Raise ``TableRefused`` for a file larger than the newsroom takes."""
    if size > settings.IMPORT_MAX_BYTES:
        raise TableRefused(
            _("The file has %(size)s bytes, more than %(limit)s. Split the table.")
            % {"size": size, "limit": settings.IMPORT_MAX_BYTES}
        )


def square(rows: Iterator[list[object]]) -> Table:
    """Return the rows as a table: empty ends cut off, every row as wide as the first one."""
    headers = [_header(cell, place) for place, cell in enumerate(_trimmed(next(rows, [])), 1)]
    table = Table(headers, [])
    blank = size = 0
    for number, row in enumerate(rows, start=2):
        cells = _trimmed(row)
        if not cells:
            blank += 1
            continue
        if len(cells) > len(headers):
            raise TableRefused(
                _("Row %(row)s has %(cells)s cells, the first row only %(width)s.")
                % {"row": number, "cells": len(cells), "width": len(headers)}
            )
        size += sum(len(cell) if isinstance(cell, str) else 8 for cell in cells)
        if number - 1 > MAX_ROWS or size > MAX_TEXT:
            raise too_many_rows()
        # Empty rows between others stay, so that a row keeps the number its program shows.
        table.rows.extend([""] * len(headers) for _row in range(blank))
        blank = 0
        table.rows.append(cells + [""] * (len(headers) - len(cells)))
    return table


def too_many_rows() -> TableRefused:
    return TableRefused(
        _("The table has more than %(rows)s rows or %(size)s characters. Split it.")
        % {"rows": MAX_ROWS, "size": MAX_TEXT}
    )


def too_many_columns() -> TableRefused:
    return TableRefused(
        _("The table has more than %(limit)s columns. Is it the right one?")
        % {"limit": MAX_COLUMNS}
    )


def plain(value: object) -> str:
    """Return a value as the text that reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark or, as Excel saves, in GB18030.

    Raises ``TableRefused`` when it is none of them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Chinese before the fault means UTF-8 that is broken there, not another encoding.
        if any(char >= "\u2e80" for char in data[: error.start].decode("utf-8")):
            raise _not_decoded() from error
    return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_decoded() from error


def _not_decoded() -> TableRefused:
    return TableRefused(_("The file's characters cannot be read. Save it as UTF-8."))


def _trimmed(row: list[object]) -> list[object]:
    end = len(row)
    while end and (row[end - 1] is None or row[end - 1] == ""):
        end -= 1
    if end > MAX_COLUMNS:
        raise too_many_columns()
    return row[:end]


def _header(cell: object, place: int) -> str:
    if not isinstance(cell, str) or isinstance(cell, BadCell) or not cell.strip():
        raise TableRefused(
            _("Column %(place)s has no name. Write the columns' names into the first row.")
            % {"place": place}
        )
    return cell.strip()


def _harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _dated(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _flat(value: object) -> object:
    if isinstance(value, (dict, list)):
        reason = _("A list or an object cannot stand in a cell. Write one value.")
        return BadCell.because(json.dumps(value, ensure_ascii=False), reason)
    return value


def _json(text: str) -> object:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError(_("a key stands twice in an object"))
        return found

    def refuse(word: str) -> object:
        raise ValueError(_("%(word)s is no number") % {"word": word})

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise TableRefused(
            _("The JSON file cannot be read: %(error)s.") % {"error": error}
        ) from error
