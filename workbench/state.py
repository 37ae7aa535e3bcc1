"""A page on the desk: its stories as runs of characters that know where they stood in the source.

Frozen values without a database. Each character of the source stands in at most one place: in a
story, in the furniture, among what is unassigned, or in a story that was taken off the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from articles.text import StoryByline, StoryPhoto, StoryText
from reading.document import jump_label

# The parts that are one line; paragraphs, bylines and photos are lists.
LINES = ("section", "kicker", "headline", "deck", "dateline")
# The parts of a headline, which can be swapped, cut and joined.
HEAD = ("kicker", "headline", "deck")
# The parts of a list's rows, under the names by which the desk asks for them.
BYLINE_PARTS = {"byline_role": "role", "byline_name": "name"}
PHOTO_PARTS = {name: name for name in ("caption", "credit", "alt")}


T = TypeVar("T", "DeskStory", "DeskByline", "DeskPhoto")


class Run(NamedTuple):
    """Characters in a row, and where the first stood in the source; ``None`` when it was typed."""

    text: str
    start: int | None = None

    @property
    def end(self) -> int | None:
        """Where the run ends in the source."""
        return None if self.start is None else self.start + len(self.text)


PartText = tuple[Run, ...]


class Mark(NamedTuple):
    """Characters of the source that said something about a story and are no text: a jump."""

    start: int
    end: int
    part: str


class Scrap(NamedTuple):
    """Text of the page that is no story's: furniture, by its role."""

    role: str
    text: PartText


@dataclass(frozen=True, slots=True)
class DeskByline:
    """A name and the role it was printed with."""

    role: PartText = ()
    name: PartText = ()


@dataclass(frozen=True, slots=True)
class DeskPhoto:
    """The words of a photo; ``pk`` and ``sha256`` are those of the image there is.

    ``image`` is the key of one that was chosen at the desk and is not saved yet; ``alt`` says what
    is to be seen.
    """

    caption: PartText = ()
    credit: PartText = ()
    pk: int | None = None
    sha256: str = ""
    image: int | None = None
    alt: PartText = ()


@dataclass(frozen=True, slots=True)
class DeskStory:
    """One story; ``key`` stays the same for as long as somebody works on the page.

    ``origin`` names the stories that its text came from, where it was split off or joined, and
    ``continues`` key and version in the database of those on other pages that were joined with it.
    """

    key: str
    pk: int | None = None
    kind: str = "news"
    section: PartText = ()
    kicker: PartText = ()
    headline: PartText = ()
    deck: PartText = ()
    dateline: PartText = ()
    paragraphs: tuple[PartText, ...] = ()
    bylines: tuple[DeskByline, ...] = ()
    photos: tuple[DeskPhoto, ...] = ()
    jump_to: str | None = None
    jump_from: str | None = None
    truncated: bool = False
    marks: tuple[Mark, ...] = ()
    origin: tuple[str, ...] = ()
    continues: tuple[tuple[int, int], ...] = ()

    @property
    def title(self) -> str:
        """What it is called in a sentence."""
        head = words(self.headline) or words(self.kicker)
        return head or next(filter(None, map(words, self.paragraphs)), "")[:16]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(words(text) for _part, _index, text in parts_of(self)) and not self.photos


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All of a page: its stories in order, the rest of its text, and the stories taken off it."""

    stories: tuple[DeskStory, ...] = ()
    furniture: tuple[Scrap, ...] = ()
    unassigned: tuple[PartText, ...] = ()
    aside: tuple[DeskStory, ...] = field(default=())

    def story(self, key: str) -> DeskStory:
        """Return a story of the page by its key. Raises ``KeyError``."""
        for story in self.stories:
            if story.key == key:
                return story
        raise KeyError(key)

    def place(self, key: str) -> int:
        """Return the number of a story on its page, from 1. Raises ``KeyError``."""
        for place, story in enumerate(self.stories, start=1):
            if story.key == key:
                return place
        raise KeyError(key)

    def with_story(self, *changed: DeskStory) -> DeskPage:
        """Return the page with other texts of stories that stand on it."""
        new = {story.key: story for story in changed}
        return replace(self, stories=tuple(new.get(story.key, story) for story in self.stories))


def changed(row: T, **parts: Any) -> T:
    """Return a value with other parts, named as they come."""
    return replace(row, **parts)


def words(text: PartText) -> str:
    return "".join(run.text for run in text)


def typed(text: str) -> PartText:
    """Return text that no source has."""
    return (Run(text),) if text else ()


def joined(runs: Iterable[Run]) -> PartText:
    """Return the runs with those in one that follow each other in the source, too."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = found[-1] if found else None
        if last is not None and run.start == last.end:
            found[-1] = Run(last.text + run.text, last.start)
        else:
            found.append(run)
    return tuple(found)


