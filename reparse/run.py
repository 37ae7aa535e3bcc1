"""Rereading pages, one transaction each, so that a run that was killed goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.merge import Conflict, Merged, Text
from articles.models import Article, Byline, Photo, Revision
from audit import log as audit
from editorial.editing import FIELDS
from findings.models import Finding
from findings.page_check import recheck
from importing import rows
from importing.documents import BARE, ELSEWHERE
from importing.placement import Refused, choose_issue
from issues.models import Page, Reading
from issues.page_names import address
from proofing.hits import Found
from reparse.plan import (
    PageChange,
    Plan,
    Result,
    Status,
    Step,
    describe,
    lost_story,
    plan,
    reader_now,
)

ATTEMPTS = 3


class Raced(Exception):
    """Somebody changed a story while it was being reread."""


def reread(
    pages: QuerySet[Page], *, apply: bool, every: bool = False, by: User | None = None
) -> Iterator[PageChange]:
    """Reread each page and yield what changes, or with ``apply`` has changed, there.

    Without ``every`` only pages that another version of the reader read.
    """
    for pk in list(pages.values_list("pk", flat=True)):
        yield reread_page(pk, apply=apply, every=every, by=by)


def reread_page(pk: int, *, apply: bool, every: bool = False, by: User | None = None) -> PageChange:
    """Reread one page in one transaction."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return _reread(pk, apply=apply, every=every, by=by)
        except Raced:
            continue
    return _reread(pk, apply=apply, every=every, by=by)


def _reread(pk: int, *, apply: bool, every: bool, by: User | None) -> PageChange:
    with audit.chained() if apply else transaction.atomic():
        # The page's row is the lock that keeps two of these, and a publication, apart.
        locked = Page.objects.select_for_update(of=("self",)) if apply else Page.objects
        page = locked.select_related("issue__publication").get(pk=pk)
        reading = (
            Reading.objects.filter(source__page=page)
            .select_related("source")
            .defer("source__data")
            .order_by("-pk")
            .first()
        )
        change = _changed(page, reading, apply=apply, every=every, by=by)
        change.page, change.was = address(page), reading.reader_version if reading else ""
        return change


def _changed(
    page: Page, reading: Reading | None, *, apply: bool, every: bool, by: User | None
) -> PageChange:
    if reading is None or reading.reader_version in (BARE, ELSEWHERE):
        return PageChange("", Result.SKIPPED, reason=_("no reader of ours read it"))
    if reading.reader_version == reader_now() and not every:
        return PageChange("", Result.SKIPPED, reason=_("read by this reader"))
    try:
        found = plan(page, reading)
    except Refused as refusal:
        return PageChange("", Result.HELD, reason=str(refusal))
    if found is None:
        return PageChange("", Result.SAME)
    change = describe(found)
    if apply and change.result != Result.HELD:
        _apply(found, by)
        change.applied = True
    return change


def _apply(found: Plan, by: User | None) -> None:
    page = found.page
    order = _new_order(found)
    page.articles.update(order=-1 - F("order"))
    Reading.objects.create(
        source_id=found.reading.source_id, reader_version=reader_now(), document=found.raw
    )
    conflicts: list[tuple[Article, Conflict]] = []
    for place, step in enumerate(order):
        article = _write(found, step, place, by)
        conflicts += [(article, conflict) for conflict in step.merged.conflicts]
    conflicts += [(row, lost_story(row)) for row in found.gone if row.is_edited]
    _write_page(found)
    # The rows were fetched before they were changed.
    recheck(Page.objects.select_related("issue__publication").get(pk=page.pk))
    for article, conflict in conflicts:
        _ask(article, conflict)
    audit.record("reread", page, by=by, reader=reader_now(), conflicts=len(conflicts))
    if by:
        text = _("Read anew by reader %(version)s.") % {"version": reader_now()}
        LogEntry.objects.log_actions(by.pk, [page], CHANGE, text)


def _new_order(found: Plan) -> list[Step]:
    """Return all the page's stories in their new order.

    Where people had not moved them they stand as they were read; a story added by hand stays
    behind the one it followed, and what is set aside comes last.
    """
    kept = {step.article.pk: step for step in found.steps if step.article}
    aside = [row for row in found.gone if not row.is_edited]
    current = [kept.get(row.pk) or _unread(row) for row in found.stories if row not in aside]
    places = [at for at, step in enumerate(current) if step.index is not None]
    was = [_was(current[at]) for at in places]
    if was == sorted(was):
        for at, step in zip(places, [s for s in found.steps if s.article], strict=True):
            current[at] = step
    for step in found.steps:
        if step.article is None:
            before = (at for at, row in enumerate(current) if row.index == (step.index or 0) - 1)
            current.insert(next(before, -1) + 1, step)
    return current + [_unread(row) for row in aside]


