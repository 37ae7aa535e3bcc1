"""Photos on disk: a save that is undone leaves none, ``verify`` knows one that was changed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from pytest_django import Settings

from archive import fitness
from archive.media_files import files_without_rows
from articles.models import Article, Photo, Revision
from articles.photo_files import name_for, undone_with_rows
from editorial.editing import add_story, change_story
from tests.keeping.cast import refused, run, somebody
from tests.make import make_story
from tests.wishes import PhotoWish, wish

pytestmark = pytest.mark.django_db
DATA = b"an image"
TOMORROW = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def photo(story: Article, *, clear: bool = False) -> Article:
    story = Article.objects.with_page().with_parts().get(pk=story.pk)
    image = None if clear else ContentFile(DATA, name=name_for(DATA, "jpg"))
    pk = next((row.pk for row in story.photos.all()), None)
    change = wish(story, photos=[PhotoWish("图为河边", "甲", pk, image, clear)])
    change_story(story, change, by=somebody(), kind=Revision.Kind.EDIT, version=story.version)
    return Article.objects.with_page().with_parts().get(pk=story.pk)


def fail(*_given: object, **_named: object) -> None:
    """Stand for whatever may go wrong after the file was written."""
    raise RuntimeError("power cut")


def test_a_change_that_is_undone_leaves_no_file(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story()
    with monkeypatch.context() as patched:
        patched.setattr("editorial.editing.recheck", fail)
        with pytest.raises(RuntimeError):
            photo(story)
    assert not files(media)
    photo(story)
    assert [path.read_bytes() for path in files(media)] == [DATA]


def test_a_photo_that_the_database_refuses_leaves_no_file(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, save = make_story(), Photo.save

    def refuse(row: Photo) -> None:
        save(row)
        assert len(files(media)) == 1
        raise IntegrityError

    monkeypatch.setattr(Photo, "save", refuse)
    with pytest.raises(IntegrityError):
        photo(story)
    assert not files(media)


def test_a_new_story_that_is_undone_leaves_no_file(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story()
    change = wish(story, photos=[PhotoWish("图", "", image=ContentFile(DATA, name="a.jpg"))])
    monkeypatch.setattr("editorial.editing.recheck", fail)
    with pytest.raises(RuntimeError):
        add_story(story.page, change, by=somebody())
    assert not files(media)


def test_the_outermost_save_decides(media: Path) -> None:
    def save_two() -> None:
        with undone_with_rows():
            photo(make_story())
            assert len(files(media)) == 1
            fail()

    with pytest.raises(RuntimeError):
        save_two()
    assert not files(media)


def test_an_image_of_an_earlier_text_is_no_rest(media: Path) -> None:
    story = photo(photo(make_story()), clear=True)
    assert not story.photos.get().image
    assert files_without_rows(before=TOMORROW) == []
    (media / "photos/2025").mkdir()
    (media / "photos/2025/rest.jpg").write_bytes(b"x")
    assert files_without_rows(before=TOMORROW) == ["photos/2025/rest.jpg"]


def test_the_doctor_names_a_file_that_a_crash_left(media: Path) -> None:
    def found() -> fitness.Check:
        return next(row for row in fitness.examine() if row.name == "photos")

    assert found().ok
    (media / "photos").mkdir()
    rest = media / "photos/rest.jpg"
    rest.write_bytes(b"x")
    # It may belong to a save that is not committed yet.
    assert found().ok
    long_ago = dt.datetime.now().timestamp() - 7200
    os.utime(rest, (long_ago, long_ago))
    assert not found().ok
    assert str(rest) in found().found


def test_verify_finds_an_image_that_was_changed_on_disk(media: Path) -> None:
    run("import_pages", "fixtures")
    photo(Article.objects.filter(page__issue__date="2025-04-30").earliest("order"))
    run("verify")
    (image,) = files(media / "photos")
    image.write_bytes(b"another image")
    assert "[image] The file of photo 1 was changed." in refused("verify")
