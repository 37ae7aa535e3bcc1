"""What is typed into a working copy: kept at every pause, merged where two windows typed at once.

A story that is touched already costs its own row only; the whole page is read for a first touch.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.merge import merge_text
from issues.models import Page
from workbench.copies import (
    Behind,
    Copy,
    count_change,
    keep_step,
    load,
    number_of,
    plain_told,
    touch,
)
from workbench.models import WorkingCopy, WorkingStep, WorkingStory
from workbench.patches import patch_to
from workbench.state import (
    DeskPage,
    DeskStory,
    part_of,
    story_from_json,
    story_to_json,
    typed,
    with_part,
    words,
)
from workbench.steps import perform
from workbench.told import Focus, StepRefused, Told

# Letters typed into one field in one go are one step.
ONE_GO = dt.timedelta(seconds=4)
Change = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of what was typed."""

    number: str
    at: dt.datetime
    texts: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[str, Any] = field(default_factory=dict)
    # The keys of all stories that the copy has something of.
    touched: Sequence[str] = ()


def type_changes(
    page: Page, user: User, number: str, changes: Sequence[Change], place: Mapping[str, Any]
) -> Typed:
    """Keep what was typed. Raises ``Behind`` or ``StepRefused`` when it has no place.

    Each change says what the field had before, ``base``, so that two windows are merged.
    """
    if not changes:
        return _placed(page, user, place)
    with transaction.atomic():
        row, _made = WorkingCopy.objects.select_for_update().get_or_create(user=user, page=page)
        versions = list(page.articles.values_list("pk", "version"))
        stale = bool(number) and number != number_of(row, versions)
        fast = _TypedFast(row, versions)
        hand = fast if fast.knows(changes) else _TypedWhole(load(page, user))
        for change in changes:
            hand.take(change, stale=stale)
        hand.finish(_focus(place, changes))
        number = number_of(hand.row, versions)
        touched = hand.row.stories.filter(story__isnull=False).values_list("key", flat=True)
        return Typed(number, hand.row.updated_at, hand.texts, hand.runs, sorted(touched))


def _placed(page: Page, user: User, place: Mapping[str, Any]) -> Typed:
    """Remember where the caret stands; the copy is the same as before."""
    row = WorkingCopy.objects.filter(user=user, page=page).first()
    row = row or WorkingCopy(user=user, page=page)
    if row.pk and place:
        row.place = asdict(_focus(place, []))
        row.save(update_fields=["place"])
    number = number_of(row, page.articles.values_list("pk", "version"))
    return Typed(number, row.updated_at)


def _focus(place: Mapping[str, Any], changes: Sequence[Change]) -> Focus:
    if place:
        numbers = [str(place.get(name) or 0) for name in ("index", "offset")]
        index, offset = (int(text) if text.isdecimal() else 0 for text in numbers)
        part = str(place.get("part", "paragraphs"))
        return Focus(str(place.get("story", ""))[:12], part[:20], index, offset)
    last = changes[-1] if changes else {}
    return Focus(str(last.get("story", "")), str(last.get("part", "paragraphs")))


class _Typing(ABC):
    """Takes changes to texts; what follows each other in one field is one step."""

    def __init__(self, row: WorkingCopy) -> None:
        self.row = row
        self.texts: dict[str, str] = {}
        self.runs: dict[str, Any] = {}

    @abstractmethod
    def story(self, key: str) -> DeskStory: ...

    @abstractmethod
    def put(self, story: DeskStory, told: Told) -> None: ...

    @abstractmethod
    def met(self, story: DeskStory, part: str, index: int, base: str) -> None:
        """Note that somebody else has changed the same words of a text that was ``base``."""

    def take(self, change: Change, *, stale: bool) -> None:
        key, part = str(change["story"]), str(change["part"])
        index, text = int(change.get("index") or 0), str(change["text"])
        try:
            story = self.story(key)
            index = _index(story, part, index, change, stale=stale)
            text, met = _merged(story, part, index, text, change, stale=stale)
            if met:
                self.met(story, part, index, str(change["base"]))
            desk, told = perform(
                DeskPage(stories=(story,)),
                "type",
                {"story": key, "part": part, "index": index, "text": text},
            )
        except (KeyError, StepRefused) as error:
            if change.get("base") is None:
                raise Behind from error
            text = _("There is no place for this text any more. Copy it from here:")
            raise StepRefused(f"{text} {change['text']}") from error
        new = desk.stories[0]
        if new != story:
            self.put(new, told)
        name = f"{key}/{part}/{index}"
        if text != change["text"]:
            self.texts[name] = text
        if part not in ("jump_to", "jump_from") and "\n" not in text:
            self.runs[name] = part_of(new, part, index)

    def remember(self, before: Mapping[str, Any], told: Told) -> None:
        """Remember how the story was before, unless the last step began just here."""
        last = self.row.steps.order_by("-pk").defer("before", "after").first()
        same = last is not None and last.name == "type" and not (last.undone or last.saved)
        if same and last is not None:
            was = last.told["params"]
            here = (told.params["part"], told.params["index"], told.keys[0])
            there = (was.get("part"), was.get("index"), last.told["keys"][0])
            if here == there and last.at > timezone.now() - ONE_GO:
                return
        step = WorkingStep(copy=self.row, name="type", told=plain_told(told), before=dict(before))
        keep_step(self.row, step)

    def finish(self, focus: Focus) -> None:
        count_change(self.row, focus)


