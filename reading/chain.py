"""The chain: the labels of all items of a page that together have the most weight.

Every label has a weight by the features of its item and one by the label before it. The best
sequence is found by one pass forward and one back (Viterbi's algorithm), in integers: the
same page gives the same labels on every machine. ``margin`` says how sure a label is: how much less
the best sequence weighs that does without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import add, itemgetter
from struct import Struct

from .weights import LANE, Row, Weights

NEVER = -(10**9)
# A label that weighs so much less than the best one of an item is out of the question.
_CUT = 1600
# Points are counted from here, so that no lane falls below 0.
HALF = 1 << 20
Points = list[list[int]]


def points_of(packed: Iterable[int], weights: Weights) -> Points:
    """Return for every item what each label weighs by the item's features alone."""
    level = sum(HALF << LANE * label for label in range(len(weights.labels)))
    lanes = Struct(f"<{len(weights.labels)}i")
    return [list(lanes.unpack((level + all_).to_bytes(lanes.size, "little"))) for all_ in packed]


def forward(points: Points, ways: list[Row]) -> Points:
    """Return the best weight of every label with all above it, the label itself included.

    ``ways`` are the labels that may stand above each label, and what that weighs.
    """
    into = [_taken(way) for way in ways]
    best: Points = points[:1]
    for sums in points[1:]:
        lowest, last = max(sums) - _CUT, best[-1]
        best.append(
            [
                max(map(add, take(last), weights)) + own if own >= lowest else NEVER
                for (take, weights), own in zip(into, sums, strict=True)
            ]
        )
    return best


@lru_cache(256)
def _taken(way: Row) -> tuple[Callable[[list[int]], tuple[int, ...]], tuple[int, ...]]:
    """Return how the labels of a way are taken from a row of all, and what each weighs."""
    several = (*way, (0, NEVER), (0, NEVER))[: max(2, len(way))]
    return itemgetter(*(label for label, _ in several)), tuple(weight for _, weight in several)


def backward(points: Points, ways: list[Row]) -> Points:
    """Return the best weight of every label with all below it, the label itself included."""
    return forward(points[::-1], ways)[::-1]


def walk_back(best: Points, after: list[Row]) -> list[int]:
    """Return the best sequence of labels; of equals the first label in order."""
    if not best:
        return []
    label = best[-1].index(max(best[-1]))
    labels = [label]
    for last in best[-2::-1]:
        ways = [(last[before] + weight, -before) for before, weight in after[label]]
        label = -max(ways, default=(NEVER, 0))[1]
        labels.append(label)
    return labels[::-1]
