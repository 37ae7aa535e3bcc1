"""Blocks cut by column wraps: a short piece is no headline, and a headline is no piece."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.cohesion import cohesion
from tests.reading.samples import blocks, only_story

HEAD = "全县重点工作推进会召开"
LEAD = "昨天，我县召开会议，部署有关工作，要求各地各部门抓好落实，确保全年目标任务如期完成。"
OPENED = f"本报讯（记者 王芳）{LEAD}"
MORE = "会议指出，要坚持问题导向，聚焦重点难点，狠抓工作落实，推动各项工作再上新台阶。"
LAST = "会议要求，各级各部门要提高政治站位，压实工作责任，确保各项措施落地见效。"
STOPPED = MORE.removesuffix("台阶。")


@pytest.mark.parametrize(
    ("piece", "rest"),
    [
        ("“十五五”开局之年，中", "国正以高水平对外开放促进深层次改革、高质量发展，谱写新篇章。"),
        ("在云南省保山市隆阳区辛街乡卫", "生院，来自保山市医院的专家正在坐诊，群众纷纷前来就医。"),
        ("座谈会上，发", "展改革委、财政部作了汇报。与会人员进行了讨论。"),
        ("会议听", "取了大会筹备工作情况的汇报，审议了有关事项，通过了大会议程。"),
    ],
)
def test_a_short_first_piece_of_a_paragraph_stays_in_its_story(piece: str, rest: str) -> None:
    story = only_story(blocks(HEAD, OPENED, piece, rest, MORE))
    assert story.paragraphs == [LEAD, piece + rest, MORE]


@pytest.mark.parametrize("short", ["为何如此？", "“没错！”", "记者：今年我县重点工作有哪些？"])
def test_a_short_whole_paragraph_stays_in_its_story(short: str) -> None:
    assert only_story(blocks(HEAD, OPENED, short, MORE, LAST)).paragraphs == [
        LEAD,
        short,
        MORE,
        LAST,
    ]


def test_a_notice_does_not_go_on_with_a_story_that_was_cut_short() -> None:
    notice = "因管道抢修，城东片区将于今晚停水，请广大用户提前做好准备。"
    story, below = read_page(blocks(HEAD, OPENED, STOPPED, "停水通知", notice)).articles
    assert (story.paragraphs, story.truncated) == ([LEAD, STOPPED], True)
    assert (below.kind, below.headline, below.paragraphs) == ("notice", "停水通知", [notice])


def test_a_column_s_name_above_its_pinyin_does_not_go_on_with_a_story_cut_short() -> None:
    column = "今日观察\nJIN RI GUAN CHA"
    text = blocks(HEAD, OPENED, STOPPED, column, "我县举行植树活动", OPENED)
    story, below = read_page(text).articles
    assert (story.paragraphs, story.truncated) == ([LEAD, STOPPED], True)
    assert (below.section, below.headline) == ("今日观察", "我县举行植树活动")


def test_a_headline_in_parts_is_none_of_a_text_without_dateline() -> None:
    head = "侯艳赴永沟镇调研文旅融合工作 稳就业、稳企业、稳市场、稳预期"
    text = blocks(HEAD, OPENED, head, "一季度，全县实现地区生产总值13.2亿元。")
    first, second = read_page(text).articles
    assert first.paragraphs == [LEAD]
    assert (second.kicker, second.headline) == tuple(head.split())


def test_headline_lines_that_stand_close_are_one_headline() -> None:
    text = blocks(HEAD, OPENED, "百年老街换新颜\n小城故事从这里讲起", LEAD, f"{MORE}（李想）")
    _, story = read_page(text).articles
    assert (story.kicker, story.headline) == ("百年老街换新颜", "小城故事从这里讲起")
    assert story.paragraphs == [LEAD, MORE]


def test_a_headline_set_in_the_middle_is_no_indented_paragraph() -> None:
    text = (
        f"     {HEAD}\n     全力以赴抓落实\n　　{OPENED}\n　　{MORE}\n\n"
        f"     我县举行植树活动\n　　{OPENED}\n"
    )
    first, second = read_page(text).articles
    assert (first.kicker, first.headline) == (HEAD, "全力以赴抓落实")
    assert first.paragraphs == [LEAD, MORE]
    assert second.headline == "我县举行植树活动"


def test_a_byline_below_the_last_sentence_ends_a_story_of_narrow_lines() -> None:
    text = (
        "目前案件已经办结审理工作\n　　目前，该案正在进一步审理中。\n"
        "（通讯员夏侯霞 本报记者 林玉\n兰 邵国庆）\n"
        "湄潭举行县委理论学习中心组学习会\n冒充客服诈骗42.24万元，7人获刑\n"
        "　　本报讯（记者 丁燊）10月\n31日晚，县公安局交警大队在城\n区开展整治行动。\n"
    )
    first, second = read_page(text).articles
    assert [byline.name for byline in first.bylines] == ["夏侯霞", "林玉兰", "邵国庆"]
    assert second.kicker == "湄潭举行县委理论学习中心组学习会"


def test_words_that_a_cut_has_parted_hold_together() -> None:
    assert cohesion("“十五五”开局之年，中", "国正以高水平对外开放") > 1
    assert cohesion("全县重点工作推进会召开", "昨天，我县召开会议") < -1
    assert cohesion("召开！", "“昨天") == cohesion("", "")
