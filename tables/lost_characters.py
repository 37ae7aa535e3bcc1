"""缺字: a cell that came back from a smaller character set with ? or □ in place of characters.

A spreadsheet that saves as ANSI writes 王? for 王𬭎 (or 王??) and 12km? for 12km², without a word.
What stands in the newsroom shows where: a character that a smaller set has not is there no more,
and between the same neighbours the cell has such a mark.

An editor writes question marks, too. Where the set has the character, the mark is his: of the
sets only those count that have nearly all letters of the file, and what GBK lacks always does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import gettext as _

from reading.han import is_han

MARKS = "?□\ufffd"
WIDE = "？"
_MARK = re.compile(f"[{MARKS}{WIDE}]")
_MARKED = re.compile(f"[{MARKS}{WIDE}]+")
# What spreadsheets save as where nothing is chosen: here, and in the places nearby.
_SMALLER = ("gb2312", "gbk", "big5", "shift_jis", "euc_kr", "cp1252", "ascii")
# Signs of which a set has one and its programs write it for the other, too.
_TWINS = dict(zip("—·～―・〜", "―・〜—·～", strict=True))
# Of ten different letters of a file a set may lack one: somebody may have typed it later.
_LETTERS = 10
_PIECE = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
# A question ends here; elsewhere nobody asks.
_AFTER_QUESTION = " \u3000\n”’」』）】》！\"')!"
# Comparing costs more than the length: nobody edits that much between two full stops.
_TOO_LONG = 20_000
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Me", "Mn", "Zl", "Zp", "Zs"}


def smaller_sets(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the smaller character sets that a file with these texts may have been saved in."""
    letters = {char for char in set().union(*texts) if char > "\x7f" and char.isalpha()}
    return tuple(
        charset
        for charset in _SMALLER
        if sum(not _has(charset, char) for char in letters) * _LETTERS <= len(letters)
    )


def may_be_lost(cell: object) -> bool:
    """Say whether a cell has a mark that can stand for a lost character."""
    return isinstance(cell, str) and _MARK.search(cell) is not None


def lost_in(stored: str, cell: str, charsets: tuple[str, ...]) -> str:
    """Return the first characters of ``stored`` that ``cell`` has lost, else nothing.

    ``charsets`` are those that the cell's file may have been saved in (``smaller_sets``).
    """
    if stored == cell or not _MARK.search(cell):
        return ""
    # Nobody asks with □: there it is any letter.
    if all(stored.count(mark) == cell.count(mark) for mark in ("?", WIDE)) and (
        found := _by_places(stored, cell)
    ):
        return found[0]
    gone = {
        char
        for char in set(stored)
        if _lacks(charsets, char) and cell.count(char) < stored.count(char)
    }
    if not gone:
        return ""
    return next((lost for lost in _runs_lost(stored, cell, gone, charsets) if lost), "")


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


@lru_cache(8192)
def _lacks(charsets: tuple[str, ...], char: str) -> bool:
    """Say whether one of these sets has nothing for a character, or GBK has not."""
    return not all(_has(charset, char) for charset in ("gbk", *charsets))


def _may_be_asked(charsets: tuple[str, ...], char: str) -> bool:
    """Say whether each set has a sign or its twin: a full-width mark in its place is meant."""
    twin = _TWINS.get(char, char)
    return all(_has(charset, char) or _has(charset, twin) for charset in ("gbk", *charsets))


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
    letter = char.isalpha() or is_han(char)
    if mark == WIDE:
        return not (char.isspace() or _has("gb2312" if letter else "gbk", char))
    return bool(mark) and mark in MARKS and (letter or _lacks(_SMALLER[:3], char))


def _runs_lost(stored: str, cell: str, gone: set[str], charsets: tuple[str, ...]) -> Iterator[str]:
    """Yield what is lost at each place, sentence by sentence; nothing where a mark is meant.

    What may be lost and what stands in its place are one sign to the comparison, however many
    they are: sets write ? once or twice for one character.
    """
    run = re.compile(f"[{re.escape(''.join(sorted(gone)))}{MARKS}{WIDE}]+")
    olds, news = _PIECE.findall(stored), _PIECE.findall(cell)
    signs = [run.sub("?", piece) for piece in olds], [_MARKED.sub("?", piece) for piece in news]
    for tag, start, end, low, high in SequenceMatcher(None, *signs).get_opcodes():
        if tag == "equal":
            pairs = list(zip(olds[start:end], news[low:high], strict=True))
        else:
            pairs = [("".join(olds[start:end]), "".join(news[low:high]))]
        for old, new in pairs:
            if old != new and _MARK.search(new):
                yield from _in_piece(
                    re.findall(f"{run.pattern}|.", old, re.DOTALL),
                    re.findall(f"{_MARKED.pattern}|.", new, re.DOTALL),
                    gone,
                    charsets,
                )


def _in_piece(
    old: list[str], new: list[str], gone: set[str], charsets: tuple[str, ...]
) -> Iterator[str]:
    if max(len(old), len(new)) > _TOO_LONG:
        return
    olds = ["?" if gone.intersection(sign) or _MARK.match(sign) else sign for sign in old]
    news = ["?" if _MARK.match(sign) else sign for sign in new]
    matcher = SequenceMatcher(None, olds, news)
    for start, low, size in matcher.get_matching_blocks():
        for place in range(size):
            run, marks = old[start + place], new[low + place]
            lost = _lost_of(run, marks, gone, charsets)
            if lost and _is_between(
                olds, news, start + place, low + place, (place > 0, place < size - 1), marks
            ):
                yield lost


def _lost_of(run: str, marks: str, gone: set[str], charsets: tuple[str, ...]) -> str:
    """Return what of a run these marks can stand for: as many, or more by as many bytes."""
    lost = "".join(char for char in run if char in gone)
    if WIDE in marks and WIDE not in run:
        lost = "".join(char for char in lost if not _may_be_asked(charsets, char))
    return lost if len(run) <= len(marks) <= len(run.encode()) else ""


def _is_between(
    old: list[str],
    new: list[str],
    at: int,
    place: int,
    beside: tuple[bool, bool],
    marks: str,
) -> bool:
    """Say whether the same stands beside a mark as stood beside what it replaces.

    On one side, for the cell may be edited on the other; but on both where somebody may ask.
    """
    before, after = beside
    first, last = at == place == 0, at == len(old) - 1 and place == len(new) - 1
    if place < len(new) - 1 and new[place + 1][0] not in _AFTER_QUESTION:
        return before or after or first
    if WIDE in marks:
        return (before or first) and (after or last)
    return before or after or (first and last)


def say_lost(characters: str) -> str:
    """Return the sentence that refuses a cell in whose place the newsroom has these characters."""
    return _(
        "Here stands “%(lost)s”, and the cell has ? or □ in its place: the file was saved in a"
        " smaller character set. Save the table as UTF-8 CSV or XLSX and import that."
    ) % {"lost": _seen(characters)}


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
    ) % {"names": _(", ").join(map(_seen, names))}


def _seen(characters: str) -> str:
    """Return the characters, and of those that nobody sees their numbers."""
    return "".join(
        f"U+{ord(char):04X}" if unicodedata.category(char) in _UNSEEN else char
        for char in characters
    )
