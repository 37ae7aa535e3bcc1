"""PostgreSQL compresses long texts in the way that is quickly read, where it knows that way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from audit import column_compression
from audit.column_compression import fast_compression

pytestmark = pytest.mark.django_db
WORDS = ("search_entry", "words")
COMPRESSED = [("issues_reading", "document"), ("issues_source", "text"), WORDS]
ON_SERVER = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite does not compress what is in a row"
)


def way_of(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attcompression FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = %s",
            [table, column],
        )
        return str(cursor.fetchone()[0])


def step(way: str) -> list[str]:
    """Take a migration's step, ``code`` or back, and return the statements that it executes."""
    said: list[str] = []

    def execute(statement: str) -> None:
        said.append(statement)
        with connection.cursor() as cursor:
            cursor.execute(statement)

    editor: Any = SimpleNamespace(connection=connection, execute=execute)
    getattr(fast_compression(*WORDS), way)(apps, editor)
    return said


@ON_SERVER
def test_long_texts_are_compressed_in_the_way_that_is_quickly_read() -> None:
    assert {way_of(*column) for column in COMPRESSED} == {"l"}
    step("reverse_code")
    assert way_of(*WORDS) != "l"
    step("code")
    assert way_of(*WORDS) == "l"


@ON_SERVER
def test_a_server_that_does_not_know_that_way_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(column_compression, "_KNOWS_LZ4", "SELECT 1 WHERE false")
    assert not step("code")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL compresses")
def test_sqlite_is_told_nothing() -> None:
    assert not step("code")
