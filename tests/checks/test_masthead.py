"""Mastheads: weekday, lunar date, page count, jumps; every printed form is understood."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from findings.codes import CODES, message_of, title_of, weight_of
from findings.masthead import (
    check_jumps,
    check_masthead,
    check_truncated,
    check_unassigned,
    weekday_of,
)
from issues.lunar import differing_part, read_lunar_date
from issues.models import Issue, Page, Publication
from proofing.galley import Galley
from reading.document import (
    Furniture,
    IssueFields,
    Masthead,
    PageDocument,
    Segment,
    Story,
)


def found(date: str = "2025-06-13", *, pages: int = 8, **fields: object) -> list[str]:
    """Return the codes found in a masthead that prints ``fields``."""
    issue = Issue(
        publication=Publication(hotline="58129999"),
        date=dt.date.fromisoformat(date),
        page_count=pages,
    )
    document = PageDocument(issue=IssueFields(**fields))  # type: ignore[arg-type]
    return [row.code for row in check_masthead(issue, document, "")]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("星期一", 0),
        ("周日", 6),
        ("星期天", 6),
        ("礼拜五", 4),
        ("星 期 五", 4),
        ("Friday", 4),
        ("SUN", 6),
        ("星期五 Friday", 4),
        ("星期八", None),
        ("Tag", None),
    ],
)
def test_weekdays_are_understood(printed: str, day: int | None) -> None:
    assert weekday_of(printed) == day


def test_a_wrong_weekday_is_found() -> None:
    assert found(weekday="星期五") == []
    assert found(weekday="星期四") == ["weekday"]
    assert found(weekday="星期八") == ["weekday"]


@pytest.mark.parametrize(
    ("date", "printed", "part"),
    [
        ("2025-06-13", "农历乙巳年五月十八", None),
        ("2025-06-13", "乙巳年五月十八", None),
        ("2025-06-13", "五月十八", None),
        ("2025-06-13", "农历 五月 十八", None),
        ("2025-06-13", "乙巳蛇年五月十八", None),
        ("2025-06-13", "乙巳（蛇）年五月（大）十八", None),
        ("2025-06-13", "岁次乙巳五月十八", None),
        ("2025-06-13", "农历乙巳年五月十七", "day"),
        ("2025-06-13", "农历乙巳年四月十八", "month"),
        ("2025-06-13", "农历甲辰年五月十八", "year"),
        ("2025-06-13", "农历乙巳马年五月十八", "year"),
        ("2025-06-13", "农历乙巳年闰五月十八", "leap"),
        ("2025-07-25", "农历乙巳年闰六月初一", None),
        ("2025-07-25", "农历乙巳年六月初一", "leap"),
        ("2025-01-29", "农历乙巳年正月初一", None),
        ("2025-01-29", "农历乙巳年一月初一春节", None),
        ("2025-01-29", "农历甲辰年正月初一", "year"),
        ("2025-01-28", "农历甲辰年腊月廿九", None),
        ("2025-01-28", "农历甲辰年十二月二十九", None),
        ("2025-01-28", "除夕", None),
        ("2025-01-27", "除夕", "day"),
        ("2025-01-28", "农历甲辰年大年三十", None),
        ("2025-01-27", "农历甲辰年大年三十", "day"),
        ("2025-01-29", "农历乙巳年大年初一", None),
        ("2025-02-28", "农历大年初一", "month"),
        ("2024-12-30", "农历甲辰年冬月三十", None),
        ("2024-12-30", "农历甲辰年十一月三十", None),
        ("2025-06-15", "五月二十", None),
        ("2025-06-15", "五月廿十", None),
        ("2025-06-05", "五月初十", None),
        ("2025-06-16", "五月廿一", None),
        ("2025-06-21", "农历乙巳年五月廿六夏至", None),
        ("1850-01-01", "农历乙巳年五月十八", None),
    ],
)
def test_lunar_dates_are_understood(date: str, printed: str, part: str | None) -> None:
    lunar = read_lunar_date(printed)
    assert lunar is not None
    assert differing_part(lunar, dt.date.fromisoformat(date)) == part


def test_what_is_no_lunar_date_is_asked_about_gently() -> None:
    assert found(lunar_date="农历乙巳年五月十八") == []
    assert found(lunar_date="农历乙巳年五月十九") == ["lunar-date"]
    assert found(lunar_date="农历吉日") == ["lunar-unclear"]
    assert found("1850-01-01", lunar_date="农历吉日") == []


def test_page_count_and_hotline_are_compared_and_shown_where_they_stand() -> None:
    issue = Issue(
        publication=Publication(hotline="58129999"), date=dt.date(2025, 6, 13), page_count=8
    )
    text = "今日4版 热线：58120000 4"
    document = PageDocument(
        masthead=Masthead(hotline="58120000"),
        issue=IssueFields(page_count=4),
        furniture=[
            Furniture("folio", (19, 20)),
            Furniture("issue", (0, 5)),
            Furniture("hotline", (6, 17)),
        ],
    )
    rows = list(check_masthead(issue, document, text))
    assert [row.code for row in rows] == ["issue-differs", "masthead-differs"]
    assert [text[slice(*row.span)] for row in rows if row.span] == ["4", "58120000"]


def test_jumps_beyond_the_paper_and_to_their_own_page() -> None:
    issue = Issue(page_count=8)
    segments = [Segment("jump_to", 0, (3, 7), "x", 1.0)]
    read = Story(headline="甲", jump_to="9", segments=segments)
    stories = [
        Galley(read, read),
        Galley(Story(headline="乙", jump_to="8")),
        Galley(Story(headline="丙", jump_from="1")),
        Galley(Story(kicker="丁", jump_from="12")),
    ]
    rows = list(check_jumps(issue, stories, Page(number=1), ""))
    assert [(row.code, row.story) for row in rows] == [
        ("jump-beyond", 0),
        ("jump-to-itself", 2),
        ("jump-beyond", 3),
    ]
    assert rows[0].span == (3, 7)
    assert list(check_jumps(Issue(page_count=None), stories[:2], Page(number=1), "")) == []


def test_a_story_breaks_off_when_the_reader_or_an_editor_left_it_so() -> None:
    assert [
        row.params["tail"]
        for row in check_truncated([Galley(Story(paragraphs=["进一步强链延"], truncated=True))], "")
    ] == ["进一步强链延"]
    assert list(check_truncated([Galley(Story(paragraphs=["进一步强链延"]))], "")) == []
    edited = Galley(Story(paragraphs=["进一步强链延"]), edited=True)
    assert len(list(check_truncated([edited], ""))) == 1
    goes_on = Galley(Story(paragraphs=["进一步强链延"], jump_to="2"), edited=True)
    assert list(check_truncated([goes_on], "")) == []
    only_head = Galley(Story(headline="标题", truncated=True))
    assert [row.place.part for row in check_truncated([only_head], "")] == ["headline"]


def test_unassigned_text_is_shown() -> None:
    (row,) = check_unassigned(PageDocument(unassigned=[(0, 2)]), "甲乙丙")
    assert (row.code, row.params, row.span) == ("unassigned", {"text": "甲乙"}, (0, 2))


def test_every_code_has_a_title_a_sentence_and_a_weight() -> None:
    for code in CODES:
        assert title_of(code)
        assert message_of(code, {}).endswith((".", "?"))
        assert weight_of(code) in (1, 2, 3)
    assert (message_of("old", {}), title_of("old"), weight_of("old")) == ("old", "old", 1)


@pytest.mark.parametrize(
    ("code", "params", "english", "chinese"),
    [
        ("from-file-name", {"part": "date"}, "does not print its date", "版面未印日期"),
        ("issue-differs", {"field": "page_count"}, "as pages", "版数"),
        ("merge-conflict", {"part": "paragraphs"}, "(text)", "正文"),
    ],
)
def test_a_part_of_the_page_is_named_in_the_readers_language(
    code: str, params: dict[str, str], english: str, chinese: str
) -> None:
    assert english in message_of(code, params)
    with translation.override("zh-hans"):
        assert chinese in message_of(code, params)
