"""Where the reader is not sure, it asks: sooner where a page's margins tell headlines."""

from __future__ import annotations

import pytest

from reading.items import join_lines
from reading.kinds import kinds_of
from reading.labels import Labelled, label_items
from reading.layouts import find_layout
from reading.lines import Source, split_lines
from tests.reading.samples import LEAD, NEXT, blocks

HEADS = ("我县部署防汛工作", "老街改造惠及千户居民")


def labelled(text: str) -> Labelled:
    source = Source(text)
    lines = split_lines(source)
    layout = find_layout(lines)
    return label_items(join_lines(lines, kinds_of(source, lines, layout), layout), layout)


IN_BLOCKS = blocks(HEADS[0], LEAD, NEXT, HEADS[1], LEAD, NEXT)
BY_MARGIN = "".join(f"{head}\n　　{LEAD}\n　　{NEXT}\n" for head in HEADS)


@pytest.mark.parametrize(
    ("text", "points", "asked"),
    [
        (IN_BLOCKS, 174, True),
        (IN_BLOCKS, 175, False),
        (BY_MARGIN, 349, True),
        (BY_MARGIN, 350, False),
        (IN_BLOCKS, -249, True),
        (IN_BLOCKS, -250, False),
        (BY_MARGIN, -250, False),
    ],
)
def test_a_beginning_of_few_points_is_asked_about(text: str, points: int, asked: bool) -> None:
    found = labelled(text)
    found.told = {0: 900, 3: points}
    assert found.doubts() == [3] * asked


QUOTED = blocks(HEADS[0], LEAD, NEXT, "“路通了，人心就通了”", NEXT, LEAD)


@pytest.mark.parametrize(("points", "asked"), [(-399, True), (-400, False)])
def test_a_line_that_is_one_quotation_is_asked_about_sooner(points: int, asked: bool) -> None:
    found = labelled(QUOTED)
    found.told = {0: 900, 3: points}
    assert found.doubts() == [3] * asked


def test_a_paragraph_is_never_asked_about_for_not_beginning() -> None:
    found = labelled(IN_BLOCKS)
    found.told = {1: -100}
    assert found.doubts() == []


def test_the_first_line_of_all_is_asked_about_only_where_it_begins_nothing() -> None:
    found = labelled(IN_BLOCKS)
    found.told = {0: 50}
    assert found.doubts() == []
    found.told = {0: -50}
    assert found.doubts() == [0]
