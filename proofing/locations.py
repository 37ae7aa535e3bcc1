"""Where in the source a hit stands: from the current text back through the reading's segments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from proofing.galley import Galley
from proofing.hits import Place
from reading.document import Segment, Span, Story

SOLID = re.compile(r"\S+")


def source_span(one: Galley, place: Place, text: str, source: str) -> Span | None:
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
    bare = _bare(text)
    runs = _Runs((row.span for row in segments), source)
    start = runs.find(bare)
    if start is None:
        runs = _Runs(one.read.spans, source)
        start = runs.find(bare)
    if start is None:
        return _whole(segments)
    before, inside = len(_bare(text[: place.start])), len(_bare(text[place.start : place.end]))
    first = min(start + before, len(runs.text) - 1)
    last = max(first, min(first + inside, len(runs.text)) - 1)
    return runs.place(first), runs.place(last) + 1


class _Runs:
    """The characters of some spans of a source without white space, and where each stands.

    In runs, not one by one: a paragraph of a million characters may have thirty findings.
    """

    def __init__(self, spans: Iterable[Span], source: str) -> None:
        self._places = [run.span() for span in spans for run in SOLID.finditer(source, *span)]
        self.text = "".join([source[start:end] for start, end in self._places])
        lengths = (end - start for start, end in self._places)
        self._begins = list(accumulate(lengths, initial=0))[:-1]

    def find(self, bare: str) -> int | None:
        found = self.text.find(bare)
        return found if found >= 0 and self.text else None

    def place(self, number: int) -> int:
        """Return where the character of that number stands in the source."""
        run = bisect_right(self._begins, number) - 1
        return self._places[run][0] + number - self._begins[run]


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


def _bare(text: str) -> str:
    return "".join(text.split())


def _whole(segments: list[Segment]) -> Span | None:
    if not segments:
        return None
    return min(row.span[0] for row in segments), max(row.span[1] for row in segments)
