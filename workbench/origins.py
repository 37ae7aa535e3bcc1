"""The page as the database has it, with the place of every character in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from articles.models import Article
from articles.text import StoryText
from issues.models import Page, Reading, Source
from reading.document import PageDocument, Segment, Story
from workbench.models import Provenance
from workbench.retyping import aligned, retype
from workbench.state import (
    LINES,
    DeskByline,
    DeskPage,
    DeskPhoto,
    DeskStory,
    Mark,
    PartText,
    Run,
    Scrap,
    changed,
    joined,
    owned_by,
    page_from_json,
    reworded,
    spans_of,
    story_from_json,
    typed,
    words,
)

JUMPS = ("jump_to", "jump_from")
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it is opened: its rows, its source, and both as the desk has them."""

    page: Page
    source: Source | None
    articles: list[Article]
    desk: DeskPage
    texts: Mapping[str, StoryText]
    # Every story of the page, also those that readers had, in the order of ``articles``.
    by_order: Sequence[DeskStory] = ()

    @property
    def texts_by_pk(self) -> dict[int, StoryText]:
        """The words of each row."""
        return {row.pk: StoryText.of(row) for row in self.articles}

    @property
    def text(self) -> str:
        return self.source.text if self.source else ""

    @property
    def by_key(self) -> dict[str, Article]:
        """The rows of the stories on the desk, by key."""
        rows = {row.pk: row for row in self.articles}
        stories = (*self.desk.stories, *self.desk.aside)
        return {row.key: rows[row.pk] for row in stories if row.pk in rows}


def key_of(pk: int) -> str:
    return f"a{pk}"


def open_page(
    page: Page,
    keys: Mapping[int, str] | None = None,
    *,
    stories: Sequence[Article] = (),
    reading: NewestReading | None = None,
) -> Opened:
    """Fetch a page with its source and stories; ``keys`` are those that a copy knows rows by.

    ``stories``, with their parts, and the ``reading`` of the source are not fetched again.
    """
    others = page.articles.exclude(pk__in=[row.pk for row in stories]).with_page().with_parts()
    articles = sorted([*stories, *others], key=lambda row: row.order)
    reading = reading or NewestReading(page.sources.order_by("-pk").defer("data").first())
    source = reading.source
    known = Provenance.objects.filter(page=page).first()
    if known is not None and known.source_id != (source and source.pk):
        known = None
    named = keys or {}
    opened = {
        row.pk: _story(row, named.get(row.pk, key_of(row.pk)), reading, known) for row in articles
    }
    on_page = tuple(opened[row.pk] for row in articles if row.is_on_page)
    aside = [opened[row.pk] for row in articles if row.status == Article.Status.SET_ASIDE]
    rest = _rest(reading, known)
    taken = Taken(len(reading.text))
    desk = DeskPage(
        stories=tuple(map(taken.story, on_page)),
        furniture=tuple(row._replace(text=taken.text(row.text)) for row in rest.furniture),
        unassigned=tuple(map(taken.text, rest.unassigned)),
        aside=tuple(map(taken.story, aside)),
    )
    texts = {story.key: StoryText.of(row) for row, story in zip(articles, opened.values())}  # noqa: B905
    return Opened(page, source, articles, desk, texts, list(opened.values()))


class NewestReading:
    """The newest reading of a source, fetched when it is asked for first."""

    def __init__(self, source: Source | None) -> None:
        self.source = source
        self.text = source.text if source else ""

    @cached_property
    def row(self) -> Reading | None:
        return self.source.readings.order_by("-pk").first() if self.source else None

    @cached_property
    def document(self) -> PageDocument:
        if self.row is None or self.row.reader_version == Reading.BARE:
            return PageDocument()
        return PageDocument.from_dict(self.row.document)

    def story(self, index: int | None) -> Story | None:
        rows = self.document.articles
        return rows[index] if index is not None and index < len(rows) else None


def _rest(reading: NewestReading, known: Provenance | None) -> DeskPage:
    if known is not None:
        return page_from_json({**known.rest, "order": [], "aside": []}, {})
    document, text = reading.document, reading.text
    return DeskPage(
        furniture=tuple(
            Scrap(row.role, _cut(text, row.span))
            for row in document.furniture
            if _cut(text, row.span)
        ),
        unassigned=tuple(_cut(text, span) for span in document.unassigned if _cut(text, span)),
    )


def _cut(text: str, span: tuple[int, int]) -> PartText:
    run = text[span[0] : span[1]]
    return (Run(run, span[0]),) if run.strip() else ()


