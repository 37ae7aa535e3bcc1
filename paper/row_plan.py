"""The cheapest rows for the blocks of a page: every cut of a row is tried, and every stack.

Costs are in lines of empty paper. What one order of the blocks has taught serves the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, product
from typing import NamedTuple

from paper.set_forms import Form, Forms, hole_price

CUTS = ((1, 1, 1, 1), (2, 1, 1), (1, 1, 2), (2, 2), (3, 1), (1, 3), (4,))
STACK = 3  # at most so many short items in one cell
# Prices, in lines of empty paper: a row of one cell looks like a list, a tall thin cell like a
# receipt, a stack hides its lower story, and many rows are a ladder.
LONE_CELL = 36
TALLEST = 40
STACKED = 3
ROW = 8
UNSET = 10**9

# The places of blocks among those of the page.
Order = tuple[int, ...]
# The columns of a cell and its blocks: the place of each, and its form.
SetCell = tuple[int, tuple[tuple[int, Form], ...]]
SetRow = tuple[SetCell, ...]
Rows = tuple[SetRow, ...]


class Filling(NamedTuple):
    """One way to fill a cell."""

    price: int
    height: int
    blocks: tuple[tuple[int, Form], ...]


class RowPlan:
    """Sets the blocks of one page in any order; a block is named by the place of its forms."""

    def __init__(self, forms: Sequence[Forms]) -> None:
        self._forms = forms
        self._cells: dict[tuple[int, Order], list[Filling]] = {}
        self._best: dict[Order, tuple[int, Rows]] = {(): (0, ())}

    def set_rows(self, order: Order) -> tuple[int, Rows]:
        """Return the cheapest rows for blocks in this order, behind what they cost."""
        for start in reversed(range(len(order))):
            rest = order[start:]
            if rest not in self._best:
                self._best[rest] = self._cheapest(rest)
        return self._best[order]

    def _cheapest(self, order: Order) -> tuple[int, Rows]:
        """Return the cheapest first row together with the cheapest for what it leaves."""
        least = UNSET
        best: Rows = ()
        afters = [self._best[order[used:]] for used in range(1, len(order) + 1)]
        for cut, parts, used in _rows(len(order)):
            after, below = afters[used - 1]
            room = least - after - ROW - LONE_CELL * (len(cut) == 1)
            cells = []
            for span, (begin, end) in zip(cut, parts, strict=True):
                if room <= 0:
                    break
                cells.append(self._cell(span, order[begin:end]))
                room -= cells[-1][0].price
            if room > 0:
                price, row = _cheapest_row(cut, cells)
                cost = after + ROW + LONE_CELL * (len(cut) == 1) + price
                if cost < least:
                    least, best = cost, (row, *below)
        return least, best

    def _cell(self, span: int, order: Order) -> list[Filling]:
        """Return the ways to fill a cell, the cheapest first."""
        key = span, order
        if key not in self._cells:
            self._cells[key] = sorted(self._ways(span, order))
        return self._cells[key]

    def _ways(self, span: int, order: Order) -> Iterator[Filling]:
        for forms in product(*(self._forms[place][span - 1] for place in order)):
            height = sum(form.height for form in forms)
            price = sum(form.price for form in forms) + STACKED * (len(order) - 1)
            blocks = tuple(zip(order, forms, strict=True))
            yield Filling(price + max(0, height - TALLEST), height, blocks)


def _cheapest_row(cut: tuple[int, ...], cells: Sequence[Sequence[Filling]]) -> tuple[int, SetRow]:
    """Return what is empty in a row whose cells are filled in the way that fits best, and it."""
    least, chosen = UNSET, tuple[Filling, ...]()
    for ways in product(*cells):
        highest = max(way.height for way in ways)
        price = sum(way.price for way in ways)
        for span, way in zip(cut, ways, strict=True):
            if way.height < highest:
                # What a stack leaves empty is shared out below its stories.
                price += hole_price(span * (highest - way.height), len(way.blocks))
        if price < least:
            least, chosen = price, ways
    return least, tuple((span, way.blocks) for span, way in zip(cut, chosen, strict=True))


@lru_cache(maxsize=64)
def _rows(length: int) -> tuple[tuple[tuple[int, ...], tuple[tuple[int, int], ...], int], ...]:
    """Every way to cut a row and to fill its cells with so many blocks or fewer.

    Of each the columns of its cells, from which block to which each goes, and how many it takes.
    """
    found = []
    for cut in CUTS:
        for counts in product(range(1, STACK + 1), repeat=len(cut)):
            if sum(counts) <= length and (len(cut) > 1 or counts == (1,)):
                ends = tuple(accumulate(counts, initial=0))
                found.append((cut, tuple(pairwise(ends)), ends[-1]))
    return tuple(found)
