"""What is withdrawn, scheduled or a draft is shown by no public address, whatever happened."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from editorial.previews import make_link, revoke, token_of
from editorial.selections import publish
from editorial.withdrawals import withdraw
from editorial.workflow import unpublish_page
from tests.make import make_byline, make_photo, make_story
from tests.proposing import correct, relocate_page
from tests.publishing.cast import make_public, make_publisher
from tests.reader.addresses import public_addresses
from tests.wishes import wish

pytestmark = [pytest.mark.django_db]
SECRETS = ("秘密标题", "秘密正文", "秘密副题", "秘密作者", "秘密图说", "旧的秘密")


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def shown(client: Client, story: Article) -> list[str]:
    """Return each public address of ``story`` that shows any of its words."""
    photo = story.photos.get()
    addresses = [*public_addresses(story, photo), "/corrections/?page=1"]
    found = []
    for address in addresses:
        text = client.get(address).content.decode(errors="replace")
        found += [address for secret in SECRETS if secret in text]
    return found


def make_secret(*, published: bool) -> Article:
    words = {"headline": "秘密标题", "deck": "旧的秘密", "body": "秘密正文"}
    story = make_public(**words) if published else make_story(**words)  # type: ignore[arg-type]
    make_byline(story, "秘密作者")
    make_photo(story, "秘密图说")
    return story


def test_the_same_addresses_show_what_is_public(client: Client) -> None:
    assert shown(client, make_secret(published=True))


def test_a_scheduled_story_is_not_shown(client: Client, publisher: User) -> None:
    story = make_secret(published=False)
    later = timezone.now() + dt.timedelta(hours=1)
    assert not publish([story.page], by=publisher, at=later).refused
    assert not shown(client, story)


def test_a_corrected_and_withdrawn_story_is_not_shown(client: Client, publisher: User) -> None:
    story = make_secret(published=True)
    correct(
        story, wish(story, deck="秘密副题"), by=publisher, version=0, reason="误", notice="更正"
    )
    story.refresh_from_db()
    withdraw(story, by=publisher, reason="有误")
    assert not shown(client, story)


def test_a_corrected_and_unpublished_story_is_not_shown(client: Client, publisher: User) -> None:
    story = make_secret(published=True)
    correct(
        story, wish(story, deck="秘密副题"), by=publisher, version=0, reason="误", notice="更正"
    )
    unpublish_page(story.page, by=publisher)
    assert not shown(client, story)


def test_a_relocated_and_withdrawn_story_is_not_shown(client: Client, publisher: User) -> None:
    story = make_secret(published=True)
    old = public_addresses(story, story.photos.get())
    relocate_page(story.page, date=dt.date(2025, 6, 16), number=3, by=publisher, reason="错")
    story = Article.objects.with_page().get(pk=story.pk)
    withdraw(story, by=publisher, reason="有误")
    assert not shown(client, story)
    for address in old:
        text = client.get(address).content.decode()
        assert not [secret for secret in SECRETS if secret in text], address


def test_a_closed_preview_shows_nothing(client: Client, publisher: User) -> None:
    story = make_secret(published=False)
    link = make_link(story.page, by=publisher, note="审读")
    revoke(link, by=publisher)
    for end in ("", f"articles/{story.pk}/", f"photos/{story.photos.get().pk}/"):
        text = client.get(f"/preview/{token_of(link)}/{end}").content.decode()
        assert not [secret for secret in SECRETS if secret in text]
    assert not shown(client, story)
