"""Photos whose lines are known: a caption with the credit at its end, whatever stands about it."""

from __future__ import annotations

from collections.abc import Sequence

from .credits import credit_behind, credit_names
from .document import PageDocument, PhotoText, Segment, Span, Story, merged
from .flow import Flow
from .lines import Source

SAID = "said-by-the-page"


def read_photo(
    flow: Flow, index: int, *, credited: bool = False
) -> tuple[PhotoText, list[Segment]]:
    """Return what the caption of a photo says, and its segments as those of photo ``index``.

    One that is ``credited`` elsewhere has no credit at its end.
    """
    end = len(flow.text)
    if not end:
        return PhotoText(), []
    if not credited and (name := credit_names(flow.text)):
        return PhotoText("", name), _segments("credit", index, flow.spans(0, end))
    found = None if credited else credit_behind(flow, end)
    if found is None or found[0] == 0:
        return PhotoText(flow.clean(0, end)), _segments("caption", index, flow.spans(0, end))
    start, name = found
    credit = [
        Segment("credit", index, span, "credit-behind-caption", 0.95)
        for span in flow.spans(start, end)
    ]
    caption = _segments("caption", index, flow.spans(0, start))
    return PhotoText(flow.clean(0, start), name), caption + credit


def add_photos(document: PageDocument, source: Source, photos: Sequence[Sequence[Span]]) -> None:
    """Add photos, each by the spans of its lines, to the stories that they stand in or under.

    On a page without a story they stay nobody's.
    """
    for spans in photos:
        story = _story_at(document.articles, spans[0][0])
        if story is None:
            return
        photo, segments = read_photo(Flow(source, spans), len(story.photos))
        story.photos.append(photo)
        story.segments = sorted([*story.segments, *segments], key=lambda row: row.span)
    for story in document.articles if photos else ():
        # What was read round these lines does not hold them.
        story.spans = merged(source.text, [row.span for row in story.segments])


def _story_at(stories: list[Story], place: int) -> Story | None:
    """Return the last story that begins above a place, else the first."""
    above = [story for story in stories if story.spans[0][0] < place]
    return above[-1] if above else next(iter(stories), None)


def _segments(part: str, index: int, spans: list[Span]) -> list[Segment]:
    return [Segment(part, index, span, SAID, 1.0) for span in spans]
