"""Bytes to text: which encoding a source came in, or a sentence saying why it is no text.

A mark at the beginning decides; then UTF-16 that shows itself by its zero bytes; then strict
UTF-8; GB18030 comes last, because nearly any bytes pass for GB18030.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .foreign import find_foreign
from .foreign_texts import foreign_encoding
from .garbled import find_misread, is_gb18030, second_encoding
from .han import HAN
from .manuscripts import NotReadable, manuscript_kind, seen

LIMIT = 20 * 1024 * 1024
_SAMPLE = 4096
_ODD_SHARE = 0.02
# What a Chinese page is made of: ASCII, Chinese characters and marks, full-width forms.
_PLAIN = re.compile(r"[\t\n\f\r -~\u2010-\u203b\u3000-\u303f\uff01-\uff5e]|" + HAN)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe", "utf-16", "utf-16-le"),
    (b"\xfe\xff", "utf-16", "utf-16-be"),
)


class UndecodableSource(ValueError):
    """The bytes are no text that can be kept; the message says where and what to do.

    ``chinese`` is the same sentence for the editors: this package knows no translation system.
    """

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.chinese = chinese

    def __reduce__(self) -> tuple[type[UndecodableSource], tuple[str, str]]:
        return type(self), (str(self), self.chinese)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a source, without its byte order mark, and the encoding it came in.

    ``html`` is the web page that it is or stands for, "" where it is none, so that it is unpacked
    once.
    """

    text: str
    encoding: str
    html: str | None = field(default=None, compare=False, repr=False)


def decode(data: bytes) -> Decoded:
    """Return the text of a source and its encoding: utf-8, utf-8-sig, utf-16 or gb18030; of a
    document the text that its reader sees and its kind: docx, odt, rtf or html.

    Raises ``UndecodableSource`` with a full sentence naming the byte position and the remedy.
    """
    _refuse_oversize(data)
    if kind := manuscript_kind(data):
        return _manuscript(data, kind)
    _refuse_foreign(data)
    decoded = _by_mark(data) or _by_zero_bytes(data) or _as_utf_8(data) or _as_gb18030(data)
    _refuse_nul(decoded)
    _refuse_misread(decoded)
    return decoded


def _manuscript(data: bytes, kind: str) -> Decoded:
    try:
        found = seen(data, kind)
    except NotReadable as error:
        raise UndecodableSource(str(error), error.chinese) from error
    decoded = Decoded(found.text, kind, found.html)
    _refuse_misread(decoded)
    return decoded


def _refuse_oversize(data: bytes) -> None:
    if len(data) > LIMIT:
        raise UndecodableSource(
            f"The source has {len(data):,} bytes; the limit is {LIMIT:,} (20 MB), passed at byte "
            f"{LIMIT:,}. Split it into one file a page.",
            f"来稿有 {len(data):,} 字节，超过上限 {LIMIT:,} 字节（20 MB）。请拆成一版一个文件。",
        )


def _refuse_foreign(data: bytes) -> None:
    foreign = find_foreign(data)
    if foreign is not None:
        where = data.count(b"\n", 0, foreign.place) + 1
        raise UndecodableSource(
            f"The source looks like {foreign.looks} (its signature stands at byte {foreign.place}, "
            f"line {where}), not like text. {foreign.remedy}, then try again.",
            f"来稿的第 {foreign.place} 字节（第 {where} 行）起是{foreign.chinese}后重试。",
        )


def _by_mark(data: bytes) -> Decoded | None:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UndecodableSource(
            "The source is UTF-32 (its mark stands at byte 0), which is not read here. Save the "
            "file as UTF-8 text and try again.",
            "来稿从第 0 字节起标明是 UTF-32，这里不读这种编码。请另存为 UTF-8 文本后重试。",
        )
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data, offset=len(mark), name=name, codec=codec)
    return None


def _strict(data: bytes, *, offset: int, name: str, codec: str) -> Decoded:
    """Return the text after a mark; the mark has promised the encoding, so a fault is final."""
    try:
        return Decoded(data[offset:].decode(codec), name)
    except UnicodeDecodeError as error:
        position = offset + error.start
        raise UndecodableSource(
            f"The source is marked as {name}, but byte {position} does not fit that encoding. "
            "It may be cut or damaged: get the file again, or save it as UTF-8.",
            f"来稿标明是 {name}，但第 {position} 字节不合这种编码，可能被截断或损坏。"
            "请重新取得文件，或另存为 UTF-8。",
        ) from error


def _by_zero_bytes(data: bytes) -> Decoded | None:
    """Return UTF-16 that came without a mark: zero bytes, and Chinese text in one of the orders."""
    if len(data) % 2 or len(data) < 4 or b"\x00" not in data[:_SAMPLE]:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        if "\x00" not in text and len(_PLAIN.findall(sample)) >= 0.9 * len(sample):
            return Decoded(text, "utf-16")
    return None


