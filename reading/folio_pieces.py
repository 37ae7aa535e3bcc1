"""报眉的零件: a further page's folio whose pieces stand in any order, on one line or on several.

云岭日报 综合 2, 民生 10月17日 星期五 2版, 2 综合, 2-3 国庆特别报道; 综合 above B02.
What a line of the known forms says (``page_marks``) counts with them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice, pairwise, takewhile
from typing import NamedTuple

from .bare import cells_of, is_edition
from .dated_folios import NAME, OTHER, STOPS, dated_at_top, dated_folios
from .imprints import without_imprint
from .lines import ends_sentence, half_width, squeeze
from .page_labels import HALF_PAGE, JOINED, digits_of, label_of
from .page_marks import has_ended, page_marks
from .patterns import HAN
from .plates import is_certain, is_likely
from .tokens import PAGE_COUNT
from .words import SPREAD_WORDS

_MOST_LINES, _LONGEST, _LONGEST_HEADLINE, _LONGEST_FORM = 4, 48, 60, 90
# Without an imprint it is no longer.
_LONGEST_PLAIN = 32
# Empty lines between two pieces, at most.
_WIDEST = 2
_HEAD = 4
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_COUNT = rf"(?:\d{{1,2}}|{_NUMERAL})"
_DAY = re.compile(
    rf"(?P<year>(?:(?:19|20)\d\d|[零一二三四五六七八九]{{4}})\s*年\s*)?{_COUNT}\s*月\s*{_COUNT}\s*日"
    r"|(?<![\w.-])(?P<era>(?:19|20)\d\d\s?[./-]\s?)(?:0?[1-9]|1[0-2])\s?[./-]\s?(?:[0-2]?\d|3[01])(?![\w.-])"
)
# Without its year it may be a double spread as well: 10-11.
_MONTH_AND_DAY = re.compile(r"(?<![\w.-])(?:0?[1-9]|1[0-2])[./-](?:[0-2]?\d|3[01])(?![\w.-])")
_WEEKDAY = re.compile(rf"(?:星\s*期|礼\s*拜|周)\s*[一二三四五六日天](?!{HAN})")
_ONE = r"(?:[A-Z]\s?)?\d{1,2}"
_JOIN = rf"\s?(?:版\s?)?[{re.escape(JOINED)}]\s?(?:第\s?)?"
_BOTH = rf"{_ONE}(?:{_JOIN}{_ONE})?"
_SAID = rf"(?:{_BOTH}|{_NUMERAL}(?:{_JOIN}{_NUMERAL})?)"
_NUMBER = re.compile(
    rf"第\s*(?P<sure>{_SAID})\s*版|(?:(?<![\w.])|(?<=[{HAN[1:-1]}]))(?P<said>{_SAID})\s*版(?!\w)"
    rf"|(?<![A-Za-z\d.])(?P<bare>{_BOTH})(?![A-Za-z\d.%℃])"
)
_ENDS = r"\r\n\f\v\x1c-\x1e\x85\u2028\u2029"
_FIGURE = re.compile(r"\d|[一二三四五六七八九十]\s*版|^\s*版\s*$")
_FIGURE_TO_END = re.compile(rf"[\d版][^{_ENDS}{''.join(STOPS)}]{{0,{_LONGEST}}}(?=[{_ENDS}]|\Z)")
# What stands beside the number, if it is not alone on its line.
_TELLING = re.compile(
    rf"[版报月周]|星期|礼拜|{NAME.pattern}|[./{JOINED}]|^\W*[A-Z]?\s?\d{{1,2}}\W*$"
)
# A figure with what it counts.
_COUNTS = re.compile(rf"\d(?![版年月日]|{'|'.join(SPREAD_WORDS)}|{NAME.pattern}){HAN}|\d{{5}}")
# Each paper's name that is sure has one of these.
_IN_PAPERS = frozenset("报報今")
_WORDS_BESIDE = frozenset("第版")
_ENDED = re.compile(r"[。！？]")
# 1, 1 教育, 1.教育, 教育 1 on a line of its own.
_COUNTED = re.compile(
    rf"^[^\S\n]*(?:[(\[]?0?(\d)[)\]]?[ 、.:|·]*(?:{HAN}[^\S\n]?){{0,16}}"
    rf"|{HAN}{{2,6}}[ |·]*0?(\d))[^\S\n]*$",
    re.MULTILINE,
)
_PART = re.compile(rf"第?{_COUNT}")
# 今日4版 says how many pages there are. Each has one of these.
_OF_ISSUE, _IN_COUNTS = re.compile(PAGE_COUNT), frozenset("今本共")


class FolioMark(NamedTuple):
    """Lines that name a page: where they begin and end, and the label that they say.

    ``is_sure``: they can be nothing else. ``is_apart``: they stand between empty lines.
    ``is_named``: they say more than a double spread's numbers.
    """

    start: int
    end: int
    label: str
    is_sure: bool = True
    is_apart: bool = True
    is_named: bool = True


class Folio(NamedTuple):
    """What the pieces of a folio say: the page's label and name, and whether they can be nothing
    else."""

    label: str
    name: str
    is_sure: bool


class _Row(NamedTuple):
    """A line with something on it, and how many empty ones stand above."""

    start: int
    end: int
    text: str
    gap: int


# A file of one page is asked twice: whether it is parted, and of its text.
@lru_cache(1)
def folio_marks(text: str) -> tuple[FolioMark, ...]:
    """Return the lines of a text, below its first, that name a page and nothing else.

    Those in forms of their own (``page_marks``) are sure. So are of the others those below a text
    that has ended which say 第N版, the paper's name, or the day with its year or weekday. What is
    but a number and a name has a headline below it, too.
    """
    found = _with_dated(_runs(text), text)
    marks = []
    for start, label in page_marks(text):
        within = [at for at, row in enumerate(found) if row.start <= start < row.end]
        if within:
            found[within[0]] = found[within[0]]._replace(is_sure=True)
        else:
            line = text[start : start + _LONGEST_FORM].splitlines()[0]
            marks.append(FolioMark(start, start + len(line), label))
    return tuple(sorted([*marks, *found]))


def _with_dated(runs: Iterable[FolioMark], text: str) -> list[FolioMark]:
    """Return runs with those that have the day in pieces, which count before others."""
    dated = [
        FolioMark(row.start, row.end, row.label, is_apart=row.is_apart)
        for row in dated_folios(text)
    ]
    others = (
        run for run in runs if all(run.end <= row.start or row.end <= run.start for row in dated)
    )
    return sorted([*others, *dated])


def is_counted(text: str, label: str) -> bool:
    """Say whether a text counts its parts or rows with the number of its own page: then 2 and a
    name below 1 and a name is no folio of the next page."""
    first = _ENDED.search(text)
    rest = half_width(text[first.end() :]) if first else ""
    number = digits_of(label)
    return any(int(row[1] or row[2]) == number for row in _COUNTED.finditer(rest))


def _runs(text: str) -> Iterator[FolioMark]:
    """Yield the runs of lines that are a folio's pieces."""
    near = _places_of_numbers(text)
    if not near:
        return
    lines = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    own = _own_names(islice((line for line in lines if not line.isspace()), _HEAD))
    last = 0
    for place in near:
        if place < last:
            continue
        at = bisect_right(starts, place) - 1
        rows, middle = _rows_about(lines, starts, at)
        first = next(number for number, row in enumerate(rows) if row.end > last) + 1
        mark = _run_about(rows, middle, first, own) if middle >= first else None
        if mark is not None:
            last = mark.end
            yield mark


