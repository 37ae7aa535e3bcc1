"""A question as SQL: grams by the index, the rest by a look at the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from articles.models import Contributor
from audit.ready import statement, vendor
from search.facets import Row
from search.gram_tables import VECTOR
from search.grams import BEFORE, HEADLINE, is_exact, marks_of, month_mark, needed
from search.keys import one_of_sql
from search.question import Question, Within

BY_DAY = ("-day", "number", "article_id")
# Of more hits than that SQLite does not read the rows, and ``LOOK`` gives none: it goes through the
# days, by an index that has all that is asked for, and looks whether each story is among them.
COMMON = 2000
COLUMNS = "article_id, day, paper_id, number, kind, section"
IN_INDEX = "SELECT rowid FROM search_grams WHERE search_grams MATCH %s"
COUNT = f"SELECT count(*) FROM ({IN_INDEX} LIMIT %s)"  # noqa: S608
LOOK = (
    f"WITH few AS MATERIALIZED ({IN_INDEX} LIMIT %s)"  # noqa: S608
    f" SELECT {COLUMNS} FROM search_entry NOT INDEXED"
    " WHERE id IN (SELECT rowid FROM few) AND (SELECT count(*) FROM few) <= %s"
)
WALK = (
    f"SELECT {COLUMNS} FROM search_entry INDEXED BY entry_newest_first"  # noqa: S608
    f" WHERE +id IN ({IN_INDEX})"
)
# Which stories once said something else. SQLite answers by two indexes: a look at the rows would go
# past all their words.
ONCE_SAID = {
    "sqlite": "SELECT article_id FROM search_entry WHERE +id IN"  # noqa: S608
    f" (SELECT rowid FROM search_grams WHERE search_grams MATCH '\"{BEFORE}\"')",
    "postgresql": "SELECT article_id FROM search_entry WHERE before <> ''",
}
# Behind ``OFFSET`` no other condition and no order is a way in: a row's grams, once they are not
# looked up but made out, take longer than all the rest.
ON_SERVER = f"SELECT {COLUMNS} FROM search_entry WHERE {{conditions}} OFFSET 0"  # noqa: S608
HAS_GRAMS = f"{VECTOR} @@ %s::tsquery"
# PostgreSQL leaps from one condition of its index to the next; within one it looks at each row.
MOST_CONDITIONS = 8
# So many are asked for at once; what is not taken of them has cost little.
SENT = 10_000
# Letter for letter, as ``LIKE`` is not on SQLite.
HAS = {"sqlite": "instr({column}, %s) > 0", "postgresql": "strpos({column}, %s) > 0"}
# By some statistics SQLite would go through all rows with their words for their last day.
NEWEST_FIRST = {
    "sqlite": "FROM search_entry INDEXED BY entry_newest_first",
    "postgresql": "FROM search_entry",
}
YEAR = {
    "sqlite": "CAST(substr(day, 1, 4) AS integer)",
    "postgresql": "extract(year FROM day)::integer",
}


def index_used() -> AbstractContextManager[None]:
    """Let PostgreSQL use the index for common words, too: it would rather read everything."""
    return _without("enable_seqscan")


def in_order_of_an_index() -> AbstractContextManager[None]:
    """Let PostgreSQL step through an index: it would rather collect all rows and sort them."""
    return _without("enable_bitmapscan")


@contextmanager
def _without(way: str) -> Iterator[None]:
    """Forbid PostgreSQL a way to its rows within a transaction."""
    if vendor() != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {way} = off")
        yield


@contextmanager
def _in_order_for_once() -> Iterator[None]:
    """The same in a transaction that goes on."""
    if vendor() != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        yield
        cursor.execute("SET LOCAL enable_bitmapscan = on")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day of a month, until before that of another; ``None`` is without an end.

    ``months`` are all that are in it, or none where the index need not be told of them.
    """

    since: dt.date | None = None
    before: dt.date | None = None
    months: Sequence[dt.date] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for and where; to be asked with ``index_used``.

    ``before`` also looks at what stories once said; ``headline`` wants the words in the headline.
    """

    question: Question
    within: Within
    before: bool = False
    headline: bool = False

    @property
    def by_grams(self) -> bool:
        """Whether the index knows of it."""
        return any(map(needed, self.question.wanted))

    @property
    def may_be_few(self) -> bool:
        """Whether ``rows`` of what is not common gives few, or none where it is common.

        PostgreSQL does not know before it has found them all.
        """
        return self.by_grams and vendor() == "sqlite"

    def is_common(self) -> bool:
        """Whether so many may answer that SQLite had better look at some days at a time."""
        ((count,),) = statement(COUNT).rows((_for_sqlite(self._expressions(())), COMMON + 1))
        return bool(count > COMMON)

    def rows(self, days: Days, count: int, *, common: bool) -> Iterator[list[Row]]:
        """Yield the newest that may answer, so many at once: those that have all the grams."""
        conditions, values = self._conditions(days)
        source = "search_entry"
        if self.by_grams:
            hits, expressions = _hits(self._expressions(days.months), common=common)
            source, values = f"({hits}) hits", [*expressions, *values]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        sql = (
            f"SELECT article_id, {YEAR[vendor()]}, paper_id, number, kind, section"  # noqa: S608
            f" FROM {source}{where} ORDER BY day DESC, number, article_id LIMIT %s OFFSET %s"
        )
        start, size = 0, SENT
        while True:
            got = 0
            for rows in statement(sql).pieces([*values, size, start], count):
                got += len(rows)
                yield [Row._make(row) for row in rows]
            if got < size:
                return
            start, size = start + size, size * 8

    def days(self, before: dt.date | None, size: int) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of the newest stories, so many and one, if there are.

        Of all that there are in the days that are looked at, whatever they say.
        """
        bounds = [("day < %s", before), ("day <= %s", self.within.until)]
        there = [(sql, str(day)) for sql, day in bounds if day]
        where = " AND ".join(sql for sql, _day in there) or "TRUE"
        newest = f"{NEWEST_FIRST[vendor()]} WHERE {where} ORDER BY day DESC"
        days = [day for _sql, day in there]
        reached = statement(
            f"SELECT day, (SELECT day {newest} LIMIT 1) AS last {newest} LIMIT 1 OFFSET %s"
        )
        with _in_order_for_once():
            for first, last in reached.rows([*days, *days, size]):
                return _date(first), _date(last)
        return None

    def answering(self, keys: Sequence[int]) -> set[int]:
        """Return which stories answer, of those that have its grams."""
        doubtful = self._doubtful(keys)
        if not doubtful:
            return set(keys)
        among, value = one_of_sql("article_id", doubtful)
        looked_at = list(self._looked_at())
        where = " AND ".join([among, *(sql for sql, _terms in looked_at)])
        terms = [term for _sql, terms in looked_at for term in terms]
        looked_up = statement(f"SELECT article_id FROM search_entry WHERE {where}")  # noqa: S608
        having = {key for (key,) in looked_up.rows([value, *terms])}
        return having.union(keys) - (set(doubtful) - having)

    def _doubtful(self, keys: Sequence[int]) -> Sequence[int]:
        """Return which of the stories the index alone cannot tell of."""
        wanted, unwanted = self.question.wanted, self.question.unwanted
        if not (self.by_grams and all(map(is_exact, (*wanted, *unwanted)))):
            return keys if (*wanted, *unwanted) else ()
        if self.before or (self.headline and not unwanted):
            return ()
        among, value = one_of_sql("article_id", keys)
        once_said = statement(f"{ONCE_SAID[vendor()]} AND {among}")
        return [key for (key,) in once_said.rows([value])]

    def _looked_at(self) -> Iterator[tuple[str, list[str]]]:
        """Yield what is asked of the words themselves, as SQL with the terms that it names."""
        has = HAS[vendor()]
        words = has.format(column="words")
        either = f"({words} OR {has.format(column='before')})"
        for term in self.question.wanted:
            if self.headline:
                yield has.format(column="headline"), [term]
            elif self.before:
                yield either, [term, term]
            else:
                yield words, [term]
        for term in self.question.unwanted:
            yield f"NOT {either if self.before else words}", [term] * (1 + self.before)

    def _conditions(self, days: Days) -> tuple[list[str], list[Any]]:
        within = self.within
        plain: list[tuple[str, Any]] = [
            ("day >= %s", within.since),
            ("day <= %s", within.until),
            ("day >= %s", days.since),
            ("day < %s", days.before),
        ]
        if not self.by_grams:
            plain += [
                ("paper_id = %s", within.paper),
                ("section = %s", within.section),
                ("number = %s", within.number),
                ("kind = %s", within.kind),
            ]
        found = [(sql, value) for sql, value in plain if value is not None]
        if within.contributor is not None:
            people = Contributor.objects.filter(name=within.contributor).values_list("pk")
            of_them, keys = one_of_sql("contributor_id", [pk for (pk,) in people])
            own = f"SELECT article_id FROM articles_byline WHERE {of_them}"  # noqa: S608
            found.append((f"article_id IN ({own})", keys))
        return [sql for sql, _value in found], [
            str(value) if isinstance(value, dt.date) else value for _sql, value in found
        ]

    def _expressions(self, months: Sequence[dt.date]) -> list[str]:
        """Return what the index is asked, in its own words: all of it must be so."""
        sqlite = vendor() == "sqlite"
        either, without = (" OR ", " NOT ") if sqlite else (" | ", " & !")
        mark = HEADLINE if self.headline else ""
        within = self.within
        wanted = [mark + gram for term in self.question.wanted for gram in needed(term)]
        wanted += marks_of(
            paper=within.paper, section=within.section, number=within.number, kind=within.kind
        )
        found = _quoted(dict.fromkeys(wanted))
        (more,) = _quoted([BEFORE])
        for gone in _quoted(filter(is_exact, self.question.unwanted)):
            # What may have the word only in what it once said is looked at itself.
            not_there = gone if self.before else f"({gone}{without}{more})"
            found[0] = f"({found[0]}){without}{not_there}"
        return [*found, either.join(_quoted(map(month_mark, months)))] if months else found


def _date(value: dt.date | str) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _hits(expressions: list[str], *, common: bool) -> tuple[str, list[Any]]:
    """Return the SQL of what has all the grams, and its values."""
    if vendor() == "sqlite":
        grams = _for_sqlite(expressions)
        return (WALK, [grams]) if common else (LOOK, [grams, COMMON + 1, COMMON])
    # The months stand last.
    first, rest = expressions[: 1 - MOST_CONDITIONS], expressions[1 - MOST_CONDITIONS :]
    apart = [" & ".join(f"({one})" for one in first)] if first else []
    conditions = " AND ".join([HAS_GRAMS] * len([*apart, *rest]))
    return ON_SERVER.format(conditions=conditions), [*apart, *rest]


def _for_sqlite(expressions: Iterable[str]) -> str:
    return " AND ".join(f"({one})" for one in expressions)


def _quoted(grams: Iterable[str]) -> list[str]:
    quote = '"' if vendor() == "sqlite" else "'"
    return [f"{quote}{gram}{quote}" for gram in grams]
