"""What SQLite guesses of each index by itself is made to agree with the rows that there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from archive.statistics import even_out, gather
from issues.models import Issue
from newsroom.sqlite import base
from tests.make import make_issue

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts a table once"),
]
COUNTED = "SELECT idx, CAST(stat AS integer) FROM sqlite_stat1 WHERE tbl = %s AND idx IS NOT NULL"
PARTIAL = "SELECT name FROM pragma_index_list(%s) WHERE partial"


def counted(table: str) -> dict[str, int]:
    """How many rows each index of a table is said to have, but for those that leave some out."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [table])
        found = dict(cursor.fetchall())
        cursor.execute(PARTIAL, [table])
        return {name: found[name] for name in found.keys() - {name for (name,) in cursor}}


def test_all_indexes_of_a_table_say_how_many_rows_it_has() -> None:
    for day in range(1, 6):
        make_issue(f"2025-06-0{day}")
    gather()
    table = Issue._meta.db_table
    whole = counted(table)
    assert len(whole) > 2
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sqlite_stat1 SET stat = '400 ' || substr(stat, instr(stat, ' ') + 1)"
            " WHERE idx = %s",
            [min(whole)],
        )
    assert set(counted(table).values()) == {5, 400}
    even_out(connection.connection)
    assert counted(table) == whole == dict.fromkeys(whole, 5)


def test_whoever_ends_long_work_evens_them_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    class Idle:
        """A connection that nobody has begun anything on."""

        in_transaction = False

        def execute(self, sql: str) -> None:
            asked.append(sql)

    idle = Idle()
    monkeypatch.setattr(base, "even_out", asked.append)
    base._optimize(idle)
    assert asked[-2:] == ["PRAGMA optimize", idle]
