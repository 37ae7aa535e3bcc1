"""Borders: the second look, over whole stories, at every line that may begin one.

The chain sees a line with what stands about it. Whether a short line is a headline or a 小标题
often shows only against the story that is being read: does the text below still speak of what that
story's headline speaks of, is it like the text since then, has it been told by a dateline, are
there other short lines in it of the same shape? So each candidate is weighed against each story
that it may end (``borders.txt``), and the best sequence of beginnings of the whole page is taken.
The chain's own margin counts for more than all that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log1p, sqrt

from .features import Page
from .recurrence import Recurrence, words_of
from .weights import Weights, border_weights

# Margins of the chain, in hundredths of nats: below the first nothing begins, above the second
# something does for certain.
LEAST, SURE = -800, 900
# A story that is being read begins at one of the last candidates of fair margin.
_FAIR, _MOST, _FARTHEST = -500, 10, 40
_REACH, _NEAR = 800, 170
_LONGEST_HEAD = 4
_MARGINS = (-900, -700, -500, -350, -250, -150, -75, 0, 75, 150, 250, 350, 500, 700)
_STEPS = (-600, -300, -100, 50, 200, 450)
_CHARS = (60, 120, 200, 300, 450, 650, 900, 1300, 1900, 2800, 4500)
_PARAGRAPHS = (1, 2, 3, 4, 6, 9, 14, 22)
_SHARES = (0.001, 0.05, 0.1, 0.18, 0.28, 0.4, 0.55)
_ALIKE = (0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2)
_LEFT = (40, 100, 200, 350, 600, 1000, 1600)
_LENGTHS = (3, 5, 7, 9, 11, 13, 15, 18, 22, 28, 40)
_TIES = (0.2, 0.5, 1, 1.5, 2.2, 3.2)
_MANY = (2, 4, 7, 12, 20, 35)
_PLACES = (0.1, 0.3, 0.5, 0.7, 0.85, 0.95)
_CLAMP = 3000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may begin a story: the item behind its headline, and the headline's words."""

    at: int
    margin: int
    behind: int
    words: frozenset[int]


