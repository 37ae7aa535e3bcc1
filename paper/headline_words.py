"""The words of a headline, put right where a dictionary of general Chinese errs about them.

What it takes apart is joined: a number in Han figures with what it counts, a compound surname with
its name, a village with its ending, a meeting with its 会. What it only guesses is a word is
parted before a verb: 叶看 in 一片叶看茶乡.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest

import rjieba

# A number is no longer with what it counts, any other word no longer when it is joined.
NUMBER, WORD = 8, 6
FIGURES = "零〇一二两三四五六七八九十百千万亿"
NUMERAL = frozenset(f"{FIGURES}点余多之周")
UNITS = (
    "平方米|平方公里|立方米|公里|千米|公斤|公顷|小时|分钟|人次|周年|年代|"
    "[年月日天周岁名人位个家户口件项条次届期批轮场套台辆艘架座栋幢间处所片块亩顷株棵根头只羽尾颗"
    "粒朵枚支张幅册本部篇首份瓶箱袋吨斤克升米里度级倍元秒层站组对双类种门节县乡镇村省市强岁余多]"
)
_NUMBER = re.compile(rf"(?:第|百分之)?[{FIGURES}]+(?:点[{FIGURES}]*)?[余多]?|百分之")
_COUNTED = re.compile(rf"(?:[{FIGURES}]+(?:点[{FIGURES}]*)?)?[余多]?(?:{UNITS})?")
# 党的二十大 is no number of things.
CONGRESS = frozenset(("代表", "精神", "报告", "以来", "部署"))
# One of them, and what it is: 一粒米.
KINDS = "片粒颗根株棵朵条枚串盏束滴块支杯碗只座间"
_ONE = re.compile(rf"[一二两三四五六七八九十几半][{KINDS}]")
SURNAMES = frozenset(
    (
        *("欧阳", "上官", "诸葛", "司马", "司徒", "司空", "夏侯", "皇甫", "尉迟", "公孙"),
        *("慕容", "令狐", "宇文", "长孙", "轩辕", "端木", "东郭", "西门", "南宫", "呼延"),
    )
)
# Places end in these, and before those in what the land is like.
SETTLEMENTS = frozenset("村镇乡县市区路街道庄寨湾")
LAND = frozenset("坳坞岙坪垟洋湾沟坑塘坝坎岭岗山坡岩湖溪河江港浦寨庄屯堡桥")
BUILT = frozenset(("水库", "大桥", "隧道", "景区", "社区", "街道", "古镇", "古村", "自然村"))
# These stay with what says which one it is.
HEADS = BUILT | {"中心"}
# What a house of some kind ends in: 院新 is no word in 保健院新院区.
HOUSES = frozenset("院馆站园厂厅")
# Single words that begin something, so that none of them belongs to what precedes.
VERBS = frozenset("看助让把被给赴")
BEGINNING = VERBS | frozenset(
    "的了着过地得之与和及或在从向对为以于到去来又再也就都不没是有能可将要促获迎送建创做干抓管办比更最会大小新老好"
)
MEETINGS = frozenset(("部署", "座谈", "调度", "恳谈", "推介", "现场", "工作", "评议", "联席"))
# What is said of a meeting, not of somebody who will.
HELD = frozenset(
    (
        "召开",
        "举行",
        "举办",
        "开幕",
        "闭幕",
        "落幕",
        "强调",
        "要求",
        "听取",
        "签约",
        "在",
        "上",
        "暨",
    )
)
# What stands before something that belongs to it ends in one of the first, or that in the others.
LASTS = NUMERAL | frozenset(KINDS) | {name[-1] for name in SURNAMES}
ENDS = SETTLEMENTS | LAND | {word[-1] for word in HEADS} | {"会"}


def joined(pieces: list[str]) -> list[str]:
    """Return a headline's words from those of the dictionary: joined they are the same text."""
    found: list[str] = []
    before = last = ""
    words = _without_guesses(pieces)
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        # Most words show at their ends that they are not of these.
        if (last in LASTS or word[-1] in ENDS) and before and _belongs(before, word, after):
            before = found[-1] = before + word
        else:
            before = word
            found.append(word)
        last = word[-1]
    return found


def _without_guesses(pieces: list[str]) -> list[str]:
    odd = [
        piece
        for piece in pieces
        if (piece[-1] in VERBS or piece[0] in HOUSES) and 1 < len(piece) < 4 and not _known(piece)
    ]
    return [part for piece in pieces for part in _parted(piece)] if odd else pieces


def _parted(piece: str) -> tuple[str, ...]:
    if not 1 < len(piece) < 4 or _known(piece):
        return (piece,)
    if piece[-1] in VERBS:
        return piece[:-1], piece[-1]
    return (piece[0], piece[1:]) if piece[0] in HOUSES else (piece,)


def _belongs(before: str, word: str, after: str) -> bool:
    if before[-1] in NUMERAL and (_NUMBER.fullmatch(before) or before[-1] == "周"):
        return len(before) + len(word) <= NUMBER and _is_counted(before, word, after)
    if len(before) < 2 or len(before) + len(word) > WORD:
        return False
    if before in SURNAMES:
        return len(word) < 3
    if len(word) == 1:
        return _is_tail(before, word, after)
    if word in HEADS:
        return before[-1] not in BEGINNING and (word == "中心" or not _is_done(before))
    # A guess such as 沟村 is the end of a village's name.
    return word[1] in SETTLEMENTS and word[0] in LAND and len(word) == 2 and not _known(word)


def _is_counted(number: str, word: str, after: str) -> bool:
    if number.endswith("周"):
        return word == "年" and number[0] in FIGURES
    if word == "大":
        return after in CONGRESS
    return _COUNTED.fullmatch(word) is not None


def _is_tail(before: str, word: str, after: str) -> bool:
    """Whether a single character ends what stands before it."""
    if word == "会":
        return not after or after in HELD or before in MEETINGS or _is_done(before)
    if word in LAND:
        return after in BUILT or (len(after) == 1 and after in SETTLEMENTS)
    if _ONE.fullmatch(before) is None or word in BEGINNING:
        return False
    return not after or after in BEGINNING or _is_done(after)


@lru_cache(maxsize=4096)
def _known(word: str) -> bool:
    return bool(rjieba.has_word(word))


@lru_cache(maxsize=4096)
def _is_done(word: str) -> bool:
    """Whether a word is a verb, as what is done at a meeting."""
    return str(rjieba.tag(word)[0][1]).startswith("v")
