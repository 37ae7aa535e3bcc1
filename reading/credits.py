"""Photo credits: 林鑫 摄; 记者 林鑫 摄; （林鑫/摄）; 图/林鑫; 新华社发（林鑫 摄）."""

from __future__ import annotations

import re

from .bylines import parse_people
from .flow import Flow
from .lines import half_width, squeeze
from .names import part_both
from .patterns import HAN, any_of
from .role_marks import BULLET

_LONGEST = 60
# Cheap: what every credit holds one of.
_TELLING = frozenset("摄图供拍社照像视")
_VERBS = "摄影报道|摄影|供图|提供图片|提供|拍摄|航拍|摄|制图|绘图"
_BOTH = "文/图|图/文|图文|文图|文/摄|摄/文|文、图|图、文"
_BEHIND = re.compile(
    rf"(.{{2,50}}?)(?:\s+{any_of(_BOTH)}|\s*/?\s*{any_of(_VERBS)})|(.{{2,40}}?)\s*/\s*图", re.DOTALL
)
_BEFORE = re.compile(
    any_of("摄影|航拍|无人机航拍|图片来源|图片提供|图片|供图|摄影报道|摄|文/图|图/文|图文|图")
    + r"\s*(?:[:/|]|\s(?=\S))\s*(.{2,50})",
    re.DOTALL,
)
_AGENCY = re.compile(
    rf"(?:{any_of('新华社|中新社')})\s*"
    rf"(?:{any_of('发|图|照片|图片|发图')}\s*(?:[(\[]\s*(.{{2,40}}?)\s*[)\]])?"
    r"|[(\[]\s*(.{2,40}?摄)\s*[)\]])",
    re.DOTALL,
)
# Who keeps the picture, behind the name of who took it or alone: （影像中国）.
_KEEPERS = any_of(
    "影像中国|人民视觉|视觉中国|光明图片|东方IC|CFP|ICphoto|新华社发|新华社照片|中新社发"
    "|本报资料|资料图片|资料照片"
)
_KEEPER = rf"(?:{_KEEPERS}|{HAN}{{2,6}}(?:视觉|图片|影像|图库|图片库|摄影协会))"
_KEPT = re.compile(rf"(.{{2,50}}摄(?:影报道|影)?)\s*[(\[]\s*{_KEEPER}\s*[)\]]", re.DOTALL)
# 以上图片均为林鑫摄: whose pictures they are, said in words.
_WHICH, _BY = r"(?:以上|本版|本文|文中|文内|除署名外)[，,]?", "(?:均|都|皆|为|由|系)"
# 图 with none of these before or behind it is a name's first character: 图门巴雅尔 摄.
_ALL_PICTURES = re.compile(
    rf"(?:(?:{_WHICH})?(?:图片|照片|配图|题图|组图)|{_WHICH}图|图(?=除署名外|[，,·•]|{_BY}))"
    r"(?:除署名外)?[，,]?(?:均|都|皆)?(?:为|由|系)?(?=.{2,40}(?:摄|供图|提供)$)"
)
_NAMELESS = re.compile(
    any_of("资料图片|资料图|受访者供图|受访单位供图|视频截图|网络图片|资料照片|受访者提供")
)
# A picture that a body gave: 县供电公司供图, 图片由县文旅局提供.
_FROM_BODY = re.compile(
    rf"({HAN}{{2,16}}(?:局|公司|委|部|办|馆|院|校|会|站|所|镇|乡|村|街道|中心|集团|联|队|处|厅|园"
    r"|厂|店|政府))\s*(?:供图|提供图片)"
    rf"|(?:图片|照片)?由({HAN}{{2,20}})提供"
)
_BRACKETS = re.compile(r"[(\[【]\s*(.*?)\s*[)\]】]", re.DOTALL)
_LEADING_AGENCY = re.compile(rf"(?:{any_of('新华社发|中新社发|新华社|中新社')})\s*")
_VOUCHING = re.compile(any_of("摄影报道|摄影|供图|提供|拍摄|航拍|摄"))
_LABELLED = re.compile(r"(?:文\s*/\s*)?图\s*[:/|]")
# What half width makes another character of.
_WIDENED = re.compile("[Ａ-Ｚａ-ｚ○]")
_MARGIN = " \n\t　" + BULLET


