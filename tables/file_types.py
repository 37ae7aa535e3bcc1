"""The file formats by name, and which one a file's name means."""

from __future__ import annotations

from pathlib import PurePath

from tables.formats import CsvFormat, JsonFormat, TableFormat
from tables.opendocument import OdsFormat
from tables.sheets import XlsxFormat

FORMATS: dict[str, type[TableFormat]] = {
    kind.title: kind for kind in (CsvFormat, XlsxFormat, JsonFormat, OdsFormat)
}


def format_name(file_name: str) -> str:
    """Return the format that the ending of ``file_name`` stands for, ``""`` when there is none."""
    ending = PurePath(file_name).suffix.removeprefix(".").lower()
    return ending if ending in FORMATS else ""
