"""The parts that patterns are made of: a Chinese character, and groups of words."""

from __future__ import annotations

import re
from collections.abc import Iterable

HAN = r"[\u3400-\u9fff]"


def spaced(word: str) -> str:
    """Return a pattern for a word whose characters may stand apart."""
    return r"\s*".join(re.escape(char) for char in word)


def any_of(words: str) -> str:
    """Return a group of words parted by ``|``, whose characters may stand apart."""
    return "(?:" + "|".join(map(spaced, _longest_first(words.split("|")))) + ")"


def one_of(words: Iterable[str]) -> str:
    """Return a group of words."""
    return "(?:" + "|".join(map(re.escape, _longest_first(words))) + ")"


def _longest_first(words: Iterable[str]) -> list[str]:
    """A word that begins another must not win over it."""
    return sorted(words, key=len, reverse=True)
