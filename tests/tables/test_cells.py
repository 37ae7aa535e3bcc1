"""What a cell may hold: read strictly, or refused with a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from tables.byline_cells import BylinesCell
from tables.cells import (
    BadCell,
    BooleanCell,
    Cell,
    CellRefused,
    ChoiceCell,
    DateCell,
    NumberCell,
    TextCell,
)

DAY = dt.date(2025, 6, 13)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        (TextCell(), None, ""),
        (TextCell(), " a\r\nb\r", " a\nb\r"),
        (TextCell(), 57786200, "57786200"),
        (TextCell(), 135.0, "135"),
        (NumberCell(), "", None),
        (NumberCell(), None, None),
        (NumberCell(), "4403", 4403),
        (NumberCell(), "4403.0", 4403),
        (NumberCell(), 4403.0, 4403),
        (NumberCell(), "-1", -1),
        (DateCell(), "", None),
        (DateCell(), "2025-06-13", DAY),
        (DateCell(), "2025/6/13", DAY),
        (DateCell(), DAY, DAY),
        (DateCell(), dt.datetime(2025, 6, 13), DAY),
        (BooleanCell(), True, True),
        (BooleanCell(), 0.0, False),
        (BooleanCell(), "TRUE", True),
        (BooleanCell(), "0", False),
        (ChoiceCell(["news"]), "news", "news"),
        (BylinesCell(), "", []),
        (BylinesCell(), None, []),
    ],
)
def test_a_cell_that_is_certain_is_taken_over(cell: Cell, value: object, expected: object) -> None:
    assert cell.clean(value) == expected


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (TextCell(needed=True), "", "empty"),
        (TextCell(), 1.5, "no text"),
        (TextCell(), True, "no text"),
        (TextCell(), DAY, "no text"),
        (TextCell(), 1e17, "lost digits"),
        (TextCell(), "a\x00b", "cannot be stored"),
        (TextCell(), "a\ud800b", "cannot be stored"),
        (NumberCell(needed=True), "", "empty"),
        (NumberCell(least=0), -1, "begin with 0"),
        (NumberCell(), "4.5", "no whole number"),
        (NumberCell(), 4.5, "no whole number"),
        (NumberCell(), True, "no whole number"),
        (NumberCell(), "４４０３", "no whole number"),
        (NumberCell(), " 5", "no whole number"),
        (NumberCell(), "1e3", "no whole number"),
        (NumberCell(), float("nan"), "no whole number"),
        (NumberCell(), "9" * 5000, "no whole number"),
        (DateCell(needed=True), None, "empty"),
        (DateCell(), "2025-02-30", "no day"),
        (DateCell(), "13.6.2025", "no day"),
        (DateCell(), "2025-6/13", "no day"),
        (DateCell(), 45821.0, "no day"),
        (DateCell(), dt.datetime(2025, 6, 13, 8), "no day"),
        (BooleanCell(), "", "neither true nor false"),
        (BooleanCell(), "yes", "neither true nor false"),
        (BooleanCell(), 2, "neither true nor false"),
        (ChoiceCell(["news", "photo"]), "story", "news, photo"),
        (BylinesCell(), "记者", "stands alone"),
        (BylinesCell(), "记者 —", "no name"),
        (BylinesCell(), "记者 甲\\", "lone"),
        (BylinesCell(), "记者 " + "甲" * 101, "too long"),
        (BylinesCell(), "记" * 21 + " 甲", "too long"),
        (TextCell(), BadCell.because("=1+1", "a formula"), "a formula"),
    ],
)
def test_a_cell_that_is_not_certain_is_refused(cell: Cell, value: object, message: str) -> None:
    with pytest.raises(CellRefused, match=message):
        cell.clean(value)
