"""Issues: a day with its true weekday, lunar date, running number and page count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from borax.calendars.lunardate import LunarDate

from tests.reading.generator.people import Paper, make_paper

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
MONTHS = [month + "月" for month in "正二三四五六七八九十冬腊"]
DIGITS = "十一二三四五六七八九"
PUBLICATION_DAYS = (0, 2, 4)
EPOCH = date(1995, 1, 2)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(slots=True)
class IssuePlan:
    """期: the true day, and what is printed of it; tests change the printed fields."""

    day: date
    weekday: str
    lunar_date: str
    number: int
    page_count: int


def han_number(number: int) -> str:
    """Return 1 to 99 in Chinese numerals: 十三, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def lunar_day(day: int) -> str:
    """Return a day of the lunar month: 初三, 十八, 廿一, 三十."""
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return ("初", "十", "廿")[day // 10] + DIGITS[day % 10]


def lunar_text(day: date) -> str:
    """Return the lunar date with its 干支 year: 乙巳年五月十八, 乙巳年闰六月初八."""
    lunar = LunarDate.from_solar(day)
    year = STEMS[(lunar.year - 4) % 10] + BRANCHES[(lunar.year - 4) % 12]
    leap = "闰" if lunar.leap else ""
    return f"{year}年{leap}{MONTHS[lunar.month - 1]}{lunar_day(lunar.day)}"


def weekday_text(day: date, *, prefix: str = "星期", sunday: str = "日") -> str:
    """Return 星期五 or 周五."""
    return prefix + ("一二三四五六"[day.weekday()] if day.weekday() < 6 else sunday)


def make_issue(
    rng: Random, paper: Paper, day: date, *, number: int | None = None, page_count: int = 0
) -> IssuePlan:
    """Return an issue of the day, in one of the ways to print weekday and lunar date."""
    prefix, sunday = rng.choices(["星期", "周"], [4, 1])[0], rng.choice("日日天")
    lunar = rng.choices(["农历", ""], [4, 1])[0] + lunar_text(day)
    if rng.random() < 0.06:
        lunar = "农历" + lunar_text(day).partition("年")[2]
    return IssuePlan(
        day=day,
        weekday=weekday_text(day, prefix=prefix, sunday=sunday),
        lunar_date=lunar,
        number=number or paper.first_number + (day - EPOCH).days // 7 * 3,
        page_count=page_count or rng.choice((4, 4, 8, 8, 8, 12, 16)),
    )


def random_day(rng: Random) -> date:
    """Return a day between 2005 and 2026."""
    return date(2005, 1, 1) + timedelta(days=int(rng.random() * 365 * 21.5))


def make_issue_run(
    rng: Random, count: int, *, paper: Paper | None = None, start: date | None = None
) -> tuple[Paper, list[IssuePlan]]:
    """Return a paper and ``count`` consecutive issues: Mondays, Wednesdays and Fridays."""
    paper = paper or make_paper(rng)
    day = start or random_day(rng)
    number = rng.randint(300, 5000)
    issues: list[IssuePlan] = []
    while len(issues) < count:
        if day.weekday() in PUBLICATION_DAYS:
            issues.append(make_issue(rng, paper, day, number=number + len(issues)))
        day += timedelta(days=1)
    return paper, issues
