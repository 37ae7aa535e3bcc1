"""What a file in a folder or archive is: by its name, and where that does not tell by its bytes.

A file that is named itself is read whatever it is called; so is one in a folder, where its bytes
are a page's. Of any other is said what it is, and what to do.
"""

from __future__ import annotations

import os
import re

from audit.sentences import gettext as _
from audit.sentences import in_two_languages
from importing.pieces import is_document
from reading.decoding import UndecodableSource, decode
from reading.foreign import find_foreign, is_web_page
from reading.han import HAN

WEB_SUFFIXES = {".htm", ".html", ".shtml", ".xhtml"}
TEXT_SUFFIXES = {".txt", ".text", ".docx", ".odt", ".rtf", ".md", ".markdown", *WEB_SUFFIXES}
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"}
SITE_SUFFIXES = {".css", ".js", ".ico", ".svg", ".woff", ".woff2", ".ttf", ".map"}
TABLE_SUFFIXES = {".csv", ".tsv", ".xlsx", ".ods"}
ARCHIVE = ".zip"
_KNOWN = {*TEXT_SUFFIXES, *PICTURE_SUFFIXES, ARCHIVE}
ABOUT = {"readme", "license", "licence", "changelog", "说明", "使用说明"}
# What a word processor keeps beside a document that is open.
_LOCK = "~$"
_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini")
# So much of a file shows what it is.
HEAD = 64 * 1024
WEB, TEXT = ".html", ".txt"
_RICH_TEXT = b"{\\rtf"
_KEYS = (b'"masthead"', b'"articles"', b'"publication"', b'"issue"')
_OPEN_TEXT, _OPEN = b"opendocument.text", b"opendocument."
_OPEN_PARTS = (b"content.xml", b"encrypted-package")
_WORD, _OFFICE, _OTHER_OFFICE = b"word/", b"[Content_Types].xml", (b"xl/", b"ppt/")
# The beginning of a file may end within a character.
_LONGEST_CHARACTER = 4
_HAN = re.compile(HAN)
_SEEN = re.compile(r"\S")
# A page is Chinese characters, most of it; a program may have a few in its notes.
_FEWEST = 0.2


def kind_by_bytes(head: bytes) -> tuple[str, str]:
    """Return how a file would be named that begins so, ``WEB`` or ``TEXT``, and no reason.

    Of what is no page: nothing, and the reason. Text that is in no encoding of ours is a page, so
    that whoever reads it says which it is in.
    """
    if not head.strip():
        return "", _("The file is empty.")
    if is_web_page(head):
        return WEB, ""
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_RICH_TEXT) or _is_office(head):
        return TEXT, ""
    if is_document(head):
        return "", _of_json(head)
    if foreign := foreign_by_bytes(head):
        return "", foreign
    return _of_text(head)


def foreign_by_bytes(head: bytes) -> str:
    """Return what a file is that begins so, and what to do; ``""`` where no signature says it."""
    foreign = find_foreign(head)
    if foreign is None:
        return ""
    english = f"It looks like {foreign.looks}, not like a page. {foreign.remedy}."
    return in_two_languages(english, f"这个文件看来是{foreign.chinese}。")


def _is_office(head: bytes) -> bool:
    """Say whether it is a word processor's file that is packed, by the names of its parts."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    if _OPEN in head:
        return _OPEN_TEXT in head
    if b"mimetype" in head and any(map(head.__contains__, _OPEN_PARTS)):
        return True
    return _WORD in head or (_OFFICE in head and not any(map(head.__contains__, _OTHER_OFFICE)))


def _of_text(head: bytes) -> tuple[str, str]:
    text = _decoded(head)
    if text is None:
        # Text has no zero bytes, but for UTF-16, which is read.
        return ("", _no_text()) if b"\x00" in head else (TEXT, "")
    if len(_HAN.findall(text)) < _FEWEST * len(_SEEN.findall(text)):
        return "", _hardly_chinese()
    return TEXT, ""


def _decoded(head: bytes) -> str | None:
    for cut in range(_LONGEST_CHARACTER if len(head) == HEAD else 1):
        try:
            return decode(head[: len(head) - cut]).text
        except UndecodableSource:
            continue
    return None


def _hardly_chinese() -> str:
    return _("It holds hardly any Chinese text. If it is a page all the same, name it .txt.")


def _no_text() -> str:
    return _("It is neither text nor a document. If it is a page, save it as text.")


def _of_json(head: bytes) -> str:
    if any(map(head.__contains__, _KEYS)):
        return _("It is a page document, which is not read beside others. Name the file itself.")
    return _("It is JSON, and no page. Save the page as text, if it is one.")


def is_told_by_name(name: str) -> bool:
    """Say whether a name tells how a file is read: as text, picture or archive."""
    return suffix_of(name) in _KNOWN


def passed_by_name(name: str) -> str:
    """Return why a file of that name, below what was named, is no page; ``""`` when it may be."""
    suffix, parts = suffix_of(name), parts_of(name)
    if any(part.startswith((".", _LOCK)) or part in _SYSTEM for part in parts):
        return _("It is a file of the system that packed or kept it.")
    if parts and parts[-1].lower().removesuffix(suffix) in ABOUT:
        return _("It tells of the files, and is no page.")
    if suffix in SITE_SUFFIXES:
        return _("It belongs to the web site, and holds no text of the paper.")
    if suffix in TABLE_SUFFIXES:
        return _("It is a table, and no page. Bring it in as a table, if it is one of stories.")
    return ""


def suffix_of(name: str) -> str:
    """Return the ending of a name, by which files are known, in small letters."""
    # An archive has tens of thousands of names: pathlib takes ten times as long.
    last = os.path.basename(name)
    dot = last.rfind(".")
    return last[dot:].lower() if 0 < dot < len(last) - 1 else ""


def parts_of(name: str) -> list[str]:
    """Return the parts of a name without those that only lead out of its folder: ../../a.txt."""
    return [part for part in name.split("/") if part not in ("", ".", "..")]
