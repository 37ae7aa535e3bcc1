"""Stories of a web page: an outline taken apart as the page says it, not as it looks.

Headline parts, paragraphs, pictures and bylines are those of the outline. Only what print sets into
a paragraph is taken out of it as everywhere else: dateline, byline and jump.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .bylines import bare_names, byline_line, parse_people
from .captions import writers
from .credits import credit_names
from .document import BylineText, Furniture, Span, Story
from .drafts import Draft, Mark, Paragraph
from .flow import Flow
from .headlines import joined
from .imprints import is_imprint
from .kinds import Kind, kind_of
from .lines import Line, Source, half_width, split_lines, squeeze
from .outlines import HEAD, StoryOutline
from .photos import SAID, read_photo
from .signatures import signature_line
from .stories import StoryBuilder
from .usual import Usual

_DASHES = re.compile(r"^[—\-―─－\s]+")
_BEFORE_NAMES = re.compile(r"^(?:作者|文|稿件作者|撰稿)\s*[:：]\s*|^[□■◎●○]\s*")
_BEFORE_CREDIT = re.compile(r"^(?:摄影|图|供图)\s*[:：/]\s*")
_MARKS = (Kind.BYLINE, Kind.JUMP_TO, Kind.JUMP_FROM)
_LONGEST_NAME = 20


def story_of_outline(
    source: Source, usual: Usual, outline: StoryOutline
) -> tuple[Story, list[Furniture]]:
    """Return the story, in places of the usual form, and the imprints that stood in its text."""
    builder = _WebStoryBuilder(source, usual, outline)
    return builder.build(), builder.furniture


class _WebStoryBuilder(StoryBuilder):
    """Builds a story whose parts are known; a credit makes no paragraph a caption."""

    def __init__(self, source: Source, usual: Usual, outline: StoryOutline) -> None:
        super().__init__(source, Draft())
        self.usual, self.outline = usual, outline
        for span, heading in outline.paragraphs:
            self._take_line(self.usual.here(span), heading=heading)

    def _take_line(self, span: Span, *, heading: bool) -> None:
        """Take a line of the text as a paragraph, or as a mark that stands alone."""
        for line in self._lines([span]):
            kind = Kind.TEXT if heading else kind_of(self.source, line)
            if is_imprint(line.key, line.norm):
                self.furniture.append(
                    Furniture("imprint", (line.start, line.end), "imprint-line", 1.0)
                )
            elif kind in _MARKS or (kind is Kind.CREDIT and self._names_writer(line)):
                self.draft.marks.append(Mark(kind, line, len(self.draft.paragraphs)))
            else:
                rule = "subheading" if heading else SAID
                runs = [(line.start, line.end)]
                self.draft.paragraphs.append(Paragraph(runs, rule))

    def _names_writer(self, line: Line) -> bool:
        """Say whether a line above all text names who wrote it, too: 记者 甲 文/图."""
        if self.draft.paragraphs or self.outline.bylines:
            return False
        return bool(writers(line.text))

    def build(self) -> Story:
        """Return the story of the outline."""
        self._read_heads()
        super().build()
        self.story.truncated = False
        return self.story

    def _read_heads(self) -> None:
        for part in HEAD:
            lines = self._lines(map(self.usual.here, self.outline.head.get(part, [])))
            texts = [joined(line.text) for line in lines]
            if part == "deck":
                texts = [_DASHES.sub("", text) for text in texts]
            setattr(self.story, part, " ".join(filter(None, texts)))
            self._add(part, 0, [(line.start, line.end) for line in lines], SAID, 1.0)

    def _cut_credit(self, body: object) -> None:
        """A paragraph stays one, whatever stands at its end."""

    def _place_bodies(self) -> None:
        super()._place_bodies()
        for line in self._lines(map(self.usual.here, self.outline.bylines)):
            self._read_author(line)
        for photo in self.outline.photos:
            self._read_photo(photo.caption, photo.credit)

    def _read_author(self, line: Line) -> None:
        """Read what the page says of the author; who signs the text, too, is told once."""
        flow = Flow(self.source, [(line.start, line.end)])
        found = byline_line(flow) or signature_line(flow)
        people = found.bylines if found and not found.text else []
        if not people:
            bare = _BEFORE_NAMES.sub("", line.text).strip()
            people = parse_people(bare, vouched=True) or [
                BylineText("", name) for name in _names(bare)
            ]
        known = {row.name for row in self.story.bylines}
        new = [row for row in people if row.name not in known]
        index = len(self.story.bylines) if new else max(len(self.story.bylines) - 1, 0)
        self.story.bylines += new
        self._add("byline", index, [(line.start, line.end)], SAID, 1.0)

    def _read_photo(self, caption: list[Span], credit: list[Span]) -> None:
        index = len(self.story.photos)
        flow = Flow(self.source, [self._bare(self.usual.here(span)) for span in caption])
        photo, segments = read_photo(flow, index, credited=bool(credit))
        self.story.segments += segments
        for line in self._lines(map(self.usual.here, credit)):
            name = credit_names(line.text) or _BEFORE_CREDIT.sub("", line.text).strip()
            photo.credit = " ".join(filter(None, [photo.credit, name]))
            self._add("credit", index, [(line.start, line.end)], SAID, 1.0)
        self.story.photos.append(photo)

    def _bare(self, span: Span) -> Span:
        lines = self._lines([span])
        return (lines[0].start, lines[-1].end) if lines else span

    def _lines(self, spans: Iterable[Span]) -> list[Line]:
        return [line for low, high in spans for line in lines_in(self.source, low, high)]


def lines_in(source: Source, low: int, high: int) -> list[Line]:
    """Return the lines of a part of a source, with their places in the whole."""
    found = split_lines(Source(source.text[low:high]))
    for line in found:
        line.start += low
        line.end += low
    return found


def _names(text: str) -> list[str]:
    """Return the names on a line that the page calls the author's, whatever they look like."""
    if names := bare_names(half_width(text)):
        return names
    parts = [part for part in re.split(r"[、,，;；/／\s]+", text) if part]
    return parts if all(len(squeeze(part)) <= _LONGEST_NAME for part in parts) else []
