"""A paper's months as a calendar shows them: its issues, the lunar days, and what is missing."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar, monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from issues.calendar import short_lunar_name
from issues.models import Issue
from issues.number_series import LONGEST_BREAK, PublicationDays, covered_by

WEEKS = Calendar()


class State(StrEnum):
    """What a day is to a paper."""

    OUT = "out"
    # The paper came out by its pattern, but readers have no issue of that day.
    MISSING = "missing"
    # The double issue before it bears its number.
    COVERED = "covered"
    # It is known that there was no paper.
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its date, lunar name, state, and its issues; the regular one has no edition."""

    date: dt.date
    lunar: str
    state: State
    issues: Sequence[Issue] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday; ``None`` where a day belongs to another month."""

    first: dt.date
    weeks: list[list[Day | None]]

    @property
    def issues(self) -> int:
        """How many issues readers have of it."""
        return self._count(State.OUT)

    @property
    def missing(self) -> int:
        """How many days are missing."""
        return self._count(State.MISSING)

    def _count(self, state: State) -> int:
        return sum(day is not None and day.state == state for week in self.weeks for day in week)


@dataclass(frozen=True)
class PublicDays:
    """The days of which readers have an issue, with their issues, and the paper's own rules.

    ``first`` and ``last`` are the paper's first and last public issue: outside them nothing is
    missing.
    """

    issues: Mapping[dt.date, Sequence[Issue]]
    days: PublicationDays
    first: dt.date
    last: dt.date

    @cached_property
    def covered(self) -> set[dt.date]:
        """The days whose numbers a double issue before them bears."""
        found: set[dt.date] = set()
        for issue in (row for rows in self.issues.values() for row in rows):
            following = self.days.between(issue.date, issue.date + LONGEST_BREAK)
            found.update(islice(following, covered_by(issue)))
        return found

    def state(self, date: dt.date) -> State:
        """Return what a day is."""
        if date in self.issues:
            return State.OUT
        if date in self.covered:
            return State.COVERED
        if not self.first < date < self.last:
            return State.NONE
        if self.days.is_expected(date):
            return State.MISSING
        return State.CLOSED if date in self.days.closed else State.NONE


def month_sheet(year: int, month: int, public: PublicDays) -> Month:
    """Return a month day by day."""
    weeks = [
        [_day(date, public) if date.month == month else None for date in week]
        for week in WEEKS.monthdatescalendar(year, month)
    ]
    return Month(dt.date(year, month, 1), weeks)


def days_of(year: int, month: int | None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a month, or of a year."""
    last = month or 12
    return dt.date(year, month or 1, 1), dt.date(year, last, monthrange(year, last)[1])


def _day(date: dt.date, public: PublicDays) -> Day:
    return Day(date, short_lunar_name(date), public.state(date), public.issues.get(date, ()))
