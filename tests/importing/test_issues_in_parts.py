"""Whole issues in one file that marks part: headings of Markdown and of web pages, form feeds that
are as many as the pages, and an extra beside its issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from archive.verification import verify
from articles.models import Photo
from importing.issue_files import pages_in
from importing.models import PendingFile
from importing.receipt import Received, pages_of
from issues.models import Issue, Page
from reading import read_page
from reading.decoding import decode
from reading.document import PageDocument
from reading.sources import read_source
from reading.whole_issue import split_pages
from tests.importing.test_import_pages import refused, run
from tests.make import make_member

HEAD = "云屏发布\n\n中共云屏县委机关报\n\n{day} 总第{number}期 今日4版\n\n"
JUNE_16 = HEAD.format(day="2025年6月16日 星期一", number=4405)
JUNE_18 = HEAD.format(day="2025年6月18日 星期三", number=4406)
EXTRA = "云屏发布\n\n号外\n\n中共云屏县委机关报\n\n2025年6月16日 星期一\n\n"
HEADLINE = "{}举行春耕推进会"
TEXT = (
    "本报讯（记者 王明）6月15日，{}举行春耕推进会，部署下一阶段工作，各村都派人参加。",
    "与会人员到田间看了三处示范片，听了农技人员的讲解。",
)


def story(place: str) -> str:
    return "\n\n".join([HEADLINE.format(place), *TEXT, ""]).format(place)


def marked(place: str, level: int = 3) -> str:
    """Return a story in Markdown."""
    return "#" * level + " " + story(place)


def tagged(place: str, name: str = "h3") -> str:
    """Return a story of a web page."""
    paragraphs = "\n".join(f"<p>{line}</p>" for line in TEXT).format(place)
    return f"<{name}>{HEADLINE.format(place)}</{name}>\n{paragraphs}\n"


def page(body: str, charset: str = "utf-8") -> str:
    head = f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>云屏</title></head>"
    return f"{head}<body>\n{body}</body></html>\n"


def tagged_head(head: str) -> str:
    name, *lines = head.split()
    return f"<h1>{name}</h1>\n<p>{'</p><p>'.join(lines)}</p>\n"


def read(data: bytes) -> list[PageDocument]:
    """Return what is read of each page in a file, whose parts are its own bytes."""
    parts = pages_in(data)
    assert b"".join(part for _line, part, _decoded in parts) == data
    return [read_source(part, decode(part)) for _line, part, _decoded in parts]


def told(data: bytes) -> list[tuple[str, list[str]]]:
    """Return the label of each page in a file, and the first characters of its headlines."""
    return [
        (document.page.label, [row.headline[:2] for row in document.articles])
        for document in read(data)
    ]


MARKDOWN = {
    "headings-below": "# " + JUNE_16 + "## 第1版 要闻\n\n" + marked("白沙镇") + marked("石桥镇")
    + "## 第2版 综合\n\n" + marked("南岭镇"),
    "numerals": "# " + JUNE_16 + "## 第一版：要闻\n\n" + marked("白沙镇") + marked("石桥镇")
    + "## 第二版：综合\n\n" + marked("南岭镇"),
    "one-level": "# " + JUNE_16 + "## 第1版 要闻\n\n" + marked("白沙镇", 2) + marked("石桥镇", 2)
    + "## 第2版 综合\n\n" + marked("南岭镇", 2),
    "rules": "# " + JUNE_16 + marked("白沙镇") + marked("石桥镇") + "---\n\n## 第2版：综合\n\n"
    + marked("南岭镇"),
    "underlined": "云屏发布\n====\n\n" + JUNE_16.partition("\n\n")[2] + marked("白沙镇")
    + marked("石桥镇") + "第2版\n----\n\n" + marked("南岭镇"),
    "front-matter": "---\ntitle: 云屏\n---\n# " + JUNE_16 + marked("白沙镇") + marked("石桥镇")
    + "<!-- 第二版\n从这里起 -->\n\n## 第2版 综合\n\n" + marked("南岭镇"),
    "dated": "# 云屏发布 2025年6月16日 第1版\n\n" + marked("白沙镇") + marked("石桥镇")
    + "# 云屏发布 2025年6月16日 第2版\n\n" + marked("南岭镇"),
    "nameplates": "# 云屏报\n\n2025年6月16日 第1版\n\n" + marked("白沙镇", 2) + marked("石桥镇", 2)
    + "# 云屏报\n\n2025年6月16日 第2版\n\n" + marked("南岭镇", 2),
}  # fmt: skip
WEB = {
    "headings": tagged_head(JUNE_16) + "<h2>第1版 要闻</h2>" + tagged("白沙镇") + tagged("石桥镇")
    + "<h2>第2版 综合</h2>" + tagged("南岭镇"),
    "sections": tagged_head(JUNE_16) + "<section><h2>第1版 要闻</h2><article>" + tagged("白沙镇")
    + "</article><article>" + tagged("石桥镇") + "</article></section>\n"
    + "<section id='second'><h2>第2版 综合</h2><article>" + tagged("南岭镇")
    + "</article></section>",
    "paragraphs": tagged_head(JUNE_16) + tagged("白沙镇") + tagged("石桥镇")
    + "<hr><p class='folio'>第2版 综合</p>" + tagged("南岭镇"),
    "heads": "<div class='head'><h1>云屏报</h1><span>2025年6月16日 星期一</span> <span>第1版</span>"
    + "</div>" + tagged("白沙镇") + tagged("石桥镇") + "<div class='head'><span>2025年6月16日 "
    + "星期一</span> <span>第2版 综合</span></div>" + tagged("南岭镇"),
    "lists": tagged_head(JUNE_16) + tagged("白沙镇") + tagged("石桥镇")
    + "<ol><li>第一件事。</li><li>第二件事。</li></ol><h2>第2版 综合</h2>" + tagged("南岭镇"),
}  # fmt: skip
TWO_PAGES = [("1", ["白沙", "石桥"]), ("2", ["南岭"])]


@pytest.mark.parametrize("form", MARKDOWN)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_headings_of_markdown_part_an_issue(form: str, encoding: str) -> None:
    text = MARKDOWN[form]
    assert told(text.encode(encoding)) == TWO_PAGES
    assert told(text.replace("\n", "\r\n").encode(encoding)) == TWO_PAGES


@pytest.mark.parametrize("form", WEB)
@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", "utf-8"), ("gb18030", "gb2312")])
def test_marks_of_a_web_page_part_an_issue(form: str, encoding: str, charset: str) -> None:
    assert told(page(WEB[form], charset).encode(encoding)) == TWO_PAGES


def test_letters_part_an_issue_too() -> None:
    text = "# " + JUNE_16 + "## A01 要闻\n\n" + marked("白沙镇") + "## A02 综合\n\n"
    text += marked("南岭镇") + "## B01 周末\n\n" + marked("青石镇")
    assert told(text.encode()) == [("A01", ["白沙"]), ("A02", ["南岭"]), ("B01", ["青石"])]


@pytest.mark.parametrize(
    "source",
    [
        "# " + JUNE_16 + marked("白沙镇") + "# " + JUNE_18 + marked("南岭镇"),
        page(tagged_head(JUNE_16) + tagged("白沙镇") + tagged_head(JUNE_18) + tagged("南岭镇")),
    ],
    ids=["markdown", "web page"],
)
def test_two_issues_under_headings_are_two(source: str) -> None:
    found = read(source.encode())
    assert [(row.issue.date, row.issue.number) for row in found] == [
        ("2025-06-16", 4405),
        ("2025-06-18", 4406),
    ]
    assert [row.masthead.organ for row in found] == ["中共云屏县委机关报"] * 2
    assert [[story.headline[:2] for story in row.articles] for row in found] == [["白沙"], ["南岭"]]


@pytest.mark.parametrize(
    "body",
    [
        # The foot of a page says where others are, and holds none of them.
        tagged("白沙镇") + "<p>2025年6月16日 星期一 第1版</p>" + tagged("石桥镇")
        + "<ul><li><a href='2.htm'>2025年6月16日 星期一 第2版</a></li></ul>",
        # A list under a folio is no page.
        tagged_head(JUNE_16) + tagged("白沙镇") + "<p>第2版 综合</p><p>南岭镇修桥</p>"
        + "<p>第3版 民生</p><p>北溪镇修渠</p>",
    ],
)  # fmt: skip
def test_a_page_that_only_names_others_is_one(body: str) -> None:
    assert len(pages_in(page(body).encode())) == 1


@pytest.mark.parametrize("between", ["", "\f"])
@pytest.mark.parametrize("first", [JUNE_16, EXTRA])
def test_an_extra_in_the_file_of_its_issue_is_an_issue(first: str, between: str) -> None:
    second = EXTRA if first == JUNE_16 else JUNE_16
    text = first + story("白沙镇") + story("石桥镇") + between + second + story("南岭镇")
    found = read(text.encode())
    assert [(row.issue.edition, row.issue.date) for row in found] == [
        ("" if head == JUNE_16 else "号外", "2025-06-16") for head in (first, second)
    ]
    assert [len(row.articles) for row in found] == [2, 1]


@pytest.mark.django_db
def test_an_extra_and_its_issue_stand_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "day.txt"
    file.write_text(EXTRA + story("白沙镇") + "第2版 综合\n\n" + story("石桥镇") + JUNE_16
                    + story("南岭镇"))  # fmt: skip
    assert "3 imported" in run(file, new_paper="云屏报")
    rows = Page.objects.order_by("issue__edition", "number")
    assert [(row.issue.edition, row.number) for row in rows] == [("", 1), ("号外", 1), ("号外", 2)]
    assert "3 unchanged" in run(file)
    assert [proof.faults for proof in verify(Page.objects.all())] == [[]] * 3


FEEDS = "\f".join([JUNE_16 + story("白沙镇"), *map(story, ("石桥镇", "南岭镇", "青石镇"))])


@pytest.mark.django_db
def test_form_feeds_as_many_as_the_pages_part_them_in_order(tmp_path: Path) -> None:
    file = tmp_path / "issue.txt"
    file.write_text(FEEDS)
    assert "4 imported" in run(file, new_paper="云屏报", jobs=2)
    assert [row.label for row in Page.objects.order_by("number")] == ["1", "2", "3", "4"]
    assert {str(row.issue.date) for row in Page.objects.all()} == {"2025-06-16"}
    assert "4 unchanged" in run(file)


@pytest.mark.parametrize(
    "text",
    [
        # A sentence goes on; a part has no sentence of its own.
        FEEDS.replace("各村都派人参加。", "各村都派人参加", 1).replace("讲解。\n\n\f", "\f", 1),
        FEEDS + "\f" + story("北溪镇"),
        FEEDS.rpartition("\f")[0] + "\f青石镇",
    ],
)
def test_other_form_feeds_part_nothing(text: str) -> None:
    assert split_pages(text) == [(0, len(text))]


def test_short_texts_behind_form_feeds_are_pages_too() -> None:
    parts = [f"{place}开会\n{place}昨日开会。\n" for place in ("白沙镇", "石桥镇", "南岭镇")]
    text = "\f".join([JUNE_16 + story("青石镇"), *parts])
    assert len(split_pages(text)) == 4
    fewer = "\f".join([JUNE_16 + story("青石镇"), *parts[:2]])
    assert [row.code for row in read_page(fewer).warnings].count("second-page") == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (JUNE_16 + story("白沙镇") + JUNE_16 + story("南岭镇"), "云屏发布"),
        (JUNE_16 + story("白沙镇") + "\f" + JUNE_16 + story("南岭镇"), "云屏发布"),
    ],
)
def test_a_head_that_stands_again_is_asked_about_once(text: str, place: str) -> None:
    assert split_pages(text) == [(0, len(text))]
    asked = [row for row in read_page(text).warnings if row.code == "second-page"]
    assert [text[slice(*row.span)].split()[0] for row in asked if row.span] == [place]
    assert asked[0].span
    assert asked[0].span[0] == text.rindex(place)


def test_what_stands_again_at_the_foot_is_asked_nothing() -> None:
    day = "2025年6月16日 星期一 第2版\n"
    foot = day + "\n" + story("白沙镇") + "\f" + day
    assert "second-page" not in [row.code for row in read_page(foot).warnings]


@pytest.mark.django_db
def test_the_pages_of_a_file_know_their_day_though_the_first_was_refused(tmp_path: Path) -> None:
    issue = tmp_path / "issue.txt"
    issue.write_text(JUNE_16 + story("青石镇"))
    run(issue, new_paper="云屏报")
    whole = tmp_path / "whole.md"
    whole.write_text(MARKDOWN["headings-below"])
    lines = refused(whole).splitlines()
    assert lines[0].startswith(f"{whole}:1: 2025-06-16 page 1 is here already")
    assert lines[1] == f"{whole}:21: imported 2025-06-16 page 2 综合"


@pytest.mark.django_db
def test_pictures_go_with_the_page_that_shows_them(tmp_path: Path) -> None:
    for name, colour in (("a.jpg", "red"), ("b.jpg", "blue")):
        Image.new("RGB", (400, 300), colour).save(tmp_path / name)
    body = tagged_head(JUNE_16) + tagged("白沙镇") + "<img src='a.jpg' width=400 height=300>"
    body += "<h2>第2版 综合</h2>" + tagged("南岭镇") + "<img src='b.jpg' width=400 height=300>"
    (tmp_path / "issue.html").write_text(page(body))
    assert "2 imported" in run(tmp_path, new_paper="云屏报")
    photos = Photo.objects.order_by("article__page__number")
    assert [row.article.page.number for row in photos] == [1, 2]
    assert len({row.sha256 for row in photos}) == 2
    assert "2 unchanged" in run(tmp_path)


@pytest.mark.django_db
def test_the_desk_knows_day_and_page_of_each_part(tmp_path: Path) -> None:
    client = Client()
    client.force_login(make_member("editor", Role.EDITOR))
    file = tmp_path / "issue.txt"
    file.write_text(FEEDS)
    run(file, new_paper="云屏报")
    file.write_text(
        FEEDS.replace("16日", "18日").replace("星期一", "星期三").replace("4405", "4406")
    )
    with file.open("rb") as opened:
        shown = client.post(
            reverse("admin:issues_page_import"), {"files": [opened]}, follow=True
        ).content.decode()
    assert PendingFile.objects.count() == 4
    for label in "1234":
        assert f"2025-06-18 page {label}" in shown
    assert Issue.objects.count() == 1


def test_a_part_keeps_what_the_others_say_of_it() -> None:
    parts = list(pages_of(Received("a.txt", FEEDS.encode())))
    assert [(row.told.date, row.told.label) for row in parts] == [
        ("2025-06-16", ""),
        ("2025-06-16", "2"),
        ("2025-06-16", "3"),
        ("2025-06-16", "4"),
    ]
