"""A public page costs the same few queries however much stands on it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from paper.sitemaps import KEYS
from search import entries
from tests.make import (
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
)

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
QUERIES = {
    "/": 6,
    "/issues/2025-06-13/1/": 5,
    "/issues/2025-06-13/": 3,
    "story": 6,
    "/issues/": 5,
    "/calendar/2025/": 8,
    "/stories/?section=要闻&year=2025": 9,
    "/sections/": 2,
    "/sections/要闻/": 10,
    "/authors/": 3,
    "author": 11,
    "/feed/": 10,
    "/corrections/": 3,
    "/sitemap.xml": 2,
    "sitemap of issues": 4,
    "/sitemap-news.xml": 2,
    "/api/v1/papers": 2,
    "/api/v1/issues": 2,
    "/api/v1/issues/2025-06-13": 3,
    "/api/v1/issues/2025-06-13/1": 3,
    "/api/v1/stories": 1,
}
# Its transaction is begun and ended, and told to step through an index.
ON_SERVER = {"/authors/": 3}


def fill(date: str, *, pages: int, stories: int) -> Article:
    issue = make_issue(date)
    for number in range(1, pages + 1):
        page = make_page(issue, number)
        for _ in range(stories):
            story = make_story(page, published=True, section="要闻")
            make_byline(story)
            make_byline(story, "张蔚旻", "通讯员")
            make_photo(story)
        make_story(page, published=True, kind="teaser", jump_to="2")
    return story


@pytest.mark.parametrize(("issues", "pages", "stories"), [(1, 1, 1), (3, 4, 6)])
def test_the_number_of_queries_is_constant(
    client: Client, issues: int, pages: int, stories: int
) -> None:
    for day in range(issues):
        story = fill(f"2025-06-{13 - day}", pages=pages, stories=stories)
    entries.refresh(Article.objects.values_list("pk", flat=True))
    named = {
        "story": story.get_absolute_url(),
        "sitemap of issues": f"/sitemap-issues-{story.page.issue_id // KEYS['issues']}.xml",
        "author": f"/authors/{story.bylines.earliest('pk').contributor_id}/",
    }
    took = {}
    for address in QUERIES:
        took[address] = _count(client, named.get(address, address))
    more = ON_SERVER if connection.vendor == "postgresql" else {}
    assert took == {address: count + more.get(address, 0) for address, count in QUERIES.items()}


def test_a_second_paper_costs_no_query_more(client: Client) -> None:
    fill("2025-06-13", pages=1, stories=1)
    entries.refresh(Article.objects.values_list("pk", flat=True))
    addresses = ("/", "/issues/", "/search/?q=要闻")
    one = {address: _count(client, address) for address in addresses}
    other = make_issue("2025-06-16", publication=make_publication("安河日报"))
    make_story(make_page(other, 1), published=True, section="要闻")
    entries.refresh(Article.objects.values_list("pk", flat=True))
    assert {address: _count(client, address) for address in addresses} == one


def test_what_goes_on_on_another_page_costs_no_query_more(client: Client) -> None:
    issue = make_issue()
    first, second = make_page(issue, 1), make_page(issue, 2)
    story = make_story(first, published=True, headline="春耕")
    make_story(second, published=True, headline="春耕", jump_from="1")
    whole = _count(client, first.get_absolute_url())
    Article.objects.filter(pk=story.pk).update(jump_to="2")
    assert _count(client, first.get_absolute_url()) == whole


def _count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)
