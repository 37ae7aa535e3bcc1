"""Pages that went wrong because a line was taken for another story's headline or its own."""

from __future__ import annotations

from tests.reading.trial_pages import headlines, names, page, trial

FLOOD, STREET = "我县部署防汛工作", "老街改造惠及千户居民"
FLOOD_NEWS = "本报讯（记者 王明）6月12日，我县召开防汛工作会议，部署下一阶段工作。"
STREET_NEWS = "本报讯（记者 赵亮）6月10日，老街改造工程完工。"


def test_the_rows_of_a_table_stay_together_in_the_story_above_them() -> None:
    document = trial("08")
    assert headlines(document) == ["我县公布各镇雨量", STREET]
    first, second = document.articles
    rows = "".join("".join(first.paragraphs[1:]).split())
    assert rows == "乡镇雨量水位白沙镇120.53.2石塘镇98.02.9青石镇76.32.5"
    assert (second.kicker, second.deck, second.dateline) == ("", "", "本报讯")


def test_points_of_a_list_without_stops_are_paragraphs() -> None:
    (story,) = trial("19").articles
    assert story.paragraphs == [
        "6月12日，县政府召开常务会议，研究以下工作：",
        "一、研究防汛备汛工作",
        "二、研究老街改造工程",
        "三、研究春季招生方案",
        "会议强调，要抓好落实。",
    ]


def test_subheads_between_blocks_are_paragraphs_of_their_story() -> None:
    document = trial("36")
    assert headlines(document) == ["临江治水三十年（深聚焦）", STREET]
    first = document.articles[0]
    assert names(first) == [("记者", "王明")]
    assert [text for text in first.paragraphs if len(text) < 10] == ["守住一江清水", "护好两岸青山"]


def test_a_short_dialogue_is_one_story() -> None:
    (story,) = trial("40").articles
    assert story.headline == "一把旧雨伞"
    assert story.paragraphs[1:3] == ["“你带伞了吗？”", "“没有。”"]
    assert len(story.paragraphs) == 5


def test_a_weather_box_or_table_beside_stories_takes_nothing_from_them() -> None:
    rows = "指标 单位 数值 增长%\n生产总值 亿元 123.4 5.6\n财政收入 亿元 12.3 4.5"
    document = page(FLOOD, FLOOD_NEWS, "上半年主要经济指标", rows, STREET, STREET_NEWS)
    assert [row for row in headlines(document) if row in (FLOOD, STREET)] == [FLOOD, STREET]
    assert len(document.articles) + len(document.unassigned) <= 3
