"""The one writer of stories' words, for people and for sources that come in.

Every change is a layer over what was received: a ``Revision`` typed as repair or edit. What a
person changes is checked again in the same transaction, and two people who change one story never
lose a character: the second is told, and keeps what he wrote. A source writes many stories at
once; the words of a new page stand in its reading, so only later ones leave a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.core.files import File
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext_noop

from articles.column_sizes import too_long
from articles.focal_points import Point
from articles.models import Article, Byline, Photo, Revision
from articles.photo_files import note_written, sha256_of_file, undone_with_rows
from articles.text import StoryByline, StoryText
from audit import journal
from audit import log as audit
from audit.sentences import gettext as _
from editorial.bulk import byline, contributors, images_of, revision_of
from editorial.focal_choice import forget_focus
from editorial.misplaced import void_misplaced
from editorial.workflow import void_after_change
from findings.page_check import recheck
from issues.models import Page, Reading
from search import entries

# What the log calls a part whose own name says nothing.
CALLED = {
    "paragraphs": gettext_noop("text"),
    "truncated": gettext_noop("breaks off"),
    "jump_to": gettext_noop("continued on page"),
    "jump_from": gettext_noop("continued from page"),
}


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


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """Which photo one of the text's is: ``pk`` of the one there is, or a new one.

    ``image`` None keeps the image there is, unless it shall be cleared; ``focus`` is the point that
    was chosen on it, where it comes along from another story.
    """

    pk: int | None = None
    image: File[Any] | None = None
    clear: bool = False
    focus: Point | None = None


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A story as it shall be; ``files`` has one entry for each photo of its text, in order."""

    text: StoryText
    files: tuple[PhotoFile, ...] = ()

    @property
    def touches_images(self) -> bool:
        """Whether an image comes or goes."""
        return any(row.image or row.clear for row in self.files)

    def with_parts(self, **parts: Any) -> StoryChange:
        """Return the change with other ``parts`` of the text."""
        return replace(self, text=replace(self.text, **parts))


def change_of(article: Article) -> StoryChange:
    """Return the story as it stands, to be changed in parts."""
    return StoryChange(
        StoryText.of(article), tuple(PhotoFile(photo.pk) for photo in article.photos.all())
    )


def as_read(article: Article) -> StoryText | None:
    """Return the story as the reader gave it, ``None`` for one added by hand."""
    if article.read_index is None:
        return None
    reading = Reading.objects.filter(source__page_id=article.page_id).order_by("-pk").first()
    return (
        StoryText.from_dict(reading.document["articles"][article.read_index]) if reading else None
    )


def change_story(
    article: Article,
    change: StoryChange,
    *,
    by: User,
    kind: Revision.Kind,
    version: int,
    proposal: int | None = None,
    operations: Sequence[dict[str, Any]] = (),
    reason: str = "",
) -> bool:
    """Write ``change`` over the story that had ``version`` when ``by`` opened it.

    ``operations`` are sentences (``audit.journal``) on what it is, where it is more than words,
    ``reason`` is why, where somebody was asked for it.
    Returns whether anything differed; approvals given to the words before are then void. Raises
    ``EditConflict`` when it has another version now, ``EditRefused`` when readers see the story:
    then only ``editorial.proposals`` changes it, with the key of the ``proposal`` that others have
    approved; when it waits for its time and ``by`` may not publish; when a part is too long.
    """
    _check_may_edit(article, by, proposal)
    with undone_with_rows(), audit.chained():
        before = StoryText.of(article)
        if before.words == change.text.words and not change.touches_images:
            return False
        check_fits(change.text)
        _claim(article, change.text, by=by, version=version)
        _write_bylines(article, change.text.bylines)
        _write_photos(article, change)
        current = Article.objects.with_page().with_parts().get(pk=article.pk)
        # First, so that the entry of the change tells what it ended.
        void_after_change(current, by=by)
        more: dict[str, Any] = {"operations": operations, "reason": reason}
        _record(current, before, by=by, kind=kind, proposal=proposal, **more)
        # Asked again: the time that it waited for may have come while this was written.
        _check_may_edit(current, by, proposal)
        entries.refresh([article.pk])
        recheck(current.page)
    return True


