"""Two texts against each other, character by character, at a cost that grows in line with them.

Paragraphs are compared first, then sentences, then characters; what is too much alike with itself
to be compared at one of these steps stays one whole change. Pure functions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

# The pairs of equal tokens that the matcher has to look at; above it, it would take seconds.
MOST_PAIRS = 300_000
_PARAGRAPHS = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCES = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")


class Op(StrEnum):
    """What happens to a run of characters on the way from the old text to the new."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Change:
    """``old[start:end]`` is replaced by ``new[low:high]``; one of the two may be empty."""

    start: int
    end: int
    low: int
    high: int


def difference(old: str, new: str) -> list[tuple[Op, str]]:
    """Return the runs that lead from ``old`` to ``new``.

    Those that are equal or deleted give ``old``, those equal or inserted give ``new``.
    """
    runs: list[tuple[Op, str]] = []
    at = 0
    for change in changes(old, new):
        runs += [
            (Op.EQUAL, old[at : change.start]),
            (Op.DELETE, old[change.start : change.end]),
            (Op.INSERT, new[change.low : change.high]),
        ]
        at = change.end
    return [(op, text) for op, text in [*runs, (Op.EQUAL, old[at:])] if text]


def changes(old: str, new: str) -> list[Change]:
    """Return where ``new`` differs from ``old``, in order; between two changes both are equal."""
    steps: tuple[Callable[[str], Sequence[str]], ...] = (
        _PARAGRAPHS.findall,
        _SENTENCES.findall,
        list,
    )
    return _settled(_refined(old, new, Change(0, len(old), 0, len(new)), steps))


def sequence_changes(old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    """Return where two short sequences of hashable items differ."""
    return list(_matched(old, new))


def _refined(
    old: str, new: str, whole: Change, steps: Sequence[Callable[[str], Sequence[str]]]
) -> Iterator[Change]:
    """Yield the changes inside ``whole``, each compared again in finer tokens."""
    whole = _trimmed(old, new, whole)
    if whole.start == whole.end and whole.low == whole.high:
        return
    if not steps or whole.start == whole.end or whole.low == whole.high:
        yield whole
        return
    before = steps[0](old[whole.start : whole.end])
    after = steps[0](new[whole.low : whole.high])
    one, other = _offsets(before, whole.start), _offsets(after, whole.low)
    for part in _matched(before, after):
        inner = Change(one[part.start], one[part.end], other[part.low], other[part.high])
        yield from _refined(old, new, inner, steps[1:])


def _trimmed(old: str, new: str, whole: Change) -> Change:
    """Take off what is the same at both ends."""
    start, end, low, high = whole.start, whole.end, whole.low, whole.high
    while start < end and low < high and old[start] == new[low]:
        start, low = start + 1, low + 1
    while start < end and low < high and old[end - 1] == new[high - 1]:
        end, high = end - 1, high - 1
    return Change(start, end, low, high)


def _offsets(tokens: Sequence[str], at: int) -> list[int]:
    offsets = [at]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def _matched(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    one, other = Counter(before), Counter(after)
    if sum(count * other[token] for token, count in one.items()) > MOST_PAIRS:
        yield Change(0, len(before), 0, len(after))
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, low, high in matcher.get_opcodes():
        if tag != "equal":
            yield Change(start, end, low, high)


def _settled(found: Iterator[Change]) -> list[Change]:
    """Join changes that only a chance character parts: nobody rewrites round one 的."""
    settled: list[Change] = []
    for change in found:
        last = settled[-1] if settled else None
        if last and _by_chance(last, change):
            settled[-1] = Change(last.start, change.end, last.low, change.high)
        else:
            settled.append(change)
    return settled


def _by_chance(last: Change, change: Change) -> bool:
    between = change.start - last.end
    return between == 0 or (between == 1 and min(_size(last), _size(change)) > 1)


def _size(change: Change) -> int:
    return max(change.end - change.start, change.high - change.low)
