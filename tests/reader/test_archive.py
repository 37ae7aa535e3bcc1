"""``/issues/``: every public issue by year and month, page by page."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client

from paper.archive_views import ArchiveView
from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db


def archive(client: Client, query: str = "") -> str:
    response = client.get(f"/issues/{query}")
    assert response.status_code == 200
    return response.content.decode().replace("<wbr>", "")


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


def test_a_paper_s_archive_leads_to_no_month_in_which_only_another_came_out(client: Client) -> None:
    for name, day in (("海口县报", "2025-06-13"), ("山溪报", "2024-05-05")):
        issue = make_issue(day, publication=make_publication(name))
        make_story(make_page(issue), published=True)
    paper = make_publication("海口县报").pk
    html = client.get(f"/issues/?paper={paper}&year=2025").content.decode()
    assert f"?paper={paper}&amp;year=2025&amp;month=6" in html
    assert "year=2024" not in html
    # Where nothing is it still is that paper's.
    empty = client.get(f"/issues/?paper={paper}&year=2024").content.decode()
    assert '<p class="listhead__paper" lang="zh-Hans">海口县报</p>' in empty


def test_each_of_several_papers_has_its_archive_by_year_and_month_too(client: Client) -> None:
    make_story(make_page(make_issue("2025-06-13")), published=True, headline="一报")
    assert 'href="?paper=' not in archive(client)
    other, silent = make_publication("又报"), make_publication("无报")
    make_story(make_page(make_issue("2025-06-11", publication=other)), published=True)
    text = archive(client)
    assert f'href="?paper={other.pk}"' in text
    assert f'href="?paper={silent.pk}"' not in text
    own = archive(client, f"?paper={other.pk}&year=2025")
    assert "一报" not in own
    for query in ("year=2025", "year=2025&amp;month=6"):
        assert f'href="?paper={other.pk}&amp;{query}"' in own
    assert f'href="/issues/?paper={other.pk}"' in own
    page = client.get(f"/issues/2025-06-11/1/?paper={other.pk}").content.decode()
    assert f'class="turn__all" href="/issues/2025-06-11/?paper={other.pk}"' in page
    issue = client.get(f"/issues/2025-06-11/?paper={other.pk}").content.decode()
    assert f'class="turn__all" href="/issues/?paper={other.pk}"' in issue


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
    (older,) = re.findall(r'rel="next" href="(\?year=2025&amp;page=2[^"]*)"', text)
    for address in (older.replace("&amp;", "&"), "?year=2025&page=2"):
        text = archive(client, address)
        assert "第0日。" in text
        assert 'href="?year=2025&amp;page=1"' in text


def test_turning_there_and_back_shows_each_issue_once_also_of_two_papers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ArchiveView, "paginate_by", 2)
    other, days = make_publication("又报"), ("2025-06-11", "2025-06-13", "2025-06-16", "2025-06-18")
    for day in days:
        for paper in (None, other):
            make_story(make_page(make_issue(day, publication=paper)), published=True)
    there, address = [], ""
    while True:
        text = archive(client, address)
        there.append(re.findall(r'href="(/issues/\d[^"]*)"', text))
        older = re.search(r'rel="next" href="([^"]*)"', text)
        if older is None:
            break
        address = html.unescape(older[1])
    back = [there[-1]]
    while newer := re.search(r'rel="prev" href="([^"]*)"', text):
        text = archive(client, html.unescape(newer[1]))
        back.append(re.findall(r'href="(/issues/\d[^"]*)"', text))
    assert len({row for rows in there for row in rows}) == len(days) * 2
    assert len(there) == len(days)
    assert back == there[::-1]


def test_a_page_that_was_asked_for_by_its_number_alone_passes_no_long_way(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack: each such request makes the server go through all there was before."""
    monkeypatch.setattr(ArchiveView, "paginate_by", 1)
    monkeypatch.setattr("paper.onward.FAR", 2)
    for day in ("2025-06-11", "2025-06-13", "2025-06-16", "2025-06-18"):
        make_story(make_page(make_issue(day)), published=True)
    text = archive(client, "?page=2")
    older = re.findall(r'rel="next" href="([^"]*)"', text)
    text = archive(client, html.unescape(older[0]))
    assert re.findall(r'href="/issues/(\d[^"/]*)/"', text) == ["2025-06-13"]
    assert client.get("/issues/?page=3").status_code == 404


@pytest.mark.parametrize(
    "key", ["x", "2025-06-11", "2025-13-01.1", f"2025-06-11.{'9' * 30}", "0001-01-01.1"]
)
def test_what_is_no_key_of_an_issue_leads_nowhere(client: Client, key: str) -> None:
    make_story(make_page(), published=True)
    assert client.get("/issues/", {"page": "2", "before": key}).status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 30])
def test_a_page_of_the_archive_that_is_not_there_is_a_404(client: Client, page: str) -> None:
    make_story(make_page(), published=True)
    assert client.get(f"/issues/?page={page}").status_code == 404
