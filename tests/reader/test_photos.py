"""Images are no public files: a view sends them when their story is published."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.http import FileResponse
from django.test import Client
from PIL import Image

from articles.models import Article, Photo
from tests.make import make_photo, make_story, make_user, put_image

pytestmark = pytest.mark.django_db


def make_picture(*, published: bool, name: str = "picture.png") -> tuple[Photo, bytes]:
    photo = make_photo(make_story(published=published))
    buffer = BytesIO()
    Image.new("RGB", (3, 2), "red").save(buffer, "PNG")
    put_image(photo, buffer.getvalue(), name)
    return photo, buffer.getvalue()


def sent(response: FileResponse) -> bytes:
    return b"".join(response)


def test_the_picture_of_a_published_story_is_sent(client: Client) -> None:
    photo, data = make_picture(published=True)
    response = client.get(f"/photos/{photo.pk}/")
    assert sent(response) == data  # type: ignore[arg-type]
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_reader_who_has_it_is_told_that_it_still_holds(client: Client) -> None:
    photo, _ = make_picture(published=True)
    response = client.get(f"/photos/{photo.pk}/")
    sent(response)  # type: ignore[arg-type]
    again = client.get(f"/photos/{photo.pk}/", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_picture_of_a_draft_is_for_staff_only(client: Client) -> None:
    photo, data = make_picture(published=False)
    assert client.get(f"/photos/{photo.pk}/").status_code == 404
    client.force_login(make_user("stranger"))
    assert client.get(f"/photos/{photo.pk}/").status_code == 404
    client.force_login(make_user("editor", "view_article"))
    response = client.get(f"/photos/{photo.pk}/")
    assert sent(response) == data  # type: ignore[arg-type]
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_photo_without_an_image_or_with_a_lost_one_is_a_404(client: Client) -> None:
    photo, _ = make_picture(published=True)
    without = make_photo(photo.article)
    assert client.get(f"/photos/{without.pk}/").status_code == 404
    photo.image.storage.delete(str(photo.image.name))
    assert client.get(f"/photos/{photo.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["picture.svg", "picture.html", "picture"])
def test_what_is_no_photo_is_never_sent(client: Client, name: str) -> None:
    photo, _ = make_picture(published=True, name=name)
    assert client.get(f"/photos/{photo.pk}/").status_code == 404


def test_the_folder_of_images_has_no_address(client: Client) -> None:
    photo, _ = make_picture(published=True)
    assert Path(settings.MEDIA_ROOT, str(photo.image.name)).exists()
    assert client.get(f"/media/{photo.image.name}").status_code == 404


def test_the_story_shows_the_picture_with_room_kept_for_it(client: Client) -> None:
    photo, _ = make_picture(published=True)
    Photo.objects.update(alt="推土机平整土地。")
    text = client.get(photo.article.get_absolute_url()).content.decode()
    assert f'<img src="/photos/{photo.pk}/" width="3" height="2" alt="推土机平整土地。"' in text
    assert "Enlarge the photo" not in text


def test_a_caption_is_not_read_a_second_time_for_its_photo(client: Client) -> None:
    photo, _ = make_picture(published=True)
    story = photo.article
    for address in (story.get_absolute_url(), story.page.get_absolute_url()):
        text = client.get(address).content.decode()
        assert f'<img src="/photos/{photo.pk}/" width="3" height="2" alt=""' in text
        assert '<span class="caption">开工现场。</span>' in text
    # A link says what it is for all the same.
    assert 'aria-label="Enlarge the photo"' in client.get(story.get_absolute_url()).content.decode()


def test_a_photo_without_any_words_has_those_of_its_headline(client: Client) -> None:
    photo, _ = make_picture(published=True)
    Photo.objects.update(caption="")
    text = client.get(photo.article.get_absolute_url()).content.decode()
    assert f'width="3" height="2" alt="{photo.article.headline}"' in text


def test_the_picture_of_a_story_that_is_gone_is_gone_too(client: Client) -> None:
    photo, data = make_picture(published=True)
    Article.objects.update(status=Article.Status.WITHDRAWN)
    response = client.get(f"/photos/{photo.pk}/")
    assert response.status_code == 410
    assert data not in response.content
    assert response.headers["X-Robots-Tag"] == "noindex"
