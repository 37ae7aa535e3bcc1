"""The chain: the labels of all items of a page that together have the most weight.

Every label has a weight by the features of its item and one by the label before it. The best
sequence is found exactly, by one pass forward and one back (Viterbi's algorithm), in integers: the
same page gives the same labels on every machine. ``margin`` says how sure a label is: how much less
the best sequence weighs that does without it.
"""

from __future__ import annotations

from collections.abc import Iterable

from .weights import Row, Weights

NEVER = -(10**9)
Points = list[list[int]]


def points_of(rows: Iterable[list[str]], weights: Weights) -> Points:
    """Return for every item what each label weighs by the item's features alone."""
    table, count = weights.features, len(weights.labels)
    points = []
    for row in rows:
        sums = [0] * count
        for feature in row:
            found = table.get(feature)
            if found:
                for label, weight in found:
                    sums[label] += weight
        points.append(sums)
    return points


def forward(points: Points, after: list[Row]) -> tuple[Points, list[list[int]]]:
    """Return the best weight of every label with all above it, and the label before on that way."""
    best: Points = []
    came: list[list[int]] = []
    last: list[int] | None = None
    for sums in points:
        if last is None:
            best.append(list(sums))
            came.append([0] * len(sums))
        else:
            row, origins = [], []
            for label, own in enumerate(sums):
                top, origin = NEVER, 0
                for before, weight in after[label]:
                    value = last[before] + weight
                    if value > top:
                        top, origin = value, before
                row.append(top + own)
                origins.append(origin)
            best.append(row)
            came.append(origins)
        last = best[-1]
    return best, came


def backward(points: Points, after: list[Row]) -> Points:
    """Return the best weight of all that can follow each label of every item, itself left out."""
    best = [[0] * len(after) for _ in points]
    for at in range(len(points) - 1, 0, -1):
        row = [NEVER] * len(after)
        for label, own in enumerate(points[at]):
            rest = own + best[at][label]
            for before, weight in after[label]:
                if rest + weight > row[before]:
                    row[before] = rest + weight
        best[at - 1] = row
    return best


def walk_back(best: Points, came: list[list[int]]) -> list[int]:
    """Return the best sequence of labels; of equals the first label in order."""
    if not best:
        return []
    last = best[-1]
    label = last.index(max(last))
    labels = [label]
    for origins in reversed(came[1:]):
        label = origins[label]
        labels.append(label)
    return labels[::-1]