def cut(text: PartText, start: int, end: int | None = None) -> PartText:
    """Return ``text[start:end]`` with the provenance of its characters."""
    found, at = [], 0
    stop = len(words(text)) if end is None else end
    for run in text:
        low, high = max(start - at, 0), min(stop - at, len(run.text))
        if low < high:
            found.append(Run(run.text[low:high], None if run.start is None else run.start + low))
        at += len(run.text)
    return tuple(found)


def trimmed(text: PartText) -> PartText:
    """Return the text without white space at its ends."""
    plain = words(text)
    start = len(plain) - len(plain.lstrip())
    return cut(text, start, len(plain.rstrip())) if plain.strip() else ()


def parts_of(story: DeskStory) -> Iterator[tuple[str, int, PartText]]:
    """Yield each text of a story, as part, index and runs, in the order in which it is shown."""
    for name in LINES:
        yield name, 0, getattr(story, name)
    for index, row in enumerate(story.bylines):
        yield "byline_role", index, row.role
        yield "byline_name", index, row.name
    for index, paragraph in enumerate(story.paragraphs):
        yield "paragraphs", index, paragraph
    for index, photo in enumerate(story.photos):
        yield "caption", index, photo.caption
        yield "credit", index, photo.credit
        yield "alt", index, photo.alt


def reworded(photo: DeskPhoto, change: Callable[[PartText], PartText]) -> DeskPhoto:
    """Return the photo with each of its texts changed."""
    caption, credit, alt = map(change, (photo.caption, photo.credit, photo.alt))
    return replace(photo, caption=caption, credit=credit, alt=alt)


def part_of(story: DeskStory, part: str, index: int = 0) -> PartText:
    """Return one text of a story. Raises ``KeyError`` when it has no such part."""
    try:
        return _part_of(story, part, index)
    except IndexError:
        raise KeyError(f"{part} {index}") from None


def _part_of(story: DeskStory, part: str, index: int) -> PartText:
    if index < 0:
        raise KeyError(f"{part} {index}")
    if part in LINES:
        line: PartText = getattr(story, part)
        return line
    if part == "paragraphs":
        return story.paragraphs[index]
    rows: Sequence[Any] = story.bylines if part in BYLINE_PARTS else story.photos
    text: PartText = getattr(rows[index], (BYLINE_PARTS | PHOTO_PARTS)[part])
    return text


def with_part(story: DeskStory, part: str, index: int, text: PartText) -> DeskStory:
    """Return the story with another text of one part. Raises ``KeyError``."""
    part_of(story, part, index)
    if part in LINES:
        return changed(story, **{part: text})
    if part == "paragraphs":
        return replace(story, paragraphs=replaced(story.paragraphs, index, text))
    if part in BYLINE_PARTS:
        byline = changed(story.bylines[index], **{BYLINE_PARTS[part]: text})
        return replace(story, bylines=replaced(story.bylines, index, byline))
    photo = changed(story.photos[index], **{PHOTO_PARTS[part]: text})
    return replace(story, photos=replaced(story.photos, index, photo))


def replaced(rows: tuple[Any, ...], index: int, *new: Any) -> tuple[Any, ...]:
    """Return the rows with others in the place of one."""
    return (*rows[:index], *new, *rows[index + 1 :])


def owned(page: DeskPage) -> Iterator[tuple[int, int]]:
    """Yield every span of the source that stands somewhere on the desk."""
    for story in (*page.stories, *page.aside):
        yield from owned_by(story)
    for text in (*(scrap.text for scrap in page.furniture), *page.unassigned):
        yield from spans_of(text)


def owned_by(story: DeskStory) -> Iterator[tuple[int, int]]:
    """Yield the spans of the source that stand in a story."""
    for _part, _index, text in parts_of(story):
        yield from spans_of(text)
    for mark in story.marks:
        yield mark.start, mark.end


