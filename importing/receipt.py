"""What comes in, one page at a time: the bytes of each, or why a file is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from django.conf import settings

from audit.sentences import gettext as _
from importing.epaper_files import WebFolder
from importing.file_kinds import ARCHIVE, PICTURE_SUFFIXES, TEXT_SUFFIXES, WEB_SUFFIXES
from importing.issue_files import pages_in
from importing.parcels import (
    UNREADABLE,
    InputMissing,
    Origin,
    Picture,
    Received,
    Shelf,
    find_files,
    opened,
)
from importing.pieces import DOCUMENT_FACTOR, is_document, pieces
from reading.decoding import decode
from reading.epaper_sheets import target
from reading.web_pages import web_page, web_source
from reading.whole_issue import told_by_others

__all__ = [
    "ARCHIVE",
    "PICTURE_SUFFIXES",
    "TEXT_SUFFIXES",
    "InputMissing",
    "Origin",
    "Picture",
    "Received",
    "find_files",
    "pages_of",
    "receive",
]


def receive(places: Iterable[Origin]) -> Iterator[Received]:
    """Yield each page's bytes, one at a time; an unreadable or too large one as a problem.

    Web files of one folder or archive that make up a page come together, with its pictures. What
    is no page comes, too, and says so.
    """
    for received in receive_files(places):
        yield from pages_of(received)


def receive_files(places: Iterable[Origin]) -> Iterator[Received]:
    """As ``receive``, but a file that holds several pages comes whole: ``pages_of`` parts it."""
    with Shelf() as shelf:
        for _holding, group in groupby(places, lambda place: place.holding):
            yield from _of_holding(list(group), shelf)


def _of_holding(places: list[Origin], shelf: Shelf) -> Iterator[Received]:
    web = WebFolder(places, shelf)
    for place in places:
        if place.problem or place.passed:
            yield Received(place.name, b"", place.problem, passed=place.passed)
        elif place.suffix in WEB_SUFFIXES:
            yield from web.pages_at(place, lambda one: _whole(one, shelf))
        elif place.suffix not in PICTURE_SUFFIXES or (place.is_named and not web.has_pages):
            yield from _whole(place, shelf)
    for place in web.pictures_left():
        yield Received(place.name, b"", passed=_("It is a picture that no page of these shows."))


def _whole(place: Origin, shelf: Shelf) -> Iterator[Received]:
    """Yield what one file holds."""
    try:
        yield from _received(place, shelf)
    except UNREADABLE as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = _("It cannot be read (%(error)s). Check the file.") % {"error": reason}
        yield Received(place.name, b"", problem)


def pages_of(received: Received) -> Iterator[Received]:
    """Yield a file, or each page of one that holds several, named by the line where it begins."""
    if received.is_parted:
        yield received
        return
    pages = pages_in(received.data)
    if len(pages) == 1:
        yield replace(received, decoded=pages[0][2])
        return
    texts = [decode(data) for _line, data, _decoded in pages]
    others = told_by_others([decoded.text for decoded in texts])
    for (line, data, _decoded), decoded, told in zip(pages, texts, others, strict=True):
        yield Received(
            f"{received.name}:{line}",
            data,
            file_name=f"{received.file_name or received.name}:{line}",
            part_of=received.name,
            told=told,
            decoded=decoded,
            pictures=_shown_in(data, received.pictures),
            addresses=received.addresses if line == 1 else {},
        )


def _shown_in(data: bytes, pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Return the pictures that a part of a web page shows."""
    if not pictures:
        return ()
    paths = {target("", row.src) for row in web_page(web_source(data)).pictures}
    return tuple(picture for picture in pictures if picture.path in paths)


def _received(place: Origin, shelf: Shelf) -> Iterator[Received]:
    """Yield the bytes of a file, or each page document of one that has one a line."""
    limit = settings.IMPORT_MAX_BYTES
    with opened(place, shelf) as file:
        for line, data in pieces(file, limit):
            name = place.name if line is None else f"{place.name}:{line}"
            if len(data) > limit * (DOCUMENT_FACTOR if is_document(data) else 1):
                problem = _("It has more than the %(limit)s bytes of one page. Split it.") % {
                    "limit": limit
                }
                yield Received(name, b"", problem)
            else:
                kept = place.file_name + name[len(place.name) :]
                yield Received(name, data, file_name=kept)
