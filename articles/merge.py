"""Three-way merging: what a person changed and what a newer reading changes, in one text.

Where both changed the same place and not alike, the person's text stays in force and the place is
a ``Conflict``. Pure functions, no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from articles.diff import Change, changes, sequence_changes
from articles.text import StoryByline, StoryPhoto, StoryText

T = TypeVar("T")
Row = TypeVar("Row", StoryByline, StoryPhoto)
# The parts of a headline go together: half of one and half of another would be no headline.
HEAD = ("section", "kicker", "headline", "deck")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that two sides changed in different ways."""

    part: str
    base: str
    mine: str
    theirs: str


@dataclass(slots=True)
class Merged(Generic[T]):
    """A merged text, or a part of one; where ``conflicts`` says so, ``mine`` stays in force."""

    text: T
    conflicts: list[Conflict] = field(default_factory=list)


def merge_text(base: str, mine: str, theirs: str, *, part: str = "") -> Merged[str]:
    """Merge three texts character by character."""
    shortcut = _shortcut(base, mine, theirs)
    if shortcut:
        return shortcut
    merged, conflicts = _merge(base, mine, theirs, changes(base, mine), changes(base, theirs))
    return Merged("".join(merged), [Conflict(part, *found) for found in conflicts])


def merge_rows(
    base: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row], *, part: str
) -> Merged[tuple[Row, ...]]:
    """Merge three lists of small rows, such as bylines, row by row."""
    one, other, third = tuple(base), tuple(mine), tuple(theirs)
    shortcut = _shortcut(one, other, third)
    if shortcut:
        return shortcut
    merged, conflicts = _merge(
        one, other, third, sequence_changes(one, other), sequence_changes(one, third)
    )
    rows = tuple(row for run in merged for row in run)
    shown = [[shown_rows(side) for side in found] for found in conflicts]
    return Merged(rows, [Conflict(part, *found) for found in shown])


def merge_story(base: StoryText, mine: StoryText, theirs: StoryText) -> Merged[StoryText]:
    """Merge three texts of a story. Each part is named, so that a new one finds its rule."""
    sides = (base, mine, theirs)
    head, conflicts = _merge_head(*sides)
    single = {
        name: _merge_single(name, *(getattr(side, name) for side in sides))
        for name in ("kind", "dateline", "jump_to", "jump_from", "truncated")
    }
    paragraphs = merge_text(*(side.body for side in sides), part="paragraphs")
    bylines = merge_rows(*(side.bylines for side in sides), part="bylines")
    photos = _merge_photos(*(side.photos for side in sides))
    lists = (paragraphs, bylines, photos)
    for found in (*single.values(), *lists):
        conflicts += found.conflicts
    text = StoryText(
        kind=single["kind"].text,
        section=head["section"],
        kicker=head["kicker"],
        headline=head["headline"],
        deck=head["deck"],
        dateline=single["dateline"].text,
        jump_to=single["jump_to"].text,
        jump_from=single["jump_from"].text,
        truncated=single["truncated"].text,
        bylines=bylines.text,
        paragraphs=tuple(line for line in paragraphs.text.split("\n") if line.strip()),
        photos=photos.text,
    )
    return Merged(text, conflicts)


def shown_rows(rows: Sequence[StoryByline | StoryPhoto]) -> str:
    """Return bylines or photos as a person reads them, one a line."""
    return "\n".join(" ".join(filter(None, _shown(row))) for row in rows)


def _shown(row: StoryByline | StoryPhoto) -> tuple[str, ...]:
    if isinstance(row, StoryByline):
        return row.role, row.name
    return row.caption, row.credit, row.alt and f"［{row.alt}］"


def _shortcut(base: T, mine: T, theirs: T) -> Merged[T] | None:
    if mine in (theirs, base):
        return Merged(theirs)
    return Merged(mine) if theirs == base else None


def _merge_head(
    base: StoryText, mine: StoryText, theirs: StoryText
) -> tuple[dict[str, str], list[Conflict]]:
    sides = {name: [getattr(side, name) for side in (base, mine, theirs)] for name in HEAD}
    found = {name: _merge_single(name, *row) for name, row in sides.items()}
    conflicts = [conflict for row in found.values() for conflict in row.conflicts]
    if not conflicts:
        return {name: row.text for name, row in found.items()}, []
    # The whole head stays the person's, and each part that would have changed is shown.
    told = {conflict.part for conflict in conflicts}
    conflicts += [
        _conflict(name, *row)
        for name, row in sides.items()
        if name not in told and row[2] not in (row[0], row[1])
    ]
    return {name: row[1] for name, row in sides.items()}, conflicts


def _merge_single(part: str, base: Any, mine: Any, theirs: Any) -> Merged[Any]:
    found = _shortcut(base, mine, theirs)
    return found or Merged(mine, [_conflict(part, base, mine, theirs)])


def _conflict(part: str, base: object, mine: object, theirs: object) -> Conflict:
    return Conflict(part, *("" if side is None else str(side) for side in (base, mine, theirs)))


def _merge_photos(
    base: Sequence[StoryPhoto], mine: Sequence[StoryPhoto], theirs: Sequence[StoryPhoto]
) -> Merged[tuple[StoryPhoto, ...]]:
    """Merge the words of photos one by one where all three have as many, else as rows.

    An image is nothing that a reading has: it stays the person's.
    """
    if not len(base) == len(mine) == len(theirs):
        return merge_rows(base, mine, theirs, part="photos")
    rows, conflicts = [], []
    for one, other, third in zip(base, mine, theirs, strict=True):
        caption = merge_text(one.caption, other.caption, third.caption, part="photos")
        credit = _merge_single("credit", one.credit, other.credit, third.credit)
        alt = _merge_single("photos", one.alt, other.alt, third.alt)
        conflicts += caption.conflicts + credit.conflicts + alt.conflicts
        rows.append(replace(other, caption=caption.text, credit=credit.text, alt=alt.text))
    return Merged(tuple(rows), conflicts)


def _merge(
    base: Any, mine: Any, theirs: Any, one: list[Change], other: list[Change]
) -> tuple[list[Any], list[tuple[Any, Any, Any]]]:
    """Return the runs of the merged sequence, and the places where two changes met."""
    runs: list[Any] = []
    conflicts: list[tuple[Any, Any, Any]] = []
    at = 0
    for start, end, left, right in _places(one, other):
        runs.append(base[at:start])
        here, there = _side(mine, start, end, left), _side(theirs, start, end, right)
        before = base[start:end]
        if left and right and here != there:
            conflicts.append((before, here, there))
        runs.append(here if left else there)
        at = end
    return [*runs, base[at:]], conflicts


def _places(
    one: list[Change], other: list[Change]
) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """Yield the places of the base that changed, each with the changes of either side that meet.

    Changes that only touch meet too: which of two insertions comes first, no program knows.
    """
    queue = sorted(
        [(c.start, c.end, 0, c) for c in one] + [(c.start, c.end, 1, c) for c in other],
        key=lambda row: row[:3],
    )
    sides: tuple[list[Change], list[Change]] = ([], [])
    start = end = -1
    for low, high, side, change in queue:
        if low > end:
            if end >= 0:
                yield start, end, *sides
            start, end, sides = low, high, ([], [])
        end = max(end, high)
        sides[side].append(change)
    if end >= 0:
        yield start, end, *sides


def _side(text: Any, start: int, end: int, found: list[Change]) -> Any:
    """Return what a side has in the place of ``base[start:end]``."""
    if not found:
        return text[:0]
    first, last = found[0], found[-1]
    return text[first.low - (first.start - start) : last.high + (end - last.end)]
