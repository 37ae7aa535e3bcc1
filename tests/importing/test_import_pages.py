"""``import_pages``, asked as an operator asks it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.models import Article, Byline, Contributor, Photo, Revision, Transition
from editorial.editing import change_story
from editorial.workflow import Action, change_state, publish_page
from findings.models import Finding
from findings.page_check import recheck
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Origin, Received, find_files, receive
from issues.models import Issue, Page, Publication, Reading, Source
from reading import read_page
from reading.document import PageDocument
from tests.make import (
    APRIL,
    FIXTURES,
    JUNE,
    make_administrator,
    make_publication,
    make_user,
)
from tests.wishes import wish

pytestmark = pytest.mark.django_db

COUNTED = (Publication, Issue, Page, Source, Reading, Article, Byline, Contributor, Photo, Finding)
INNER = (
    "2025年6月13日 星期五\n2 要闻\n\n防汛工作全面部署\n\n本报讯（记者 王奔）昨天，县里召开会议。\n"
)


def run(*args: Any, **options: Any) -> str:
    """Return what the command prints; errors go to the same stream."""
    out = io.StringIO()
    call_command("import_pages", *map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(*args: Any, **options: Any) -> str:
    """Return what the command prints when it ends with a failure."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_pages", *map(str, args), stdout=out, stderr=out, **options)
    assert caught.value.returncode == 1
    return out.getvalue() + str(caught.value)


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def test_the_samples_become_two_pages_of_one_paper() -> None:
    assert "2 imported" in run(JUNE, APRIL)
    paper = Publication.objects.get()
    assert (paper.organ, paper.sponsor) == ("中共平阳县委机关报", "平阳县融媒体中心")
    assert paper.channel_list == ["平阳发布", "平阳第一时间", "爱平阳"]
    assert paper.motto_list[1] == "自由 平等 公正 法治"
    assert paper.hotline == "58129999"
    june, april = Issue.objects.all()
    assert (str(june.date), june.number, june.page_count) == ("2025-06-13", 4403, 8)
    assert (april.printed_weekday, april.printed_lunar_date) == ("星期三", "农历乙巳年四月初三")
    assert rows()["Article"] == 9
    assert not Article.objects.published().exists()


def test_what_was_received_is_kept_to_the_byte() -> None:
    run(JUNE)
    source = Source.objects.get()
    assert source.received == JUNE.read_bytes()
    assert source.text == JUNE.read_bytes().decode()
    assert (source.encoding, source.file_name) == ("utf-8", JUNE.name)
    assert source.sha256 == Received("", JUNE.read_bytes()).sha256


def test_of_a_path_only_what_lies_below_the_named_folder_is_kept(tmp_path: Path) -> None:
    (tmp_path / "archive" / "2025").mkdir(parents=True)
    (tmp_path / "archive" / "2025" / "june.txt").write_bytes(JUNE.read_bytes())
    run(tmp_path / "archive")
    assert Source.objects.get().file_name == "archive/2025/june.txt"


def test_stories_bylines_and_photos_become_rows() -> None:
    run(APRIL)
    stories = list(Article.objects.order_by("order"))
    assert [row.kind for row in stories] == ["news", "news", "news", "photo", "teaser"]
    assert stories[1].truncated
    assert stories[2].bylines.get().contributor.name == "张蔚漫"
    assert stories[3].photos.get().credit == "林鑫"
    assert (stories[4].section, stories[4].jump_to) == ("强城看亮点", "2")
    assert stories[0].paragraphs[-1] == "县领导朱邦丰、金献涛参加调研。"
    assert stories[0].spans == [list(span) for span in _document().articles[0].spans]


def _document() -> PageDocument:
    return read_page(APRIL.read_bytes().decode())


@pytest.mark.parametrize("order", [(JUNE, APRIL), (APRIL, JUNE)])
def test_the_misread_name_is_found_whichever_page_came_first(order: tuple[Path, Path]) -> None:
    out = run(*order)
    assert sorted(Finding.objects.values_list("code", flat=True)) == [
        "missing-verb",
        "similar-contributor",
        "truncated",
    ]
    evidence = Finding.objects.get(code="similar-contributor").params
    assert {evidence["name"], evidence["other"]} == {"张蔚旻", "张蔚漫"}
    assert "张蔚旻" in out
    assert "强链延" in out


