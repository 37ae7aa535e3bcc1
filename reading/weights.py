"""Weights: the model's numbers, read from and written to ``weights.txt``.

A section ``@group:name`` lists the bins of one feature, a bin a line, with the labels that it
speaks for (+) or against (-) in hundredths of nats: ``more H+271 PN-94``. The section ``@after``
says how labels follow each other. Lines with # at the top tell where the numbers come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from .tables import table_text

AFTER = "after"
# Bits of a label's lane in a packed row: sums of many rows stay within it.
LANE = 32
Row = tuple[tuple[int, int], ...]
# By a feature's name and its bins: one, or several that are looked at together.
Table = defaultdict[str, dict[str | tuple[str, ...], int]]


@dataclass(slots=True)
class Weights:
    """``labels`` in order; ``features`` gives each feature's (label, weight) pairs, and ``after``
    each label's (label before it, weight) pairs, ``before`` the same the other way round.
    ``tables`` has each feature's weights in one integer, a lane for each label, so that a sum of
    integers adds them all at once; ``gains`` by how much it speaks more for a headline than for
    text, if it does."""

    header: list[str]
    labels: list[str]
    features: dict[str, Row] = field(default_factory=dict)
    after: list[Row] = field(default_factory=list)
    before: list[Row] = field(default_factory=list, compare=False)
    tables: Table = field(default_factory=lambda: defaultdict(dict), compare=False)
    gains: Table = field(default_factory=lambda: defaultdict(dict), compare=False)

    # Weights are the key of what is worked out from them; nothing changes them.
    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        self.before = [
            tuple((label, dict(row)[at]) for label, row in enumerate(self.after) if at in dict(row))
            for at in range(len(self.labels))
        ]
        text = {number for number, label in enumerate(self.labels) if label[0] in "PCS"}
        for feature, row in self.features.items():
            name, _, bin_ = feature.partition("=")
            parts = tuple(bin_.split(","))
            bins = parts if len(parts) > 1 else bin_
            self.tables[name][bins] = sum(weight << LANE * label for label, weight in row)
            others = max([weight for label, weight in row if label in text], default=0)
            gain = dict(row).get(0, 0) - others
            if gain > 0:
                self.gains[name][bins] = gain


def parse(text: str) -> Weights:
    """Return the weights that a file's text holds."""
    header: list[str] = []
    labels: list[str] = []
    features: dict[str, Row] = {}
    number: dict[str, int] = {}
    section = ""
    before: list[list[tuple[int, int]]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            header.append(line[1:].strip())
        elif line.startswith("@labels "):
            labels = line.split(" ")[1:]
            number = {label: at for at, label in enumerate(labels)}
            before = [[] for _ in number]
        elif line.startswith("@"):
            section = line[1:]
        else:
            bin_, *cells = line.split(" ")
            row = tuple(_cell(cell, number) for cell in cells)
            if section == AFTER:
                for label, weight in row:
                    before[label].append((number[bin_], weight))
            else:
                features[f"{section}={bin_}"] = row
    return Weights(header, labels, features, [tuple(row) for row in before])


def _cell(cell: str, number: Mapping[str, int]) -> tuple[int, int]:
    at = cell.find("+") if "+" in cell else cell.find("-")
    return number[cell[:at]], int(cell[at:])


def dump(weights: Weights) -> str:
    """Return the text of a file; ``parse`` gives the same weights back."""
    labels = weights.labels
    lines = [*(f"# {line}".rstrip() for line in weights.header), "@labels " + " ".join(labels)]
    lines.append(f"@{AFTER}")
    for at, label in enumerate(labels):
        cells = [
            (number, weight)
            for number, row in enumerate(weights.after)
            for before, weight in row
            if before == at
        ]
        lines.append(" ".join([label, *_cells(cells, labels)]))
    section = ""
    for feature in sorted(weights.features):
        name, _, bin_ = feature.partition("=")
        if name != section:
            section = name
            lines.append(f"@{name}")
        lines.append(" ".join([bin_, *_cells(weights.features[feature], labels)]))
    return "\n".join(lines) + "\n"


def _cells(row: Iterable[tuple[int, int]], labels: list[str]) -> list[str]:
    return [f"{labels[label]}{weight:+d}" for label, weight in row]


@cache
def weights() -> Weights:
    """Return the weights of the chain, read on the first call."""
    return parse(table_text("weights.txt"))
