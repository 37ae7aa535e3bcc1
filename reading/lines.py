"""Lines of the source with their places: the reader's smallest unit.

``split_lines`` takes the decoded text and gives every line that has something on it. Offsets are
code points into the text as it came, so that nothing about a line end has to be remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .tokens import Token

# Every character for which ``str.isspace`` holds.
WHITE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# Marks that nobody sees: zero-width spaces and joiners, direction marks, soft hyphen, stray BOM.
INVISIBLE = (
    "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\ufeff"
)
MARGIN = WHITE + INVISIBLE
# One character for one, so that offsets stay: matching never has to know two forms of a mark.
# The marks of a sentence stay as they are: they tell Chinese text from numbers and addresses.
_HALF_WIDTH = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("　\xa0", " "),
    **dict.fromkeys("—–―─", "-"),
    **dict.fromkeys("〇○", "零"),
    **dict(zip("﹙﹚〔〕〉", "()[]>", strict=True)),
}
for _mark in "！，；？":
    del _HALF_WIDTH[_mark]
_WIDE = re.compile(f"[{re.escape(''.join(_HALF_WIDTH))}]")
_NARROW = re.compile(r"[0-9A-Za-z .,%/:-]")
_PAUSES = "，。；、"
TERMINALS = "。！？…!?"
CLOSERS = '”’」』）)】］]〉》"'
# Nothing but the end of a sentence, or a mark that cannot open a line, stands here.
NEVER_FIRST = "，。、；：！？）”’」』》】,;:!?)…%％"


@dataclass(slots=True)
class Line:
    """One line with something on it.

    ``start`` and ``end`` leave out white space and invisible marks at both ends; ``indent`` is the
    width of what stood before in full-width columns, ``spaced`` whether that was half-width
    spaces, ``gap`` the number of empty lines above.
    ``norm`` is the text in half-width forms, and ``key`` that without any white space.
    ``tokens`` are those of a masthead, once somebody has asked ``tokens_of`` for them.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    norm: str
    key: str
    spaced: bool = False
    tokens: list[Token] | None = None


def half_width(text: str) -> str:
    """Return the text in half-width forms, character for character.

    ``str.translate`` asks for every character anew; a page has few different ones to replace.
    """
    for char in set(_WIDE.findall(text)):
        text = text.replace(char, _HALF_WIDTH[char])
    return text


def squeeze(text: str) -> str:
    """Return the text without any white space."""
    return "".join(text.split())


def columns(norm: str) -> int:
    """Return the width of a text in half-width columns; letters and digits take one, others two."""
    return 2 * len(norm) - len(_NARROW.findall(norm))


def pauses(key: str) -> int:
    """Return how many marks a text has that running text has and headlines seldom do."""
    return sum(map(key.count, _PAUSES))


class Source:
    """A page's text, beside it the same in half-width forms, character for character."""

    __slots__ = ("norm", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.norm = half_width(text)


def split_lines(source: Source) -> list[Line]:
    """Return the lines of a text that hold more than white space and invisible marks."""
    whole = source.norm
    lines: list[Line] = []
    position = gap = 0
    for raw in source.text.splitlines(keepends=True):
        size = len(raw)
        body = raw.lstrip(MARGIN)
        if not body:
            gap += 1
            position += size
            continue
        margin = raw[: size - len(body)]
        start = position + len(margin)
        stripped = body.rstrip(MARGIN)
        end = start + len(stripped)
        norm = whole[start:end]
        spaced = margin[-1:] in (" ", "\xa0")
        lines.append(Line(start, end, stripped, _indent(margin), gap, norm, squeeze(norm), spaced))
        position += size
        gap = 0
    _undouble(lines[1:])
    return lines


def _undouble(lines: list[Line]) -> None:
    """Count empty lines as if no line end had been doubled, where all have been."""
    while all(line.gap % 2 for line in lines) and lines:
        for line in lines:
            line.gap //= 2


def _indent(margin: str) -> int:
    """Return the width of a margin in full-width columns; two half-width spaces make one."""
    if not margin:
        return 0
    wide = margin.count("　") + margin.count("\u2003") + 2 * margin.count("\t")
    return wide + (margin.count(" ") + margin.count("\xa0")) // 2


_BRACKETED = re.compile(r"[(（\[][^()（）\[\]]{1,40}[)）\]]$")


def ends_sentence_or_note(key: str) -> bool:
    """Say whether a text ends with a sentence, or with a note in brackets after one: …。（完）"""
    return ends_sentence(key) or ends_sentence(_BRACKETED.sub("", key[-60:], count=1))


def ends_sentence(key: str) -> bool:
    """Say whether a run of text ends in 。！？… or in closing marks after one of them."""
    bare = key.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in TERMINALS
