"""Datelines, bylines and credits in the forms that papers print."""

from __future__ import annotations

import pytest

from reading import read_page
from tests.reading.samples import LEAD, NEXT, blocks, only_story

HEAD = "县领导检查防汛工作 压实责任 守住底线"
WANG, LI = "王强", "李想"
BOTH = [("记者", WANG), ("记者", LI)]
ALL_MEDIA = [("全媒体记者", WANG), ("全媒体记者", LI)]
LONG_NAMES = [("记者", "买买提·艾力"), ("记者", "欧阳娜娜")]


@pytest.mark.parametrize(
    ("opening", "dateline", "bylines"),
    [
        ("本报讯（记者 王强）", "本报讯", [("记者", WANG)]),
        ("本报讯(记者王强 通讯员李想)", "本报讯", [("记者", WANG), ("通讯员", LI)]),
        ("本报讯 （本报记者　王　强）", "本报讯", [("记者", WANG)]),
        ("本 报 讯（记 者 王 强）", "本报讯", [("记者", WANG)]),
        ("【本报讯】（记者：王强、李想）", "本报讯", [("记者", WANG), ("记者", LI)]),
        ("本报讯 记者 王强 通讯员 李想 ", "本报讯", [("记者", WANG), ("通讯员", LI)]),
        ("本报讯（记者 王强 文/图）", "本报讯", [("记者", WANG)]),
        ("本报讯（全媒体记者 王强/文 李想/图）", "本报讯", ALL_MEDIA),
        ("本报讯（通讯员 县委宣传部 王强）", "本报讯", [("通讯员", WANG)]),
        ("本报讯（记者 买买提·艾力 欧阳娜娜）", "本报讯", LONG_NAMES),
        ("本报讯（王强）：", "本报讯", [("", WANG)]),
        ("本报综合消息 ", "本报综合消息", []),
        ("本报6月11日讯（记者 王强）", "本报6月11日讯", [("记者", WANG)]),
        ("新华社北京6月11日电（记者王强、李想）", "新华社北京6月11日电", BOTH),
        ("据新华社电 ", "据新华社电", []),
        ("人民网北京6月11日电 （记者王强）", "人民网北京6月11日电", [("记者", WANG)]),
        ("云屏县融媒体中心6月11日讯（记者 王强）", "云屏县融媒体中心6月11日讯", [("记者", WANG)]),
        ("中国新闻网讯 ", "中国新闻网讯", []),
        ("浙江日报讯（记者 王强）", "浙江日报讯", [("记者", WANG)]),
        ("新华社记者 王强 李想 ", "", [("新华社记者", WANG), ("新华社记者", LI)]),
        ("（记者 王强）", "", [("记者", WANG)]),
    ],
)
def test_dateline_and_byline_are_taken_out_of_the_text(
    opening: str, dateline: str, bylines: list[tuple[str, str]]
) -> None:
    story = only_story(blocks(HEAD, opening + LEAD, NEXT))
    assert story.dateline == dateline
    assert [(byline.role, byline.name) for byline in story.bylines] == bylines
    assert story.paragraphs == [LEAD, NEXT]


@pytest.mark.parametrize(
    ("line", "bylines"),
    [
        ("□ 本报记者 王强 通讯员 李想", [("记者", WANG), ("通讯员", LI)]),
        ("◎王强", [("", WANG)]),
        ("○ 王强 李想", [("", WANG), ("", LI)]),
        ("记者 王强 文/图", [("记者", WANG)]),
        ("图/文 王强", [("", WANG)]),
        ("王强", [("", WANG)]),
        ("本报评论员", [("", "本报评论员")]),
        ("新华社记者 王强", [("新华社记者", WANG)]),
        ("撰稿 王强 摄影 李想", [("撰稿", WANG), ("摄影", LI)]),
    ],
)
def test_a_byline_may_have_a_line_of_its_own(line: str, bylines: list[tuple[str, str]]) -> None:
    story = only_story(blocks(HEAD, line, LEAD, NEXT))
    assert [(byline.role, byline.name) for byline in story.bylines] == bylines
    assert story.headline == "压实责任 守住底线"


