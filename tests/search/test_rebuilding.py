"""What is out of date is found, said and written again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from archive import fitness
from articles.models import Article
from search import entries, gram_tables
from search.engine import find
from search.models import Entry
from tests.conftest import MakeOnce
from tests.keeping.cast import run
from tests.make import make_page, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[list[Article]]) -> list[Article]:
    def make() -> list[Article]:
        page = make_page()
        return [make_story(page, headline=f"第{number}条") for number in range(5)]

    return make_once(make)


def doctor() -> fitness.Check:
    return {row.name: row for row in fitness.examine()}["search"]


def found() -> list[int]:
    return sorted(find("项目", among=Article.objects.all()).keys)


def test_what_is_missing_is_said_and_written(
    stories: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor().ok is False
    assert "5 stories" in doctor().found
    assert "rebuild_search" in doctor().advice
    monkeypatch.setattr(entries, "AT_ONCE", 2)
    assert "5 of 5 stories written." in run("rebuild_search")
    assert doctor().ok is True
    assert found() == [row.pk for row in stories]
    assert "0 of 5 stories written." in run("rebuild_search")
    assert "5 of 5 stories written." in run("rebuild_search", all=True)


def test_broken_off_it_goes_on_where_it_was(
    stories: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "AT_ONCE", 2)
    assert next(entries.rebuild(everything=False)) == (2, 2)
    assert entries.stale_count() == 3
    assert "3 of 5 stories written." in run("rebuild_search")


@pytest.mark.parametrize(
    "values", [{"rules": "old"}, {"version": 9}, {"day": "2020-01-01"}, {"number": 9}]
)
def test_other_rules_versions_and_places_are_out_of_date(values: dict[str, object]) -> None:
    call_command("rebuild_search", verbosity=0)
    first = Entry.objects.order_by("pk")[:1]
    Entry.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(**values)
    assert entries.stale_count() == 1
    assert "1 of 5 stories written." in run("rebuild_search")


def test_an_index_that_is_made_at_once_finds_the_same(stories: list[Article]) -> None:
    with gram_tables.made_at_once():
        entries.refresh([row.pk for row in stories[1:]])
    entries.refresh([stories[0].pk])
    assert found() == [row.pk for row in stories]
    assert not gram_tables.missing_triggers()


def test_an_index_of_an_older_form_is_made_anew(stories: list[Article]) -> None:
    call_command("rebuild_search", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in gram_tables.SQLITE_TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("DROP TABLE search_grams")
            cursor.execute(
                "CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='search_entry',"
                " content_rowid='id', tokenize='ascii', detail=none)"
            )
            cursor.execute("INSERT INTO search_grams(search_grams) VALUES ('rebuild')")
    with connection.cursor() as cursor:
        editor: Any = SimpleNamespace(
            connection=connection, execute=lambda sql, params: cursor.execute(sql, params)
        )
        gram_tables.create_anew().code(apps, editor)  # type: ignore[arg-type]
    assert found() == [row.pk for row in stories]
    Entry.objects.filter(article=stories[0]).update(grams="")
    assert found() == [row.pk for row in stories[1:]]


def test_grams_are_the_same_in_any_order(stories: list[Article]) -> None:
    call_command("rebuild_search", verbosity=0)
    keys = [row.pk for row in stories]
    own = Entry.objects.filter(article=keys[0])
    grams = own.get().grams.split()
    own.update(grams=" ".join(sorted(grams)))
    assert list(entries.differing(keys)) == []
    own.update(grams=" ".join(grams[1:]))
    assert list(entries.differing(keys)) == keys[:1]


def test_what_moves_to_another_day_is_found_there_once(stories: list[Article]) -> None:
    call_command("rebuild_search", verbosity=0)
    first, *others = (row.pk for row in stories)
    own = Entry.objects.filter(article=first)
    for day, keys in (
        ("2031-02-03", [first, *others]),
        ("1999-02-03", [*others, first]),
        ("0999-02-03", [*others, first]),
    ):
        own.update(day=day)
        assert list(find("项目", among=Article.objects.all()).keys) == keys
    own.delete()
    assert found() == others


def test_lost_triggers_are_said_and_made_again(stories: list[Article]) -> None:
    call_command("rebuild_search", verbosity=0)
    if connection.vendor != "sqlite":
        assert not gram_tables.missing_triggers()
        assert not gram_tables.mend("default")
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_grams_new")
        cursor.execute("DROP TRIGGER search_grams_changed")
    assert "search_grams_new" in doctor().found
    Entry.objects.filter(article=stories[0]).delete()
    entries.refresh([stories[0].pk])
    assert stories[0].pk not in found()
    assert gram_tables.mend("default")
    assert found() == [row.pk for row in stories]
    assert doctor().ok is True
