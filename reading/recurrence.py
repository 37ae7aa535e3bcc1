"""Recurrence: whether the words of one stretch of a page come again in another.

Two stories on one page share few words; two parts of one story share many. The words here are
pairs of neighbouring characters, the commonest left out, weighed by how rare they are in print
(``rarity.txt``). Only running text is looked at; each run of short lines is a
border, and words on both sides of it tie the text above to the text below. The cost grows with the
text, for a word is only compared with its last occurrences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Set
from functools import cache
from itertools import accumulate
from math import sqrt

from .han import characters_but
from .tables import table_text

# The commonest characters stand in every story.
_COMMON = (
    "的国中一人发和在展作大化新会建为业合是了主实民动全要共方文年家学不有成进工高力平行"
    "生同出重现上能来等对代时以地体开路推理加义个经强提设持社产用多我到务党与法科带长部员"
)
WORDLESS = re.compile(f"[^A-Za-z{characters_but(_COMMON)}]+")
# Characters above and below a border in which words are looked for.
NARROW, WIDE = 280, 1100
_TOLD, _RETOLD = 800, 280


def words_of(text: str) -> list[int]:
    """Return the pairs of neighbouring characters of a text, in order, each as a number."""
    return _pairs(WORDLESS.sub("", text))


def _pairs(bare: str) -> list[int]:
    """Return the pairs of a text of words alone; one outside of the first plane is two."""
    data = memoryview(bare.encode("utf-16-le"))
    words = [0] * (len(data) // 2 - 1)
    words[::2] = data[: len(words[::2]) * 4].cast("I").tolist()
    words[1::2] = data[2 : 2 + len(words[1::2]) * 4].cast("I").tolist()
    return words


@cache
def rarity() -> tuple[dict[int, int], int]:
    """Return how rare each frequent pair is, and how rare all others are, in tenths of nats."""
    levels: dict[int, int] = {}
    other = 0
    text = table_text("rarity.txt")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        level, pairs = line.split(" ")
        if pairs == "*":
            other = int(level)
        else:
            levels.update(dict.fromkeys(_pairs(pairs)[::2], int(level)))
    return levels, other


class Recurrence:
    """Where the words of a page's running text stand, and what the borders' sides share.

    ``texts`` are the keys of all items in order, with "" for those that are no running text;
    ``borders`` the numbers of the first items behind each run of short lines. A place is the number
    of a word among all words of the running text.
    """

    def __init__(self, texts: list[str], borders: list[int]) -> None:
        self.levels, self.other = rarity()
        bare = [WORDLESS.sub("", text) for text in texts]
        self.starts = [0, *accumulate(map(len, bare))]
        whole = "".join(bare)
        self.words = _pairs(whole)
        self.end = len(whole)
        self.borders = [self.starts[first] for first in borders]
        self.first: dict[int, int] = {}
        # Of the words that come again, all places; most come once.
        self.places: dict[int, list[int]] = {}
        first, places = self.first, self.places
        for place, word in enumerate(self.words):
            if word not in first:
                first[word] = place
            elif word in places:
                places[word].append(place)
            else:
                places[word] = [first[word], place]
        self._count()

    def _count(self) -> None:
        """Add up, for each border, the words that stand on both its sides.

        ``above`` gets the weight of repeated words where they begin and end to stand above, and
        ``passed`` is the number of borders before each place.
        """
        borders, levels, other = self.borders, self.levels, self.other
        last = len(borders)
        narrow, wide, told, above = ([0] * (last + 1) for _ in range(4))
        stops = [*borders, len(self.words) + 1 + _TOLD]
        passed = [0]
        for number, border in enumerate(stops):
            passed += [number] * (border + 1 - len(passed))
        # Behind the last border there is none within reach.
        stops[last] += _TOLD
        for word, places in self.places.items():
            weight = levels.get(word, other)
            before = -WIDE
            one = places[0]
            low = passed[one]
            for next_ in places[1:]:
                high = passed[next_ + 1]
                # Most words come again before the next border.
                if low < high and next_ - one < 2 * WIDE:
                    for at in range(low, high):
                        border = borders[at]
                        since, until = border - one, next_ - border
                        if since < WIDE and until < WIDE:
                            wide[at] += weight
                            if since < NARROW and until < NARROW:
                                narrow[at] += weight
                            if until < _RETOLD and border - before < _TOLD:
                                told[at] += weight
                if stops[high] - one < _TOLD:
                    above[high] += weight
                    above[passed[one + _TOLD]] -= weight
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
        places, levels, other = self.places, self.levels, self.other
        for word in places.keys() & set(self.words[border : self.starts[end]]):
            at = places[word]
            if at[0] < border:
                found.append((at[bisect_left(at, border) - 1], levels.get(word, other)))
        return sorted(found, reverse=True)

    def shares(
        self, words: Set[int], border: int, below: Iterable[int], above: Iterable[int]
    ) -> list[float]:
        """Return the weighed shares of words that stand within so much of the text below a place,
        and within so much of that above it."""
        levels, other, places, first = self.levels, self.other, self.places, self.first
        whole, near_below, near_above = 60, [], []
        for word in words:
            weight = levels.get(word, other)
            whole += weight
            if word in first:
                at = places.get(word) or [first[word]]
                number = bisect_left(at, border)
                if number < len(at):
                    near_below.append((at[number] - border, weight))
                if number:
                    near_above.append((border - at[number - 1], weight))
        return [
            *(sum([w for far, w in near_below if far < reach]) / whole for reach in below),
            *(sum([w for far, w in near_above if far <= reach]) / whole for reach in above),
        ]
