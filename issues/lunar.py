"""Lunar dates as mastheads print them: what a printed one says, and where it differs.

GB/T 33661-2017 (农历的编算和颁行) names years by the cycle of sixty, 初一 to 三十 the days. Papers
leave out 农历 or the year, print the animal (乙巳蛇年), 十一月 for 冬月, 十二月 for 腊月, 大 or 小
after the month, 除夕 or 大年三十 for the last day, and 大年初一 for the first of the next year.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from issues.calendar import (
    BRANCHES,
    FIRST_LUNAR_DAY,
    LAST_LUNAR_DAY,
    NUMERALS,
    STEMS,
    lunar_of,
)

ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
TERMS = (
    "立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|"
    "立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒"
)
FESTIVALS = "除夕|春节|元宵节?|端午节?|七夕节?|中元节?|中秋节?|重阳节?|腊八节?|小年|龙抬头"
PRINTED = re.compile(
    r"(?:农历|阴历|夏历|旧历)?(?:岁次)?"
    rf"(?:(?P<stem>[{STEMS}])(?P<branch>[{BRANCHES}]))?[（(\[【]?(?P<animal>[{ANIMALS}])?[）)\]】]?年?"
    r"(?P<leap>闰)?(?:(?P<month>正|元|一|二|三|四|五|六|七|八|九|十一|十二|十|冬|腊)月)?[（(]?[大小]?[）)]?"
    rf"(?P<day>初[一二三四五六七八九十]|(?:廿|二十|十|卅|三十)[{NUMERALS}]?|廿十|除夕"
    r"|大年(?:三十|初[一二三四五六七八九十]))"
    rf"(?:日)?(?:[（(]?(?:{TERMS}|{FESTIVALS})[）)]?)*"
)
MONTHS = {name: number for number, name in enumerate("正二三四五六七八九十冬腊", start=1)} | {
    "元": 1,
    "一": 1,
    "十一": 11,
    "十二": 12,
}
TENS = {"初": 0, "十": 10, "廿": 20, "二十": 20, "卅": 30, "三十": 30}
NEW_YEARS_EVE = 0


@dataclass(frozen=True, slots=True)
class PrintedLunarDate:
    """What a masthead says; ``None`` for what it leaves out. Day 0 is 除夕."""

    stem: str | None
    branch: str | None
    animal: str | None
    leap: bool
    month: int | None
    day: int


def read_lunar_date(printed: str) -> PrintedLunarDate | None:
    """Return what ``printed`` says, ``None`` when it is no lunar date."""
    match = PRINTED.fullmatch("".join(printed.split()))
    if match is None:
        return None
    month = MONTHS[match["month"]] if match["month"] else None
    if match["day"].startswith("大年初"):
        month = month or 1
    return PrintedLunarDate(
        match["stem"],
        match["branch"],
        match["animal"],
        bool(match["leap"]),
        month,
        _day_number(match["day"]),
    )


def _day_number(name: str) -> int:
    if name in ("除夕", "大年三十"):
        return NEW_YEARS_EVE
    name = name.removeprefix("大年")
    if name in ("初十", "廿十"):
        return 10 if name == "初十" else 20
    tens = name if name in TENS else name[:-1]
    return TENS[tens] + (0 if name in TENS else NUMERALS.index(name[-1]) + 1)


def differing_part(printed: PrintedLunarDate, date: dt.date) -> str | None:
    """Return the first part that ``date`` does not have: year, leap, month, day; else ``None``.

    Outside the tables of the lunar calendar nothing can be said: ``None``.
    """
    if not FIRST_LUNAR_DAY <= date <= LAST_LUNAR_DAY:
        return None
    true = lunar_of(date)
    place = (true.year - 4) % 60
    named = (
        (printed.stem, STEMS[place % 10]),
        (printed.branch, BRANCHES[place % 12]),
        (printed.animal, ANIMALS[place % 12]),
    )
    if any(value not in (None, right) for value, right in named):
        return "year"
    if printed.month is not None and printed.month != true.month:
        return "month"
    if printed.month is not None and printed.leap != true.leap:
        return "leap"
    if printed.day == NEW_YEARS_EVE:
        after = lunar_of(date + dt.timedelta(days=1))
        return None if (after.month, after.day) == (1, 1) else "day"
    return None if printed.day == true.day else "day"