def test_the_same_bytes_again_touch_no_row(django_assert_max_num_queries: Any) -> None:
    run(FIXTURES)
    before = [list(model._default_manager.order_by("pk").values()) for model in COUNTED]
    assert "0 imported, 0 replaced, 2 unchanged" in run(FIXTURES)
    assert "2 unchanged" in run(FIXTURES, replace=True)
    assert before == [list(model._default_manager.order_by("pk").values()) for model in COUNTED]


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    dry = run(FIXTURES, dry_run=True)
    assert not any(rows().values())
    wet = run(FIXTURES)
    assert dry.splitlines()[:-1] == wet.splitlines()[:-1]
    assert "dry run" in dry


@pytest.mark.parametrize(
    ("encoding", "known_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
    ],
)
def test_each_encoding_gives_the_same_page(tmp_path: Path, encoding: str, known_as: str) -> None:
    text = JUNE.read_bytes().decode()
    file = tmp_path / "page.txt"
    file.write_bytes(text.encode(encoding))
    run(file)
    source = Source.objects.get()
    assert (source.text, source.encoding) == (text, known_as)
    assert source.received == file.read_bytes()


def changed(tmp_path: Path, text: str = "") -> Path:
    """Another file for the page of 13 June, with one name put right."""
    file = tmp_path / "again.txt"
    file.write_text(text or JUNE.read_text().replace("张蔚旻", "张蔚文"), newline="")
    return file


def test_other_bytes_for_a_page_are_refused_without_replace(tmp_path: Path) -> None:
    run(JUNE)
    out = refused(changed(tmp_path))
    assert "--replace" in out
    assert "2025-06-13" in out
    assert "1 refused" in out
    assert not Contributor.objects.filter(name="张蔚文").exists()


def test_replacing_keeps_the_addresses_and_the_earlier_source(tmp_path: Path) -> None:
    run(JUNE)
    before = dict(Article.objects.values_list("headline", "pk"))
    assert "1 replaced" in run(changed(tmp_path), replace=True)
    assert dict(Article.objects.values_list("headline", "pk")) == before
    assert Byline.objects.filter(contributor__name="张蔚文").exists()
    assert [row.file_name.endswith("again.txt") for row in Source.objects.all()] == [True, False]
    assert not Article.objects.get(order=2).is_edited


def test_a_story_no_longer_read_is_set_aside(tmp_path: Path) -> None:
    run(JUNE)
    text = JUNE.read_text()
    shorter = text[: text.index("汇聚指尖琴韵")]
    run(changed(tmp_path, shorter), replace=True)
    gone = Article.objects.get(kind="teaser")
    assert (gone.status, gone.order) == (Article.Status.SET_ASIDE, 3)
    run(JUNE, replace=True)
    gone.refresh_from_db()
    assert gone.status == Article.Status.DRAFT


def test_a_story_read_for_the_first_time_gets_a_new_row(tmp_path: Path) -> None:
    text = JUNE.read_text()
    run(changed(tmp_path, text[: text.index("汇聚指尖琴韵")]))
    run(JUNE, replace=True)
    assert Article.objects.count() == 4


def edit(headline: str = "改过的标题") -> Article:
    story = Article.objects.with_page().with_parts().get(order=2)
    change_story(
        story,
        wish(story, headline=headline),
        by=make_user("editor"),
        kind=Revision.Kind.EDIT,
        version=0,
    )
    return story


def test_a_hand_edited_page_is_not_replaced_without_saying_what_would_be_lost(
    tmp_path: Path,
) -> None:
    run(JUNE)
    story = edit()
    out = refused(changed(tmp_path), replace=True)
    assert "改过的标题" in out
    assert "--discard-edits" in out
    run(changed(tmp_path), replace=True, discard_edits=True)
    story.refresh_from_db()
    assert (story.headline, story.is_edited) == ("做优镇域共富文章 激活乡村振兴动能", False)
    mine, theirs = story.revisions.order_by("version")
    assert mine.text["headline"] == "改过的标题"
    assert (theirs.version, theirs.text["headline"]) == (story.version, story.headline)


