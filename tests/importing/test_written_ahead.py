"""What is searched of pages that workers bring stands before their stories, and only of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from audit.outcomes import Result
from desk.import_run import together
from importing import rows
from importing.expectation import expected
from importing.intake import import_prepared
from importing.memory import Memory
from importing.placement import ImportOptions
from importing.preparation import Prepared, prepare
from importing.receipt import Received
from importing.report import FileOutcome
from issues.models import Page, Publication
from search.entries import differing
from search.models import Entry
from tests.importing.test_memory import load, page
from tests.make import make_publication

pytestmark = pytest.mark.django_db
OPTIONS = ImportOptions(page="1")


@pytest.fixture(autouse=True)
def paper() -> Publication:
    """Give the paper of the pages, with its first one."""
    load(page(0), Memory())
    return Publication.objects.get()


def bring(*pages: Prepared) -> list[FileOutcome]:
    """Write pages as a worker does, in one transaction."""
    ready = [([one], OPTIONS) for one in pages]
    with transaction.atomic(), together(ready) as memory:
        return [row for one, _options in ready for row in import_prepared(one, OPTIONS, memory)]


def results(outcomes: Sequence[FileOutcome]) -> list[Result]:
    return [row.result for row in outcomes]


def entries_are_those_of_the_stories() -> bool:
    stories = set(Article.objects.values_list("pk", flat=True))
    there = set(Entry.objects.values_list("article_id", flat=True))
    return there == stories and not list(differing(sorted(stories)))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_all_entries_stand_in_one_statement_before_the_log_is_locked() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert results(bring(page(1), page(2), page(3))) == [Result.IMPORTED] * 3
    asked = [row["sql"] for row in queries.captured_queries]
    (written,) = (at for at, sql in enumerate(asked) if 'INSERT INTO "search_entry"' in sql)
    (locked,) = (at for at, sql in enumerate(asked) if "pg_advisory_xact_lock" in sql)
    assert written < locked
    # Nobody can want what else was written by then: nothing was.
    assert sum("INSERT" in sql for sql in asked[:locked]) == 1
    assert not any("UPDATE" in sql or "DELETE" in sql for sql in asked)
    assert entries_are_those_of_the_stories()


def test_no_entry_is_left_of_what_was_not_written() -> None:
    twice, other = page(1), page(1, writer="李四")
    assert results(bring(page(0), twice, twice, other, page(2))) == [
        Result.UNCHANGED,
        Result.IMPORTED,
        Result.UNCHANGED,
        Result.REFUSED,
        Result.IMPORTED,
    ]
    assert entries_are_those_of_the_stories()


def test_the_same_bytes_may_come_in_two_editions() -> None:
    ready = [([page(1)], replace(OPTIONS, edition=edition)) for edition in ("", "号外")]
    with transaction.atomic(), together(ready) as memory:
        outcomes = [row for one, own in ready for row in import_prepared(one, own, memory)]
    assert results(outcomes) == [Result.IMPORTED] * 2
    assert entries_are_those_of_the_stories()


def test_no_entry_is_left_of_a_page_that_broke_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    write = rows.write_stories

    def breaks_once_written(page: Page, *more: Any) -> list[Article]:
        stories = write(page, *more)
        if page.issue.date.day == 16:
            raise RuntimeError
        return stories

    monkeypatch.setattr(rows, "write_stories", breaks_once_written)
    assert results(bring(page(1), page(2), page(3))) == [
        Result.IMPORTED,
        Result.REFUSED,
        Result.IMPORTED,
    ]
    assert entries_are_those_of_the_stories()
    monkeypatch.undo()
    assert results(bring(page(2))) == [Result.IMPORTED]
    assert entries_are_those_of_the_stories()


def test_a_part_that_is_too_long_is_told_and_stops_no_other_page() -> None:
    long = page(1)
    assert long.document
    long.document.articles[0].section = "栏" * 101
    refused, taken = bring(long, page(2))
    assert (refused.result, taken.result) == (Result.REFUSED, Result.IMPORTED)
    assert "more than 100" in refused.message
    assert entries_are_those_of_the_stories()


def test_nothing_is_left_of_pages_that_failed_together() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together([([page(1)], OPTIONS)]):
        raise ZeroDivisionError
    assert Entry.objects.count() == Article.objects.count() == 1


def test_a_page_that_comes_to_another_place_has_its_entry_there() -> None:
    coming = expected([(page(1), replace(OPTIONS, page="3"))])
    with Memory().many(coming) as memory:
        assert load(page(1), memory).result == Result.IMPORTED
    assert Entry.objects.get(day="2025-06-09").number == 1
    assert entries_are_those_of_the_stories()


def test_of_several_papers_it_is_the_one_of_the_masthead(paper: Publication) -> None:
    make_publication(name="别处报", organ="中共海口县委机关报")
    (coming,) = expected([(page(1), OPTIONS)])
    assert (coming.page.issue.publication, coming.page.number) == (paper, 1)


@pytest.mark.parametrize(
    "text",
    [
        "没有日期\n镇里修了一条路。\n",
        "2025年6月9日 星期一\n镇里修了一条路。\n",
        "中共文昌县委机关报\n2025年6月9日 星期一\n\n镇里修路\n\n昨天，镇里修了一条路。\n",
        '{"page": {}}',
        "",
    ],
)
def test_nothing_is_expected_of_what_cannot_be_placed(text: str) -> None:
    make_publication(name="别处报")
    assert not list(expected([(prepare(Received("甲.txt", text.encode())), OPTIONS)]))


def test_a_new_paper_is_not_expected() -> None:
    text = "中共文昌县委机关报\n2025年6月9日 星期一\n\n镇里修路\n\n昨天，镇里修了一条路。\n"
    options = replace(OPTIONS, new_paper=True)
    assert not list(expected([(prepare(Received("甲.txt", text.encode())), options)]))
