"""Where what comes in lies: files, folders, zip archives and standard input, and their names."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from stat import S_ISLNK
from typing import IO, BinaryIO, cast

from audit.sentences import gettext as _
from importing.file_kinds import (
    ARCHIVE,
    HEAD,
    TEXT,
    TEXT_SUFFIXES,
    is_told_by_name,
    kind_by_bytes,
    parts_of,
    passed_by_name,
    suffix_of,
)
from reading.decoding import Decoded
from reading.garbled import are_names_in_big5
from reading.office_files import BROKEN_ARCHIVE
from reading.whole_issue import NOTHING_TOLD, Told

# Bit 11 of a zip entry's flags: its name is UTF-8 (PKWARE APPNOTE 4.4.4).
UTF8_NAME = 0x800
# Bit 0: the member is encrypted.
ENCRYPTED = 0x1
# A broken archive fails in many ways; RuntimeError is an encrypted member.
UNREADABLE = (OSError, RuntimeError, ValueError, EOFError, *BROKEN_ARCHIVE)


class InputMissing(Exception):
    """A path that was named cannot be read; the message says which, ``problem`` only why."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(_("%(first)s: %(second)s") % {"first": path, "second": problem})
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page shows: its path as the page says it, its file's name, its bytes.

    ``problem`` says why there are none.
    """

    path: str
    name: str
    data: bytes = b""
    problem: str = ""


@dataclass(frozen=True)
class Received:
    """The bytes of one page and the name they came under; ``problem`` says why there are none.

    ``file_name`` is what is kept of the name: a path tells of one machine only. ``part_of`` is the
    name of the file, where it holds several pages, and ``told`` what those beside it say of this
    one. ``passed`` says why the file is no page.
    ``decoded`` is its text, where whoever looked for pages in it has read that.

    Of a page that came as web files, ``files`` names them all, ``pictures`` are what it shows, and
    ``addresses`` tells the address that each had on the web, by its name in the source.
    """

    name: str
    data: bytes
    problem: str = ""
    file_name: str = ""
    part_of: str = ""
    told: Told = NOTHING_TOLD
    passed: str = ""
    decoded: Decoded | None = None
    files: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_parted(self) -> bool:
        """Whether it is known that it holds no further page, or none at all."""
        known = self.problem or self.passed or self.part_of or self.decoded or self.files
        return bool(known)

    @cached_property
    def sha256(self) -> str:
        """The hash by which the bytes are known again."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one page's bytes lie: a file, ``-``, or a member of a zip archive.

    ``member`` is its number in the archive, where two may have one name, and ``label`` its name.
    ``problem`` says why it is not opened, ``passed`` why it is no page. ``found`` is the suffix
    that goes with its bytes, where its name does not tell what it is.
    """

    path: str
    member: int | None = None
    label: str = ""
    folder: str = ""
    problem: str = ""
    passed: str = ""
    found: str = ""

    @property
    def file_name(self) -> str:
        """The name that is kept: below the folder or archive that was named, with its own name."""
        if self.member is not None:
            name = f"{os.path.basename(self.path)}/{'/'.join(parts_of(self.label))}"
        elif self.folder:
            name = str(Path(Path(self.folder).name) / Path(self.path).relative_to(self.folder))
        else:
            name = Path(self.path).name
        return readable(name)

    @property
    def name(self) -> str:
        """The name under which the page is reported and kept."""
        return readable(self.path if self.member is None else f"{self.path}/{self.label}")

    @property
    def inner(self) -> str:
        """Its path below the folder or archive that was named."""
        if self.member is not None:
            return "/".join(parts_of(self.label))
        if self.folder:
            return Path(self.path).relative_to(self.folder).as_posix()
        return Path(self.path).name

    @property
    def holding(self) -> str:
        """What was named: files that came in one hang together."""
        if self.member is not None:
            return self.path
        return self.folder or str(Path(self.path).parent)

    @property
    def is_named(self) -> bool:
        """Whether the file itself was named, and not what it lies in."""
        return self.member is None and not self.folder

    @property
    def suffix(self) -> str:
        """What tells how it is read: its name's ending, or what its bytes are."""
        return self.found or suffix_of(self.label or self.path)


