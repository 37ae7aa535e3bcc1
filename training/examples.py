"""Examples: printed pages as items with their true labels and their features."""

from __future__ import annotations

from dataclasses import dataclass

from reading.features import Page, Seen
from reading.items import Item, join_lines
from reading.kinds import kinds_of
from reading.layouts import find_layout
from reading.mastheads import look_at
from reading.traits import Traits
from training.styles import FURNITURE, Example


@dataclass(slots=True)
class Row:
    """One page to learn from: its items' true labels, and what is seen of those asked."""

    name: str
    page: Page
    labels: list[str]
    seen: list[Seen]


def row_of(example: Example) -> Row | None:
    """Return the row of a printed page, or None when all of it is furniture."""
    source, _lines, _clusters, body = look_at(example.text)
    layout = find_layout(body)
    items = join_lines(body, kinds_of(source, body, layout), layout)
    if not items:
        return None
    page = Page(items, layout)
    labels = true_labels(items, page.traits, example)
    return Row(example.name, page, labels, page.seen())


def true_labels(items: list[Item], traits: list[Traits], example: Example) -> list[str]:
    """Return the true label of every item, with the memory of how its story began."""
    what = {
        place: (owner, role, unit)
        for start, end, owner, role, unit in example.runs
        for place in range(start, end)
    }
    labels: list[str] = []
    last = (FURNITURE, "F", -1)
    memory = ""
    for item, seen in zip(items, traits, strict=True):
        owner, role, unit = what[item.lines[0].start]
        if owner != last[0] or role == "H":
            memory = ""
        if owner == FURNITURE or role == "F":
            label = "F"
        elif role == "H":
            label = "h" if last[:2] == (owner, "H") else "H"
        else:
            label = "C" if role == "C" or unit == last[2] else role
            if label == "S":
                memory = "T"
            elif not memory and label == "P":
                memory = "D" if seen.dateline or seen.byline else "N"
            label += memory or "N"
        labels.append(label)
        last = what[item.lines[-1].end - 1]
    return labels
