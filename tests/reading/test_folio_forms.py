"""Folios and page counts in rarer forms: what a page is called, and where it ends."""

from __future__ import annotations

from itertools import permutations

import pytest

from reading import read_page
from reading.document import PageDocument
from reading.whole_issue import split_pages

STORIES = (
    (
        "南岭水库完成清淤",
        "本报讯（记者 周平）11月5日，南岭水库清淤工程完工，下游三个乡镇的灌溉有了保障。",
        "水库管理所说，明年还要加固大坝，让库区的群众更加安心。",
    ),
    (
        "粮站开秤收购晚稻",
        "本报讯（记者 林雨）入冬以来，全县二十一个粮站开秤收购晚稻，农户随到随卖。",
        "粮站负责人说，收购要持续到月底，粮款当天就能拿到手。",
    ),
    (
        "东门老街开街迎客",
        "本报讯（记者 陈舟）修缮一新的东门老街近日开街，木楼、石板路和老茶馆引来许多游客。",
        "商户们说，生意比往年好得多，周末要添人手。",
    ),
    (
        "石桥小学有了新操场",
        "本报讯（记者 何静）石桥小学的新操场上周投用，孩子们在跑道上奔跑，笑声传遍山谷。",
        "校长说，到了冬天孩子们也能上体育课了。",
    ),
)
DAY = "2025年11月6日 星期四"
FRONT = f"南岭日报\n中共南岭县委机关报\n{DAY}\n总第900期 今日4版\n\n"
NAMES = ("要闻", "综合", "民生", "副刊")
NUMERALS = "一二三四"
PAGES = ["\n　　".join(story) for story in STORIES]
HEADLINES = [story[0] for story in STORIES]
TOLD = "\n\n".join(PAGES[:2])


def read(text: str) -> list[PageDocument]:
    return [read_page(text[start:end]) for start, end in split_pages(text)]


def told(pages: list[PageDocument]) -> list[tuple[str, list[str]]]:
    return [(row.page.label, [story.headline for story in row.articles]) for row in pages]


def is_asked(pages: list[PageDocument]) -> bool:
    return any(row.code == "second-page" for page in pages for row in page.warnings)


@pytest.mark.parametrize("count", ["今日4版", "今日四版", "今天4版", "本报今日 4 版"])
@pytest.mark.parametrize(
    "rest",
    [
        ["2025年11月6日 星期四", "{}"],
        ["2025年11月6日", "{}"],
        ["2025年11月6日 星期四", "{}", "中共南岭县委机关报"],
        ["2025年11月6日 星期四 {}"],
    ],
)
def test_how_many_pages_there_are_is_no_page_s_number(count: str, rest: list[str]) -> None:
    for lines in permutations(["南岭日报", *(line.format(count) for line in rest)]):
        page = read_page("\n".join(lines) + f"\n\n{TOLD}\n")
        told = (page.page.label, page.page.name, page.issue.page_count)
        assert (*told, [row.headline for row in page.articles]) == ("1", "", 4, HEADLINES[:2]), (
            lines
        )


FEET = [
    "第{n}版 {name}\n{day}",
    "0{n} {name}  {day}",
    "0{n}\n{name}\n{day}",
    "0{n}\n{name}\n{day}\n责任编辑：周平 版式：林雨",
    "{day}    {name}    {n}版",
    "责任编辑：周平  校对：林雨\n{day} 第{n}版 {name}",
    "第{numeral}版：{name}",
    "{n}版 {name}",
]


def foot(form: str, page: int) -> str:
    return form.format(n=page + 1, name=NAMES[page], numeral=NUMERALS[page], day=DAY)


@pytest.mark.parametrize("form", FEET)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_page_ends_at_the_folio_below_its_text(form: str, gap: str) -> None:
    parts = [part for page in range(4) for part in (PAGES[page], foot(form, page))]
    want = [(str(page + 1), [HEADLINES[page]]) for page in range(4)]
    assert told(read(FRONT + gap.join(parts) + "\n")) == want


@pytest.mark.parametrize("form", FEET)
def test_it_is_asked_where_the_first_page_has_no_folio_below_its_text(form: str) -> None:
    """So it may be that each folio heads the next page, and the last has no text."""
    parts = [part for page in range(1, 4) for part in (PAGES[page], foot(form, page))]
    pages = read(FRONT + "\n\n".join([PAGES[0], *parts]) + "\n")
    assert (len(pages), is_asked(pages)) == (1, True)


def test_a_last_page_of_pictures_has_its_folio_at_its_head() -> None:
    parts = [part for page in range(1, 3) for part in (foot(FEET[0], page), PAGES[page])]
    pages = read(FRONT + "\n\n".join([PAGES[0], *parts, f"第4版 公益广告\n{DAY}"]) + "\n")
    assert [page.page.label for page in pages] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("printed", ["2-3", "（2、3）"])
