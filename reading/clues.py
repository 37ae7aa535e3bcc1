"""Clues: what each line of a page shows that its label may follow from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bylines import begins_with_byline, begins_with_cut_dateline, begins_with_dateline
from .cohesion import cohesion
from .credits import credit_names
from .kinds import Kind, kinds_of
from .layouts import Layout
from .lines import TERMINALS, Line, Source, ends_sentence
from .marks import jump_behind_headline
from .weighing import Look, weigh
from .words import NOTICE_WORDS


@dataclass(slots=True)
class Clues:
    """What one line shows.

    ``anchor``: it opens a story's text. ``closed``: a paragraph can end with it. ``full``: it
    reaches the column's edge. ``tail_jump``: it ends in a jump. ``head``, ``begin`` and ``go_on``
    are its points, see ``weighing``. ``goes_on``: as a jump it says 转, which follows a text.
    ``opens``: it begins with a bracket. ``dashed``: it begins as decks do. ``stands_out``: it is
    much shorter than both its neighbours in a narrow column. ``bond``: how much its first
    character and the last one above are one text, where that may matter. ``credited``: it ends in
    a photo credit. ``caption``: it opens a caption. ``notice``: it is worded as the headline of a
    notice. ``vouched``: a name below it may end its story.
    """

    kind: Kind
    anchor: bool
    closed: bool
    full: bool
    tail_jump: bool
    head: float
    begin: float
    go_on: float
    goes_on: bool
    opens: bool
    dashed: bool
    stands_out: bool
    bond: float
    credited: bool
    caption: bool
    notice: bool
    vouched: bool


_TAIL_REACH = 60
_TERMINALS = frozenset(TERMINALS)
# Behind the last full stop: （甲）, （记者 甲）, （下转第2版）, 林鑫 摄, 摄影：林鑫.
_TAIL_MARK = re.compile(
    r"[。！？…!?][”’」』)]*(?:[(\[][^()\[\]。]{2,40}[)\]])?"
    r"(?:[(\[][^()\[\]。]{2,40}[)\]]"
    r"|(?P<credit>[^。！？，；]{2,24}(?:摄|供图|摄影报道|摄影))"
    r"|[^。！？，；]{2,24}版"
    r"|(?:摄影|图|新华社发|文/图)[:/(][^。！？，；]{2,12}\)?)$"
)
_COLUMN_NAME = re.compile(r"[\u3400-\u9fff]{2,9}(?!摄)[\u3400-\u9fff]")
_CAPTION_OPENING = re.compile(r"[▲△▼■◆●]?(?:图为|图[①-⑩]|[上下左右]图|本版图片|题图|组图)")
_NAMED_END = re.compile(r"[。！？…][”’」』]?[(\[][^()\[\]]{2,24}[)\]]$")
_CREDITED = re.compile(
    r"(?:摄|摄影|供图|摄影报道|制图)[)\]】]?$|(?:摄影|图|摄)[:/][^。，]{2,12}[)\]】]?$"
)
# （下转第2版） ends a story's text, in mid-sentence too.
_TURNS = re.compile(
    r"[(\[【]?(?:下转|紧转|转)(?:今日|本报)?第?[A-D]?[\d一二三四五六七八九十]{1,3}"
    r"(?:版[①-⑨]?[)\]】]?|[)\]】])$"
)


def read_clues(source: Source, lines: list[Line], layout: Layout) -> list[Clues]:
    """Return the clues of every line of a page without its furniture."""
    return _Looking(lines, kinds_of(source, lines, layout), layout).clues()


class _Looking:
    """One pass over the lines of a page, each seen with the ones above and below it."""

    def __init__(self, lines: list[Line], kinds: list[Kind], layout: Layout) -> None:
        self.lines = lines
        self.kinds = kinds
        self.layout = layout
        self.opens_story = [_opens_story(line.key) for line in lines]
        self.credited = [_is_credited(line.key[-30:]) for line in lines]
        self.vouched = self._vouched()
        self.seen: list[Clues] = []
        # The end of the text above where this line may go on with it, and the last character
        # above where that may be cut off.
        self.above = self.cut_end = ""

    def clues(self) -> list[Clues]:
        """Return the clues of every line."""
        for number, line in enumerate(self.lines):
            if line.indent >= 2 or not (self.layout.width or _opens_bracket(self.above)):
                self.above = ""
            clue = self._clues(number, line)
            self.seen.append(clue)
            # Of a closed line its end counts: a byline in brackets may stand below the sentence.
            self.above = line.key[-2:] if clue.closed else (self.above + line.key)[-_TAIL_REACH:]
            self.cut_end = line.key[-1] if clue.kind is Kind.TEXT and not clue.tail_jump else ""
        return self.seen

    def _clues(self, number: int, line: Line) -> Clues:
        key = line.key
        tail_jump = len(key) <= 80 and jump_behind_headline(line.norm[-24:]) is not None
        look = self._look(number, line, tail_jump=tail_jump)
        points = weigh(look, self.layout)
        return Clues(
            kind=self.kinds[number],
            anchor=look.anchor,
            closed=look.closed,
            full=_is_full(line, self.layout, indented=look.indented),
            tail_jump=tail_jump,
            head=points.head,
            begin=points.begin,
            go_on=points.go_on,
            goes_on="转" in key[:8],
            opens=key[0] == "(",
            dashed=line.text[0] == "—",
            stands_out=self._stands_out(number),
            bond=self._bond(number),
            credited=look.credited,
            caption=look.caption,
            notice=len(key) <= 20 and key.endswith(NOTICE_WORDS),
            vouched=self.vouched is None or self.vouched[number],
        )

    def _look(self, number: int, line: Line, *, tail_jump: bool) -> Look:
        key = line.key
        indented = self.layout.begins(line)
        credited = self.credited[number]
        return Look(
            line=line,
            closed=_is_closed(key, self.above),
            indented=indented,
            anchor=self._is_anchor(number, indented=indented),
            turns=tail_jump and bool(_TURNS.search(key[-24:])),
            credited=credited,
            caption=bool(_CAPTION_OPENING.match(key)) and self._may_open(line),
            fresh=credited and not self.layout.width and self._is_fresh(number),
            loose=self._is_loose(number + 1),
            names_column=bool(_COLUMN_NAME.fullmatch(key))
            and self.kinds[number + 1 : number + 2] == [Kind.PINYIN],
            cut_end=self.cut_end,
        )

    def _bond(self, number: int) -> float:
        """Return the cohesion with the line above, where cuts are found that end no sentence."""
        if number == 0 or self.seen[-1].closed or not (self.layout.cut or self.layout.width):
            return 0.0
        return cohesion(self.lines[number - 1].key, self.lines[number].key)

    def _may_open(self, line: Line) -> bool:
        """Say whether a caption can begin here: in a narrow column an indent or a gap says so."""
        layout = self.layout
        return not layout.width or layout.begins(line) or line.gap > layout.gap

    def _is_fresh(self, number: int) -> bool:
        """Say whether a line does not go on with the one above: that is closed, or a headline."""
        before = self.seen[-1] if number else None
        if before is None or before.closed or before.kind is not Kind.TEXT:
            return True
        above, line = self.lines[number - 1], self.lines[number]
        return before.head >= 2.0 and cohesion(above.key, line.key) < 1.0

    def _is_anchor(self, number: int, *, indented: bool) -> bool:
        """Say whether a line opens a story's text: with a dateline, a byline or 上接第1版.

        In a column a line that is not indented opens none, but for a dateline.
        """
        key, layout = self.lines[number].key, self.layout
        inside = bool(layout.width) and layout.indented and not indented
        if self.opens_story[number]:
            return not inside or begins_with_dateline(key)
        if inside or (layout.indented and not layout.width) or len(key) > 24:
            return False
        return begins_with_cut_dateline(key, self._below(number))

    def _below(self, number: int) -> str:
        return self.lines[number + 1].key if number + 1 < len(self.lines) else ""

    def _is_loose(self, number: int) -> bool:
        """Say whether a line is running text that nothing marks as a story's beginning."""
        if self.vouched is None or number >= len(self.lines):
            return False
        key = self.lines[number].key
        prose = len(key) > 30 or "。" in key
        return prose and not self.vouched[number] and not self.opens_story[number]

    def _stands_out(self, number: int) -> bool:
        """Say whether a line in a narrow column is much shorter than both its neighbours."""
        if not self.layout.width or not 0 < number < len(self.lines) - 1:
            return False
        above, line, below = self.lines[number - 1 : number + 2]
        return 4 * len(line.text) <= 3 * min(len(above.text), len(below.text))

    def _vouched(self) -> list[bool] | None:
        """Say of every line whether a name below it, before the next dateline, may end its story.

        None where no story of the page begins with a dateline or byline, so that it tells nothing.
        """
        anchors = [
            opens and kind is Kind.TEXT
            for opens, kind in zip(self.opens_story, self.kinds, strict=True)
        ]
        if not any(anchors):
            return None
        told: list[bool] = []
        named = pictured = False
        below = Kind.TEXT
        for number in range(len(self.lines) - 1, -1, -1):
            key, kind = self.lines[number].key, self.kinds[number]
            credited = kind is Kind.CREDIT or self.credited[number]
            # A credit vouches for its caption only, however that is cut.
            pictured = credited or (pictured and (below is Kind.CREDIT or not ends_sentence(key)))
            named = named or kind is Kind.BYLINE or (not credited and _ends_in_name(key))
            told.append(named or pictured)
            if anchors[number]:
                named = pictured = False
            below = kind
        return told[::-1]


