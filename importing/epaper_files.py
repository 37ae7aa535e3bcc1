"""The web files of a folder or archive, put together to the pages of an e-paper (数字报).

A page's own sheet takes the stories that it leads to; stories that no sheet leads to come together
by the page that they name. Pictures come along with the page that shows them.
"""

from __future__ import annotations

import logging
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice

from django.conf import settings
from PIL import Image

from audit.sentences import gettext as _
from importing.file_kinds import PICTURE_SUFFIXES, WEB_SUFFIXES
from importing.file_names import day_and_page
from importing.parcels import (
    UNREADABLE,
    Origin,
    Picture,
    Received,
    Shelf,
    opened,
)
from reading.bound_files import MOST_FILES, bind
from reading.epaper_sheets import Label, Sheet, target
from reading.han import HAN
from reading.manuscripts import manuscript_kind
from reading.office_files import NotReadable
from reading.web_pages import web_page, web_source
from reading.web_roles import link_of

logger = logging.getLogger(__name__)
# So many files, and bytes of them, are looked at together; beyond that a folder at a time.
MOST_TOGETHER = 2_000
MOST_BYTES = 60 * 1024 * 1024
# Of one page. A page of print has a dozen.
MOST_PICTURES = 100
MOST_PICTURE_BYTES = 80 * 1024 * 1024
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
_DIGITS = re.compile(r"(\d+)")
Whole = Callable[[Origin], Iterator[Received]]


@dataclass(slots=True)
class _File:
    """One web file: its bytes, and what its sheet says. ``plain``: it is read by its words."""

    place: Origin
    data: bytes
    label: Label | None = None
    date: str = ""
    links: list[str] = field(default_factory=list)
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


