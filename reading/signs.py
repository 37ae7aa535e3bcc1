"""Signs: forms of lines that in print stand where a story begins or never do, whatever they say.

Each was counted on the printed pages that are learnt from; the chain, which sees bins of one line
and of its neighbours, weighs most of them too low.
"""

from __future__ import annotations

import re

from .cuts import above_dateline
from .features import Page
from .han import HAN
from .kinds import Kind
from .names import is_name
from .open_bylines import may_be_byline
from .patterns import one_of
from .runs import is_framed
from .words import BOX_WORDS, COMPANION_WORDS

# In hundredths of nats.
SURE, STRONG, LEAN = 3000, 700, 350
_LONGEST, _LONGEST_BYLINE = 100, 30
_ALONE = frozenset(("图片报道", "图片新闻", *BOX_WORDS))
# The text above was wired or written by somebody, and ends.
_WIRED = re.compile(r"[。！？][”’]?\((?:据?新华社|本报)[^()]{2,14}[电讯]\)$")
_SIGNED = re.compile(
    r"[。！？][”’]?\((?:本报记者|记者|通讯员)?" + HAN + r"{2,4}(?:、[^()，。]{2,4})*\)$"
)
# Notes on who wrote the text above, and what names those who came, too: …参加会见。
_OF_AUTHOR = re.compile(r"\((?:作者|(?:新华社|本报)?记者(?!.*整理)).{2,90}\)$")
_ATTENDED = re.compile(r"(?:^|[、，])[^，。]{2,30}(?:参加|出席|陪同)[^，。]{0,10}。$")
_COMPANION = re.compile(rf"[■●◆▲★□【\[]?{one_of(COMPANION_WORDS)}[】\]:]?$")
_CHAPTER = re.compile(r"第[二三四五六七八九十百]{1,4}(?:[章节编]|部分)\s")
_OF_TEXT = re.compile(rf"(?P<name>{HAN}{{2,4}})文$")
_ANSWER = re.compile(r"答:|发言人[^，。]{0,6}(?:说|表示|指出|介绍)")
# A column's name ends a headline: …（把自然讲给你听）
_OF_COLUMN = re.compile(
    r"[^()。]\((?![^()]*(?:记者|作者|通讯员|摄|电|编|据|转|接|完|来源|图|讯|整理|采写))"
    r"[^()。]{2,30}\)$"
)
_DOCUMENT = re.compile(
    r"(?:联合(?:新闻)?(?:稿|声明|公报)|答记者问|公告|名单|的(?:决定|命令|决议|意见|通知))$"
)
# Lines of so many characters and one first character, so many of them, are a series.
_LONGEST_OF_SERIES, _SEVERAL = 12, 3
# Clauses that end in a colon or in points.
_SHORTEST_CLAUSE, _LONG_CLAUSE = 14, 20
_SHORTEST_PART, _LONGEST_NAME, _LONGEST_ATTENDED = 5, 4, 30
_DATED_LINE = re.compile(r"(?:本报|新华社)[^，。]{1,16}\d{1,2}月\d{1,2}日[电讯]")
# What closes an address: 预祝大会圆满成功！
_WISHES = re.compile(r"预?祝[^，。]{4,}！$")
_AUTHOR_MARKS = frozenset("■□◆◇●○▲△")
_DATED = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日，|近日，|日前，|昨[日天]")
_EDITORS = re.compile(r"[【\[]?(?:编者按|编者的话|编前|开栏的话|核心阅读|核心提示)[】\]:]?$")
# How the names or works below are ordered: （按姓氏笔画为序）
_ORDERED = re.compile(r"\([^()]{0,12}按[^()]{2,12}(?:为序|排序|排列)\)$")
# Who signs a statement, an office and a name on each line, or two of one office.
_OF_OFFICE = re.compile(
    r"\S*(?:总理|总统|部长|外长|总书记|主席|首相|国王|大臣|书记|主任|局长|会长|代表|大使)"
    rf"\s+{HAN}[^\s，。:“”]{{1,8}}$"
)
# Several poems under the first one's name: （外一首）
_POEMS = re.compile(r"\((?:外?[一二三四五六七八九十两]{1,2}[首章篇题]|组诗)\)$")
_OF_READER = re.compile(rf"(?:[^，。:]{{0,16}}网友|读\s*者)\s+(?P<name>{HAN}[^，。:]{{1,6}})$")


