"""Running numbers and publication days: what may follow what, what is missing, what stands twice.

A paper's number grows by one an issue. On how many days it came out between two issues is only
known as far as the editors entered it, so the rule is careful:

* The number must grow. It may grow by at most the days on which the paper can have come out: the
  days of its weekly pattern and its extra issues, less the days entered as without a paper.
* It may grow by less, for a holiday nobody entered; unless the publication says that its days are
  complete for the whole stretch (``days_known_from`` to ``days_known_to``): then it must fit.
* That an issue is there proves its own day, whatever the pattern says.

``PublicationDays`` reads patterns and exceptions once; the rest is counting.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models.functions import Coalesce

from issues.models import DayException, Issue, Publication

DAY = dt.timedelta(days=1)
# No paper that still appears stays away for longer.
LONGEST_BREAK = dt.timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Growth:
    """What lies between two issues: how much the number grew, and how much it may have grown."""

    grown: int
    most: int
    exact: bool
    # So many days a double issue may stand for beside its own.
    spared: int = 0

    @property
    def is_possible(self) -> bool:
        """Whether the number can have grown so."""
        if self.exact:
            return 1 <= self.grown <= self.most <= self.grown + self.spared
        return 1 <= self.grown <= self.most


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two issues that are there, in which ``count`` are missing.

    ``days`` are the days on which they may have come out: exactly them where their number is
    ``count``.
    """

    before: dt.date
    after: dt.date
    count: int
    days: list[dt.date]


@dataclass(frozen=True, slots=True)
class DoubledNumber:
    """A running number that more than one issue prints."""

    number: int
    dates: list[dt.date]


