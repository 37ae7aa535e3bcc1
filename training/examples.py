"""Examples: printed pages as items with their true labels and their features."""

from __future__ import annotations

from reading.features import features_of
from reading.items import Item, join_lines
from reading.kinds import kinds_of
from reading.layouts import find_layout
from reading.lines import Source, split_lines
from reading.mastheads import find_clusters

from .printing import Example


def items_of(text: str):
    source = Source(text)
    lines = split_lines(source)
    taken = {start for cluster in find_clusters(lines) for start in cluster.roles}
    body = [line for line in lines if line.start not in taken]
    layout = find_layout(body)
    return join_lines(body, kinds_of(source, body, layout), layout), layout


def true_labels(items: list[Item], example: Example) -> list[str]:
    """Return the true label of every item, with the memory of its story."""
    starts = {run[0]: run for run in example.runs}
    at = {}
    for start, end, *rest in example.runs:
        for place in range(start, end):
            at[place] = rest
    labels = []
    last_owner, last_role, last_unit = -1, "F", -1
    memory = ""
    for item in items:
        owner, role, unit = at[item.lines[0].start]
        if owner < 0 or role == "F":
            label = "F"
        elif role == "H":
            label = "h" if last_owner == owner and last_role == "H" else "H"
            memory = ""
        elif unit == last_unit or role == "C":
            label = "C"
        else:
            label = role
        if label in "PCSAG":
            if owner != last_owner:
                memory = ""
            if label == "S":
                memory = "T"
            elif not memory and label == "P":
                from reading.traits import traits_of
                seen = traits_of(item)
                memory = "D" if seen.dateline or seen.byline else "N"
            label += memory or "N"
        labels.append(label)
        last_owner, last_role, last_unit = at[item.lines[-1].end - 1]
    return labels


def example_rows(example: Example):
    items, layout = items_of(example.text)
    if not items: return None
    return items, layout, true_labels(items, example), features_of(items, layout)
