"""What the furniture of a page says: the fields of masthead, issue and page."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from .bare import EDITION_NAME, EXTRAS, cells_of, edition_of, find_place, is_channel, is_edition
from .document import IssueFields, Masthead, PageFields
from .flow import Flow, tidy
from .folio_pieces import folio_at_top
from .han import begins_with_han
from .imprints import without_imprint
from .lines import Line, Source, half_width, squeeze
from .mastheads import Cluster, look_at
from .numerals import BEFORE_REPUBLIC, integer
from .page_labels import (
    IN_EDITION,
    LISTED_SPREAD,
    MARK,
    OF_EDITION,
    SPREAD,
    digits_of,
    label_of,
    spread_of,
)
from .patterns import HAN
from .plates import supplement_of
from .tokens import Token, scan, tokens_of
from .usual import Usual
from .words import CORE_VALUES, PAGE_NAME, PAGE_NAMES, SPREAD_WORDS

_FOLIO = re.compile(
    rf"(?<![\w])({SPREAD}|{LISTED_SPREAD}|{MARK})\s*(?:版)?[\s\]|▏▎▍▌┃│]*({PAGE_NAME})(?!{HAN})"
    rf"|(?<!{HAN})({PAGE_NAME})\s*({SPREAD}|{LISTED_SPREAD}|{MARK})(?!\d)"
    rf"|(?<!\w)({EDITION_NAME})\s*({IN_EDITION})(?![\dA-Za-z])"
    rf"|(?<!\w)({OF_EDITION})\s*版?\s*({EDITION_NAME})(?!{HAN})"
)
_BARE_DAY = re.compile(
    r"(?<!\S)([0-3]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日?(?!\S)"
)
_YEAR_IN_FIGURES = re.compile(r"(?:19|20)\d\d\s*[./-]")
_NUMBER = re.compile(rf"{SPREAD}|{MARK}")
_PAGE_NAME = re.compile(rf"{HAN}{{2,6}}(?:[·•/]{HAN}{{2,6}})?")
_LEG = re.compile(HAN + r"{4,8}")
_PAPER = re.compile(r"报$|^今日|^(?:本期|本报)|^(?:出版|编辑|电话|新闻热线|版次)")
_COVER = re.compile(rf"(?<!{HAN})封[二三底](?!{HAN})")
# Four sides are a sheet that is folded once.
_FEWEST_WITH_COVERS = 4
_WEEKDAYS = "一二三四五六日"
# A running number, and the last one of a double issue.
_Numbers: TypeAlias = tuple[int | None, int | None]
# An issue of more numbers than that is a misprint.
_MOST_IN_ONE = 10


# Lines taken whole, and imprints, which are read apart.
_NO_LABELS = ("channel", "motto", "nameplate", "ornament", "weather", "imprint")
# Ways to reach the paper, which stand beside no page number.
_CONTACTS = {"contact", "address", "hotline", "price", "publisher", "licence", "post"}
# What a front page's masthead says, and a year, with which 11-12 is a day.
_OF_FRONT = {"organ", "sponsor", "number", "pages", "year"}


@dataclass(slots=True)
class Header:
    """The fields that furniture gives."""

    masthead: Masthead = field(default_factory=Masthead)
    issue: IssueFields = field(default_factory=IssueFields)
    page: PageFields = field(default_factory=PageFields)
    # 封二, 封三 or 封底, where the page prints that and no number.
    cover: str = ""


@dataclass(slots=True)
class _Day:
    """The parts of the date as they are found, in whatever order they are printed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def may_print_day(text: str) -> bool:
    """Say whether a text may print its day: in no form is one without a year."""
    if "年" in text:
        return True
    norm = half_width(Usual(text).text)
    return "年" in norm or bool(_YEAR_IN_FIGURES.search(norm))


def header_of(text: str) -> Header:
    """Return the fields that the furniture of a text gives."""
    looked = look_at(Usual(text).text)
    return read_header(looked.source, looked.clusters, looked.texts)


