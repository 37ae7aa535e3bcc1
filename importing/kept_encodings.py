"""Bytes that are kept, as the text they were decoded to on the day they came."""

from __future__ import annotations

from reading.manuscripts import KINDS, NotReadable, all_seen

_CODECS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "utf-8": (b"", ("utf-8",)),
    "utf-8-sig": (b"\xef\xbb\xbf", ("utf-8",)),
    "gb18030": (b"", ("gb18030",)),
}


def texts_of(data: bytes, encoding: str) -> list[str]:
    """Return the texts that ``data`` may be in an encoding that a ``Source`` names.

    UTF-16 without its mark may be two, and a document what earlier versions saw of it; an encoding
    that nobody knows gives none.
    """
    if encoding in KINDS:
        try:
            rows = list(all_seen(data, encoding))
        except NotReadable:
            return []
        return list(dict.fromkeys(row.text for row in rows))
    found = []
    nothing: tuple[bytes, tuple[str, ...]] = (b"", ())
    mark, codecs = _utf_16(data) if encoding == "utf-16" else _CODECS.get(encoding, nothing)
    for codec in codecs if data.startswith(mark) else ():
        try:
            found.append(data[len(mark) :].decode(codec))
        except UnicodeDecodeError:
            continue
    return found


def _utf_16(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    if data.startswith(b"\xff\xfe"):
        return b"\xff\xfe", ("utf-16-le",)
    if data.startswith(b"\xfe\xff"):
        return b"\xfe\xff", ("utf-16-be",)
    return b"", ("utf-16-le", "utf-16-be")
