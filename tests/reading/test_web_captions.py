"""The line in a small table under a picture or beside it is its caption, with marks or without."""

from __future__ import annotations

import pytest

from tests.reading.test_web_stories import names, page, pictured

TOLD = "<!--enpproperty <title>果园迎来丰收季</title><introtitle></introtitle>/enpproperty-->"
TOP = (
    "<table><tr><td>2025年6月13日 星期五</td><td>第02版：民生</td></tr><tr><td>"
    "<a href=a.htm>上一篇</a> <a href=b.htm>下一篇</a></td></tr></table>"
    "<table><tr><td>果园迎来丰收季</td></tr></table>"
)
TEXT = (
    "<p>本报讯（记者 张慧）6月12日，东岭村的果园开园，游客上山采摘，忙坏了果农。</p>"
    "<p>合作社还在路口搭起凉棚，供游客歇脚。</p>"
)
FOOT = "<div>版权所有 山溪报社</div>"
PLUM = "果农在园里摘李子。"
UNDER = "<table><tr><td><img src=p/1.jpg></td></tr><tr><td>{}</td></tr></table>"
BESIDE = "<table><tr><td><img src=p/1.jpg></td><td>{}</td></tr></table>"
ABOVE = "<table><tr><td>{}</td></tr><tr><td><img src=p/1.jpg></td></tr></table>"
IN_CELL = "<table><tr><td><img src=p/1.jpg><br>{}</td></tr></table>"
NESTED = (
    "<table><tr><td><table><tr><td><img src=p/1.jpg></td></tr></table></td></tr>"
    "<tr><td><p>{}</p></td></tr></table>"
)
TABLES = [UNDER, BESIDE, ABOVE, IN_CELL, NESTED]
OUT = TOLD + TOP + "{}<div><founder-content>" + TEXT + "</founder-content></div>" + FOOT
IN = TOLD + TOP + "<div><founder-content>{}" + TEXT + "</founder-content></div>" + FOOT
PLAIN = TOP + "{}<div>" + TEXT + "</div>" + FOOT


def html(whole: str, part: str) -> bytes:
    return f"<html><body>{whole.format(part)}</body></html>".encode()


@pytest.mark.parametrize("whole", [OUT, IN, PLAIN])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("line", "photo"),
    [
        (f"{PLUM}贺小满 摄", (PLUM, "贺小满")),
        (f"{PLUM}<br>贺小满 摄", (PLUM, "贺小满")),
        (f"图为{PLUM}（贺小满/摄）", (f"图为{PLUM}", "贺小满")),
        ("山上果子熟了", ("山上果子熟了", "")),
        ("通讯员 贺小满 摄", ("", "贺小满")),
    ],
)
def test_the_line_in_a_picture_s_table_is_its_caption(
    whole: str, table: str, line: str, photo: tuple[str, str]
) -> None:
    found = pictured(html(whole, table.format(line)))
    (row,) = found.document.articles
    assert (row.kicker, row.headline, row.deck) == ("", "果园迎来丰收季", "")
    assert (row.dateline, names(row)) == ("本报讯", [("记者", "张慧")])
    assert [text[:5] for text in row.paragraphs] == ["6月12日", "合作社还在"]
    assert [(one.caption, one.credit) for one in row.photos] == [photo]
    assert found.stories == [["p/1.jpg"]]
    assert found.document.unassigned == []


@pytest.mark.parametrize("whole", [OUT, IN, PLAIN])
@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><img src=p/1.jpg></td><td><img src=p/2.jpg></td></tr>"
        "<tr><td>{}</td><td>{}</td></tr></table>",
        "<table><tr><td><img src=p/1.jpg></td></tr><tr><td>{}</td></tr>"
        "<tr><td><img src=p/2.jpg></td></tr><tr><td>{}</td></tr></table>",
    ],
)
def test_each_picture_of_a_table_has_its_own_line(whole: str, table: str) -> None:
    found = pictured(html(whole, table.format("摘李子的果农", "山路上的游客")))
    (row,) = found.document.articles
    assert [one.caption for one in row.photos] == ["摘李子的果农", "山路上的游客"]
    assert found.stories == [["p/1.jpg", "p/2.jpg"]]


