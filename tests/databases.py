"""Databases of the kind that ``DATABASE_URL`` names, each a copy of one that was migrated once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


class Databases:
    """Makes new databases, which processes of their own use; ``drop`` removes them all."""

    def __init__(self, folder: Path, migrate: Callable[[str], object]) -> None:
        self.folder = folder
        self.server = urlsplit(os.environ.get("DATABASE_URL", ""))
        self.on_server = self.server.scheme.startswith("postgres")
        self.names = ["migrated"]
        if self.on_server:
            self._sql(f"CREATE DATABASE {self._full('migrated')}")
        migrate(self.url("migrated"))

    def new(self) -> str:
        name = f"copy_{len(self.names)}"
        self.names.append(name)
        if self.on_server:
            self._sql(f"CREATE DATABASE {self._full(name)} TEMPLATE {self._full('migrated')}")
        else:
            shutil.copy(self.folder / "migrated.sqlite3", self.folder / f"{name}.sqlite3")
        return self.url(name)

    def url(self, name: str) -> str:
        if self.on_server:
            return self.server._replace(path=f"/{self._full(name)}").geturl()
        return f"sqlite:///{self.folder / name}.sqlite3"

    def drop(self) -> None:
        for name in self.names if self.on_server else []:
            self._sql(f"DROP DATABASE {self._full(name)} WITH (FORCE)")

    def _full(self, name: str) -> str:
        return f"newsroom_{os.getpid()}_{name}"

    def _sql(self, statement: str) -> None:
        address = self.server._replace(path="/postgres").geturl()
        with psycopg.connect(address, autocommit=True) as session:
            session.execute(statement.encode())
