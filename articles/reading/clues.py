"""Clues: what each line of a page shows by its own form, and how much that speaks for its being
a headline, the beginning of a paragraph or more of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from .bylines import begins_with_byline, begins_with_cut_dateline, begins_with_dateline, byline_line
from .credits import credit_names
from .flow import Flow
from .layouts import Layout
from .lines import CLOSERS, NEVER_FIRST, Line, Source, columns, ends_sentence
from .marks import JUMP_ENDS, JUMP_FROM, JUMP_TO, PAGE_ALONE, framed_section, is_pinyin
from .words import NOTICE_WORDS, TIME_OPENINGS

NEVER = -1e6


class Kind(IntEnum):
    """What a line is by its own form, before its neighbours are asked."""

    TEXT = 0
    BYLINE = 1
    CREDIT = 2
    JUMP_TO = 3
    JUMP_FROM = 4
    SECTION = 5
    PINYIN = 6


@dataclass(slots=True)
class Clues:
    """What one line shows that its label may follow from."""

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


_MAY_MARK = re.compile(
    r"^\(|[版零评部提拍摄图影供照记员□■◎●○◆社转接见看刊详>▶▷►→⇒»➤☞》/作者文稿编生]"
)
_CAPTION = re.compile(r"[▲△▼]|图[①-⑩]")
_TAIL_JUMP = re.compile(JUMP_TO.pattern + "$|(?<=\\s)" + PAGE_ALONE.pattern + "$")
_PAUSED = re.compile("[，。；、：]")
_STOPS = re.compile("[。？！…]")
_LEGS = re.compile("[、，]")
_TAIL_REACH = 60
# Behind the last full stop: （甲）, （记者 甲）, （下转第2版）, 林鑫 摄, 摄影：林鑫.
_TAIL_MARK = re.compile(
    r"[。！？…!?][”’」』)]*(?:[(\[][^()\[\]。]{2,40}[)\]])?"
    r"(?:[(\[][^()\[\]。]{2,40}[)\]]|[^。！？，；]{2,24}(?:摄|供图|摄影报道|摄影|版)|(?:摄影|图|新华社发|文/图)[:/(][^。！？，；]{2,12}\)?)$"
)
# （下转第2版） ends a story's text, in mid-sentence too.
_TAIL_GOES_ON = re.compile(
    r"[(\[【]?(?:下转|紧转|转)(?:今日|本报)?第?[A-D]?[\d一二三四五六七八九十]{1,3}"
    r"(?:版[①-⑨]?[)\]】]?|[)\]】])$"
)
_OPENING = re.compile("|".join(TIME_OPENINGS) + r"|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")
# No headline breaks off after these, and none opens in the middle of a word or a count.
_UNFINISHED = tuple("的在是和及把被将从且该这那于")
_INSIDE = tuple("的了着们吗呢吧儿却")
_COUNTED = tuple("个年月日时分秒元万亿千百米吨亩人户家次条项名多余公平%％.．℃度倍岁")
# Words by which a text goes on, or says who said what.
_TELLING = re.compile(
    r"(?:.{0,12}(?:指出|强调|要求|表示|介绍|认为|透露|坦言|告诉记者|说)，)|"
    r"(?:会上|会议|活动|据|另据|此外|同时|其中|随后|下一步|接下来|如今|当日|当晚|期间|截至|如果|因|由于|根据|按照|虽然|但是?|只见|走进|"
    r"在[^，]{1,10}[，上中下里])[^，]*，?"
)
_ASKING = re.compile("为何|为什么|如何|怎么|怎样|哪些|哪里|是否|能否|意味着什么")
# A sub-heading: 一、找水：把每一滴水用在刀刃上.
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\))[^，。]{2,24}$"
)
_MASKED = re.compile(r"“[^”]*”|《[^》]*》")


def kind_of(source: Source, line: Line) -> Kind:
    """Return what a line is by its own form."""
    key = line.key
    if len(key) > 90:
        return Kind.TEXT
    if key[0].isascii() and is_pinyin(line.text):
        return Kind.PINYIN
    if _MAY_MARK.search(key):
        if len(key) <= 24 and (JUMP_TO.fullmatch(key) or PAGE_ALONE.fullmatch(key)):
            return Kind.JUMP_TO
        if len(key) <= 24 and JUMP_FROM.fullmatch(key):
            return Kind.JUMP_FROM
        if credit_names(line.text):
            return Kind.CREDIT
        if byline_line(Flow(source, [(line.start, line.end)])):
            return Kind.BYLINE
    if len(key) <= 26 and not ends_sentence(key) and _may_frame(key) and framed_section(key):
        return Kind.SECTION
    return Kind.TEXT


def _may_frame(key: str) -> bool:
    """Say whether dashes before a line frame it; before a deck they stand on one side only."""
    return not key.startswith("--") or key.endswith("--")


def read_clues(source: Source, lines: list[Line], layout: Layout) -> list[Clues]:
    """Return the clues of every line of a page without its furniture."""
    clues: list[Clues] = []
    above = cut_end = ""
    for number, line in enumerate(lines):
        above = above if layout.width and line.indent < 2 else ""
        below = lines[number + 1].key if layout.width and number + 1 < len(lines) else ""
        clue = _clues(source, line, layout, _Around(above, cut_end, below))
        clues.append(clue)
        above = "" if clue.closed else (above + line.key)[-_TAIL_REACH:]
        cut_end = line.key[-1] if clue.kind is Kind.TEXT and not clue.tail_jump else ""
    return clues


def _is_closed(key: str, above: str) -> bool:
    """Say whether a paragraph can end here: with a sentence, or a mark behind the last one.

    ``above`` is the end of the line above where this one may go on with it, so that a byline cut
    by a column's edge is seen whole.
    """
    if ends_sentence(key):
        return True
    tail = above + key[-_TAIL_REACH:]
    return bool(_TAIL_MARK.search(tail) or _TAIL_GOES_ON.search(tail))


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands round a line: the end of the text above where this line may go on with it, the
    last character above where that may be cut off, and the line below in a narrow column."""

    above: str = ""
    cut_end: str = ""
    below: str = ""


