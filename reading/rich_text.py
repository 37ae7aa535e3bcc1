"""RTF: the text that its reader sees, without fonts, styles and pictures."""

from __future__ import annotations

import re
from typing import NamedTuple

from .office_files import NotReadable
from .words import listed

# Characters that come one after another are one token: by their bytes, or by their code points with
# a question mark each for readers that know no better.
_TOKEN = re.compile(
    rb"((?:\\u-?\d{1,5} ?\?){2,})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_CODE_POINT = re.compile(rb"-?\d+")
_UNSEEN = frozenset(
    listed(
        """
        fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl
        footerr footerf listtable listoverridetable rsidtbl generator xmlnstbl themedata datastore
        latentstyles fldinst filetbl revtbl nonshppict annotation footnote mmathPr
        """
    )
)
_MARKS = {
    "par": "\n", "line": "\n", "sect": "\n", "row": "\n", "page": "\f", "tab": "\t", "cell": "\t",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
}  # fmt: skip
_ENDS_PARAGRAPH = ("par", "sect", "row")
# How a section begins that does so on the sheet of the one above it, and how it does elsewhere.
_ON_SAME_SHEET, _ON_NEXT_SHEET = ("sbknone", "sbkcol"), ("sectd", "sbkpage", "sbkeven", "sbkodd")
_CODE_PAGES = {
    936: "gbk", 950: "cp950", 65001: "utf-8", 1252: "cp1252", 54936: "gb18030", 932: "cp932",
    949: "cp949",
}  # fmt: skip
_DEEPEST = 500
# Characters that are bytes as they are may hold a brace: then nobody can tell what is open.
_BRACES_OF_TEXT = re.compile(rb"[\x81-\xfe][{}]")
# A whole issue whose every word has a style of its own has half of them.
_MOST_TOKENS = 600_000


class _Group(NamedTuple):
    """How an open group is read; ``stand_in``: how many characters stand in for its ``\\u``.

    ``on_sheet`` says whether its paragraphs begin on sheets of their own.
    """

    unseen: bool = False
    hidden: bool = False
    deleted: bool = False
    stand_in: int = 1
    on_sheet: bool = False

    @property
    def is_read(self) -> bool:
        return not (self.unseen or self.hidden or self.deleted)


class _Reader:
    """What has been read so far, and how what comes is to be read."""

    def __init__(self, *, sheets: bool) -> None:
        self.found: list[str] = []
        self.sheets = sheets
        # Where the line begins that is read, whether it begins a paragraph or a section, and
        # whether something is printed above.
        self.line = 0
        self.paragraph = self.section = self.begun = False
        self.section_goes_on = False
        self.codec = "gbk"
        self.pending = bytearray()
        self.groups = [_Group()]
        # How many are open, however deep they lie.
        self.depth = 0
        self.skip = 0

    def flush(self) -> None:
        if self.pending:
            self._put(self.pending.decode(self.codec, "replace"))
            self.pending.clear()

    def add(self, text: str) -> None:
        self.flush()
        if self.groups[-1].is_read:
            self._put(text)

    def _put(self, text: str) -> None:
        """Put a text behind what was found, with a form feed before the first of a sheet."""
        if self.sheets and text.strip():
            ends = self.paragraph and self.groups[-1].on_sheet
            ends = ends or (self.section and not self.section_goes_on)
            if ends and self.begun and not self._is_on_sheet():
                self.found.insert(self.line, "\f")
            self.begun, self.paragraph, self.section = True, False, False
        self.found.append(text)

    def _is_on_sheet(self) -> bool:
        """Say whether a form feed stands before what comes already."""
        for text in reversed(self.found):
            if "\f" in text or text.strip():
                return "\f" in text
        return False

    def _end(self, name: str) -> None:
        """Take in that a paragraph ends, or a section."""
        if self.groups[-1].is_read:
            self.line, self.paragraph = len(self.found), True
            self.section = self.section or name == "sect"

    def add_bytes(self, data: bytes) -> None:
        """Add bytes of the code page, but for those that only stand in for a character."""
        left = data[self.skip :]
        self.skip = max(self.skip - len(data), 0)
        if self.groups[-1].is_read:
            self.pending += left

    def add_code_points(self, run: bytes) -> None:
        """Add a run of ``\\u`` words, each with the question mark that may stand in for it."""
        stand_in = self.groups[-1].stand_in
        for number in _CODE_POINT.findall(run):
            self.add(chr(int(number) % 0x10000))
            self.skip = stand_in
            self.add_bytes(b"?")

    def word(self, name: str, number: int | None) -> None:
        group = self.groups[-1]
        if name in _UNSEEN:
            self.flush()
            self.groups[-1] = group._replace(unseen=True)
        elif name in ("v", "deleted", "plain"):
            self.flush()
            on = name != "plain" and number != 0
            part = "deleted" if name == "deleted" else "hidden"
            self.groups[-1] = group._replace(**{part: on})
        elif name == "ansicpg":
            self.codec = _CODE_PAGES.get(number or 0, self.codec)
        elif name == "uc":
            self.groups[-1] = group._replace(stand_in=min(max(number or 0, 0), 8))
        elif name == "u" and number is not None:
            self.add(chr(number % 0x10000))
            self.skip = group.stand_in
        elif name in _MARKS:
            self.add(_MARKS[name])
            if name in _ENDS_PARAGRAPH:
                self._end(name)
        elif name in ("pagebb", "pard"):
            self.flush()
            self.groups[-1] = group._replace(on_sheet=name == "pagebb" and number != 0)
        elif name in (*_ON_SAME_SHEET, *_ON_NEXT_SHEET) and group.is_read:
            self.flush()
            self.section_goes_on = name in _ON_SAME_SHEET


def rich_text(data: bytes, *, sheets: bool = True, whole: bool = True) -> str:
    """Return the text of an RTF file.

    A form feed stands where a sheet ends; without ``sheets`` only where the text itself breaks it,
    and unless ``whole`` of a file that was cut what can be seen of it, as earlier versions saw it.
    Raises ``NotReadable`` where the file was cut, or a picture of it reaches beyond its end, and
    where it is too long.
    """
    reader = _Reader(sheets=sheets)
    at = 0
    for _count in range(_MOST_TOKENS):
        token = _TOKEN.search(data, at)
        if token is None:
            break
        at = token.end()
        points, word, number, codes, sign, brace, text = token.groups()
        if word == b"bin" and number:
            # So many bytes are of a picture, whatever they look like.
            at += max(int(number), 0)
            if at > len(data):
                raise _cut(token.start())
        elif word:
            reader.word(word.decode(), int(number) if number else None)
        elif codes:
            reader.add_bytes(bytes.fromhex(codes.replace(b"\\'", b"").decode()))
        elif points:
            reader.add_code_points(points)
        elif text:
            reader.add_bytes(text)
        elif brace:
            _brace(reader, brace)
        elif sign == b"*":
            reader.flush()
            reader.groups[-1] = reader.groups[-1]._replace(unseen=True)
        elif sign == b"~":
            reader.add("\xa0")
        elif sign and sign in b"\\{}":
            reader.add_bytes(sign)
        elif sign in (b"\r", b"\n"):
            reader.add("\n")
    else:
        raise NotReadable(
            f"The document (rtf) has more than {_MOST_TOKENS:,} parts. Save its text alone.",
            f"文档（rtf）的组成部分超过 {_MOST_TOKENS:,} 个。请另存为纯文本。",
        )
    reader.flush()
    if whole and reader.depth > 0 and not _BRACES_OF_TEXT.search(data):
        raise _not_whole(len(data), reader.depth)
    # Two halves of a character outside the first plane come as two \\u.
    text_seen = "".join(reader.found).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text_seen.replace("\x00", "")


def _not_whole(size: int, depth: int) -> NotReadable:
    return NotReadable(
        f"The document (rtf) ends at byte {size}, before its text does: {depth} of its groups are "
        "still open (a closing brace is missing). It was cut on its way: send the whole file "
        "again, or save it anew.",
        f"文档（rtf）在第 {size} 字节处中断，还有 {depth} 个组未闭合（缺少右花括号），文件不完整。"
        "请重新发送完整的文件，或重新保存。",
    )


def _cut(place: int) -> NotReadable:
    return NotReadable(
        f"The document (rtf) has a picture at byte {place} (\\bin) that reaches beyond its end. "
        "It was cut or made wrongly: get the whole file again, or save it anew.",
        f"文档（rtf）第 {place} 字节起的图片（\\bin）超出文件末尾，文件不完整或有误。"
        "请重新取得完整的文件，或重新保存。",
    )


def _brace(reader: _Reader, brace: bytes) -> None:
    reader.flush()
    reader.skip = 0
    reader.depth += 1 if brace == b"{" else -1
    if brace == b"{":
        if len(reader.groups) < _DEEPEST:
            reader.groups.append(reader.groups[-1])
    elif len(reader.groups) > 1:
        reader.groups.pop()