def _was(step: Step) -> int:
    return (step.article and step.article.read_index) or 0


def _unread(article: Article) -> Step:
    """A story that is in no reading now: its words stay as they are."""
    return Step(article, None, Merged({}))


def _write(found: Plan, step: Step, place: int, by: User | None) -> Article:
    article, text = step.article, step.merged.text
    if article is None:
        story = found.document.articles[step.index or 0]
        article = Article.objects.create(
            page=found.page, order=place, read_index=step.index, **rows.story_fields(story)
        )
        rows.write_parts(found.page, [(article, story)])
        return article
    values: dict[str, Any] = {"order": place, "read_index": step.index}
    if step.index is None:
        if article.read_index is not None and not article.is_edited:
            values["status"] = Status.WITHDRAWN
    else:
        values["spans"] = [list(span) for span in found.document.articles[step.index].spans]
    if step.changed:
        values |= _words(article, text)
    guarded = Article.objects.filter(pk=article.pk, version=article.version, status=article.status)
    if not guarded.update(**values):
        raise Raced
    if step.changed:
        _write_parts(article, text)
        if article.is_edited:
            _record(article, text, by)
    return article


def _words(article: Article, text: Text) -> dict[str, Any]:
    version = article.version + 1
    return {
        **{name: text[name] for name in FIELDS},
        "body": "\n".join(text["paragraphs"]),
        "version": version,
        "read_version": article.read_version if article.is_edited else version,
        "updated_at": timezone.now(),
    }


def _write_parts(article: Article, text: Text) -> None:
    people = rows.contributors(article.page, {row["name"] for row in text["bylines"]})
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, contributor_id=people[row["name"]], role=row["role"], order=order)
        for order, row in enumerate(text["bylines"])
    )
    here, wanted = list(article.photos.all()), text["photos"]
    Photo.objects.filter(pk__in=[photo.pk for photo in here[len(wanted) :]]).delete()
    for order, row in enumerate(wanted):
        photo = here[order] if order < len(here) else Photo(article=article)
        photo.order, photo.caption, photo.credit = order, row["caption"], row["credit"]
        photo.save()


def _record(article: Article, text: Text, by: User | None) -> None:
    """Leave the merged text as a revision, with the reading that people's changes began with."""
    earlier = list(article.revisions.filter(version__gt=article.read_version))
    kept: Text = {**text, "images": [row.image.name for row in article.photos.order_by("order")]}
    if not any("base" in row.text for row in earlier):
        # The new reading is in force already: the one before it holds the words that were.
        kept["base"] = _story_before(article)
    Revision.objects.create(
        article=article,
        version=article.version + 1,
        kind=Revision.Kind.REPAIR,
        text=kept,
        by=by,
        by_name="" if by else f"reader {reader_now()}",
    )


def _story_before(article: Article) -> Any:
    readings = Reading.objects.filter(source__page_id=article.page_id).order_by("-pk")
    return readings[1].document["articles"][article.read_index or 0]


def _write_page(found: Plan) -> None:
    page, was = found.page, found.reading.document.get("page", {}).get("name", "")
    if page.name == was and found.document.page.name not in ("", was):
        Page.objects.filter(pk=page.pk).update(name=found.document.page.name)
    # What the masthead prints only fills what is empty; where it differs, a finding asks.
    choose_issue(page.issue.publication, page.issue.date, found.document)


def _ask(article: Article, conflict: Conflict) -> None:
    """Leave a conflict as a question; one that was asked before is asked once."""
    evidence = {
        "part": conflict.part, "base": conflict.base, "mine": conflict.mine,
        "theirs": conflict.theirs, "reader": reader_now(),
    }  # fmt: skip
    found = Found("merge-conflict", evidence, key=(str(article.pk), *map(str, evidence.values())))
    Finding.objects.get_or_create(
        page_id=article.page_id,
        fingerprint=found.fingerprint,
        defaults={
            "article": article,
            "code": found.code,
            "params": evidence,
            "topic": found.topic_hash,
        },
    )
