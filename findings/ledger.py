"""职务册: the confirmed holders of offices, and the names of the last months, against a page.

Whom a page names with an office is kept as a ``Mention``, with its day: a fact, no judgement. What
is remembered is held against the page by ``proofing.remembered``; here is what the database gives,
and whether somebody holds an office on the day on which he is named with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from articles.models import Article
from audit.bulk_insert import insert, placeholders
from findings.knowledge import Mention
from issues.models import Page
from proofing.galley import Galley
from proofing.hits import Found, Hit
from proofing.persons import LEAST_TITLE, Person, RunningText, slip_hit
from proofing.prose import found_at
from proofing.remembered import LAST_MONTHS, Leader, Remembered, check_remembered

if TYPE_CHECKING:
    from findings.holders import Named


def check_ledger(
    page: Page, stories: Sequence[Galley], text: RunningText, known: Remembered, source: str
) -> Iterator[Found]:
    """Yield the names on the page that the ledger or the last months say otherwise."""
    for story, part, hit in check_remembered(page.issue.date, text, known):
        yield found_at(story, stories[story], part, hit, source)


def turned(
    found: Iterable[Found],
    page: Page,
    stories: Sequence[Galley],
    text: RunningText,
    leaders: Sequence[Leader],
    source: str,
) -> Iterator[Found]:
    """Yield what was found; a confirmed leader's name is no slip of one that nobody confirmed.

    There the other way round is asked: of two names a page cannot tell by itself which is right.
    """
    sure = {row.holder: row for row in leaders if row.holds_on(page.issue.date)}
    for row in found:
        leader = sure.get(row.params["text"]) if row.code == "name-slip" else None
        if leader is None or row.params["name"] in sure:
            yield row
            continue
        other = row.params["name"]
        place = text.place(text.whole.find(other), len(other))
        hit = slip_hit("name-near-leader", leader.person, place)
        yield found_at(place.story, stories[place.story], place.part, hit, source)


def check_terms(
    page: Page,
    stories: Sequence[Galley],
    named: Sequence[Named],
    leaders: Sequence[Leader],
    source: str,
) -> Iterator[Found]:
    """Yield who is named with an office on a day on which he does not hold it."""
    for row in named:
        seen = row.seen
        terms = [
            one
            for one in leaders
            if (one.place, one.title, one.holder) == (seen.place, seen.title, seen.holder)
        ]
        if not terms or any(one.holds_on(page.issue.date) for one in terms):
            continue
        params = {
            "place": seen.place,
            "title": seen.title,
            "holder": seen.holder,
            "term": terms[0].term,
            "date": f"{page.issue.date:%Y-%m-%d}",
        }
        key = (seen.place, seen.title, seen.holder, params["date"])
        hit = Hit("office-out-of-term", seen.start, seen.end, params, key, key)
        yield found_at(row.story, stories[row.story], row.part, hit, source)


def last_months(page: Page, text: RunningText) -> list[tuple[str, str, dt.date]]:
    """Return whom the paper named in the last months, where the name is near to one here.

    What an earlier check of the page saw is forgotten by then.
    """
    here = {name for name, rows in text.people.items() if _is_titled(name, rows)}
    if not here:
        return []
    # One of each name and title, as it stood last.
    last = {row[:2]: row[2] for row in sorted(_near(here, page), key=lambda row: row[2])}
    return [(*key, seen) for key, seen in sorted(last.items())]


def _near(here: set[str], page: Page) -> Iterator[tuple[str, str, dt.date]]:
    """Yield the names, offices and days of the last months that come near to one of ``here``.

    Every page asks, and Django would build the question for longer than it takes to answer.
    """
    day, paper = page.issue.date, page.issue.publication_id
    # Two with an index each: joined by OR one database would go over all of the paper's.
    asked: list[str] = []
    values: list[Any] = []
    for column, parts in (("head", {name[:2] for name in here}), ("frame", set(map(_frame, here)))):
        asked.append(
            f"SELECT name, title, date FROM {Mention._meta.db_table}"  # noqa: S608 - of a column
            f" WHERE publication_id = %s AND {column} IN ({placeholders(parts)})"
            " AND date BETWEEN %s AND %s"
        )
        values += [paper, *sorted(parts), day - dt.timedelta(LAST_MONTHS), day]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), values)
        for name, title, seen in cursor.fetchall():
            # SQLite gives the columns of such a question as they are kept.
            yield name, title, dt.date.fromisoformat(seen) if isinstance(seen, str) else seen


def keep_mentions(page: Page, articles: Sequence[Article | None], text: RunningText) -> None:
    """Write whom the page names with an office: a fact, no judgement."""
    seen = {
        (row.story, name, row.title[-20:])
        for name, rows in text.people.items()
        if _is_titled(name, rows)
        for row in rows
        if len(row.title) >= LEAST_TITLE
    }
    insert(
        Mention(
            publication_id=page.issue.publication_id,
            article=article,
            date=page.issue.date,
            name=name,
            title=title,
            head=name[:2],
            frame=_frame(name),
        )
        for story, name, title in sorted(seen)
        if (article := articles[story]) is not None
    )


def forget_mentions(page: Page) -> None:
    """Take out what an earlier check of the page saw, before it is seen anew."""
    Mention.objects.filter(article__page=page).delete()


def _is_titled(name: str, rows: Sequence[Person]) -> bool:
    return len(name) > 2 and any(len(row.title) >= LEAST_TITLE for row in rows)


def _frame(name: str) -> str:
    return name[0] + name[-1]
