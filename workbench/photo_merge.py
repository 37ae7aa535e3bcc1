"""The photos of a story that two people changed, merged one by one: each is known by its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.merge import Conflict, merge_text, shown_rows
from articles.models import Article
from articles.text import StoryPhoto
from editorial.editing import PhotoFile
from workbench.state import DeskStory, kept_photos, story_text


class Placed(NamedTuple):
    """The words of a photo and its row; ``None`` for one that is new."""

    pk: int | None
    words: StoryPhoto


def merge_photos(
    base: Mapping[int, StoryPhoto], mine: Sequence[Placed], theirs: Sequence[Placed]
) -> tuple[list[Placed], list[Conflict]]:
    """Return the photos as both have them, and the places where both changed the same.

    The order is mine; what they added stands behind.
    """
    others = {row.pk: row.words for row in theirs}
    rows: list[Placed] = []
    conflicts: list[Conflict] = []
    for pk, words in mine:
        was = base.get(pk or 0)
        if pk is None or was is None:
            rows.append(Placed(pk, words))
        elif pk in others:
            merged, found = _merged(was, words, others[pk])
            rows.append(Placed(pk, merged))
            conflicts += found
        elif words != was:
            rows.append(Placed(None, words))
            conflicts.append(Conflict("photos", shown_rows([was]), shown_rows([words]), ""))
    kept = {row.pk for row in mine}
    for pk, words in theirs:
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
    return StoryPhoto(caption.text, credit.text), [*caption.conflicts, *credit.conflicts]


def bare(photo: StoryPhoto) -> StoryPhoto:
    """Return the words of a photo without its image."""
    return replace(photo, image="")


def placed(story: DeskStory) -> list[Placed]:
    """Return the photos of a story on the desk."""
    photos = zip(kept_photos(story), story_text(story).photos, strict=True)
    return [Placed(row.pk, bare(words)) for row, words in photos]


def placed_in(article: Article) -> list[Placed]:
    """Return the photos of a story in the database."""
    return [Placed(row.pk, StoryPhoto(row.caption, row.credit)) for row in article.photos.all()]


def files_of(rows: Sequence[Placed], article: Article) -> tuple[PhotoFile, ...]:
    """Return which photo of the row each of the text's is; one that is gone is made anew."""
    there = {row.pk for row in article.photos.all()}
    return tuple(PhotoFile(row.pk if row.pk in there else None) for row in rows)
