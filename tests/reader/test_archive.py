"""``/issues/``: every public issue by year and month, page by page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from paper.archive_views import ArchiveView
from tests.make import make_issue, make_page, make_story

pytestmark = pytest.mark.django_db


def archive(client: Client, query: str = "") -> str:
    response = client.get(f"/issues/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_issues_stand_newest_first_with_the_headlines_of_their_covers(client: Client) -> None:
    for date, headline in (("2025-06-11", "周三头条"), ("2025-06-13", "周五头条")):
        issue = make_issue(date)
        make_story(make_page(issue), published=True, headline=headline)
        make_story(make_page(issue, 2), published=True, headline="二版")
    make_story(make_page(make_issue("2025-06-16")), headline="草稿")
    text = archive(client)
    assert text.index("周五头条") < text.index("周三头条")
    assert "二版" not in text
    assert "草稿" not in text


def test_year_and_month_narrow_the_list(client: Client) -> None:
    for date in ("2024-06-12", "2025-04-30", "2025-06-13"):
        make_story(make_page(make_issue(date)), published=True, headline=f"刊于{date}")
    assert "刊于2024-06-12" not in archive(client, "?year=2025")
    june = archive(client, "?year=2025&month=6")
    assert "刊于2025-06-13" in june
    assert "刊于2025-04-30" not in june
    assert 'href="?year=2025&amp;month=4"' in june
    assert 'href="?year=2024"' in june


@pytest.mark.parametrize(
    "query",
    [
        "?year=x",
        "?year=0",
        "?year=99999999999999999999",
        "?month=13",
        "?month=-1",
        "?year=2025.5",
        "?paper=x",
        "?paper=99999999999999999999999",
        "?year=1999",
        "?year=%00",
    ],
)
def test_a_question_that_makes_no_sense_finds_nothing(client: Client, query: str) -> None:
    make_story(make_page(), published=True, headline="头条")
    text = archive(client, query)
    assert "头条" not in text
    assert 'class="nothing"' in text


def test_an_empty_archive_says_so(client: Client) -> None:
    assert 'class="nothing"' in archive(client)


def test_a_long_archive_has_pages_that_keep_the_question(client: Client) -> None:
    first = dt.date(2025, 1, 1)
    for day in range(ArchiveView.paginate_by + 1):
        date = first + dt.timedelta(days=day)
        make_story(make_page(make_issue(date.isoformat())), published=True, headline=f"第{day}日。")
    text = archive(client, "?year=2025")
    assert "第0日。" not in text
    assert 'href="?year=2025&amp;page=2"' in text
    text = archive(client, "?year=2025&page=2")
    assert "第0日。" in text
    assert 'href="?year=2025&amp;page=1"' in text


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 30])
def test_a_page_of_the_archive_that_is_not_there_is_a_404(client: Client, page: str) -> None:
    make_story(make_page(), published=True)
    assert client.get(f"/issues/?page={page}").status_code == 404
