"""Folios at a page's edges that need a second line, or the end of the page, to be told.

A page's number and name may stand on lines of their own, or a bare number at its foot.
"""

from __future__ import annotations

from .bare import PLATE, is_bare
from .labelled import SHORT_NAME, folio_at_foot
from .lines import Line, ends_sentence_or_note
from .marks import is_page_alone
from .words import NOTICE_WORDS, PAGE_NAMES


def label_first_pair(lines: list[Line], labels: list[str | None]) -> None:
    """Label a page's name on its first line, and its number where it stands apart from that."""
    first = 1 if lines and PLATE.fullmatch(lines[0].key) else 0
    keys = [line.key for line in lines[first : first + 2]]
    if len(keys) < 2 or any(labels[first : first + 2]):
        return
    if keys[0] in PAGE_NAMES and keys[0] not in NOTICE_WORDS and not any(labels[first : first + 6]):
        labels[first] = "folio"
    numbers = [key for key in keys if key.isdecimal() and len(key) <= 2]
    if len(numbers) == 1 and any(SHORT_NAME.fullmatch(key) for key in keys):
        labels[first] = labels[first + 1] = "folio"


def label_foot(lines: list[Line], labels: list[str | None]) -> None:
    """Label a folio at the page's foot: its number and name, on a line or two, or with the date."""
    for number in range(max(len(lines) - 5, 2), len(lines)):
        if labels[number] is not None:
            continue
        line = lines[number]
        above, below = lines[number - 1], lines[number + 1 : number + 2]
        pair = [line.key, *(other.key for other in below if not labels[number + 1])]
        if sorted(map(_is_page_number, pair)) == [False, True] and any(
            key in PAGE_NAMES for key in pair
        ):
            labels[number] = labels[number + 1] = "folio"
        elif ends_sentence_or_note(above.key) or labels[number - 1] is not None or line.gap:
            labels[number] = folio_at_foot(line)


def _is_page_number(key: str) -> bool:
    return (key.isdecimal() and len(key) <= 2) or is_page_alone(key)


def label_last_numbers(lines: list[Line], labels: list[str | None]) -> None:
    """Label a bare page number on one of the last lines of a page."""
    for number in range(max(len(lines) - 2, 1), len(lines)):
        key = lines[number].key
        if _is_page_number(key):
            below_text = labels[number - 1] is None
            points = below_text and (is_bare(lines[number - 1]) or _is_other(lines, labels, key))
            labels[number] = None if points and not key.isdecimal() else "folio"


def _is_other(lines: list[Line], labels: list[str | None], key: str) -> bool:
    """Say whether the page's folio stands at its top, and a lettered number is none of it."""
    top = [line.key for line, label in zip(lines[:6], labels, strict=False) if label == "folio"]
    return bool(top) and key[-1] != "版" and not any(key.strip("()[]") in other for other in top)
