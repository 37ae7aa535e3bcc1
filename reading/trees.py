"""Trees: the second look's numbers, read from and written to ``borders.txt``.

A line is a tree: some questions, ``name>limit``, and behind ``|`` a weight in hundredths of nats
for every way to answer them, no before yes, the last question's answers nearest to each other.
Lines with # at the top tell where the numbers come from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from operator import getitem

from .tables import table_text

SCALE = 100


@dataclass(frozen=True, slots=True)
class Tree:
    """Questions, each a name and the most that answers no, and the weights of their answers."""

    questions: tuple[tuple[str, int], ...]
    leaves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees with the header that tells where they come from.

    ``steps`` has for each name its limits in order, and for every number of limits passed which
    answers that makes yes: a byte for each tree, all in one integer, so that a sum of integers asks
    all trees at once.
    """

    header: tuple[str, ...]
    trees: tuple[Tree, ...]
    steps: dict[str, tuple[list[int], list[int]]] = field(init=False, compare=False)
    leaves: list[tuple[int, ...]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        answers: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for number, tree in enumerate(self.trees):
            for place, (name, limit) in enumerate(reversed(tree.questions)):
                answers[name][limit] += 1 << 8 * number + place
        steps = {
            name: (sorted(found), list(accumulate((found[at] for at in sorted(found)), initial=0)))
            for name, found in answers.items()
        }
        object.__setattr__(self, "steps", steps)
        object.__setattr__(self, "leaves", [tree.leaves for tree in self.trees])

    def weigh(self, seen: Mapping[str, int]) -> int:
        """Return what all trees weigh together."""
        answers = sum(
            [sums[bisect_left(limits, seen[name])] for name, (limits, sums) in self.steps.items()]
        )
        return sum(map(getitem, self.leaves, answers.to_bytes(len(self.leaves), "little")))


def parse(text: str) -> Forest:
    """Return the trees that a file's text holds."""
    lines = text.splitlines()
    header = tuple(line[1:].strip() for line in lines if line.startswith("#"))
    return Forest(header, tuple(_tree(line) for line in lines if not line.startswith("#")))


def _tree(line: str) -> Tree:
    questions, _, leaves = line.partition(" | ")
    cells = (cell.partition(">") for cell in questions.split(" "))
    return Tree(
        tuple((name, int(limit)) for name, _, limit in cells), tuple(map(int, leaves.split(" ")))
    )


def dump(forest: Forest) -> str:
    """Return the text of a file; ``parse`` gives the same trees back."""
    lines = [f"# {line}".rstrip() for line in forest.header]
    for tree in forest.trees:
        questions = " ".join(f"{name}>{limit}" for name, limit in tree.questions)
        lines.append(f"{questions} | {' '.join(map(str, tree.leaves))}")
    return "\n".join(lines) + "\n"


@cache
def border_trees() -> Forest:
    """Return the trees of the second look, read on the first call."""
    return parse(table_text("borders.txt"))
