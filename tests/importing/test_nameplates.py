"""A paper is called by its nameplate, and a page with another one is asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article
from audit.outcomes import Result
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from importing.report import FileOutcome
from issues.models import Issue, Page, Publication, Source
from reading import read_page
from reading.nameplates import agree, nameplate_of
from tests.make import make_publication

pytestmark = pytest.mark.django_db
TRIALS = Path(__file__).parents[1] / "reading" / "trials"
OTHER, ALONE, BOTH = "57-other-paper", "61-nameplate-only", "01-pdf-viewer-lines"


def bring(name: str, **options: Any) -> FileOutcome:
    (outcome,) = import_all(
        [Received(f"{name}.txt", (TRIALS / f"{name}.txt").read_bytes())], ImportOptions(**options)
    )
    return outcome


def linjiang() -> Publication:
    return make_publication("今日临江", organ="中共临江县委机关报", sponsor="")


def test_a_page_of_another_paper_is_asked_about_before_anything_is_written() -> None:
    outcome = bring(OTHER, publication=linjiang())
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "nameplate")
    assert "青石日报" in outcome.message
    assert outcome.papers == [linjiang().pk]
    for model in (Issue, Page, Source, Article):
        assert model.objects.count() == 0


def test_a_page_of_another_paper_is_asked_about_also_where_there_is_one_paper_only() -> None:
    linjiang()
    assert bring(OTHER).ask == "nameplate"
    assert bring(OTHER, new_paper=True).result == Result.IMPORTED
    assert Page.objects.get().issue.publication.name == "青石日报"


def test_an_unknown_paper_is_asked_about_by_its_name() -> None:
    make_publication("山溪报", organ="中共山溪县委机关报", sponsor="")
    outcome = bring(BOTH)
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "new-paper")
    assert "今日临江／中共临江县委机关报" in outcome.message


def test_the_paper_that_is_so_called_is_named_first_and_taken_without_a_question() -> None:
    linjiang()
    qingshi = make_publication("青石日报", organ="", sponsor="")
    assert bring(OTHER, publication=linjiang()).papers[0] == qingshi.pk
    assert bring(OTHER).result == Result.IMPORTED
    assert Page.objects.get().issue.publication == qingshi


def test_who_has_been_asked_may_say_that_it_is_the_paper_s(tmp_path: Path) -> None:
    linjiang()
    (tmp_path / "a.txt").write_bytes((TRIALS / f"{OTHER}.txt").read_bytes())
    run = ["import_pages", str(tmp_path), "--publication", "今日临江"]
    with pytest.raises(CommandError):
        call_command(*run, verbosity=0)
    call_command(*run, "--any-nameplate", verbosity=0)
    assert Page.objects.get().issue.publication.name == "今日临江"


def test_a_nameplate_alone_begins_an_empty_database_when_the_editor_says_so() -> None:
    outcome = bring(ALONE)
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "new-paper")
    assert "今日临江" in outcome.message
    assert Publication.objects.count() == 0
    assert bring(ALONE, new_paper=True).result == Result.IMPORTED
    paper = Publication.objects.get()
    assert (paper.name, paper.organ) == ("今日临江", "")
    assert bring(ALONE).result == Result.UNCHANGED


def test_a_paper_is_called_by_its_nameplate_and_keeps_its_organ_line() -> None:
    bring(BOTH)
    paper = Publication.objects.get()
    assert (paper.name, paper.organ) == ("今日临江", "中共临江县委机关报")


def test_a_paper_that_is_called_after_its_organ_line_is_no_question() -> None:
    paper = make_publication("中共临江县委机关报", organ="中共临江县委机关报", sponsor="")
    assert bring(BOTH).result == Result.IMPORTED
    assert Page.objects.get().issue.publication == paper


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("平 阳 报", "平阳报"),
        ("《临江日报》", "临江日报"),
        ("臨江日報", "臨江日報"),
        ("今⽇临江", "今日临江"),
        ("中共临江县委机关报", ""),
        ("今日要闻", ""),
    ],
)
def test_a_nameplate_is_told_from_other_lines(line: str, name: str) -> None:
    text = f"{line}\n2025年6月13日 星期五\n第02版\n\n县里开会\n\n本报讯（记者 王明）县里开会。\n"
    assert nameplate_of(read_page(text), text) == name


FACTS = "2025年6月13日 星期五\n总第120期 今日4版"
NAMES = {
    "青石新闻": f"青石新闻\n\n{FACTS}",
    "新青石": f"新青石\n\n{FACTS}",
    "青石融媒": f"青石融媒\n\n{FACTS}",
    "a less sure name with letters": f"青石新闻 QINGSHI NEWS\n{FACTS}",
    "spaced out": f"青 石 新 闻\n{FACTS}",
    "今日 spaced out": f"今 日 青 石\n{FACTS}",
    "letters beside": f"青石日报 QINGSHI DAILY\n\n{FACTS}",
    "letters before": f"QĪNGSHÍ RÌBÀO 青石日报\n{FACTS}",
    "letters behind without a space": f"青石日报QINGSHI DAILY\n{FACTS}",
    "letters below": f"青石日报\nQINGSHI DAILY\n{FACTS}",
    "letters in brackets": f"青石日报（QINGSHI DAILY）\n{FACTS}",
    "letters behind a rule": f"青石日报｜QINGSHI DAILY\n{FACTS}",
    "letters in the folio": "3 民生 青石日报 QINGSHI DAILY\n2025年6月13日 星期五",
    "a less sure name in brackets": f"《青石新闻》\n{FACTS}",
    "beside the day": f"青石新闻 {FACTS}",
    "below the day": "2025年6月13日 星期五\n青石新闻\n总第120期 今日4版",
    "supplement": "青石日报·副刊\n2025年6月13日 星期五 第5版",
    "supplement of 今日": "今日青石·周末\n2025年6月13日 星期五 第5版",
    "supplement of its own name": "青石日报 都市新闻\n2025年6月13日 星期五 第5版",
    "supplement without a dot": "《青石日报》副刊\n2025年6月13日 星期五 第5版",
    "in brackets": "《青石日报》2025年6月13日第7版",
    "without brackets": "青石日报2025年6月13日第7版",
}
PROSE = "村口修桥\n\n本报讯（记者 王明）6月12日，村口的小桥修好了。\n\n桥长二十米，造价不高。\n"


@pytest.mark.parametrize("head", NAMES.values(), ids=NAMES)
def test_a_page_whose_head_names_another_paper_is_asked_about(head: str) -> None:
    linjiang()
    page = Received("a.txt", f"{head}\n\n{PROSE}".encode())
    (outcome,) = import_all([page], ImportOptions())
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "nameplate")
    assert "青石" in outcome.message
    assert not Page.objects.exists()


@pytest.mark.parametrize("head", NAMES.values(), ids=NAMES)
def test_a_head_that_names_its_paper_is_enough_to_begin_with(head: str) -> None:
    page = Received("a.txt", f"{head}\n\n{PROSE}".encode())
    (outcome,) = import_all([page], ImportOptions())
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "new-paper")
    (outcome,) = import_all([page], ImportOptions(new_paper=True))
    assert outcome.result == Result.IMPORTED
    paper = Publication.objects.get()
    assert paper.name in ("青石新闻", "新青石", "青石融媒", "今日青石", "青石日报")
    assert paper.mottoes == ""
    story = Article.objects.get()
    assert (story.section, story.kicker, story.headline) == ("", "", "村口修桥")
    (outcome,) = import_all([page], ImportOptions())
    assert outcome.result == Result.UNCHANGED


@pytest.mark.parametrize(
    "head",
    [
        f"县域新闻\n{FACTS}",
        f"今日关注\n{FACTS}",
        f"头条新闻\n{FACTS}",
        f"新时代\n{FACTS}",
        f"新农村\n{FACTS}",
        "喜报\n2025年6月13日 星期五 第3版",
        "海报·设计展\n2025年6月13日 星期五 第5版",
        # The name of a page.
        "青石新闻\n2025年6月13日 星期五 第3版",
        "3 青石新闻\n2025年6月13日 星期五",
        "第1版 青石新闻\n2025年6月13日 星期五 总第120期",
        "第1版\n青石新闻\n2025年6月13日 星期五 总第120期",
        # Headlines.
        f"{FACTS}\n\n新青石建设提速",
        f"{FACTS}\n\n新青石\n\n建设提速",
        f"新青石建设提速\n{FACTS}",
        # A column below the paper's own name, and channels.
        f"今日临江\n{FACTS}\n青石新闻",
        f"青石新闻\n青石发布\n爱青石\n{FACTS}",
        f"临江融媒\n{FACTS}",
        f"青石新闻\n中共临江县委机关报\n{FACTS}",
        # The paper's own name in other dress.
        f"今日临江 JINRI LINJIANG\n{FACTS}",
        f"今 日 临 江\n{FACTS}",
        "今日临江·副刊\n2025年6月13日 星期五 第5版",
        # How many pages it has.
        "爱临江 中共临江县委机关报\n2025年6月13日 星期五\n农历乙巳年五月十八 今日共四版　总第120期",
    ],
)
def test_a_page_of_the_paper_s_own_is_not_asked_about(head: str) -> None:
    linjiang()
    page = Received("a.txt", f"{head}\n\n{PROSE}".encode())
    (outcome,) = import_all([page], ImportOptions())
    assert (outcome.result, outcome.message) == (Result.IMPORTED, "")
    assert Publication.objects.count() == 1


def test_a_channel_of_the_paper_s_own_is_no_other_paper() -> None:
    paper = linjiang()
    Publication.objects.filter(pk=paper.pk).update(channels="山花融媒\n看临江")
    page = Received("a.txt", f"山花融媒\n{FACTS}\n\n{PROSE}".encode())
    (outcome,) = import_all([page], ImportOptions())
    assert outcome.result == Result.IMPORTED


def test_of_two_papers_the_one_that_is_called_so_takes_the_page() -> None:
    make_publication("青石报", organ="", sponsor="")
    make_publication("青石融媒", organ="", sponsor="")
    page = Received("a.txt", f"青石融媒\n{FACTS}\n\n{PROSE}".encode())
    (outcome,) = import_all([page], ImportOptions())
    assert outcome.result == Result.IMPORTED
    assert Page.objects.get().issue.publication.name == "青石融媒"


@pytest.mark.parametrize(
    ("other", "same"), [("臨江日報", True), ("临江日报·周末", True), ("临海日报", False)]
)
def test_two_forms_of_a_name_are_one(other: str, *, same: bool) -> None:
    assert agree("临江日报", other) is same


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.html",
            '<html><head><meta charset="utf-8"></head><body><p>青石日报</p>'
            "<p>2025年6月13日 星期五 第02版</p><article><h1>镇里养鸡</h1>"
            "<p>本报讯（记者 王明）6月12日，青石镇召开会议。</p></article></body></html>",
        ),
        (
            "b.html",
            '<html><head><meta charset="utf-8"></head><body>'
            "<div>青石日报 2025年06月13日 星期五 第06版：要闻</div><article><h1>镇里养鸡</h1>"
            "<p>本报讯（记者 王明）6月12日，青石镇召开会议。</p></article></body></html>",
        ),
        (
            "c.md",
            "# 青石日报\n\n2025年6月13日 星期五 第04版\n\n## 镇里养鹅\n\n"
            "本报讯（记者 王明）6月12日，青石镇召开会议。\n",
        ),
    ],
)
def test_a_web_page_of_another_paper_is_asked_about(name: str, text: str) -> None:
    linjiang()
    (outcome,) = import_all([Received(name, text.encode())], ImportOptions())
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "nameplate")
    assert "青石日报" in outcome.message
    assert not Page.objects.exists()


def test_a_paper_of_which_only_the_name_is_known_takes_no_page_of_another_county() -> None:
    make_publication("今日临江", organ="", sponsor="")
    text = "中共北溪县委机关报\n2025年6月13日 星期五\n第2版\n\n镇里养鸡\n\n昨天，镇里养了鸡。\n"
    (outcome,) = import_all([Received("a.txt", text.encode())], ImportOptions())
    assert (outcome.result, outcome.ask) == (Result.REFUSED, "new-paper")
    assert linjiang_lines() == ("", "")
    own = text.replace("北溪", "临江")
    (outcome,) = import_all([Received("b.txt", own.encode())], ImportOptions())
    assert outcome.result == Result.IMPORTED
    assert linjiang_lines() == ("中共临江县委机关报", "")


FRONT = (
    "中共临江县委机关报\n2025年6月13日 星期五\n第1版\n\n县里开会\n\n本报讯（记者 王明）县里开会。\n"
)
INNER = "{}\n2025年6月13日 星期五\n第02版\n\n镇里开会\n\n本报讯（记者 王明）镇里开会。\n"


def archive_of(tmp_path: Path, *texts: str) -> str:
    """Return a folder with a page each, in this order."""
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)
    return str(tmp_path)


@pytest.mark.parametrize("front_first", [True, False])
def test_an_organ_line_and_a_nameplate_of_one_place_begin_one_paper(
    tmp_path: Path, *, front_first: bool
) -> None:
    texts = [FRONT, INNER.format("今日临江")]
    folder = archive_of(tmp_path, *(texts if front_first else reversed(texts)))
    call_command("import_pages", folder, "--new-paper", verbosity=0)
    paper = Publication.objects.get()
    assert (paper.name, paper.organ) == ("今日临江", "中共临江县委机关报")
    assert paper.issues.get().pages.count() == 2
    call_command("verify", verbosity=0)


@pytest.mark.parametrize("front_first", [True, False])
def test_where_the_name_tells_no_place_it_is_asked(tmp_path: Path, *, front_first: bool) -> None:
    texts = [FRONT, INNER.format("山花报")]
    folder = archive_of(tmp_path, *(texts if front_first else reversed(texts)))
    with pytest.raises(CommandError, match="1 imported, 0 replaced, 0 unchanged, 1 refused"):
        call_command("import_pages", folder, "--new-paper", verbosity=0)
    assert Publication.objects.count() == 1
    if front_first:
        call_command("import_pages", folder, "--new-paper", "--any-nameplate", verbosity=0)
        assert (paper := Publication.objects.get()).name == "山花报"
        assert paper.issues.get().pages.count() == 2


def test_who_says_what_the_new_paper_is_called_has_answered(tmp_path: Path) -> None:
    folder = archive_of(tmp_path, FRONT)
    call_command("import_pages", folder, "--new-paper", verbosity=0)
    (page := tmp_path / "other.txt").write_text(INNER.format("山花报"))
    call_command("import_pages", str(page), "--new-paper", "山花报", verbosity=0)
    assert set(Publication.objects.values_list("name", flat=True)) == {
        "中共临江县委机关报",
        "山花报",
    }


def linjiang_lines() -> tuple[str, str]:
    paper = Publication.objects.get()
    return paper.organ, paper.sponsor
