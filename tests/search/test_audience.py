"""What a search asks by statements that are made once is what the QuerySets themselves bring."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.first_pictures import PICTURE, with_picture
from articles.models import Article
from search import entries
from search.audience import NOT_TOLD, Others, Readers
from search.engine import find
from search.question import Within
from tests.conftest import MakeOnce
from tests.make import make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
# What SQLite knew of a hundred thousand entries when it had looked at a thousand of each index.
LOOKED_AT = [
    ("entry_newest_first", "328048 39 10 1 1 1 1"),
    ("entry_by_kind", "273429 1001 39 10 1"),
    ("entry_by_place", "271656 1001 39 10 1"),
    ("entry_by_page", "189280 1001 10 1"),
    ("entry_by_section", "248688 1001 9 3 1"),
    ("sqlite_autoindex_search_entry_1", "53237 1"),
]


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[list[Article]]) -> list[Article]:
    return make_once(_make)


def _make() -> list[Article]:
    """Stories of six days, some public, some withdrawn, some for a time still to come."""
    chance, now = Random(12), timezone.now()
    made = []
    for day in range(1, 7):
        page = make_page(make_issue(f"2025-0{day}-06"), number=chance.choice([1, 2]))
        for _story in range(5):
            state = chance.choice((Article.Status.PUBLISHED, Article.Status.WITHDRAWN))
            at = now + dt.timedelta(hours=chance.choice((-5, -1, 2)))
            made.append(make_story(page, status=state, published_at=at, spans=[[0, 1]]))
    entries.refresh([row.pk for row in made])
    return made


def held(row: Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_readers_see_what_is_published_of_any_number_of_stories(
    stories: list[Article], count: int
) -> None:
    keys = [row.pk for row in stories[:count]] + [10**6, 2**62]
    own = Article.objects.published().filter(pk__in=keys)
    assert set(Readers().seen(keys)) == set(own.values_list("pk", flat=True))
    assert set(Others(own).seen(keys)) == set(Readers().seen(keys))
    assert (count < 30) or (0 < len(own) < 30)


def test_readers_are_told_of_a_story_what_its_queryset_brings(stories: list[Article]) -> None:
    keys = [row.pk for row in stories]
    by_key = {row.pk: row for row in Readers().stories(keys)}
    public = Article.objects.published().filter(pk__in=keys).with_page().defer(*NOT_TOLD)
    own = list(with_picture(public))
    assert len(by_key) == len(own) > 0
    for story in own:
        found = by_key[story.pk]
        assert held(found) == held(story)
        for told, row in (
            (found.page, story.page),
            (found.page.issue, story.page.issue),
            (found.page.issue.publication, story.page.issue.publication),
        ):
            assert type(told) is type(row)
            assert held(told).items() <= held(row).items()


def test_others_see_what_they_may_and_are_told_the_same(stories: list[Article]) -> None:
    """But for the picture, which no list of the desk shows."""
    keys = [row.pk for row in stories]
    every = Others(Article.objects.all())
    assert set(every.seen(keys)) == set(keys)
    public = {row.pk: held(row) for row in Readers().stories(keys)}
    assert {row.pop(PICTURE) for row in public.values()} == {None}
    told = {row.pk: held(row) for row in every.stories(keys)}
    assert {key: told[key] for key in public} == public
    assert len(told) == len(keys)


@pytest.mark.parametrize("within", [Within(), Within(section="要闻"), Within(number=1)])
def test_a_search_makes_no_statement_anew(stories: list[Article], within: Within) -> None:
    """However many stories it finds, it asks the same few questions."""
    find("重点", within=within)
    with CaptureQueriesContext(connection) as asked:
        find("重点", within=within)
    own = [row["sql"] for row in asked if "SELECT" in row["sql"]]
    assert len(own) <= 7


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plans hang on its statistics")
def test_stories_are_looked_up_by_their_keys_whatever_the_statistics_say() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'search_entry'")
        cursor.executemany("INSERT INTO sqlite_stat1 VALUES ('search_entry', %s, %s)", LOOKED_AT)
        cursor.execute("ANALYZE sqlite_master")
        with CaptureQueriesContext(connection) as asked:
            assert find("重点").total
        for row in asked.captured_queries:
            if "search_entry" in row["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {row['sql']}")
                plan = [step for *_place, step in cursor.fetchall()]
                assert "SCAN search_entry" not in plan, row["sql"]
                if "search_grams" in row["sql"]:
                    # In the order of the index: what comes first is read, and nothing behind it.
                    assert not [step for step in plan if "TEMP B-TREE" in step], row["sql"]
