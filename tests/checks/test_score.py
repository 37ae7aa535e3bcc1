"""A short run of the seeded-error test, with floors. ``docs/checks.md`` has the long one."""

from __future__ import annotations

import pytest

from tests.checks.score import Scores, score_pages, score_runs, table
from tests.choice import by_length

# Shares that no change may fall below, and false alarms in 10,000 characters.
FLOORS = {
    "dropped closing quote": 0.88,
    "dropped half of （） or 《》": 0.9,
    "doubled paragraph": 0.97,
    "doubled sentence": 0.95,
    "doubled character": 0.65,
    "doubled word": 0.7,
    "list longer than its count": 0.97,
    "impossible date": 0.97,
    "digits of two widths": 0.97,
    "missing verb in a row": 0.7,
    "leftover mark": 0.95,
    "half-width comma": 0.97,
    "doubled comma": 0.97,
    "wrong weekday": 0.97,
    "wrong lunar day": 0.97,
    "wrong lunar month": 0.97,
    "wrong 干支 year": 0.97,
    "jump beyond the last page": 0.8,
    "date after the issue": 0.7,
    "number off by one": 0.9,
    "swapped name character": 0.8,
    "swapped office holder": 0.5,
}
MOST_ALARMS = 0.5


# What takes neighbours to be seen.
IN_RUNS = {"number off by one", "swapped name character", "swapped office holder"}
PAGES, RUNS, LEAST = by_length((20, 2, 1), (40, 6, 5))


def shares(scores: Scores, least: int) -> dict[str, float]:
    return {name: row.share for name, row in scores.rows.items() if row.planted >= least}


def missed(found: dict[str, float]) -> dict[str, float]:
    return {name: share for name, share in found.items() if share < FLOORS[name]}


@pytest.mark.long
def test_planted_errors_are_found_and_whole_pages_left_alone() -> None:
    scores = Scores()
    score_pages(scores, PAGES, seed=7)
    found = shares(scores, 5)
    assert missed(found) == {}
    assert len(found) >= 18
    assert sum(scores.alarms.values()) * 10_000 / scores.characters <= MOST_ALARMS, scores.examples
    assert any("doubled word" in line for line in table(scores))


@pytest.mark.long
@pytest.mark.looks
@pytest.mark.django_db
def test_what_takes_neighbours_to_be_seen_is_found() -> None:
    scores = Scores()
    score_runs(scores, RUNS, seed=10)
    assert missed(shares(scores, LEAST)) == {}
    assert scores.rows.keys() == IN_RUNS
    assert not scores.alarms, scores.examples
