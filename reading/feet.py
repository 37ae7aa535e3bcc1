"""版脚: folios that stand below the texts of their pages, in a file of several pages."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import NamedTuple

from .folio_pieces import FolioMark, folio_marks
from .headers import header_of
from .mastheads import look_at
from .page_labels import follows, place_of
from .page_marks import is_page_text
from .usual import Usual


class _Foot(NamedTuple):
    """Lines that are no text: where they begin and end, and which page they name, or ``""``."""

    start: int
    end: int
    label: str


# What may be a folio below the last text: so many lines, of such a length.
_LAST, _LONGEST, _NEAR = 4, 60, 200
_OF_PICTURES = re.compile("广告|图片|摄影|画刊|影像|漫画")
_FIGURE = re.compile(r"\d|版")


def is_above_texts(text: str, starts: list[int]) -> bool:
    """Say whether the folios with which pages begin have those pages' texts below them.

    None has where no text stands below the last one, or another page's folio ends the text.
    """
    places = starts or [mark.start for mark in folio_marks(text)]
    if not is_page_text(text[places[-1] :]) and not (starts and _has_body(text[places[-1] :])):
        return False
    lines = [line for line in text[places[-1] :].splitlines() if line.strip()][-_LAST:]
    if not any(len(line) <= _LONGEST and _FIGURE.search(line) for line in lines):
        return True
    feet = _feet(text[places[-1] :])
    own = header_of(text[places[-1] : places[-1] + _NEAR]).page.label
    below = text[places[-1] + feet[-1].end :] if feet else ""
    return not feet or not follows(own, feet[-1].label) or is_page_text(below)


def _has_body(text: str) -> bool:
    return bool(look_at(Usual(text).text).body)


def ends_in_pictures(text: str, starts: list[int]) -> bool:
    """Say whether the last page's folio tells that it has pictures and no text: 第4版 公益广告."""
    last = text[starts[-1] :] if starts else ""
    return bool(_OF_PICTURES.search(last)) and not is_page_text(last)


def starts_behind_feet(text: str) -> list[int]:
    """Return where pages begin behind the folios of those above, ``[]`` where they do not.

    The first page's own folio stands below its text, each of the others is the next one's and has
    a page's text above it, and below the last there is none. Above all stands a masthead.
    """
    looked = look_at(Usual(text).text)
    if looked.body[:1] == looked.lines[:1]:
        return []
    feet = _feet(text, 2)
    if len(feet) < 2 or place_of(feet[0].label) != 1:
        return []
    if not all(follows(above.label, foot.label) for above, foot in pairwise(feet)):
        return []
    ends = [0, *(foot.end for foot in feet)]
    pages = [text[end : foot.start] for end, foot in zip(ends, feet, strict=False)]
    if is_page_text(text[ends[-1] :]) or not all(map(is_page_text, pages)):
        return []
    return [end + _space(text[end:]) for end in ends[1:-1]]


def _feet(text: str, fewest: int = 1) -> list[_Foot]:
    """Return the lines below the first text that name a page; of less than so many none."""
    usual = Usual(text)
    looked = look_at(usual.text)
    if not looked.body:
        return []
    body = {line.start for line in looked.body}
    marks = folio_marks(text)
    rows = [
        (low, high, line.start not in body or bool(_within(low, high, marks)))
        for line in looked.lines
        if line.start >= looked.body[0].start
        for low, high in [(usual.place(line.start), usual.place(line.end))]
    ]
    blocks = [list(block) for is_none, block in groupby(rows, key=lambda row: row[2]) if is_none]
    if len(blocks) < fewest:
        return []
    spans = ((block[0][0], block[-1][1]) for block in blocks)
    feet = (_Foot(low, high, _label(text, low, high, marks)) for low, high in spans)
    return [foot for foot in feet if foot.label]


def _within(low: int, high: int, marks: tuple[FolioMark, ...]) -> list[FolioMark]:
    return [mark for mark in marks if mark.start < high and low < mark.end]


def _label(text: str, low: int, high: int, marks: tuple[FolioMark, ...]) -> str:
    within = _within(low, high, marks)
    return within[0].label if within else header_of(text[low:high]).page.label


def _space(text: str) -> int:
    return len(text) - len(text.lstrip())
