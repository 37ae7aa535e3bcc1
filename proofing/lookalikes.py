"""Characters that only look like the usual ones: radicals and compatibility ideographs.

Nobody sees them, and no search finds them. One question a page asks about all of them, with the
usual characters as its repair; they never change by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofing.galley import Galley, Part
from proofing.hits import Hit, around
from reading.folded import LOOKALIKE, usual_form

MOST_SHOWN = 20


def check_page(stories: Sequence[Galley]) -> Iterator[tuple[int, Part, Hit]]:
    """Yield one question about all look-alikes of a page, at the first."""
    first: tuple[int, Part, int] | None = None
    found: list[str] = []
    for place, one in enumerate(stories):
        for part in _texts(one):
            rows = list(LOOKALIKE.finditer(part.text))
            found += [row[0] for row in rows]
            if rows and first is None:
                first = place, part, rows[0].start()
    if first is None:
        return
    place, part, start = first
    marks = "".join(sorted(set(found))[:MOST_SHOWN])
    params = {
        "text": marks,
        "usual": usual_form(marks),
        "count": len(found),
        "context": around(part.text, start, start + 1),
    }
    yield place, part, Hit("look-alike", start, start + 1, params, (marks,), (marks,))


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
