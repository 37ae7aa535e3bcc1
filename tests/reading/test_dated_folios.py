"""Folios that tell the day in pieces, a number alone between close lines, and the paper's name
above them: an issue in one file is parted there; timetables and teasers are no folios."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.whole_issue import split_pages
from tests.reading.issue_texts import HEADLINES, NAMES, TEXT

HEAD = "云岭日报\n中共云岭县委机关报\n2025年10月\n星期五\n17\n总第5120期 今日4版\n"
DAY = "2025年10月17日"
MADE_BY = "责任编辑：王一\n版式设计：李二\n校    对：张三"
PIECES = [
    DAY + " 星期五 0{page}",
    "2025年\n10月17日\n星期五\n第{page}版\n{name}",
    "2025年10月\n星期五\n17\n{page}\n{name}",
    "{page}\n{name}\n2025年10月\n星期五\n17",
    "{name}\n" + MADE_BY + "\n" + DAY + "\n星期五\n{page}",
    "2025·10·17 星期五 0{page} {name}",
    "二○二五年十月十七日\n星期五\n0{page}\n{name}",
]
PLATES = ["云岭日报\n", "YUNLING DAILY\n云岭日报\n", "YUNLING RIBAO\n"]


def column(text: str, width: int = 20) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def stories(page: int, *, closed: bool) -> str:
    texts = [
        "\n".join(
            [head, *(column(row.format(head)) if closed else row.format(head) for row in TEXT)]
        )
        for head in HEADLINES[page]
    ]
    return ("\n" if closed else "\n\n").join(texts) + "\n"


def issue(folio: str, *, closed: bool = False, between: str = "") -> str:
    """Return a whole issue in one file whose further pages begin with folios of a form."""
    gap = "" if closed else "\n"
    pages = [
        folio.format(page=page, name=NAMES[page]) + "\n" + gap + stories(page, closed=closed)
        for page in NAMES
    ]
    return (gap).join([HEAD + gap + between + stories(1, closed=closed), *(pages if folio else ())])


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("folio", PIECES)
def test_an_issue_is_parted_at_days_in_pieces(folio: str, closed: bool) -> None:
    text = issue(folio, closed=closed)
    found = [read_page(text[start:end]) for start, end in split_pages(text)]
    assert [row.page.label for row in found] == ["1", "2", "3", "4"]
    assert {row.issue.date for row in found} <= {"2025-10-17", ""}
    names = list(NAMES.values()) if "{name}" in folio else [""] * 3
    assert [row.page.name for row in found[1:]] == names
    heads = [tuple(story.headline for story in row.articles) for row in found]
    assert heads == list(HEADLINES.values())


@pytest.mark.parametrize("number", ["A0{page}版", "0{page}版"])
def test_numbers_alone_between_close_lines_part_an_issue(number: str) -> None:
    text = issue(number, closed=True)
    label = number[:-1].replace("0{page}", "0{}" if number[0] == "A" else "{}")
    found = [read_page(text[start:end]).page.label for start, end in split_pages(text)]
    assert found == ["1", *(label.format(page) for page in NAMES)]


@pytest.mark.parametrize("plate", PLATES)
@pytest.mark.parametrize("folio", [DAY + " 星期五\n0{page} {name}", DAY + " 星期五\n0{page}版"])
def test_the_papers_name_above_a_folio_is_its_pages(plate: str, folio: str) -> None:
    text = issue(plate + folio)
    parts = [text[start:end] for start, end in split_pages(text)]
    assert [part.startswith(plate) for part in parts[1:]] == [True] * 3
    assert [row.unassigned for row in map(read_page, parts)] == [[]] * 4


@pytest.mark.parametrize(
    "between",
    [
        # A timetable, and teasers with a sentence each.
        "门诊时间公布。\n2025年10月20日 星期一 8\n2025年10月21日 星期二 9\n",
        "公交延长\n三条线路延长到乡镇。\nA02版\n食堂开张\n老人吃上热饭。\nA03版\n老路四季\n落叶铺满山路。\nA04版\n",
        "公交延长\n三条线路延长到乡镇。\n2版\n食堂开张\n老人吃上热饭。\n3版\n",
    ],
)
def test_lists_of_days_and_teasers_part_nothing(between: str) -> None:
    text = issue("", closed=True, between=between)
    assert split_pages(text) == [(0, len(text))]
    assert [row for row in read_page(text).warnings if row.code == "second-page"] == []
