"""Traits: what an item shows by itself, before its neighbours are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bylines import begins_with_byline, begins_with_dateline
from .cohesion import cohesion
from .han import HAN, begins_with_han
from .items import Item
from .kinds import Kind
from .lines import squeeze
from .marks import is_page_noted, jump_behind_headline, page_noted_behind

# A headline in parts may be longer than one without.
LONGEST_HEAD, LONGEST_PARTED = 46, 62
_SHORTEST_HEAD = 4
# What a headline before 下转第2版 has none of; a text that goes on has.
_OF_TEXT = frozenset("，。；")
_LONGEST_DAY = 17
_NOTE = re.compile(r"^\(.{2,60}\)$")
# Who took a picture, at a text's end; 绘画、摄 is a piece of another.
_PICTURED = re.compile(r"(?:(?<![，、；:])摄|供图)\)?$")
_CREDIT = re.compile(
    r"(?:摄\([^()]{2,12}\)|供图\([^()]{2,12}\)|(?:制图|摄影报道)(?:\([^()]{2,12}\))?)\)?$|(?:摄影|图)[:/]|^\(?影像中国\)?$|图片?.{0,12}提供\)?$"
)
_PICTURING = frozenset("摄图影")
# Above or below it whoever signs.
_DAY = re.compile(
    r"[\d一二三四五六七八九零〇]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
    rf"(?:于{HAN}{{2,6}})?"
)
# A headline that asks, with its column's name: 哪里更容易碰到新物种？（把自然讲给你听）
_ASKED = re.compile(
    r"[^。]*[？！]\((?![^()]*(?:记者|作者|通讯员|摄|电|编|据|转|接|完|来源))[^()，。、]{2,12}\)$"
)
# A column that cuts 摄影 or 摄像 leaves what looks like a credit; a name stands apart.
_HALF_WORD = re.compile(r"(?<!\s)摄$")
_NAMED = re.compile(r"(?:^|[。！？”’])(?:[^，。、]{0,6}(?:记者|通讯员|图))?[^，。、]{2,4}摄$")
_FIRM = 1
_SOURCE = re.compile(
    r"^(?:(?:数据|资料|图片|信息)?来源:|版式|制图|本版|责任?编辑?|责编|策划|统筹(?=:|$)|编辑)"
)
_DATELINE = re.compile(
    r"^(?:本报(?!记者).{0,14}[电讯]|新华社.{0,14}电|据.{0,8}(?:电|讯|报道)|本报讯)"
)
# （下转第2版） ends a story's text, in mid-sentence too.
_TURNS = re.compile(
    r"[(\[【]?(?:下转|紧转|转)(?:今日|本报)?第?[A-D]?[\d一二三四五六七八九十]{1,3}"
    rf"(?:版(?:{HAN}{{2,4}}(?=[①-⑳▲●■★]?[)\]】]))?[①-⑳▲●■★]?[)\]】]?|[)\]】])[①-⑳▲●■★]?$"
)
_BEHIND_NOTE = re.compile(r"[。！？][^。]{0,40}$")
_OPENINGS = {**dict.fromkeys("“‘「『", "quote"), "《": "book", **dict.fromkeys("([【", "bracket")}
_NEVER = frozenset("，。、；:！？”’)》】]%…,.;!?")
_ENDS = {
    "。": "stop", "！": "cry", "!": "cry", "？": "ask", "?": "ask", "…": "dots", "，": "comma",
    "、": "comma", ",": "comma", "；": "semi", ";": "semi", ":": "colon", "》": "book",
    "-": "dash",
}  # fmt: skip
_CLOSED = frozenset(("stop", "cry", "ask", "dots", "quote-stop", "bracket-stop"))
_NO_HEAD = frozenset(("stop", "semi", "comma", "quote-stop", "bracket-stop", "colon"))
_MARKS = frozenset((Kind.BYLINE, Kind.CREDIT, Kind.JUMP_TO))
_NAMES = {
    Kind.BYLINE: "byline-line", Kind.CREDIT: "credit-line", Kind.JUMP_TO: "jump",
    Kind.SECTION: "section", Kind.PINYIN: "pinyin",
}  # fmt: skip


@dataclass(slots=True)
class Traits:
    """What one item shows.

    ``first`` and ``last`` are the classes of its first and last character, ``own`` the word for
    what it looks like, ``headish`` whether by form it could be a line of a headline or 小标题,
    ``closed`` whether a sentence ends with it, ``mark`` whether it is a byline, note, credit or
    day, ``turns`` whether it ends in 下转第2版, ``points`` whether in a teaser's jump, ``leads``
    whether by form it could be a headline with 下转第2版, and ``pictured`` whether it ends with who
    took a picture.
    """

    key: str
    size: int
    first: str
    last: str
    closed: bool
    dateline: bool
    byline: bool
    note: bool
    credit: bool
    mark: bool
    headish: bool
    own: str
    commas: int
    turns: bool
    points: bool
    leads: bool
    pictured: bool


def traits_of(item: Item, below: Item | None) -> Traits:
    """Return what an item shows by itself; only a cut word, and whether a page in brackets is a
    teaser's, are known by what stands below it."""
    key, kind = item.key, item.kind
    size = len(key)
    asked = key[-1] == ")" and size <= LONGEST_HEAD and bool(_ASKED.match(key))
    first, last = _first(key[0]), "bracket" if asked else _last(key)
    closed = last in _CLOSED
    day = size <= _LONGEST_DAY and "日" in key and bool(_DAY.fullmatch(key))
    dateline = (key[0] in "本新据" and bool(_DATELINE.match(key))) or begins_with_dateline(key)
    byline = not dateline and begins_with_byline(key)
    short = size <= 62
    note = kind is Kind.NOTE or (short and key[0] == "(" and bool(_NOTE.match(key)))
    taken = bool(_PICTURED.search(key[-16:])) and not _breaks_off(item, below.key if below else "")
    credit = short and (taken or (not _PICTURING.isdisjoint(key) and bool(_CREDIT.search(key))))
    source = short and bool(_SOURCE.match(key))
    mark = note or credit or source or day or kind in _MARKS
    may_jump = size <= 80 and key[-1] != "。"
    jump = jump_behind_headline(item.lines[-1].norm[-32:]) if may_jump else None
    if jump is not None and below is not None and _is_of_story(jump[0], item, below):
        jump = None
    goes_on = jump is not None and ("转" in jump[0] or "下接" in jump[0])
    turns = goes_on or ("转" in key[-12:] and bool(_TURNS.search(key[-24:])))
    points = jump is not None and not turns
    commas = key.count("，")
    longest = LONGEST_PARTED if len(item.lines) == 1 and " " in item.lines[0].norm else LONGEST_HEAD
    headish = (
        size <= longest
        and last not in _NO_HEAD
        and not mark
        and commas <= 2
        and first != "never"
        and not dateline
        and "。" not in key
        and not turns
    )
    own = (
        "dateline" if dateline else "byline" if byline else "note" if note
        else "credit" if credit else "source" if source else "day" if day
        else "jump" if kind is Kind.JUMP_TO else "turning" if turns else "pointing" if points
        else "jump-back" if kind is Kind.JUMP_FROM
        else "short" if headish
        else _NAMES.get(kind) or ("long" if size > LONGEST_HEAD else "middling") + "." * closed
    )  # fmt: skip
    return Traits(
        key, size, first, last, closed, dateline, byline, note, credit, mark, headish, own, commas,
        turns, points, jump is not None and turns and _leads(key, jump[0]), taken or credit,
    )  # fmt: skip


