"""The generation (世代) of what readers see: whatever is kept under it holds as long as it is told.

The database moves it in the transaction of the change itself, so no way of writing can forget it,
and whoever sees the change sees the new generation. Time moves it, too: when the moment of a
publication passes, and at midnight.
"""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from audit.ready import statement

TABLE = "paper_generation"
NOW = {
    "sqlite": "token = lower(hex(randomblob(16))), moved_at = strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "token = replace(gen_random_uuid()::text, '-', ''), moved_at = clock_timestamp()",
}
_OF_STORY = (
    "EXISTS (SELECT 1 FROM articles_article story"
    " WHERE story.id = one.article_id AND story.published_at IS NOT NULL)"
)
_OF_NAME = "EXISTS (SELECT 1 FROM articles_byline byline WHERE byline.contributor_id = one.id)"
ALWAYS = "1 = 1"
# Which rows of what readers' pages are made of count: a draft that never had a time does not.
WATCHED = {
    "articles_article": "one.published_at IS NOT NULL",
    "articles_byline": _OF_STORY,
    "articles_contributor": _OF_NAME,
    "articles_correction": ALWAYS,
    "articles_oldaddress": ALWAYS,
    "articles_photo": _OF_STORY,
    "articles_redirect": ALWAYS,
    "articles_transition": _OF_STORY,
    "articles_withdrawal": ALWAYS,
    "issues_issue": ALWAYS,
    "issues_page": ALWAYS,
    "issues_publication": ALWAYS,
    "issues_weeklypattern": ALWAYS,
    "issues_dayexception": ALWAYS,
    "search_entry": _OF_STORY,
}
SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when}
BEGIN UPDATE paper_generation SET {now} WHERE id = 1; END
"""
# A function for each trigger: what it asks is planned once a session, and not each time.
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
IF {when} THEN UPDATE paper_generation SET {now} WHERE id = 1; END IF;
RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""
PLACES = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
# The newest moment that has passed is one step in the index on them.
ASK = (
    f"SELECT token, moved_at, (SELECT published_at FROM articles_article WHERE published_at <= %s"  # noqa: S608
    f" ORDER BY published_at DESC LIMIT 1) FROM {TABLE} WHERE id = 1"
)


# As a database tells a moment, which costs more to read than to fetch.
Raw = dt.datetime | str | None
Moments = tuple[Raw, Raw]


def generation() -> str:
    """Return what stands for all that readers see at this moment, ``""`` where nothing does."""
    return generation_with_moments()[0]


def generation_with_moments() -> tuple[str, Moments]:
    """Return the same, and for ``last_change`` the moments of the last change and passed time."""
    now = timezone.now()
    adapted = connection.ops.adapt_datetimefield_value(now)
    for token, moved, passed in statement(ASK).rows([adapted]):
        return f"{token} {passed} {timezone.localdate(now)}", (moved, passed)
    return "", (None, None)


def last_change(moments: Moments) -> dt.datetime | None:
    """Return when what readers see changed last, by a change or by a time that was waited for."""
    return max(filter(None, map(_moment, moments)), default=None)


def _moment(raw: Raw) -> dt.datetime | None:
    moment = dt.datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    # What SQLite tells is UTC and does not say so.
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def watch(database: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing and the row, and take away older triggers.

    SQLite builds a table anew without its triggers when a migration alters it, so this comes after
    every migration.
    """
    with database.cursor() as cursor:
        here = set(database.introspection.table_names(cursor))
        if TABLE not in here:
            return
        wanted = {name: sql for name, table, sql in _triggers(database.vendor) if table in here}
        found = _found(cursor, database.vendor)
        for name, table in found.items():
            if name not in wanted:
                _drop(cursor, database.vendor, name, table)
        missing = [sql for name, sql in wanted.items() if name not in found]
        for sql in missing:
            cursor.execute(sql)
        cursor.execute(f"SELECT 1 FROM {TABLE} WHERE id = 1")  # noqa: S608
        if cursor.fetchone() is None or missing:
            _begin(cursor, database.vendor)


def unwatch(database: BaseDatabaseWrapper) -> None:
    """Take triggers and row away before tables are altered: nothing is kept until ``watch``.

    SQLite refuses to build a table anew that another table's trigger asks.
    """
    with database.cursor() as cursor:
        if TABLE not in database.introspection.table_names(cursor):
            return
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        for name, table in _found(cursor, database.vendor).items():
            _drop(cursor, database.vendor, name, table)


def _drop(cursor: Any, vendor: str, name: str, table: str) -> None:
    if vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER {name}")
        return
    cursor.execute(f"DROP TRIGGER {name} ON {table}")
    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _begin(cursor: Any, vendor: str) -> None:
    """Give a new token: what happened before the triggers were there nobody knows."""
    cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
    cursor.execute(
        f"INSERT INTO {TABLE} (id, token, moved_at) VALUES (1, '', %s)",  # noqa: S608
        [dt.datetime.now(dt.UTC).replace(tzinfo=None if vendor == "sqlite" else dt.UTC)],
    )
    cursor.execute(f"UPDATE {TABLE} SET {NOW[vendor]} WHERE id = 1")  # noqa: S608


def _found(cursor: Any, vendor: str) -> dict[str, str]:
    cursor.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if vendor == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return {name: table for name, table in cursor.fetchall() if "_seen_" in name}


def _triggers(vendor: str) -> list[tuple[str, str, str]]:
    """Name, table and statement of each; the name changes with the statement."""
    made = []
    pattern = SQLITE if vendor == "sqlite" else POSTGRESQL
    for table, condition in WATCHED.items():
        for event, places in PLACES.items():
            values = {
                "when": " OR ".join(_counts(vendor, place, condition) for place in places),
                "now": NOW[vendor],
                "rows": " ".join(f"{place} TABLE AS {place}_rows" for place in places),
            }
            digest = sha256((pattern + str(values)).encode()).hexdigest()[:8]
            name = f"{table}_seen_{event.lower()}_{digest}"
            made.append(
                (name, table, pattern.format(name=name, table=table, event=event, **values))
            )
    return made


def _counts(vendor: str, place: str, condition: str) -> str:
    """Return what a trigger asks of the row, or of all the rows, of before or after."""
    if vendor == "sqlite":
        return condition.replace("one.", f"{place}.")
    return f"EXISTS (SELECT 1 FROM {place}_rows one WHERE {condition})"  # noqa: S608
