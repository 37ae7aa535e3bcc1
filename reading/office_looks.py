"""How a word processor's paragraph looks: centred, bold, how large; and which are headlines so.

Who writes in a word processor seldom uses its headings: a headline is a line in the middle, in bold
or larger letters. Larger lines are headlines, and lines that are merely bold only where none is
larger: those in the middle of a story are its 小标题.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from .mastheads import look_at

_LARGER = 1.19
_LONGEST = 45
_MOST_LINES = 5
_SENTENCE = re.compile("[。！？]")
_NO_HEADLINE = re.compile(r"[。；]|^(?:本报|通讯员|记者|作者|编者|文[/／]|[（(])|^\S+[:：]\S*$")
_FEWEST = 2
# How far a headline stands above another one: what begins a story, what belongs to it.
HEADLINE, PART = 2, 3


class Look(NamedTuple):
    """What is said of a paragraph, a style or a run; nothing where it is not said."""

    centred: bool | None = None
    bold: bool | None = None
    size: float | None = None

    def over(self, other: Look) -> Look:
        """Return this look where it says something, the other's where it does not."""
        return Look(
            other.centred if self.centred is None else self.centred,
            other.bold if self.bold is None else self.bold,
            self.size or other.size,
        )


NOTHING = Look()


def levels_by_look(rows: Sequence[tuple[str, Look]]) -> list[int]:
    """Return the level of each paragraph as a heading, all 0 where none shows by its look."""
    none = [0] * len(rows)
    sizes: Counter[float] = Counter()
    for text, look in rows:
        if look.size:
            sizes[look.size] += len(text)
    usual = max(sizes, key=sizes.__getitem__, default=0.0)
    ranks = [_rank(text, look, usual) for text, look in rows]
    if sum(map(bool, ranks)) < _FEWEST:
        return none
    ranks = _without_furniture([text for text, _look in rows], ranks)
    filled = [at for at, (text, _look) in enumerate(rows) if text.strip()]
    groups = [list(group) for shown, group in groupby(filled, lambda at: bool(ranks[at])) if shown]
    top = max((ranks[at] for group in groups for at in group), default=0)
    heads = [group for group in groups if (max(ranks[at] for at in group) > 1) == (top > 1)]
    heads = _without_plate(heads, rows, ranks)
    if len(heads) < _FEWEST or not _are_headlines(heads, filled, rows):
        return none
    levels = none[:]
    begin = {group[0] for group in heads}
    for group in groups:
        most = max(ranks[at] for at in group)
        for at in group if group[0] >= heads[0][0] else ():
            levels[at] = HEADLINE if group[0] in begin and ranks[at] == most else PART
    return levels


def _rank(text: str, look: Look, usual: float) -> float:
    """Return how much a line stands out: 1 for bold in the middle, else by how much larger."""
    words = text.strip()
    if not words or len(words) > _LONGEST or _NO_HEADLINE.search(words):
        return 0
    ratio = (look.size or usual) / usual if usual else 1
    if ratio >= _LARGER:
        return ratio
    return 1 if look.centred and look.bold else 0


def _without_furniture(texts: list[str], ranks: list[float]) -> list[float]:
    """Drop lines of the masthead and folio, whatever they look like."""
    clusters = look_at("\n".join(text.replace("\n", " ") for text in texts)).clusters
    taken = {start for cluster in clusters for start in cluster.roles}
    found, at = [], 0
    for text, rank in zip(texts, ranks, strict=True):
        inside = any(at <= start <= at + len(text) for start in taken) if rank else False
        found.append(0 if inside else rank)
        at += len(text) + 1
    return found


def _without_plate(
    heads: list[list[int]], rows: Sequence[tuple[str, Look]], ranks: list[float]
) -> list[list[int]]:
    """Drop the name of the paper or page: larger than all, and no text before the next one."""
    if len(heads) <= _FEWEST:
        return heads
    sizes = [max(ranks[at] for at in group) for group in heads]
    between = (text for text, _look in rows[heads[0][-1] + 1 : heads[1][0]])
    plate = sizes[0] > max(sizes[1:]) and not any(map(_SENTENCE.search, between))
    return heads[1:] if plate else heads


def _are_headlines(
    heads: list[list[int]], filled: list[int], rows: Sequence[tuple[str, Look]]
) -> bool:
    """Say whether text stands below nearly all of them, and they are few lines each."""
    if any(len(group) > _MOST_LINES for group in heads):
        return False
    ends = [group[0] for group in heads[1:]] + [len(rows)]
    told = Counter(
        any(_SENTENCE.search(rows[at][0]) for at in range(group[-1] + 1, end))
        for group, end in zip(heads, ends, strict=True)
    )
    return told[False] * 3 <= told[True] and 2 * sum(map(len, heads)) <= len(filled)
