"""Entries that stand before their stories, so that nobody waits for the grams of many pages.

On PostgreSQL they are a fourth of what an import does under the log's lock. Who writes many pages
gives their stories keys and writes their entries before he asks for the lock, while somebody else
holds it. By then these are all the rows that he has written, under keys that no other transaction
knows: nobody waits for anybody crosswise. SQLite has one writer anyway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, connections

from articles.models import Article
from articles.text import StoryText
from audit.bulk_insert import insert
from issues.models import Page
from search.entries import Searched, entry_of
from search.models import Entry

# Paper, day, edition and page.
Place = tuple[int, dt.date, str, int]
KEYS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"


@dataclass(frozen=True, slots=True)
class Coming:
    """A page that is likely to be written, not saved yet, and what is searched of its stories."""

    sha256: str
    page: Page
    stories: Sequence[tuple[StoryText, Searched]]


class Ahead:
    """The keys whose entries are there already, by the bytes of a page and its place."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, Place], list[int]] = {}

    def write(self, coming: Iterable[Coming]) -> None:
        """Write the entries of pages, whatever may become of them."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor != "postgresql":
            return
        # Of what comes twice the second is nothing new.
        new = {(one.sha256, _place(one.page)): one for one in coming}
        if not new:
            return
        with connection.cursor() as cursor:
            count = sum(len(one.stories) for one in new.values())
            cursor.execute(KEYS, [Article._meta.db_table, count])
            keys = iter([key for (key,) in cursor.fetchall()])
        rows: list[Entry] = []
        for named, one in new.items():
            self._keys[named] = list(islice(keys, len(one.stories)))
            rows += [
                entry_of(Article(pk=key), one.page, text, words)
                for key, (text, words) in zip(self._keys[named], one.stories, strict=True)
            ]
        insert(rows)

    def keys(self, sha256: str, page: Page) -> list[int]:
        """Return the keys of a page's stories, in their order; none where no entries are there."""
        return self._keys.get((sha256, _place(page)), [])

    def clear(self) -> None:
        """Take away the entries of stories that were not written."""
        keys = {key for own in self._keys.values() for key in own}
        self._keys = {}
        if not keys:
            return
        there = Article.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True)
        if left := keys.difference(there):
            Entry.objects.filter(article_id__in=left).delete()


def _place(page: Page) -> Place:
    issue = page.issue
    return issue.publication_id, issue.date, issue.edition, page.number
