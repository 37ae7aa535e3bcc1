"""The photos of a story that two people changed, merged one by one: each is known by its row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db.models import Q

from articles.merge import Conflict, merge_text, shown_rows
from articles.models import Article, Photo
from articles.text import StoryPhoto
from editorial.editing import PhotoFile
from workbench.models import WorkingCopy
from workbench.state import DeskStory, kept_photos, story_text


class Placed(NamedTuple):
    """The words of a photo and its row, ``None`` for one that is new; the image chosen for it."""

    pk: int | None
    words: StoryPhoto
    image: int | None = None


def merge_photos(
    base: Mapping[int, StoryPhoto], mine: Sequence[Placed], theirs: Sequence[Placed]
) -> tuple[list[Placed], list[Conflict]]:
    """Return the photos as both have them, and the places where both changed the same.

    The order is mine; what they added stands behind.
    """
    others = {row.pk: row.words for row in theirs}
    chosen = {row.pk: row.image for row in mine if row.pk}
    rows: list[Placed] = []
    conflicts: list[Conflict] = []
    for row in mine:
        pk, words, _image = row
        was = base.get(pk or 0)
        if pk is None or was is None:
            rows.append(row)
        elif pk in others:
            merged, found = _merged(was, words, others[pk])
            rows.append(Placed(pk, merged, chosen[pk]))
            conflicts += found
        elif words != was or row.image:
            rows.append(Placed(None, words, row.image))
            conflicts.append(Conflict("photos", shown_rows([was]), shown_rows([words]), ""))
    kept = {row.pk for row in mine}
    for pk, words, _image in theirs:
        was = base.get(pk or 0)
        if pk in kept:
            continue
        if was is None:
            rows.append(Placed(pk, words))
        elif words != was:
            conflicts.append(Conflict("photos", shown_rows([was]), "", shown_rows([words])))
    return rows, conflicts


def _merged(
    base: StoryPhoto, mine: StoryPhoto, theirs: StoryPhoto
) -> tuple[StoryPhoto, list[Conflict]]:
    caption = merge_text(base.caption, mine.caption, theirs.caption, part="photos")
    credit = merge_text(base.credit, mine.credit, theirs.credit, part="photos")
    alt = merge_text(base.alt, mine.alt, theirs.alt, part="photos")
    merged = StoryPhoto(caption.text, credit.text, alt=alt.text)
    return merged, [*caption.conflicts, *credit.conflicts, *alt.conflicts]


def bare(photo: StoryPhoto) -> StoryPhoto:
    """Return the words of a photo without its image."""
    return replace(photo, image="")


def placed(story: DeskStory) -> list[Placed]:
    """Return the photos of a story on the desk."""
    photos = zip(kept_photos(story), story_text(story).photos, strict=True)
    return [Placed(row.pk, bare(words), row.image) for row, words in photos]


def placed_in(article: Article) -> list[Placed]:
    """Return the photos of a story in the database."""
    rows = article.photos.all()
    return [Placed(row.pk, StoryPhoto(row.caption, row.credit, alt=row.alt)) for row in rows]


def files_of(
    rows: Sequence[Placed], article: Article | None, brought: Mapping[int, PhotoFile]
) -> tuple[PhotoFile, ...]:
    """Return which photo of the row each of the text's is, and the image that comes to it.

    One that is gone, or that was another story's, is made anew: ``brought`` has what it looked like
    by its negative key, and by their keys those that were chosen at the desk.
    """
    there = {row.pk for row in article.photos.all()} if article else set()
    files = []
    for row in rows:
        own = row.pk if row.pk in there else None
        came = row.image or (0 if own else -(row.pk or 0))
        files.append(replace(brought.get(came, PhotoFile()), pk=own))
    return tuple(files)


def brought_images(
    copy: WorkingCopy,
    drafts: Sequence[tuple[Article | None, Sequence[Placed]]],
    continuations: Collection[int] = (),
) -> dict[int, PhotoFile]:
    """Return the images that a saving brings: chosen at the desk, or along from another story.

    That is one of the page, or of ``continuations`` on other pages; its focal point comes with it.
    """
    chosen = {row.image for _article, rows in drafts for row in rows if row.image}
    found = {
        row.pk: PhotoFile(image=ContentFile(bytes(row.data), name=row.name))
        for row in copy.images.filter(pk__in=chosen)
    }
    moved = {
        row.pk
        for article, rows in drafts
        for row in rows
        if row.pk and not (article and any(own.pk == row.pk for own in article.photos.all()))
    }
    known = Q(article__page=copy.page_id) | Q(article__in=continuations)
    own = Photo.objects.filter(known, pk__in=moved).exclude(image="")
    for photo in own:
        with photo.image.storage.open(str(photo.image.name)) as file:
            name = str(photo.image.name).rsplit("/", 1)[-1]
            image = ContentFile(file.read(), name=name)
        found[-photo.pk] = PhotoFile(image=image, focus=photo.focus)
    return found
