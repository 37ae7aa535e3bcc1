"""What a table can never do to a story: publish it, overwrite it, or lose a character of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone, translation

from articles.models import Article, Photo, Revision
from editorial.editing import change_story
from tables.catalog import TABLES
from tables.formats import JsonFormat
from tests.make import make_byline, make_page, make_photo, make_story, make_user
from tests.tables.helpers import administrator, counts, export, take_rows, wrong
from tests.wishes import PhotoWish, wish

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def exported(name: str = "articles") -> list[dict[str, Any]]:
    table = JsonFormat().read(export(name))
    return [dict(zip(table.headers, row, strict=True)) for row in table.rows]


def make_in(status: str) -> Article:
    public = status in (Status.PUBLISHED, Status.WITHDRAWN)
    return make_story(status=status, published_at=timezone.now() if public else None)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_a_story_that_is_no_draft_is_not_changed(status: str) -> None:
    story = make_in(status)
    photo = make_photo(story)
    user = administrator()
    rows = [exported()[0] | {"headline": "新题"}]
    result = take_rows("articles", rows, user=user)
    assert [(cell.row, cell.column) for cell in result.wrong_cells] == [(2, "")]
    assert "A table changes drafts only" in result.wrong_cells[0].message
    captions = [exported("photos")[0] | {"caption": "新图"}]
    assert take_rows("photos", captions, user=user).refused
    more = [captions[0] | {"order": 1}]
    assert take_rows("photos", more, user=user).refused
    story.refresh_from_db()
    photo.refresh_from_db()
    assert (story.headline, photo.caption) == ("全县掀起项目建设热潮", "开工现场。")
    assert not Revision.objects.exists()


@pytest.mark.parametrize("status", Status)
def test_the_state_of_a_story_is_shown_and_not_taken_over(status: str) -> None:
    story = make_in(status)
    rows = exported()
    assert rows[0]["status"] == status
    for other in Status:
        row = rows[0] | {"status": other.value, "published_at": "2020-01-01T00:00:00+08:00"}
        assert counts(take_rows("articles", [row], user=administrator())) == (0, 0, 1, 0)
    again = Article.objects.get()
    assert (again.status, again.published_at) == (story.status, story.published_at)


def test_a_new_story_is_a_draft_whatever_its_row_says() -> None:
    make_page()
    row = {
        "publication": "海口县报",
        "date": "2025-06-13",
        "page": 1,
        "order": 0,
        "headline": "题",
        "status": "published",
        "published_at": "2020-01-01T00:00:00+08:00",
        "version": 9,
    }
    assert counts(take_rows("articles", [row], user=administrator())) == (1, 0, 0, 0)
    story = Article.objects.get()
    assert (story.status, story.published_at, story.version) == (Status.DRAFT, None, 1)
    assert not Article.objects.published().exists()


def test_a_changed_draft_gets_a_revision_by_the_person() -> None:
    story = make_story(body="一\n\n二")
    make_byline(story)
    photo = make_photo(story)
    user = administrator()
    row = exported()[0] | {"headline": "新题", "bylines": "记者 林鑫；摄 曹文倩"}
    assert counts(take_rows("articles", [row], user=user)) == (0, 1, 0, 0)
    story.refresh_from_db()
    assert (story.headline, story.version, story.updated_by) == ("新题", 1, user)
    assert story.body == "一\n\n二"
    assert [str(line) for line in story.bylines.all()] == ["记者 林鑫", "摄 曹文倩"]
    assert story.photos.get() == photo
    revision = Revision.objects.get()
    assert (revision.kind, revision.by) == (Revision.Kind.EDIT, user)
    assert [entry.user for entry in LogEntry.objects.all()] == [user]


def test_a_row_exported_before_somebody_elses_edit_is_refused() -> None:
    story = make_story()
    make_photo(story)
    rows, photos = exported(), exported("photos")
    other = make_user("colleague", "change_article")
    photo = story.photos.get()
    kept = PhotoWish(photo.caption, photo.credit, pk=photo.pk)
    change = wish(story, headline="同事的题", paragraphs=["同事的字。"], photos=[kept])
    change_story(story, change, by=other, kind=Revision.Kind.EDIT, version=0)
    result = take_rows("articles", [rows[0] | {"deck": "我的题"}], user=administrator())
    assert wrong(result) == [(2, "version", "0")]
    assert "has version 1 by now, changed by colleague" in result.wrong_cells[0].message
    result = take_rows("photos", [photos[0] | {"caption": "我的图"}], user=administrator())
    assert wrong(result) == [(2, "version", "0")]
    story.refresh_from_db()
    assert (story.headline, story.deck, story.body) == ("同事的题", "", "同事的字。")


def test_a_row_without_a_version_changes_the_story_as_it_stands() -> None:
    story = make_story(version=3)
    row = exported()[0] | {"headline": "新题"}
    assert counts(take_rows("articles", [row | {"version": ""}], user=administrator()))[1] == 1
    del row["version"]
    assert counts(take_rows("articles", [row | {"deck": "副"}], user=administrator()))[1] == 1
    story.refresh_from_db()
    assert (story.headline, story.deck, story.version) == ("新题", "副", 5)


def test_a_version_that_is_no_number_is_refused() -> None:
    make_story()
    row = exported()[0] | {"headline": "新题", "version": "?"}
    assert wrong(take_rows("articles", [row], user=administrator())) == [(2, "version", "?")]


@pytest.mark.parametrize("name", ["articles", "photos"])
def test_words_are_changed_by_somebody(name: str) -> None:
    make_photo(make_story())
    result = take_rows(name, exported(name))
    assert "Say by whom" in str(result.base_errors[0].error)


def test_captions_are_part_of_their_story() -> None:
    story = make_story()
    make_photo(story)
    user = make_user("editor", "change_article")
    row = exported("photos")[0]
    rows = [row | {"order": 2, "caption": "三"}, row | {"caption": "一"}, row | {"order": 1}]
    assert counts(take_rows("photos", rows, user=user)) == (2, 1, 0, 0)
    captions = list(story.photos.values_list("order", "caption"))
    assert captions == [(0, "一"), (1, "开工现场。"), (2, "三")]
    story.refresh_from_db()
    assert (story.version, Revision.objects.count()) == (1, 1)
    assert counts(take_rows("photos", exported("photos"), user=user)) == (0, 0, 3, 0)


def test_photos_are_counted_without_a_gap() -> None:
    make_photo(make_story())
    row = exported("photos")[0]
    result = take_rows("photos", [row | {"order": 2}], user=administrator())
    assert wrong(result) == [(2, "order", "2")]
    assert Photo.objects.count() == 1


def test_whoever_may_not_change_stories_changes_none() -> None:
    make_photo(make_story())
    user = make_user("reader", "change_photo", "add_photo")
    row = exported("photos")[0] | {"caption": "新"}
    assert [cell.column for cell in take_rows("photos", [row], user=user).wrong_cells] == [""]
    row = exported()[0] | {"headline": "新"}
    assert [cell.column for cell in take_rows("articles", [row], user=user).wrong_cells] == [""]


def test_an_edit_that_editing_refuses_undoes_the_whole_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import tables.story_tables
    from editorial.editing import EditRefused

    page = make_page()
    make_story(page)
    make_story(page)
    calls: list[Any] = []

    def refuse_the_second(*given: Any, **options: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise EditRefused("not this one")
        return change_story(*given, **options)

    monkeypatch.setattr(tables.story_tables, "change_story", refuse_the_second)
    rows = [row | {"headline": "新题"} for row in exported()]
    result = take_rows("articles", rows, user=administrator())
    assert str(result.base_errors[0].error) == "not this one"
    assert not Revision.objects.exists()
    assert not Article.objects.filter(headline="新题").exists()


def test_no_table_offers_what_the_workflow_and_the_importer_keep() -> None:
    kept = {"status", "published_at", "version", "image"}
    for name, table in TABLES.items():
        taken = {column.column_name for column in table().get_import_fields()}
        assert not taken & kept, name
