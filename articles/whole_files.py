"""A file appears under its name when it is whole: a full disk leaves no part of one.

Whoever writes rows and files together has them reach the disk while the rows are written
(``on_disk_by_then``): a disk takes longer for a page's source than a database for its stories.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

# A disk takes several in one go; each waits for it with a file open.
AT_ONCE = 4
MOST_OPEN = 32
# A web server shows them to readers.
READABLE = 0o644


class _OnTheWay:
    """Files that were written and have not reached the disk yet."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._waiting: deque[Future[None]] = deque()

    def add(self, file: int) -> None:
        """Bring a file there; the oldest is waited for when there are many."""
        self._waiting.append(self._pool.submit(_sync, os.dup(file)))
        if len(self._waiting) > MOST_OPEN:
            self._waiting.popleft().result()

    def wait(self) -> None:
        """Wait for all. Raises the disk's ``OSError`` of one that did not get there."""
        while self._waiting:
            self._waiting.popleft().result()


_on_the_way: ContextVar[_OnTheWay | None] = ContextVar("on_the_way", default=None)


def threads() -> ThreadPoolExecutor:
    """Return threads that wait for the disk. They begin when needed and end when nobody has them.

    Who writes many files, one after the other, keeps them: to begin takes as long as to wait.
    """
    return ThreadPoolExecutor(AT_ONCE, "to-disk")


@contextmanager
def on_disk_by_then(kept: ThreadPoolExecutor | None = None) -> Iterator[None]:
    """Let files that are written inside reach the disk meanwhile, all of them before the end.

    Stand inside the transaction with it: rows that name a file are not committed before. ``kept``
    are ``threads`` that go on afterwards.
    """
    if _on_the_way.get():
        yield
        return
    with nullcontext(kept) if kept else threads() as pool:
        coming = _OnTheWay(pool)
        token = _on_the_way.set(coming)
        try:
            yield
        finally:
            _on_the_way.reset(token)
        coming.wait()


def _sync(file: int) -> None:
    try:
        os.fsync(file)
    finally:
        os.close(file)


class WholeFileStorage(FileSystemStorage):
    """Django's storage, which would write under the name itself."""

    def _save(self, name: str, content: Any) -> str:
        place = self.path(name)
        folder = os.path.dirname(place)
        os.makedirs(folder, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder, prefix=".part-")
        try:
            with open(handle, "wb") as file:
                os.fchmod(handle, READABLE)
                file.writelines(content.chunks())
                file.flush()
                coming = _on_the_way.get()
                if coming:
                    coming.add(handle)
                else:
                    os.fsync(handle)
            # Another upload of the same moment finds the name taken and gets one of its own.
            while not _named(part, place):
                name = self.get_available_name(name)
                place = self.path(name)
        finally:
            Path(part).unlink(missing_ok=True)
        return name.replace("\\", "/")


def _named(part: str, place: str) -> bool:
    """Give a whole file its name, and return whether that was free.

    It gets a second name and loses the first. To take the name with an empty file and to move the
    other over it makes two files for each, of which one is deleted, and ext4 seeks past what was
    just deleted: after some thousands that took longer than all the rest.
    """
    try:
        os.link(part, place)
    except FileExistsError:
        return False
    except OSError:
        # A disk where no file has two names.
        return _moved(part, place)
    return True


def _moved(part: str, place: str) -> bool:
    try:
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READABLE))
    except FileExistsError:
        return False
    try:
        os.replace(part, place)
    except BaseException:
        os.unlink(place)
        raise
    return True
