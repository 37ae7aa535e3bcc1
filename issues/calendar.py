"""What follows from a date: the weekday and the lunar date (农历).

By GB/T 33661-2017 a lunar month begins on the day of the new moon (朔), Beijing time (UTC+8). The
tables of borax keep to that but for one month, which ``MISLAID_MONTH`` puts right.

Two new moons fall so close to midnight that tables differ. By the ephemeris JPL DE405 (DE422
agrees to a tenth of a second), from apparent longitudes:

* 2089-09-05 00:00:34 in TT + 8 h. On 4 September by Beijing time unless TT - UTC, 69 s today,
  falls under 34 s: 23:59:25, 35 s before midnight, without further leap seconds; 23:59:05 with
  the 89 s that ΔT is expected to grow to. Borax has the 5th and is wrong.
* 2097-08-08 00:02:58 in TT + 8 h. On 8 August unless TT - UTC grows over 178 s: 00:01:49,
  109 s after midnight, without further leap seconds; 00:01:24 with an expected ΔT of 94 s. Borax
  has the 8th and is right. Tables with the 7th were made when 197 s was expected.

ΔT is expected as Skyfield leads it on to the parabola of Stephenson, Morrison and Hohenkerk (2016);
179 s and 197 s are by the older polynomials of Espenak and Meeus (2006), which give 4 September
2089 too. What the Purple Mountain Observatory (紫金山天文台) promulgates will decide.

The same computation gives every other month from 1929 to 2099 as borax has it, and, by the
meridian of Beijing (14 min 20 s earlier), every month before but one, in 1906: the calendar of
the Qing (时宪历) had methods of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from borax.calendars.lunardate import LunarDate

WEEKDAYS = "一二三四五六日"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
NUMERALS = "一二三四五六七八九"
# The tables of the lunar calendar reach from the first to the last day given here.
FIRST_LUNAR_DAY = dt.date(1900, 1, 31)
LAST_LUNAR_DAY = dt.date(2099, 12, 31)
# 己酉年八月; borax begins it on the 5th.
MISLAID_MONTH = (dt.date(2089, 9, 4), dt.date(2089, 10, 3))


class LunarDay(NamedTuple):
    """A day of the lunar calendar; 冬月 is month 11, 闰六月 month 6 with ``leap``."""

    year: int
    month: int
    day: int
    leap: bool


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
    leap = "闰" if lunar.leap else ""
    return f"农历{year}年{leap}{MONTHS[lunar.month - 1]}月{_day_name(lunar.day)}"


def lunar_of(date: dt.date) -> LunarDay:
    first, last = MISLAID_MONTH
    if first <= date <= last:
        return LunarDay(2089, 8, (date - first).days + 1, leap=False)
    listed = LunarDate.from_solar(date)
    return LunarDay(listed.year, listed.month, listed.day, bool(listed.leap))


def short_lunar_name(date: dt.date) -> str:
    """Return the lunar day as a calendar has it: 十八, or the month on its first day: 闰六月."""
    if not FIRST_LUNAR_DAY <= date <= LAST_LUNAR_DAY:
        return ""
    lunar = lunar_of(date)
    if lunar.day == 1:
        return f"{'闰' if lunar.leap else ''}{MONTHS[lunar.month - 1]}月"
    return _day_name(lunar.day)


def _day_name(day: int) -> str:
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return "初十廿"[day // 10] + NUMERALS[day % 10 - 1]
