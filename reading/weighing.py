"""Weighing: how much a line speaks for being a headline, a paragraph's beginning or more of one.

Points above 0 speak for it, below 0 against it. What two labels are worth beside each other is
added in ``labels``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .deeds import names_who_does_what
from .layouts import Layout
from .lines import CLOSERS, NEVER_FIRST, Line, columns, pauses
from .patterns import HAN, one_of
from .words import NOTICE_WORDS, TIME_OPENINGS

NEVER = -1e6
_CAPTION = re.compile(r"[▲△▼]|图[①-⑩]")
_BROKEN = re.compile("[，。；！？、]")
_STOPS = re.compile("[。？！…]")
_LEGS = re.compile("[、，]")
_OPENING = re.compile(one_of(TIME_OPENINGS) + r"|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")
# No headline breaks off after these, and none opens in the middle of a word or a count.
_UNFINISHED = tuple("的在是和及把被将从且该这那于")
_INSIDE = tuple("的了着们吗呢吧儿却")
_COUNTED = tuple("个年月日时分秒元万亿千百米吨亩人户家次条项名多余公平%％.．℃度倍岁")
# The rest of a word or of a sentence's last one: 示，…; 议。…; 多高。…
_REST_OF_WORD = re.compile(rf"{HAN}(?:[，、；。]|{HAN}[。；])")
# Words by which a text goes on, or says who said what.
_TELLING = re.compile(
    r"(?:.{0,12}(?:指出|强调|要求|表示|介绍|认为|透露|坦言|告诉记者|说)，)"
    r"|(?:会上|会议|活动|据|另据|此外|同时|其中|随后|下一步|接下来|如今|当日|当晚|期间|截至|如果"
    r"|因|由于|根据|按照|经过|位于|作为|围绕|虽然|但是?|只见|走进|在[^，]{1,10}[，上中下里])"
    r"[^，]*，?"
)
_ASKING = re.compile("为何|为什么|如何|怎么|怎样|哪些|哪里|是否|能否|意味着什么")
# A sub-heading: 一、找水：把每一滴水用在刀刃上.
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\))[^，。]{2,24}$"
)
_MASKED = re.compile(r"“[^”]*”|《[^》]*》")
# What a headline calls its own story.
_TITLES = ("贺词", "致辞", "寄语", "侧记", "纪实", "综述", "手记", "巡礼", "见闻", "有感", "随想")
# Who speaks in an interview: 记者：…
_DIALOGUE = re.compile(r"(?:记者|问|答|主持人):.*[。？！…”]$")
_CLOSED_QUOTES = "”’」』》"


@dataclass(slots=True)
class Look:
    """What is seen of a line before it is weighed.

    ``closed``: a paragraph can end here. ``anchor``: it opens a story's text. ``turns``: it ends
    in 下转第2版. ``credited``: it ends in a photo credit. ``caption``: it opens a caption.
    ``fresh``: among blocks, it is no part of the text above. ``loose``: the line below is running
    text that nothing marks as the beginning of a story. ``names_column``: the line below is
    pinyin, and this one may be what it spells. ``cut_end``: the last character of the text above,
    where that may be cut off.
    """

    line: Line
    closed: bool
    indented: bool
    anchor: bool
    turns: bool
    credited: bool
    caption: bool
    fresh: bool
    loose: bool
    names_column: bool
    cut_end: str


@dataclass(slots=True)
class Points:
    """A line's points for being a headline, beginning a paragraph and going on with one."""

    head: float
    begin: float
    go_on: float


def weigh(look: Look, layout: Layout) -> Points:
    """Return the points of a line by its own words, its place and the lines round it."""
    timed = bool(_OPENING.match(look.line.key))
    points = Points(
        _as_head(look, timed=timed, within_column=bool(layout.width)),
        _as_begin(look, layout, timed=timed),
        -8.0 if look.anchor or look.indented else 0.0,
    )
    _weigh_form(points, look)
    _weigh_place(points, look, layout)
    if not layout.indented:
        _weigh_block(points, look)
    return points


def _as_head(look: Look, *, timed: bool, within_column: bool) -> float:
    """Return the points of a line for being a line of a headline."""
    key = look.line.key
    points = -6.0 * look.anchor - 8.0 * look.turns
    if len(key) > 120:
        return points + NEVER / 2
    parted = _in_parts(look.line)
    points += _for_length(len(key), parted=parted) + _for_end(key, closed=look.closed)
    points += _for_marks(key, closed=look.closed, parted=parted)
    points -= 8.0 * (key[0] in NEVER_FIRST) + 9.0 * look.indented + 2.0 * timed
    points += (2.0 if within_column else 4.0) * parted
    return points + _for_words(look.line)


def _in_parts(line: Line) -> bool:
    """Say whether a line has two to six parts of three characters or more."""
    if len(line.text) == len(line.key):
        return False
    parts = line.text.split()
    return 2 <= len(parts) <= 6 and all(len(part) >= 3 for part in parts)


def _for_length(size: int, *, parted: bool) -> float:
    return 2.0 if size <= 26 else 1.0 if size <= 36 or parted else -1.0 if size <= 50 else -7.0


