"""Whether a story begins at a line: "yes" splits the story there, "no" joins it with the one above.

The answer settles the finding that asks, and is kept as the label of its line
(``findings.beginnings``). Who takes the step back opens the finding again.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from audit import log as audit
from findings.answers import DecisionRefused, decide, say_whether_begins, why_gone
from findings.beginnings import ASKS
from findings.models import Finding
from issues.models import Page
from workbench.spans import first_offset
from workbench.state import HEAD, DeskPage, DeskStory, changed, cut, parts_of, trimmed, words
from workbench.story_steps import add_after, fresh_key, join_stories, split_story
from workbench.told import Focus, StepRefused, Told, excerpt

YES, NO = "begins", "goes_on"


def whether_begins(
    page: DeskPage, *, start: int, end: int, begins: bool
) -> tuple[DeskPage, Told | None]:
    """Let a story begin at a span of the source, or go on there; ``None`` where it does already."""
    story, part, index, at = _place(page, start, end)
    own = (*(getattr(story, name) for name in (*HEAD, "dateline")), *story.paragraphs)
    first = first_offset(*own)
    is_first = first is None or first >= start
    if begins and not is_first:
        if part not in ("paragraphs", *HEAD):
            index, at = _text_behind(story, start), 0
        if part in HEAD or not index + at:
            return _split_head(page, story, part, at)
        return split_story(page, story=story.key, index=index, at=at)
    above = page.place(story.key) - 2
    if not begins and is_first and above >= 0:
        return join_stories(page, story=story.key, into=page.stories[above].key)
    return page, None


def _place(page: DeskPage, start: int, end: int) -> tuple[DeskStory, str, int, int]:
    """Return where the first character of a span stands: story, part, index and offset in it."""
    found: list[tuple[int, DeskStory, str, int, int]] = []
    for story in page.stories:
        for part, index, text in parts_of(story):
            at = 0
            for run in text:
                low = run.start if run.start is not None else end
                if low < end and start < low + len(run.text):
                    skipped = max(start - low, 0)
                    found.append((low + skipped, story, part, index, at + skipped))
                at += len(run.text)
    if not found:
        raise StepRefused(_("These words are in no story. Take them into one first."))
    _start, *place = min(found, key=lambda row: row[0])
    return tuple(place)  # type: ignore[return-value]


def _text_behind(story: DeskStory, start: int) -> int:
    """Return the first paragraph that stood behind an offset of the source."""
    for index, text in enumerate(story.paragraphs):
        offset = first_offset(text)
        if offset is not None and offset > start:
            return index
    raise StepRefused(_("Nothing follows this place. Put the caret where the story begins."))


def _split_head(page: DeskPage, story: DeskStory, part: str, at: int) -> tuple[DeskPage, Told]:
    """Leave the story what stands above a place in its head; all else makes a new one."""
    names = HEAD[HEAD.index(part) :] if part in HEAD else ()
    text = getattr(story, part) if names else ()
    kept = dict.fromkeys(names, ()) | ({part: trimmed(cut(text, 0, at))} if names else {})
    taken = {name: getattr(story, name) for name in names}
    taken |= {part: trimmed(cut(text, at))} if names else {}
    stays = DeskStory(
        story.key,
        story.pk,
        kind=story.kind,
        section=story.section,
        **{name: getattr(story, name) for name in HEAD} | kept,
        jump_from=story.jump_from,
        marks=tuple(row for row in story.marks if row.part == "jump_from"),
        origin=story.origin,
        continues=story.continues,
    )
    made = changed(
        story,
        key=fresh_key(page),
        pk=None,
        section=(),
        **dict.fromkeys(HEAD, ()) | taken,
        jump_from=None,
        marks=tuple(row for row in story.marks if row.part != "jump_from"),
        origin=(story.key,),
        continues=(),
    )
    page = add_after(page.with_story(stays), story.key, made)
    params = {"from": page.place(story.key), "to": page.place(made.key)}
    focus = Focus(made.key, "headline" if words(made.headline) else "paragraphs")
    return page, Told("split_story", focus, (story.key, made.key), params)


def told_of_answer(page: DeskPage, finding: Finding, *, begins: bool) -> tuple[DeskPage, Told]:
    """Do on a page what an answer says, as one step that knows its finding."""
    start, end = finding.span_start, finding.span_end
    if start is None or end is None:
        raise StepRefused(_("Nobody knows any more where this line stands. Settle the question."))
    page, told = whether_begins(page, start=start, end=end, begins=begins)
    text = excerpt(str(finding.params.get("text", "")))
    told = told or Told(YES if begins else NO, params={"text": text})
    return page, replace(told, params={**told.params, "asked": finding.pk, "begins": begins})


def say(finding: Finding, begins: bool, *, by: User) -> None:
    """Settle the finding and keep the label. Raises ``StepRefused``."""
    try:
        say_whether_begins(finding, begins, by=by)
    except DecisionRefused as refusal:
        raise StepRefused(str(refusal)) from refusal


def asked_on(page: Page, finding: int) -> Finding:
    """Return the question of a page whether a story begins. Raises ``StepRefused``."""
    rows = page.findings.filter(code=ASKS).select_related("page")
    row = rows.filter(pk=finding).first()
    if row is None:
        raise StepRefused(_("That place is no longer on the page. Look at it again."))
    if gone := why_gone(row):
        raise StepRefused(gone)
    return row


def turn_answer(told: Told, *, by: User, back: bool) -> None:
    """Open the finding again when its step is taken back, or settle it when it is done again.

    Whatever somebody has answered since stays so.
    """
    row = Finding.objects.filter(pk=told.params.get("asked") or 0, code=ASKS).first()
    if row is None:
        return
    with contextlib.suppress(DecisionRefused), audit.chained():
        if back:
            decide(row, Finding.State.OPEN, by=by)
        else:
            say_whether_begins(row, bool(told.params["begins"]), by=by)
