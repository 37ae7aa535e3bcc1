"""What an import did with one file: the command prints it, the admin keeps and shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from audit.outcomes import Outcome


@dataclass(slots=True)
class FileOutcome(Outcome):
    """One received file: its page, what was found there, and what a replacement would lose.

    ``source`` is the hash of what is kept as the page's source, which a page document brings along.
    """

    sha256: str = ""
    page_id: int | None = None
    page: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    source: str = ""
    # Which answer would help, and the papers that it may belong to: see ``placement.Ask``.
    ask: str = ""
    # The name of the paper that the page has founded.
    founded: str = ""
    # The files that the page was made of and the pictures that came along: name, result, message.
    parts: list[dict[str, str]] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Its result, and how many findings there are."""
        return {self.result.value: 1, "findings": len(self.findings)}
