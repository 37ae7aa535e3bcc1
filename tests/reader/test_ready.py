"""Statements that are made once bring the rows that the QuerySets themselves bring."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, Prefetch
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.first_pictures import PICTURE
from articles.models import Article, Byline, Correction, Photo
from audit.ready import Ready, ReadyValues, statement
from issues.models import Page, Publication
from paper import queries, ready_rows
from paper.months import public_months, public_years
from tests.make import (
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
    make_user,
    put_image,
)

pytestmark = pytest.mark.django_db
DAYS = [f"2025-06-{day:02}" for day in (13, 16, 20)]


@pytest.fixture
def archive() -> None:
    """Papers with issues of a few pages, of whose stories some are public, some not yet."""
    rng, now, editor = Random(12), timezone.now(), make_user("editor")
    for name in ("海口县报", "安河日报"):
        for day in DAYS:
            issue = make_issue(day, publication=make_publication(name))
            for number in rng.sample(range(1, 6), 3):
                page = make_page(issue, number)
                for _story in range(rng.randrange(4)):
                    at = now + dt.timedelta(hours=rng.choice((-5, -1, 2)))
                    state = rng.choice((Article.Status.PUBLISHED, Article.Status.WITHDRAWN))
                    story = make_story(page, status=state, published_at=at, spans=[[0, 1]])
                    for _part in range(rng.randrange(3)):
                        make_byline(story, rng.choice("甲乙丙"), rng.choice(("记者", "")))
                        photo = put_image(make_photo(story))
                        if day == DAYS[0]:
                            Photo.objects.filter(pk=photo.pk).update(focus_x=4, focus_y=50)
                    if rng.random() < 0.3:
                        Correction.objects.create(
                            article=story, version=1, notice="更正", reason="笔误", by=editor
                        )


def told(row: Model | None) -> Any:
    """What a row holds, with the rows that were fetched along."""
    if row is None:
        return None
    held = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    along = {
        name: told(value)
        for name, value in row._state.fields_cache.items()
        if isinstance(value, Model) and not isinstance(row, Article) | (name == "article")
    }
    parts = getattr(row, "_prefetched_objects_cache", {})
    return type(row), held, along, {name: [told(part) for part in parts[name]] for name in parts}


def test_each_story_is_what_its_queryset_brings(archive: None) -> None:
    stories = queries.shown_stories(Article.objects.published().with_parts().with_corrections())
    seen = 0
    for pk in [*Article.objects.values_list("pk", flat=True), 0, 2**70]:
        own = queries.placed_articles(stories).filter(pk=pk).first()
        found = ready_rows.published_story(pk)
        assert told(found) == told(own)
        if found and own:
            seen += 1
            assert told(found.page) == told(own.page)
            assert told(found.page.issue) == told(own.page.issue)
    assert seen > 3


def test_what_else_there_is_to_read_is_what_its_queryset_brings(archive: None) -> None:
    seen = 0
    for person in Byline.objects.values_list("contributor", flat=True).distinct():
        own = {row.article_id: row for row in queries.lately_by(person)}
        found = ready_rows.lately_by(person)
        pictures = [vars(row).pop(PICTURE) for row in found]
        assert pictures == [vars(row)[PICTURE] for row in own.values()]
        assert [told(row) for row in found] == [told(row.article) for row in own.values()]
        seen += len(found)
    Article.objects.filter(order=0).update(section="要闻")
    for paper in Publication.objects.all():
        same = ready_rows.lately_in("要闻", paper.pk)
        assert [told(row) for row in same] == [
            told(row) for row in queries.lately_in("要闻", paper.pk)
        ]
        seen += len(same)
    assert seen > 6


def test_each_page_and_issue_is_what_its_queryset_brings(archive: None) -> None:
    papers = [None, *Publication.objects.values_list("pk", flat=True), 999]
    seen = 0
    for day in [dt.date.fromisoformat(day) for day in (*DAYS, "2025-06-14")]:
        for paper in papers:
            issue = ready_rows.find_issue(day, paper)
            assert told(issue) == told(queries.issues_at(day, "", paper).first())
            for number in (*range(7), 40_000):
                page = ready_rows.find_page(day, number, paper)
                assert told(page) == told(queries.pages_at(day, number, "", paper).first())
            if issue is None:
                continue
            pages = queries.public_pages().filter(issue=issue).order_by("number")
            rows = ready_rows.issue_pages(issue)
            assert [told(row) for row in rows] == [told(row) for row in pages]
            stubs = queries.issue_stories(issue.pk)
            assert [told(row) for row in ready_rows.issue_stories(issue)] == [
                told(row) for row in stubs
            ]
            for page in Page.objects.filter(issue=issue):
                own = queries.page_stories(page.pk).prefetch_related(
                    "bylines__contributor", "photos", "corrections"
                )
                here = ready_rows.published_stories(page)
                assert [told(row) for row in here] == [told(row) for row in own]
                seen += len(here)
    assert seen > 3


def test_the_front_page_is_the_newest_at_every_moment(
    archive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    for hours in (-9, -3, 0, 5):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + dt.timedelta(hours=hours))
        for paper in Publication.objects.values_list("pk", flat=True):
            own = [queries.newest_pages(paper, number=1), queries.newest_pages(paper)]
            newest = next((row for rows in own for row in rows), None)
            assert told(ready_rows.front_page(paper)) == told(newest)


def test_what_the_archive_lists_is_what_its_querysets_bring(archive: None) -> None:
    papers = ready_rows.all_papers()
    issues = ready_rows.newest_issues(papers)
    own = queries.newest_issues(99).prefetch_related(Prefetch("publication", queries.all_papers()))
    assert [told(row) for row in issues] == [told(row) for row in own]
    headlines = ready_rows.covers(issues)
    for issue in issues:
        page = queries.public_pages().filter(issue=issue).order_by("number").first()
        stories = Article.objects.published().filter(page=page).order_by("order")[:3]
        assert headlines[issue.pk] == list(stories)
    assert any(headlines.values())
    assert ready_rows.current_paper() == issues[0].publication
    assert ready_rows.public_papers() == list(queries.public_papers())
    assert [told(row) for row in papers] == [told(row) for row in queries.all_papers()]
    make_publication("未刊报")
    assert ready_rows.shown_of(ready_rows.all_papers()) == list(queries.public_papers())
    for paper in papers:
        days = queries.public_issues().filter(publication=paper).values_list("date", flat=True)
        assert public_years(paper.pk) == sorted({day.year for day in days}, reverse=True)
        for year in public_years(paper.pk):
            in_year = {day.month for day in days if day.year == year}
            assert public_months(year, paper.pk) == sorted(in_year)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite makes statements anew")
def test_sqlite_keeps_its_plan_for_regular_issues() -> None:
    """``edition = ?`` beside an index for ``edition = ''`` is planned again with every value."""
    for ready in (ready_rows._issue, ready_rows._page_of_paper):
        ready.regular(**ready.regular.values.examples)
        statement = ready.regular.values.statements["sqlite"]
        assert """"edition" = ''""" in statement.words.own_sql
        assert not [value for value in statement.values if value == ""]


def test_an_edition_beside_the_regular_one_is_found_by_its_name() -> None:
    extra = make_issue("2025-06-13", edition="号外")
    story = make_story(make_page(extra, 1), published=True)
    day = extra.date
    assert ready_rows.find_issue(day, None, "号外") == extra
    assert ready_rows.find_page(day, 1, extra.publication_id, "号外") == story.page
    assert ready_rows.find_issue(day, None) is None


def test_a_statement_is_made_once_and_each_argument_has_its_place() -> None:
    made = []

    def build(pk: int) -> Any:
        made.append(pk)
        return Article.objects.published().filter(pk=pk)

    page = make_page()
    first, second = make_story(page, published=True), make_story(page, published=True)
    ready = Ready(build, pk=1_000_000_007)
    for story in (first, second, first):
        with CaptureQueriesContext(connection) as asked:
            assert ready(pk=story.pk) == [story]
        assert len(asked) == 1
    assert made == [1_000_000_007]
    with pytest.raises(ValueError, match="not in the statement"):
        Ready(lambda pk: Article.objects.published(), pk=1)(pk=1)


def test_a_mark_of_a_place_in_a_statement_is_none_where_it_is_doubled() -> None:
    sql = "SELECT %s WHERE '5 %%' LIKE '5 %%%%' AND 'a' <> %s"
    assert [tuple(row) for row in statement(sql).rows(["7 %", "b"])] == [("7 %",)]
    assert [tuple(row) for row in statement(sql).rows(["7 %", "a"])] == []
    written = ReadyValues(lambda word: (sql, [word, "a%b"]), word="\ue000")
    assert [tuple(row) for row in written(word="7 %")] == [("7 %",)]


def test_what_is_not_taken_of_a_statements_rows_is_not_fetched() -> None:
    sql = "SELECT %s UNION ALL SELECT 2 UNION ALL SELECT 3"
    pieces = [[tuple(row) for row in rows] for rows in statement(sql).pieces([1], 2)]
    assert pieces == [[(1,), (2,)], [(3,)]]
