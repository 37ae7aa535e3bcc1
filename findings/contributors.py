"""Names one character apart: a slip of one person's name, or two people?

Two people of one surname who share one character of their given name are common (陈建国 and
陈建华), so the evidence decides. A pair is not asked about

* when both names have stood over stories on three days or more: so often nobody errs;
* when both have stood over one story: they are two people;
* when a name has two characters and the other differs in the whole given name (王芳, 王萍), unless
  the two characters look or sound alike (王晓, 王晚);
* when one name only has a character more (王芳, 王芳芳), unless the one is new and the other known;
* when a person has said that they are two people, or one under two names (``Verdict``).

Every other pair is asked about once in a paper, whichever page came first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Max

from articles.models import Byline
from findings.directory import People
from findings.knowledge import Verdict
from issues.models import Page
from proofing.galley import Galley
from proofing.hits import MOST_OF_A_KIND, Found
from proofing.lexicon import phrases
from reading.document import Span
from reading.folded import usual_name

KNOWN_DAYS = 3
# No page that was printed has so many; one that was made to do harm could.
MOST_PAIRS = 1_000
# Characters that are taken for each other by the eye or on the keyboard.
ALIKE = phrases("alike")


@dataclass(frozen=True, slots=True)
class _Seen:
    """On how many days a name stood over a story, and on which one last."""

    days: int
    last: str


def check_contributors(
    page: Page, stories: list[Galley], source: str, people: People
) -> Iterator[Found]:
    """Yield the pairs that the names on ``page`` make with other names of the paper."""
    pairs = list(islice(_pairs(page, stories, people), MOST_PAIRS))
    if not pairs:
        return
    seen = _seen(page, {name for pair in pairs for name in pair})
    known = (name for name, row in seen.items() if row.days >= KNOWN_DAYS)
    people.settled.update((page.issue.publication_id, name) for name in known)
    said = judged(page, {name for pair in pairs for name in pair})
    open_ = (pair for pair in sorted(pairs) if frozenset(pair) not in said)
    may_be = (pair for pair in open_ if may_be_one(*pair, seen))
    asked = (pair for pair in may_be if not _over_one_story(page, *pair))
    for name, other in islice(asked, MOST_OF_A_KIND):
        evidence = {"name": name, "other": other, "other_date": seen[other].last}
        names = tuple(sorted((name, other)))
        key = (str(page.issue.publication_id), *names)
        story, span = _printed(stories, name, source)
        yield Found("similar-contributor", evidence, span, story, key=key, topic=names, once=True)


def _printed(stories: list[Galley], name: str, source: str) -> tuple[int | None, Span | None]:
    """Return the first story over which ``name`` stands, and where the source has it."""
    for place, one in enumerate(stories):
        stands = next((row.name for row in one.story.bylines if usual_name(row.name) == name), "")
        if not stands:
            continue
        for row in one.read.segments if one.read else []:
            at = source.find(stands, *row.span) if row.part == "byline" else -1
            if at >= 0:
                return place, (at, at + len(stands))
        return place, None
    return None, None


def _pairs(page: Page, stories: list[Galley], people: People) -> Iterator[tuple[str, str]]:
    """Yield each pair once, the name that stands on the page first.

    Two names over one story are left out, and without counting them again two that both stood
    over stories on many days.
    """
    paper = page.issue.publication_id
    here: dict[str, set[int]] = {}
    for place, one in enumerate(stories):
        for row in one.story.bylines:
            here.setdefault(usual_name(row.name), set()).add(place)
    for name in sorted(filter(None, here)):
        for other in people.alike(paper, name):
            twice = other in here and other < name
            settled = {(paper, name), (paper, other)} <= people.settled
            if not twice and not settled and here[name].isdisjoint(here.get(other, ())):
                yield name, other


def _seen(page: Page, names: set[str]) -> dict[str, _Seen]:
    """Return what the paper's stories say of ``names``; a name over no story is left out."""
    rows = (
        Byline.objects.filter(
            contributor__publication=page.issue.publication_id, contributor__name__in=names
        )
        .values_list("contributor__name")
        .annotate(
            days=Count("article__page__issue", distinct=True),
            last=Max("article__page__issue__date"),
        )
    )
    return {name: _Seen(days, f"{last:%Y-%m-%d}") for name, days, last in rows}


def judged(page: Page, names: set[str]) -> set[frozenset[str]]:
    """Return the pairs of which a person has said that both names are right."""
    rows = Verdict.objects.in_force().exclude(kind=Verdict.Kind.SLIP)
    rows = rows.filter(person__publication=page.issue.publication_id, person__name__in=names)
    return {frozenset(row) for row in rows.values_list("person__name", "other__name")}


def may_be_one(name: str, other: str, seen: dict[str, _Seen]) -> bool:
    """Whether the two names may be one person's, by how often each was seen and how they differ."""
    if name not in seen or other not in seen:
        return False
    days = sorted((seen[name].days, seen[other].days))
    if days[0] >= KNOWN_DAYS:
        return False
    if len(name) != len(other):
        return days[0] == 1 and days[1] >= KNOWN_DAYS
    return len(name) > 2 or _look_alike(name[1], other[1])


def _look_alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in ALIKE)


def _over_one_story(page: Page, name: str, other: str) -> bool:
    bylines = Byline.objects.filter(
        contributor__publication=page.issue.publication_id, contributor__name=name
    )
    return bylines.filter(article__bylines__contributor__name=other).exists()
