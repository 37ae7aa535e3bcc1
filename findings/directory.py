"""What is known of the papers while page after page of them is checked.

Each thing is asked of the database when a page first needs it, and then no more. Who keeps it
from one page to the next must see to it that it still holds: ``importing.memory``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import OuterRef, Q, QuerySet, Subquery

from articles.models import Contributor
from articles.models.article import FirstCharacter
from findings.house_words import Words
from findings.models import Office, Sighting, Waiver
from proofing.remembered import Leader
from proofing.similarity import forms, one_apart


@dataclass(slots=True)
class _Group:
    """The names that begin with one character, their keys, and which of them have a form."""

    keys: dict[str, int] = field(default_factory=dict)
    by_form: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, key: int) -> None:
        self.keys[name] = key
        for form in forms(name):
            self.by_form.setdefault(form, []).append(name)


class People:
    """The contributors of the papers. Names one character apart are found without a walk."""

    def __init__(self) -> None:
        self._groups: dict[tuple[int, str], _Group] = {}
        # Names that stood over stories on so many days that nobody asks about two of them.
        self.settled: set[tuple[int, str]] = set()
        self.size = 0

    def keys(self, paper: int, names: Iterable[str]) -> dict[str, int]:
        """Return the keys of those of ``names`` that are the paper's contributors."""
        wanted = set(names)
        self._ask(paper, {name[:1] for name in wanted})
        pairs = ((name, self._groups[paper, name[:1]].keys.get(name)) for name in wanted)
        return {name: key for name, key in pairs if key is not None}

    def add(self, paper: int, keys: Iterable[tuple[str, int]]) -> None:
        """Learn of contributors that were not there when their first character was asked for."""
        for name, key in keys:
            group = self._groups.setdefault((paper, name[:1]), _Group())
            if name not in group.keys:
                group.add(name, key)
                self.size += 1

    def alike(self, paper: int, name: str) -> list[str]:
        """Return the paper's contributors whose name is one character away from ``name``.

        The first character is the same: another surname is another family.
        """
        self._ask(paper, {name[:1]})
        group = self._groups[paper, name[:1]]
        near = {other for form in forms(name) for other in group.by_form.get(form, ())}
        return sorted(other for other in near if one_apart(name, other))

    def _ask(self, paper: int, firsts: set[str]) -> None:
        new = {first for first in firsts if (paper, first) not in self._groups}
        if not new:
            return
        for first in new:
            self._groups[paper, first] = _Group()
        rows = Contributor.objects.filter(publication=paper).annotate(first=FirstCharacter("name"))
        self.add(paper, rows.filter(first__in=new).order_by().values_list("name", "pk"))


@dataclass(slots=True)
class Held:
    """An office with its holder, whether that was confirmed, and the day it was last named."""

    pk: int
    place: str
    title: str
    holder: str
    confirmed: bool = False
    last: dt.date | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def office(self) -> tuple[str, str]:
        """The place and the title."""
        return self.place, self.title

    def holds_on(self, day: dt.date) -> bool:
        """Whether the office is held so on ``day``, as far as a person has said."""
        before = self.since is not None and day < self.since
        return not before and (self.until is None or day <= self.until)


class Offices:
    """The offices of the papers, by place and title and by holder.

    ``but_for`` is a page whose own sightings do not count.
    """

    def __init__(self, *, but_for: int | None = None) -> None:
        self._but_for = but_for
        self._rows: dict[int, Held] = {}
        self._found: defaultdict[tuple[object, ...], dict[int, Held]] = defaultdict(dict)
        self._asked: set[tuple[object, ...]] = set()

    @property
    def size(self) -> int:
        """How many offices are known."""
        return len(self._rows)

    def concerning(
        self, paper: int, offices: set[tuple[str, str]], holders: set[str]
    ) -> list[Held]:
        """Return who holds one of ``offices``, places and titles, and what ``holders`` hold."""
        new = {office for office in offices if (paper, *office) not in self._asked}
        names = {name for name in holders if (paper, name) not in self._asked}
        if new or names:
            self._ask(paper, new, names)
        keys = [*((paper, *office) for office in offices), *((paper, name) for name in holders)]
        rows = {row.pk: row for key in keys for row in self._found[key].values()}
        return [rows[key] for key in sorted(rows)]

    def add(self, paper: int, rows: Iterable[Held]) -> None:
        """Learn of offices that were not there when they were asked for."""
        for row in rows:
            known = self._rows.setdefault(row.pk, row)
            self._found[paper, row.place, row.title][row.pk] = known
            self._found[paper, row.holder][row.pk] = known

    def _ask(self, paper: int, offices: set[tuple[str, str]], holders: set[str]) -> None:
        # Two queries with an index each: joined by OR they would go over all the paper's offices.
        if offices:
            # Wider than the pairs, because many of them joined by OR are slow to put into SQL.
            places, titles = zip(*offices, strict=True)
            self._read(paper, Q(place__in=set(places), title__in=set(titles)))
        if holders:
            self._read(paper, Q(holder__in=holders))
        self._asked |= {(paper, *office) for office in offices}
        self._asked |= {(paper, name) for name in holders}

    def _read(self, paper: int, wanted: Q) -> None:
        found = Office.objects.filter(wanted, publication=paper).order_by()
        rows = found.annotate(last=Subquery(self._days())).values_list(
            "pk", "place", "title", "holder", "confirmed_by", "last", "since", "until"
        )
        self.add(paper, (Held(*row[:4], row[4] is not None, *row[5:]) for row in rows))

    def _days(self) -> QuerySet[Sighting, dt.date]:
        """The newest day of an office: one step in an index, however often it was named."""
        days = Sighting.objects.filter(office=OuterRef("pk")).order_by("-date")
        if self._but_for is not None:
            days = days.exclude(article__page=self._but_for)
        return days.values_list("date", flat=True)[:1]


class Known:
    """People, offices, words and leaders, and whether there is any waiver at all."""

    def __init__(self, *, but_for: int | None = None) -> None:
        self.people = People()
        self.offices = Offices(but_for=but_for)
        self._words: dict[int, Words] = {}
        self._leaders: dict[int, list[Leader]] = {}

    def words(self, paper: int) -> Words:
        """Return the words that editors have decided on for the paper."""
        if paper not in self._words:
            self._words[paper] = Words.of(paper)
        return self._words[paper]

    def leaders(self, paper: int) -> list[Leader]:
        """Return the confirmed holders of the paper's offices."""
        if paper not in self._leaders:
            rows = Office.objects.filter(publication=paper, confirmed_by__isnull=False).order_by()
            names = ("place", "title", "holder", "since", "until", "rank")
            self._leaders[paper] = [Leader(*row) for row in rows.values_list(*names)]
        return self._leaders[paper]

    @property
    def size(self) -> int:
        """How many people and offices are known."""
        return self.people.size + self.offices.size

    @cached_property
    def waivers(self) -> bool:
        """Whether any waiver is in force."""
        return Waiver.objects.in_force().exists()
