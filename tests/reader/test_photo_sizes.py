"""The copies of a photo: smaller, in new formats, and for nobody who may not have the photo."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from articles.models import Article, Photo
from tests.make import make_photo, make_story, make_user, put_image

pytestmark = pytest.mark.django_db


def photo(size: tuple[int, int] = (1200, 800), *, published: bool = True) -> Photo:
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "JPEG")
    return put_image(make_photo(make_story(published=published)), data.getvalue(), "a.jpg")


@pytest.mark.parametrize("form", ["avif", "webp"])
def test_a_copy_has_its_width_and_keeps_its_proportion(client: Client, form: str) -> None:
    row = photo()
    for _twice in range(2):
        answer = client.get(f"/photos/{row.pk}/480.{form}")
        assert answer.headers["Content-Type"] == f"image/{form}"
        assert Image.open(BytesIO(answer.content)).size == (480, 320)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/photos/{row.pk}/480.{form}", headers=known).status_code == 304


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (480, []),
        (481, [480, 481]),
        (720, [480, 720]),
        (960, [480, 960]),
        (1200, [480, 960, 1200]),
        (1600, [480, 960, 1600]),
        (2000, [480, 960, 1600]),
    ],
)
def test_a_photo_that_is_no_wider_has_a_copy_of_its_own_width(
    client: Client, width: int, offered: list[int]
) -> None:
    row = photo((width, 40))
    text = client.get(row.article.get_absolute_url()).content.decode()
    made = [f"/photos/{row.pk}/{each}.webp" for each in offered]
    assert re.findall(rf"/photos/{row.pk}/[0-9]+\.webp", text) == made
    for address in made[-1:]:
        answer = client.get(address)
        assert Image.open(BytesIO(answer.content)).width == offered[-1]


@pytest.mark.parametrize("name", ["1600.webp", "481.webp", "480.gif", "480.jpg"])
def test_there_is_no_other_copy(client: Client, name: str) -> None:
    assert client.get(f"/photos/{photo().pk}/{name}").status_code == 404


def test_a_copy_goes_with_its_story(client: Client) -> None:
    row = photo()
    address = f"/photos/{row.pk}/480.webp"
    assert client.get(address).status_code == 200
    Article.objects.update(status="withdrawn")
    assert client.get(address).status_code == 410


def test_a_copy_of_a_draft_is_for_staff_only(client: Client) -> None:
    address = f"/photos/{photo(published=False).pk}/480.webp"
    assert client.get(address).status_code == 404
    client.force_login(make_user("editor", "view_article"))
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_a_page_offers_the_copies_and_says_how_large_the_photo_is(client: Client) -> None:
    row = photo((600, 900))
    text = client.get(row.article.get_absolute_url()).content.decode()
    assert 'width="600" height="900"' in text
    assert f'type="image/avif" srcset="/photos/{row.pk}/480.avif 480w, ' in text
    assert "photo--tall" in text
