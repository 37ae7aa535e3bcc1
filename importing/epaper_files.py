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
from dataclasses import replace
from io import BytesIO

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
from importing.web_files import WebFile, addresses_of, looked_at
from reading.bound_files import MOST_FILES, bind
from reading.epaper_sheets import is_sheet_of, target
from reading.manuscripts import manuscript_kind
from reading.office_files import NotReadable

logger = logging.getLogger(__name__)
# So many files, and bytes of them, are looked at together; beyond that a folder at a time.
MOST_TOGETHER = 2_000
MOST_BYTES = 60 * 1024 * 1024
# Of one page. A page of print has a dozen.
MOST_PICTURES = 100
MOST_PICTURE_BYTES = 80 * 1024 * 1024
_DIGITS = re.compile(r"(\d+)")
Whole = Callable[[Origin], Iterator[Received]]


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
        self._frames: dict[str, WebFile] = {}
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
        files: list[WebFile] = []
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

    def _opened(self, place: Origin) -> WebFile | None:
        try:
            with opened(place, self._shelf) as stream:
                data = stream.read(settings.IMPORT_MAX_BYTES + 1)
        except UNREADABLE:
            return None
        if len(data) > settings.IMPORT_MAX_BYTES or manuscript_kind(data) != "html":
            return None
        try:
            return looked_at(WebFile(place, data))
        except NotReadable:
            return None
        except Exception as error:
            # What cannot be looked at is read by its words, or refused by whoever reads it.
            logger.warning("%s could not be looked at: %s", place.name, error)
            return None

    def _put_together(self, files: list[WebFile]) -> None:
        names = {file.called for file in files if file.is_story}
        for file in files:
            if file.is_story and is_sheet_of(file.called, file.leads_on, names):
                file.is_story, file.pictures = False, []
        stories = {file.called: file for file in files if file.is_story}
        frames = {file.called: file.frames for file in files if file.frames}
        for file in files:
            file.links = [to for name in file.links for to in frames.get(name, [name])]
        self._frames = {file.name: file for file in files if file.is_frame}
        shown = {name for file in files for name in file.shows}
        framed: list[WebFile] = []
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

    def _page(self, files: list[WebFile]) -> Received:
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
            addresses=addresses_of(files, names),
        )

    def _single(self, file: WebFile) -> Received | Origin:
        """Return a page that is one file; without pictures it is as any other text."""
        if self._framed([file]):
            return self._page([file])
        pictures = self._pictures_of([file], [""])
        addresses = addresses_of([file], [""])
        if not pictures and not addresses:
            return file.place
        return Received(
            file.place.name,
            file.data,
            file_name=file.place.file_name,
            pictures=tuple(pictures),
            addresses=addresses,
        )

    def _framed(self, files: list[WebFile]) -> list[WebFile]:
        """Return the files with nothing but pictures that others show within themselves."""
        names = dict.fromkeys(name for file in files for name in file.shows)
        return [self._frames[name] for name in names if name in self._frames]

    def _pictures_of(self, files: list[WebFile], names: list[str]) -> list[Picture]:
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


def _is_of(sheet: WebFile, story: WebFile) -> bool:
    """Say whether a story that a sheet leads to is of the sheet's page and day."""
    if sheet.label and story.label and sheet.label.place != story.label.place:
        return False
    return not (sheet.date and story.date) or sheet.date == story.date


def _by_page(files: list[WebFile]) -> list[list[WebFile]]:
    """Return stories that no sheet leads to, those of one page together, in order of name."""
    found: dict[tuple[str, str, str], list[WebFile]] = defaultdict(list)
    for file in sorted(files, key=lambda row: _natural(row.name)):
        folder = posixpath.dirname(file.name)
        _day, page = day_and_page(file.place.name)
        key = str((file.label and file.label.place) or page or f"-{file.name}")
        found[folder, file.date, key].append(file)
    return list(found.values())


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a key by which content_9 stands before content_10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(name)]


def _size(pictures: list[Picture], path: str) -> tuple[int, int] | None:
    """Return the size of a picture in pixels, as its head says."""
    data = next((row.data for row in pictures if row.path == path), b"")
    try:
        with Image.open(BytesIO(data)) as image:
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else None


def _passed(file: WebFile, reason: str) -> Received:
    return Received(file.place.name, b"", passed=reason)


def _only_leads() -> str:
    return _("It only leads to other files, and holds no story.")


def _of_another() -> str:
    return _("The stories that it leads to came with the sheet of their page.")
