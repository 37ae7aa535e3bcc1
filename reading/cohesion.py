"""Cohesion: whether the end of one line and the beginning of the next read as one text.

A column cuts its lines in the middle of words and phrases; between a headline and a text there is
no such bond. Three things are looked at: how often the two characters that meet stand together
(pointwise mutual information, Church and Hanks, Computational Linguistics 16, 1990), whether the
second one opens paragraphs and whether the first one closes headlines. ``cohesion.txt`` says where
its counts come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .tables import table_text

# The middle of each level of the file's pairs, and of all pairs that it leaves out.
_LEVELS = (3.5, 2.5, 1.5, 0.2)
_RARE = -1.2
# Weights of a logistic regression that told cuts inside sentences from the join of a headline and
# its text, on stories that the counts were not taken from: 90 and 92 per cent were told rightly.
_BIAS, _PAIR, _START, _END = -0.11, 0.76, -1.04, -0.56
_FIGURE = re.compile("[0-9]")
_LETTER = re.compile("[A-Za-z]")


@dataclass(slots=True)
class _Counts:
    """``pairs`` has for a character those that follow it, in a text for each level."""

    pairs: dict[str, list[str]] = field(default_factory=dict)
    starts: dict[str, float] = field(default_factory=dict)
    ends: dict[str, float] = field(default_factory=dict)


def cohesion(before: str, after: str) -> float:
    """Return how much two neighbouring runs speak for being one text: above 0 for, below against.

    Both are given without white space. Marks that are no letters, digits or characters tell
    nothing. The value is the logarithm of a likelihood ratio.
    """
    first, second = _known(before[-1:]), _known(after[:1])
    counts = counted()
    points = _BIAS
    if first.isalnum() and second.isalnum():
        levels = zip(_LEVELS, counts.pairs.get(first, ()), strict=False)
        points += _PAIR * next((value for value, which in levels if second in which), _RARE)
    if second.isalnum():
        points += _START * counts.starts.get(second, 0.0)
    if first.isalnum():
        points += _END * counts.ends.get(first, 0.0)
    return points


def folded(text: str) -> str:
    """Return a text with a 0 for every figure and an a for every Latin letter."""
    return _FIGURE.sub("0", _LETTER.sub("a", text))


_known = lru_cache(4096)(folded)


@cache
def counted() -> _Counts:
    """Return the counts in the file, read on the first call."""
    counts = _Counts()
    section = ""
    text = table_text("cohesion.txt")
    for line in text.splitlines():
        if line.startswith("@"):
            section = line[1:]
        elif line.startswith("#"):
            continue
        elif section == "pairs":
            first, *levels = line.split(" ")
            counts.pairs[first] = levels
        else:
            value_text, characters = line.split(" ")
            table = counts.starts if section == "starts" else counts.ends
            table.update(dict.fromkeys(characters, float(value_text)))
    return counts