def _places_of_numbers(text: str) -> list[int]:
    """Return where, below the first sentence, lines stand that may hold a page's number."""
    first = _ENDED.search(text)
    found = []
    for figure in _FIGURE_TO_END.finditer(text, first.end()) if first else ():
        low, high = figure.span()
        if _may_hold_number(text[max(low - _LONGEST, 0) : high].splitlines()[-1]):
            found.append(low)
    return found


def _may_hold_number(line: str) -> bool:
    """Say cheaply whether a line may hold a page's number, and nothing that is counted."""
    return (
        len(line) < _LONGEST
        and STOPS.isdisjoint(line)
        and (":" in line or "：" in line or len(line.strip()) <= _LONGEST_PLAIN)
        and bool(_FIGURE.search(line) and _TELLING.search(squeeze(line)))
        and not _COUNTS.search(line)
        and not _counts_pages(line)
    )


def _counts_pages(text: str) -> bool:
    return not _IN_COUNTS.isdisjoint(text) and bool(_OF_ISSUE.search(half_width(text)))


def _rows_about(lines: list[str], starts: list[int], at: int) -> tuple[list[_Row], int]:
    """Return the lines about one, without the empty ones, and its place among them."""
    above = list(islice((n for n in range(at - 1, -1, -1) if not lines[n].isspace()), _MOST_LINES))
    below = (n for n in range(at + 1, len(lines)) if not lines[n].isspace())
    near = [*reversed(above), at, *islice(below, _MOST_LINES)]
    gaps = (high - low - 1 for low, high in pairwise([near[0] - 1, *near]))
    rows = [
        _Row(starts[n], starts[n] + len(line := lines[n].rstrip()), line, gap)
        for n, gap in zip(near, gaps, strict=True)
    ]
    return rows, len(above)