def test_another_file_for_a_page_leaves_a_transition_of_each_state_it_changes(
    tmp_path: Path,
) -> None:
    run(JUNE)
    Publication.objects.update(reviews=3)
    story = Article.objects.get(order=0)
    change_state(story, Action.SUBMIT, by=make_administrator())
    text = JUNE.read_text(encoding="utf-8")
    shorter = changed(tmp_path, text[: text.index("汇聚指尖琴韵")])
    run(shorter, replace=True, discard_edits=True)
    story.refresh_from_db()
    replaced = story.transitions.get(action="replaced")
    assert (replaced.old, replaced.new, replaced.author) == (
        "first-review",
        "draft",
        shorter.name,
    )
    gone = Transition.objects.get(action=Action.SET_ASIDE)
    assert (gone.old, gone.author) == ("draft", shorter.name)
    call_command("verify")


@pytest.mark.parametrize("discard", [True, False])
def test_a_published_page_is_never_replaced(tmp_path: Path, discard: bool) -> None:
    run(JUNE)
    Publication.objects.update(reviews=0)
    publish_page(Page.objects.get(), by=make_administrator())
    out = refused(changed(tmp_path), replace=True, discard_edits=discard)
    assert "做优镇域共富文章" in out
    assert Source.objects.count() == 1


def test_discarding_edits_needs_replace() -> None:
    assert "--replace" in refused(JUNE, discard_edits=True)


def test_a_page_without_a_masthead_belongs_to_the_only_paper(tmp_path: Path) -> None:
    file = tmp_path / "inner.txt"
    file.write_text(INNER)
    assert "no paper yet" in refused(file)
    paper = make_publication()
    assert "1 imported" in run(file)
    page = Page.objects.get()
    assert (page.issue.publication, page.number, page.name) == (paper, 2, "要闻")


def test_the_first_paper_may_be_named_where_no_page_has_a_masthead(tmp_path: Path) -> None:
    for page in (2, 3):
        (tmp_path / f"{page}.txt").write_text(INNER.replace("2 要闻", f"{page} 要闻"))
    assert "--new-paper" in refused(tmp_path, new_paper="")
    assert "2 imported" in run(tmp_path, new_paper="山溪报")
    assert Publication.objects.get().name == "山溪报"


def test_with_two_papers_a_page_without_a_masthead_is_a_question(tmp_path: Path) -> None:
    file = tmp_path / "inner.txt"
    file.write_text(INNER)
    make_publication("甲报", organ="中共甲县委机关报", sponsor="甲县融媒体中心")
    make_publication("乙报", organ="中共乙县委机关报", sponsor="乙县融媒体中心")
    out = refused(file)
    assert "甲报" in out
    assert "乙报" in out
    assert "1 imported" in run(file, publication="乙报")
    assert Issue.objects.get().publication.name == "乙报"


def test_a_masthead_one_character_off_is_a_question(tmp_path: Path) -> None:
    run(JUNE)
    file = changed(tmp_path, APRIL.read_text().replace("中共平阳县委机关报", "中共平阴县委机关报"))
    assert "中共平阴县委机关报" in refused(file)
    assert Publication.objects.count() == 1


def test_the_two_lines_of_one_paper_may_be_printed_on_different_days(tmp_path: Path) -> None:
    run(changed(tmp_path, JUNE.read_text().replace("平阳县融媒体中心主办", "")))
    assert Publication.objects.get().sponsor == ""
    run(changed(tmp_path, APRIL.read_text().replace("中共平阳县委机关报", "")))
    paper = Publication.objects.get()
    assert (paper.organ, paper.sponsor) == ("中共平阳县委机关报", "平阳县融媒体中心")


def test_a_line_of_another_place_does_not_complete_a_paper(tmp_path: Path) -> None:
    run(changed(tmp_path, JUNE.read_text().replace("平阳县融媒体中心主办", "")))
    text = APRIL.read_text().replace("中共平阳县委机关报", "")
    file = changed(tmp_path, text.replace("平阳县融媒体中心", "仙居县融媒体中心"))
    assert "one of yours misread?" in refused(file)
    assert Publication.objects.count() == 1
    run(file, "--new-paper")
    assert Publication.objects.count() == 2


