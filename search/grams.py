"""What the index keeps of a text: its characters and its pairs of neighbouring characters.

A question of one or two characters is answered by them exactly; a longer one only by texts that
have all of its pairs, which are then looked at themselves. Those of the headline stand a second
time, marked, so that what has the words in its headline can come first.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

HEADLINE = "§"
# Stands with what has words of before, which only the desk may find.
BEFORE = "§§"


def grams_of(lines: Iterable[str]) -> set[str]:
    """Return the grams of lines in their form; none reaches over a space."""
    found: set[str] = set()
    for line in lines:
        for run in line.split():
            found.update(run)
            found.update(map("".join, pairwise(run)))
    return found


def needed(term: str) -> list[str]:
    """Return grams that every text with ``term`` has, as few as say the most."""
    found: list[str] = []
    for run in term.split():
        found += [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
    return list(dict.fromkeys(found))


def is_exact(term: str) -> bool:
    """Whether a text has ``term`` as soon as it has its grams."""
    return len(term) <= 2 and " " not in term


def indexed(words: Iterable[str], headline: Iterable[str], before: Iterable[str]) -> str:
    """Return all grams of a story as the index takes them: in order, with a space between."""
    marked = {HEADLINE + gram for gram in grams_of(headline)}
    earlier = grams_of(before)
    more = {BEFORE} if earlier else set()
    return " ".join(sorted(grams_of(words) | earlier | marked | more))
