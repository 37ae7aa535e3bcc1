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
from reading.folded import usual_name
from search.facets import Row
from search.gram_tables import KEY_BITS, OWN_KEY, VECTOR, place_of
from search.grams import BEFORE, HEADLINE, is_exact, marks_of, month_mark, needed
from search.keys import one_of_sql
from search.question import Question, Within

BY_DAY = ("-day", "number", "article_id")
COLUMNS = "article_id, day, paper_id, number, kind, section"
# SQLite's index has the newest last, and is read from there until there are enough: what is asked
# is asked of the index, and a row is looked up only for what results are counted by.
NEWEST_FIRST = (
    "SELECT article_id, {year}, paper_id, number, kind, section, search_grams.rowid"  # noqa: S608
    f" FROM search_grams CROSS JOIN search_entry ON article_id = {OWN_KEY}"
    " WHERE search_grams MATCH %s{conditions} ORDER BY search_grams.rowid DESC"
)
# So many are taken of it at once.
TAKEN = 64
# Which stories once said something else.
ONCE_SAID = {
    "sqlite": f"SELECT {OWN_KEY} FROM search_grams WHERE search_grams MATCH '\"{BEFORE}\"'"  # noqa: S608
    " AND search_grams.rowid BETWEEN %s AND %s AND {among}",
    "postgresql": "SELECT article_id FROM search_entry WHERE before <> '' AND {among}",
}
# Behind ``OFFSET`` no other condition and no order is a way in: a row's grams, once they are not
# looked up but made out, take longer than all the rest.
ON_SERVER = f"SELECT {COLUMNS} FROM search_entry WHERE {{conditions}} OFFSET 0"  # noqa: S608
HAS_GRAMS = f"{VECTOR} @@ %s::tsquery"
# PostgreSQL leaps from one condition of its index to the next; within one it looks at each row.
MOST_CONDITIONS = 8
# So many are asked for at once; what is not taken of them has cost little.
SENT = 10_000
# It takes of it what it needs: to sort ninety thousand rows 18 MB.
MEMORY = "64MB"
# Letter for letter, as ``LIKE`` is not on SQLite.
HAS = {"sqlite": "instr({column}, %s) > 0", "postgresql": "strpos({column}, %s) > 0"}
YEAR = {
    "sqlite": "CAST(substr(day, 1, 4) AS integer)",
    "postgresql": "extract(year FROM day)::integer",
}


def index_used() -> AbstractContextManager[None]:
    """Let PostgreSQL use the index for common words, too: it would rather read everything.

    With its own memory it forgets, among a million stories, which row of a page it was, and makes
    out the grams of all ten: a hundred seconds where one is enough.
    """
    return _told(enable_seqscan="off", work_mem=MEMORY)


def in_order_of_an_index() -> AbstractContextManager[None]:
    """Let PostgreSQL step through an index: it would rather collect all rows and sort them."""
    return _told(enable_bitmapscan="off")


