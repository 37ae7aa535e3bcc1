"""A page document becomes rows: issue, page, source, reading, stories and what people changed.

Status is never brought along: every story is a draft, but for one that was set aside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from editorial.editing import story_text, text_of_reading
from findings.page_check import check_page
from importing import rows
from importing.documents import BARE, Brought
from importing.placement import (
    ImportOptions,
    Refused,
    choose_issue,
    choose_publication,
    choose_slot,
    possible,
)
from importing.receipt import Received
from importing.replacement import replace_page
from importing.report import Outcome, Result
from issues.models import Issue, Page, Publication, Reading, Source
from reading.decoding import Decoded


def bring(brought: Brought, options: ImportOptions) -> Outcome:
    """Write one page document inside the caller's transaction. Raises ``Refused``."""
    rows.check_fit(brought.document)
    slot = choose_slot(brought.document, brought.received.name, options)
    publication = _publication(brought, options)
    page = (
        Page.objects.filter(
            issue__publication=publication, issue__date=slot.date, number=slot.number
        )
        .select_related("issue__publication")
        .first()
    )
    if page is None:
        issue = _issue(publication, slot.date, brought)
        page = Page.objects.create(issue=issue, number=slot.number, name=brought.document.page.name)
        rows.write_stories(page, brought.document)
        return _finished(brought, page, options, Result.IMPORTED)
    if _is_same(page, brought):
        return _outcome(brought, page, Result.UNCHANGED)
    if not options.replace:
        raise Refused(
            _(
                "%(page)s is here already and differs from this document."
                " Use --replace to put the document in its place."
            )
            % {"page": page}
        )
    replace_page(page, brought.document, discard_edits=options.discard_edits)
    page.issue = _issue(publication, slot.date, brought)
    return _finished(brought, page, options, Result.REPLACED)


def _finished(brought: Brought, page: Page, options: ImportOptions, result: Result) -> Outcome:
    _write_source(page, brought, options)
    _write_history(page, brought)
    findings = check_page(page)
    outcome = _outcome(brought, page, result)
    outcome.stories = len(brought.document.articles)
    outcome.findings = [{"code": row.code, "message": row.message} for row in findings]
    return outcome


def _outcome(brought: Brought, page: Page, result: Result) -> Outcome:
    received = brought.received
    return Outcome(
        received.name, received.sha256, result, page_id=page.pk, page=str(page),
        source=brought.source.sha256,
    )  # fmt: skip


def _is_same(page: Page, brought: Brought) -> bool:
    """Whether the page has this source and these words already."""
    newest = page.sources.values_list("sha256", flat=True).first()
    if newest != brought.source.sha256 or page.name != brought.document.page.name:
        return False
    stories = list(_stories(page))
    here = [story_text(row) for row in stories]
    if brought.reader_version == BARE:
        # Its bytes are the document: what people changed since is not the document's.
        return True
    known = {row.read_index for row in stories}
    # A story that was moved away from here is told as one that is set aside.
    moved = {
        place
        for place, entry in enumerate(brought.history)
        if entry["set_aside"] and not entry["version"] and entry["read_index"] not in known
    }
    told = enumerate(brought.document.articles)
    return here == [text_of_reading(story) for place, story in told if place not in moved]


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
        found = choose_publication(replace(brought.document, masthead=masthead), options)
        if found.pk in before:
            return found
        paper.pk, paper._state.adding = found.pk, False
    try:
        paper.full_clean()
    except ValidationError as error:
        raise Refused(_("publication: %(fault)s") % {"fault": "; ".join(error.messages)}) from error
    paper.save()
    return paper


def _issue(publication: Publication, date: dt.date, brought: Brought) -> Issue:
    is_new = not publication.issues.filter(date=date).exists()
    issue, _rival = choose_issue(publication, date, brought.document)
    printed = brought.printed
    if is_new and printed is not None:
        issue.printed_number = possible(printed.get("number"), 999_999)
        issue.printed_page_count = possible(printed.get("page_count"), 400)
        issue.printed_weekday = printed.get("weekday", "")[:20]
        issue.printed_lunar_date = printed.get("lunar_date", "")[:40]
        issue.save()
    return issue


def _write_source(page: Page, brought: Brought, options: ImportOptions) -> None:
    """Keep what was received and read, the earlier ones first: the newest is in force."""
    row: Source | None = None
    for one in brought.earlier:
        if one.source and (row is None or row.sha256 != one.source.sha256):
            row = _kept_source(page, one.source, one.decoded, options)
        if one.source and row:
            _kept_reading(row, one.reader_version, one.reading)
    row = _kept_source(page, brought.source, brought.decoded, options)
    for one in brought.earlier:
        if one.source is None:
            _kept_reading(row, one.reader_version, one.reading)
    _kept_reading(row, brought.reader_version, brought.reading)


def _kept_reading(source: Source, version: str, document: dict[str, Any]) -> None:
    Reading.objects.create(source=source, reader_version=version, document=document)


def _kept_source(page: Page, source: Received, decoded: Decoded, options: ImportOptions) -> Source:
    return Source.objects.create(
        page=page,
        data=source.data,
        sha256=source.sha256,
        encoding=decoded.encoding,
        file_name=source.name[-255:],
        text=decoded.text,
        received_by=options.by,
    )


def _write_history(page: Page, brought: Brought) -> None:
    """Put the stories back to where they stood against their reading."""
    stories = list(page.articles.filter(order__lt=len(brought.history)).order_by("order"))
    revisions: list[Revision] = []
    for article, entry in zip(stories, brought.history, strict=True):
        # A row that stood here before has counted its own versions; the brought ones follow.
        offset = max(article.read_version - entry["read_version"], 0)
        revisions += _revisions(article, entry, offset)
        article.read_index = entry["read_index"]
        article.read_version = entry["read_version"] + offset
        article.version = entry["version"] + offset
        article.spans = entry.get("spans", article.spans)
        article.status = Article.Status.WITHDRAWN if entry["set_aside"] else Article.Status.DRAFT
    Article.objects.bulk_update(
        stories, ["read_index", "read_version", "version", "spans", "status"]
    )
    Revision.objects.bulk_create(revisions)


def _revisions(article: Article, entry: dict[str, Any], offset: int) -> list[Revision]:
    first = entry["read_version"] + 1 if offset else 0
    return [
        Revision(
            article=article,
            version=row["version"] + offset,
            kind=row["kind"],
            text=row["text"],
            at=dt.datetime.fromisoformat(row["at"]),
            by_name=row["by"],
        )
        for row in entry["revisions"]
        if row["version"] >= first
    ]
