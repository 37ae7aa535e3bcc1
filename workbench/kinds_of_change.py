"""Repair or edit: proposed by comparing with the source, character by character.

A character that no source has, or one of the source that is left out, makes an edit (校是非). What
brings the text nearer to what was received, or only moves it, is a repair (校异同); so is a change
of a story that nothing was received for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from articles.models import Revision
from reading.folded import LOOKALIKE, UNUSUAL, usual_form
from workbench.copies import Copy
from workbench.state import DeskPage, DeskStory, owned, owned_by, parts_of

REPAIR, EDIT = str(Revision.Kind.REPAIR), str(Revision.Kind.EDIT)


def proposed_kinds(copy: Copy) -> dict[str, str]:
    """Return what the change of each story that is not saved is proposed to be, by its key."""
    fresh, desk, unsaved = copy.opened.desk, copy.desk, set(copy.unsaved)
    if not unsaved:
        return {}
    before = {row.key: row for row in (*fresh.stories, *fresh.aside)}
    kept = _owned(desk, len(copy.opened.text))
    moved_only = not typed_in(desk.stories) - typed_in(fresh.stories) and not any(
        _left_out(before[key], kept) for key in unsaved if key in before
    )
    rows = copy.opened.by_key
    found = {}
    for story in desk.stories:
        if story.key not in unsaved:
            continue
        article = rows.get(story.key)
        if article is not None and article.published_at:
            found[story.key] = EDIT
        elif moved_only or story.continues:
            found[story.key] = REPAIR
        else:
            found[story.key] = _kind(story, before, kept, copy.opened.text)
    return found


def _kind(story: DeskStory, before: dict[str, DeskStory], kept: bytearray, source: str) -> str:
    sources = [before[key] for key in (story.key, *story.origin) if key in before]
    if not any(True for row in sources for _span in owned_by(row)):
        return REPAIR
    new = typed_in([story]) - typed_in(sources)
    left = _left_out(sources[0], kept)
    if left and _are_usual(new, sources[0], kept, source):
        return REPAIR
    return EDIT if new or left else REPAIR


def _are_usual(new: Counter[str], story: DeskStory, kept: bytearray, source: str) -> bool:
    """Say whether what is typed is the usual form of the unusual characters left out."""
    left = "".join(
        source[at] for start, end in owned_by(story) for at in range(start, end) if not kept[at]
    )
    alike = "".join(filter(LOOKALIKE.match, left))
    return all(map(UNUSUAL.match, left)) and Counter(usual_form(alike)) == new


def typed_in(stories: Iterable[DeskStory]) -> Counter[str]:
    """Count the characters that no source has; white space does not count."""
    return Counter(
        char
        for story in stories
        for _part, _index, text in parts_of(story)
        for run in text
        if run.start is None
        for char in run.text
        if not char.isspace()
    )


def _owned(page: DeskPage, size: int) -> bytearray:
    kept = bytearray(size)
    for start, end in owned(page):
        kept[start:end] = b"\x01" * (end - start)
    return kept


def _left_out(story: DeskStory, kept: bytearray) -> int:
    """Return how many characters a story had from the source that are nowhere on the desk."""
    return sum(kept[start:end].count(0) for start, end in owned_by(story))
