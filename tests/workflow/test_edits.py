"""Changing a story's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, Contributor, Revision
from articles.text import StoryByline
from audit.models import NeverAltered
from editorial import editing
from editorial.editing import (
    EditConflict,
    EditRefused,
    add_story,
    as_read,
    change_story,
    reorder,
)
from editorial.workflow import Action, change_state
from findings.page_check import recheck
from issues.models import Reading, Source
from tests.make import make_byline, make_page, make_photo, make_story, make_user
from tests.wishes import PhotoWish, new, text, wish

pytestmark = pytest.mark.django_db
EDIT, REPAIR = Revision.Kind.EDIT, Revision.Kind.REPAIR


@pytest.fixture
def editor() -> User:
    return make_user("editor", "change_article")


def test_words_saved_while_their_time_comes_are_not_public_unannounced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publisher = make_user("publisher", "change_article", "publish_article")
    soon = timezone.now() + dt.timedelta(hours=1)
    story = make_story(status="published", published_at=soon, headline="原题")
    write = editing._write_photos

    def slowly(*arguments: Any) -> None:
        write(*arguments)
        monkeypatch.setattr(timezone, "now", lambda: soon)

    monkeypatch.setattr(editing, "_write_photos", slowly)
    with pytest.raises(EditRefused, match="Correct"):
        change_story(story, wish(story, headline="新题"), by=publisher, kind=EDIT, version=0)
    assert Article.objects.published().get().headline == "原题"


def test_a_change_leaves_the_whole_text_as_a_revision(editor: User) -> None:
    story = make_story(headline="原题")
    assert change_story(story, wish(story, headline="新题"), by=editor, kind=EDIT, version=0)
    story.refresh_from_db()
    assert (story.headline, story.version, story.updated_by) == ("新题", 1, editor)
    revision = Revision.objects.get()
    assert (revision.version, revision.kind, revision.by) == (1, EDIT, editor)
    assert revision.text["headline"] == "新题"
    assert "headline" in LogEntry.objects.get().change_message


def test_no_change_writes_nothing(editor: User) -> None:
    story = make_story()
    make_byline(story)
    assert not change_story(story, wish(story), by=editor, kind=EDIT, version=0)
    assert not Revision.objects.exists()
    assert not LogEntry.objects.exists()


def test_the_second_of_two_editors_overwrites_nothing(editor: User) -> None:
    other = make_user("other", "change_article")
    story = make_story(headline="原题")
    mine, theirs = wish(story, headline="我的"), wish(story, headline="他的")
    change_story(story, theirs, by=other, kind=EDIT, version=0)
    with pytest.raises(EditConflict, match="other") as caught:
        change_story(story, mine, by=editor, kind=EDIT, version=0)
    assert caught.value.current.headline == "他的"
    story.refresh_from_db()
    assert story.headline == "他的"
    assert Revision.objects.count() == 1


def test_a_misread_name_becomes_another_contributor_and_the_old_one_stays(editor: User) -> None:
    story = make_story()
    make_byline(story, "张蔚漫")
    change = wish(story, bylines=[StoryByline("记者", "张蔚旻"), StoryByline("通讯员", "王奔")])
    change_story(story, change, by=editor, kind=REPAIR, version=0)
    assert [str(row) for row in story.bylines.all()] == ["记者 张蔚旻", "通讯员 王奔"]
    assert Contributor.objects.filter(name="张蔚漫").exists()


def test_photos_are_changed_added_reordered_and_removed(editor: User) -> None:
    story = make_story(kind="photo")
    first, second = make_photo(story, "一"), make_photo(story, "二")
    gone = make_photo(story, "三")
    change = wish(
        story,
        photos=[
            PhotoWish("二改", "林鑫", pk=second.pk),
            PhotoWish("一", "林鑫", pk=first.pk),
            PhotoWish("四", "", image=ContentFile(b"jpeg", name="four.jpg")),
        ],
    )
    change_story(story, change, by=editor, kind=EDIT, version=0)
    assert [row.caption for row in story.photos.all()] == ["二改", "一", "四"]
    assert story.photos.get(order=0).pk == second.pk
    assert str(story.photos.get(order=2).image).startswith("photos/")
    assert not story.photos.filter(pk=gone.pk).exists()
    images = Revision.objects.get().images or []
    assert images[2] == story.photos.get(order=2).image.name


def test_an_image_alone_is_a_change_and_can_be_taken_away(editor: User) -> None:
    story = make_story()
    photo = make_photo(story)
    image = ContentFile(b"jpeg", name="one.jpg")
    put = wish(story, photos=[PhotoWish(photo.caption, photo.credit, pk=photo.pk, image=image)])
    assert change_story(story, put, by=editor, kind=EDIT, version=0)
    assert "images" in LogEntry.objects.get().change_message
    clear = PhotoWish(photo.caption, photo.credit, pk=photo.pk, clear=True)
    assert change_story(story, wish(story, photos=[clear]), by=editor, kind=EDIT, version=1)
    photo.refresh_from_db()
    assert not photo.image


def test_a_published_story_is_changed_only_by_who_may_publish(editor: User) -> None:
    story = make_story(published=True, headline="原题")
    with pytest.raises(EditRefused):
        change_story(story, wish(story, headline="新题"), by=editor, kind=EDIT, version=0)
    publisher = make_user("publisher", "change_article", "publish_article")
    with pytest.raises(EditRefused, match="Correct"):
        change_story(story, wish(story, headline="新题"), by=publisher, kind=EDIT, version=0)
    assert change_story(story, wish(story, headline="新题"), by=publisher, kind=REPAIR, version=0)


def test_a_story_that_the_reader_missed_is_added_at_the_end(editor: User) -> None:
    page = make_page()
    make_story(page)
    change = new(headline="漏识的稿件", paragraphs=["甲。", "乙。"])
    story = add_story(page, change, by=editor)
    assert (story.order, story.body, story.is_edited) == (1, "甲。\n乙。", True)
    assert as_read(story) is None
    assert add_story(make_page(number=2), change, by=editor).order == 0


def test_the_text_as_read_stays_beside_the_edited_one(editor: User) -> None:
    page = make_page(text="旧题")
    Reading.objects.create(
        source=page.sources.get(),
        reader_version="1",
        document={"articles": [{"headline": "旧题", "spans": [[0, 2]], "segments": []}]},
    )
    story = make_story(page, headline="旧题", read_index=0)
    assert not story.is_edited
    change_story(story, wish(story, headline="新题"), by=editor, kind=EDIT, version=0)
    story.refresh_from_db()
    assert story.is_edited
    assert as_read(story) == text(headline="旧题")


def test_stories_are_put_into_another_order(editor: User) -> None:
    page = make_page()
    one, two, three = make_story(page), make_story(page), make_story(page)
    assert reorder(page, [three.pk, one.pk, two.pk], by=editor)
    assert [row.pk for row in page.articles.order_by("order")] == [three.pk, one.pk, two.pk]
    assert not reorder(page, [three.pk, one.pk, two.pk], by=editor)
    with pytest.raises(EditRefused):
        reorder(page, [one.pk, two.pk], by=editor)


def test_what_was_received_cannot_be_changed_or_deleted() -> None:
    source = make_page(text="原文").sources.get()
    source.text = "改过"
    for attempt in (
        source.save,
        source.delete,
        lambda: Source.objects.update(text="改过"),
        lambda: Source.objects.all().delete(),
    ):
        with pytest.raises(NeverAltered):
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE issues_source SET text = 'x'")
    assert Source.objects.get().text == "原文"


def test_the_page_is_checked_again_when_its_words_change(editor: User) -> None:
    story = make_story(body="全县召开“动员会。")
    recheck(story.page)
    assert [row.code for row in story.page.findings.open()] == ["unpaired"]
    change_story(
        story, wish(story, paragraphs=["全县召开“动员会”。"]), by=editor, kind=REPAIR, version=0
    )
    assert not story.page.findings.open().exists()


def test_what_is_set_aside_raises_no_questions(editor: User) -> None:
    story = make_story(body="全县召开“动员会。")
    recheck(story.page)
    change_state(story, Action.SET_ASIDE, by=editor)
    assert not story.page.findings.open().exists()
    change_state(story, Action.TAKE_UP, by=editor)
    assert story.page.findings.open().exists()
