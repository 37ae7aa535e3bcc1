"""How much each column has room for. SQLite keeps no such limit, PostgreSQL fails on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from django.db.models import Field, Model

from articles.models import Article, Byline, Contributor, Photo
from articles.text import COLUMNS, StoryText

Column: TypeAlias = "Field[Any, Any]"


def too_long(text: StoryText) -> Iterator[tuple[Column, str]]:
    """Yield each part of a story that its column has no room for: the column, and the words."""
    for column, words in _parts(text):
        if column.max_length and len(words) > column.max_length:
            yield column, words


@cache
def column_of(model: type[Model], name: str) -> Column:
    """Return a column of a model."""
    column = model._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101 - tells the type checker
    return column


def _parts(text: StoryText) -> Iterator[tuple[Column, str]]:
    for name in COLUMNS:
        yield column_of(Article, name), str(getattr(text, name) or "")
    for byline in text.bylines:
        yield column_of(Contributor, "name"), byline.name
        yield column_of(Byline, "role"), byline.role
    for photo in text.photos:
        yield column_of(Photo, "credit"), photo.credit
        yield column_of(Photo, "alt"), photo.alt
