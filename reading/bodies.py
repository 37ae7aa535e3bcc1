"""The paragraphs of a story on their way: what is left of each between its head and its tail."""

from __future__ import annotations

from dataclasses import dataclass, field

from .document import Span
from .flow import Flow
from .lines import ends_sentence_or_note, squeeze


@dataclass(slots=True)
class Body:
    """A paragraph on its way: what is left of its flow between head and tail."""

    flow: Flow
    rule: str
    start: int
    end: int
    credit: str | None = None
    credit_spans: list[Span] = field(default_factory=list)
    credit_rule: str = ""
    # Whether it is text of its story though it has a credit.
    is_text: bool = False
    # What of a byline at its head or tail could not be read.
    left: list[Span] = field(default_factory=list)
    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def take_text(self) -> None:
        """Keep what is left, now that nothing more is taken off."""
        runs = sorted([*self.left, (self.start, self.end)])
        self.spans = [span for run in runs for span in self.flow.spans(*run)]
        self.text = self.flow.join(self.spans)

    @property
    def closed(self) -> bool:
        """Whether its text ends with a sentence, or a note behind one."""
        key = squeeze(self.flow.norm[self.start : self.end][-80:])
        return (key == "" and bool(self.left)) or ends_sentence_or_note(key)