def _for_end(key: str, *, closed: bool) -> float:
    """Return a headline's points for its end: it closes with no stop, and not in mid-phrase."""
    points = 0.0
    if key[-1] in "。；，、:,;" or key.rstrip(CLOSERS)[-1:] == "。":
        points -= 8.0
    elif closed and key[-1] not in _CLOSED_QUOTES:
        points -= 1.0
    points -= 2.0 * key.endswith(_UNFINISHED)
    if key.endswith(NOTICE_WORDS):
        points += 4.0 if len(key) <= 10 else 2.0
    return points + 1.5 * key.endswith(_TITLES)


def _for_marks(key: str, *, closed: bool, parted: bool) -> float:
    """Return a headline's points for the marks it holds; those inside a quotation are another's."""
    bare = _MASKED.sub("", key) if "“" in key or "《" in key else key
    points = -6.0 * ("。" in bare) - min(bare.count("，"), 3) ** 2 - 3.0 * ("；" in bare)
    points -= 3.0 * (key[0] == "(") + 3.0 * (not parted and _is_open(key))
    return points - 3.0 * (closed and pauses(key) >= 3)


def _is_open(key: str) -> bool:
    """Say whether a line opens a bracket or quotation that it does not close, or the reverse."""
    return (
        key.count("“") != key.count("”")
        or key.count("《") != key.count("》")
        or key.count("(") != key.count(")")
    )


def _for_words(line: Line) -> float:
    """Return a headline's points for its words."""
    key = line.key
    points = -4.0 * key.startswith(_INSIDE) + 2.0 * bool(_NUMBERED.match(key))
    points += 3.0 * line.text.startswith("—")
    if 8 <= len(key) <= 30 and not pauses(key) and names_who_does_what(key):
        points += 2.0
    return points - 6.0 * (":" in key[:4] and bool(_DIALOGUE.match(key)))


def _as_begin(look: Look, layout: Layout, *, timed: bool) -> float:
    """Return the points of a line for beginning a paragraph."""
    key = look.line.key
    points = 8.0 if look.anchor else 0.0
    if layout.indented:
        points += 4.0 if look.indented else -6.0 if layout.width else -4.0
    points -= 6.0 * (key[0] in NEVER_FIRST) + 3.0 * key.startswith(_INSIDE)
    if len(key) >= 50:
        points += 2.0
    elif len(key) < 12 and not look.closed and not look.loose:
        points -= 2.0
    return points + 1.5 * (timed and look.indented == layout.indented)


def _weigh_form(points: Points, look: Look) -> None:
    """Weigh what the line's own words are worth for a text."""
    key = look.line.key
    told = look.credited and "。" in key[:-1]
    if look.caption or (told and look.fresh) or _CAPTION.match(key):
        points.go_on -= 6.0
        points.begin += 6.0
    points.head -= 8.0 * told
    if look.closed or len(key) > 30:
        return
    if _is_parallel(key):
        points.head += 3.0
        points.go_on -= 2.5
        points.begin -= 2.5
    if len(key) <= 28 and _TELLING.match(key):
        points.head -= 2.0
        points.begin += 1.5


def _is_parallel(key: str) -> bool:
    """Say whether a line is a row of legs of one length: 稳就业、稳企业、稳预期."""
    legs = _LEGS.split(key)
    return len(legs) >= 3 and len({len(leg) for leg in legs}) == 1


def _weigh_place(points: Points, look: Look, layout: Layout) -> None:
    """Weigh what the lines round this one and the column's width are worth."""
    line = look.line
    if layout.width and not look.indented and columns(line.norm) > 2 * layout.width + 4:
        # No line of text is wider than its column.
        points.go_on -= 6.0
        points.head += 2.0
    if look.names_column:
        points.head += 6.0
        points.go_on -= 6.0
    if _REST_OF_WORD.match(line.key):
        points.go_on += 2.5
        points.begin -= 4.0
    if look.cut_end.isdecimal() and line.key.startswith(_COUNTED):
        # A count that a cut has parted from what it counts.
        points.go_on += 3.0
        points.head -= 3.0
        points.begin -= 3.0


def _weigh_block(points: Points, look: Look) -> None:
    """Weigh what a short line among blocks is worth, where no indent tells a paragraph."""
    key = look.line.key
    if 28 < len(key) <= 45 and not look.closed and not _BROKEN.search(key):
        points.head += 3.0
        points.begin -= 1.5
    count = pauses(key) if len(key) <= 28 else 9
    if count > 1:
        return
    if not look.closed:
        # A short line with hardly a pause reads like a headline, not like a stretch of text.
        points.go_on -= 2.5 if count == 0 else 0.0
        points.begin -= 2.0 if look.loose or count else 3.0
        if count and _ASKING.search(key):
            points.head += 1.5
            points.begin -= 1.5
    elif look.loose and key[-1] == "”" and len(key) <= 14:
        points.head -= 2.0
    elif key[-1] in "？！" and len(_STOPS.findall(key)) == 1:
        points.begin -= (0.0 if len(key) <= 14 else 2.0) if look.loose else 3.0
