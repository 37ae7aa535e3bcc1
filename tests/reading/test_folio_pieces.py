"""Folios without a day, or in any order of their pieces: an issue in one file is parted at them, or
asked about, never read as one page; lists and tables of a page are neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reading import read_page
from reading.document import PageDocument
from reading.whole_issue import split_pages
from tests.reading.issue_texts import HEADLINES, NAMES, TEXT

HEAD = "云岭日报\n中共云岭县委机关报\n2025年10月17日 星期五\n总第5120期 {count}\n"
NUMERALS = "零一二三四"
# How far paragraphs and stories stand apart.
LAYOUTS = {"empty lines": ("\n\n", "\n\n"), "stories apart": ("\n", "\n\n"), "close": ("\n", "\n")}
Form = Callable[[int, str], str]


def stories(page: int, layout: str, between: str = "") -> str:
    line, gap = LAYOUTS[layout]
    told = [line.join([head, *TEXT]).format(head) for head in HEADLINES[page]]
    return gap.join([told[0], *filter(None, [between]), told[1]])


def issue(
    form: Form,
    layout: str = "stories apart",
    pages: tuple[int, ...] = (2, 3, 4),
    count: str = "今日4版",
    between: str = "",
) -> str:
    """Return a whole issue whose further pages begin with folios of a form."""
    line, gap = LAYOUTS[layout]
    head = HEAD.format(count=count)
    parts = [head + ("\n" if gap == "\n\n" else "") + stories(1, layout, between)]
    parts += [
        form(page, NAMES[page]).replace("\n", line) + gap + stories(page, layout) for page in pages
    ]
    return gap.join(parts)


def read(text: str) -> list[PageDocument]:
    return [read_page(text[start:end]) for start, end in split_pages(text)]


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(row.page.label, [story.headline for story in row.articles]) for row in read(text)]


def asked(text: str) -> list[str]:
    return [
        text[slice(*row.span)].strip()
        for row in read_page(text).warnings
        if row.code == "second-page" and row.span
    ]


def right(*pages: int) -> list[tuple[str, list[str]]]:
    return [(str(page), list(HEADLINES[page])) for page in pages]


# 2 and 综合 stand for each page's number and name, 02 and 二 for other forms of it.
PIECES = ["2\n综合", "综合\n2", "02\n综合", "综合\n02", "2版\n综合", "综合\n2版", "综合\n第2版"]
PIECES += ["第\n2\n版", "第\n2\n版\n综合", "第\n二\n版", "第二\n版", "2\n版", "综合\n二版"]
PIECES += ["云岭日报\n2", "2\n云岭日报", "云岭日报\n综合\n2"]
NAMED = ["2 综合", "02 综合", "2　综合", "综合 2", "综合2", "2综合", "综合 | 2", "2·综合"]
NAMED += ["【2 综合】", "综　合　2", "综合 2 责任编辑：王一"]
PAPER = ["云岭日报第2版", "云岭日报 2", "云岭日报 综合 2", "云岭日报·综合 2", "云岭日报　第二版"]
PAPER += [
    "2 云岭日报",
    "2 综合 云岭日报",
    "《云岭日报》2版",
    "云岭日报 综合 第2版",
    "云 岭 日 报 2",
]
DATED = ["综合 10月17日 星期五 2版", "2025年10月17日 星期五 综合 2版", "2版 综合 10-17"]
DATED += [
    "2 综合 10.17",
    "10/17 2 综合",
    "10月17日 综合 2",
    "星期五 2 综合",
    "星期五 10月17日 2 综合",
]
DATED += [
    "2版 2025年10月17日 综合",
    "2版 周五 综合",
    "2025-10-17 综合 第2版",
    "云岭日报 10月17日 2版",
]
DATED += ["10月17日 星期五\n2 综合", "综合\n10月17日\n2", "2版 10月17日", "10月17日 第二版 综合"]
DATED += ["2版 石榴花开 10月17日"]


def form_of(sample: str) -> Form:
    """Return the form of a folio of which a sample is page 2's."""

    def form(page: int, name: str) -> str:
        day, number = ("10月17日", "10-17", "10.17", "10/17", "2025年"), str(page)
        text = sample
        for at, kept in enumerate(day):
            text = text.replace(kept, chr(0xE000 + at))
        text = text.replace("2025-", "\ue010").replace("2", number).replace("二", NUMERALS[page])
        text = text.replace("综　合", "　".join(name)).replace("综合", name)
        for at, kept in enumerate(day):
            text = text.replace(chr(0xE000 + at), kept)
        return text.replace("\ue010", "2025-")

    return form


