"""What arrives for a page: what any of it can be asked, and a page that our reader has read.

``importing.intake`` decides what becomes of it, by one table for all kinds.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User

from articles.models import Article
from articles.text import StoryText
from audit.sentences import gettext as _
from findings.directory import Known
from findings.models import Finding
from findings.page_check import CheckedPage, store_findings
from importing import rows
from importing.companions import add_images, keep_addresses
from importing.memory import Memory
from importing.papers import choose_publication
from importing.placement import ImportOptions
from importing.preparation import Derived
from importing.receipt import Received
from issues.models import Issue, Page, Publication
from proofing.hits import Found
from reading.decoding import Decoded
from reading.document import PageDocument, Story
from reading.epaper import WebReading
from reading.lines import squeeze
from reading.sources import WEB
from search.entries import Searched


@dataclass(frozen=True, slots=True)
class NewRows:
    """The rows of a page that was not here before, and what the run knows when it checks them.

    ``named`` lists what only the name of the file told of day and page.
    """

    stories: list[Article]
    known: Known
    named: tuple[str, ...]


class Arrival(ABC):
    """One page that came, and how its kind answers the questions of the table."""

    # Whether it may write rows that a run remembers otherwise.
    may_bring_anything = False
    received: Received
    document: PageDocument

    @property
    def file_name(self) -> str:
        """The name it came under."""
        return self.received.file_name or self.received.name

    @property
    def refused_images(self) -> dict[str, str]:
        """Why pictures that came along were not taken, by their paths."""
        return {}

    @property
    def source_sha256(self) -> str:
        """The hash of the source it brings along; empty when it is the source itself."""
        return ""

    def publication(self, options: ImportOptions, memory: Memory) -> Publication:
        """Return its paper, made when there is none. Raises ``Refused`` with a question."""
        return choose_publication(self.document, options, memory.papers(), nameplate=self.nameplate)

    @property
    def nameplate(self) -> str:
        """The paper's name as the page prints it, ``""`` where it prints none."""
        return ""

    @property
    def searched(self) -> Sequence[Searched]:
        """What is searched of its stories, where that is at hand."""
        return ()

    @abstractmethod
    def is_here(self, page: Page) -> bool:
        """Whether the page is what would become of it."""

    def says_the_same(self, page: Page) -> bool:
        """Whether other bytes with the same text are here, read in the same way."""
        return False

    def has_other_stories(self, page: Page) -> bool:
        """Whether what comes has no headline and no paragraph of the page, if both have any."""
        rows = list(page.articles.only("headline", "body"))
        here = {key for row in rows for key in _keys(row.headline, row.paragraphs)}
        coming = {
            key for row in self.document.articles for key in _keys(row.headline, row.paragraphs)
        }
        return bool(here) and bool(coming) and here.isdisjoint(coming)

    @abstractmethod
    def other_than(self, page: Page) -> str:
        """Return the sentence that says what is here in its place, and what to do."""

    @abstractmethod
    def write_source(self, page: Page, *, by: User | None) -> None:
        """Keep what was received and what was read of it."""

    @abstractmethod
    def check(self, page: Page, rival: Issue | None, new: NewRows | None) -> list[Finding]:
        """Check the page that was written and return its open findings.

        ``rival`` is the issue of another day with its number; ``new`` is empty for a page that was
        here before: the rows of its former text are no evidence.
        """

    @abstractmethod
    def complete_issue(self, issue: Issue) -> None:
        """Add what it tells of an issue that is new."""

    @abstractmethod
    def write_history(self, page: Page, *, by: User | str) -> None:
        """Put the stories to where they stood against their reading."""


@dataclass(slots=True)
class ReadPage(Arrival):
    """The text of a page and what the reader made of it.

    ``prose`` is what the checks of its words found if it is of ``day``.
    """

    received: Received
    document: PageDocument
    decoded: Decoded
    day: dt.date | None
    prose: list[Found] | None
    derived: Derived
    shown: WebReading | None = None
    # What became of each picture that came along, by its path: a sentence for one that was refused.
    images: dict[str, str] = field(default_factory=dict)

    @property
    def refused_images(self) -> dict[str, str]:
        """As they were checked one by one."""
        return self.images

    @property
    def searched(self) -> Sequence[Searched]:
        """As it was worked out when it was read."""
        return self.derived.searched

    @property
    def nameplate(self) -> str:
        """As it was worked out when it was read."""
        return self.derived.nameplate

    def is_here(self, page: Page) -> bool:
        """Whether the same bytes came for it last."""
        newest = page.sources.values_list("sha256", flat=True).first()
        return newest == self.received.sha256

    def says_the_same(self, page: Page) -> bool:
        """Whether the page's text is this: alone it begins and ends otherwise than in its issue."""
        newest = page.sources.only("text", "encoding").first()
        if newest is None or self.received.pictures:
            return False
        if _lines(newest.text) != _lines(self.decoded.text):
            return False
        if newest.encoding not in WEB and self.decoded.encoding not in WEB:
            return True
        # The marks round a text say how it is read.
        read = newest.readings.values_list("document", flat=True).first()
        kept = PageDocument.from_dict(read).articles if read else []
        return _words(kept) == _words(self.document.articles)

    def other_than(self, page: Page) -> str:
        """Say that other bytes are here."""
        return _(
            "%(page)s is here already, from other bytes."
            " Say that it shall be replaced to put this file in its place."
        ) % {"page": page}

    def write_source(self, page: Page, *, by: User | None) -> None:
        """Keep the bytes as they came, and the reading."""
        rows.write_source(page, self.received, self.decoded, self.derived.reading, by=by)

    def check(self, page: Page, rival: Issue | None, new: NewRows | None) -> list[Finding]:
        """Check it by what was read, which the rows say this moment."""
        known = new.known if new else None
        checked = CheckedPage(page, self.document, self.decoded.text, rival, known=known)
        # The caller may have said another day than the file's name tells.
        checked.prose = self.prose if self.day == page.issue.date else None
        checked.views = self.derived.views
        checked.named = new.named if new else ()
        checked.file = Path(self.received.name).name
        return store_findings(checked, new.stories if new else None)

    def complete_issue(self, issue: Issue) -> None:
        """A text tells of its issue what its document tells, and no more."""

    def write_history(self, page: Page, *, by: User | str) -> None:
        """Its stories stand as they were read, with the images that came along."""
        if self.shown:
            self.images = add_images(page, self.received, self.shown, by=by)
            keep_addresses(page, self.received.addresses, self.shown.files)


def _keys(headline: str, paragraphs: Sequence[str]) -> Iterator[str]:
    yield from filter(None, map(squeeze, (headline, *paragraphs)))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _words(stories: list[Story]) -> list[StoryText]:
    return [StoryText.read(story) for story in stories]
