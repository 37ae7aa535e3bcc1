"""Where the text came from that was joined from other pages: the lines of their sources.

Each such source is shown behind the page's own, and its characters have offsets as if it followed
there. Only what is shown knows them; the page itself keeps what was joined as typed text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.models import Article
from workbench.colours import Patch, filled, owned_patches
from workbench.origins import Opened, open_page
from workbench.retyping import retype
from workbench.state import (
    DeskPage,
    DeskStory,
    PartText,
    Run,
    cut,
    joined,
    owned_by,
    parts_of,
    with_part,
)

Line = tuple[int, int]
# So many characters in a row are no chance in a story that nothing was joined with.
SURE = 8


@dataclass(slots=True)
class JoinedSource:
    """The lines of another page's source that a story of this page goes on with."""

    article: Article
    text: str
    lines: list[Line]
    # What is added to an offset of that source.
    base: int
    given: bytearray = field(default_factory=bytearray)

    def pieces(self, page: DeskPage) -> list[tuple[Patch, str]]:
        """Return its lines cut up by what they became on this page, each with its text."""
        rows = sorted(row for row in owned_patches(page) if row.end > self.base)
        found = []
        for start, end in self.lines:
            for row in filled(rows, self.text, start, end, base=self.base):
                found.append((row, self.text[row.start - self.base : row.end - self.base]))
        return found


def with_joined(page: DeskPage, size: int) -> tuple[DeskPage, list[JoinedSource]]:
    """Return the page with the places of what was joined, behind a source of that ``size``.

    A page on which nothing was joined asks the database for nothing.
    """
    keys = {pk: row.key for row in page.stories for pk, _version in row.continues}
    if not keys:
        return page, []
    rows = Article.objects.with_page().in_bulk(list(keys))
    opened: dict[int, Opened] = {}
    found = []
    base = size + 1
    for pk, holder in keys.items():
        if (row := rows.get(pk)) is None:
            continue
        if row.page_id not in opened:
            opened[row.page_id] = open_page(row.page)
        there = opened[row.page_id]
        own = next(one for one in there.by_order if one.pk == pk)
        lines = _lines(there.text, list(owned_by(own)))
        if lines:
            source = JoinedSource(row, there.text, lines, base, bytearray(len(there.text)))
            found.append(source)
            page = _linked(page, holder, _text_of(own), source)
            base += len(there.text) + 1
    return page, found


def _lines(text: str, spans: Sequence[Line]) -> list[Line]:
    """Return the whole lines that the spans stand in, those that follow each other as one."""
    found: list[Line] = []
    for start, end in sorted(spans):
        low = text.rfind("\n", 0, start) + 1
        high = text.find("\n", max(end - 1, start))
        high = len(text) if high < 0 else high + 1
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _text_of(story: DeskStory) -> PartText:
    """Return what goes along when a story is joined, in the order in which it comes there."""
    parts = [text for row in story.bylines for text in (row.role, row.name)]
    parts += [story.dateline, *story.paragraphs]
    parts += [text for row in story.photos for text in (row.caption, row.credit, row.alt)]
    return tuple(run for text in parts for run in (*text, Run("\n")))


def _linked(page: DeskPage, holder: str, own: PartText, source: JoinedSource) -> DeskPage:
    """Return the page on which typed text that ``own`` has stands at its place in that source."""
    # What was joined may have been moved on from the story that it was joined with.
    stories = sorted(page.stories, key=lambda row: row.key != holder)
    for story in stories:
        least = 1 if story.key == holder else SURE
        rows = [(part, index, text) for part, index, text in parts_of(story) if _is_typed(text)]
        there = _places(own, [run.text for row in rows for run in row[2] if run.start is None])
        new = story
        for part, index, text in rows:
            runs = [
                one
                for run in text
                for one in (_taken(next(there), source, least) if run.start is None else [run])
            ]
            new = with_part(new, part, index, joined(runs))
        page = page.with_story(new)
    return page


def _is_typed(text: PartText) -> bool:
    return any(run.start is None for run in text)


def _places(own: PartText, typed: Sequence[str]) -> Iterator[PartText]:
    """Yield the typed texts with the offsets that their characters have in ``own``."""
    whole, at = retype(own, "\n".join(typed)), 0
    for text in typed:
        yield cut(whole, at, at + len(text))
        at += len(text) + 1


def _taken(text: PartText, source: JoinedSource, least: int) -> Iterator[Run]:
    """Yield runs with the offsets behind this page's source, each place once."""
    for run in text:
        start, end = run.start, run.end
        if start is None or end is None or len(run.text) < least or any(source.given[start:end]):
            yield Run(run.text)
            continue
        source.given[start:end] = b"\x01" * len(run.text)
        yield Run(run.text, start + source.base)


def only_joined(story: DeskStory, size: int) -> DeskStory:
    """Return a story without the texts that are not from the sources behind the page's own."""
    for part, index, text in parts_of(story):
        own = joined(run for run in text if run.start is not None and run.start > size)
        story = with_part(story, part, index, own)
    return story
