"""带日期的报眉: a further page's folio that tells the day in pieces, its number and its name.

2025年10月21日 星期二 02; 2025年10月, 星期二, 21, 2 and 综合 on lines of their own; the page's
imprint between them. It can be nothing else where the day is that of the file's head.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile
from typing import NamedTuple

from .bare import cells_of, is_edition
from .imprints import is_imprint, without_imprint
from .lines import half_width, squeeze
from .numerals import integer
from .page_labels import HALF_PAGE, JOINED, label_of
from .page_marks import has_ended
from .patterns import HAN
from .plates import is_certain, is_likely
from .words import PAGE_NAME, SPREAD_WORDS

# So many lines are a folio, the pieces of one with empty lines between, at most.
MOST_LINES = 8
_LONGEST, _WIDEST = 48, 2
_CN = "[一二三四五六七八九十]{1,3}"
_COUNT = rf"(?:\d{{1,2}}|{_CN})"
_YEAR_HERE = re.compile(r"\d{4}[ \u3000]?[年./·-]|[〇○零一二三四五六七八九]{4}[ \u3000]?年")
# What running text, jumps and calls have, and no folio.
STOPS = frozenset("，。！？；“”%…转见▶►→▷>者们的了")
_ENDED = re.compile(r"[。！？]")
_DAY = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[零一二三四五六七八九]{{4}})\s*年"
    rf"(?:\s*(?P<month>{_COUNT})\s*月(?:\s*(?P<day>{_COUNT})\s*日)?)?"
    r"|(?<![\w.-])(?P<year2>(?:19|20)\d\d)\s?(?P<sign>[./·-])\s?(?P<month2>\d{1,2})\s?(?P=sign)"
    r"\s?(?P<day2>\d{1,2})(?![\w.-])"
    rf"|(?<!\d)(?P<month3>{_COUNT})\s*月\s*(?P<day3>{_COUNT})\s*日"
    rf"|(?<![\w.-])(?P<day4>{_COUNT})\s*日"
)
_DAY_BELOW = re.compile(r"\s*(\d{1,2})[^\S\n]*日?[^\S\n]*(?:\n|$)")
_DAY_ABOVE = re.compile(r"(?:^|\n)[^\S\n]*(\d{1,2})[^\S\n]*日?\s*\Z")
_WEEKDAY = re.compile(rf"(?:星\s*期|礼\s*拜|周)\s*([一二三四五六日天])(?!{HAN})")
_DAYS = ("day", "day2", "day3", "day4")
_ONE = r"[A-Z]?\d{1,2}"
_BOTH = rf"{_ONE}(?:\s?[{re.escape(JOINED)}]\s?{_ONE})?"
_NUMBER = re.compile(
    rf"第\s*(?:{_BOTH}|{_CN})\s*版|(?<![\w.:/-])(?:{_BOTH}|{_CN})\s*版(?!\w)"
    rf"|(?<![\w.:/~-])(?P<bare>{_BOTH})(?![\w.:/%℃°~-])"
)
NAME = re.compile(rf"{PAGE_NAME}|{HAN}{{0,6}}(?:特别报道|专题|专版|专刊|特刊|周刊|特辑)")
OTHER = re.compile(rf"{HAN}{{2,6}}")
# What counts the issue's pages, and names none: 本报今日 4 版.
_COUNTING = re.compile("今[日天]|本[报期]|共")
_LETTERS = re.compile(r"[A-Z][A-Za-z'’.]+")


class DatedFolio(NamedTuple):
    """Lines that are a folio with the day: where they begin and end, what they say of the page,
    and whether they stand between empty lines."""

    start: int
    end: int
    label: str
    name: str
    is_apart: bool


class _Said(NamedTuple):
    """What lines say: the day (0 for what they leave out), the page's label and its name."""

    day: tuple[int, int, int]
    label: str
    name: str


class _Row(NamedTuple):
    """A line with something on it, and how many empty ones stand above."""

    start: int
    text: str
    gap: int


def dated_folios(text: str) -> Iterator[DatedFolio]:
    """Yield the folios with the day that stand below a text that has ended."""
    first = _ENDED.search(text)
    places = _YEAR_HERE.finditer(text, first.end()) if first else ()
    near = [place.start() for place in places if _stands_on_piece(text, place.start())]
    if not first or not near:
        return
    issue = _day_of_head(text[: first.end()])
    if not issue[0]:
        return
    rows = list(_rows(text))
    starts = [row.start for row in rows]
    last = 1
    for place in near:
        at = bisect_right(starts, place) - 1
        found = _run_about(rows, at, last, issue) if at >= last else None
        if found is not None:
            low, last, said = found
            apart = bool(rows[low].gap and (last == len(rows) or rows[last].gap))
            end = rows[last - 1].start + len(rows[last - 1].text)
            yield DatedFolio(rows[low].start, end, said.label, said.name, apart)


def dated_at_top(lines: Sequence[str]) -> tuple[int, str, str] | None:
    """Return how many of a page's first lines are its folio with the day, its label and name."""
    near = lines[:MOST_LINES]
    if not any(map(_YEAR_HERE.search, near)):
        return None
    short = list(takewhile(_is_piece, near))
    for count in range(len(short), 0, -1):
        if (said := _read(short[:count])) is not None:
            return count, said.label, said.name
    return None


def _stands_on_piece(text: str, place: int) -> bool:
    """Say whether a line of the text may be a folio's piece."""
    head = text[max(place - _LONGEST, 0) : place + 1].splitlines()[-1]
    line = head + text[place + 1 : place + _LONGEST].splitlines()[0]
    return len(line) <= _LONGEST and STOPS.isdisjoint(line) and _is_piece(line)


