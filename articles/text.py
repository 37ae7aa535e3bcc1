"""A story's text: one typed value, its parts named once, with one canonical form and one hash.

Audit log, approvals, conflict checks, revisions and page documents all speak of this value. Who
makes one names every part, so a part that is added here is asked for wherever a text is made;
what goes over all parts goes over ``PARTS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import Any

from articles.models import Article
from audit.written import canonical
from reading.document import Story, jump_label
from reading.page_labels import plain_or_label


@dataclass(frozen=True, slots=True)
class StoryByline:
    """One name and the role it stands with, ``""`` for none."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class StoryPhoto:
    """图片说明 and 摄影; ``image`` is the SHA-256 of the image's bytes, ``""`` without one.

    ``alt`` says what the image shows, for who cannot see it; it was not printed.
    """

    caption: str = ""
    credit: str = ""
    image: str = ""
    alt: str = ""


def credit_line(credit: str) -> str:
    """Return a credit as readers see it, 林鑫 摄; one that says already what was done stays so."""
    done = credit.endswith(("摄", "供图", "制图", "资料图片"))
    return credit if done or not credit else f"{credit} 摄"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """All that readers see of a story. No part has a default: nobody forgets one."""

    kind: str
    section: str
    kicker: str
    headline: str
    deck: str
    dateline: str
    jump_to: str | None
    jump_from: str | None
    truncated: bool
    bylines: tuple[StoryByline, ...]
    paragraphs: tuple[str, ...]
    photos: tuple[StoryPhoto, ...]

    @classmethod
    def of(cls, article: Article) -> StoryText:
        """Return the text of a row; its bylines and photos are best fetched along."""
        return cls(
            kind=article.kind,
            section=article.section,
            kicker=article.kicker,
            headline=article.headline,
            deck=article.deck,
            dateline=article.dateline,
            jump_to=article.jump_to,
            jump_from=article.jump_from,
            truncated=article.truncated,
            bylines=tuple(StoryByline(row.role, row.name) for row in article.bylines.all()),
            paragraphs=tuple(article.paragraphs),
            photos=tuple(
                StoryPhoto(row.caption, row.credit, row.sha256, row.alt)
                for row in article.photos.all()
            ),
        )

    @classmethod
    def read(cls, story: Story) -> StoryText:
        """Return the text of a story as the reader gave it, without what tells where it stood."""
        return cls(
            kind=story.kind,
            section=story.section,
            kicker=story.kicker,
            headline=story.headline,
            deck=story.deck,
            dateline=story.dateline,
            jump_to=story.jump_to,
            jump_from=story.jump_from,
            truncated=story.truncated,
            bylines=tuple(StoryByline(row.role, row.name) for row in story.bylines),
            paragraphs=tuple(story.paragraphs),
            photos=tuple(StoryPhoto(row.caption, row.credit) for row in story.photos),
        )

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> StoryText:
        """Return the text that ``to_dict`` or a page document wrote.

        Absent keys mean absent values, and keys that are no part of a text are passed over.
        """
        return cls(
            kind=raw.get("kind", "news"),
            section=raw.get("section", ""),
            kicker=raw.get("kicker", ""),
            headline=raw.get("headline", ""),
            deck=raw.get("deck", ""),
            dateline=raw.get("dateline", ""),
            jump_to=jump_label(raw.get("jump_to")),
            jump_from=jump_label(raw.get("jump_from")),
            truncated=raw.get("truncated", False),
            bylines=tuple(StoryByline(**row) for row in raw.get("bylines", ())),
            paragraphs=tuple(raw.get("paragraphs", ())),
            photos=tuple(StoryPhoto(**row) for row in raw.get("photos", ())),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the story as a page document has it; of a photo its image and alt text if any."""
        plain = {name: getattr(self, name) for name in PARTS}
        plain["bylines"] = [asdict(row) for row in self.bylines]
        plain["paragraphs"] = list(self.paragraphs)
        plain["photos"] = [_plain_photo(row) for row in self.photos]
        return plain

    @property
    def canonical(self) -> str:
        """The same for the same text, wherever and whenever it is written."""
        return _canonical(self.to_dict())

    @property
    def sha256(self) -> str:
        """The hash by which log, approvals and conflict checks know the text."""
        return sha256_of(self.to_dict())

    @property
    def words(self) -> StoryText:
        """The text without its images: what a source, a form or a table can say of it."""
        return replace(self, photos=tuple(replace(row, image="") for row in self.photos))

    @property
    def body(self) -> str:
        """The paragraphs as a row keeps them, one a line."""
        return "\n".join(self.paragraphs)

    @property
    def columns(self) -> dict[str, Any]:
        """The parts that stand in the story's own row, under the names of its columns."""
        return {**{name: getattr(self, name) for name in COLUMNS}, "body": self.body}

    def changed_parts(self, before: StoryText) -> list[str]:
        """Return the names of the parts whose words differ."""
        new, old = self.words, before.words
        return [name for name in PARTS if getattr(new, name) != getattr(old, name)]


# The parts of a text, in the order in which they are shown.
PARTS = tuple(field.name for field in fields(StoryText))
JUMPS = ("jump_to", "jump_from")
LISTS = ("bylines", "paragraphs", "photos")
COLUMNS = tuple(name for name in PARTS if name not in LISTS)


def sha256_of(raw: Mapping[str, Any]) -> str:
    """Return the hash of a text as it is kept: to prove that it still is what it was."""
    return sha256(_canonical(raw).encode()).hexdigest()


def _canonical(raw: Mapping[str, Any]) -> str:
    """Before labels a jump was a number: a mere number is written as one, now as then."""
    jumps = {name: plain_or_label(jump_label(raw[name])) for name in JUMPS if name in raw}
    return canonical({**raw, **jumps})


def _plain_photo(row: StoryPhoto) -> dict[str, str]:
    plain = {"caption": row.caption, "credit": row.credit}
    # Only where there is some: an older text keeps its hash.
    return plain | {name: value for name in ("image", "alt") if (value := getattr(row, name))}
