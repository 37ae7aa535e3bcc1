"""Rows that have something below them, asked so that no database can look in the wrong order."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db.models import Model, OuterRef, QuerySet, Subquery

from articles.models import Article

M = TypeVar("M", bound=Model)


def with_one(rows: QuerySet[M], below: QuerySet[Any]) -> QuerySet[M]:
    """Return the rows that have one of ``below``, which names its row by an ``OuterRef``.

    It is one value taken from below each row, by an index, and stops at the first. ``EXISTS`` and
    ``IN`` say the same, but a database turns them into joins: without statistics SQLite then goes
    through all the stories of twenty years for each row, and PostgreSQL sorts them.
    """
    one = Subquery(below.order_by().values("pk")[:1])
    found: Any = rows.alias(one_below=one).filter(one_below__isnull=False)
    return cast("QuerySet[M]", found)


def with_none(rows: QuerySet[M], below: QuerySet[Any]) -> QuerySet[M]:
    """Return the rows that have none of ``below``; asked row by row, as ``with_one`` asks."""
    one = Subquery(below.order_by().values("pk")[:1])
    found: Any = rows.alias(none_below=one).filter(none_below__isnull=True)
    return cast("QuerySet[M]", found)


def seen_among(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Return those of ``stories`` that readers may see, asking each of them.

    For stories found by their page or in order of time: were they asked for by their state too, a
    database without statistics would take that for the rarer thing and begin with it.
    """
    return with_one(stories, Article.objects.published().filter(pk=OuterRef("pk")))