def add_story(
    page: Page, change: StoryChange, *, by: User, operations: Sequence[dict[str, Any]] = ()
) -> Article:
    """Add a story that the reader did not see to the end of ``page`` and return it.

    ``operations`` are sentences on what it is, where it was not typed: split from another story.
    Raises ``EditRefused`` when a part is too long.
    """
    check_fits(change.text)
    with undone_with_rows(), audit.chained():
        Page.objects.select_for_update().get(pk=page.pk)
        last = page.articles.order_by("-order").first()
        article = Article.objects.create(
            page=page,
            order=last.order + 1 if last else 0,
            version=1,
            updated_by=by,
            **change.text.columns,
        )
        _write_bylines(article, change.text.bylines)
        _write_photos(article, change)
        _record(article, None, by=by, kind=Revision.Kind.REPAIR, operations=operations)
        entries.refresh([article.pk])
        recheck(page)
    return article


def check_fits(text: StoryText) -> None:
    """Raise ``EditRefused`` for the first part that is longer than there is room for."""
    for column, words in too_long(text):
        raise EditRefused(
            _("“%(words)s…” is too long: a %(part)s has at most %(most)s characters.")
            % {"words": words[:20], "part": column.verbose_name, "most": column.max_length}
        )


def reorder(page: Page, order: Sequence[int], *, by: User, proposal: int | None = None) -> bool:
    """Put the stories of ``page`` into the order of their keys; return whether it differed.

    What was approved of their places is void. Raises ``EditRefused`` when ``order`` does not name
    each story of the page once, and when readers see the page and no ``proposal`` was approved.
    """
    with audit.chained():
        Page.objects.select_for_update().get(pk=page.pk)
        stories = {story.pk: story for story in page.articles.all()}
        if sorted(order) != sorted(stories):
            raise EditRefused(_("The page has other stories by now. Load it again."))
        moved = [(place, pk) for place, pk in enumerate(order) if stories[pk].order != place]
        if not moved:
            return False
        if proposal is None and page.articles.published().exists():
            raise EditRefused(only_proposed(page))
        # The order is unique on a page, so the moved ones first step out of each other's way.
        page.articles.filter(pk__in=[pk for _place, pk in moved]).update(order=-1 - F("order"))
        for place, pk in moved:
            page.articles.filter(pk=pk).update(order=place)
            audit.note_change(Article, [pk], order=place)
        void_misplaced(Page.objects.filter(pk=page.pk), by=by)
        told = {"proposal": proposal} if proposal else {}
        audit.record("reorder", page, by=by, order=list(order), **told)
        journal.write(by, [page], CHANGE, gettext_noop("Put the stories into a new order."))
    return True


def only_proposed(row: Model) -> str:
    """Return the sentence on what readers see: nobody changes it alone."""
    text = _(
        "“%(row)s” is before its readers. Nobody changes that alone: propose the change, and"
        " somebody else approves it."
    )
    return text % {"row": row}


def _check_may_edit(article: Article, by: User, proposal: int | None) -> None:
    if article.status != Article.Status.PUBLISHED or proposal is not None:
        return
    if article.is_published:
        raise EditRefused(only_proposed(article))
    if not by.has_perm("articles.publish_article"):
        raise EditRefused(
            _(
                "“%(story)s” is scheduled."
                " Ask somebody who may publish to change or to unschedule it."
            )
            % {"story": article}
        )


def _claim(article: Article, text: StoryText, *, by: User, version: int) -> None:
    """Take the next version, or find out that somebody else has."""
    claimed = Article.objects.filter(pk=article.pk, version=version, status=article.status).update(
        version=version + 1, updated_by=by, updated_at=timezone.now(), **text.columns
    )
    if not claimed:
        raise EditConflict(Article.objects.with_page().with_parts().get(pk=article.pk))


def _write_bylines(article: Article, bylines: Sequence[StoryByline]) -> None:
    article.bylines.all().delete()
    people = contributors(article.page, {row.name for row in bylines})
    Byline.objects.bulk_create(
        byline(article, people, row, order) for order, row in enumerate(bylines)
    )


