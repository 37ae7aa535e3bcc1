"""What follows from a date: the weekday and the lunar date (农历)."""

from __future__ import annotations

import datetime as dt

from lunardate import LunarDate

WEEKDAYS = "一二三四五六日"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
NUMERALS = "一二三四五六七八九"
# The tables of the lunar calendar reach from the first to the last day given here.
FIRST_LUNAR_DAY = dt.date(1900, 1, 31)
LAST_LUNAR_DAY = dt.date(2099, 12, 31)


def weekday_name(date: dt.date) -> str:
    """Return the weekday as a masthead prints it: 星期五."""
    return f"星期{WEEKDAYS[date.weekday()]}"


def lunar_date_name(date: dt.date) -> str:
    """Return the lunar date as a masthead prints it: 农历乙巳年五月十八, 农历乙巳年闰六月初一.

    The year's name is its place in the sixty-year cycle (干支), as GB/T 33661-2017 numbers it.
    Outside 1900-2099 there is no table: ``""``.
    """
    if not FIRST_LUNAR_DAY <= date <= LAST_LUNAR_DAY:
        return ""
    lunar = LunarDate.from_solar_date(date.year, date.month, date.day)
    year = STEMS[(lunar.year - 4) % 10] + BRANCHES[(lunar.year - 4) % 12]
    leap = "闰" if lunar.is_leap_month else ""
    return f"农历{year}年{leap}{MONTHS[lunar.month - 1]}月{_day_name(lunar.day)}"


def _day_name(day: int) -> str:
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return "初十廿"[day // 10] + NUMERALS[day % 10 - 1]
