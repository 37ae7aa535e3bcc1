"""Lists of stories, by section, contributor, place, kind and page: every filter is an address."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Contributor
from editorial.withdrawals import withdraw
from paper.story_list_views import AuthorView, StoryListView
from search import entries
from search.datelines import place_of
from tests.conftest import MakeOnce
from tests.make import (
    make_administrator,
    make_byline,
    make_issue,
    make_page,
    make_publication,
    make_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[list[Article]]) -> list[Article]:
    return make_once(_make)


def _make() -> list[Article]:
    first = make_page(make_issue("2024-05-10"), number=1)
    second = make_page(make_issue("2025-06-13"), number=2)
    other = make_page(make_issue("2025-06-13", publication=make_publication("儋州县报")))
    made = [
        make_story(first, published=True, headline="旧闻", section="要闻"),
        make_story(second, published=True, headline="春耕", section="文/图"),
        make_story(second, published=True, headline="来电", dateline="新华社北京6月12日电"),
        make_story(second, published=True, headline="导读", kind="teaser", jump_to=2),
        make_story(second, headline="草稿", section="内参", dateline="新华社上海6月12日电"),
        make_story(other, published=True, headline="夏收", kind="photo"),
    ]
    for story in (*made[:2], *made[3:5]):
        make_byline(story, "林晓梅")
    make_byline(made[1], "林晓梅", "摄")
    make_byline(made[4], "沈无稿")
    entries.refresh([row.pk for row in made])
    return made


def look(client: Client, address: str = "/stories/", **asked: str | int) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode().replace("<wbr>", "")


def listed(text: str) -> list[str]:
    return re.findall(r'<h2><a href="/articles/\d+/"><span class="part">([^<]*)</span>', text)


def person(name: str) -> int:
    return Contributor.objects.get(name=name).pk


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["夏收", "春耕", "来电", "旧闻"]),
        ({"section": "要闻"}, ["旧闻"]),
        ({"place": "北京"}, ["来电"]),
        ({"kind": "photo"}, ["夏收"]),
        ({"number": "1"}, ["夏收", "旧闻"]),
        ({"year": "2025", "month": "6", "number": "2"}, ["春耕", "来电"]),
        ({"year": "2024"}, ["旧闻"]),
        ({"month": "6"}, []),
        ({"section": "内参"}, []),
        ({"place": "上海"}, []),
        ({"kind": "x"}, []),
        ({"number": "x"}, []),
        ({"section": "\0"}, []),
        ({"author": "9" * 30}, []),
    ],
)
def test_a_filter_narrows_to_what_readers_may_see(
    client: Client, asked: dict[str, str], found: list[str]
) -> None:
    text = look(client, **asked)
    assert listed(text) == found
    assert ('class="nothing"' in text) is (not found)
    assert ("noindex, follow" in text) is bool(asked)
    for hidden in ("草稿", "内参", "上海"):
        assert hidden not in re.sub(r"<input[^>]*>", "", text)


def test_a_paper_and_an_author_are_filters_too(client: Client) -> None:
    paper = make_publication("儋州县报").pk
    assert listed(look(client, paper=paper)) == ["夏收"]
    assert listed(look(client, author=person("林晓梅"), year=2025)) == ["春耕"]
    assert f'<option value="{paper}" selected' in look(client, paper=paper)
    assert "by-paper" not in look(client, f"/authors/{person('林晓梅')}/")


def test_an_author_s_count_and_list_agree(client: Client) -> None:
    text = look(client, f"/authors/{person('林晓梅')}/")
    assert listed(text) == ["春耕", "旧闻"]
    assert "2 stories" in text
    assert f'href="/feed/?author={person("林晓梅")}"' in text


def test_the_authors_of_a_paper_are_those_with_a_public_story(client: Client) -> None:
    names = re.findall(r'href="/authors/\d+/">([^<]*)', look(client, "/authors/"))
    assert names == ["林晓梅"]
    assert client.get(f"/authors/{person('沈无稿')}/").status_code == 404
    assert client.get("/authors/987654321/").status_code == 404
    assert client.get("/authors/?paper=987").status_code == 404


def test_a_section_has_an_address_whatever_its_name(client: Client) -> None:
    text = look(client, "/sections/")
    assert re.findall(r'<li><a href="/sections/[^"]+">([^<]*)', text) == ["文/图", "要闻"]
    assert listed(look(client, "/sections/文/图/")) == ["春耕"]
    assert client.get("/sections/内参/").status_code == 404


def test_what_is_withdrawn_is_on_no_list(client: Client, stories: list[Article]) -> None:
    withdraw(stories[0], by=make_administrator("w"), reason="失实")
    assert "旧闻" not in look(client)
    assert client.get("/sections/要闻/").status_code == 404
    assert "1 story" in look(client, f"/authors/{person('林晓梅')}/")
    assert "要闻" not in look(client, "/sections/")


def test_turning_there_and_back_shows_each_story_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoryListView, "paginate_by", 1)
    there, address = [], "/stories/"
    while True:
        text = look(client, address)
        there += listed(text)
        older = re.search(r'rel="next" href="([^"]*)"', text)
        if older is None:
            break
        address = "/stories/" + html.unescape(older[1])
    back = listed(text)
    while newer := re.search(r'rel="prev" href="([^"]*)"', text):
        text = look(client, "/stories/" + html.unescape(newer[1]))
        back += listed(text)
    assert there == ["夏收", "春耕", "来电", "旧闻"]
    assert back == there[::-1]
    assert AuthorView.paginate_by == 1


@given(st.text(max_size=20))
def test_what_is_no_key_leads_nowhere(key: str) -> None:
    for address in ("/stories/", "/authors/"):
        response = Client().get(address, {"page": "2", "before": key})
        assert response.status_code in (200, 404)


def test_lists_are_in_the_sitemap(client: Client) -> None:
    text = client.get("/sitemap-authors-0.xml").content.decode()
    assert f"/authors/{person('林晓梅')}/" in text
    assert f"/authors/{person('沈无稿')}/" not in text
    text = client.get("/sitemap-lists.xml").content.decode()
    assert text.count("/sections/") == 2
    assert "/sitemap-lists.xml" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("本报讯", ""),
        ("新华社北京6月13日电", "北京"),
        ("据新华社联合国6月13日电", "联合国"),
        ("本报杭州6月12日讯", "杭州"),
        ("中新社香港电", "香港"),
        ("本报6月12日讯", ""),
        ("", ""),
    ],
)
def test_a_dateline_names_a_place(dateline: str, place: str) -> None:
    assert place_of(dateline) == place


def test_a_list_of_one_paper_bears_its_name(client: Client) -> None:
    for name in ("甲报", "乙报"):
        paper = make_publication(name)
        story = make_story(make_page(make_issue(publication=paper)), published=True)
        entries.refresh([story.pk])
    text = look(client, paper=paper.pk)
    bar = text[text.index('class="bar__name"') :].partition("</a>")[0]
    assert bar.endswith(">乙报")
    assert "甲报" in look(client, paper=paper.pk + 1)


def test_a_month_asks_for_its_year(client: Client, stories: list[Article]) -> None:
    told = "Choose the year of the month, too."
    assert told in look(client, month=6)
    assert told not in look(client, month=6, year=2025)