def read_header(
    source: Source, clusters: list[Cluster], texts: tuple[int, int] | None = None
) -> Header:
    """Return the fields of a page from its furniture; the first statement of a thing counts.

    ``texts`` is where its first and its last line of text begin: a folio between them, below a
    front page's masthead, is another page's (``doubts`` asks about it).
    """
    header = Header()
    day = _Day()
    numbers: list[_Numbers] = []
    if clusters:
        _read_top_folio(clusters[0], header)
    for cluster in clusters:
        page, edition = replace(header.page), header.issue.edition
        front = header.masthead.organ or header.issue.page_count
        _read_roles(cluster, header)
        told = [line for line in cluster.lines if cluster.roles[line.start] not in _NO_LABELS]
        imprints = [line for line in cluster.lines if cluster.roles[line.start] == "imprint"]
        _read_spread(told, header.page)
        rest = _read_tokens(_flow(source, told), header, day, numbers)
        _read_tokens(_flow(source, imprints), header, day, numbers)
        plain = all(token.kind in _CONTACTS for line in told for token in tokens_of(line))
        rest = _read_bare_day(rest, header, day)
        _read_folio(rest, header)
        header.cover = header.cover or _cover_of(cluster)
        named = not plain or "folio" in cluster.roles.values()
        _read_cells(rest, header, find_place(cluster.lines), named=named)
        if front and texts and texts[0] < cluster.lines[0].start < texts[1]:
            header.page, header.issue.edition = page, edition
    _finish(header, day, numbers)
    return header


def _flow(source: Source, lines: list[Line]) -> Flow:
    return Flow(source, [(line.start, line.end) for line in lines])


def _read_roles(cluster: Cluster, header: Header) -> None:
    """Take over channels, slogans and supplements' names, which are whole lines."""
    for line in cluster.lines:
        role = cluster.roles[line.start]
        if role == "channel":
            new = [cell for cell in line.text.split() if cell not in header.masthead.channels]
            header.masthead.channels += new
        elif role == "motto" and tidy(line.text) not in header.masthead.mottoes:
            header.masthead.mottoes.append(tidy(line.text))
        elif role == "folio" and not is_edition(part := supplement_of(line.key)[1]):
            header.page.name = header.page.name or part


def _read_top_folio(cluster: Cluster, header: Header) -> None:
    """Read a folio in pieces at the page's top."""
    found = folio_at_top([line.text for line in cluster.lines])
    if found is not None:
        _name_page(header.page, found[1].label)
        header.page.name = found[1].name


def spread_in(line: Line) -> str:
    """Return the label of a double spread whose numbers stand between spaces, ``""`` for none."""
    return next(filter(None, map(spread_of, (line.key, *line.norm.split()))), "")


def _read_spread(lines: list[Line], page: PageFields) -> None:
    """Read a double spread's numbers that stand alone between spaces, below no front's masthead."""
    for line in lines:
        kinds = {token.kind for token in tokens_of(line)}
        label = spread_in(line)
        if label and page.number is None and not kinds & _OF_FRONT:
            _name_page(page, label)


def _read_tokens(flow: Flow, header: Header, day: _Day, numbers: list[_Numbers]) -> str:
    """Read the tokens of a cluster; return its text with the tokens blanked out."""
    rest: list[str] = []
    at = 0
    for token in scan(flow.norm):
        rest += [flow.norm[at : token.start], "\n"]
        at = token.end
        _read_token(flow, token, header, day, numbers)
    return "".join([*rest, flow.norm[at:]])


