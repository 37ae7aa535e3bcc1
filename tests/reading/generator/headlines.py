"""Headlines as papers write them, with the parts that the format's rules read from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from tests.reading.generator.grammar import TEXT_OF, Words, fill, phrase, read_raw

FORMS = {
    "single": 5,
    "couplet": 2,
    "three": 4,
    "four": 1,
    "actor+rest": 3,
    "topic+rest": 2,
    "two-lines": 4,
    "two-lines-parts": 2,
    "three-lines": 2,
    "dash-deck": 2,
    "kicker+dash-deck": 1,
    "parts+dash-deck": 1,
}


@dataclass(slots=True)
class Headline:
    """标题: the printed lines and what each part is; ``gap`` is what parts are printed with."""

    lines: list[str]
    kicker: str
    headline: str
    deck: str
    form: str


def _phrases() -> dict[int, list[str]]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for line in read_raw("common")["phrase"]:
        by_length[len(line)].append(line)
    return by_length


PHRASES = _phrases()
COUPLETS = [size for size, items in PHRASES.items() if len(items) > 3]
SHORT = [item for size, items in PHRASES.items() if size < 10 for item in items]
LONG = [item for size, items in PHRASES.items() if size >= 10 for item in items]


def single(rng: Random, genre: str, words: Words) -> str:
    """Return a headline in one part."""
    return fill(rng, rng.choice(TEXT_OF[genre]["head"]), words)


def opener(rng: Random, words: Words) -> str:
    """Return a first part that names who does what, or what took place."""
    return phrase(rng, "who" if rng.random() < 0.7 else "event", words)


def make_headline(rng: Random, genre: str, words: Words, *, form: str = "") -> Headline:
    """Return a headline of the given or of any form."""
    form = form or rng.choices(list(FORMS), list(FORMS.values()))[0]
    gap = rng.choices([" ", "　", "  ", "   "], [8, 2, 1, 1])[0]
    parts = _parts(rng, genre, words, form)
    deck = phrase(rng, "deckline", words) if form.endswith("dash-deck") else ""
    if form == "three-lines":
        return Headline(parts, parts[0], parts[1], parts[2], form)
    if form.startswith("two-lines") or form == "kicker+dash-deck":
        kicker, *rest = parts
        lines = [kicker, gap.join(rest)]
        return _with_deck(lines, kicker, " ".join(rest), deck, form)
    kicker, rest = ("", parts)
    if len(parts) > 2 or form == "actor+rest":
        kicker, *rest = parts
    return _with_deck([gap.join(parts)], kicker, " ".join(rest), deck, form)


def _with_deck(lines: list[str], kicker: str, headline: str, deck: str, form: str) -> Headline:
    printed = [*lines, deck] if deck else lines
    return Headline(printed, kicker, headline, deck.removeprefix("——"), form)


def _parts(rng: Random, genre: str, words: Words, form: str) -> list[str]:
    if form == "couplet":
        return rng.sample(PHRASES[rng.choice(COUPLETS)], 2)
    if form in ("three", "parts+dash-deck"):
        return [opener(rng, words), *rng.sample(SHORT, 2)]
    if form == "four":
        return [opener(rng, words), *rng.sample(SHORT, rng.choice((2, 3))), rng.choice(LONG)]
    if form == "actor+rest":
        return _unequal(phrase(rng, "who", words), rng.sample(LONG, len(LONG)))
    if form == "topic+rest":
        return _unequal(
            phrase(rng, "topic", words), [phrase(rng, "topic2", words), "兑出文明乡风好日子"]
        )
    if form in ("two-lines", "kicker+dash-deck"):
        first = opener(rng, words) if rng.random() < 0.7 else rng.choice(SHORT + LONG)
        return [first, single(rng, genre, words)]
    if form == "two-lines-parts":
        return [opener(rng, words), *rng.sample(SHORT, rng.choice((2, 2, 3)))]
    if form == "three-lines":
        return [opener(rng, words), single(rng, genre, words), rng.choice(LONG)]
    return [single(rng, genre, words)]


def _unequal(first: str, others: list[str]) -> list[str]:
    other = next(item for item in others if len(item) != len(first))
    return [first, other]