class WebFolder:
    """All that came in one folder or archive; the web files are looked at when one is asked for."""

    def __init__(self, places: Sequence[Origin], shelf: Shelf) -> None:
        self._shelf = shelf
        free = [place for place in places if not place.problem and not place.passed]
        self._web = [place for place in free if place.suffix in WEB_SUFFIXES]
        pictures = [place for place in free if place.suffix in PICTURE_SUFFIXES]
        self._pictures = {place.inner: place for place in pictures}
        self._by_name: dict[str, list[Origin]] = defaultdict(list)
        for place in pictures:
            self._by_name[posixpath.basename(place.inner).lower()].append(place)
        self._taken: set[str] = set()
        self._told: dict[str, list[Received | Origin]] = {}
        self._frames: dict[str, _File] = {}
        self._whole_folder = len(self._web) <= MOST_TOGETHER

    @property
    def has_pages(self) -> bool:
        """Whether there are web files, which may show the pictures."""
        return bool(self._web)

    def pages_at(self, place: Origin, whole: Whole) -> Iterator[Received]:
        """Yield the pages that begin with a file, ``whole`` where it is one by itself."""
        if place.name not in self._told:
            self._look_at(self._beside(place))
        for found in self._told.pop(place.name, []):
            if isinstance(found, Received):
                yield found
            else:
                yield from whole(found)

    def pictures_left(self) -> Iterator[Origin]:
        """Yield the pictures that no page has taken."""
        named = self._web
        for name, place in self._pictures.items():
            if name not in self._taken and (named or not place.is_named):
                yield place

    def _beside(self, place: Origin) -> list[Origin]:
        if self._whole_folder:
            return self._web
        folder = posixpath.dirname(place.inner)
        return [row for row in self._web if posixpath.dirname(row.inner) == folder]

    def _look_at(self, places: list[Origin]) -> None:
        """Put the files together, and keep for each what begins with it."""
        for place in places:
            self._told[place.name] = []
        files: list[_File] = []
        size = 0
        for place in places:
            file = self._opened(place)
            size += len(file.data) if file else 0
            if file is None or size > MOST_BYTES or len(files) >= MOST_TOGETHER:
                # Whoever reads it alone says what is wrong with it.
                self._told[place.name] = [place]
            else:
                files.append(file)
        self._put_together(files)

    def _opened(self, place: Origin) -> _File | None:
        try:
            with opened(place, self._shelf) as stream:
                data = stream.read(settings.IMPORT_MAX_BYTES + 1)
        except UNREADABLE:
            return None
        if len(data) > settings.IMPORT_MAX_BYTES or manuscript_kind(data) != "html":
            return None
        try:
            return _looked_at(_File(place, data))
        except NotReadable:
            return None
        except Exception as error:
            # What cannot be looked at is read by its words, or refused by whoever reads it.
            logger.warning("%s could not be looked at: %s", place.name, error)
            return None

    def _put_together(self, files: list[_File]) -> None:
        stories = {file.called: file for file in files if file.is_story}
        frames = {file.called: file.frames for file in files if file.frames}
        for file in files:
            file.links = [to for name in file.links for to in frames.get(name, [name])]
        self._frames = {file.name: file for file in files if file.is_frame}
        shown = {name for file in files for name in file.shows}
        framed: list[_File] = []
        alone = [file for file in files if file.is_story and stories[file.called] is not file]
        left = dict(stories)
        for file in files:
            if file.is_story:
                continue
            if file.is_frame and file.name in shown:
                framed.append(file)
                continue
            if file.frames:
                self._told[file.place.name] = [_passed(file, _only_leads())]
                continue
            own = [left[name] for name in file.links if name in left and _is_of(file, left[name])]
            if own:
                for story in own:
                    del left[story.called]
                self._told[file.place.name] = [self._page([file, *own])]
            elif any(name in stories for name in file.links):
                self._told[file.place.name] = [_passed(file, _of_another())]
            elif file.plain or not file.leads:
                self._told[file.place.name] = [self._single(file)]
            else:
                self._told[file.place.name] = [_passed(file, _only_leads())]
        groups = _by_page([*left.values(), *alone])
        for group in groups:
            told = self._page(group) if len(group) > 1 else self._single(group[0])
            self._told[group[0].place.name] = [told]
        told_of = {name for rows in self._told.values() for row in rows for name in _files_of(row)}
        for file in framed:
            if file.place.name not in told_of:
                self._told[file.place.name] = [_passed(file, _only_leads())]

    def _page(self, files: list[_File]) -> Received:
        """Return the page that files make up, the first of them its own sheet or first story."""
        first = files[0].place
        files = [*files, *self._framed(files)]
        size = sum(len(file.data) for file in files)
        if len(files) > MOST_FILES or size > settings.IMPORT_MAX_BYTES:
            problem = _(
                "The page's files are more than one page has (%(count)s files, %(size)s bytes)."
                " Divide the folder by page."
            ) % {"count": len(files), "size": size}
            return Received(first.name, b"", problem)
        called = [file.called for file in files]
        if len(set(called)) < len(called):
            called = [file.name for file in files]
        base = posixpath.commonpath([posixpath.dirname(name) or "." for name in called])
        names = [posixpath.relpath(name, base) for name in called]
        pictures = self._pictures_of(files, names)
        shown = target(names[0], files[0].shown) if files[0].shown else ""
        size_of = None if files[0].shown_size else _size(pictures, shown)
        data = bind([(name, file.data) for name, file in zip(names, files, strict=True)], size_of)
        return Received(
            first.name,
            data,
            file_name=first.file_name,
            files=tuple(file.place.name for file in files),
            pictures=tuple(pictures),
            addresses=_addresses(files, names),
        )

    def _single(self, file: _File) -> Received | Origin:
        """Return a page that is one file; without pictures it is as any other text."""
        if self._framed([file]):
            return self._page([file])
        pictures = self._pictures_of([file], [""])
        addresses = _addresses([file], [""])
        if not pictures and not addresses:
            return file.place
        return Received(
            file.place.name,
            file.data,
            file_name=file.place.file_name,
            pictures=tuple(pictures),
            addresses=addresses,
        )

    def _framed(self, files: list[_File]) -> list[_File]:
        """Return the files with nothing but pictures that others show within themselves."""
        names = dict.fromkeys(name for file in files for name in file.shows)
        return [self._frames[name] for name in names if name in self._frames]

    def _pictures_of(self, files: list[_File], names: list[str]) -> list[Picture]:
        found: dict[str, Picture] = {}
        size = 0
        for file, name in zip(files, names, strict=True):
            for src in filter(None, [file.shown, *file.pictures]):
                path = target(name, src)
                if not path or path in found:
                    continue
                picture = self._picture(path, target(file.name, src))
                size += len(picture.data)
                if len(found) >= MOST_PICTURES or size > MOST_PICTURE_BYTES:
                    problem = _("The page has more pictures than are taken along.")
                    picture = replace(picture, data=b"", problem=problem)
                found[path] = picture
        return list(found.values())

    def _picture(self, path: str, inner: str) -> Picture:
        """Return a picture that a page shows: where it says, else the only one of that name."""
        place = self._pictures.get(inner)
        same = self._by_name.get(posixpath.basename(path).lower(), [])
        if place is None and len(same) == 1:
            place = same[0]
        if place is None:
            problem = _("The page shows this picture, but it did not come along.")
            return Picture(path, posixpath.basename(path), problem=problem)
        self._taken.add(place.inner)
        try:
            with opened(place, self._shelf) as stream:
                data = stream.read(settings.PHOTO_MAX_BYTES + 1)
        except UNREADABLE as error:
            problem = _("It cannot be read (%(error)s). Check the file.") % {"error": error}
            return Picture(path, place.name, problem=problem)
        if len(data) > settings.PHOTO_MAX_BYTES:
            problem = _("The picture has more than %(limit)s bytes. Save it smaller.")
            return Picture(path, place.name, problem=problem % {"limit": settings.PHOTO_MAX_BYTES})
        return Picture(path, place.name, data)


