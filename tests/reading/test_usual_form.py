"""Unseen marks, rare and look-alike characters, print from top to bottom: the same reading."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading import read_page
from reading.invariants import check
from reading.usual import Usual
from tests.reading.samples import NAMES, sample
from tests.reading.trial_pages import codes, headlines, names, page

FLOOD = "我县部署防汛工作"
NEWS = "6月12日，我县召开防汛工作会议，部署下一阶段工作。"


@pytest.mark.parametrize(
    "name", ["王𬭎", "李㛃", "张𫘝", "陈𠅤", "金金华", "王⽂青", "葛󠄀文", "刘⺠生", "欧阳𬭎"]
)
def test_a_name_is_read_whole_whatever_characters_it_has(name: str) -> None:
    (story,) = page(FLOOD, f"本报讯（记者 {name} 通讯员 王明）{NEWS}").articles
    assert names(story) == [("记者", name), ("通讯员", "王明")]
    assert story.paragraphs == [NEWS]
    (story,) = page(FLOOD, f"□ 本报记者 {name}", NEWS).articles
    assert names(story) == [("记者", name)]
    (photo,) = page("端午味浓", f"6月12日，白沙镇举行端午民俗活动。 {name} 摄").articles
    assert photo.photos[0].credit == name


@pytest.mark.parametrize("dot", "·•‧∙⋅･・")
def test_a_name_with_any_middle_dot_is_one_person(dot: str) -> None:
    name = f"阿卜杜热合曼{dot}𬱖斯"
    (story,) = page(FLOOD, f"本报讯（记者 {name}）{NEWS}").articles
    assert names(story) == [("记者", name)]


@pytest.mark.parametrize("name", ["Zoe\u0301 Li", "Zoé Li"])
def test_an_accent_cuts_no_name_in_two(name: str) -> None:
    (story,) = page(FLOOD, f"本报讯（记者 {name}）{NEWS}").articles
    assert names(story) == [("记者", name)]


def test_a_place_with_a_rare_character_is_part_of_the_dateline() -> None:
    (story,) = page(FLOOD, f"本报𬇕水6月15日电（记者 王𬭎）{NEWS}").articles
    assert (story.dateline, names(story)) == ("本报𬇕水6月15日电", [("记者", "王𬭎")])


def test_a_paper_of_a_place_with_a_rare_character_keeps_its_masthead() -> None:
    text = (
        "𬇕溪发布 𬇕溪第一时间 爱𬇕溪\n\n中共𬇕溪县委机关报\n𬇕溪县融媒体中心主办\n"
        f"2025年6月16日 星期一\n总第4405期\n\n{FLOOD}\n\n本报讯（记者 王明）{NEWS}\n"
    )
    document = read_page(text)
    assert document.masthead.channels == ["𬇕溪发布", "𬇕溪第一时间", "爱𬇕溪"]
    assert document.masthead.organ == "中共𬇕溪县委机关报"
    assert document.masthead.sponsor == "𬇕溪县融媒体中心"
    assert headlines(document) == [FLOOD]


def test_an_unseen_mark_anywhere_changes_no_reading_but_stays() -> None:
    text = sample(NAMES[0])
    plain = read_page(text)
    rng = random.Random(4)
    marked = "".join(char + "\u200b" * (rng.random() < 0.2) for char in text)
    document = read_page(marked)
    assert check(marked, document) == []
    assert document.issue == plain.issue
    assert document.masthead == plain.masthead
    assert [names(row) for row in document.articles] == [names(row) for row in plain.articles]
    kept = "".join(row for story in document.articles for row in story.paragraphs)
    assert "\u200b" in kept
    told = [row.replace("\u200b", "") for story in document.articles for row in story.paragraphs]
    assert told == [row for story in plain.articles for row in story.paragraphs]


def test_what_was_received_comes_back_in_every_part() -> None:
    head, deck, section = "我县⼯作有序推进", "——防汛⼯作纪实", "【强城看亮⽇】"
    opening = "新华社北京6⽉11⽇电 "
    (story,) = page(
        section, f"引题⽂字\n{head}\n{deck}", opening + NEWS.replace("日", "⽇")
    ).articles
    assert (story.section, story.kicker, story.headline) == ("强城看亮⽇", "引题⽂字", head)
    assert (story.deck, story.dateline) == ("防汛⼯作纪实", opening.strip())
    assert story.paragraphs == [NEWS.replace("日", "⽇")]


def test_the_usual_form_of_a_usual_page_is_the_page() -> None:
    usual = Usual(sample(NAMES[0]))
    assert usual.text == usual.source
    assert usual.lookalikes == []


@pytest.mark.parametrize(
    "stop", ["12,345.6万元", "1.研究防汛", "一.研究防汛", "www.example.com", "增长5.6%"]
)
def test_a_mark_that_is_no_stop_stays_what_it_is(stop: str) -> None:
    assert Usual(stop).text == stop


def test_traditional_characters_in_a_simplified_text_stay_what_they_are() -> None:
    (story,) = page(FLOOD, f"本报讯（记者 劉德華）{NEWS}").articles
    assert names(story) == [("记者", "劉德華")]
    mixed = "今日报道：故宮與國寶，记者来说这个问题，我们开会对国家发电实业"
    assert Usual(mixed).text == mixed


def test_a_headline_from_top_to_bottom_is_one_line_between_others() -> None:
    upright = "\n".join("老街改造惠及千户")
    document = page(
        FLOOD, f"本报讯（记者 王明）{NEWS}", upright, "本报讯（记者 赵亮）6月10日，老街改造完工。"
    )
    assert headlines(document) == [FLOOD, "老街改造惠及千户"]


def test_three_lines_of_one_character_are_no_upright_headline() -> None:
    assert Usual("甲\n乙\n丙\n").text == "甲\n乙\n丙\n"
    assert Usual("甲\r\n乙\r\n丙\r\n丁\r\n戊己\r\n").text == "甲乙丙丁\r\n戊己\r\n"


def test_lookalikes_are_asked_about_once_a_page() -> None:
    document = page(FLOOD, f"本报讯（记者 王⽂⻘）{NEWS.replace('工', '⼯')}", "他说，⽇⼦好过了。")
    assert codes(document) == ["lookalike"]
    assert "6 处" in document.warnings[0].message


ODD = st.sampled_from(
    list(
        "⽇⼯⺠金𬭎𠅤報國會這\u0301\ufe00\u200b\u00ad\ufeff\U000e0100é·‧,.;\n\r　 "
        "（）我县记者本报讯电版第1责编：摄"
    )
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ODD, max_size=80).map("".join))
def test_the_invariants_hold_for_rows_of_unusual_characters(text: str) -> None:
    assert check(text, read_page(text)) == []
