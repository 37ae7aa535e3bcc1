"""Teasers, and stories that go on or began on another page."""

from __future__ import annotations

import re

import pytest

from reading import read_page
from tests.reading.samples import LEAD, NEXT, blocks, only_story

HEAD = "县领导检查防汛工作 压实责任 守住底线"


def label_in(mark: str) -> str:
    """Return the page that a mark of these names: A2, A02, what is listed, else 2."""
    listed = {"四、五": "4-5", "2至3": "2-3", "③": "3"}
    found = re.search(rf"A\d+|{'|'.join(listed)}", mark)
    return listed.get(found[0], found[0]) if found else "2"


@pytest.mark.parametrize(
    "mark",
    [
        ">>>2",
        ">>> 2",
        "＞＞＞2",
        "▶▶2版",
        "▶2版",
        "→2版",
        "详见2版",
        "详见第2版",
        "见第2版",
        "（详见第二版）",
        ">>>A2",
        "详见A02版",
        "【详见2版】",
        "▶▶详见第2版",
        "报道见2版",
        "更多报道见2版",
        "/2版",
        "2版",
        "请看第2版",
    ],
)
@pytest.mark.parametrize("inline", [False, True])
def test_headline_lines_before_a_jump_are_a_teaser(mark: str, *, inline: bool) -> None:
    head = ["引题说的是这件事", "主题在这里说得很清楚"]
    text = blocks(head[0], f"{head[1]} {mark}") if inline else blocks(*head, mark)
    story = only_story(text)
    assert (story.kind, story.jump_to) == ("teaser", label_in(mark))
    assert (story.kicker, story.headline) == (head[0], head[1])


def test_teasers_on_lines_of_their_own_are_stories_of_their_own() -> None:
    text = "压实责任守住底线 >>>2\n好消息今日传来 ▶▶3版\n"
    assert [story.jump_to for story in read_page(text).articles] == ["2", "3"]


@pytest.mark.parametrize(
    "mark",
    [
        "（下转第2版）",
        "（下转第二版）",
        "（下转2版）",
        "[下转A2]",
        "下转第2版",
        "（转第2版）",
        "（未完，下转第2版）",
        "▶▶下转第2版",
        "（文转第2版）",
        "（下转四、五版）",
        "（下转2至3版）",
        "(下转第③版)",
    ],
)
@pytest.mark.parametrize("own_line", [False, True])
def test_a_story_that_goes_on_is_not_truncated(mark: str, *, own_line: bool) -> None:
    cut = NEXT[:-3]
    end = [cut, mark] if own_line else [cut + mark]
    story = only_story(blocks(HEAD, "本报讯 " + LEAD, *end))
    assert (story.kind, story.jump_to, story.truncated) == ("news", label_in(mark), False)
    assert story.paragraphs == [LEAD, cut]


SIGNED = [
    "（下转第2版）",
    "（下转第2版）①",
    "①（下转第2版）",
    "▲（下转第2版）",
    "★（下转第二版）★",
    "☞转2版",
    "👉下转2版",
    "➜转2版",
    "下转2版☟",
    ">>>下转第二版",
    "下转第二版>>>",
    "》》》下转第二版",
    "（下转A02版）▶",
    "●（下转A02版）",
]
BRIEFS = ["我市推进项目建设提速", "我县检查道路安全"]


@pytest.mark.parametrize("mark", SIGNED)
@pytest.mark.parametrize("form", ["inline", "lines", "own line", "own block"])
@pytest.mark.parametrize("place", ["behind", "above", "alone"])
def test_a_headline_with_a_jump_and_no_text_is_a_story_of_its_own(
    mark: str, form: str, place: str
) -> None:
    gap = {"own line": "\n", "own block": "\n\n"}.get(form, "")
    rows = [f"{brief}{gap}{mark}" for brief in BRIEFS]
    rows = ["\n".join(rows)] if form == "lines" else rows
    story = [HEAD, "本报讯 " + LEAD, NEXT]
    text = blocks(*{"behind": [*story, *rows], "above": [*rows, *story], "alone": rows}[place])
    document = read_page(text)
    briefs = [row for row in document.articles if row.kind == "teaser"]
    assert [row.headline for row in briefs] == BRIEFS
    assert {row.jump_to for row in briefs} == {label_in(mark)}
    assert document.unassigned == []
    assert len(document.articles) == len(BRIEFS) + (place != "alone")


