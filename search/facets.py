"""By what results are narrowed, and how many would be left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from audit.ready import statement, vendor
from search.keys import one_of_sql

K = TypeVar("K", int, str)
Counted = Sequence[tuple[K, int]]
SHOWN = 12
# Each is looked for by itself, which needs nothing to be known of how many there are.
# A name may be that of one in each paper; of a story they are of one.
CONTRIBUTORS = (
    "SELECT name, CAST(sum(stories) AS integer) FROM"
    " (SELECT contributor_id, count(DISTINCT article_id) AS stories FROM"
    " (SELECT contributor_id, article_id FROM articles_byline WHERE {condition}{apart}) own"
    " GROUP BY contributor_id) counted"
    " JOIN articles_contributor ON articles_contributor.id = contributor_id"
    " GROUP BY name ORDER BY sum(stories) DESC, name LIMIT %s"
)
# PostgreSQL would go through all bylines in the order of who wrote them, to have them grouped.
APART = {"sqlite": "", "postgresql": " OFFSET 0"}


class Row(NamedTuple):
    """One story that answers, and what facets are made of; ``place`` is its in SQLite's index."""

    article: int
    year: int
    paper: int
    number: int
    kind: str
    section: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """Values and how many results have them, the commonest first; years the newest first."""

    years: Counted[int] = ()
    papers: Counted[int] = ()
    numbers: Counted[int] = ()
    kinds: Counted[str] = ()
    sections: Counted[str] = ()
    contributors: Counted[str] = ()


def facets_of(rows: Sequence[Row]) -> Facets:
    """Count the results by each of them."""
    if not rows:
        return Facets()
    articles, years, papers, numbers, kinds, sections, _places = zip(*rows, strict=True)
    return Facets(
        years=sorted(Counter(years).items(), reverse=True),
        papers=_commonest(Counter(papers)),
        numbers=sorted(Counter(numbers).items())[:SHOWN],
        kinds=_commonest(Counter(kinds)),
        sections=_commonest(Counter(filter(None, sections)))[:SHOWN],
        contributors=_contributors(articles),
    )


def _contributors(keys: Sequence[int]) -> Counted[str]:
    condition, value = one_of_sql("article_id", keys)
    sql = CONTRIBUTORS.format(condition=condition, apart=APART[vendor()])
    return statement(sql).rows([value, SHOWN])


def _commonest(counter: Counter[K]) -> list[tuple[K, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
