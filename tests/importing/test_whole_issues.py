"""A whole issue in one file gives its pages; two issues give the pages of both."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from archive.verification import verify
from importing.issue_files import pages_in
from importing.models import PendingFile
from importing.pieces import pieces
from issues.models import Issue, Page, Source
from reading import read_page
from reading.whole_issue import split_pages
from tests.importing.test_import_pages import refused, run
from tests.make import JUNE, make_member, make_publication
from tests.reading.test_manuscripts import MAKERS
from tests.reading.trial_pages import FOLDER, data

WHOLE = FOLDER / "52-whole-issue-4-pages.txt"
ISSUE = [
    f"0{page} 民生\n2025年6月13日 星期五\n\n老街改造惠及{page}千户居民\n\n"
    f"本报讯（记者 赵亮）6月{page}日，老街改造完工。"
    for page in (1, 2, 3)
]
INNER = "第{page}版 民生\n\n老街改造惠及千户居民\n\n本报讯（记者 赵亮）6月10日，老街改造完工。\n"


@pytest.mark.django_db
def test_a_whole_issue_gives_its_pages_and_their_bytes_are_the_file() -> None:
    assert "4 imported" in run(WHOLE, new_paper="今日临江")
    issue = Issue.objects.get()
    assert [(page.number, page.name) for page in issue.pages.all()] == [
        (1, ""),
        (2, "要闻"),
        (3, "民生"),
        (4, "副刊"),
    ]
    assert [page.articles.count() for page in issue.pages.all()] == [1, 1, 1, 1]
    sources = Source.objects.order_by("page__number")
    assert b"".join(row.received for row in sources) == WHOLE.read_bytes()
    assert [row.file_name for row in sources] == [f"{WHOLE.name}:{n}" for n in (1, 12, 19, 26)]
    assert "4 unchanged" in run(WHOLE, jobs=2)
    assert [proof.faults for proof in verify(Page.objects.all())] == [[]] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["txt", "docx", "rtf"])
@pytest.mark.parametrize("alone_first", [True, False])
def test_a_page_alone_is_the_same_as_in_its_issue(
    kind: str, tmp_path: Path, *, alone_first: bool
) -> None:
    make_publication("今日临江")

    def write(name: str, *pages: str) -> Path:
        lines = "\n\n\n".join(pages).split("\n")
        data = MAKERS[kind](*lines) if kind in MAKERS else "\n".join(lines).encode()
        (tmp_path / f"{name}.{kind}").write_bytes(data)
        return tmp_path / f"{name}.{kind}"

    both = [write("alone", ISSUE[1]), write("issue", *ISSUE)]
    said = [run(one) for one in (both if alone_first else reversed(both))]
    first, second = (
        ("1 imp", "2 imported, 0 rep") if alone_first else ("3 imp", "0 imported, 0 rep")
    )
    assert first in said[0]
    assert f"{second}laced, 1 unchanged" in said[1]
    assert "has this text already, from other bytes." in said[1]
    assert (Page.objects.count(), Source.objects.count()) == (3, 3)
    assert "is here already, from other bytes" in refused(
        write("alone", ISSUE[1].replace("赵亮", "赵明"))
    )


@pytest.mark.django_db
def test_two_issues_in_one_file_are_two() -> None:
    assert "2 imported" in run(FOLDER / "28-two-mastheads.txt", new_paper="今日临江")
    assert [str(issue.date) for issue in Issue.objects.all()] == ["2025-06-16", "2025-06-13"]


@pytest.mark.django_db
def test_pages_behind_the_first_are_of_its_paper_and_day(tmp_path: Path) -> None:
    make_publication("另一报")
    first = data("52").decode().split("第2版")[0]
    file = tmp_path / "issue.txt"
    file.write_text(first + "\f" + "\f".join(INNER.format(page=page) for page in (2, 3)))
    assert "3 imported" in run(file, new_paper="今日临江")
    assert set(Page.objects.values_list("issue__publication__name", "issue__date")) == {
        ("今日临江", Issue.objects.get().date)
    }
    # In a file of its own nobody knows whose it is.
    alone = tmp_path / "alone.txt"
    alone.write_text(INNER.format(page=4))
    assert "prints no date" in refused(alone)


def test_every_page_is_printed_as_a_document() -> None:
    out = io.StringIO()
    call_command("parse_page", str(WHOLE), stdout=out)
    documents = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["page"]["number"] for row in documents] == [1, 2, 3, 4]
    headlines = [story["headline"] for row in documents for story in row["articles"]]
    assert headlines[1:3] == ["白沙镇举行春耕推进会", "老街改造惠及千户居民"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_part_is_the_files_own_bytes_in_any_encoding(encoding: str) -> None:
    text = WHOLE.read_text("utf-8")
    parts = pages_in(text.encode(encoding))
    assert [line for line, _data, _decoded in parts] == [1, 12, 19, 26]
    assert "".join(part.decode(encoding) for _line, part, _decoded in parts) == text


@pytest.mark.parametrize(
    "text",
    [
        JUNE.read_text("utf-8"),
        JUNE.read_text("utf-8") + "\f",
        "\f" + JUNE.read_text("utf-8"),
        "第2版\n\n今日要闻\n\n本报讯 会议要求落实。\f本报讯 又一条，没有版次。",
        # A page that takes two sheets of its file says on each which page it is.
        "第2版 2025年6月13日\n\n今日要闻\n\n本报讯 会议要求落实。\f第2版\n\n本报讯 又一条。",
        "",
        "\f\f",
    ],
)
def test_one_page_stays_one(text: str) -> None:
    assert split_pages(text) == [(0, len(text))]


def test_sheets_of_one_page_stay_together_and_a_new_day_begins_pages_anew() -> None:
    text = "第2版 2025年6月13日\n\n今日要闻\n\n本报讯 会议要求落实。\n"
    sheets = [text, "第2版\n\n本报讯 又一条。\n", "第3版\n\n本报讯 第三条。\n"]
    later = [sheets[0].replace("13日", "16日"), sheets[2]]
    whole = "\f".join(sheets + later)
    found = [whole[start:end] for start, end in split_pages(whole)]
    assert [part.rstrip("\f") for part in found] == ["\f".join(sheets[:2]), sheets[2], *later]


@pytest.mark.django_db
def test_the_admin_takes_a_whole_issue_too() -> None:
    client = Client()
    client.force_login(make_member("editor", Role.EDITOR))
    address = reverse("admin:issues_page_import")
    with WHOLE.open("rb") as file:
        client.post(address, {"files": [file]})
    names = list(PendingFile.objects.values_list("name", flat=True))
    assert names == [f"{WHOLE.name}:{line}" for line in (1, 12, 19, 26)]


FRONT = "云屏发布\n中共云屏县委机关报\n2025年6月16日 星期一\n总第4405期 今日4版\n\n"
LEAD = "本报讯（记者 王明）6月15日，{place}举行春耕推进会，部署下一阶段工作，各村都派人参加。"
TEXT = f"{{place}}举行春耕推进会\n\n{LEAD}\n"
PLACES = ("白沙镇", "南岭镇", "北溪镇")


def whole(*heads: str, between: str = "\n\n", feet: tuple[str, ...] = ("", "", "")) -> list[str]:
    """Return what the pages of a whole issue say, with its heads and feet."""
    stories = [TEXT.format(place=place) for place in PLACES]
    parts = [head + story + foot for head, story, foot in zip(heads, stories, feet, strict=True)]
    text = between.join(parts)
    return [text[start:end].strip() for start, end in split_pages(text)]


@pytest.mark.parametrize(
    "heads",
    [
        ("02 综合\n2025年6月16日 星期一\n\n", "03 民生\n2025年6月16日 星期一\n\n"),
        ("第二版\n\n", "第三版\n\n"),
        ("第2版\n\n", "第 3 版\n\n"),
        ("A02 综合\n2025年6月16日 星期一\n\n", "B01 民生\n2025年6月16日 星期一\n\n"),
        ("2025年6月16日 星期一　2　综合\n\n", "2025年6月16日 星期一　3　民生\n\n"),
    ],
)
def test_pages_are_told_by_their_heads(heads: tuple[str, str]) -> None:
    found = whole(FRONT, *heads)
    assert [place in part for place, part in zip(PLACES, found, strict=True)] == [True] * 3
    assert [part.startswith(head.strip()) for part, head in zip(found[1:], heads, strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "feet", [("\n1\n", "\n综合 2\n", "\n民生 3\n"), ("\nA1\n", "\nA2\n", "\nB1\n")]
)
def test_pages_are_told_by_their_feet_between_form_feeds(feet: tuple[str, str, str]) -> None:
    found = whole(FRONT, "", "", between="\f", feet=feet)
    assert [part.endswith(foot.strip()) for part, foot in zip(found, feet, strict=True)] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("heads", "labels"),
    [
        ((FRONT, "第2版\n\n", "", "第4版\n\n"), ["1", "2", "", "4"]),
        ((FRONT, "第2版\n\n", ""), ["1", "2", ""]),
        # No place is left for a page of its own.
        ((FRONT, "第2版\n\n", "", "第3版\n\n"), ["1", "2", "3"]),
        ((FRONT.replace("今日4版", "今日2版"), "第2版\n\n", ""), ["1", "2"]),
    ],
)
def test_a_part_that_names_no_page_is_one_if_a_place_is_left(
    heads: tuple[str, ...], labels: list[str]
) -> None:
    places = (*PLACES, "青石镇")
    parts = [head + TEXT.format(place=place) for head, place in zip(heads, places, strict=False)]
    text = "\f".join(parts)
    assert [read_page(text[start:end]).page.label for start, end in split_pages(text)] == labels


def test_a_sentence_that_goes_on_behind_a_form_feed_stays_on_its_page() -> None:
    cut = TEXT.format(place="白沙镇").replace("，各村都派人参加。\n", "，各村\f都派人参加。\n")
    parts = [FRONT + TEXT.format(place="北溪镇"), "第2版\n\n" + cut]
    assert len(split_pages("\f".join(parts))) == 2


def test_form_feeds_without_a_word_of_their_pages_are_asked_about_once() -> None:
    text = FRONT + "\f".join(TEXT.format(place=place) for place in PLACES)
    assert split_pages(text) == [(0, len(text))]
    asked = [row for row in read_page(text).warnings if row.code == "second-page"]
    assert [text[slice(*row.span)] for row in asked if row.span] == ["南岭镇举行春耕推进会"]


@pytest.mark.django_db
def test_a_word_processors_file_of_a_whole_issue_gives_its_pages(tmp_path: Path) -> None:
    story = TEXT.format(place="白沙镇")
    pages = [FRONT + story, "第2版\n\n" + TEXT.format(place="南岭镇")]
    marked = r"\page ".join(page.replace("\n", r"\par ") for page in pages)
    text = "".join(sign if sign.isascii() else rf"\u{ord(sign)}?" for sign in marked)
    file = tmp_path / "issue.rtf"
    file.write_text(rf"{{\rtf1\ansi {text}}}")
    assert "2 imported" in run(file, new_paper="云屏报")
    assert [page.articles.get().headline[:3] for page in Page.objects.all()] == ["白沙镇", "南岭镇"]
    assert "2 unchanged" in run(file)


@pytest.mark.parametrize(
    "text",
    [
        # Teasers of other pages, below the story or above it.
        FRONT
        + TEXT.format(place="白沙镇")
        + "\n第2版\n\n南岭镇新修水渠通水\n\n第3版\n\n北溪镇新建学校\n",
        FRONT + "南岭镇新修水渠通水\n\n第2版\n\n" + TEXT.format(place="白沙镇"),
        # Its own folio, and one that does not follow.
        "第3版\n\n2025年6月16日\n\n"
        + TEXT.format(place="白沙镇")
        + "\n\n第3版\n\n"
        + TEXT.format(place="南岭镇"),
        FRONT + TEXT.format(place="白沙镇") + "\n\n第7版\n\n" + TEXT.format(place="南岭镇"),
    ],
)
def test_a_folio_among_stories_begins_no_page(text: str) -> None:
    assert split_pages(text) == [(0, len(text))]


@pytest.mark.parametrize("text", ["一句话。" + "\n" * 400_000 + "完。", "第2版\n\n\n" * 100_000])
def test_empty_lines_and_folios_take_no_longer_than_their_number(text: str) -> None:
    start = time.process_time()
    assert len(split_pages(text)) == 1
    # Each looked at what was above it: two minutes.
    assert time.process_time() - start < 10


def test_a_stream_of_empty_lines_is_read_once() -> None:
    start = time.process_time()
    ((line, data),) = pieces(io.BytesIO(b"\n" * 400_000), 400_000)
    assert (line, len(data)) == (None, 400_000)
    assert time.process_time() - start < 10


def named(*rows: tuple[str, str]) -> str:
    """Return a front page, and pages behind folios that name them, each with a text of its own."""
    said = "的事办好了，大家都很高兴，镇里的人说这是多年来的大事。"
    head = "今日临江\n中共临江县委机关报\n2025年6月13日 星期五\n总第1203期 今日4版\n\n"
    return head + "\n".join(
        f"{folio}{headline}\n\n本报讯（记者 王明）6月12日，{headline}{said}\n"
        for folio, headline in rows
    )


def test_folios_that_name_their_pages_part_an_issue() -> None:
    whole = named(
        ("", "县里修路"), ("第02版 要闻\n\n", "镇里修桥"), ("第03版：民生\n\n", "村里修渠")
    )
    parts = [whole[start:end] for start, end in split_pages(whole)]
    assert [part.split("\n")[0] for part in parts] == ["今日临江", "第02版 要闻", "第03版：民生"]
    # A list of what is where is no issue, nor are pages that do not follow each other.
    assert len(split_pages(named(("", "县里修路"), ("第03版 民生\n\n", "镇里修桥")))) == 1
    index = "第02版 要闻\n\n镇里修桥。\n\n第03版 民生\n\n村里修渠。\n\n"
    assert len(split_pages(named(("", "县里修路")) + index)) == 1


@pytest.mark.django_db
def test_no_edition_is_asked_for_that_would_hold_for_every_page_of_a_file(tmp_path: Path) -> None:
    here, issue, extra = (tmp_path / f"{name}.txt" for name in "abc")
    bridge, canal = ("第02版 要闻\n\n", "镇里修桥"), ("第03版：民生\n\n", "村里修渠")
    here.write_text(named(("", "县里修路")))
    issue.write_text(named(("", "大桥通车"), bridge, canal))
    run(here, new_paper="今日临江")
    told = refused(issue)
    assert "into a file of their own" in told
    assert "Answer with" not in told
    assert "--edition" not in told
    assert "2 imported" in told
    # As it was told: the front page is taken out, and the others are not here twice.
    extra.write_text(named(("", "大桥通车")))
    assert "Answer with --edition NAME" in refused(extra)
    assert "1 imported" in run(extra, edition="号外")
    pages = Page.objects.values_list("issue__edition", "label").order_by("pk")
    assert list(pages) == [("", "1"), ("", "2"), ("", "3"), ("号外", "1")]
