"""XLSX and ODS: spreadsheets, which are zip archives of XML.

Every text is written into a cell of the type text, which no program takes for a formula. On
import formulas and errors are refused, never evaluated; an archive is looked at before it is
unpacked; entities and document types in the XML are refused (defusedxml, which openpyxl uses too).
XML cannot hold control characters and reads a lone CR as LF: both are written ``_x000D_``, as
Office Open XML does, and what looks like that already becomes ``_x005F_x000D_``.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, BinaryIO

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import column_index_from_string

from tables.cells import BadCell
from tables.formats import (
    FORMULA,
    MAX_COLUMNS,
    MAX_ROWS,
    TableFormat,
    TableRefused,
    too_many_columns,
    too_many_rows,
)

MAX_UNPACKED = 128 * 1024 * 1024
MAX_PARTS = 2_000
# The most that a cell of Excel holds; openpyxl would cut the rest off without a word.
EXCEL_CELL = 32_767
EXCEL_FIRST_DAY = dt.date(1900, 3, 1)
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z", re.IGNORECASE)
# A cell with something in it: one that is only coloured closes itself.
CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'](?:[^<>]*[^<>/])?>"""
)
PIECE = 1 << 20
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class XlsxFormat(TableFormat):
    """Excel's own format. The first sheet is read."""

    title = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read_rows(self, data: bytes) -> Iterator[list[object]]:
        check_archive(data)
        with reading("XLSX"):
            for row in _quietly(_xlsx_rows(data)):
                yield [_xlsx_value(cell) for cell in row]

    def write(
        self, stream: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("table")
        sheet.freeze_panes = "A2"
        sheet.append(list(headers))
        count = 0
        try:
            for count, row in enumerate(rows, start=1):
                sheet.append([_xlsx_cell(sheet, value, count + 1) for value in row])
        except Exception:
            # Only saving takes the library's temporary file away.
            book.save(io.BytesIO())
            raise
        book.save(stream)
        return count


def escape(text: str) -> str:
    """Return ``text`` with everything that XML would lose written as ``_xHHHH_``."""
    return UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def formula(content: object) -> BadCell:
    return BadCell.because(
        content, _("A formula is never evaluated. Put its result there as a plain value.")
    )


def mistake(content: object) -> BadCell:
    """Return the refused cell of an error such as ``#REF!``."""
    return BadCell.because(content, _("The cell holds an error of the spreadsheet. Repair it."))


def check_archive(data: bytes) -> None:
    """Raise ``TableRefused`` for what is no zip archive or would unpack to more than is taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableRefused(
            _("The file is no spreadsheet. Check that format and file belong together.")
        ) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableRefused(
            _("The spreadsheet unpacks to more than %(limit)s bytes. Split the table.")
            % {"limit": MAX_UNPACKED}
        )


class reading:  # noqa: N801  # reads as the statement it is
    """Turn whatever goes wrong inside a foreign file into one clear refusal."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: Any, _trace: object) -> None:
        """Name what went wrong."""
        # openpyxl wraps what its XML parser says.
        if isinstance(error, DefusedXmlException) or isinstance(
            getattr(error, "__cause__", None), DefusedXmlException
        ):
            raise TableRefused(
                _("The spreadsheet declares a document type or entities. It is not opened.")
            ) from error
        if isinstance(error, Exception) and not isinstance(error, TableRefused):
            raise TableRefused(
                _("The file cannot be read as %(name)s (%(error)s). Save it anew and try again.")
                % {"name": self.name, "error": type(error).__name__}
            ) from error


def _xlsx_rows(data: bytes) -> Iterator[Any]:
    columns, rows = _extent(data)
    if columns > MAX_COLUMNS:
        raise too_many_columns()
    if rows > MAX_ROWS + 1:
        raise too_many_rows()
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    sheet = book.worksheets[0]
    # What the sheet says of its own size is a guess of the program that wrote it.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_row=rows, max_col=columns)


def _extent(data: bytes) -> tuple[int, int]:
    """Return the last column and the last row with a content, of all sheets, without reading them.

    openpyxl would fill up everything between two cells, and one cell can stand in row 1,048,576.
    """
    columns = rows = 1
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in filter(SHEET.match, archive.namelist()):
            with archive.open(name) as part:
                for letters, digits in _cell_names(part):
                    columns = max(columns, column_index_from_string(letters))
                    rows = max(rows, int(digits))
    return columns, rows


def _cell_names(part: IO[bytes]) -> Iterator[tuple[str, str]]:
    rest = b""
    while chunk := part.read(PIECE):
        text = rest + chunk
        end = text.rfind(b"<")
        for found in CELL.finditer(text, 0, end):
            yield found[1].decode(), found[2].decode()
        # A tag that is longer than this is none of a spreadsheet program's.
        rest = text[end:][-PIECE:]
    for found in CELL.finditer(rest):
        yield found[1].decode(), found[2].decode()


def _quietly(rows: Iterator[Any]) -> Iterator[Any]:
    """Yield ``rows``; what openpyxl warns of (styles, validations) changes no cell's content."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield row


def _xlsx_value(cell: Any) -> object:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return formula(value)
    if cell.data_type == "e":
        return mistake(value)
    return unescape(value) if isinstance(value, str) else value


def _xlsx_cell(sheet: Any, value: object, row: int) -> object:
    # Excel has no day before 1900 and believes in a 29 February of that year.
    if isinstance(value, dt.date) and value < EXCEL_FIRST_DAY:
        value = value.isoformat()
    if not isinstance(value, str):
        return value
    text = escape(value)
    if len(text) > EXCEL_CELL:
        raise TableRefused(
            _(
                "Row %(row)s has a text of %(size)s characters; a cell of Excel holds %(limit)s."
                " Export as CSV, JSON or ODS."
            )
            % {"row": row, "size": len(text), "limit": EXCEL_CELL}
        )
    cell = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"
    # Keeps it text also when somebody opens the cell and presses Enter.
    cell.quotePrefix = bool(FORMULA.match(value))
    return cell
