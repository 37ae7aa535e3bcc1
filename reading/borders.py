"""Borders: the second look, over whole stories, at every line that may begin one.

The chain sees a line with what stands about it. Whether a short line is a headline or a 小标题
often shows only against the story that is being read: does the text below still speak of what that
story's headline speaks of, is it like the text since then, has it been told by a dateline, are
there other short lines in it of the same shape, do the page's other stories begin like this? So
each candidate is weighed against each story that it may end, by trees (``borders.txt``), and the
best sequence of beginnings of the whole page is taken. The chain's own margin counts for most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import exp, floor, log1p, sqrt

from .features import Page
from .recurrence import Recurrence, words_of
from .traits import Traits
from .trees import border_trees

# Margins of the chain, in hundredths of nats: below the first nothing begins, above the second
# something does for certain, and above the third it shows how the page's stories begin.
LEAST, SURE = -900, 1100
_CERTAIN = 900
# A story that is being read begins at one of the last candidates of fair margin.
_FAIR, _MOST, _FARTHEST = -500, 10, 40
_REACH, _NEAR = 800, 170
_LONGEST_HEAD = 4
_LAST = {name: at for at, name in enumerate((
    "han", "quote", "ask", "cry", "bracket", "digit", "letter", "mark", "dash", "book", "dots",
    "colon", "stop", "quote-stop", "bracket-stop", "comma", "semi",
))}  # fmt: skip
_OPENED = {name: at for at, name in enumerate(("told", "yes", "no", "edge", "text"))}
# A part of a story between two short lines has at least so many characters; what tells that there
# is no other short line.
_SHORTEST_PART, _NONE = 40, 30
_CLAMP = 3000
# A page of so few blocks shows little of a story.
_FEW = 30
Sight = dict[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may begin a story: the item behind its headline, and the headline's words."""

    at: int
    margin: int
    behind: int
    words: frozenset[int]


