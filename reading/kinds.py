"""Kinds: what each line of a page is by its own form, before its neighbours are asked."""

from __future__ import annotations

from enum import IntEnum

from .bylines import byline_line
from .credits import credit_names
from .flow import Flow
from .han import begins_with_han
from .layouts import Layout
from .lines import Line, Source, columns, ends_sentence, ends_sentence_or_note, pauses
from .marks import (
    POINTERS,
    framed_section,
    is_jump_from,
    is_jump_to,
    is_page_alone,
    is_pinyin,
    spelt_section,
)
from .role_marks import CLOSINGS, OPENINGS
from .signatures import is_note, signature_line


class Kind(IntEnum):
    """What a line is by its own form."""

    TEXT = 0
    BYLINE = 1
    CREDIT = 2
    JUMP_TO = 3
    JUMP_FROM = 4
    SECTION = 5
    PINYIN = 6
    NOTE = 7


# Cheap: what every byline, credit and jump holds one of, or begins with a bracket.
_TELLING = frozenset(f"版零评部提拍摄图影供照记员□■◎●○◆社转接见看刊详>》/作者文稿编生{POINTERS}")
# A bracket, or the letter of a page.
_OPENS = frozenset("([ABCD")
# Marks that stand between no names.
_OF_TEXT = frozenset("。？！“”《》…")
_LONGEST = 90
# In brackets the names of all who took part may fill several lines.
_LONGEST_IN_BRACKETS = 400


def kinds_of(source: Source, lines: list[Line], layout: Layout) -> list[Kind]:
    """Return what every line of a page without its furniture is."""
    kinds = [kind_of(source, line) for line in lines]
    if layout.width:
        _drop_inside_text(lines, kinds, layout)
    return kinds


def kind_of(source: Source, line: Line) -> Kind:
    key = line.key
    if len(key) > _LONGEST and not (
        key[0] == "(" and key[-1] == ")" and len(key) <= _LONGEST_IN_BRACKETS
    ):
        return Kind.TEXT
    if key[0].isascii() and is_pinyin(line.text):
        return Kind.PINYIN
    worded = key.startswith(OPENINGS) or key.endswith(CLOSINGS)
    if key[0] in _OPENS or worded or not _TELLING.isdisjoint(key):
        if is_jump_to(key) or is_page_alone(key):
            return Kind.JUMP_TO
        if is_jump_from(key):
            return Kind.JUMP_FROM
        if key[-1] != "-" and credit_names(line.text):
            return Kind.CREDIT
        if _OF_TEXT.isdisjoint(key):
            flow = Flow(source, [(line.start, line.end)])
            if byline_line(flow) or signature_line(flow):
                return Kind.BYLINE
    if is_note(key, line.norm):
        return Kind.NOTE
    return Kind.SECTION if _is_section(line) else Kind.TEXT


def _is_section(line: Line) -> bool:
    """Say whether a line is a column's name in a frame, or with its pinyin behind it."""
    key = line.key
    # Dashes before a line frame it; before a deck they stand on one side only.
    may = len(key) <= 26 and not begins_with_han(key) and (key[0] != "-" or key[-1] == "-")
    if may and not ends_sentence(key) and framed_section(key):
        return True
    return key[-1].isascii() and spelt_section(line.norm) is not None


def _drop_inside_text(lines: list[Line], kinds: list[Kind], layout: Layout) -> None:
    """Take from a line that a paragraph holds the form of a column's name: letters, ●…, ·…"""
    for number, line in enumerate(lines):
        if kinds[number] in (Kind.SECTION, Kind.PINYIN) and (
            layout.begins(line) or _runs_on(lines, kinds, number, layout)
        ):
            kinds[number] = Kind.TEXT


def _runs_on(lines: list[Line], kinds: list[Kind], number: int, layout: Layout) -> bool:
    """Say whether full lines above and below make a line without frame part of their paragraph."""
    if not 0 < number < len(lines) - 1 or lines[number].key[0] in "【〖「[":
        return False
    above, below = lines[number - 1], lines[number + 1]
    wide = 2 * layout.width - 6
    return (
        kinds[number - 1] is Kind.TEXT
        and min(columns(above.norm), columns(below.norm)) >= wide
        and not ends_sentence_or_note(above.key)
        and pauses(above.key) > 0
    )
