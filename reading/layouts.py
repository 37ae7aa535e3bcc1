"""Layout: how a source prints its text, found from the lines themselves.

Three layouts are known: blocks parted by empty lines, one indented paragraph a line, and every
printed line a line of the file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .lines import Line

_WIDEST_COLUMN = 48


@dataclass(frozen=True, slots=True)
class Layout:
    """``indented``: an indent begins a paragraph. ``width``: the column's, or 0 when lines are
    whole paragraphs or blocks. ``gap``: the number of empty lines between lines of text.
    ``spaced``: the indents are half-width spaces."""

    indented: bool
    width: int
    gap: int
    spaced: bool = False

    def begins(self, line: Line) -> bool:
        """Say whether a line is indented as this page's paragraphs are.

        A headline set in the middle has other margins than they have.
        """
        if not self.indented or not 2 <= line.indent <= 4:
            return False
        return line.spaced == self.spaced or _is_prose(line)


def find_layout(lines: list[Line]) -> Layout:
    """Return the layout of a page from its lines without the furniture."""
    texts = [line for number, line in enumerate(lines) if _is_text(lines, number)]
    indented = sum(2 <= line.indent <= 4 for line in texts)
    begun = (indented >= 2 and indented * 80 >= len(texts)) or (len(texts) <= 8 and indented >= 1)
    gaps = Counter(line.gap for line in texts[1:])
    usual = gaps.most_common(1)[0][0] if gaps else 0
    width = _width(texts) if begun else 0
    if begun and not width and _has_wraps(texts):
        width = _width_of_few(texts)
    margins = Counter(line.spaced for line in texts if 2 <= line.indent <= 4 and _is_prose(line))
    spaced = bool(margins) and margins.most_common(1)[0][0]
    return Layout(begun, width, usual, spaced)


def _is_text(lines: list[Line], number: int) -> bool:
    """Say whether a line is running text, or an indented one with running text close below it.

    In a narrow column the first line of a paragraph may be too short to show a pause.
    """
    line = lines[number]
    if _is_prose(line):
        return True
    if not 2 <= line.indent <= 4:
        return False
    for below in lines[number + 1 : number + 4]:
        if below.indent or below.gap:
            return False
        if _is_prose(below):
            return True
    return False


def _is_prose(line: Line) -> bool:
    """Say whether a line looks like running text rather than a headline."""
    return len(line.key) > 30 or any(mark in line.key for mark in "，。；、")


def _has_wraps(texts: list[Line]) -> bool:
    """Say whether running text stands on lines that begin no paragraph."""
    going_on = sum(line.indent < 2 and ("。" in line.key or len(line.key) > 40) for line in texts)
    return going_on * 12 > len(texts)


def _width(texts: list[Line]) -> int:
    """Return the column's width where most lines of text are as long as each other."""
    sizes = Counter(len(line.text) + (2 if line.indent >= 2 else 0) for line in texts)
    full = Counter({size: count for size, count in sizes.items() if size <= _WIDEST_COLUMN})
    if not full or sum(full.values()) * 2 < len(texts):
        return 0
    width = max(full, key=lambda size: full[size] + full[size - 1] + full[size + 1])
    near = full[width - 1] + full[width] + full[width + 1]
    return width if near >= (4 if len(texts) > 8 else 3) and near * 4 >= len(texts) else 0


def _width_of_few(texts: list[Line]) -> int:
    """Return the width of a column that has too few lines to count: that of the longest."""
    longest = max((len(line.text) + (2 if line.indent >= 2 else 0) for line in texts), default=0)
    return longest if len(texts) <= 8 and longest <= _WIDEST_COLUMN else 0
