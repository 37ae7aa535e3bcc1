"""DOCX and ODT: the text of a word processor's file as its reader sees it.

Its marks are left out, but for headings: a file that has several stands for a web page.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .office_lists import TEXT as _TEXT
from .office_lists import WORD as _WORD
from .office_looks import NOTHING, Look, levels_by_look
from .office_marks import NO_PARTING, Marks, OpenMarks, Parting, WordMarks

# Of what a file says: its tree takes eight times as much. A whole issue has a tenth.
MOST_UNPACKED = 16 * 1024 * 1024
# Tags and attributes of one part, each of which takes far more than its letters: a whole issue
# whose words are cut into runs of five characters has half as many.
_MOST_MARKS = 500_000
_MOST_PARAGRAPHS = 20_000
_DEEPEST = 200
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
_SENTENCE = re.compile("[。！？]")
_FEWEST_HEADINGS = 2
# How an ODT's list of its files says that they can't be read without a password.
_MANIFEST, _LOCKED = "META-INF/manifest.xml", b"encryption-data"
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
            odt = not names.isdisjoint(("content.xml", "encrypted-package")) and "mimetype" in names
            mimetype = archive.open("mimetype").read(80) if odt else b""
    except (OSError, ValueError, RuntimeError, EOFError, *BROKEN_ARCHIVE):
        return ""
    return "odt" if mimetype.startswith(b"application/vnd.oasis.opendocument.text") else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading of a ``level`` from 1 on, or a table's row of ``cells``.

    ``parting`` says whether a sheet ends above it or below it.
    """

    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    look: Look = NOTHING
    parting: Parting = NO_PARTING

    @property
    def html(self) -> str:
        if self.cells:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in self.cells)
            return f"<table><tr>{cells}</tr></table>"
        tag = f"h{self.level}" if self.level else "p"
        return f"<{tag}>{escape(self.text).replace(chr(10), '<br>')}</{tag}>"


def office_text(blocks: Iterable[Block]) -> str:
    """Return the text of a file that was taken apart, with a form feed before each further sheet.

    Where nothing is printed above or below no sheet ends.
    """
    lines: list[str] = []
    begun = due = False
    for block in blocks:
        due = due or block.parting.above
        printed = bool(block.text.strip())
        feeds = begun and due and printed
        lines.append("\f" + block.text if feeds else block.text)
        begun = begun or printed
        due = begun and ((due and not printed) or block.parting.below)
    return "\n".join(lines).strip("\n") + "\n"


def as_one_sheet(blocks: list[Block]) -> list[Block]:
    """Return the blocks as earlier versions saw them: sheets end at breaks in the text alone."""
    return [replace(block, parting=NO_PARTING) for block in blocks]


def office_page(blocks: list[Block]) -> str:
    """Return the web page that a file with several headings stands for, ``""`` for any other.

    So is a file of several sheets, for a web page has none.
    """
    blocks = _untitled(blocks)
    headings = [block for block in blocks if block.level and block.text.strip()]
    if len(headings) < _FEWEST_HEADINGS or "\f" in office_text(blocks):
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


def office_blocks(data: bytes, kind: str, *, marked: bool = True) -> list[Block]:
    """Take a ``docx`` or ``odt`` file apart. Raises ``NotReadable``.

    Unless ``marked`` the numbers of its lists are left out, headings that only look so, and where
    sheets end by the marks of paragraphs.
    """
    name, body = _BODIES[kind]
    if kind == "odt":
        _refuse_locked(data)
    try:
        root = _tree(_member(data, name))
        found = root if root.tag == body else root.find(f".//{body}")
        if found is None:
            raise _broken(kind)
        marks = _marks(data, kind, root, found)
        most = _MOST_PARAGRAPHS + 1
        blocks = list(islice(_blocks(found, 0, marks, marked=marked), most))
    except DefusedXmlException as error:
        raise _declaring(kind) from error
    except (ParseError, ValueError, RecursionError) as error:
        if isinstance(error, NotReadable):
            raise
        raise _broken(kind) from error
    if len(blocks) == most:
        raise _too_full()
    return _by_look(blocks) if marked else blocks


def _marks(data: bytes, kind: str, root: Element, body: Element) -> Marks:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())

    def part(name: str) -> Element | None:
        if name not in names:
            return None
        return _tree(_member(data, name))

    if kind == "docx":
        return WordMarks(body, part("word/styles.xml"), part("word/numbering.xml"))
    styles = part("styles.xml")
    return OpenMarks(body, [root] if styles is None else [root, styles])


