"""Behind a role a name is read whole, whatever its surname and characters, and no words are."""

from __future__ import annotations

import pytest

from proofing.galley import Galley
from proofing.unread_names import check_bylines
from reading.document import PageDocument, Story
from reading.words import listed
from tests.reading.trial_pages import headlines, names, page

ABOVE = (
    "县城新增两处停车场",
    "本报讯（记者 李海）县城新增两处停车场，可停车三百余辆。",
    "停车场将在月底开放。",
)
HEAD = "北坡茶园迎来丰收"
NEWS = "走进石桥镇北坡村的茶园，嫩绿的茶芽挂满枝头，前来采茶的村民络绎不绝。"
MORE = "近年来，北坡村发展茶产业，村集体年收入突破八十万元。"
BELOW = "河滩村修好引水渠", "本报讯（记者 周志远）连日来，河滩村的村民忙着清理水渠。"
# Surnames on no list or that begin words, rare first characters, those that no font had, names
# that write sounds, hold a word's character or end in one, and initials.
NAMES = listed(
    """
    朴惠善 兰文静 玄明哲 底国强 刀建民 兰进 佐佐木希 𬭎文静 㛃海燕 \U000f0001文静 张\U000f0001明
    \ue123英杰 \ue815文静 查干巴特尔 额尔敦图和 高桥由美子 长谷川由美子 迪力夏提居买 爱新觉罗启明
    王〇一 兰〇 朴文 苏和图 约翰·F·道尔 J·R·史密斯 乔治·W.布朗
    """
)
LINES = (
    "□ 本报记者 {0}",
    "本报记者 {0}",
    "本报记者{0}",
    "记者 {0}",
    "通讯员：{0}",
    "◎记者 {0} 文/图",
)
PICTURES = "图为茶园。{} 摄", "图为茶园。|{} 摄", "图为茶园。（记者 {} 摄）", "图为茶园。摄影：{}"
BRACKETS = "本报讯（记者 {0}）{1}|{2}", "{1}|{2}（通讯员 {0}）", "（记者{0}）{1}|{2}"


def asked(document: PageDocument) -> list[str]:
    stories: list[Story] = document.articles
    rows = [row for story in stories for _part, row in check_bylines(Galley(story))]
    return [str(row.params["text"]) for row in rows]


@pytest.mark.parametrize("form", [*(line + "|{1}|{2}" for line in LINES), *BRACKETS])
def test_a_name_is_read_behind_a_role(form: str) -> None:
    for name in NAMES:
        document = page(HEAD, *form.format(name, NEWS, MORE).split("|"), *BELOW)
        story = document.articles[0]
        assert (story.headline, [one for _role, one in names(story)]) == (HEAD, [name])
        assert story.paragraphs == [NEWS, MORE]
        assert asked(document) == []


@pytest.mark.parametrize("form", PICTURES)
def test_a_name_is_read_before_or_behind_what_says_who_took_a_picture(form: str) -> None:
    for name in NAMES:
        story = page(HEAD, NEWS, *form.format(name).split("|"), *BELOW).articles[0]
        assert [(row.caption, row.credit) for row in story.photos] == [("图为茶园。", name)]


def test_no_name_of_a_bracket_costs_another() -> None:
    for name in NAMES:
        text = f"本报讯（记者 石磊 通讯员 {name} 张明）{NEWS}"
        story = page(HEAD, text, MORE, *BELOW).articles[0]
        assert names(story) == [("记者", "石磊"), ("通讯员", name), ("通讯员", "张明")]
        assert story.paragraphs == [NEWS, MORE]


