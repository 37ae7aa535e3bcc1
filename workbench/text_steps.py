"""Steps with running text: typing, cutting and joining paragraphs, moving what is marked."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from workbench.openings import with_opening
from workbench.retyping import aligned, retype
from workbench.row_steps import set_jump
from workbench.spans import is_free, without_span
from workbench.state import (
    HEAD,
    LINES,
    DeskByline,
    DeskPage,
    DeskPhoto,
    DeskStory,
    PartText,
    Scrap,
    changed,
    cut,
    joined,
    part_of,
    replaced,
    trimmed,
    typed,
    with_part,
    words,
)
from workbench.story_steps import add_after, fresh_key, travelling_bylines
from workbench.told import Focus, StepRefused, Told, excerpt

_WRAP = re.compile(r"(?<![A-Za-z0-9])\s*\n\s*|\s*\n\s*(?![A-Za-z0-9])")
JUMPS = ("jump_to", "jump_from")
FURNITURE, UNASSIGNED, NEW = "furniture", "unassigned", "new"


def type_text(
    page: DeskPage, *, story: str, part: str, text: str, index: int = 0, source: str = ""
) -> tuple[DeskPage, Told]:
    """Put ``text`` in the place of one part. In a paragraph, a line end begins another one.

    The index behind the last paragraph adds one.
    """
    before = page.story(story)
    if part in JUMPS:
        page, told = set_jump(page, story=story, part=part, number=text)
        return page, replace(told, name="type")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part == "paragraphs" and index == len(before.paragraphs):
        before = replace(before, paragraphs=(*before.paragraphs, ()))
    runs = part_of(before, part, index)
    if part not in ("paragraphs", "caption"):
        text = " ".join(text.split("\n"))
    new = retype(runs, text, source, lambda start, end: is_free(page, start, end))
    if part == "paragraphs" and "\n" in text:
        lines = tuple(_lines(new))
        after = replace(before, paragraphs=replaced(before.paragraphs, index, *lines))
        focus = Focus(story, part, index + len(lines) - 1, len(words(lines[-1])))
    else:
        after = with_part(before, part, index, new)
        focus = Focus(story, part, index, len(text))
    told = Told("type", focus, (story,), {"from": page.place(story), "part": part, "index": index})
    return page.with_story(after), told


def _unwrapped(text: str) -> str:
    """Return a run of the source in one line; a column's line end is no space in Chinese."""
    return " ".join(_WRAP.sub("", text).split())


def _lines(text: PartText) -> list[PartText]:
    plain, at, found = words(text), 0, []
    for line in plain.split("\n"):
        found.append(cut(text, at, at + len(line)))
        at += len(line) + 1
    return found


def split_paragraph(page: DeskPage, *, story: str, index: int, at: int) -> tuple[DeskPage, Told]:
    """Cut a paragraph in two."""
    before = page.story(story)
    text = part_of(before, "paragraphs", index)
    halves = cut(text, 0, at), cut(text, at)
    after = replace(before, paragraphs=replaced(before.paragraphs, index, *halves))
    told = Told("split_paragraph", Focus(story, "paragraphs", index + 1), (story,))
    return page.with_story(after), _placed(told, page, story)


def join_paragraphs(page: DeskPage, *, story: str, index: int) -> tuple[DeskPage, Told]:
    """Join a paragraph with the next one."""
    before = page.story(story)
    first, second = part_of(before, "paragraphs", index), part_of(before, "paragraphs", index + 1)
    rows = before.paragraphs
    both = (*rows[:index], joined((*first, *second)), *rows[index + 2 :])
    told = Told("join_paragraphs", Focus(story, "paragraphs", index, len(words(first))), (story,))
    return page.with_story(replace(before, paragraphs=both)), _placed(told, page, story)


def _placed(told: Told, page: DeskPage, story: str) -> Told:
    return replace(told, params={"from": page.place(story), **told.params})


def move_text(
    page: DeskPage,
    *,
    story: str,
    to: str,
    index: int = 0,
    part: str = "paragraphs",
    start: int | None = 0,
    end: int | None = None,
    more: int | None = 0,
    place: int | None = None,
    to_part: str = "paragraphs",
) -> tuple[DeskPage, Told]:
    """Move marked text to another story, to a new one, to the furniture or out of all of them.

    Without an ``end`` all of the part goes, and a paragraph that is empty then goes too. With
    ``more`` the mark reaches over so many paragraphs more, to ``end`` in the last. What comes to a
    story becomes paragraphs of its own, or joins the part that is named.
    """
    before = page.story(story)
    after, moved, whole = _taken(before, part, index, (start or 0, end), more or 0)
    if not moved:
        raise StepRefused(_("Nothing is marked. Mark the text that shall be moved."))
    along: tuple[DeskByline, ...] = ()
    if whole and to not in (FURNITURE, UNASSIGNED):
        along = travelling_bylines(before, moved[0])
        kept = (row for row in after.bylines if not any(row is one for one in along))
        after = replace(after, bylines=tuple(kept))
    page = page.with_story(after)
    params = {"text": excerpt("".join(map(words, moved)))}
    if to in (FURNITURE, UNASSIGNED):
        for text in moved:
            page = _scrapped(page, to, text)
        focus = Focus(story, part, min(index, max(len(after.paragraphs) - 1, 0)), 0)
        return page, _placed(Told(f"to_{to}", focus, (story,), params), page, story)
    if to == NEW:
        made = DeskStory(fresh_key(page), paragraphs=moved, bylines=along)
        made = with_opening(replace(made, origin=(story,)))
        told = Told("to_new_story", Focus(made.key, "paragraphs"), (story, made.key), params)
        told = _placed(told, page, story)
        return add_after(page, story, made), told
    if to == story and part == to_part == "paragraphs" and place is not None and place > index:
        place -= len(before.paragraphs) - len(after.paragraphs)
    target, focus = _received(page.story(to), moved, to_part, place)
    target = replace(target, bylines=(*target.bylines, *along))
    name = "move_within" if to == story else "move_text"
    told = Told(name, focus, (story, to), params | {"to": page.place(to)})
    return page.with_story(target), _placed(told, page, story)


