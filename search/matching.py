"""A question as a condition on entries: grams by the index, the rest by a look at the words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from articles.models import Byline, Contributor
from search.gram_tables import VECTOR
from search.grams import BEFORE, HEADLINE, is_exact, needed
from search.models import Entry
from search.question import Question, Within

# With more hits than that SQLite goes through the days and looks at each, instead of sorting them.
COMMON = 5000
LOOK = "search_entry.id IN (SELECT rowid FROM search_grams WHERE search_grams MATCH %s)"
WALK = f"+{LOOK}"
BY_DAY = ("-day", "number", "article_id")


@contextmanager
def index_used() -> Iterator[None]:
    """Let PostgreSQL use the index for common words, too: it would rather read everything."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def matching(
    question: Question, within: Within, *, before: bool = False, headline: bool = False
) -> QuerySet[Entry]:
    """Return the entries that answer, the newest first; to be asked for with ``index_used``.

    ``before`` also looks at what stories once said; ``headline`` wants the words in the headline.
    """
    entries = _within(Entry.objects.all(), within)
    expression = _expression(question, before=before, headline=headline)
    if expression:
        entries = entries.filter(_by_grams(expression))
    for term in question.wanted:
        if headline:
            entries = entries.filter(_has("headline", term))
        elif before:
            if not is_exact(term):
                entries = entries.filter(_has("words", term) | _has("before", term))
        elif not is_exact(term):
            entries = entries.filter(_has("words", term))
        else:
            entries = entries.filter(Q(before="") | _has("words", term))
    for term in question.unwanted:
        absent = ~_has("words", term)
        entries = entries.filter(absent & ~_has("before", term) if before else absent)
    return entries.order_by(*BY_DAY)


def _expression(question: Question, *, before: bool, headline: bool) -> str:
    """Return what the index is asked, in its own words."""
    sqlite = connection.vendor == "sqlite"
    quote = '"' if sqlite else "'"
    mark = HEADLINE if headline else ""
    wanted = dict.fromkeys(mark + gram for term in question.wanted for gram in needed(term))
    if not wanted:
        return ""
    both, without = (" AND ", " NOT ") if sqlite else (" & ", " & !")
    found = both.join(f"{quote}{gram}{quote}" for gram in wanted)
    more = f"{quote}{BEFORE}{quote}"
    for term in filter(is_exact, question.unwanted):
        # What may have the word only in what it once said is looked at itself.
        gone = f"{quote}{term}{quote}"
        found = f"({found}){without}" + (gone if before else f"({gone}{without}{more})")
    return found


def _by_grams(expression: str) -> RawSQL:
    if connection.vendor == "sqlite":
        # With the sign before it the number is no way in: the days are gone through.
        sql = WALK if _is_common(expression) else LOOK
    else:
        sql = f"{VECTOR} @@ %s::tsquery"
    return RawSQL(sql, [expression], BooleanField())  # noqa: S611 - the expression is a parameter


def _is_common(expression: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM"
            " (SELECT 1 FROM search_grams WHERE search_grams MATCH %s LIMIT %s)",
            [expression, COMMON + 1],
        )
        return bool(cursor.fetchone()[0] > COMMON)


def _has(column: str, term: str) -> Any:
    """Whether a column has a term; letter for letter, as ``LIKE`` is not on SQLite."""
    return Q(Found(StrIndex(column, Value(term)), Value(0)))


class Found(Func):
    """Whether one number is above another."""

    template = "%(expressions)s"
    arg_joiner = " > "
    arity = 2
    output_field = BooleanField()
    conditional = True


def _within(entries: QuerySet[Entry], within: Within) -> QuerySet[Entry]:
    plain = {
        "day__gte": within.since,
        "day__lte": within.until,
        "paper": within.paper,
        "section": within.section,
        "number": within.number,
        "kind": within.kind,
    }
    entries = entries.filter(**{name: value for name, value in plain.items() if value is not None})
    if within.contributor is not None:
        people = Contributor.objects.filter(name=within.contributor).values_list("pk", flat=True)
        stories = Byline.objects.filter(contributor__in=list(people)).order_by()
        entries = entries.filter(article__in=stories.values("article"))
    return entries
