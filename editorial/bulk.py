"""Many stories' words at once, as sources and tables bring them: a part of the one writer.

The words of a new page stand in its reading; every later change leaves a ``Revision``. What one
person changes in one story is written by ``editorial.editing``, with the functions at the end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.core.files import File
from django.db.models import F

from articles.models import Article, Byline, Contributor, Photo, Revision
from articles.models.history import made_by
from articles.photo_files import note_written, sha256_of_file
from articles.text import COLUMNS, StoryByline, StoryText
from audit import log as audit
from audit.bulk_insert import insert
from editorial.focal_choice import forget_focus
from findings.directory import Known
from issues.models import Page
from reading.document import Story
from reading.folded import usual_name
from search import entries
from search.entries import Searched

# Rows that one statement of a table's import writes.
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewStory:
    """A story that a table brings: its words, and its place on its page."""

    page: Page
    order: int
    text: StoryText


@dataclass(frozen=True, slots=True)
class PastRevision:
    """One text that a story had in another newsroom, and who made it there."""

    version: int
    kind: str
    text: StoryText
    base: Any
    at: dt.datetime
    author: str


@dataclass(frozen=True, slots=True)
class Past:
    """What another newsroom tells of a story: its versions, and where it stood in its reading."""

    read_index: int | None
    read_version: int
    version: int
    spans: Any
    revisions: Sequence[PastRevision]


def add_stories(stories: Sequence[NewStory], *, by: User) -> None:
    """Add many stories by hand, as ``add_story`` does one, in a few queries for all."""
    rows = [
        Article(page=one.page, order=one.order, version=1, updated_by=by, **one.text.columns)
        for one in stories
    ]
    Article.objects.bulk_create(rows, batch_size=BATCH)
    audit.note(*rows, only=Article.STANDING)
    pages = {one.page.issue.publication_id: one.page for one in stories}
    for paper, page in pages.items():
        pairs = zip(rows, stories, strict=True)
        own = [(row, one.text) for row, one in pairs if row.page.issue.publication_id == paper]
        insert_parts(page, own)
    revisions = Revision.objects.bulk_create(
        (
            revision_of(row, one.text, Revision.Kind.REPAIR, by)
            for row, one in zip(rows, stories, strict=True)
        ),
        batch_size=BATCH,
    )
    audit.note(*revisions)
    entries.refresh([row.pk for row in rows])


def write_stories(
    page: Page,
    stories: Sequence[tuple[int, int, Story]],
    known: Known | None = None,
    searched: Iterable[Searched] = (),
    keys: Sequence[int] = (),
) -> list[Article]:
    """Write new stories as they were read: order, place in the reading and words of each.

    ``searched`` is what is searched of each, where that is at hand. Under ``keys`` that stands
    written already, and the stories take them.
    """
    texts = [StoryText.read(story) for _order, _index, story in stories]
    rows = [
        Article(page=page, order=order, **_as_read(index, story, text))
        for (order, index, story), text in zip(stories, texts, strict=True)
    ]
    for row, key in zip(rows, keys, strict=False):
        row.pk = key
    insert(rows)
    audit.note(*rows, only=Article.STANDING)
    pairs = list(zip(rows, texts, strict=True))
    insert_parts(page, pairs, known)
    if not keys:
        entries.add(pairs, page, searched)
    return rows


def replace_stories(
    page: Page,
    pairs: Sequence[tuple[Article | None, Story]],
    gone: Sequence[Article],
    *,
    by: User | str,
) -> None:
    """Give rows of ``page`` the words of another source, in its order; without a row: a new one.

    Those that are ``gone`` stand behind, with the words they had.
    """
    page.articles.update(order=-1 - F("order"))
    write_stories(page, [(at, at, one) for at, (row, one) in enumerate(pairs) if row is None])
    old = [(at, row, story) for at, (row, story) in enumerate(pairs) if row is not None]
    revisions = []
    for at, row, story in old:
        before, after = StoryText.of(row), StoryText.read(story)
        row.order, row.version = at, row.version + 1
        row.read_version = row.version
        for name, value in _as_read(at, story, after).items():
            setattr(row, name, value)
        if before != after:
            revisions.append(revision_of(row, after, Revision.Kind.REPAIR, by))
    for at, row in enumerate(gone, start=len(pairs)):
        row.order, row.read_index = at, None
    rows = [row for _at, row, _story in old]
    Article.objects.bulk_update(
        [*rows, *gone],
        [*COLUMNS, "body", "spans", "order", "read_index", "version", "read_version"],
    )
    audit.note(*rows, only=["order", "read_index", "version", "read_version"])
    audit.note(*gone, only=["order", "read_index"])
    Byline.objects.filter(article__in=rows).delete()
    photos = Photo.objects.filter(article__in=rows)
    forget_focus(photos.exclude(focus_x=None), deleted=True)
    photos.delete()
    insert_parts(page, [(row, StoryText.read(story)) for _at, row, story in old])
    audit.note(*Revision.objects.bulk_create(revisions))
    entries.refresh_page(page.pk)


def take_past(pasts: Sequence[tuple[Article, Past]]) -> None:
    """Give stories that a page document brought the versions that they had elsewhere.

    A row that stood here before has counted its own versions; the brought ones follow, and those
    of before their reading are left to the newsroom that made them.
    """
    revisions: list[Revision] = []
    lived = Revision.objects.filter(article__in=[row for row, _past in pasts])
    here = set(lived.values_list("article", flat=True))
    for row, past in pasts:
        offset = max(row.read_version - past.read_version, 0)
        first = past.read_version + 1 if offset or row.pk in here else 0
        revisions += [
            Revision(
                article=row,
                version=one.version + offset,
                kind=one.kind,
                text=one.text.to_dict(),
                base=one.base,
                at=one.at,
                by_name=one.author,
            )
            for one in past.revisions
            if one.version >= first
        ]
        row.read_index, row.spans = past.read_index, past.spans
        row.read_version, row.version = past.read_version + offset, past.version + offset
    rows = [row for row, _past in pasts]
    Article.objects.bulk_update(rows, ["read_index", "read_version", "version", "spans"])
    audit.note(*rows, only=["read_index", "read_version", "version"])
    audit.note(*Revision.objects.bulk_create(revisions))
    entries.refresh([row.pk for row in rows])


def add_images(
    pairs: Sequence[tuple[Article, Sequence[File[Any] | None]]], *, by: User | str
) -> None:
    """Give the photos of stories that were just read the images that came along with them.

    Each story has one entry a photo, ``None`` for one without. No person has changed anything.
    """
    for row, files in pairs:
        for photo, file in zip(row.photos.order_by("order"), files, strict=True):
            if file is None:
                continue
            photo.image, photo.sha256 = file, sha256_of_file(file)
            try:
                photo.save(update_fields=["image", "sha256"])
            finally:
                # The file is written before the row, which the database may refuse.
                note_written(photo.image)
        row.version += 1
        row.read_version = row.version
    rows = [row for row, _files in pairs]
    Article.objects.bulk_update(rows, ["version", "read_version"])
    audit.note(*rows, only=["version", "read_version"])
    now = Article.objects.with_parts().filter(pk__in=[row.pk for row in rows])
    revisions = [revision_of(row, StoryText.of(row), Revision.Kind.REPAIR, by) for row in now]
    for revision in revisions:
        revision.images = images_of(revision.article)
    audit.note(*Revision.objects.bulk_create(revisions))
    entries.refresh([row.pk for row in rows])


def images_of(article: Article) -> list[str]:
    """Return the names of the files of a story's photos, ``""`` for one without."""
    return [row.image.name or "" for row in article.photos.all()]


