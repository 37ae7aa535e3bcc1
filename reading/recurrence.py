"""Recurrence: whether the words of one stretch of a page come again in another.

Two stories on one page share few words; two parts of one story share many. The words here are
pairs of neighbouring characters, weighed by how rare they are in print (``rarity.txt``). Only
running text is looked at; each run of short lines is a border, and words on both sides of it tie
the text above to the text below. The cost grows with the text, for a word is only compared with
its last occurrences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from math import sqrt

from .tables import table_text

_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{2,}")
# Characters above and below a border in which words are looked for.
NARROW, WIDE = 500, 2000
_TOLD, _RETOLD = 1500, 500


def words_of(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text, in order."""
    return [
        run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)
    ]


@cache
def rarity() -> tuple[dict[str, int], int]:
    """Return how rare each frequent pair is, and how rare all others are, in tenths of nats."""
    levels: dict[str, int] = {}
    other = 0
    text = table_text("rarity.txt")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        level, pairs = line.split(" ")
        if pairs == "*":
            other = int(level)
        else:
            levels.update((pairs[at : at + 2], int(level)) for at in range(0, len(pairs), 2))
    return levels, other


class Recurrence:
    """Where the words of a page's running text stand, and what the borders' sides share.

    ``texts`` are the keys of all items in order, with None for those that are no running text;
    ``borders`` the numbers of the first items behind each run of short lines.
    """

    def __init__(self, texts: list[str | None], borders: list[int]) -> None:
        self.levels, self.other = rarity()
        self.places: dict[str, list[int]] = {}
        self.words: list[list[str]] = []
        starts: list[int] = []
        at = 0
        places = self.places
        for text in texts:
            starts.append(at)
            words = [] if text is None else words_of(text)
            self.words.append(words)
            if text is not None:
                number = at
                for word in words:
                    number += 1
                    found = places.get(word)
                    if found is None:
                        places[word] = [number]
                    else:
                        found.append(number)
                at += len(text)
        starts.append(at)
        self.starts, self.end = starts, at
        self.borders = [starts[first] for first in borders]
        self._count()

    def _count(self) -> None:
        """Add up, for each border, the words that stand on both its sides."""
        borders, levels, other = self.borders, self.levels, self.other
        count = len(borders) + 1
        narrow, wide, told, total = ([0] * count for _ in range(4))
        for word, places in self.places.items():
            if len(places) < 2:
                continue
            weight = levels.get(word, other)
            before = -WIDE
            for one, next_ in pairwise(places):
                if next_ - one < 2 * WIDE:
                    low = bisect_left(borders, one)
                    high = bisect_left(borders, next_)
                    if low < high:
                        _tie(narrow, borders, one, next_, low, high, NARROW, weight)
                        _tie(wide, borders, one, next_, low, high, WIDE, weight)
                        if one - before < _TOLD:
                            for at in range(low, high):
                                border = borders[at]
                                if border - before < _TOLD and next_ - border < _RETOLD:
                                    told[at] += weight
                    if next_ - one < _TOLD:
                        at = high
                        while at < count - 1 and borders[at] - one < _TOLD:
                            total[at] += weight
                            at += 1
                before = one
        self.narrow, self.wide, self.told, self.total = narrow, wide, told, total

    def likeness(self, border: int, *, wide: bool) -> float:
        """Return how alike the texts above and below a border are, 0 to about 1."""
        reach = WIDE if wide else NARROW
        at = self.borders[border]
        above, below = min(reach, at), min(reach, self.end - at)
        shared = (self.wide if wide else self.narrow)[border]
        return shared / (45 * sqrt(above * below) + 200)

    def retold(self, border: int) -> float:
        """Return what share of the words repeated above a border come again below it."""
        return self.told[border] / (self.total[border] + 200)

    def ties(self, item: int, end: int) -> list[tuple[int, int]]:
        """Return of each word of the items from ``item`` to ``end`` its last place above, weighed.

        Sorted by place, the nearest first.
        """
        border, found = self.starts[item], []
        for word in {word for words in self.words[item:end] for word in words}:
            places = self.places[word]
            number = bisect_left(places, border + 1)
            if number:
                found.append((places[number - 1], self.levels.get(word, self.other)))
        return sorted(found, reverse=True)

    def share(self, words: set[str], low: int, high: int) -> float:
        """Return the weighed share of words that stand between two places of the running text."""
        levels, other, places = self.levels, self.other, self.places
        found = whole = 0
        for word in words:
            weight = levels.get(word, other)
            whole += weight
            at = places.get(word)
            if at:
                number = bisect_left(at, low)
                if number < len(at) and at[number] < high:
                    found += weight
        return found / (whole + 60)


def _tie(
    sums: list[int], borders: list[int], one: int, next_: int, low: int, high: int, reach: int,
    weight: int,
) -> None:  # fmt: skip
    for at in range(low, high):
        border = borders[at]
        if border - one < reach and next_ - border < reach:
            sums[at] += weight