def _rows(text: str) -> Iterator[_Row]:
    start = gap = 0
    for line in text.splitlines(keepends=True):
        if line.isspace():
            gap += 1
        else:
            yield _Row(start, line.rstrip(), gap)
            gap = 0
        start += len(line)


def _run_about(
    rows: list[_Row], at: int, first: int, issue: tuple[int, int, int]
) -> tuple[int, int, _Said] | None:
    """Return the longest run about a line that is a folio of the issue's day: its first row, the
    row below it, and what it says."""
    high, low = at, at + 1
    while high > max(first, at - MOST_LINES) and rows[high].gap <= _WIDEST:
        if not _is_piece(rows[high - 1].text):
            break
        high -= 1
    while low < min(len(rows), at + MOST_LINES) and rows[low].gap <= _WIDEST:
        if not _is_piece(rows[low].text):
            break
        low += 1
    for start in range(high, at + 1):
        if _is_made_by(rows[start].text) or not has_ended(rows[start - 1].text):
            continue
        for end in range(min(low, start + MOST_LINES), at, -1):
            said = _read([row.text for row in rows[start:end]])
            if said is not None and _is_day_of(said.day, issue):
                return start, end, said
    return None


def _day_of_head(head: str) -> tuple[int, int, int]:
    """Return the first day in the lines above a file's text, 0 for what it leaves out; the day of
    the month may stand alone beside its month."""
    norm = _WEEKDAY.sub(" ", half_width(head))
    for found in _DAY.finditer(norm):
        year, month, day = _day_in(found)
        if year and month:
            bare = _DAY_BELOW.match(norm, found.end()) or _DAY_ABOVE.search(norm, 0, found.start())
            return year, month, day or (int(bare[1]) if bare else 0)
    return 0, 0, 0


def _is_day_of(day: tuple[int, int, int], issue: tuple[int, int, int]) -> bool:
    """Say whether a day is the issue's, as far as its head tells."""
    return all(one == other or not other for one, other in zip(day, issue, strict=True))


def _is_made_by(line: str) -> bool:
    """Say whether a line is the page's imprint and tells no day."""
    norm = half_width(line)
    return is_imprint(squeeze(norm), norm) and not _YEAR_HERE.search(norm)


def _is_piece(line: str) -> bool:
    """Say whether a line holds nothing but what a folio does, or is the page's imprint."""
    if len(line) > _LONGEST or not STOPS.isdisjoint(line):
        return False
    if _is_made_by(line):
        return True
    norm = half_width(line)
    dated = _DAY.search(norm)
    rest = _NUMBER.sub(" ", _DAY.sub(" ", _WEEKDAY.sub(" ", without_imprint(norm) or norm)))
    return all(_may_name(cell, dated=bool(dated)) for cell in cells_of(rest))


def _may_name(cell: str, *, dated: bool) -> bool:
    """Say whether a piece may name the paper or the page; on the day's line that is any name."""
    if cell in SPREAD_WORDS or NAME.fullmatch(cell) or _LETTERS.fullmatch(cell):
        return True
    if _COUNTING.search(cell) and not is_certain(cell):
        return False
    other = dated and OTHER.fullmatch(cell) and not is_likely(cell) and not is_edition(cell)
    return bool(other) or is_certain(cell)


def _read(lines: Sequence[str]) -> _Said | None:
    """Return what lines say, None where they are no folio with the day, a number and one name."""
    norm = half_width("\n".join(line for line in lines if not _is_made_by(line)))
    norm = without_imprint(norm) or norm
    rest, weekdays = _WEEKDAY.subn(" ", norm)
    days = [_day_in(found) for found in _DAY.finditer(rest)]
    parts = [max(part) for part in zip(*days, strict=True)]
    if not parts or sum(map(bool, chain(*days))) != sum(map(bool, parts)) or weekdays > 1:
        return None
    year, month, day = parts
    begun = next(found.start() for found in _DAY.finditer(rest))
    rest = _DAY.sub(lambda found: " " * len(found[0]), rest)
    numbers = list(_NUMBER.finditer(rest))
    if not day:
        day, numbers = _bare_day(numbers, begun)
    label = _label(numbers)
    cells = [cell for cell in cells_of(_NUMBER.sub(" ", rest)) if cell not in SPREAD_WORDS]
    names = [cell for cell in cells if not is_certain(cell) and not _LETTERS.fullmatch(cell)]
    if not (label and year and month and day) or len(names) > 1:
        return None
    if not (weekdays or names or not numbers[0]["bare"]):
        return None
    return _Said((year, month, day), label, "".join(names))


def _day_in(found: re.Match[str]) -> tuple[int, int, int]:
    """Return the year, month and day that a match gives, 0 for what it leaves out."""
    told = [
        [found[name] for name in names if found[name]]
        for names in (("year", "year2"), ("month", "month2", "month3"), _DAYS)
    ]
    year, month, day = (integer(squeeze(one[0])) or 0 if one else 0 for one in told)
    return year, month, day


def _bare_day(numbers: list[re.Match[str]], begun: int) -> tuple[int, list[re.Match[str]]]:
    """Return the day that stands as a bare number behind its month, and the other numbers."""
    for number in numbers:
        if number.start() > begun and (number["bare"] or "").isdecimal():
            return int(number["bare"]), [other for other in numbers if other is not number]
    return 0, numbers


def _label(numbers: list[re.Match[str]]) -> str:
    """Return the label that one number gives, ``""`` where there are others or it gives none."""
    printed = numbers[0][0] if len(numbers) == 1 else ""
    label = "" if HALF_PAGE.fullmatch(printed.strip("第版 ")) else label_of(printed)
    both = any(sign in printed.strip("第版 ") for sign in JOINED)
    return label if both == ("-" in label) else ""
