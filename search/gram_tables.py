"""The index over the grams: a full-text table of SQLite's, an inverted index of PostgreSQL's."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations import RunPython

TABLE = "search_grams"
# As the index has it, letter for letter, or it is not used.
VECTOR = "array_to_tsvector(string_to_array(grams, ' '))"

# SQLite's index is in the order of a number, of the day and behind it of the story. So the newest
# are read first and nothing behind them, and what comes day by day is added at the end.
KEY_BITS = 28
OWN_KEY = f"(search_grams.rowid & {(1 << KEY_BITS) - 1})"
PLACE = f"((CAST(julianday({{row}}.day) AS integer) << {KEY_BITS}) + {{row}}.article_id)"
BEFORE_DAY_ONE = 1_721_424
SQLITE_TABLE = """
CREATE VIRTUAL TABLE search_grams USING fts5(
grams, content='', tokenize='ascii', detail=none)
"""
ADD = f"INSERT INTO search_grams(rowid, grams) VALUES ({PLACE.format(row='new')}, new.grams)"  # noqa: S608
DROP = (
    "INSERT INTO search_grams(search_grams, rowid, grams)"  # noqa: S608
    f" VALUES ('delete', {PLACE.format(row='old')}, old.grams)"
)
SQLITE_TRIGGERS = {
    "search_grams_new": f"""
CREATE TRIGGER search_grams_new AFTER INSERT ON search_entry BEGIN {ADD}; END
""",
    "search_grams_gone": f"""
CREATE TRIGGER search_grams_gone AFTER DELETE ON search_entry BEGIN {DROP}; END
""",
    "search_grams_changed": f"""
CREATE TRIGGER search_grams_changed AFTER UPDATE OF grams, day ON search_entry
WHEN old.grams <> new.grams OR old.day <> new.day BEGIN {DROP}; {ADD}; END
""",
}
FILL = (
    "INSERT INTO search_grams(rowid, grams)"  # noqa: S608
    f" SELECT {PLACE.format(row='search_entry')}, grams FROM search_entry"
    " INDEXED BY entry_newest_first ORDER BY day, article_id"
)
# New grams go to a list first, and a search reads that list too. Each connection sorts it in when
# it is longer than ``gin_pending_list_limit``, which the settings keep short: no save waits long
# for what others have left there.
POSTGRESQL = f"CREATE INDEX search_entry_grams ON search_entry USING gin ({VECTOR})"
# No question has another way in, so nothing hangs on how common a gram is, and to count that takes
# ``ANALYZE`` thirty times as long as all the rest of the table.
NOT_COUNTED = "ALTER INDEX search_entry_grams ALTER COLUMN 1 SET STATISTICS 0"
# Where much is written the list may be longer. Sorting so many stories in at once takes half the
# time that a fifth of them takes each; until then a search takes some two thousandths more.
LONG_LIST = "32MB"
TOGETHER = 500
# Only who owns the index may; otherwise the next writers do it.
SORT_IN = """
SELECT gin_clean_pending_list(oid::regclass) FROM pg_class
WHERE oid = 'search_entry_grams'::regclass AND pg_has_role(relowner, 'USAGE')
"""


# The server's own is too little for the grams of an archive: it would write them out and join them.
MEMORY = "256MB"


def place_of(day: dt.date) -> int:
    """Return the number in SQLite's index before which all earlier days are."""
    return day.toordinal() + BEFORE_DAY_ONE << KEY_BITS


@contextmanager
def made_at_once() -> Iterator[None]:
    """Make the index once, behind all that is written meanwhile, which takes a tenth of the time.

    In one transaction, for which nobody else reads or writes what is searched.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE_TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            _make_triggers(cursor, SQLITE_TRIGGERS)
        else:
            cursor.execute("DROP INDEX search_entry_grams")
            yield
            # No index is made while keys are still to be looked up.
            connection.check_constraints()
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
            cursor.execute(POSTGRESQL)
            cursor.execute(NOT_COUNTED)


@contextmanager
def long_list() -> Iterator[None]:
    """Leave what is written meanwhile in PostgreSQL's list, until ``sort_in``.

    Nobody else who writes waits for the sorting then: the log's lock is free by that time.
    """
    if not _has_list() or _left.long:
        yield
        return
    _execute(f"SET gin_pending_list_limit = '{LONG_LIST}'")
    _left.long = True
    try:
        yield
    finally:
        _left.long = False
        # Where all is rolled back it is short again by itself.
        transaction.on_commit(_shorten_list, robust=True)


def sort_in_many(stories: int) -> None:
    """Sort the list in, behind the transaction, if with these this process has left many there."""
    _left.stories += stories
    if _left.stories >= TOGETHER:
        sort_in()


def sort_in() -> None:
    """Sort the list in when the transaction has ended."""
    if _has_list():
        _left.stories = 0
        transaction.on_commit(_sort_in_now, robust=True)


class _Left(threading.local):
    """How many stories this thread has left in the list, and whether it may be long now."""

    stories = 0
    long = False


_left = _Left()


def _has_list() -> bool:
    return connections[DEFAULT_DB_ALIAS].vendor == "postgresql"


# Functions with names: Django's word on one that failed after the commit needs them.
def _shorten_list() -> None:
    _execute("RESET gin_pending_list_limit")


def _sort_in_now() -> None:
    _execute(SORT_IN)


def _execute(statement: str) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement)


def create() -> RunPython:
    """Return the migration step that makes the index."""
    return RunPython(_create, _drop)


def create_anew() -> RunPython:
    """Return the migration step that gives SQLite's index the form that it has here."""
    return RunPython(_create_anew, RunPython.noop)


def mend(using: str) -> bool:
    """Make the triggers of SQLite that are missing, and the index anew; return whether any was."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not missing_triggers(using):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [TABLE])
        if not cursor.fetchone()[0]:
            return False
        _make_triggers(cursor, missing_triggers(using))
    return True


def _make_triggers(cursor: Any, names: Iterable[str]) -> None:
    for name in names:
        cursor.execute(SQLITE_TRIGGERS[name])
    cursor.execute("INSERT INTO search_grams(search_grams) VALUES ('delete-all')")
    cursor.execute(FILL)


def missing_triggers(using: str = "default") -> list[str]:
    """Return the names of the triggers that the index needs and has not."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in SQLITE_TRIGGERS if name not in there]


def _create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in (SQLITE_TABLE, *SQLITE_TRIGGERS.values()):
            schema_editor.execute(statement, params=None)
    else:
        schema_editor.execute(POSTGRESQL, params=None)


def _drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE_TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        schema_editor.execute(f"DROP TABLE {TABLE}", params=None)
    else:
        schema_editor.execute("DROP INDEX search_entry_grams", params=None)


def _create_anew(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        _drop(apps, schema_editor)
        _create(apps, schema_editor)
        schema_editor.execute(FILL, params=None)
