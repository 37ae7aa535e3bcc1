"""Two texts of a story against each other, part by part, as runs that a template escapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.diff import Run, difference
from desk.source_view import part_name

# The order in which a byline and a photo are printed.
PRINTED = ("role", "name", "caption", "credit", "image")


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One part of a story that differs."""

    label: str
    runs: list[Run]


def story_differences(old: dict[str, Any], new: dict[str, Any]) -> list[FieldDifference]:
    """Return the parts in which two story texts (``editing.story_text``) differ."""
    return [
        FieldDifference(_label(name), difference(as_text(old.get(name)), as_text(new.get(name))))
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
        "kind": _("kind"),
        "bylines": _("bylines"),
        "paragraphs": _("text"),
        "photos": _("photos"),
        "images": _("images"),
        "truncated": _("breaks off"),
    }
    return names.get(name) or part_name(name)