@pytest.mark.parametrize("whole", [OUT, PLAIN])
@pytest.mark.parametrize(
    "head",
    [
        "<table><tr><td><img src=top.jpg></td></tr><tr><td>山溪报</td></tr></table>",
        "<table><tr><td><img src=top.jpg></td></tr><tr><td>2025年6月13日</td></tr></table>",
        "<table><tr><td><img src=top.jpg></td></tr><tr><td><a>走进山溪</a></td></tr></table>",
        "<table><tr><td><img src=top.jpg></td></tr><tr><td>讲好山溪故事</td></tr></table>",
    ],
)
def test_what_stands_under_the_picture_of_a_page_s_head_is_no_caption(
    head: str, whole: str
) -> None:
    (row,) = page(head + whole.format("")).articles
    assert row.headline == "果园迎来丰收季"
    assert [one.caption for one in row.photos if one.caption] == []


@pytest.mark.parametrize("whole", [IN, PLAIN])
def test_a_story_s_text_beside_a_picture_stays_its_text(whole: str) -> None:
    beside = f"<table><tr><td><img src=p/1.jpg></td><td>{TEXT}</td></tr></table>"
    (row,) = page(whole.replace(TEXT, "").format(beside)).articles
    assert (row.dateline, names(row)) == ("本报讯", [("记者", "张慧")])
    assert len(row.paragraphs) == 2
    (row,) = page(
        "<h1>果园迎来丰收季</h1><table><tr><td><img src=p/1.jpg></td><td>"
        "<p>东岭村的果园开园，游客上山采摘。</p></td></tr></table>"
    ).articles
    assert row.paragraphs == ["东岭村的果园开园，游客上山采摘。"]


def test_a_table_of_figures_with_a_picture_is_no_caption() -> None:
    rows = "".join(
        f"<tr><td>{place}</td><td>{at}亩</td></tr>" for at, place in enumerate("甲乙丙丁戊")
    )
    (row,) = page(IN.format(f"<table><tr><td><img src=p/1.jpg></td></tr>{rows}</table>")).articles
    assert [one.caption for one in row.photos] == [""]
    assert "甲\t0亩" in row.paragraphs[0] or "甲 0亩" in row.paragraphs[0]


@pytest.mark.parametrize("line", [f"<p>{PLUM}</p>", "<div>山上果子熟了</div>"])
def test_a_line_under_a_picture_outside_of_a_table_is_asked_about(line: str) -> None:
    document = page(OUT.format(f"<p><img src=p/1.jpg></p>{line}"))
    assert len(document.unassigned) == 1
    assert [row.code for row in document.warnings] == ["unassigned"]


@pytest.mark.parametrize("whole", [OUT, IN, PLAIN])
@pytest.mark.parametrize(
    "part",
    [
        "<p><img src=p/1.jpg></p><p>{}</p>",
        "<div><img src=p/1.jpg></div><div>{}</div>",
        "<center><img src=p/1.jpg><br>{}</center>",
    ],
)
@pytest.mark.parametrize("line", [PLUM, f"图为{PLUM}"])
@pytest.mark.parametrize("in_table", [False, True])
def test_a_line_right_under_a_picture_that_says_so_is_its_caption(
    whole: str, part: str, line: str, *, in_table: bool
) -> None:
    laid_out = f"<table><tr><td>{whole}</td></tr></table>" if in_table else whole
    found = pictured(html(laid_out, part.format(f"{line}贺小满 摄")))
    (row,) = found.document.articles
    assert [(one.caption, one.credit) for one in row.photos] == [(line, "贺小满")]
    assert (row.headline, row.dateline, names(row)) == (
        "果园迎来丰收季",
        "本报讯",
        [("记者", "张慧")],
    )
    assert (len(row.paragraphs), found.stories) == (2, [["p/1.jpg"]])


@pytest.mark.parametrize(
    "text",
    [
        "东岭村的果园开园，游客上山采摘。（张慧 文/图）",
        "本报讯（记者 张慧）东岭村的果园开园，游客上山采摘。贺小满 摄",
        "东岭村的果园开园，游客上山采摘。" * 12 + "贺小满 摄",
    ],
)
def test_a_paragraph_under_a_picture_stays_one(text: str) -> None:
    (row,) = page(f"<h1>果园迎来丰收季</h1><p><img src=p/1.jpg></p><p>{text}</p>").articles
    assert [one.caption for one in row.photos] == [""]
    assert len(row.paragraphs) == 1


def test_a_page_that_is_nothing_but_a_picture_and_its_line_is_read_as_before() -> None:
    table = UNDER.format(f"图为{PLUM}贺小满 摄")
    document = page(f"<p>2025年6月13日 星期五 第02版</p><p>果园丰收</p>{table}")
    assert [row.photos[0].credit for row in document.articles] == ["贺小满"]