def credit_names(text: str) -> str | None:
    """Return the name in a photo credit, or None when the text is no credit."""
    names = _credit_names(text)
    return _as_printed(names, text) if names and _WIDENED.search(text) else names


def _as_printed(names: str, text: str) -> str:
    """Return names in half width, or a part of a credit, in the characters that are printed."""
    norm, printed = _half_width(text), squeeze(text)
    key = squeeze(norm)
    told = []
    for part in re.split("([、 ])", names):
        at = norm.find(part)
        closed = key.find(part)
        if at >= 0:
            told.append(text[at : at + len(part)])
        else:
            told.append(printed[closed : closed + len(part)] if closed >= 0 else part)
    return "".join(told)


def _half_width(text: str) -> str:
    """Return a credit in half width; the 〇 of 王〇一 is a character of a name, and no bullet."""
    norm = half_width(text)
    if "〇" not in text:
        return norm
    return "".join(
        ["〇" if char == "〇" else plain for char, plain in zip(text, norm, strict=True)]
    )


def _credit_names(text: str) -> str | None:
    if len(text) > _LONGEST or _TELLING.isdisjoint(text):
        return None
    norm = part_both(_half_width(text).strip(_MARGIN))
    bracketed = _BRACKETS.fullmatch(norm)
    norm = bracketed[1] if bracketed else norm
    kept = _KEPT.fullmatch(norm)
    norm = kept[1] if kept else norm
    words = _ALL_PICTURES.match(norm)
    norm = norm[words.end() :] if words else norm
    agency = _AGENCY.fullmatch(norm)
    if agency:
        inner = agency[1] or agency[2]
        return (_credit_names(inner) or _people(inner, vouched=True)) if inner else squeeze(norm)
    if _NAMELESS.fullmatch(norm) or (bracketed and re.fullmatch(_KEEPER, norm)):
        return squeeze(norm)
    body = _FROM_BODY.fullmatch(norm.replace("\n", ""))
    if body:
        return squeeze(body[1] or body[2])
    found = _BEHIND.fullmatch(norm) or _BEFORE.fullmatch(norm)
    if found is None:
        return None
    who = next(group for group in found.groups() if group)
    if who.endswith("、"):
        # 书法、绘画、摄影: photography is one of several things here.
        return None
    return _people(who, vouched=bool(_VOUCHING.search(norm) or _LABELLED.match(norm)))


def _people(text: str, *, vouched: bool) -> str | None:
    """Return the names of a credit, or None when it holds more than names and roles."""
    bare = _LEADING_AGENCY.sub("", text, count=1) if _LEADING_AGENCY.match(text) else text
    people = parse_people(bare.strip(" ()[]"), vouched=vouched)
    if not people:
        return None
    names = [person.name for person in people]
    # The marks between names are kept as printed, and never more of them than were printed.
    return ("、" if bare.count("、") >= len(names) - 1 > 0 else " ").join(names)


def credit_behind(flow: Flow, end: int) -> tuple[int, str] | None:
    """Return where a credit at the end of a flow begins and the name in it.

    It stands in brackets, or after the last sentence's full stop.
    """
    low = max(end - _LONGEST - 10, 0)
    tail = flow.norm[low:end]
    if _TELLING.isdisjoint(tail[-30:]) and "发" not in tail[-24:]:
        return None
    if not _VOUCHING.search(tail[-30:]) and "图" not in tail[-20:] and "发" not in tail[-24:]:
        return None
    for start in _openings(tail):
        name = credit_names(flow.text[low + start : end])
        if name:
            return low + start, name
    return None


def _openings(tail: str) -> list[int]:
    """Return the places where a credit can begin: after a full stop, or at a bracket."""
    stops = [found.end() for found in re.finditer(r"[。！？…](?:[”’」』)])*", tail)]
    opened = [
        found.start()
        for found in re.finditer(r"(?:新\s*华\s*社\s*发?\s*)?[(\[](?=[^)\]]*[)\]]\s*$)", tail)
    ]
    # Inside a bracket that ends the text none begins: （文/甲 图/乙）.
    reach = opened[-1] if opened else len(tail)
    gaps = [found.end() for found in re.finditer(r"[\s▲△■□◆●](?=\S)", tail[:reach])]
    return sorted({place for place in [*stops[-1:], *opened[-1:]] if place < len(tail)}) + (
        [place for place in gaps if not stops or place > stops[-1]]
    )
