"""What an import did, page by page: the command prints it, the admin shows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Result(StrEnum):
    """What became of one received file."""

    IMPORTED = "imported"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """One file: what became of it, which page it is, what was found, and why it was refused."""

    name: str
    sha256: str
    result: Result
    message: str = ""
    page_id: int | None = None
    page: str = ""
    stories: int = 0
    findings: list[dict[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """All the outcomes of one run. Unchanged pages are counted, not listed."""

    dry_run: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Take one outcome in."""
        self.counts[outcome.result.value] += 1
        self.counts["findings"] += len(outcome.findings)
        if outcome.result != Result.UNCHANGED:
            self.outcomes.append(outcome)

    @property
    def refused(self) -> list[Outcome]:
        """The files that were not taken."""
        return [row for row in self.outcomes if row.result == Result.REFUSED]
