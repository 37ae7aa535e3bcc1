"""The sitemap and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.contrib.sitemaps import Sitemap
from django.test import Client

from tests.make import make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client, path: str = "/sitemap.xml") -> set[str]:
    response = client.get(path)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own answer
    return {row.text.removeprefix("http://testserver") for row in root.iter(LOC) if row.text}


def test_everything_published_and_nothing_else_is_listed(client: Client) -> None:
    story = make_story(make_page(make_issue("2025-06-13")), published=True)
    make_story(story.page, published=True, kind="teaser")
    make_story(story.page)
    make_story(make_page(story.page.issue, 2))
    assert addresses(client) == {
        "/",
        "/issues/",
        "/corrections/",
        "/issues/2025-06-13/",
        "/issues/2025-06-13/1/",
        f"/articles/{story.pk}/",
    }


def test_every_listed_address_answers(client: Client) -> None:
    make_story(published=True)
    assert {client.get(address).status_code for address in addresses(client)} == {200}


def test_a_large_site_has_an_index_of_files(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sitemap, "limit", 2)
    page = make_page()
    stories = [make_story(page, published=True) for _ in range(3)]
    files = addresses(client)
    assert "/sitemap-stories.xml?p=2" in files
    found = set().union(*(addresses(client, path) for path in files))
    assert {f"/articles/{story.pk}/" for story in stories} < found


@pytest.mark.parametrize(
    "path", ["/sitemap-nothing.xml", "/sitemap-stories.xml?p=9", "/sitemap.xml?p=x"]
)
def test_a_file_that_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /preview/\n"
        "Disallow: /language/\n"
        "Sitemap: http://testserver/sitemap.xml\n"
    )
