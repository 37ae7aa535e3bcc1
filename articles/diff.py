"""Two texts against each other: the one engine behind every screen, notice, preview and merge.

Paragraphs are compared first, then sentences, clauses and last words, each time with as few changes
as there can be (Myers, “An O(ND) Difference Algorithm”, 1986). A word is one Chinese character, a
whole number, in figures or in Chinese numerals, or a run of Latin letters, so that no change cuts a
number or a name in two. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Any, NamedTuple

# What one comparison may cost, in steps of the search: about half a second. A part may take a third
# of what is left; what is too unlike to be compared for that stays one whole change.
MOST_STEPS = 900_000
# A sentence or clause of fewer characters may stand anywhere: that both texts have it says nothing.
TELLING = 4
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏＡ-Ｚａ-ｚ"
# As they are written, and as they are written on cheques.
_NUMERALS = "〇○零一二两三四五六七八九十廿卅百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_LEVELS = tuple(
    re.compile(pattern, re.DOTALL).findall
    for pattern in (
        r"[^\n]*\n|[^\n]+",
        r"[^。！？；\n]*(?:[。！？；]+[”’」』）]*\n?|\n)|[^。！？；\n]+",
        r"[^，、：\s]*[，、：\s]|[^，、：\s]+",
        rf"\d+(?:[.．]\d+|,\d{{3}})*|[{_NUMERALS}]+|[{_LATIN}]+|.",
    )
)


class Op(StrEnum):
    """What happens to a run of characters on the way from the old text to the new."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


class Run(NamedTuple):
    """Characters that stand in both texts, only in the old one or only in the new one."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """``old[start:end]`` is replaced by ``new[low:high]``; one of the two may be empty."""

    start: int
    end: int
    low: int
    high: int

    @property
    def size(self) -> int:
        return max(self.end - self.start, self.high - self.low)


def difference(old: str, new: str) -> list[Run]:
    """Return the runs that lead from ``old`` to ``new``.

    Those that are equal or deleted give ``old``, those equal or inserted give ``new``.
    """
    runs: list[Run] = []
    at = 0
    for change in changes(old, new):
        runs += [
            Run(Op.EQUAL, old[at : change.start]),
            Run(Op.DELETE, old[change.start : change.end]),
            Run(Op.INSERT, new[change.low : change.high]),
        ]
        at = change.end
    return [run for run in [*runs, Run(Op.EQUAL, old[at:])] if run.text]


def changes(old: str, new: str) -> list[Change]:
    """Return where ``new`` differs from ``old``, in order; between two changes both are equal."""
    found = _refined(old, new, Change(0, len(old), 0, len(new)), _Steps(), 0)
    return _settled(old, found)


def sequence_changes(old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    """Return where two sequences of hashable items differ, with as few changes as there can be."""
    return list(_matched(old, new, _Steps()))


@dataclass(slots=True)
class _Steps:
    """What a comparison may still cost; all its parts share it."""

    left: int = MOST_STEPS


def _refined(old: str, new: str, whole: Change, steps: _Steps, level: int) -> Iterator[Change]:
    """Yield the changes inside ``whole``, each compared again in finer tokens."""
    before = _LEVELS[level](old[whole.start : whole.end])
    after = _LEVELS[level](new[whole.low : whole.high])
    one = list(accumulate(map(len, before), initial=whole.start))
    other = list(accumulate(map(len, after), initial=whole.low))
    last = level + 1 == len(_LEVELS)
    sides = (before, after) if last else (_telling(before, "old"), _telling(after, "new"))
    for part in _matched(*sides, steps):
        inner = Change(one[part.start], one[part.end], other[part.low], other[part.high])
        replaced = inner.start < inner.end and inner.low < inner.high
        if replaced and not last:
            yield from _refined(old, new, inner, steps, level + 1)
        else:
            yield inner


def _telling(tokens: list[str], side: str) -> list[Any]:
    """Put what equals nothing in the place of tokens that are too short to tell a place by."""
    return [
        token if len(token.strip()) >= TELLING else (side, place)
        for place, token in enumerate(tokens)
    ]


def _matched(before: Sequence[Any], after: Sequence[Any], steps: _Steps) -> Iterator[Change]:
    """Yield where two sequences differ; what is the same at both ends costs nothing."""
    start, end, high = 0, len(before), len(after)
    while start < min(end, high) and before[start] == after[start]:
        start += 1
    while start < min(end, high) and before[end - 1] == after[high - 1]:
        end, high = end - 1, high - 1
    if start == end == high:
        return
    at, to = start, start
    for place, other in _pairs(before[start:end], after[start:high], steps):
        if (at, to) != (start + place, start + other):
            yield Change(at, start + place, to, start + other)
        at, to = start + place + 1, start + other + 1
    if (at, to) != (end, high):
        yield Change(at, end, to, high)


def _pairs(before: Sequence[Any], after: Sequence[Any], steps: _Steps) -> list[tuple[int, int]]:
    """Return the places of the longest common subsequence; none when it would cost too much."""
    if set(before).isdisjoint(after):
        return []
    trace = _searched(before, after, steps)
    pairs: list[tuple[int, int]] = []
    at, to = len(before), len(after)
    for distance in range(len(trace) - 1, 0, -1):
        reached = trace[distance - 1]
        diagonal = at - to
        down = _comes_from_above(reached, diagonal, distance)
        was = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
        while at > was:
            at, to = at - 1, to - 1
            pairs.append((at, to))
        at, to = (at, to - 1) if down else (at - 1, to)
    if trace:
        pairs += [(place, place) for place in range(at - 1, -1, -1)]
    return pairs[::-1]


def _searched(before: Sequence[Any], after: Sequence[Any], steps: _Steps) -> list[dict[int, int]]:
    """Return how far each diagonal reached with so many changes, up to the end; or nothing."""
    width, height = len(before), len(after)
    allowed = steps.left // 3
    reached: dict[int, int] = {}
    trace: list[dict[int, int]] = []
    spent = 0
    for distance in range(width + height + 1):
        found: dict[int, int] = {}
        for diagonal in range(-distance, distance + 1, 2):
            at = 0
            if distance:
                down = _comes_from_above(reached, diagonal, distance)
                at = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            began = at
            while at < width and at - diagonal < height and before[at] == after[at - diagonal]:
                at += 1
            spent += at - began + 1
            found[diagonal] = at
        trace.append(found)
        if found.get(width - height) == width:
            steps.left -= spent
            return trace
        if spent > allowed:
            break
        reached = found
    steps.left -= spent
    return []


def _comes_from_above(reached: dict[int, int], diagonal: int, distance: int) -> bool:
    """Whether the furthest way to a diagonal inserts; deleting comes first where both go as far."""
    if abs(diagonal) == distance:
        return diagonal < 0
    return reached[diagonal - 1] < reached[diagonal + 1]


def _settled(old: str, found: Iterator[Change]) -> list[Change]:
    """Join changes that only chance characters part: nobody rewrites round one 的."""
    settled: list[Change] = []
    for change in found:
        last = settled[-1] if settled else None
        if last and _by_chance(last, change, old):
            settled[-1] = Change(last.start, change.end, last.low, change.high)
        else:
            settled.append(change)
    return settled


def _by_chance(last: Change, change: Change, old: str) -> bool:
    between = old[last.end : change.start]
    most = (min(last.size, change.size) + 2) // 4
    return len(between) <= most and not any(map(str.isspace, between))
