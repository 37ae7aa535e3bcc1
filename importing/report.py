"""What an import did, page by page: the command prints it, the admin shows it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, TextIO


class Result(StrEnum):
    """What became of one received file."""

    IMPORTED = "imported"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """One file: what became of it, which page it is, what was found, and why it was refused.

    ``source`` is the hash of what is kept as the page's source, which a page document brings along.
    """

    name: str
    sha256: str
    result: Result
    message: str = ""
    page_id: int | None = None
    page: str = ""
    stories: int = 0
    findings: list[dict[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    source: str = ""


@dataclass(slots=True)
class Report:
    """The counts of one run and what was refused; with ``keep`` all outcomes but the unchanged.

    A bulk import does not ``keep``, so that its memory stays level.
    """

    dry_run: bool = False
    keep: bool = True
    outcomes: list[Outcome] = field(default_factory=list)
    refused: list[Outcome] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Take one outcome in."""
        self.counts[outcome.result.value] += 1
        self.counts["findings"] += len(outcome.findings)
        if outcome.result == Result.REFUSED:
            self.refused.append(outcome)
        if self.keep and outcome.result != Result.UNCHANGED:
            self.outcomes.append(outcome)


class ReportFile:
    """Writes a report as JSON while the import runs: the outcomes one a line, then the counts."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._separator = ""
        file.write('{"outcomes": [')

    def add(self, outcome: Outcome) -> None:
        """Write one outcome, unless nothing happened."""
        if outcome.result == Result.UNCHANGED:
            return
        line = json.dumps(asdict(outcome), ensure_ascii=False)
        self._file.write(f"{self._separator}\n {line}")
        self._separator = ","

    def close(self, report: Report) -> None:
        """Write the counts, which makes the document whole."""
        end = {"dry_run": report.dry_run, "counts": dict(report.counts)}
        self._file.write(f"\n],\n{json.dumps(end)[1:-1]}}}\n")
