"""Words the checks look up. ``lexicon.txt`` says where its words come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of words: common ones, those that hold a doubled character, nouns, and places."""

    words: frozenset[str]
    doubled: frozenset[str]
    nouns: frozenset[str]
    places: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the words, read from the file on the first call."""
    return Lexicon(**_sections("lexicon.txt"))


def phrases(name: str) -> frozenset[str]:
    """Return one of the word lists that were written for the checks."""
    return _sections("phrases.txt")[name]


def characters(name: str) -> frozenset[str]:
    return frozenset("".join(phrases(name)))


@cache
def _sections(file: str) -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    current: set[str] = set()
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("@"):
            current = sets.setdefault(line[1:], set())
        elif not line.startswith("#"):
            current.update(line.split())
    return {name: frozenset(words) for name, words in sets.items()}