class Borders:
    """The candidates of one page, and which of them begin a story."""

    def __init__(self, page: Page, margins: list[int], recurrence: Recurrence) -> None:
        self.page = page
        self.recurrence = recurrence
        self.margins = margins
        self.candidates = [
            self._candidate(at, margin) for at, margin in enumerate(margins) if margin > LEAST
        ]
        self.points: dict[tuple[int, int], int] = {}
        # Of each item the next one, itself included, that the chain takes for a beginning.
        stop = len(margins)
        self.stops = [stop]
        for at in range(len(margins) - 1, -1, -1):
            stop = at if margins[at] > 0 else stop
            self.stops.append(stop)
        self.stops.reverse()

    def _candidate(self, at: int, margin: int) -> Candidate:
        page, run = self.page, self.page.runs.of
        behind = at + 1
        while (
            behind < len(run)
            and behind - at < _LONGEST_HEAD
            and run[behind] == run[at] >= 0
            and self.margins[behind] <= 0
        ):
            behind += 1
        words = {word for seen in page.traits[at:behind] for word in words_of(seen.key)}
        return Candidate(at, margin, behind, frozenset(words))

    def pairs(self) -> Iterator[tuple[Candidate, Candidate, list[str]]]:
        """Yield each doubtful candidate with each story it may end, and what is seen of both."""
        for number, candidate in enumerate(self.candidates):
            if candidate.margin < SURE and number:
                yield from self._pairs(number, candidate)

    def _pairs(
        self, number: int, candidate: Candidate
    ) -> Iterator[tuple[Candidate, Candidate, list[str]]]:
        recurrence = self.recurrence
        stop = self.stops[candidate.behind]
        end = candidate.behind
        low = recurrence.starts[end]
        while (
            end < min(stop, candidate.behind + _FARTHEST) and recurrence.starts[end] - low < _REACH
        ):
            end += 1
        below = _Below(candidate, low, recurrence.starts[end], recurrence.starts[stop], stop)
        ties = recurrence.ties(candidate.behind, end)
        shared = tied = met = 0
        skipped: list[Candidate] = []
        for story in reversed(self.candidates[max(number - _FARTHEST, 0) : number]):
            start = recurrence.starts[story.at]
            while tied < len(ties) and ties[tied][0] >= start:
                shared += ties[tied][1]
                tied += 1
            if story.margin > _FAIR or story is self.candidates[0]:
                yield story, candidate, self._seen(story, below, skipped, shared)
                met += 1
            if story.margin >= SURE or met >= _MOST:
                return
            skipped.append(story)

    def _seen(
        self, story: Candidate, below: _Below, skipped: list[Candidate], shared: int
    ) -> list[str]:
        """Return what is seen of a candidate as the end of a story."""
        page, recurrence, it = self.page, self.recurrence, below.candidate
        traits, items = page.traits, page.items
        start, end = recurrence.starts[story.at], recurrence.starts[it.at]
        since, size = end - start, below.end - below.low
        reaches = (size, _NEAR), (since,)
        old, _, old_above = recurrence.shares(story.words, below.low, *reaches)
        new, near, new_above = recurrence.shares(it.words, below.low, *reaches)
        old_more, new_more = old - old_above, new - new_above
        alike = shared / (45 * sqrt(max(1, min(since, 2 * _REACH)) * max(1, size)) + 200)
        same = sum(
            abs(traits[one.at].size - traits[it.at].size) <= 2
            and traits[one.at].last == traits[it.at].last
            for one in skipped
        )
        paragraphs = sum(not seen.headish for seen in traits[story.at : it.at])
        place = (items[story.at].gap, items[story.at].indent)
        placed = int(place == (items[it.at].gap, items[it.at].indent))
        step = bisect_left(_STEPS, it.margin)
        above = traits[it.at - 1]
        marks = min(4, page.runs.marks[below.stop] - page.runs.marks[it.behind])
        lines = it.behind - it.at
        likeness = bisect_left(_ALIKE, alike)
        told = int(traits[min(story.behind, len(traits) - 1)].dateline)
        return [
            "border:any=yes",
            f"border:margin={bisect_left(_MARGINS, it.margin)}",
            f"border:step={step}",
            f"border:chars={bisect_left(_CHARS, since)}",
            f"border:chars-skipped={bisect_left(_CHARS, since)},{min(4, len(skipped))}",
            f"border:paragraphs={bisect_left(_PARAGRAPHS, paragraphs)}",
            f"border:old={bisect_left(_SHARES, old)}",
            f"border:old-step={step},{bisect_left(_SHARES, old)}",
            f"border:old-more={_tenths(old_more)}",
            f"border:old-alike={_tenths(old_more)},{likeness}",
            f"border:new={bisect_left(_SHARES, new)}",
            f"border:new-more={_tenths(new_more)}",
            f"border:new-near={bisect_left(_SHARES, near)}",
            f"border:both={_tenths(new_more)},{_tenths(old_more)}",
            f"border:alike={likeness}",
            f"border:ties={bisect_left(_TIES, shared / (since + 1))}",
            f"border:same={min(4, same)}",
            f"border:same-step={step},{min(4, same)}",
            f"border:left={bisect_left(_LEFT, below.left)}",
            f"border:left-chars={bisect_left(_CHARS, since)},{bisect_left(_LEFT, below.left)}",
            f"border:length={bisect_left(_LENGTHS, traits[it.at].size)}",
            f"border:old-length={bisect_left(_LENGTHS, traits[story.at].size)}",
            f"border:longer={max(-4, min(4, (traits[it.at].size - traits[story.at].size) // 4))}",
            f"border:lines={lines},{step}",
            f"border:placed={placed}",
            f"border:placed-lines={placed},{story.behind - story.at},{lines}",
            f"border:marks={marks},{step}",
            f"border:mark-above={int(above.mark)},{step}",
            f"border:last-above={above.last},{step}",
            f"border:told={told},{int(above.mark)},{marks}",
            f"border:candidates={bisect_left(_MANY, len(self.candidates))}",
            f"border:opened={page.runs.opened_at(story.at)},{page.runs.opened_at(it.at)}",
            f"border:opened-chars={page.runs.opened_at(it.at)},{bisect_left(_CHARS, since)}",
            f"border:listed={min(6, page.runs.listed_above[it.at])},{step}",
            f"border:place={bisect_left(_PLACES, it.at / len(traits))},{told}",
        ]

    def beginnings(self) -> dict[int, int]:
        """Return every candidate's points for beginning a story in the best sequence of all.

        Above 0 for those that begin one; in hundredths of nats.
        """
        weights = border_weights()
        for story, candidate, seen in self.pairs():
            self.points[story.at, candidate.at] = _points(weights, candidate.margin, seen)
        ways: dict[int, tuple[int, list[int]]] = {-1: (0, [])}
        for candidate in self.candidates:
            at = candidate.at
            if candidate.margin >= SURE:
                total, path = max(ways.values(), key=lambda way: way[0])
                ways = {at: (total, [*path, at])}
                continue
            begun: tuple[int, list[int]] | None = None
            for start, (total, path) in list(ways.items()):
                points = self.points.get((start, at), candidate.margin)
                if begun is None or total + _log(points) > begun[0]:
                    begun = (total + _log(points), [*path, at])
                ways[start] = (total + _log(-points), path)
            if begun is not None:
                ways[at] = begun
            if len(ways) > _MOST:
                del ways[min(ways, key=lambda story: (ways[story][0], story))]
        return self._told(max(ways.values(), key=lambda way: way[0])[1])

    def _told(self, path: list[int]) -> dict[int, int]:
        """Return the points of every candidate, given the beginnings."""
        told: dict[int, int] = {}
        begun, story = set(path), -1
        for candidate in self.candidates:
            at = candidate.at
            points = self.points.get((story, at), candidate.margin)
            told[at] = max(points, 1) if at in begun else min(points, -1)
            if at in begun:
                story = at
        return told


def beginnings(page: Page, margins: list[int]) -> dict[int, int]:
    """Return the points of every candidate; where margins tell headlines, the chain's own."""
    recurrence = page.runs.recurrence
    if recurrence is None:
        return {at: margin for at, margin in enumerate(margins) if margin > LEAST}
    return Borders(page, margins, recurrence).beginnings()


@dataclass(frozen=True, slots=True)
class _Below:
    """The text below a candidate: its places in the running text, and what is left of the story."""

    candidate: Candidate
    low: int
    end: int
    rest: int
    stop: int

    @property
    def left(self) -> int:
        """The characters up to the next beginning."""
        return self.rest - self.low


def _points(weights: Weights, margin: int, seen: list[str]) -> int:
    """Return the points of a candidate: a quarter of what is seen, three fifths of the margin."""
    total = sum(weight for feature in seen for _, weight in weights.features.get(feature, ()))
    return total // 4 + 3 * margin // 5


def _tenths(value: float) -> int:
    return max(-5, min(5, round(8 * value)))


@lru_cache(8192)
def _log(points: int) -> int:
    """Return the logarithm of the probability that the points stand for."""
    value = max(-_CLAMP, min(_CLAMP, points)) / 100
    return round(-100 * log1p(exp(-value)))
