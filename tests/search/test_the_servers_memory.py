"""PostgreSQL has memory enough to remember which row of a page has a common word."""

from __future__ import annotations

import pytest
from django.db import connection

from search.matching import MEMORY, in_order_of_an_index, index_used

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite remembers no rows before it reads them"
    ),
]


def told(*names: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
        return list(cursor.fetchone())


def test_a_question_has_its_own_memory_and_others_keep_theirs() -> None:
    before = told("work_mem", "enable_seqscan", "enable_bitmapscan")
    with index_used():
        assert told("work_mem", "enable_seqscan") == [MEMORY, "off"]
    with in_order_of_an_index():
        assert told("enable_bitmapscan") == ["off"]
    assert told("work_mem", "enable_seqscan", "enable_bitmapscan") == before
