"""Two texts against each other, character by character, as pieces that a template escapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from diff_match_patch import diff_match_patch
from django.utils.translation import gettext as _

from desk.source_view import part_name

Sign = Literal["same", "old", "new"]
# The order in which a byline and a photo are printed.
PRINTED = ("role", "name", "caption", "credit", "image")
SIGNS: dict[int, Sign] = {-1: "old", 0: "same", 1: "new"}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand in both texts, only in the old one or only in the new one."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One part of a story that differs."""

    label: str
    runs: list[Run]


def compare(old: str, new: str) -> list[Run]:
    """Return what has to go and to come to make ``old`` into ``new``; nothing is left out.

    The differences are Myers's (1986), merged where they would cut words apart. What cannot be
    compared within a second is shown coarser, but whole.
    """
    comparing = diff_match_patch()
    comparing.Diff_Timeout = 1.0
    found = comparing.diff_main(old, new)
    comparing.diff_cleanupSemantic(found)
    return [Run(SIGNS[operation], text) for operation, text in found]


def story_differences(old: dict[str, Any], new: dict[str, Any]) -> list[FieldDifference]:
    """Return the parts in which two story texts (``editing.story_text``) differ."""
    return [
        FieldDifference(_label(name), compare(as_text(old.get(name)), as_text(new.get(name))))
        for name in dict.fromkeys([*new, *old])
        if as_text(old.get(name)) != as_text(new.get(name))
    ]


def as_text(value: Any) -> str:
    """Return a part of a story as a person reads it, one row a line."""
    if value is None or value is False:
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return "\n".join(as_text(row) for row in value)
    if isinstance(value, dict):
        # PostgreSQL keeps JSON objects in an order of its own.
        names = sorted(value, key=lambda name: PRINTED.index(name) if name in PRINTED else -1)
        return " ".join(as_text(value[name]) for name in names if value[name])
    return str(value)


def _label(name: str) -> str:
    names = {
        "kind": _("kind"), "bylines": _("bylines"), "paragraphs": _("text"),
        "photos": _("photos"), "images": _("images"), "truncated": _("breaks off"),
    }  # fmt: skip
    return names.get(name) or part_name(name)
