"""The newest of what answers, found among few: of a common word not all that have it are sorted.

PostgreSQL's index names what has a word in no order of days, so it is asked for some months at a
time: the newest first, and as many more as the first have shown to be needed. SQLite's is in that
order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from search.facets import Row
from search.matching import Asked, Days

Seen = Callable[[Sequence[int]], Collection[int]]
# So many stories, and as many again of each step, are asked for first.
FIRST = 2500
# Of more than that the index is asked without a word of months: what is so rare it names at once.
WIDEST = 16_000
MOST_MONTHS = 300


def newest(asked: Asked, most: int, seen: Seen) -> list[Row]:
    """Return the newest ``most`` that answer and that are ``seen``, by the keys of stories."""
    found: list[Row] = []
    behind, size, by_months = None, FIRST, asked.in_no_order
    while by_months and size <= WIDEST and (days := _newest_days(asked, behind, size)):
        found += _first(asked, days, most - len(found), seen)
        if len(found) >= most:
            return found
        behind = days.since
        size = most * size // max(len(found), 1) * 5 // 4
    return found + _first(asked, Days(before=behind), most - len(found), seen)


def _first(asked: Asked, days: Days, most: int, seen: Seen) -> list[Row]:
    """Return the first of what answers in some days; what is no hit makes it look at more."""
    found: list[Row] = []
    for rows in asked.rows(days, most + most // 8 + 1):
        start = 0
        while start < len(rows) and len(found) < most:
            # Of what came only as many as may be needed still.
            left = most - len(found)
            few = rows[start : start + left + left // 8 + 10]
            start += len(few)
            kept = set(seen(list(asked.answering(few))))
            found += [row for row in few if row.article in kept]
        if len(found) >= most:
            break
    return found[:most]


def _newest_days(asked: Asked, before: dt.date | None, size: int) -> Days | None:
    """Return the newest days that have so many stories; ``None`` where all are not many more."""
    days = asked.days(before, size)
    if days is None:
        return None
    months = list(islice(_months(*days), MOST_MONTHS + 1))
    return Days(months[0], before, months) if len(months) <= MOST_MONTHS else None


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the first days of the months from one day to another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + dt.timedelta(days=31)).replace(day=1)
