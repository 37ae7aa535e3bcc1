"""The index over the grams: a full-text table of SQLite's, an inverted index of PostgreSQL's."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.migrations import RunPython

TABLE = "search_grams"
# As the index has it, letter for letter, or it is not used.
VECTOR = "array_to_tsvector(string_to_array(grams, ' '))"

SQLITE_TABLE = """
CREATE VIRTUAL TABLE search_grams USING fts5(
grams, content='search_entry', content_rowid='id', tokenize='ascii', detail=none)
"""
SQLITE_TRIGGERS = {
    "search_grams_new": """
CREATE TRIGGER search_grams_new AFTER INSERT ON search_entry BEGIN
INSERT INTO search_grams(rowid, grams) VALUES (new.id, new.grams); END
""",
    "search_grams_gone": """
CREATE TRIGGER search_grams_gone AFTER DELETE ON search_entry BEGIN
INSERT INTO search_grams(search_grams, rowid, grams) VALUES ('delete', old.id, old.grams); END
""",
    "search_grams_changed": """
CREATE TRIGGER search_grams_changed AFTER UPDATE OF grams ON search_entry
WHEN old.grams <> new.grams BEGIN
INSERT INTO search_grams(search_grams, rowid, grams) VALUES ('delete', old.id, old.grams);
INSERT INTO search_grams(rowid, grams) VALUES (new.id, new.grams); END
""",
}
# A list of what is pending would make one save in a thousand wait for all the others.
POSTGRESQL = (
    f"CREATE INDEX search_entry_grams ON search_entry USING gin ({VECTOR}) WITH (fastupdate=off)"
)


def create() -> RunPython:
    """Return the migration step that makes the index."""
    return RunPython(_create, _drop)


def mend(using: str) -> bool:
    """Make the triggers of SQLite that are missing, and the index anew; return whether any was."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not missing_triggers(using):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [TABLE])
        if not cursor.fetchone()[0]:
            return False
        for name in missing_triggers(using):
            cursor.execute(SQLITE_TRIGGERS[name])
        cursor.execute("INSERT INTO search_grams(search_grams) VALUES ('rebuild')")
    return True


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
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)
        schema_editor.execute(f"DROP TABLE {TABLE}", params=None)
    else:
        schema_editor.execute("DROP INDEX search_entry_grams", params=None)
