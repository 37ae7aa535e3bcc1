"""Two texts against each other, character by character, as pieces that a template escapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diff_match_patch import diff_match_patch
from django.utils.translation import gettext as _

from articles.merge import shown_rows
from articles.text import PARTS, StoryByline, StoryPhoto, StoryText
from desk.source_view import part_name

Sign = Literal["same", "old", "new"]
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


def story_differences(old: StoryText | None, new: StoryText) -> list[FieldDifference]:
    """Return the parts in which two texts of a story differ; without an old one, all it has."""
    before, after = _shown_parts(old), _shown_parts(new)
    return [
        FieldDifference(part_label(name), compare(before.get(name, ""), text))
        for name, text in after.items()
        if before.get(name, "") != text
    ]


def _shown_parts(text: StoryText | None) -> dict[str, str]:
    """Return the parts of a text by their names, images apart, so that a difference reads well."""
    if text is None:
        return {}
    words = text.words
    parts = {name: as_text(getattr(words, name)) for name in PARTS}
    return {**parts, "images": as_text(tuple(row.image[:12] for row in text.photos))}


def as_text(value: object) -> str:
    """Return a part of a story as a person reads it, one row a line."""
    if value is None or value is False:
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, tuple):
        return "\n".join(as_text(row) for row in value)
    if isinstance(value, StoryByline | StoryPhoto):
        return shown_rows([value])
    return str(value)


def part_label(name: str) -> str:
    """Return what the desk calls a part of a story's text."""
    names = {
        "kind": _("kind"), "bylines": _("bylines"), "paragraphs": _("text"),
        "photos": _("photos"), "images": _("images"), "truncated": _("breaks off"),
    }  # fmt: skip
    return names.get(name) or part_name(name)
