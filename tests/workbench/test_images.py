"""Photos at the desk: files are chosen, seen by who chose them alone, and saved with the story."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from archive.verification import verify_audit
from articles.focal_points import Point
from articles.models import Article, Photo
from articles.pictures import checked_image
from articles.text import StoryText
from editorial.editing import EditRefused
from editorial.focal_choice import set_focus
from editorial.workflow import NotAllowed, publish_page, submit_page
from issues.models import Page
from tests.make import make_member, make_page, make_photo, make_story, put_image
from tests.reviews.cast import asked_about
from tests.workbench.hands import fresh, key, make_desk_page, save, step, type_text
from workbench.chosen_images import MOST_IMAGES, choose_image
from workbench.continuations import join_on
from workbench.copies import load, undo
from workbench.models import WorkingImage
from workbench.told import StepRefused

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "desk"}


def picture(colour: str = "red") -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), colour).save(target, "PNG")
    return target.getvalue()


def choose(page: Page, by: User, story: str, index: int | None = None, colour: str = "red") -> Any:
    file = checked_image(SimpleUploadedFile("a.png", picture(colour)))
    return choose_image(page, by, "", file, story=story, index=index)


def send(client: Client, page: Page, data: bytes, **args: Any) -> Any:
    do = json.dumps({"step": "put_image", "args": args})
    sent = {"do": do, "number": "", "image": SimpleUploadedFile("a.png", data)}
    return client.post(reverse("admin:desk_step", args=[page.pk]), sent, headers=SCRIPT)


def photos(page: Page, order: int) -> list[tuple[str, str]]:
    rows = Photo.objects.filter(article__page=page, article__order=order)
    return list(rows.order_by("order").values_list("caption", "sha256"))


def test_a_file_is_seen_by_who_chose_it_and_saved_with_its_photo(
    page: Page, editor: User, client: Client
) -> None:
    client.force_login(editor)
    answer = send(client, page, picture(), story=key(page, 0), index="")
    assert answer.status_code == 200, answer.content
    assert "chose an image" in answer.json()["told"]
    (chosen,) = WorkingImage.objects.all()
    address = reverse("admin:desk_image", args=[page.pk, chosen.pk])
    assert address in answer.json()["html"]["stories"]
    shown = client.get(address)
    assert (shown["Content-Type"], "no-store" in shown["Cache-Control"]) == ("image/png", True)
    assert sha256(shown.content).hexdigest() == chosen.sha256
    other = Client()
    other.force_login(make_member("other", Role.EDITOR))
    assert other.get(address).status_code == 404
    assert photos(page, 0) == []
    assert load(page, editor).unsaved == [key(page, 0)]
    save(page, editor)
    assert photos(page, 0) == [("", chosen.sha256)]
    assert not WorkingImage.objects.exists()
    # Saved, it is the photo's own, and the desk shows it from there.
    photo = Photo.objects.get()
    opened = client.get(reverse("admin:desk", args=[page.pk])).content.decode()
    assert reverse("admin:articles_photo_image", args=[photo.pk]) in opened
    with pytest.raises(StepRefused, match="Nothing to undo"):
        undo(page, editor, "")


def test_an_image_is_replaced_and_taken_back_before_it_is_saved(page: Page, editor: User) -> None:
    photo = put_image(make_photo(page.articles.get(order=0)))
    choose(page, editor, key(page, 0), 0)
    undo(page, editor, "")
    assert not load(page, editor).is_changed
    choose(page, editor, key(page, 0), 0, "blue")
    save(page, editor)
    (row,) = Photo.objects.all()
    assert row.pk == photo.pk
    assert (row.caption, row.sha256 != photo.sha256) == (photo.caption, True)
    assert load(page, editor).is_changed is False


def test_an_image_goes_along_to_another_story(page: Page, editor: User) -> None:
    photo = put_image(make_photo(page.articles.get(order=0)))
    step(page, editor, "move_photo", story=key(page, 0), index=0, to=key(page, 1))
    save(page, editor)
    assert (photos(page, 0), photos(page, 1)) == ([], [(photo.caption, photo.sha256)])
    step(page, editor, "split_story", story=key(page, 1), index=1)
    copy, _told = step(page, editor, "move_photo", story=key(page, 1), index=0, to="n1")
    assert [len(row.photos) for row in copy.desk.stories] == [0, 0, 1]
    save(page, editor)
    assert photos(page, 2) == [(photo.caption, photo.sha256)]


@pytest.mark.parametrize(
    ("name", "to", "args"), [("move_photo", "to", {"index": 0}), ("join_stories", "into", {})]
)
def test_the_focal_point_of_an_image_goes_along(
    page: Page, editor: User, name: str, to: str, args: dict[str, int]
) -> None:
    photo = put_image(make_photo(page.articles.get(order=0)))
    set_focus(photo, Point(30, 20), by=editor)
    step(page, editor, name, **args, **{to: key(page, 1)}, story=key(page, 0))
    save(page, editor)
    moved = Photo.objects.get(article__headline="公园开放")
    assert (moved.focus, moved.sha256) == (Point(30, 20), photo.sha256)
    assert not [*verify_audit()]
    Photo.objects.filter(pk=moved.pk).update(focus_x=99)
    assert [fault.kind for fault in verify_audit()] == ["row-told"]


def test_it_goes_along_from_a_continuation_on_another_page(page: Page, editor: User) -> None:
    begun, rest = page.articles.get(order=0), make_story(make_page(page.issue, 2), jump_from="1")
    Article.objects.filter(pk=begun.pk).update(jump_to="2")
    set_focus(put_image(make_photo(rest)), Point(30, 20), by=editor)
    join_on(page, editor, "", {"story": key(page, 0)})
    save(page, editor)
    moved = Photo.objects.get(article=begun)
    assert moved.focus == Point(30, 20)


def test_an_image_for_a_public_story_waits_where_a_correction_is_needed(
    page: Page, editor: User
) -> None:
    publish_page(page, by=make_member("publisher", Role.PUBLISHER))
    choose(page, editor, key(page, 0))
    with pytest.raises(NotAllowed, match="Correct"):
        save(page, editor)
    assert photos(page, 0) == []
    # Nothing is lost: it stands on his desk as before.
    assert load(page, editor).unsaved == [key(page, 0)]
    assert WorkingImage.objects.count() == 1


@pytest.mark.parametrize("plain", [True, False])
def test_what_is_no_image_is_refused_in_words(
    page: Page, editor: User, client: Client, plain: bool
) -> None:
    client.force_login(editor)
    if not plain:
        answer = send(client, page, b"no image", story=key(page, 0), index="")
        assert (answer.status_code, "no JPEG" in answer.json()["message"]) == (422, True)
        assert send(client, page, picture(), story="a0", index="").status_code == 422
        assert send(client, page, picture(), story=key(page, 0), index="9").status_code == 422
    else:
        make_photo(page.articles.get(order=0))
        do = json.dumps({"step": "put_image", "args": {"story": key(page, 0), "index": 0}})
        address = reverse("admin:desk_step", args=[page.pk])
        answer = client.post(address, {"do": do}, follow=True)
        assert "Choose a file first" in answer.content.decode()
        field = {f"image:{key(page, 0)}:0": SimpleUploadedFile("a.png", picture())}
        client.post(address, {"do": do, **field})
    assert WorkingImage.objects.count() == plain


def test_so_many_images_wait_for_a_saving(page: Page, editor: User) -> None:
    choose(page, editor, key(page, 0))
    (row,) = WorkingImage.objects.all()
    rows = [WorkingImage(copy=row.copy, name="a.png", data=b"x") for _more in range(MOST_IMAGES)]
    WorkingImage.objects.bulk_create(rows)
    with pytest.raises(StepRefused, match="Save first"):
        choose(page, editor, key(page, 0))


def test_what_an_image_shows_is_written_at_the_desk_reviewed_and_read_out(
    db: None, editor: User, client: Client
) -> None:
    page = make_desk_page(3)
    story = page.articles.get(order=0)
    put_image(make_photo(story))
    before = StoryText.of(fresh(story.pk))
    type_text(page, editor, key(page, 0), "推土机正在平整土地。", "alt")
    assert not Photo.objects.exclude(alt="").exists()
    save(page, editor)
    after = StoryText.of(fresh(story.pk))
    assert after.photos == (replace(before.photos[0], alt="推土机正在平整土地。"),)
    assert after.changed_parts(before) == ["photos"]
    # A text without one has the hash that it had before there were any.
    assert before.sha256 != after.sha256
    assert "alt" not in before.canonical
    assert StoryText.from_dict(json.loads(after.canonical)) == after
    client.force_login(make_member("reads", Role.FIRST_REVIEWER))
    submit_page(page, by=editor, confirmed=asked_about(*page.articles.all()))
    seen = client.get(reverse("admin:review_page", args=[page.pk])).content.decode()
    assert ">推土机正在平整土地。</span>" in seen


@pytest.mark.parametrize(
    ("part", "most", "called"), [("headline", 500, "headline"), ("alt", 300, "image description")]
)
def test_a_part_that_is_too_long_is_refused_by_name(
    page: Page, editor: User, part: str, most: int, called: str
) -> None:
    story = page.articles.get(order=0)
    make_photo(story)
    before = StoryText.of(fresh(story.pk))
    type_text(page, editor, key(page, 0), "长" * (most + 1), part)
    with pytest.raises(
        EditRefused, match=f"“{'长' * 20}…” is too long: a {called} has at most {most}"
    ):
        save(page, editor)
    assert StoryText.of(fresh(story.pk)) == before
    type_text(page, editor, key(page, 0), "长" * most, part)
    save(page, editor)
    assert "长" * most in str(StoryText.of(fresh(story.pk)))
