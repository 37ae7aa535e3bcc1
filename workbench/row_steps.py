"""Steps with what a story has beside its text: kind, jumps, bylines and photos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from articles.models import Article
from reading.page_labels import given_label
from workbench.state import (
    DeskByline,
    DeskPage,
    DeskPhoto,
    PartText,
    changed,
    replaced,
    typed,
    words,
)
from workbench.told import Focus, Told

# The texts of a row that the source may have.
WORDS: dict[str, Callable[[Any], tuple[PartText, ...]]] = {
    "bylines": lambda row: (row.role, row.name),
    "photos": lambda row: (row.caption, row.credit, row.alt),
}


def change_kind(page: DeskPage, *, story: str, kind: str) -> tuple[DeskPage, Told]:
    if kind not in Article.Kind.values:
        raise KeyError(kind)
    after = replace(page.story(story), kind=kind)
    return page.with_story(after), _told("change_kind", page, story, Focus(story, "headline"))


def set_truncated(page: DeskPage, *, story: str, truncated: bool = True) -> tuple[DeskPage, Told]:
    """Say whether a story breaks off."""
    row = page.story(story)
    name = "set_truncated" if truncated else "set_whole"
    focus = Focus(story, "paragraphs", max(len(row.paragraphs) - 1, 0))
    return page.with_story(replace(row, truncated=truncated)), _told(name, page, story, focus)


def set_jump(
    page: DeskPage, *, story: str, part: str, number: str | int | None = None
) -> tuple[DeskPage, Told]:
    """Say on which page the story goes on or began; without a label, on none."""
    row = page.story(story)
    if part not in ("jump_to", "jump_from"):
        raise KeyError(part)
    label = given_label(number)
    gone = tuple(mark for mark in row.marks if mark.part == part) if label is None else ()
    marks = tuple(mark for mark in row.marks if mark not in gone)
    after = changed(row, **{part: label}, marks=marks)
    return page.with_story(after), _told("set_jump", page, story, Focus(story, part))


def add_byline(
    page: DeskPage, *, story: str, role: str = "", name: str = "", place: int | None = None
) -> tuple[DeskPage, Told]:
    row = page.story(story)
    at = _at(place, len(row.bylines))
    made = DeskByline(typed(role.strip()), typed(name.strip()))
    rows = (*row.bylines[:at], made, *row.bylines[at:])
    focus = Focus(story, "byline_name" if role else "byline_role", at)
    return page.with_story(replace(row, bylines=rows)), _told("add_byline", page, story, focus)


def remove_byline(page: DeskPage, *, story: str, index: int) -> tuple[DeskPage, Told]:
    """Take a byline away; what the source has of it is unassigned then."""
    page = _removed(page, "bylines", story, index)
    focus = Focus(story, "byline_name", max(index - 1, 0))
    return page, _told("remove_byline", page, story, focus)


def move_byline(
    page: DeskPage,
    *,
    story: str,
    index: int,
    place: int | None = None,
    by: int | None = None,
    to: str = "",
) -> tuple[DeskPage, Told]:
    """Put a byline into another place among its story's, or give it to another story."""
    page, at = _moved(page, "bylines", story, index, _place(index, place, by), to or story)
    focus = Focus(to or story, "byline_name", at)
    return page, _told("move_byline", page, story, focus, to or story)


def add_photo(
    page: DeskPage, *, story: str, caption: str = "", credit: str = ""
) -> tuple[DeskPage, Told]:
    row = page.story(story)
    photos = (*row.photos, DeskPhoto(typed(caption.strip()), typed(credit.strip())))
    focus = Focus(story, "caption", len(row.photos))
    return page.with_story(replace(row, photos=photos)), _told("add_photo", page, story, focus)


def put_image(
    page: DeskPage, *, story: str, image: int, sha256: str, index: int | None = None
) -> tuple[DeskPage, Told]:
    """Give a photo the image that was chosen for it; without an index, add a photo."""
    row = page.story(story)
    at = len(row.photos) if index is None else index
    photos = row.photos if index is not None else (*row.photos, DeskPhoto())
    photo = replace(_row(photos, at), image=image, sha256=sha256)
    after = replace(row, photos=replaced(photos, at, photo))
    return page.with_story(after), _told("put_image", page, story, Focus(story, "caption", at))


def remove_photo(page: DeskPage, *, story: str, index: int) -> tuple[DeskPage, Told]:
    """Take a photo away; what the source has of its words is unassigned then."""
    page = _removed(page, "photos", story, index)
    focus = Focus(story, "caption", max(index - 1, 0))
    return page, _told("remove_photo", page, story, focus)


def move_photo(
    page: DeskPage,
    *,
    story: str,
    index: int,
    place: int | None = None,
    by: int | None = None,
    to: str = "",
) -> tuple[DeskPage, Told]:
    """Put a photo into another place among its story's, or give it to another story."""
    page, at = _moved(page, "photos", story, index, _place(index, place, by), to or story)
    name = "move_photo" if to and to != story else "move_photo_within"
    return page, _told(name, page, story, Focus(to or story, "caption", at), to or story)


def _told(name: str, page: DeskPage, story: str, focus: Focus, to: str = "") -> Told:
    keys = (story, to) if to and to != story else (story,)
    return Told(name, focus, keys, {"from": page.place(story), "to": page.place(to or story)})


def _place(index: int, place: int | None, by: int | None) -> int | None:
    """Return the place, from 1, that was given as such or as so many further on."""
    return place if by is None else index + 1 + by


def _at(place: int | None, size: int) -> int:
    """Return the index of a place that was given as a number from 1; without one, the end."""
    return size if place is None else min(max(place - 1, 0), size)


def _row(rows: tuple[Any, ...], index: int) -> Any:
    if not 0 <= index < len(rows):
        raise KeyError(index)
    return rows[index]


def _let_go(page: DeskPage, *texts: PartText) -> DeskPage:
    """Return the page with the source's own characters of a text among what is unassigned."""
    left = tuple(
        tuple(run for run in text if run.start is not None)
        for text in texts
        if any(run.start is not None for run in text)
    )
    kept = tuple(text for text in left if words(text).strip())
    return replace(page, unassigned=(*page.unassigned, *kept))


def _removed(page: DeskPage, rows: str, story: str, index: int) -> DeskPage:
    """Return the page without one row of a story; its source characters are unassigned."""
    row = page.story(story)
    there = getattr(row, rows)
    page = _let_go(page, *WORDS[rows](_row(there, index)))
    return page.with_story(changed(row, **{rows: replaced(there, index)}))


def _moved(
    page: DeskPage, rows: str, story: str, index: int, place: int | None, to: str
) -> tuple[DeskPage, int]:
    row = page.story(story)
    moved = _row(getattr(row, rows), index)
    page = page.with_story(changed(row, **{rows: replaced(getattr(row, rows), index)}))
    target = page.story(to)
    there = getattr(target, rows)
    at = _at(place, len(there))
    new = (*there[:at], moved, *there[at:])
    return page.with_story(changed(target, **{rows: new})), at
