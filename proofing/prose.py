"""All the checks of a story's words, in one pass over its parts. Pure code, no database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofing import (
    counts,
    dates,
    doubles,
    leftovers,
    lookalikes,
    pairs,
    parallel,
    persons,
    unread_names,
)
from proofing.galley import Galley, Part, as_folded
from proofing.hits import MOST_OF_A_KIND, Found, Hit, Place, around
from proofing.locations import source_span
from proofing.offices import page_places
from proofing.persons import RunningText

# A paragraph longer than any that was printed is no prose; the reader gives it as it came.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Views:
    """How rules of words read a page: its stories through look-alikes, and their running text.

    ``places`` are those that it names with their rank.
    """

    folded: list[Galley]
    text: RunningText
    places: set[str]


def views_of(stories: list[Galley]) -> Views:
    folded = as_folded(stories)
    return Views(folded, RunningText(folded), page_places(folded))


def check_prose(
    stories: list[Galley], issue: dt.date, source: str, views: Views | None = None
) -> Iterator[Found]:
    """Yield what is wrong with a page's words; ``views`` are its own, where they are at hand."""
    asked: Counter[str] = Counter()
    for place, part, row in _check_all(stories, issue, views or views_of(stories), source):
        asked[row.code] += 1
        # Finding its place in the source costs the source's length, so not for a thousand hits.
        if asked[row.code] <= MOST_OF_A_KIND:
            yield found_at(place, stories[place], part, row, source)


def _check_all(
    stories: list[Galley], issue: dt.date, views: Views, source: str
) -> Iterator[tuple[int, Part, Hit]]:
    seen = views.folded
    for place, one in enumerate(stories):
        for part, row in check_story(one, issue, seen[place]):
            yield place, part, row
    yield from doubles.check_page_paragraphs(seen)
    yield from persons.check_running(views.text)
    yield from lookalikes.check_page(stories, source)


def check_story(
    one: Galley, issue: dt.date, folded: Galley | None = None
) -> Iterator[tuple[Part, Hit]]:
    """Yield what is wrong with a story's words in its ``folded`` view, and with its marks."""
    seen = folded or one
    yield from pairs.check_pairs(one)
    yield from leftovers.check_digits(one)
    yield from doubles.check_sentences(seen)
    yield from unread_names.check_bylines(seen)
    sections = leftovers.counted_sections(one)
    for part, words in zip(one.parts, seen.parts, strict=True):
        if part.name == "paragraph" and part.index in sections:
            continue
        for row in check_words(words.text[:LONGEST]):
            yield words, row
        for row in check_marks(part.text[:LONGEST]):
            yield part, row
    for part in one.running:
        for row in leftovers.check_spaces(part.text[:LONGEST]):
            yield part, row
    if one.story.kind != "notice":
        for part in seen.running:
            for row in dates.check_dates(part.text[:LONGEST], issue):
                yield part, row


def check_text(text: str) -> Iterator[Hit]:
    """Yield what any text may have wrong, a headline or a paragraph."""
    yield from check_words(text)
    yield from check_marks(text)


def check_words(text: str) -> Iterator[Hit]:
    """Yield what is wrong with the words of a text, whatever code points they came in."""
    yield from doubles.check_characters(text)
    yield from doubles.check_words(text)
    yield from counts.check_counts(text)
    yield from parallel.check_rows(text)


def check_marks(text: str) -> Iterator[Hit]:
    """Yield what is wrong with the characters of a text as they stand there."""
    yield from doubles.check_marks(text)
    yield from leftovers.check_leftovers(text)
    yield from leftovers.check_odd_characters(text)
    yield from leftovers.check_half_width(text)


def found_at(place: int, one: Galley, part: Part, row: Hit, source: str) -> Found:
    """Return a hit on a part of the story at ``place``, with its place in the source."""
    part, row = _standing(part, row)
    where = Place(part.name, part.index, row.start, row.end)
    return Found(
        row.code,
        row.params,
        span=source_span(one, where, part.text, source),
        story=place,
        key=row.key,
        topic=row.topic,
        place=where,
    )


def _standing(part: Part, row: Hit) -> tuple[Part, Hit]:
    """Return a hit on a folded view as one on the text that stands there; its key stays."""
    if part.view is None:
        return part, row
    there, start, end = part.standing(row.start, row.end)
    text = there.text
    params = dict(row.params)
    if params.get("text") == part.text[row.start : row.end]:
        params["text"] = text[start:end]
    if "context" in params:
        params["context"] = around(text, start, end)
    return there, replace(row, start=start, end=end, params=params)
