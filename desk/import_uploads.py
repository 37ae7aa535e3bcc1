"""What a person has uploaded, taken apart: archives opened, web files and pictures put together.

One that cannot be taken says why, and keeps nothing else back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from audit.bulk_insert import insert
from audit.sentences import SAID, kept, retold
from audit.sentences import gettext as _
from importing.file_kinds import HEAD, foreign_by_bytes, kind_by_bytes, suffix_of
from importing.models import PendingFile, PendingImport, PendingPicture
from importing.pieces import is_document
from importing.receipt import (
    ARCHIVE,
    PICTURE_SUFFIXES,
    TEXT_SUFFIXES,
    InputMissing,
    Picture,
    Received,
    find_files,
    receive,
)
from reading.whole_issue import Told

# What one preview holds; an archive of years is imported on the command line.
MOST_PLACES = 2_000
MOST_BYTES = 200 * 1024 * 1024
# All files of one upload together; a day's paper has a few hundred kilobytes.
MOST_TOGETHER = 3
SUFFIXES = (*sorted({*TEXT_SUFFIXES, *PICTURE_SUFFIXES}), ARCHIVE, ".asc", "")
_LONGEST_NAME = 200
# So many files, or bytes, are written at once.
HANDFUL, LARGE = 50, 4 * 1024 * 1024


def trouble_with(upload: UploadedFile[Any]) -> str:
    """Return why a file is not taken and what to do, with its name; ``""`` where it is taken."""
    name, size = upload.name or "?", upload.size or 0
    suffix = suffix_of(name)
    if suffix not in SUFFIXES and (trouble := _by_bytes(name, upload)):
        return trouble
    limit = settings.IMPORT_MAX_BYTES * (MOST_TOGETHER if suffix == ARCHIVE else 1)
    if size > limit:
        return _("%(name)s has %(size)s, more than the %(limit)s of one page. Split it.") % {
            "name": name,
            "size": filesizeformat(size),
            "limit": filesizeformat(limit),
        }
    if not size:
        return _("%(name)s is empty. Choose the file that holds the page.") % {"name": name}
    return ""


def _by_bytes(name: str, upload: UploadedFile[Any]) -> str:
    """Return why a file is no page, whose name does not tell; ``""`` where its bytes are one's."""
    head = upload.read(HEAD)
    upload.seek(0)
    if kind_by_bytes(head)[0] or is_document(head):
        return ""
    if foreign := foreign_by_bytes(head):
        return _("%(first)s: %(second)s") % {"first": name, "second": foreign}
    return _(
        "%(name)s is no text file. Save the page as plain text (.txt) and choose it again."
    ) % {"name": name}


def keep_uploads(pending: PendingImport, uploads: Sequence[UploadedFile[Any]]) -> None:
    """Keep each page that the files hold, and what is said of those that are none.

    Raises ``ValidationError`` when it is more than one preview holds.
    """
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        size = 0
        for count, received in enumerate(_received(Path(folder), uploads), start=1):
            size += len(received.data) + sum(len(row.data) for row in received.pictures)
            if count > MOST_PLACES or size > MOST_BYTES:
                raise ValidationError(_too_much())
            keep(pending, [received])


def keep(pending: PendingImport, received: Sequence[Received]) -> list[PendingFile]:
    """Keep pages as they came, with their pictures."""
    files = [
        PendingFile(
            pending=pending,
            name=one.name[-255:],
            data=one.data,
            problem=one.problem,
            passed=one.passed,
            along={
                "files": list(one.files),
                "addresses": dict(one.addresses),
                "file_name": one.file_name,
                "part_of": one.part_of,
                "told": list(one.told),
                SAID: kept(_why(one, one.pictures)).get(SAID, {}),
            },
        )
        for one in received
    ]
    insert(files)
    insert(
        PendingPicture(file=file, path=row.path, name=row.name, data=row.data, problem=row.problem)
        for file, one in zip(files, received, strict=True)
        for row in one.pictures
    )
    return files


def keep_all(pending: PendingImport, coming: Iterable[Received]) -> Iterator[list[str]]:
    """Keep all that comes; yield, a handful kept at a time, the keys under which a job takes it."""
    for some in _handfuls(coming):
        with transaction.atomic():
            files = keep(pending, some)
        yield [str(file.pk) for file in files]


