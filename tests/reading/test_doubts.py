"""What the reader asks of a page's form: once for one trouble, and never of a page in order."""

from __future__ import annotations

from random import Random

import pytest

from reading import read_page
from tests.reading.generator import make_page
from tests.reading.trial_pages import TOP, codes, page, read

FLOOD, STREET = "我县部署防汛工作", "老街改造惠及千户居民"
FLOOD_NEWS = "本报讯（记者 王明）6月12日，我县召开防汛工作会议，部署下一阶段工作。"
STREET_NEWS = "本报讯（记者 赵亮）6月10日，老街改造工程完工。"
ASKED = {"mixed-columns", "second-page", "lookalike"}


def test_pages_in_order_are_asked_nothing() -> None:
    for seed in range(60):
        document = read_page(make_page(Random(f"asked-{seed}")).text)
        assert not ASKED & set(codes(document))


@pytest.mark.parametrize("gap", ["    ", "　　　", "\t   "])
def test_two_columns_side_by_side_are_asked_about_at_their_lines(gap: str) -> None:
    rows = [
        f"我县部署防汛工作{gap}老街改造惠及千户",
        f"本报讯（记者 王明）{gap}本报讯（记者 赵亮）",
        f"6月12日，我县召开{gap}6月10日，老街改造",
        f"防汛工作会议部署。{gap}工程完工惠及居民。",
    ]
    text = TOP + "\n".join(rows) + "\n"
    document = read(text)
    assert codes(document).count("mixed-columns") == 1
    (warning,) = [row for row in document.warnings if row.code == "mixed-columns"]
    assert warning.span == (len(TOP), len(text) - 1)


@pytest.mark.parametrize(
    "rows",
    [
        ["我县部署防汛工作    老街改造惠及千户", "本报讯（记者 王明）会议召开。"],
        ["白沙镇      一百二十", "石塘镇      九十八", "青石镇      七十六"],
        ["姓名    王明    性别    男", "籍贯    临江    民族    汉", "学历    大专    职业    农"],
    ],
)
def test_a_table_or_one_wide_gap_is_no_second_column(rows: list[str]) -> None:
    assert "mixed-columns" not in codes(page("\n".join(rows)))


@pytest.mark.parametrize(
    "masthead",
    [
        "今日临江\n2025年6月16日 星期一",
        "总第1204期 2025年6月16日",
        "第2版 要闻\n2025年6月13日 星期五",
        "民国一百一十五年六月十三日 星期六",
    ],
)
def test_another_day_number_or_page_below_a_text_is_asked_about(masthead: str) -> None:
    document = page(FLOOD, FLOOD_NEWS, masthead, STREET, STREET_NEWS)
    assert codes(document) == ["second-page"]


@pytest.mark.parametrize(
    "line", ["2025年6月13日 星期五 1版", "总第1203期", "第1版", "（下转第2版）"]
)
def test_the_same_day_and_page_again_is_asked_nothing(line: str) -> None:
    assert codes(page(FLOOD, FLOOD_NEWS, line, STREET, STREET_NEWS)) == []


def test_what_nobody_claims_is_asked_about_once_where_it_stands_together() -> None:
    document = page("趣味填字", "横：1.四大发明之一", "纵：2.县名")
    assert len(document.unassigned) == 1
    assert codes(document) == ["unassigned"]
