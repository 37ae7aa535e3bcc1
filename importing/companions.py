"""What comes along with a page of web files: its pictures, and the addresses that it had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import OldAddress
from articles.pictures import checked_image
from audit import log as audit
from audit.outcomes import Result
from audit.sentences import gettext as _
from audit.sentences import joined
from editorial import bulk
from editorial.scans import keep_scan
from importing.parcels import Picture, Received
from issues.models import Page
from reading.epaper import WebReading

Images = dict[str, "File[Any]"]
_LONGEST_ADDRESS = 200


def add_images(
    page: Page, received: Received, shown: WebReading, *, by: User | str
) -> dict[str, str]:
    """Put the pictures to the page and its photos; return why some were refused, by their paths."""
    images, refused = _checked(received.pictures)
    if shown.picture in images:
        keep_scan(page, images[shown.picture], by=by if isinstance(by, User) else None)
    rows = {row.read_index: row for row in page.articles.filter(read_index__isnull=False)}
    pairs = []
    for index, paths in enumerate(shown.stories):
        files = [images.get(path) for path in paths]
        if any(files) and index in rows and rows[index].photos.count() == len(files):
            pairs.append((rows[index], files))
    if pairs:
        bulk.add_images(pairs, by=by)
    return refused


def keep_addresses(page: Page, addresses: Mapping[str, str], files: Sequence[str]) -> None:
    """Lead the addresses of the files on to their stories or the page; one that is known stays."""
    known = set(
        OldAddress.objects.filter(path__in=addresses.values()).values_list("path", flat=True)
    )
    rows = {row.read_index: row for row in page.articles.filter(read_index__isnull=False)}
    new = []
    for name, path in addresses.items():
        if path in known or len(path) > _LONGEST_ADDRESS:
            continue
        known.add(path)
        own = [index for index, file in enumerate(files) if file == name]
        story = rows.get(own[0]) if len(own) == 1 else None
        new.append(OldAddress(path=path, article=story, page=None if story else page))
    if new:
        audit.note(*OldAddress.objects.bulk_create(new))


def fates(
    received: Received, result: Result, page: str, refused: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return what became of each file that the page was made of, and of each picture."""
    told = []
    for name in received.files:
        told.append({"name": name, "result": str(result), "message": _part_of(result, page)})
    for picture in received.pictures:
        problem = picture.problem or refused.get(picture.path, "")
        became = Result.REFUSED if problem else result
        message = problem or _image_of(result, page)
        told.append({"name": picture.name, "result": str(became), "message": message})
    return told


def _part_of(result: Result, page: str) -> str:
    if result == Result.REFUSED:
        return _("The page that it belongs to was refused.")
    return _("A part of %(page)s.") % {"page": page}


def _image_of(result: Result, page: str) -> str:
    if result == Result.REFUSED:
        return _("The page that shows it was refused.")
    if result == Result.UNCHANGED:
        return _("The page that shows it was here: %(page)s.") % {"page": page}
    return _("Taken along as an image of %(page)s.") % {"page": page}


def _checked(pictures: Sequence[Picture]) -> tuple[Images, dict[str, str]]:
    images: Images = {}
    refused: dict[str, str] = {}
    for picture in pictures:
        if picture.problem:
            continue
        name = picture.name.rpartition("/")[2] or "?"
        try:
            images[picture.path] = checked_image(SimpleUploadedFile(name, picture.data))
        except ValidationError as error:
            refused[picture.path] = joined(" ", error.messages)
    return images, refused