@pytest.mark.parametrize(
    ("parts", "read", "rest"),
    [
        (
            ["本报讯（记者 石磊 通讯员 段春星李明华 张明）{news}", "{more}"],
            [("记者", "石磊"), ("通讯员", "张明")],
            ["（通讯员 段春星李明华）{news}", "{more}"],
        ),
        (
            ["本报讯（记者石磊、段春星李明华）{news}", "{more}"],
            [("记者", "石磊")],
            ["（记者段春星李明华）{news}", "{more}"],
        ),
        (
            ["本报讯（记者 李　伟 通讯员 县公安局交警大队）{news}", "{more}"],
            [("记者", "李伟")],
            ["（通讯员 县公安局交警大队）{news}", "{more}"],
        ),
        (
            ["本报讯{news}", "{more}（记者 石磊 通讯员 段春星李明华）"],
            [("记者", "石磊")],
            ["{news}", "{more}（通讯员 段春星李明华）"],
        ),
        (
            ["本报讯{news}", "{more}", "（记者 石磊 通讯员 段春星李明华）"],
            [("记者", "石磊")],
            ["{news}", "{more}", "（通讯员 段春星李明华）"],
        ),
        (
            ["本报讯（记者 王明从县教育局获悉 张明）{news}", "{more}"],
            [("记者", "张明")],
            ["（记者 王明从县教育局获悉）{news}", "{more}"],
        ),
        (["本报讯（记者从 石磊处获悉）{news}"], [], ["（记者从 石磊处获悉）{news}"]),
        (
            ["{news}", "{more}（作者 石磊 系县作协会员）"],
            [],
            ["{news}", "{more}（作者 石磊 系县作协会员）"],
        ),
    ],
)
def test_what_cannot_be_read_in_a_bracket_stays_in_the_text_and_costs_no_name(
    parts: list[str], read: list[tuple[str, str]], rest: list[str]
) -> None:
    document = page(HEAD, *(part.format(news=NEWS, more=MORE) for part in parts), *BELOW)
    story = document.articles[0]
    assert (names(story), story.truncated) == (read, False)
    assert story.paragraphs == [part.format(news=NEWS, more=MORE) for part in rest]
    unread = [text for text in asked(document) if "段春星" in text or "大队" in text]
    assert bool(unread) == any("段春星" in part or "大队" in part for part in rest)


@pytest.mark.parametrize(
    "line",
    [
        "□ 本报记者 小野寺",
        "本报记者 长谷部诚",
        "□ 本报记者 段春星李明华",
        "通讯员 段春星李明华",
        "记者 拓万里",
    ],
)
def test_a_name_that_is_not_sure_is_asked_about_and_is_no_headline(line: str) -> None:
    document = page(HEAD, line, NEWS, MORE, *BELOW)
    assert headlines(document) == [HEAD, BELOW[0]]
    assert asked(document) == [line.strip("□ ")]


@pytest.mark.parametrize(
    "head",
    [
        "通讯员培训班开班",
        "记者从县教育局获悉",
        "本报记者荣获一等奖",
        "本报记者 荣获全省新闻一等奖",
        "记者节快乐",
        "记者战疫日记",
        "记者 讲党课",
        "记者 恭贺新春",
        "通讯员 好帮手",
        "小记者 大舞台",
        "小记者 练口才",
        "小记者 玉米地里寻秋",
        "本报记者深入茶园采访",
        "记者木工坊体验",
    ],
)
def test_a_headline_that_begins_with_a_role_is_one(head: str) -> None:
    document = page(*ABOVE, head, f"本报讯（记者 王小虎）{NEWS}", MORE, *BELOW)
    assert headlines(document) == [ABOVE[0], head, BELOW[0]]
    assert names(document.articles[1]) == [("记者", "王小虎")]


@pytest.mark.parametrize(
    ("credit", "shown"),
    [
        ("王〇一 摄", "王〇一"),
        ("王〇一、李〇 摄", "王〇一、李〇"),
        ("（记者 王〇一 摄）", "王〇一"),
        ("摄影：○王〇一", "王〇一"),
    ],
)
def test_a_zero_in_a_name_stays_one_in_a_credit(credit: str, shown: str) -> None:
    story = page(HEAD, NEWS, "图为茶园。", credit, *BELOW).articles[0]
    assert [row.credit for row in story.photos] == [shown]
