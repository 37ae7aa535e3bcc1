"""PostgreSQL keeps new grams in a list; who writes many sorts them in when his lock is free."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from search import gram_tables
from search.entries import refresh_page
from search.gram_tables import SORT_IN, long_list, sort_in_many
from tests.keeping.cast import run
from tests.make import JUNE, make_page, make_story

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
        assert longest() == "32MB"
        assert sorted_in() > 0
    assert longest() == "64kB"


def test_it_is_sorted_in_when_the_transaction_has_ended() -> None:
    with transaction.atomic():
        run("import_pages", JUNE)
    assert sorted_in() == 0


def test_few_stories_wait_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gram_tables, "TOGETHER", 10)
    monkeypatch.setattr(gram_tables._left, "stories", 0)
    page = make_page()
    with long_list():
        make_story(page)
        refresh_page(page.pk)
    sort_in_many(6)
    assert sorted_in() > 0
    with long_list():
        make_story(page)
        refresh_page(page.pk)
    sort_in_many(6)
    assert sorted_in() == 0


def test_a_job_leaves_nothing_behind() -> None:
    run("import_pages", JUNE, background=True)
    run("run_jobs")
    assert asked("SELECT count(*) FROM search_entry")
    assert sorted_in() == 0


@pytest.mark.parametrize("in_background", [False, True])
def test_what_is_written_anew_is_sorted_in(in_background: bool) -> None:
    run("import_pages", JUNE)
    run("rebuild_search", all=True, background=in_background)
    run("run_jobs")
    assert sorted_in() == 0


def test_no_gram_is_counted_when_the_server_looks_at_its_tables() -> None:
    run("import_pages", JUNE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
    assert asked("SELECT count(*) FROM pg_stats WHERE tablename = 'search_entry'")
    assert not asked("SELECT count(*) FROM pg_stats WHERE tablename = 'search_entry_grams'")


def test_what_is_rolled_back_leaves_the_list_short() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), long_list():
        raise ZeroDivisionError
    assert longest() == "64kB"


def test_a_list_that_cannot_be_sorted_in_stops_no_import(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(gram_tables, "SORT_IN", "SELECT no_such_function()")
    run("import_pages", JUNE)
    assert asked("SELECT count(*) FROM search_entry")
    assert "no_such_function" in caplog.text
