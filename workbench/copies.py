"""Working copies: what one person has on his desk, kept at every pause of his fingers.

A copy keeps only what he touched. What he did not touch is as the database has it now, so that
others' work comes to him by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import Any
from zlib import crc32

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.text import StoryText
from audit import log as audit
from issues.models import Page
from workbench.begin_steps import asked_on, say, told_of_answer, turn_answer
from workbench.models import WorkingCopy, WorkingStep, WorkingStory
from workbench.origins import Opened, key_of, open_page
from workbench.overlay import overlaid
from workbench.patches import patch_to, patched
from workbench.spans import relinked_page
from workbench.state import (
    DeskPage,
    DeskStory,
    part_of,
    rest_to_json,
    story_from_json,
    story_text,
    story_to_json,
    words,
)
from workbench.steps import perform
from workbench.told import Focus, StepRefused, Told

MOST_STEPS = 300
NO_VERSION = 2**31 - 1


class Behind(Exception):
    """Another window of the same person, or somebody's saving, has changed the page since."""


@dataclass(slots=True)
class Copy:
    """A page as one person has it on his desk."""

    row: WorkingCopy
    opened: Opened
    desk: DeskPage
    stories: dict[str, WorkingStory] = field(default_factory=dict)
    last: tuple[str, str] = ("", "")
    # Touched stories that are again as he began with, and that somebody else has changed since.
    passed: Collection[str] = ()

    @property
    def number(self) -> str:
        """What a window has seen: the count of changes, and the versions of all stories."""
        return number_of(self.row, [(row.pk, row.version) for row in self.opened.articles])

    @property
    def unsaved(self) -> list[str]:
        """The keys of the stories that are not as they are in the database."""
        known, joined = self.opened.texts, self.joined
        found = []
        for story in self.desk.stories:
            text = known.get(story.key)
            chosen = any(photo.image for photo in story.photos)
            same = text is not None and _same(story_text(story), text)
            if not same or chosen or set(story.continues) != joined.get(story.key, set()):
                found.append(story.key)
        return found

    @property
    def joined(self) -> dict[str, set[tuple[int, int]]]:
        """What stories were joined with from other pages when they were saved last."""
        return {row.key: set(row.continues) for row in self.opened.desk.stories}

    @property
    def is_rearranged(self) -> bool:
        """Whether there is anything to save that is no story's: an order, what is in no story."""
        fresh = self.opened.desk
        same = [row.key for row in fresh.stories] == [row.key for row in self.desk.stories]
        return not same or _scraps(fresh) != _scraps(self.desk)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.is_rearranged or bool(self.unsaved)


def _scraps(page: DeskPage) -> tuple[Any, ...]:
    return page.furniture, page.unassigned


def _same(one: StoryText, other: StoryText) -> bool:
    return one.words == other.words


def number_of(row: WorkingCopy, versions: Iterable[tuple[int, int]]) -> str:
    seen = ",".join(f"{pk}:{version}" for pk, version in sorted(versions))
    return f"{row.number}.{crc32(seen.encode()):x}"


def load(page: Page, user: User, *, lock: bool = False) -> Copy:
    """Return the copy that ``user`` has of ``page``; without one, the page as it stands."""
    rows = WorkingCopy.objects.select_for_update() if lock else WorkingCopy.objects
    row = rows.filter(user=user, page=page).first() or WorkingCopy(user=user, page=page)
    stories = {one.key: one for one in row.stories.all()} if row.pk else {}
    return _built(row, stories)


def _built(row: WorkingCopy, stories: dict[str, WorkingStory]) -> Copy:
    named = {one.article_id: one.key for one in stories.values() if one.article_id}
    opened = open_page(row.page, named)
    mine = {
        key: replace(story_from_json(one.story), pk=one.article_id)
        for key, one in stories.items()
        if one.story is not None
    }
    changed = [key for key, story in mine.items() if _differs(stories[key], story)]
    passed = {
        key
        for key in mine.keys() - set(changed)
        if key in opened.by_key and opened.by_key[key].version != stories[key].base_version
    }
    # What he left as it was is shown as it stands now.
    mine = {key: story for key, story in mine.items() if key not in passed}
    desk = overlaid(opened.desk, mine, changed, row.rest)
    desk = relinked_page(desk, opened.text, mine)
    copy = Copy(row, opened, desk, stories, passed=passed)
    if row.pk:
        copy.last = _last_names(row)
    return copy


def _differs(row: WorkingStory, story: DeskStory) -> bool:
    """Whether somebody has changed the words of a story that he began with."""
    if any(photo.image for photo in story.photos):
        return True
    return row.base is None or StoryText.from_dict(row.base).words != story_text(story).words


