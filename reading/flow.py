"""A flow: several runs of the source read as one text, with the way back to the source.

A paragraph cut by column wraps is a flow of several runs. Between two runs stands one ``\\n``, so
that a place in the flow always answers to one place in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, pairwise

from .document import Span
from .han import CHARACTERS
from .lines import MARGIN, Source

_GAP = re.compile(r"\s+")
# A space that only stands beside a Chinese mark was put there by a machine, not by the paper.
_BESIDE_MARK = re.compile(r"(?<=[，。、；：！？）”’」』》】]) | (?=[，。、；：！？）”’」』》】])")
_APART = re.compile(
    rf"(?<=[{CHARACTERS}，。、；：（）“”\d])\s+(?=[{CHARACTERS}，。、；：（）“”\d])"
)
# An address has no spaces, wherever a line's end cuts it.
_ADDRESS = re.compile(r"[@./:][\w\-]*$", re.ASCII)


class Flow:
    """Runs of a source joined to one text.

    ``text`` is what the source holds and ``norm`` the same in half-width forms, both with one
    ``\\n`` between runs; offsets into either are offsets into the flow.
    """

    __slots__ = ("_starts", "norm", "runs", "source", "text")

    def __init__(self, source: Source, runs: Iterable[Span]) -> None:
        self.source = source
        self.runs = list(runs)
        self._starts = [0, *accumulate(end - start + 1 for start, end in self.runs[:-1])]
        self.text = "\n".join([source.text[start:end] for start, end in self.runs])
        self.norm = "\n".join([source.norm[start:end] for start, end in self.runs])

    def spans(self, start: int, end: int) -> list[Span]:
        """Return the runs of the source under a part of the flow, without margins."""
        if len(self.runs) == 1:
            low, high = self.runs[0]
            only = self._trim(low + start, min(high, low + end))
            return [only] if only else []
        found = []
        first = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(first, len(self.runs)):
            offset = self._starts[number]
            if offset >= end:
                break
            low, high = self.runs[number]
            if start <= offset and offset + high - low <= end:
                # Lines have no margins.
                found.append((low, high))
            elif trimmed := self._trim(
                max(low, low + start - offset), min(high, low + end - offset)
            ):
                found.append(trimmed)
        return found

    def _trim(self, low: int, high: int) -> Span | None:
        part = self.source.text[low:high]
        bare = part.lstrip(MARGIN)
        low += len(part) - len(bare)
        bare = bare.rstrip(MARGIN)
        return (low, low + len(bare)) if bare else None

    def clean(self, start: int, end: int) -> str:
        """Return a part as it is printed: wraps undone, white space at most one space."""
        return self.join(self.spans(start, end))

    def join(self, spans: list[Span]) -> str:
        """Return the text of runs of the source as it is printed."""
        return join_runs([self.source.text[low:high] for low, high in spans])


def join_runs(parts: list[str]) -> str:
    """Return the text of runs with wraps undone; only Latin words get their space back."""
    joined = parts[0] if parts else ""
    if len(parts) > 1:
        pieces = [joined]
        for before, after in pairwise(parts):
            pieces.append(" " + after if _is_word_break(before, after) else after)
        joined = "".join(pieces)
    return tidy(joined)


def _is_word_break(before: str, after: str) -> bool:
    """Say whether a line's end stood for the space between two Latin words."""
    met = before[-1] + after[0]
    return met.isascii() and met.isalpha() and not _ADDRESS.search(before[-60:])


def tidy(text: str) -> str:
    """Return a text with every run of white space made one space, and none beside a mark.

    Where every character stands apart, the spaces are the typesetting and not the text.
    """
    pieces = text.split()
    if pieces == [text]:
        return text
    if 3 * len(pieces) > len(text) and 3 * len(_APART.findall(text)) > len(text):
        text = _APART.sub("", text)
    return _BESIDE_MARK.sub("", _GAP.sub(" ", text))
