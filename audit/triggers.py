"""Triggers that make the database itself refuse a change to rows that are written once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.migrations import RunPython

from audit.models import Kept

SQLITE = """
CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} rows are kept as they came'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION newsroom_kept() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% rows are kept as they came', TG_TABLE_NAME
USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION newsroom_kept()
"""

SQLITE_FOR_EVER = """
CREATE TRIGGER {table}_kept_for_ever BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} rows are kept for ever'); END
"""
POSTGRESQL_FOR_EVER = """
CREATE OR REPLACE FUNCTION newsroom_kept() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% rows are kept as they came', TG_TABLE_NAME
USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_kept_for_ever BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION newsroom_kept();
CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION newsroom_kept()
"""


def expected_guards() -> set[str]:
    """Return the names of the triggers that the models ask for, on the database in use."""
    # Only PostgreSQL can empty a table without deleting its rows.
    words = ("for_ever",) if connection.vendor == "sqlite" else ("for_ever", "whole")
    kept = {f"{model._meta.db_table}_kept" for model in Kept.__subclasses__()}
    lasting = [model._meta.db_table for model in Kept.__subclasses__() if model.for_ever]
    return kept | {f"{table}_kept_{word}" for table in lasting for word in words}


def missing_guards() -> list[str]:
    """Return the names of the triggers that the database should have and has not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(expected_guards() - {row[0] for row in cursor.fetchall()})


def keep(*tables: str) -> RunPython:
    """Return the migration step that guards ``tables``.

    A later ``AlterField`` on SQLite builds the table anew without its trigger, so a migration
    that alters one of these tables ends with this step again.
    """
    return RunPython(_each(tables, _guard), _each(tables, _unguard))


def keep_for_ever(*tables: str) -> RunPython:
    """Return the migration step that also refuses to delete a row of ``tables``, or all of them.

    It can be taken again: a table that is guarded already is guarded anew.
    """
    return RunPython(_each(tables, _guard_for_ever), _each(tables, _unguard_for_ever))


def _each(tables: tuple[str, ...], step: Callable[[Any, str], None]) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            step(schema_editor, table)

    return run


def _guard(schema_editor: Any, table: str) -> None:
    _unguard(schema_editor, table)
    sqlite = schema_editor.connection.vendor == "sqlite"
    # Without parameters, so that the driver leaves the percent sign of RAISE alone.
    schema_editor.execute((SQLITE if sqlite else POSTGRESQL).format(table=table), params=None)


def _unguard(schema_editor: Any, table: str) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(
        f"DROP TRIGGER IF EXISTS {table}_kept" + ("" if sqlite else f" ON {table}")
    )


def _guard_for_ever(schema_editor: Any, table: str) -> None:
    _unguard_for_ever(schema_editor, table)
    sqlite = schema_editor.connection.vendor == "sqlite"
    pattern = SQLITE_FOR_EVER if sqlite else POSTGRESQL_FOR_EVER
    schema_editor.execute(pattern.format(table=table), params=None)


def _unguard_for_ever(schema_editor: Any, table: str) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for word in ("for_ever",) if sqlite else ("for_ever", "whole"):
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {table}_kept_{word}" + ("" if sqlite else f" ON {table}")
        )
