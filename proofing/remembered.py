"""A page's names against what is remembered: the leaders, and who was named in the last months.

A leader's name that stands one character off is asked about wherever it stands as a name does, a
row of leaders among them; so is the order in which such a row names them. A name that a title
introduces is held against those whom the same title introduced in the last months. Pure code.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from proofing.galley import Part
from proofing.hits import Hit
from proofing.persons import (
    Person,
    RunningText,
    differing,
    has_boundaries,
    is_explained,
    near_to,
    slip_hit,
)

# So many days before an issue are its last months.
LAST_MONTHS = 180
# Between two names of one row there stands no more: an office, and the mark that joins them.
BETWEEN = re.compile(r"[^。；！？\n]{0,16}、[^、。；！？\n]{0,14}")


@dataclass(frozen=True, slots=True)
class Leader:
    """A confirmed holder of an office, from when to when, and his place in the order."""

    place: str
    title: str
    holder: str
    since: dt.date | None = None
    until: dt.date | None = None
    rank: int | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether he holds the office on ``day``, as far as that is known."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def person(self) -> Person:
        """Him as a page's text names people."""
        return Person(self.holder, self.place + self.title, -1)

    @property
    def term(self) -> str:
        return f"{self.since or '…'} – {self.until or '…'}"


@dataclass(slots=True)
class Remembered:
    """What the paper knows of the names on one page: its leaders and the last months' names."""

    leaders: Sequence[Leader] = ()
    mentions: list[tuple[str, str, dt.date]] = field(default_factory=list)


def check_remembered(
    day: dt.date, text: RunningText, known: Remembered
) -> Iterator[tuple[int, Part, Hit]]:
    """Yield the names on a page of ``day`` that what is known says otherwise."""
    holding = [row for row in known.leaders if row.holds_on(day)]
    names = {row.holder for row in known.leaders} | {row[0] for row in known.mentions}
    asked: set[tuple[int, int, str]] = set()
    for leader in {row.holder: row for row in holding}.values():
        if len(leader.holder) > 2 and leader.holder not in text.people:
            yield from _near_leader(text, leader, names)
    for name, title, seen in known.mentions:
        yield from _differs_from(text, name, title, seen, names, asked)
    yield from _out_of_order(text, holding)


def _near_leader(
    text: RunningText, leader: Leader, names: set[str]
) -> Iterator[tuple[int, Part, Hit]]:
    for place in near_to(text, leader.holder):
        other = place.other
        if len(other) < len(leader.holder) or other in names or not has_boundaries(place):
            continue
        if not is_explained(text, leader.holder, place):
            yield place.story, place.part, slip_hit("name-near-leader", leader.person, place)


def _differs_from(
    text: RunningText,
    name: str,
    title: str,
    seen: dt.date,
    names: set[str],
    asked: set[tuple[int, int, str]],
) -> Iterator[tuple[int, Part, Hit]]:
    """Yield who is introduced here as ``name`` was on another day, but for one character."""
    if name in text.people:
        return
    for other, rows in text.people.items():
        if other in names or differing(name, other) is None:
            continue
        if not any(row.title == title for row in rows):
            continue
        for place in near_to(text, name):
            key = (place.story, place.start, other)
            if place.other == other and key not in asked:
                asked.add(key)
                person, date = Person(name, title, -1), f"{seen:%Y-%m-%d}"
                yield (
                    place.story,
                    place.part,
                    slip_hit("name-differs", person, place, other_date=date),
                )


def _out_of_order(text: RunningText, leaders: Iterable[Leader]) -> Iterator[tuple[int, Part, Hit]]:
    ranks = {row.holder: row.rank for row in leaders if row.rank is not None}
    if len(ranks) < 2:
        return
    names = re.compile("|".join(map(re.escape, sorted(ranks, key=len, reverse=True))))
    for story, part in text.parts:
        before: re.Match[str] | None = None
        for match in names.finditer(part.text):
            if before and BETWEEN.fullmatch(part.text[before.end() : match.start()]):
                first, second = before[0], match[0]
                if ranks[first] > ranks[second]:
                    params = {
                        "name": second,
                        "other": first,
                        "text": part.text[before.start() : match.end()][:60],
                    }
                    yield (
                        story,
                        part,
                        Hit(
                            "leaders-order",
                            before.start(),
                            match.end(),
                            params,
                            (first, second, params["text"]),
                            (first, second),
                        ),
                    )
            before = match
