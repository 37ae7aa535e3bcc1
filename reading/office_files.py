"""DOCX and ODT: the text of a word processor's file as its reader sees it.

Its marks are left out, but for headings: a file that has several stands for a web page.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
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
_STYLES = "word/styles.xml"
_HEADING = re.compile(r"(?:heading|标题) ?([1-6])|(?:title|标题)", re.IGNORECASE)
_LOWEST = 6
_SENTENCE = re.compile("[。！？]")
_FEWEST_HEADINGS = 2
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


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading of a ``level`` from 1 on, or a table's row of ``cells``."""

    text: str
    level: int = 0
    cells: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        if self.cells:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in self.cells)
            return f"<table><tr>{cells}</tr></table>"
        tag = f"h{self.level}" if self.level else "p"
        return f"<{tag}>{escape(self.text).replace(chr(10), '<br>')}</{tag}>"


def office_text(blocks: Iterable[Block]) -> str:
    """Return the text of a file that was taken apart."""
    return "\n".join(block.text for block in blocks).strip("\n") + "\n"


def office_page(blocks: list[Block]) -> str:
    """Return the web page that a file with several headings stands for, ``""`` for any other.

    So is a file of several sheets, for a web page has none.
    """
    blocks = _untitled(blocks)
    headings = [block for block in blocks if block.level and block.text.strip()]
    if len(headings) < _FEWEST_HEADINGS or any("\f" in block.text for block in blocks):
        return ""
    return f"<html><body>{''.join(block.html for block in blocks)}</body></html>"


def _untitled(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the title of the paper or page as a line like the others.

    It is a heading above all others with nothing but a masthead's lines before the next one.
    """
    places = [at for at, block in enumerate(blocks) if block.level and block.text.strip()]
    if len(places) <= _FEWEST_HEADINGS:
        return blocks
    first, second = places[:2]
    highest = min(blocks[at].level for at in places[1:])
    between = (block.text for block in blocks[first + 1 : second])
    if blocks[first].level >= highest or any(map(_SENTENCE.search, between)):
        return blocks
    return [replace(one, level=0) if at == first else one for at, one in enumerate(blocks)]


def office_blocks(data: bytes, kind: str) -> list[Block]:
    """Take a ``docx`` or ``odt`` file apart. Raises ``NotReadable``."""
    name, body = _BODIES[kind]
    try:
        root = fromstring(_member(data, name), forbid_dtd=True)
        found = root if root.tag == body else root.find(f".//{body}")
        blocks = None if found is None else list(_blocks(found, 0, _levels(data, kind)))
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        if isinstance(error, NotReadable):
            raise
        raise _broken(kind) from error
    if blocks is None:
        raise _broken(kind)
    return blocks


def _levels(data: bytes, kind: str) -> dict[str, int]:
    """Return the level of each style of DOCX that is one of headings, by its key."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if kind != "docx" or _STYLES not in archive.namelist():
            return {}
    levels: dict[str, int] = {}
    for style in fromstring(_member(data, _STYLES), forbid_dtd=True).iter(f"{_WORD}style"):
        named = style.find(f"{_WORD}name")
        found = _HEADING.fullmatch(named.get(f"{_WORD}val", "") if named is not None else "")
        level = _outline_level(style) or (int(found[1] or 1) if found else 0)
        if level:
            levels[style.get(f"{_WORD}styleId", "")] = level
    return levels


def _outline_level(element: Element) -> int:
    """Return the level that a paragraph or style of DOCX has in the outline, 0 for none."""
    found = element.find(f"{_WORD}pPr/{_WORD}outlineLvl")
    value = found.get(f"{_WORD}val", "") if found is not None else ""
    return int(value) + 1 if value.isdecimal() and int(value) < _LOWEST else 0


def _level(paragraph: Element, levels: Mapping[str, int]) -> int:
    if paragraph.tag == f"{_TEXT}h":
        value = paragraph.get(f"{_TEXT}outline-level", "1")
        return min(int(value), _LOWEST) if value.isdecimal() else 1
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    own = levels.get(style.get(f"{_WORD}val", ""), 0) if style is not None else 0
    return _outline_level(paragraph) or own


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


def _blocks(element: Element, depth: int, levels: Mapping[str, int]) -> Iterator[Block]:
    """Yield what an element has: a paragraph each, a row of a table each."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag in _PARAGRAPHS:
            yield Block("".join(_runs(child, depth + 1)), _level(child, levels))
        elif child.tag in _ROWS:
            cells = tuple(
                " ".join(block.text for block in _blocks(cell, depth + 1, {})).strip()
                for cell in child
                if cell.tag in _CELLS
            )
            yield Block("\t".join(cells), cells=cells)
        else:
            yield from _blocks(child, depth + 1, levels)


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