def _read_token(
    flow: Flow, token: Token, header: Header, day: _Day, numbers: list[_Numbers]
) -> None:
    masthead, issue, page = header.masthead, header.issue, header.page
    parts = {name: squeeze(text) for name, text in token.parts.items()}
    if token.kind in ("date", "year", "monthday"):
        _read_date(parts, day)
    elif token.kind in ("weekday", "lunar"):
        printed = squeeze(flow.text[token.start : token.end])
        field_name = "weekday" if token.kind == "weekday" else "lunar_date"
        setattr(issue, field_name, getattr(issue, field_name) or printed)
    elif token.kind == "number" and issue.number is None:
        issue.number, issue.number_to = _numbers(parts["number"], parts.get("until", ""))
    elif token.kind == "edition":
        numbers.append(_numbers(parts["edition"], parts.get("until", "")))
    elif token.kind == "pages":
        issue.page_count = issue.page_count or integer(parts["pages"])
    elif token.kind == "folio" and page.number is None:
        _name_page(page, next(iter(parts.values())))
    elif token.kind == "organ":
        organ = _printed(flow, token, "organ")
        if not masthead.organ or ("机关" in organ and "机关" not in masthead.organ):
            masthead.organ = organ
    elif token.kind == "sponsor":
        masthead.sponsor = masthead.sponsor or _printed(flow, token, "sponsor")
    elif token.kind == "hotline":
        masthead.hotline = masthead.hotline or tidy(half_width(token.parts["hotline"])).strip()


def _numbers(first: str, last: str) -> _Numbers:
    """Return the running number, of a double issue its last one too: 4455-4456, 4455-56."""
    low, high = integer(first), integer(last)
    if not low:
        return None, None
    if high and high < low and len(last) < len(first):
        high = integer(first[: len(first) - len(last)] + last)
    return low, high if high and low < high <= low + _MOST_IN_ONE else None


def _printed(flow: Flow, token: Token, name: str) -> str:
    """Return a part of a token in the forms it was printed in."""
    at = flow.norm.find(token.parts[name], token.start)
    return tidy(flow.text[at : at + len(token.parts[name])]).strip()


def _read_date(parts: dict[str, str], day: _Day) -> None:
    if day.year and day.month and day.day:
        return
    if parts.get("republic") and day.year is None:
        # 民国元年 was 1912.
        years = integer(parts["republic"])
        day.year = None if years is None else BEFORE_REPUBLIC + years
    for name in ("year", "month", "day"):
        if parts.get(name) and getattr(day, name) is None:
            setattr(day, name, integer(parts[name]))


def _read_folio(rest: str, header: Header) -> None:
    """Read 2 要闻 or 要闻 2, or the page's name standing alone beside its number."""
    page = header.page
    name, label = _folio_in(rest)
    if label and (page.number is None or page.number == digits_of(label)):
        _name_page(page, page.label or label)
        page.name = page.name or name


def folio_label(norm: str) -> str:
    """Return the label in a line that is a page's folio (2 要闻, 要闻 2, 2), ``""`` for none."""
    return named_folio(norm) or label_of(norm) or spread_of(squeeze(norm))


def named_folio(norm: str) -> str:
    """Return the label that stands beside a page's name in a line, ``""`` for none."""
    return _folio_in(norm)[1]


def _folio_in(norm: str) -> tuple[str, str]:
    """Return the name and label of a page that stand side by side, ``("", "")`` for none."""
    found = _FOLIO.search(norm)
    if found is None:
        return "", ""
    first, second = filter(None, found.groups())
    name, printed = (first, second) if begins_with_han(first) else (second, first)
    return name, label_of(printed)


def _name_page(page: PageFields, printed: str) -> None:
    """Take over what a page is called in print."""
    page.label = label_of(printed)
    page.number = digits_of(page.label)


