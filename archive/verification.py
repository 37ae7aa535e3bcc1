"""Walks the archive page by page; holds a few pages at a time, however many there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db import DatabaseError, IntegrityError, connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.faults import Fault, short
from archive.last_words import check_rows
from archive.log_proof import check_told
from archive.log_reach import transitions_outside_the_log
from archive.media_files import changed_scans, files_there, files_without_rows
from archive.proposal_proof import check_proposals
from archive.source_proof import check_source
from archive.story_proof import check_stories
from articles.models import Article, Photo
from articles.photo_files import earlier_files
from audit.heads import Written, check_since
from audit.log import Broken, check_chain
from audit.triggers import missing_guards
from findings.models import Finding
from importing.documents import BARE
from issues.models import Page, PageImage, Reading, Source
from issues.page_names import address
from reviews.models import ProposedImage
from search.entries import differing

AT_ONCE = 25
# A save writes the file before its row, and is done by then.
SETTLED = dt.timedelta(minutes=10)
UNREADABLE = (ValueError, TypeError, DatabaseError)


@dataclass(frozen=True, slots=True)
class PageProof:
    """One page that was gone over: how much of it there is and what is wrong with it."""

    page: str
    sources: int = 0
    stories: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(pages: QuerySet[Page]) -> Iterator[PageProof]:
    """Go over each page and yield what was found."""
    keys = list(pages.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield from _verify_some(keys[start : start + AT_ONCE])


def verify_database() -> list[Fault]:
    """Return what is wrong with the database as a whole: rows without their owner, lost guards."""
    faults = []
    try:
        connection.check_constraints()
    except IntegrityError as error:
        faults.append(
            Fault(
                "database",
                _("Rows point to rows that are gone. Restore them from a backup."),
                got=str(error),
            )
        )
    missing = missing_guards()
    if missing:
        faults.append(
            Fault(
                "guard",
                _(
                    "The database does not guard rows that are written once."
                    " Find out who took the triggers away and create them again."
                ),
                expected=", ".join(missing),
            )
        )
    return faults


def verify_audit(uncovered: Counter[str] | None = None) -> Iterator[Fault]:
    """Say what is wrong with the audit log, what it leaves out, and which rows say otherwise.

    ``uncovered`` counts, by kind, the rows that are older than the log's values.
    """
    yield from map(_of_chain, check_chain())
    yield from check_told()
    yield from transitions_outside_the_log()
    yield from check_proposals()
    yield from check_rows(Counter() if uncovered is None else uncovered)


def verify_since(head: Written) -> Iterator[Fault]:
    """Say what was changed of the log up to a head that was written down.

    Raises ``HeadUnknown`` where the chain has no such head.
    """
    yield from map(_of_chain, check_since(head))


def verify_files() -> Iterator[Fault]:
    """Name each file that no row names, and each of an earlier text that is gone.

    Those of photos, proposals and sources are looked at with their rows, those of pages here.
    """
    yield from map(_of_scan, changed_scans())
    now = {*Photo.objects.values_list("image", flat=True)}
    now |= {*ProposedImage.objects.values_list("image", flat=True)}
    for name in sorted(earlier_files() - now - files_there()):
        yield Fault(
            "image",
            _("The file %(name)s of an earlier text is missing. Restore it from a backup.")
            % {"name": name},
            expected=name,
        )
    for name in files_without_rows(before=timezone.now() - SETTLED):
        yield Fault(
            "file-untold",
            _(
                "The file %(name)s belongs to nothing. A save that was cut off leaves one; if none"
                " was, find out who put it there. Take it away."
            )
            % {"name": name},
            got=name,
        )


def _of_scan(row: PageImage) -> Fault:
    return Fault(
        "image",
        _(
            "The file %(name)s, the image of a page, is missing or was changed."
            " Restore it from a backup."
        )
        % {"name": row.image.name},
        page=address(row.page),
        expected=row.sha256,
    )


def _of_chain(broken: Broken) -> Fault:
    return Fault(
        broken.kind,
        _("%(what)s Find out who had access to the database, and restore it from a backup.")
        % {"what": broken.message},
        expected=broken.expected,
        got=broken.got,
    )


def _verify_some(keys: list[int]) -> Iterator[PageProof]:
    try:
        pages = {page.pk: page for page in _fetched(keys)}
    # A value that is no JSON, no time or no text fails while it is fetched, with all beside it.
    except UNREADABLE as error:
        if len(keys) == 1:
            yield _unreadable(keys[0], error)
            return
        for key in keys:
            yield from _verify_some([key])
        return
    # A page that was deleted meanwhile has nothing left to verify.
    there = [pages[key] for key in keys if key in pages]
    otherwise = _searched_otherwise(there)
    for page in there:
        yield _verify_page(page, otherwise)


def _searched_otherwise(pages: list[Page]) -> set[int]:
    """Return the stories that are searched by other words or another place than they have."""
    try:
        return set(differing([story.pk for page in pages for story in page.articles.all()]))
    except (*UNREADABLE, LookupError):
        # A reading that is none is named with its source; the pages beside it are looked at alone.
        if len(pages) == 1:
            return set()
        return set().union(*(_searched_otherwise([page]) for page in pages))


def _unreadable(key: int, error: Exception) -> PageProof:
    page = address(Page.objects.select_related("issue").get(pk=key))
    message = _("A row of the page cannot be read. Restore it from a backup.")
    return PageProof(page, faults=[Fault("row", message, page, got=short(str(error)))])


def _fetched(keys: list[int]) -> QuerySet[Page]:
    readings = Prefetch("readings", Reading.objects.order_by("-pk"))
    sources = Source.objects.order_by("-pk").prefetch_related(readings)
    stories = Article.objects.with_parts().order_by("order")
    return (
        Page.objects.filter(pk__in=keys)
        .select_related("issue__publication")
        .prefetch_related(
            Prefetch("sources", sources),
            Prefetch("articles", stories.prefetch_related("revisions", "transitions", "approvals")),
            "findings",
        )
    )


def _verify_page(page: Page, otherwise: set[int]) -> PageProof:
    sources, stories = list(page.sources.all()), list(page.articles.all())
    readings = [reading for source in sources for reading in source.readings.all()]
    faults = list(_check_newest(sources))
    for source in sources:
        faults += check_source(source)
    faults += check_stories(stories, readings)
    faults += _check_findings(page, sources, readings)
    faults += _check_search(stories, otherwise)
    name = address(page)
    return PageProof(
        name, len(sources), len(stories), [replace(fault, page=name) for fault in faults]
    )


def _check_newest(sources: list[Source]) -> Iterator[Fault]:
    if not sources:
        yield Fault("source-missing", _("The page has no source. Restore it from a backup."))
    elif not sources[0].readings.all():
        yield Fault("reading-missing", _("Its source has no reading. Restore it from a backup."))


def _check_search(stories: list[Article], otherwise: set[int]) -> Iterator[Fault]:
    for story in stories:
        if story.pk in otherwise:
            yield Fault(
                "search",
                _("The story is not searched as it stands. Rebuild the search of all stories."),
                story=story.pk,
            )


def _check_findings(page: Page, sources: list[Source], readings: list[Reading]) -> Iterator[Fault]:
    if not sources or (readings and readings[0].reader_version == BARE):
        return
    size = len(sources[0].text)
    for finding in page.findings.all():
        gone = finding.state == Finding.State.GONE
        if not gone and finding.span_end is not None and finding.span_end > size:
            yield Fault(
                "finding-span",
                _("Finding %(pk)s points behind the end of the text. Run check_issues again.")
                % {"pk": finding.pk},
                story=finding.article_id,
                expected=f"≤ {size}",
                got=str(finding.span_end),
            )