def _as_read(index: int, story: Story, text: StoryText) -> dict[str, Any]:
    """Return the columns of a story as it was read."""
    spans = [list(span) for span in story.spans]
    return {**text.columns, "read_index": index, "spans": spans}


def revision_of(article: Article, text: StoryText, kind: Revision.Kind, by: User | str) -> Revision:
    """Return the revision of a story that has no image, not saved yet."""
    # A row may keep empty lines, which are no paragraphs.
    text = replace(text, paragraphs=tuple(line for line in text.paragraphs if line.strip()))
    return Revision(
        article=article,
        version=article.version,
        kind=kind,
        text=text.to_dict(),
        images=["" for _photo in text.photos],
        **made_by(by),
    )


def insert_parts(
    page: Page, pairs: Sequence[tuple[Article, StoryText]], known: Known | None = None
) -> None:
    """Write the bylines and photos of stories that have none yet."""
    names = {row.name for _article, text in pairs for row in text.bylines}
    people = contributors(page, names, known)
    insert(
        byline(article, people, row, order)
        for article, text in pairs
        for order, row in enumerate(text.bylines)
    )
    insert(
        Photo(
            article_id=article.pk,
            order=order,
            caption=row.caption,
            credit=row.credit,
            alt=row.alt,
        )
        for article, text in pairs
        for order, row in enumerate(text.photos)
    )


def byline(article: Article, people: Mapping[str, int], row: StoryByline, order: int) -> Byline:
    """Return a byline, not saved yet, of one of ``people``, which ``contributors`` gave."""
    printed = row.name if usual_name(row.name) != row.name else None
    return Byline(
        article_id=article.pk,
        contributor_id=people[row.name],
        role=row.role,
        order=order,
        printed=printed,
    )


def contributors(page: Page, names: set[str], known: Known | None = None) -> dict[str, int]:
    """Return the keys of the paper's contributors of these names; who is new is made.

    Names that look alike to the point are one contributor's, who is called by their usual form.
    """
    usual = {name: usual_name(name) for name in names}
    keys = _by_usual_name(page, set(usual.values()), known)
    return {name: keys[called] for name, called in usual.items()}


def _by_usual_name(page: Page, names: set[str], known: Known | None) -> dict[str, int]:
    if not names:
        return {}
    paper = page.issue.publication_id
    people = (known or Known()).people
    keys = people.keys(paper, names)
    # In order of name, so that two imports never wait for each other crosswise.
    new = sorted(names - keys.keys())
    if new:
        Contributor.objects.bulk_create(
            (Contributor(publication_id=paper, name=name) for name in new), ignore_conflicts=True
        )
        made = Contributor.objects.filter(publication=paper, name__in=new).order_by()
        there = list(made.values_list("name", "pk"))
        people.add(paper, there)
        audit.note(*(Contributor(pk=pk, publication_id=paper, name=name) for name, pk in there))
        keys |= people.keys(paper, new)
    return keys
