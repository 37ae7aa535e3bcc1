"""Imports that are killed, started again, and run beside each other, as real processes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.make import FIXTURES
from tests.reading.generator.corpus import write_corpus

PAGES = 30
# One page in the archive cannot be read, so every whole run ends with exit code 1.
BROKEN = "zz.txt"
State = dict[str, list[Any]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write_corpus(folder, PAGES, 11, one_paper=True)
    (folder / BROKEN).write_bytes(b"\x00\x01\x02" * 50)
    return folder


class Databases:
    """Databases of the suite's kind, each a copy of one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = urlsplit(os.environ.get("DATABASE_URL", ""))
        self.on_server = connection.vendor == "postgresql"
        self.names = ["migrated"]
        if self.on_server:
            self._sql(f"CREATE DATABASE {self._full('migrated')}")
        manage(self.url("migrated"), "migrate", "-v0").communicate()

    def new(self) -> str:
        """Make a database and return its URL."""
        name = f"copy_{len(self.names)}"
        self.names.append(name)
        if self.on_server:
            self._sql(f"CREATE DATABASE {self._full(name)} TEMPLATE {self._full('migrated')}")
        else:
            shutil.copy(self.folder / "migrated.sqlite3", self.folder / f"{name}.sqlite3")
        return self.url(name)

    def url(self, name: str) -> str:
        """Return the address of a database for ``DATABASE_URL``."""
        if self.on_server:
            return self.server._replace(path=f"/{self._full(name)}").geturl()
        return f"sqlite:///{self.folder / name}.sqlite3"

    def drop(self) -> None:
        """Remove all that were made."""
        for name in self.names if self.on_server else []:
            self._sql(f"DROP DATABASE {self._full(name)} WITH (FORCE)")

    def _full(self, name: str) -> str:
        return f"killed_{os.getpid()}_{name}"

    def _sql(self, statement: str) -> None:
        address = self.server._replace(path="/postgres").geturl()
        with psycopg.connect(address, autocommit=True) as session:
            session.execute(statement.encode())


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop()


def manage(url: str, *words: str, errors: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """Start a command on the database at ``url``."""
    return python(url, "manage.py", *words, errors=errors)


def python(url: str, *words: str, errors: int = subprocess.PIPE) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=FIXTURES.parent,
        env=os.environ
        | {
            "DATABASE_URL": url,
            "LC_ALL": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )


def state_of(url: str) -> State:
    out, _errors = python(url, "-m", "tests.importing.state").communicate()
    state: State = json.loads(out)
    return state


def whole_run(url: str, archive: Path, *options: str) -> str:
    out, errors = manage(url, "import_pages", str(archive), *options).communicate()
    assert BROKEN in errors
    assert "Traceback" not in errors
    return out


def test_a_run_that_is_killed_and_started_again_ends_as_one_run_would(
    archive: Path, databases: Databases
) -> None:
    url, kills = databases.new(), 0
    rng = random.Random(7)
    while True:
        jobs = str(rng.choice([1, 1, 2]))
        words = ("import_pages", str(archive), "--jobs", jobs)
        process = manage(url, *words, errors=subprocess.DEVNULL)
        fresh, wanted = 0, rng.randint(1, 7)
        assert process.stdout is not None
        for line in process.stdout:
            fresh += ": imported" in line
            if fresh == wanted:
                time.sleep(rng.random() * 0.02)
                process.send_signal(signal.SIGKILL)
                kills += 1
                break
        process.communicate()
        if process.returncode != -signal.SIGKILL:
            break
    assert kills >= 4
    undisturbed = databases.new()
    whole_run(undisturbed, archive)
    assert state_of(url) == state_of(undisturbed)


def test_several_processes_read_and_the_result_is_the_same(
    archive: Path, databases: Databases
) -> None:
    one, many = databases.new(), databases.new()
    assert whole_run(one, archive) == whole_run(many, archive, "--jobs", "3")
    assert state_of(one) == state_of(many)


def test_two_imports_at_once_do_not_harm_each_other(archive: Path, databases: Databases) -> None:
    both, alone = databases.new(), databases.new()
    runs = [manage(both, "import_pages", str(archive)) for _ in range(2)]
    outputs = [run.communicate() for run in runs]
    assert not any("Traceback" in errors for _out, errors in outputs)
    imported = sum(out.count(": imported") for out, _errors in outputs)
    whole_run(alone, archive)
    expected = state_of(alone)
    assert imported == len(expected["Page"])
    result = state_of(both)
    # Which of two pages a question about their names stands on depends on who came first.
    for one in (result, expected):
        one["Finding"] = [row for row in one["Finding"] if row[2] != "similar-contributor"]
    assert result == expected
