"""整期: a text that holds several pages of a paper, and where each begins.

A page begins with the masthead or folio of another day, edition or page, behind a form feed where
the parts say by their own folios which pages they are and another one begins or where they are as
many as the front page says the issue has pages, or at 第二版, 第三版 … on lines of their own, one
after the other, each with text below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from .doubts import SENTENCE, ask_second_page
from .feet import ends_in_pictures, is_above_texts, starts_behind_feet
from .folded import LOOKALIKE, PRIVATE, UNSEEN
from .folio_pieces import FolioMark, folio_marks, is_counted
from .headers import Header, header_of
from .lines import ends_sentence_or_note
from .mastheads import look_at
from .page_labels import MOST, follows, place_of, places_of
from .page_marks import is_guide, is_page_text
from .usual import Usual

# Cheap: a text of several pages has form feeds, or dates on more than one short line.
_DATED = re.compile(
    r"(?<![^\r\n\f\u2028\u2029])[^\r\n。，]{0,40}"
    r"(?:(?:\d ?\d ?\d ?\d|[〇○零一二三四五六七八九]{4}|[民⺠][国國].{1,5})\s*年"
    r"\s*[\d〇一二三四五六七八九十]\s*[\d一二]?\s*[月⽉]|(?:19|20)\d\d[-./]\d)"
    r"[^\r\n。，]{0,60}(?=[\r\n\f\u2028\u2029]|\Z)"
)
# An extra may print no day of its own.
_EXTRA = re.compile(r"号\s{0,3}外")
# What a page's number may be printed with that is read as another character, or as none.
_ODD = re.compile(f"[{UNSEEN}{PRIVATE}]|{LOOKALIKE.pattern}")
_FORM_FEED = re.compile(r"\f\s*")
# What a page has and a list of teasers has not.
TEXT = re.compile(r"[^\r\n]{24,}[。！？”）]")
# Of the text above a form feed so much tells how it ends.
_LONGEST_END = 80
_LINE_ENDS = "\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"


class Told(NamedTuple):
    """What is known of a page from others: its day (YYYY-MM-DD), edition and label, or ``""``."""

    date: str = ""
    edition: str = ""
    label: str = ""


NOTHING_TOLD = Told()


def split_pages(text: str) -> list[tuple[int, int]]:
    """Return the parts of a text that are a page each, in order; together they are the text."""
    if _ODD.search(text):
        usual = Usual(text)
        starts = [usual.place(start) for start in _further_starts(usual.text)]
    else:
        starts = _further_starts(text)
    return list(pairwise([0, *starts, len(text)]))


def told_by_others(parts: list[str]) -> list[Told]:
    """Return of each part what those beside it say of it, where it does not say so itself.

    Its day and edition are those of the page before, unless it is a front page. Its label is sure
    where those beside it, or how many pages the issue has, leave as many places as there are parts
    without one.
    """
    headers = [header_of(part) for part in parts]
    labels = [header.page.label for header in headers]
    found: list[Told] = []
    day = edition = ""
    for header, label in zip(headers, _labels_between(labels, headers), strict=True):
        day = header.issue.date or day
        if header.page.number == 1 or header.issue.edition:
            edition = header.issue.edition
        found.append(Told(day, edition, label))
    return found


def _labels_between(labels: list[str], headers: list[Header]) -> list[str]:
    """Return the label of each part that has none, ``""`` where that is not sure."""
    count = next((row.issue.page_count for row in headers if row.issue.page_count), None)
    bounds = [(-1, 0), *((at, place_of(label) or 0) for at, label in enumerate(labels) if label)]
    bounds.append((len(labels), (count or 0) + 1))
    found = [""] * len(labels)
    for (low, above), (high, below) in pairwise(bounds):
        if high - low == below - above:
            for at in range(low + 1, high):
                found[at] = str(above + at - low)
    return found


def _further_starts(text: str) -> list[int]:
    feeds = [found.end() for found in _FORM_FEED.finditer(text) if text[found.end() :].strip()]
    if feeds and not text[: feeds[0]].strip():
        feeds = feeds[1:]
    if feeds and (starts := _starts_behind(feeds, text)):
        return starts
    starts = _starts_at_heads(text)
    if not starts and not folio_marks(text):
        return []
    if not is_above_texts(text, starts):
        # The last folio stands below its page's text, and so may all of them.
        return starts_behind_feet(text) or (starts if ends_in_pictures(text, starts) else [])
    return starts


def _starts_at_heads(text: str) -> list[int]:
    """Return where pages begin if each has its masthead or folio at its head."""
    if len(_DATED.findall(text)) < 2 and not _EXTRA.search(text):
        return _starts_at_folios(text)
    usual = Usual(text)
    looked = look_at(usual.text)
    asked = ask_second_page(looked.clusters, looked.body)
    places = sorted({usual.place(row.span[0]) for row in asked if row.span})
    starts = [0, *(_line_start(text, place) for place in places), len(text)]
    folios = (
        low + start for low, high in pairwise(starts) for start in _starts_at_folios(text[low:high])
    )
    return sorted({*starts[1:-1], *folios})


def _starts_at_folios(text: str) -> list[int]:
    """Return where the pages behind the first begin, if lines name them one after the other."""
    marks = folio_marks(text)
    sure = [mark for mark in marks if mark.is_sure]
    starts = _starts_at(marks, text) if len(sure) < len(marks) else []
    return starts or _starts_at(sure, text)


def _starts_at(marks: Sequence[FolioMark], text: str) -> list[int]:
    """Return where pages begin if marks are those of all pages behind the first.

    One may be missing behind the second, but no more than the front page counts are there.
    """
    if marks and not is_page_text(text[: marks[0].start]):
        # The page's own folio below its masthead.
        marks = marks[1:]
    if not marks:
        return []
    starts = [mark.start for mark in marks]
    parts = [text[start:end] for start, end in pairwise([0, *starts, len(text)])]
    without = sum(not is_page_text(part) for part in parts)
    if is_guide(parts[0]) or without > 1:
        return []
    first = header_of(parts[0])
    labels = [_first_label(first), *(mark.label for mark in marks)]
    if not labels[0] or not follows(labels[0], labels[1]):
        return []
    places = [place for label in labels for place in places_of(label)]
    count = first.issue.page_count
    last = 0 if any(label[0].isalpha() for label in labels) else places[-1]
    grow = all(low < high for low, high in pairwise(places))
    # A page of poems has no sentence; where none is missing it is one all the same.
    whole = not without or (last == count == len(places))
    told = all(mark.is_sure for mark in marks) or (
        _is_told(marks, labels, counted=last == count) and not is_counted(parts[0], labels[0])
    )
    return starts if told and grow and whole and not (count and last > count) else []


def _is_told(marks: Sequence[FolioMark], labels: list[str], *, counted: bool) -> bool:
    """Say whether marks of which one or more are not sure tell of pages all the same.

    Each follows the one before it; one alone stands between empty lines, and is no mere 2-3, or
    is the last page.
    """
    pairs = zip(pairwise(labels), marks, strict=True)
    in_order = all(mark.is_sure or follows(*pair) for pair, mark in pairs)
    return in_order and (counted or len(marks) > 1 or (marks[0].is_apart and marks[0].is_named))


def _first_label(header: Header) -> str:
    """Return the label of the page that a file begins with; a front page need not say it."""
    return header.page.label or ("1" if header.masthead.organ or header.issue.page_count else "")


def _starts_behind(feeds: list[int], text: str) -> list[int]:
    """Return where pages begin behind form feeds; nothing where the parts say of no second page.

    A page may take several parts, and what prints no day is of the day before it. A part that
    does not say its page is one of its own if the pages beside it leave a place for it.
    """
    starts = [0]
    pages: list[tuple[str, str]] = []
    parts = list(pairwise([0, *feeds, len(text)]))
    headers = [header_of(text[start:end]) for start, end in parts]
    day = ""
    for (start, end), header, room in zip(parts, headers, _rooms(headers), strict=True):
        label, day = header.page.label, header.issue.date or day
        if label and pages[-1:] != [(label, day)]:
            pages.append((label, day))
        elif label or not (room and _is_page_unnamed(text, start, end)):
            continue
        if start:
            starts.append(start)
    if 1 < len(set(pages)) == len(pages):
        return starts[1:]
    return feeds if len(pages) == 1 and _are_all_pages(text, parts, headers) else []


def _are_all_pages(text: str, parts: list[tuple[int, int]], headers: list[Header]) -> bool:
    """Say whether the parts are as many as the front page counts, and each has its own text."""
    if len(parts) != headers[0].issue.page_count or any(row.page.label for row in headers[1:]):
        return False
    ends = (text[max(end - _LONGEST_END, 0) : end].rstrip() for _start, end in parts)
    return all(map(ends_sentence_or_note, ends)) and all(
        SENTENCE.search(text, start, end) for start, end in parts
    )


def _rooms(headers: list[Header]) -> list[bool]:
    """Say of each part whether the pages named before and behind it leave a place between them."""
    counts = (header.issue.page_count for header in headers)
    places = [place_of(header.page.label) for header in headers]
    before = accumulate(places, _latest)
    end = next(filter(None, counts), MOST) + 1
    behind = list(accumulate(reversed(places), _latest))
    return [
        (high or end) - (low or 0) > 1 for low, high in zip(before, reversed(behind), strict=True)
    ]


def _latest(known: int | None, place: int | None) -> int | None:
    return place or known


def _is_page_unnamed(text: str, start: int, end: int) -> bool:
    """Say whether a part that does not say its page is one: no sentence of above goes on in it."""
    above = text[max(start - _LONGEST_END, 0) : start].rstrip()
    return ends_sentence_or_note(above) and bool(TEXT.search(text, start, end))


def _line_start(text: str, at: int) -> int:
    while at and text[at - 1] not in _LINE_ENDS:
        at -= 1
    return at
