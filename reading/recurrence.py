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
from collections import defaultdict
from collections.abc import Set
from functools import cache
from itertools import accumulate
from math import sqrt

from .tables import table_text

_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{2,}")
# Characters above and below a border in which words are looked for.
NARROW, WIDE = 500, 2000
_TOLD, _RETOLD = 1500, 500


def words_of(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text, in order."""
    return [run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)]


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
        self.places: dict[str, list[int]] = defaultdict(list)
        self.words: list[list[str]] = []
        self.starts: list[int] = []
        places, at = self.places, 0
        for text in texts:
            self.starts.append(at)
            words = [] if text is None else words_of(text)
            self.words.append(words)
            for number, word in enumerate(words, at + 1):
                places[word].append(number)
            at += len(text) if text is not None else 0
        self.starts.append(at)
        self.end = at
        self.borders = [self.starts[first] for first in borders]
        self._count()

    def _count(self) -> None:
        """Add up, for each border, the words that stand on both its sides.

        ``above`` gets the weight of repeated words where they begin and end to stand above.
        """
        borders, levels, other = self.borders, self.levels, self.other
        last = len(borders)
        narrow, wide, told, above = ([0] * (last + 1) for _ in range(4))
        for word, places in self.places.items():
            if len(places) < 2:
                continue
            weight = levels.get(word, other)
            before = -WIDE
            one = places[0]
            low = bisect_left(borders, one)
            for next_ in places[1:]:
                # Most words come again before the next border.
                if low == last or next_ <= borders[low]:
                    high = low
                else:
                    high = bisect_left(borders, next_, low)
                    for at in range(low, high):
                        border = borders[at]
                        if border - one < WIDE and next_ - border < WIDE:
                            wide[at] += weight
                            if border - one < NARROW and next_ - border < NARROW:
                                narrow[at] += weight
                        if border - before < _TOLD and next_ - border < _RETOLD:
                            told[at] += weight
                if high < last and borders[high] - one < _TOLD:
                    above[high] += weight
                    above[bisect_left(borders, one + _TOLD, high)] -= weight
                before, one, low = one, next_, high
        self.narrow, self.wide, self.told = narrow, wide, told
        self.total = list(accumulate(above))

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

    def share(self, words: Set[str], low: int, high: int) -> float:
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
