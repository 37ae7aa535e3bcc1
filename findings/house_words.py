"""The words that editors have decided on, against a page: terms, places, never-errors, forbidden.

A wrong form of a term that the table names, and a forbidden word, are asked about wherever they
stand. A term of four characters or more, or the name of a place, is asked about where it stands
one character off, by a character that looks alike when it is short. What is never an error is not
asked about by any check of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from findings.knowledge import PaperWord
from proofing.galley import Galley, Part
from proofing.hits import Found, Hit, around
from proofing.persons import Place, RunningText, are_alike, differing, near_to
from proofing.prose import found_at

Kind = PaperWord.Kind
# A shorter word is one character off too many others.
LEAST = 3
LONG = 4
# How a question names what may stand for a forbidden word.
FORMS_APART, NO_FORM = "、", "—"


@dataclass(frozen=True)
class Words:
    """The words in force for one paper."""

    rows: Sequence[PaperWord] = ()

    @classmethod
    def of(cls, paper: int) -> Words:
        return cls(tuple(PaperWord.objects.of(paper).order_by()))

    @cached_property
    def exact(self) -> dict[str, PaperWord]:
        """What may not stand as it is: forbidden words, and wrong forms of terms."""
        wrong = {
            form: row
            for row in self.rows
            if row.kind in (Kind.TERM, Kind.PLACE)
            for form in row.forms
        }
        return wrong | {row.text: row for row in self.rows if row.kind == Kind.FORBIDDEN}

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        longest = sorted(self.exact, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest))) if longest else None

    @cached_property
    def near(self) -> list[PaperWord]:
        """The terms and places that may stand one character off."""
        kinds = (Kind.TERM, Kind.PLACE)
        return [row for row in self.rows if row.kind in kinds and len(row.text) >= LEAST]

    @cached_property
    def right(self) -> set[str]:
        """What is right wherever it stands."""
        return {row.text for row in self.rows if row.kind != Kind.FORBIDDEN}

    @cached_property
    def never(self) -> list[str]:
        return [row.text for row in self.rows if row.kind == Kind.NEVER_ERROR]


def check_words(
    stories: Sequence[Galley], text: RunningText, words: Words, source: str
) -> Iterator[Found]:
    """Yield what the editors' tables say may not stand so."""
    for story, part, hit in (*_exact(text, words), *_near(text, words)):
        yield found_at(story, stories[story], part, hit, source)


def _exact(text: RunningText, words: Words) -> Iterator[tuple[int, Part, Hit]]:
    if words.pattern is None:
        return
    for story, part in text.parts:
        for match in words.pattern.finditer(part.text):
            row, stands = words.exact[match[0]], match[0]
            # 融媒体中心 holds its own wrong form 媒体中心, and is right.
            if _inside_right(part.text, match.start(), match.end(), words.right):
                continue
            forbidden = row.kind == Kind.FORBIDDEN
            params = {
                "text": stands,
                "right": (FORMS_APART.join(row.forms) or NO_FORM) if forbidden else row.text,
                "reason": row.reason,
                "context": around(part.text, match.start(), match.end()),
            }
            code = "forbidden-word" if forbidden else "paper-term"
            key, topic = (stands, params["context"]), (stands,)
            yield story, part, Hit(code, match.start(), match.end(), params, key, topic)


def _inside_right(text: str, start: int, end: int, right: set[str]) -> bool:
    return any(
        text.find(word, max(0, start - len(word) + 1), end + len(word) - 1) >= 0
        for word in right
        if len(word) > end - start and text[start:end] in word
    )


def _near(text: RunningText, words: Words) -> Iterator[tuple[int, Part, Hit]]:
    for row in words.near:
        for place in near_to(text, row.text):
            # A wrong form that the table names was asked about already.
            if place.other not in words.exact and not _is_other_word(row.text, place, words.right):
                context = around(place.part.text, place.start, place.end)
                params = {"text": place.other, "right": row.text, "reason": row.reason}
                key, topic = (row.text, place.other, context), (row.text, place.other)
                hit = Hit(
                    "paper-term", place.start, place.end, params | {"context": context}, key, topic
                )
                yield place.story, place.part, hit


def _is_other_word(right: str, place: Place, known: Iterable[str]) -> bool:
    at = differing(right, place.other)
    if at is None or place.other in known:
        return True
    return len(right) < LONG and not are_alike(right[at], place.other[at])


def without_never_errors(
    found: Iterable[Found], stories: Sequence[Galley], words: Words
) -> Iterator[Found]:
    """Leave out what is asked about the words of a text that editors say are no error."""
    for row in found:
        if not (
            words.never
            and row.story is not None
            and row.place.part
            and _is_never(row, stories, words)
        ):
            yield row


def _is_never(row: Found, stories: Sequence[Galley], words: Words) -> bool:
    place = row.place
    parts = stories[row.story or 0].parts
    text = next(
        (part.text for part in parts if (part.name, part.index) == (place.part, place.index)), ""
    )
    return any(
        match.start() <= place.start and place.end <= match.end()
        for word in words.never
        for match in re.finditer(re.escape(word), text)
    )
