"""Changing a story's words: the one home of it, for the page form, commands and reviews.

Every change is a layer over what was received: a ``Revision`` typed as repair or edit. The page
is checked again in the same transaction. Two people who change one story never lose a character:
the second is told, and keeps what he wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.files import File
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Byline, Contributor, Photo, Revision
from articles.photo_files import note_written, undone_with_rows
from audit import log as audit
from editorial.workflow import void_after_change
from findings.page_check import recheck
from issues.models import Page, Reading
from reading.document import BylineText, Story

FIELDS = (
    "kind", "section", "kicker", "headline", "deck", "dateline",
    "jump_to", "jump_from", "truncated",
)  # fmt: skip


class EditConflict(Exception):
    """Somebody else changed the story first. ``current`` is the story as it now stands."""

    def __init__(self, current: Article) -> None:
        super().__init__(
            _("%(user)s has changed “%(story)s” since you opened it. Nothing was overwritten.")
            % {"user": current.updated_by or "?", "story": current}
        )
        self.current = current


class EditRefused(Exception):
    """A rule forbids the change; the message says which and what to do instead."""


@dataclass(slots=True)
class PhotoChange:
    """A photo as it shall be: ``pk`` of the one there is, or a new one. ``image`` None keeps it."""

    caption: str
    credit: str
    pk: int | None = None
    image: File[Any] | None = None
    clear_image: bool = False


@dataclass(slots=True)
class StoryChange:
    """A story's whole text as it shall be; ``fields`` holds any of ``FIELDS``."""

    fields: dict[str, Any]
    paragraphs: list[str]
    bylines: list[BylineText] = field(default_factory=list)
    photos: list[PhotoChange] = field(default_factory=list)


def story_text(article: Article) -> dict[str, Any]:
    """Return the story as the page document has it, without spans: what was read or edited."""
    return {
        **{name: getattr(article, name) for name in FIELDS},
        "bylines": [
            {"role": row.role, "name": row.contributor.name} for row in article.bylines.all()
        ],
        "paragraphs": article.paragraphs,
        "photos": [{"caption": row.caption, "credit": row.credit} for row in article.photos.all()],
    }


def change_of(article: Article) -> StoryChange:
    """Return the story as it stands, to be changed in parts."""
    text = story_text(article)
    words = zip(article.photos.all(), text.pop("photos"), strict=True)
    return StoryChange(
        paragraphs=text.pop("paragraphs"),
        bylines=[BylineText(**row) for row in text.pop("bylines")],
        photos=[PhotoChange(**row, pk=photo.pk) for photo, row in words],
        fields=text,
    )


def sha256_of(text: dict[str, Any]) -> str:
    """Return the hash by which the audit log knows a story's text."""
    return sha256(audit.canonical(text).encode()).hexdigest()


def text_of_reading(story: Story | dict[str, Any]) -> dict[str, Any]:
    """Return a story of a page document in the shape of ``story_text``."""
    document = asdict(story) if isinstance(story, Story) else story
    return {key: value for key, value in document.items() if key not in ("spans", "segments")}


def as_read(article: Article) -> dict[str, Any] | None:
    """Return the story as the reader gave it, ``None`` for one added by hand."""
    if article.read_index is None:
        return None
    reading = Reading.objects.filter(source__page_id=article.page_id).order_by("-pk").first()
    return text_of_reading(reading.document["articles"][article.read_index]) if reading else None


def change_story(
    article: Article,
    change: StoryChange,
    *,
    by: User,
    kind: Revision.Kind,
    version: int,
    correcting: bool = False,
) -> bool:
    """Write ``change`` over the story that had ``version`` when ``by`` opened it.

    Returns whether anything differed; approvals given to the words before are then void. Raises
    ``EditConflict`` when it has another version now,
    ``EditRefused`` when the story is published and ``by`` may not publish, or would edit it
    without a notice: ``editorial.corrections`` writes one and sets ``correcting``.
    """
    _check_may_edit(article, by, kind, correcting=correcting)
    with undone_with_rows(), audit.chained():
        before = story_text(article)
        if before == wanted_text(change) and not _touches_images(change):
            return False
        _claim(article, change, by=by, version=version)
        _write_bylines(article, change.bylines)
        _write_photos(article, change.photos)
        current = Article.objects.with_page().with_parts().get(pk=article.pk)
        _record(current, before, by=by, kind=kind)
        void_after_change(current, by=by)
        # Asked again: the time that it waited for may have come while this was written.
        _check_may_edit(current, by, kind, correcting=correcting)
        recheck(current.page)
    return True


def add_story(page: Page, change: StoryChange, *, by: User) -> Article:
    """Add a story that the reader did not see to the end of ``page`` and return it."""
    with undone_with_rows(), audit.chained():
        Page.objects.select_for_update().get(pk=page.pk)
        last = page.articles.order_by("-order").first()
        article = Article.objects.create(
            page=page, order=last.order + 1 if last else 0, version=1, updated_by=by,
            body="\n".join(change.paragraphs), **change.fields,
        )  # fmt: skip
        _write_bylines(article, change.bylines)
        _write_photos(article, change.photos)
        _record(article, None, by=by, kind=Revision.Kind.REPAIR)
        recheck(page)
    return article


