"""缺字: a cell that came back from a smaller character set with ? or □ in place of characters.

A spreadsheet that saves as ANSI writes 王? for 王𬭎 (or 王??), without a word. What stands in the
newsroom shows where: where it has a letter and the cell such a mark, the letter was lost.

Some write a full-width ？, which an editor may well put in himself. So that is a loss only in the
place of what a smaller set has not: of a letter that GB 2312 lacks, or of a mark that GBK lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import gettext as _

from reading.han import is_han

MARKS = "?□\ufffd"
WIDE = "？"
_MARK = re.compile(f"[{MARKS}{WIDE}]")
_ONLY_MARKS = re.compile(f"[{MARKS}{WIDE}]+")
# What spreadsheets save as where nothing is chosen: here, and in the places nearby.
_SMALLER = ("gb2312", "gbk", "big5", "shift_jis", "euc_kr")
# Comparing costs the square of the length; in longer texts it is done line by line.
_LONGEST = 2_000


def lost_in(stored: str, cell: str) -> str:
    """Return the first characters of ``stored`` that ``cell`` has lost, else nothing."""
    if stored == cell or not _may_have_lost(stored, cell):
        return ""
    if found := _by_places(stored, cell):
        return found[0]
    pairs = [(stored, cell)]
    if len(stored) > _LONGEST:
        lines = stored.split("\n"), cell.split("\n")
        pairs = list(zip(*lines, strict=True)) if len(lines[0]) == len(lines[1]) else []
    return next((lost for pair in pairs if (lost := _by_matching(*pair))), "")


def lost_names(key: str, known: Iterable[str]) -> list[str] | None:
    """Return the known names that ``key`` may be with characters lost, or None when it is none.

    Only names of which some smaller set has all but what is lost: 张? is 张𬭎 and not 张华. When
    no name is so, it is lost all the same, and the list is empty.
    """
    if not _MARK.search(key):
        return None
    alike = {name: lost for name in known if name != key and (lost := _by_places(name, key))}
    names = sorted(name for name, lost in alike.items() if _loses(name, lost))
    return names if alike else None


def _loses(name: str, lost: str) -> bool:
    """Say whether some smaller set has nothing for what is lost of a name, and has the rest."""
    return any(
        all(_has(charset, char) is (char not in lost) for char in name) for charset in _SMALLER
    )


@lru_cache(8192)
def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _may_have_lost(stored: str, cell: str) -> bool:
    """Say cheaply whether a cell has a mark that can stand for a character of ``stored``."""
    marks = set(_MARK.findall(cell))
    return bool(marks - {WIDE}) or (bool(marks) and any(map(_is_rare, set(stored))))


def _by_places(stored: str, cell: str) -> str:
    """Return what is lost where all else is the same: one mark or, outside the BMP, two."""
    at, lost = 0, ""
    for char in stored:
        if cell[at : at + 1] == char:
            at += 1
        elif _is_lost(char, cell[at : at + 1]):
            lost += char
            at += 2 if char > "\uffff" and _is_lost(char, cell[at + 1 : at + 2]) else 1
        else:
            return ""
    return lost if at == len(cell) else ""


def _is_lost(char: str, mark: str) -> bool:
    if mark == WIDE:
        return _is_rare(char)
    return bool(mark) and mark in MARKS and (char.isalpha() or is_han(char))


@lru_cache(8192)
def _is_rare(char: str) -> bool:
    """Say whether a smaller character set has nothing for a character."""
    letter = char.isalpha() or is_han(char)
    return not (char.isspace() or _has("gb2312" if letter else "gbk", char))


def _by_matching(stored: str, cell: str) -> str:
    """Return what is lost in a cell that was edited beside."""
    if len(stored) > _LONGEST or len(cell) > 2 * _LONGEST or not _MARK.search(cell):
        return ""
    matcher = SequenceMatcher(None, stored, cell, autojunk=False)
    for tag, start, end, low, high in matcher.get_opcodes():
        old, new = stored[start:end], cell[low:high]
        if tag != "replace" or not _ONLY_MARKS.fullmatch(new):
            continue
        gone = all(map(_is_rare, old)) if WIDE in new else old.isalpha()
        if gone and len(old) <= len(new) <= 2 * len(old):
            return old
    return ""


def say_lost(characters: str) -> str:
    """Return the sentence that refuses a cell in whose place the newsroom has these characters."""
    return _(
        "Here stands “%(lost)s”, and the cell has ? or □ in its place: the file was saved in a"
        " smaller character set. Save the table as UTF-8 CSV or XLSX and import that."
    ) % {"lost": characters}


def say_lost_name(names: list[str]) -> str:
    """Return the sentence that refuses a name that is one of these, or of none that is known."""
    if len(names) == 1:
        return say_lost(names[0])
    if not names:
        return _(
            "The cell has ? or □ in place of a character: the file was saved in a smaller character"
            " set. Save the table as UTF-8 CSV or XLSX and import that."
        )
    return _(
        "The cell has ? or □ in place of a character and may be any of these: %(names)s. The"
        " file was saved in a smaller character set. Save the table as UTF-8 CSV or XLSX and"
        " import that."
    ) % {"names": _(", ").join(names)}
