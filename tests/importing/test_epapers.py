"""E-papers saved as HTML come in complete, as their marks say, and never twice."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image
from pytest_django import Settings

from archive.verification import verify
from articles.models import Article, OldAddress, Photo
from issues.models import Page, PageImage, Reading, Source
from reading import invariants
from reading.document import PageDocument
from tests.importing.epapers import DAY, FEW, NAMES, founder, picture, semantic, stories
from tests.importing.mixed_files import told as fates_of
from tests.importing.test_import_pages import refused, rows, run
from tests.make import make_publication

pytestmark = pytest.mark.django_db
FORMS: dict[str, Callable[..., Path]] = {"founder": founder, "semantic": semantic}


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_publication("山溪报")


def zipped(root: Path) -> Path:
    path = root.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(root.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(root).as_posix())
    return path


@pytest.mark.parametrize("form", FORMS)
def test_it_comes_in_complete_with_its_pictures(form: str, tmp_path: Path) -> None:
    assert "12 imported" in run(FORMS[form](tmp_path / "epaper", len(NAMES)))
    pages = list(Page.objects.order_by("number"))
    assert [(page.number, page.name) for page in pages] == list(enumerate(NAMES, start=1))
    assert {str(page.issue.date) for page in pages} == {DAY}
    here = Article.objects.with_parts().order_by("page__number", "order")
    for row, told in zip(here, stories(len(NAMES)), strict=True):
        assert (row.page.number, row.kicker, row.headline, row.deck) == (
            told.page,
            told.kicker,
            told.headline,
            told.deck,
        )
        opening, second = told.paragraphs
        assert row.paragraphs == [opening.removeprefix("本报讯（记者 张慧）"), second]
        assert row.dateline == "本报讯"
        names = [byline.contributor.name for byline in row.bylines.all()]
        assert names == ["张慧", *told.author.split()]
        photos = [(photo.caption, photo.credit) for photo in row.photos.all()]
        assert photos == ([(told.caption, told.credit)] if told.caption else [])
        assert all(photo.image for photo in row.photos.all())
        assert (row.kind, row.truncated, row.is_edited) == ("news", False, False)
    assert Photo.objects.exclude(image="").count() == len(NAMES)


@pytest.mark.parametrize("form", FORMS)
def test_twice_and_as_a_zip_it_is_here_once(form: str, tmp_path: Path) -> None:
    folder = FORMS[form](tmp_path / "epaper")
    run(folder)
    before, files = rows(), sorted((tmp_path / "media").rglob("*"))
    assert f"{FEW} unchanged" in run(folder)
    assert f"{FEW} unchanged" in run(zipped(folder))
    assert (rows(), sorted((tmp_path / "media").rglob("*"))) == (before, files)


@pytest.mark.parametrize("form", FORMS)
def test_the_four_things_hold_and_verify_finds_nothing(form: str, tmp_path: Path) -> None:
    run(FORMS[form](tmp_path / "epaper"))
    for reading in Reading.objects.select_related("source"):
        document = reading.document
        assert document["unassigned"] == []
        assert invariants.check(reading.source.text, PageDocument.from_dict(document)) == []
    call_command("verify", verbosity=0)
    call_command("reparse", "--apply", verbosity=0)
    call_command("verify", verbosity=0)


def test_the_page_has_its_own_picture_and_the_stories_their_places_on_it(tmp_path: Path) -> None:
    run(founder(tmp_path / "epaper"))
    assert PageImage.objects.count() == FEW
    document = Reading.objects.order_by("pk")[0].document
    regions = [story["regions"] for story in document["articles"]]
    assert regions[:2] == [[[0.0, 0.0, 1.0, 0.18]], [[0.0, 0.2, 1.0, 0.38]]]


def test_the_addresses_of_before_lead_on(tmp_path: Path) -> None:
    run(founder(tmp_path / "epaper"))
    assert OldAddress.objects.count() == 6 * FEW
    story = OldAddress.objects.get(path="/html/2025-06/13/content_201.htm").article
    assert story is not None
    assert (story.page.number, story.order) == (2, 0)
    page = OldAddress.objects.get(path="/html/2025-06/13/node_3.htm").page
    assert page is not None
    assert page.number == 3


def test_a_dry_run_leaves_no_row_and_no_file(tmp_path: Path) -> None:
    folder, before = founder(tmp_path / "epaper"), rows()
    assert f"{FEW} imported" in run(folder, dry_run=True)
    assert rows() == before
    assert [file for file in (tmp_path / "media").rglob("*") if file.is_file()] == []


def test_each_file_is_told_what_became_of_it(tmp_path: Path) -> None:
    folder = founder(tmp_path / "epaper")
    (folder / "images/2025-06/13/p101.jpg").write_bytes(b"no picture")
    (folder / "images/2025-06/13/p201.jpg").unlink()
    said = run(folder, report=str(tmp_path / "report.json"))
    outcomes = json.loads((tmp_path / "report.json").read_text())["outcomes"]
    told = {row["name"]: row["result"] for row in outcomes}
    for row in outcomes:
        told |= {part["name"]: part["result"] for part in row["parts"]}
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {str(file) for file in files} <= told.keys()
    assert told[str(folder / "images/2025-06/13/p101.jpg")] == "refused"
    assert told[str(folder / "images/2025-06/13/logo.gif")] == "passed"
    assert told["p201.jpg"] == "refused"
    assert "p101.jpg is no JPEG, PNG or WebP image" in said
    assert "The page shows this picture, but it did not come along." in said
    assert "It belongs to the web site, and holds no text of the paper." in said


def test_a_page_that_is_refused_takes_no_picture_along(tmp_path: Path) -> None:
    make_publication("另一报", organ="中共另县委机关报", sponsor="")
    said = refused(founder(tmp_path / "epaper"))
    assert "Which paper is it?" in said
    assert not Page.objects.exists()
    assert [file for file in (tmp_path / "media").rglob("*") if file.is_file()] == []


def test_replacing_puts_the_new_pictures_in_the_old_ones_place(tmp_path: Path) -> None:
    folder = founder(tmp_path / "epaper")
    run(folder)
    changed = folder / "html/2025-06/13/content_101.htm"
    text = changed.read_text("gb18030").replace("落到实处", "落到细处")
    changed.write_text(text, "gb18030")
    (folder / "images/2025-06/13/p101.jpg").write_bytes(picture(250))
    assert f"1 replaced, {FEW - 1} unchanged" in run(folder, replace=True)
    story = Article.objects.get(page__number=1, order=0)
    assert "落到细处" in story.body
    assert story.photos.get().image
    call_command("verify", verbosity=0)


def test_the_source_is_the_page_s_files_to_the_byte(tmp_path: Path) -> None:
    folder = founder(tmp_path / "epaper")
    run(folder)
    source = Source.objects.get(file_name__endswith="node_1.htm")
    (tmp_path / "kept.zip").write_bytes(source.received)
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        names = archive.namelist()
        assert names == ["node_1.htm", *(f"content_{number}.htm" for number in range(101, 106))]
        for name in names:
            assert archive.read(name) == (folder / "html/2025-06/13" / name).read_bytes()


def test_files_that_a_browser_saved_find_each_other_by_where_they_were(tmp_path: Path) -> None:
    address = "http://paper.example/html/2025-06/13/"

    def saved(name: str, body: str) -> str:
        mark = f"<!-- saved from url=(0049){address}{name} -->"
        return f"<!doctype html>\n{mark}\n<html><body><p>2025年6月13日</p>{body}</body></html>"

    folder = tmp_path / "saved"
    (folder / "甲_files").mkdir(parents=True)
    (folder / "甲_files" / "a.jpg").write_bytes(picture(3))
    link = f"<p>第02版：民生</p><a href='{address}content_5.htm'>我县部署防汛</a>"
    (folder / "民生.html").write_text(saved("node_2.htm", link), "utf-8")
    story = "<article><h1>我县部署防汛</h1><img src='甲_files/a.jpg'><p>本报讯 会议。</p></article>"
    (folder / "甲.html").write_text(saved("content_5.htm", story), "utf-8")
    assert "1 imported" in run(folder)
    article = Article.objects.get()
    assert article.page.number == 2
    assert article.photos.get().image
    kept = OldAddress.objects.get(path="/html/2025-06/13/content_5.htm")
    assert kept.article == article


def test_a_page_in_one_file_gives_its_stories_and_their_places(tmp_path: Path) -> None:
    rows = "".join(
        f"<article id=s{n}><h2>第{n}条消息见报了</h2><p>本报讯 会议{n}。</p></article>"
        for n in "12"
    )
    areas = "".join(f"<area href='#S{n}' coords='0,{n}0,100,{n}9'>" for n in "12")
    (tmp_path / "02.html").write_text(
        "<html><body><p>2025年6月13日 第02版：民生</p><img src=b.jpg width=100 height=100"
        " usemap=#m>"
        f"<map name=m>{areas}</map>{rows}</body></html>",
        "utf-8",
    )
    (tmp_path / "b.jpg").write_bytes(picture(4))
    assert "1 imported" in run(tmp_path)
    document = Reading.objects.get().document
    assert [row["regions"] for row in document["articles"]] == [
        [[0.0, 0.1, 1.0, 0.19]],
        [[0.0, 0.2, 1.0, 0.29]],
    ]
    assert PageImage.objects.count() == 1


def test_pages_made_of_frames_lead_to_the_stories_in_them(tmp_path: Path) -> None:
    folder = founder(tmp_path / "epaper")
    html = folder / "html/2025-06/13"
    (html / "content_101.htm").rename(html / "body_101.htm")
    frame = "<html><body><iframe width=9 src='body_101.htm'></iframe></body></html>"
    (html / "content_101.htm").write_text(frame)
    both = "<html><frameset cols='1,2'><frame src=node_1.htm><frame src=content_102.htm></html>"
    (html / "a.htm").write_text(both)
    on = "<html><head><meta http-equiv=refresh content='0;url=html/2025-06/13/node_1.htm'></head>"
    (folder / "index.htm").write_text(on + "</html>")
    said = run(folder)
    assert f"{FEW} imported" in said
    assert said.count("It only leads to other files") == 3
    assert [page.articles.count() for page in Page.objects.all()] == [5] * FEW


def test_folders_tell_day_and_page_where_the_files_do_not(tmp_path: Path) -> None:
    for page in (1, 2):
        folder = tmp_path / "2025-06-13" / f"{page:02}"
        folder.mkdir(parents=True)
        for number in (1, 2):
            text = f"<h1>我县部署第{page}{number}项工作</h1><p>本报讯 会议{number}。</p>"
            (folder / f"{number}.html").write_text(f"<html><body>{text}</body></html>", "utf-8")
    assert "2 imported" in run(tmp_path)
    assert [page.articles.count() for page in Page.objects.all()] == [2, 2]


def test_read_by_two_processes_it_is_the_same(tmp_path: Path) -> None:
    assert f"{FEW} imported" in run(founder(tmp_path / "epaper"), jobs=2)
    assert Photo.objects.exclude(image="").count() == PageImage.objects.count() == FEW
    assert OldAddress.objects.count() == 6 * FEW


def test_pages_of_one_number_under_two_letters_stand_side_by_side(tmp_path: Path) -> None:
    for label in ("A01", "B01"):
        head = f"<p>2025年6月13日</p><p>第{label}版：要闻</p>"
        story = f"<article><h1>我县部署{label}项工作</h1><p>本报讯 会议召开。</p></article>"
        page = f"<html><body>{head}{story}</body></html>"
        (tmp_path / f"{label}.html").write_text(page, "utf-8")
    assert "2 imported" in run(tmp_path)
    assert list(Page.objects.order_by("number").values_list("label", "number")) == [
        ("A01", 1),
        ("B01", 101),
    ]


def test_a_picture_within_a_frame_comes_with_its_story(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "a_files").mkdir(parents=True)
    frames = "<p>会后部署工作。</p>".join(
        f"<iframe src='a_files/{name}'></iframe>" for name in ("f.html", "q.jpg")
    )
    story = f"<article><h1>我县部署防汛工作</h1><p>6月12日，我县召开会议。</p>{frames}</article>"
    head = "<p>2025年6月13日</p><p>第03版：民生</p>"
    (folder / "a.html").write_text(f"<html><body>{head}{story}</body></html>")
    (folder / "index.html").write_text(
        "<html><body><a href='b.html'>2025</a><iframe src='a_files/g.html'></iframe></body></html>"
    )
    for name, shown in (("f", "p.jpg"), ("g", "r.jpg")):
        (folder / f"a_files/{name}.html").write_text(f"<html><body><img src='{shown}'></body>")
    for number, name in enumerate("pqr"):
        (folder / f"a_files/{name}.jpg").write_bytes(picture(number))
    run(folder, report=str(tmp_path / "report.json"))
    fates = fates_of(json.loads((tmp_path / "report.json").read_text())["outcomes"], f"{folder}/")
    passed = {name for name, fate in fates.items() if fate == "passed"}
    assert passed == {"index.html", "a_files/g.html", "a_files/r.jpg"}
    assert len(fates) == 7
    blues = []
    for photo in Photo.objects.order_by("order"):
        with Image.open(photo.image.path) as image:
            blues.append(round(image.convert("RGB").getpixel((9, 9))[2] / 29))  # type: ignore[index]
    assert blues == [0, 1]


@pytest.mark.parametrize(
    ("navigation", "names"),
    [
        ("<p>首页</p><p>要闻</p><p>民生</p>", ("", "", "")),
        ("<nav>首页</nav><a href='1.html'>第01版：要闻</a> <a href='2.html'>第02版</a>", NAMES[:3]),
        ("<p><a href='1.html'>第01版</a></p><p><a href='2.html'>第02版</a></p>", NAMES[:3]),
    ],
)
def test_pages_of_several_files_without_marks_have_each_its_own_name_and_pictures(
    navigation: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    for number, name in enumerate(NAMES[:3], start=1):
        (folder / f"{number}.html").write_text(
            f"<html><body>{navigation}<p>山溪报</p><p>2025年6月13日 星期五</p>"
            f"<p>第{number:02}版：{name}</p><p>西岭村修通生产路</p>"
            "<p>本报讯（记者 张慧）6月12日，西岭村生产路修通，村民运菜少走三里路。</p>"
            f"<iframe src='f{number}.html'></iframe><p>村里还装了路灯。</p></body></html>"
        )
        shown = f"<html><body><img src='{number}.jpg'></body></html>"
        (folder / f"f{number}.html").write_text(shown)
        (folder / f"{number}.jpg").write_bytes(picture(number))
    assert "3 imported" in run(folder)
    pages = Page.objects.order_by("number")
    assert [(page.number, page.name) for page in pages] == list(enumerate(names, start=1))
    assert [page.articles.get().headline for page in pages] == ["西岭村修通生产路"] * 3
    assert "3 unchanged" in run(folder)
    assert [proof.faults for proof in verify(Page.objects.all())] == [[]] * 3


@pytest.mark.parametrize(
    ("heading", "foot"),
    [
        ("<h3>本版标题</h3>", "地址：山溪县清河路8号 邮编：325000"),
        ("<h2>文章列表：</h2>", "国内统一刊号 CN33-0099<br>您是第 2046 位访问者"),
        ("<h3>本版导读</h3><p>点击标题即可阅读</p>", "建议使用1024*768分辨率浏览"),
        ("<h2>每日一读</h2>", "报社地址：山溪县清河路8号<br>新闻热线：0577-60000000"),
        ("<h3>本版标题</h3>", "为了更好地浏览本报的版面图，请您点击图上的文章。欢迎您每天来看！"),
        ("<h1>天天好看的版面</h1>", "这一页的文章都可以点击图上的标题来看，欢迎您每天来看！"),
    ],
)
def test_a_page_s_sheet_is_no_story_whatever_stands_over_its_list(
    heading: str, foot: str, tmp_path: Path
) -> None:
    root = founder(tmp_path / "epaper", 2)
    for node in sorted((root / "html/2025-06/13").glob("node_*.htm")):
        text = node.read_text("gb18030")
        text = text.replace('<ul id="titleList">', f"{heading}<ul>")
        node.write_text(text.replace("版权所有 山溪报社", foot), "gb18030")
    assert "2 imported" in run(root)
    assert set(PageImage.objects.values_list("page__number", flat=True)) == {1, 2}
    here = Article.objects.order_by("page__number", "order")
    assert [row.headline for row in here] == [told.headline for told in stories(2)]
    articles = [row.document["articles"] for row in Reading.objects.all()]
    assert all(story["regions"] for rows in articles for story in rows)


def test_a_story_s_file_that_shows_the_page_s_picture_is_a_story(tmp_path: Path) -> None:
    root = founder(tmp_path / "epaper", 1)
    html = root / "html/2025-06/13"
    node = (html / "node_1.htm").read_text("gb18030")
    shown = node[node.index("<img src") : node.index("</map>")] + "</map>"
    for file in html.glob("content_*.htm"):
        text = file.read_text("gb18030")
        file.write_text(text.replace("<div id=ozoom>", f"{shown}<div id=ozoom>"), "gb18030")
    run(root)
    assert [row.headline for row in Article.objects.order_by("order")] == [
        told.headline for told in stories(1)
    ]
