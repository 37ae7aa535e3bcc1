"""What was received for a story that no reading has: the source under its own characters."""

from __future__ import annotations

from articles.layers import PARTS
from workbench.state import DeskStory, PartText, parts_of, spans_of

# The parts of the desk under the names that the layers show.
_SHOWN = {
    "byline_role": "bylines",
    "byline_name": "bylines",
    "caption": "photos",
    "credit": "photos",
    "alt": "photos",
}


def received_parts(story: DeskStory, source: str) -> dict[str, str]:
    """Return the source's text part by part; a part that was typed has none."""
    found: dict[str, list[tuple[str, int]]] = {part: [] for part in PARTS}
    for part, index, text in parts_of(story):
        if own := _under(text, source):
            found[_SHOWN.get(part, part)].append((own, index))
    return {part: _joined(rows) for part, rows in found.items()}


def _joined(rows: list[tuple[str, int]]) -> str:
    """Return the texts, those of one row in one line."""
    lines: dict[int, list[str]] = {}
    for text, index in rows:
        lines.setdefault(index, []).append(text)
    return "\n".join(" ".join(line) for line in lines.values())


def _under(text: PartText, source: str) -> str:
    """Return the source from run to run, with what stands between words that follow each other."""
    found, last = "", 0
    for start, end in spans_of(text):
        gap = source[last:start] if found and last <= start else ""
        if any(char.isalnum() for char in gap) or (found and start < last):
            gap = "\n"
        found, last = found + gap + source[start:end], end
    return found
