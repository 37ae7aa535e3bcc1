"""A backup becomes a newsroom again, whole or not at all, and only where there is none.

Everything is unpacked and compared with the manifest before anything takes its place. Photos take
theirs first, the database last and in one step: whoever is killed before it has an empty newsroom
still, and begins again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils.translation import gettext as _

from archive.backup import AGE, FORMAT, MANIFEST, MEDIA, SQLITE, TABLES, sqlite_facts, table_names

# A newsroom without any of these has nothing that could be lost.
OWNED = ("auth_user", "issues_publication", "issues_source", "audit_auditentry")
ROOM = ".restore-"
CHUNK = 1 << 20


class RestoreRefused(Exception):
    """Nothing was restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored."""

    made_at: str
    rows: int
    files: int
    head: tuple[int, str]


def restore_backup(path: Path, *, identity: Path | None = None) -> Restored:
    """Put what a backup holds into an empty newsroom. Raises ``RestoreRefused`` or ``OSError``."""
    _refuse_unless_empty()
    home = Path(settings.DATA_DIR)
    home.mkdir(parents=True, exist_ok=True)
    for rest in home.glob(f"{ROOM}*"):
        shutil.rmtree(rest)
    with tempfile.TemporaryDirectory(dir=home, prefix=ROOM) as name:
        room = Path(name)
        with _opened(path, identity, room) as tar:
            manifest = _unpack(tar, room / "files")
        _check(manifest)
        files = _place_files(room / "files")
        if manifest["engine"] == "sqlite":
            _place_database(room / "files" / SQLITE, manifest)
        else:
            _fill_tables(room / "files" / TABLES, manifest)
    head = manifest["head"]
    rows = sum(manifest["rows"].values())
    return Restored(manifest["made_at"], rows, files, (head["seq"], head["hash"]))


def _refuse_unless_empty() -> None:
    # Asking SQLite for its tables would make the file.
    name = settings.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        return
    here = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in OWNED:
            if table not in here:
                continue
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  our own names
            if cursor.fetchone():
                raise RestoreRefused(
                    _(
                        "There is a newsroom here already. A backup is restored into an empty one"
                        " only: name another DATA_DIR, or another database."
                    )
                )


@contextmanager
def _opened(path: Path, identity: Path | None, room: Path) -> Iterator[tarfile.TarFile]:
    if path.suffix == f".{AGE}":
        path = _decrypted(path, identity, room)
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise _damaged(path.name) from error


def _decrypted(path: Path, identity: Path | None, room: Path) -> Path:
    if identity is None:
        raise RestoreRefused(_("The backup is encrypted. Name your age key with --identity."))
    if not shutil.which(AGE):
        raise RestoreRefused(_("age is not installed, so nothing can be decrypted. Install age."))
    plain = room / "backup.tar"
    with plain.open("wb") as file:
        done = subprocess.run(  # noqa: S603  no shell, each path is one argument
            [AGE, "--decrypt", "--identity", str(identity), str(path)],
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        says = done.stderr.decode(errors="replace").strip()
        raise RestoreRefused(_("age did not decrypt the backup: %(error)s") % {"error": says})
    return plain


def _unpack(tar: tarfile.TarFile, room: Path) -> dict[str, Any]:
    """Write the files into ``room`` and return the manifest, which all of them fit."""
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] = {}
    for entry in tar:
        file = tar.extractfile(entry)
        if file is None or not _is_ours(entry.name):
            raise _damaged(entry.name)
        if entry.name == MANIFEST:
            manifest = json.load(file)
            continue
        target = room / entry.name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("xb") as copy:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        found[entry.name] = {"size": entry.size, "sha256": digest.hexdigest()}
    if manifest.get("files") != found:
        named = manifest.get("files", {})
        wrong = sorted(name for name in {*named, *found} if named.get(name) != found.get(name))
        raise _damaged(wrong[0] if wrong else MANIFEST)
    return manifest


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    safe = bool(parts) and not name.startswith("/") and ".." not in parts
    return safe and (name in (MANIFEST, SQLITE) or parts[0] in (TABLES, MEDIA))


def _damaged(name: str) -> RestoreRefused:
    return RestoreRefused(
        _("The backup is damaged or no backup of a newsroom (%(name)s). Take another one.")
        % {"name": name}
    )


def _check(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT or manifest["engine"] != connection.vendor:
        raise RestoreRefused(
            _("The backup is of %(engine)s, this newsroom runs on %(here)s. Set DATABASE_URL.")
            % {"engine": manifest["engine"], "here": connection.vendor}
        )
    # Both are pairs of app and name. One migration may stand for some that there were before.
    loader = MigrationLoader(None, ignore_no_migrations=True)
    own = {*(loader.disk_migrations or ())}
    replaced = {key for row in loader.replacements.values() for key in row.replaces}
    there = {(app, name) for app, name in manifest["migrations"]}
    stand_for = {key for key, row in loader.replacements.items() if there.issuperset(row.replaces)}
    for strange in sorted(there - own - replaced):
        raise RestoreRefused(
            _("The backup knows %(name)s, this program does not. Restore it with the newer one.")
            % {"name": ".".join(strange)}
        )
    for lacking in sorted(own - there - stand_for):
        raise RestoreRefused(
            _(
                "The backup is of an older program, which did not know %(name)s."
                " Restore it with that one, then put the newer program in its place and migrate."
            )
            % {"name": ".".join(lacking)}
        )


def _place_files(room: Path) -> int:
    source = room / MEDIA
    files = {
        path.relative_to(source).as_posix(): path for path in source.rglob("*") if path.is_file()
    }
    missing = {name: path for name, path in files.items() if not default_storage.exists(name)}
    for name in files.keys() - missing.keys():
        with default_storage.open(name) as there:
            if there.read() != files[name].read_bytes():
                raise RestoreRefused(
                    _("%(file)s is here already and is another file. Empty %(folder)s first.")
                    % {"file": name, "folder": settings.BUCKET or settings.MEDIA_ROOT}
                )
    for name, path in missing.items():
        _place_stored(name, path)
    return len(files)


def _place_stored(name: str, path: Path) -> None:
    """Put a file into the store, at any moment whole or not at all."""
    if settings.BUCKET:
        with path.open("rb") as file:
            default_storage.save(name, File(file))
        return
    place = Path(default_storage.path(name))
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, place)
    place.chmod(0o644)


def _place_database(copy: Path, manifest: dict[str, Any]) -> None:
    with closing(sqlite3.connect(copy)) as database:
        facts = sqlite_facts(database)
        database.execute("PRAGMA journal_mode=WAL").fetchall()
    if any(facts[name] != manifest[name] for name in facts):
        raise _damaged(SQLITE)
    connection.close()
    place = Path(settings.DATABASES["default"]["NAME"])
    # What an empty database left in its log must not be read into the one that comes.
    for suffix in ("-wal", "-shm"):
        Path(f"{place}{suffix}").unlink(missing_ok=True)
    os.replace(copy, place)


def _fill_tables(room: Path, manifest: dict[str, Any]) -> None:
    call_command("migrate", verbosity=0)
    names = table_names()
    if sorted(manifest["rows"]) != names:
        raise _damaged(TABLES)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Rows that migrations make; the backup has its own.
            for table in names:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
        for table in names:
            if _copy_in(table, room / f"{table}.copy") != manifest["rows"][table]:
                raise _damaged(table)
        count_on(connection.introspection.installed_models(names))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def count_on(models: Iterable[type[Model]]) -> None:
    """Let new rows have the keys behind those that were written with theirs."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _copy_in(table: str, path: Path) -> int:
    with path.open("rb") as file, connection.connection.cursor() as cursor:
        names = file.readline().decode().strip()
        try:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                while chunk := file.read(CHUNK):
                    copy.write(chunk)
        except DatabaseError as error:
            raise _damaged(table) from error
        return int(cursor.rowcount)
