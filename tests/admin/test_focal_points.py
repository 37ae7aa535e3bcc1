"""The screen on which a photo's focal point is chosen: without a script one of nine places."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.focal_points import PLACES, Point
from articles.models import Photo
from tests.admin.test_parts import picture
from tests.make import make_member, make_photo, make_story, put_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> Photo:
    return put_image(make_photo(make_story()), picture(size=(60, 40)))


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(make_member(role.value, role))
    return client


def address(photo: Photo) -> str:
    return reverse("admin:photo_focus", args=[photo.pk])


def choose(client: Client, photo: Photo, point: str, **more: str) -> str:
    data = {"point": point, "image": photo.sha256} | more
    answer = client.post(address(photo), data, follow=True)
    photo.refresh_from_db()
    return str(answer.content.decode())


def chosen(text: str) -> list[str]:
    radios = re.findall(r'<input type="radio" name="point" value="([^"]*)"( checked)?', text)
    return [value for value, checked in radios if checked]


def test_one_of_nine_places_is_chosen(photo: Photo) -> None:
    editor = client_of(Role.EDITOR)
    text = editor.get(address(photo)).content.decode()
    assert chosen(text) == [""]
    assert [row.written for row in PLACES if f'value="{row.written}"' not in text] == []
    assert f'src="{reverse("photo-cut", args=[photo.pk, None, "jpg"])}"' in text
    text = choose(editor, photo, "83-17")
    assert photo.focus == Point(83, 17)
    assert chosen(text) == ["83-17"]
    assert f'src="{reverse("photo-cut", args=[photo.pk, photo.focus, "jpg"])}"' in text
    # A point that a script has sent stands among them.
    assert chosen(choose(editor, photo, "4-100")) == ["4-100"]
    assert chosen(choose(editor, photo, "")) == [""]
    assert photo.focus is None


@pytest.mark.parametrize("point", ["101-1", "1", "-", "a-b", "1-1-1", "05-5"])
def test_what_is_no_point_is_refused(photo: Photo, point: str) -> None:
    assert "Choose one of the places" in choose(client_of(Role.EDITOR), photo, point)
    assert photo.focus is None


def test_the_image_that_was_looked_at_is_the_one_that_is_cut(photo: Photo) -> None:
    text = choose(client_of(Role.EDITOR), photo, "17-17", image="0" * 64)
    assert "another image" in text
    assert photo.focus is None


def test_who_may_not_change_the_story_looks_on(photo: Photo) -> None:
    reviewer = client_of(Role.FIRST_REVIEWER)
    assert "<fieldset disabled>" in reviewer.get(address(photo)).content.decode()
    assert "You may not change" in choose(reviewer, photo, "17-17")
    assert photo.focus is None
    assert Client().get(address(photo)).status_code == 302


def test_a_photo_without_an_image_has_no_such_screen() -> None:
    photo = make_photo(make_story())
    assert client_of(Role.EDITOR).get(address(photo)).status_code == 404


def test_the_way_to_it_stands_where_the_photo_is(photo: Photo) -> None:
    editor = client_of(Role.EDITOR)
    story = photo.article
    screens: list[tuple[str, Any]] = [
        ("desk", story.page_id),
        ("articles_article_change", story.pk),
        ("issues_page_change", story.page_id),
        ("review_page", story.page_id),
        ("articles_photo_change", photo.pk),
    ]
    for name, key in screens:
        text = editor.get(reverse(f"admin:{name}", args=[key])).content.decode()
        assert f'href="{address(photo)}"' in text, name
    plain = editor.get(reverse("admin:desk", args=[story.page_id]), {"plain": "1"})
    assert f'href="{address(photo)}"' in plain.content.decode()
