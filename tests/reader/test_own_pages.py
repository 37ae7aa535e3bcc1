"""Where a site has several papers, what is one paper's bears its name and leads to what is its."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial.withdrawals import withdraw
from issues.models import Publication
from paper.values import public_values
from search import entries
from tests.make import make_byline, make_issue, make_page, make_publication, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers() -> list[Publication]:
    """Two papers with an issue and a story in a section each, of one day."""
    made = []
    for name, section in (("甲报", "要闻"), ("乙报", "民生")):
        paper = make_publication(name)
        page = make_page(make_issue("2025-06-13", publication=paper))
        story = make_story(page, published=True, headline=f"{name}的头条", section=section)
        make_byline(story, f"{name}记者")
        entries.refresh([story.pk])
        made.append(paper)
    return made


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def links(part: str) -> dict[str, str]:
    return {name: href for href, name in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]+)<', part)}


def feeds(text: str) -> list[str]:
    return re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)"', text)


def own_addresses(paper: Publication) -> list[str]:
    story = Article.objects.get(page__issue__publication=paper)
    day, asked = "2025-06-13", f"?paper={paper.pk}"
    lists = ("issues", "stories", "sections", "authors", "search", "corrections", "calendar")
    return [
        paper.get_absolute_url(),
        story.get_absolute_url(),
        f"/authors/{story.bylines.get().contributor_id}/",
        f"/sections/{story.section}/{asked}",
        *(f"{place}{asked}" for place in (f"/issues/{day}/", f"/issues/{day}/1/")),
        *(f"/{name}/{asked}" for name in lists),
    ]


def test_what_is_a_paper_s_bears_its_name_and_leads_to_what_is_its(
    client: Client, papers: list[Publication]
) -> None:
    for paper in papers:
        asked, home = f"?paper={paper.pk}", paper.get_absolute_url()
        for address in own_addresses(paper):
            text = text_of(client, address)
            bar = text.partition('<header class="bar">')[2].partition("</header>")[0]
            foot = text.partition('<footer class="foot">')[2]
            assert links(bar) == {
                paper.name: home,
                "Front page": home,
                "Archive": f"/issues/{asked}",
                "Search": f"/search/{asked}",
            }, address
            assert f'<input type="hidden" name="paper" value="{paper.pk}">' in bar, address
            assert f'<p class="foot__name">{paper.name}</p>' in foot, address
            expected = {
                "Front page": home,
                "All newspapers": "/",
                "Archive": f"/issues/{asked}",
                "Search": f"/search/{asked}",
                "Corrections and withdrawals": f"/corrections/{asked}",
                "Subscribe (Atom)": f"/feed/{asked}",
            }
            assert expected.items() <= links(foot).items(), address
            assert feeds(text)[0] == f"/feed/{asked}", address
            if 'class="ways"' in text:
                ways = text.partition('class="ways"')[2].partition("</nav>")[0]
                assert all(href.endswith(asked) for href in links(ways).values()), address


@pytest.mark.parametrize(
    "address", ["/", "/issues/", "/stories/", "/sections/", "/search/", "/corrections/"]
)
def test_what_is_of_the_whole_site_names_the_feeds_of_all_papers(
    client: Client, papers: list[Publication], address: str
) -> None:
    make_publication("还没有出版的报")
    text = text_of(client, address)
    each = sorted(f"/feed/?paper={paper.pk}" for paper in papers)
    assert [feeds(text)[0], *sorted(feeds(text)[1:])] == ["/feed/", *each]
    assert "还没有出版的报" not in text
    bar = text.partition('<header class="bar">')[2].partition("</header>")[0]
    # It bears the name of the paper that the site's front page shows.
    assert links(bar) == {
        "甲报": "/",
        "Front page": "/",
        "Archive": "/issues/",
        "Search": "/search/",
    }


def test_sections_are_those_of_the_paper_that_is_asked_for(
    client: Client, papers: list[Publication]
) -> None:
    def names(query: str) -> list[str]:
        text = text_of(client, f"/sections/{query}")
        return list(links(text.partition('<ul class="names"')[2].partition("</ul>")[0]))

    assert names("") == ["民生", "要闻"]
    assert [names(f"?paper={paper.pk}") for paper in papers] == [["要闻"], ["民生"]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="A server reads few rows as a whole.")
def test_a_paper_s_sections_are_found_by_steps(papers: list[Publication]) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert public_values("section", papers[0].pk) == ["要闻"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        plan = str(cursor.fetchall())
    assert "entry_sections_of_paper (paper_id=? AND section>?)" in plan


def test_corrections_are_those_of_the_paper_that_is_asked_for(
    client: Client, papers: list[Publication]
) -> None:
    publisher = make_user("publisher", "publish_article")
    for paper in papers:
        story = Article.objects.get(page__issue__publication=paper)
        for number in range(11):
            more = make_story(story.page, published=True, order=number + 2)
            withdraw(more, by=publisher, reason="失实", notice=f"{paper.name}撤下一篇。")
    for paper, other in (papers, papers[::-1]):
        text = text_of(client, f"/corrections/?paper={paper.pk}")
        assert text.count(f"{paper.name}撤下一篇。") == 11
        assert f"{other.name}撤下" not in text
    assert text_of(client, "/corrections/").count("撤下一篇。") == 20


@pytest.mark.parametrize("name", ["sections", "corrections"])
@pytest.mark.parametrize("paper", ["987", "x", ""])
def test_a_paper_that_is_not_there_is_a_404(client: Client, name: str, paper: str) -> None:
    assert client.get(f"/{name}/?paper={paper}").status_code == 404


def test_what_is_gone_leads_back_to_its_own_paper(
    client: Client, papers: list[Publication]
) -> None:
    story = Article.objects.get(page__issue__publication=papers[1])
    withdraw(story, by=make_user("publisher", "publish_article"), reason="失实", notice="撤下。")
    text = client.get(story.get_absolute_url()).content.decode()
    home = papers[1].get_absolute_url()
    assert f'<a href="{home}">乙报</a>' in text
    assert links(text)["Go to the front page"] == home
    # Its front page is empty by now, and still its own.
    assert f'href="{home}" lang="zh-Hans">乙报<' in text_of(client, home)