def spans_of(text: PartText) -> Iterator[tuple[int, int]]:
    for run in text:
        if run.start is not None:
            yield run.start, run.start + len(run.text)


def story_text(story: DeskStory) -> StoryText:
    """Return the words of a story as they are saved: no empty paragraphs, bylines or photos."""
    lines: dict[str, Any] = {name: words(getattr(story, name)) for name in LINES}
    return StoryText(
        kind=story.kind,
        **lines,
        jump_to=story.jump_to,
        jump_from=story.jump_from,
        truncated=story.truncated,
        bylines=tuple(
            StoryByline(words(row.role), words(row.name))
            for row in story.bylines
            if words(row.name).strip()
        ),
        paragraphs=tuple(line for line in map(words, story.paragraphs) if line.strip()),
        photos=tuple(
            StoryPhoto(words(row.caption), words(row.credit), row.sha256, words(row.alt))
            for row in kept_photos(story)
        ),
    )


def kept_photos(story: DeskStory) -> tuple[DeskPhoto, ...]:
    """Return the photos that there is something of."""
    return tuple(
        row
        for row in story.photos
        if row.pk or row.image or words(row.caption) or words(row.credit)
    )


# What a row of the database keeps. Short, because it is written at every pause of the fingers.


def story_to_json(story: DeskStory) -> dict[str, Any]:
    raw: dict[str, Any] = {"key": story.key, "kind": story.kind}
    raw |= {name: _plain(getattr(story, name)) for name in LINES if getattr(story, name)}
    raw["paragraphs"] = [_plain(text) for text in story.paragraphs]
    raw["bylines"] = [[_plain(row.role), _plain(row.name)] for row in story.bylines]
    raw["photos"] = [
        [
            *(_plain(row.caption), _plain(row.credit), row.pk, row.sha256, row.image),
            *([_plain(row.alt)] if row.alt else ()),
        ]
        for row in story.photos
    ]
    for name in ("pk", "jump_to", "jump_from", "truncated"):
        raw[name] = getattr(story, name)
    raw["marks"] = [list(mark) for mark in story.marks]
    raw["origin"], raw["continues"] = list(story.origin), list(map(list, story.continues))
    return raw


def story_from_json(raw: Mapping[str, Any]) -> DeskStory:
    lines: dict[str, Any] = {name: _runs(raw[name]) for name in LINES if name in raw}
    return DeskStory(
        key=raw["key"],
        pk=raw["pk"],
        kind=raw["kind"],
        **lines,
        paragraphs=tuple(map(_runs, raw["paragraphs"])),
        bylines=tuple(DeskByline(_runs(role), _runs(name)) for role, name in raw["bylines"]),
        photos=tuple(
            DeskPhoto(_runs(caption), _runs(credit), pk, sha256, image, *map(_runs, alt))
            for caption, credit, pk, sha256, image, *alt in raw["photos"]
        ),
        jump_to=jump_label(raw["jump_to"]),
        jump_from=jump_label(raw["jump_from"]),
        truncated=raw["truncated"],
        marks=tuple(Mark(*row) for row in raw["marks"]),
        origin=tuple(raw["origin"]),
        continues=tuple((pk, version) for pk, version in raw["continues"]),
    )


def rest_to_json(page: DeskPage) -> dict[str, Any]:
    """Return what a page has beside its stories, which are named in their order."""
    return {
        "order": [story.key for story in page.stories],
        "aside": [story.key for story in page.aside],
        "furniture": [[row.role, _plain(row.text)] for row in page.furniture],
        "unassigned": [_plain(text) for text in page.unassigned],
    }


def page_from_json(rest: Mapping[str, Any], stories: Mapping[str, DeskStory]) -> DeskPage:
    return DeskPage(
        stories=tuple(stories[key] for key in rest["order"]),
        furniture=tuple(Scrap(role, _runs(text)) for role, text in rest["furniture"]),
        unassigned=tuple(map(_runs, rest["unassigned"])),
        aside=tuple(stories[key] for key in rest["aside"]),
    )


def _plain(text: PartText) -> list[Any]:
    # A typed run is its text alone.
    return [run.text if run.start is None else [run.text, run.start] for run in text]


def _runs(raw: Iterable[Any]) -> PartText:
    return tuple(Run(row) if isinstance(row, str) else Run(*row) for row in raw)
