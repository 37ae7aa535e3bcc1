"""来稿: files that hold a text among other things, and the text that their reader sees.

A word processor's file, a web page: ``seen`` knows them by their bytes, never by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .bound_files import KIND, bound_text, is_bound
from .foreign import is_web_page
from .markdown import markdown_of, web_page_of
from .office_files import (
    Block,
    NotReadable,
    as_one_sheet,
    kind_of,
    office_blocks,
    office_page,
    office_text,
)
from .rich_text import rich_text
from .web_lists import numbered
from .web_pages import web_source, web_text

KINDS = ("docx", "odt", "rtf", "html", "markdown", KIND)
_TEXT = re.compile(r"\S")

__all__ = [
    "KINDS",
    "NotReadable",
    "Seen",
    "all_seen",
    "manuscript_kind",
    "page_seen",
    "seen",
    "seen_as",
    "seen_before",
]


@dataclass(frozen=True, slots=True)
class Seen:
    """The text of a file as its reader sees it, and the web page that it is or stands for."""

    text: str
    html: str = ""


def manuscript_kind(data: bytes) -> str:
    """Return one of ``KINDS``, or nothing for anything else."""
    if is_bound(data):
        return KIND
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if is_web_page(data):
        return "html"
    return kind_of(data) or ("markdown" if markdown_of(data) else "")


def page_seen(data: bytes, kind: str) -> str:
    """Return the web page that a file of web pages or Markdown is. Raises ``NotReadable``."""
    return web_source(data) if kind == "html" else web_page_of(markdown_of(data))


def seen(data: bytes, kind: str) -> Seen:
    """Return what is seen of a file of one of the kinds. Raises ``NotReadable``."""
    if kind == "rtf":
        found = Seen(rich_text(data))
    elif kind == KIND:
        found = Seen(bound_text(data))
    elif kind == "html":
        found = _of_page(numbered(page_seen(data, kind)))
    elif kind == "markdown":
        found = _of_page(page_seen(data, kind))
    else:
        found = _of_blocks(office_blocks(data, kind))
    if not _TEXT.search(found.text):
        raise NotReadable(
            "The document holds no text. Is the page a picture? Run text recognition on it first.",
            "文档里没有文字。如果版面是图片，请先做文字识别。",
        )
    return found


def seen_before(data: bytes, kind: str) -> Iterator[Seen]:
    """Yield what earlier versions saw of a file: no sheets that only marks of paragraphs part, no
    numbers of lists, comments in Markdown and no captions, and first no headings.

    Texts that were kept then are proved and read anew by these. Raises ``NotReadable``.
    """
    if kind == "html":
        yield _of_page(page_seen(data, kind))
    elif kind == KIND:
        yield Seen(bound_text(data, as_now=False))
    elif kind == "markdown":
        yield _of_page(web_page_of(markdown_of(data), captioned=False))
        yield _of_page(web_page_of(markdown_of(data), as_now=False))
    elif kind == "rtf":
        yield Seen(rich_text(data, whole=False))
        yield Seen(rich_text(data, sheets=False, whole=False))
    elif kind in ("docx", "odt"):
        yield _of_blocks(as_one_sheet(office_blocks(data, kind)))
        blocks = office_blocks(data, kind, marked=False)
        yield _of_blocks(blocks)
        yield Seen(office_text(blocks))


def seen_as(data: bytes, kind: str, text: str) -> Seen | None:
    """Return what is seen of a file where that is ``text``, now or by an earlier version."""
    return next((row for row in all_seen(data, kind) if row.text == text), None)


def all_seen(data: bytes, kind: str) -> Iterator[Seen]:
    """Yield what is seen of a file now, where it is not refused, and by earlier versions."""
    try:
        now = seen(data, kind)
    except NotReadable:
        # Earlier versions saw something of a file that was cut.
        if kind != "rtf":
            raise
    else:
        yield now
    yield from seen_before(data, kind)


def _of_page(html: str) -> Seen:
    return Seen(web_text(html), html)


def _of_blocks(blocks: list[Block]) -> Seen:
    page = office_page(blocks)
    return _of_page(page) if page else Seen(office_text(blocks))
