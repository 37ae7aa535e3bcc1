"""When a story came out, and when it last changed, as feeds and search engines are told."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone

from articles.models import Article


def came_out(article: Article) -> dt.datetime:
    """When readers had it first: of a paper that came here later, the beginning of its day.

    ``article`` is public or was once, and has its issue at hand.
    """
    return _came_out(article.published_at, article.page.issue.date)


@lru_cache(maxsize=1024)
def _came_out(published_at: dt.datetime | None, day: dt.date) -> dt.datetime:
    here = timezone.localtime(published_at)
    if here.date() <= day:
        return here
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def last_changed(article: Article) -> dt.datetime:
    """When it last changed before its readers, never before it was published here.

    It is also newer than the tombstone of a story that came back.
    """
    return _here(max(filter(None, (article.updated_at, article.published_at))))


@lru_cache(maxsize=1024)
def _here(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment)