def _taken(
    story: DeskStory, part: str, index: int, mark: tuple[int, int | None], more: int
) -> tuple[DeskStory, tuple[PartText, ...], bool]:
    """Return the story without what is marked, that, and whether it was all of its last text."""
    if more < 0 or (more and part != "paragraphs"):
        raise KeyError(part)
    rows = [part_of(story, part, index + at) for at in range(more + 1)]
    size = len(words(rows[-1]))
    low, high = max(mark[0], 0), size if mark[1] is None else min(mark[1], size)
    head, tail = cut(rows[0], 0, low), cut(rows[-1], high)
    rows[-1] = cut(rows[-1], 0, high)
    rows[0] = cut(rows[0], low)
    moved = tuple(row for row in map(trimmed, rows) if words(row))
    if part != "paragraphs":
        return with_part(story, part, index, joined((*head, *tail))), moved, False
    left = (head, tail) if more else (joined((*head, *tail)),)
    kept = tuple(row for row in left if words(row).strip())
    behind = story.paragraphs[index + more + 1 :]
    after = replace(story, paragraphs=(*story.paragraphs[:index], *kept, *behind))
    return after, moved, not kept and not behind


def _received(
    story: DeskStory, moved: tuple[PartText, ...], part: str, place: int | None
) -> tuple[DeskStory, Focus]:
    """Return the story with text that came to it, and where it now stands."""
    if part == "paragraphs":
        rows = story.paragraphs
        at = len(rows) if place is None else min(max(place, 0), len(rows))
        rows = (*rows[:at], *moved, *rows[at:])
        return replace(story, paragraphs=rows), Focus(story.key, "paragraphs", at)
    line = joined(run for at, row in enumerate(moved) for run in (*typed(" " if at else ""), *row))
    if part in LINES:
        old = getattr(story, part)
        gap = typed(" ") if old and part in HEAD else ()
        new = joined((*old, *gap, *line))
        return changed(story, **{part: new}), Focus(story.key, part, 0, len(words(new)))
    if part == "caption":
        photos = (*story.photos, DeskPhoto(line))
        return replace(story, photos=photos), Focus(story.key, part, len(photos) - 1)
    if part == "credit" and story.photos:
        last = replace(story.photos[-1], credit=joined((*story.photos[-1].credit, *line)))
        focus = Focus(story.key, part, len(story.photos) - 1)
        return replace(story, photos=(*story.photos[:-1], last)), focus
    if part == "byline_name":
        bylines = (*story.bylines, DeskByline((), line))
        return replace(story, bylines=bylines), Focus(story.key, part, len(bylines) - 1)
    raise KeyError(part)


def _scrapped(page: DeskPage, to: str, text: PartText) -> DeskPage:
    if to == FURNITURE:
        return replace(page, furniture=(*page.furniture, Scrap("furniture", text)))
    return replace(page, unassigned=(*page.unassigned, text))


def take_up(
    page: DeskPage,
    *,
    start: int,
    end: int,
    to: str,
    part: str = "paragraphs",
    place: int | None = None,
    source: str = "",
) -> tuple[DeskPage, Told]:
    """Take a run of the source, wherever it stands now, into a story, the furniture or a new story.

    What somebody had typed away comes back.
    """
    start, end = max(start, 0), min(end, len(source))
    text = aligned(_unwrapped(source[start:end]), source, [(start, end)])
    if not words(text):
        raise StepRefused(_("Nothing is marked. Mark the text that shall be taken up."))
    page = without_span(page, start, end)
    params = {"text": excerpt(words(text))}
    if to in (FURNITURE, UNASSIGNED):
        return _scrapped(page, to, text), Told(f"to_{to}", Focus(), (), params | {"from": "–"})
    if to == NEW:
        made = with_opening(DeskStory(fresh_key(page), paragraphs=(text,)))
        page = replace(page, stories=(*page.stories, made))
        params["to"] = page.place(made.key)  # type: ignore[assignment]
        return page, Told("take_up", Focus(made.key), (made.key,), params)
    target, focus = _received(page.story(to), (text,), part, place)
    told = Told("take_up", focus, (to,), params | {"to": page.place(to)})
    return page.with_story(target), told
