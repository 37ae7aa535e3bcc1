"""What can be done with a page on the desk: each step takes a page and gives another.

Pure functions. No character is ever lost by a step: what leaves a story stands in another one, in
the furniture or among what is unassigned. ``STEPS`` names them all.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reading.page_labels import given_label
from workbench import head_steps, row_steps, story_steps, text_steps
from workbench.state import DeskPage
from workbench.told import StepRefused, Told

Step = Callable[..., tuple[DeskPage, Told]]

STEPS: dict[str, Step] = {
    "type": text_steps.type_text,
    "split_paragraph": text_steps.split_paragraph,
    "join_paragraphs": text_steps.join_paragraphs,
    "move_text": text_steps.move_text,
    "take_up": text_steps.take_up,
    "split_story": story_steps.split_story,
    "join_stories": story_steps.join_stories,
    "add_story": story_steps.add_story,
    "reorder": story_steps.reorder,
    "set_aside": story_steps.set_aside,
    "take_back": story_steps.take_back,
    "swap_parts": head_steps.swap_parts,
    "cut_headline": head_steps.cut_headline,
    "join_headline": head_steps.join_headline,
    "change_kind": row_steps.change_kind,
    "set_truncated": row_steps.set_truncated,
    "set_jump": row_steps.set_jump,
    "add_byline": row_steps.add_byline,
    "remove_byline": row_steps.remove_byline,
    "move_byline": row_steps.move_byline,
    "add_photo": row_steps.add_photo,
    "remove_photo": row_steps.remove_photo,
    "move_photo": row_steps.move_photo,
}
NUMBERS = frozenset({"index", "at", "start", "end", "place", "by", "more"})


def perform(
    page: DeskPage, name: str, args: Mapping[str, Any], *, source: str = ""
) -> tuple[DeskPage, Told]:
    """Do one step. Raises ``StepRefused`` when it is unknown or cannot be done here."""
    step = STEPS.get(name)
    if step is None:
        raise StepRefused(_("The desk knows no step of that name."))
    try:
        given = {key: _read(key, value) for key, value in args.items()}
        signature = inspect.signature(step)
        if "source" in signature.parameters:
            given["source"] = source
        signature.bind(page, **given)
        return step(page, **given)
    except (KeyError, TypeError, ValueError) as error:
        text = _("That place is no longer on the page. Look at it again.")
        raise StepRefused(text) from error


def _read(name: str, value: Any) -> Any:
    if name in NUMBERS:
        return None if value in (None, "") else int(value)
    if name == "number":
        return given_label(value)
    if name == "truncated":
        return value in (True, "1", "true", "on")
    if not isinstance(value, str | None):
        raise TypeError(name)
    return value and storable(value)


def storable(text: str) -> str:
    """Return a text without what no database keeps: zero bytes and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