def _last_names(row: WorkingCopy) -> tuple[str, str]:
    done = row.steps.filter(undone=False).order_by("-pk").values_list("name", flat=True).first()
    undone = row.steps.filter(undone=True).order_by("pk").values_list("name", flat=True).first()
    return done or "", undone or ""


def steps_to_write(copy: Copy) -> tuple[list[WorkingStep], list[WorkingStep]]:
    """Return the steps that are not saved yet, and those that were saved and then undone."""
    rows = list(copy.row.steps.defer("before", "after"))
    done = [row for row in rows if not row.undone and not row.saved]
    return done, [row for row in rows if row.undone and row.saved]


def do_step(
    page: Page, user: User, number: str, name: str, args: Mapping[str, Any]
) -> tuple[Copy, Told]:
    """Do one step on the copy. Raises ``Behind`` and ``StepRefused``."""
    with transaction.atomic():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        desk, told = perform(copy.desk, name, args, source=copy.opened.text)
        return record(copy, desk, told), told


def say_whether_begins(
    page: Page, user: User, number: str, finding: int, *, begins: bool
) -> tuple[Copy, Told]:
    """Answer whether a story begins where a finding asks: split there, or join, as one step.

    Raises ``Behind`` and ``StepRefused``.
    """
    with audit.chained():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        asked = asked_on(page, finding)
        desk, told = told_of_answer(copy.desk, asked, begins=begins)
        say(asked, begins, by=user)
        return record(copy, desk, told), told


def record(copy: Copy, desk: DeskPage, told: Told) -> Copy:
    """Keep another state of the copy, as one step that can be undone."""
    check_public(copy, told)
    before = {**patch_to(copy.desk, desk), "bases": _begun_anew(copy, desk)}
    _write(copy, desk, told.focus)
    step = WorkingStep(copy=copy.row, name=told.name, told=plain_told(told), before=before)
    keep_step(copy.row, step)
    copy.desk, copy.last = desk, (told.name, "")
    return copy


def _begun_anew(copy: Copy, desk: DeskPage) -> dict[str, Any]:
    """Begin with what stands now where a step changes a story that others have changed since.

    Returns what he began with before: who takes the step back begins with that again, so that
    steps before it are still merged with what the others did.
    """
    old = {row.key: row for row in (*copy.desk.stories, *copy.desk.aside)}
    new = {row.key: row for row in (*desk.stories, *desk.aside)}
    found = {}
    for key in copy.passed:
        if new.get(key) != old.get(key):
            row = copy.stories[key]
            found[key] = [row.base, row.base_version]
            row.story = None
    return found


def _begun_as(copy: Copy, bases: Mapping[str, Any]) -> dict[str, Any]:
    """Put back what he began with, and return what it was until now."""
    found = {}
    for key, began in bases.items():
        row = copy.stories.get(key)
        if row is not None and row.story is not None:
            found[key] = [row.base, row.base_version]
            row.base, row.base_version = began
            row.save(update_fields=["base", "base_version"])
    return found


def locked(page: Page, user: User) -> Copy:
    """Return the copy, kept from now on, and locked so that two windows come after each other."""
    WorkingCopy.objects.get_or_create(user=user, page=page)
    return load(page, user, lock=True)


# What may be done with a story that readers see, as a proposal of other words.
WORDS_ONLY = {
    *("type", "accept", "use", "restore", "split_paragraph", "join_paragraphs", "move_within"),
    *("swap_parts", "cut_headline", "join_headline", "change_kind", "set_truncated", "set_whole"),
    *("set_jump", "add_byline", "remove_byline", "move_byline", "add_photo", "remove_photo"),
    *("reorder", "move_photo", "move_photo_within", "put_image", "begins"),
    *("goes_on", "restore_read"),
}
# What may be taken off the page: nothing that goes through the reviews.
TAKES_OFF = {"set_aside", "join_stories"}


def check_public(copy: Copy, told: Told) -> None:
    """Raise ``StepRefused`` for a step that the state of its stories forbids."""
    rows = copy.opened.by_key
    for key in told.keys:
        row = rows.get(key)
        if row is not None and row.is_published and told.name not in WORDS_ONLY:
            text = _(
                "“%(story)s” is before its readers: only its words can be changed, as a proposal."
            )
            raise StepRefused(text % {"story": row})
    gone = rows.get(told.keys[0]) if told.name in TAKES_OFF and told.keys else None
    if gone is not None and gone.status not in ("draft", "set-aside"):
        text = _(
            "“%(story)s” is in its reviews. Have it returned first, then take it off the page."
        )
        raise StepRefused(text % {"story": gone})


def plain_told(told: Told) -> dict[str, Any]:
    return {
        "params": dict(told.params),
        "keys": list(told.keys),
        "focus": list(astuple(told.focus)),
    }