@dataclass(slots=True)
class PublicationDays:
    """On which days a paper comes out."""

    default: str
    patterns: list[tuple[dt.date, str]] = field(default_factory=list)
    extra: list[dt.date] = field(default_factory=list)
    closed: list[dt.date] = field(default_factory=list)
    known_from: dt.date | None = None
    known_to: dt.date | None = None

    @classmethod
    def of(cls, publication: Publication) -> PublicationDays:
        """Return the days of ``publication``, in two queries."""
        days = cls(
            publication.weekdays,
            list(publication.patterns.order_by("valid_from").values_list("valid_from", "weekdays")),
            known_from=publication.days_known_from,
            known_to=publication.days_known_to,
        )
        rows = publication.exceptions.order_by("date").values_list("date", "kind")
        for date, kind in rows:
            (days.extra if kind == DayException.Kind.EXTRA else days.closed).append(date)
        return days

    def is_expected(self, date: dt.date) -> bool:
        """Whether a paper should come out on ``date``."""
        if _holds(self.closed, date):
            return False
        return self._in_pattern(date) or _holds(self.extra, date)

    def between(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the expected days after ``first`` and before ``last``."""
        date = first + DAY
        while date < last:
            if self.is_expected(date):
                yield date
            date += DAY

    def count_between(self, first: dt.date, last: dt.date) -> int:
        """Count the expected days after ``first`` and before ``last``, without walking them."""
        low, high = first + DAY, last
        if low >= high:
            return 0
        count = sum(_weekdays(days, a, b) for a, b, days in self._stretches(low, high))
        count += sum(not self._in_pattern(date) for date in _inside(self.extra, low, high))
        return count - sum(self._in_pattern(date) for date in _inside(self.closed, low, high))

    def growth(self, before: Issue, after: Issue, *, grown: int | None = None) -> Growth:
        """Return how the number grew from ``before`` to ``after``, the later issue included."""
        if before.number_year != after.number_year:
            return self._growth_anew(after)
        if grown is None:
            grown = (after.number or 0) - (before.last_number or 0)
        most = self.count_between(before.date, after.date) + 1
        spared = covered_by(before) + covered_by(after)
        return Growth(grown, most, self.is_complete(before.date, after.date), spared)

    def _growth_anew(self, after: Issue) -> Growth:
        """Return how far the numbers of a year that has begun anew have come."""
        first = dt.date(after.number_year, after.publication.numbers_from or 1, 1)
        most = self.count_between(first - DAY, after.date) + 1
        return Growth(after.number or 0, most, self.is_complete(first, after.date), most)

    def is_complete(self, first: dt.date, last: dt.date) -> bool:
        """Whether all days from ``first`` to ``last`` are known."""
        if self.known_from is None or self.known_to is None:
            return False
        return self.known_from <= first and last <= self.known_to

    def _in_pattern(self, date: dt.date) -> bool:
        return str(date.isoweekday()) in self._pattern(date)

    def _pattern(self, date: dt.date) -> str:
        place = bisect_right([start for start, _days in self.patterns], date)
        return self.patterns[place - 1][1] if place else self.default

    def _stretches(self, low: dt.date, high: dt.date) -> Iterator[tuple[dt.date, dt.date, str]]:
        """Yield the parts of [low, high) that have one pattern each."""
        cuts = [start for start, _days in self.patterns if low < start < high]
        for first, last in zip([low, *cuts], [*cuts, high], strict=True):
            yield first, last, self._pattern(first)


def covered_by(issue: Issue) -> int:
    """Return of how many days a double issue bears the numbers beside its own day's."""
    return (issue.number_to or 0) - (issue.number or 0) if issue.number_to else 0


def _holds(dates: list[dt.date], date: dt.date) -> bool:
    place = bisect_left(dates, date)
    return place < len(dates) and dates[place] == date


def _inside(dates: list[dt.date], low: dt.date, high: dt.date) -> list[dt.date]:
    return dates[bisect_left(dates, low) : bisect_left(dates, high)]


def _weekdays(pattern: str, low: dt.date, high: dt.date) -> int:
    """Count the days of [low, high) whose weekday is in ``pattern``."""
    weeks, rest = divmod((high - low).days, 7)
    first = low.isoweekday() - 1
    return weeks * len(pattern) + sum(str((first + n) % 7 + 1) in pattern for n in range(rest))


def expected_number(
    publication: Publication, date: dt.date, days: PublicationDays | None = None
) -> int | None:
    """Return the number the issue of ``date`` should have, from the nearest earlier issue.

    It counts the publication days between; without an earlier numbered issue: ``None``.
    """
    numbered = publication.issues.filter(number__isnull=False, date__lt=date, edition="")
    before = numbered.order_by("-date").first()
    if before is None or before.last_number is None:
        return None
    days = days or PublicationDays.of(publication)
    year = publication.year_of_numbers(date)
    if year != before.number_year:
        first = dt.date(year, publication.numbers_from or 1, 1)
        return days.count_between(first - DAY, date) + 1
    # A double issue bears the numbers of days that follow it.
    between = max(0, days.count_between(before.date, date) - covered_by(before))
    return before.last_number + between + 1


@dataclass(frozen=True, slots=True)
class NextIssue:
    """The issue that should come next, and its number where an earlier one has a number."""

    date: dt.date
    number: int | None


def next_issue(publication: Publication, days: PublicationDays) -> NextIssue | None:
    """Return the issue after the newest one; ``None`` for a paper without issues or days."""
    newest = publication.issues.filter(edition="").order_by("-date").first()
    if newest is None:
        return None
    coming = days.between(newest.date, newest.date + LONGEST_BREAK)
    # The days that a double issue stands for have had their paper.
    date = next(islice(coming, covered_by(newest), None), None)
    return NextIssue(date, expected_number(publication, date, days)) if date else None


def missing_issues(issues: Iterable[Issue], days: PublicationDays) -> Iterator[Gap]:
    """Yield the gaps between ``issues``, which come in order of date.

    Where both neighbours have a number, the numbers say how many are missing; else the days do.
    """
    before: Issue | None = None
    for issue in (one for one in issues if not one.edition):
        if before is not None:
            gap = _gap(before, issue, days)
            if gap.count:
                yield gap
        before = issue


def _gap(before: Issue, after: Issue, days: PublicationDays) -> Gap:
    expected = list(days.between(before.date, after.date))
    count = len(expected)
    last, same = before.last_number, before.number_year == after.number_year
    if same and last and after.number and after.number > last:
        count = min(count, after.number - last - 1)
    elif before.number_to:
        count = max(0, count - covered_by(before))
    return Gap(before.date, after.date, count, expected)


def doubled_numbers(publication: Publication) -> Iterator[DoubledNumber]:
    """Yield each number that two or more issues of the paper print, or have where none is kept."""
    dates: dict[tuple[int, int], list[dt.date]] = {}
    rows = publication.issues.filter(edition="")
    rows = rows.annotate(printed=Coalesce("printed_number", "number")).order_by("date")
    told = rows.values_list("printed", "number", "number_to", "number_year", "date")
    for number, first, last, year, date in told:
        covered = (last - first) if last and first else 0
        for one in range(number, number + covered + 1) if number is not None else ():
            dates.setdefault((year, one), []).append(date)
    for (_year, number), printed in sorted(dates.items()):
        if len(printed) > 1:
            yield DoubledNumber(number, printed)