def forbids(page: Page, at: int) -> bool:
    """Say whether a line never begins a story: it opens a box or part of the story above, says who
    wrote that, stands above an answer, is one of a series, goes on with a text or is a rest of
    points…"""
    seen = page.traits[at]
    if not seen.headish:
        clause = seen.last == "colon" and seen.size >= _SHORTEST_CLAUSE
        return clause or not any(map(str.isalnum, seen.key))
    return (
        bool(_CHAPTER.match(page.items[at].lines[0].norm))
        or _opens_box(page, at)
        or (at > 1 and page.traits[at - 1].headish and _opens_box(page, at - 1))
        or _opens_part(page, at)
        or names_writer(page, at)
        or (at > 0 and _may_sign(page, at))
        or bool(_ANSWER.match(_key_below(page, at)))
        or (at > 0 and (_is_of_series(page, at) or _goes_on(page, at) or _signs(page, at)))
    )


def _is_of_series(page: Page, at: int) -> bool:
    """Say whether a line is one of several of its length and first character, or that ask below a
    text; headlines of news may be alike."""
    seen = page.traits[at]
    if above_dateline(page, at):
        return False
    if seen.last == "ask" and page.questions >= _SEVERAL and not page.traits[at - 1].headish:
        return True
    alike = page.forms[seen.size, seen.key[0]]
    return seen.size <= _LONGEST_OF_SERIES and alike >= _SEVERAL


def _goes_on(page: Page, at: int) -> bool:
    """Say whether a line breaks off in points, wishes well, says how the names below are ordered,
    or stands below what says that a text follows."""
    seen, above = page.traits[at], page.traits[at - 1]
    return (
        (seen.last == "dots" and seen.size >= _SHORTEST_CLAUSE)
        or bool(_WISHES.match(seen.key))
        or (seen.last == "bracket" and bool(_ORDERED.search(seen.key)))
        or (above.last == "colon" and above.size >= _LONG_CLAUSE)
        or above.key.endswith(("如下。", "如下:"))
    )


def _signs(page: Page, at: int) -> bool:
    """Say whether a line is one of those below a text that say who signs it: offices with names,
    or what stands above the day."""
    first, last = page.runs.all[page.runs.of[at]]
    norms = [item.lines[0].norm for item in page.items[at : last + 1]]
    if sum(map(_is_office, norms[:2])) == len(norms[:2]) > 1 or any(map(_is_twin, norms[:2])):
        return True
    return page.own[last + 3] == "day" and page.own[last + 4] in ("short", "edge") and first > 0


def _is_office(norm: str) -> bool:
    return bool(_OF_OFFICE.match(norm))


def _is_twin(norm: str) -> bool:
    """Say whether a line says the same twice, as of two who sign."""
    parts = norm.split()
    return len(parts) > 1 and len(set(parts)) == 1


def opens_note(page: Page, at: int) -> bool:
    """Say whether a line below a headline opens its editor's note or summary."""
    return page.traits[at - 1].headish and bool(_EDITORS.match(page.traits[at].key))


def _key_below(page: Page, at: int) -> str:
    """Return what stands right below a line, "" below the last."""
    return page.traits[at + 1].key if at + 1 < len(page.traits) else ""


def _opens_box(page: Page, at: int) -> bool:
    """Say whether a line is a box's name: ■记者手记, or one in 【】 where those come again."""
    seen = page.traits[at]
    return (page.boxed and is_framed(seen)) or bool(at and _COMPANION.match(seen.key))


def _opens_part(page: Page, at: int) -> bool:
    """Say whether a line opens one of several parts of a story that have bylines of their own:
    who or where——, what of it, and a byline."""
    return (at in page.parts and page.traits[at].key not in _ALONE) or at - 1 in page.parts


def _may_sign(page: Page, at: int) -> bool:
    """Say whether a short line may be a byline of names that are not sure."""
    key = page.traits[at].key
    if len(key) > _LONGEST_BYLINE or not ("者" in key or "员" in key or "生" in key):
        return False
    around = page.traits[at - 1 : at + 2 : 2]
    headed = any(seen.headish for seen in around)
    return may_be_byline(page.items[at].lines[0].norm, beside_headline=headed)


