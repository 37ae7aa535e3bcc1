"""The tables of characters: how rare pairs are in print, and which hold together in a text.

Both are counts of pairs of characters over the corpus, in levels; no running text is in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log

from reading.cohesion import folded
from reading.lines import half_width
from reading.recurrence import words_of
from training.stories import PrintedStory
from training.styles import headline_of

KEPT = 6000
# A character is told of when it was counted so often, a pair when so often.
_SEEN, _PAIRED = 60, 8
# The lowest values of the levels of pairs; those below the last are left out, see ``cohesion``.
_FLOORS = (3.0, 2.0, 1.0, -0.6)


def rarity_table(stories: list[PrintedStory], told: str) -> str:
    """Return the text of ``rarity.txt``: of each level, in tenths of nats, its pairs."""
    held: Counter[str] = Counter()
    for story in stories:
        text = " ".join([headline_of(story), *(text for _, text in story.paragraphs)])
        held.update(set(words_of(half_width(text))))
    kept = sorted(held.items(), key=lambda row: (-row[1], row[0]))[:KEPT]
    levels: dict[int, list[str]] = defaultdict(list)
    for pair, count in kept:
        levels[round(4 * log(len(stories) / count)) * 10 // 4].append(pair)
    rare = round(10 * log(len(stories) / kept[-1][1])) + 10
    head = [
        "# How rare pairs of characters are: a level in tenths of nats, its pairs; * is the rest.",
        f"# {told}",
    ]
    rows = [f"{level} {''.join(sorted(pairs))}" for level, pairs in sorted(levels.items())]
    return "\n".join([*head, *rows, f"{rare} *"]) + "\n"


def cohesion_table(stories: list[PrintedStory], told: str) -> str:
    """Return the text of ``cohesion.txt``: pairs by how often their characters stand together."""
    pairs: Counter[str] = Counter()
    single: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for story in stories:
        for kind, text in story.paragraphs:
            key = folded("".join(half_width(text).split()))
            single.update(key)
            if kind == "body":
                starts[key[0]] += 1
            pairs.update(key[at : at + 2] for at in range(len(key) - 1))
        for _, line in story.head:
            ends[folded("".join(half_width(line).split()))[-1]] += 1
    total = sum(single.values())
    lines = [
        "# Which characters stand together, open paragraphs and end headlines; see cohesion.",
        f"# {told}",
        "@pairs",
        *_pair_rows(pairs, single, total),
        "@starts",
        *_edge_rows(starts, single, total),
        "@ends",
        *_edge_rows(ends, single, total),
    ]
    return "\n".join(lines) + "\n"


def _pair_rows(pairs: Counter[str], single: Counter[str], total: int) -> Iterable[str]:
    rows: dict[str, list[list[str]]] = {}
    for pair, count in sorted(pairs.items()):
        first, second = pair[0], pair[1]
        if count < _PAIRED or not (first.isalnum() and second.isalnum()):
            continue
        value = log(count * total / (single[first] * single[second]))
        for level, floor in enumerate(_FLOORS):
            if value >= floor:
                rows.setdefault(first, [[] for _ in _FLOORS])[level].append(second)
                break
    for first, levels in rows.items():
        yield " ".join([first, *("".join(level) or "-" for level in levels)])


def _edge_rows(edge: Counter[str], single: Counter[str], total: int) -> Iterable[str]:
    """Yield the characters that stand at an edge, by how much oftener than elsewhere."""
    whole = sum(edge.values())
    values: dict[float, list[str]] = defaultdict(list)
    for char, count in sorted(single.items()):
        if count >= _SEEN and char.isalnum():
            value = log((edge[char] + 0.5) * total / (whole * count))
            values[max(-3.0, min(3.0, round(2 * value) / 2))].append(char)
    for value, characters in sorted(values.items()):
        if value:
            yield f"{value} {''.join(characters)}"
