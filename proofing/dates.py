"""Dates in a story: one after the issue's that is told as past, and one that no calendar has.

News opens with the day it tells of: 6月15日，我县举行…. In the paper of 13 June that is a slip.
What lies ahead is told with 将, 拟, 预计, 截至 and the like, and is left alone.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from proofing.hits import Hit, hit
from proofing.lexicon import phrases

DATE = re.compile(r"(?<![0-9０-９.．])(?:([12][0-9]{3})年)?([0-9]{1,2})月([0-9]{1,2})日(?!报|记)")
SENTENCE = re.compile(r"[^。！？\n]+")
# Only a day that opens its sentence is the day the news is of.
OPENING = re.compile(r"[\s“（]*(?:(?:据了解|据悉|图为|就在|早在|时间回到|在)[，,]?)?[\s“]*")
AFTER = re.compile(
    r"(?:（?(?:星期|周)[一二三四五六日天]）?|当天|凌晨|清晨|一早|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|夜|至[0-9]{1,2}日|-[0-9]{1,2}日)*[，,]"
)
AHEAD = re.compile("|".join([*sorted(phrases("ahead")), "前[，完]", "起[，至]"]))
PAST = re.compile(
    r"举行了|召开了|举办了|开展了|完成了|来到了|结束了|落幕|已经|日举行的|日召开的|日举办的"
)


def check_dates(text: str, issue: dt.date) -> Iterator[Hit]:
    """Yield dates later than the issue that are told as past, and dates that do not exist."""
    if "月" not in text:
        return
    for sentence in SENTENCE.finditer(text):
        rest = sentence[0]
        for match in DATE.finditer(rest):
            shift = sentence.start()
            start, end = match.start() + shift, match.end() + shift
            date = _date_of(match, issue)
            if date is None:
                yield hit("date-impossible", text, start, end)
            elif date > issue and _is_past(rest, match, text[end : sentence.end()]):
                yield hit(
                    "date-after-issue",
                    text,
                    start,
                    end,
                    date=f"{date:%Y-%m-%d}",
                    issue=f"{issue:%Y-%m-%d}",
                )


# What the reporter learned on a day lies behind, whatever it says of the days to come.
LEARNED = re.compile(r"记者(?:从|在|来到|走进)?[^，。]{0,20}(?:获悉|了解到|看到|采访)")


def _is_past(sentence: str, match: re.Match[str], rest: str) -> bool:
    opening = OPENING.match(sentence)
    opens = opening is not None and opening.end() == match.start() and AFTER.match(rest)
    if opens and LEARNED.search(rest[:40]):
        return True
    return bool(opens or PAST.search(rest[:40])) and not AHEAD.search(sentence)


def _date_of(match: re.Match[str], issue: dt.date) -> dt.date | None:
    """Return the day meant: without a year the one nearest to the issue."""
    month, day = int(match[2]), int(match[3])
    if match[1]:
        return _day(int(match[1]), month, day)
    near = [_day(year, month, day) for year in (issue.year - 1, issue.year, issue.year + 1)]
    days = [date for date in near if date]
    if not days and (month, day) == (2, 29):
        return dt.date(issue.year, 2, 28)  # some year has it; this text does not say which
    return min(days, key=lambda date: abs((date - issue).days)) if days else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return dt.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None
