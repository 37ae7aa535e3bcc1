"""Boosting: small trees that tell, one after another, what the ones before left untold.

A tree asks the same few questions of every row, so its answers are a table of leaves. Each lowers
the logistic loss by a step of Newton's method, on half of the rows and a part of the columns,
chosen by a seed: the same rows give the same trees on every machine of one Python.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from math import exp
from random import Random

from reading.trees import SCALE, Tree

Column = Sequence[int]


@dataclass(frozen=True, slots=True)
class Options:
    """How trees are grown: their number and depth, the step, the penalty of a leaf, the shares of
    rows and columns that one tree sees, the most limits of a column, the least rows of a leaf."""

    trees: int = 150
    depth: int = 4
    step: float = 0.12
    penalty: float = 6.0
    rows: float = 0.6
    columns: float = 0.4
    limits: int = 15
    least: float = 1.5


def grow(
    names: Sequence[str],
    columns: Sequence[Column],
    truth: Sequence[bool],
    start: Sequence[int],
    options: Options = Options(),
) -> list[Tree]:
    """Return the trees that tell the truth best, beside the points that each row starts with."""
    random = Random(1)
    limits = [_limits(column, options.limits) for column in columns]
    binned = [
        bytes(bisect_left(limit, value) for value in column)
        for column, limit in zip(columns, limits, strict=True)
    ]
    sums = [points / SCALE for points in start]
    trees = []
    telling = [at for at, limit in enumerate(limits) if limit]
    for _ in range(options.trees if telling else 0):
        tried = sorted(random.sample(telling, max(1, round(options.columns * len(telling)))))
        chosen = [random.random() < options.rows for _ in sums]
        grower = _Grower(binned, limits, sums, truth, chosen, options)
        for _ in range(options.depth):
            grower.ask(tried)
        trees.append(
            Tree(
                tuple((names[at], limits[at][bin_]) for at, bin_ in grower.asked),
                tuple(round(SCALE * leaf) for leaf in grower.leaves()),
            )
        )
        answers = grower.answers(binned)
        leaves = [leaf / SCALE for leaf in trees[-1].leaves]
        sums = [total + leaves[answer] for total, answer in zip(sums, answers, strict=True)]
    return [tree for tree in trees if any(tree.leaves)]


def _limits(column: Column, most: int) -> list[int]:
    """Return at most so many values that part a column into about equal shares."""
    ordered = sorted(column)
    values = sorted(set(ordered))[:-1]
    if len(values) <= most:
        return values
    size = len(ordered)
    shares = {ordered[size * part // (most + 1)] for part in range(1, most + 1)}
    return sorted(shares & set(values))


class _Grower:
    """One tree in the growing, on the chosen rows."""

    def __init__(
        self,
        binned: list[bytes],
        limits: list[list[int]],
        sums: list[float],
        truth: Sequence[bool],
        chosen: list[bool],
        options: Options,
    ) -> None:
        self.options = options
        self.limits = limits
        self.chosen = chosen
        self.binned = binned
        self.slopes, self.bends = [], []
        for total, true in zip(compress(sums, chosen), compress(truth, chosen), strict=True):
            share = 1 / (1 + exp(-total))
            self.slopes.append(true - share)
            self.bends.append(share * (1 - share))
        self.at = [0] * len(self.slopes)
        self.asked: list[tuple[int, int]] = []

    def ask(self, tried: list[int]) -> None:
        """Add the question that lowers the loss most over all leaves."""
        best, question = -1.0, (tried[0], 0)
        for column in tried:
            gains = self._gains(column)
            for bin_, gain in enumerate(gains):
                if gain > best:
                    best, question = gain, (column, bin_)
        self.asked.append(question)
        column, limit = question
        chosen = compress(self.binned[column], self.chosen)
        self.at = [2 * at + (bin_ > limit) for at, bin_ in zip(self.at, chosen, strict=True)]

    def _gains(self, column: int) -> list[float]:
        """Return how much each limit of a column would lower the loss."""
        width, leaves = len(self.limits[column]) + 1, 1 << len(self.asked)
        slopes, bends = [0.0] * (width * leaves), [0.0] * (width * leaves)
        chosen = compress(self.binned[column], self.chosen)
        for at, bin_, slope, bend in zip(self.at, chosen, self.slopes, self.bends, strict=True):
            cell = at * width + bin_
            slopes[cell] += slope
            bends[cell] += bend
        gains = [0.0] * (width - 1)
        for leaf in range(0, width * leaves, width):
            slope, bend = sum(slopes[leaf : leaf + width]), sum(bends[leaf : leaf + width])
            whole = self._gain(slope, bend)
            low_slope = low_bend = 0.0
            for bin_ in range(width - 1):
                low_slope += slopes[leaf + bin_]
                low_bend += bends[leaf + bin_]
                high = bend - low_bend
                if low_bend >= self.options.least <= high:
                    gains[bin_] += (
                        self._gain(low_slope, low_bend)
                        + self._gain(slope - low_slope, high)
                        - whole
                    )
        return gains

    def _gain(self, slope: float, bend: float) -> float:
        return slope * slope / (bend + self.options.penalty)

    def leaves(self) -> list[float]:
        """Return what each leaf adds."""
        size = 1 << len(self.asked)
        slopes, bends = [0.0] * size, [0.0] * size
        for at, slope, bend in zip(self.at, self.slopes, self.bends, strict=True):
            slopes[at] += slope
            bends[at] += bend
        step, penalty = self.options.step, self.options.penalty
        return [step * slope / (bend + penalty) for slope, bend in zip(slopes, bends, strict=True)]

    def answers(self, binned: list[bytes]) -> list[int]:
        """Return the leaf of every row, those that were not chosen too."""
        found = [0] * len(binned[0])
        for column, limit in self.asked:
            found = [
                2 * at + (bin_ > limit) for at, bin_ in zip(found, binned[column], strict=True)
            ]
        return found
