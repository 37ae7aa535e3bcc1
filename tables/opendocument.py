"""ODS, the spreadsheet of LibreOffice and WPS: written and read directly.

The libraries at hand lose blanks and empty lines of a text, take a comment for the content, and
build the whole document in memory; the part of the format that a table needs is small.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO
from xml.sax.saxutils import escape as xml_escape

from defusedxml.ElementTree import iterparse

from tables.formats import (
    MAX_COLUMNS,
    MAX_ROWS,
    TableFormat,
    too_many_columns,
    too_many_rows,
)
from tables.sheets import check_archive, escape, formula, mistake, reading, unescape

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = f"{{{NAMESPACE}:office:1.0}}"
TABLE = f"{{{NAMESPACE}:table:1.0}}"
TEXT = f"{{{NAMESPACE}:text:1.0}}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
ROW = f"{TABLE}table-row"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-content xmlns:office="{NAMESPACE}:office:1.0"'
    f' xmlns:table="{NAMESPACE}:table:1.0" xmlns:text="{NAMESPACE}:text:1.0"'
    ' office:version="1.2"><office:body><office:spreadsheet><table:table table:name="table">\n'
)
FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>\n"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>\n"
)
# No text of a newspaper has more blanks in a row; a hostile file might ask for billions.
MOST_BLANKS = 1_000_000
# XML folds white space, so a blank at either end or after another one has an element of its own.
BLANKS = re.compile(r"^ +| +$|(?<= ) +|\t")


class OdsFormat(TableFormat):
    """The open document format. The first sheet is read."""

    title = "ods"
    content_type = MIMETYPE

    def read_rows(self, data: bytes) -> Iterator[list[object]]:
        check_archive(data)
        with (
            reading("ODS"),
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            archive.open("content.xml") as content,
        ):
            yield from _rows(iterparse(content, ("end",), forbid_dtd=True))

    def write(
        self, stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        count = 0
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            # The type comes first and unpacked, so that it can be told from the first bytes.
            archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
            archive.writestr("META-INF/manifest.xml", MANIFEST)
            with archive.open("content.xml", "w", force_zip64=True) as content:
                content.write(HEAD.encode())
                content.write(_row(headers))
                for row in rows:
                    content.write(_row(row))
                    count += 1
                content.write(FOOT.encode())
        return count


def _row(values: Iterable[object]) -> bytes:
    cells = "".join(map(_cell, values))
    return f"<table:table-row>{cells}</table:table-row>\n".encode()


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind, attribute, shown = "boolean", "boolean-value", "true" if value else "false"
    elif isinstance(value, int):
        kind, attribute, shown = "float", "value", str(value)
    elif isinstance(value, dt.date):
        kind, attribute, shown = "date", "date-value", value.isoformat()
    else:
        lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in str(value).split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{shown}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def _line(text: str) -> str:
    def blank(found: re.Match[str]) -> str:
        return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'

    return BLANKS.sub(blank, xml_escape(escape(text)))


def _rows(events: Any) -> Iterator[list[object]]:
    count = blank = 0
    for _event, element in events:
        if element.tag == f"{TABLE}table":
            return
        if element.tag != ROW:
            continue
        cells = _cells(element)
        times = _times(element, "rows")
        element.clear()
        # Programs fill the sheet to its end with one empty row repeated a million times.
        if not cells:
            blank += times
            continue
        count += blank + times
        if count > MAX_ROWS + 1:
            raise too_many_rows()
        yield from ([] for _row in range(blank))
        yield from (list(cells) for _row in range(times))
        blank = 0


def _cells(row: Any) -> list[object]:
    cells: list[object] = []
    waiting = 0
    for element in row:
        if element.tag not in CELLS:
            continue
        times = _times(element, "columns")
        value = _value(element)
        if value is None:
            waiting += times
            continue
        if len(cells) + waiting + times > MAX_COLUMNS:
            raise too_many_columns()
        cells += [None] * waiting + [value] * times
        waiting = 0
    return cells


def _times(element: Any, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", 1)))


def _value(cell: Any) -> object:
    """Return what one cell holds, ``None`` for an empty one."""
    if (content := cell.get(f"{TABLE}formula")) is not None:
        return formula(content)
    kind = cell.get(f"{OFFICE}value-type")
    if cell.get(f"{CALC}value-type") == "error":
        return mistake(_shown(cell))
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(f"{OFFICE}value"))
    if kind == "boolean":
        return bool(cell.get(f"{OFFICE}boolean-value") == "true")
    if kind == "date":
        return _date(cell.get(f"{OFFICE}date-value"))
    given = cell.get(f"{OFFICE}string-value")
    return unescape(_shown(cell) if given is None else given) or None


def _date(value: str) -> dt.date:
    return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)


def _shown(cell: Any) -> str:
    # Only the cell's own paragraphs: a comment has paragraphs too.
    return "\n".join(_text(line) for line in cell if line.tag == f"{TEXT}p")


def _text(paragraph: Any) -> str:
    """Return a paragraph's text, its white space folded as the format says.

    Characters that XML cannot hold stand for those that are meant, until the rest is folded.
    """
    folded = re.sub(r"[ \t\n\r]+", " ", "".join(_inline(paragraph))).strip(" ")
    return folded.translate({1: " ", 2: "\t", 3: "\n"})


def _inline(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield "\x01" * min(int(child.get(f"{TEXT}c", 1)), MOST_BLANKS)
        elif child.tag == f"{TEXT}tab":
            yield "\x02"
        elif child.tag == f"{TEXT}line-break":
            yield "\x03"
        elif not child.tag.startswith(OFFICE):
            yield from _inline(child)
        yield child.tail or ""
