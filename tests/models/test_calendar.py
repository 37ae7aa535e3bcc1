"""Weekdays and lunar dates as mastheads print them."""

from __future__ import annotations

import datetime as dt

import pytest

from issues.calendar import lunar_date_name, weekday_name


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
    ],
)
def test_a_date_has_its_weekday_and_lunar_date(day: str, weekday: str, lunar: str) -> None:
    date = dt.date.fromisoformat(day)
    assert weekday_name(date) == weekday
    assert lunar_date_name(date) == lunar


@pytest.mark.parametrize("day", ["1899-12-31", "1900-01-30", "2100-01-01"])
def test_outside_the_tables_there_is_no_lunar_date(day: str) -> None:
    assert lunar_date_name(dt.date.fromisoformat(day)) == ""