def _opens_story(key: str) -> bool:
    return begins_with_dateline(key) or begins_with_byline(key) or key.startswith("(上接第")


def _is_credited(end: str) -> bool:
    return ("摄" in end or "图" in end) and bool(_CREDITED.search(end))


def _ends_in_name(key: str) -> bool:
    return key[-1] in ")]" and bool(_NAMED_END.search(key[-30:]))


def _opens_bracket(text: str) -> bool:
    """Say whether a text ends inside a bracket."""
    return text.rfind("(") > text.rfind(")")


def _is_closed(key: str, above: str) -> bool:
    """Say whether a paragraph can end here: with a sentence, or a mark behind the last one.

    ``above`` is the end of the line above where this one may go on with it, so that a byline cut
    by a column's edge is seen whole.
    """
    if ends_sentence(key):
        return True
    tail = above + key[-_TAIL_REACH:]
    mark = None if _TERMINALS.isdisjoint(tail) else _TAIL_MARK.search(tail)
    if mark and mark["credit"]:
        return credit_names(mark["credit"]) is not None
    return mark is not None or ("转" in tail and bool(_TURNS.search(tail)))


def _is_full(line: Line, layout: Layout, *, indented: bool) -> bool:
    """Say whether a line reaches the column's edge.

    A dash or dots of two characters cannot be parted, so their line may end a little early.
    """
    width = len(line.text) + (2 if indented else 0)
    return bool(layout.width) and width >= layout.width - (3 if line.key[-1] in "…-" else 2)
