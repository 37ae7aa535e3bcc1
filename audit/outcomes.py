"""What became of many things that were gone through one by one: commands print it, screens show it.

Importing, publishing and rereading all end in a ``Report`` of ``Outcome``s. What is refused is an
outcome like the others, so that one thing that cannot be done never ends the run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from audit.sentences import kept


class Result(StrEnum):
    """What became of one thing. The values stand in reports and in uploads that are kept."""

    # A file that was received.
    IMPORTED = "imported"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    # It holds no page: the message says what it is.
    PASSED = "passed"
    # A page or story that was to be brought from one state to another.
    DONE = "done"
    ALREADY = "already"
    # A page that was read anew.
    CHANGES = "changes"
    MERGES = "merges"
    SAME = "same"
    SKIPPED = "skipped"
    HELD = "held"
    # Any of them: the message says why, and what to do.
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """One thing by its name, and what became of it.

    ``message`` says to people why nothing was done; ``stories`` is how many were touched.
    """

    name: str
    result: Result
    message: str = ""
    stories: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {self.result.value: 1}

    def kept(self) -> dict[str, Any]:
        """Return it as JSON, to be ``retold`` in the language of whoever reads it."""
        row: dict[str, Any] = kept(asdict(self))
        return row


AnyOutcome = TypeVar("AnyOutcome", bound=Outcome)


@dataclass(slots=True)
class Report(Generic[AnyOutcome]):
    """What one run did. Without ``keep`` it holds only what was refused, however long the run."""

    keep: bool = True
    outcomes: list[AnyOutcome] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: AnyOutcome) -> None:
        self.counts.update(outcome.counts)
        if self.keep or outcome.result == Result.REFUSED:
            self.outcomes.append(outcome)

    def of(self, result: Result) -> list[AnyOutcome]:
        """Return the outcomes that are held of one kind."""
        return [row for row in self.outcomes if row.result == result]

    @property
    def refused(self) -> list[AnyOutcome]:
        return self.of(Result.REFUSED)
