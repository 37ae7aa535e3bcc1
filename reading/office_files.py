"""DOCX and ODT: the text of a word processor's file as its reader sees it, without its marks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_UNPACKED = 60 * 1024 * 1024
_DEEPEST = 200
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What nobody sees: what was deleted, codes of fields, the same again for older programs.
_UNSEEN = {
    *(_WORD + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")),
    f"{_COMPATIBLE}Fallback",
    f"{_TEXT}tracked-changes",
    f"{_TEXT}sequence-decls",
    f"{_OFFICE}annotation",
    f"{_TEXT}note",
}
# What the library raises of its own for an archive that is broken.
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error)
_BREAKS = {
    f"{_WORD}tab": "\t",
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_TEXT}tab": "\t",
    f"{_TEXT}line-break": "\n",
}
_PARAGRAPHS = {f"{_WORD}p", f"{_TEXT}p", f"{_TEXT}h"}
_ROWS = {f"{_WORD}tr", f"{_TABLE}table-row"}
_CELLS = {f"{_WORD}tc", f"{_TABLE}table-cell"}
_BODIES = {"docx": ("word/document.xml", f"{_WORD}body"), "odt": ("content.xml", f"{_OFFICE}body")}


class NotReadable(ValueError):
    """The file is of a known kind, and broken or too large; ``chinese`` says it to editors."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.chinese = chinese


def kind_of(data: bytes) -> str:
    """Return ``docx`` or ``odt`` for what is one, else nothing."""
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return "docx"
            odt = "content.xml" in names and "mimetype" in names
            mimetype = archive.open("mimetype").read(80) if odt else b""
    except (OSError, ValueError, RuntimeError, EOFError, *BROKEN_ARCHIVE):
        return ""
    return "odt" if mimetype.startswith(b"application/vnd.oasis.opendocument.text") else ""


def office_text(data: bytes, kind: str) -> str:
    """Return the text of a ``docx`` or ``odt`` file. Raises ``NotReadable``."""
    name, body = _BODIES[kind]
    try:
        root = fromstring(_member(data, name), forbid_dtd=True)
        found = root if root.tag == body else root.find(f".//{body}")
        lines = None if found is None else list(_blocks(found, 0))
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        if isinstance(error, NotReadable):
            raise
        raise _broken(kind) from error
    if lines is None:
        raise _broken(kind)
    return "\n".join(lines).strip("\n") + "\n"


def _member(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as member:
            text = member.read(MOST_UNPACKED + 1)
    except (OSError, RuntimeError, EOFError, *BROKEN_ARCHIVE) as error:
        raise _broken(name.rpartition("/")[2]) from error
    if len(text) > MOST_UNPACKED:
        raise NotReadable(
            f"The document unpacks to more than {MOST_UNPACKED // 2**20} MB. Save its text alone.",
            f"文档解开后超过 {MOST_UNPACKED // 2**20} MB。请另存为纯文本。",
        )
    return text


def _broken(kind: str) -> NotReadable:
    return NotReadable(
        f"The document ({kind}) is broken or cut. Open it in its program and save it anew.",
        f"文档（{kind}）已损坏或不完整。请用原来的软件打开，重新保存。",
    )


def _blocks(element: Element, depth: int) -> Iterator[str]:
    """Yield the lines of an element: a paragraph each, a row of a table each."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag in _PARAGRAPHS:
            yield "".join(_runs(child, depth + 1))
        elif child.tag in _ROWS:
            cells = [cell for cell in child if cell.tag in _CELLS]
            yield "\t".join(" ".join(_blocks(cell, depth + 1)).strip() for cell in cells)
        else:
            yield from _blocks(child, depth + 1)


def _is_hidden(element: Element) -> bool:
    """Say whether a run is set as hidden, which its author sees and no reader."""
    hidden = element.find(f"{_WORD}rPr/{_WORD}vanish")
    return hidden is not None and hidden.get(f"{_WORD}val", "1") not in ("0", "false", "off")


def _runs(element: Element, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    spoken = element.tag.startswith((_TEXT, f"{_WORD}t"))
    if spoken and element.text:
        yield element.text
    for child in element:
        if child.tag in _PARAGRAPHS:
            # A text box hangs on a paragraph.
            yield "\n" + "".join(_runs(child, depth + 1)) + "\n"
        elif child.tag in _BREAKS:
            page = child.get(f"{_WORD}type") == "page"
            yield "\f" if page else _BREAKS[child.tag]
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, 80)
        elif child.tag not in _UNSEEN and not _is_hidden(child):
            yield from _runs(child, depth + 1)
        if element.tag.startswith(_TEXT) and child.tail:
            yield child.tail
