"""Nothing reaches a reader that has not been published, by any address."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Article, Photo
from issues.models import Page
from search import entries
from tests.make import make_byline, make_issue, make_page, make_photo, make_story, put_image
from tests.reader.addresses import public_addresses

Status = Article.Status
NOT_PUBLISHED = [status for status in Status if status != Status.PUBLISHED]
SECRETS = (
    "秘密肩题",
    "秘密标题",
    "秘密副题",
    "秘密栏目",
    "秘密电头",
    "秘密正文",
    "秘密记者",
    "秘密图说",
    "秘密摄影",
    "秘密版名",
)

pytestmark = [pytest.mark.django_db]


def page_of_secrets() -> Page:
    return make_page(make_issue("2025-06-13", 4403), name="秘密版名")


def make_secret(page: Page | None = None, **fields: Any) -> tuple[Article, Photo]:
    article = make_story(
        page or page_of_secrets(),
        kicker="秘密肩题",
        headline="秘密标题",
        deck="秘密副题",
        section="秘密栏目",
        dateline="秘密电头",
        body="秘密正文",
        **fields,
    )
    make_byline(article, "秘密记者")
    entries.refresh([article.pk])
    photo = make_photo(article, "秘密图说", "秘密摄影")
    picture = BytesIO()
    Image.new("RGB", (3, 2), "red").save(picture, "PNG")
    put_image(photo, picture.getvalue(), "secret.png")
    return article, photo


def body_of(response: HttpResponseBase) -> str:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode(errors="replace")


def assert_nothing_is_seen(client: Client, *secrets: tuple[Article, Photo]) -> None:
    # What several of them share is asked once.
    for address in dict.fromkeys(row for one in secrets for row in public_addresses(*one)):
        response = client.get(address)
        text = body_of(response)
        assert not [secret for secret in SECRETS if secret in text], address
        assert "PNG" not in text, address
        assert not [one for one, _photo in secrets if f"/articles/{one.pk}/" in text], address
        assert "2025-06-13" not in text or response.status_code == 410, address


def test_no_address_shows_a_story_that_was_never_published(client: Client) -> None:
    page = page_of_secrets()
    never = [status for status in NOT_PUBLISHED if status != Status.WITHDRAWN]
    assert len(never) >= 4
    assert_nothing_is_seen(client, *(make_secret(page, status=status) for status in never))


def test_no_address_shows_a_story_that_is_not_public_any_more(client: Client) -> None:
    page, once = page_of_secrets(), timezone.now()
    gone = [status for status in NOT_PUBLISHED if status != Status.SET_ASIDE]
    assert len(gone) >= 4
    secrets = (make_secret(page, status=status, published_at=once) for status in gone)
    assert_nothing_is_seen(client, *secrets)


def test_no_address_shows_a_story_before_its_time(client: Client) -> None:
    later = timezone.now() + dt.timedelta(hours=1)
    assert_nothing_is_seen(client, make_secret(status=Status.PUBLISHED, published_at=later))


def test_no_address_shows_a_draft_beside_published_stories(client: Client) -> None:
    article, photo = make_secret()
    make_story(article.page, published=True, headline="公开标题", jump_to="1")
    make_story(article.page, published=True, headline="公开导读", kind="teaser", jump_to="1")
    for address in public_addresses(article, photo):
        text = body_of(client.get(address))
        # The page itself is public now, and so is its name.
        assert not [s for s in SECRETS if s in text and s != "秘密版名"], address
        assert f"/articles/{article.pk}/" not in text, address


def test_the_same_addresses_show_it_once_it_is_published(client: Client) -> None:
    article, photo = make_secret(status=Status.PUBLISHED, published_at=timezone.now())
    seen = [a for a in public_addresses(article, photo) if "秘密标题" in body_of(client.get(a))]
    assert {address.partition("?")[0] for address in seen} == {
        "/",
        f"/papers/{article.page.issue.publication_id}/",
        "/issues/",
        "/issues/2025-06-13/",
        "/issues/2025-06-13/1/",
        f"/articles/{article.pk}/",
        *(f"/articles/{article.pk}/cite.{form}" for form in ("bib", "ris", "txt")),
        "/feed/",
        "/feed/rss/",
        "/feed/json/",
        "/search/",
        "/stories/",
        quote("/sections/秘密栏目/"),
        f"/authors/{article.bylines.get().contributor_id}/",
        "/api/v1/stories",
        "/api/v1/issues/2025-06-13/1",
        f"/api/v1/stories/{article.pk}",
    }