def test_two_papers_with_one_masthead_are_a_question() -> None:
    lines = {"organ": "中共平阳县委机关报", "sponsor": "平阳县融媒体中心"}
    make_publication("甲报", **lines)
    make_publication("乙报", **lines)
    assert "--publication" in refused(JUNE)


def test_an_unknown_masthead_is_a_question_with_the_nearest_papers() -> None:
    for name, lines in {"海口县报": {}, "平阳报": {"organ": "", "sponsor": "平阳县文联"}}.items():
        make_publication(name, **lines)
    out = refused(JUNE)
    assert "平阳报, 海口县报" in out
    assert "--new-paper" in out
    assert "already" in refused(JUNE, "--new-paper=海口县报")
    run(JUNE, "--new-paper=新平阳报")
    assert Issue.objects.get().publication.name == "新平阳报"


@pytest.mark.parametrize("given", ["page.txt", "PAGES.ZIP", "there", "folder", "-"])
def test_a_path_is_no_name_of_a_new_paper(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_bytes(JUNE.read_bytes())
    (tmp_path / "folder").mkdir()
    before = rows()
    for beside in ((), (JUNE,)):
        said = refused("--new-paper", given, *beside)
        assert given in said
        assert "--new-paper=NAME" in said
    assert rows() == before


def test_a_folder_that_is_read_may_bear_the_name_of_its_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "新平阳报"
    folder.mkdir()
    (folder / "page.txt").write_bytes(JUNE.read_bytes())
    assert "1 imported" in run("新平阳报/", "--new-paper", "新平阳报")
    assert Publication.objects.get().name == "新平阳报"


@pytest.mark.parametrize("options", [(), ("--new-paper",), ("--new-paper", "新平阳报")])
def test_a_run_that_names_nothing_to_read_says_so(options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("import_pages", *options)
    assert caught.value.returncode == 2
    assert "to read" in str(caught.value)


def test_an_unknown_paper_is_named_with_those_there_are() -> None:
    make_publication()
    assert "海口县报" in refused(JUNE, publication="没有的报")


def test_date_and_page_are_given_where_the_text_has_none(tmp_path: Path) -> None:
    make_publication()
    file = tmp_path / "bare.txt"
    file.write_text("防汛工作全面部署\n\n本报讯（记者 王奔）昨天，县里召开会议。\n")
    assert "--date" in refused(file)
    assert "--page" in refused(file, "--date=2025-06-13")
    assert "1 imported" in run(file, "--date=2025-06-13", "--page=3")
    assert Page.objects.get().number == 3
    assert "400" in refused(file, "--date=2025-06-13", "--page=401")


@pytest.mark.parametrize("value", ["2025-13-01", "13.6.2025", "gestern"])
def test_a_date_that_is_none_is_refused_at_once(value: str) -> None:
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        run(JUNE, f"--date={value}")


def test_a_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    folder, report = tmp_path / "pages", tmp_path / "report.json"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"PK\x03\x04" + bytes(200))
    (folder / "b.txt").write_bytes(JUNE.read_bytes())
    out = refused(folder, report=str(report))
    assert str(folder / "a.txt") in out
    assert Page.objects.count() == 1
    document = json.loads(report.read_text())
    assert document["counts"]["refused"] == 1
    assert [row["result"] for row in document["outcomes"]] == ["refused", "imported"]
    assert document["outcomes"][1]["page"] == str(Page.objects.get())


def test_what_is_no_text_is_said_in_the_editors_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"PK\x03\x04" + bytes(200))
    assert "zip archive" in refused(tmp_path)
    with translation.override("zh-hans"):
        assert "zip 压缩包" in refused(tmp_path, jobs=2)


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    assert "report" in refused(JUNE, report=str(tmp_path / "none" / "report.json"))


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.txt")


def test_an_unreadable_file_is_named_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    gone, there = receive([Origin(str(tmp_path / "gone.txt")), Origin(str(JUNE))])
    assert "No such file" in gone.problem
    assert there.data == JUNE.read_bytes()


def test_standard_input_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(JUNE.read_bytes())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert "-: imported" in run("-")


