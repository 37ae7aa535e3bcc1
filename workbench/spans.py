"""Spans of the source on a page of the desk: who has them, and taking them away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from workbench.retyping import relinked
from workbench.state import (
    DeskPage,
    DeskStory,
    Mark,
    PartText,
    Run,
    joined,
    owned,
    parts_of,
    reworded,
    spans_of,
    with_part,
    words,
)


def is_free(page: DeskPage, start: int, end: int) -> bool:
    """Whether no text on the desk has a character of the span."""
    return not any(low < end and start < high for low, high in owned(page))


def without_span(page: DeskPage, start: int, end: int) -> DeskPage:
    """Return the page without the characters of a span, wherever they stand on it.

    A story that was taken off the page keeps its words, as typed ones.
    """
    page = page.with_story(*(_story_without(row, start, end) for row in page.stories))
    scraps = (replace_text(row.text, start, end) for row in page.furniture)
    furniture = zip(page.furniture, scraps, strict=True)
    return replace(
        page,
        furniture=tuple(row._replace(text=text) for row, text in furniture if words(text).strip()),
        unassigned=tuple(
            text
            for text in (replace_text(row, start, end) for row in page.unassigned)
            if words(text).strip()
        ),
        aside=tuple(_story_unlinked(row, start, end) for row in page.aside),
    )


def _story_unlinked(story: DeskStory, start: int, end: int) -> DeskStory:
    """Return the story with the characters of a span as if they had been typed."""
    for part, index, text in parts_of(story):
        if any(low < end and start < high for low, high in spans_of(text)):
            story = with_part(story, part, index, _unlinked(text, start, end))
    return replace(story, marks=_marks_without(story, start, end))


def _unlinked(text: PartText, start: int, end: int) -> PartText:
    found: list[Run] = []
    for run in text:
        low = run.start
        if low is None or low >= end or low + len(run.text) <= start:
            found.append(run)
            continue
        head, tail = max(start - low, 0), max(end - low, 0)
        found += [Run(run.text[:head], low), Run(run.text[head:tail])]
        found.append(Run(run.text[tail:], low + tail))
    return joined(found)


def replace_text(text: PartText, start: int, end: int) -> PartText:
    """Return the text without the characters of a span."""
    if not any(low < end and start < high for low, high in spans_of(text)):
        return text
    kept: list[Run] = []
    for run in text:
        if run.start is None or run.start >= end or run.start + len(run.text) <= start:
            kept.append(run)
            continue
        if run.start < start:
            kept.append(Run(run.text[: start - run.start], run.start))
        if run.start + len(run.text) > end:
            kept.append(Run(run.text[end - run.start :], end))
    return joined(kept)


def _story_without(story: DeskStory, start: int, end: int) -> DeskStory:
    def less(text: PartText) -> PartText:
        return replace_text(text, start, end)

    paragraphs = [(row, less(row)) for row in story.paragraphs]
    bylines = [replace(row, role=less(row.role), name=less(row.name)) for row in story.bylines]
    photos = [reworded(row, less) for row in story.photos]
    return replace(
        story,
        section=less(story.section),
        kicker=less(story.kicker),
        headline=less(story.headline),
        deck=less(story.deck),
        dateline=less(story.dateline),
        paragraphs=tuple(new for old, new in paragraphs if new or not old),
        bylines=tuple(row for row in bylines if row.role or row.name),
        photos=tuple(row for row in photos if row.caption or row.credit or row.pk),
        marks=_marks_without(story, start, end),
    )


def _marks_without(story: DeskStory, start: int, end: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(low, high, row.part)
        for row in story.marks
        for low, high in ((row.start, min(row.end, start)), (max(row.start, end), row.end))
        if low < high
    )


def relinked_page(page: DeskPage, source: str, keys: Collection[str]) -> DeskPage:
    """Return the page with the place of typed characters that the source has just there.

    So what was taken out and typed again is the source's; ``keys`` names the stories looked at.
    """
    for story in page.stories:
        if story.key not in keys:
            continue
        new = story
        for part, index, text in parts_of(story):
            if any(run.start is None for run in text) and any(run.start for run in text):
                here = page.with_story(new)
                linked = relinked(text, source, lambda low, high: is_free(here, low, high))  # noqa: B023
                new = with_part(new, part, index, linked)
        page = page.with_story(new)
    return page


def first_offset(*texts: PartText) -> int | None:
    """Return where the first of these characters stood in the source."""
    starts = [start for text in texts for start, _end in spans_of(text)]
    return min(starts) if starts else None
