"""The read-only API: what readers may see, paged, described, and not too often."""

from __future__ import annotations

import datetime as dt
import json
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisAway

from api.service import FairShare
from articles.models import Article
from editorial.withdrawals import withdraw
from search import engine
from search.entries import refresh
from search.models import Entry
from tests.make import (
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
    put_image,
)
from tests.publishing.cast import make_publisher

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def ask(client: Client, path: str, status: int = 200, **asked: Any) -> Any:
    response = client.get(path if path.startswith("http") else f"{API}{path}", asked)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "no-cache" in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def walk(client: Client, path: str, **asked: Any) -> list[dict[str, Any]]:
    """Follow ``next`` to the end of a list."""
    answer = ask(client, path, **asked)
    items = list(answer["items"])
    while answer["next"]:
        answer = ask(client, answer["next"])
        items += answer["items"]
    return items


def make_days(days: int) -> list[Article]:
    start = timezone.now() - dt.timedelta(days=1)
    return [
        make_story(
            make_page(make_issue(f"2025-06-{day + 1:02}", day + 1)),
            status="published",
            published_at=start + dt.timedelta(minutes=day // 2),
            headline=f"第{day}条",
        )
        for day in range(days)
    ]


def test_a_story_is_told_whole(client: Client) -> None:
    page = make_page(make_issue(number=4403), 2, name="民生")
    story = make_story(page, published=True, section="栏", kicker="引", deck="副", jump_to="3")
    make_byline(story, "曹文倩")
    photo = put_image(make_photo(story))
    told = ask(client, f"/stories/{story.pk}")
    assert told.pop("published") <= told.pop("modified")
    assert told == {
        "id": story.pk,
        "tag": f"tag:localhost,2025:article/{story.pk}",
        "paper": page.issue.publication_id,
        "date": "2025-06-13",
        "page": 2,
        "label": "2",
        "kind": "news",
        "section": "栏",
        "kicker": "引",
        "headline": "全县掀起项目建设热潮",
        "deck": "副",
        "url": f"http://testserver/articles/{story.pk}/",
        "dateline": "本报讯",
        "paragraphs": ["昨天，全县重点项目集中开工。", "项目负责人介绍了情况。"],
        "bylines": [
            {"role": "记者", "name": "曹文倩", "author": story.bylines.get().contributor_id}
        ],
        "photos": [
            {
                "caption": "开工现场。",
                "credit": "林鑫",
                "alt": "",
                "url": f"http://testserver/photos/{photo.pk}/",
            }
        ],
        "jump_to": "3",
        "jump_from": None,
        "truncated": False,
        "corrections": [],
    }


def test_papers_issues_and_pages_lead_to_the_stories(client: Client) -> None:
    page = make_page(make_issue(number=4403), 2, name="民生")
    story = make_story(page, published=True)
    make_story(make_page(page.issue, 3))
    (paper,) = ask(client, "/papers")["items"]
    assert (paper["id"], paper["name"]) == (page.issue.publication_id, "海口县报")
    (issue,) = ask(client, "/issues", paper=paper["id"])["items"]
    assert (issue["date"], issue["number"], issue["weekday"]) == ("2025-06-13", 4403, "星期五")
    (link,) = ask(client, "/issues/2025-06-13")["pages"]
    assert (link["number"], link["name"]) == (2, "民生")
    (told,) = ask(client, "/issues/2025-06-13/2", paper=paper["id"])["stories"]
    assert told["id"] == story.pk


def test_lists_are_followed_to_their_end_each_row_once(client: Client) -> None:
    stories = make_days(7)
    told = [row["id"] for row in walk(client, "/stories", limit=2)]
    assert told == [story.pk for story in reversed(stories)]
    days = [row["date"] for row in walk(client, "/issues", limit=3)]
    assert days == [f"2025-06-{day:02}" for day in range(7, 0, -1)]


def test_a_cursor_stays_right_while_stories_come_and_go(client: Client) -> None:
    stories = make_days(4)
    first = ask(client, "/stories", limit=2)
    make_story(stories[0].page, published=True, headline="新到")
    Article.objects.filter(pk=stories[3].pk).update(status="withdrawn")
    rest = ask(client, first["next"])
    assert [row["id"] for row in rest["items"]] == [stories[1].pk, stories[0].pk]
    assert rest["next"] is None


def test_stories_are_chosen_by_paper_section_and_contributor(client: Client) -> None:
    mine = make_story(published=True, section="民生")
    author = make_byline(mine).contributor_id
    other = make_page(make_issue(publication=make_publication("乙报")))
    make_byline(make_story(other, published=True, section="经济"))
    make_story(other, published=True, section="民生", kind="teaser", jump_to="1")
    paper = mine.page.issue.publication_id
    for asked in ({"paper": paper}, {"section": "民生"}, {"author": author}):
        assert [row["id"] for row in walk(client, "/stories", **asked)] == [mine.pk]
    assert [row["date"] for row in walk(client, "/issues", year=2024)] == []


def test_a_story_that_is_gone_says_why(client: Client, publisher: User) -> None:
    story = make_story(published=True)
    withdraw(story, by=publisher, reason="失实", notice="本报撤回此稿。")
    told = ask(client, f"/stories/{story.pk}", 410)
    assert (told["notice"], told["reason"]) == ("本报撤回此稿。", "失实")
    assert story.headline not in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stories/99999", 404),
        ("/issues/2025-06-14", 404),
        ("/issues/2025-06-13/9", 404),
        ("/stories?paper=99999", 404),
        ("/stories?cursor=x", 400),
        ("/stories?cursor=WyJ4IiwxXQ", 400),
        ("/stories?cursor=W10", 400),
        ("/issues?cursor=WyIyMDI1LTA2LTEzIiwtMV0", 400),
        ("/stories?limit=0", 422),
        ("/stories?limit=101", 422),
        ("/stories/0", 422),
        ("/stories/99999999999999999999", 422),
        ("/issues/2025-13-13", 422),
        ("/issues?year=1", 422),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    client: Client, path: str, status: int
) -> None:
    make_story(published=True)
    assert ask(client, path, status)["detail"]


