"""Files against the rows that name them: photos, earlier and proposed ones, pages, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils import timezone

from articles.photo_files import FOLDER, holds, named_files
from issues.models import PageImage, Source
from reviews.models import ProposedImage

FOLDERS = (FOLDER, "proposals", "scans", "sources")


def files_of_rows() -> set[str]:
    """Return the files that a row names: of photos, earlier texts, proposals, pages, sources."""
    proposed = ProposedImage.objects.values_list("image", flat=True)
    scans = PageImage.objects.values_list("image", flat=True)
    # What came before there were files for it has none.
    received = Source.objects.filter(file__gt="").order_by().values_list("file", flat=True)
    return named_files() | {*proposed, *scans, *received.iterator()}


def files_without_rows(*, before: dt.datetime) -> list[str]:
    """Return the files of that time that no row names.

    A save that was cut off by a crash may leave one. No save leaves one from a time to come.
    """
    rest = files_there() - files_of_rows()
    now = timezone.now()
    return sorted(
        name for name in rest if not before <= default_storage.get_modified_time(name) <= now
    )


def rows_without_files() -> list[str]:
    """Return the files that a row names and that are not there."""
    return sorted(files_of_rows() - files_there())


def changed_scans() -> Iterator[PageImage]:
    """Yield each image of a page whose file is gone or is another one by now."""
    for row in PageImage.objects.select_related("page__issue").order_by("pk").iterator():
        if not holds(row.image, row.sha256):
            yield row


def files_there() -> set[str]:
    return {name for folder in FOLDERS for name in _files(folder)}


def _files(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(f"{folder}/{name}")
