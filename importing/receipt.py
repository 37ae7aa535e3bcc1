"""What comes in: files, folders, zip archives and standard input, one at a time."""

from __future__ import annotations

import hashlib
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from importing.pieces import DOCUMENT_FACTOR, is_document, pieces

# A folder or an archive gives its text files; what lies beside them must be named.
TEXT_SUFFIXES = {".txt", ".text"}
ARCHIVE = ".zip"
# Bit 11 of a zip entry's flags: its name is UTF-8 (PKWARE APPNOTE 4.4.4).
UTF8_NAME = 0x800
# A broken archive fails in many ways; RuntimeError is an encrypted member.
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)


class InputMissing(Exception):
    """A path that was named cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Received:
    """The bytes of one page and the name they came under; ``problem`` says why there are none.

    ``file_name`` is what is kept of the name: a path tells of one machine only.
    """

    name: str
    data: bytes
    problem: str = ""
    file_name: str = ""

    @cached_property
    def sha256(self) -> str:
        """The hash by which the bytes are known again."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one page's bytes lie: a file, ``-``, or a member of a zip archive.

    ``member`` is its number in the archive, where two may have one name, and ``label`` its name.
    ``problem`` says why it is not opened.
    """

    path: str
    member: int | None = None
    label: str = ""
    folder: str = ""
    problem: str = ""

    @property
    def file_name(self) -> str:
        """The name that is kept: below the folder or archive that was named, with its own name."""
        if self.member is not None:
            return f"{Path(self.path).name}/{'/'.join(_parts(self.label))}"
        if self.folder:
            return str(Path(Path(self.folder).name) / Path(self.path).relative_to(self.folder))
        return Path(self.path).name

    @property
    def name(self) -> str:
        """The name under which the page is reported and kept."""
        return self.path if self.member is None else f"{self.path}/{self.label}"


def find_files(paths: Sequence[str]) -> list[Origin]:
    """Return the places that ``paths`` name, folders and archives opened, in order of name.

    Of a folder or an archive only text files are taken, and no hidden ones. Raises
    ``InputMissing`` for a path that is not there, or that has nothing to take.
    """
    return [place for path in paths for place in _places_of(path)]


def receive(places: Iterable[Origin]) -> Iterator[Received]:
    """Yield each page's bytes, one at a time; an unreadable or too large one as a problem."""
    with _Shelf() as shelf:
        for place in places:
            if place.problem:
                yield Received(place.name, b"", place.problem)
                continue
            try:
                yield from _received(place, shelf)
            except UNREADABLE as error:
                reason = getattr(error, "strerror", None) or str(error)
                problem = _("It cannot be read (%(error)s). Check the file.") % {"error": reason}
                yield Received(place.name, b"", problem)


class _Shelf(ExitStack):
    """Keeps the archive open whose members are being read: its list of members is long."""

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self._archive: zipfile.ZipFile | None = None

    def archive(self, path: str) -> zipfile.ZipFile:
        """Return the archive at ``path``, opened once for all its members in a row."""
        if self._archive is None or self._path != path:
            self.close()
            self._path, self._archive = path, self.enter_context(zipfile.ZipFile(path))
        return self._archive


def _received(place: Origin, shelf: _Shelf) -> Iterator[Received]:
    """Yield the page in a file, or each page document of a file that has one a line."""
    limit = settings.IMPORT_MAX_BYTES
    with _opened(place, shelf) as file:
        for line, data in pieces(file, limit):
            name = place.name if line is None else f"{place.name}:{line}"
            if len(data) > limit * (DOCUMENT_FACTOR if is_document(data) else 1):
                problem = _("It has more than the %(limit)s bytes of one page. Split it.") % {
                    "limit": limit
                }
                yield Received(name, b"", problem)
            else:
                yield Received(name, data, file_name=place.file_name + name[len(place.name) :])


def _opened(place: Origin, shelf: _Shelf) -> AbstractContextManager[BinaryIO]:
    if place.path == "-":
        return nullcontext(sys.stdin.buffer)
    if place.member is not None:
        archive = shelf.archive(place.path)
        return cast("BinaryIO", archive.open(archive.infolist()[place.member]))
    return Path(place.path).open("rb")


def _places_of(path: str) -> list[Origin]:
    if path == "-":
        return [Origin(path)]
    if Path(path).is_dir():
        return _some(path, _files_in(path))
    if not Path(path).is_file():
        raise InputMissing(
            _("%(path)s: There is no such file or folder. Check the path.") % {"path": path}
        )
    if Path(path).suffix.lower() == ARCHIVE:
        return _some(path, _members_of(path))
    return [Origin(path)]


def _some(path: str, places: list[Origin]) -> list[Origin]:
    if not places:
        raise InputMissing(
            _("%(path)s: It has no text files in it. A page is a file named .txt.") % {"path": path}
        )
    return places


def _files_in(path: str) -> list[Origin]:
    found, inside = [], Path(path).resolve()
    for child in sorted(Path(path).rglob("*")):
        # A link that leads nowhere is named when it is read; a pipe would be waited for.
        there = child.is_file() or (child.is_symlink() and not child.exists())
        name = str(child.relative_to(path))
        if there and _is_taken(name):
            out = there and not child.resolve().is_relative_to(inside)
            problem = _led_out() if out else _unopened(name)
            found.append(Origin(str(child), folder=path, problem=problem))
    return found


def _members_of(path: str) -> list[Origin]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [row for row in enumerate(archive.infolist()) if not row[1].is_dir()]
    except (OSError, zipfile.BadZipFile) as error:
        raise InputMissing(
            _("%(path)s: It is no readable zip archive (%(error)s). Copy or pack it anew.")
            % {"path": path, "error": error}
        ) from error
    named = [(number, _true_name(entry)) for number, entry in entries]
    places = [
        Origin(path, number, name, problem=_unopened(name))
        for number, name in named
        if _is_taken(name)
    ]
    return sorted(places, key=lambda place: (place.label, place.member))


def _true_name(entry: zipfile.ZipInfo) -> str:
    """Archives packed on a Chinese Windows name their members in GBK without saying so."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _is_taken(name: str) -> bool:
    """Whether a file of that name, below what was named, is a page, or an archive to speak of."""
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in _parts(name))
    return Path(name).suffix.lower() in {*TEXT_SUFFIXES, ARCHIVE} and not hidden


def _parts(name: str) -> list[str]:
    """Return the parts of a name without those that only lead out of its folder: ../../a.txt."""
    return [part for part in Path(name).parts if part not in ("/", "..")]


def _led_out() -> str:
    return _("It is a link that leads out of the folder. Name the file itself, or copy it there.")


def _unopened(name: str) -> str:
    if Path(name).suffix.lower() != ARCHIVE:
        return ""
    return _("It is an archive inside of what was named. Name the archive itself, or unpack it.")
