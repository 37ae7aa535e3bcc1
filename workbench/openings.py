"""The opening of a text that begins a story: dateline and byline, taken off its first paragraph.

本报讯（记者 …） in the middle of a paragraph is running text; where the story is split there, it is
what the reader would have made of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reading.bylines import byline_after, dateline
from reading.flow import Flow
from reading.lines import Source
from workbench.state import DeskByline, DeskStory, Mark, PartText, cut, trimmed, typed, words

_COLON = re.compile(r"\s*[:：]?\s*")


def with_opening(story: DeskStory) -> DeskStory:
    """Return a new story with the dateline and bylines that its first paragraph begins with."""
    if not story.paragraphs or story.dateline:
        return story
    text = story.paragraphs[0]
    plain = words(text)
    flow = Flow(Source(plain), [(0, len(plain))])
    place = dateline(flow)
    start = place.end if place else 0
    people = byline_after(flow, start) if place or plain.lstrip()[:1] in "（(【[" else None
    end = people.end if people else start
    if not end:
        return story
    end += len((_COLON.match(plain, end) or [""])[0])
    rest = trimmed(cut(text, end))
    if not rest:
        return story
    opening = cut(text, 0, end)
    line = _found(cut(opening, 0, start), place.text) if place else ()
    bylines, at = [], start
    for row in people.bylines if people else ():
        role, _at = _within(opening, row.role, start)
        name, at = _within(opening, row.name, at)
        bylines.append(DeskByline(role, name))
    made = replace(
        story,
        dateline=line,
        bylines=(*_own(bylines), *story.bylines),
        paragraphs=(rest, *story.paragraphs[1:]),
    )
    return replace(made, marks=(*story.marks, *_left(opening, made)))


def _found(text: PartText, wanted: str) -> PartText:
    """Return where a dateline stands in its text, also one that is spaced out there."""
    plain = words(text)
    at = plain.find(wanted)
    if at >= 0:
        return cut(text, at, at + len(wanted))
    return trimmed(text)


def _within(text: PartText, wanted: str, start: int) -> tuple[PartText, int]:
    """Return a short text where it stands behind a place, and where it ends."""
    at = words(text).find(wanted, start) if wanted else -1
    if at < 0:
        return typed(wanted), start
    return cut(text, at, at + len(wanted)), at + len(wanted)


def _own(rows: list[DeskByline]) -> list[DeskByline]:
    """Let each character of a role that several share stand in the first of them only."""
    seen: set[PartText] = set()
    found = []
    for row in rows:
        role = typed(words(row.role)) if row.role in seen else row.role
        seen.add(row.role)
        found.append(replace(row, role=role))
    return found


def _left(opening: PartText, story: DeskStory) -> list[Mark]:
    """Return the letters of the opening that say something and are no text of the story's."""
    kept = (story.dateline, *(part for row in story.bylines for part in (row.role, row.name)))
    taken = {
        at
        for text in kept
        for run in text
        if run.start is not None
        for at in range(run.start, run.start + len(run.text))
    }
    found: list[Mark] = []
    for run in opening:
        for at, char in enumerate(run.text, run.start or 0):
            if run.start is None or at in taken or not char.isalnum():
                continue
            if found and found[-1].end == at:
                found[-1] = Mark(found[-1].start, at + 1, "byline")
            else:
                found.append(Mark(at, at + 1, "byline"))
    return found