@dataclass(slots=True)
class _Points:
    """A line's points for being a headline, beginning a paragraph and going on with one."""

    head: float
    begin: float
    go_on: float


def _clues(source: Source, line: Line, layout: Layout, around: _Around) -> Clues:
    key = line.key
    indented = layout.indented and 2 <= line.indent <= 4
    anchor = _is_anchor(key, layout, around, indented=indented)
    closed = _is_closed(key, around.above)
    may_jump = len(key) <= 80 and (key[-1] in JUMP_ENDS or key[-1].isdecimal())
    tail = may_jump and bool(_TAIL_JUMP.search(line.norm[-24:]))
    points = _Points(
        _as_head(line, closed=closed, indented=indented),
        _as_begin(line, layout, closed=closed, indented=indented, anchor=anchor),
        -8.0 if anchor or indented else 0.0,
    )
    if tail and _TAIL_GOES_ON.search(key[-24:]):
        points.head -= 8.0
    _weigh_form(points, line, closed=closed)
    _weigh_place(points, line, layout, around, indented=indented)
    if not layout.indented:
        _weigh_block(points, key, closed=closed)
    return Clues(
        kind_of(source, line),
        anchor,
        closed,
        _is_full(line, layout, indented=indented),
        tail,
        points.head,
        points.begin,
        points.go_on,
        "转" in key[:8],
        key[0] == "(",
    )


def _is_anchor(key: str, layout: Layout, around: _Around, *, indented: bool) -> bool:
    """Say whether a line opens a story's text: with a dateline, a byline or 上接第1版."""
    if begins_with_dateline(key):
        return True
    if layout.width and layout.indented and not indented:
        return False
    if begins_with_byline(key) or key.startswith("(上接第"):
        return True
    return bool(layout.width) and indented and begins_with_cut_dateline(key, around.below)


def _is_full(line: Line, layout: Layout, *, indented: bool) -> bool:
    """Say whether a line reaches the column's edge.

    A dash or dots of two characters cannot be parted, so their line may end a little early.
    """
    width = len(line.text) + (2 if indented else 0)
    return bool(layout.width) and width >= layout.width - (3 if line.key[-1] in "…-" else 2)


def _weigh_form(points: _Points, line: Line, *, closed: bool) -> None:
    """Weigh what the line's own words are worth in any layout."""
    key = line.key
    if _CAPTION.match(key):
        points.go_on -= 6.0
        points.begin += 6.0
    if closed or len(key) > 30:
        return
    if _is_parallel(key):
        points.head += 3.0
        points.go_on -= 2.5
        points.begin -= 2.5
    if len(key) <= 28 and _TELLING.match(key):
        points.head -= 2.0
        points.begin += 1.5


