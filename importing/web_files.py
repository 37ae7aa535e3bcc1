"""One web file of a folder or archive: its bytes, and what its sheet says of it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from itertools import islice

from importing.parcels import Origin
from reading.epaper_sheets import Label, Sheet, target
from reading.han import HAN
from reading.web_pages import web_page, web_source
from reading.web_roles import link_of

# html/2025-06/13/node_1.htm, and what a browser writes into a page that it saves.
_ADDRESS = re.compile(r"(?:^|/)(html/(?P<day>\d{4}-\d{2}/\d{2})/[^/]+\.s?html?)$", re.IGNORECASE)
_SAVED_FROM = re.compile(
    rb"<!--\s{0,9}saved from url=\(\d{1,6}\)https?://[^/\s]{1,200}(/[^\s?#]{1,190}\.s?html?)",
    re.IGNORECASE,
)
# A page that is made of others, or sends its reader on at once.
_FRAME = re.compile(
    rb"<i?frame\s[^<>]{0,400}?src\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,300})"
    rb"|<meta\s[^<>]{0,200}?refresh[^<>]{0,200}?url\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,300})",
    re.IGNORECASE,
)
_MOST_FRAMES = 20
_PROSE = re.compile(r"[。！？]")
_HAN = re.compile(HAN)
# Text outside of links by which a file without marks may be a page all the same.
_FEWEST = 100


@dataclass(slots=True)
class WebFile:
    """One web file: its bytes, and what its sheet says. ``plain``: it is read by its words."""

    place: Origin
    data: bytes
    label: Label | None = None
    date: str = ""
    links: list[str] = field(default_factory=list)
    leads_on: list[str] = field(default_factory=list)
    is_story: bool = False
    plain: bool = False
    leads: bool = False
    # The files that make it up, where it has no text of its own.
    frames: list[str] = field(default_factory=list)
    # What it shows within itself, and whether others may show it so.
    shows: list[str] = field(default_factory=list)
    is_frame: bool = False
    shown: str = ""
    shown_size: bool = False
    pictures: list[str] = field(default_factory=list)
    saved_from: str = ""

    @property
    def name(self) -> str:
        return self.place.inner

    @property
    def called(self) -> str:
        """The name by which others lead to it: a browser saves a page under its title."""
        if not self.saved_from:
            return self.name
        folder = posixpath.dirname(self.name)
        return posixpath.join(folder, posixpath.basename(self.saved_from))


def looked_at(file: WebFile) -> WebFile:
    """Fill in what the file's sheet says; the sheet itself is large."""
    sheet = Sheet(file.name, web_page(web_source(file.data)))
    file.label, file.date, file.links = sheet.label, sheet.date, sheet.links
    file.is_story, file.plain = sheet.is_story, _is_plain(sheet)
    file.leads_on = sheet.leads_on
    file.leads = any(link_of(row.element) for row in sheet.page.pieces) or bool(sheet.page.areas)
    if not sheet.page.text.strip():
        found = list(islice(_FRAME.finditer(file.data), _MOST_FRAMES))
        hrefs = [(row[1] or row[2]).decode("utf-8", "replace") for row in found]
        file.frames = list(filter(None, (target(file.name, href) for href in hrefs)))
    if saved := _SAVED_FROM.search(file.data[:2000]):
        file.saved_from = saved[1].decode("ascii", "ignore")
    if sheet.picture:
        file.shown = sheet.picture.src
        file.shown_size = bool(sheet.picture.width and sheet.picture.height)
    file.shows = [target(file.name, row.src) for row in sheet.page.frames]
    file.is_frame = sheet.is_frame
    photos = [photo for story in sheet.outline.stories for photo in story.photos]
    photos += sheet.outline.photos
    file.pictures = [row.src for row in (sheet.pictures if file.is_frame else photos) if row.src]
    return file


def _is_plain(sheet: Sheet) -> bool:
    """Say whether a file without marks has text of its own, and does not only lead elsewhere."""
    unlinked = [row for row in sheet.page.pieces if not link_of(row.element)]
    text = "".join(sheet.page.text[row.start : row.end] for row in unlinked)
    return bool(_PROSE.search(text)) or len(_HAN.findall(text)) >= _FEWEST


def addresses_of(files: list[WebFile], names: list[str]) -> dict[str, str]:
    """Return the address that each file had, by its name in the source, where it is told."""
    found = {}
    for file, name in zip(files, names, strict=True):
        path = _ADDRESS.search(file.name)
        if file.saved_from:
            found[name] = file.saved_from
        elif path and (not file.date or path["day"].replace("/", "-") == file.date):
            found[name] = "/" + path[1]
    return found