def _story(row: Article, key: str, reading: NewestReading, known: Provenance | None) -> DeskStory:
    text = StoryText.of(row)
    kept = (known.stories if known else {}).get(str(row.pk))
    if kept is not None:
        story = story_from_json({**kept["story"], "key": key, "pk": row.pk})
        if kept["version"] != row.version:
            story = rewritten(story, text)
    else:
        read = reading.story(row.read_index)
        story = from_reading(key, text, read, reading.text) if read else plain_story(key, text)
    photos = tuple(
        replace(photo, pk=image.pk, sha256=image.sha256, image=None)
        for photo, image in zip(story.photos, row.photos.all(), strict=True)
    )
    return replace(story, pk=row.pk, photos=photos)


def plain_story(key: str, text: StoryText) -> DeskStory:
    """Return a story that no source is known of."""
    return rewritten(DeskStory(key), text)


def rewritten(story: DeskStory, text: StoryText) -> DeskStory:
    """Return the story with the words of ``text``, and the provenance of those that it had."""
    return changed(
        story,
        **{name: retype(getattr(story, name), getattr(text, name)) for name in LINES},
        kind=text.kind,
        jump_to=text.jump_to,
        jump_from=text.jump_from,
        truncated=text.truncated,
        paragraphs=lines_of(story.paragraphs, text.paragraphs),
        bylines=tuple(
            DeskByline(retype(old.role, new.role), retype(old.name, new.name))
            for old, new in zip(_filled(story.bylines, text.bylines, DeskByline()), text.bylines)  # noqa: B905
        ),
        photos=tuple(
            replace(
                old,
                caption=retype(old.caption, new.caption),
                credit=retype(old.credit, new.credit),
                alt=retype(old.alt, new.alt),
            )
            for old, new in zip(_filled(story.photos, text.photos, DeskPhoto()), text.photos)  # noqa: B905
        ),
        marks=tuple(
            row
            for row in story.marks
            if row.part not in JUMPS or getattr(text, row.part) is not None
        ),
    )


def _filled(rows: Sequence[Any], wanted: Sequence[Any], empty: Any) -> list[Any]:
    return [*rows, *[empty] * (len(wanted) - len(rows))][: len(wanted)]


def lines_of(old: Sequence[PartText], new: Sequence[str]) -> tuple[PartText, ...]:
    """Return paragraphs with the provenance that their characters had in other paragraphs."""
    if len(old) == len(new):
        pairs = zip(old, new, strict=True)
        same = sum(words(one) == other for one, other in pairs)
        if same >= len(new) - 1:
            return tuple(retype(one, other) for one, other in zip(old, new, strict=True))
    runs: list[Run] = []
    for paragraph in old:
        runs += [*paragraph, Run("\n")]
    whole = retype(tuple(runs[:-1]), "\n".join(new))
    return tuple(split_lines(whole))


def split_lines(text: PartText) -> Iterable[PartText]:
    """Cut a text at its line ends."""
    line: list[Run] = []
    for run in text:
        at = run.start
        for number, piece in enumerate(run.text.split("\n")):
            if number:
                yield joined(line)
                line = []
            line.append(Run(piece, at))
            at = None if at is None else at + len(piece) + 1
    yield joined(line)


def from_reading(key: str, text: StoryText, read: Story, source: str) -> DeskStory:
    """Return a story with the place of its characters, as the reader noted its segments."""
    spans: dict[tuple[str, int], Spans] = {}
    for row in read.segments:
        spans.setdefault((row.part, row.index), []).append(row.span)
    taken = _Once(source)
    lines: dict[str, Any] = {
        name: taken.aligned(getattr(text, name), spans.get((name, 0), [])) for name in LINES
    }
    names = taken.people(text, spans)
    photos = tuple(
        DeskPhoto(
            taken.aligned(row.caption, spans.get(("caption", index), [])),
            taken.aligned(row.credit, spans.get(("credit", index), [])),
            alt=typed(row.alt),
        )
        for index, row in enumerate(text.photos)
    )
    return DeskStory(
        key,
        kind=text.kind,
        **lines,
        paragraphs=_paragraphs(text, spans, taken),
        bylines=names,
        photos=photos,
        jump_to=text.jump_to,
        jump_from=text.jump_from,
        truncated=text.truncated,
        marks=tuple(_marks(text, read.segments, taken)),
    )