def _weigh_place(
    points: _Points, line: Line, layout: Layout, around: _Around, *, indented: bool
) -> None:
    """Weigh what the lines round this one and the column's width are worth."""
    if layout.width and not indented and columns(line.norm) > 2 * layout.width + 4:
        # No line of text is wider than its column.
        points.go_on -= 6.0
        points.head += 2.0
    if around.cut_end.isdecimal() and line.key.startswith(_COUNTED):
        # A count that a cut has parted from what it counts.
        points.go_on += 3.0
        points.head -= 3.0
        points.begin -= 3.0


def _weigh_block(points: _Points, key: str, *, closed: bool) -> None:
    """Weigh what a short line among blocks is worth, where no indent tells a paragraph."""
    pauses = len(_PAUSED.findall(key)) if len(key) <= 28 else 9
    if pauses > 1:
        return
    if not closed:
        # A short line with hardly a pause reads like a headline, not like a stretch of text.
        points.go_on -= 2.5 if pauses == 0 else 0.0
        points.begin -= 4.0 if pauses == 0 else 2.5
        if pauses and _ASKING.search(key):
            points.head += 1.5
            points.begin -= 1.5
    elif key[-1] in "？！" and len(_STOPS.findall(key)) == 1:
        points.begin -= 3.0


def _as_head(line: Line, *, closed: bool, indented: bool) -> float:
    """Return the points of a line for being a line of a headline."""
    key = line.key
    size = len(key)
    if size > 120:
        return NEVER / 2
    parted = _in_parts(line.text)
    points = 2.0 if size <= 26 else 1.0 if size <= 36 or parted else -1.0 if size <= 50 else -7.0
    bare = _MASKED.sub("", key) if "“" in key or "《" in key else key
    if key[-1] in "。；，、:：,;" or key.rstrip(CLOSERS)[-1:] == "。":
        points -= 8.0
    elif closed and key[-1] not in CLOSED_QUOTES:
        points -= 1.0
    points -= 6.0 * ("。" in bare) + min(bare.count("，"), 3) ** 2 * 1.0 + 3.0 * ("；" in bare)
    points -= 3.0 * (key[0] == "(")
    points -= 8.0 * (key[0] in NEVER_FIRST) + 9.0 * indented
    points += 2.0 * parted
    points -= 2.0 * key.endswith(_UNFINISHED) + 4.0 * key.startswith(_INSIDE)
    points -= 3.0 * (_is_open(key) and not parted)
    points -= 3.0 * (closed and len(_PAUSED.findall(key)) >= 3)
    points += 2.0 * bool(_NUMBERED.match(key))
    if line.text.startswith(("——", "—")):
        points += 3.0
    if _OPENING.match(key):
        points -= 2.0
    if key.endswith(tuple(NOTICE_WORDS)):
        points += 2.0
    return points


_PAIRS = ("“”", "《》", "()")
CLOSED_QUOTES = "”’」』》"


def _is_parallel(key: str) -> bool:
    """Say whether a line is a row of legs of one length: 稳就业、稳企业、稳预期."""
    legs = _LEGS.split(key)
    return len(legs) >= 3 and len({len(leg) for leg in legs}) == 1


def _is_open(key: str) -> bool:
    """Say whether a line opens a bracket or quotation that it does not close, or the reverse."""
    return (
        key.count("“") != key.count("”")
        or key.count("《") != key.count("》")
        or key.count("(") != key.count(")")
    )


def _in_parts(text: str) -> bool:
    parts = text.split()
    return 2 <= len(parts) <= 6 and all(len(part) >= 3 for part in parts)


def _as_begin(line: Line, layout: Layout, *, closed: bool, indented: bool, anchor: bool) -> float:
    """Return the points of a line for beginning a paragraph."""
    points = 8.0 if anchor else 0.0
    if layout.indented:
        points += 4.0 if indented else -6.0 if layout.width else -4.0
    if line.key[0] in NEVER_FIRST:
        points -= 6.0
    if line.key.startswith(_INSIDE):
        points -= 3.0
    size = len(line.key)
    if size >= 50:
        points += 2.0
    elif size < 12 and not closed:
        points -= 2.0
    if _OPENING.match(line.key) and indented == layout.indented:
        points += 1.5
    return points
