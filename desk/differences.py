"""Two texts of a story against each other, part by part, as runs that a template escapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.diff import Op, Run, difference
from articles.merge import shown_rows
from articles.text import PARTS, StoryByline, StoryPhoto, StoryText
from desk.source_view import part_name


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One part of a story that differs."""

    label: str
    runs: list[Run]


def story_differences(old: StoryText | None, new: StoryText) -> list[FieldDifference]:
    """Return the parts in which two texts of a story differ; without an old one, all it has."""
    before, after = _shown_parts(old), _shown_parts(new)
    return [
        FieldDifference(part_label(name), difference(before.get(name, ""), text))
        for name, text in after.items()
        if before.get(name, "") != text
    ]


def lines_difference(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Return the runs that lead from rows to rows, each on a line of its own."""
    return difference(*("".join(f"{row}\n" for row in rows) for rows in (old, new)))


def clipped(runs: Sequence[Run], around: int) -> list[Run]:
    """Return the runs with no more than ``around`` characters that stay beside a change."""
    return [
        Run(run.op, _clip(run.text, 0 if at == 0 else around, around if at + 1 < len(runs) else 0))
        if run.op == Op.EQUAL
        else run
        for at, run in enumerate(runs)
    ]


def _clip(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail + 1:
        return text
    return f"{text[:head]}…{text[len(text) - tail :]}"


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
        "kind": _("kind"),
        "bylines": _("bylines"),
        "paragraphs": _("text"),
        "photos": _("photos"),
        "images": _("images"),
        "truncated": _("breaks off"),
    }
    return names.get(name) or part_name(name)
