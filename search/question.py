"""What somebody asks: words, “whole phrases”, and -words that shall not be there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from search.normal_form import normal

LONGEST = 300
MOST = 12
WORD = re.compile(
    r"(?P<minus>[-−－])?(?:[\"＂](?P<plain>[^\"＂]*)[\"＂]|“(?P<round>[^”]*)”|「(?P<corner>[^」]*)」|(?P<word>\S+))"
)


@dataclass(frozen=True, slots=True)
class Question:
    """Terms in the form in which they are compared; ``said`` is what was typed.

    ``cut``: more was typed than is looked for.
    """

    said: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    cut: bool = False

    @classmethod
    def of(cls, said: str) -> Question:
        """Read what was typed. No mark in it can be wrong; what is too long is cut."""
        whole = len(said) <= LONGEST
        said = " ".join(said[:LONGEST].split())
        wanted: dict[str, None] = {}
        unwanted: dict[str, None] = {}
        for found in WORD.finditer(said):
            word = next((found[name] for name in NAMES if found[name] is not None), "")
            if term := normal(word):
                (unwanted if found["minus"] else wanted)[term] = None
        cut = not whole or max(len(wanted), len(unwanted)) > MOST
        return cls(said, tuple(wanted)[:MOST], tuple(unwanted)[:MOST], cut)


NAMES = ("plain", "round", "corner", "word")


@dataclass(frozen=True, slots=True)
class Within:
    """Where is looked: days, paper, section, contributor, page, kind; ``None`` is everywhere."""

    since: dt.date | None = None
    until: dt.date | None = None
    paper: int | None = None
    section: str | None = None
    contributor: str | None = None
    number: int | None = None
    kind: str | None = None

    def __bool__(self) -> bool:
        return self != EVERYWHERE


EVERYWHERE = Within()
