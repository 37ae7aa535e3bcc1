"""来稿: files that hold a text among other things, and the text that their reader sees.

A word processor's file, a web page: ``seen`` knows them by their bytes, never by their names.
"""

from __future__ import annotations

import re

from .bound_files import KIND, bound_text, is_bound
from .foreign import is_web_page
from .markdown import markdown_of, web_page_of
from .office_files import NotReadable, kind_of, office_blocks, office_page, office_text
from .rich_text import rich_text
from .web_pages import web_source, web_text

KINDS = ("docx", "odt", "rtf", "html", "markdown", KIND)
_TEXT = re.compile(r"\S")

__all__ = ["KINDS", "NotReadable", "manuscript_kind", "page_seen", "text_seen"]


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
    """Return the web page that a file is or stands for; ``""`` where its marks say nothing.

    Raises ``NotReadable``.
    """
    if kind == "html":
        return web_source(data)
    if kind == "markdown":
        return web_page_of(markdown_of(data))
    return office_page(office_blocks(data, kind))


def text_seen(data: bytes, kind: str) -> str:
    """Return the text in a file of one of the kinds. Raises ``NotReadable``."""
    if kind == "rtf":
        text = rich_text(data)
    elif kind == KIND:
        text = bound_text(data)
    elif kind in ("html", "markdown"):
        text = web_text(page_seen(data, kind))
    else:
        blocks = office_blocks(data, kind)
        page = office_page(blocks)
        text = web_text(page) if page else office_text(blocks)
    if not _TEXT.search(text):
        raise NotReadable(
            "The document holds no text. Is the page a picture? Run text recognition on it first.",
            "文档里没有文字。如果版面是图片，请先做文字识别。",
        )
    return text
