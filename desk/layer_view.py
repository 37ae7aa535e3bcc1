"""The three layers of a story side by side, the later one against the earlier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.diff import Op, Run
from articles.layers import PARTS, Layers, layers
from articles.models import Article
from desk.differences import FieldDifference
from desk.source_view import part_name

LAYERS = ("received", "repaired", "edited")


@dataclass(frozen=True, slots=True)
class Choice:
    """One pair of layers that can be looked at."""

    name: str
    label: str
    chosen: bool


def layers_context(article: Article, pair: str | None) -> dict[str, Any]:
    """Return what the page of layers shows: every layer, or the pair that was picked."""
    found = layers(article)
    labels = {
        "received": _("as received"),
        "repaired": _("repaired"),
        "edited": _("edited"),
    }
    pairs = {
        "received-repaired": ("received", "repaired"),
        "repaired-edited": ("repaired", "edited"),
        "received-edited": ("received", "edited"),
    }
    chosen = pair if pair in {*pairs, *LAYERS} else "repaired-edited"
    names = {key: f"{labels[old]} → {labels[new]}" for key, (old, new) in pairs.items()} | labels
    return {
        "choices": [Choice(key, label, key == chosen) for key, label in names.items()],
        "differences": _differences(found, *pairs[chosen]) if chosen in pairs else None,
        "parts": _parts(found, chosen) if chosen in LAYERS else [],
        "conflicts": found.conflicts,
    }


def _differences(found: Layers, earlier: str, later: str) -> list[FieldDifference]:
    return [FieldDifference(_label(row.part), row.runs) for row in found.compare(earlier, later)]


def _parts(found: Layers, name: str) -> list[FieldDifference]:
    layer = getattr(found, name)
    return [
        FieldDifference(_label(part), [Run(Op.EQUAL, layer[part])]) for part in PARTS if layer[part]
    ]


def _label(part: str) -> str:
    names = {
        "bylines": _("bylines"),
        "paragraphs": _("text"),
        "photos": _("photos"),
        "kind": _("kind"),
        "truncated": _("breaks off"),
    }
    return names.get(part) or part_name(part)
