"""How papers call themselves: 平阳日报, 今日平阳, 平阳报·周末, and, less surely, 平阳新闻, 新平阳.

Whether a line that is worded so is a nameplate follows from where it stands, see ``nameplates``.
"""

from __future__ import annotations

import re

from .bare import PLATE
from .lines import squeeze
from .patterns import HAN, one_of
from .words import PAGE_NAMES, listed

# 今日共四版 counts its pages.
_TODAY = re.compile(rf"今日({HAN}{{2,4}})(?<![版张])")
# What 今日 stands before on a page that is no paper's name.
_NO_NAMES = frozenset(("今日导读", "今日关注", "今日聚焦", "今日提要", "今日看点", "今日推荐"))
# 平阳新闻 and 平阳融媒; 新平阳.
_LIKELY = re.compile(rf"({HAN}{{2,4}})(?:新闻|时讯|融媒)|新({HAN}{{2,3}})")
# What stands there in the names of columns and pages, and is no place: 最新新闻, 新时代.
_BEFORE = listed(
    """
    头条 今日 昨日 最新 一周 每日 每周 独家 现场 突发 短 视频 广播 电视 网络 滚动 重大 热门 焦点
    本报 全媒 云上 掌上 早间 晚间 外地 外埠 部门 行业 公司 乡镇 城乡 各地 全国 全球 中国 简明 动态
    学校
    """
)
_BEHIND = listed(
    """
    时代 时期 征程 征途 春天 农村 农民 生活 风尚 风采 风貌 气象 作为 面貌 景象 知识 书架 人物 起点
    篇章 发展 思想 思路 学期 学年 形势 阶段 动能 格局 变化 跨越 高度 希望 动态 成就 担当 姿态 能源
    媒体 视野 视界 视听 天地 女性 华社 华网 华书店 技术 方向 力量 地标 路径 风向 生代
    """
)
_NO_PLACE = re.compile(
    rf"{one_of((*PAGE_NAMES, *_BEFORE, *_BEHIND))}|闻.*|.?[县市区省]|[全我本各外].*"
)
# A paper's name in letters, its tones marked or not.
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’.\-]+")
_FRAMES = "《》"
_MARKS = "()[]|/·•│-"
# What is worded as a paper's name and names none.
_NO_PAPERS = frozenset(
    listed("喜报 捷报 海报 简报 战报 通报 公报 汇报 举报 情报 申报 月报 年报 日报")
)
_NO_PAPER_ENDS = ("机关报", "党报", "预报", "喜报", "简报", "通报", "战报", "海报", "举报")
_DOT = r"[·•・|│/]|-{1,2}"
_PART_NAME = (
    rf"{one_of(PAGE_NAMES)}|{HAN}{{0,6}}(?:[周专副特增]刊|周末|专版|专题|新闻|要闻|天地|视窗|之窗)"
)
_PART = re.compile(
    rf"(?P<name>{PLATE.pattern})(?:(?:{_DOT})(?P<any>{HAN}{{2,8}})|(?P<close>{_PART_NAME}))"
    rf"|《?(?P<today>今日(?!{one_of(PAGE_NAMES)}){HAN}{{2,4}})》?(?:{_DOT})?(?P<part>{_PART_NAME})"
)


def is_certain(cell: str) -> bool:
    """Whether a squeezed piece of a line names a paper, wherever a masthead has it."""
    bare = cell.strip(_FRAMES)
    if bare in PAGE_NAMES or bare in _NO_NAMES | _NO_PAPERS or bare.endswith(_NO_PAPER_ENDS):
        return False
    return bool(PLATE.fullmatch(cell) or _TODAY.fullmatch(bare))


def is_likely(cell: str) -> bool:
    """Whether a squeezed piece may name a paper, where nothing else than a nameplate stands."""
    place = place_in(cell)
    return bool(place) and cell.strip(_FRAMES) not in PAGE_NAMES and not _NO_PLACE.fullmatch(place)


def place_in(cell: str) -> str:
    """Return the place in a likely name, ``""`` where there is none."""
    found = _LIKELY.fullmatch(cell.strip(_FRAMES))
    return (found[1] or found[2]) if found else ""


def without_letters(norm: str) -> str:
    """Return what a line in half-width forms holds beside a name in letters, squeezed."""
    bare = squeeze(_LETTERS.sub("", norm))
    return bare.strip(_MARKS) if len(bare) < len(squeeze(norm)) else bare


def is_set_apart(norm: str) -> bool:
    """Whether a line is a name alone, spaced out or with its letters beside: 平 阳 报 PINGYANG."""
    name = without_letters(norm)
    return name != norm and (is_certain(name) or is_likely(name))


def supplement_of(key: str) -> tuple[str, str]:
    """Return the paper and the page that a squeezed line names, ``("", "")`` for none.

    平阳报·教育周刊 is the paper's supplement; without a dot the page is worded as pages are.
    """
    found = _PART.fullmatch(key)
    name = found and (found["name"] or found["today"])
    if not (found and name and is_certain(name)):
        return "", ""
    return name.strip(_FRAMES), found["any"] or found["close"] or found["part"]
