"""What a reviewer had before his eyes: each story by the hash of its text, each page by its own.

Who shows stories for review gives these hashes out with them, and takes them in again with the
approval. A story that was not shown is in none, so nobody's approval reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from articles.models import Article
from articles.page_text import PageText
from articles.text import StoryText
from issues.models import Page

PAGE = "page-"
HASH = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """The hashes of what was shown, by the keys of stories and of pages."""

    stories: Mapping[int, str] = field(default_factory=dict)
    pages: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stories: Iterable[Article]) -> Seen:
        """Return what a screen shows that shows these stories and what stands round them."""
        rows = list(stories)
        pages: dict[int, Page] = {row.page_id: row.page for row in rows}
        return cls(
            {row.pk: StoryText.of(row).sha256 for row in rows},
            {pk: PageText.of(page).sha256 for pk, page in pages.items()},
        )

    @classmethod
    def parse(cls, words: Iterable[str]) -> Seen:
        """Return what ``marks`` wrote, among other words that are passed over."""
        stories: dict[int, str] = {}
        pages: dict[int, str] = {}
        for word in words:
            name, _colon, value = word.partition(":")
            key = name.removeprefix(PAGE)
            if len(value) == HASH and key.isascii() and key.isdigit():
                (pages if name != key else stories)[int(key)] = value
        return cls(stories, pages)

    @property
    def marks(self) -> list[str]:
        """The words ``12:<hash>`` and ``page-3:<hash>`` that a form or a listing carries along."""
        stories = [f"{key}:{value}" for key, value in self.stories.items()]
        return [*(f"{PAGE}{key}:{value}" for key, value in self.pages.items()), *stories]
