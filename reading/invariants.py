"""The four things that hold for every page document; see ``docs/page-document.md``.

``check`` says what does not hold. The reader is built so that it always gives an empty list; tests,
``verify`` and the scorer ask again, from outside.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from .document import PageDocument, Span, Story
from .lines import squeeze

# Parts whose characters all stand in the story's text, each exactly once.
_WHOLE = ("kicker", "headline", "paragraph", "caption")


def check(text: str, document: PageDocument) -> list[str]:
    """Return what is wrong with a document of a text, one full sentence each; empty when sound.

    That the same bytes give the same document is the one thing a single document cannot show.
    """
    faults = [*_check_order(text, document), *_check_coverage(text, document)]
    for number, story in enumerate(document.articles, 1):
        faults += [f"Story {number}: {fault}" for fault in _check_story(text, story)]
    return faults


def _all_spans(document: PageDocument) -> list[Span]:
    spans = [span for story in document.articles for span in story.spans]
    return sorted([*spans, *(piece.span for piece in document.furniture), *document.unassigned])


def _check_order(text: str, document: PageDocument) -> list[str]:
    """Spans lie in the text, are not empty, stand in order and never overlap."""
    faults = []
    owners = [story.spans for story in document.articles]
    owners += [[piece.span for piece in document.furniture], document.unassigned]
    for spans in owners:
        if list(spans) != sorted(spans):
            faults.append(f"The spans {spans[:4]} are not in order.")
    every = _all_spans(document)
    for start, end in every:
        if not 0 <= start < end <= len(text):
            faults.append(f"The span {start}–{end} is empty or lies outside the text.")
    for (_, end), (start, after) in pairwise(every):
        if start < end:
            faults.append(f"The span {start}–{after} begins before the span ending at {end} ends.")
    return faults


def _check_coverage(text: str, document: PageDocument) -> list[str]:
    """Every character that is not white space lies in a span."""
    faults = []
    at = 0
    for start, end in [*_all_spans(document), (len(text), len(text))]:
        rest = text[at:start]
        if at < start and rest.strip():
            faults.append(f"No span holds {rest.strip()[:20]!r} at {at}–{start}.")
        at = max(at, end)
    return faults


def _check_story(text: str, story: Story) -> list[str]:
    """The story's text holds the characters of its spans and no others."""
    source = Counter[str]()
    for start, end in story.spans:
        source.update(squeeze(text[start:end]))
    told = Counter(squeeze("".join(told_texts(story))))
    added = told - source
    faults = [f"its text has {_shown(added)}, which its spans have not."] if added else []
    if story.segments:
        faults += _check_segments(text, story)
    return faults


def told_texts(story: Story) -> list[str]:
    """Return every text of a story that is printed once; roles may be printed for several names."""
    texts = [story.section, story.kicker, story.headline, story.deck, story.dateline]
    texts += [byline.name for byline in story.bylines]
    texts += story.paragraphs
    for photo in story.photos:
        texts += [photo.caption, photo.credit]
    return texts


def _check_segments(text: str, story: Story) -> list[str]:
    """Segments cover the spans exactly, and whole parts say what their segments hold."""
    faults = []
    covered = _characters(text, [segment.span for segment in story.segments])
    if covered != _characters(text, story.spans):
        faults.append("its segments and its spans do not cover the same characters.")
    held: dict[tuple[str, int], list[str]] = {}
    for segment in sorted(story.segments, key=lambda segment: segment.span):
        run = squeeze(text[segment.span[0] : segment.span[1]])
        held.setdefault((segment.part, segment.index), []).append(run)
    for (part, index), runs in held.items():
        if part in _WHOLE and "".join(runs) != squeeze(_told(story, part, index)):
            faults.append(f"its {part} {index} does not say what its segments hold.")
    return faults


def _characters(text: str, spans: list[Span]) -> list[int]:
    """Return the places of all characters in spans that are not white space."""
    return sorted(
        place for start, end in spans for place in range(start, end) if not text[place].isspace()
    )


def _told(story: Story, part: str, index: int) -> str:
    if part == "paragraph":
        return story.paragraphs[index] if index < len(story.paragraphs) else ""
    if part == "caption":
        return story.photos[index].caption if index < len(story.photos) else ""
    return str(getattr(story, part))


def _shown(characters: Counter[str]) -> str:
    return "“" + "".join(characters.elements())[:20] + "”"
