"""What a reviewer had before his eyes: each story by the hash of its text, each page by its own.

Each proposal by the hash of what it shows, each open question by that of what it asks.

Who shows stories for review gives these hashes out with them, and takes them in again with the
approval. A story that was not shown is in none, so nobody's approval reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Q, QuerySet

from articles.models import Article
from articles.page_text import PageText
from articles.text import StoryText
from audit.written import canonical
from findings.models import Finding
from issues.models import Page
from reviews.models import Proposal

PAGE, QUESTION, PROPOSAL = "page-", "question-", "proposal-"
HASH = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """The hashes of what was shown, by the keys of stories, pages, open questions and proposals."""

    stories: Mapping[int, str] = field(default_factory=dict)
    pages: Mapping[int, str] = field(default_factory=dict)
    questions: Mapping[int, str] = field(default_factory=dict)
    proposals: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stories: Iterable[Article]) -> Seen:
        """Return what a screen shows that shows these stories and what stands round them."""
        rows = list(stories)
        pages: dict[int, Page] = {row.page_id: row.page for row in rows}
        return cls(
            {row.pk: StoryText.of(row).sha256 for row in rows},
            {pk: PageText.of(page).sha256 for pk, page in pages.items()},
            {row.pk: asked(row) for row in open_on(rows)},
        )

    @classmethod
    def of_proposal(cls, made: Proposal, questions: Iterable[Finding] | None = None) -> Seen:
        """Return what a screen shows that shows a proposal with what is open about it."""
        rows = open_about(made) if questions is None else questions
        return cls({}, {}, {row.pk: asked(row) for row in rows}, {made.pk: made.sha256})

    @classmethod
    def parse(cls, words: Iterable[str]) -> Seen:
        """Return what ``marks`` wrote, among other words that are passed over."""
        found: dict[str, dict[int, str]] = {"": {}, PAGE: {}, QUESTION: {}, PROPOSAL: {}}
        for word in words:
            name, _colon, value = word.partition(":")
            kind, dash, key = name.rpartition("-")
            if kind + dash in found and len(value) == HASH and key.isascii() and key.isdigit():
                found[kind + dash][int(key)] = value
        return cls(*found.values())

    @property
    def marks(self) -> list[str]:
        """The words ``12:<hash>`` and ``page-3:<hash>`` that a form or a listing carries along."""
        kinds = (
            *((PROPOSAL, self.proposals), (PAGE, self.pages), (QUESTION, self.questions)),
            ("", self.stories),
        )
        return [f"{kind}{key}:{value}" for kind, rows in kinds for key, value in rows.items()]


def asked(finding: Finding) -> str:
    """Return the hash of what a question asks."""
    told = [finding.code, finding.params, finding.fingerprint]
    return sha256(canonical(told).encode()).hexdigest()


def open_on(stories: Iterable[Article]) -> QuerySet[Finding]:
    """Return what is open about these stories and their pages."""
    rows = list(stories)
    found = Finding.objects.open().filter(page__in={row.page_id for row in rows})
    return found.filter(Q(article=None) | Q(article__in=rows)).order_by("pk")


def open_about(made: Proposal) -> QuerySet[Finding]:
    """Return what is open about what a proposal changes, or round which it changes something.

    About a paper nothing: what is asked about its masthead is asked of each of its pages.
    """
    if made.article is not None:
        return open_on([made.article])
    rows = Finding.objects.open().order_by("page", "pk")
    if made.page_id is not None:
        return rows.filter(page=made.page_id)
    return rows.filter(page__issue=made.issue_id) if made.issue_id else rows.none()
