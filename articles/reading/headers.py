"""What the furniture of a page says: the fields of masthead, issue and page."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from .document import IssueFields, Masthead, PageFields
from .flow import Flow, tidy
from .lines import half_width, squeeze
from .mastheads import Cluster
from .numerals import integer
from .tokens import Token, scan
from .words import PAGE_NAMES

_NAME = "|".join(sorted(PAGE_NAMES, key=len, reverse=True))
_HAN = r"[\u3400-\u9fff]"
_FOLIO = re.compile(
    rf"(?<![\w])(?:[A-D]\s?)?(\d{{1,2}})\s*(?:版)?\s*({_NAME})(?!{_HAN})|(?<!{_HAN})({_NAME})\s*(?:[A-D]\s?)?(\d{{1,2}})(?!\d)"
)
_BARE_DAY = re.compile(r"(?<!\S)([0-3]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日?(?!\S)")
_WEEKDAYS = "一二三四五六日"


@dataclass(slots=True)
class Header:
    """The fields that furniture gives."""

    masthead: Masthead = field(default_factory=Masthead)
    issue: IssueFields = field(default_factory=IssueFields)
    page: PageFields = field(default_factory=PageFields)


@dataclass(slots=True)
class _Day:
    """The parts of the date as they are found, in whatever order they are printed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def read_header(source: str, clusters: list[Cluster]) -> Header:
    """Return the fields of a page from its furniture; the first statement of a thing counts."""
    header = Header()
    day = _Day()
    edition: list[int] = []
    for cluster in clusters:
        _read_roles(source, cluster, header)
        flow = Flow(source, [(line.start, line.end) for line in cluster.lines])
        rest = _read_tokens(flow, header, day, edition)
        _read_folio(rest, header)
        _read_bare_day(rest, header, day)
    _finish(header, day, edition)
    return header


def _read_roles(source: str, cluster: Cluster, header: Header) -> None:
    """Take over channels and slogans, which are whole lines."""
    for line in cluster.lines:
        role = cluster.roles[line.start]
        if role == "channel":
            new = [cell for cell in line.text.split() if cell not in header.masthead.channels]
            header.masthead.channels += new
        elif role == "motto" and tidy(line.text) not in header.masthead.mottoes:
            header.masthead.mottoes.append(tidy(line.text))


def _read_tokens(flow: Flow, header: Header, day: _Day, edition: list[int]) -> str:
    """Read the tokens of a cluster; return its text with the tokens blanked out."""
    rest: list[str] = []
    at = 0
    for token in scan(flow.norm):
        rest += [flow.norm[at : token.start], "\n"]
        at = token.end
        _read_token(flow, token, header, day, edition)
    return "".join([*rest, flow.norm[at:]])


def _read_token(flow: Flow, token: Token, header: Header, day: _Day, edition: list[int]) -> None:
    masthead, issue, page = header.masthead, header.issue, header.page
    parts = {name: squeeze(text) for name, text in token.parts.items()}
    if token.kind in ("date", "year", "monthday"):
        _read_date(parts, day)
    elif token.kind in ("weekday", "lunar"):
        printed = squeeze(flow.text[token.start : token.end])
        field_name = "weekday" if token.kind == "weekday" else "lunar_date"
        setattr(issue, field_name, getattr(issue, field_name) or printed)
    elif token.kind == "number":
        issue.number = issue.number or integer(parts["number"])
    elif token.kind == "edition":
        edition += [value for value in [integer(parts["edition"])] if value]
    elif token.kind == "pages":
        issue.page_count = issue.page_count or integer(parts["pages"])
    elif token.kind == "folio" and page.number is None:
        page.number = integer((parts.get("folio") or parts["letter"]).lstrip("ABCDabcd"))
    elif token.kind == "organ":
        masthead.organ = masthead.organ or parts["organ"]
    elif token.kind == "sponsor":
        masthead.sponsor = masthead.sponsor or parts["sponsor"]
    elif token.kind == "hotline":
        masthead.hotline = masthead.hotline or tidy(half_width(token.parts["hotline"])).strip()


def _read_date(parts: dict[str, str], day: _Day) -> None:
    if day.year and day.month and day.day:
        return
    for name in ("year", "month", "day"):
        if parts.get(name) and getattr(day, name) is None:
            setattr(day, name, integer(parts[name]))


def _read_folio(rest: str, header: Header) -> None:
    """Read 2 要闻 or 要闻 2, or the page's name standing alone beside its number."""
    page = header.page
    found = _FOLIO.search(rest)
    if found and (page.number is None or page.number == int(found[1] or found[4])):
        page.number = int(found[1] or found[4])
        page.name = page.name or found[2] or found[3]
    if page.number is not None and not page.name:
        names = [cell for cell in re.split(r"[\s|·/:()-]+", rest) if cell in PAGE_NAMES]
        page.name = names[0] if names else ""


def _read_bare_day(rest: str, header: Header, day: _Day) -> None:
    """Read a day of the month that stands apart; of several the one that fits the weekday."""
    if day.day is not None or not (day.year and day.month):
        return
    found = [value for text in _BARE_DAY.findall(rest) if (value := integer(text)) and value <= 31]
    fitting = [value for value in found if _fits(day, value, header.issue.weekday)]
    day.day = next(iter(fitting or found), None)


def _fits(day: _Day, value: int, weekday: str) -> bool:
    printed = "日" if weekday[-1:] == "天" else weekday[-1:]
    try:
        date = datetime.date(day.year or 1, day.month or 1, value)
    except ValueError:
        return False
    return printed == "" or _WEEKDAYS[date.weekday()] == printed


def _finish(header: Header, day: _Day, edition: list[int]) -> None:
    issue = header.issue
    if issue.number is None and edition:
        issue.number = edition[0]
    if day.year and day.month and day.day and _fits(day, day.day, ""):
        issue.date = datetime.date(day.year, day.month, day.day).isoformat()
    front = header.masthead.organ or header.masthead.sponsor or issue.number or issue.page_count
    if header.page.number is None and front:
        header.page.number = 1