def _read_cells(rest: str, header: Header, place: str, *, named: bool) -> None:
    """Read what stands between the labels: a page's number and name, channels, values.

    ``named``: the lines may hold the page's number and name, being more than a way to reach it.
    """
    cells = cells_of(without_imprint(rest) or rest)
    values: list[str] = []
    page = header.page
    masthead, issue = header.masthead, header.issue
    inner = not (masthead.organ or masthead.sponsor or issue.number or issue.page_count)
    for cell in cells:
        if _NUMBER.fullmatch(cell):
            if inner and named and page.number is None:
                _name_page(page, cell)
        elif (edition := edition_of(cell)) and not (
            inner and edition == cell and cell not in EXTRAS
        ):
            # An edition's name is part of its address, which has no figures: 建县60周年特刊.
            kind = edition[-2:] if re.search(r"\d", edition) else edition
            issue.edition = issue.edition or kind
        elif cell in CORE_VALUES and not (inner and cell in PAGE_NAMES and not page.name):
            values.append(cell)
        elif is_channel(cell, place) and not inner and cell not in PAGE_NAMES:
            header.masthead.channels += [cell] if cell not in header.masthead.channels else []
        elif (
            inner
            and named
            and not page.name
            and _PAGE_NAME.fullmatch(cell)
            and cell not in SPREAD_WORDS
            and not is_channel(cell, place)
            and not _PAPER.search(cell)
        ):
            page.name = cell
    if not inner:
        _read_slogan(cells, header)
    for at in range(0, len(values), 4):
        motto = " ".join(values[at : at + 4])
        if motto not in header.masthead.mottoes:
            header.masthead.mottoes.append(motto)


def _read_slogan(cells: list[str], header: Header) -> None:
    """Read words of one length that stand side by side between the labels: 立足县情 服务百姓."""
    known = header.masthead.channels
    for first, second in pairwise(cells):
        alike = len(first) == len(second) and _LEG.fullmatch(first) and _LEG.fullmatch(second)
        if alike and first not in known and second not in known:
            header.masthead.mottoes.append(f"{first} {second}")
            return


def _read_bare_day(rest: str, header: Header, day: _Day) -> str:
    """Read a day of the month that stands apart; of several the one that fits the weekday.

    Returns the rest without it.
    """
    if day.day is not None or not (day.year and day.month):
        return rest
    found = [
        (match, value)
        for match in _BARE_DAY.finditer(rest)
        if (value := integer(match[1])) and value <= 31
    ]
    fitting = [pair for pair in found if _fits(day, pair[1], header.issue.weekday)]
    # The page's number may fall on the same weekday.
    others = [pair for pair in fitting if pair[1] != header.page.number]
    chosen = next(iter(others or fitting or found), None)
    if chosen is None:
        return rest
    day.day = chosen[1]
    return rest[: chosen[0].start()] + " " + rest[chosen[0].end() :]


def _fits(day: _Day, value: int, weekday: str) -> bool:
    printed = "日" if weekday[-1:] == "天" else weekday[-1:]
    try:
        date = datetime.date(day.year or 1, day.month or 1, value)
    except ValueError:
        return False
    return printed == "" or _WEEKDAYS[date.weekday()] == printed


def _finish(header: Header, day: _Day, numbers: list[_Numbers]) -> None:
    issue = header.issue
    if issue.number is None and numbers:
        issue.number, issue.number_to = numbers[0]
    if day.year and day.month and day.day and _fits(day, day.day, ""):
        issue.date = datetime.date(day.year, day.month, day.day).isoformat()
    page = header.page
    front = header.masthead.organ or header.masthead.sponsor or issue.number or issue.page_count
    own = page.label[:1] not in ("", *"ABCD", *"0123456789")
    if is_edition(page.name) and (own or (page.label == "1" and not front)):
        # 特刊 T01: the letter says that the edition has pages of its own.
        issue.edition, page.name = issue.edition or page.name, ""
    if header.page.number is None and header.cover:
        _place_cover(header)
        return
    # An extra that prints no page is its own front page.
    front = front or issue.edition in EXTRAS
    if header.page.number is None and (front or page.name in ("头版", "封面")):
        header.page.number, header.page.label = 1, "1"


def _cover_of(cluster: Cluster) -> str:
    """Return the cover that a cluster names in a cell of its own: 封二, 封三 or 封底."""
    found = (_COVER.search(line.text) for line in cluster.lines)
    return next((cover[0] for cover in found if cover), "")


def _place_cover(header: Header) -> None:
    """Give a cover its place, which follows from how many pages there are; else it is asked for."""
    page, count = header.page, header.issue.page_count or 0
    page.name = page.name or header.cover
    if count >= _FEWEST_WITH_COVERS:
        page.number = {"封二": 2, "封三": count - 1}.get(header.cover, count)
        page.label = str(page.number)
