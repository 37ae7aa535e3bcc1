"""How much each column has room for. SQLite keeps no such limit, PostgreSQL fails on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from django.db.models import Field, Model

from articles.models import Article, Byline, Contributor, Photo
from articles.text import COLUMNS, StoryText

Column: TypeAlias = "Field[Any, Any]"


def too_long(text: StoryText) -> Iterator[tuple[Column, str]]:
    """Yield each part of a story that its column has no room for: the column, and the words."""
    for model, name, words in _columns(text):
        column = model._meta.get_field(name)
        if column.max_length and len(words) > column.max_length:
            yield column, words


def _columns(text: StoryText) -> Iterator[tuple[type[Model], str, str]]:
    yield from ((Article, name, str(getattr(text, name) or "")) for name in COLUMNS)
    for byline in text.bylines:
        yield from ((Byline, "role", byline.role), (Contributor, "name", byline.name))
    for photo in text.photos:
        yield from ((Photo, "credit", photo.credit), (Photo, "alt", photo.alt))
