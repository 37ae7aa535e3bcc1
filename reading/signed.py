"""What a stretch of a flow says of people or a source, and which of its characters say it."""

from __future__ import annotations

from dataclasses import dataclass

from .document import BylineText, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a flow that names people or a source: from, to, and what it says.

    ``left``: runs inside it that could not be read, with their brackets and role; they stay in the
    story's text.
    """

    start: int
    end: int
    bylines: list[BylineText]
    text: str = ""
    left: tuple[Span, ...] = ()

    @property
    def taken(self) -> list[Span]:
        """The runs of the stretch that were read."""
        edges = [self.start, *(at for span in self.left for at in span), self.end]
        return [
            (low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high
        ]
