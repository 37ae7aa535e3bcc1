"""PostgreSQL keeps new grams in a list; who writes many sorts them in when his lock is free."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from search.gram_tables import SORT_IN, sorted_in_later
from tests.keeping.cast import run
from tests.make import JUNE

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no list of what is new"
    ),
]


def asked(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def longest() -> str:
    return str(asked("SHOW gin_pending_list_limit"))


def sorted_in() -> int:
    """Return how many pages of the list had been left."""
    return int(asked(SORT_IN))


def test_who_saves_a_story_has_little_of_others_to_sort_in() -> None:
    assert longest() == "64kB"


def test_an_import_leaves_nothing_behind() -> None:
    run("import_pages", JUNE)
    assert asked("SELECT count(*) FROM search_entry")
    assert sorted_in() == 0
    assert longest() == "64kB"


def test_nothing_is_sorted_in_while_others_wait() -> None:
    with transaction.atomic():
        run("import_pages", JUNE)
        assert longest() == "4MB"
        assert sorted_in() > 0
    assert longest() == "64kB"


def test_it_is_sorted_in_when_the_transaction_has_ended() -> None:
    with transaction.atomic():
        run("import_pages", JUNE)
    assert sorted_in() == 0


def test_what_is_written_anew_is_sorted_in() -> None:
    run("import_pages", JUNE)
    run("rebuild_search", all=True)
    assert sorted_in() == 0


def test_no_gram_is_counted_when_the_server_looks_at_its_tables() -> None:
    run("import_pages", JUNE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
    assert asked("SELECT count(*) FROM pg_stats WHERE tablename = 'search_entry'")
    assert not asked("SELECT count(*) FROM pg_stats WHERE tablename = 'search_entry_grams'")


def test_what_is_rolled_back_leaves_the_list_short() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), sorted_in_later():
        raise ZeroDivisionError
    assert longest() == "64kB"
