"""Imports that are killed, started again, and run beside each other, as real processes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.make import FIXTURES
from tests.reading.generator.corpus import write_corpus

PAGES = 40
# One page in the archive cannot be read, so every whole run ends with exit code 1.
BROKEN = "zz.txt"
State = dict[str, list[Any]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write_corpus(folder, PAGES, 11, one_paper=True)
    (folder / BROKEN).write_bytes(b"\x00\x01\x02" * 50)
    return folder


@pytest.fixture
def new_database(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """A function that makes a migrated database of the suite's kind and returns its URL."""
    made: list[str] = []
    postgresql = urlsplit(os.environ.get("DATABASE_URL", ""))
    on_server = connection.vendor == "postgresql"

    def server() -> psycopg.Connection[Any]:
        return psycopg.connect(postgresql._replace(path="/postgres").geturl(), autocommit=True)

    def new() -> str:
        name = f"killed_{os.getpid()}_{len(made)}"
        url = f"sqlite:///{tmp_path / name}.sqlite3"
        if on_server:
            with server() as session:
                session.execute(f"CREATE DATABASE {name}")
            url = postgresql._replace(path=f"/{name}").geturl()
        made.append(name)
        manage(url, "migrate", "-v0").wait()
        return url

    yield new
    if on_server:
        with server() as session:
            for name in made:
                session.execute(f"DROP DATABASE {name} WITH (FORCE)")


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


@pytest.mark.django_db
def test_a_run_that_is_killed_and_started_again_ends_as_one_run_would(
    archive: Path, new_database: Callable[[], str]
) -> None:
    url, kills = new_database(), 0
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
    undisturbed = new_database()
    whole_run(undisturbed, archive)
    assert state_of(url) == state_of(undisturbed)


@pytest.mark.django_db
def test_several_processes_read_and_the_result_is_the_same(
    archive: Path, new_database: Callable[[], str]
) -> None:
    one, many = new_database(), new_database()
    assert whole_run(one, archive) == whole_run(many, archive, "--jobs", "3")
    assert state_of(one) == state_of(many)


@pytest.mark.django_db
def test_two_imports_at_once_do_not_harm_each_other(
    archive: Path, new_database: Callable[[], str]
) -> None:
    both, alone = new_database(), new_database()
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