@pytest.mark.parametrize(
    ("ending", "bylines"),
    [
        ("（王强）", [("", WANG)]),
        ("（王强　李想）", [("", WANG), ("", LI)]),
        ("（记者 王强 通讯员 李想）", [("记者", WANG), ("通讯员", LI)]),
    ],
)
def test_names_in_brackets_after_the_last_sentence(
    ending: str, bylines: list[tuple[str, str]]
) -> None:
    story = only_story(blocks(HEAD, LEAD, NEXT + ending))
    assert [(byline.role, byline.name) for byline in story.bylines] == bylines
    assert story.paragraphs[-1] == NEXT
    assert not story.truncated


@pytest.mark.parametrize("note", ["（完）", "（来源：县气象局）", "（据新华社）"])
def test_other_brackets_stay_in_the_text(note: str) -> None:
    story = only_story(blocks(HEAD, LEAD, NEXT + note))
    assert story.paragraphs[-1] == NEXT + note
    assert not story.truncated


@pytest.mark.parametrize(
    ("credit", "name"),
    [
        ("王强 摄", WANG),
        ("记者 王强 摄", WANG),
        ("记者王强摄", WANG),
        ("（王强/摄）", WANG),
        ("（记者 王强 摄）", WANG),
        ("图/王强", WANG),
        ("摄影：王强", WANG),
        ("王 强 摄", WANG),
        ("新华社发（王强 摄）", WANG),
        ("新华社记者 王强 摄", WANG),
        ("王强 供图", WANG),
        ("记者 王强 通讯员 李想 摄影报道", "王强 李想"),
        ("王强、李想 摄", "王强、李想"),
        ("县供电公司供图", "县供电公司"),
        ("图片由县文旅局提供", "县文旅局"),
        ("（资料图片）", "资料图片"),
        ("新华社发", "新华社发"),
    ],
)
@pytest.mark.parametrize("inline", [False, True])
def test_headline_one_block_and_a_credit_are_a_photo_story(
    credit: str, name: str, *, inline: bool
) -> None:
    caption = "图为检查现场。" + LEAD
    parts = ["防汛演练", caption + credit] if inline else ["防汛演练", caption, credit]
    story = only_story(blocks(*parts))
    assert story.kind == "photo"
    assert [(photo.caption, photo.credit) for photo in story.photos] == [(caption, name)]
    assert story.paragraphs == []


def test_a_photo_within_a_news_story_keeps_the_storys_text() -> None:
    story = only_story(blocks(HEAD, "本报讯 " + LEAD, NEXT, "图为检查现场。", "王强 摄"))
    assert story.kind == "news"
    assert story.paragraphs == [LEAD, NEXT]
    assert [(photo.caption, photo.credit) for photo in story.photos] == [("图为检查现场。", WANG)]


def test_a_credit_without_a_caption_is_a_photo_of_its_story() -> None:
    story = only_story(blocks("防汛演练筑牢安全堤", "王强 摄"))
    assert [(photo.caption, photo.credit) for photo in story.photos] == [("", WANG)]


def test_a_page_of_photos_only_loses_none() -> None:
    text = blocks("第4版 影像", "①", "游客在赏花。 记者 王强 摄", "②", "孩子放风筝。", "李想 摄")
    (story,) = read_page(text).articles
    assert [photo.credit for photo in story.photos] == [WANG, LI]


def test_a_name_cut_by_a_columns_edge_is_one_name() -> None:
    text = (
        "压实责任守住底线\n　　本报讯（记者 欧阳娜\n娜 通讯员 阿依古\n丽·买买提）昨天，我\n"
        "县召开大会部署防汛工\n作，各镇参加会议。\n　　会议强调，要抓好落\n实，做好巡查值守工作。\n"
    )
    names = [byline.name for byline in only_story(text).bylines]
    assert names == ["欧阳娜娜", "阿依古丽·买买提"]
