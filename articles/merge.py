"""Three-way merging: what a person changed and what a newer reading changes, in one text.

Where both changed the same place and not alike, the person's text stays in force and the place is
a ``Conflict``. Pure functions, no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.diff import Change, changes, sequence_changes

Text = dict[str, Any]
# The parts of a headline go together: half of one and half of another would be no headline.
HEAD = ("section", "kicker", "headline", "deck")
SINGLE = ("kind", "dateline", "jump_to", "jump_from", "truncated")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that two sides changed in different ways."""

    part: str
    base: str
    mine: str
    theirs: str


@dataclass(slots=True)
class Merged:
    """A merged text; where ``conflicts`` says so, ``mine`` stays in force."""

    text: Any
    conflicts: list[Conflict] = field(default_factory=list)


def merge_text(base: str, mine: str, theirs: str, *, part: str = "") -> Merged:
    """Merge three texts character by character."""
    shortcut = _shortcut(base, mine, theirs)
    if shortcut:
        return shortcut
    merged, conflicts = _merge(base, mine, theirs, changes(base, mine), changes(base, theirs))
    return Merged("".join(merged), [Conflict(part, *found) for found in conflicts])


def merge_rows(base: list[Text], mine: list[Text], theirs: list[Text], *, part: str) -> Merged:
    """Merge three lists of small rows, such as bylines, row by row."""
    shortcut = _shortcut(base, mine, theirs)
    if shortcut:
        return shortcut
    sides = [[tuple(sorted(row.items())) for row in side] for side in (base, mine, theirs)]
    one, other, third = sides
    merged, conflicts = _merge(
        one, other, third, sequence_changes(one, other), sequence_changes(one, third)
    )
    rows = [dict(row) for run in merged for row in run]
    shown = [[shown_rows([dict(row) for row in side]) for side in found] for found in conflicts]
    return Merged(rows, [Conflict(part, *found) for found in shown])


def merge_story(base: Text, mine: Text, theirs: Text) -> Merged:
    """Merge three texts of a story (``editing.story_text``)."""
    merged: Text = dict(mine)
    conflicts = _merge_head(merged, base, mine, theirs)
    for name in SINGLE:
        conflicts += _merge_single(merged, name, base, mine, theirs)
    for found, name in (
        (_merge_paragraphs(base, mine, theirs), "paragraphs"),
        (_merge_rows_of("bylines", base, mine, theirs), "bylines"),
        (_merge_photos(base, mine, theirs), "photos"),
    ):
        merged[name] = found.text
        conflicts += found.conflicts
    return Merged(merged, conflicts)


def shown_rows(rows: Sequence[Text]) -> str:
    """Return rows as a person reads them; a database may keep their keys in any order."""
    order = ("role", "name", "caption", "credit")
    return "\n".join(" ".join(str(row[key]) for key in order if row.get(key)) for row in rows)


def _shortcut(base: Any, mine: Any, theirs: Any) -> Merged | None:
    if mine in (theirs, base):
        return Merged(theirs)
    return Merged(mine) if theirs == base else None


def _merge_head(merged: Text, base: Text, mine: Text, theirs: Text) -> list[Conflict]:
    conflicts = []
    for name in HEAD:
        conflicts += _merge_single(merged, name, base, mine, theirs)
    if conflicts:
        # The whole head stays the person's, and each part that would have changed is shown.
        merged.update({name: mine.get(name) for name in HEAD})
        told = {conflict.part for conflict in conflicts}
        conflicts += [
            _conflict(name, base, mine, theirs)
            for name in HEAD
            if name not in told and theirs.get(name) not in (base.get(name), mine.get(name))
        ]
    return conflicts


def _merge_single(merged: Text, name: str, base: Text, mine: Text, theirs: Text) -> list[Conflict]:
    found = _shortcut(base.get(name), mine.get(name), theirs.get(name))
    if found is None:
        return [_conflict(name, base, mine, theirs)]
    merged[name] = found.text
    return []


def _conflict(name: str, base: Text, mine: Text, theirs: Text) -> Conflict:
    shown = ["" if side.get(name) is None else str(side[name]) for side in (base, mine, theirs)]
    return Conflict(name, *shown)


def _merge_paragraphs(base: Text, mine: Text, theirs: Text) -> Merged:
    sides = ["\n".join(side.get("paragraphs", [])) for side in (base, mine, theirs)]
    found = merge_text(*sides, part="paragraphs")
    found.text = [line for line in found.text.split("\n") if line.strip()]
    return found


def _merge_rows_of(name: str, base: Text, mine: Text, theirs: Text) -> Merged:
    return merge_rows(base.get(name, []), mine.get(name, []), theirs.get(name, []), part=name)


def _merge_photos(base: Text, mine: Text, theirs: Text) -> Merged:
    """Merge captions and credits photo by photo where all three have as many, else as rows."""
    sides = [side.get("photos", []) for side in (base, mine, theirs)]
    if len({len(side) for side in sides}) > 1:
        return _merge_rows_of("photos", base, mine, theirs)
    rows, conflicts = [], []
    for one, other, third in zip(*sides, strict=True):
        caption = merge_text(one["caption"], other["caption"], third["caption"], part="photos")
        row = {"caption": caption.text, "credit": other["credit"]}
        conflicts += caption.conflicts + _merge_single(row, "credit", one, other, third)
        rows.append(row)
    return Merged(rows, conflicts)


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
    queue = sorted([(c.start, c.end, 0, c) for c in one] + [(c.start, c.end, 1, c) for c in other],
                   key=lambda row: row[:3])  # fmt: skip
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
