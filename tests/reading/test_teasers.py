"""Teasers whose page stands in brackets or behind a dash, behind the headline or below it."""

from __future__ import annotations

from itertools import product

import pytest

from reading import read_page
from reading.whole_issue import split_pages
from tests.reading.samples import LEAD, NEXT, blocks, only_story

MASTHEAD = "溪源日报\n2026年3月12日 星期四\n总第2046期 今日8版\n"
LONG = (
    "溪源日报\n中共溪源县委机关报\n溪源县融媒体中心主办\n2026年3月12日 星期四\n"
    "农历丙午年正月廿四\n今日8版 总第2046期\n新闻热线：62345678\n"
)
HEADS = ["我县春耕备耕全面展开", "县政府部署安全生产"]
TEASERS = ["村口晒场变成健身广场", "老人学会用手机挂号"]
STORIES = [blocks(head, "本报讯 " + LEAD, NEXT, NEXT) for head in HEADS]
# How a page is noted, and the labels of the two pages that the form is filled with.
FORMS = [
    ("（{}版）", "2", "3"),
    ("(0{}版)", "2", "3"),
    ("（第{}版）", "2", "3"),
    ("（{}版）", "二", "三"),
    ("[{}版]", "2", "3"),
    ("【{}版】", "2", "3"),
    ("（{}版）", "A02", "A03"),
    ("（{}）", "B02", "B03"),
    ("（{}版）", "4-5", "6-7"),
    ("——{}版", "2", "3"),
    ("—第{}版", "2", "3"),
    ("（{}版·民生）", "2", "3"),
]
BETWEEN = {"inline": "", "below": "\n", "apart": "\n\n"}


def told(text: str) -> tuple[list[tuple[str, str, str, str | None]], str, list[tuple[int, int]]]:
    """Return kind, kicker, headline and jump of a page's stories, its label, and what is left."""
    document = read_page(text)
    rows = [(row.kind, row.kicker, row.headline, row.jump_to) for row in document.articles]
    return rows, document.page.label, document.unassigned


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("between", BETWEEN)
def test_a_page_noted_beside_a_headline_makes_a_teaser_wherever_it_stands(
    form: tuple[str, str, str], between: str
) -> None:
    labels = [{"二": "2", "三": "3"}.get(label, label) for label in form[1:]]
    rows = [
        head + BETWEEN[between] + form[0].format(label)
        for head, label in zip(TEASERS, form[1:], strict=True)
    ]
    teasers = [("teaser", "", *row) for row in zip(TEASERS, labels, strict=True)]
    first, last = [("news", "", head, None) for head in HEADS]
    for (masthead, guide), gap in product(((MASTHEAD, ""), (LONG, "导读\n")), ("\n", "\n\n")):
        listed = guide + gap.join(rows) + "\n"
        top = masthead + "\n" + listed + gap + "\n".join(STORIES)
        middle = masthead + "\n" + STORIES[0] + gap + listed + gap + STORIES[1]
        bottom = masthead + "\n" + "\n".join(STORIES) + gap + listed
        assert told(top) == ([*teasers, first, last], "1", [])
        assert told(middle) == ([first, *teasers, last], "1", [])
        assert told(bottom) == ([first, last, *teasers], "1", [])


@pytest.mark.parametrize("row", ["河滩变花海 2版", "老窑厂变成文创园\n2版", "导读\n（2版）"])
def test_a_teaser_below_a_short_masthead_gives_no_page(row: str) -> None:
    assert read_page(MASTHEAD + row + "\n\n" + STORIES[0]).page.label == "1"


