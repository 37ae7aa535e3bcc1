"""What is kept for readers is right at every moment, with either cache and without one."""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from articles.models import Article, Correction, Redirect, Withdrawal
from paper.generation import PLACES, TABLE, WATCHED, generation, unwatch, watch
from tests.make import make_byline, make_issue, make_page, make_photo, make_story, make_user
from tests.reader.addresses import public_addresses

pytestmark = pytest.mark.django_db
ADDRESSES = ("/", "/issues/", "/issues/2025-06-13/", "/issues/2025-06-13/1/", "/feed/", "story")
LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}
# A busy machine answers late, and a reader would go without it.
PATIENT = {"socket_connect_timeout": 10, "socket_timeout": 10}
NOWHERE = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": "redis://127.0.0.1:1/0",
}


@pytest.fixture(params=["local memory", "redis"])
def kept(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Keep answers, as in production."""
    settings.KEEP_ANSWERS = True
    shared = {**settings.CACHES["default"], "OPTIONS": PATIENT}
    if request.param == "local memory":
        settings.CACHES = {"default": LOCAL}
    else:
        settings.CACHES = {"default": shared}
    if "redis" in request.param and not os.environ.get("REDIS_URL"):
        pytest.skip("The cache is in memory: set REDIS_URL to share one.")


def made(client: Client, address: str) -> bool:
    """Ask, and say whether the answer was made anew."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked) > 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_reader_gets_what_was_made_for_the_first(
    kept: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    story = make_story(published=True)
    address = story.get_absolute_url() if address == "story" else address
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    with django_assert_num_queries(2):
        assert client.head(address).status_code == 200
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_withdrawn_is_gone_from_every_answer_at_once(
    kept: None, client: Client, address: str
) -> None:
    story = make_story(published=True, headline="QZXW")
    address = story.get_absolute_url() if address == "story" else address
    first = client.get(address)
    etag = first.headers["ETag"]
    assert b"QZXW" in first.content
    assert not made(client, address)
    Article.objects.filter(pk=story.pk).update(status=Article.Status.WITHDRAWN)
    for headers in ({}, {"If-None-Match": etag}):
        response = client.get(address, headers=headers)
        assert response.status_code in (200, 410)
        assert b"QZXW" not in response.content


def test_what_waits_for_its_time_appears_when_the_clock_passes_it(
    kept: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = make_issue()
    make_story(make_page(issue, 1), published=True, headline="今天见报")
    now = timezone.now()
    later = now + dt.timedelta(hours=1)
    make_story(make_page(issue, 2), published=True, headline="明天见报", published_at=later)
    for passed, seen in ((0, False), (59, False), (60, True), (61, True), (59, False)):
        moment = now + dt.timedelta(minutes=passed)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        for _time in range(2):
            page = client.get("/issues/2025-06-13/").content.decode()
            assert "今天见报" in page
            assert ("明天见报" in page) is seen


def test_a_worker_with_nothing_at_hand_gets_what_another_has_kept(
    kept: None, client: Client
) -> None:
    make_story(published=True)
    first = client.get("/")
    other = Client()
    assert not made(other, "/")
    assert dict(other.get("/").headers) == dict(first.headers)


def test_as_much_as_has_its_place_is_at_hand(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cache is asked for all else, and gets what was made in any case."""
    backend = "django.core.cache.backends.dummy.DummyCache"
    settings.KEEP_ANSWERS, settings.CACHES = True, {"default": {"BACKEND": backend}}
    make_story(published=True)
    monkeypatch.setattr("paper.kept_answers.AT_HAND", 2)
    pages = ["/", "/issues/", "/feed/"]
    assert [made(client, page) for page in pages] == [True] * 3
    # The first had to go.
    assert [made(client, page) for page in reversed(pages)] == [False, False, True]
    Article.objects.update(kicker="刚刚改过")
    assert [made(client, page) for page in pages[:2] * 2] == [True, True, False, False]
    monkeypatch.setattr("paper.kept_answers.LARGEST", 100)
    assert [made(client, "/feed/") for _time in range(2)] == [True, True]


def test_what_is_added_to_one_answer_does_not_reach_the_next(kept: None, client: Client) -> None:
    make_story(published=True)
    for _time in range(3):
        answer = client.get("/")
        assert "X-Added" not in answer.headers
        answer.headers["X-Added"] = "1"


class OutOfStep(LocMemCache):
    """A cache that gives each the answer to the question before, as a connection may."""

    last: Any = None

    def get(self, key: str, *words: Any, **more: Any) -> Any:
        OutOfStep.last, before = super().get(key, *words, **more), OutOfStep.last
        return before


def test_what_a_cache_kept_under_another_key_answers_nobody(settings: Settings) -> None:
    backend = f"{OutOfStep.__module__}.{OutOfStep.__name__}"
    settings.KEEP_ANSWERS, settings.CACHES = True, {"default": {"BACKEND": backend}}
    story = make_story(published=True, headline="QZXW")
    # Each of another worker, which has nothing at hand.
    for _time in range(3):
        assert b"QZXW" in Client().get("/").content
    Article.objects.filter(pk=story.pk).update(status=Article.Status.WITHDRAWN)
    assert OutOfStep.last
    for _time in range(2):
        assert b"QZXW" not in Client().get("/").content


def test_an_answer_made_while_something_changed_is_not_kept(
    kept: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story(published=True)

    def late(*words: Any, **more: Any) -> HttpResponse:
        Article.objects.filter(pk=story.pk).update(kicker="刚刚改过")
        return render(*words, **more)

    with monkeypatch.context() as patch:
        patch.setattr("paper.story_views.render", late)
        client.get(story.get_absolute_url())
    assert made(client, story.get_absolute_url())
    assert not made(client, story.get_absolute_url())


def test_each_language_host_and_scheme_has_an_answer_of_its_own(
    kept: None, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    make_story(published=True)
    for _time in range(2):
        for host in settings.ALLOWED_HOSTS:
            page = client.get("/issues/2025-06-13/1/", headers={"Host": host}).content.decode()
            assert f"http://{host}/" in page
        secure = client.get("/issues/2025-06-13/1/", secure=True, headers={"Host": host})
        assert f"https://{host}/" in secure.content.decode()
        client.cookies["django_language"] = "zh-hans"
        assert "首页" in client.get("/", headers={"Host": host}).content.decode()
        client.cookies.clear()
        assert "首页" not in client.get("/", headers={"Host": host}).content.decode()
    assert client.get("/", headers={"Host": "three.example"}).status_code == 400


def test_a_preview_and_the_desk_are_never_kept(kept: None, client: Client) -> None:
    story = make_story()
    client.force_login(make_user("editor", "view_article", "change_article"))
    for _time in range(2):
        assert made(client, "/admin/")
        assert client.get(f"/photos/{make_photo(story).pk}/").status_code == 404


def test_without_a_cache_that_answers_readers_are_served_as_before(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KEEP_ANSWERS, settings.CACHES = True, {"default": NOWHERE}
    make_story(published=True, headline="QZXW")
    for _time in range(20):
        assert b"QZXW" in client.get("/").content
    # It is asked once, not by each reader.
    assert len([line for line in caplog.messages if "does not answer" in line]) == 1


def test_a_cache_that_hangs_costs_a_reader_less_than_a_second(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        options = {"socket_connect_timeout": 0.1, "socket_timeout": 0.2}
        where = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        settings.CACHES = {"default": {**NOWHERE, "LOCATION": where, "OPTIONS": options}}
        settings.KEEP_ANSWERS = True
        make_story(published=True)
        client, start = Client(), time.monotonic()
        assert {client.get("/").status_code for _time in range(3)} == {200}
        assert time.monotonic() - start < 1


def moved_at(moment: dt.datetime) -> str:
    """Set when what readers see changed last, and return it as HTTP writes it."""
    told = moment.astimezone(dt.UTC)
    value = told.replace(tzinfo=None) if connection.vendor == "sqlite" else told
    with connection.cursor() as cursor:
        # Under another token: what is kept is of another moment.
        cursor.execute(
            f"UPDATE {TABLE} SET moved_at = %s, token = %s",  # noqa: S608
            [str(value), uuid4().hex],
        )
    return http_date(int(told.timestamp()))


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_says_when_what_readers_see_changed_last(
    kept: None, client: Client, address: str
) -> None:
    before = dt.datetime.now(dt.UTC)
    story = make_story(published=True, published_at=timezone.now() - dt.timedelta(hours=3))
    address = story.get_absolute_url() if address == "story" else address
    for ask in (client.head, client.get, client.get, client.head):
        told = parsedate_to_datetime(ask(address).headers["Last-Modified"])
        # Told in whole seconds, and never later than the change.
        assert before - dt.timedelta(seconds=1) <= told <= dt.datetime.now(dt.UTC)
    long_ago = dt.datetime(2025, 6, 14, 1, 2, 3, 999_000, tzinfo=dt.UTC)
    # The story came before its readers later than that.
    moved_at(long_ago)
    assert story.published_at
    came = http_date(int(story.published_at.timestamp()))
    assert client.get(address).headers["Last-Modified"] == came
    Article.objects.filter(pk=story.pk).update(published_at=long_ago - dt.timedelta(days=1))
    assert moved_at(long_ago) == "Sat, 14 Jun 2025 01:02:03 GMT"
    assert client.get(address).headers["Last-Modified"] == "Sat, 14 Jun 2025 01:02:03 GMT"


def test_a_time_that_passes_is_a_change(
    kept: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_story(published=True, published_at=timezone.now() - dt.timedelta(hours=1))
    later = timezone.now() + dt.timedelta(hours=1)
    make_story(make_page(make_issue("2025-06-16")), published=True, published_at=later)
    first = client.get("/issues/").headers["Last-Modified"]
    monkeypatch.setattr(timezone, "now", lambda: later + dt.timedelta(minutes=1))
    assert client.get("/issues/").headers["Last-Modified"] == http_date(int(later.timestamp()))
    monkeypatch.setattr(timezone, "now", lambda: later - dt.timedelta(minutes=1))
    assert client.get("/issues/").headers["Last-Modified"] == first


def test_nobody_is_told_by_a_date_that_his_answer_still_holds(kept: None, client: Client) -> None:
    story = make_story(published=True, headline="QZXW")
    address = story.get_absolute_url()
    answer = client.get(address)
    told, tag = answer.headers["Last-Modified"], answer.headers["ETag"]
    # A second change within the second of the first, and a clock that was put back.
    for change in ("QZXV", "QZXU"):
        Article.objects.filter(pk=story.pk).update(headline=change)
        moved_at(parsedate_to_datetime(told) + dt.timedelta(milliseconds=900))
        for since in (told, http_date(time.time() + 9_000)):
            for _made_and_kept in range(2):
                found = client.get(address, headers={"If-Modified-Since": since})
                assert found.status_code == 200
                assert change in found.content.decode()
        both = {"If-Modified-Since": told, "If-None-Match": tag}
        assert client.get(address, headers=both).status_code == 200
        tag = found.headers["ETag"]
        both["If-None-Match"] = tag
        assert client.get(address, headers=both).status_code == 304


@pytest.mark.parametrize("address", ["/sitemap-news.xml", "gone", "/nothing/"])
def test_what_does_not_last_says_no_date(kept: None, client: Client, address: str) -> None:
    story = make_story(published=True)
    if address == "gone":
        address = story.get_absolute_url()
        Article.objects.filter(pk=story.pk).update(status=Article.Status.WITHDRAWN)
    assert "Last-Modified" not in client.get(address).headers


# What each change is made by, past all of the program's own writers.
CHANGES: dict[str, Callable[[Article], object]] = {
    "words": lambda story: Article.objects.filter(pk=story.pk).update(body="新的正文"),
    "unscheduled": lambda story: Article.objects.filter(pk=story.pk).update(
        status="signed-off", published_at=None
    ),
    "deleted byline": lambda story: story.bylines.all()[0].delete(),
    "byline": lambda story: make_byline(story, "另一人"),
    "name": lambda story: story.bylines.get().contributor.__class__.objects.update(name="改名"),
    "photo": lambda story: make_photo(story),
    "caption": lambda story: story.photos.update(caption="新的图片说明"),
    "page": lambda story: story.page.__class__.objects.update(name="新版名"),
    "issue": lambda story: story.page.issue.__class__.objects.update(number=77),
    "paper": lambda story: story.page.issue.publication.__class__.objects.update(name="新报名"),
    "raw": lambda story: connection.cursor().execute("UPDATE articles_article SET kicker = 'x'"),
    "correction": lambda story: Correction.objects.create(
        article=story, version=1, notice="更正", reason="笔误", by=make_user("boss")
    ),
    "withdrawal": lambda story: Withdrawal.objects.create(
        article=story, notice="撤稿", reason="失实", by=make_user("boss")
    ),
    "redirect": lambda story: Redirect.objects.create(
        publication=story.page.issue.publication,
        date=dt.date(2020, 1, 1),
        issue=story.page.issue,
        by=make_user("boss"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_what_readers_see_moves_the_generation(change: str) -> None:
    story = make_story(published=True)
    make_byline(story)
    make_photo(story)
    before = generation()
    with transaction.atomic():
        CHANGES[change](story)
        assert generation() not in ("", before)
        transaction.set_rollback(True)
    assert generation() == before
    CHANGES[change](story)
    assert generation() != before


def test_work_on_drafts_moves_nothing() -> None:
    story = make_story()
    make_byline(story)
    photo = make_photo(story)
    before = generation()
    story.body = "草稿的新正文"
    story.save()
    photo.delete()
    make_byline(story, "另一人")
    story.bylines.all().delete()
    story.delete()
    assert generation() == before


def test_every_table_that_readers_answers_come_from_is_watched(client: Client) -> None:
    story = make_story(published=True)
    make_byline(story)
    with CaptureQueriesContext(connection) as asked:
        for address in public_addresses(story, make_photo(story)):
            if not address.startswith(("/preview/", "/photos/")):
                client.get(address)
    read = {
        name for row in asked for name in re.findall(r'(?:FROM|JOIN) "?([a-z]+_[a-z]+)', row["sql"])
    }
    # SQLite's list of characters follows the search entries by triggers of its own.
    read -= {"search_grams", "json_each"}
    assert read <= {*WATCHED, TABLE}, "Add them to paper.generation.WATCHED."
    assert read >= {"articles_article", "issues_page", "articles_correction"}


def test_a_migration_leaves_the_triggers_whole() -> None:
    before, whole = generation(), _triggers()
    assert whole == len(WATCHED) * len(PLACES)
    unwatch(connection)
    assert (generation(), _triggers()) == ("", 0)
    watch(connection)
    assert _triggers() == whole
    assert generation() not in ("", before)
    after = generation()
    watch(connection)
    assert generation() == after


def _triggers() -> int:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master" if sqlite else "SELECT tgname FROM pg_trigger"
        )
        return sum("_seen_" in name for (name,) in cursor.fetchall())


def test_who_asks_for_the_head_of_a_kept_answer_gets_no_content(client: Client, kept: None) -> None:
    address = make_story(published=True).get_absolute_url()
    whole = client.get(address)
    for _time in range(2):
        head = client.head(address)
        assert (head.content, head["Content-Length"]) == (b"", whole["Content-Length"])
        assert head["ETag"] == whole["ETag"]
