"""The sitemap and robots.txt."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial.surroundings import put_in_front
from paper import sitemaps
from search.entries import refresh
from tests.make import make_byline, make_issue, make_page, make_publication, make_story, make_user

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client, path: str = "/sitemap.xml") -> set[str]:
    response = client.get(path)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own answer
    return {row.text.removeprefix("http://testserver") for row in root.iter(LOC) if row.text}


def file_of(story: Article) -> str:
    """Return the file that a story is in."""
    return f"/sitemap-issues-{story.page.issue_id // sitemaps.KEYS['issues']}.xml"


def everything(client: Client) -> set[str]:
    """Return the addresses of all the files that the index names."""
    return set().union(*(addresses(client, file) for file in addresses(client)))


def test_everything_published_and_nothing_else_is_listed(client: Client) -> None:
    story = make_story(make_page(make_issue("2025-06-13")), published=True)
    make_story(story.page, published=True, kind="teaser")
    make_story(story.page)
    make_story(make_page(story.page.issue, 2))
    assert everything(client) == {
        "/",
        "/issues/",
        "/calendar/",
        "/stories/",
        "/sections/",
        "/authors/",
        "/corrections/",
        "/issues/2025-06-13/",
        "/issues/2025-06-13/1/",
        f"/articles/{story.pk}/",
    }


@pytest.mark.parametrize("names", [["甲报"], ["甲报", "乙报", "丙报"]])
def test_every_listed_list_is_its_own_one_address(client: Client, names: list[str]) -> None:
    papers = [make_publication(name) for name in names]
    for paper in papers:
        page = make_page(make_issue("2025-06-13", publication=paper))
        story = make_story(page, published=True, section="要闻")
        make_byline(story)
        refresh([story.pk])
    put_in_front(papers[-1], by=make_user("keeper"))
    listed = addresses(client, "/sitemap-fixed.xml")
    for address in listed:
        text = client.get(address).content.decode()
        assert f'<link rel="canonical" href="http://testserver{address}">' in text, address
    homes = {f"/papers/{paper.pk}/" for paper in papers}
    # The site's own paper has the site's front page.
    assert listed & homes == homes - {f"/papers/{papers[-1].pk}/"}
    own = client.get(f"/papers/{papers[-1].pk}/").content.decode()
    assert '<link rel="canonical" href="http://testserver/">' in own
    assert '<meta property="og:url" content="http://testserver/">' in own


def test_every_listed_address_answers(client: Client) -> None:
    make_story(published=True)
    assert {client.get(address).status_code for address in everything(client)} == {200}


def test_so_many_keys_of_issues_have_a_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sitemaps.KEYS, "issues", 2)
    monkeypatch.setattr(sitemaps._all_files["issues"], "statements", {})
    days = ("2024-12-30", "2024-12-31", "2025-01-01", "2025-06-13")
    stories = [make_story(make_page(make_issue(day)), published=True) for day in days]
    unpublished = make_story(make_page(make_issue("2025-03-03")))
    issues = {row.page.issue_id: row for row in stories}
    files = {f"/sitemap-issues-{key // 2}.xml" for key in issues}
    assert addresses(client) == files | {"/sitemap-fixed.xml", "/sitemap-lists.xml"}
    for file in files:
        there = {
            address
            for key, row in issues.items()
            if f"-{key // 2}." in file
            for address in (
                row.get_absolute_url(),
                f"/issues/{row.page.issue.date}/",
                f"/issues/{row.page.issue.date}/1/",
            )
        }
        assert addresses(client, file) == there
    assert unpublished.get_absolute_url() not in everything(client)


def test_a_site_without_a_public_issue_has_its_fixed_addresses(client: Client) -> None:
    make_story()
    assert addresses(client) == {"/sitemap-fixed.xml", "/sitemap-lists.xml"}


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-nothing.xml",
        "/sitemap-issues-99999999999.xml",
        "/sitemap-issues-07.xml",
        "/sitemap-issues-.xml",
        "/sitemap-2025-06.xml",
    ],
)
def test_a_file_that_is_not_there_is_a_404(client: Client, path: str) -> None:
    make_story(published=True)
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
        "Sitemap: http://testserver/sitemap-news.xml\n"
    )


def test_the_news_are_the_stories_of_the_last_two_days(client: Client) -> None:
    now = timezone.now()
    today, page = timezone.localdate(), make_page(make_issue(f"{timezone.localdate()}"))
    new = make_story(page, published=True, headline="新\x0b<闻>")
    make_story(page, published=True, kind="teaser")
    make_story(page, published=True, published_at=now - dt.timedelta(days=3))
    make_story(page, published=True, published_at=now + dt.timedelta(hours=1))
    make_story(make_page(make_issue(f"{today - dt.timedelta(days=9)}")), published=True)
    assert addresses(client, "/sitemap-news.xml") == {f"/articles/{new.pk}/"}
    root = ElementTree.fromstring(client.get("/sitemap-news.xml").content)  # noqa: S314
    (told,) = root.iter("{http://www.google.com/schemas/sitemap-news/0.9}news")
    words = [row.text for row in told.iter() if row.text]
    assert (words[0], words[1], words[3]) == ("海口县报", "zh-cn", "新<闻>")
    assert dt.datetime.fromisoformat(words[2] or "") <= now + dt.timedelta(minutes=1)


def test_there_may_be_no_news(client: Client) -> None:
    assert addresses(client, "/sitemap-news.xml") == set()


def test_every_file_names_the_site_s_own_address(client: Client, settings: Settings) -> None:
    story = make_story(make_page(make_issue(f"{timezone.localdate()}")), published=True)
    settings.SITE_ADDRESS = "https://paper.example"
    for path in ("/sitemap.xml", file_of(story), "/sitemap-fixed.xml", "/sitemap-news.xml"):
        found = addresses(client, path)
        assert found
        assert {row[:22] for row in found} == {"https://paper.example/"}


def test_a_story_changed_last_when_it_was_published(client: Client) -> None:
    story = make_story(make_page(make_issue("2025-06-13")), published=True)
    Article.objects.update(updated_at=timezone.now() - dt.timedelta(days=9))
    text = client.get(file_of(story)).content.decode()
    assert f"<lastmod>{timezone.localdate(story.published_at)}</lastmod>" in text


def test_each_section_and_contributor_with_a_public_story_is_listed(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sitemaps.KEYS, "authors", 2)
    monkeypatch.setattr(sitemaps._all_files["authors"], "statements", {})
    settings.SITE_ADDRESS = site = "https://paper.example"
    story = make_story(published=True, section="要 闻&论")
    draft = make_story(make_page(story.page.issue, 2))
    bylines = [make_byline(story, name) for name in ("王奔", "赵六", "钱七", "孙八", "周九")]
    authors = {row.contributor_id for row in bylines}
    no_author = make_byline(draft, "李四").contributor_id
    refresh([story.pk])
    section = reverse("section", args=["要 闻&论"])
    assert addresses(client, "/sitemap-lists.xml") == {site + section}
    files = [row for row in addresses(client) if "/sitemap-authors-" in row]
    assert len(files) == len({key // 2 for key in authors})
    listed = [row for file in files for row in addresses(client, file.removeprefix(site))]
    assert sorted(listed) == sorted(f"{site}/authors/{key}/" for key in authors)
    for name in (no_author, "", "-1", "x", "00", "9" * 11, "9" * 5000):
        assert client.get(f"/sitemap-authors-{name}.xml").status_code == 404
    assert client.get(section).status_code == 200