@pytest.mark.parametrize("mark", SIGNED)
@pytest.mark.parametrize("own_line", [False, True])
def test_a_sign_beside_a_jump_leaves_the_text_that_it_ends(mark: str, *, own_line: bool) -> None:
    cut = NEXT[:-3]
    story = only_story(blocks(HEAD, "本报讯 " + LEAD, *([cut, mark] if own_line else [cut + mark])))
    assert (story.kind, story.jump_to, story.truncated) == ("news", label_in(mark), False)
    assert story.paragraphs == [LEAD, cut]


@pytest.mark.parametrize(
    "mark",
    ["（上接第1版）", "上接第1版", "（紧接第一版）", "【上接1版】", "▲上接第1版", "（文接1版）"],
)
@pytest.mark.parametrize("place", ["inline", "line", "above"])
def test_a_story_that_began_elsewhere(mark: str, place: str) -> None:
    pages = {
        "inline": [HEAD, mark + LEAD, NEXT],
        "line": [HEAD, mark, LEAD, NEXT],
        "above": [mark, HEAD, LEAD, NEXT],
    }
    story = only_story(blocks(*pages[place]))
    assert (story.jump_from, story.jump_to) == ("1", None)
    assert story.paragraphs == [LEAD, NEXT]
    assert story.headline == "压实责任 守住底线"


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("（下转4、5版）", "4-5"),
        ("（下转4、7版）", "4"),
        ("（下转4版、7版）", "4"),
    ],
)
def test_a_story_may_go_on_over_two_pages(mark: str, label: str) -> None:
    story = only_story(blocks(HEAD, "本报讯 " + LEAD, NEXT[:-3] + mark))
    assert (story.jump_to, story.truncated, story.paragraphs[-1]) == (label, False, NEXT[:-3])


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("（相关报道见第2版、第4版）", "2"),
        ("（相关报道见A02版、A03版）", "A02"),
        ("（详见第二版、第三版）", "2"),
    ],
)
@pytest.mark.parametrize("between", ["", "\n\n"])
def test_a_story_may_send_to_two_pages(mark: str, label: str, between: str) -> None:
    story = only_story(blocks(HEAD, "本报讯 " + LEAD, NEXT + between + mark))
    assert (story.jump_to, story.paragraphs[-1]) == (label, NEXT)


def test_a_text_that_stops_in_mid_sentence_is_truncated() -> None:
    document = read_page(blocks(HEAD, "本报讯 " + LEAD, LEAD[:-9]))
    assert document.articles[0].truncated
    assert [warning.code for warning in document.warnings] == ["truncated"]


def test_a_mark_inside_a_sentence_is_no_jump() -> None:
    text = "本报讯 " + LEAD + "详情见第2版通知，请留意。"
    assert only_story(blocks(HEAD, text, NEXT)).jump_to is None


def test_an_imprint_behind_the_text_is_furniture() -> None:
    document = read_page(blocks(HEAD, "本报讯 " + LEAD, NEXT + "（责任编辑：王强）"))
    assert document.articles[0].paragraphs[-1] == NEXT
    assert [piece.role for piece in document.furniture] == ["imprint"]


def test_dots_before_a_numeral_are_no_jump() -> None:
    words = "无人机飞防、测土配方施肥……一项项新技术的应用，让农业插上了科技翅膀。"
    story = only_story(f"{HEAD}\n　　本报讯　{words[:18]}\n{words[18:]}\n　　{LEAD}\n　　{NEXT}\n")
    assert (story.jump_to, story.paragraphs) == (None, [words, LEAD, NEXT])
