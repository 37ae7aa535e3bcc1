"""/search/: the form, the results, by what they are narrowed, and what is suggested."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article
from paper import search_views
from search import engine, entries
from search.engine import find
from search.entries import refresh
from tests.conftest import MakeOnce
from tests.make import make_byline, make_issue, make_page, make_photo, make_publication, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[list[Article]]) -> list[Article]:
    return make_once(_make)


def _make() -> list[Article]:
    first = make_page(make_issue("2024-05-10"), number=1)
    second = make_page(make_issue("2025-06-13"), number=2)
    other = make_page(make_issue("2025-06-13", publication=make_publication("儋州县报")))
    made = [
        make_story(first, published=True, headline="县委书记周志远调研", section="要闻"),
        make_story(second, published=True, headline="春耕", body="周志远查看<水稻>。"),
        make_story(other, published=True, headline="夏收", body="水稻丰收。", kind="photo"),
        make_story(second, headline="草稿", body="水稻绝密。"),
    ]
    make_byline(made[1], "林晓梅")
    entries.refresh([row.pk for row in made])
    return made


def look(client: Client, said: str = "", **asked: Any) -> str:
    response = client.get("/search/", {"q": said, **asked})
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_stands_alone_until_something_is_asked(client: Client) -> None:
    html = look(client)
    assert 'name="q"' in html
    assert "Nothing was found" not in html
    assert 'class="found"' not in html


def test_every_page_of_the_paper_has_a_field_for_it(client: Client) -> None:
    assert 'action="/search/"' in client.get("/issues/").content.decode()


def test_results_show_where_they_stand_and_mark_the_words(client: Client) -> None:
    html = look(client, "水稻")
    assert "2 stories" in html
    assert "<mark>水稻</mark>丰收" in html
    assert "周志远查看&lt;<mark>水稻</mark>&gt;" in html
    assert "绝密" not in html
    assert "?q=%E6%B0%B4%E7%A8%BB" in html


@pytest.mark.parametrize("credit", ["陶某某", "陶某某 摄", "陶某某供图", "陶某某 李某 制图"])
@pytest.mark.parametrize("quotes", ["", '"'])
def test_a_credit_is_found_as_it_is_shown(client: Client, credit: str, quotes: str) -> None:
    story = make_story(published=True, headline="荷塘")
    make_photo(story, credit=credit)
    refresh([story.pk])
    page = client.get(story.get_absolute_url()).content.decode()
    shown = page.partition('<span class="credit">')[2].partition("</span>")[0]
    assert shown.startswith(credit)
    html = look(client, f"{quotes}{shown}{quotes}")
    assert f"/articles/{story.pk}/" in html
    assert "1 story" in html
    address = f"{story.get_absolute_url()}?q={quotes}{shown}{quotes}"
    assert '<mark id="found">陶某某' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"since": "2025-01-01"}, 1),
        ({"until": "2024-12-31"}, 1),
        ({"section": "要闻"}, 1),
        ({"by": "林晓梅"}, 1),
        ({"by": "无此人"}, 0),
        ({"number": "2"}, 1),
        ({"kind": "news"}, 2),
        ({"kind": "photo"}, 0),
        ({"order": "best"}, 2),
    ],
)
def test_results_are_narrowed(client: Client, asked: dict[str, str], count: int) -> None:
    said = {0: "Nothing was found", 1: "1 story", 2: "2 stories"}[count]
    assert said in look(client, "周志远", **asked)


def test_filters_alone_list_what_there_is(client: Client) -> None:
    assert "1 story" in look(client, section="要闻")


def test_one_paper_of_several(client: Client, stories: list[Article]) -> None:
    paper = stories[2].page.issue.publication_id
    assert "1 story" in look(client, "水稻", paper=paper)


def test_ways_to_narrow_are_addresses_with_counts(client: Client) -> None:
    html = look(client, "周志远")
    assert "since=2024-01-01&amp;until=2024-12-31" in html
    assert '2025年 <span class="narrow__count">1</span>' in html
    assert "number=2" in html
    chosen = look(client, "周志远", number=2)
    assert 'name="number" value="2"' in chosen
    assert "look everywhere" in chosen


def test_a_headline_breaks_between_words_where_it_is_marked_too(client: Client) -> None:
    page = make_page(make_issue("2025-07-01", publication=make_publication("儋州县报")))
    story = make_story(page, published=True, headline="掀起大抓落实大干快上干事<热潮>")
    entries.refresh([story.pk])
    html = look(client, "落实 大干")
    assert "掀起<wbr>大抓<mark>落实<wbr>大干</mark>快上<wbr>干事<wbr>&lt;" in html


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"since": "gestern"}, "From"),
        ({"number": "x"}, "Page"),
        ({"kind": "none"}, "Kind"),
        ({"page": "0"}, "Page of the results"),
        ({"page": "999999999999"}, "Page of the results"),
        ({"order": "?"}, "Order"),
        ({"paper": "9" * 30}, "Paper"),
        ({"until": "2025-02-30", "order": "oldest"}, "Until, Order"),
    ],
)
def test_what_cannot_be_asked_is_said(client: Client, asked: dict[str, str], named: str) -> None:
    text = look(client, "水稻", **asked)
    assert "nothing was looked for" in text
    assert f"<strong>{named}</strong>" in text
    days = bool({"since", "until"} & set(asked))
    assert ("Days are written like 2025-06-13." in text) is days


@pytest.mark.parametrize("order", ["newest", "best", ""])
def test_each_order_that_there_is_can_be_asked_for(client: Client, order: str) -> None:
    assert "nothing was looked for" not in look(client, "水稻", order=order)


def test_results_go_on_over_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paper.search_views.AT_ONCE", 1)
    first = look(client, "水稻")
    assert "1 / 2" in first
    assert "page=2" in first
    assert "夏收" in first
    second = look(client, "水稻", page=2)
    assert "春耕" in second
    assert "page=1" in second


def test_a_page_beyond_the_last_is_not_there(client: Client) -> None:
    assert client.get("/search/?q=水稻&page=2").status_code == 404
    # What was found before and is no more is said, on whichever page.
    assert "Nothing was found" in look(client, "拖拉机", page=2)


@pytest.mark.parametrize("said", ["水稻", "水稻 周志远"])
def test_search_engines_may_read_what_the_paper_has(client: Client, said: str) -> None:
    response = client.get("/search/", {"q": said})
    assert "X-Robots-Tag" not in response.headers
    assert "noindex" not in response.content.decode()
    assert '<link rel="canonical" href="http://testserver/search/">' in response.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "彩票"},
        {"q": "水稻 -彩票"},
        # More words than are looked for.
        {"q": "周 志 远 查 看 水 稻 周志 志远 远查 查看 看水 彩票"},
        {"q": "水稻", "by": "彩票"},
        {"q": "水稻", "since": "彩票"},
        {"utm": "彩票"},
    ],
)
def test_search_engines_list_no_word_of_others(client: Client, asked: dict[str, Any]) -> None:
    response = client.get("/search/", asked)
    assert response.headers["X-Robots-Tag"] == "noindex, follow"
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()
    assert "canonical" not in response.content.decode()


def test_a_paper_that_is_not_here_is_called_so(client: Client) -> None:
    assert "a paper that is not here" in look(client, "水稻", paper=987)


def test_of_what_is_common_the_first_are_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST", 1)
    assert "More than 1 stories" in look(client, "水稻")


def test_what_is_common_is_counted_so_far_and_can_be_turned_further(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((engine, "COUNTED"), (search_views, "AT_ONCE")):
        monkeypatch.setattr(module, name, 1)
    html = look(client, "周志远")
    assert "More than 1 stories; the first 1 were counted" in html
    assert "The numbers are of the first 1 stories" in html
    assert '2025年 <span class="narrow__count">1</span>' in html
    # The year of what was not counted is not lost: it has no number.
    assert "2024年</a>" in html
    assert "1 / 1+" in html
    assert "page=2" in html
    last = look(client, "周志远", page=2)
    assert "2 stories" in last
    assert "2 / 2<" in last
    assert "page=3" not in last
    assert "2024年</a>" not in look(client, "水稻", since="2025-01-01")


@pytest.mark.parametrize(
    ("said", "asked", "instead"),
    [
        ("周志源", {}, ">周志远</span></a> (2)"),
        ("周远", {}, ""),
        ("查看水稻", {}, ">&#34;查看 水稻&#34;</span></a> (1)"),
        ("周志远查看水稻。", {}, ">&#34;周志远查看 水稻&#34;</span></a> (1)"),
        ("水稻 拖拉机", {}, ">水稻</span></a> (2)"),
        ("水稻周志远", {}, ">水稻 周志远</span></a> (1)"),
        ("水稻；周志远", {}, ">水稻 周志远</span></a> (1)"),
        ('"水稻 周志远" 查看', {}, ">水稻 周志远 查看</span></a> (1)"),
        ("周志远 丰收", {}, ">周志远</span></a> (2)"),
        ("丰收", {"kind": "news"}, "without any filter</a> (1)"),
    ],
)
def test_something_is_suggested_when_nothing_is_found(
    client: Client, said: str, asked: dict[str, str], instead: str
) -> None:
    html = look(client, said, **asked)
    assert "Nothing was found" in html
    if instead:
        assert instead in html
    else:
        assert "fewer or shorter words" in html


def test_a_story_that_is_withdrawn_is_found_no_more(client: Client, stories: list[Article]) -> None:
    assert "丰收" in look(client, "水稻")
    Article.objects.filter(pk=stories[2].pk).update(status="withdrawn")
    assert "丰收" not in look(client, "水稻")
    Article.objects.filter(pk=stories[2].pk).update(
        status="published", published_at=timezone.now() + dt.timedelta(days=1)
    )
    assert "丰收" not in look(client, "水稻")


def test_many_unpublished_ones_hide_none_that_is_public(
    monkeypatch: pytest.MonkeyPatch, stories: list[Article]
) -> None:
    monkeypatch.setattr(engine, "MOST", 1)
    Article.objects.filter(pk__in=[stories[1].pk, stories[2].pk]).update(status="withdrawn")
    page = stories[1].page
    drafts = [make_story(page, headline=f"周志远{number}") for number in range(6)]
    entries.refresh([row.pk for row in drafts])
    assert find("周志远").keys == [stories[0].pk]


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_mark_in_a_question_breaks_it(said: str) -> None:
    look(Client(), said)


@pytest.mark.parametrize(
    "said",
    ["'", '"', "*", "NEAR(a b)", "水*", "^水", "水:稻", "%", "_", "\\", "\x00水", "-", "水 OR 稻"],
)
def test_no_word_of_a_database_is_one_here(client: Client, said: str) -> None:
    look(client, said)


def test_what_nobody_can_see_hides_nothing(client: Client) -> None:
    assert "周志远查看" in look(client, "水\x00稻")


def test_a_search_can_be_subscribed_to(client: Client, stories: list[Article]) -> None:
    paper = stories[2].page.issue.publication_id
    assert 'href="/feed/?q=%E6%B0%B4%E7%A8%BB"' in look(client, "水稻")
    assert f'href="/feed/?paper={paper}&amp;q=%E6%B0%B4%E7%A8%BB"' in look(
        client, "水稻", paper=paper
    )
    for asked in ({"number": 2}, {"by": "林晓梅"}, {"since": "2025-01-01"}, {"paper": 99}):
        assert "/feed/?q" not in look(client, "水稻", **asked)
    assert "/feed/?q" not in look(client, "", paper=paper)


def test_who_types_too_much_is_told(client: Client) -> None:
    make_story(published=True)
    twelve = " ".join(f"词{number}" for number in range(12))
    told = "Only the first twelve words"
    assert told not in client.get("/search/", {"q": twelve}).content.decode()
    assert told in client.get("/search/", {"q": f"{twelve} 多"}).content.decode()
    assert told in client.get("/search/", {"q": "长" * 301}).content.decode()


def test_one_value_that_only_some_have_narrows(client: Client) -> None:
    page = make_page(make_issue("2025-06-13"))
    rows = [
        make_story(page, order=order, published=True, headline=f"水库{order}", section=section)
        for order, section in enumerate(("要闻", "", ""))
    ]
    refresh([row.pk for row in rows])
    text = client.get("/search/", {"q": "水库"}).content.decode()
    assert "section=%E8%A6%81%E9%97%BB" in text
    # All are of one page.
    assert "number=" not in text