def test_mere_numbers_of_a_spread_part_no_page_alone(printed: str) -> None:
    assert len(read(f"{FRONT}{PAGES[0]}\n\n{printed}\n\n{PAGES[1]}\n")) == 1


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("04-05", "4-5"),
        ("4-5", "4-5"),
        ("04—05", "4-5"),
        ("4、5", "4-5"),
        ("（04·05）", "4-5"),
        ("A04-05", "A04-05"),
        ("A04、A05", "A04-05"),
        ("通版 04—05", "4-5"),
        ("4-5通版", "4-5"),
        ("跨版4-5", "4-5"),
        ("第4、第5版", "4-5"),
        ("第四版、第五版", "4-5"),
        ("10-11", "10-11"),
    ],
)
@pytest.mark.parametrize(
    "head", ["{}\n" + DAY, DAY + "\n{}", DAY + " {}", "{}", "南岭日报\n{}\n" + DAY]
)
def test_a_double_spread_s_numbers_stand_alone(head: str, printed: str, label: str) -> None:
    page = read_page(f"{head.format(printed)}\n\n{TOLD}\n")
    assert (*told([page]), page.page.name) == ((label, HEADLINES[:2]), "")


@pytest.mark.parametrize(
    "spread", ["4-5", "04—05", "第4、第5版", f"4-5\n{DAY}", f"通版 04-05\n{DAY}"]
)
@pytest.mark.parametrize("inner", ["第{}版 综合", "0{}\n" + DAY])
def test_a_double_spread_s_numbers_begin_its_page(inner: str, spread: str) -> None:
    heads = [inner.format(2), inner.format(3), spread]
    parts = [part for pair in zip(heads, PAGES[1:], strict=True) for part in pair]
    text = FRONT.replace("4版", "5版") + "\n\n".join([PAGES[0], *parts]) + "\n"
    want = [(label, [head]) for label, head in zip(("1", "2", "3", "4-5"), HEADLINES, strict=True)]
    found = read(text)
    if DAY in inner and spread in ("4-5", "04—05"):
        # Mere numbers among folios with the day may be a score.
        assert is_asked(found)
    else:
        assert told(found) == want


@pytest.mark.parametrize("spread", [f"4-5\n{DAY}", f"通版 04-05\n{DAY}", f"4、5 {DAY}"])
def test_a_double_spread_with_the_day_needs_no_page_before_it(spread: str) -> None:
    heads = [f"02\n{DAY}", spread, f"06\n{DAY}"]
    parts = [part for pair in zip(heads, PAGES[1:], strict=True) for part in pair]
    found = read(FRONT.replace("4版", "6版") + "\n\n".join([PAGES[0], *parts]) + "\n")
    assert [label for label, _stories in told(found)] == ["1", "2", "4-5", "6"]


@pytest.mark.parametrize("score", ["2-3", "85-86", "11-12"])
def test_a_score_in_a_page_is_no_double_spread_s_number(score: str) -> None:
    page = f"第2版 体育\n{DAY}\n\n{PAGES[0]}\n北山镇队\n{score}\n南岭乡队\n\n{PAGES[1]}\n"
    pages = read(page)
    assert ([row.page.label for row in pages], is_asked(pages)) == (["2"], False)


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("第3118期 第3119期合刊", (3118, 3119)),
        ("第3118期 3119期 合刊", (3118, 3119)),
        ("第3118、3119、3120期合刊", (3118, 3120)),
        ("总第3118、3119、3120期", (3118, 3120)),
        ("第3118期、第3119期、第3120期合刊", (3118, 3120)),
        ("总第3118 3119期合刊", (3118, 3119)),
        ("总第3118期 总第3119期合刊", (3118, 3119)),
        ("第3118期、第3119期 两期合刊", (3118, 3119)),
        ("第3118、3119期（两期合刊）", (3118, 3119)),
        ("总第3118期（与3119期合刊）", (3118, 3119)),
        ("本期为3118、3119期合刊", (3118, 3119)),
        ("2025年第40、41期合刊", (40, 41)),
        ("2025年第40、41期合刊\n总第3118、3119期", (3118, 3119)),
        ("总第3118期 第12期", (3118, None)),
    ],
)
@pytest.mark.parametrize("head", [f"南岭日报\n{DAY}\n{{}}", f"南岭日报\n{{}}\n{DAY}\n今日4版"])
def test_the_numbers_of_an_issue_of_several(
    head: str, printed: str, numbers: tuple[int, int | None]
) -> None:
    page = read_page(f"{head.format(printed)}\n\n{TOLD}\n")
    found = (page.issue.number, page.issue.number_to)
    assert (found, told([page]), page.issue.date) == (numbers, [("1", HEADLINES[:2])], "2025-11-06")


@pytest.mark.parametrize("label", ["A01", "A01版", "A 01"])
@pytest.mark.parametrize("below", ["新闻热线：61230000", "农历乙巳年九月十七\n\n邮箱：abc@163.com"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_lettered_front_page_s_label_stands_among_its_masthead(
    gap: str, below: str, label: str
) -> None:
    lines = ["南岭日报", "中共南岭县委机关报", DAY, "今日8版 总第900期", label, below]
    page = read_page(gap.join(lines) + f"\n\n{TOLD}\n")
    assert (told([page]), page.unassigned) == ([("A01", HEADLINES[:2])], [])