def _own_names(head: Iterable[str]) -> set[str]:
    """Return what the paper may be called: the names on the first lines of a text."""
    named = (line for line in head if not _IN_PAPERS.isdisjoint(line))
    cells = (cell for line in named for cell in cells_of(_NUMBER.sub(" ", half_width(line))))
    return {cell.strip("《》") for cell in cells if _is_paper(cell)}


def _run_about(rows: list[_Row], at: int, first: int, own: set[str]) -> FolioMark | None:
    """Return the longest run about a line that is a folio, from the first possible row on."""
    high = low = at
    while high > max(first, at - _MOST_LINES + 1) and _goes_with(rows, high, rows[high - 1], own):
        high -= 1
    while low < min(len(rows), at + _MOST_LINES) - 1 and _goes_with(
        rows, low + 1, rows[low + 1], own
    ):
        low += 1
    for start in range(high, at + 1):
        if not has_ended(rows[start - 1].text):
            continue
        for end in range(min(low, start + _MOST_LINES - 1), at - 1, -1):
            folio = folio_of((row.text for row in rows[start : end + 1]), own)
            if folio is None:
                continue
            below = rows[end + 1 : end + 2]
            if folio.is_sure or (below and _is_headline(below[0].text, own)):
                apart = bool(rows[start].gap and below and below[0].gap)
                low, high = rows[start].start, rows[end].end
                return FolioMark(low, high, folio.label, folio.is_sure, apart, bool(folio.name))
    return None


def _goes_with(rows: list[_Row], lower: int, row: _Row, own: set[str]) -> bool:
    """Say whether a line is a piece, close to the other."""
    return rows[lower].gap <= _WIDEST and _is_piece(row.text, own)


def _is_piece(line: str, own: set[str]) -> bool:
    if len(line) > _LONGEST or not STOPS.isdisjoint(line):
        return False
    norm = half_width(line)
    key = squeeze(norm)
    if key in _WORDS_BESIDE or key in own or NAME.fullmatch(key) or _PART.fullmatch(key):
        return True
    rest = _WEEKDAY.sub("", _MONTH_AND_DAY.sub("", _DAY.sub("", norm)))
    return not squeeze(_NUMBER.sub("", rest)).strip("第版|/·-")


