"""长条校样: a story as it is proofread, in parts, beside what the reader gave. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reading.document import PageDocument, PhotoText, Story
from reading.folded import Folded, is_folded

ENDINGS = "。！？…”’）)》】!?—"


# Not frozen: a page asks for four hundred, and a frozen one takes three times as long to make.
@dataclass(slots=True)
class Part:
    """One run of a story's text: its part, its index in its list, and the text itself.

    ``view`` is where ``text`` is the folded view of what stands there.
    """

    name: str
    index: int
    text: str
    view: Folded | None = None

    def standing(self, start: int, end: int) -> tuple[Part, int, int]:
        """Return a place of the folded view as one of the text that stands there."""
        if self.view is None:
            return self, start, end
        return Part(self.name, self.index, self.view.received), *self.view.place(start, end)


@dataclass(slots=True)
class Galley:
    """A story as it now stands, beside the one the reader gave (``None`` for one added by hand)."""

    story: Story
    read: Story | None = None
    edited: bool = False
    # What each photo shows, which no source has: words of the editors alone.
    alts: Sequence[str] = ()
    views: dict[tuple[str, int], Folded] = field(default_factory=dict)

    @property
    def heads(self) -> list[Part]:
        """Kicker, headline and deck, where there are any."""
        names = ("kicker", "headline", "deck")
        parts = [self._part(name, 0, getattr(self.story, name)) for name in names]
        return [part for part in parts if part.text]

    @property
    def paragraphs(self) -> list[Part]:
        return [self._part("paragraph", i, text) for i, text in enumerate(self.story.paragraphs)]

    @property
    def captions(self) -> list[Part]:
        photos = enumerate(self.story.photos)
        return [self._part("caption", i, photo.caption) for i, photo in photos if photo.caption]

    @property
    def descriptions(self) -> list[Part]:
        """What the photos show, where somebody has written it."""
        return [self._part("alt", i, text) for i, text in enumerate(self.alts) if text]

    @property
    def running(self) -> Iterator[Part]:
        """Paragraphs, captions and descriptions of images."""
        yield from self.paragraphs
        yield from self.captions
        yield from self.descriptions

    @property
    def parts(self) -> Iterator[Part]:
        """All the running text, headlines first."""
        yield from self.heads
        yield from self.running

    def _part(self, name: str, index: int, text: str) -> Part:
        return Part(name, index, text, self.views.get((name, index)))

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


def as_folded(stories: Sequence[Galley]) -> list[Galley]:
    """Return the stories as rules of words read them: through look-alikes and unseen marks."""
    return [_folded(one) for one in stories]


def _folded(one: Galley) -> Galley:
    parts = [part for part in one.parts if is_folded(part.text)]
    # A part of unseen marks alone stays: it would be none.
    found = {(part.name, part.index): Folded(part.text) for part in parts}
    views = {place: view for place, view in found.items() if view.text}
    if not views:
        return one

    def seen(name: str, index: int, text: str) -> str:
        view = views.get((name, index))
        return view.text if view else text

    story = replace(
        one.story,
        kicker=seen("kicker", 0, one.story.kicker),
        headline=seen("headline", 0, one.story.headline),
        deck=seen("deck", 0, one.story.deck),
        paragraphs=[seen("paragraph", at, text) for at, text in enumerate(one.story.paragraphs)],
        photos=[
            PhotoText(seen("caption", at, row.caption), row.credit)
            for at, row in enumerate(one.story.photos)
        ],
    )
    alts = [seen("alt", at, text) for at, text in enumerate(one.alts)]
    return Galley(story, one.read, one.edited, alts, views)
