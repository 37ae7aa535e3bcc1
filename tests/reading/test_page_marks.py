"""Lines that name a page and nothing else: which part a file, and which are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from findings.masthead import check_doubts
from findings.models import Finding
from findings.page_check import recheck
from issues.models import Page
from reading import read_page
from reading.nameplates import nameplate_of
from reading.page_labels import label_of
from reading.whole_issue import split_pages
from tests.importing.test_import_pages import refused, run

HEAD = "云屏报\n中共云屏县委机关报\n2025年6月16日 星期一 总第4405期 今日4版\n\n"
FORMS = (
    *(
        "第二版",
        "第2版",
        "第02版 要闻",
        "第2版：综合",
        "第二版·要闻",
        "第 2 版 | 民生",
        "第2版/民生",
    ),
    *(
        "【第二版】",
        "【02版 要闻】",
        "（第二版）",
        "[第2版]",
        "◆第2版◆",
        "—— 第二版 ——",
        "== 第2版 综合 ==",
    ),
    *(
        "02版 | 要闻",
        "02版·综合",
        "要闻 2版",
        "要闻（第2版）",
        "2版",
        "二版",
        "二版 要闻",
        "A02 要闻",
    ),
    *("第2版 要闻 责任编辑：王一", "-----\n第2版：要闻"),
)
# They stand below text without an empty line, too.
SURE = tuple(form for form in FORMS if form.startswith(("第", "【第", "[第", "◆", "—", "=", "A")))


def story(place: str) -> str:
    return (
        f"{place}修路\n本报讯（记者 王明）6月15日，{place}的路修好了，大家都很高兴。\n"
        f"村里的人说，这是{place}多年来的大事，以后出门方便多了。\n"
    )


def labels(text: str) -> list[str]:
    return [read_page(text[start:end]).page.label for start, end in split_pages(text)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["", "责任编辑：李一 版式：王二\n"])
def test_a_line_that_names_the_next_page_begins_it(form: str, end: str) -> None:
    text = f"{HEAD}{story('白沙镇')}{end}\n{form}\n\n{story('南岭镇')}"
    assert labels(text) == ["1", "A02" if form.startswith("A") else "2"]


@pytest.mark.parametrize("form", SURE)
def test_one_that_says_it_is_a_page_needs_no_empty_lines(form: str) -> None:
    assert len(labels(f"{HEAD}{story('白沙镇')}{form}\n{story('南岭镇')}")) == 2


@pytest.mark.parametrize("form", ["（第二版）", "2版", "要闻 2版"])
def test_what_may_stand_behind_a_teaser_begins_no_page(form: str) -> None:
    text = f"{HEAD}{story('白沙镇')}{form}\n{story('南岭镇')}"
    assert labels(text) == ["1"]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ("234", ["1", "2", "3", "4"]),
        # One is missing behind the second; then one behind the first, and more than there are.
        ("24", ["1", "2", "4"]),
        ("3", ["1"]),
        ("2345", ["1"]),
        ("223", ["1"]),
    ],
)
def test_pages_follow_each_other(numbers: str, found: list[str]) -> None:
    text = HEAD + story("白沙镇")
    text += "".join(f"\n第{n}版\n\n{story(f'第{n}村')}" for n in numbers)
    assert labels(text) == found
    asked = [row.code for row in read_page(text).warnings].count("second-page")
    assert asked == 1


def test_a_double_spread_and_a_page_of_poems_are_pages() -> None:
    poem = "秋收\n秋风吹过稻田\n一片金黄\n谁在歌唱\n"
    text = HEAD + story("白沙镇") + "\n第2-3版 专版\n\n" + story("南岭镇")
    text += "\n第4版 诗歌\n\n" + poem
    assert labels(text) == ["1", "2-3", "4"]
    three = HEAD.replace("今日4版", "今日3版") + story("白沙镇") + "\n第2版 诗歌\n\n" + poem
    assert labels(three + "\n第3版 民生\n\n" + story("南岭镇")) == ["1", "2", "3"]


@pytest.mark.parametrize("head", ["今日导读", "版面导航"])
def test_a_list_of_other_pages_begins_none(head: str) -> None:
    text = HEAD + story("白沙镇") + f"\n{head}\n第2版\n{story('南岭镇')}\n第3版\n{story('北溪镇')}"
    assert labels(text) == ["1"]
    assert "second-page" not in [row.code for row in read_page(text).warnings]


def test_a_front_page_is_not_called_after_a_folio_in_its_text() -> None:
    text = HEAD + story("白沙镇") + "\n第3版 民生\n责任编辑：李一\n\n" + story("南岭镇")
    page = read_page(text)
    assert (page.page.label, page.page.name) == ("1", "")
    asked = [row for row in page.warnings if row.code == "second-page"]
    assert [text[slice(*row.span)] for row in asked if row.span] == ["第3版 民生"]


@pytest.mark.django_db
def test_an_editor_answers_what_the_reader_asks(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(HEAD + story("白沙镇") + "\n第3版 民生\n\n" + story("南岭镇"))
    assert "1 findings" in run(file, new_paper="云屏报")
    finding = Finding.objects.get()
    assert (finding.code, finding.params["text"]) == ("second-page", "第3版 民生")
    assert "“第3版 民生”" in finding.message
    recheck(Page.objects.get())
    assert Finding.objects.filter(state=Finding.State.OPEN).count() == 1


def test_mixed_columns_are_a_question_for_an_editor_too() -> None:
    rows = "会议要求各级干部真抓实干，      县委昨天召开会议部署工作，\n" * 4
    text = HEAD + story("白沙镇") + "\n" + rows
    codes = [found.code for found in check_doubts(read_page(text), text)]
    assert "mixed-columns" in codes


EXTRAS = (
    *(
        "云屏报号外",
        "云屏报·号外",
        "云屏报（号外）",
        "云屏报 号外",
        "【号外】\n云屏报",
        "云屏报\n\n号 外",
    ),
    *("号外\n云屏报\n中共云屏县委机关报", "云屏报\n中共云屏县委机关报\n号外"),
)


@pytest.mark.parametrize("head", EXTRAS)
@pytest.mark.parametrize("line", ["2025年6月16日 星期一 今日2版", "2025年6月16日 星期一 第1版"])
def test_each_form_of_an_extra_is_one(head: str, line: str) -> None:
    text = f"{head}\n{line}\n\n{story('白沙镇')}"
    page = read_page(text)
    assert (page.issue.edition, page.page.label) == ("号外", "1")
    assert [row.headline for row in page.articles] == ["白沙镇修路"]
    assert nameplate_of(page, text) == "云屏报"


@pytest.mark.parametrize(
    "head",
    [
        "云屏报\n\n号外\n\n2025年6月16日 星期一 第1版\n\n",
        "号外\n2025年6月16日 星期一\n\n",
        "云屏报\n号外\n2025年6月16日 星期一 总第4406期 今日2版\n\n",
        "号外 第1版\n2025年6月16日 星期一\n\n",
        "云屏报·号外\n2025年6月16日 星期一\n\n",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\f"])
def test_an_extra_behind_the_issue_is_parted_from_it(head: str, between: str) -> None:
    text = HEAD + story("白沙镇") + between + head + story("南岭镇")
    pages = [read_page(text[start:end]) for start, end in split_pages(text)]
    assert [(row.issue.edition, row.page.label) for row in pages] == [("", "1"), ("号外", "1")]


def test_a_special_of_the_paper_is_called_without_its_name() -> None:
    text = f"云屏报特刊\n2025年6月16日 星期一 T01版\n\n{story('白沙镇')}"
    page = read_page(text)
    assert (page.issue.edition, page.page.label) == ("特刊", "T01")


@pytest.mark.django_db
def test_a_page_of_other_stories_is_not_told_to_replace_one(tmp_path: Path) -> None:
    here, other, same = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    here.write_text(HEAD + story("白沙镇"))
    other.write_text(HEAD + story("南岭镇"))
    same.write_text(HEAD + story("白沙镇") + story("北溪镇"))
    run(here, new_paper="云屏报")
    told = refused(other)
    assert "has none of its stories" in told
    assert "--edition NAME" in told
    assert "--replace" not in told
    assert "--replace" in refused(same)
    assert "1 imported" in run(other, edition="号外")
    assert "1 replaced" in run(other, replace=True)


DAY = "2025年6月16日 星期一"


@pytest.mark.parametrize(
    "folio",
    [
        *(f"2\n综合\n{DAY}", f"2版\n综合\n{DAY}", f"综合\n2\n{DAY}", f"{DAY}\n02\n综合"),
        *(f"{DAY}\n云屏报\n第2版\n综合", f"综合\n{DAY}\n第2版", f"A02\n综合\n{DAY}"),
        *("2 民生 2025年6月16日", "2 民生 2025.6.16", "民生 2025年6月16日 2", "2/民生 2025-06-16"),
        *(
            "２　民生　２０２５年６月１６日",
            f"2　民　生　{DAY}",
            f"2 石榴花开 {DAY}",
            "02版 2025-06-16",
        ),
        *("第\u200b2\u200b版 综合", "第⼆版 综合", "2 综合 2025年\u200b6月16日 星期一"),
    ],
)
def test_folios_in_pieces_or_odd_characters_begin_a_page_too(folio: str) -> None:
    text = f"{HEAD}{story('白沙镇')}\n{folio}\n\n{story('南岭镇')}"
    assert labels(text) == ["1", "A02" if "A02" in folio else "2"]
    parts = [text[start:end] for start, end in split_pages(text)]
    assert "".join(parts) == text
    assert all(len(read_page(part).articles) == 1 for part in parts)


@pytest.mark.parametrize(
    ("head", "edition"),
    [
        (f"云屏报\n国庆特刊\n中共云屏县委机关报\n{DAY}", "国庆特刊"),
        (f"国庆特刊\n{DAY}\n第1版", "国庆特刊"),
        (f"特刊 1版 {DAY}", "特刊"),
        (f"云屏报\n特刊\n{DAY}\n第1版", "特刊"),
        ("云屏报号外", "号外"),
        ("云屏报\n号外", "号外"),
        ("云屏报 号外 2025年6月16日", "号外"),
        ("云屏报增刊\n2025年6月16日", "增刊"),
    ],
)
def test_an_extra_without_day_or_organ_is_parted_from_the_issue(head: str, edition: str) -> None:
    text = f"{HEAD}{story('白沙镇')}\n{head}\n\n{story('南岭镇')}"
    pages = [read_page(text[start:end]) for start, end in split_pages(text)]
    assert [(row.issue.edition, row.page.label) for row in pages] == [("", "1"), (edition, "1")]


@pytest.mark.parametrize("printed", ["2-2025", "2版2025-06-16", "第2版 2025/6/16", "22025"])
def test_a_day_beside_it_is_no_label(printed: str) -> None:
    assert label_of(printed) == ""


@pytest.mark.parametrize("line", ["第2版 2025/6/16", "2025/6/16 2版", "02版 2025-06-16"])
def test_a_folio_with_a_day_in_figures_is_read(line: str) -> None:
    page = read_page(f"{line}\n\n{story('南岭镇')}")
    assert (page.page.label, page.issue.date) == ("2", "2025-06-16")
