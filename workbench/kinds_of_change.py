"""Repair or edit: proposed by comparing with the source, character by character.

A character that the source has not, or one of the source that is left out, makes an edit (校是非);
what brings the text nearer to what was received, or only moves it, is a repair (校异同).
"""

from __future__ import annotations

from articles.models import Revision
from workbench.copies import Copy
from workbench.state import DeskPage, DeskStory, owned, owned_by, parts_of

REPAIR, EDIT = str(Revision.Kind.REPAIR), str(Revision.Kind.EDIT)


def proposed_kinds(copy: Copy) -> dict[str, str]:
    """Return what the change of each story that is not saved is proposed to be, by its key."""
    fresh, desk = copy.opened.desk, copy.desk
    before = {row.key: row for row in (*fresh.stories, *fresh.aside)}
    kept = _owned(desk, len(copy.opened.text))
    unsaved = copy.unsaved
    moved_only = _typed_on(desk) <= _typed_on(fresh) and not any(
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
            found[story.key] = _kind(story, before, kept)
    return found


def _kind(story: DeskStory, before: dict[str, DeskStory], kept: bytearray) -> str:
    sources = [before[key] for key in (story.key, *story.origin) if key in before]
    now = typed_in(story) + sum(_left_out(row, kept) for row in sources[:1])
    return REPAIR if now <= sum(map(typed_in, sources)) else EDIT


def typed_in(story: DeskStory) -> int:
    """Return how many characters of a story no source has; white space does not count."""
    return sum(
        sum(not char.isspace() for char in run.text)
        for _part, _index, text in parts_of(story)
        for run in text
        if run.start is None
    )


def _typed_on(page: DeskPage) -> int:
    return sum(map(typed_in, page.stories))


def _owned(page: DeskPage, size: int) -> bytearray:
    kept = bytearray(size)
    for start, end in owned(page):
        kept[start:end] = b"\x01" * (end - start)
    return kept


def _left_out(story: DeskStory, kept: bytearray) -> int:
    """Return how many characters a story had from the source that are nowhere on the desk."""
    return sum(kept[start:end].count(0) for start, end in owned_by(story))
