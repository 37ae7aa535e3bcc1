"""One file that holds the newsroom as it was at one moment: database, files, the log's head.

A backup is a tar archive: ``database.sqlite3``, or on PostgreSQL ``tables/NAME.copy`` for every
table; ``media/…`` for every file that a row names; last ``manifest.json`` with size and hash of
each of them. The secret key is not in it.

The database is copied first, in one snapshot, while people go on working; files after it. A
file is written before its row and never again, so every file that the snapshot names is there.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.media_files import files_of_rows
from audit.log import chain_head

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE = "database.sqlite3"
TABLES = "tables"
MEDIA = "media"
AGE = "age"


class BackupFailed(Exception):
    """No backup was made; the message says why and what to do."""


@dataclass(slots=True)
class Made:
    """A backup that was made: where, how much it holds, and which files were not there."""

    path: Path
    files: int
    head: tuple[int, str]
    missing: list[str] = field(default_factory=list)


def make_backup(folder: Path, *, recipient: str = "") -> Made:
    """Write a backup into ``folder`` and return it; ``recipient`` is the age key that can read it.

    It has its name only when it is whole and on the disk. Raises ``BackupFailed`` or ``OSError``.
    """
    if recipient and not shutil.which(AGE):
        raise BackupFailed(_("age is not installed, so nothing can be encrypted. Install age."))
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    suffix = "tar.age" if recipient else "tar"
    path = folder / f"newsroom-{timezone.localtime():%Y-%m-%dT%H%M%S}-{os.getpid()}.{suffix}"
    part = folder / f".{path.name}.part"
    try:
        with part.open("xb") as file:
            os.chmod(part, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            _room_of(part).mkdir(mode=0o700)
            made = _write(path, file, recipient, _room_of(part))
            file.flush()
            os.fsync(file.fileno())
            # Before the part has another name: whoever clears away looks for parts.
            shutil.rmtree(_room_of(part))
            part.rename(path)
    finally:
        shutil.rmtree(_room_of(part), ignore_errors=True)
        part.unlink(missing_ok=True)
    _to_disk(folder)
    return made


def _clear(folder: Path) -> None:
    """Take away what a backup that was killed has left: nobody holds its lock."""
    for part in folder.glob(".newsroom-*.part"):
        with part.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(_room_of(part), ignore_errors=True)
            part.unlink(missing_ok=True)


def _room_of(part: Path) -> Path:
    return part.with_suffix(".room")


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, file: IO[bytes], recipient: str, room: Path) -> Made:
    with (
        _encrypted(file, recipient) as stream,
        tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        writer = _Writer(tar)
        copy = _copy_sqlite if connection.vendor == "sqlite" else _copy_tables
        facts = copy(writer, room)
        missing = [name for name in sorted(files_of_rows()) if not _add_stored(writer, name)]
        manifest = {
            "format": FORMAT,
            "engine": connection.vendor,
            "made_at": timezone.now().isoformat(),
            **facts,
            "missing": missing,
            "files": writer.files,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        writer.add(MANIFEST, io.BytesIO(text), len(text))
    head = facts["head"]
    return Made(path, len(writer.files) - 1, (head["seq"], head["hash"]), missing)


@contextmanager
def _encrypted(file: IO[bytes], recipient: str) -> Iterator[IO[bytes]]:
    if not recipient:
        yield file
        return
    command = [AGE, "--encrypt", "--recipient", recipient]
    # Errors go to a file: a pipe that nobody empties would stop it.
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603  no shell, the key is one argument
            command, stdin=subprocess.PIPE, stdout=file, stderr=errors
        )
        pipe = cast("IO[bytes]", process.stdin)
        try:
            yield pipe
            pipe.close()
        except BaseException as error:
            process.kill()
            process.wait()
            if isinstance(error, BrokenPipeError):
                raise BackupFailed(_age_says(errors)) from error
            raise
        if process.wait():
            raise BackupFailed(_age_says(errors))


def _age_says(errors: IO[bytes]) -> str:
    errors.seek(0)
    says = errors.read(500).decode(errors="replace").strip()
    return _("age did not encrypt the backup: %(error)s") % {"error": says}


class _Writer:
    """Adds files to the archive and keeps their hashes for the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(timezone.now().timestamp())
        hashed = _Hashed(file)
        self.tar.addfile(entry, hashed)
        self.files[name] = {"size": size, "sha256": hashed.digest.hexdigest()}

    def add_path(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.add(name, file, os.fstat(file.fileno()).st_size)


class _Hashed:
    """Hashes what is read through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _add_stored(writer: _Writer, name: str) -> bool:
    try:
        with default_storage.open(name) as file:
            writer.add(f"{MEDIA}/{name}", file, file.size)
    except FileNotFoundError:
        return False
    return True


def _copy_sqlite(writer: _Writer, room: Path) -> dict[str, Any]:
    """Copy the database page by page, as SQLite itself does it: writers are not kept waiting."""
    path = room / SQLITE
    source = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(path)) as copy:
        try:
            live.backup(copy)
        except sqlite3.OperationalError as error:
            raise OSError(
                errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)
            ) from error
        facts = sqlite_facts(copy)
        # One file is the whole copy: nothing of it stays behind in a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    writer.add_path(SQLITE, path)
    path.unlink()
    return facts


def sqlite_facts(copy: sqlite3.Connection) -> dict[str, Any]:
    """Return what the manifest says of a database file: the log's head, the rows, migrations."""
    head = copy.execute("SELECT seq, hash FROM audit_auditentry ORDER BY seq DESC LIMIT 1")
    seq, digest = head.fetchone() or (0, "")
    names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    tables = [name for (name,) in names.fetchall() if not name.startswith("sqlite_")]
    count = "SELECT COUNT(*) FROM {}"
    applied = copy.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return {
        "head": {"seq": seq, "hash": digest},
        "rows": {name: copy.execute(count.format(name)).fetchone()[0] for name in tables},
        "migrations": [list(row) for row in applied.fetchall()],
    }


def _copy_tables(writer: _Writer, room: Path) -> dict[str, Any]:
    """Copy every table of one snapshot. psycopg is here already, and fits every server.

    ``pg_dump`` must be as new as the server, and is on another machine as often as not.
    """
    rows = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in table_names():
            path = room / "table"
            rows[table] = _copy_out(table, path)
            writer.add_path(f"{TABLES}/{table}.copy", path)
        seq, digest = chain_head()
        migrations = applied_migrations()
    return {
        "head": {"seq": seq, "hash": digest if seq else ""},
        "rows": rows,
        "migrations": migrations,
    }


def _copy_out(table: str, path: Path) -> int:
    names = ", ".join(columns(table))
    with path.open("wb") as file, connection.connection.cursor() as cursor:
        file.write(f"{names}\n".encode())
        with cursor.copy(f"COPY {table} ({names}) TO STDOUT") as copy:
            for chunk in copy:
                file.write(chunk)
        return int(cursor.rowcount)


def table_names() -> list[str]:
    """Return all the tables that Django made, its own list of migrations among them."""
    return sorted(connection.introspection.table_names())


def columns(table: str) -> list[str]:
    """Return the names of a table's columns, quoted."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [connection.ops.quote_name(row.name) for row in described]


def applied_migrations() -> list[list[str]]:
    """Return the migrations of the database, in order of their names."""
    return sorted(list(key) for key in MigrationRecorder(connection).applied_migrations())