def _write_photos(article: Article, change: StoryChange) -> None:
    kept = {row.pk: row for row in article.photos.all()}
    gone = kept.keys() - {row.pk for row in change.files}
    forget_focus((kept[key] for key in gone), deleted=True)
    article.photos.filter(pk__in=gone).delete()
    article.photos.update(order=-1 - F("order"))
    for order, (words, file) in enumerate(zip(change.text.photos, change.files, strict=True)):
        photo = kept.get(file.pk or 0) or Photo(article=article)
        photo.order, photo.alt = order, words.alt
        photo.caption, photo.credit = words.caption, words.credit
        if file.clear or file.image:
            # It was chosen on the image there was.
            forget_focus([photo], deleted=False)
            photo.focus_x, photo.focus_y = file.focus or (None, None)
        if file.clear:
            photo.image, photo.sha256 = "", ""
        elif file.image:
            photo.image, photo.sha256 = file.image, sha256_of_file(file.image)
        try:
            photo.save()
        finally:
            # The file is written before the row, which the database may refuse.
            if file.image:
                note_written(photo.image)
        if file.focus:
            audit.note(photo, only=["focus_x", "focus_y"])


def _record(
    article: Article,
    before: StoryText | None,
    *,
    by: User,
    kind: Revision.Kind,
    proposal: int | None = None,
    operations: Sequence[dict[str, Any]] = (),
    reason: str = "",
) -> None:
    after = StoryText.of(article)
    row = revision_of(article, after, kind, by)
    row.images = images_of(article)
    row.save()
    audit.note(row)
    audit.note(article, only=["version", "updated_by"] if before else Article.STANDING)
    told: dict[str, Any] = {"version": article.version, "kind": str(kind), "text": after.sha256}
    if proposal is not None:
        told["proposal"] = proposal
    if operations:
        told["operations"] = list(operations)
    if reason:
        told["reason"] = reason
    if before is None:
        audit.record("add-story", article, by=by, **told)
        said = list(operations) or [journal.sentence(gettext_noop("Added by hand."))]
        journal.write_sentence(by, [article], ADDITION, journal.sentence("%(all)s", all=said))
        return
    changed = after.changed_parts(before) or ["images"]
    public = article.is_published
    audit.record("change-story", article, by=by, **told, changed=changed, published=public)
    parts = [journal.sentence(CALLED.get(name, name)) for name in changed]
    done = list(operations) or [
        journal.sentence(journal.JOINED, first=Revision.Kind(kind).label, second=parts)
    ]
    line = journal.sentence("%(all)s", all=done)
    if reason:
        line = journal.sentence(journal.JOINED, first=line, second=reason)
    journal.write_sentence(by, [article], CHANGE, line)


def reread_story(
    article: Article, text: StoryText | None, *, by: User | str, base: Any = None, **place: Any
) -> bool:
    """Give a story its ``place`` in a newer reading, and its words there where they differ.

    ``base`` is what it was in the reading before, kept where a person's changes began with it.
    Return ``False`` when somebody has changed the story since it was fetched.
    """
    values = dict(place)
    if text is not None:
        version = article.version + 1
        values |= {**text.columns, "version": version, "updated_at": timezone.now()}
        if not article.is_edited:
            values["read_version"] = version
    guarded = Article.objects.filter(pk=article.pk, version=article.version, status=article.status)
    if not guarded.update(**values):
        return False
    standing = {name: value for name, value in values.items() if name in Article.STANDING}
    audit.note_change(Article, [article.pk], **standing)
    if text is not None:
        _write_bylines(article, text.bylines)
        keys = [row.pk for row in article.photos.all()] + [None] * len(text.photos)
        files = tuple(PhotoFile(key) for key in keys[: len(text.photos)])
        _write_photos(article, StoryChange(text, files))
        now = Article.objects.with_parts().get(pk=article.pk)
        row = revision_of(now, StoryText.of(now), Revision.Kind.REPAIR, by)
        row.images, row.base = images_of(now), base
        row.save()
        audit.note(row)
    entries.refresh([article.pk])
    return True


def put_last(article: Article, page: Page, *, version: int, by: User) -> bool:
    """Put a story that had ``version`` at the end of ``page``, with a revision of its words.

    The reading of its new page does not know them. ``False``: somebody has changed it since.
    """
    last = page.articles.order_by("-order").first()
    same = Article.objects.filter(pk=article.pk, version=version)
    if not same.update(
        page=page,
        order=last.order + 1 if last else 0,
        version=version + 1,
        read_index=None,
        updated_by=by,
        updated_at=timezone.now(),
    ):
        return False
    now = Article.objects.with_parts().get(pk=article.pk)
    row = revision_of(now, StoryText.of(now), Revision.Kind.REPAIR, by)
    row.images = images_of(now)
    row.save()
    audit.note(row)
    audit.note(now, only=["page", "order", "version", "read_index", "updated_by"])
    entries.refresh([article.pk])
    return True
