"""A link shows a draft to one reader for a while; every look is in the record."""

from __future__ import annotations

import datetime as dt
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import RoleGrant
from accounts.roles import Role
from articles.models import Article, PreviewLink
from audit.models import AuditEntry
from editorial.previews import make_link, revoke, token_of, views_of
from editorial.transitions import NotAllowed
from tests.make import (
    give_roles,
    make_administrator,
    make_member,
    make_page,
    make_photo,
    make_story,
    make_user,
    put_image,
)
from tests.publishing.cast import make_publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def address_of(link: PreviewLink) -> str:
    return reverse("preview", args=[token_of(link)])


def get(client: Client, address: str) -> HttpResponse:
    return client.get(address)  # type: ignore[return-value]


def test_it_shows_a_draft_as_readers_will_see_it(client: Client, publisher: User) -> None:
    story = make_story(headline="还没见报")
    link = make_link(story.page, by=publisher, note="县委宣传部")
    response = get(client, address_of(link))
    text = response.content.decode()
    assert response.status_code == 200
    assert "还没见报" in text
    assert 'class="watermark"' in text
    assert "县委宣传部" in text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "style=" not in text


def test_its_stories_and_pictures_open_under_the_link_only(client: Client, publisher: User) -> None:
    story = make_story(headline="还没见报")
    photo = make_photo(story)
    picture = BytesIO()
    Image.new("RGB", (3, 2), "red").save(picture, "PNG")
    put_image(photo, picture.getvalue(), "x.png")
    other = make_story(make_page(number=2))
    token = token_of(make_link(story.page, by=publisher, note="审读"))
    page = get(client, reverse("preview", args=[token])).content.decode()
    inner, image = (
        reverse(f"preview-{kind}", args=[token, pk])
        for kind, pk in (("story", story.pk), ("photo", photo.pk))
    )
    assert inner in page
    assert image in page
    shown = get(client, inner).content.decode()
    assert "还没见报" in shown
    # The way back leads to the preview; readers have no such page yet.
    assert shown.count(f'href="{reverse("preview", args=[token])}"') == 2
    assert "/issues/2025-06-13" not in shown
    sent = client.get(image)
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert b"".join(sent).startswith(b"\x89PNG")
    assert client.get(reverse("preview-story", args=[token, other.pk])).status_code == 404
    assert client.get(f"/articles/{story.pk}/").status_code == 404
    assert client.get(f"/photos/{photo.pk}/").status_code == 404


def test_a_link_to_a_story_shows_that_story(client: Client, publisher: User) -> None:
    story = make_story(headline="单篇")
    link = make_link(story, by=publisher, note="作者")
    assert "单篇" in get(client, address_of(link)).content.decode()
    Article.objects.update(status="set-aside")
    assert client.get(address_of(link)).status_code == 404


def ended(link: PreviewLink, how: str) -> None:
    if how == "expired":
        PreviewLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif how == "revoked":
        revoke(link, by=link.made_by)
    else:
        User.objects.filter(pk=link.made_by_id).update(is_active=False)


@pytest.mark.parametrize("how", ["expired", "revoked", "account closed"])
def test_a_link_that_ended_shows_nothing(client: Client, publisher: User, how: str) -> None:
    story = make_story(headline="还没见报")
    link = make_link(story.page, by=publisher, note="审读")
    ended(link, how)
    for name, arguments in (("preview", []), ("preview-story", [story.pk]), ("preview-photo", [1])):
        response = get(client, reverse(name, args=[token_of(link), *arguments]))
        assert response.status_code == 410
        assert response.headers["Cache-Control"] == "no-store"
        assert "还没见报" not in response.content.decode()
    assert not views_of([link])[link.pk]


def test_a_forged_link_is_nothing_at_all(client: Client, publisher: User) -> None:
    link = make_link(make_story().page, by=publisher, note="审读")
    token = token_of(link)
    for forged in (str(link.pk), token[:-1], f"{link.pk + 1}:{token.partition(':')[2]}"):
        assert client.get(reverse("preview", args=[forged])).status_code == 404


