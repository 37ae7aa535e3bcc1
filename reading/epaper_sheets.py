"""Sheets: one file each of an e-paper (数字报), and which page of which day it belongs to.

A page's own sheet shows the page's picture, with parts that lead to its stories, and lists them; a
story's sheet holds its text. Each is known by what is in it, whatever system made it.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote, urlsplit

from .document import Region, Span
from .outlines import Outline, outline_of
from .page_labels import label_of, place_of
from .patterns import HAN
from .web_blocks import is_picture
from .web_pages import Area, Piece, Shown, WebPage
from .web_roles import is_navigation, link_of, role_of
from .websites import is_navigation_word

_LABEL = re.compile(
    rf"(?<![A-Za-z0-9])(?<!今日)(?<!本期)(?<!共)(?:第\s*(?P<a>[A-Z]?\d{{1,3}})\s*版|(?P<b>[A-Z]?\d{{1,3}})\s*版(?![面权式本]))"
    rf"(?:\s*[:：·|]?\s*(?P<name>{HAN}{{2,8}}))?"
)
_ALONE = re.compile(r"\s*(?P<a>[A-Z]?\d{1,3})\s*")
_DAY = re.compile(r"(19\d\d|20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WEB_FILE = re.compile(r"\.(?:s?html?|xhtml|jsp|aspx?|php)$", re.IGNORECASE)
_MOST_CORNERS = 400


@dataclass(frozen=True, slots=True)
class Label:
    """A page as a sheet calls it: its label (``reading.page_labels``) and its name."""

    text: str
    name: str = ""

    @property
    def place(self) -> int | None:
        """The place in the issue, the same for A01, A1 and 1."""
        return place_of(self.text)


@dataclass
class Sheet:
    """One file of an e-paper: ``name`` is its path, from the folder that all came in."""

    name: str
    page: WebPage
    _spans: list[Span] = field(default_factory=list)

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.page)

    @property
    def is_story(self) -> bool:
        return bool(self.outline.stories)

    @property
    def is_frame(self) -> bool:
        """Whether it has nothing but pictures, which a page shows within a frame."""
        return not self.page.text.strip() and bool(self.pictures)

    @property
    def pictures(self) -> list[Shown]:
        return [row for row in self.page.pictures if is_picture(row) and target("", row.src)]

    @cached_property
    def links(self) -> list[str]:
        """The files that it leads to, in the order of its list, then of its picture's parts."""
        hrefs = [link_of(piece.element) for piece in self.page.pieces]
        hrefs += [area.href for area in self.page.areas]
        found = (target(self.name, href) for href in hrefs if href)
        return list(dict.fromkeys(name for name in found if name and _WEB_FILE.search(name)))

    @cached_property
    def leads_on(self) -> list[str]:
        """The files that parts of its picture lead to, and its headlines where all are links."""
        hrefs = [area.href for area in self.page.areas]
        heads = [span for row in self.outline.stories for span in row.head["headline"]]
        led = [self._link_at(span) for span in heads]
        hrefs += led if all(led) else []
        return [name for name in (target(self.name, href) for href in hrefs) if name]

    def _link_at(self, span: Span) -> str:
        inside = (row for row in self.page.pieces if span[0] <= row.start < span[1])
        return next(filter(None, (link_of(row.element) for row in inside)), "")

    @cached_property
    def date(self) -> str:
        """The day that it tells, as YYYY-MM-DD."""
        said = [self.page.told.get("date", ""), *(self._line(row) for row in self._told())]
        return next((day for day in map(_day, [*said, self.page.title]) if day), "")

    @cached_property
    def label(self) -> Label | None:
        """The page that it is of: as its text says outside of links, else as it is called."""
        told = self.page.told
        called = [told.get("nodesearchname", ""), told.get("nodename", ""), self.page.title]
        found = self._label_said() or next(filter(None, map(_label, called)), None)
        alone = _ALONE.fullmatch(told.get("nodename") or told.get("pageno", ""))
        return found or (_labelled(alone["a"], told.get("pagename", "")) if alone else None)

    def _label_said(self) -> Label | None:
        """Return the page that a link to the sheet itself names, else its text, last a list's."""
        own, plain = [], []
        for row in self._told():
            href = link_of(row.element)
            if not href:
                plain.append(row)
            elif target(self.name, href) == self.name:
                own.append(row)
        named = ((row, label) for row in [*own, *plain] if (label := _label(self._line(row))))
        listed = None
        for row, label in named:
            if link_of(row.element) or not is_navigation(row.element):
                return label
            listed = listed or label
        return listed

    @cached_property
    def navigation(self) -> list[Span]:
        """Where the text leads through the site, in order: such words name no page."""
        pieces = (row for row in self.page.pieces if is_navigation(row.element))
        return [(row.start, row.end) for row in pieces]

    @cached_property
    def pages_listed(self) -> int:
        """How many pages the issue has, where it lists them."""
        told = (piece for piece in self._told() if link_of(piece.element))
        return len({label.place for piece in told if (label := _label(self._line(piece)))})

    @cached_property
    def picture(self) -> Shown | None:
        """The picture of the page itself: the one with parts that lead somewhere."""
        mapped = [row for row in self.page.pictures if row.map]
        return mapped[0] if mapped else None

    def regions(self, size: tuple[int, int] | None) -> dict[str, list[Region]]:
        """Return the parts of the page's picture by the file they lead to.

        ``size`` is the picture's own, for a tag that does not say it.
        """
        shown = self.picture
        found: dict[str, list[Region]] = {}
        if shown is None:
            return found
        width, height = (_pixels(value) for value in (shown.width, shown.height))
        if not (width and height):
            width, height = size or (0, 0)
        for area in self.page.areas:
            region = _region(area, width, height) if area.map == shown.map else None
            name = area.href.lower() if area.href.startswith("#") else target(self.name, area.href)
            if region and name:
                found.setdefault(name, []).append(region)
        return found

    def _told(self) -> Iterator[Piece]:
        """Yield the pieces that are no story's text."""
        for piece in self.page.pieces:
            if role_of(piece.element) not in ("body", "headline", "caption"):
                yield piece

    def _line(self, piece: Piece) -> str:
        return self.page.text[piece.start : min(piece.end, piece.start + 80)]


