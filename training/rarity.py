"""The table of rarity: how rare the frequent pairs of neighbouring characters are in print."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log

from reading.recurrence import words_of

from .corpus import PrintedPage

KEPT = 6000


def rarity_table(pages: list[PrintedPage]) -> str:
    """Return the text of ``rarity.txt``: of each level, in tenths of nats, its pairs."""
    held: Counter[str] = Counter()
    stories = 0
    for page in pages:
        for story in page.stories:
            text = " ".join([*story.head, *(text for _, text in story.paragraphs)])
            held.update(set(words_of(text)))
            stories += 1
    kept = sorted(held.items(), key=lambda row: (-row[1], row[0]))[:KEPT]
    levels: dict[int, list[str]] = defaultdict(list)
    for pair, count in kept:
        levels[round(4 * log(stories / count)) * 10 // 4].append(pair)
    rare = round(10 * log(stories / kept[-1][1])) + 10
    rows = [f"{level} {''.join(sorted(pairs))}" for level, pairs in sorted(levels.items())]
    return "\n".join([f"# {stories} stories", *rows, f"{rare} *"]) + "\n"
