"""A leg of a 、-row that lacks the verb its neighbours have: 全力以赴项目、因地制宜强产业.

The rule needs no list of whole phrases. An adverbial (全力以赴, 持续) asks for a verb. Where at
least two legs of a row are adverbial + one-character verb + noun, a leg that is adverbial + bare
noun of the same length has lost its verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofing.hits import Hit, hit
from proofing.lexicon import characters, lexicon, phrases

# No row in print is longer, and a bound keeps the cost in line with the length.
ROW = re.compile(r"[\u4e00-\u9fff]{2,9}(?:、[\u4e00-\u9fff]{2,9}){2,11}")
LEAST_MARKS = 2
IDIOMS = phrases("idioms")
ADVERBS = phrases("adverbs")
# One-character verbs that take an object in such rows.
VERBS = characters("verbs")


# Nouns that are verbs too: 坚定不移招商 lacks nothing.
DEEDS = phrases("deeds")


@dataclass(frozen=True, slots=True)
class _Leg:
    """One leg of a row and where it stands."""

    text: str
    start: int

    def head(self) -> str:
        """Return the adverbial it begins with, ``""`` for none."""
        if self.text[:4] in IDIOMS:
            return self.text[:4]
        return self.text[:2] if self.text[:2] in ADVERBS else ""


def check_rows(text: str) -> Iterator[Hit]:
    """Yield legs without the verb that the other legs of their row have."""
    if text.count("、") < LEAST_MARKS:
        return
    for match in ROW.finditer(text):
        legs = _legs(match[0], match.start())
        for leg in legs:
            whole = _neighbours(leg, legs)
            if leg.head() and len(whole) >= 2 and _is_bare(leg, whole):
                yield hit(
                    "missing-verb",
                    text,
                    leg.start,
                    leg.start + len(leg.text),
                    row=match[0],
                    head=leg.head(),
                    others="、".join(row.text for row in whole),
                )


def _legs(row: str, start: int) -> list[_Leg]:
    legs = []
    for text in row.split("、"):
        legs.append(_Leg(text, start))
        start += len(text) + 1
    legs[0] = _without_opening(legs[0])
    return legs


def _without_opening(leg: _Leg) -> _Leg:
    """Return the first leg without what leads up to the row: 要全力以赴…, 坚持因地制宜…."""
    for skip in range(len(leg.text) - 5):
        if leg.text[skip : skip + 4] in IDIOMS:
            return _Leg(leg.text[skip:], leg.start + skip)
    for skip in range(min(3, len(leg.text) - 3)):
        if leg.text[skip : skip + 2] in ADVERBS:
            return _Leg(leg.text[skip:], leg.start + skip)
    return leg


def _neighbours(leg: _Leg, legs: list[_Leg]) -> list[_Leg]:
    """Return the legs that are adverbial, verb and noun, one character longer than ``leg``.

    The last leg may run on into the rest of its clause.
    """
    length, whole = len(leg.head()), len(leg.text) + 1
    return [
        row
        for row in legs
        if (len(row.text) == whole or (row is legs[-1] and len(row.text) > whole))
        and row.text[length : length + 1] in VERBS
    ]


def _is_bare(leg: _Leg, whole: list[_Leg]) -> bool:
    """Whether what follows the adverbial is a noun alone; of the others one is sure to be whole."""
    rest = leg.text[len(leg.head()) :]
    if rest in DEEDS or rest not in lexicon().nouns:
        return False
    return any(len(row.head()) == len(leg.head()) for row in whole)
