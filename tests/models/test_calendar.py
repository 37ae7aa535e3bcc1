"""Weekdays and lunar dates as mastheads print them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from issues.calendar import (
    FIRST_LUNAR_DAY,
    LAST_LUNAR_DAY,
    LunarDay,
    lunar_date_name,
    lunar_of,
    weekday_name,
)


@pytest.mark.parametrize(
    ("day", "weekday", "lunar"),
    [
        # The two samples.
        ("2025-06-13", "星期五", "农历乙巳年五月十八"),
        ("2025-04-30", "星期三", "农历乙巳年四月初三"),
        # New Year's day, new year's eve, a leap month, the days named with 初, 十, 廿 and 三.
        ("2025-01-29", "星期三", "农历乙巳年正月初一"),
        ("2025-01-28", "星期二", "农历甲辰年腊月廿九"),
        ("2025-07-25", "星期五", "农历乙巳年闰六月初一"),
        ("2024-02-19", "星期一", "农历甲辰年正月初十"),
        ("2024-02-29", "星期四", "农历甲辰年正月二十"),
        ("2024-03-01", "星期五", "农历甲辰年正月廿一"),
        ("2024-12-30", "星期一", "农历甲辰年冬月三十"),
        ("2023-03-22", "星期三", "农历癸卯年闰二月初一"),
        ("1949-10-01", "星期六", "农历己丑年八月初十"),
        # A new moon minutes behind midnight: 中秋 of 1978 was on 17 September.
        ("1978-09-01", "星期五", "农历戊午年七月廿九"),
        ("1978-09-02", "星期六", "农历戊午年七月三十"),
        ("1978-09-03", "星期日", "农历戊午年八月初一"),
        ("1978-09-17", "星期日", "农历戊午年八月十五"),
        ("1978-10-02", "星期一", "农历戊午年九月初一"),
        ("1954-11-24", "星期三", "农历甲午年十月廿九"),
        ("1954-11-25", "星期四", "农历甲午年冬月初一"),
        ("1954-12-24", "星期五", "农历甲午年冬月三十"),
        ("1954-12-25", "星期六", "农历甲午年腊月初一"),
        ("1933-07-22", "星期六", "农历癸酉年闰五月三十"),
        ("2057-09-28", "星期五", "农历丁丑年八月三十"),
        ("2057-09-29", "星期六", "农历丁丑年九月初一"),
        # A new moon 35 s before midnight: the month begins on this day.
        ("2089-09-03", "星期六", "农历己酉年七月廿九"),
        ("2089-09-04", "星期日", "农历己酉年八月初一"),
        ("2089-09-05", "星期一", "农历己酉年八月初二"),
        ("2089-09-18", "星期日", "农历己酉年八月十五"),
        ("2089-10-03", "星期一", "农历己酉年八月三十"),
        ("2089-10-04", "星期二", "农历己酉年九月初一"),
        # A new moon 109 s behind midnight: the month begins on the day after.
        ("2097-08-06", "星期二", "农历丁巳年六月廿九"),
        ("2097-08-07", "星期三", "农历丁巳年六月三十"),
        ("2097-08-08", "星期四", "农历丁巳年七月初一"),
        ("2097-09-05", "星期四", "农历丁巳年七月廿九"),
        ("2097-09-06", "星期五", "农历丁巳年八月初一"),
    ],
)
def test_a_date_has_its_weekday_and_lunar_date(day: str, weekday: str, lunar: str) -> None:
    date = dt.date.fromisoformat(day)
    assert weekday_name(date) == weekday
    assert lunar_date_name(date) == lunar


@pytest.mark.parametrize("day", ["1899-12-31", "1900-01-30", "2100-01-01"])
def test_outside_the_tables_there_is_no_lunar_date(day: str) -> None:
    assert lunar_date_name(dt.date.fromisoformat(day)) == ""


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1903-06-25", "农历癸卯年闰五月初一"),
        ("1919-08-25", "农历己未年闰七月初一"),
        ("1936-04-21", "农历丙子年闰三月初一"),
        ("1949-08-24", "农历己丑年闰七月初一"),
        ("1957-09-24", "农历丁酉年闰八月初一"),
        ("1984-11-23", "农历甲子年闰十月初一"),
        ("2004-03-21", "农历甲申年闰二月初一"),
        ("2014-10-24", "农历甲午年闰九月初一"),
        ("2020-05-23", "农历庚子年闰四月初一"),
        # The one that simple rules of thumb get wrong: three months of this year have no 中气.
        ("2033-12-22", "农历癸丑年闰冬月初一"),
        ("2034-01-19", "农历癸丑年闰冬月廿九"),
        ("2034-01-20", "农历癸丑年腊月初一"),
        ("2058-05-22", "农历戊寅年闰四月初一"),
        ("2090-09-24", "农历庚戌年闰八月初一"),
        ("2099-03-22", "农历己未年闰二月初一"),
    ],
)
def test_a_leap_month_is_named_from_its_first_to_its_last_day(day: str, name: str) -> None:
    assert lunar_date_name(dt.date.fromisoformat(day)) == name


def month_starts() -> list[dt.date]:
    """Return the first day of every month of the tables."""
    starts = [FIRST_LUNAR_DAY]
    while (near := starts[-1] + dt.timedelta(days=29)) < LAST_LUNAR_DAY:
        starts.append(near if lunar_of(near).day == 1 else near + dt.timedelta(days=1))
    return starts


def test_every_month_has_29_or_30_days_and_is_followed_by_its_leap_month_or_the_next() -> None:
    starts = month_starts()
    for start, end in pairwise(starts):
        month, last, after = lunar_of(start), lunar_of(end - dt.timedelta(days=1)), lunar_of(end)
        assert (month.day, last) == (1, month._replace(day=(end - start).days))
        leap = month._replace(leap=True)
        follows = LunarDay(month.year + month.month // 12, month.month % 12 + 1, 1, leap=False)
        assert after in (leap, follows)
    # As many as there are new moons from 1900 to 2099, and months without a 中气 to be leap.
    leaps = [start for start in starts if lunar_of(start).leap]
    assert (len(starts), len(leaps)) == (2473, 74)
