"""The corpus: printed stories, one a line of JSON, gathered into whole pages."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class PrintedStory:
    """A story as a paper printed it: headline lines, byline and paragraphs with their kinds."""

    head: list[str]
    byline: str
    paragraphs: list[tuple[str, str]]
    section: str = ""


@dataclass(slots=True)
class PrintedPage:
    """All stories of one page in page order."""

    paper: str
    date: str
    number: str
    stories: list[PrintedStory] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the page is called in the reports."""
        return f"{self.paper}-{self.date}-{self.number}"


def read_pages(path: Path, *, least: int = 2, most: int = 10) -> list[PrintedPage]:
    """Return the whole pages of a file that hold between ``least`` and ``most`` stories."""
    rows: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(path):
        if row.get("page_complete", True):
            rows[row["paper"], row["date"], str(row["page"])].append(row)
    pages = []
    for (paper, date, number), found in sorted(rows.items()):
        if least <= len(found) <= most:
            found.sort(key=lambda row: int(row["order"]))
            pages.append(PrintedPage(paper, date, number, [_story(row) for row in found]))
    return pages


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _story(row: dict[str, Any]) -> PrintedStory:
    head = [row["kicker"], *(row["headline"] or "").split("\n"), row["deck"]]
    return PrintedStory(
        [line.strip() for line in head if line and line.strip()],
        row.get("raw_byline") or "",
        [(part["kind"], part["text"].strip()) for part in row["paragraphs"] if part["text"].strip()],
        row.get("section") or "",
    )
