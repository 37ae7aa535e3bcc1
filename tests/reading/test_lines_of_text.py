"""A line of a story that has the form of furniture, a jump or a headline stays the story's."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.document import PageDocument
from reading.invariants import check
from tests.reading.samples import LEAD, NEXT, blocks

TOP = "平安日报\n2023年8月19日 星期六\n第1版 要闻"
HEAD = "县领导检查防汛工作"
DATED = "本报讯（记者 王强）" + LEAD
OTHER = "城东小学新教学楼启用"
OTHER_TEXT = "本报讯（记者 李红）昨日，城东小学新教学楼正式启用，三百名学生搬进新教室。"


def read(text: str) -> PageDocument:
    """Return the document of a page that holds what it should."""
    document = read_page(text)
    assert check(text, document) == []
    return document


def columns(*parts: str, width: int = 20) -> str:
    """Return a page of printed lines: headlines as they are, paragraphs (indented) wrapped."""
    printed = []
    for part in parts:
        if part.startswith("　"):
            printed += [part[at : at + width] for at in range(0, len(part), width)]
        else:
            printed += ["", part]
    return "\n".join([TOP, *printed]) + "\n"


@pytest.mark.parametrize("dashes", ["—", "——"])
def test_a_dash_that_a_column_parted_from_its_line_is_text(dashes: str) -> None:
    line = "矢志不渝，在精学深研中坚定奋进的方向" + "—" * (2 - len(dashes))
    text = columns(HEAD, "　　" + DATED, "　　" + line + dashes, "　　" + NEXT, "　　" + LEAD)
    width = len(line) + 2
    text = text.replace("　　" + line, "　　" + line + "\n") if width != 20 else text
    (story,) = read(text).articles
    assert [p for p in story.paragraphs if p.startswith("矢志")] == [line + dashes]


def test_a_line_inside_a_paragraph_may_be_worded_as_a_masthead_is() -> None:
    lines = [
        "　　" + "县里昨日举行论坛，助力金融业高质量发",
        "展，更好服务实体经济，带动全县就业增收。",
        "会上还发布了由平安县人民日报出版社来出版",
        "的新书和实验室的报告，与会者展开了讨论。",
    ]
    text = f"{TOP}\n\n{HEAD}\n" + "\n".join(["　　" + DATED[:18], DATED[18:38], DATED[38:], *lines])
    (story,) = read(text + "\n").articles
    assert "".join(line.strip() for line in lines) in story.paragraphs


def test_a_headline_that_ends_in_who_publishes_is_one() -> None:
    document = read(blocks(TOP, HEAD, DATED, NEXT, "《平安县志》第二卷出版", OTHER_TEXT, NEXT))
    assert [story.headline for story in document.articles] == [HEAD, "《平安县志》第二卷出版"]


def test_the_day_below_a_speech_s_headline_belongs_to_it() -> None:
    head = "在全县防汛工作会议上的讲话\n（2023年8月18日）"
    document = read(blocks(TOP, head, "同志们：", LEAD, NEXT))
    (story,) = document.articles
    assert story.headline.startswith("在全县防汛") or story.kicker.startswith("在全县防汛")
    assert "2023年8月18日" not in [document.page.name, *map(str, document.unassigned)]
    assert all("8月18日" not in blocks(TOP, head)[slice(*row.span)] for row in document.furniture)


@pytest.mark.parametrize("day", ["2023年8月18日", "2023年8月18日于平安", "二〇二三年八月十八日"])
def test_who_signs_above_the_day_begins_no_story(day: str) -> None:
    notice = "停水通知", "因管道检修，城区停水一天，请提前储水。", "平安县自来水公司", day
    document = read(blocks(TOP, HEAD, DATED, NEXT, *notice, OTHER, OTHER_TEXT, NEXT, LEAD))
    assert [story.headline for story in document.articles] == [HEAD, "停水通知", OTHER]


@pytest.mark.parametrize("mark", ["A02", "（A04/05）", "B3"])
def test_a_lettered_page_below_a_headline_is_a_jump(mark: str) -> None:
    document = read(blocks(TOP, HEAD, DATED, NEXT, "文明如光，照见全县“精气神”", mark))
    teaser = document.articles[-1]
    assert (teaser.headline, teaser.kind) == ("文明如光，照见全县“精气神”", "teaser")
    assert teaser.jump_to == mark.strip("（）")[:3]


def test_a_lettered_page_at_the_foot_is_the_page_s_own() -> None:
    document = read(blocks("平安日报\n2023年8月19日 星期六", HEAD, DATED, NEXT, "A02"))
    assert document.page.number == 2
    assert len(document.articles) == 1


def test_names_that_fill_a_byline_s_line_go_on_below() -> None:
    byline = "■ 平安日报全媒体记者 王培林 陈梓"
    text = columns(HEAD, byline + "\n怡 林博新 刘杰", "　　" + LEAD, "　　" + NEXT * 2, width=18)
    (story,) = read(text).articles
    assert [one.name for one in story.bylines] == ["王培林", "陈梓怡", "林博新", "刘杰"]
