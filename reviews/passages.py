"""The passages of a story: its parts one by one, a marked run in one of them, and runs to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from articles.text import StoryText

HEADS = ("section", "kicker", "headline", "deck", "dateline")


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of a story's text, by the names that findings and comments use."""

    part: str
    index: int
    text: str

    @property
    def key(self) -> str:
        """Its name in a form: ``paragraph-3``."""
        return f"{self.part}-{self.index}"


@dataclass(frozen=True, slots=True)
class Marked:
    """Characters of a passage that somebody or something points at."""

    start: int
    end: int
    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage with the marks that cover it."""

    text: str
    kinds: str = ""
    target: str = ""


def passages_of(text: StoryText) -> Iterator[Passage]:
    """Yield the parts of a story's text that are not empty, in order."""
    for name in HEADS:
        if value := getattr(text, name):
            yield Passage(name, 0, value)
    for index, byline in enumerate(text.bylines):
        yield Passage("byline", index, f"{byline.role} {byline.name}".strip())
    for index, paragraph in enumerate(text.paragraphs):
        yield Passage("paragraph", index, paragraph)
    for index, photo in enumerate(text.photos):
        for name in ("caption", "credit", "alt"):
            if value := getattr(photo, name):
                yield Passage(name, index, value)


def find_quote(passage: str, quote: str, near: int = 0) -> tuple[int, int] | None:
    """Return where ``quote`` stands in the passage, the place nearest to ``near``.

    An empty quote is the whole passage; one that is not there: ``None``.
    """
    if not quote:
        return 0, len(passage)
    places = []
    at = passage.find(quote)
    while at >= 0:
        places.append(at)
        at = passage.find(quote, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(quote)


def pieces(text: str, marks: Iterable[Marked]) -> list[Piece]:
    """Cut ``text`` at the ends of all marks; each piece names the marks that cover it."""
    inside = [row for row in marks if 0 <= row.start < row.end <= len(text)]
    cuts = sorted({0, len(text), *(row.start for row in inside), *(row.end for row in inside)})
    found = []
    for start, end in pairwise(cuts):
        over = [row for row in inside if row.start <= start and end <= row.end]
        target = f"{over[0].kind}-{over[0].key}" if over else ""
        kinds = " ".join(sorted({f"marked-{row.kind}" for row in over}))
        found.append(Piece(text[start:end], kinds, target))
    return found