def _as_utf_8(data: bytes) -> Decoded | None:
    """Return the text of UTF-8; what breaks off inside a character is UTF-8 all the same."""
    if name := foreign_encoding(data, "utf-8"):
        raise _not_read(name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and "unexpected end" in error.reason and error.start > 2:
            before = data[max(error.start - _SAMPLE, 0) : error.start].decode("utf-8", "ignore")
            if len(_PLAIN.findall(before)) >= 0.9 * len(before) and not before.isascii():
                raise _cut(data, error.start, "UTF-8") from error
        return None


def _cut(data: bytes, place: int, encoding: str) -> UndecodableSource:
    line = data.count(b"\n", 0, place) + 1
    return UndecodableSource(
        f"The source is {encoding} and breaks off in the middle of a character at byte {place} "
        f"(line {line}). It was cut: get the whole file again.",
        f"来稿是 {encoding}，在第 {place} 字节（第 {line} 行）的一个字中间断开，"
        "文件不完整。请重新取得完整的文件。",
    )


def _as_gb18030(data: bytes) -> Decoded:
    if name := foreign_encoding(data, "gb18030"):
        raise _not_read(name)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _neither(data, error) from error
    odd = _first_odd(text)
    if odd is not None:
        position = len(text[:odd].encode("gb18030"))
        raise UndecodableSource(
            f"The source is no UTF-8, and read as GB18030 it is no text either (byte {position} "
            "and others give control or unassigned characters). Choose the text file of the page.",
            f"来稿不是 UTF-8，按 GB18030 读也不成文字（第 {position} 字节等处是控制字符或"
            "未定义字符）。请选择版面的文本文件。",
        )
    return Decoded(text, "gb18030")


def _not_read(name: str) -> UndecodableSource:
    return UndecodableSource(
        f"The source is {name} (from byte 0), which is not read here. Save the file as UTF-8 text "
        "and try again.",
        f"来稿从第 0 字节起是 {name} 编码，这里不读这种编码。请另存为 UTF-8 文本后重试。",
    )


def _neither(data: bytes, error: UnicodeDecodeError) -> UndecodableSource:
    """Return the refusal of bytes that are neither UTF-8 nor GB18030 from end to end."""
    if error.end == len(data) and is_gb18030(data[: error.start]):
        return _cut(data, error.start, "GB18030")
    place = second_encoding(data)
    if place is not None:
        line = data.count(b"\n", 0, place) + 1
        return UndecodableSource(
            f"The source changes its encoding at byte {place} (line {line}): one part is UTF-8, "
            "the other GB18030. Save both parts as UTF-8 and try again.",
            f"来稿在第 {place} 字节（第 {line} 行）换了编码：一部分是 UTF-8，一部分是 GB18030。"
            "请都存为 UTF-8 后重试。",
        )
    return UndecodableSource(
        f"Byte {error.start} fits neither UTF-8 nor GB18030. "
        "Save the file as UTF-8 text and try again.",
        f"第 {error.start} 字节既不是 UTF-8 也不是 GB18030。请另存为 UTF-8 文本后重试。",
    )


def _refuse_misread(decoded: Decoded) -> None:
    """Refuse a text that was decoded wrongly before it came; its words can't be trusted."""
    misread = find_misread(decoded.text)
    if misread is None:
        return
    how = f": it is {misread.was} that was read as {misread.read_as}" if misread.was else ""
    zh_how = f"：原是 {misread.was}，被当成 {misread.read_as} 读过" if misread.was else ""
    raise UndecodableSource(
        f"The text is garbled from line {misread.line} on{how}, and characters may be lost. "
        "Get the file as it first was, and save it as UTF-8.",
        f"来稿从第 {misread.line} 行起是乱码{zh_how}，可能已经丢字。"
        "请取得原来的文件，另存为 UTF-8。",
    )


def _first_odd(text: str) -> int | None:
    """Return where the first odd character stands when a text has too many of them."""
    odd = [index for index, char in enumerate(text[:_SAMPLE]) if _is_odd(char)]
    return odd[0] if len(odd) > _ODD_SHARE * min(len(text), _SAMPLE) else None


def _is_odd(char: str) -> bool:
    return char not in "\x00\t\n\v\f\r\x1a\x85" and unicodedata.category(char) in (
        "Cc",
        "Cn",
        "Co",
        "Cs",
    )


def _refuse_nul(decoded: Decoded) -> None:
    """Refuse a NUL, which PostgreSQL cannot hold and no newspaper prints."""
    index = decoded.text.find("\x00")
    if index < 0:
        return
    codec = "utf-16-le" if decoded.encoding == "utf-16" else "utf-8"
    codec = "gb18030" if decoded.encoding == "gb18030" else codec
    mark = {"utf-8-sig": 3, "utf-16": 2}.get(decoded.encoding, 0)
    position = mark + len(decoded.text[:index].encode(codec))
    raise UndecodableSource(
        f"The source holds a NUL character at byte {position}, which no database text can keep. "
        "It is probably not a text file; if it is, remove the NUL characters and try again.",
        f"第 {position} 字节是 NUL 字符，数据库存不了。这大概不是文本文件；"
        "如果是，请去掉 NUL 字符后重试。",
    )