def test_every_look_is_in_the_record_without_the_address_itself(
    client: Client, publisher: User
) -> None:
    story = make_story()
    link = make_link(story.page, by=publisher, note="审读")
    for address in (address_of(link), reverse("preview-story", args=[token_of(link), story.pk])):
        client.get(address, REMOTE_ADDR="203.0.113.9")
    client.head(address_of(link))
    entries = views_of([link])[link.pk]
    assert len(entries) == 2
    assert all("203.0.113.9" not in row.payload for row in entries)
    assert '"made_by":"publisher"' in entries[0].payload
    assert f'"story":{story.pk}' in entries[0].payload


def test_a_link_needs_a_reader_a_short_life_and_somebody_who_may(publisher: User) -> None:
    page = make_story().page
    for options, message in (
        ({"note": " "}, "for whom"),
        ({"note": "x", "hours": 0}, "lives"),
        ({"note": "x", "hours": 24 * 15}, "lives"),
    ):
        with pytest.raises(NotAllowed, match=message):
            make_link(page, by=publisher, **options)
    with pytest.raises(NotAllowed, match="may not"):
        make_link(page, by=make_user("reporter"), note="x")


def test_who_made_it_or_a_publisher_revokes_it_once(publisher: User) -> None:
    editor = make_user("editor", "add_previewlink", "view_article")
    other = make_user("other", "add_previewlink", "view_article")
    link = make_link(make_story().page, by=editor, note="审读")
    with pytest.raises(NotAllowed, match="editor"):
        revoke(link, by=other)
    assert revoke(link, by=publisher)
    assert not revoke(link, by=editor)
    assert AuditEntry.objects.filter(action="revoke-preview").count() == 1


def test_the_command_prints_the_address(client: Client, publisher: User) -> None:
    story = make_story(headline="还没见报")
    for what in (["2025-06-13/1"], ["--story", str(story.pk)]):
        out = StringIO()
        call_command("preview_link", *what, "--by", "publisher", "--for", "审读", stdout=out)
        assert "还没见报" in get(client, out.getvalue().strip()).content.decode()
    with pytest.raises(CommandError, match="lives"):
        call_command("preview_link", "2025-06-13/1", by="publisher", note="x", hours=0)


def test_a_link_dies_with_the_role_of_its_maker_and_not_with_his_account(client: Client) -> None:
    """Attack: an editor loses every role, and his link shows drafts for days."""
    editor = make_member("editor", Role.EDITOR)
    story = make_story(headline="还没见报")
    link = make_link(story.page, by=editor, note="审读")
    assert "还没见报" in get(client, address_of(link)).content.decode()
    RoleGrant.objects.filter(user=editor).update(ended_at=timezone.now())
    assert get(client, address_of(link)).status_code == 410
    client.force_login(make_administrator())
    listed = client.get(reverse("admin:articles_previewlink_changelist")).content.decode()
    assert "icon-no" in listed
    assert "icon-yes" not in listed
    give_roles(editor, Role.EDITOR)
    assert get(client, address_of(link)).status_code == 410
    again = make_link(story.page, by=User.objects.get(pk=editor.pk), note="再审读")
    assert get(client, address_of(again)).status_code == 200


def test_a_look_at_a_photo_is_in_the_log_too(client: Client, publisher: User) -> None:
    """Attack: a photo is fetched by the link, and the log knows of no look."""
    photo = make_photo(make_story())
    picture = BytesIO()
    Image.new("RGB", (3, 2), "red").save(picture, "PNG")
    put_image(photo, picture.getvalue(), "x.png")
    link = make_link(photo.article.page, by=publisher, note="审读")
    address = reverse("preview-photo", args=[token_of(link), photo.pk])
    b"".join(client.get(address, REMOTE_ADDR="203.0.113.9"))
    (entry,) = views_of([link])[link.pk]
    assert f'"photo":{photo.pk}' in entry.payload
    assert "203.0.113.9" not in entry.payload
