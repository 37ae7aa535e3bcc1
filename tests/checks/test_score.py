"""A short run of the seeded-error test, with floors. ``docs/checks.md`` has the long one."""

from __future__ import annotations

import pytest

from tests.checks.score import Scores, score_pages, score_runs, table

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


@pytest.mark.django_db
def test_planted_errors_are_found_and_whole_pages_left_alone() -> None:
    scores = Scores()
    score_pages(scores, 40, seed=7)
    score_runs(scores, 6, seed=7)
    shares = {name: row.share for name, row in scores.rows.items() if row.planted >= 5}
    assert {name: share for name, share in shares.items() if share < FLOORS[name]} == {}
    assert len(shares) >= 18
    alarms = sum(scores.alarms.values()) * 10_000 / scores.characters
    assert alarms <= MOST_ALARMS, scores.examples
    assert any("doubled word" in line for line in table(scores))
