"""Words for what somebody did on a story, before his name or behind it: 本报记者, 口述：, 整理."""

from __future__ import annotations

import re

from .patterns import HAN, any_of
from .words import ROLE_HEADS, ROLE_RANKS, listed

# A paper or an office before the role belongs to it: 浙江日报记者, 县气象局通讯员.
_HOUSE = (
    rf"(?:{HAN}{{2,10}}?(?:日报|晚报|时报|报社|电视台|广播台|融媒体中心|融媒|新闻网|新闻|局|委|办|院|校|镇|乡|街道"
    r"|公司|中心|支队|大队|报道组)\s*)"
)
# These begin sentences as well, and are roles only with a mark behind.
_WITH_MARK = listed(
    "讲述人 讲述者 讲述 记录人 记录 采写 采访整理 采访者 采访 受访人 受访者 供稿 主讲人 主讲 翻译"
)
ROLE_MARK = re.compile(
    rf"(?:{_HOUSE}(?=(?:{any_of(ROLE_RANKS)}\s*){{0,2}}(?:记\s*者|通\s*讯\s*员)))?"
    rf"(?:(?:{any_of(ROLE_RANKS)}|{any_of('新华社|中新社|人民日报')})\s*){{0,3}}(?:{any_of(ROLE_HEADS)})\s*[:：]?"
    r"|(?<!\S)(?:摄\s*影|报\s*道\s*组)(?=[\s:：])"
    rf"|(?<!{HAN})(?:{'|'.join(_WITH_MARK)})[:：]"
)
ROLE_WORD = re.compile(
    rf"(?:(?:{any_of(ROLE_RANKS)}|新华社|中新社)\s*){{0,3}}(?:{any_of(ROLE_HEADS)})"
)
BULLET = "□■☐▢▣◙◉❑❒⬜⬛◎●○◆◇▲△★☆⊙◼◻▪▫❖✦—-·•/|零"
FACE = re.compile(r"[\s" + re.escape(BULLET) + r"]*")
_OWN = re.compile(rf"(?:\s*[{re.escape(BULLET)}]|\s*本\s*[报刊网台])")
# A child that reports stands in headlines.
_APART = re.compile(rf"\s*(?!小){ROLE_WORD.pattern}[\s:：]")
# Those who report: other roles tell on as well, 作者 系县作家协会会员.
REPORTERS = listed("记者 通讯员 通信员 实习生 报道员")
# What somebody did, as it may stand behind his name.
CLOSINGS = listed("口述 整理 执笔 撰稿 撰文 策划 统筹")
# Cheap: how lines of names begin that no other sign tells of.
OPENINGS = (*CLOSINGS, *_WITH_MARK, "主持人")


def role_of(text: str) -> str:
    """Return a role as it is kept: 本报 goes without saying on the paper's own page."""
    return text.removeprefix("本报") or text


def role_marks(text: str) -> list[re.Match[str]]:
    """Return the words for roles in a run of names."""
    return list(ROLE_MARK.finditer(text))


def all_have_marks(text: str) -> bool:
    """Say whether a mark parts each word for a role from its names: 口述：张明 整理：李华."""
    marks = role_marks(text)
    return bool(marks) and all(mark[0][-1] in ":：" for mark in marks)


def stand_behind(text: str) -> bool:
    """Say whether each word for a role stands behind its names: 张明 口述 李华 整理."""
    if not text.rstrip(" \n\t　)）").endswith(CLOSINGS):
        return False
    marks = role_marks(text)
    ends = [0, *(mark.end() for mark in marks)]
    stretches = [text[low : mark.start()] for low, mark in zip(ends, marks, strict=False)]
    behind = (
        bool(marks)
        and all(mark[0].strip() in CLOSINGS for mark in marks)
        and text[ends[-1] :].strip() == ""
    )
    return behind and all(stretch.strip(" \n\t　、，/／") for stretch in stretches)


def is_own(norm: str) -> bool:
    """Say whether a line begins with a role of the paper's own, or with a bullet."""
    return bool(_OWN.match(norm))


def stands_apart(norm: str) -> bool:
    """Say whether a line begins with a role that a gap parts from what stands behind it."""
    return bool(_APART.match(norm))
