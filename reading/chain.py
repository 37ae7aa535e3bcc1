"""The chain: the labels of all items of a page that together have the most weight.

Every label has a weight by the features of its item and one by the label before it. The best
sequence is found exactly, by one pass forward and one back (Viterbi's algorithm), in integers: the
same page gives the same labels on every machine. ``margin`` says how sure a label is: how much less
the best sequence weighs that does without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct

from .weights import LANE, Row, Weights

NEVER = -(10**9)
# Points are counted from here, so that no lane falls below 0.
HALF = 1 << 20
Points = list[list[int]]


def points_of(rows: Iterable[list[str]], weights: Weights) -> Points:
    """Return for every item what each label weighs by the item's features alone."""
    level = sum(HALF << LANE * label for label in range(len(weights.labels)))
    weigh, lanes = weights.packed.get, Struct(f"<{len(weights.labels)}i")
    return [
        list(
            lanes.unpack(
                sum([weigh(feature, 0) for feature in row], level).to_bytes(lanes.size, "little")
            )
        )
        for row in rows
    ]


def forward(points: Points, after: list[Row]) -> Points:
    """Return the best weight of every label with all above it, the label itself included."""
    best: Points = []
    for sums in points:
        best.append(_step(best[-1], after, sums) if best else sums)
    return best


def backward(points: Points, after: list[Row]) -> Points:
    """Return the best weight of all that can follow each label of every item, itself left out."""
    follow: list[list[tuple[int, int]]] = [[] for _ in after]
    for label, row in enumerate(after):
        for before, weight in row:
            follow[before].append((label, weight))
    nothing = [0] * len(after)
    best = [nothing] if points else []
    for sums in points[:0:-1]:
        rest = [own + far for own, far in zip(sums, best[-1], strict=True)]
        best.append(_step(rest, follow, nothing))
    return best[::-1]


def _step(last: list[int], ways: Iterable[Iterable[tuple[int, int]]], own: list[int]) -> list[int]:
    """Return for each label the best way from the last item to it, and what it weighs itself."""
    row = []
    for way, weight_of_own in zip(ways, own, strict=True):
        top = NEVER
        for label, weight in way:
            value = last[label] + weight
            if value > top:
                top = value
        row.append(top + weight_of_own)
    return row


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