def _leads(key: str, jump: str) -> bool:
    """Say whether what stands before a jump could be a headline: short, and no part of a text."""
    head = key[: len(key) - len(squeeze(jump))]
    if not _SHORTEST_HEAD <= len(head) <= LONGEST_HEAD or _first(head[0]) == "never":
        return False
    return _last(head) not in _NO_HEAD and not _OF_TEXT.intersection(head)


def _is_of_story(jump: str, item: Item, below: Item) -> bool:
    """Say whether a page in brackets ends a headline that has its own deck, byline or text."""
    if not is_page_noted(squeeze(jump)) or below.kind is Kind.JUMP_TO:
        return False
    key = below.key
    if "。" in key or len(key) > LONGEST_PARTED or below.kind is Kind.BYLINE:
        return True
    if begins_with_byline(key) or begins_with_dateline(key) or _DATELINE.match(key):
        return True
    apart = _first(key[0]) == "dash" or below.indent >= 2 > item.indent
    return apart and page_noted_behind(below.lines[-1].norm) is None


def _breaks_off(item: Item, below: str) -> bool:
    """Say whether an item ends within a word, of which the rest stands below."""
    key = item.key
    whole = not _HALF_WORD.search(item.lines[-1].norm) or _NAMED.search(key[-14:])
    return not whole and below != "" and cohesion(key, below) > _FIRM


def _first(char: str) -> str:
    if begins_with_han(char):
        return "han"
    if char in _OPENINGS:
        return _OPENINGS[char]
    if char.isdigit():
        return "digit"
    if char in _NEVER:
        return "never"
    return "letter" if char.isalpha() else "dash" if char == "-" else "mark"


def _last(key: str) -> str:
    char = key[-1]
    if begins_with_han(char):
        return "han"
    if char in _ENDS:
        return _ENDS[char]
    if char in "”’」』":
        return "quote-stop" if key[-2:-1] in ("。", "！", "？", "…") else "quote"
    if char in ")】]":
        return "bracket-stop" if _BEHIND_NOTE.search(key[-44:]) else "bracket"
    return "digit" if char.isdigit() else "letter" if char.isalpha() else "mark"
