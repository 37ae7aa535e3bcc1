"""长条校样: a story as it is proofread, in parts, beside what the reader gave. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reading.document import PageDocument, Story

ENDINGS = "。！？…”’）)》】!?—"


@dataclass(frozen=True, slots=True)
class Part:
    """One run of a story's text: its part, its index in its list, and the text itself."""

    name: str
    index: int
    text: str


@dataclass(slots=True)
class Galley:
    """A story as it now stands, beside the one the reader gave (``None`` for one added by hand)."""

    story: Story
    read: Story | None = None
    edited: bool = False

    @property
    def heads(self) -> list[Part]:
        """Kicker, headline and deck, where there are any."""
        names = ("kicker", "headline", "deck")
        parts = [Part(name, 0, getattr(self.story, name)) for name in names]
        return [part for part in parts if part.text]

    @property
    def paragraphs(self) -> list[Part]:
        return [Part("paragraph", i, text) for i, text in enumerate(self.story.paragraphs)]

    @property
    def captions(self) -> list[Part]:
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


def as_loaded(document: PageDocument) -> list[Galley]:
    """Return the stories of a page that was written from ``document`` this moment."""
    return [Galley(story, story) for story in document.articles]
