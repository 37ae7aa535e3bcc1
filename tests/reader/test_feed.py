"""The Atom feed."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from paper.feeds import NEWEST
from tests.make import make_byline, make_page, make_photo, make_story

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client) -> ElementTree.Element:
    response = client.get("/feed/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314  our own answer


def text_of(parent: ElementTree.Element, name: str) -> str:
    found = parent.find(ATOM + name)
    assert found is not None
    return found.text or ""


def test_an_entry_holds_the_whole_story(client: Client) -> None:
    story = make_story(published=True, kicker="肩", section="栏", body="甲<b>。\n乙&。")
    make_byline(story, "曹文倩")
    make_byline(story, "林鑫")
    make_photo(story, "图说。")
    root = feed(client)
    assert text_of(root, "title") == "海口县报"
    (entry,) = root.findall(f"{ATOM}entry")
    assert text_of(entry, "id") == f"http://testserver/articles/{story.pk}/"
    assert text_of(entry, "title") == story.headline
    assert text_of(entry, "content") == (
        "<p>本报讯　甲&lt;b&gt;。</p><p>乙&amp;。</p><p>图说。</p>"
    )
    names = [text_of(author, "name") for author in entry.findall(f"{ATOM}author")]
    assert names == ["曹文倩", "林鑫"]
    assert dt.datetime.fromisoformat(text_of(entry, "published")) <= timezone.now()
    assert text_of(entry, "updated") >= text_of(entry, "published")


def test_entries_keep_their_ids_when_they_change(client: Client) -> None:
    story = make_story(published=True)
    (entry,) = feed(client).findall(f"{ATOM}entry")
    before = text_of(entry, "id")
    story.headline = "新题"
    story.save()
    (entry,) = feed(client).findall(f"{ATOM}entry")
    assert text_of(entry, "id") == before
    assert text_of(entry, "title") == "新题"


def test_every_entry_and_the_feed_have_an_author_and_a_date(client: Client) -> None:
    make_story(published=True)
    (entry,) = feed(client).findall(f"{ATOM}entry")
    assert [text_of(row, "name") for row in entry.findall(f"{ATOM}author")] == ["海口县报"]
    assert dt.datetime.fromisoformat(text_of(feed(client), "updated")).tzinfo


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    assert feed(client).findall(f"{ATOM}entry") == []


def test_only_the_newest_stories_and_no_teasers(client: Client) -> None:
    page = make_page()
    start = timezone.now() - dt.timedelta(days=1)
    for minute in range(NEWEST + 2):
        at = start + dt.timedelta(minutes=minute)
        make_story(page, status="published", published_at=at, headline=f"第{minute}条")
    make_story(page, published=True, kind="teaser", headline="导读")
    titles = [text_of(entry, "title") for entry in feed(client).findall(f"{ATOM}entry")]
    assert titles == [f"第{minute}条" for minute in reversed(range(2, NEWEST + 2))]


def test_characters_that_xml_forbids_do_not_break_the_feed(client: Client) -> None:
    make_story(published=True, headline="甲\x0b乙", body="丙\x00丁".replace("\x00", "\x01"))
    (entry,) = feed(client).findall(f"{ATOM}entry")
    assert text_of(entry, "title") == "甲乙"


def test_a_truncated_story_says_so_there_too(client: Client) -> None:
    make_story(published=True, truncated=True)
    (entry,) = feed(client).findall(f"{ATOM}entry")
    assert "原文至此中断" in text_of(entry, "content")
