"""What a check hands back: a question, its evidence, and where it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from reading.document import Span

# A hostile page could ask a hundred thousand questions. When these are answered, a new check asks
# the next ones.
MOST_OF_A_KIND = 30
AROUND = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """What a text check found, as offsets into the text that it was given.

    ``key`` makes it the same question when it is asked again (by default the text hit and a few
    characters round it), ``topic`` what it is about wherever it stands (by default the text hit).
    """

    code: str
    start: int
    end: int
    params: dict[str, Any] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a story's current text: the part, its index in its list, and the offsets."""

    part: str = ""
    index: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A finding before it is stored.

    ``key`` makes it the same question as one asked before; by default all the evidence. ``topic``
    is what a waiver for the paper or for ever covers; by default the same. A finding with ``once``
    concerns two pages and is asked on one of them only.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    span: Span | None = None
    story: int | None = None
    key: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    place: Place = Place()
    once: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for the same question, whenever it is asked again."""
        return _hash([self.code, self.key or self.params])

    @property
    def topic_hash(self) -> str:
        """The same for the same matter on any page of any paper."""
        return _hash([self.code, self.topic or self.key or self.params])


def _hash(named: list[Any]) -> str:
    text = json.dumps(named, ensure_ascii=False, sort_keys=True)
    # Hostile text may hold half a surrogate pair, which UTF-8 cannot.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hit(code: str, text: str, start: int, end: int, **params: Any) -> Hit:
    """Return a hit on ``text[start:end]`` that shows it among the characters round it."""
    shown = {"text": text[start:end][:60], "context": around(text, start, end)}
    return Hit(code, start, end, shown | params, (shown["context"],), (shown["text"],))


def around(text: str, start: int, end: int) -> str:
    """Return the text hit with a few characters before and after it."""
    return text[max(0, start - AROUND) : min(end, start + 60) + AROUND]


def at_most(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield no more hits than a person can answer."""
    return islice(hits, MOST_OF_A_KIND)
