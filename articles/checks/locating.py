"""Where in the source a hit stands: from the current text back through the reading's segments."""

from __future__ import annotations

from collections.abc import Iterable

from articles.checks.found import Place
from articles.checks.texts import StoryText
from articles.reading.document import Segment, Span, Story


def source_span(one: StoryText, place: Place, text: str, source: str) -> Span | None:
    """Return the characters of ``source`` that ``place`` of the story was read from.

    ``text`` is the whole part as it now stands. A part that an editor changed is no longer in the
    source: ``None``. Without segments (an older reading) the part is looked for in the story.
    """
    if one.read is None or not text:
        return None
    index = _index_as_read(one.read, place, text)
    if index is None:
        return None
    segments = [row for row in one.read.segments if (row.part, row.index) == (place.part, index)]
    offsets = _offsets((row.span for row in segments), source)
    bare = _bare(text)
    start = _find(bare, offsets, source)
    if start is None:
        offsets = _offsets(one.read.spans, source)
        start = _find(bare, offsets, source)
    if start is None:
        return _whole(segments)
    before, inside = len(_bare(text[: place.start])), len(_bare(text[place.start : place.end]))
    first = min(start + before, len(offsets) - 1)
    last = max(first, min(first + inside, len(offsets)) - 1)
    return offsets[first], offsets[last] + 1


def _index_as_read(read: Story, place: Place, text: str) -> int | None:
    """Return which part of the reading has exactly this text; paragraphs may have moved."""
    if place.part not in ("paragraph", "caption"):
        return 0 if getattr(read, place.part, None) == text else None
    texts = (
        read.paragraphs if place.part == "paragraph" else [photo.caption for photo in read.photos]
    )
    if place.index < len(texts) and texts[place.index] == text:
        return place.index
    return next((index for index, other in enumerate(texts) if other == text), None)


def _offsets(spans: Iterable[Span], source: str) -> list[int]:
    return [i for start, end in spans for i in range(start, end) if not source[i : i + 1].isspace()]


def _find(bare: str, offsets: list[int], source: str) -> int | None:
    found = "".join(source[i : i + 1] for i in offsets).find(bare)
    return found if found >= 0 and offsets else None


def _bare(text: str) -> str:
    return "".join(text.split())


def _whole(segments: list[Segment]) -> Span | None:
    if not segments:
        return None
    return min(row.span[0] for row in segments), max(row.span[1] for row in segments)
