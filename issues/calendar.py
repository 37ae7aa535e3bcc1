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
# Four months of those tables begin a day early or late, with a new moon within minutes of midnight
# or a slip: their first and last day there, and how many days the count is to be moved. By
# GB/T 33661-2017 a month begins on the day of the new moon at 120° east.
MOVED_MONTHS = (
    (dt.date(1933, 7, 22), dt.date(1933, 8, 20), -1),
    (dt.date(1954, 11, 25), dt.date(1954, 12, 24), 1),
    (dt.date(1978, 9, 2), dt.date(1978, 10, 1), -1),
    (dt.date(2057, 9, 28), dt.date(2057, 10, 27), -1),
)
DAY = dt.timedelta(days=1)


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
    lunar = lunar_of(date)
    year = STEMS[(lunar.year - 4) % 10] + BRANCHES[(lunar.year - 4) % 12]
    leap = "闰" if lunar.is_leap_month else ""
    return f"农历{year}年{leap}{MONTHS[lunar.month - 1]}月{_day_name(lunar.day)}"


def lunar_of(date: dt.date) -> LunarDate:
    """Return the lunar date of a day inside the tables."""
    found = next((row for row in MOVED_MONTHS if row[0] <= date <= row[1]), None)
    lunar = _listed(date)
    if found is None:
        return lunar
    first, _last, by = found
    if date == first:
        # The month before is a day longer, or this one begins already.
        return _listed(date + DAY) if by > 0 else _on_day(_listed(date - DAY), 1)
    return _on_day(lunar, by)


def _on_day(lunar: LunarDate, by: int) -> LunarDate:
    return LunarDate(lunar.year, lunar.month, lunar.day + by, bool(lunar.is_leap_month))


def _listed(date: dt.date) -> LunarDate:
    return LunarDate.from_solar_date(date.year, date.month, date.day)


def _day_name(day: int) -> str:
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return "初十廿"[day // 10] + NUMERALS[day % 10 - 1]
