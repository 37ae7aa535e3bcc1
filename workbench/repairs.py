"""The repair that a finding proposes, and what a story was in another layer: taken in one step.

No program changes a word by itself: somebody who has read the question accepts its repair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.layers import layers
from articles.models import Article
from articles.text import StoryText
from editorial.editing import as_read
from findings.house_words import FORMS_APART, NO_FORM
from findings.models import Finding
from issues.models import Page
from proofing.lookalikes import NONE_TO_PUT
from reading.folded import usual_form, usual_name, usual_text
from workbench.copies import Behind, Copy, key_for, locked, record
from workbench.origins import NewestReading, Taken, from_reading, rewritten
from workbench.received import received_parts
from workbench.state import (
    LINES,
    DeskPage,
    DeskStory,
    changed,
    part_of,
    parts_of,
    story_text,
    words,
)
from workbench.steps import perform
from workbench.told import Focus, StepRefused, Told, excerpt

# The version that the reader made, which no revision tells of.
AS_READ = "read"
LOOK_ALIKE = "look-alike"
WIDE = str.maketrans(",;:!?.", "，；：！？。")
DIGITS = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
PARTS = {"paragraph": "paragraphs", "byline": "byline_name"}


@dataclass(frozen=True, slots=True)
class Repair:
    """What stands there and what would; ``told`` in few words, empty when nothing is proposed."""

    old: str = ""
    new: str = ""
    told: str = ""


def repair_of(finding: Finding) -> Repair:
    """Return the repair that a finding proposes, if it does."""
    params = finding.params
    old = str(params.get("text", ""))
    if finding.code == "similar-contributor":
        old, new = str(params.get("name", "")), str(params.get("other", ""))
    else:
        new = _better(finding.code, old, params)
    if not old or new == old:
        return Repair()
    told = f"{old} → {new}" if new else _("take out “%(text)s”") % {"text": excerpt(old) or "␣"}
    return Repair(old, new, told)


def _better(code: str, old: str, params: Mapping[str, Any]) -> str:
    if code in ("doubled-character", "doubled-mark"):
        return old[: (len(old) + 1) // 2]
    if code == "doubled-word":
        word = str(params.get("word", ""))
        return word if old.replace(word, "", 2).strip() == "" else old
    if code in ("leftover-mark", "space-in-text"):
        return ""
    if code == "odd-character":
        return "".join(_printable(char) for char in old)
    if code in ("paper-term", "forbidden-word"):
        return _only_form(str(params.get("right", ""))) or old
    if code == "name-slip":
        return str(params.get("name", old))
    if code == LOOK_ALIKE:
        return _usual_ones(old, params)
    if code == "half-width-mark":
        return old.translate(WIDE)
    if code == "mixed-digits":
        return old.translate(DIGITS)
    return old


def _usual_ones(old: str, params: Mapping[str, Any]) -> str:
    """Return what stands for the marks of a page; the same where none is in its texts."""
    if params.get("standing") == 0:
        return old
    usual = str(params.get("usual", usual_form(old)))
    return "" if usual == NONE_TO_PUT else usual


def _only_form(right: str) -> str:
    """Return what the editors' table puts in a word's place, nothing where it says several."""
    return "" if right == NO_FORM or FORMS_APART in right else right


def _printable(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    wrong = any(unicodedata.category(one) in ("Cc", "Cf", "Cn", "Co", "Cs") for one in plain)
    return "" if wrong or plain == "\ufffd" else plain


def accept(page: Page, user: User, number: str, finding: int) -> tuple[Copy, Told]:
    """Take the repair that a finding proposes. Raises ``Behind`` and ``StepRefused``."""
    with transaction.atomic():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        row = page.findings.filter(pk=finding).select_related("article").first()
        repair = repair_of(row) if row else Repair()
        if row is None or not repair.told:
            raise StepRefused(_("This finding proposes no repair. Change the words yourself."))
        everywhere = row.code == LOOK_ALIKE
        desk, told = _usual(copy) if everywhere else _put_right(copy, row, repair)
        params = {**told.params, "text": repair.told, "finding": finding}
        told = replace(told, name="accept", params=params)
        return record(copy, desk, told), told


def _put_right(copy: Copy, row: Finding, repair: Repair) -> tuple[DeskPage, Told]:
    key, part, index, start = _found(copy, row, repair)
    text = words(part_of(copy.desk.story(key), part, index))
    new = text[:start] + repair.new + text[start + len(repair.old) :]
    args = {"story": key, "part": part, "index": index, "text": new}
    desk, told = perform(copy.desk, "type", args, source=copy.opened.text)
    return desk, replace(told, focus=Focus(key, part, index, start + len(repair.new)))


def _usual(copy: Copy) -> tuple[DeskPage, Told]:
    """Put the usual characters in the place of all that look like them, or are not seen."""
    desk, told, keys = copy.desk, None, []
    for story in copy.desk.stories:
        for part, index, runs in parts_of(story):
            text = words(runs)
            name = part in ("byline_name", "credit")
            if (new := usual_text(text, name=name)) != text:
                args = {"story": story.key, "part": part, "index": index, "text": new}
                desk, last = perform(desk, "type", args, source=copy.opened.text)
                told = told or last
                keys.append(story.key)
    if told is None:
        raise StepRefused(_("These words are changed already. Save, and the question goes."))
    return desk, replace(told, keys=tuple(dict.fromkeys(keys)))


def _found(copy: Copy, finding: Finding, repair: Repair) -> tuple[str, str, int, int]:
    """Return where the words stand on the desk by now: story, part, index and offset."""
    rows = [row for row in copy.desk.stories if finding.article_id in (None, row.pk)]
    if finding.code == "similar-contributor":
        rows = list(copy.desk.stories)
        for story in rows:
            for index, byline in enumerate(story.bylines):
                if usual_name(words(byline.name)) == repair.old:
                    return story.key, "byline_name", index, 0
    part = PARTS.get(finding.part, finding.part)
    for story in rows:
        place = _in_story(story, part, finding, repair.old)
        if place is not None:
            return (story.key, part, *place)
    raise StepRefused(_("These words are changed already. Save, and the question goes."))


def _in_story(story: DeskStory, part: str, finding: Finding, old: str) -> tuple[int, int] | None:
    first = finding.part_index or 0
    count = len(story.paragraphs) if part == "paragraphs" else 1 + first
    order = [first, *(at for at in range(count) if at != first and part == "paragraphs")]
    context = str(finding.params.get("context", "")) or old
    for index in order:
        try:
            text = words(part_of(story, part, index))
        except KeyError:
            continue
        at = finding.text_start or 0
        if index == first and text[at : at + len(old)] == old and context in text:
            return index, at
        found = [row.start() for row in re.finditer(re.escape(context), text)]
        if len(found) == 1 and old in context:
            return index, found[0] + context.index(old)
    return None


def accept_layer(page: Page, user: User, number: str, args: Mapping[str, Any]) -> tuple[Copy, Told]:
    """Take a story, or one part of it, as it was received, repaired or in an earlier version.

    ``layer`` is ``received``, ``repaired``, ``edited`` (as it is saved) or ``version:7``. Raises
    ``Behind`` and ``StepRefused``.
    """
    with transaction.atomic():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        story = _story(copy, str(args.get("story", "")))
        article = copy.opened.by_key.get(story.key)
        layer, part = str(args.get("layer", "")), str(args.get("part") or "")
        if article is None:
            raise StepRefused(_("This story is new: it has no other layer."))
        changed = _with_layer(copy, story, article, layer, part)
        name = "restore" if layer.startswith("version:") else "use"
        params = {"from": copy.desk.place(story.key), "text": layer.removeprefix("version:")}
        if params["text"] == AS_READ:
            name = "restore_read"
        told = Told(name, Focus(story.key, part or "headline"), (story.key,), params)
        return record(copy, copy.desk.with_story(changed), told), told


def _story(copy: Copy, key: str) -> DeskStory:
    """Return a story by its key, or by that of its row, which the copy may know by another."""
    own = key_for(copy, int(key[1:])) if key[:1] == "a" and key[1:].isdigit() else key
    try:
        return copy.desk.story(own)
    except KeyError:
        text = _("That place is no longer on the page. Look at it again.")
        raise StepRefused(text) from None


def _with_layer(copy: Copy, story: DeskStory, article: Article, layer: str, part: str) -> DeskStory:
    names = [part] if part else [*LINES, "paragraphs"]
    if any(name not in (*LINES, "paragraphs") for name in names):
        raise StepRefused(_("Take over headline and text; bylines and photos are changed here."))
    if layer.startswith("version:"):
        return _as_it_was(copy, story, article, _version(copy, article, layer))
    if layer == "edited":
        return _as_it_was(copy, story, article, copy.opened.texts[story.key])
    if layer not in ("received", "repaired"):
        raise StepRefused(_("Choose “as received”, “repaired” or “edited”."))
    texts = dict(getattr(layers(article), layer))
    if layer == "received" and not any(texts.values()):
        texts = received_parts(story, copy.opened.text)
    values: dict[str, Any] = {}
    for name in names:
        lines = [line for line in texts[name].split("\n") if line.strip()]
        if lines or layer == "repaired":
            line = " ".join(" ".join(lines).split())
            values[name] = tuple(lines) if name == "paragraphs" else line
    found = _as_it_was(copy, story, article, replace(story_text(story), **values))
    return changed(story, **{name: getattr(found, name) for name in names})


def _version(copy: Copy, article: Article, layer: str) -> StoryText:
    """Return the words that a story had in one of its versions."""
    number = layer.removeprefix("version:")
    read = as_read(article) if number == AS_READ else None
    if read is not None:
        return read.words
    row = article.revisions.filter(version=number).first() if number.isdigit() else None
    if row is None:
        raise StepRefused(_("The story never had that version."))
    return StoryText.from_dict(row.text).words


def _as_it_was(copy: Copy, story: DeskStory, article: Article, text: StoryText) -> DeskStory:
    """Return the story with other words; those that came back are the source's again."""
    new = rewritten(story, text)
    read = NewestReading(copy.opened.source).story(article.read_index)
    if read is None:
        return new
    found = from_reading(story.key, text, read, copy.opened.text)
    taken = Taken(len(copy.opened.text))
    for other in (*copy.desk.stories, *copy.desk.aside):
        if other.key != story.key:
            taken.story(other)
    for row in (*(scrap.text for scrap in copy.desk.furniture), *copy.desk.unassigned):
        taken.text(row)
    found = taken.story(found)
    return changed(
        new,
        **{name: getattr(found, name) for name in (*LINES, "paragraphs", "bylines", "marks")},
        photos=tuple(
            replace(old, caption=one.caption, credit=one.credit, alt=one.alt)
            for old, one in zip(new.photos, found.photos, strict=True)
        ),
    )
