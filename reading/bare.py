"""Lines of a masthead that no label tells: the paper's name, channels, slogans, a day, the weather.

They are only understood beside labelled lines, see ``mastheads``.
"""

from __future__ import annotations

import re

from .lines import Line, half_width
from .patterns import HAN
from .words import (
    BETWEEN,
    CHANNEL_OPENINGS,
    CHANNEL_WORDS,
    CONTACTS,
    CORE_VALUES,
    EDITIONS,
    PAGE_NAMES,
)

PLATE = re.compile(rf"《?{HAN}{{1,8}}(?:日报|晚报|周报|时报|晨报|商报|报)》?")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’ .\-]*")
# A paper's name in letters: HUICHANG RIBAO, PINGYANG DAILY.
_LATIN_PLATE = re.compile(
    r"(?:JINRI|TODAY)[A-Z' ]+|[A-Z' ]+(?:BAO|XINWEN|ZHOUKAN|DAILY|NEWS|WEEKLY|TIMES)", re.IGNORECASE
)
_PLACE = re.compile(
    rf"(?:中共|主办:?|(?<!{HAN}))(?:{HAN}{{2,3}}[省市州])?({HAN}{{2,8}}?)[县市区旗州](?:委|融媒|新闻|传媒|人民|报|广播)"
)
# What may stand beside channels and is none: printers, addresses, licences.
_NO_CHANNEL = re.compile(
    r"\d|准印|许可|(?:厂|公司|路|街|委|政府|局|镇|乡|村|部|会|报社|中心|集团|机关报|印务|印刷|主办|主管|出版)$"
)
# 国庆特刊, 建县60周年特刊.
_NAMED_EDITION = re.compile(rf"(?:{HAN}|\d){{1,8}}(?:特刊|增刊|号外)")
# 云屏报号外, 云屏报·特刊, 云屏报（号外）: the paper's name and its edition's in one.
_OF_PAPER = re.compile(
    rf"(?P<paper>{PLATE.pattern})[·•(\[【]?(?P<edition>{HAN}{{0,4}}?(?:{'|'.join(sorted(EDITIONS))}))[)\]】]?"
)
# 特刊 may be what a page of the regular issue is called.
EXTRAS = EDITIONS - set(PAGE_NAMES)
# Each of them has one of these.
_TELLING = frozenset("外刊版")
_FRAMES = "()[]【】〔〕《》"
# As one piece beside the number of its page: 国庆特刊 T01.
EDITION_NAME = (
    rf"(?:{'|'.join(sorted(EDITIONS, key=len, reverse=True))}|{HAN}{{1,6}}(?:特刊|增刊|号外))"
)
_TELLS = re.compile(r"推出|出版|今日|本报|随报|附送|[的了在]")
DAY = re.compile(r"[0-3]?\d日?|[一二三]?十?[一二三四五六七八九十]日?")
_WEATHER = re.compile(r".{0,16}(?:℃|°C|度).{0,16}|.{0,6}天气.{0,24}")
# A forecast: 天气：多云到晴, 今天阴有阵雨，21℃～28℃.
_DEGREE = r"-?\d{1,2}(?:℃|°C|度)?"
FORECAST = re.compile(
    rf"(?:今[日天]|明[日天]|{HAN}{{0,6}})(?:天气|气象)(?:预报|情况)?:.{{2,40}}"
    rf"|(?=.*[晴云阴雨雪风雾霾温]).{{2,24}}{_DEGREE}[~～至到-]{{1,2}}{_DEGREE}.{{0,12}}"
)


_NOT_BARE = re.compile(r"[，。；？！:“(>▶【)]|摄|记者|通讯员|供图")
_LONGEST = 26


def find_place(lines: list[Line]) -> str:
    """Return the name of the paper's county, from its organ or sponsor line."""
    for line in lines:
        found = _PLACE.search(line.key)
        if found:
            return found[1]
    return ""


def cells_of(text: str) -> list[str]:
    """Return the pieces between the marks and spaces of a furniture line; 平 阳 报 is one."""
    cells: list[str] = []
    apart = False
    for cell in BETWEEN.split(text):
        single = len(cell) == 1 and not cell.isascii()
        if single and apart:
            cells[-1] += cell
        elif cell:
            cells.append(cell)
        apart = single
    return cells


def is_bare(line: Line) -> bool:
    """Say whether a line without a label may yet belong to a masthead."""
    return len(line.key) <= _LONGEST and (not _NOT_BARE.search(line.key) or names_edition(line.key))


