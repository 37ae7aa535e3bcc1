"""A focal point is no part of a text: nothing ends by it, and the log says who chose it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from archive.verification import verify_audit
from articles.focal_points import Point
from articles.models import Photo, Revision
from articles.text import StoryText
from audit import journal
from audit.models import AuditEntry
from editorial.editing import PhotoFile, StoryChange, change_of, change_story
from editorial.focal_choice import FocusRefused, set_focus
from editorial.workflow import Action, change_state
from paper.generation import generation
from reviews.models import Approval, Voiding
from tests.make import make_photo, put_image
from tests.reviews.cast import fresh, make_cast, make_reviewed_story, sign_off

pytestmark = pytest.mark.django_db
FACE = Point(30, 20)


def make_pictured() -> Photo:
    return put_image(make_photo(make_reviewed_story()), b"a picture")


def entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="set-focus"))


def change_files(photo: Photo, file: PhotoFile | None, by: Any) -> None:
    story = fresh(photo.article)
    change = change_of(story)
    if file is None:
        change = change.with_parts(photos=())
        change = StoryChange(change.text, ())
    else:
        change = StoryChange(change.text, (file,))
    change_story(story, change, by=by, kind=Revision.Kind.REPAIR, version=story.version)


def test_it_is_kept_and_the_log_says_who_chose_it() -> None:
    cast, photo = make_cast(), make_pictured()
    assert set_focus(photo, FACE, by=cast["editor"])
    assert not set_focus(photo, FACE, by=cast["editor"])
    photo.refresh_from_db()
    assert photo.focus == FACE
    (entry,) = entries()
    told = json.loads(entry.payload)
    assert entry.actor == "editor"
    assert (told["before"], told["after"], told["photo"]) == ("", "30-20", 1)
    line = journal.read(LogEntry.objects.latest("pk"))
    assert line == "Focal point of photo 1: 30 % / 20 %."
    assert set_focus(photo, None, by=cast["editor"])
    assert "without one" in journal.read(LogEntry.objects.latest("pk"))
    assert not [*verify_audit()]


def test_text_and_approvals_stand_as_they_stood() -> None:
    cast, photo = make_cast(), make_pictured()
    story = photo.article
    change_state(fresh(story), Action.SUBMIT, by=cast["editor"])
    change_state(fresh(story), Action.APPROVE, by=cast["first"])
    before = fresh(story)
    text = StoryText.of(before).sha256
    set_focus(photo, FACE, by=cast["editor"])
    after = fresh(story)
    assert StoryText.of(after).sha256 == text
    assert (after.version, after.status) == (before.version, before.status)
    assert (Approval.objects.count(), Voiding.objects.count()) == (1, 0)


def test_from_the_sign_off_on_only_who_may_publish_changes_it() -> None:
    cast, photo = make_cast(), make_pictured()
    sign_off(photo.article, cast)
    for public in (False, True):
        if public:
            change_state(fresh(photo.article), Action.PUBLISH, by=cast["publisher"])
        for name in ("editor", "first", "final"):
            with pytest.raises(FocusRefused, match=r"may publish|may not change"):
                set_focus(photo, FACE, by=cast[name])
    assert entries() == []
    seen = generation()
    set_focus(photo, FACE, by=cast["publisher"])
    assert json.loads(entries()[0].payload)["published"] is True
    # What was kept for readers is asked for no more.
    assert generation() != seen


def test_it_goes_with_the_image_that_it_was_chosen_on() -> None:
    cast, photo = make_cast(), make_pictured()
    set_focus(photo, FACE, by=cast["editor"])
    change_files(photo, PhotoFile(photo.pk), cast["editor"])
    photo.refresh_from_db()
    assert photo.focus == FACE
    change_files(photo, PhotoFile(photo.pk, ContentFile(b"another", "b.jpg")), cast["editor"])
    with pytest.raises(FocusRefused, match="another image"):
        set_focus(photo, FACE, by=cast["editor"])
    photo.refresh_from_db()
    assert photo.focus is None
    set_focus(photo, FACE, by=cast["editor"])
    change_files(photo, PhotoFile(photo.pk, clear=True), cast["editor"])
    photo.refresh_from_db()
    assert (photo.focus, photo.image.name) == (None, "")
    assert not [*verify_audit()]


def test_a_photo_that_is_taken_away_is_none_that_is_missing() -> None:
    cast, photo = make_cast(), make_pictured()
    set_focus(photo, FACE, by=cast["editor"])
    change_files(photo, None, cast["editor"])
    assert not Photo.objects.exists()
    assert not [*verify_audit()]


def test_one_that_was_changed_past_the_log_is_found() -> None:
    cast, photo = make_cast(), make_pictured()
    set_focus(photo, FACE, by=cast["editor"])
    Photo.objects.update(focus_x=99)
    assert [fault.kind for fault in verify_audit()] == ["row-told"]


@pytest.mark.parametrize("values", [{"focus_x": 1}, {"focus_x": 101, "focus_y": 1}, {"focus_y": 1}])
def test_the_database_refuses_half_a_point_and_one_outside(values: dict[str, int]) -> None:
    photo = make_pictured()
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(**values)


def test_the_database_refuses_a_point_without_an_image() -> None:
    photo = make_photo(make_reviewed_story())
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(focus_x=1, focus_y=1)