@pytest.mark.parametrize(
    "head",
    [
        "溪源日报\n（3版）\n2026年3月12日 星期四\n",
        "文化长廊\n（3版）\n2026年3月12日 星期四\n",
        "（第3版）\n2026年3月12日 星期四\n",
        "溪源日报\n2026年3月12日 星期四\n责任编辑：王大力\n校对：李小明\n【第3版：综合】\n",
        "2026年3月12日 星期四\n民生新闻（3版）\n",
    ],
)
def test_a_page_in_brackets_at_an_inner_page_s_head_is_its_own(head: str) -> None:
    document = read_page(head + "\n" + "\n".join(STORIES))
    assert document.page.label == "3"
    assert [story.headline for story in document.articles] == HEADS


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_page_in_brackets_at_an_inner_page_s_foot_is_its_own(gap: str) -> None:
    text = "溪源日报\n2026年3月12日 星期四\n\n" + "\n".join(STORIES).rstrip() + gap + "（3版）\n"
    assert read_page(text).page.label == "3"


@pytest.mark.parametrize("gap", ["", "\n", "\n\n"])
@pytest.mark.parametrize("last", [False, True])
def test_a_page_in_brackets_behind_a_text_is_its_story_s_jump(gap: str, *, last: bool) -> None:
    ended = STORIES[0].rstrip() + gap + "（3版）\n"
    document = read_page(MASTHEAD + "\n" + (ended if last else ended + "\n" + STORIES[1]))
    story = document.articles[0]
    assert (story.kind, story.headline, story.jump_to) == ("news", HEADS[0], "3")
    assert (story.paragraphs[-1], document.page.label) == (NEXT, "1")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_page_in_brackets_between_headline_and_text_is_the_story_s_jump(gap: str) -> None:
    story = only_story(f"{HEADS[0]}{gap}（3版）{gap}本报讯 {LEAD}\n\n{NEXT}\n")
    assert (story.kind, story.headline, story.jump_to) == ("news", HEADS[0], "3")
    assert story.paragraphs == [LEAD, NEXT]


@pytest.mark.parametrize("below", ["本报讯 " + LEAD, "——来自田间的报道\n" + LEAD, LEAD])
def test_a_headline_with_a_page_in_brackets_and_a_text_keeps_it(below: str) -> None:
    story = only_story(blocks(HEADS[0] + "（3版）", below, NEXT))
    assert (story.kind, story.headline) == ("news", HEADS[0] + "（3版）")


def test_a_book_s_edition_is_no_page() -> None:
    book = "出版社推出《现代汉语词典》（第7版）"
    story = only_story(blocks(book, HEADS[0], "本报讯 " + LEAD, NEXT))
    assert (story.kind, story.kicker, story.jump_to) == ("news", book, None)


@pytest.mark.parametrize("row", ["{}（{}版）", "{}\n（{}版）"])
def test_a_whole_issue_whose_front_page_has_teasers_keeps_its_front_page(row: str) -> None:
    listed = "\n".join(row.format(head, page) for head, page in zip(TEASERS, "23", strict=True))
    front = MASTHEAD + "\n导读\n\n" + listed + "\n\n" + STORIES[0]
    inner = [f"第{page}版 综合\n2026年3月12日 星期四\n\n{STORIES[1]}" for page in (2, 3)]
    text = "\n".join([front, *inner])
    pages = [read_page(text[low:high]) for low, high in split_pages(text)]
    assert [page.page.label for page in pages] == ["1", "2", "3"]
    assert [len(page.articles) for page in pages] == [3, 1, 1]


@pytest.mark.parametrize("row", ["{}（{}版）", "{}\n（{}版）"])
def test_teasers_at_a_front_page_s_end_hide_no_further_page(row: str) -> None:
    listed = "\n".join(row.format(head, page) for head, page in zip(TEASERS, "23", strict=True))
    front = MASTHEAD + "\n" + STORIES[0] + "\n导读\n" + listed + "\n"
    text = front + "".join(f"\n第{page}版 综合\n\n{STORIES[1]}" for page in (2, 3))
    pages = [read_page(text[low:high]) for low, high in split_pages(text)]
    assert [page.page.label for page in pages] == ["1", "2", "3"]
    assert [len(page.articles) for page in pages] == [3, 1, 1]
