"""Cohesion: whether the end of one line and the beginning of the next read as one text.

A column cuts its lines in the middle of words and phrases; between a headline and a text there is
no such bond. The measure is pointwise mutual information of the two characters that meet (Church
and Hanks, Computational Linguistics 16, 1990); ``cohesion.txt`` says where its counts come from.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Log-likelihood ratios: pairs inside sentences against pairs of a headline's end and a text's
# beginning, measured on stories that the counts were not taken from. The last is for rare pairs.
_POINTS = (3.5, 2.1, 1.2, 0.1)
_RARE = -1.5


def cohesion(before: str, after: str) -> float:
    """Return how much two neighbouring runs speak for being one text: above 0 for, below against.

    Both are given without white space. Marks that are no letters, digits or characters tell
    nothing and give 0.
    """
    if not before or not after:
        return 0.0
    first, second = _folded(before[-1]), _folded(after[0])
    if not (first.isalnum() and second.isalnum()):
        return 0.0
    return _table().get(first + second, _RARE)


def _folded(char: str) -> str:
    if char.isascii():
        return "0" if char.isdecimal() else "a" if char.isalpha() else char
    return char


@cache
def _table() -> dict[str, float]:
    """Return the points of every pair in the file, read on the first call."""
    points: dict[str, float] = {}
    text = Path(__file__).with_name("cohesion.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        first, *levels = line.split(" ")
        if first != "#":
            for value, followers in zip(_POINTS, levels, strict=True):
                points.update((first + second, value) for second in followers)
    return points