def names_writer(page: Page, at: int) -> bool:
    """Say whether a line below a text that has ended says which reader or writer wrote it."""
    if not at or not page.traits[at - 1].closed:
        return False
    found = _OF_TEXT.match(page.traits[at].key)
    if found is not None:
        return is_name(found["name"]) or _key_below(page, at) in BOX_WORDS
    return bool(_OF_READER.match(page.items[at].lines[0].norm))


def is_long_headline(page: Page, at: int) -> bool:
    """Say whether a line too long for other headlines stands between an ended text and a dateline
    and is no sentence."""
    seen = page.traits[at]
    if seen.headish or seen.mark or seen.dateline or not 0 < at < len(page.traits) - 1:
        return False
    ended = page.traits[at - 1].closed or page.traits[at - 1].mark
    whole = seen.last in ("han", "book") and not seen.commas and seen.size <= _LONGEST
    return ended and whole and "。" not in seen.key and page.traits[at + 1].dateline


def stands_over_author(page: Page, at: int, *, done: bool) -> bool:
    """Say whether a line is the first of a headline above ■ and the author's name, or that of
    several poems, which may stand below another poem's lines."""
    last = page.runs.all[page.runs.of[at]][1]
    byline = page.items[min(last + 1, len(page.items) - 1)]
    if byline.kind is not Kind.BYLINE or byline.key[0] not in _AUTHOR_MARKS:
        return False
    return (done and last - at < _SEVERAL) or bool(
        at == last and _POEMS.search(page.traits[at].key)
    )


def stands_over_news(page: Page, at: int) -> bool:
    """Say whether a line is the first above 本报北京7月8日电 or 核心阅读, or stands between a note
    and another dateline, or says who speaks above a headline there: 外交部发言人："""
    runs, seen = page.runs, page.traits[at]
    speaks = seen.last == "colon" and seen.size < _LONG_CLAUSE
    run = runs.of[min(at + speaks, len(runs.of) - 1)]
    if run < 0 or runs.all[run][0] != at + speaks or seen.last == "dots":
        return False
    below = _key_below(page, runs.all[run][1])
    if _DATED_LINE.match(below):
        return True
    if speaks:
        return False
    if any(_EDITORS.match(page.traits[line].key) for line in range(at + 1, runs.all[run][1] + 1)):
        return True
    # A column may cut 据显示 from what stands above it.
    dated = above_dateline(page, at) and not below.startswith(("本报电", "据"))
    return page.traits[at - 1].mark and dated and at == runs.all[run][1]


def points_for(page: Page, at: int) -> int:
    """Return how much speaks for a headline at the first of the short lines below an ended text:
    a deck, a document's or column's name, or who wrote or wired the text above or took part."""
    key, above = page.traits[at].key, page.traits[at - 1].key[-100:]
    if page.blocks and ":" not in key and _OF_COLUMN.search(key):
        return SURE
    if _closes_news(page, at):
        return SURE
    if key in _ALONE or _WIRED.search(above) or _has_deck(page, at) or _DOCUMENT.search(key):
        return STRONG
    if _is_parted_above_day(page, at):
        return STRONG
    return LEAN * bool(_OF_AUTHOR.match(above) or _SIGNED.search(above))


def _closes_news(page: Page, at: int) -> bool:
    """Say whether a text ends above with a note on who wrote it, where no series of texts with
    authors of their own goes on, or with who took part."""
    above = page.traits[at - 1]
    if _OF_AUTHOR.match(above.key):
        # A note below a dateline or headline says who reports.
        told = at > 1 and page.traits[at - 2].closed
        return told and len(_key_below(page, at)) > _LONGEST_NAME
    short = page.blocks and above.size <= _LONGEST_ATTENDED
    return short and bool(_ATTENDED.search(above.key))


def _is_parted_above_day(page: Page, at: int) -> bool:
    """Say whether a line of two longer parts stands above a text that opens with its day."""
    parts = page.items[at].lines[0].norm.split()
    long = len(parts) == 2 and min(map(len, parts)) >= _SHORTEST_PART
    return long and bool(_DATED.match(_key_below(page, at)))


def _has_deck(page: Page, at: int) -> bool:
    """Say whether ——写在…之际 stands right below: a deck, and no sentence."""
    below = page.traits[min(at + 1, len(page.traits) - 1)]
    return below.headish and below.first == "dash" and below.last in ("han", "digit", "book")
