"""The three ways in which a source prints its text give the same paragraphs."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.invariants import check
from tests.reading.samples import LEAD, NEXT, blocks, only_story

HEAD = "县领导检查防汛工作 压实责任 守住底线"
FIRST = "本报讯（记者 王强）" + LEAD + "要坚持底线思维，做好巡查值守，确保群众生命财产安全。"
TEXT = FIRST.removeprefix("本报讯（记者 王强）")


def wrapped(text: str, width: int) -> str:
    """Return a paragraph as printed in a column, its first line indented."""
    shown = "　　" + text
    return "\n".join(shown[at : at + width] for at in range(0, len(shown), width))


def test_blocks_that_stop_in_mid_sentence_are_one_paragraph() -> None:
    story = only_story(blocks(HEAD, FIRST[:30], FIRST[30:52], FIRST[52:], NEXT))
    assert story.paragraphs == [TEXT, NEXT]


def test_one_indented_paragraph_a_line() -> None:
    story = only_story(f"{HEAD}\n　　{FIRST}\n　　{NEXT}\n")
    assert story.paragraphs == [TEXT, NEXT]


@pytest.mark.parametrize("width", [12, 15, 18, 21, 25])
def test_printed_lines_are_joined_up_to_the_next_indent(width: int) -> None:
    story = only_story(f"{HEAD}\n{wrapped(FIRST, width)}\n{wrapped(NEXT, width)}\n")
    assert story.paragraphs == [TEXT, NEXT]
    assert story.dateline == "本报讯"


def test_latin_words_cut_by_a_line_get_their_space_back() -> None:
    text = blocks(
        HEAD, "本报讯 " + LEAD + "会议审议了关于推进 Smart", "City 建设的若干意见。", NEXT
    )
    assert "Smart City 建设" in only_story(text).paragraphs[0]


def test_white_space_inside_a_paragraph_is_at_most_one_space() -> None:
    story = only_story(blocks(HEAD, "本报讯 昨天 ，我县  召开 大会，部署防汛工作。", NEXT))
    assert story.paragraphs[0] == "昨天，我县 召开 大会，部署防汛工作。"


def test_a_folio_in_the_middle_of_a_paragraph_does_not_part_it() -> None:
    text = blocks(HEAD, FIRST[:40], "总第4403期 今日8版", FIRST[40:], NEXT)
    assert only_story(text).paragraphs == [TEXT, NEXT]


def test_numbered_sub_headings_belong_to_their_story() -> None:
    text = blocks(HEAD, "本报讯 " + LEAD, "一、抓责任", NEXT, "（二）抓落实", NEXT)
    assert "一、抓责任" in only_story(text).paragraphs


def test_indented_sub_headings_belong_to_their_story() -> None:
    lines = [f"本报讯 {LEAD}", "规划先行绘蓝图", NEXT, "品牌引领促发展", NEXT]
    text = "\n　　".join([HEAD, *lines])
    assert "规划先行绘蓝图" in only_story(text).paragraphs


def test_an_editors_note_may_stand_before_the_dateline() -> None:
    text = blocks(HEAD, "编者按：今起推出系列报道。", "本报讯（记者 王强）" + LEAD, NEXT)
    assert only_story(text).paragraphs == ["编者按：今起推出系列报道。", LEAD, NEXT]


def test_a_notice_keeps_its_signature() -> None:
    text = blocks(
        "停水通知", "因管道检修，城区停水一天，请提前储水。", "平安县自来水公司", "2023年8月18日"
    )
    story = only_story(text)
    assert (story.kind, story.headline) == ("notice", "停水通知")
    assert story.paragraphs[-2:] == ["平安县自来水公司", "2023年8月18日"]


def test_stories_without_datelines_are_told_apart_by_their_headlines() -> None:
    text = blocks("一片叶子富一方", LEAD, NEXT, "让群众看好病", "看病难，是群众关心的问题。", NEXT)
    assert [story.headline for story in read_page(text).articles] == [
        "一片叶子富一方",
        "让群众看好病",
    ]


def test_two_datelines_without_headlines_are_two_stories() -> None:
    assert len(read_page(blocks("本报讯 " + LEAD, "本报讯 " + NEXT)).articles) == 2


def test_a_text_after_a_finished_story_is_a_story_of_its_own() -> None:
    text = blocks(HEAD, "本报讯 " + LEAD + "（下转第2版）", NEXT + "请各镇抓好落实。")
    assert len(read_page(text).articles) == 2
    assert len(read_page(blocks("压实责任 >>>2", LEAD, NEXT)).articles) == 2


@pytest.mark.parametrize("text", ["", " \n\t\f\u3000\n", "\ufeff"])
def test_a_page_without_text_has_no_stories(text: str) -> None:
    document = read_page(text)
    assert document.articles == []
    assert document.unassigned == []
    assert check(text, document) == []


def test_what_is_no_newspaper_is_unassigned_and_warned_of() -> None:
    document = read_page("def main():\n    return 0\n")
    assert document.articles == []
    assert {warning.code for warning in document.warnings} == {"unassigned"}