class _TypedFast(_Typing):
    """Stories that are touched already: only their own rows are read and written."""

    def __init__(self, row: WorkingCopy, versions: Sequence[tuple[int, int]]) -> None:
        super().__init__(row)
        self.rows: dict[str, WorkingStory] = {}

    def knows(self, changes: Sequence[Change]) -> bool:
        keys = {str(change["story"]) for change in changes}
        found = self.row.stories.filter(key__in=keys, story__isnull=False)
        self.rows = {row.key: row for row in found}
        return keys == set(self.rows)

    def story(self, key: str) -> DeskStory:
        row = self.rows[key]
        return replace(story_from_json(row.story or {}), pk=row.article_id)

    def put(self, story: DeskStory, told: Told) -> None:
        row = self.rows[story.key]
        self.remember({"stories": {story.key: row.story}, "rest": None}, told)
        row.story = story_to_json(story)
        row.save(update_fields=["story"])

    def met(self, story: DeskStory, part: str, index: int, base: str) -> None:
        """Do nothing: the row keeps what he began with, and saving will ask."""


class _TypedWhole(_Typing):
    """Stories that are touched for the first time."""

    def __init__(self, copy: Copy) -> None:
        super().__init__(copy.row)
        self.copy = copy
        self.bases: dict[str, DeskStory] = {}

    def story(self, key: str) -> DeskStory:
        return self.copy.desk.story(key)

    def put(self, story: DeskStory, told: Told) -> None:
        desk = self.copy.desk.with_story(story)
        self.remember(patch_to(self.copy.desk, desk), told)
        touch(self.copy, story, self.bases.get(story.key))
        self.copy.desk = desk

    def met(self, story: DeskStory, part: str, index: int, base: str) -> None:
        """What he began with was saved over before his first letter came: saving will ask."""
        row = self.copy.stories.get(story.key)
        if row is None or row.story is None:
            before = self.bases.get(story.key, story)
            self.bases[story.key] = with_part(before, part, index, typed(base))


def _index(story: DeskStory, part: str, index: int, change: Change, *, stale: bool) -> int:
    """Return where a paragraph stands by now, in a window that is behind."""
    base = str(change.get("base") or "")
    rows = [words(row) for row in story.paragraphs]
    there = index < len(rows)
    if part != "paragraphs" or not base or (there and (not stale or rows[index] == base)):
        return index
    if base in rows:
        return rows.index(base)
    joined = [place for place, row in enumerate(rows) if base in row]
    if len(joined) == 1 or not there:
        # Joined with another by now; or nowhere at all.
        return joined[0] if joined else len(rows) + 1
    return index


def _merged(
    story: DeskStory, part: str, index: int, text: str, change: Change, *, stale: bool
) -> tuple[str, bool]:
    """Return what was typed, with what another window has typed into the same text since.

    The second value says whether both have changed the same words; then what was typed stays.
    """
    base = change.get("base")
    if part in ("jump_to", "jump_from") or (
        part == "paragraphs" and index == len(story.paragraphs)
    ):
        return text, False
    now = words(part_of(story, part, index))
    if base is None and stale:
        raise KeyError(part)
    if base is None or now == base:
        return text, False
    merged = merge_text(str(base), text, now)
    return merged.text, bool(merged.conflicts)
