"""For whom is searched: for readers, who ask the same two questions each time, or for others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from django.db.models import OuterRef, QuerySet

from articles.first_pictures import with_picture
from articles.models import Article
from articles.presence import seen_among, with_one
from audit.ready import SOME_KEYS, Ready, ReadyValues
from search.keys import one_of

# Of a story that was found its words are told, and when and where it came out.
NOT_TOLD = ("spans", "created_at", "read_index", "updated_by")
TOLD = (
    *(field.name for field in Article._meta.concrete_fields if field.name not in NOT_TOLD),
    *("page__number", "page__label", "page__issue__date", "page__issue__edition"),
    "page__issue__publication__name",
)


class Audience(Protocol):
    """Who may see some stories and not others."""

    def seen(self, keys: Sequence[int]) -> Collection[int]:
        """Return which of some stories may be seen, by their keys."""
        ...

    def stories(self, keys: Sequence[int]) -> list[Article]:
        """Return those stories with page, issue and paper, in any order."""
        ...


class Readers:
    """They see what ``published()`` gives at that moment."""

    def seen(self, keys: Sequence[int]) -> Collection[int]:
        return [key for (key,) in _published(keys=list(keys))]

    def stories(self, keys: Sequence[int]) -> list[Article]:
        return _published_stories(keys=list(keys))


class Others:
    """They see some stories, whichever these are."""

    def __init__(self, own: QuerySet[Article]) -> None:
        self.own = own

    def seen(self, keys: Sequence[int]) -> Collection[int]:
        return list(self._of(keys).values_list("pk", flat=True))

    def stories(self, keys: Sequence[int]) -> list[Article]:
        return list(told(self._of(keys)))

    def _of(self, keys: Sequence[int]) -> QuerySet[Article]:
        return with_one(named(keys), self.own.filter(pk=OuterRef("pk")))


def audience_of(among: QuerySet[Article] | None) -> Audience:
    """Return those who may see ``among``; ``None`` are readers."""
    return Readers() if among is None else Others(among)


def named(keys: Sequence[int]) -> QuerySet[Article]:
    """Return stories by their keys.

    Whether somebody may see one is then asked of each by itself: a database without statistics
    would begin with all that are public.
    """
    return Article.objects.filter(one_of("articles_article.id", keys)).order_by()


def told(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Return stories with what is told of them when they are found."""
    return stories.select_related("page__issue__publication").only(*TOLD)


def _keys_sql(keys: Sequence[int]) -> tuple[str, tuple[Any, ...]]:
    return seen_among(named(keys)).values("pk").query.sql_with_params()


_published = ReadyValues(_keys_sql, keys=SOME_KEYS)
_published_stories = Ready(lambda keys: with_picture(told(seen_among(named(keys)))), keys=SOME_KEYS)
