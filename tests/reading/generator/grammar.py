"""Phrases: reads the lists in ``texts/`` and fills their slots at random.

A list begins with ``@name``; every line below it is one alternative, in which ``{slot}`` stands
for another list, for a word of the story's own (``{town}``) or for a number of some shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

Template = tuple[tuple[str, str], ...]
Lists = dict[str, list[Template]]
Words = Mapping[str, Sequence[str]]
TEXTS = Path(__file__).parent / "texts"
GENRES = ("politics", "economy", "rural", "people", "police", "life", "national")
SLOT = re.compile(r"([^{}]*)(?:\{(\w+)\})?")


def read_raw(name: str) -> dict[str, list[str]]:
    """Return the lists of one file, each alternative as it was written."""
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            current = lists.setdefault(line[1:], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return lists


def compile_template(text: str) -> Template:
    """Return the literal and slot pairs of one alternative."""
    return tuple(pair for pair in SLOT.findall(text) if pair != ("", ""))


def load(name: str) -> Lists:
    """Return the compiled lists of one file."""
    return {
        key: [compile_template(line) for line in lines] for key, lines in read_raw(name).items()
    }


COMMON = load("common")
TEXT_OF = {genre: load(genre) for genre in (*GENRES, "photo", "notice")}
SLOTS = {key: items for lists in (*TEXT_OF.values(), COMMON) for key, items in lists.items()}


def _below(low: int, high: int) -> Callable[[Random], str]:
    return lambda rng: str(low + int(rng.random() * (high - low)))


NUMBERS: dict[str, Callable[[Random], str]] = {
    "n1": _below(3, 9),
    "n2": _below(12, 97),
    "n2d": _below(11, 19),
    "n2d2": _below(20, 28),
    "n3": _below(104, 989),
    "old": _below(71, 94),
    "age": _below(27, 62),
    "n4": _below(1020, 9860),
    "dec": lambda rng: f"{1 + rng.random() * 60:.2f}",
    "pct": lambda rng: f"{2 + rng.random() * 60:.1f}%",
}


def pick(rng: Random, items: Sequence[Template] | Sequence[str]) -> Template | str:
    """Return one item (quicker than ``rng.choice``)."""
    return items[int(rng.random() * len(items))]


def fill(rng: Random, template: Template, words: Words) -> str:
    """Return the text of a template with every slot filled, lists within lists too."""
    parts: list[str] = []
    for literal, slot in template:
        parts.append(literal)
        if slot:
            parts.append(_slot(rng, slot, words))
    return "".join(parts)


def _slot(rng: Random, slot: str, words: Words) -> str:
    if slot in words:
        own = words[slot]
        return own[int(rng.random() * len(own))]
    if slot in NUMBERS:
        return NUMBERS[slot](rng)
    items = SLOTS[slot]
    return fill(rng, items[int(rng.random() * len(items))], words)


def phrase(rng: Random, name: str, words: Words) -> str:
    """Return one filled alternative of a common list."""
    return fill(rng, COMMON[name][int(rng.random() * len(COMMON[name]))], words)
