"""A file that holds a whole issue: the bytes of each of its pages, as they stand in the file."""

from __future__ import annotations

from importing.pieces import is_document
from reading.decoding import Decoded, UndecodableSource, decode
from reading.web_parts import KINDS, parts_of_web
from reading.whole_issue import split_pages

_CODECS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "gb18030": "gb18030"}
_OFFICE = ("docx", "odt", "rtf")
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def pages_in(data: bytes) -> list[tuple[int, bytes, Decoded | None]]:
    """Return the line on which each page of a file begins, its bytes, and its text if it is known.

    A file of one page gives its own bytes. Each part of UTF-16 has the file's mark. Of a word
    processor's file each part is its text, for no part of the file is a file of its kind.
    """
    if is_document(data):
        return [(1, data, None)]
    try:
        decoded = decode(data)
    except UndecodableSource:
        # Whoever reads it says why.
        return [(1, data, None)]
    parts = split_pages(decoded.text)
    if len(parts) < 2:
        return [(1, data, decoded)]
    if decoded.encoding in KINDS:
        cut = parts_of_web(data, decoded.encoding)
        return [(line, part, None) for line, part in cut] or [(1, data, decoded)]
    text, codec, mark = decoded.text, _CODECS.get(decoded.encoding, ""), b""
    if decoded.encoding == "utf-16":
        mark = data[:2]
        codec = _MARKS.get(mark, "")
    if decoded.encoding in _OFFICE:
        data, codec = text.encode(), "utf-8"
    if not codec:
        return [(1, data, decoded)]
    found: list[tuple[int, bytes, Decoded | None]] = []
    at = len(data) - len(text.encode(codec))
    for start, end in parts:
        size = len(text[start:end].encode(codec))
        first = 0 if not start else at
        before = mark if start else b""
        line = len(text[:start].splitlines()) + 1
        found.append((line, before + data[first : at + size], None))
        at += size
    return found