def _by_look(blocks: list[Block]) -> list[Block]:
    """Return the blocks of a file without headings with those that look like some."""
    if sum(bool(block.level and block.text.strip()) for block in blocks) >= _FEWEST_HEADINGS:
        return blocks
    levels = levels_by_look([(block.text, block.look) for block in blocks])
    pairs = zip(blocks, levels, strict=True)
    return [replace(block, level=level) if level else block for block, level in pairs]


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


def _tree(text: bytes) -> Element:
    """Return the tree of a part, which is not begun where it would be too large."""
    if text.count(b"<") + text.count(b"=") > _MOST_MARKS:
        raise _too_full()
    root: Element = fromstring(text, forbid_dtd=True)
    return root


def _refuse_locked(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        told = _MANIFEST in archive.namelist()
    if told and _LOCKED in _member(data, _MANIFEST):
        raise NotReadable(
            "The document (odt) is encrypted. Open it with its password, and save it without one.",
            "文档（odt）已加密。请用密码打开，另存为不加密的文件。",
        )


def _too_full() -> NotReadable:
    return NotReadable(
        "The document has more paragraphs, tags or attributes than any issue. Save its text alone.",
        "文档的段落、标记或属性多得不像一期报纸。请另存为纯文本。",
    )


def _too_deep() -> NotReadable:
    return NotReadable(
        f"The document's parts lie more than {_DEEPEST} deep in each other. Save its text alone.",
        f"文档的内容嵌套超过 {_DEEPEST} 层。请另存为纯文本。",
    )


def _declaring(kind: str) -> NotReadable:
    return NotReadable(
        f"The document ({kind}) declares entities or a type of its own (DTD), which no word "
        "processor does and which is not read. Open it in its program and save it anew.",
        f"文档（{kind}）里有文字处理软件不会写的类型声明（DTD）或实体，这里不读。"
        "请用原来的软件打开，重新保存。",
    )


def _broken(kind: str) -> NotReadable:
    return NotReadable(
        f"The document ({kind}) is broken or cut. Open it in its program and save it anew.",
        f"文档（{kind}）已损坏或不完整。请用原来的软件打开，重新保存。",
    )


def _blocks(element: Element, depth: int, marks: Marks, *, marked: bool) -> Iterator[Block]:
    """Yield what an element has: a paragraph each, a row of a table each."""
    if depth > _DEEPEST:
        raise _too_deep()
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag in _PARAGRAPHS:
            text = "".join(_runs(child, depth + 1))
            look = marks.look(child) if marked else NOTHING
            label = marks.label(child) if marked and text.strip() else ""
            parting = marks.parting(child) if marked else NO_PARTING
            yield Block(label + text, marks.level(child), look=look, parting=parting)
        elif child.tag in _ROWS:
            yield _row(child, depth, marks, marked=marked)
        elif child.tag == f"{_TABLE}table" and marked:
            yield from _parted(list(_blocks(child, depth + 1, marks, marked=True)), marks, child)
        else:
            yield from _blocks(child, depth + 1, marks, marked=marked)


def _row(element: Element, depth: int, marks: Marks, *, marked: bool) -> Block:
    """Return a row of a table; it goes to another sheet as a whole."""
    cells = [
        list(_blocks(cell, depth + 1, marks, marked=marked))
        for cell in element
        if cell.tag in _CELLS
    ]
    texts = tuple(" ".join(row.text for row in rows).strip() for rows in cells)
    above = any(row.parting.above for rows in cells for row in rows)
    return Block("\t".join(texts), cells=texts, parting=Parting(above=above))


def _parted(rows: list[Block], marks: Marks, table: Element) -> list[Block]:
    """Return the rows of a table, with where its own style ends a sheet."""
    found = marks.parting(table)
    if rows and found.above:
        rows[0] = replace(rows[0], parting=rows[0].parting._replace(above=True))
    if rows and found.below:
        rows[-1] = replace(rows[-1], parting=rows[-1].parting._replace(below=True))
    return rows


def _is_hidden(element: Element) -> bool:
    """Say whether a run is set as hidden, which its author sees and no reader."""
    hidden = element.find(f"{_WORD}rPr/{_WORD}vanish")
    return hidden is not None and hidden.get(f"{_WORD}val", "1") not in ("0", "false", "off")


def _runs(element: Element, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise _too_deep()
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