def bare_role(line: Line, place: str, *, inside: bool) -> str | None:
    """Return the role of a line without a label beside a masthead, or None for story material."""
    cells = line.text.split()
    if DAY.fullmatch(line.key):
        return "day"
    if inside and line.key in PAGE_NAMES:
        return "folio"
    if names_edition(line.key) or (inside and is_edition(line.key)):
        return "masthead"
    latin = LATIN if inside else _LATIN_PLATE
    if len(cells) == 2 and any(map(PLATE.fullmatch, cells)) and any(map(DAY.fullmatch, cells)):
        return "masthead"
    if PLATE.fullmatch(line.key) or latin.fullmatch(line.text):
        return "nameplate"
    values = any(cell in CORE_VALUES for cell in cells)
    channels = _is_channels(cells, place) and _is_sure(cells, place, inside=inside)
    if len(cells) > 1 and not values and channels:
        return "channel"
    if _is_motto(cells, inside=inside) or _is_slogan_of(place, cells):
        return "motto"
    if (place and line.key in (place + "新闻", place + "周刊", "今日" + place)) or "".join(
        cells
    ) == place:
        return "nameplate"
    if channels:
        return "channel"
    if inside and _WEATHER.fullmatch(line.key):
        return "weather"
    if inside and len(cells) > 1 and all(len(cell) <= 6 for cell in cells):
        return "motto"
    return None


def names_edition(key: str) -> bool:
    """Say whether a squeezed line is 号外 or its like, alone, framed or behind a paper's name."""
    if _TELLING.isdisjoint(key):
        return False
    return key.strip(_FRAMES) in EDITIONS or bool(_OF_PAPER.fullmatch(key))


def edition_of(cell: str) -> str:
    """Return the edition beside the regular one that a piece of a masthead names, without the
    paper's name, ``""`` for none."""
    if _TELLING.isdisjoint(cell):
        return ""
    found = _OF_PAPER.fullmatch(cell)
    bare = found["edition"] if found else cell.strip(_FRAMES)
    named = bare in EDITIONS or (_NAMED_EDITION.fullmatch(bare) and not _TELLS.search(bare))
    return bare if named else ""


def paper_of(cell: str) -> str:
    """Return a piece of a masthead without the edition that it names behind the paper's name."""
    found = _OF_PAPER.fullmatch(half_width(cell))
    return found["paper"] if found else cell


def is_edition(cell: str) -> bool:
    """Say whether a piece of a masthead names an edition beside the regular one."""
    return bool(edition_of(cell))


def _is_motto(cells: list[str], *, inside: bool) -> bool:
    """Say whether the parts of a line are values or a slogan: words of one length in a row."""
    values = sum(cell in CORE_VALUES for cell in cells)
    if values >= 2 or (len(cells) >= 3 and all(len(cell) == 2 for cell in cells)):
        return True
    return (
        inside
        and len(cells) >= 2
        and len({len(cell) for cell in cells}) == 1
        and len(cells[0]) >= 3
        and not any(cell.endswith(CHANNEL_WORDS) for cell in cells)
    )


def _is_slogan_of(place: str, cells: list[str]) -> bool:
    """Say whether words of one length name the paper's county: 立足平阳 服务百姓."""
    alike = len(cells) in (2, 4) and {len(cell) for cell in cells} == {4}
    return alike and bool(place) and any(place in cell for cell in cells)


def _is_channels(cells: list[str], place: str) -> bool:
    """Say whether every part of a line names a channel: 某某发布, 爱某某, 某某第一时间."""
    known = [cell for cell in cells if len(cell) <= 12 and is_channel(cell, place)]
    rest = [cell for cell in cells if cell not in known]
    return bool(known) and (not rest or (len(known) > len(rest) == 1 and place in rest[0]))


def _is_sure(cells: list[str], place: str, *, inside: bool) -> bool:
    """Say whether one channel on its line is no headline: 我县两项标准正式发布."""
    named = bool(place) and place in cells[0]
    return len(cells) > 1 or named or len(cells[0]) <= (6 if inside else 5)


def is_channel(cell: str, place: str) -> bool:
    if len(cell) < 3 or PLATE.fullmatch(cell) or _NO_CHANNEL.search(cell) or cell in CONTACTS:
        return False
    if place and (cell.startswith(place) or cell.endswith(place)):
        return len(cell) <= len(place) + 5
    return cell.endswith(CHANNEL_WORDS) or (cell.startswith(CHANNEL_OPENINGS) and len(cell) <= 6)
