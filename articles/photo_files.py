"""Files of rows: a photo's is named for what it holds; all go when what wrote them is undone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.files import File
from django.db.models.fields.files import FieldFile

from articles.models import Photo, Revision

HASH_LENGTH = 32
FOLDER = "photos"
_written: ContextVar[list[FieldFile] | None] = ContextVar("written", default=None)


def name_for(data: bytes, suffix: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()[:HASH_LENGTH]}.{suffix}"


def sha256_of_file(file: File[Any]) -> str:
    """Return the SHA-256 of the bytes of an open file, read from its beginning."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def holds_its_bytes(photo: Photo) -> bool:
    """Return whether the photo's file holds the bytes that came; without an image it does."""
    return not photo.image or holds(photo.image, photo.sha256)


def holds(stored: FieldFile, sha256: str) -> bool:
    """Return whether a row's file holds the bytes of that hash; one that is gone holds none."""
    try:
        with stored.storage.open(str(stored.name)) as file:
            return sha256_of_file(file) == sha256
    except FileNotFoundError:
        return False


def note_written(file: FieldFile) -> None:
    """Remember a file that was just written, in case the rows that name it are taken back."""
    files = _written.get()
    if files is not None:
        files.append(file)


@contextmanager
def undone_with_rows() -> Iterator[None]:
    """Delete the files written inside when it fails: a transaction takes back rows, not files.

    Stand outside the transaction with it, or outside a savepoint within another one: what is kept
    here is still undone with that.
    """
    around = _written.get()
    files: list[FieldFile] = []
    token = _written.set(files)
    try:
        yield
    except BaseException:
        for file in files:
            if file.name:
                file.storage.delete(file.name)
        raise
    finally:
        _written.reset(token)
    if around is not None:
        around += files


def named_files() -> set[str]:
    """Return the files that a photo, or an earlier text of a story, names."""
    return {*Photo.objects.exclude(image="").values_list("image", flat=True)} | earlier_files()


def earlier_files() -> set[str]:
    """Return the files that a text of a story names, which may be an earlier one."""
    texts = Revision.objects.values_list("images", flat=True).iterator()
    return {name for images in texts for name in images or () if name}
