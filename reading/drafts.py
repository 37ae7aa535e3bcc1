"""Drafts: labelled items grouped into stories, before any of them is taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .bylines import bare_names
from .certain import CAPTION
from .document import Span
from .items import Item
from .kinds import Kind
from .labels import Labelled
from .layouts import Layout
from .lines import Line
from .marks import is_page_noted
from .patterns import any_of
from .traits import Traits

_NOTE = re.compile(r"[【(\[]?" + any_of("编者按|编者的话|开栏的话|核心提示"))
_MARKS = (Kind.BYLINE, Kind.CREDIT, Kind.JUMP_TO, Kind.JUMP_FROM)
# The longest line of names alone.
_LONGEST_BARE = 9
# So many short lines with no text are no headline.
_LINES_ALONE = 3
_RULES = {"S": "subheading", "A": "signature"}


@dataclass(slots=True)
class Paragraph:
    """Runs of lines that make one paragraph, and the rule that says where it begins."""

    runs: list[Span]
    rule: str
    anchor: bool = False


@dataclass(slots=True)
class Mark:
    """A line that is a byline, credit or jump; ``after`` counts the paragraphs before it.

    ``more`` are the lines on which a byline's names go on.
    """

    kind: Kind
    line: Line
    after: int
    more: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """The lines of one story in page order; ``rule`` says why its headline is one."""

    head: list[tuple[Line, Kind]] = field(default_factory=list)
    rule: str = ""
    sure: float = 1.0
    head_jump: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)
    anchored: bool = False
    opening: str = ""
    ended: bool = False
    pictured: bool = False

    def has(self, kind: Kind) -> bool:
        """Say whether the story has a mark of the kind."""
        return kind in self.kinds


def group(items: list[Item], labelled: Labelled, layout: Layout) -> list[Draft]:
    """Return the stories of a page as groups of lines; no line is in two."""
    return _Grouper(items, labelled, layout).drafts()


class _Grouper:
    """One pass over the labelled items of a page."""

    def __init__(self, items: list[Item], labelled: Labelled, layout: Layout) -> None:
        self.items = items
        self.labels = labelled.labels
        self.traits = labelled.traits
        self.labelled = labelled
        self.layout = layout
        self.found: list[Draft] = [Draft()]

    @property
    def current(self) -> Draft:
        return self.found[-1]

    def drafts(self) -> list[Draft]:
        for number, label in enumerate(self.labels):
            kind = self.items[number].kind
            if self._is_late_deck(number) or self._is_bare_byline(number):
                self.current.head += [(line, kind) for line in self.items[number].lines]
                continue
            if kind in _MARKS and label[0] != "C":
                self._mark(number)
            elif label == "F" and kind is not Kind.NOTE:
                # No part of a story: it stays unassigned, and is asked about.
                continue
            elif label in ("H", "h"):
                self._head(number)
            else:
                self._text(number)
        for draft in self.found:
            _part_head(draft)
        return [draft for draft in self.found if draft.head or draft.paragraphs or draft.marks]

    def _new(self) -> None:
        self.found.append(Draft())

    def _head(self, number: int) -> None:
        draft, item = self.current, self.items[number]
        leading = {Kind.JUMP_FROM} if draft.head else {Kind.JUMP_FROM, Kind.BYLINE}
        only_jump = not draft.paragraphs and draft.kinds <= leading
        if draft.head_jump or not only_jump:
            self._new()
        draft = self.current
        draft.head += [(line, item.kind) for line in item.lines]
        draft.head_jump = _turns(self.traits[number])
        if not draft.rule:
            draft.rule, draft.sure = self.labelled.reason(number)

    def _is_late_deck(self, number: int) -> bool:
        """Say whether a line that begins as decks do ends its story's text: ——论…"""
        draft, key = self.current, self.items[number].key
        if key[0] != "-" or key[-1] == "-" or not self.traits[number].headish:
            return False
        if not draft.head or not draft.paragraphs or draft.head_jump:
            return False
        last = number + 1 == len(self.labels) or self.labels[number + 1] == "H"
        return last and not any(line.text[0] == "—" for line, _ in draft.head)

    def _is_bare_byline(self, number: int) -> bool:
        """Say whether a line holds names only and stands between a headline and its text."""
        draft, item = self.current, self.items[number]
        return (
            bool(draft.head)
            and not draft.paragraphs
            and not draft.head_jump
            and item.kind is Kind.TEXT
            and len(item.key) <= _LONGEST_BARE
            and self._text_follows(number)
            and bool(bare_names(item.text))
        )

    def _mark(self, number: int) -> None:
        item = self.items[number]
        if self._opens_story(number, item.kind):
            self._new()
        draft = self.current
        first, *more = item.lines
        draft.marks.append(Mark(item.kind, first, len(draft.paragraphs), more))
        draft.kinds.add(item.kind)
        # （相关报道见第四版） may stand in the middle of a story; 下转第四版 ends it.
        draft.ended |= item.kind is Kind.JUMP_TO and "转" in item.key[:8]

    def _opens_story(self, number: int, kind: Kind) -> bool:
        """Say whether a mark belongs to a new story rather than to the one above it."""
        draft = self.current
        if not draft.paragraphs and not draft.has(Kind.JUMP_TO) and not draft.has(Kind.CREDIT):
            return False
        if kind is Kind.JUMP_FROM:
            return True
        if kind is Kind.BYLINE:
            return self._text_follows(number) and draft.has(Kind.BYLINE) and not draft.head
        return False

    def _text_follows(self, number: int) -> bool:
        return number + 1 < len(self.labels) and self.labels[number + 1][0] == "P"

    def _text(self, number: int) -> None:
        item, seen, label = self.items[number], self.traits[number], self.labels[number]
        runs = [(line.start, line.end) for line in item.lines]
        draft = self.current
        if label[0] == "C" and draft.paragraphs:
            draft.paragraphs[-1].runs += runs
            draft.ended |= seen.turns
            draft.pictured = seen.credit
            return
        anchor = seen.dateline or seen.byline or seen.key.startswith("(上接第")
        if self._begins_story(seen, anchor=anchor):
            self._new()
        draft = self.current
        indented = self.layout.begins(item.lines[0])
        rule = "paragraph-indented" if indented else "paragraph-of-its-own"
        rule = "note" if item.kind is Kind.NOTE else _RULES.get(label[0], rule)
        if not draft.paragraphs:
            draft.opening = item.lines[0].text[:20]
        draft.paragraphs.append(Paragraph(runs, rule, anchor))
        draft.anchored |= anchor
        draft.ended |= seen.turns
        draft.pictured = seen.credit

    def _begins_story(self, seen: Traits, *, anchor: bool) -> bool:
        """Say whether a paragraph begins a story that has no headline."""
        draft = self.current
        if draft.head_jump:
            return True
        if draft.has(Kind.JUMP_TO) and not draft.paragraphs:
            # （3版） between a headline and its text is of that story.
            return not (draft.head and is_page_noted(draft.marks[-1].line.key))
        if not draft.paragraphs:
            return False
        if draft.ended:
            # A picture may stand below its story's jump.
            return not CAPTION.match(seen.key)
        # Below one headline several datelines may stand: 简讯. Without one each opens a story.
        return anchor and not draft.head and (draft.anchored or not _NOTE.match(draft.opening))


def _part_head(draft: Draft) -> None:
    """Make the lines below the first of a headline without text its text: an advertisement."""
    if draft.paragraphs or draft.marks or draft.head_jump or len(draft.head) < _LINES_ALONE:
        return
    draft.paragraphs = [
        Paragraph([(line.start, line.end)], "paragraph-of-its-own") for line, _ in draft.head[1:]
    ]
    draft.head = draft.head[:1]


def _turns(seen: Traits) -> bool:
    return seen.turns or seen.points
