"""All the checks of a story's words, in one pass over its parts. Pure code, no database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from proofing import counts, dates, doubles, leftovers, pairs, parallel, persons
from proofing.galley import Galley, Part
from proofing.hits import MOST_OF_A_KIND, Found, Hit, Place
from proofing.locations import source_span

# A paragraph longer than any that was printed is no prose; the reader gives it as it came.
LONGEST = 20_000


def check_prose(stories: list[Galley], issue: dt.date, source: str) -> Iterator[Found]:
    asked: Counter[str] = Counter()
    for place, part, row in _check_all(stories, issue):
        asked[row.code] += 1
        # Finding its place in the source costs the source's length, so not for a thousand hits.
        if asked[row.code] <= MOST_OF_A_KIND:
            yield found_at(place, stories[place], part, row, source)


def _check_all(stories: list[Galley], issue: dt.date) -> Iterator[tuple[int, Part, Hit]]:
    for place, one in enumerate(stories):
        for part, row in check_story(one, issue):
            yield place, part, row
    yield from doubles.check_page_paragraphs(stories)
    yield from persons.check_names(stories)


def check_story(one: Galley, issue: dt.date) -> Iterator[tuple[Part, Hit]]:
    yield from pairs.check_pairs(one)
    yield from leftovers.check_digits(one)
    yield from doubles.check_sentences(one)
    sections = leftovers.counted_sections(one)
    for part in one.parts:
        if part.name == "paragraph" and part.index in sections:
            continue
        for row in check_text(part.text[:LONGEST]):
            yield part, row
    for part in (*one.paragraphs, *one.captions):
        text = part.text[:LONGEST]
        for row in leftovers.check_spaces(text):
            yield part, row
        if one.story.kind != "notice":
            for row in dates.check_dates(text, issue):
                yield part, row


def check_text(text: str) -> Iterator[Hit]:
    """Yield what any text may have wrong, a headline or a paragraph."""
    yield from doubles.check_characters(text)
    yield from doubles.check_words(text)
    yield from doubles.check_marks(text)
    yield from counts.check_counts(text)
    yield from parallel.check_rows(text)
    yield from leftovers.check_leftovers(text)
    yield from leftovers.check_odd_characters(text)
    yield from leftovers.check_half_width(text)


def found_at(place: int, one: Galley, part: Part, row: Hit, source: str) -> Found:
    """Return a hit on a part of the story at ``place``, with its place in the source."""
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
