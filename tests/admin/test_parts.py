"""Images, differences, the source view, revisions, sources and the log."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from articles import picture_memory
from articles import pictures as images
from articles.models import Photo
from desk.differences import story_differences
from desk.source_view import SourceMark, view_source
from tests.admin.forms import open_form
from tests.make import make_byline, make_page, make_photo, make_publication, make_story, make_user
from tests.wishes import text


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "red").save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_images_are_written_anew_under_a_name_of_their_own(kind: str) -> None:
    upload = SimpleUploadedFile("../../evil.php", picture(kind))
    image = images.checked_image(upload)
    assert "evil" not in str(image.name)
    with Image.open(image) as read:
        assert (read.format, read.size) == (kind, (40, 20))


def test_place_and_camera_are_left_out_and_the_picture_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Secret Camera"
    exif[0x0112] = 6
    image = images.checked_image(SimpleUploadedFile("a.jpg", picture(exif=exif)))
    assert b"Secret Camera" not in image.read()
    image.seek(0)
    with Image.open(image) as read:
        assert read.size == (20, 40)


@pytest.mark.parametrize(
    "data", [b"", b"<?php echo 1;", b"GIF89a" + bytes(20), picture()[:200], picture("BMP")]
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError, match="no JPEG, PNG or WebP"):
        images.checked_image(SimpleUploadedFile("a.jpg", data))


def test_a_file_that_claims_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_memory, "MOST_BYTES", 100)
    with pytest.raises(ValidationError, match="million pixels"):
        images.checked_image(SimpleUploadedFile("a.png", picture("PNG")))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValidationError, match="million pixels"):
        images.checked_image(SimpleUploadedFile("a.png", picture("PNG")))


def test_a_large_file_is_refused_with_its_name(settings: Settings) -> None:
    settings.PHOTO_MAX_BYTES = 100
    with pytest.raises(ValidationError, match=r"大图\.jpg has"):
        images.checked_image(SimpleUploadedFile("大图.jpg", picture()))


def test_an_image_is_uploaded_shown_and_taken_away(desk: Client) -> None:
    story = make_story()
    photo = make_photo(story)
    address = reverse("admin:issues_page_change", args=[story.page_id])
    key = f"story-{story.pk}-photos-0"
    upload = SimpleUploadedFile("a.jpg", picture(), content_type="image/jpeg")
    desk.post(address, open_form(desk, address) | {f"{key}-image": upload})
    photo.refresh_from_db()
    assert photo.image
    image = reverse("admin:articles_photo_image", args=[photo.pk])
    assert image in desk.get(address).content.decode()
    response = desk.get(image)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.content
    assert Client().get(image).status_code == 302
    # Saving once more keeps it.
    desk.post(address, open_form(desk, address) | {f"{key}-credit": "别人"})
    photo.refresh_from_db()
    assert (bool(photo.image), photo.credit) == (True, "别人")
    desk.post(address, open_form(desk, address) | {f"{key}-clear_image": "on"})
    photo.refresh_from_db()
    assert not photo.image
    assert desk.get(image).status_code == 404


def test_a_bad_image_is_an_error_of_its_row(desk: Client) -> None:
    story = make_story()
    make_photo(story)
    address = reverse("admin:issues_page_change", args=[story.page_id])
    upload = SimpleUploadedFile("x.jpg", b"no image", content_type="image/jpeg")
    data = open_form(desk, address) | {f"story-{story.pk}-photos-0-image": upload}
    errors = desk.post(address, data).context["form"].errors
    assert errors[0][0].endswith("photo 1")
    assert "x.jpg is no JPEG" in errors[0][1]
    assert not Photo.objects.exclude(image="").exists()


def test_only_the_parts_that_differ_are_shown() -> None:
    old = text(headline="甲", bylines=[{"role": "记者", "name": "张蔚漫"}])
    new = text(headline="甲", truncated=True, bylines=[{"role": "记者", "name": "张蔚旻"}])
    assert [row.label for row in story_differences(old, new)] == ["breaks off", "bylines"]


@given(
    st.text("甲乙 \n", max_size=30),
    st.lists(st.tuples(st.integers(0, 35), st.integers(0, 35)), max_size=6),
)
def test_the_source_view_holds_every_character_once(
    text: str, spans: list[tuple[int, int]]
) -> None:
    marks = [
        SourceMark((min(span), max(span)), "story", str(place), place)
        for place, span in enumerate(spans)
    ]
    view = view_source(text, marks, {"1": (1, 3)})
    assert "".join(piece.text for piece in view.pieces) == text


def test_a_very_long_source_is_shown_in_part() -> None:
    view = view_source("字" * 200_100, [SourceMark((0, 200_100), "unassigned")], {})
    assert view.left_out == 100
    assert view.pieces[0].classes == "unassigned"


def test_revisions_show_what_changed_and_who(desk: Client) -> None:
    story = make_story(headline="<b>旧题</b>", read_index=0)
    address = reverse("admin:articles_article_change", args=[story.pk])
    key = f"story-{story.pk}"
    desk.post(address, open_form(desk, address) | {f"{key}-headline": "<b>新题</b>"})
    desk.post(
        address, open_form(desk, address) | {f"{key}-deck": "副", f"{key}-change_kind": "edit"}
    )
    html = desk.get(reverse("admin:articles_article_revisions", args=[story.pk])).content.decode()
    assert html.index("Version 2") < html.index("Version 1")
    assert "<ins>副</ins>" in html
    assert "editor" in html
    assert "<b>" not in html


def test_the_received_bytes_come_back_to_the_byte(desk: Client) -> None:
    page = make_page(text="正文\r\n")
    source = page.sources.get()
    response = desk.get(reverse("admin:issues_source_download", args=[source.pk]))
    assert response.content == "正文\r\n".encode()
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="page.txt"'
    looker = Client()
    looker.force_login(make_user("looker", "view_page"))
    assert looker.get(response.wsgi_request.path).status_code == 403


def test_contributors_with_bylines_stay_as_they_are(client: Client, db: None) -> None:
    byline = make_byline(make_story())
    unused = make_publication().contributors.create(name="无人")
    client.force_login(
        make_user("chief", "view_contributor", "change_contributor", "delete_contributor")
    )
    used = byline.contributor
    change = reverse("admin:articles_contributor_change", args=[used.pk])
    client.post(change, {"name": "改名", "publication": used.publication_id})
    used.refresh_from_db()
    assert used.name == "曹文倩"
    for row, status in ((used, 403), (unused, 200)):
        address = reverse("admin:articles_contributor_delete", args=[row.pk])
        assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "name",
    [
        "issues_publication",
        "issues_issue",
        "issues_page",
        "issues_source",
        "articles_article",
        "auth_user",
    ],
)
def test_nothing_offers_deletion(admin_client: Client, name: str) -> None:
    make_story()
    html = admin_client.get(reverse(f"admin:{name}_changelist")).content.decode()
    assert "delete_selected" not in html


def test_the_log_cannot_be_changed(admin_client: Client, admin_user: object) -> None:
    story = make_story()
    address = reverse("admin:issues_publication_change", args=[story.page.issue.publication_id])
    days = {f"{name}-TOTAL_FORMS": "0" for name in ("patterns", "exceptions")}
    days |= {f"{name}-INITIAL_FORMS": "0" for name in ("patterns", "exceptions")}
    admin_client.post(address, {"name": "新名", "weekdays": "135"} | days)
    entry = LogEntry.objects.get()
    change = reverse("admin:admin_logentry_change", args=[entry.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"object_repr": "x"}).status_code == 403
