"""整期: a text that holds several pages of a paper, and where each begins.

A page begins with the masthead or folio of another day or page, or behind a form feed where every
part says by its own folio which page it is and another one begins.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .doubts import ask_second_page, page_told
from .lines import Source, split_lines
from .mastheads import find_clusters
from .usual import Usual

# Cheap: a text of several pages has form feeds, or dates on more than one short line.
_DATED = re.compile(
    r"(?<![^\r\n\f\u2028\u2029])[^\r\n。，]{0,40}"
    r"(?:(?:\d ?\d ?\d ?\d|[〇○零一二三四五六七八九]{4}|[民⺠][国國].{1,5})\s*年"
    r"\s*[\d〇一二三四五六七八九十]\s*[\d一二]?\s*[月⽉]|(?:19|20)\d\d[-./]\d)"
    r"[^\r\n。，]{0,60}(?=[\r\n\f\u2028\u2029]|\Z)"
)
_FORM_FEED = re.compile(r"\f\s*")
_LINE_ENDS = "\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"


def split_pages(text: str) -> list[tuple[int, int]]:
    """Return the parts of a text that are a page each, in order; together they are the text."""
    starts = [0, *_further_starts(text), len(text)]
    return list(pairwise(starts))


def _further_starts(text: str) -> list[int]:
    feeds = [found.end() for found in _FORM_FEED.finditer(text) if text[found.end() :].strip()]
    if feeds and not text[: feeds[0]].strip():
        feeds = feeds[1:]
    if feeds and (starts := _starts_behind(feeds, text)):
        return starts
    if len(_DATED.findall(text)) < 2:
        return []
    usual = Usual(text)
    source = Source(usual.text)
    lines = split_lines(source)
    clusters = find_clusters(lines)
    taken = {start for cluster in clusters for start in cluster.roles}
    body = [line for line in lines if line.start not in taken]
    asked = ask_second_page(clusters, body)
    starts = sorted({usual.place(row.span[0]) for row in asked if row.span})
    return [_line_start(text, start) for start in starts]


def _starts_behind(feeds: list[int], text: str) -> list[int]:
    """Return where pages begin behind form feeds; nothing where a part does not say its page.

    A page may take several parts, and what prints no day is of the day before it.
    """
    starts: list[int] = []
    pages: list[tuple[int, int, int]] = []
    month = day = 0
    for start, end in pairwise([0, *feeds, len(text)]):
        lines = split_lines(Source(Usual(text[start:end]).text))
        told = page_told(find_clusters(lines))
        if told is None:
            return []
        month, day = told[1:] if any(told[1:]) else (month, day)
        if pages[-1:] != [(told[0], month, day)]:
            pages.append((told[0], month, day))
            starts.append(start)
    return starts[1:] if len(set(pages)) == len(pages) else []


def _line_start(text: str, at: int) -> int:
    while at and text[at - 1] not in _LINE_ENDS:
        at -= 1
    return at
