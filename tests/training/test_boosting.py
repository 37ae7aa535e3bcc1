"""Boosting grows trees that tell what is true from what is seen."""

from __future__ import annotations

from random import Random

from reading.trees import Forest
from training.boosting import Options, grow

OPTIONS = Options(trees=60, depth=2, columns=1.0)


def rows(count: int) -> tuple[list[list[int]], list[bool]]:
    """Return columns of which the first two tell the truth together and the third is noise."""
    random = Random(2)
    columns = [[random.randrange(20) for _ in range(count)] for _ in range(3)]
    truth = [(one > 9) != (two > 4) for one, two in zip(columns[0], columns[1], strict=True)]
    return columns, truth


def test_what_two_columns_tell_together_is_learnt() -> None:
    columns, truth = rows(400)
    forest = Forest((), tuple(grow(["one", "two", "noise"], columns, truth, [0] * 400, OPTIONS)))
    right = 0
    for one, two, noise, true in zip(*columns, truth, strict=True):
        right += (forest.weigh({"one": one, "two": two, "noise": noise}) > 0) == true
    assert right > 380


def test_the_same_rows_give_the_same_trees() -> None:
    columns, truth = rows(200)
    first = grow(["one", "two", "noise"], columns, truth, [0] * 200, OPTIONS)
    assert first == grow(["one", "two", "noise"], columns, truth, [0] * 200, OPTIONS)


def test_where_the_points_to_start_with_tell_all_the_trees_add_little() -> None:
    columns, truth = rows(200)
    start = [3000 if true else -3000 for true in truth]
    trees = grow(["one", "two", "noise"], columns, truth, start, OPTIONS)
    assert all(abs(leaf) <= 1 for tree in trees for leaf in tree.leaves)


def test_columns_of_one_value_are_asked_about_by_no_tree() -> None:
    _, truth = rows(100)
    assert grow(["same"], [[7] * 100], truth, [0] * 100, OPTIONS) == []