def readable(name: str) -> str:
    """Return a file's name as text: one that is no UTF-8 came from Windows, as unzip leaves it."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "backslashreplace")
    return name


def find_files(paths: Sequence[str]) -> list[Origin]:
    """Return the places that ``paths`` name, folders and archives opened, in order of name.

    What is no page is among them, so that it is spoken of. Raises ``InputMissing`` for a path that
    is not there, or that has nothing to take.
    """
    return [place for path in paths for place in _places_of(path)]


class Shelf(ExitStack):
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


def opened(place: Origin, shelf: Shelf) -> AbstractContextManager[BinaryIO]:
    if place.path == "-":
        return nullcontext(sys.stdin.buffer)
    if place.member is not None:
        archive = shelf.archive(place.path)
        return cast("BinaryIO", archive.open(archive.infolist()[place.member]))
    return Path(place.path).open("rb")


def _places_of(path: str) -> list[Origin]:
    if path == "-":
        return [Origin(path)]
    # These say no of any path, of one that is too long as well.
    if os.path.isdir(path):
        return _some(path, _files_in(path))
    if not os.path.isfile(path):
        raise InputMissing(path, _no_file() if os.path.exists(path) else _not_there())
    if suffix_of(path) == ARCHIVE:
        return _some(path, _members_of(path))
    return [Origin(path)]


def _some(path: str, places: list[Origin]) -> list[Origin]:
    """Return the places of a folder or archive; where none can be a page it is one that has none.

    Of each that lies there it is said what it is all the same.
    """
    if any(place.suffix in {*TEXT_SUFFIXES, ARCHIVE} and not place.passed for place in places):
        return places
    problem = _("It has no text files in it. A page is a file named .txt.")
    if not places:
        raise InputMissing(path, problem)
    return [Origin(path, problem=problem), *places]


def _files_in(path: str) -> list[Origin]:
    inside = Path(path).resolve()
    found = (_in_folder(child, path, inside) for child in sorted(Path(path).rglob("*")))
    return [place for place in found if place]


def _in_folder(child: Path, path: str, inside: Path) -> Origin | None:
    """Return what lies in a folder; of a folder inside nothing, if what it holds can be told of."""
    name = str(child.relative_to(path))
    place = Origin(str(child), folder=path, passed=passed_by_name(name))
    if child.is_dir():
        return _folder_inside(child, place)
    # A link that leads nowhere is named when it is read.
    if not child.is_file() and not (child.is_symlink() and not child.exists()):
        return replace(place, passed=_no_file())
    # Of links that lead in a circle Path.resolve makes an error.
    if not Path(os.path.realpath(child)).is_relative_to(inside):
        return replace(place, problem=_led_out())
    return _looked_at(replace(place, problem=_unopened(name)), lambda: child.open("rb"))


def _folder_inside(child: Path, place: Origin) -> Origin | None:
    if child.is_symlink():
        told = _("It is a link to a folder, which is not followed. Name that folder itself.")
        return replace(place, passed=told)
    try:
        return None if any(child.iterdir()) else replace(place, passed=_empty_folder())
    except OSError as error:
        problem = _("The folder cannot be opened (%(error)s). Check its permissions.")
        return replace(place, problem=problem % {"error": error.strerror})


def _looked_at(place: Origin, opening: Callable[[], IO[bytes]]) -> Origin:
    """Return a place with what its first bytes tell, where its name does not tell what it is.

    What cannot be opened is told when it is read.
    """
    if place.problem or place.passed or is_told_by_name(place.inner):
        return place
    try:
        with opening() as file:
            found, passed = kind_by_bytes(file.read(HEAD))
    except UNREADABLE:
        found, passed = TEXT, ""
    return replace(place, found=found, passed=passed)


def _members_of(path: str) -> list[Origin]:
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(path, archive)
    except UNREADABLE as error:
        problem = _("It is no readable zip archive (%(error)s). Copy or pack it anew.")
        raise InputMissing(path, problem % {"error": error}) from error


def _members(path: str, archive: zipfile.ZipFile) -> list[Origin]:
    entries = archive.infolist()
    if _overlap([entry for entry in entries if not entry.is_dir()]):
        problem = _(
            "Its files lie one over the other: it unpacks to more than it holds. Pack it anew."
        )
        raise InputMissing(path, problem)
    encoding = _name_encoding(entries)
    holding = {folder for entry in entries for folder in _folders(entry.filename)}
    places = []
    for number, entry in enumerate(entries):
        name = _true_name(entry, encoding)
        if not entry.is_dir():
            why = _why_unopened(name, entry)
            place = Origin(path, number, name, problem=why, passed=passed_by_name(name))
            places.append(_looked_at(place, partial(archive.open, entry)))
        elif entry.filename not in holding:
            places.append(Origin(path, number, name, passed=_empty_folder()))
    return sorted(places, key=lambda place: (place.label, place.member))


def _folders(name: str) -> list[str]:
    """Return the folders that a member lies in, as their own entries are named."""
    parts = name.rstrip("/").split("/")[:-1]
    return ["/".join(parts[: count + 1]) + "/" for count in range(len(parts))]


def _overlap(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Say whether members share their bytes, as only archives do that are made to burst."""
    places = sorted((row.header_offset, row.header_offset + row.compress_size) for row in entries)
    return any(start < end for (_start, end), (start, _end) in pairwise(places))


def _name_encoding(entries: Sequence[zipfile.ZipInfo]) -> str:
    """Return what an archive's names are in that does not say: GBK or Big5, as Windows packs."""
    unsaid = [entry.filename for entry in entries if not entry.flag_bits & UTF8_NAME]
    data = "\n".join(unsaid).encode("cp437", "ignore")
    return "cp950" if are_names_in_big5(data) else "gb18030"


def _true_name(entry: zipfile.ZipInfo, encoding: str) -> str:
    """Return a member's name: macOS packs UTF-8 and Windows its own encoding, neither says so."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    for codec in ("utf-8", encoding):
        try:
            return entry.filename.encode("cp437").decode(codec)
        except UnicodeError:
            continue
    return entry.filename


def _not_there() -> str:
    return _("There is no such file or folder. Check the path.")


def _no_file() -> str:
    return _("It is a pipe, a socket or a device, and no file. Save what it gives as a file.")


def _empty_folder() -> str:
    return _("It is an empty folder.")


def _led_out() -> str:
    return _("It is a link that leads out of the folder. Name the file itself, or copy it there.")


def _why_unopened(name: str, entry: zipfile.ZipInfo) -> str:
    """Return why a member of an archive is not opened, where its entry tells."""
    if S_ISLNK(entry.external_attr >> 16):
        return _("It is a link to another file, and holds no text. Pack the file itself.")
    if entry.flag_bits & ENCRYPTED:
        return _("It is encrypted. Unpack the archive with its password, and name the folder.")
    return _unopened(name)


def _unopened(name: str) -> str:
    if suffix_of(name) != ARCHIVE:
        return ""
    return _("It is an archive inside of what was named. Name the archive itself, or unpack it.")
