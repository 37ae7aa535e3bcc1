"""Django's SQLite, but readers go on reading where nothing can be written any more.

In write-ahead mode even a reader makes two files beside the database. On a full or a read-only disk
it cannot, and Django's connection fails. Then the database is opened for reading only.

A connection that has written much looks at what has grown before it is closed: ``PRAGMA optimize``.

A kept connection is opened anew where another file has taken the database's place (``restore``).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from archive.statistics import even_out

# The second takes no heed of a log beside the database, so there must be nothing in it.
FOR_READING = ("mode=ro", "immutable=1")
# So many rows written through one connection are more than a page or an editor's day of work.
LONG_WORK = 2000
LOOKED_AT = 400


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that falls back to reading; whatever writes through it is refused."""

    init_commands: list[str]
    # The file that was opened for reading and writing: device and number.
    _opened: tuple[int, int] | None = None

    def is_usable(self) -> bool:
        """Whether a kept connection is to the database that now has its name, and no mishap's.

        Django asks at a request's first statement. One that can only read is tried anew each time.
        """
        if self.is_in_memory_db():
            return True
        return not self.errors_occurred and self._opened == self._file() is not None

    def _file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that can read, and write where the disk lets it."""
        # Looked at first: a file that comes while this one is opened is another.
        file, self._opened = self._file(), None
        try:
            connection = _read(super().get_new_connection(conn_params))
            self._opened = file
            return connection
        except sqlite3.OperationalError:
            for way in FOR_READING:
                if (opened := self._for_reading(conn_params, way)) is not None:
                    return opened
            raise

    def _for_reading(self, conn_params: dict[str, Any], way: str) -> Any:
        path = Path(str(conn_params["database"]))
        log = Path(f"{path}-wal")
        if not path.is_file() or (way != FOR_READING[0] and log.exists() and log.stat().st_size):
            return None
        commands, self.init_commands = self.init_commands, ["PRAGMA query_only=ON"]
        try:
            address = f"file:{quote(str(path))}?{way}"
            return _read(super().get_new_connection({**conn_params, "database": address}))
        except sqlite3.OperationalError:
            return None
        finally:
            self.init_commands = commands

    def _close(self) -> None:
        """Let the database look at the tables that have grown, at the end of long work."""
        if self.connection is not None and self.connection.total_changes > LONG_WORK:
            _optimize(self.connection)
        super()._close()  # type: ignore[misc]


def _optimize(connection: Any) -> None:
    """Look at a few rows of what is news to it; whoever writes meanwhile goes first."""
    if connection.in_transaction:
        return
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        connection.execute("PRAGMA optimize")
        even_out(connection)


def _read(connection: Any) -> Any:
    """Return the connection when it can read; raise ``OperationalError`` when not."""
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        raise
    return connection
