"""The picture that stands for a story in a list: the first of its photos that has an image."""

from __future__ import annotations

from typing import TypeVar, cast

from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from articles.focal_points import Point
from articles.models import Article, Photo

M = TypeVar("M", bound=Model)
# Under which name a list's rows carry it.
PICTURE = "first_picture"


def with_picture(rows: QuerySet[M], of: str = "pk") -> QuerySet[M]:
    """Return stories each with its picture as one value, which costs no statement of its own.

    Or rows that lead to stories by the key that ``of`` names.
    """
    photos = Photo.objects.filter(article=OuterRef(of)).exclude(image="").order_by("order")
    parts = [Cast(name, CharField()) for name in ("pk", "focus_x", "focus_y")]
    said = Concat(parts[0], Value("-"), parts[1], Value("-"), parts[2])
    found = rows.annotate(**{PICTURE: Subquery(photos.values_list(said)[:1])})
    return cast("QuerySet[M]", found)


def picture_of(story: Article) -> str:
    """Return the picture of a story that was asked for ``with_picture``: ``12-50-33``, ``12--``.

    ``""`` where it has none. Else of its photos, which are best fetched along.
    """
    known = vars(story)
    if PICTURE in known:
        return known[PICTURE] or ""
    photo = next((row for row in story.photos.all() if row.image), None)
    if photo is None:
        return ""
    return f"{photo.pk}-{photo.focus.written if photo.focus else '-'}"


def read_picture(said: str) -> tuple[int, Point | None]:
    """Return the key of the photo and its focal point."""
    key, _dash, point = said.partition("-")
    return int(key), None if point == "-" else Point.read(point)