def test_nothing_can_be_changed(client: Client) -> None:
    story = make_story(published=True)
    for method in ("post", "put", "patch", "delete"):
        for path in ("/papers", "/stories", f"/stories/{story.pk}"):
            assert getattr(client, method)(f"{API}{path}").status_code == 405


def test_who_has_the_answer_is_told_that_it_still_holds(client: Client) -> None:
    story = make_story(published=True)
    path = f"{API}/stories/{story.pk}"
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("path", ["/papers", "/stories", "story", "/issues/2025-06-13"])
def test_head_names_the_answer_as_get_does(client: Client, path: str) -> None:
    story = make_story(published=True)
    path = f"{API}/stories/{story.pk}" if path == "story" else f"{API}{path}"
    for packed in ("", "gzip", "br"):
        headers = {"Accept-Encoding": packed}
        whole, head = (ask(path, headers=headers) for ask in (client.get, client.head))
        assert head.headers["ETag"] == whole.headers["ETag"]
        assert not head.content
    story.headline = "改了的标题"
    story.save()
    if "stor" in path:
        assert client.head(path).headers["ETag"] != head.headers["ETag"]


@pytest.mark.parametrize(
    ("asked", "language", "missing", "often"),
    [
        ("", "zh-hans", "没有这样的稿件", "请求太频繁"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans", "没有这样的稿件", "请求太频繁"),
        ("fr-FR, *;q=0.1", "zh-hans", "没有这样的稿件", "请求太频繁"),
        ("en-GB,en;q=0.9", "en", "There is no such story before its readers.", "Too many requests"),
    ],
)
def test_a_refusal_speaks_the_caller_s_language(
    client: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    language: str,
    missing: str,
    often: str,
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    chinese = {
        "There is no such story before its readers.": "没有这样的稿件",
        "Too many requests from this address. Ask again in a minute.": "请求太频繁",
    }

    def said(words: str) -> str:
        return words if translation.get_language() == "en" else chinese.get(words, words)

    monkeypatch.setattr("api.operations._", said)
    monkeypatch.setattr("api.service._", said)
    headers = {"Accept-Language": asked} if asked else {}
    answer = client.get(f"{API}/stories/99999", headers=headers)
    assert answer.json()["detail"].startswith(missing)
    assert answer.headers["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    settings.API_REQUESTS_A_MINUTE = 0
    refused = client.get(f"{API}/papers", headers=headers)
    assert refused.status_code == 429
    assert refused.json()["detail"].startswith(often)
    assert refused.headers["Content-Language"] == language


def test_who_asks_too_often_waits_and_others_do_not(client: Client, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    cache.clear()
    here = {"REMOTE_ADDR": "192.0.2.1"}
    status = [client.get(f"{API}/papers", **here).status_code for _time in range(3)]  # type: ignore[arg-type]
    assert status == [200, 200, 429]
    # What the caller says of himself is not believed.
    claimed = client.get(f"{API}/papers", headers={"X-Forwarded-For": "192.0.2.9"}, **here)  # type: ignore[arg-type]
    assert claimed.status_code == 429
    assert client.get(f"{API}/papers", REMOTE_ADDR="192.0.2.2").status_code == 200
    cache.clear()


def test_without_a_cache_nobody_is_turned_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_kwargs: object) -> None:
        raise RedisAway

    monkeypatch.setattr("api.service.cache.incr", away)
    monkeypatch.setattr("api.service.settings.API_REQUESTS_A_MINUTE", 0)
    assert client.get(f"{API}/papers").status_code == 200


def test_of_many_requests_at_once_no_more_are_answered_than_of_one_after_another(
    settings: Settings,
) -> None:
    settings.API_REQUESTS_A_MINUTE = 20
    cache.clear()
    share, begin = FairShare(), Barrier(8)

    def ask_some(thread: int) -> list[bool]:
        address = "192.0.2.1" if thread % 2 else "192.0.2.3"
        request = RequestFactory().get("/", REMOTE_ADDR=address)
        begin.wait()
        return [share.allow_request(request) for _time in range(10)]

    with ThreadPoolExecutor(8) as threads:
        answered = [sum(row) for row in threads.map(ask_some, range(8))]
    # Each of the two has asked forty times, and neither in the other's name.
    assert (sum(answered[::2]), sum(answered[1::2])) == (20, 20)
    cache.clear()


def test_after_a_minute_he_is_answered_again(settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 1
    cache.clear()
    share, request = FairShare(), RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert [share.allow_request(request) for _time in range(3)] == [True, False, False]
    assert 0 < share.wait() <= 60
    # What he asked in vain makes it no longer.
    cache.touch("api-requests-192.0.2.1", 0.05)
    sleep(0.1)
    assert share.allow_request(request)
    cache.clear()


def test_the_api_is_described(client: Client) -> None:
    response = client.get(f"{API}/openapi.json")
    told = json.loads(response.content)
    assert told["openapi"].startswith("3.")
    assert set(told["paths"]) == {
        f"{API}{path}"
        for path in (
            "/papers",
            "/issues",
            "/issues/{date}",
            "/issues/{date}/{number}",
            "/stories",
            "/stories/{pk}",
            "/search",
        )
    }
    for operations in told["paths"].values():
        assert set(operations) == {"get"}
        assert operations["get"]["description"]
        answers = operations["get"]["responses"]
        assert {"200", "429"} <= set(answers)
        # Where nothing is asked nothing can be asked wrongly.
        assert ("422" in answers) is bool(operations["get"].get("parameters"))
    wrong = told["components"]["schemas"]["WrongValue"]["properties"]
    refused = ask(client, "/stories?limit=0", 422)["detail"]
    assert set(wrong) <= set(refused[0])


def make_searched(count: int) -> list[Article]:
    page = make_page(make_issue())
    made = [
        make_story(page, published=True, headline=f"水库之{number}", order=number)
        for number in range(count)
    ]
    make_byline(made[0], "林晓梅")
    made.append(make_story(page, headline="水库草稿"))
    refresh([row.pk for row in made])
    return made[:-1]


def test_the_search_finds_what_readers_find_and_shows_where(client: Client) -> None:
    stories = make_searched(3)
    answer = ask(client, "/search", q="水库")
    assert (answer["total"], answer["more"], answer["next"]) == (3, False, None)
    assert [row["id"] for row in answer["items"]] == [row.pk for row in stories]
    assert answer["items"][0]["url"].endswith(stories[0].get_absolute_url())
    assert answer["items"][0]["passage"] in stories[0].body
    assert ask(client, "/search")["total"] == 0
    author = stories[0].bylines.get().contributor_id
    assert [row["id"] for row in walk(client, "/search", author=author)] == [stories[0].pk]
    assert ask(client, "/search", q="水库", kind="photo")["total"] == 0
    ask(client, "/search", 422, q="水库", kind="none")
    ask(client, "/search", 422, q="水" * 301)


def test_a_search_goes_on_where_it_was_while_stories_go(
    client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "COUNTED", 3)
    stories = make_searched(5)
    first = ask(client, "/search", q="水库", limit=2)
    assert (first["total"], first["more"]) == (3, True)
    rest = [row["id"] for row in walk(client, first["next"])]
    assert rest == [row.pk for row in stories[2:]]
    withdraw(stories[1], by=publisher, reason="失实")
    assert [row["id"] for row in walk(client, first["next"])] == rest
    withdraw(stories[0], by=publisher, reason="失实")
    assert [row["id"] for row in walk(client, first["next"])] == rest
    Article.objects.filter(pk=stories[1].pk).update(status="draft")
    Entry.objects.filter(article=stories[1]).delete()
    assert walk(client, first["next"]) == []
    ask(client, "/search", 400, q="水库", cursor="damaged")


@pytest.mark.parametrize("year", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_cursor_at_the_end_of_time_is_damaged(client: Client, year: str) -> None:
    make_story(published=True)
    cursor = urlsafe_b64encode(json.dumps([year, 1]).encode()).decode()
    ask(client, "/stories", 400, cursor=cursor)


@pytest.mark.parametrize("path", ["/stories", "/search"])
def test_a_section_has_no_nul(client: Client, path: str) -> None:
    make_story(published=True)
    ask(client, path, 422, section="\0")
    ask(client, "/issues/2025-06-13", 422, edition="\0")


def test_a_namesake_in_another_paper_is_another_author(client: Client) -> None:
    rows = []
    for name in ("甲报", "乙报"):
        issue = make_issue(publication=make_publication(name))
        rows.append(make_story(make_page(issue), published=True, headline=f"{name}水库"))
    people = [make_byline(row, "张三").contributor for row in rows]
    refresh([row.pk for row in rows])
    for row, person in zip(rows, people, strict=True):
        told = ask(client, f"/stories/{row.pk}")["bylines"]
        assert told == [{"role": "记者", "name": "张三", "author": person.pk}]
        found = ask(client, "/search", q="水库", author=person.pk)["items"]
        assert [one["id"] for one in found] == [row.pk]
    ask(client, "/search", 404, author=people[0].pk, paper=people[1].publication_id)
