"""Rereading pages, one transaction each, so that a run that was killed goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from articles.merge import Conflict, Merged
from articles.models import Article
from articles.text import StoryText
from audit import journal
from audit import log as audit
from audit.outcomes import Result
from audit.sentences import gettext as _
from editorial.bulk import write_stories
from editorial.editing import reread_story
from editorial.misplaced import void_misplaced
from editorial.workflow import leave_out
from findings.models import Finding
from findings.page_check import recheck
from findings.storage import TOLD
from importing.documents import BARE, ELSEWHERE
from importing.placement import Refused, choose_issue
from issues.models import Page, Reading
from issues.page_names import address
from proofing.hits import Found
from reparse.plan import (
    PageChange,
    Plan,
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
        change.name = address(page)
        return change


def _changed(
    page: Page, reading: Reading | None, *, apply: bool, every: bool, by: User | None
) -> PageChange:
    if reading is None or reading.reader_version in (BARE, ELSEWHERE):
        return PageChange("", Result.SKIPPED, message=_("no reader of ours read it"))
    if reading.reader_version == reader_now() and not every:
        return PageChange("", Result.SKIPPED, message=_("read by this reader"))
    try:
        found = plan(page, reading)
    except Refused as refusal:
        return PageChange("", Result.HELD, message=str(refusal))
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
    void_misplaced(Page.objects.filter(issue=page.issue), by=by or "reparse")
    # The rows were fetched before they were changed.
    recheck(Page.objects.select_related("issue__publication").get(pk=page.pk))
    for article, conflict in conflicts:
        _ask(article, conflict)
    audit.record("reread", page, by=by, reader=reader_now(), conflicts=len(conflicts))
    if by:
        says = gettext_noop("Read anew by reader %(version)s.")
        journal.write(by, [page], CHANGE, says, version=reader_now())


def _new_order(found: Plan) -> list[Step]:
    """Return all the page's stories in their new order.

    Where people had not moved them they stand as they were read; a story added by hand stays
    behind the one it followed, and what is set aside comes last.
    """
    kept = {step.article.pk: step for step in found.steps if step.article}
    aside = [row for row in found.gone if not row.is_edited]
    order = [kept.get(row.pk) or _unread(row) for row in found.stories if row not in aside]
    _stand_as_read(order, list(kept.values()))
    for step in found.steps:
        if step.article is None:
            order.insert(_place_behind(order, (step.index or 0) - 1), step)
    return order + [_unread(row) for row in aside]


def _stand_as_read(order: list[Step], kept: list[Step]) -> None:
    """Put the rows that were read into the new reading's order, unless people had moved them."""
    places = [at for at, step in enumerate(order) if step.index is not None]
    was = [_was(order[at]) for at in places]
    if was == sorted(was):
        for at, step in zip(places, kept, strict=True):
            order[at] = step


def _place_behind(order: list[Step], index: int) -> int:
    """Return the place behind the story that the reading has at ``index``, else the first."""
    behind = (at + 1 for at, step in enumerate(order) if step.index == index)
    return next(behind, 0)


def _was(step: Step) -> int:
    return (step.article and step.article.read_index) or 0


def _unread(article: Article) -> Step:
    """A story that is in no reading now: its words stay as they are."""
    return Step(article, None, Merged(StoryText.of(article)))


def _write(found: Plan, step: Step, place: int, by: User | None) -> Article:
    article, index, who = step.article, step.index, by or f"reader {reader_now()}"
    if article is None:
        story = found.document.articles[index or 0]
        return write_stories(found.page, [(place, index or 0, story)])[0]
    where: dict[str, Any] = {"order": place, "read_index": index}
    if index is not None:
        where["spans"] = [list(span) for span in found.document.articles[index].spans]
    text = step.merged.text if step.changed else None
    if not reread_story(article, text, by=who, base=_base(article, text), **where):
        raise Raced
    if index is None and article.read_index is not None and not article.is_edited:
        leave_out([article], by=who)
    return article


def _base(article: Article, text: StoryText | None) -> Any:
    """Return the story that a person's changes began with, when nothing has kept it before."""
    if text is None or not article.is_edited:
        return None
    earlier = article.revisions.filter(version__gt=article.read_version)
    # The new reading is in force already: the one before it holds the words that were.
    begun = any(row.base is not None for row in earlier)
    return None if begun else _story_before(article)


def _story_before(article: Article) -> Any:
    readings = Reading.objects.filter(source__page_id=article.page_id).order_by("-pk")
    return readings[1].document["articles"][article.read_index or 0]


def _write_page(found: Plan) -> None:
    page, was = found.page, found.reading.document.get("page", {}).get("name", "")
    if page.name == was and found.document.page.name not in ("", was):
        Page.objects.filter(pk=page.pk).update(name=found.document.page.name)
        audit.note_change(Page, [page.pk], name=found.document.page.name)
    # What the masthead prints only fills what is empty; where it differs, a finding asks.
    choose_issue(page.issue, found.document)


def _ask(article: Article, conflict: Conflict) -> None:
    """Leave a conflict as a question; one that was asked before is asked once."""
    evidence = {
        "part": conflict.part,
        "base": conflict.base,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "reader": reader_now(),
    }
    found = Found("merge-conflict", evidence, key=(str(article.pk), *map(str, evidence.values())))
    finding, new = Finding.objects.get_or_create(
        page_id=article.page_id,
        fingerprint=found.fingerprint,
        defaults={
            "article": article,
            "code": found.code,
            "params": evidence,
            "topic": found.topic_hash,
        },
    )
    if new:
        audit.note(finding, only=TOLD)
