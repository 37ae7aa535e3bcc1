"""Editors look for stories in all states and in all they ever said; ``verify`` looks, too."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.verification import verify
from articles.models import Article
from issues.models import Page
from search import engine, entries
from search.models import Entry
from tests.conftest import MakeOnce
from tests.keeping.cast import edit
from tests.make import make_administrator, make_page, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[list[Article]]) -> list[Article]:
    return make_once(_make)


def _make() -> list[Article]:
    page = make_page()
    made = [
        make_story(page, published=True, headline="已见报的水稻"),
        make_story(page, headline="未见报的水稻"),
        make_story(page, headline="旱情"),
    ]
    make_administrator()
    edit(made[2], headline="雨情")
    edit(made[2], headline="汛情")
    entries.refresh([row.pk for row in made])
    return made


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make_administrator("boss"))
    return client


def listed(boss: Client, said: str, **filters: Any) -> list[str]:
    address = reverse("admin:articles_article_changelist")
    shown = boss.get(address, {"q": said, **filters})
    assert shown.status_code == 200
    return [row.headline for row in shown.context["cl"].result_list]


def test_the_list_finds_every_state_and_narrows_by_it(boss: Client) -> None:
    assert listed(boss, "水稻") == ["已见报的水稻", "未见报的水稻"]
    assert listed(boss, "水稻 -未见") == ["已见报的水稻"]
    assert listed(boss, "水稻", status__exact="draft") == ["未见报的水稻"]
    assert listed(boss, "水稻", status__exact="published") == ["已见报的水稻"]


def test_the_desk_finds_what_a_story_once_said(boss: Client) -> None:
    assert listed(boss, "雨情") == ["汛情"]
    assert listed(boss, "汛情 -雨情") == []
    assert listed(boss, "水稻 -雨情") == ["已见报的水稻", "未见报的水稻"]


def test_words_that_only_the_desk_knows_neither_find_nor_hide_a_story_before_readers() -> None:
    Article.objects.filter(headline="汛情").update(
        status="published", published_at="2025-06-13T00:00:00Z"
    )
    assert not engine.find("雨情").total
    assert not engine.find("雨").total
    assert engine.find("汛情 -雨情").total == 1
    assert engine.find("汛情 -雨").total == 1
    assert engine.find("汛情 -汛").total == 0


def test_the_list_says_when_there_are_more(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST", 1)
    answer = boss.get(reverse("admin:articles_article_changelist"), {"q": "水稻"}, follow=True)
    assert "More than 1 stories" in answer.content.decode()


def test_marks_alone_find_nothing_and_nothing_asked_finds_all(boss: Client) -> None:
    assert listed(boss, "！？") == []
    assert len(listed(boss, "")) == 3


def searched_otherwise() -> set[int | None]:
    faults = (fault for proof in verify(Page.objects.all()) for fault in proof.faults)
    return {fault.story for fault in faults if fault.kind == "search"}


def test_verify_names_each_story_that_is_searched_otherwise(stories: list[Article]) -> None:
    assert not searched_otherwise()
    Entry.objects.filter(article=stories[0]).delete()
    Entry.objects.filter(article=stories[1]).update(words="别的话")
    assert searched_otherwise() == {stories[0].pk, stories[1].pk}
