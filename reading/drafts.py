"""Drafts: labelled lines grouped into stories, before any of them is taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .clues import Clues
from .document import Span
from .kinds import Kind
from .labels import Label
from .layouts import Layout
from .lines import Line
from .patterns import HAN, any_of
from .words import NOTICE_WORDS

_NOTE = re.compile(r"[【(\[]?" + any_of("编者按|编者的话|开栏的话|核心提示"))
_DATE = re.compile(
    r"(?:\d{4}|[零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
# The body that signs a notice.
_SIGNING = re.compile(
    rf"(?:{HAN}|[()]){{2,20}}(?:局|公司|集团|委员会|办公室|中心|院|馆"
    r"|报社|编辑部|学校|政府|协会|学会|大队|银行)"
)
_ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])"
)


@dataclass(slots=True)
class Paragraph:
    """Runs of lines that make one paragraph, and the rule that says where it begins."""

    runs: list[Span]
    rule: str
    anchor: bool = False


@dataclass(slots=True)
class Mark:
    """A line that is a byline, credit or jump; ``after`` counts the paragraphs before it."""

    kind: Kind
    line: Line
    after: int


@dataclass(slots=True)
class Draft:
    """The lines of one story in page order."""

    head: list[tuple[Line, Kind]] = field(default_factory=list)
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


def group(
    lines: list[Line], clues: list[Clues], labels: list[Label], layout: Layout
) -> list[Draft]:
    """Return the stories of a page as groups of lines; every line is in exactly one."""
    return _Grouper(lines, clues, labels, layout).drafts()


class _Grouper:
    """One pass over the labelled lines of a page."""

    def __init__(
        self, lines: list[Line], clues: list[Clues], labels: list[Label], layout: Layout
    ) -> None:
        self.lines = lines
        self.clues = clues
        self.labels = labels
        self.layout = layout
        self.found: list[Draft] = [Draft()]

    @property
    def current(self) -> Draft:
        return self.found[-1]

    def drafts(self) -> list[Draft]:
        for number, label in enumerate(self.labels):
            if label <= Label.HEAD_4:
                self._head(number)
            elif label is Label.MARK:
                self._mark(number)
            else:
                self._text(number)
        return [draft for draft in self.found if draft.head or draft.paragraphs or draft.marks]

    def _new(self) -> None:
        self.found.append(Draft())

    def _head(self, number: int) -> None:
        draft = self.current
        if self._is_late_deck(number):
            draft.head.append((self.lines[number], self.clues[number].kind))
            return
        rule = "subheading" if self._is_subheading(number) else ""
        rule = rule or ("signature" if self._is_signature(number) else "")
        if rule:
            line = self.lines[number]
            draft.paragraphs.append(Paragraph([(line.start, line.end)], rule))
            return
        leading = {Kind.JUMP_FROM} if draft.head else {Kind.JUMP_FROM, Kind.BYLINE}
        only_jump = not draft.paragraphs and draft.kinds <= leading
        if draft.head_jump or not only_jump:
            self._new()
        self.current.head.append((self.lines[number], self.clues[number].kind))
        self.current.head_jump = self.clues[number].tail_jump

    def _is_late_deck(self, number: int) -> bool:
        """Say whether a line that begins as decks do stands below its story's text: ——论…"""
        draft = self.current
        opens = self.labels[number] is Label.HEAD and self.clues[number].dashed
        if not opens or not draft.head or not draft.paragraphs or draft.head_jump:
            return False
        return not any(line.text[0] == "—" for line, _ in draft.head)

    def _is_subheading(self, number: int) -> bool:
        """Say whether a headline-like line inside a story is a numbered sub-heading of it."""
        draft, line = self.current, self.lines[number]
        if not draft.paragraphs or number + 1 >= len(self.lines):
            return False
        after = self.labels[number + 1]
        if after is not Label.BEGIN or self.clues[number + 1].anchor or draft.has(Kind.JUMP_TO):
            return False
        return bool(_ENUMERATED.match(line.key))

    def _is_signature(self, number: int) -> bool:
        """Say whether a line signs a notice: a date alone, or the body above such a date."""
        draft = self.current
        if not draft.paragraphs or draft.anchored or draft.has(Kind.JUMP_TO):
            return False
        if _DATE.fullmatch(self.lines[number].key):
            return True
        below = self.lines[number + 1] if number + 1 < len(self.lines) else None
        if below is not None and _DATE.fullmatch(below.key):
            return True
        announced = bool(draft.head) and draft.head[-1][0].key.endswith(NOTICE_WORDS)
        return announced and bool(_SIGNING.fullmatch(self.lines[number].key))

    def _mark(self, number: int) -> None:
        line, kind = self.lines[number], self.clues[number].kind
        if kind is Kind.NOTE:
            self.current.paragraphs.append(Paragraph([(line.start, line.end)], "note"))
            return
        if self._opens_story(number, kind):
            self._new()
        self.current.marks.append(Mark(kind, line, len(self.current.paragraphs)))
        self.current.kinds.add(kind)

    def _opens_story(self, number: int, kind: Kind) -> bool:
        """Say whether a mark belongs to a new story rather than to the one above it."""
        draft = self.current
        if not draft.paragraphs and not draft.has(Kind.JUMP_TO) and not draft.has(Kind.CREDIT):
            return False
        if kind is Kind.JUMP_FROM:
            return True
        if kind is Kind.BYLINE:
            return self._text_follows(number) and draft.has(Kind.BYLINE)
        return False

    def _text_follows(self, number: int) -> bool:
        return number + 1 < len(self.labels) and self.labels[number + 1] is Label.BEGIN

    def _text(self, number: int) -> None:
        line, clue = self.lines[number], self.clues[number]
        run = (line.start, line.end)
        draft = self.current
        if self.labels[number] is Label.GO_ON and draft.paragraphs:
            draft.paragraphs[-1].runs.append(run)
            draft.ended |= clue.tail_jump
            draft.pictured = clue.credited
            return
        if self._begins_story(clue):
            self._new()
        indented = self.layout.begins(line)
        rule = "paragraph-indented" if indented else "paragraph-of-its-own"
        if not self.current.paragraphs:
            self.current.opening = line.text[:20]
        self.current.paragraphs.append(Paragraph([run], rule, clue.anchor))
        self.current.anchored |= clue.anchor
        self.current.ended |= clue.tail_jump
        self.current.pictured = clue.credited

    def _begins_story(self, clue: Clues) -> bool:
        """Say whether a paragraph begins a story that has no headline."""
        draft = self.current
        if draft.head_jump or (draft.has(Kind.JUMP_TO) and not draft.paragraphs):
            return True
        if not draft.paragraphs:
            return False
        if draft.has(Kind.JUMP_TO) or draft.ended:
            # A picture may stand below its story's jump.
            return not clue.caption
        if not clue.anchor:
            return False
        # A picture may stand between a headline and its text.
        picture = bool(draft.head) and (draft.pictured or draft.has(Kind.CREDIT))
        return draft.anchored or not (picture or _NOTE.match(draft.opening))
