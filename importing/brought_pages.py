"""A page document becomes rows: issue, page, source, reading, stories and what people changed.

Status is never brought along: every story is a draft, but for one that was set aside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from articles.models import Article
from articles.text import StoryText
from audit import log as audit
from audit.sentences import gettext as _
from audit.sentences import joined
from editorial.bulk import Past, PastRevision, take_past
from editorial.workflow import leave_out
from findings.models import Finding
from findings.page_check import check_page
from importing.arrival import Arrival, NewRows
from importing.documents import BARE, Brought
from importing.memory import Memory
from importing.papers import choose_publication
from importing.placement import (
    ImportOptions,
    Refused,
    possible,
)
from importing.receipt import Received
from importing.rows import keep_source
from issues.models import Issue, Page, Publication, Reading, Source
from reading.document import PageDocument


@dataclass(slots=True)
class BroughtPage(Arrival):
    """A page document, with its source and what became of it in another newsroom."""

    brought: Brought
    received: Received = field(init=False)
    document: PageDocument = field(init=False)
    # It may bring anything, and is rare.
    may_bring_anything = True

    def __post_init__(self) -> None:
        self.received, self.document = self.brought.received, self.brought.document

    @property
    def source_sha256(self) -> str:
        """The hash of the source that is kept."""
        return self.brought.source.sha256

    def publication(self, options: ImportOptions, memory: Memory) -> Publication:
        """Return the paper that the document describes, else the one of its masthead."""
        return _publication(self.brought, options)

    def is_here(self, page: Page) -> bool:
        """Whether the page has this source and these words already."""
        return _is_same(page, self.brought)

    def other_than(self, page: Page) -> str:
        """Say that the page differs."""
        return _(
            "%(page)s is here already and differs from this document."
            " Say that it shall be replaced to put the document in its place."
        ) % {"page": page}

    def write_source(self, page: Page, *, by: User | None) -> None:
        """Keep what was received and read there, the earlier ones too."""
        _write_source(page, self.brought, by)

    def check(self, page: Page, rival: Issue | None, new: NewRows | None) -> list[Finding]:
        """Check it as its stories now stand: people may have changed them since they were read."""
        return check_page(page)

    def complete_issue(self, issue: Issue) -> None:
        """Keep what the issue printed, also where it was wrong."""
        printed = self.brought.printed
        if printed is None:
            return
        issue.printed_number = possible(printed.get("number"), 999_999)
        issue.printed_page_count = possible(printed.get("page_count"), 400)
        issue.printed_weekday = printed.get("weekday", "")[:20]
        issue.printed_lunar_date = printed.get("lunar_date", "")[:40]
        issue.save()
        audit.note(issue)

    def write_history(self, page: Page, *, by: User | str) -> None:
        """Put the stories back to where they stood against their reading."""
        _write_history(page, self.brought, by=by)


def _is_same(page: Page, brought: Brought) -> bool:
    newest = page.sources.values_list("sha256", flat=True).first()
    if newest != brought.source.sha256 or page.name != brought.document.page.name:
        return False
    stories = list(_stories(page))
    here = [StoryText.of(row).words for row in stories]
    if brought.reader_version == BARE:
        # Its bytes are the document: what people changed since is not the document's.
        return True
    known = {row.read_index for row in stories}
    # A story that was relocated from here is told as one that is set aside.
    away = {
        place
        for place, entry in enumerate(brought.history)
        if entry["set_aside"] and not entry["version"] and entry["read_index"] not in known
    }
    told = enumerate(brought.document.articles)
    return here == [StoryText.read(story) for place, story in told if place not in away]


def _stories(page: Page) -> QuerySet[Article]:
    return Article.objects.with_parts().filter(page=page).order_by("order")


def _publication(brought: Brought, options: ImportOptions) -> Publication:
    fields = brought.publication
    if options.publication or not fields:
        return choose_publication(brought.document, options)
    known = Publication.objects.filter(name=fields["name"]).first()
    if known:
        return known
    paper = Publication(
        **{
            name: "\n".join(value) if isinstance(value, list) else value
            for name, value in fields.items()
        }
    )
    if paper.organ or paper.sponsor:
        # The same masthead under another name is a question, or the paper itself.
        before = set(Publication.objects.values_list("pk", flat=True))
        masthead = replace(brought.document.masthead, organ=paper.organ, sponsor=paper.sponsor)
        found = choose_publication(
            replace(brought.document, masthead=masthead), options, described=True
        )
        if found.pk in before:
            return found
        paper.pk, paper._state.adding = found.pk, False
    try:
        paper.full_clean()
    except ValidationError as error:
        faults = joined("; ", error.messages)
        raise Refused(_("publication: %(fault)s") % {"fault": faults}) from error
    paper.save()
    audit.note(paper)
    return paper


def _write_source(page: Page, brought: Brought, by: User | None) -> None:
    """Keep what was received and read, the earlier ones first: the newest is in force."""
    row: Source | None = None
    for one in brought.earlier:
        if one.source and (row is None or row.sha256 != one.source.sha256):
            row = keep_source(page, one.source, one.decoded, by=by)
        if one.source and row:
            _kept_reading(row, one.reader_version, one.reading)
    row = keep_source(page, brought.source, brought.decoded, by=by)
    for one in brought.earlier:
        if one.source is None:
            _kept_reading(row, one.reader_version, one.reading)
    _kept_reading(row, brought.reader_version, brought.reading)


def _kept_reading(source: Source, version: str, document: dict[str, Any]) -> None:
    Reading.objects.create(source=source, reader_version=version, document=document)


def _write_history(page: Page, brought: Brought, *, by: User | str) -> None:
    """Put the stories back to where they stood against their reading."""
    rows = list(page.articles.filter(order__lt=len(brought.history)).order_by("order"))
    pasts = list(zip(rows, brought.history, strict=True))
    take_past([(row, _past(row, entry)) for row, entry in pasts])
    leave_out([row for row, entry in pasts if entry["set_aside"]], by=by)


def _past(row: Article, entry: dict[str, Any]) -> Past:
    return Past(
        read_index=entry["read_index"],
        read_version=entry["read_version"],
        version=entry["version"],
        spans=entry.get("spans", row.spans),
        revisions=[_revision(one) for one in entry["revisions"]],
    )


def _revision(row: dict[str, Any]) -> PastRevision:
    return PastRevision(
        version=row["version"],
        kind=row["kind"],
        text=StoryText.from_dict(row["text"]),
        base=row["text"].get("base"),
        at=dt.datetime.fromisoformat(row["at"]),
        author=row["by"],
    )
