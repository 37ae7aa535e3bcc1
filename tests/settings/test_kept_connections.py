"""A thread keeps its connection to SQLite, but never to a file that was replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from pytest_django import DjangoDbBlocker

from newsroom.sqlite.base import DatabaseWrapper


@pytest.fixture
def kept(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    file = tmp_path / "newsroom.sqlite3"
    make_file(file, "first")
    wrapper = DatabaseWrapper(
        {
            "ENGINE": "newsroom.sqlite",
            "NAME": str(file),
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(settings.SQLITE_OPTIONS),
            "TIME_ZONE": None,
        }
    )
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


def make_file(path: Path, word: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE words (word)")
        database.execute("INSERT INTO words VALUES (?)", [word])
        database.commit()


def ask(wrapper: DatabaseWrapper, statement: str = "SELECT word FROM words") -> Any:
    """Ask as a request does: what a connection has become is looked at before the first word."""
    wrapper.close_if_unusable_or_obsolete()
    with wrapper.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def test_the_next_request_finds_the_connection_open(kept: DatabaseWrapper) -> None:
    assert ask(kept) == "first"
    ask(kept, "CREATE TEMP TABLE mine (x)")
    assert ask(kept, "SELECT count(*) FROM mine") == 0
    assert ask(kept, "PRAGMA journal_mode") == "wal"


def test_a_file_that_took_its_place_is_read_at_once(kept: DatabaseWrapper, tmp_path: Path) -> None:
    file = tmp_path / "newsroom.sqlite3"
    ask(kept, "INSERT INTO words VALUES ('never seen')")
    for rest in tmp_path.glob("newsroom.sqlite3-*"):
        rest.unlink()
    make_file(tmp_path / "other", "second")
    (tmp_path / "other").replace(file)
    assert ask(kept) == "second"
    # What is written goes into the new one, also after the old connection was closed.
    ask(kept, "UPDATE words SET word = 'third'")
    kept.close()
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT group_concat(word) FROM words").fetchone() == ("third",)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_after_a_mishap_it_is_opened_anew(kept: DatabaseWrapper) -> None:
    ask(kept, "CREATE TEMP TABLE mine (x)")
    with pytest.raises(OperationalError):
        ask(kept, "SELECT nothing FROM nowhere")
    with pytest.raises(OperationalError, match="mine"):
        ask(kept, "SELECT count(*) FROM mine")


def test_one_that_could_only_read_is_tried_anew(
    kept: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        # As on a full disk, where the first statement that writes fails.
        patch.setitem(
            kept.settings_dict["OPTIONS"], "init_command", "INSERT INTO full_disk VALUES (1)"
        )
        assert ask(kept) == "first"
        with pytest.raises(OperationalError, match="readonly"):
            ask(kept, "INSERT INTO words VALUES ('second')")
    ask(kept, "INSERT INTO words VALUES ('second')")
    assert ask(kept, "SELECT count(*) FROM words") == 2