def told_of(step: WorkingStep) -> Told:
    raw = step.told
    return Told(step.name, Focus(*raw["focus"]), tuple(raw["keys"]), raw["params"])


def _write(copy: Copy, desk: DeskPage, focus: Focus) -> None:
    """Keep what is new on the desk."""
    old = {row.key: row for row in (*copy.desk.stories, *copy.desk.aside)}
    new = {row.key: row for row in (*desk.stories, *desk.aside)}
    for key, story in new.items():
        if old.get(key) != story:
            touch(copy, story)
    rest = rest_to_json(desk)
    if rest != rest_to_json(copy.desk):
        fresh = rest_to_json(copy.opened.desk)
        base = {name: fresh[name] for name in ("order", "aside")}
        copy.row.rest = {**rest, "base": (copy.row.rest or {}).get("base", base)}
    count_change(copy.row, focus)


def touch(copy: Copy, story: DeskStory, base: DeskStory | None = None) -> None:
    """Keep a story; ``base`` is what he began with, where the page has gone on since."""
    row = copy.stories.get(story.key)
    if row is None:
        row = copy.stories[story.key] = WorkingStory(copy=copy.row, key=story.key)
        article = copy.opened.by_key.get(story.key)
        row.article = article
    if row.story is None:
        article = copy.opened.by_key.get(story.key)
        text = copy.opened.texts.get(story.key)
        row.base_version = article.version if article else 0
        row.base = text.to_dict() if text else None
        if base is not None:
            # Any version but the one that stands now.
            row.base_version = row.base_version - 1 if row.base_version else NO_VERSION
            row.base = story_text(base).to_dict()
        if row.base is not None and article is not None:
            row.base["rows"] = [photo.pk for photo in article.photos.all()]
    row.story = story_to_json(story)
    row.save()


def count_change(row: WorkingCopy, focus: Focus) -> None:
    row.number += 1
    row.updated_at = timezone.now()
    row.place = asdict(focus)
    row.save(update_fields=["number", "updated_at", "place", "rest"])


def keep_step(row: WorkingCopy, step: WorkingStep) -> None:
    """Add a step: what was undone before it cannot be done again. Very old ones are forgotten."""
    row.steps.filter(undone=True).delete()
    step.save()
    keys = row.steps.order_by("-pk").values_list("pk", flat=True)[MOST_STEPS : MOST_STEPS + 50]
    if old := list(keys):
        row.steps.filter(pk__in=old).delete()


def undo(page: Page, user: User, number: str) -> tuple[Copy, Told]:
    """Take the last step back. Raises ``Behind`` and ``StepRefused``."""
    return _turned(page, user, number, back=True)


def redo(page: Page, user: User, number: str) -> tuple[Copy, Told]:
    """Do again what was undone last. Raises ``Behind`` and ``StepRefused``."""
    return _turned(page, user, number, back=False)


def _turned(page: Page, user: User, number: str, *, back: bool) -> tuple[Copy, Told]:
    with audit.chained():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        steps = copy.row.steps.filter(undone=not back)
        step = steps.order_by("-pk" if back else "pk").first()
        if step is None:
            raise StepRefused(_("Nothing to undo.") if back else _("Nothing to do again."))
        patch = step.before if back else (step.after or {})
        desk = patched(copy.desk, patch)
        told = told_of(step)
        check_public(copy, told)
        turn_answer(told, by=user, back=back)
        told = replace(told, focus=_turned_at(copy.desk, desk, told.focus))
        now = patch_to(copy.desk, desk)
        _write(copy, desk, told.focus)
        if not step.saved:
            now["bases"] = _begun_as(copy, patch.get("bases") or {})
        step.undone = back
        if back:
            step.after = now
        step.save(update_fields=["undone", "after"])
        return load(page, user), told


def _turned_at(before: DeskPage, after: DeskPage, focus: Focus) -> Focus:
    """Return where a text has changed, behind what is new there."""
    try:
        old = words(part_of(before.story(focus.story), focus.part, focus.index))
        new = words(part_of(after.story(focus.story), focus.part, focus.index))
    except KeyError:
        return focus
    most, same = min(len(old), len(new)), 0
    while same < most and old[-1 - same] == new[-1 - same]:
        same += 1
    return replace(focus, offset=len(new) - same) if old != new else focus


def key_for(copy: Copy, pk: int) -> str:
    """Return the key by which a copy knows a row."""
    return next((key for key, row in copy.stories.items() if row.article_id == pk), key_of(pk))


def text_at(copy: Copy, key: str, part: str, index: int) -> str:
    """Return one text of the copy as a person reads it. Raises ``KeyError``."""
    story = copy.desk.story(key)
    if part in ("jump_to", "jump_from"):
        return str(getattr(story, part) or "")
    if part == "paragraphs" and index == len(story.paragraphs):
        return ""
    return words(part_of(story, part, index))
