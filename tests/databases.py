"""Databases of the kind that ``DATABASE_URL`` names, each a copy of one that was migrated once."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

SERVER = urlsplit(os.environ.get("DATABASE_URL", ""))
ON_SERVER = SERVER.scheme.startswith("postgres")
# Where the files of each database's newsroom lie.
_files: dict[str, Path] = {}


class Databases:
    """Makes new databases, which processes of their own use; ``drop`` removes them all.

    ``migrated`` is a database on the server, or a file.
    """

    def __init__(self, folder: Path, migrated: str) -> None:
        self.folder, self.migrated = folder, migrated
        self.names: list[str] = []

    @classmethod
    def migrated_by(cls, folder: Path, migrate: Callable[[str], object]) -> Databases:
        """Have one migrated of which all others are copies, where no test database is there."""
        name = f"newsroom_{os.getpid()}_migrated"
        if ON_SERVER:
            _create(name)
        made = cls(folder, name if ON_SERVER else f"{folder / name}.sqlite3")
        made.names.append(name)
        migrate(made._url(name))
        return made

    def new(self) -> str:
        """Return the address of a database that has all the tables."""
        name = f"newsroom_{os.getpid()}_copy_{len(self.names)}"
        self.names.append(name)
        if ON_SERVER:
            _create(name, f"TEMPLATE {self.migrated}")
        else:
            shutil.copy(self.migrated, self.folder / f"{name}.sqlite3")
        url = self._url(name)
        _files[url] = self.folder / f"{name}-files"
        return url

    def _url(self, name: str) -> str:
        if ON_SERVER:
            return SERVER._replace(path=f"/{name}").geturl()
        return f"sqlite:///{self.folder / name}.sqlite3"

    def drop(self) -> None:
        for name in self.names if ON_SERVER else []:
            _sql(f"DROP DATABASE {name} WITH (FORCE)")


def newsroom_at(url: str) -> dict[str, str]:
    """Return the environment variables of a process at a database that was made new.

    Its files lie apart from those of all others, and from the project's.
    """
    return {"DATABASE_URL": url, "DATA_DIR": str(_files[url])}


@contextmanager
def database_of_tests(shared: Path) -> Iterator[str]:
    """Give Django its test database and yield one beside it that stays as migrations leave it.

    The first worker that comes migrates. It writes into ``shared`` where the others find a copy.
    """
    with _alone(shared.with_suffix(".lock")):
        copied = shared.exists() and _copy(shared.read_text(), _name_of_test_database())
        made = setup_databases(0, interactive=False, keepdb=copied, serialized_aliases=set())
        connection.close()
        name = str(connection.settings_dict["NAME"])
        if ON_SERVER:
            _let_be_lost(name)
        migrated = f"{name}_migrated"
        _copy(name, migrated)
        if not copied:
            shared.write_text(migrated)
    yield migrated
    teardown_databases(made, 0)
    if ON_SERVER:
        _sql(f"DROP DATABASE {migrated}")
    else:
        Path(migrated).unlink()


def _name_of_test_database() -> str:
    return str(connection.creation._get_test_db_name())  # type: ignore[attr-defined]


def _copy(old: str, new: str) -> bool:
    """Copy a database, over one that an earlier run has left; return whether there was one."""
    if ON_SERVER:
        _sql(f"DROP DATABASE IF EXISTS {new}")
        try:
            _create(new, f"TEMPLATE {old}")
        except psycopg.errors.InvalidCatalogName:
            return False
        return True
    for left in ("", "-wal", "-shm"):
        Path(f"{new}{left}").unlink(missing_ok=True)
    if not Path(old).exists():
        return False
    with closing(sqlite3.connect(old)) as source, closing(sqlite3.connect(new)) as target:
        source.backup(target)
    return True


def _create(name: str, template: str = "") -> None:
    _sql(f"CREATE DATABASE {name} {template}")
    _let_be_lost(name)


def _let_be_lost(name: str) -> None:
    """Let nobody wait for the disk: what a test writes need not outlive the machine."""
    _sql(f"ALTER DATABASE {name} SET synchronous_commit TO off")


def _sql(statement: str) -> None:
    address = SERVER._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as session:
        session.execute(statement.encode())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