def reorder(page: Page, order: Sequence[int], *, by: User) -> bool:
    """Put the stories of ``page`` into the order of their keys; return whether it differed.

    Raises ``EditRefused`` when ``order`` does not name each story of the page once.
    """
    with audit.chained():
        Page.objects.select_for_update().get(pk=page.pk)
        stories = {story.pk: story for story in page.articles.all()}
        if sorted(order) != sorted(stories):
            raise EditRefused(_("The page has other stories by now. Load it again."))
        moved = [(place, pk) for place, pk in enumerate(order) if stories[pk].order != place]
        if not moved:
            return False
        # The order is unique on a page, so the moved ones first step out of each other's way.
        page.articles.filter(pk__in=[pk for _place, pk in moved]).update(order=-1 - F("order"))
        for place, pk in moved:
            page.articles.filter(pk=pk).update(order=place)
        audit.record("reorder", page, by=by, order=list(order))
        LogEntry.objects.log_actions(by.pk, [page], CHANGE, _("Put the stories into a new order."))
    return True


def _check_may_edit(article: Article, by: User, kind: Revision.Kind, *, correcting: bool) -> None:
    if article.status != Article.Status.PUBLISHED:
        return
    if not by.has_perm("articles.publish_article"):
        raise EditRefused(
            _(
                "“%(story)s” is published."
                " Ask somebody who may publish to change it or to take it back."
            )
            % {"story": article}
        )
    if article.is_published and kind == Revision.Kind.EDIT and not correcting:
        raise EditRefused(
            _(
                "“%(story)s” is published: what the paper printed is changed with “Correct”, which"
                " tells the readers. Only a repair of the import (校异同) is saved without."
            )
            % {"story": article}
        )


def wanted_text(change: StoryChange) -> dict[str, Any]:
    """Return the story as it shall be, in the shape of ``story_text``."""
    return {
        **change.fields,
        "bylines": [asdict(row) for row in change.bylines],
        "paragraphs": change.paragraphs,
        "photos": [{"caption": row.caption, "credit": row.credit} for row in change.photos],
    }


def _touches_images(change: StoryChange) -> bool:
    return any(row.image or row.clear_image for row in change.photos)


def _claim(article: Article, change: StoryChange, *, by: User, version: int) -> None:
    """Take the next version, or find out that somebody else has."""
    claimed = Article.objects.filter(pk=article.pk, version=version, status=article.status).update(
        version=version + 1,
        updated_by=by,
        updated_at=timezone.now(),
        body="\n".join(change.paragraphs),
        **change.fields,
    )
    if not claimed:
        raise EditConflict(Article.objects.with_page().with_parts().get(pk=article.pk))


def _write_bylines(article: Article, bylines: Sequence[BylineText]) -> None:
    publication_id = article.page.issue.publication_id
    article.bylines.all().delete()
    for order, row in enumerate(bylines):
        contributor, _made = Contributor.objects.get_or_create(
            publication_id=publication_id, name=row.name
        )
        Byline.objects.create(article=article, contributor=contributor, role=row.role, order=order)


def _write_photos(article: Article, photos: Sequence[PhotoChange]) -> None:
    kept = {row.pk: row for row in article.photos.all()}
    article.photos.filter(pk__in=kept.keys() - {row.pk for row in photos}).delete()
    article.photos.update(order=-1 - F("order"))
    for order, change in enumerate(photos):
        photo = kept.get(change.pk or 0) or Photo(article=article)
        photo.order, photo.caption, photo.credit = order, change.caption, change.credit
        if change.clear_image:
            photo.image = ""
        elif change.image:
            photo.image = change.image
        try:
            photo.save()
        finally:
            # The file is written before the row, which the database may refuse.
            if change.image:
                note_written(photo.image)


def _record(
    article: Article, before: dict[str, Any] | None, *, by: User, kind: Revision.Kind
) -> None:
    after = story_text(article)
    images = [row.image.name for row in article.photos.all()]
    Revision.objects.create(
        article=article, version=article.version, kind=kind, by=by,
        text={**after, "images": images},
    )  # fmt: skip
    told = {"version": article.version, "kind": str(kind), "text": sha256_of(after)}
    if before is None:
        audit.record("add-story", article, by=by, **told)
        LogEntry.objects.log_actions(by.pk, [article], ADDITION, _("Added by hand."))
        return
    changed = [name for name, value in after.items() if value != before[name]] or ["images"]
    public = article.is_published
    audit.record("change-story", article, by=by, **told, changed=changed, published=public)
    LogEntry.objects.log_actions(
        by.pk, [article], CHANGE, f"{Revision.Kind(kind).label}: {', '.join(changed)}"
    )
