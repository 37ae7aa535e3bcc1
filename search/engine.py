"""The one way to search: for readers, for the desk, for feeds and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import QuerySet

from articles.models import Article
from search.audience import Audience, audience_of
from search.extracts import Hit, hits
from search.facets import Facets, Row, facets_of
from search.keys import one_of
from search.matching import Asked, index_used
from search.models import Entry
from search.question import Question, Within
from search.windows import Seen, newest

# So many are led through; of what is commoner the newest.
MOST = 1000
# So many are counted, however many there are: who asks for what stands further down pays for more.
COUNTED = 200


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. ``more``: there are more than ``total``, which are not counted.

    ``keys`` are those of all stories that were counted, in their order; ``facets`` count the same.
    """

    question: Question
    keys: Sequence[int] = ()
    more: bool = False
    hits: Sequence[Hit] = ()
    facets: Facets = field(default_factory=Facets)

    @property
    def total(self) -> int:
        """How many were counted."""
        return len(self.keys)


def find(
    said: str | Question,
    *,
    within: Within | None = None,
    order: Order = Order.NEWEST,
    start: int = 0,
    count: int = 20,
    among: QuerySet[Article] | None = None,
    before: bool = False,
) -> Found:
    """Return the stories with all the words that ``said`` asks for, in ``order``.

    Of those ``among``; ``None`` is what readers may see at this moment. ``before`` also looks at
    what stories once said. The newest come first, those of one day by page and place; with
    ``BEST`` those with the words in their headline before the others. No more are looked at than
    are counted or stand before the last that is shown.
    """
    question = said if isinstance(said, Question) else Question.of(said)
    within = within or Within()
    if not (question.wanted or question.unwanted or within):
        return Found(question)
    audience = audience_of(among)
    most = min(max(COUNTED, start + count), MOST)
    with index_used():
        rows = _ranked(question, within, order, audience, most + 1, before=before)
        more, rows = len(rows) > most, rows[:most]
        shown = [row.article for row in rows[start : start + count]]
        found = _hits(question, shown, audience, before=before)
        return Found(question, [row.article for row in rows], more, found, facets_of(rows))


def place_behind(keys: Sequence[int], last: int) -> int:
    """Return the place behind a story among those that were found, the newest first.

    It may be one that is found no more: it stood where its day, its page and its key say.
    """
    if last in keys:
        return keys.index(last) + 1
    rows = Entry.objects.filter(one_of("search_entry.article_id", [*keys, last]))
    places = {
        key: (-day.toordinal(), number, key)
        for key, day, number in rows.order_by().values_list("article", "day", "number")
    }
    return sum(places[key] < places[last] for key in keys) if last in places else len(keys)


def newest_keys(
    question: Question,
    within: Within,
    most: int,
    *,
    seen: Seen = list,
    before: bool = False,
    headline: bool = False,
) -> list[int]:
    """Return the newest stories that answer, before their readers or not, and that are ``seen``.

    ``before`` also looks at what stories once said, ``headline`` at nothing but their headlines.
    """
    with index_used():
        asked = Asked(question, within, before, headline)
        return [row.article for row in newest(asked, most, seen)]


def _ranked(
    question: Question, within: Within, order: Order, audience: Audience, most: int, *, before: bool
) -> list[Row]:
    """Return the first ``most`` of what answers."""
    first: list[Row] = []
    if order == Order.BEST and question.wanted:
        first = newest(Asked(question, within, before, headline=True), most, audience.seen)
    if len(first) >= most:
        return first
    known = {row.article for row in first}
    rest = newest(Asked(question, within, before), most, audience.seen)
    return [*first, *(row for row in rest if row.article not in known)][:most]


def _hits(question: Question, keys: list[int], audience: Audience, *, before: bool) -> list[Hit]:
    if not keys:
        return []
    there = {story.pk: story for story in audience.stories(keys)}
    shown = [there[key] for key in keys if key in there]
    return hits(shown, question.wanted, before=before)
