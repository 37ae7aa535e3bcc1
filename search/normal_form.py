"""The form in which texts and questions are compared.

One character at a time, so that every place in it leads back to the text: NFKC, lower case, without
accents, simplified, look-alikes as the characters they look like; what is neither letter nor
number is a space, and spaces in a row are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import sha256

from opencc import OpenCC

from reading.usual import plain_characters

Span = tuple[int, int]
# Counted up when the form changes or what is searched of a story: what was indexed by other rules
# is found to be out of date.
RULES = 6
# What print has for a character that it is not, and what is simplified otherwise in whole words
# alone (了解, 看着) and so would be left as it is.
AS = {"○": "〇", "◯": "〇", "瞭": "了", "著": "着"}
LATIN = (("\u00c0", "\u024f"), ("\u1e00", "\u1eff"))
FIRST_HAN = "\u2e80"


class _Folded(dict[int, str]):
    """The form of each character, worked out when it is first met.

    ``uneven`` are those met whose form is not one character.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        self[code] = form = _fold(chr(code))
        if len(form) != 1:
            self.uneven.add(chr(code))
        return form


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def _fold(char: str) -> str:
    usual = unicodedata.normalize("NFKC", plain_characters().get(char, char)).casefold()
    usual = AS.get(usual, usual)
    return "".join(map(_fold_one, usual))


def _fold_one(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] == "M" or category == "Cf":
        return ""
    if not char.isalnum():
        return " "
    if any(first <= char <= last for first, last in LATIN):
        return unicodedata.normalize("NFKD", char)[0]
    return _simplified().convert(char) if char >= FIRST_HAN else char


FOLDED = _Folded()


def normal(text: str) -> str:
    """Return the form of a text."""
    return " ".join(text.translate(FOLDED).split())


def placed(text: str) -> tuple[str, list[int]]:
    """Return the form of a text, and for each of its characters the place in the text."""
    form: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in FOLDED[ord(char)]:
            if one == " " and (not form or form[-1] == " "):
                continue
            form.append(one)
            places.append(place)
    if form and form[-1] == " ":
        del form[-1], places[-1]
    return "".join(form), places


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    """Return the form of each character; a line is first looked through and then marked."""
    return text.translate(FOLDED)


def those_in(text: str, terms: Iterable[str]) -> set[str]:
    """Return which of ``terms``, which are in their form, a text has."""
    form = _folded(text)
    if any(" " in term for term in terms):
        form = " ".join(form.split())
    return {term for term in terms if term in form}


def spots(text: str, terms: Iterable[str]) -> list[Span]:
    """Return where a text has any of ``terms``, which are in their form; what touches is one."""
    even = _folded(text)
    find = _find_placed if FOLDED.uneven.intersection(text) else _find_even
    return _joined(sorted(span for term in terms for span in find(text, even, term)))


def _find_even(_text: str, even: str, term: str) -> Iterator[Span]:
    """Yield where a term is in a text of which ``even`` has each character's form in its place."""
    if " " in term:
        # One in the term is any number in the text.
        spaced = re.compile(f"(?=({' +'.join(map(re.escape, term.split()))}))")
        yield from (found.span(1) for found in spaced.finditer(even))
        return
    start = even.find(term)
    while start >= 0:
        yield start, start + len(term)
        start = even.find(term, start + 1)


def _find_placed(text: str, _even: str, term: str) -> Iterator[Span]:
    form, places = placed(text)
    start = form.find(term)
    while start >= 0:
        yield places[start], places[start + len(term) - 1] + 1
        start = form.find(term, start + 1)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@cache
def rules() -> str:
    """Return what the form goes by, in short: another library may fold other characters."""
    han = "\n".join(chr(code) for code in range(0x4E00, 0xA000))
    told = f"{RULES} {unicodedata.unidata_version} {_simplified().convert(han)}"
    return sha256(told.encode()).hexdigest()[:12]
