"""Feeds of one paper, section or contributor, in three forms that feed readers understand."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from articles.models import Article, Contributor
from editorial.withdrawals import withdraw
from issues.models import Publication
from search.entries import refresh
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
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
FORMS = {"atom": "/feed/", "rss": "/feed/rss/", "json": "/feed/json/"}
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@pytest.fixture
def publisher() -> User:
    return make_user("publisher", "publish_article")


def titles(client: Client, form: str = "atom", **asked: Any) -> list[str]:
    return [entry["title"] for entry in entries(client, form, **asked)]


def entries(client: Client, form: str, **asked: Any) -> list[dict[str, Any]]:
    """Return what a feed reader makes of a feed: of XML feedparser, of JSON its members."""
    response = client.get(FORMS[form], asked, headers={"Host": asked.pop("host", "testserver")})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[form]
    if form == "json":
        return list(json.loads(response.content)["items"])
    read = feedparser.parse(response.content)
    assert not read.bozo, read.get("bozo_exception")
    return list(read.entries)


def read(client: Client, story: Article) -> str:
    return client.get(story.get_absolute_url()).content.decode()


def make_several() -> dict[str, Article]:
    """Stories of two papers and two sections, by two people."""
    stories = {}
    for paper in ("甲报", "乙报"):
        page = make_page(make_issue(publication=make_publication(paper)))
        for section in ("民生", "县域/经济"):
            story = make_story(page, published=True, section=section, headline=paper + section)
            make_byline(story, "曹文倩" if section == "民生" else "林鑫")
            stories[story.headline] = story
    return stories


@pytest.mark.parametrize("form", FORMS)
def test_each_paper_section_and_contributor_has_a_feed(client: Client, form: str) -> None:
    stories = make_several()
    paper = stories["甲报民生"].page.issue.publication
    author = Contributor.objects.get(publication=paper, name="林鑫")
    assert len(titles(client, form)) == 4
    assert set(titles(client, form, paper=paper.pk)) == {"甲报民生", "甲报县域/经济"}
    assert set(titles(client, form, section="县域/经济")) == {"甲报县域/经济", "乙报县域/经济"}
    assert titles(client, form, section="民生", paper=paper.pk) == ["甲报民生"]
    assert titles(client, form, author=author.pk) == ["甲报县域/经济"]


def test_a_feed_is_named_for_whose_stories_it_has(client: Client) -> None:
    paper = make_several()["甲报民生"].page.issue.publication
    author = Contributor.objects.get(publication=paper, name="林鑫")

    def name(**asked: Any) -> str:
        return str(json.loads(client.get("/feed/json/", asked).content)["title"])

    assert name(paper=paper.pk) == "甲报"
    assert name(paper=paper.pk, section="民生") == "甲报 · 民生"
    assert name(paper=paper.pk, author=author.pk) == "甲报 · 林鑫"
    assert sorted(name().split("、")) == ["乙报", "甲报"]


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_says_whose_stories_it_has(client: Client, form: str) -> None:
    stories = make_several()
    refresh([story.pk for story in stories.values()])
    paper = stories["甲报民生"].page.issue.publication
    author = Contributor.objects.get(publication=paper, name="林鑫")

    def about(**asked: Any) -> str:
        content = client.get(FORMS[form], asked).content
        if form == "json":
            return str(json.loads(content)["description"])
        told = feedparser.parse(content)
        assert not told.bozo
        return str(told.feed.subtitle)

    organ = "中共海口县委机关报。"
    both = "、".join(sorted(["甲报", "乙报"]))
    assert about() == f"{both}最新稿件全文。"
    assert about(paper=paper.pk) == f"{organ}甲报最新稿件全文。"
    assert about(section="民生") == f"{both}“民生”栏目最新稿件全文。"
    assert about(paper=paper.pk, section="民生") == f"{organ}甲报“民生”栏目最新稿件全文。"
    assert about(author=author.pk) == f"{organ}甲报作者林鑫的最新稿件全文。"
    assert about(q="民生") == f"{both}中搜索“民生”所得的最新稿件全文。"
    Publication.objects.update(organ="")
    assert about(paper=paper.pk) == "甲报最新稿件全文。"


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_without_stories_says_what_it_is_and_not_who_is_gone(
    client: Client, publisher: User, form: str
) -> None:
    assert "报纸最新稿件全文。" in client.get(FORMS[form]).content.decode()
    story = make_story(published=True)
    make_byline(story, "曹文倩")
    author = Contributor.objects.get(name="曹文倩")
    withdraw(story, by=publisher, reason="失实", notice="本报撤稿。")
    told = client.get(FORMS[form], {"author": author.pk}).content.decode()
    assert "最新稿件全文。" in told
    assert "曹文倩" not in told


@pytest.mark.parametrize("form", FORMS)
def test_the_whole_story_is_in_each_form(client: Client, form: str) -> None:
    story = make_story(published=True, kicker="肩", section="栏", body="甲<b>。\n乙&。")
    make_byline(story, "曹文倩")
    photo = put_image(make_photo(story, "图说。"))
    (entry,) = entries(client, form)
    words = entry["content_html"] if form == "json" else entry["content"][0]["value"]
    assert "本报讯　甲&lt;b&gt;。" in words
    assert f"http://testserver/photos/{photo.pk}/" in words
    assert "<p>图说。</p>" in words
    assert entry["url" if form == "json" else "link"] == f"http://testserver/articles/{story.pk}/"
    assert entry["summary"] == "肩"
    tags = entry["tags"] if form == "json" else [tag["term"] for tag in entry["tags"]]
    assert tags == ["栏"]
    assert [author["name"] for author in entry["authors"]] == ["曹文倩"]


@pytest.mark.parametrize("form", FORMS)
def test_ids_are_the_same_at_every_host_and_in_every_form(
    client: Client, form: str, settings: Settings, publisher: User
) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    settings.TAG_AUTHORITY = "paper.example"
    kept, lost = make_story(published=True), make_story(make_page(number=2), published=True)
    withdraw(lost, by=publisher, reason="失实")
    ids = {f"tag:paper.example,2025:article/{story.pk}" for story in (kept, lost)}
    for host in settings.ALLOWED_HOSTS:
        for secure in (False, True):
            answer = client.get(FORMS[form], headers={"Host": host}, secure=secure)
            text = answer.content.decode()
            assert {key for key in ids if text.count(key) == 1} == ids
    (entry,) = entries(client, form, host="one.example")
    assert entry["id"] == f"tag:paper.example,2025:article/{kept.pk}"


def test_what_json_feed_has_no_word_for_is_an_object(client: Client, publisher: User) -> None:
    """As https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a wants it."""
    kept, lost = make_story(published=True), make_story(make_page(number=2), published=True)
    assert "_deleted" not in client.get("/feed/json/").json()
    withdraw(lost, by=publisher, reason="失实", notice="撤下。")
    feed = client.get("/feed/json/").json()
    extensions = {name: value for name, value in feed.items() if name.startswith("_")}
    assert list(extensions) == ["_deleted"]
    assert isinstance(feed["_deleted"], dict)
    assert feed["_deleted"]["about"].startswith("https://")
    (row,) = feed["_deleted"]["items"]
    assert row["id"].endswith(f":article/{lost.pk}")
    assert row["notice"] == "撤下。"
    assert dt.datetime.fromisoformat(row["date_deleted"]).tzinfo
    assert [item["id"] for item in feed["items"]] == [
        row["id"].replace(f"/{lost.pk}", f"/{kept.pk}")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_s_tombstones_are_of_its_own_stories(
    client: Client, form: str, publisher: User
) -> None:
    stories = make_several()
    for story in stories.values():
        withdraw(Article.objects.with_page().get(pk=story.pk), by=publisher, reason="失实")
    paper = stories["甲报民生"].page.issue.publication
    text = client.get(FORMS[form], {"paper": str(paper.pk), "section": "民生"}).content.decode()
    told = {name for name, story in stories.items() if f':article/{story.pk}"' in text}
    assert told == {"甲报民生"}
    # A section that is only known from stories that are gone is not named.
    assert "民生" not in text


def test_a_paper_that_came_here_later_has_its_own_day(client: Client) -> None:
    page = make_page(make_issue("2020-05-06"))
    make_story(page, published=True)
    (entry,) = entries(client, "json")
    assert entry["date_published"] == "2020-05-06T00:00:00+08:00"
    assert entry["date_modified"] > entry["date_published"]


def test_nothing_changed_before_it_was_published(client: Client) -> None:
    story = make_story(published=True)
    later = timezone.now() - dt.timedelta(hours=1)
    Article.objects.filter(pk=story.pk).update(updated_at=later - dt.timedelta(hours=5))
    Article.objects.filter(pk=story.pk).update(published_at=later)
    (entry,) = entries(client, "json")
    assert dt.datetime.fromisoformat(entry["date_modified"]) == later


@pytest.mark.parametrize(
    "path",
    [
        "/feed/?paper=99999",
        "/feed/?paper=x",
        "/feed/?author=99999",
        "/feed/?section=",
        "/feed/?section=没有的栏目",
        "/feed/?section=%00",
        "/feed/opml/",
    ],
)
def test_what_readers_never_had_has_no_feed(client: Client, path: str) -> None:
    make_story(published=True)
    make_story(make_page(number=2), section="没有的栏目")
    assert client.get(path).status_code == 404


def test_an_empty_feed_stays_the_same(client: Client) -> None:
    first = client.get("/feed/")
    assert client.get("/feed/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_feeds_name_the_site_s_own_address(client: Client, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://paper.example"
    make_story(published=True)
    assert "testserver" not in client.get("/feed/rss/").content.decode()


def test_pages_name_the_feeds_of_their_paper(client: Client) -> None:
    story = make_story(published=True)
    assert 'type="application/rss+xml" href="/feed/rss/" title="海口县报"' in read(client, story)
    paper = story.page.issue.publication_id
    make_publication("乙报")
    for form in ("", "rss/", "json/"):
        assert f'href="/feed/{form}?paper={paper}"' in read(client, story)


@pytest.mark.looks
@pytest.mark.parametrize("asked", [{}, {"section": "民生"}, {"paper": "1"}, {"author": "1"}])
def test_a_feed_costs_the_same_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, asked: dict[str, str]
) -> None:
    page = make_page()
    paper = page.issue.publication_id
    for _number in range(6):
        story = make_story(page, published=True, section="民生")
        author = make_byline(story).contributor_id
    known = {"paper": paper, "author": author}
    asked = {name: str(known.get(name, value)) for name, value in asked.items()}
    extra = {"paper": 3, "author": 2}.get("".join(asked), 0)
    with django_assert_num_queries(10 + extra - ("paper" in asked)):
        assert client.get("/feed/", asked).status_code == 200


def searched(*stories: Article) -> None:
    refresh([story.pk for story in stories])


@pytest.mark.parametrize("form", FORMS)
def test_a_search_has_a_feed_of_what_it_finds(client: Client, form: str) -> None:
    stories = make_several()
    hidden = make_story(stories["甲报民生"].page, headline="甲报民生草稿")
    searched(*stories.values(), hidden)
    paper = stories["甲报民生"].page.issue.publication
    assert set(titles(client, form, q="民生")) == {"甲报民生", "乙报民生"}
    assert titles(client, form, q="民生 -乙报") == ["甲报民生"]
    assert titles(client, form, q="民生", paper=paper.pk) == ["甲报民生"]
    assert titles(client, form, q="民生", section="县域/经济") == []
    author = Contributor.objects.get(publication=paper, name="林鑫")
    assert titles(client, form, q="县域", author=author.pk) == ["甲报县域/经济"]


def test_the_feed_of_a_search_tells_nothing_of_what_withdrawn_stories_say(
    client: Client, publisher: User
) -> None:
    stories = make_several()
    searched(*stories.values())
    for name in ("甲报民生", "甲报县域/经济"):
        withdraw(stories[name], by=publisher, reason="失实")
    told = {}
    for words in ("民生", "水库"):
        feed = ElementTree.fromstring(client.get(f"/feed/?q={words}").content)  # noqa: S314
        told[words] = [entry.get("ref", "").rpartition("/")[2] for entry in feed.iter(DELETED)]
    gone = [str(stories[name].pk) for name in ("甲报县域/经济", "甲报民生")]
    assert told == {"民生": gone, "水库": gone}


def test_the_feed_of_a_search_is_named_for_it_and_may_be_empty(client: Client) -> None:
    make_several()
    feed = json.loads(client.get("/feed/json/", {"q": " 水库  -雨 "}).content)
    assert feed["items"] == []
    assert "“水库 -雨”" in feed["title"]
    for marks in ("", "！？", "  "):
        assert client.get("/feed/", {"q": marks}).status_code == 404


def test_a_feed_leads_to_the_list_of_its_stories(client: Client) -> None:
    stories = make_several()
    searched(*stories.values())
    paper = stories["甲报民生"].page.issue.publication
    author = Contributor.objects.get(publication=paper, name="林鑫")
    lists: list[tuple[dict[str, str | int], str]] = [
        ({}, "/"),
        ({"paper": paper.pk}, f"/papers/{paper.pk}/"),
        ({"author": author.pk}, f"/authors/{author.pk}/"),
        ({"section": "民生"}, "/sections/%E6%B0%91%E7%94%9F/"),
        ({"q": "民生", "paper": paper.pk}, f"/search/?q=%E6%B0%91%E7%94%9F&paper={paper.pk}"),
    ]
    for asked, path in lists:
        told = json.loads(client.get("/feed/json/", asked).content)["home_page_url"]
        assert told == f"http://testserver{path}"
        assert client.get(path).status_code == 200
    plain = client.get("/feed/").content.decode()
    assert "<summary></summary>" not in plain
    assert "<summary/>" not in plain.replace(" ", "")