def folio_at_top(lines: Sequence[str]) -> tuple[int, Folio] | None:
    """Return how many of a page's first lines are its folio in pieces, and what they say."""
    if (dated := dated_at_top(lines)) is not None:
        return dated[0], Folio(*dated[1:], is_sure=True)
    near = lines[:_MOST_LINES]
    if not any(map(_may_hold_number, near)):
        return None
    own = _own_names(near)
    short = list(takewhile(lambda line: _may_hold_number(line) or _is_piece(line, own), near))
    for count in range(len(short), 0, -1):
        if (folio := folio_of(short[:count], own)) is not None:
            return count, folio
    return None


def folio_of(lines: Iterable[str], own: set[str]) -> Folio | None:
    """Return what pieces of a folio say, None where something else stands among them.

    ``own`` is what the paper is called.
    """
    text = "\n".join(lines)
    if not STOPS.isdisjoint(text) or _counts_pages(text):
        return None
    norm = half_width(text)
    norm = without_imprint(norm) or norm
    rest, days = _DAY.subn(" ", norm)
    dated = bool(days) and any(row["year"] or row["era"] for row in _DAY.finditer(norm))
    rest, weekdays = _WEEKDAY.subn(" ", rest)
    without, parts = _MONTH_AND_DAY.subn(" ", rest)
    if parts and _NUMBER.search(without):
        rest, days = without, days + parts
    numbers = list(_NUMBER.finditer(rest))
    printed = next(filter(None, numbers[0].groups())) if len(numbers) == 1 else ""
    label = "" if HALF_PAGE.fullmatch(printed) else label_of(printed)
    if not label or days > 1 or weekdays > 1:
        return None
    number = numbers[0]
    told = bool(number["sure"] or number["said"])
    around = f"{rest[: number.start()]} {rest[number.end() :]}"
    cells = [cell for cell in cells_of(around) if cell not in SPREAD_WORDS]
    titles = {cell for cell in cells if _is_paper(cell)}
    papers = [cell.strip("《》") for cell in titles]
    names = [cell for cell in cells if cell not in titles]
    own_paper = len(papers) == 1 and papers[0] in own
    apart = any(squeeze(line) in names for line in norm.splitlines())
    if not _are_of_folio(papers, names, dated=bool(told and days) and not apart):
        return None
    if papers and not (own_paper if own else told):
        return None
    both = "-" in label
    if not (names or papers or days or told) and norm.lstrip()[0] in "([":
        return None
    if not (names or papers or both or (told and (days or "\n" in text))):
        return None
    said = own_paper or dated or bool(days and (told or weekdays)) or bool(told and weekdays)
    lettered = bool(names) and label[0].isalpha() and label[1] == "0"
    sure = said or lettered or bool(number["sure"] or (both and days))
    return Folio(label, next(iter(names), ""), sure and norm.lstrip()[0] != "(")


def _are_of_folio(papers: list[str], names: list[str], *, dated: bool) -> bool:
    """Say whether the paper's name and the page's are all that stands beside a number; on one line
    with the day the page may be called anything."""
    if len(papers) > 1 or len(names) > 1:
        return False
    return not names or bool(
        NAME.fullmatch(names[0])
        or (dated and OTHER.fullmatch(names[0]) and not _is_named_apart(names[0]))
    )


def _is_paper(cell: str) -> bool:
    return not _IN_PAPERS.isdisjoint(cell) and is_certain(cell)


def _is_named_apart(cell: str) -> bool:
    """Say whether a piece may name the paper or an edition."""
    return is_likely(cell) or is_edition(cell)


def _is_headline(line: str, own: set[str]) -> bool:
    """Say whether a line may be a headline, or the head of one: no running text, and no row of the
    same form as the one above it."""
    bare = line.strip()
    indented = len(line) - len(line.lstrip()) > 1 and "，" in bare
    head = len(bare) <= _LONGEST_HEADLINE and not ends_sentence(bare) and not indented
    return head and folio_of([bare], own) is None
