"""What tests want a story to say: the text as it stands, with some parts otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.core.files import File

from articles.models import Article
from articles.text import StoryByline, StoryPhoto, StoryText
from editorial.editing import PhotoFile, StoryChange, change_of


class PhotoWish(NamedTuple):
    """A photo as it shall be: one that there is, by its key, or a new one."""

    caption: str = ""
    credit: str = ""
    pk: int | None = None
    image: File[Any] | None = None
    clear: bool = False
    alt: str = ""


def text(**parts: Any) -> StoryText:
    """Return a text with these parts and no others; lists may hold what a page document has."""
    empty = StoryText.from_dict({})
    return replace(empty, **_frozen(parts))


def wish(story: Article, **parts: Any) -> StoryChange:
    """Return the story as the database has it now, with other ``parts``."""
    change = change_of(Article.objects.with_page().with_parts().get(pk=story.pk))
    photos = parts.pop("photos", None)
    change = change.with_parts(**_frozen(parts))
    return change if photos is None else _with_photos(change, photos)


def new(**parts: Any) -> StoryChange:
    """Return a story that is to be added."""
    return StoryChange(text(**parts))


def _with_photos(change: StoryChange, photos: Iterable[PhotoWish]) -> StoryChange:
    rows = list(photos)
    words = tuple(StoryPhoto(row.caption, row.credit, alt=row.alt) for row in rows)
    files = tuple(PhotoFile(row.pk, row.image, row.clear) for row in rows)
    return replace(change.with_parts(photos=words), files=files)


def _frozen(parts: dict[str, Any]) -> dict[str, Any]:
    kinds = {"bylines": StoryByline, "photos": StoryPhoto}
    return {
        name: tuple(_row(row, kinds.get(name)) for row in value)
        if isinstance(value, list | tuple)
        else value
        for name, value in parts.items()
    }


def _row(row: Any, kind: type[StoryByline] | type[StoryPhoto] | None) -> Any:
    return kind(**row) if kind and isinstance(row, dict) else row
