"""报尾 and other furniture that stands anywhere: 责任编辑, 版式, 校对, 投稿邮箱, rules of dashes."""

from __future__ import annotations

import re

from .names import is_name, split_names

_DUTIES = (
    "责任编辑 本版责任编辑 本版编辑 本版责编 责编 编辑 执行编辑 值班编辑 编审 责任校对 本版校对 校对 版式 版式设计 版面设计 "
    "本版版式 美编 美术编辑 组版 排版 制版 审读 审核 一审 二审 三审 初审 复审 终审 值班总编 值班领导 值班主任 值班编委 "
    "值班副总编 总编辑 副总编辑 总编 主编 副主编 执行主编 责任主编 监制 总监制 出品人 总监 视觉 视觉设计 设计 统筹 电编 检校 图编 "
    "本期编辑 本期责编 编务 签发 签审 审校 电子邮箱 新闻监督 版面 检排 清样"
).split()
_CONTACTS = (
    "投稿邮箱 投稿信箱 投稿 来稿邮箱 来稿 邮箱 电子邮箱 电子信箱 信箱 新闻邮箱 E-mail Email 地址 社址 本报地址 本报社址 报社地址 "
    "邮编 邮政编码 电话 联系电话 编辑部电话 传真 印刷 承印 印刷单位 发行 发行单位 广告 广告热线 发行热线 订报热线 定价 零售价 "
    "网址 法律顾问 本报法律顾问 常年法律顾问 广告经营许可证 广告许可证 广告发布登记 出版日期 印刷厂 投递 订阅 开印时间 印完时间 "
    "上期开印 上期印完 本报开印 QQ 微信公众号 微信号 官方微信 官方微博 抖音号 视频号 办公室电话 新闻热线 数字报"
).split()


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BULLET = r"[□■◎●○◆◇▲★|(\[【]*"
_IMPRINT = re.compile(rf"{_BULLET}(?:{_any(_DUTIES)}|{_any(_CONTACTS)})[:|/]", re.IGNORECASE)
_SPACED = re.compile(rf"{_BULLET}(?:{_any(_DUTIES)})\s+(\S.*)")
_DUTY = re.compile(rf"\s*(?:{_any(_DUTIES)})\s*")
_SCAN_ME = re.compile(
    r"(?:扫一扫|扫码|扫描)[^。]{0,30}(?:关注|下载|阅读|观看|看|二维码|客户端|视频)|扫一扫"
)
_ORNAMENT = re.compile(r"[^\w\u3400-\u9fff“”‘’（）()《》。，！？>＞▶→]{2,}|[_＿]{2,}")
_SINGLE = set("●○◆◇■□▲△▼▽★☆◎※|—-=~_*•·◼◻▪▫❖◈")
# The imprint of a page set behind the last sentence of a story.
TAIL = re.compile(rf"[(\[]?\s*(?:{_any(_DUTIES)})\s*:\s*[^。！？]{{2,40}}$")


def is_imprint(key: str, norm: str) -> bool:
    """Say whether a line names who made the page or how to reach the paper."""
    if len(key) > 90 or "。" in key[:-1]:
        return False
    if _IMPRINT.match(key) or _SCAN_ME.fullmatch(key):
        return True
    spaced = _SPACED.match(norm)
    return bool(spaced) and _only_names(spaced[1])  # type: ignore[index]


_RUN = re.compile(
    rf"(?:{_any(_DUTIES)})\s*[:/ ]\s*[\u3400-\u9fff·]{{2,4}}(?:[ 、](?!{_any(_DUTIES)})[\u3400-\u9fff]{{1,4}}(?![\u3400-\u9fff:/]))*"
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
    """Say whether a line is a rule or a row of ornaments."""
    return bool(_ORNAMENT.fullmatch(key)) or key in _SINGLE