class Borders:
    """The candidates of one page, and which of them begin a story.

    ``rivals`` says of every item how much more a headline weighs there than a 小标题.
    """

    def __init__(
        self, page: Page, margins: list[int], rivals: list[int], recurrence: Recurrence
    ) -> None:
        self.page = page
        self.recurrence = recurrence
        self.margins = margins
        self.rivals = rivals
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
        self.short = [at for at, seen in enumerate(page.traits) if seen.headish]
        self.short_before = list(accumulate((seen.headish for seen in page.traits), initial=0))
        self.usual = self._usual()

    def _usual(self) -> dict[str, int]:
        """Return in per cent how often what stands about a headline does so where one is certain.

        Half a story more speaks for each, so that a page of few stories tells little.
        """
        certain = [self._about(one) for one in self.candidates if one.margin >= _CERTAIN]
        return {
            name: (200 * sum(about[name] for about in certain) + 100) // (2 * len(certain) + 2)
            for name in ("told", "signed", "mark-above")
        }

    def _about(self, it: Candidate) -> dict[str, bool]:
        """Say whether a text is told by a dateline, opens with a byline or stands below a mark."""
        first = self._text(it)
        return {
            "told": first.dateline or first.byline,
            "signed": first.mark,
            "mark-above": it.at > 0 and self.page.traits[it.at - 1].mark,
        }

    def _text(self, it: Candidate) -> Traits:
        """Return the first item behind a candidate's headline."""
        return self.page.traits[min(it.behind, len(self.page.traits) - 1)]

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

    def pairs(self) -> Iterator[tuple[Candidate, Candidate, Sight]]:
        """Yield each doubtful candidate with each story it may end, and what is seen of both."""
        for number, candidate in enumerate(self.candidates):
            if candidate.margin < SURE and number:
                yield from self._pairs(number, candidate)

    def _pairs(
        self, number: int, candidate: Candidate
    ) -> Iterator[tuple[Candidate, Candidate, Sight]]:
        recurrence = self.recurrence
        stop = self.stops[candidate.behind]
        end = candidate.behind
        low = recurrence.starts[end]
        while (
            end < min(stop, candidate.behind + _FARTHEST) and recurrence.starts[end] - low < _REACH
        ):
            end += 1
        ties = recurrence.ties(candidate.behind, end)
        below = _Below(
            candidate, low, recurrence.starts[end], sum(weight for _, weight in ties),
            self._alone(candidate, recurrence.starts[stop] - low),
        )  # fmt: skip
        shared = tied = met = 0
        skipped: list[Candidate] = []
        for story in reversed(self.candidates[max(number - _FARTHEST, 0) : number]):
            start = recurrence.starts[story.at]
            while tied < len(ties) and ties[tied][0] >= start:
                shared += ties[tied][1]
                tied += 1
            if story.margin > _FAIR or story is self.candidates[0]:
                seen = below.seen | self._story(story, candidate)
                seen |= self._words(story, below, shared)
                seen["same"] = sum(self._alike(one, candidate) for one in skipped)
                yield story, candidate, seen
                met += 1
            if story.margin >= SURE or met >= _MOST:
                return
            skipped.append(story)

    def _alike(self, one: Candidate, other: Candidate) -> bool:
        traits = self.page.traits
        first, second = traits[one.at], traits[other.at]
        return abs(first.size - second.size) <= 2 and first.last == second.last

    def _alone(self, it: Candidate, left: int) -> Sight:
        """Return what is seen of a candidate, whichever story it ends."""
        traits, page = self.page.traits, self.page
        about = self._about(it)
        first = self._text(it)
        return {
            "margin": it.margin,
            "over-subhead": self.rivals[it.at],
            "size": traits[it.at].size,
            "lines": it.behind - it.at,
            "last": _LAST.get(traits[it.at].last, len(_LAST)),
            "last-above": _LAST.get(traits[it.at - 1].last, len(_LAST)),
            "listed": page.runs.listed_above[it.at],
            "opened": _OPENED[page.runs.opened_at(it.at)],
            "text-size": first.size,
            "left": left,
            "place": 100 * it.at // len(traits),
            "candidates": len(self.candidates),
            "told": int(about["told"]),
            "mark-above": int(about["mark-above"]),
            **{f"{name}-more": 100 * about[name] - usual for name, usual in self.usual.items()},
        }

    def _story(self, story: Candidate, it: Candidate) -> Sight:
        """Return what is seen of the story that a candidate ends: its form and its parts."""
        traits, starts, before = self.page.traits, self.recurrence.starts, self.short_before
        size = traits[it.at].size
        inner = self.short[before[min(story.behind, it.at)] : before[it.at]]
        ends = [starts[at] for at in (story.behind, *inner, it.at)]
        parts = [end - start for start, end in pairwise(ends) if end - start > _SHORTEST_PART]
        return {
            "since": starts[it.at] - starts[story.at],
            "paragraphs": it.at - story.at - before[it.at] + before[story.at],
            "story-size": traits[story.at].size,
            "story-opened": _OPENED[self.page.runs.opened_at(story.at)],
            "story-told": int(self._about(story)["told"]),
            "longer": size - traits[story.at].size,
            "nearest-size": min([abs(traits[at].size - size) for at in inner], default=_NONE),
            "part": starts[it.at] - starts[inner[-1] if inner else story.at],
            "parts-least": min(parts, default=0),
            "parts-mean": sum(parts) // len(parts) if parts else 0,
        }

    def _words(self, story: Candidate, below: _Below, shared: int) -> Sight:
        """Return which words the text below a candidate shares with the story above it."""
        recurrence, it = self.recurrence, below.candidate
        start, size = recurrence.starts[story.at], below.end - below.low
        since = recurrence.starts[it.at] - start
        old, _, old_above = recurrence.shares(story.words, below.low, (size, _NEAR), (since,))
        new, near, new_above = recurrence.shares(it.words, below.low, (size, _NEAR), (since,))
        alike = _likeness(shared, since, size)
        return {
            "old": int(100 * old),
            "old-more": floor(100 * (old - old_above)),
            "new": int(100 * new),
            "new-more": floor(100 * (new - new_above)),
            "near": int(100 * near),
            "alike": int(1000 * alike),
            "alike-more": floor(1000 * (alike - _likeness(below.ties - shared, start, size))),
            "ties": 1000 * shared // (since + 1),
        }

    def beginnings(self) -> dict[int, int]:
        """Return every candidate's points for beginning a story in the best sequence of all.

        Above 0 for those that begin one; in hundredths of nats.
        """
        few = len(self.page.items) <= _FEW
        for story, candidate, seen in self.pairs():
            self.points[story.at, candidate.at] = _points(seen, few=few)
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


def beginnings(page: Page, margins: list[int], rivals: list[int]) -> dict[int, int]:
    """Return the points of every candidate; where margins tell headlines, the chain's own."""
    recurrence = page.runs.recurrence
    if recurrence is None:
        return {at: margin for at, margin in enumerate(margins) if margin > LEAST}
    return Borders(page, margins, rivals, recurrence).beginnings()


def start_points(seen: Sight) -> int:
    """Return the points that the trees add to: three fifths of the chain's margin."""
    return 3 * seen["margin"] // 5


def _points(seen: Sight, *, few: bool) -> int:
    """Return the points of a candidate; on a page of few blocks, where rules have leaned the
    chain's margin and a story shows little, that counts for more."""
    weighed = border_trees().weigh(seen)
    return seen["margin"] + weighed // 4 if few else start_points(seen) + weighed


@dataclass(frozen=True, slots=True)
class _Below:
    """The text below a candidate: its places in the running text, what its ties to all above weigh,
    and what is seen of it whichever story it ends."""

    candidate: Candidate
    low: int
    end: int
    ties: int
    seen: Sight


def _likeness(shared: int, above: int, below: int) -> float:
    """Return how alike two texts of so many words are that share so much, 0 to about 1."""
    return shared / (45 * sqrt(max(1, min(above, 2 * _REACH)) * max(1, below)) + 200)


@lru_cache(8192)
def _log(points: int) -> int:
    """Return the logarithm of the probability that the points stand for."""
    value = max(-_CLAMP, min(_CLAMP, points)) / 100
    return round(-100 * log1p(exp(-value)))
