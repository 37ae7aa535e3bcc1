"""The text that is checked: each story of a page as it now stands, in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reading.document import BylineText, PageDocument, PhotoText, Story

if TYPE_CHECKING:
    # Only a name here: the text checks also run in processes that have no database.
    from articles.models import Article

PARTS = ("section", "kicker", "headline", "deck", "dateline")
ENDINGS = "。！？…”’）)》】!?—"


@dataclass(frozen=True, slots=True)
class Part:
    """One run of a story's text: its part, its index in its list, and the text itself."""

    name: str
    index: int
    text: str


@dataclass(slots=True)
class StoryText:
    """A story as it now stands, beside the one the reader gave (``None`` for one added by hand)."""

    story: Story
    read: Story | None = None
    article: Article | None = None
    edited: bool = False

    @property
    def heads(self) -> list[Part]:
        """Kicker, headline and deck, where there are any."""
        names = ("kicker", "headline", "deck")
        parts = [Part(name, 0, getattr(self.story, name)) for name in names]
        return [part for part in parts if part.text]

    @property
    def paragraphs(self) -> list[Part]:
        """The paragraphs of the story."""
        return [Part("paragraph", i, text) for i, text in enumerate(self.story.paragraphs)]

    @property
    def captions(self) -> list[Part]:
        """The captions of its photos."""
        photos = enumerate(self.story.photos)
        return [Part("caption", i, photo.caption) for i, photo in photos if photo.caption]

    @property
    def parts(self) -> Iterator[Part]:
        """All the running text, headlines first."""
        yield from self.heads
        yield from self.paragraphs
        yield from self.captions

    @property
    def breaks_off(self) -> bool:
        """Whether it stops in mid-sentence: the reader said so, or an editor left it so."""
        story = self.story
        if story.truncated or not self.edited or story.kind != "news":
            return story.truncated
        last = story.paragraphs[-1].rstrip() if story.paragraphs else "。"
        return last[-1:] not in ENDINGS and story.jump_to is None


def as_loaded(document: PageDocument) -> list[StoryText]:
    """Return the stories of a page that was written from ``document`` this moment."""
    return [StoryText(story, story) for story in document.articles]


def as_stored(articles: Sequence[Article], document: PageDocument | None) -> list[StoryText]:
    """Return the stories in the database that still count; one set aside is not checked."""
    read = document.articles if document else []
    return [
        StoryText(_story(row), _read(row, read), row, row.is_edited)
        for row in articles
        if row.status != row.Status.WITHDRAWN
    ]


def _read(row: Article, read: list[Story]) -> Story | None:
    place = row.read_index
    return read[place] if place is not None and place < len(read) else None


def _story(row: Article) -> Story:
    return Story(
        kind=row.kind,
        **{name: getattr(row, name) for name in PARTS},
        bylines=[BylineText(one.role, one.contributor.name) for one in row.bylines.all()],
        paragraphs=row.paragraphs,
        photos=[PhotoText(one.caption, one.credit) for one in row.photos.all()],
        jump_to=row.jump_to,
        jump_from=row.jump_from,
        truncated=row.truncated,
        spans=[(start, end) for start, end in row.spans],
    )
