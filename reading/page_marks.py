"""版次独行: lines that name a page and nothing else, by which a whole issue in one file is parted.

第二版, 第02版 要闻, 【第2版：综合】, 02版 | 要闻, 要闻 2版, A02 要闻, —— 二版 ——; an imprint may
stand behind (责任编辑：…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .imprints import is_imprint
from .lines import ends_sentence_or_note, half_width, squeeze
from .marks import page_noted_behind
from .page_labels import SECTION, label_of, place_of
from .patterns import HAN
from .words import PAGE_NAME

_FRAME = r"[\[【(〔《<=*—–~_·•|◆■●▲★\s-]{0,12}"
_CLOSED = r"[\]】)〕》>=*—–~_·•|◆■●▲★\s-]{0,12}"
_BETWEEN = r"[ \t:·•|/(—-]{0,6}"
_NUMBER = (
    r"(?:[A-Z]?[ ]?\d{1,2}(?:[ ]?[-·~—–/、至][ ]?[A-Z]?\d{1,2})?"
    r"|[一二三四五六七八九十]{1,3}(?:[、至][一二三四五六七八九十]{1,3})?)"
)
_NAME = rf"{HAN}{{2,6}}(?:[·•/]{HAN}{{2,6}})?"
_IMPRINT = r"(?:责任?编辑?|编辑|版式|美编|校对|值班|组版|电话)[^。\n]{0,60}"
_MARK = re.compile(
    rf"{_FRAME}(?:第[ ]?(?P<sure>{_NUMBER})[ ]?版(?:{_BETWEEN}{_NAME})?"
    rf"|(?P<lettered>[A-Z]0\d)版?{_BETWEEN}{_NAME}|(?P<other>[A-Z][1-9]\d?|0\d)版?{_BETWEEN}{PAGE_NAME}"
    rf"|(?P<bare>{_NUMBER})[ ]?版(?:{_BETWEEN}{PAGE_NAME})?"
    rf"|{PAGE_NAME}{_BETWEEN}第?[ ]?(?P<behind>{_NUMBER})[ ]?版){_CLOSED}(?:{_IMPRINT})?"
)
# No line that may be one is longer, or lacks one of these.
_LONGEST = 90
_HINT = re.compile(r"(?:版|[A-Z]\d|0\d)")
_RULE = re.compile(r"[\s=*—–~_·•-]*")
_CREDITED = re.compile(r"(?:摄|供图|文|图|报道)[)）】\]]?$")
# Over a list of what stands on other pages.
_GUIDE = re.compile(r"导[读览航]|看点|目录|提要|内容")
_HEADING, _LAST, _NEAR = 12, 6, 2000
# Less than that is a teaser.
_FEWEST = 40
_ENDED = re.compile(r"[。！？]")
# Close to the lines above and below, as where no line is empty.
_ALONE = re.compile(r"\n[^\S\n\f]*([A-Z]?\d{1,2}版)[^\S\n\f]*\n(?=[^\S\n\f]*\S)")
# No page has less.
_PAGE = 150
_SPACE = re.compile(r"\s+")


class PageMark(NamedTuple):
    """A line that names a page: where it begins, and the label that it says."""

    start: int
    label: str


@lru_cache(maxsize=1)
def page_marks(text: str) -> tuple[PageMark, ...]:
    """Return the lines of a text, below its first, that name a page and nothing else.

    What stands above each has ended. One in brackets, or that is but a number, as behind teasers,
    stands between empty lines, too; of others that is enough, for a poem does not end so. Those of
    the last text are remembered: it is parted by them, and then read.
    """
    return tuple(sorted([*_marks_of(text), *_numbers_alone(text)]))


def _marks_of(text: str) -> Iterator[PageMark]:
    above, gap, end = "", False, 0
    waiting: PageMark | None = None
    for whole in text.splitlines(keepends=True):
        start, end, line = end, end + len(whole), whole.rstrip()
        if _RULE.fullmatch(line):
            if waiting is not None:
                yield waiting
            waiting, gap = None, True
            continue
        waiting = None
        mark = _mark(line, start) if above and len(line) <= _LONGEST else None
        if mark is not None:
            found, sure = mark
            ended = has_ended(above)
            if sure and ended:
                yield found
            elif gap and (sure or ended):
                waiting = found
        above, gap = line, False


def _numbers_alone(text: str) -> list[PageMark]:
    """Return the lines close to others that are a page's number and no more, A02版, below text that
    has ended: two or more, one after the other, each with more about it than a teaser."""
    found = [
        PageMark(row.start(1), label_of(half_width(row[1])))
        for row in _ALONE.finditer(text)
        if has_ended(_line_above(text, row.start()))
    ]
    places = [place_of(mark.label) or 0 for mark in found]
    parts = pairwise([0, *(mark.start for mark in found), len(text)])
    if len(found) < 2 or any(len(_SPACE.sub("", text[low:high])) < _PAGE for low, high in parts):
        return []
    nexts = (high == low + 1 or high % SECTION == 1 for low, high in pairwise(places))
    return found if min(places) and all(nexts) else []


def _line_above(text: str, end: int) -> str:
    """Return the line that ends there."""
    start = max(text.rfind(sign, 0, end) for sign in "\n\f")
    return text[start + 1 : end].rstrip()


def is_page_mark(line: str) -> bool:
    """Say whether a line names a page and nothing else."""
    return len(line) <= _LONGEST and _mark(line, 0) is not None


def _mark(line: str, start: int) -> tuple[PageMark, bool] | None:
    """Return the mark that a line is, and whether it needs no empty lines about it."""
    if not _HINT.search(line):
        return None
    found = _MARK.fullmatch(half_width(line))
    if found is None:
        return None
    label = label_of(next(filter(None, found.groups())))
    sure = bool(found["sure"] or found["lettered"]) and found[0].lstrip()[0] != "("
    return (PageMark(start, label), sure) if label else None


def has_ended(line: str) -> bool:
    """Say whether a text, its photo's credit or the page's imprint ends on a line."""
    norm = half_width(line)
    key = squeeze(norm)
    return ends_sentence_or_note(key) or bool(_CREDITED.search(key)) or is_imprint(key, norm)


def is_page_text(text: str) -> bool:
    """Say whether what stands below a mark is a page's: a headline and sentences, no teaser."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and bool(_ENDED.search(text)) and len(_SPACE.sub("", text)) >= _FEWEST


def is_guide(text: str) -> bool:
    """Say whether a text ends in a list of what stands on other pages: its heading is near.

    Where the last line says its page itself, 老窑厂变身文创园（3版）, the list ends with it.
    """
    near = [line for line in text[-_NEAR:].splitlines() if line.strip()][-_LAST:]
    if near and page_noted_behind(half_width(near[-1])):
        return False
    return any(len(line) <= _HEADING and _GUIDE.search(line) for line in near)
