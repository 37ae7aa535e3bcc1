"""Every story against the reading, its revisions and its moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from archive.faults import Fault, apart, short
from articles.layers import shown, words_of
from articles.models import Article, Revision, StoryMove, Transition
from articles.photo_files import holds_what_it_says
from editorial.editing import story_text, text_of_reading
from editorial.workflow import MOVES
from issues.models import Reading
from reviews.review_text import text_hash

Status = Article.Status
_MOVES = {(action.value, old.value): new.value for action, moves in MOVES.items()
          for old, new in moves.items()}  # fmt: skip


def check_stories(stories: Sequence[Article], readings: Sequence[Reading]) -> Iterator[Fault]:
    """Check the stories of a page; ``readings`` are all of the page's, the newest first."""
    read = _stories_of(readings[0]) if readings else []
    yield from _check_places(stories, len(read), readings)
    for article in stories:
        for fault in _check_story(article, read, readings):
            yield replace(fault, story=article.pk)


def _stories_of(reading: Reading) -> list[dict[str, Any]]:
    document = reading.document
    found = document.get("articles", []) if isinstance(document, dict) else []
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _moved_away(readings: Sequence[Reading]) -> int:
    """Return how many stories of the newest source stand on another page by now."""
    if not readings:
        return 0
    source = readings[0].source
    moves = StoryMove.objects.filter(old_page=source.page_id, read_index__isnull=False)
    return moves.filter(at__gte=source.received_at).count()


def _check_places(
    stories: Sequence[Article], read: int, readings: Sequence[Reading]
) -> Iterator[Fault]:
    order = [article.order for article in stories]
    if order != list(range(len(order))):
        yield Fault(
            "order",
            _("The stories do not stand in order without a gap. Put them in order in the admin."),
            expected=short(list(range(len(order)))),
            got=short(order),
        )
    indexes = [article.read_index for article in stories if article.read_index is not None]
    lost = sorted(set(range(read)) - set(indexes))
    # A newer reading may number them anew, so only how many is known.
    if lost and len(lost) <= _moved_away(readings):
        lost = []
    if lost or len(set(indexes)) < len(indexes):
        yield Fault(
            "story-missing",
            _(
                "The stories are not those of the reading: number %(lost)s has no row, or one has"
                " two. Restore the rows from a backup."
            )
            % {"lost": ", ".join(str(index + 1) for index in lost) or "–"},
        )


def _check_story(
    article: Article, read: list[dict[str, Any]], readings: Sequence[Reading]
) -> Iterator[Fault]:
    revisions = sorted(article.revisions.all(), key=lambda row: row.version)
    yield from _check_revisions(article, revisions)
    yield from _check_moves(article, replaced=len(readings) > 1)
    yield from _check_approvals(article)
    yield from _check_images(article)
    index = article.read_index
    if index is None:
        if article.version == article.read_version:
            yield from _check_set_aside(article, readings)
        return
    if index >= len(read):
        yield Fault(
            "story-missing",
            _("It is number %(number)s of a reading that has %(count)s. Run reparse.")
            % {"number": index + 1, "count": len(read)},
        )
        return
    if article.spans != read[index].get("spans"):
        yield Fault(
            "story-spans",
            _("Its spans are not the reading's. Restore the row from a backup."),
            expected=short(read[index].get("spans")),
            got=short(article.spans),
        )
    if article.version == article.read_version:
        yield from _check_words("story-text", article, text_of_reading(read[index]))


def _check_words(kind: str, article: Article, expected: dict[str, Any]) -> Iterator[Fault]:
    got = story_text(article)
    for name, value in got.items():
        if expected.get(name) == value:
            continue
        old, new = expected.get(name), value
        shown_old, shown_new = shown(expected).get(name), shown(got).get(name)
        if shown_old is not None and shown_new is not None:
            old, new = apart(shown_old, shown_new)
        yield Fault(
            kind,
            _(
                "Its %(part)s was changed, but nobody changed it."
                " Put it right in the admin or restore the row from a backup."
            )
            % {"part": name},
            expected=short(old),
            got=short(new),
        )


def _check_set_aside(article: Article, readings: Sequence[Reading]) -> Iterator[Fault]:
    """A story that no person changed and that left the reading stands in an earlier one."""
    text = story_text(article)
    for reading in readings:
        for row in _stories_of(reading):
            if row.get("spans") == article.spans and text_of_reading(row) == text:
                return
    yield Fault(
        "story-text",
        _("It stands in no reading and in no revision. Restore the row from a backup."),
    )


def _check_revisions(article: Article, revisions: list[Revision]) -> Iterator[Fault]:
    later = [row.version for row in revisions if row.version > article.read_version]
    expected = list(range(article.read_version + 1, article.version + 1))
    if later != expected or article.version < article.read_version:
        yield Fault(
            "revisions",
            _("Its revisions are not complete. Restore them from a backup."),
            expected=short(expected),
            got=short(later),
        )
        return
    if not later:
        return
    last = revisions[-1]
    yield from _check_words("revision-text", article, words_of(last))
    images = [row.image.name for row in article.photos.all()]
    if "images" in last.text and last.text["images"] != images:
        yield Fault(
            "revision-text",
            _("Its images are not those of its last revision. Restore the rows from a backup."),
            expected=short(last.text["images"]),
            got=short(images),
        )


def _check_approvals(article: Article) -> Iterator[Fault]:
    for row in article.approvals.all():
        got = text_hash(row.text)
        if got != row.sha256:
            yield Fault(
                "approval",
                _(
                    "The text that %(user)s approved was changed, or its hash."
                    " Restore the approval from a backup."
                )
                % {"user": row.by},
                expected=row.sha256,
                got=got,
            )


def _check_images(article: Article) -> Iterator[Fault]:
    for photo in article.photos.all():
        name = photo.image.name or ""
        if name and not photo.image.storage.exists(name):
            yield Fault(
                "image",
                _("The file of photo %(number)s is missing. Restore it from a backup.")
                % {"number": photo.order + 1},
                expected=name,
            )
        elif name and not holds_what_it_says(photo.image.storage, name):
            yield Fault(
                "image",
                _("The file of photo %(number)s was changed. Restore it from a backup.")
                % {"number": photo.order + 1},
                expected=name,
            )


def _check_moves(article: Article, *, replaced: bool) -> Iterator[Fault]:
    """The moves lead from draft to the status, each allowed, none left out.

    A page read anew puts its stories back to draft, or aside, without a move.
    """
    status: str = Status.DRAFT
    fault = _("Its moves do not lead to its status. Find out who changed it without a move.")
    moves: list[Transition] = sorted(article.transitions.all(), key=lambda row: row.pk)
    for row in moves:
        begun = row.old in (status, Status.DRAFT) if replaced else row.old == status
        if not begun or _MOVES.get((row.action, row.old)) != row.new:
            yield Fault(
                "transitions", fault, expected=status, got=f"{row.action}: {row.old} → {row.new}"
            )
            return
        status = row.new
    public = any(row.new == Status.PUBLISHED for row in moves)
    aside = article.status == Status.WITHDRAWN and not public
    reset = replaced and article.status == Status.DRAFT
    if article.status != status and not aside and not reset:
        yield Fault("transitions", fault, expected=status, got=article.status)
    elif (article.published_at is not None) != public:
        yield Fault(
            "transitions",
            _("Its time of publication does not fit its moves. Restore the row from a backup."),
            got=str(article.published_at),
        )