def test_a_folder_gives_its_text_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.TXT", ".git/3.txt", "notes.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    places = find_files([str(tmp_path), "-"])
    found = [Path(place.name).name for place in places if not place.passed]
    assert found == ["1.TXT", "2.txt", "-"]
    passed = [Path(place.name).name for place in places if place.passed]
    assert passed == ["3.txt", "notes.json"]


def test_too_large_a_file_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 100
    assert "100" in refused(JUNE)


def test_quiet_is_quiet() -> None:
    assert run(JUNE, verbosity=0) == ""


@pytest.mark.parametrize("text", ["", "\ufeff", " \u3000\r\n\x0c\n"])
def test_a_file_without_text_takes_no_pages_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "2025-06-13_2.txt"
    path.write_text(text, encoding="utf-8")
    assert "The file holds no text." in refused(path, publication=make_publication().name)
    assert rows()["Page"] == 0
    path.write_text(INNER, encoding="utf-8")
    assert "1 imported" in run(path)


def test_a_number_of_another_day_stays_empty_and_is_asked_about(tmp_path: Path) -> None:
    run(JUNE)
    file = changed(tmp_path, APRIL.read_text().replace("4387", "4403"))
    run(file)
    issue = Issue.objects.get(date="2025-04-30")
    assert (issue.number, issue.printed_number) == (None, 4403)
    assert Finding.objects.filter(code="number-taken").exists()


def test_pages_of_one_issue_fill_it_together(tmp_path: Path) -> None:
    paper = make_publication()
    file = tmp_path / "inner.txt"
    file.write_text(INNER)
    run(file, publication=paper.name)
    assert Issue.objects.get().number is None
    run(JUNE, publication=paper.name)
    assert (Issue.objects.get().number, Page.objects.count()) == (4403, 2)


def test_an_archive_without_dates_in_its_text_goes_by_its_file_names(tmp_path: Path) -> None:
    make_publication()
    file = tmp_path / "20250613_03.txt"
    file.write_text("防汛工作全面部署\n\n本报讯（记者 王奔）昨天，县里召开会议。\n")
    out = run(file)
    assert "imported 2025-06-13 page 3" in out
    found = Finding.objects.filter(code="from-file-name").values_list("params", flat=True)
    assert [(row["part"], row["value"], row["file"]) for row in found] == [
        ("date", "2025-06-13", "20250613_03.txt"),
        ("page", "3", "20250613_03.txt"),
    ]
    recheck(Page.objects.get())
    assert Finding.objects.open().filter(code="from-file-name").count() == 2


def test_what_the_caller_says_goes_before_the_file_name(tmp_path: Path) -> None:
    make_publication()
    file = tmp_path / "20250613_03.txt"
    file.write_text("防汛工作全面部署\n\n本报讯（记者 王奔）昨天，县里召开会议。\n")
    run(file, "--date=2025-06-16", "--page=4")
    page = Page.objects.get()
    assert (str(page.issue.date), page.number) == ("2025-06-16", 4)
    assert not Finding.objects.filter(code="from-file-name").exists()


def test_pages_before_the_first_front_page_are_taken_in_the_same_run(tmp_path: Path) -> None:
    """Else a run that is killed and started again would end otherwise than one run."""
    (tmp_path / "1_inner.txt").write_text(INNER)
    (tmp_path / "2_broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "3_front.txt").write_bytes(JUNE.read_bytes())
    files = sorted(tmp_path.iterdir())
    received = [Received(path.name, path.read_bytes()) for path in files]
    outcomes = list(import_all(received, ImportOptions()))
    assert [(row.name[0], str(row.result)) for row in outcomes] == [
        ("2", "refused"),
        ("3", "imported"),
        ("1", "imported"),
    ]
    again = [row.result for row in import_all(received, ImportOptions())]
    assert sorted(again) == ["refused", "unchanged", "unchanged"]


def test_without_any_front_page_each_file_is_refused_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importing.intake.MOST_HELD", 1)
    received = [Received(f"{name}.txt", INNER.encode()) for name in "ab"]
    outcomes = list(import_all(received, ImportOptions()))
    assert sorted(row.name for row in outcomes) == ["a.txt", "b.txt"]
    assert {str(row.result) for row in outcomes} == {"refused"}