def _handfuls(coming: Iterable[Received]) -> Iterator[list[Received]]:
    """Yield a few at a time, so that each transaction is short."""
    some: list[Received] = []
    size = 0
    for received in coming:
        some.append(received)
        size += len(received.data)
        if len(some) == HANDFUL or size > LARGE:
            yield some
            some, size = [], 0
    if some:
        yield some


def received_of(file: PendingFile, *, pictured: bool = True) -> Received:
    """Return what was kept, as it came; where it is not ``pictured``, no picture came with it.

    Why there are no bytes, or no page, is said in the language of now.
    """
    rows = list(file.pictures.all()) if pictured else []
    why = retold(_why(file, rows) | {SAID: file.along.get(SAID, {})})
    pictures = (
        Picture(row.path, row.name, bytes(row.data), problem)
        for row, problem in zip(rows, why["pictures"], strict=True)
    )
    return Received(
        file.name,
        bytes(file.data),
        why["problem"],
        file_name=file.along.get("file_name", ""),
        part_of=file.along.get("part_of", ""),
        told=Told(*file.along.get("told", [])),
        passed=why["passed"],
        files=tuple(file.along.get("files", [])),
        pictures=tuple(pictures),
        addresses=file.along.get("addresses", {}),
    )


def _why(
    one: Received | PendingFile, pictures: Sequence[Picture | PendingPicture]
) -> dict[str, Any]:
    """Return what is said of a file and of its pictures that cannot be taken."""
    problems = [row.problem for row in pictures]
    return {"problem": one.problem, "passed": one.passed, "pictures": problems}


def _received(folder: Path, uploads: Sequence[UploadedFile[Any]]) -> Iterator[Received]:
    """Yield what the uploads hold, under the names that they were uploaded with."""
    troubles = [(upload, trouble_with(upload)) for upload in uploads]
    yield from (Received(row.name or "?", b"", trouble) for row, trouble in troubles if trouble)
    taken = [upload for upload, trouble in troubles if not trouble]
    written = [_written(folder, number, upload) for number, upload in enumerate(taken)]
    loose = [path for path in written if path.suffix.lower() != ARCHIVE]
    names = {str(path): upload.name or "?" for path, upload in zip(written, taken, strict=True)}
    for paths in [list(map(str, loose)), *([str(path)] for path in written if path not in loose)]:
        try:
            places = find_files(paths)
        except InputMissing as error:
            yield Received(names[paths[0]], b"", error.problem)
            continue
        if len(places) > MOST_PLACES:
            if len(uploads) == 1:
                raise ValidationError(_too_much())
            yield Received(names[paths[0]], b"", _too_much())
            continue
        for received in receive(places):
            yield _renamed(received, names)


def _written(folder: Path, number: int, upload: UploadedFile[Any]) -> Path:
    """Write an upload to where it can be opened; its name may be longer than a disk takes."""
    name = upload.name or "?"
    archive = Path(name).suffix.lower() == ARCHIVE
    place = folder / (f"archive-{number}" if archive else "loose")
    place.mkdir(exist_ok=True)
    path = place / name
    if len(name.encode("utf-8", "surrogatepass")) > _LONGEST_NAME or path.exists():
        path = place / f"{number}{Path(name).suffix[:20]}"
    with path.open("wb") as file:
        file.writelines(upload.chunks())
    return path


def _renamed(received: Received, names: dict[str, str]) -> Received:
    """Return it without the place on this machine where it was opened."""

    def shown(name: str) -> str:
        for path, own in names.items():
            if name.startswith(path):
                return own + name[len(path) :]
        return name

    return replace(
        received,
        name=shown(received.name),
        # It would tell of the place, too.
        file_name="",
        files=tuple(map(shown, received.files)),
        pictures=tuple(replace(row, name=shown(row.name)) for row in received.pictures),
    )


def _too_much() -> str:
    return _(
        "The archive holds more than one preview does: %(count)s files or %(size)s. Divide it,"
        " or have it imported on the machine."
    ) % {"count": MOST_PLACES, "size": filesizeformat(MOST_BYTES)}
