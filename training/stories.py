"""Stories of a corpus: printed stories one a line, gathered into the pages they stood on."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

# What a printed page of a daily holds; one story alone shows no boundary.
FEWEST, MOST = 2, 10
# Lines of the paper's web edition, which were never printed.
UNPRINTED = "footer"


class PageKey(NamedTuple):
    """One printed page: the paper, its day as ``YYYY-MM-DD``, and the page's label."""

    paper: str
    day: str
    page: str


@dataclass(frozen=True, slots=True)
class PrintedStory:
    """One story as printed: its headline lines, and its paragraphs with their kinds."""

    kicker: str
    headline: str
    deck: str
    byline: str
    paragraphs: tuple[tuple[str, str], ...]

    @property
    def head(self) -> list[tuple[str, str]]:
        """The lines of the headline with their roles, in the order of print."""
        lines = [("kicker", self.kicker)]
        lines += [("headline", line) for line in self.headline.split("\n")]
        lines.append(("deck", self.deck))
        return [(role, line.strip()) for role, line in lines if line.strip()]


def load_pages(folder: Path) -> dict[PageKey, list[PrintedStory]]:
    """Return the pages of a corpus of which every story is there, each in page order."""
    rows: dict[PageKey, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(folder):
        if row.get("page_complete", True):
            key = PageKey(row["paper"], row["date"], str(row["page"]))
            rows[key].append(row)
    pages = {key: sorted(found, key=lambda row: row["order"]) for key, found in rows.items()}
    return {key: [_story(row) for row in pages[key]] for key in sorted(pages)}


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.xz")]):
        data = path.read_bytes()
        text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
        # Not splitlines: U+2028 may stand inside a text.
        for line in text.split("\n"):
            if line.strip():
                yield json.loads(line)


def _story(row: dict[str, Any]) -> PrintedStory:
    paragraphs = [(each["kind"], each["text"].strip()) for each in row["paragraphs"]]
    return PrintedStory(
        kicker=row.get("kicker") or "",
        headline=row.get("headline") or "",
        deck=row.get("deck") or "",
        byline=row.get("raw_byline") or "",
        paragraphs=tuple((kind, text) for kind, text in paragraphs if text and kind != UNPRINTED),
    )


def choose(
    pages: dict[PageKey, list[PrintedStory]],
    *,
    papers: Iterable[str] = (),
    dates: tuple[str, str] = ("", "9999"),
    count: int = 0,
    seed: int = 1,
) -> list[PageKey]:
    """Return the pages to try: of the papers, from the first date to the last, at most ``count``.

    No papers mean all papers, a count of 0 means all pages.
    """
    wanted = set(papers)
    keys = [
        key
        for key in sorted(pages)
        if (not wanted or key.paper in wanted)
        and dates[0] <= key.day <= dates[1]
        and FEWEST <= len(pages[key]) <= MOST
    ]
    return sorted(Random(seed).sample(keys, count)) if 0 < count < len(keys) else keys
