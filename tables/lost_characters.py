"""缺字: a cell that came back from a smaller character set with ? or □ in place of characters.

A spreadsheet that saves as ANSI writes 王? for 王𬭎 (or 王??), without a word. What stands in the
newsroom shows where: where it has a letter and the cell such a mark, the letter was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from reading.han import is_han

MARKS = "?□\ufffd"
_MARK = re.compile(f"[{MARKS}]")
_ONLY_MARKS = re.compile(f"[{MARKS}]+")
# Comparing costs the square of the length; in longer texts it is done line by line.
_LONGEST = 2_000


def lost_in(stored: str, cell: str) -> str:
    """Return the first characters of ``stored`` that ``cell`` has lost, else nothing."""
    if stored == cell or not _MARK.search(cell):
        return ""
    if found := _by_places(stored, cell):
        return found
    pairs = [(stored, cell)]
    if len(stored) > _LONGEST:
        lines = stored.split("\n"), cell.split("\n")
        pairs = list(zip(*lines, strict=True)) if len(lines[0]) == len(lines[1]) else []
    return next((lost for pair in pairs if (lost := _by_matching(*pair))), "")


def lost_key(key: str, known: Iterable[str]) -> str:
    """Return the name that ``key`` is with some of its characters lost, else nothing."""
    if not _MARK.search(key):
        return ""
    return next((name for name in known if name != key and _by_places(name, key)), "")


def _by_places(stored: str, cell: str) -> str:
    """Return what is lost where all else is the same: one mark or, outside the BMP, two."""
    at, lost = 0, ""
    for char in stored:
        if cell[at : at + 1] == char:
            at += 1
        elif _is_lost(char, cell[at : at + 1]):
            lost = lost or char
            at += 2 if char > "\uffff" and _is_lost(char, cell[at + 1 : at + 2]) else 1
        else:
            return ""
    return lost if at == len(cell) else ""


def _is_lost(char: str, mark: str) -> bool:
    return bool(mark) and mark in MARKS and (char.isalpha() or is_han(char))


def _by_matching(stored: str, cell: str) -> str:
    """Return what is lost in a cell that was edited beside."""
    if len(stored) > _LONGEST or len(cell) > 2 * _LONGEST or not _MARK.search(cell):
        return ""
    matcher = SequenceMatcher(None, stored, cell, autojunk=False)
    for tag, start, end, low, high in matcher.get_opcodes():
        old, new = stored[start:end], cell[low:high]
        both = tag == "replace" and _ONLY_MARKS.fullmatch(new) and old.isalpha()
        if both and len(old) <= len(new) <= 2 * len(old):
            return old
    return ""