@contextmanager
def _told(**settings: str) -> Iterator[None]:
    """Tell PostgreSQL what holds within a transaction."""
    if vendor() != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            said = (f"SET LOCAL {name} = '{value}'" for name, value in settings.items())
            cursor.execute("; ".join(said))
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
    def in_no_order(self) -> bool:
        """Whether the index has to find all that have the grams before it can tell the newest."""
        return self.by_grams and vendor() != "sqlite"

    def rows(self, days: Days, count: int) -> Iterator[list[Row]]:
        """Yield the newest that may answer, so many at once: those that have all the grams."""
        if self.by_grams and vendor() == "sqlite":
            yield from _day_by_day(self._newest_last(), count)
            return
        conditions, values = self._conditions(days)
        source = "search_entry"
        if self.by_grams:
            hits, expressions = _hits(self._expressions(days.months))
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
                yield [Row(*row) for row in rows]
            if got < size:
                return
            start, size = start + size, size * 8

    def _newest_last(self) -> Iterator[list[Row]]:
        """Yield what has all the grams as SQLite's index has it, from its end."""
        within = self.within
        bounds: list[tuple[str, Any]] = []
        if within.since:
            bounds.append(("search_grams.rowid >= %s", place_of(within.since)))
        if within.until:
            bounds.append(("search_grams.rowid < %s", place_of(within.until) + (1 << KEY_BITS)))
        bounds += self._own(OWN_KEY)
        conditions = "".join(f" AND {sql}" for sql, _value in bounds)
        sql = NEWEST_FIRST.format(year=YEAR["sqlite"], conditions=conditions)
        grams = " AND ".join(f"({one})" for one in self._expressions(()))
        values = [grams, *(value for _sql, value in bounds)]
        for rows in statement(sql).pieces(values, TAKEN):
            yield [Row._make(row) for row in rows]

    def days(self, before: dt.date | None, size: int) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of the newest stories, so many and one, if there are.

        Of all that there are in the days that are looked at, whatever they say.
        """
        bounds = [("day < %s", before), ("day <= %s", self.within.until)]
        there = [(sql, str(day)) for sql, day in bounds if day]
        where = " AND ".join(sql for sql, _day in there) or "TRUE"
        newest = f"FROM search_entry WHERE {where} ORDER BY day DESC"
        days = [day for _sql, day in there]
        reached = statement(
            f"SELECT day, (SELECT day {newest} LIMIT 1) AS last {newest} LIMIT 1 OFFSET %s"
        )
        with _in_order_for_once():
            for first, last in reached.rows([*days, *days, size]):
                return first, last
        return None

    def answering(self, rows: Sequence[Row]) -> set[int]:
        """Return which stories answer, of those that have its grams."""
        keys = [row.article for row in rows]
        doubtful = self._doubtful(rows, keys)
        if not doubtful:
            return set(keys)
        among, value = one_of_sql("article_id", doubtful)
        looked_at = list(self._looked_at())
        where = " AND ".join([among, *(sql for sql, _terms in looked_at)])
        terms = [term for _sql, terms in looked_at for term in terms]
        looked_up = statement(f"SELECT article_id FROM search_entry WHERE {where}")  # noqa: S608
        having = {key for (key,) in looked_up.rows([value, *terms])}
        return having.union(keys) - (set(doubtful) - having)

    def _doubtful(self, rows: Sequence[Row], keys: Sequence[int]) -> Sequence[int]:
        """Return which of the stories the index alone cannot tell of."""
        wanted, unwanted = self.question.wanted, self.question.unwanted
        if not (self.by_grams and all(map(is_exact, (*wanted, *unwanted)))):
            return keys if (*wanted, *unwanted) else ()
        if self.before or (self.headline and not unwanted):
            return ()
        sqlite = vendor() == "sqlite"
        among, value = one_of_sql(OWN_KEY if sqlite else "article_id", keys)
        places = [row.place for row in rows]
        bounds = [min(places), max(places)] if sqlite else []
        once_said = statement(ONCE_SAID[vendor()].format(among=among))
        return [key for (key,) in once_said.rows([*bounds, value])]

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
        found += self._own("article_id")
        return [sql for sql, _value in found], [
            str(value) if isinstance(value, dt.date) else value for _sql, value in found
        ]

    def _own(self, key: str) -> list[tuple[str, str]]:
        """Return what is asked of a story's ``key`` when it must be a contributor's."""
        if self.within.contributor is None:
            return []
        name = usual_name(self.within.contributor)
        people = Contributor.objects.filter(name=name).values_list("pk")
        of_them, keys = one_of_sql("contributor_id", [pk for (pk,) in people])
        own = f"SELECT article_id FROM articles_byline WHERE {of_them}"  # noqa: S608
        return [(f"{key} IN ({own})", keys)]

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


def _day_by_day(pieces: Iterable[list[Row]], count: int) -> Iterator[list[Row]]:
    """Yield whole days in the order in which stories are listed, some ``count`` rows at once."""
    held: list[Row] = []
    for rows in pieces:
        held += rows
        begun = held[-1].place >> KEY_BITS
        whole = next((at for at, row in enumerate(held) if row.place >> KEY_BITS == begun), 0)
        if whole >= count:
            yield _listed(held[:whole])
            held = held[whole:]
    yield _listed(held)


def _listed(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-(row.place >> KEY_BITS), row.number, row.article))


def _hits(expressions: list[str]) -> tuple[str, list[Any]]:
    """Return the SQL of what has all the grams, and its values."""
    # The months stand last.
    first, rest = expressions[: 1 - MOST_CONDITIONS], expressions[1 - MOST_CONDITIONS :]
    apart = [" & ".join(f"({one})" for one in first)] if first else []
    conditions = " AND ".join([HAS_GRAMS] * len([*apart, *rest]))
    return ON_SERVER.format(conditions=conditions), [*apart, *rest]


def _quoted(grams: Iterable[str]) -> list[str]:
    quote = '"' if vendor() == "sqlite" else "'"
    return [f"{quote}{gram}{quote}" for gram in grams]
