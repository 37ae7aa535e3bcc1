"""Steps with whole stories: split, join, reorder, take off the page and put back.

Dateline and byline travel as an editor expects: what stood at the end of the print goes with the
later part, what stood at its head stays with the first. What stands at the head of the later part
itself, in the middle of a paragraph, becomes its dateline and byline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from workbench.openings import with_opening
from workbench.spans import first_offset
from workbench.state import (
    LINES,
    DeskByline,
    DeskPage,
    DeskStory,
    PartText,
    cut,
    joined,
    part_of,
    parts_of,
    story_from_json,
    trimmed,
    typed,
    words,
)
from workbench.told import Focus, StepRefused, Told, excerpt

# A line so short that does not end as a sentence is a headline, not a paragraph.
LONGEST_HEADLINE = 40
SENTENCE_ENDS = "。！？；…：”"


def fresh_key(page: DeskPage) -> str:
    """Return a key that no story of the page has or had."""
    keys = {story.key for story in (*page.stories, *page.aside)}
    keys |= {key for story in (*page.stories, *page.aside) for key in story.origin}
    numbers = [int(key[1:]) for key in keys if key.startswith("n")]
    return f"n{max(numbers, default=0) + 1}"


def add_after(page: DeskPage, key: str, made: DeskStory) -> DeskPage:
    """Return the page with a story behind another one."""
    at = page.place(key)
    return replace(page, stories=(*page.stories[:at], made, *page.stories[at:]))


def travelling_bylines(story: DeskStory, text: PartText) -> tuple[DeskByline, ...]:
    """Return the bylines that stood behind the beginning of ``text`` in the source."""
    begin = first_offset(text)
    if begin is None:
        return ()
    return tuple(row for row in story.bylines if (first_offset(row.name) or -1) > begin)


def split_story(
    page: DeskPage, *, story: str, index: int, at: int | None = 0, headline: str = ""
) -> tuple[DeskPage, Told]:
    """Make a new story of all that follows a place in a paragraph.

    A short line there that is no sentence is its headline, unless ``headline`` is ``no``.
    """
    before = page.story(story)
    text = part_of(before, "paragraphs", index)
    first, later = trimmed(cut(text, 0, at or 0)), trimmed(cut(text, at or 0))
    rest = tuple(row for row in (later, *before.paragraphs[index + 1 :]) if words(row).strip())
    kept = (*before.paragraphs[:index], *((first,) if first else ()))
    if not rest:
        raise StepRefused(_("Nothing follows this place. Put the caret where the story begins."))
    made = _later_part(before, rest, fresh_key(page), headline)
    stay = replace(
        before,
        paragraphs=kept,
        bylines=_others(before.bylines, made.bylines),
        photos=_others(before.photos, made.photos),
        jump_to=None,
        truncated=False,
        marks=_others(before.marks, made.marks),
    )
    page = add_after(page.with_story(stay), story, made)
    part = "headline" if made.headline else "paragraphs"
    params = {"from": page.place(story), "to": page.place(made.key)}
    return page, Told("split_story", Focus(made.key, part), (story, made.key), params)


def _others(rows: tuple[Any, ...], gone: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(row for row in rows if not any(row is one for one in gone))


def _later_part(story: DeskStory, rest: tuple[PartText, ...], key: str, headline: str) -> DeskStory:
    head: PartText = ()
    if headline != "no" and len(rest) > 1 and is_headline(words(rest[0])):
        head, rest = rest[0], rest[1:]
    begin = first_offset(head, *rest)
    made = DeskStory(
        key,
        kind=story.kind,
        headline=head,
        paragraphs=rest,
        jump_to=story.jump_to,
        truncated=story.truncated,
        marks=tuple(row for row in story.marks if row.part == "jump_to"),
        origin=(story.key,),
    )
    if begin is None:
        return with_opening(made)
    marks = tuple(
        row
        for row in story.marks
        if row.part == "jump_to" or (row.part != "jump_from" and row.start > begin)
    )
    photos = tuple(
        row for row in story.photos if (first_offset(row.caption, row.credit) or -1) > begin
    )
    bylines = travelling_bylines(story, rest[0])
    return with_opening(replace(made, bylines=bylines, photos=photos, marks=marks))


def is_headline(text: str) -> bool:
    """Whether a line is short and no sentence."""
    return 0 < len(text.strip()) <= LONGEST_HEADLINE and text.strip()[-1] not in SENTENCE_ENDS


def join_stories(page: DeskPage, *, story: str, into: str) -> tuple[DeskPage, Told]:
    """Put all of a story into another one; the text stands in the order of the page.

    The headline of the one that is kept stays; the other's becomes a paragraph of its own where
    both have one. The emptied story is off the page.
    """
    gone, kept = page.story(story), page.story(into)
    if story == into:
        raise StepRefused(_("A story cannot be joined with itself."))
    behind = page.place(story) > page.place(into)
    whole = _joined(kept, gone, behind=behind)
    emptied = DeskStory(gone.key, gone.pk, origin=(*gone.origin, into))
    params = {"from": page.place(story), "to": page.place(into), "reason": excerpt(kept.title)}
    joint = len(kept.paragraphs) if behind else len(whole.paragraphs) - len(kept.paragraphs)
    last = max(len(whole.paragraphs) - 1, 0)
    told = Told("join_stories", Focus(into, "paragraphs", min(joint, last)), (story, into), params)
    page = page.with_story(whole)
    return _taken_off(page, story, emptied), told


def _joined(kept: DeskStory, gone: DeskStory, *, behind: bool) -> DeskStory:
    lines: dict[str, Any] = {name: getattr(kept, name) for name in LINES}
    paragraphs = gone.paragraphs
    if gone.dateline and (kept.dateline or behind):
        # In the middle of a story, a dateline is a part of the running text.
        first = paragraphs[0] if paragraphs else ()
        paragraphs = (joined((*gone.dateline, *typed(" "), *first)), *paragraphs[1:])
    elif gone.dateline:
        lines["dateline"] = gone.dateline
    without_head = not (kept.headline or kept.kicker or kept.deck)
    extra: tuple[PartText, ...] = ()
    for name in ("section", "kicker", "headline", "deck"):
        text = getattr(gone, name)
        if not text:
            continue
        if not lines[name] and (without_head or name == "section"):
            lines[name] = text
        else:
            extra = (*extra, text)
    before, after = (kept, gone) if behind else (gone, kept)
    theirs = (*extra, *paragraphs)
    return replace(
        kept,
        **lines,
        paragraphs=(*kept.paragraphs, *theirs) if behind else (*theirs, *kept.paragraphs),
        bylines=(*before.bylines, *after.bylines),
        photos=(*before.photos, *after.photos),
        jump_to=after.jump_to or before.jump_to,
        jump_from=before.jump_from or after.jump_from,
        truncated=after.truncated,
        marks=(*kept.marks, *gone.marks),
        origin=tuple(dict.fromkeys((*kept.origin, gone.key))),
        continues=(*kept.continues, *gone.continues),
    )


def _taken_off(page: DeskPage, key: str, row: DeskStory) -> DeskPage:
    """Return the page without a story; one that was never saved and is empty leaves no trace."""
    stories = tuple(one for one in page.stories if one.key != key)
    keep = row.pk is not None or not row.is_empty
    return replace(page, stories=stories, aside=(*page.aside, row) if keep else page.aside)


def join_continuation(
    page: DeskPage, *, story: str, other: Mapping[str, Any], version: int, number: str
) -> tuple[DeskPage, Told]:
    """Put the continuation of a story, which stands on page ``number``, behind its text.

    ``other`` is that story as JSON, of that ``version``. When this is saved, it is taken off its
    own page.
    """
    kept = page.story(story)
    rest = story_from_json(other)
    if rest.pk is None or rest.pk in {pk for pk, _version in kept.continues}:
        raise StepRefused(_("This continuation is joined already."))
    first, *others = (words(row) for row in rest.paragraphs) if rest.paragraphs else ("",)
    rows = kept.paragraphs
    last = rows[-1] if rows else ()
    if rest.dateline:
        # In the middle of a story, a dateline is a part of the running text.
        first = " ".join(filter(None, (words(rest.dateline), first)))
    # What broke off in mid-sentence goes on there, unless a headline begins something new.
    ended = not last or words(last).rstrip()[-1:] in f"{SENTENCE_ENDS}）"
    mid = not ended and (kept.truncated or not is_headline(first))
    begun = (joined((*last, *typed(first))),) if mid else (*rows[-1:], typed(first))
    paragraphs = (*rows[:-1], *(row for row in begun if row), *map(typed, others))
    bylines = tuple(
        DeskByline(typed(words(row.role)), typed(words(row.name)))
        for row in rest.bylines
        if words(row.name) not in {words(one.name) for one in kept.bylines}
    )
    whole = replace(
        kept,
        paragraphs=paragraphs,
        bylines=(*kept.bylines, *bylines),
        photos=(*kept.photos, *rest.photos),
        jump_to=rest.jump_to,
        truncated=rest.truncated,
        continues=(*kept.continues, (rest.pk, version)),
    )
    place, text = page.place(story), excerpt(rest.title)
    params = {"from": number, "to": place, "text": text, "other": rest.pk}
    focus = Focus(story, "paragraphs", max(len(rows) - 1, 0), len(words(last)))
    return page.with_story(whole), Told("join_continuation", focus, (story,), params)


def add_story(page: DeskPage, *, place: int | None = None) -> tuple[DeskPage, Told]:
    """Put an empty story on the page, at the end or in a place."""
    made = DeskStory(fresh_key(page))
    at = len(page.stories) if place is None else min(max(place - 1, 0), len(page.stories))
    page = replace(page, stories=(*page.stories[:at], made, *page.stories[at:]))
    return page, Told("add_story", Focus(made.key, "headline"), (made.key,), {"to": at + 1})


def reorder(page: DeskPage, *, story: str, place: int) -> tuple[DeskPage, Told]:
    """Put a story into the place of that number, from 1; what is beyond the last is the last."""
    row, was = page.story(story), page.place(story)
    others = [one for one in page.stories if one.key != story]
    at = min(max(place, 1), len(page.stories))
    others.insert(at - 1, row)
    params = {"from": was, "to": at}
    return replace(page, stories=tuple(others)), Told("reorder", Focus(story), (story,), params)


def set_aside(page: DeskPage, *, story: str, reason: str = "") -> tuple[DeskPage, Told]:
    """Take a story off the page with all that it has."""
    row, place = page.story(story), page.place(story)
    params = {"from": place, "text": excerpt(row.title), "reason": reason}
    page = _taken_off(page, story, row)
    near = page.stories[min(place, len(page.stories)) - 1].key if page.stories else ""
    return page, Told("set_aside", Focus(near), (story,), params)


def take_back(page: DeskPage, *, story: str, place: int | None = None) -> tuple[DeskPage, Told]:
    """Put a story that was taken off the page back on it, where it was printed or at a place."""
    row = next((one for one in page.aside if one.key == story), None)
    if row is None:
        raise KeyError(story)
    page = replace(page, aside=tuple(one for one in page.aside if one.key != story))
    at = _printed_at(page, row) if place is None else min(max(place - 1, 0), len(page.stories))
    page = replace(page, stories=(*page.stories[:at], row, *page.stories[at:]))
    params = {"to": at + 1, "text": excerpt(row.title)}
    return page, Told("take_back", Focus(story), (story,), params)


def _printed_at(page: DeskPage, story: DeskStory) -> int:
    """Return how many stories stand before one: up to the last that was printed before it."""
    start = _begins_at(story)
    if start is None:
        return len(page.stories)
    begun = enumerate(map(_begins_at, page.stories), start=1)
    return max((at for at, one in begun if one is not None and one < start), default=0)


def _begins_at(story: DeskStory) -> int | None:
    return first_offset(*(text for _part, _index, text in parts_of(story)))
