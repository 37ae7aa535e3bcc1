"""长辈版 is chosen on every page, without a script, and no answer that is kept mixes it up."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from tests.make import make_story

pytestmark = pytest.mark.django_db
LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "elder"}
ROOT = '<html lang="en"'


@pytest.fixture
def story() -> Article:
    return make_story(published=True)


def choose(client: Client, value: str, **headers: str) -> str:
    answer = client.get("/elder/", {"elder": value}, headers=headers)
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.headers["Location"]


@pytest.mark.parametrize("address", ["/", "story", "/issues/", "/search/", "/nothing/"])
def test_every_page_has_its_entry(client: Client, story: Article, address: str) -> None:
    address = story.get_absolute_url() if address == "story" else address
    text = client.get(address).content.decode()
    form = text.partition('action="/elder/" method="get">')[2].partition("</form>")[0]
    assert 'name="elder" value="1"' in form
    assert ">Elder mode<" in form
    assert ">Usual view<" in form


def test_it_is_kept_until_it_is_given_up(client: Client, story: Article) -> None:
    assert choose(client, "1", referer="http://testserver/issues/?year=2025") == (
        "/issues/?year=2025"
    )
    cookie = client.cookies["elder"]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == ("1", "/", "Lax")
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    for address in ("/", story.get_absolute_url(), "/nothing/"):
        assert f'{ROOT} data-elder="1">' in client.get(address).content.decode()
    choose(client, "")
    assert f"{ROOT}>" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "before",
    ["", "https://elsewhere.example/", "http://testserver@elsewhere.example/", "/\\elsewhere"],
)
def test_it_leads_back_to_this_site_only(client: Client, before: str) -> None:
    assert choose(client, "1", referer=before) == "/"


def test_it_takes_no_other_way(client: Client) -> None:
    for method in (client.post, client.put, client.delete):
        assert method("/elder/", {"elder": "1"}).status_code == 405
    choose(client, "2")
    assert "elder" not in client.cookies or not client.cookies["elder"].value


def test_what_is_kept_for_one_is_not_given_to_the_other(story: Article, settings: Settings) -> None:
    settings.KEEP_ANSWERS, settings.CACHES = True, {"default": LOCAL}
    plain, elder = Client(), Client()
    choose(elder, "1")
    tags = set()
    for _again in range(2):
        for address in ("/", story.get_absolute_url()):
            usual, large = plain.get(address), elder.get(address)
            assert "data-elder" not in usual.content.decode()
            assert 'data-elder="1"' in large.content.decode()
            assert "Cookie" in large.headers["Vary"]
            tags |= {usual.headers["ETag"], large.headers["ETag"]}
            known = {"If-None-Match": usual.headers["ETag"]}
            assert elder.get(address, headers=known).status_code == 200
            assert plain.get(address, headers=known).status_code == 304
    assert len(tags) == 4