def _files_of(row: Received | Origin) -> tuple[str, ...]:
    return row.files if isinstance(row, Received) else ()


def _looked_at(file: _File) -> _File:
    """Fill in what the file's sheet says; the sheet itself is large."""
    sheet = Sheet(file.name, web_page(web_source(file.data)))
    file.label, file.date, file.links = sheet.label, sheet.date, sheet.links
    file.is_story, file.plain = sheet.is_story, _is_plain(sheet)
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


def _is_of(sheet: _File, story: _File) -> bool:
    """Say whether a story that a sheet leads to is of the sheet's page and day."""
    if sheet.label and story.label and sheet.label.place != story.label.place:
        return False
    return not (sheet.date and story.date) or sheet.date == story.date


def _by_page(files: list[_File]) -> list[list[_File]]:
    """Return stories that no sheet leads to, those of one page together, in order of name."""
    found: dict[tuple[str, str, str], list[_File]] = defaultdict(list)
    for file in sorted(files, key=lambda row: _natural(row.name)):
        folder = posixpath.dirname(file.name)
        _day, page = day_and_page(file.place.name)
        key = str((file.label and file.label.place) or page or f"-{file.name}")
        found[folder, file.date, key].append(file)
    return list(found.values())


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a key by which content_9 stands before content_10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(name)]


def _addresses(files: list[_File], names: list[str]) -> dict[str, str]:
    """Return the address that each file had, by its name in the source, where it is told."""
    found = {}
    for file, name in zip(files, names, strict=True):
        path = _ADDRESS.search(file.name)
        if file.saved_from:
            found[name] = file.saved_from
        elif path and (not file.date or path["day"].replace("/", "-") == file.date):
            found[name] = "/" + path[1]
    return found


def _size(pictures: list[Picture], path: str) -> tuple[int, int] | None:
    """Return the size of a picture in pixels, as its head says."""
    data = next((row.data for row in pictures if row.path == path), b"")
    try:
        with Image.open(BytesIO(data)) as image:
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else None


def _passed(file: _File, reason: str) -> Received:
    return Received(file.place.name, b"", passed=reason)


def _only_leads() -> str:
    return _("It only leads to other files, and holds no story.")


def _of_another() -> str:
    return _("The stories that it leads to came with the sheet of their page.")
