"""Publication days and running numbers: what may follow what, what is missing, what is doubled."""

from __future__ import annotations

import datetime as dt

import pytest

from findings.running_numbers import check_number
from issues.models import DayException, Issue, Publication, WeeklyPattern
from issues.number_series import (
    NextIssue,
    PublicationDays,
    doubled_numbers,
    expected_number,
    missing_issues,
    next_issue,
)
from reading.document import IssueFields, PageDocument
from tests.make import make_issue, make_publication

pytestmark = pytest.mark.django_db
DAY = dt.date.fromisoformat


def codes(issue: Issue, number: int | None = None, rival: Issue | None = None) -> list[str]:
    document = PageDocument(issue=IssueFields(number=number or issue.number))
    return [row.code for row in check_number(issue, document, rival)]


def test_days_are_counted_as_they_are_walked() -> None:
    days = PublicationDays(
        "135",
        patterns=[(DAY("2025-05-12"), "12345"), (DAY("2025-06-02"), "1")],
        extra=[DAY("2025-05-10"), DAY("2025-06-04")],
        closed=[DAY("2025-05-01"), DAY("2025-05-02"), DAY("2025-05-13")],
    )
    first = DAY("2025-04-30")
    for length in range(60):
        last = first + dt.timedelta(days=length)
        assert days.count_between(first, last) == len(list(days.between(first, last)))


def test_the_samples_numbers_fit_though_nobody_entered_the_holidays() -> None:
    april, june = make_issue("2025-04-30", 4387), make_issue("2025-06-13", 4403)
    assert codes(june) == codes(april) == []
    growth = PublicationDays("135").growth(april, june)
    assert (growth.grown, growth.most, growth.exact) == (16, 19, False)


def test_with_all_days_known_the_number_must_fit() -> None:
    paper = make_publication(days_known_from=DAY("2025-01-01"), days_known_to=DAY("2025-12-31"))
    make_issue("2025-04-30", 4387)
    june = make_issue("2025-06-13", 4403)
    assert codes(june) == ["number-differs"]
    for day in ("2025-05-02", "2025-05-05", "2025-06-02"):
        DayException.objects.create(publication=paper, date=DAY(day))
    assert codes(june) == []
    assert expected_number(paper, DAY("2025-06-16")) == 4404


def test_a_number_that_stands_still_or_falls_is_found() -> None:
    make_issue("2025-06-11", 4402)
    assert codes(make_issue("2025-06-13", 4401)) == ["number-order"]


def test_a_number_that_grows_faster_than_the_days_is_found() -> None:
    paper = make_publication()
    make_issue("2025-06-11", 4402)
    june = make_issue("2025-06-13", 4404)
    assert codes(june) == ["number-jump"]
    DayException.objects.create(
        publication=paper, date=DAY("2025-06-12"), kind=DayException.Kind.EXTRA
    )
    assert codes(june) == []


def test_an_earlier_pattern_counts_for_its_time() -> None:
    paper = make_publication()
    make_issue("2020-06-01", 100)
    june = make_issue("2020-06-05", 104)
    assert codes(june) == ["number-jump"]
    WeeklyPattern.objects.create(publication=paper, valid_from=DAY("2019-01-01"), weekdays="12345")
    assert codes(june) == []


def test_the_later_neighbour_is_looked_at_too() -> None:
    make_issue("2025-06-13", 4403)
    assert codes(make_issue("2025-06-11", 4405)) == ["number-order"]


def test_only_the_issue_at_fault_is_asked_about() -> None:
    rows = [("2025-06-02", 10), ("2025-06-04", 11), ("2025-06-06", 99), ("2025-06-09", 13)]
    issues = [make_issue(day, number) for day, number in rows]
    assert [codes(issue) for issue in issues] == [[], [], ["number-jump", "number-order"], []]


def test_a_number_of_another_day_or_of_another_page_is_asked_about() -> None:
    april, june = make_issue("2025-04-30", 4387), make_issue("2025-06-13")
    assert codes(june, 4387, rival=april) == ["number-taken"]
    assert codes(april, 4388) == ["issue-differs"]
    assert codes(june) == []
    assert codes(make_issue("2025-06-16"), 4404) == []


def test_the_first_issue_has_no_expected_number() -> None:
    assert expected_number(make_publication(), DAY("2025-06-13")) is None


def test_the_next_issue_is_foretold_from_the_publication_days() -> None:
    paper = make_publication()
    assert next_issue(paper, PublicationDays.of(paper)) is None
    make_issue("2025-06-13", 4403)
    assert next_issue(paper, PublicationDays.of(paper)) == NextIssue(DAY("2025-06-16"), 4404)
    DayException.objects.create(publication=paper, date=DAY("2025-06-16"))
    DayException.objects.create(
        publication=paper, date=DAY("2025-06-17"), kind=DayException.Kind.EXTRA
    )
    assert next_issue(paper, PublicationDays.of(paper)) == NextIssue(DAY("2025-06-17"), 4404)
    make_issue("2025-06-20")
    assert next_issue(paper, PublicationDays.of(paper)) == NextIssue(DAY("2025-06-23"), 4407)


def test_missing_issues_are_told_by_numbers_or_else_by_days() -> None:
    paper = make_publication()
    make_issue("2025-06-02", 10)
    make_issue("2025-06-09", 12)
    make_issue("2025-06-11", None)
    make_issue("2025-06-18", None)
    days = PublicationDays.of(paper)
    gaps = list(missing_issues(paper.issues.order_by("date"), days))
    assert [(gap.before, gap.after, gap.count, len(gap.days)) for gap in gaps] == [
        (DAY("2025-06-02"), DAY("2025-06-09"), 1, 2),
        (DAY("2025-06-11"), DAY("2025-06-18"), 2, 2),
    ]
    DayException.objects.create(publication=paper, date=DAY("2025-06-13"))
    assert not PublicationDays.of(paper).is_expected(DAY("2025-06-13"))


def test_numbers_printed_twice_are_listed() -> None:
    make_issue("2025-06-11", 1, printed_number=1)
    make_issue("2025-06-13", None, printed_number=1)
    make_issue("2025-06-16", 2, printed_number=2)
    # Where nothing is kept of the print, the number itself counts.
    make_issue("2025-06-18", 3)
    make_issue("2025-06-20", None, printed_number=3)
    row, other = doubled_numbers(Publication.objects.get())
    assert (other.number, other.dates) == (3, [DAY("2025-06-18"), DAY("2025-06-20")])
    assert (row.number, row.dates) == (1, [DAY("2025-06-11"), DAY("2025-06-13")])


def test_exceptions_and_patterns_are_named_for_people() -> None:
    paper = make_publication()
    closed = DayException(publication=paper, date=DAY("2025-05-02"))
    assert str(closed).startswith("海口县报 2025-05-02")
    pattern = WeeklyPattern(publication=paper, valid_from=DAY("2025-01-01"), weekdays="15")
    assert str(pattern) == "海口县报 2025-01-01: 15"