@pytest.mark.parametrize("sample", [*PIECES, *NAMED, *PAPER, *DATED])
def test_an_issue_is_parted_at_folios_in_any_order(sample: str) -> None:
    form = form_of(sample)
    assert told(issue(form)) == right(1, 2, 3, 4)
    for layout in ("empty lines", "close"):
        assert [row.page.label for row in read(issue(form, layout))] == ["1", "2", "3", "4"]
    # Two pages close together, of which nothing says that they are two.
    close = issue(form, "close", (2,), "")
    assert len(split_pages(close)) == 2 or asked(close) == [form(2, "综合")]


@pytest.mark.parametrize("sample", ["B02\n综合", "综合\nB02", "B02 综合", "云岭日报 B02"])
def test_lettered_pages_are_parted_too(sample: str) -> None:
    text = issue(form_of(sample)).replace("星期五\n", "星期五\nB01\n", 1)
    assert [row.page.label for row in read(text)] == ["B01", "B02", "B03", "B04"]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "2-3 国庆特别报道",
            "国庆特别报道 2-3",
            "2—3 专题",
            "2/3 国庆特刊",
            "02-03版 国庆特别报道",
        ),
        *("2-3 国庆特别报道\n2025年10月17日 星期五", "10月17日 星期五 2-3 国庆特别报道"),
    ],
)
@pytest.mark.parametrize("count", ["今日4版", ""])
def test_a_spread_with_its_name_is_a_page(line: str, count: str) -> None:
    text = issue(
        lambda page, name: line if page == 2 else f"{page} {name}", pages=(2, 4), count=count
    )
    assert [row.page.label for row in read(text)] == ["1", "2-3", "4"]
    name = read(text)[1].page.name
    assert (name in line, len(name) > 1) == (True, True)


@pytest.mark.parametrize("name", ["两会特刊", "国庆特刊", "特刊"])
@pytest.mark.parametrize("form", ["{} {}", "第{}版 {}", "{}版 {} 10月17日 星期五"])
def test_a_special_page_of_the_issue_stays_its_page(name: str, form: str) -> None:
    text = issue(lambda page, usual: form.format(page, name if page == 3 else usual))
    found = [(row.page.label, row.page.name, row.issue.edition) for row in read(text)]
    assert found == [("1", "", ""), ("2", "综合", ""), ("3", name, ""), ("4", "副刊", "")]


@pytest.mark.parametrize(
    "between",
    [
        # Parts of a story and rows of a table that count from the page's own number on.
        "　　做三件事。\n1 教育\n　　办好学校。\n2 综合\n　　管好街道。\n3 民生\n　　多办实事。",
        "各部门得分公布如下。\n\n1 农业\n\n2 综合\n\n3 民生\n\n4 文化",
        "各部门得分公布如下。\n农业 1\n综合 2\n民生 3\n文化 4",
        "比赛昨天结束。\n2-1 云岭队\n2-3 青山队",
        "大家来读书。\n1\n　　春天来了。\n2\n　　夏天来了。",
        "开奖公告。\n2 5 7\n3 综合 8",
        "各乡镇名次公布。\n2 文化\n3 教育",
        "值班电话如下。\n教育 2\n健康 3",
        "门诊安排如下。\n周二 2 健康\n周三 3 健康",
        "节目预告。\n2 体育 10-18\n3 财经 10-19",
        "（原载云岭日报第2版）",
        "相关报道见2版、3版。",
        "（相关报道见2版、3版）",
        "本月气温偏高。\n10-17 2\n10-18 3",
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_lists_and_tables_of_a_page_part_nothing(between: str, layout: str) -> None:
    text = issue(form_of("2 综合"), layout, (), between=between)
    assert split_pages(text) == [(0, len(text))]
    assert asked(text) == []


def test_a_page_out_of_order_is_asked_about() -> None:
    text = issue(form_of("2 综合"), pages=(4,))
    assert split_pages(text) == [(0, len(text))]
    assert asked(text) == ["4 副刊"]


def test_a_row_that_is_worded_as_a_folio_does_not_hide_the_pages() -> None:
    row = "值班表公布了。\n\n3 民生\n\n有事可以找他。"
    text = issue(form_of("第2版 综合"), between=row)
    assert [row.page.label for row in read(text)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("line", ["详见第4版", "见第4版", "下转第4版"])
def test_a_line_that_sends_to_a_page_is_no_folio(line: str) -> None:
    teaser = f"云岭县代表团到邻县考察\n\n护航高考\n\n{line}\n\n责任编辑 王一 校对 李二\n"
    text = HEAD.format(count="今日8版") + "\n" + stories(1, "empty lines") + "\n\f" + teaser
    assert split_pages(text) == [(0, len(text))]
    assert read_page(teaser).page.label == ""
