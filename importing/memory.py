"""What an import remembers from one page to the next, and until when that holds.

Whoever changes anything appends to the audit log, in the same transaction and under its lock. So
as long as the log ends with the entry that this run wrote, nobody else has changed anything, and
what is remembered is what the database would answer. As soon as it ends with another one, all is
forgotten and asked anew: two imports at once are slower, but each sees what the other wrote.

A check of pages again writes without an entry: their findings, which are not remembered, and the
offices that were seen, which come out the same from the same words and are never deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from articles.whole_files import threads
from audit import log as audit
from findings.directory import Known
from importing.placement import find_issues
from issues.models import Issue, Page, Publication
from reading.document import IssueFields
from reading.page_labels import places_of
from search.ahead import Ahead, Coming

# Names and offices of one run. An archive has a few thousand; memory stays level whatever comes.
MOST = 50_000


class Memory:
    """What one run knows of the database, and the threads that bring its files to the disk."""

    def __init__(self) -> None:
        self._head: audit.Head | None
        # Whether nobody else can write, since a transaction around the pages holds the lock.
        self._alone = False
        self.to_disk = threads()
        self.ahead = Ahead()
        self.forget()

    def forget(self) -> None:
        """Know nothing, so that everything is asked anew: the end of the log, too."""
        self._head = None
        self.known = Known()
        self._papers: list[Publication] | None = None
        self._issue: Issue | None = None
        self._places: set[int] = set()

    @contextmanager
    def many(self, coming: Iterable[Coming] = ()) -> Iterator[Memory]:
        """Hold the log's lock for many pages: nobody else writes, so that only the first asks.

        What is searched of pages that are ``coming`` is written before.
        """
        with transaction.atomic():
            self.ahead.write(coming)
            with audit.chained(savepoint=False):
                self._alone = True
                try:
                    yield self
                finally:
                    self._alone = False
                self.ahead.clear()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open one page's transaction. When it fails, what it learned is forgotten by the next."""
        try:
            with audit.chained():
                head = (self._head if self._alone else None) or audit.chain_head()
                if head != self._head or audit.is_silent() or self.known.size > MOST:
                    self.forget()
                self._head = head
                yield
        except BaseException:
            self._head = None
            raise

    def record(self, told: audit.Told, *, by: audit.Who) -> None:
        """Tell the audit log what was done in this transaction."""
        self._head = audit.record_all("import", [told], by=by, head=self._head)

    def papers(self) -> list[Publication]:
        """Return all papers; who makes one adds it."""
        if self._papers is None:
            self._papers = list(Publication.objects.order_by())
        return self._papers

    def issues(
        self, paper: Publication, date: dt.date, edition: str, printed: IssueFields
    ) -> list[Issue]:
        """As ``find_issues``. The pages of one issue come after each other, so the last one stays.

        Its number is known, so that no other issue can have it.
        """
        held = self._issue
        place = held and (held.publication_id, held.date, held.edition)
        if held is None or place != (paper.pk, date, edition):
            return find_issues(paper, date, printed)
        known = held.number is not None or not printed.number
        return [held] if known else find_issues(paper, date, printed)

    def page(self, issue: Issue, label: str) -> Page | None:
        """Return the page of the issue that holds one of the label's places, its own first."""
        places = places_of(label, sections_apart=not issue.edition)
        if issue is self._issue and self._places.isdisjoint(places):
            return None
        # Without an order: the pages' own would join the issues.
        found = issue.pages.filter(number__in=[places[0] - 1, *places]).order_by()
        near = {page.number: page for page in found}
        before = near.get(places[0] - 1)
        spread = before if before and "-" in before.label else None
        held = (near.get(place) for place in places)
        page = next((row for row in held if row is not None), spread)
        if page:
            page.issue = issue
        return page

    def keep(self, issue: Issue, label: str, *, new: bool) -> None:
        """Remember the issue and its page; only of a ``new`` issue all the pages are known."""
        places = places_of(label, sections_apart=not issue.edition)
        if new:
            self._issue, self._places = issue, set(places)
        elif issue is self._issue:
            self._places.update(places)
