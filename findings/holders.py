"""Offices in the database: what the stories say, kept as sightings, and where they contradict."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.models import Article
from audit.bulk_insert import insert
from findings.directory import Held, Offices
from findings.models import Office, Sighting
from issues.models import Page
from proofing.galley import Galley, Part
from proofing.hits import Found, Place
from proofing.locations import source_span
from proofing.offices import HEADS, Seen, find_offices, own_place
from proofing.prose import Views


@dataclass(frozen=True, slots=True)
class Named:
    """An office named on the page: by which story, in which part."""

    seen: Seen
    story: int
    part: Part


def named_offices(page: Page, views: Views) -> list[Named]:
    paper = page.issue.publication
    own = own_place(paper.organ, paper.sponsor)
    return [
        Named(seen, place, part)
        for place, one in enumerate(views.folded)
        for part in one.running
        for seen in find_offices(part, own=own, places=views.places)
    ]


def check_offices(
    page: Page, stories: list[Galley], named: list[Named], known: list[Held], source: str
) -> Iterator[Found]:
    """Yield offices with two holders and holders with two offices that exclude each other."""
    for row in _first_of_each(named):
        for other in _other_holders(row.seen, named, known, page.issue.date):
            yield _question("office-two-holders", page, stories, row, other, source)
        for other in _other_offices(row.seen, named, known):
            yield _question("holder-two-offices", page, stories, row, other, source)


@dataclass(frozen=True, slots=True)
class _Other:
    """What contradicts: an office, its holder, and when it was last named."""

    place: str
    title: str
    holder: str
    date: str


def _first_of_each(named: list[Named]) -> list[Named]:
    rows: dict[tuple[str, str, str], Named] = {}
    for row in named:
        rows.setdefault((row.seen.place, row.seen.title, row.seen.holder), row)
    return list(rows.values())


def _other_holders(
    seen: Seen, named: list[Named], known: list[Held], date: dt.date
) -> Iterator[_Other]:
    """Yield who else holds this office: on this page, and the one named nearest in time."""
    if not seen.is_single:
        return
    here = {row.seen.holder for row in named if row.seen.office == seen.office}
    for holder in sorted(here):
        if holder > seen.holder:
            yield _Other(*seen.office, holder, f"{date:%Y-%m-%d}")
    same = [row for row in known if row.office == seen.office]
    sure = {row.holder for row in same if row.confirmed}
    others = [
        (abs(row.last - date), row.holder, row.last)
        for row in same
        if row.last and row.holder not in here and not _was_before(row, date)
    ]
    if others:
        _days, holder, last = min(others)
        # Both were confirmed: one came after the other.
        if not {seen.holder, holder} <= sure:
            yield _Other(*seen.office, holder, f"{last:%Y-%m-%d}")


def _was_before(row: Held, date: dt.date) -> bool:
    """Whether a person has said that he holds the office at another time than on ``date``."""
    return row.confirmed and not row.holds_on(date)


def _other_offices(seen: Seen, named: list[Named], known: list[Held]) -> Iterator[_Other]:
    """Yield the offices of this name that nobody can hold beside this one."""
    if not seen.is_single:
        return
    here = {row.seen.office for row in named if row.seen.holder == seen.holder}
    for office in sorted(here):
        if office > seen.office and _exclude(seen, *office):
            yield _Other(*office, seen.holder, "")
    yield from _offices_held(seen, here, [row for row in known if row.holder == seen.holder])


def _offices_held(seen: Seen, here: set[tuple[str, str]], held: list[Held]) -> Iterator[_Other]:
    sure = {row.office for row in held if row.confirmed}
    others = [row for row in held if row.last and row.office not in here]
    for row in others:
        # Both were confirmed: one came after the other.
        if _exclude(seen, *row.office) and not {row.office, seen.office} <= sure:
            yield _Other(*row.office, row.holder, f"{row.last:%Y-%m-%d}")


def _exclude(seen: Seen, place: str, title: str) -> bool:
    """Whether nobody can hold both: the same head office in two places, two heads of one place."""
    heads = [re.search(head, seen.title) is not None for head in HEADS]
    others = [re.search(head, title) is not None for head in HEADS]
    if not any(heads) or not any(others):
        return False
    return (place != seen.place) if heads == others else place == seen.place


def _question(
    code: str, page: Page, stories: list[Galley], row: Named, other: _Other, source: str
) -> Found:
    seen, part = row.seen, row.part
    evidence = {
        "place": seen.place,
        "title": seen.title,
        "holder": seen.holder,
        "other_place": other.place,
        "other_title": other.title,
        "other": other.holder,
        "other_date": other.date or f"{page.issue.date:%Y-%m-%d}",
    }
    one = (seen.place, seen.title, seen.holder)
    both = sorted([one, (other.place, other.title, other.holder)])
    topic = tuple(value for named in both for value in named)
    part, start, end = part.standing(seen.start, seen.end)
    where = Place(part.name, part.index, start, end)
    span = source_span(stories[row.story], where, part.text, source)
    key = (str(page.issue.publication_id), *topic)
    return Found(code, evidence, span, row.story, key, topic, where, once=True)


def known_offices(page: Page, named: list[Named], offices: Offices) -> list[Held]:
    """Return the paper's offices that concern ``named``, each with the last day it was seen."""
    if not named:
        return []
    keys = {(row.seen.place, row.seen.title) for row in named}
    holders = {row.seen.holder for row in named}
    return offices.concerning(page.issue.publication_id, keys, holders)


def forget_sightings(page: Page) -> None:
    """Take out what an earlier check of the page saw, before it is seen anew."""
    Sighting.objects.filter(article__page=page).delete()


def keep_sightings(
    page: Page,
    articles: Sequence[Article | None],
    named: list[Named],
    known: list[Held],
    offices: Offices,
) -> None:
    """Write what the page says of offices: a fact with its place, no judgement."""
    rows = {(row.place, row.title, row.holder): row for row in known}
    missing = {_key(row) for row in named} - rows.keys()
    if missing:
        made = _make_offices(page, missing)
        offices.add(page.issue.publication_id, made)
        rows |= {(row.place, row.title, row.holder): row for row in made}
    sightings = []
    for row in named:
        article, held = articles[row.story], rows[_key(row)]
        if article is None:
            continue
        sightings.append(
            Sighting(
                office_id=held.pk,
                article=article,
                date=page.issue.date,
                part=row.part.name,
                part_index=row.part.index,
                text_start=row.seen.start,
                text_end=row.seen.end,
            )
        )
        held.last = max(held.last or page.issue.date, page.issue.date)
    insert(sightings)


def _make_offices(page: Page, missing: set[tuple[str, str, str]]) -> list[Held]:
    """Make offices seen for the first time; another import may make them at the same moment."""
    paper = page.issue.publication_id
    # In order, so that two imports never wait for each other crosswise.
    Office.objects.bulk_create(
        (
            Office(publication_id=paper, place=place, title=title, holder=holder)
            for place, title, holder in sorted(missing)
        ),
        ignore_conflicts=True,
    )
    holders = {holder for _place, _title, holder in missing}
    rows = Office.objects.filter(publication=paper, holder__in=holders).order_by()
    found = rows.values_list("pk", "place", "title", "holder")
    return [Held(*row) for row in found if row[1:] in missing]


def _key(row: Named) -> tuple[str, str, str]:
    return row.seen.place, row.seen.title, row.seen.holder
