"""Pictures above, inside and below a story's text, and captions in every place."""

from __future__ import annotations

import pytest

from reading import read_page
from tests.reading.samples import blocks, only_story
from tests.reading.test_cut_paragraphs import HEAD, LEAD, MORE, OPENED

CAPTION = "图为会议现场，大家认真听会。"


@pytest.mark.parametrize(
    "picture",
    [
        f"{CAPTION}\n（姜红涵/摄）",
        f"{CAPTION} 姜红涵 摄",
        f"{CAPTION} 摄影：姜红涵",
        f"{CAPTION}（记者 姜红涵 摄）",
    ],
)
def test_a_picture_between_headline_and_text_is_the_story_s(picture: str) -> None:
    story = only_story(blocks(HEAD, picture, OPENED, MORE))
    assert (story.kind, story.headline, story.dateline) == ("news", HEAD, "本报讯")
    assert [(photo.caption, photo.credit) for photo in story.photos] == [(CAPTION, "姜红涵")]
    assert story.paragraphs == [LEAD, MORE]


def test_a_picture_above_indented_text_is_no_line_of_the_headline() -> None:
    story = only_story(f"{HEAD}\n{CAPTION} 林鑫 摄\n　　{OPENED}\n　　{MORE}\n")
    assert (story.kicker, story.headline) == ("", HEAD)
    assert [photo.credit for photo in story.photos] == ["林鑫"]


def test_a_picture_below_the_text_leaves_the_byline_its_place() -> None:
    story = only_story(blocks(HEAD, LEAD, f"{MORE}（记者 王芳）", f"{CAPTION}\n林鑫 摄"))
    assert [(byline.role, byline.name) for byline in story.bylines] == [("记者", "王芳")]
    assert story.paragraphs == [LEAD, MORE]
    assert [photo.credit for photo in story.photos] == ["林鑫"]


def test_a_picture_below_the_jump_is_still_the_story_s() -> None:
    cut = OPENED.removesuffix("完成。")
    story = only_story(f"{HEAD}\n　　{cut}\n（下转第12版）\n　　{CAPTION}记者 常兰芳 摄\n")
    assert story.jump_to == "12"
    assert [photo.credit for photo in story.photos] == ["常兰芳"]


def test_a_caption_with_its_mark_is_no_column_s_name() -> None:
    caption = "▲孩子们在图书馆里阅读。"
    story = only_story(blocks(HEAD, f"{caption} 何鑫平 摄", OPENED, MORE))
    assert story.section == ""
    assert [(photo.caption, photo.credit) for photo in story.photos] == [(caption, "何鑫平")]


def test_a_caption_cut_by_a_column_is_one_caption() -> None:
    pieces = ("8月的台盘村，座无虚席的篮球场上正在进", "行一场总决赛，观众超过2万人。 林鑫 摄")
    story = only_story(blocks("“村BA”火了", *pieces))
    assert (story.kind, story.headline) == ("photo", "“村BA”火了")
    assert (
        story.photos[0].caption
        == "8月的台盘村，座无虚席的篮球场上正在进行一场总决赛，观众超过2万人。"
    )


@pytest.mark.parametrize(
    "words",
    [
        "展览共展出书法、绘画、摄影作品621件。",
        "展出书法、绘画、摄\n\n影作品621件。",
        "县文化馆还举办了航空摄\n\n影作品展。",
    ],
)
def test_a_text_about_photography_has_no_credit(words: str) -> None:
    story = only_story(blocks(HEAD, OPENED, f"{MORE}{words}"))
    assert story.photos == []
    assert story.paragraphs[-1] == MORE + "".join(words.split())


def test_who_took_a_picture_is_told_above_a_headline_that_would_read_on() -> None:
    text = blocks(
        "抢收小麦", "昨日，游客在石塘古村写生。 林鑫 摄", "影像里的乡村", f"{CAPTION} 田野 摄"
    )
    stories = read_page(text).articles
    assert [story.headline for story in stories] == ["抢收小麦", "影像里的乡村"]
    assert [story.photos[0].credit for story in stories] == ["林鑫", "田野"]


def test_two_photo_stories_stay_two() -> None:
    text = blocks(
        "抢收小麦", "昨日，游客在石塘古村写生。 （林鑫 摄）", "绿道完工", f"{CAPTION}\n（田野 摄）"
    )
    first, second = read_page(text).articles
    assert (first.headline, second.headline) == ("抢收小麦", "绿道完工")
    assert (first.kind, second.kind) == ("photo", "photo")