def is_sheet_of(name: str, leads_on: Collection[str], stories: Collection[str]) -> bool:
    """Say whether what leads on from a file of that name leads to stories beside it, and not to
    itself: then it is their page's own sheet, and no story.

    A story's file may show the page's picture, too, with a part that is itself.
    """
    return name not in leads_on and any(other in stories for other in leads_on)


def show_frames(sheets: Mapping[str, Sheet]) -> None:
    """Let sheets show the pictures of the files that they have frames for."""
    for name, sheet in sheets.items():
        shown: set[str] = set()
        for frame in sheet.page.frames:
            other = sheets.get(target(name, frame.src))
            if other is None or other.name in shown or not other.is_frame:
                continue
            shown.add(other.name)
            for row in other.pictures:
                path = posixpath.relpath(
                    target(other.name, row.src), posixpath.dirname(name) or "."
                )
                sheet.page.pictures.append(
                    replace(row, at=frame.at, src=path, element=frame.element)
                )
        sheet.page.pictures.sort(key=lambda row: row.at)


def target(name: str, href: str) -> str:
    """Return the path of the file that ``href`` means in the file ``name``; ``""`` for none.

    A browser that saves a page writes whole addresses into it: then it is a file beside this one.
    """
    try:
        address = urlsplit(href.strip())
    except ValueError:
        return ""
    if address.scheme not in ("", "http", "https") or not address.path:
        return ""
    path = unquote(address.path, errors="replace").replace("\\", "/")
    if address.netloc or address.scheme:
        path = posixpath.basename(path)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    return joined.lstrip("/")


def _day(text: str) -> str:
    found = _DAY.search(text)
    if found is None:
        return ""
    try:
        return dt.date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""


def _label(text: str) -> Label | None:
    found = _LABEL.search(text)
    return _labelled(found["a"] or found["b"], found["name"] or "") if found else None


def _labelled(printed: str, name: str = "") -> Label | None:
    text = label_of(printed)
    return Label(text, "" if is_navigation_word(name) else name) if text else None


def _pixels(value: str) -> int:
    number = value.strip().removesuffix("px")
    return int(number) if number.isdecimal() and len(number) < 6 else 0


def _region(area: Area, width: int, height: int) -> Region | None:
    """Return the rectangle round a part of a picture: its corners are pixels, or percents."""
    percents = "%" in area.coords
    numbers = [float(found) for found in _NUMBER.findall(area.coords[:4000])][:_MOST_CORNERS]
    if len(numbers) < 4 or len(numbers) % 2 or not (percents or (width and height)):
        return None
    across, down = (100, 100) if percents else (width, height)
    lefts, tops = numbers[::2], numbers[1::2]
    shares = (min(lefts) / across, min(tops) / down, max(lefts) / across, max(tops) / down)
    left, top, right, bottom = (round(min(share, 1.0), 4) for share in shares)
    return (left, top, right, bottom) if left < right and top < bottom else None
