"""A credit behind the last words of a story: who wrote it, and who took pictures."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.credits import credit_names
from reading.document import Story
from tests.reading.samples import LEAD, NEXT, blocks, only_story

HEAD = "全县防汛工作会议召开"
OPENED = f"本报讯 {LEAD}"
LAST = "会议要求，各镇要备足物资，确保安全度汛。"
WANG, LI = "王强", "李想"


def signed(story: Story) -> list[tuple[str, str]]:
    return [(byline.role, byline.name) for byline in story.bylines]


def pictures(story: Story) -> list[tuple[str, str]]:
    return [(photo.caption, photo.credit) for photo in story.photos]


@pytest.mark.parametrize(
    ("credit", "bylines"),
    [
        ("记者 王强 文/图", [("记者", WANG)]),
        ("记者王强 文/图", [("记者", WANG)]),
        ("本报记者 王强 通讯员 李想 图文", [("记者", WANG), ("通讯员", LI)]),
        ("王强 文/图", [("", WANG)]),
        ("王强 李想 文/摄", [("", WANG), ("", LI)]),
        ("文/图 王强", [("", WANG)]),
        ("图文：王强", [("", WANG)]),
        ("文图/王强", [("", WANG)]),
        ("王强/文 李想/图", [("文", WANG), ("图", LI)]),
        ("王强／文　李想／摄", [("文", WANG), ("摄", LI)]),
        ("王强 文 李想 摄", [("文", WANG), ("摄", LI)]),
        ("记者 王强/文 通讯员 李想/图", [("记者", WANG), ("通讯员", LI)]),
        ("文/王强 图/李想", [("文", WANG), ("图", LI)]),
        ("文：王强 图：李想", [("文", WANG), ("图", LI)]),
        ("文 王强 图 李想", [("文", WANG), ("图", LI)]),
        ("文/本报记者 王强 图/通讯员 李想", [("记者", WANG), ("通讯员", LI)]),
        ("记者 王强 图/李想", [("记者", WANG), ("图", LI)]),
        ("文/王强 图/县水利局", [("文", WANG), ("图", "县水利局")]),
        ("记者 王强 摄影报道", [("记者", WANG)]),
        ("王强文/图", [("", WANG)]),
        ("王强图／文", [("", WANG)]),
        ("王强摄/文", [("", WANG)]),
        ("王强文图", [("", WANG)]),
        ("李想 王强文/图", [("", LI), ("", WANG)]),
        ("本报记者 王强文/图", [("记者", WANG)]),
        ("本报记者王强文/图 通讯员 李想", [("记者", WANG), ("通讯员", LI)]),
        ("王博文文/图", [("", "王博文")]),
        ("王 强文/图", [("", WANG)]),
        ("李想/文 王博文/图", [("文", LI), ("图", "王博文")]),
    ],
)
@pytest.mark.parametrize("opening", [OPENED, LEAD])
@pytest.mark.parametrize("alone", [False, True])
def test_who_wrote_a_story_signs_it_and_its_last_words_stay(
    credit: str, bylines: list[tuple[str, str]], opening: str, *, alone: bool
) -> None:
    ending = [LAST, f"（{credit}）"] if alone else [f"{LAST}（{credit}）"]
    story = only_story(blocks(HEAD, opening, NEXT, *ending))
    assert story.paragraphs == [LEAD, NEXT, LAST]
    assert (signed(story), pictures(story)) == (bylines, [])
    assert (story.kind, story.truncated) == ("news", False)


@pytest.mark.parametrize(
    "line",
    ["王强文/图", "王强图文", "记者 王强 文/图", "文/记者 王强 图/县水利局", "王强/文 李想/图"],
)
def test_the_line_below_a_story_needs_no_brackets(line: str) -> None:
    story = only_story(blocks(HEAD, OPENED, LAST, line))
    assert story.paragraphs == [LEAD, LAST]
    assert WANG in [byline.name for byline in story.bylines]
    assert pictures(story) == []


@pytest.mark.parametrize("credit", ["（王强 摄）", "（记者 王强 摄）", "（图/王强）"])
@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        LAST,
        "据介绍，该镇已备足编织袋、冲锋舟等防汛物资。",
        "如今，新堤坝让两岸群众更加安心，防汛队伍的底气也更足了。",
        "各村还组建了抢险队，"
        + "逐户登记老人和孩子的住处，落实转移路线和避险地点，" * 6
        + "做到不漏一人。",
    ],
)
def test_words_that_go_on_with_a_story_are_no_caption(
    credit: str, words: str, *, alone: bool
) -> None:
    ending = [words, credit] if alone else [words + credit]
    story = only_story(blocks(HEAD, OPENED, NEXT, *ending))
    assert story.paragraphs == [LEAD, NEXT, words]
    assert pictures(story) == [("", WANG)]


def test_who_wrote_stands_before_who_took_the_picture() -> None:
    story = only_story(blocks(HEAD, OPENED, f"{LAST}（记者 李想）（王强 摄）"))
    assert story.paragraphs == [LEAD, LAST]
    assert (signed(story), pictures(story)) == ([("记者", LI)], [("", WANG)])


@pytest.mark.parametrize(
    "caption",
    [
        "图为防汛演练现场。",
        "①图为村民转移到安置点。",
        "昨日，村民在安置点领取物资。",
        "6月12日，抢险队员驾驶冲锋舟搜救被困群众。",
        "连日来，该镇加固堤坝，备足物资。图为工人正在堤坝上作业。",
        "防汛演练现场。",
        "村民们正在堤坝上装填编织袋，为即将到来的强降雨做准备。",
    ],
)
@pytest.mark.parametrize("credit", ["（王强 摄）", "\n（王强/摄）", " 记者 王强 摄"])
def test_what_a_picture_shows_stays_its_caption(caption: str, credit: str) -> None:
    story = only_story(blocks(HEAD, OPENED, NEXT, caption + credit))
    assert story.paragraphs == [LEAD, NEXT]
    assert pictures(story) == [(caption, WANG)]


@pytest.mark.parametrize("credit", ["（记者 王强 文/图）", "（王强 摄）", "（王强 摄影报道）"])
def test_one_block_below_its_headline_stays_a_photo_story(credit: str) -> None:
    caption = "6月12日，抢险队员在江边演练。会议要求，各镇要备足物资。"
    story = only_story(blocks("江边演练", caption + credit))
    assert (story.kind, pictures(story)) == ("photo", [(caption, WANG)])


def test_a_caption_with_a_writer_s_credit_below_a_column_of_pictures_stays_one() -> None:
    text = blocks("【图片新闻】", "江边演练", LEAD, f"{LAST}（记者 王强 文/图）")
    (story,) = read_page(text).articles
    assert (story.section, pictures(story)) == ("图片新闻", [(LAST, WANG)])


def test_the_byline_is_found_above_the_pictures_below_it() -> None:
    caption = "图为抢险队员在演练。"
    below = f"{caption}（李想 摄）"
    story = only_story(blocks(HEAD, OPENED, f"{LAST}（记者 王强 文/图）", below))
    assert story.paragraphs == [LEAD, LAST]
    assert (signed(story), pictures(story)) == ([("记者", WANG)], [(caption, LI)])


def test_a_name_that_ends_in_the_word_for_writing_took_a_picture_only() -> None:
    text = blocks(HEAD, f"{OPENED}", "昨日，村民在安置点领取物资。（王小文 摄）")
    assert pictures(only_story(text)) == [("昨日，村民在安置点领取物资。", "王小文")]


@pytest.mark.parametrize(
    ("opening", "bylines"),
    [
        ("本报讯（文/王强 图/李想）", [("文", WANG), ("图", LI)]),
        ("本报讯（文/图 王强）", [("", WANG)]),
        ("本报讯（记者 文/王强 图/李想）", [("记者", WANG), ("记者", LI)]),
    ],
)
def test_words_before_the_names_are_read_at_the_beginning_too(
    opening: str, bylines: list[tuple[str, str]]
) -> None:
    story = only_story(blocks(HEAD, opening + LEAD, NEXT))
    assert (signed(story), story.paragraphs) == (bylines, [LEAD, NEXT])


@pytest.mark.parametrize("name", ["图尔荪江·麦麦提", "图门巴雅尔", "图拉汗", "图格木勒", "图雅"])
@pytest.mark.parametrize("form", ["　　{} 摄", "（{} 摄）", "（{}/摄）", "\n{} 摄", "\n（{}摄）"])
def test_a_name_that_begins_as_the_word_for_picture_keeps_it(name: str, form: str) -> None:
    caption = "10月16日，收割机在田里来回穿梭，村民们抢抓晴好天气收割水稻。"
    story = only_story(blocks("水稻开镰收割忙", caption + form.format(name)))
    assert pictures(story) == [(caption, name)]


@pytest.mark.parametrize(
    "credit", ["图：王强", "图/王强", "图 王强 摄", "图·王强 摄", "图均为王强 摄", "本版图 王强 摄"]
)
def test_the_word_for_picture_with_a_mark_behind_it_is_no_name(credit: str) -> None:
    assert credit_names(credit) == "王强"


@pytest.mark.parametrize(
    ("credit", "name"),
    [
        ("王强文/图", WANG),
        ("（王强图/文）", WANG),
        ("王强文图", WANG),
        ("王强摄影", WANG),
        ("王强供图", WANG),
        ("李想、王强文/图", "李想、王强"),
        ("古丽努尔文/图", "古丽努尔"),
        ("欧阳文/图", "欧阳文"),
        ("李文/图", "李文"),
        ("王强文/摄", "王强文"),
        ("王博文摄", "王博文"),
        ("王博文文/摄", "王博文"),
        ("时政图文", None),
    ],
)
def test_what_stands_behind_a_name_without_a_space_is_no_part_of_it(
    credit: str, name: str | None
) -> None:
    assert credit_names(credit) == name
