"""What the index keeps of a text: its characters and its pairs of neighbouring characters.

A question of one or two characters is answered by them exactly; a longer one only by texts that
have all of its pairs, which are then looked at themselves. Those of the headline stand a second
time, marked, so that what has the words in its headline can come first. Beside them stand marks of
where the story is, by which a common word is looked for among few.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, KeysView
from itertools import chain
from operator import add

HEADLINE = "§"
# Stands with what has words of before, which only the desk may find.
BEFORE = "§§"


def grams_of(lines: Iterable[str]) -> KeysView[str]:
    """Return the grams of lines in their form, as they come; none reaches over a space."""
    runs = " ".join(lines).split()
    pairs = (map(add, run, run[1:]) for run in runs)
    return dict.fromkeys(chain.from_iterable(chain(runs, pairs))).keys()


def needed(term: str) -> list[str]:
    """Return grams that every text with ``term`` has, as few as say the most."""
    found: list[str] = []
    for run in term.split():
        found += [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
    return list(dict.fromkeys(found))


def is_exact(term: str) -> bool:
    """Whether a text has ``term`` as soon as it has its grams."""
    return len(term) <= 2 and " " not in term


def month_mark(day: dt.date) -> str:
    """Return what stands with all stories of a month."""
    return f"{BEFORE}{day:%Y%m}"


def marks_of(
    *, paper: int | None, section: str | None, number: int | None, kind: str | None
) -> list[str]:
    """Return what stands with all stories of each of these that there is."""
    # A section is written by people: its bytes cannot be any other word of the index.
    written = None if section is None else section.encode().hex()
    marks = {"paper": paper, "section": written, "number": number, "kind": kind}
    return [f"{BEFORE}{name}{value}" for name, value in marks.items() if value is not None]


def indexed(words: Iterable[str], headline: Iterable[str], before: Iterable[str]) -> KeysView[str]:
    """Return all grams of a story, as they come: the same words give the same order."""
    marked = (HEADLINE + gram for gram in grams_of(headline))
    earlier = grams_of(before)
    more = [BEFORE] if earlier else []
    return dict.fromkeys(chain(grams_of(words), earlier, marked, more)).keys()
