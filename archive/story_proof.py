"""Every story against the reading, its revisions and its changes of state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from archive.faults import Fault, apart, short
from articles.models import Article, Relocation, Revision, Transition
from articles.photo_files import holds_its_bytes
from articles.text import StoryText, sha256_of
from editorial.transitions import Action, leads
from issues.models import Reading

Status = Article.Status


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


def _relocated_away(readings: Sequence[Reading]) -> int:
    """Return how many stories of the newest source stand on another page by now."""
    if not readings:
        return 0
    source = readings[0].source
    relocations = Relocation.objects.filter(old_page=source.page_id, read_index__isnull=False)
    return relocations.filter(at__gte=source.received_at).count()


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
    if lost and len(lost) <= _relocated_away(readings):
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
    yield from _check_transitions(article)
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
        yield from _check_words("story-text", article, read[index])


def _check_words(kind: str, article: Article, kept: Mapping[str, Any]) -> Iterator[Fault]:
    """Hold the story against a text as it is kept, which may be damaged itself."""
    expected = {**kept, "photos": _without_images(kept.get("photos"))}
    for name, got in StoryText.of(article).words.to_dict().items():
        if expected.get(name) == got:
            continue
        old, new = apart(_flat(expected.get(name)), _flat(got))
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


def _without_images(photos: Any) -> Any:
    """A reading has no images; those of a revision are checked by themselves."""
    if not isinstance(photos, list) or not all(isinstance(row, dict) for row in photos):
        return photos
    return [{key: value for key, value in row.items() if key != "image"} for row in photos]


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_flat, value))
    return " ".join(map(_flat, value.values())) if isinstance(value, dict) else str(value)


def _check_set_aside(article: Article, readings: Sequence[Reading]) -> Iterator[Fault]:
    """A story that no person changed and that left the reading stands in an earlier one."""
    for reading in readings:
        for row in _stories_of(reading):
            same = row.get("spans") == article.spans
            if same and not list(_check_words("story-text", article, row)):
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
    yield from _check_words("revision-text", article, last.text)
    if last.images is None:
        # It came along from another newsroom, where its images stayed.
        return
    images = [row.image.name or "" for row in article.photos.all()]
    hashes = [row.sha256 for row in article.photos.all()]
    if last.images != images or _hashes(last.text.get("photos")) != hashes:
        yield Fault(
            "revision-text",
            _("Its images are not those of its last revision. Restore the rows from a backup."),
            expected=short(last.images),
            got=short(images),
        )


def _hashes(photos: Any) -> list[str]:
    rows = photos if isinstance(photos, list) else []
    return [row.get("image", "") if isinstance(row, dict) else "" for row in rows]


def _check_approvals(article: Article) -> Iterator[Fault]:
    for row in article.approvals.all():
        got = sha256_of(row.text)
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
        elif name and not holds_its_bytes(photo):
            yield Fault(
                "image",
                _("The file of photo %(number)s was changed. Restore it from a backup.")
                % {"number": photo.order + 1},
                expected=name,
            )


def _check_transitions(article: Article) -> Iterator[Fault]:
    """The transitions lead from draft to the status, each allowed, none left out."""
    status: str = Status.DRAFT
    fault = _("Its changes of state do not lead to its status. Find out who changed it past them.")
    transitions: list[Transition] = sorted(article.transitions.all(), key=lambda row: row.pk)
    for row in transitions:
        if row.old != status or not leads(row.action, row.old, row.new):
            yield Fault(
                "transitions", fault, expected=status, got=f"{row.action}: {row.old} → {row.new}"
            )
            return
        status = row.new
    public = any(row.new == Status.PUBLISHED for row in transitions)
    # A time that was only planned is forgotten when the story goes back.
    planned = any(
        row.old == Status.PUBLISHED and row.action != Action.WITHDRAW for row in transitions
    )
    if article.status != status:
        yield Fault("transitions", fault, expected=status, got=article.status)
    elif (article.published_at is not None) != public and not (public and planned):
        yield Fault(
            "transitions",
            _(
                "Its time of publication does not fit its changes of state."
                " Restore the row from a backup."
            ),
            got=str(article.published_at),
        )
