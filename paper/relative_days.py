"""Days that a story names by its own: 昨天 is the day before the issue's.

A word counts where the dictionary of ``rjieba`` finds it as a word, and neither a figure nor a
single character that may be half of a name stands before it: not in 6月10日前, nor in 张明日前往.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rjieba
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from issues.calendar import weekday_name
from paper.line_breaks import with_breaks

AWAY = {
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨夜": -1,
    "今天": 0,
    "今日": 0,
    "今早": 0,
    "今晨": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "明晚": 1,
    "后天": 2,
}
# Said of no one day: what they mean stands beside them.
ABOUT = {"日前": "见报前几天", "近日": "见报前后几天", "连日来": "见报前的几天"}
# The dictionary finds 昨天上午 as one word, 今天中午 as two.
PARTS_OF_A_DAY = frozenset(
    ("凌晨", "清晨", "早晨", "早上", "上午", "中午", "下午", "傍晚", "晚上", "深夜", "夜间", "夜里")
)
# Single characters that stand before a day.
BEFORE = frozenset(
    "在于从自到至截据是和与及而由将就这的了等即为，。、；：？！“”‘’（）《》—…　 ,.;:?!()"
)
WORD = re.compile("|".join((*AWAY, *ABOUT)))


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A word, and what it says of an issue of some day; ``date`` is ``None`` where it is no one."""

    word: str
    meaning: str
    date: dt.date | None


def named_day(word: str, issued: dt.date) -> NamedDay:
    """Return what a word means in the issue of a day."""
    if word in ABOUT:
        return NamedDay(word, f"{ABOUT[word]}（见报日{_day(issued)}）", None)
    date = issued + dt.timedelta(days=AWAY[word])
    return NamedDay(word, f"{_day(date)}　{weekday_name(date)}", date)


def named_days(paragraphs: Iterable[str], issued: dt.date) -> list[NamedDay]:
    """Return what the words mean that a story names days by, each once, as they come."""
    words = dict.fromkeys(piece for line in paragraphs for piece, is_day in _pieces(line) if is_day)
    return [named_day(word, issued) for word in words]


def explained(paragraph: str, issued: dt.date) -> SafeString:
    """Return a paragraph as HTML in which each such word knows its day."""
    done = [
        _explained(piece, issued) if is_day else with_breaks(piece)
        for piece, is_day in _pieces(paragraph)
    ]
    return mark_safe("".join(done))  # noqa: S308  each piece is escaped already


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Cut a text where such a word begins and ends; the dictionary is only asked where one is."""
    if not WORD.search(text):
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    last = ""
    for word in _words(text):
        is_day = (word in AWAY or word in ABOUT) and not _belongs_to(last)
        last = word
        if pieces and not is_day and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + word, False)
        else:
            pieces.append((word, is_day))
    return pieces


def _words(text: str) -> Iterator[str]:
    for word in rjieba.cut(text):
        if len(word) > 2 and word[:2] in AWAY and word[2:] in PARTS_OF_A_DAY:
            yield word[:2]
            yield word[2:]
        else:
            yield word


def _belongs_to(before: str) -> bool:
    """Whether what follows a word is likely a part of something with it."""
    return bool(before) and (before[-1].isdigit() or (len(before) == 1 and before not in BEFORE))


def _explained(word: str, issued: dt.date) -> SafeString:
    day = named_day(word, issued)
    if day.date is None:
        return format_html('<span class="when" title="{}">{}</span>', day.meaning, word)
    pattern = '<time class="when" datetime="{}" title="{}">{}</time>'
    return format_html(pattern, day.date.isoformat(), day.meaning, word)


def _day(date: dt.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"
