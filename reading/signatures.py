"""落款: what signs a story off below its text: who took part, its place of origin, its author.

（本报记者 甲、乙参与采写）, （新华社北京6月11日电）, （作者系县作家协会会员）, 某省某市 甲, ——编者.
"""

from __future__ import annotations

import re

from .bylines import WIRED, parse_people
from .document import BylineText
from .flow import Flow
from .lines import squeeze
from .names import is_name
from .patterns import HAN, any_of, one_of
from .signed import Mark
from .unlisted import is_unlisted
from .words import ROLE_HEADS, ROLE_RANKS, listed

# The names of all who took part may fill lines.
_LONGEST = 400
_LONGEST_BARE = 90
# The last characters of what somebody did for a story.
_LAST = frozenset("写访道理撰")
_TOOK_PART = any_of(
    "参与采写|参加采写|参与采访|参与报道|采访整理|综合整理|采访报道|综合报道|采写|采访|整理|报道|撰写"
)
_SIGN_OFF = re.compile(
    rf"\s*(?P<open>[(\[])?\s*(?P<wire>{WIRED})?\s*(?P<mixed>综\s*合\s*)?(?P<who>.*?)"
    rf"\s*(?P<part>{_TOOK_PART})?\s*(?(open)[)\]])\s*",
    re.DOTALL,
)
_ROLE = re.compile(rf"(?:{any_of(ROLE_RANKS)}\s*){{0,3}}(?:{any_of(ROLE_HEADS)})")
# Of whom the text is, where it was printed before, that it ends here.
_ABOUT = re.compile(
    r"[(\[](?:本文|文章|本版|以上)?(?:作者|笔者|口述者|讲述者|受访者|采访者|译者|整理者)"
    r"(?:系|为|是|分别|均|单位|简介|现任|曾任|工作单位|:).{1,120}[)\]]"
    r"|[(\[](?:本文|文章)?(?:原载|摘自|摘编自|选自|转载自|节选自|据)(?:于)?.{2,60}[)\]]"
    r"|[(\[](?:全文|本文|连载)?(?:完|待续|未完待续|有删节|略有删节|有改动|节选)[)\]]"
)
_PROVINCES = listed(
    """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
    广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
    """
)
_PLACED = re.compile(
    rf"(?:{one_of(_PROVINCES)}(?:省|市|{HAN}{{0,4}}自治区)?{HAN}{{0,12}}|{HAN}{{2,10}}[市县区州旗盟])"
    rf"\s+(?P<name>{HAN}\s*{HAN}(?:\s*{HAN})?)"
)
_EDITORS = re.compile(r"-{1,4}(?:编者|编辑|本报编辑部|编辑部)")
_LONGEST_PLACE = 24


def signature_line(flow: Flow) -> Mark | None:
    """Return what a whole flow says of who took part in a story and where it was wired from.

    ``text`` of the mark is the dateline that stands below the text, and ``start`` its end.
    """
    if not _may_sign(flow.norm):
        return None
    found = _SIGN_OFF.fullmatch(flow.norm)
    if found is None or not (found["open"] or found["part"]):
        return None
    people = _who(flow, found)
    if people is None or not (people or found["wire"]):
        return None
    wire = squeeze(flow.text[slice(*found.span("wire"))]) if found["wire"] else ""
    return Mark(max(found.end("wire"), 0), len(flow.text), people, wire)


def _may_sign(norm: str) -> bool:
    """Say cheaply whether a text can sign a story off: all in brackets, or ending as those do."""
    if norm[0] in "([":
        return norm[-1] in ")]" and len(norm) <= _LONGEST
    return norm[-1] in _LAST and len(norm) <= _LONGEST_BARE


def _who(flow: Flow, found: re.Match[str]) -> list[BylineText] | None:
    """Return the people between brackets; None when other words stand there, or when these are
    no more than a byline, which bylines tell."""
    text = flow.text[slice(*found.span("who"))]
    if not text.strip():
        return []
    named = _ROLE.match(found["who"])
    if not named and not (found["open"] and found["part"]):
        return None
    people = parse_people(text, reach=_LONGEST)
    if people and not found["open"] and not all(map(_is_sure, people)):
        # 本报记者深入茶园采访: a headline.
        return None
    return people


def _is_sure(one: BylineText) -> bool:
    """Say whether a line without brackets names somebody."""
    return is_name(one.name) or is_unlisted(one.name, apart=True, signed=True)


def is_note(key: str, norm: str) -> bool:
    """Say whether a squeezed line tells of the author, or signs with place and name.

    It is part of the story's text, and its last paragraph.
    """
    if key[0] in "([":
        return key[-1] in ")]" and bool(_ABOUT.fullmatch(key))
    if key[0] == "-":
        return bool(_EDITORS.fullmatch(key))
    if len(key) > _LONGEST_PLACE or len(key) == len(norm):
        return False
    placed = _PLACED.fullmatch(norm)
    return placed is not None and is_name(squeeze(placed["name"]))
