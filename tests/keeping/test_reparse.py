"""``reparse``: a newer reader's result is shown, applied to untouched pages and merged in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.layers import layers
from articles.models import Article, Revision
from editorial.relocation import relocate_story
from editorial.workflow import Action, change_state, publish_page
from findings.models import Finding
from findings.page_check import recheck
from issues.models import Page, Publication, Reading
from reading import read_page
from reading.document import PageDocument
from reparse.run import reread
from tests.keeping.cast import (
    INNER,
    damage,
    edit,
    exported,
    refused,
    run,
    somebody,
    write_documents,
)
from tests.keeping.older import Older, first_joined, joined, one_too_many, two_in_one
from tests.make import APRIL, JUNE

pytestmark = pytest.mark.django_db


def texts() -> list[list[str]]:
    return [row.paragraphs for row in Article.objects.order_by("order") if row.status == "draft"]


def fresh() -> list[list[str]]:
    return [story.paragraphs for story in read_page(JUNE.read_text()).articles]


def test_a_page_of_this_reader_is_skipped_and_with_all_versions_the_same() -> None:
    run("import_pages", JUNE, APRIL)
    assert "2 skipped" in run("reparse")
    assert "2 same" in run("reparse", all_versions=True)
    assert "2025-06-13/1: skipped" in run("reparse", "2025-06-13/1", verbosity=2)
    assert run("reparse", verbosity=0) == ""


def test_what_would_change_is_shown_and_nothing_written(
    read_by_older: Callable[[Older], Page],
) -> None:
    read_by_older(first_joined)
    before = texts()
    out = run("reparse")
    assert "2025-06-13/1: would change" in out
    assert "paragraphs:" in out
    assert "{+⏎+}" in out
    assert "1 would change" in out
    assert texts() == before
    assert Reading.objects.count() == 1


def test_an_untouched_page_takes_the_new_reading_and_keeps_its_addresses(
    read_by_older: Callable[[Older], Page],
) -> None:
    read_by_older(first_joined)
    addresses = list(Article.objects.order_by("order").values_list("pk", flat=True))
    assert "1 changed" in run("reparse", apply=True)
    assert texts() == fresh()
    assert list(Article.objects.order_by("order").values_list("pk", flat=True)) == addresses
    assert Reading.objects.count() == 2
    assert not Article.objects.filter(version__gt=1).exists()
    run("verify")
    assert "1 skipped" in run("reparse", apply=True)
    assert "1 same" in run("reparse", apply=True, all_versions=True)


def test_a_story_that_is_found_now_is_added_and_gets_an_address(
    read_by_older: Callable[[Older], Page],
) -> None:
    read_by_older(two_in_one)
    out = run("reparse", apply=True, by=somebody().username)
    assert "  + " in out
    assert texts() == fresh()
    assert "reader" in LogEntry.objects.latest("pk").change_message
    run("verify")


def test_a_story_that_is_none_is_set_aside_and_not_deleted(
    read_by_older: Callable[[Older], Page],
) -> None:
    read_by_older(one_too_many)
    gone = Article.objects.get(order=0)
    assert "  - " in run("reparse", apply=True)
    gone.refresh_from_db()
    assert (gone.status, gone.read_index) == ("set-aside", None)
    assert texts() == fresh()
    assert "58129999" in layers(gone).received["paragraphs"]
    run("verify")


def test_an_edit_and_a_new_reading_are_merged(read_by_older: Callable[[Older], Page]) -> None:
    read_by_older(first_joined)
    story = Article.objects.get(order=0)
    changed = edit(story, headline="编辑的标题")
    was = [*changed.paragraphs[:-1], changed.paragraphs[-1] + "编辑加的一句。"]
    edit(story, paragraphs=was)
    assert "1 would be merged" in run("reparse")
    assert "1 merged, 0 conflicts" in run("reparse", apply=True)
    story.refresh_from_db()
    assert story.headline == "编辑的标题"
    assert story.paragraphs == [*fresh()[0][:-1], fresh()[0][-1] + "编辑加的一句。"]
    last = Revision.objects.latest("version")
    assert (last.version, last.kind, last.by) == (3, "repair", None)
    assert "reader" in last.author
    found = layers(Article.objects.with_parts().get(pk=story.pk))
    assert found.repaired["paragraphs"].split("\n") == fresh()[0]
    assert found.edited["paragraphs"].endswith("编辑加的一句。")
    run("verify")


def test_where_both_changed_the_same_words_the_persons_stay_and_a_finding_asks(
    read_by_older: Callable[[Older], Page],
) -> None:
    def misread(document: PageDocument) -> None:
        document.articles[0].headline = document.articles[0].headline[:-2]
        document.articles[0].segments = []

    read_by_older(misread)
    story = Article.objects.get(order=0)
    edit(story, headline="编辑的标题")
    out = run("reparse", apply=True)
    assert "1 conflicts" in out
    assert "编辑的标题" in out
    story.refresh_from_db()
    assert story.headline == "编辑的标题"
    finding = Finding.objects.get(code="merge-conflict")
    assert (finding.article, finding.state) == (story, "open")
    assert finding.params["mine"] == "编辑的标题"
    assert finding.params["theirs"] == read_page(JUNE.read_text()).articles[0].headline
    assert "编辑的标题" in finding.message
    recheck(story.page)
    finding.refresh_from_db()
    assert finding.state == "open"
    run("verify")


def test_an_edited_story_that_is_none_now_stays_with_a_question(
    read_by_older: Callable[[Older], Page],
) -> None:
    read_by_older(one_too_many)
    story = Article.objects.get(order=0)
    edit(story, headline="编辑以为是稿件")
    run("reparse", apply=True)
    story.refresh_from_db()
    assert (story.status, story.read_index, story.order) == ("draft", None, 0)
    assert Finding.objects.get(code="merge-conflict").article == story
    assert "58129999" in layers(story).received["paragraphs"]
    run("verify")


def test_an_order_that_people_chose_stays(read_by_older: Callable[[Older], Page]) -> None:
    from editorial.editing import reorder

    page = read_by_older(first_joined)
    order = list(page.articles.order_by("-order").values_list("pk", flat=True))
    reorder(page, order, by=somebody())
    assert "1 merged" in run("reparse", apply=True)
    assert list(page.articles.order_by("order").values_list("pk", flat=True)) == order
    run("verify")


@pytest.mark.parametrize("change", [first_joined, one_too_many])
def test_a_story_that_was_relocated_does_not_come_back(
    read_by_older: Callable[[Older], Page], tmp_path: Path, change: Older
) -> None:
    page = read_by_older(change)
    inner = tmp_path / "2.txt"
    inner.write_text(INNER, encoding="utf-8")
    run("import_pages", inner, publication=page.issue.publication.name)
    story = page.articles.order_by("order")[1]
    words = story.body
    relocate_story(story, page=Page.objects.get(number=2), by=somebody(), reason="错版")
    before = set(page.articles.values_list("pk", flat=True))
    run("verify")
    run("reparse", "2025-06-13/1", apply=True)
    story.refresh_from_db()
    assert (story.page.number, story.body, story.read_index) == (2, words, None)
    assert set(page.articles.values_list("pk", flat=True)) == before
    assert Reading.objects.filter(source__page=page).count() == 2
    run("verify")
    run("reparse", all_versions=True, apply=True)
    assert set(page.articles.values_list("pk", flat=True)) == before
    lost = page.articles.filter(read_index__isnull=False).order_by("order").last()
    assert lost is not None
    damage("DELETE FROM findings_sighting")
    damage("DELETE FROM articles_byline")
    damage("DELETE FROM articles_photo")
    damage("DELETE FROM findings_finding")
    damage("DELETE FROM search_entry")
    damage("DELETE FROM articles_article WHERE id = %s", lost.pk)
    assert "story-missing" in refused("verify")


def test_a_published_page_is_only_shown(read_by_older: Callable[[Older], Page]) -> None:
    page = read_by_older(first_joined)
    Publication.objects.update(reviews=0)
    publish_page(page, by=somebody())
    before = list(Article.objects.order_by("pk").values())
    out = run("reparse", apply=True)
    assert "would change, but is held (published" in out
    assert "1 held" in out
    assert list(Article.objects.order_by("pk").values()) == before
    assert Reading.objects.count() == 1


def test_a_page_in_review_is_only_shown(read_by_older: Callable[[Older], Page]) -> None:
    read_by_older(first_joined)
    change_state(Article.objects.get(order=1), Action.SUBMIT, by=somebody())
    assert "held (in review" in run("reparse", apply=True)


def test_a_reading_that_cannot_be_kept_is_held(
    read_by_older: Callable[[Older], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_older(first_joined)

    def worse(text: str) -> PageDocument:
        document = read_page(text)
        document.articles[0].paragraphs = ["凭空而来。"]
        return document

    monkeypatch.setattr("reading.sources.read_page", worse)
    assert "not sound" in run("reparse", apply=True)
    assert texts() != fresh()


def test_a_page_that_another_importer_read_is_left_alone(tmp_path: Any) -> None:
    run("import_pages", JUNE)
    document = exported(source=False)[0]
    document["issue"] |= {"date": "2025-06-20", "number": 4406}
    run("import_pages", write_documents(tmp_path / "a", document))
    assert "1 same, 1 skipped" in run("reparse", all_versions=True)


def test_a_page_name_that_the_new_reader_finds_is_taken_unless_people_gave_one(
    read_by_older: Callable[[Older], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read_by_older(lambda document: None)

    def better(text: str) -> PageDocument:
        document = read_page(text)
        document.page.name = "要闻"
        return document

    monkeypatch.setattr("reading.sources.read_page", better)
    assert "page.name" in run("reparse", apply=True)
    page.refresh_from_db()
    assert page.name == "要闻"


def test_a_photo_with_an_image_stays(
    read_by_older: Callable[[Older], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import_pages", APRIL)
    story = Article.objects.get(kind="photo")
    photo = story.photos.get()
    edit(story, headline="编辑的标题")
    story.photos.update(image="photos/a.jpg", sha256="0" * 64)

    def without(text: str) -> PageDocument:
        document = read_page(text)
        one = document.articles[3]
        one.photos, one.segments = [], []
        return document

    monkeypatch.setattr("reading.sources.read_page", without)
    assert "conflict in photos" in run("reparse", apply=True, all_versions=True)
    assert story.photos.get() == photo


def test_ranges_and_wrong_names_are_told() -> None:
    run("import_pages", JUNE, APRIL)
    assert "1 skipped" in run("reparse", since="2025-05-01")
    assert "nobody" in refused("reparse", by="nobody")
    assert "2025-01-01" in refused("reparse", "2025-01-01")


def test_somebody_who_changes_a_story_meanwhile_loses_nothing(
    read_by_older: Callable[[Older], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reparse import run as rereading

    read_by_older(first_joined)
    told: list[int] = []
    order = rereading._new_order

    def interrupted(found: Any) -> Any:
        if not told:
            told.append(1)
            Article.objects.filter(order=0).update(version=9)
        return order(found)

    monkeypatch.setattr(rereading, "_new_order", interrupted)
    changes = list(reread(Page.objects.all(), apply=True))
    assert changes[0].applied
    assert len(told) == 1


CUTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=4)


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=CUTS, edits=st.lists(st.integers(0, 4), max_size=2, unique=True))
def test_no_word_of_a_person_is_lost_whatever_the_older_reader_did(
    read_by_older: Callable[[Older], Page], cuts: list[tuple[int, int]], edits: list[int]
) -> None:
    from django.db import transaction

    def older(document: PageDocument) -> None:
        for story, at in cuts:
            if story < len(document.articles) and at + 1 < len(document.articles[story].paragraphs):
                joined(document.articles[story], at)

    with transaction.atomic():
        read_by_older(older)
        for place in edits:
            story = Article.objects.filter(order=place).first()
            if story and story.paragraphs:
                edit(story, paragraphs=[f"编辑{place}写的。", *story.paragraphs])
        run("reparse", apply=True)
        run("verify")
        for place in edits:
            story = Article.objects.filter(order=place).first()
            assert story is None or not story.is_edited or f"编辑{place}写的。" in story.body
        transaction.set_rollback(True)


def test_what_was_merged_and_set_aside_can_be_exported_and_comes_back(
    read_by_older: Callable[[Older], Page], tmp_path: Any
) -> None:
    def older(document: PageDocument) -> None:
        joined(document.articles[0], 0)
        one_too_many(document)

    read_by_older(older)
    edit(Article.objects.get(order=1), headline="编辑的标题")
    run("reparse", apply=True)
    document = exported()[0]
    assert "base" in document["history"][0]["revisions"][-1]["text"]
    assert document["history"][-1]["spans"] == Article.objects.get(read_index=None).spans
    document["issue"] |= {"date": "2025-06-20", "number": 4406}
    run("import_pages", write_documents(tmp_path / "a.json", document))
    again = exported("2025-06-20")[0]
    assert again["history"] == document["history"]
    assert again["earlier"] == document["earlier"]
    run("verify")
    assert again["articles"] == document["articles"]


def test_a_byline_that_the_new_reader_finds_joins_the_persons_words(
    read_by_older: Callable[[Older], Page],
) -> None:
    def older(document: PageDocument) -> None:
        document.articles[0].bylines = []
        document.articles[0].segments = []

    read_by_older(older)
    story = Article.objects.get(order=0)
    edit(story, headline="编辑的标题", photos=[{"caption": "补的图", "credit": ""}])
    run("reparse", apply=True)
    assert story.bylines.get().contributor.name == "曹文倩"
    assert story.photos.get().caption == "补的图"
    run("verify")
