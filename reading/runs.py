"""Runs: the short lines that stand together, measured against each other and the text about them.

A headline and a 小标题 look alike; what parts them is how far the last short line is and how like
it this one is, whether a signature or dateline stands between, and what the text below speaks of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from .recurrence import Recurrence, words_of
from .traits import Traits

TIME = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|昨[天日]|日前|近日|今年|近年来|目前|截至|连日来|去年"
    r"|上午|当日|当天|随着|\d{4}年"
)
_COUNTS = (0, 1, 2, 3, 5, 8, 12, 18, 28, 45)
_SHARES = (0.001, 0.04, 0.08, 0.14, 0.22, 0.32, 0.45, 0.6)
_LONGEST_RUN = 6
# Lines of a list, with no text between them.
_LISTED = (0, 1, 2, 3, 5, 8, 14)
_LONGEST_LISTED = 62
# In so many words above and below it a line's own are looked for.
_NEAR, _FAR_BELOW, _FAR_ABOVE = 280, 800, 1100


def binned(value: float, limits: Sequence[float]) -> str:
    """Return the first limit that a value does not pass."""
    at = bisect_left(limits, value)
    return str(limits[at]) if at < len(limits) else "more"


def yes(value: object) -> str:
    """Return yes or no."""
    return "yes" if value else "no"


_COUNT_BINS = [binned(size, _COUNTS) for size in range(47)]


class Runs:
    """The runs of short lines of a page; ``of`` gives each item's run, or -1."""

    def __init__(self, traits: list[Traits], own: list[str], *, blocks: bool) -> None:
        self.traits = traits
        self.own = own
        self.all = _runs(traits)
        self.of = [-1] * len(traits)
        starts, ends = [False] * len(traits), [False] * len(traits)
        for number, (first, last) in enumerate(self.all):
            starts[first] = ends[last] = True
            self.of[first : last + 1] = [number] * (last + 1 - first)
        told = [seen.dateline or seen.byline for seen in traits]
        self.told_above = _distances(told)
        self.told_below = _distances(told[::-1])[::-1]
        self.short_above = _distances(ends)
        self.marks = _sums([seen.mark for seen in traits])
        self.datelines = _sums([seen.dateline for seen in traits])
        self.starts = _sums(starts)
        # Where headlines stand out by their margins, nobody needs to ask what they speak of.
        self.recurrence = self._recurrence() if blocks else None
        self.shapes = [
            tuple(min(4, (seen.size + 3) // 4) for seen in traits[first : last + 1])
            for first, last in self.all
        ]
        self.shape_counts = Counter(self.shapes)
        self.sizes = Counter(traits[last].size for _, last in self.all)
        listed = [not seen.closed and seen.size <= _LONGEST_LISTED for seen in traits]
        self.listed_above = _streaks(listed)
        self.listed_below = _streaks(listed[::-1])[::-1]
        self.framed = sum(map(is_framed, traits))
        self.opened = [_opening(traits[last + 1 : last + 2]) for _, last in self.all]

    def tell(self, at: int, fields: dict[str, str]) -> None:
        """Add what an item's run shows."""
        fields["told-since"] = _count(self.told_above[at])
        run = self.of[at]
        if run < 0:
            fields["since"] = _count(self.short_above[at])
            return
        self._shape(at, run, fields)
        if run:
            self._compare_above(at, run, fields)
        self._compare_below(at, run, fields)
        self._told(at, run, fields)
        if self.recurrence is not None:
            self._words(at, run, self.recurrence, fields)

    def opened_at(self, at: int) -> str:
        """Return how the text below an item's run opens."""
        run = self.of[at]
        return "text" if run < 0 else self.opened[run]

    def _recurrence(self) -> Recurrence:
        texts = ["" if seen.headish or seen.mark else seen.key for seen in self.traits]
        return Recurrence(texts, [first for first, _ in self.all])

    def _shape(self, at: int, run: int, fields: dict[str, str]) -> None:
        first, last = self.all[run]
        traits, length = self.traits, self.traits[at].size
        ended = not first or traits[first - 1].closed or traits[first - 1].mark
        fields |= {
            "lines": str(last - first + 1),
            "line": str(at - first),
            "first-line": yes(at == first),
            "run-above": self.own[first + 1],
            "run-below": self.own[last + 3],
            "open-above": yes(not ended),
            "ended-above": yes(ended),
            "shape": str(min(4, self.shape_counts[self.shapes[run]])),
            "density": str(min(9, len(self.all) * 10 // len(traits))),
            "since": _count(first - self.all[run - 1][1] if run else None),
            "until": _count(self.all[run + 1][0] - last if run + 1 < len(self.all) else None),
            "short": yes(length <= 12),
            "listed": binned(self.listed_above[at], _LISTED),
            "listed-below": binned(self.listed_below[at], _LISTED),
            "opened": self.opened[run],
        }
        if is_framed(traits[at]):
            fields["framed"] = str(min(3, self.framed))
        if first == last:
            reach = 1 if length > 5 else 0
            same = sum(self.sizes[length + off] for off in range(-reach, reach + 1)) - 1
            fields["same"], fields["same-few"] = str(min(4, same)), str(min(3, same))

    def _compare_above(self, at: int, run: int, fields: dict[str, str]) -> None:
        """Compare a short line with the run of short lines above."""
        traits = self.traits
        first, last = self.all[run]
        other_first, other_last = self.all[run - 1]
        length, head, foot = traits[at].size, traits[other_first], traits[other_last]
        fields |= {
            "longer-by": str(max(-8, min(8, (length - head.size) // 2))),
            "like": yes(length in (head.size, foot.size)),
            "even-runs": yes(last - first == other_last - other_first),
            "first-before": head.first,
            "last-before": foot.last,
            "marks-since": yes(self.marks[first] > self.marks[other_last + 1]),
            "opened-before": self.opened[run - 1],
            "told-since-run": yes(self.datelines[first] > self.datelines[other_last + 1]),
        }
        if other_first:
            fields["much-longer"] = yes(length > 1.6 * foot.size)
            fields["short-before"] = yes(foot.size <= 12)

    def _compare_below(self, at: int, run: int, fields: dict[str, str]) -> None:
        """Compare a short line with the run of short lines below."""
        below, length = self.all[run][1] + 1, self.traits[at].size
        if run + 1 == len(self.all):
            fields["marks-left"] = yes(self.marks[-1] > self.marks[below])
            return
        other = self.all[run + 1][0]
        size = self.traits[other].size
        fields |= {
            "shorter-by": str(max(-8, min(8, (length - size) // 2))),
            "like-below": yes(length == size),
            "marks-until": yes(self.marks[other] > self.marks[below]),
            "told-until-run": yes(self.datelines[other] > self.datelines[below]),
        }

    def _told(self, at: int, run: int, fields: dict[str, str]) -> None:
        first = self.all[run][0]
        above = self.told_above[first]
        since = self.starts[first] - self.starts[0 if above is None else first - above + 1]
        fields |= {
            "told-until": _count(self.told_below[at]),
            "told-below": yes(fields["run-below"] == "dateline"),
            "runs-since": f"{'none' if above is None else ''}{min(3, since)}",
            "told-share": str(min(4, self.datelines[-1] * 4 // len(self.all))),
        }

    def _words(self, at: int, run: int, reach: Recurrence, fields: dict[str, str]) -> None:
        last = self.all[run][1]
        border = reach.borders[run]
        next_end = reach.starts[min(last + 2, len(self.traits))] - border
        words = set(words_of(self.traits[at].key))
        near, below, far_below, above, far_above = reach.shares(
            words, border, (next_end, _NEAR, _FAR_BELOW), (_NEAR, _FAR_ABOVE)
        )
        alike, far_alike = (reach.likeness(run, wide=wide) for wide in (False, True))
        retold = reach.retold(run)
        fields |= {
            "words-next": binned(near, _SHARES),
            "words-below": binned(below, _SHARES),
            "words-far-below": binned(far_below, _SHARES),
            "words-above": binned(above, _SHARES),
            "words-far-above": binned(far_above, _SHARES),
            "words-more": str(round(max(-0.5, min(0.5, below - above)) * 10)),
            "far-more": str(round(max(-0.5, min(0.5, far_below - far_above)) * 10)),
            "more": str(round(max(-0.4, min(0.4, far_below - far_above)) * 5)),
            "alike": str(min(20, int(alike * 50))),
            "alike-near": str(min(12, int(alike * 25))),
            "far-alike": str(min(20, int(far_alike * 50))),
            "alike-far": str(min(16, int(far_alike * 40))),
            "retold": str(min(12, int(retold * 20))),
            "retold-some": str(min(10, int(retold * 12))),
            "retold-few": str(min(10, int(retold * 10))),
            "size": str(min(3, self.traits[at].size // 7)),
        }


def _count(distance: int | None) -> str:
    return "none" if distance is None else _COUNT_BINS[min(distance, 46)]


def is_framed(seen: Traits) -> bool:
    """Say whether a line stands in 【】 and the like as a whole."""
    return seen.headish and seen.first == "bracket" and seen.last == "bracket"


def _opening(below: list[Traits]) -> str:
    """Return how the text below a run opens: with a dateline, with a time, or otherwise."""
    if not below:
        return "edge"
    (seen,) = below
    return "told" if seen.dateline or seen.byline else yes(TIME.match(seen.key))


def _streaks(marked: list[bool]) -> list[int]:
    """Return for every item how many marked ones stand above it without a break; not itself."""
    streaks: list[int] = []
    count = 0
    for mark in marked:
        streaks.append(count)
        count = count + 1 if mark else 0
    return streaks


def _runs(traits: list[Traits]) -> list[tuple[int, int]]:
    """Return the first and last item of every run of short lines."""
    runs: list[tuple[int, int]] = []
    for at, seen in enumerate(traits):
        if not seen.headish:
            continue
        if runs and runs[-1][1] == at - 1 and at - runs[-1][0] < _LONGEST_RUN:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _distances(marked: list[bool]) -> list[int | None]:
    """Return for every item how far above it the last marked one stands; not itself."""
    distances: list[int | None] = []
    last = None
    for at, mark in enumerate(marked):
        distances.append(None if last is None else at - last)
        if mark:
            last = at
    return distances


def _sums(marked: list[bool]) -> list[int]:
    """Return how many of the first 0, 1, 2 … items are marked."""
    sums = [0]
    for mark in marked:
        sums.append(sums[-1] + mark)
    return sums
