"""``verify``: each damage is planted by hand and found; a sound archive has none."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from archive.verification import verify
from articles.models import Article, Photo, Revision, Transition
from articles.text import sha256_of
from audit import log as audit
from editorial.editing import change_story
from editorial.selections import publish, unschedule
from editorial.withdrawals import withdraw
from editorial.workflow import Action, change_state, publish_page
from findings.models import Finding
from issues.models import Page, Publication, Reading, Source
from tests.conftest import MakeOnce
from tests.keeping.cast import INNER, damage, edit, refused, run, somebody
from tests.make import APRIL, FIXTURES, JUNE, make_issue, make_page, make_publication
from tests.reviews.cast import asked_about, fresh
from tests.wishes import PhotoWish, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def archive(make_once: MakeOnce[str]) -> None:
    make_once(lambda: run("import_pages", FIXTURES))


def story(order: int = 0) -> Article:
    return Article.objects.get(page__issue__date="2025-06-13", order=order)


def kinds(*args: Any, **options: Any) -> set[str]:
    """Return the kinds of faults that ``verify`` finds, but for the guard a test took away."""
    out = refused("verify", *args, json=True, **options)
    found = json.loads(out[: out.rindex("}") + 1])["found"]
    return {fault["kind"] for fault in found} - {"guard"}


def document() -> Any:
    return Reading.objects.get(source__page__issue__date="2025-06-13").document


def plant_reading(changed: Any) -> None:
    pk = Reading.objects.get(source__page__issue__date="2025-06-13").pk
    sql = "UPDATE issues_reading SET document = %s WHERE id = %s"
    damage(sql, json.dumps(changed), pk, table="issues_reading")


def test_a_sound_archive_has_no_faults() -> None:
    out = run("verify")
    assert "2 pages, 2 sources, 9 stories: 0 faults" in out
    assert run("verify", verbosity=0) == ""


def rule(**rules: Any) -> None:
    """Give the paper these rules, and tell the log of them as its form does."""
    Publication.objects.update(**rules)
    audit.note_change(Publication, [Publication.objects.get().pk], **rules)


def test_a_worked_on_archive_is_sound_too() -> None:
    edit(story(0), "repair", headline="补全")
    edit(edit(story(0), headline="改"), headline="再改")
    change_state(story(1), Action.SET_ASIDE, by=somebody())
    rule(reviews=0)
    publish_page(story().page, by=somebody())
    withdraw(story(0), by=somebody(), reason="核实")
    run("verify")


def test_a_replaced_page_is_sound_too(tmp_path: Any) -> None:
    make_publication()
    edit(story(1), headline="改")
    text = JUNE.read_text()
    (tmp_path / "a.txt").write_text(text[: text.index("台州市仙居县党政代表团来平考察")])
    run("import_pages", tmp_path / "a.txt", replace=True, discard_edits=True)
    assert Article.objects.filter(status="set-aside").exists()
    run("verify")
    damage("UPDATE articles_article SET body = 'x' WHERE status = 'set-aside'")
    assert kinds() == {"story-text", "revision-text", "search"}


def test_changed_bytes_are_found() -> None:
    Path(Source.objects.all()[0].file.path).write_bytes(b"other")
    assert kinds() == {"source-hash", "source-text"}


def test_bytes_that_are_gone_are_found() -> None:
    source = Source.objects.all()[0]
    Path(source.file.path).unlink()
    assert kinds() == {"source-file"}
    assert str(source.file.name) in refused("verify")


def source_of_before() -> int:
    """Make a source that came before there were files, and return its key."""
    page = make_page(make_issue("2025-06-14"), text="原文")
    assert not {"source-hash", "source-text", "row"} & kinds()
    return page.sources.get().pk


def test_bytes_that_came_before_there_were_files_are_looked_at_too() -> None:
    pk = source_of_before()
    damage("UPDATE issues_source SET data = %s WHERE id = %s", b"x", pk, table="issues_source")
    assert {"source-hash", "source-text"} <= kinds()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes only bytes")
@pytest.mark.parametrize(
    ("written", "kind"), [("'改过'", "source-hash"), ("CAST(x'ff41' AS TEXT)", "row")]
)
def test_text_that_was_written_over_the_bytes_is_found(written: str, kind: str) -> None:
    damage("SELECT 1", table="issues_source")
    pk = source_of_before()
    damage(f"UPDATE issues_source SET data = {written} WHERE id = {pk}")  # noqa: S608
    assert kind in kinds()


def test_a_changed_hash_is_found() -> None:
    damage("UPDATE issues_source SET sha256 = 'x'", table="issues_source")
    assert kinds() == {"source-hash", "audit-told", "row-told"}


def test_a_changed_text_is_found_where_it_stands() -> None:
    sql = "UPDATE issues_source SET text = replace(text, '曹文倩', '曹文情')"
    damage(sql, table="issues_source")
    out = refused("verify")
    assert "2025-06-13/1 [source-text]" in out
    assert "[reading]" in out


def test_an_unknown_encoding_is_found() -> None:
    damage("UPDATE issues_source SET encoding = 'ebcdic'", table="issues_source")
    assert kinds() == {"source-text"}


def test_a_reading_that_lost_a_paragraph_is_found() -> None:
    changed = document()
    del changed["articles"][0]["paragraphs"][-1]
    plant_reading(changed)
    assert kinds() == {"reading", "story-text"}


def test_a_reading_that_lost_characters_is_found() -> None:
    changed = document()
    changed["furniture"] = changed["furniture"][1:]
    plant_reading(changed)
    assert kinds() == {"reading"}


def test_a_part_that_its_segments_have_not_is_found() -> None:
    changed = document()
    story = changed["articles"][0]
    # All characters are the story's own, but they stand in another part.
    story["dateline"] = story["paragraphs"][0][:3]
    plant_reading(changed)
    out = refused("verify")
    assert "dateline" in out
    assert "reading" in kinds()


@pytest.mark.parametrize("broken", [[], "{", {"articles": 4}, {"articles": [3]}])
def test_a_reading_that_is_no_document_is_found(broken: Any) -> None:
    plant_reading(broken)
    assert "reading-broken" in kinds()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite keeps a time that is none.")
def test_a_row_that_cannot_be_read_is_named_and_the_rest_verified() -> None:
    damage(
        "UPDATE articles_article SET created_at = '2025-99-99 00:00:00' WHERE id = %s", story().pk
    )
    out = refused("verify")
    assert "2025-06-13/1 [row]" in out
    assert "2 pages" in out


def test_a_lost_reading_and_a_lost_source_are_found() -> None:
    damage("DELETE FROM issues_reading")
    assert "reading-missing" in kinds()
    damage("DELETE FROM issues_source")
    assert "source-missing" in kinds()


@pytest.mark.parametrize("column", ["headline", "body", "kicker", "dateline", "section"])
def test_a_story_that_nobody_changed_and_that_differs_is_found(column: str) -> None:
    pk = story().pk
    damage(f"UPDATE articles_article SET {column} = '改' WHERE id = %s", pk)  # noqa: S608
    out = refused("verify")
    assert f"2025-06-13/1 story {pk} [story-text]" in out
    assert "expected:" in out
    assert "got: 改" in out


def test_a_byline_and_a_kind_that_were_changed_are_found() -> None:
    damage("UPDATE articles_byline SET role = '通讯员' WHERE article_id = %s", story().pk)
    assert kinds() == {"story-text", "search"}
    damage("UPDATE articles_article SET kind = 'notice', truncated = %s", True)
    assert "truncated" in refused("verify")


def test_spans_that_were_changed_are_found() -> None:
    damage("UPDATE articles_article SET spans = '[[0, 4]]' WHERE id = %s", story().pk)
    assert kinds() == {"story-spans"}


def test_a_gap_in_the_order_is_found() -> None:
    damage('UPDATE articles_article SET "order" = 40 WHERE id = %s', story().pk)
    assert kinds() == {"order", "row-told"}


def test_a_lost_story_is_found() -> None:
    pk = story(2).pk
    told = ("articles_byline", "articles_photo", "findings_finding", "findings_sighting")
    for table in (*told, "search_entry"):
        damage(f"DELETE FROM {table} WHERE article_id = %s", pk)  # noqa: S608
    damage("DELETE FROM articles_article WHERE id = %s", pk)
    assert kinds() == {"order", "story-missing", "row-gone"}
    assert "number 3" in refused("verify")


def test_a_story_outside_its_reading_is_found() -> None:
    damage("UPDATE articles_article SET read_index = 77 WHERE id = %s", story().pk)
    assert kinds() == {"story-missing", "row-told"}


def test_a_story_of_no_reading_is_found() -> None:
    damage("UPDATE articles_article SET read_index = NULL WHERE id = %s", story().pk)
    damage("UPDATE articles_article SET headline = '改' WHERE id = %s", story().pk)
    assert kinds() == {"story-missing", "story-text", "row-told", "search"}


def test_a_lost_revision_is_found() -> None:
    edit(edit(story(), headline="改"), headline="再改")
    damage("DELETE FROM articles_revision WHERE version = 1")
    assert kinds() == {"revisions", "audit-told", "row-gone", "search"}


def test_a_text_that_is_not_its_last_revision_is_found() -> None:
    edit(story(), headline="改")
    damage("UPDATE articles_article SET headline = '暗改' WHERE id = %s", story().pk)
    assert kinds() == {"revision-text", "search"}


def test_a_version_that_was_turned_back_is_found() -> None:
    damage("UPDATE articles_article SET read_version = 3 WHERE id = %s", story().pk)
    assert kinds() == {"revisions", "row-told"}


def test_a_lost_image_and_a_changed_one_are_found() -> None:
    photo = Photo.objects.filter(article__page__issue__date="2025-04-30").first()
    assert photo is not None
    article = Article.objects.with_page().with_parts().get(pk=photo.article_id)
    image = ContentFile(b"jpeg", name="a.jpg")
    change = wish(article, photos=[PhotoWish(photo.caption, photo.credit, photo.pk, image)])
    change_story(article, change, by=somebody(), kind=Revision.Kind.EDIT, version=0)
    run("verify")
    photo.refresh_from_db()
    photo.image.storage.delete(photo.image.name or "")
    assert kinds() == {"image"}
    damage("UPDATE articles_photo SET image = '', sha256 = ''")
    assert kinds() == {"revision-text", "image"}


def test_a_finding_behind_the_text_is_found() -> None:
    Finding.objects.update(span_start=0, span_end=10**6)
    assert kinds() == {"finding-span"}
    Finding.objects.update(state=Finding.State.GONE)
    # That they were hidden is another fault; where they point is none any more.
    assert kinds() == {"row-told"}


def test_a_story_published_past_the_workflow_is_found() -> None:
    sql = "UPDATE articles_article SET status = 'published', published_at = created_at"
    damage(sql + " WHERE id = %s", story().pk)
    assert kinds() == {"transitions", "row-told"}


def test_a_lost_and_a_changed_move_are_found() -> None:
    change_state(story(), Action.SUBMIT, by=somebody())
    change_state(story(), Action.APPROVE, by=somebody())
    damage("DELETE FROM articles_transition WHERE action = 'submit'")
    assert kinds() == {"transitions", "audit-told", "row-gone"}
    damage("UPDATE articles_transition SET old = 'draft'", table="articles_transition")
    assert kinds() == {"transitions", "audit-told", "row-gone", "row-told"}


def test_a_time_of_publication_without_a_publication_is_found() -> None:
    damage("UPDATE articles_article SET published_at = created_at WHERE id = %s", story().pk)
    assert kinds() == {"transitions", "row-told"}


@pytest.mark.parametrize("both", [False, True])
def test_an_approval_whose_place_was_rewritten_is_found(both: bool) -> None:
    rule(reviewers_differ=False)
    boss, row = somebody(), story(0)
    change_state(row, Action.SUBMIT, by=boss, confirmed=asked_about(row))
    change_state(fresh(row), Action.APPROVE, by=boss)
    assert "0 faults" in run("verify")
    given = row.approvals.get()
    place = given.page_text | {"name": "另一版"}
    sql = "UPDATE reviews_approval SET page_text = %s, page_sha256 = %s WHERE id = %s"
    sha256 = sha256_of(place) if both else given.page_sha256
    damage(sql, json.dumps(place), sha256, given.pk, table="reviews_approval")
    # Rewritten with its hash it is sound by itself, but not what the log tells.
    assert kinds() == {"audit-told" if both else "approval", "row-told"}


@pytest.mark.parametrize("back", ["unschedule", "words"])
def test_a_story_that_lost_its_time_before_it_came_is_sound(back: str) -> None:
    rule(reviews=1, reviewers_differ=False, blocking_codes="")
    boss, row = somebody(), story(0)
    change_state(row, Action.SUBMIT, by=boss, confirmed=asked_about(row))
    change_state(fresh(row), Action.APPROVE, by=boss)
    publish([fresh(row)], by=boss, at=timezone.now() + dt.timedelta(days=1))
    if back == "unschedule":
        unschedule([fresh(row)], by=boss)
    else:
        edit(row, headline="改")
    assert fresh(row).published_at is None
    assert "0 faults" in run("verify")


def test_a_time_that_readers_had_and_that_was_taken_away_is_found() -> None:
    rule(reviews=0)
    boss = somebody()
    row = change_state(story(0), Action.PUBLISH, by=boss)
    change_state(row, Action.UNPUBLISH, by=boss)
    assert "0 faults" in run("verify")
    Article.objects.filter(pk=row.pk).update(published_at=None)
    assert kinds() == {"transitions", "row-told"}


def test_a_guard_that_was_taken_away_is_found() -> None:
    damage("SELECT 1", table="articles_transition")
    assert "articles_transition_kept" in refused("verify")


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="Only SQLite keeps a row that points to nothing."
)
def test_a_row_that_points_to_nothing_is_found() -> None:
    Transition.objects.create(article=story(), action="x", old="draft", new="draft", by=somebody())
    damage("PRAGMA defer_foreign_keys = ON")
    damage("UPDATE articles_transition SET by_id = 0", table="articles_transition")
    assert "database" in kinds()
    damage("DELETE FROM articles_transition")


def test_only_the_named_pages_are_verified(tmp_path: Any) -> None:
    damage("UPDATE articles_article SET headline = '改' WHERE id = %s", story().pk)
    assert "1 pages" in run("verify", "2025-04-30/1")
    assert "1 pages" in run("verify", until="2025-05-01")
    assert "1 pages" in refused("verify", **{"from": "2025-05-01"})
    assert "2 pages" in refused("verify", publication=str(story().page.issue.publication))
    assert "2020-01-01" in refused("verify", "2020-01-01")


def test_json_has_counts_and_every_fault() -> None:
    clean = json.loads(run("verify", json=True))
    counts = {"pages": 2, "sources": 2, "stories": 9, "faults": 0, "uncovered": 0}
    assert clean == counts | {"found": []}
    damage("UPDATE articles_article SET headline = '改' WHERE id = %s", story().pk)
    out = refused("verify", json=True)
    found = json.loads(out[: out.rindex("}") + 1])
    assert [row["kind"] for row in found["found"]] == ["story-text", "search"]
    assert found["faults"] == 2
    assert found["found"][0]["story"] == story().pk


def test_a_bare_document_whose_reading_was_changed_is_found(tmp_path: Any) -> None:
    page = {
        "issue": {"date": "2025-06-20"},
        "page": {"number": 3},
        "articles": [{"headline": "标题", "paragraphs": ["一段。"]}],
    }
    (tmp_path / "a.json").write_text(json.dumps(page))
    run("import_pages", tmp_path / "a.json", publication=str(story().page.issue.publication))
    run("verify")
    file = Path(Source.objects.get(file_name__contains="a.json").file.path)
    file.write_bytes(b'{"articles": []}')
    assert kinds() == {"source-hash", "source-text", "reading"}
    file.write_bytes(b'{"articles": 4}')
    assert "reading" in kinds()


def test_the_queries_grow_with_batches_and_not_with_pages(
    tmp_path: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(2, 12):
        (tmp_path / f"{number}.txt").write_text(INNER.replace("2 要闻", f"{number} 要闻"))
    run("import_pages", tmp_path)
    assert Page.objects.count() == 12
    with django_assert_max_num_queries(18):
        assert len(list(verify(Page.objects.all()))) == 12


def test_both_samples_are_there() -> None:
    assert {JUNE.name, APRIL.name} == {
        name.rsplit("/", 1)[-1] for name in Source.objects.values_list("file_name", flat=True)
    }
