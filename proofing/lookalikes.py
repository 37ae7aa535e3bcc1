"""Characters that are not the usual ones: they look like those, or nobody sees them.

Radicals and compatibility ideographs, marks without width, variation selectors, characters of
private use: no search finds what has them. One question a page asks about all of them, with the
usual characters as its repair; they never change by themselves.

A variation selector may be wanted: behind a character U+E0100 and those after it choose one of its
registered forms (IVS), such as a family's own 葛. No text says whether it was wanted or only came
along, and few fonts show it, so it is asked about as the others are, by its code; who wants it
answers that the page is right so, and a waiver for the paper covers the same marks from then on.
Behind an emoji it is no question.

Names are read without marks that have no width; what a story that nobody has edited was received
with is asked about all the same (``standing`` says how many are in the texts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofing.galley import Galley, Part
from proofing.hits import Hit, around
from reading.folded import LOOKALIKE, unusual_in, usual_form

MOST_SHOWN = 20
# Stands for the usual characters where there are none to be put in.
NONE_TO_PUT = "–"


def check_page(stories: Sequence[Galley], source: str = "") -> Iterator[tuple[int, Part, Hit]]:
    """Yield one question about all unusual characters of a page, at the first.

    ``source`` is the text that the page was read from, where it is at hand.
    """
    found = [
        (place, part, row.start(), row[0])
        for place, one in enumerate(stories)
        for part in _texts(one)
        for row in unusual_in(part.text)
    ]
    received = [row for place, one in enumerate(stories) for row in _in_names(place, one, source)]
    if not found and not received:
        return
    place, part, start, _char = (found or received)[0]
    chars = {row[3] for row in (*found, *received)}
    alike = "".join(sorted(char for char in chars if LOOKALIKE.match(char))[:MOST_SHOWN])
    codes = [f"U+{ord(char):04X}" for char in sorted(chars) if not LOOKALIKE.match(char)]
    marks = " ".join([*([alike] if alike else []), *codes[:MOST_SHOWN]])
    params = {
        "text": marks,
        "usual": usual_form(alike) or NONE_TO_PUT,
        "count": len(found) + len(received),
        "standing": len(found),
        "context": around(part.text, start, start + 1),
    }
    if not found:
        start = 0
    yield place, part, Hit("look-alike", start, start + 1, params, (marks,), (marks,))


def _in_names(place: int, one: Galley, source: str) -> Iterator[tuple[int, Part, int, str]]:
    """Yield the marks that a story's names were received with and are read without."""
    if one.edited or one.read is None or not source:
        return
    for row in one.read.segments:
        if row.part != "byline" or row.index >= len(one.story.bylines):
            continue
        part = Part("byline", row.index, source[slice(*row.span)])
        for found in unusual_in(part.text):
            if all(found[0] not in byline.name for byline in one.story.bylines):
                yield place, part, found.start(), found[0]


def _texts(one: Galley) -> Iterator[Part]:
    story = one.story
    yield Part("section", 0, story.section)
    yield from one.heads
    yield Part("dateline", 0, story.dateline)
    for at, byline in enumerate(story.bylines):
        yield Part("byline", at, byline.name)
    yield from one.paragraphs
    for at, photo in enumerate(story.photos):
        yield Part("caption", at, photo.caption)
        yield Part("credit", at, photo.credit)
    yield from one.descriptions
