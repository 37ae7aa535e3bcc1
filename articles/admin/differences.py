"""Two texts against each other, character by character, as pieces that a template escapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from articles.admin.source_view import part_name

# Comparing characters takes time in the square of their number; what is longer goes by lines.
BY_CHARACTER = 20_000
Sign = Literal["same", "old", "new"]


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

    The similar ends are taken off first, so that one changed word in a long story costs nothing.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _compare_units(old[head : len(old) - tail], new[head : len(new) - tail])
    ends = [Run("same", old[:head]), *middle, Run("same", old[len(old) - tail :])]
    return [run for run in ends if run.text]


def _common(one: str, other: str) -> int:
    limit = min(len(one), len(other))
    return next((place for place in range(limit) if one[place] != other[place]), limit)


def _compare_units(old: str, new: str) -> list[Run]:
    long = max(len(old), len(new)) > BY_CHARACTER
    one: Sequence[str] = old.splitlines(keepends=True) if long else old
    other: Sequence[str] = new.splitlines(keepends=True) if long else new
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(one[a:b])))
            continue
        runs += [Run("old", "".join(one[a:b])), Run("new", "".join(other[c:d]))]
    return [run for run in runs if run.text]


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
        return " ".join(as_text(part) for part in value.values() if part)
    return str(value)


def _label(name: str) -> str:
    names = {
        "kind": _("kind"), "bylines": _("bylines"), "paragraphs": _("text"),
        "photos": _("photos"), "images": _("images"), "truncated": _("breaks off"),
    }  # fmt: skip
    return names.get(name) or part_name(name)
