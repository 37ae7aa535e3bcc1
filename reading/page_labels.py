"""版次: what a page is called in print, and its place in the issue that follows from it.

A label is written without 第 and 版, in half-width forms: ``1``, ``A01``, ``T01``, and ``4-5`` for
a double spread (通版). Zeros are kept behind a letter (A01) and dropped without one (第02版 is 2).
"""

from __future__ import annotations

import re

from .lines import half_width
from .numerals import integer
from .words import SPREAD_WORDS

# What a label is made of in print. Of the letters behind D only those of a number with a zero are
# sure: T01, but neither G20 nor T2.
MARK = r"(?:[A-D]\s?\d{1,2}|[E-Z]\s?0\d|P\s?\d{1,2}|\d{1,2}|[①-⑳])"
# What stands between the two numbers of a double spread.
JOIN = r"\s?[-·•~—–～]\s?"
_TO = rf"(?:(?:{JOIN}|/)[E-Z]?\s?\d{{1,2}})?"
# Behind 特刊 and its like, any letter and number: 特刊 T2, 特刊 T4-T5.
IN_EDITION = rf"[E-Z]\s?\d{{1,2}}{_TO}"
# Before it, and on a line of its own, only the letters that such pages have: T of 特刊, Z, H.
OF_EDITION = rf"[THZ]\s?\d{{1,2}}{_TO}"
SPREAD = rf"(?:{MARK}(?:{JOIN}|/)[A-Z]?\s?\d{{1,2}})"
# 1/2版 is half a page.
HALF_PAGE = re.compile(r"0?1\s?[/／]\s?2")
# Beside a page's name a spread's numbers may stand like the items of a list: 2、3 专题.
LISTED_SPREAD = r"\d{1,2}\s?、\s?\d{1,2}"
LABEL = re.compile(r"([A-Z]?)(\d{1,3})(?:-(\d{1,3}))?")
JOINED = "-·•~—–～/／、至和"
_PRINTED = re.compile(rf"([A-Za-z]?)0*(\d{{1,3}})(?:[{JOINED}]([A-Za-z]?)(\d{{1,3}}))?")
_HALF_SPREAD = r"(?:[A-Z]?\d{1,2}|[一二三四五六七八九十]{1,3})"
_BARE_SPREAD = re.compile(
    rf"[(\[]?(?:{'|'.join(SPREAD_WORDS)})?:?(?!0?1/2)(第?{_HALF_SPREAD}版?[{JOINED}]第?{_HALF_SPREAD}版?)"
    rf"[(\[]?(?:{'|'.join(SPREAD_WORDS)})?[)\]]{{0,2}}"
)
_LONGEST_SPREAD = 16
# P3 is page 3, and no section of its own.
_PAGE_WORD = re.compile(r"(?i:Page|P)[.:]?(?=\d)")
_NUMERALS = "一二三四五六七八九"
# Plain pages are 1 to 400; those of a letter B to Z come behind the ones before it.
MOST = 400
SECTION = 100
FURTHEST = 26 * SECTION


def label_of(printed: str) -> str:
    """Return the label that is printed so, ``""`` where it is none: 第02版, B 02, 04·05, 二三, P3.

    Of two numbers that are no double spread (2-6) the first counts.
    """
    bare = _PAGE_WORD.sub("", re.sub(r"[\s第版]", "", printed))
    if bare == "头":
        return "1"
    found = _PRINTED.fullmatch(bare)
    if found is None:
        # Numerals side by side are two pages: 23 is written 二十三.
        parts = bare if len(bare) == 2 and bare in _NUMERALS else re.split(rf"[{JOINED}]", bare)
        low, *more = [str(integer(one) or "") for one in parts]
        both = f"{low}-{more[0]}" if more and more[0] else low
        # A day beside it is no page: 2 2025-10-17.
        return label_of(both) if _PRINTED.fullmatch(both) else ""
    letter, low, _letter, high = found.groups()
    letter = (letter or "").upper()
    if not int(low) or (letter and int(low) >= SECTION):
        return ""
    first = f"{letter}{int(low):02}" if letter and _has_zero(bare) else f"{letter}{int(low)}"
    if high and int(high) == int(low) + 1:
        width = len(first) - len(letter)
        return f"{first}-{int(high):0{width if letter else 1}}"
    return first


def _has_zero(bare: str) -> bool:
    return bare[1:2] == "0"


def spread_of(key: str) -> str:
    """Return the label of a squeezed piece in half-width forms that is a double spread's numbers
    and no more, ``""`` for any other: 04-05, (4、5), 第4、第5版, 4-5通版."""
    found = _BARE_SPREAD.fullmatch(key) if len(key) <= _LONGEST_SPREAD else None
    label = label_of(found[1]) if found else ""
    return label if "-" in label else ""


def given_label(value: object) -> str | None:
    """Return the label that a person, a table or an older document gives: 2, "2", "B02".

    Without one: ``None``. Raises ``ValueError`` for what is no label.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    label = label_of(half_width(text))
    if not label:
        raise ValueError(text)
    return label


def is_label(text: str) -> bool:
    """Say whether a text is a label as it is kept: of two pages the second follows the first."""
    found = LABEL.fullmatch(text)
    return found is not None and (not found[3] or int(found[3]) == int(found[2]) + 1)


def digits_of(label: str) -> int | None:
    """Return the number of a label without its letter, of a double spread the first."""
    found = LABEL.fullmatch(label)
    return int(found[2]) if found else None


def place_of(label: str, *, sections_apart: bool = True) -> int | None:
    """Return the place in the issue that a label stands for.

    A01 comes where 1 does, B01 behind all of A, and so on, whichever of them are there. Without
    ``sections_apart`` a letter does not count: an edition of its own has T01 for its first page.
    """
    found = LABEL.fullmatch(label)
    if found is None:
        return None
    letter = found[1] if sections_apart else ""
    return (ord(letter) - ord("A")) * SECTION + int(found[2]) if letter else int(found[2])


def usual_label(place: int) -> str:
    """Return what the page in a place is called, where only the place is known: 2, B02.

    A paper with letters calls its first pages A01 and so on; of them the digits are said.
    """
    section, at = divmod(place - 1, SECTION)
    return f"{chr(ord('A') + section)}{at + 1:02}" if section else str(place)


def is_plain(label: str) -> bool:
    """Whether a label is a mere number, so that a page count can speak of it."""
    return label.isdecimal()


def plain_or_label(label: str | None) -> int | str | None:
    """Return a mere number as one: the form in which texts were hashed before labels."""
    return int(label) if label is not None and label.isdecimal() else label


def places_of(label: str, *, sections_apart: bool = True) -> list[int]:
    """Return the places that a page takes, of a double spread two."""
    found = LABEL.fullmatch(label)
    first = place_of(label, sections_apart=sections_apart)
    if found is None or first is None:
        return []
    return [first, first + 1] if found[3] else [first]


def follows(label: str, further: str) -> bool:
    """Say whether one page follows another: 2 and 3, A04 and A05, A08 and B01."""
    last, first = places_of(label)[-1:], place_of(further)
    if not last or first is None:
        return False
    section, at = divmod(first - 1, SECTION)
    return first == last[0] + 1 or (at == 0 and section == (last[0] - 1) // SECTION + 1)


def covers(label: str) -> list[str]:
    """Return the labels that lead to a page: its own, and those of a double spread's pages."""
    found = LABEL.fullmatch(label)
    if found is None or not found[3]:
        return [label]
    letter, low, high = found.groups()
    width = len(low) if letter else 1
    return [label, f"{letter}{int(low):0{width}}", f"{letter}{int(high):0{width}}"]
