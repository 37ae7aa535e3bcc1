"""Triggers that make the database itself refuse a change to rows that are written once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython

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

# The tables whose rows cannot be deleted either: ``verify`` and ``doctor`` look for the guards.
KEPT_FOR_EVER = (
    "issues_auditentry", "articles_correction", "articles_withdrawal", "articles_storymove",
    "articles_approval", "articles_voiding",
)  # fmt: skip
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
