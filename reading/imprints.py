"""报尾 and other furniture that stands anywhere: 责任编辑, 版式, 投稿邮箱, rules of dashes."""

from __future__ import annotations

import re

from .lines import Line
from .names import is_name, split_names
from .patterns import HAN, one_of
from .words import CONTACTS, DUTIES

_LONGEST_WORD = max(map(len, (*DUTIES, *CONTACTS)))
# What stands behind the first word of an imprint.
_LABEL_ENDS = frozenset(":|/·")
_DUTY_WORD = one_of(DUTIES)
_IMPRINT_WORD = f"(?:{_DUTY_WORD}|{one_of(CONTACTS)})"
_BULLET = r"[□■◎●○◆◇▲★|(\[【]*(?:第?[A-D]?[一二三四五六七八九十\d]{1,3}版)?"
_IMPRINT = re.compile(rf"{_BULLET}{_IMPRINT_WORD}[:|/·]", re.IGNORECASE)
_SPACED = re.compile(rf"{_BULLET}\s*{_DUTY_WORD}\s+([^)\]]*[^)\]\s])[)\]】]?")
_PLACED = re.compile(r"(?:本报)?(?:地址|社址)\s+\S{4,30}")
_DUTY = re.compile(rf"\s*{_DUTY_WORD}\s*")
_SAYING = re.compile(
    r"版权所有.{0,30}|未经.{0,10}(?:许可|授权|同意)不得.{2,10}|本[版报]图片.{0,6}由.{2,12}提供"
)
_SCAN_ME = re.compile(
    r"(?:扫一扫|扫码|扫描)[^。]{0,30}(?:关注|下载|阅读|观看|看|二维码|客户端|视频)|扫一扫"
)
_ORNAMENT = re.compile(rf"[^\w{HAN[1:-1]}“”‘’（）()《》。，！？>＞▶→]{{2,}}|[_＿]{{2,}}")
# A number that points from a caption to its picture.
_CIRCLED = re.compile(r"图?[①-⑳]")
_LONGEST_OMISSION = 6
_SINGLE = set("●○◆◇■□▲△▼▽★☆◎※|—-=~_*•·◼◻▪▫❖◈")
# The imprint of a page set behind the last sentence of a story.
TAIL = re.compile(rf"[(\[]?\s*{_DUTY_WORD}\s*:\s*[^。！？]{{2,40}}$")


def is_imprint(key: str, norm: str) -> bool:
    """Say whether a line names who made the page or how to reach the paper."""
    if len(key) > 90 or "。" in key[:-1]:
        return False
    if not _LABEL_ENDS.isdisjoint(key) and _IMPRINT.match(key):
        return True
    if _SAYING.fullmatch(key) or (len(key) <= 30 and _SCAN_ME.match(key)):
        return True
    if len(norm) == len(key):
        return False
    spaced = _SPACED.fullmatch(norm)
    return bool(_PLACED.fullmatch(norm)) or (spaced is not None and _only_names(spaced[1]))


_REACHABLE = re.compile(r"[\w.\-]+@[\w.\-]+|(?:https?://|www\.)\S+|[\d\-()/、 转]{5,40}", re.ASCII)


def announces(key: str, below: Line) -> bool:
    """Say whether a line is a word of the imprint alone, and the next one what belongs to it."""
    if len(key) > _LONGEST_WORD and key[-1] != ":":
        return False
    word = key.rstrip(":")
    if word in DUTIES:
        return len(below.key) <= 12 and _only_names(below.text)
    return word in CONTACTS and bool(_REACHABLE.fullmatch(below.key))


_RUN = re.compile(
    rf"{_DUTY_WORD}\s*[:/ ]\s*(?:{HAN}|·){{2,4}}"
    rf"(?:[ 、](?!{_DUTY_WORD}){HAN}{{1,4}}(?!{HAN}|[:/]))*"
)


def without_imprint(norm: str) -> str | None:
    """Return a line without the duties and names of its imprint, or None when it has none."""
    left = _RUN.sub(" ", norm)
    return left if left != norm else None


def _only_names(text: str) -> bool:
    """Say whether a run holds names and further duties only: 甲 版式 乙 校对 丙."""
    names = [name for part in _DUTY.split(text) for name in split_names(part)]
    return bool(names) and all(is_name(name) for name in names)


def is_ornament(key: str) -> bool:
    """Say whether a line is a rule or a row of ornaments; …… alone leaves words of a text out."""
    if len(key) <= _LONGEST_OMISSION and not key.strip("…"):
        return False
    return bool(_ORNAMENT.fullmatch(key) or _CIRCLED.fullmatch(key)) or key in _SINGLE
