"""What comes in: files, folders and standard input, one at a time, nothing held in memory."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _

TEXT_SUFFIXES = {".txt", ".text"}


class InputMissing(Exception):
    """A path that was named cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Received:
    """The bytes of one page and the name they came under."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash by which the bytes are known again."""
        return hashlib.sha256(self.data).hexdigest()


def find_files(paths: Sequence[str]) -> list[str]:
    """Return the files that ``paths`` name, folders opened, in order of name; ``-`` stays.

    Of a folder only text files are taken, and no hidden ones.
    Raises ``InputMissing`` for a path that is not there.
    """
    found: list[str] = []
    for path in paths:
        found.extend(_files_of(path))
    return found


def receive(files: Sequence[str]) -> Iterator[Received]:
    """Yield each file's bytes, one at a time. Raises ``InputMissing`` for an unreadable one."""
    for name in files:
        if name == "-":
            yield Received("-", sys.stdin.buffer.read())
            continue
        try:
            yield Received(name, Path(name).read_bytes())
        except OSError as error:
            raise InputMissing(
                _("%(path)s: cannot be read (%(error)s).") % {"path": name, "error": error.strerror}
            ) from error


def _files_of(path: str) -> list[str]:
    if path == "-" or Path(path).is_file():
        return [path]
    if Path(path).is_dir():
        return sorted(str(child) for child in Path(path).rglob("*") if _is_page(child))
    raise InputMissing(_("%(path)s: no such file or folder.") % {"path": path})


def _is_page(child: Path) -> bool:
    """In a folder, text files are pages; what lies beside them must be named to be imported."""
    hidden = any(part.startswith(".") for part in child.parts)
    return child.suffix.lower() in TEXT_SUFFIXES and not hidden and child.is_file()
