"""来稿: files that hold a text among other things, and the text that their reader sees.

A word processor's file, a web page: ``seen`` knows them by their bytes, never by their names.
"""

from __future__ import annotations

import re

from .foreign import is_web_page
from .office_files import NotReadable, kind_of, office_text
from .rich_text import rich_text
from .web_pages import charset_of, web_text

KINDS = ("docx", "odt", "rtf", "html")
_TEXT = re.compile(r"\S")

__all__ = ["KINDS", "NotReadable", "manuscript_kind", "text_seen"]


def manuscript_kind(data: bytes) -> str:
    """Return ``docx``, ``odt``, ``rtf``, ``html``, or nothing for anything else."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return kind_of(data) or ("html" if is_web_page(data) else "")


def text_seen(data: bytes, kind: str) -> str:
    """Return the text in a file of one of the kinds. Raises ``NotReadable``."""
    if kind == "rtf":
        text = rich_text(data)
    elif kind == "html":
        text = web_text(_decoded(data))
    else:
        text = office_text(data, kind)
    if not _TEXT.search(text):
        raise NotReadable(
            "The document holds no text. Is the page a picture? Run text recognition on it first.",
            "文档里没有文字。如果版面是图片，请先做文字识别。",
        )
    return text


def _decoded(data: bytes) -> str:
    """Return the source of a web page: as it is marked, as UTF-8, as it says, as GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for codec in ("utf-8-sig", charset_of(data) or "gb18030", "gb18030"):
        try:
            return data.decode(codec).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise NotReadable(
        "The web page is in no encoding that is read here. Save it as UTF-8.",
        "网页的编码无法识别。请另存为 UTF-8。",
    )