def _marks(text: StoryText, segments: Sequence[Segment], taken: _Once) -> Iterable[Mark]:
    """Yield what said something and is no text: a jump, 摄, a section's name in letters."""
    for row in segments:
        if row.part in JUMPS:
            if getattr(text, row.part) is not None:
                yield Mark(*row.span, row.part)
            continue
        begin: int | None = None
        for at in range(row.span[0], row.span[1] + 1):
            left = at < row.span[1] and at not in taken.given and taken.source[at].isalnum()
            if left and begin is None:
                begin = at
            elif not left and begin is not None:
                yield Mark(begin, at, row.part)
                begin = None


def _paragraphs(
    text: StoryText, spans: Mapping[tuple[str, int], Spans], taken: _Once
) -> tuple[PartText, ...]:
    read = [spans[key] for key in sorted(spans) if key[0] == "paragraph"]
    if len(read) == len(text.paragraphs):
        return tuple(
            taken.aligned(line, own) for line, own in zip(text.paragraphs, read, strict=True)
        )
    whole = taken.aligned(text.body, [span for own in read for span in own])
    return tuple(split_lines(whole)) if text.paragraphs else ()


class _Once:
    """Gives each character of the source to one text only."""

    def __init__(self, source: str) -> None:
        self.source, self.given = source, set[int]()

    def aligned(self, text: str, spans: Spans) -> PartText:
        if not spans or not text:
            return typed(text)
        runs = aligned(text, self.source, self._free(spans))
        for start, end in spans_of(runs):
            self.given.update(range(start, end))
        return runs

    def _free(self, spans: Spans) -> Spans:
        if all(self.given.isdisjoint(range(start, end)) for start, end in spans):
            return spans
        places = [at for start, end in spans for at in range(start, end)]
        return [(at, at + 1) for at in places if at not in self.given]

    def people(
        self, text: StoryText, spans: Mapping[tuple[str, int], Spans]
    ) -> tuple[DeskByline, ...]:
        """Return the bylines; one run of the source may have several, with one role for all."""
        found = []
        for index, row in enumerate(text.bylines):
            own = spans.get(("byline", index), [])
            role, name = self._found(row.role, own), self._found(row.name, own)
            found.append(DeskByline(role, name))
        return tuple(found)

    def _found(self, text: str, spans: Spans) -> PartText:
        """Return a short text where it stands in the spans, letter for letter or spaced out."""
        for start, end in spans:
            at = self.source.find(text, start, end) if text else -1
            if at >= 0 and not self.given & set(range(at, at + len(text))):
                self.given.update(range(at, at + len(text)))
                return (Run(text, at),)
        return self._spaced(text, spans)

    def _spaced(self, text: str, spans: Spans) -> PartText:
        for start, end in spans:
            run = self.source[start:end]
            bare = [at for at, char in enumerate(run, start) if not char.isspace()]
            plain = "".join(self.source[at] for at in bare)
            at = plain.find(text) if text else -1
            own = bare[at : at + len(text)] if at >= 0 else []
            if own and not self.given & set(own):
                self.given.update(own)
                return joined(Run(self.source[place], place) for place in own)
        return typed(text)


class Taken:
    """Lets each character of the source stand in one place only: the first that has it."""

    def __init__(self, size: int) -> None:
        self.map = bytearray(size)

    def story(self, story: DeskStory) -> DeskStory:
        """Return a story without the provenance that others before it have."""
        if all(self._is_free(start, end) for start, end in owned_by(story)):
            for start, end in owned_by(story):
                self._take(start, end)
            return story
        lines = {name: self.text(getattr(story, name)) for name in LINES}
        return changed(
            story,
            **lines,
            bylines=tuple(
                DeskByline(self.text(row.role), self.text(row.name)) for row in story.bylines
            ),
            paragraphs=tuple(map(self.text, story.paragraphs)),
            photos=tuple(reworded(row, self.text) for row in story.photos),
            marks=tuple(row for row in story.marks if self._take(row.start, row.end)),
        )

    def text(self, text: PartText) -> PartText:
        """Return a text that has lost the place of what another has."""
        return joined(
            run
            if run.start is None or self._take(run.start, run.start + len(run.text))
            else Run(run.text)
            for run in text
        )

    def _is_free(self, start: int, end: int) -> bool:
        return end <= len(self.map) and self.map.find(1, start, end) < 0

    def _take(self, start: int, end: int) -> bool:
        """Whether nobody has the span; then it is taken."""
        free = self._is_free(start, end)
        if free:
            self.map[start:end] = b"\x01" * (end - start)
        return free
