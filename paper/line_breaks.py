"""Where a line may break: of a headline between words, and never within one.

Chinese is written without spaces, and a browser breaks it between any two characters. jieba's
dictionary tells the words; what is no word by itself in a headline (a single character, a figure
before its unit, a mark of quotation) stays with its neighbour, as a printer would have it.
"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba
from django.utils.safestring import SafeString
from markupsafe import _escape_inner  # type: ignore[attr-defined]

from paper.headline_words import joined

# So many characters stay together at most when a single one looks for a neighbour.
LONGEST = 6
# A short quotation is not broken at all.
QUOTED = 8
OPENING = "“‘《〈（【「『("
CLOSING = "”’》〉）】」』)，。、；：？！…—·％%"
# A single character of these belongs to what stands before it, any other to what follows.
TAILS = frozenset(
    "的了着过地得们性化者家员人个名位件项条岁元级上下中里内外前后间时年月日号期届次版"
    "路区县市省镇乡村街道场站所局院校班队组厂店县委余周季节杯桥段园馆部室库籍"
)
# Nothing follows a figure but what it counts.
FIGURES = frozenset("0123456789０１２３４５６７８９.．")
# Slogans that the dictionary takes apart.
SLOGANS = "大干快上|比学赶超|挂图作战|敢为善为|敢闯敢干|三比三看|抓铁有痕|善作善成|久久为功"
# Young words that it does not know.
YOUNG = "融媒体中心|融媒体|医共体|非遗"
_WHOLE = re.compile(rf"[“《「『（][^“”《》「」『』（）]{{1,{QUOTED}}}[”》」』）]|{SLOGANS}|{YOUNG}")

# An address of the web or of mail, no telephone's number, and where it may break.
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:@_-]{11,}")
_LETTER = re.compile(r"[A-Za-z]")
_AT = re.compile(r"(?<=[./@_-])(?=[A-Za-z0-9])")


def with_breaks(text: str) -> SafeString:
    """Return a text as HTML whose addresses break at their marks.

    As one word an address would tear the line before it apart.
    """
    said = _escape_inner(text)
    # Most paragraphs have none of the marks, which is seen at once.
    if "." in text or "/" in text or "-" in text or "_" in text or "@" in text:
        said = _ADDRESS.sub(_with_breaks, said)
    return SafeString(said)


def _with_breaks(found: re.Match[str]) -> str:
    return _AT.sub("<wbr>", found[0]) if _LETTER.search(found[0]) else found[0]


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[str, ...]:
    """Return the pieces of a headline that no line may break: joined they are ``text``."""
    pieces: list[str] = []
    end = 0
    for whole in _WHOLE.finditer(text):
        pieces += rjieba.cut(text[end : whole.start()])
        pieces.append(whole[0])
        end = whole.end()
    pieces += rjieba.cut(text[end:])
    return tuple(_neighbours(_marked(joined(pieces))))


def _marked(pieces: list[str]) -> list[str]:
    """Put opening marks and a first dash before what follows, closing ones behind what precedes."""
    found: list[str] = []
    for piece in pieces:
        before = found[-1] if found else ""
        joined = before and (
            piece[0] in CLOSING
            or before[-1] in OPENING
            or before[-1] in FIGURES
            or (before[0] == "—" and not before.strip("—"))
        )
        if joined:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _neighbours(pieces: list[str]) -> list[str]:
    """Leave no character alone: several in a row are one phrase, one goes with a neighbour."""
    found: list[str] = []
    alone = False  # Whether the last phrase still waits for what follows.
    for piece in pieces:
        single = len(piece) == 1
        fits = bool(found) and len(found[-1]) + len(piece) <= LONGEST
        if fits and (alone or (single and piece in TAILS)):
            found[-1] += piece
            alone = alone and single and piece not in TAILS
        else:
            found.append(piece)
            alone = single
    if alone and len(found) > 1 and len(found[-2]) + len(found[-1]) <= LONGEST:
        last = found.pop()
        found[-1] += last
    return found
