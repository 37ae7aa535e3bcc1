"""``export_page`` and the way back: importing what was exported makes the same page."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from articles.models import Article, Byline, Contributor, Photo, Revision, Transition
from editorial.relocation import relocate_story
from editorial.workflow import Action, change_state, publish_page
from findings.models import Finding, Mention, Office, Sighting
from findings.page_check import recheck
from issues.models import Issue, Page, Publication, Reading, Source
from search.models import Entry
from tests.keeping.cast import (
    INNER,
    edit,
    exported,
    forget,
    refused,
    run,
    somebody,
    write_documents,
)
from tests.make import APRIL, FIXTURES, JUNE, make_publication
from tests.reading.samples import golden

pytestmark = pytest.mark.django_db
# What is not brought along: keys, times of this database, states, and who is known only here.
OWN = {
    "id",
    "created_at",
    "updated_at",
    "received_at",
    "read_at",
    "published_at",
    "updated_by",
    "received_by",
    "status",
    "by",
    "by_name",
}
KEPT: list[type[models.Model]] = [
    Publication,
    Issue,
    Page,
    Source,
    Reading,
    Article,
    Byline,
    Contributor,
    Photo,
    Revision,
]
Document = dict[str, Any]


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return all rows as plain values, references as what they refer to."""
    return {model.__name__: sorted(map(_plain, _all(model)), key=repr) for model in KEPT}


def _all(model: type[models.Model]) -> Any:
    return model._default_manager.all()


def _plain(row: models.Model) -> dict[str, Any]:
    found = {}
    for field in row._meta.concrete_fields:
        if field.name not in OWN:
            value = getattr(row, field.name)
            value = str(value) if isinstance(value, models.Model) else value
            found[field.name] = bytes(value) if isinstance(value, memoryview) else value
    if isinstance(row, Source):
        # In another newsroom its file may have another name; the bytes are the same.
        found["file"], found["data"] = bool(row.file), row.received
    if isinstance(row, Revision):
        # An image stays where it is.
        del found["images"]
        found["author"] = row.author
    return found


def empty_database() -> None:
    """Forget everything, as in another newsroom."""
    forget("audit_auditentry")
    forget("articles_relocation")
    gone: list[type[models.Model]] = [
        Revision,
        Transition,
        Photo,
        Byline,
        Finding,
        Sighting,
        Mention,
        Office,
        Contributor,
        Entry,
        Article,
        Reading,
        Source,
    ]
    for model in gone:
        queryset: models.QuerySet[Any] = models.QuerySet(model=model)
        queryset._raw_delete(queryset.db)
    Page.objects.all().delete()
    Issue.objects.all().delete()
    Publication.objects.all().delete()


def move_to_another_newsroom(path: Path, *places: str) -> tuple[Any, Any]:
    """Export, forget, import; return the rows before and after."""
    run("export_page", *places, output=path)
    before = rows()
    empty_database()
    assert not any(rows().values())
    run("import_pages", path)
    return before, rows()


def test_the_samples_make_the_same_rows_elsewhere(tmp_path: Path) -> None:
    run("import_pages", FIXTURES)
    before, after = move_to_another_newsroom(tmp_path / "all.ndjson")
    assert after == before
    run("verify")
    assert "2 unchanged" in run("import_pages", tmp_path / "all.ndjson")


def test_the_exported_text_is_the_golden_document(tmp_path: Path) -> None:
    run("import_pages", FIXTURES)
    for place, name in (("2025-06-13/1", JUNE.stem), ("2025-04-30/1", APRIL.stem)):
        wanted = golden(name)
        document = exported(place)[0]
        for key in ("masthead", "issue", "page"):
            assert document[key] == document[key] | wanted[key]
        for story, expected in zip(document["articles"], wanted["articles"], strict=True):
            assert story == story | expected


def test_what_people_did_comes_along(tmp_path: Path) -> None:
    run("import_pages", JUNE, APRIL)
    first, second, *rest = Article.objects.filter(page__issue__date="2025-06-13")
    edit(first, "repair", headline="补全的标题")
    edit(first, headline="改过的标题", bylines=[{"role": "记者", "name": "张蔚旻"}])
    edit(second, paragraphs=["全新的一段。"])
    change_state(rest[-1], Action.SET_ASIDE, by=somebody())
    Publication.objects.update(name="平阳报", licence="CN33-0001", weekdays="12345")
    Issue.objects.filter(number=4403).update(number=4404)
    Page.objects.filter(issue__date="2025-06-13").update(name="要闻")
    before, after = move_to_another_newsroom(tmp_path / "all.ndjson")
    before["Contributor"] = after["Contributor"] = []
    assert after == before
    assert Revision.objects.filter(by=None, by_name="administrator").count() == 3
    assert Article.objects.get(order=len(rest) + 1, page__issue__number=4404).status == "set-aside"
    run("verify")


def test_a_page_that_was_replaced_here_and_elsewhere_keeps_its_own_versions(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    other, path = tmp_path / "other.txt", tmp_path / "page.ndjson"
    other.write_text(JUNE.read_text(encoding="utf-8").replace("选品中心", "选货中心"))
    run("import_pages", other, replace=True)
    run("export_page", output=path)
    empty_database()
    run("import_pages", JUNE)
    run("import_pages", path, replace=True)
    story = Article.objects.get(order=1)
    assert "选货中心" in story.body
    assert [row.version for row in story.revisions.all()] == [story.read_version] == [1]
    run("verify")


def test_a_published_page_comes_back_as_drafts(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    Publication.objects.update(reviews=0)
    publish_page(Page.objects.get(), by=somebody())
    move_to_another_newsroom(tmp_path / "page.ndjson", "2025-06-13/1")
    assert not Article.objects.exclude(status="draft").exists()
    assert not Article.objects.exclude(published_at=None).exists()


def test_a_story_that_was_relocated_comes_with_its_new_page(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    inner = tmp_path / "2.txt"
    inner.write_text(INNER, encoding="utf-8")
    run("import_pages", inner, publication=Publication.objects.get().name)
    story = Article.objects.get(page__number=1, order=1)
    headline, count = story.headline, Article.objects.filter(page__number=1).count()
    relocate_story(story, page=Page.objects.get(number=2), by=somebody(), reason="错版")
    path = tmp_path / "pages.ndjson"
    run("export_page", output=path)
    assert "2 unchanged" in run("import_pages", path)
    (bare,) = exported("2025-06-13/1", source=False)
    assert headline not in [row["headline"] for row in bare["articles"]]
    assert story.spans[0] in bare["unassigned"]
    move_to_another_newsroom(path)
    there = Article.objects.get(page__number=2, headline=headline)
    assert (there.status, there.read_index) == ("draft", None)
    # On the page whose source has it, it is set aside: no character of the source is lost.
    old = Article.objects.get(page__number=1, headline=headline)
    assert (old.status, old.order) == ("set-aside", count - 1)
    run("verify")


def test_an_inner_page_finds_its_paper_alone(tmp_path: Path) -> None:
    make_publication(reviews=3)
    (tmp_path / "in.txt").write_text(INNER)
    run("import_pages", tmp_path / "in.txt")
    before, after = move_to_another_newsroom(tmp_path / "page.json", "2025-06-13/2")
    assert after == before


def test_an_indented_document_is_read_too(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    (tmp_path / "page.json").write_text(run("export_page", "2025-06-13/1", indent=2))
    assert "1 unchanged" in run("import_pages", tmp_path / "page.json")
    run("import_pages", APRIL)
    assert "--indent" in refused("export_page", indent=2)


def test_documents_come_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    run("import_pages", FIXTURES)
    lines = run("export_page").encode()
    empty_database()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n" + lines)))
    out = run("import_pages", "-")
    assert "2 imported" in out
    assert "-:2: imported" in out


def test_several_processes_take_documents_too(tmp_path: Path) -> None:
    run("import_pages", FIXTURES)
    documents = exported()
    assert documents[0]["issue"]["date"] == "2025-04-30"
    empty_database()
    assert "2 imported" in run("import_pages", write_documents(tmp_path / "a.ndjson", *documents))


def test_a_range_or_a_paper_can_be_exported(tmp_path: Path) -> None:
    run("import_pages", FIXTURES)
    assert len(exported(since="2025-05-01")) == 1
    assert len(exported(until="2025-05-01")) == 1
    assert len(exported("2025-06-13", publication=str(Publication.objects.get()))) == 1
    assert "2025-05-01" in refused("export_page", "--from", "2025-06-01", "--to", "2025-05-01")
    assert "2 " in run("export_page", output=tmp_path / "all")
    assert run("export_page", output=tmp_path / "all", verbosity=0) == ""
    assert str(tmp_path) in refused("export_page", output=tmp_path)


def test_a_bare_document_is_its_own_source(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    bare = exported(source=False)[0]
    bare["unassigned"].append(bare["furniture"].pop()["span"])
    assert set(bare) == {
        "masthead",
        "issue",
        "page",
        "articles",
        "furniture",
        "unassigned",
        "warnings",
    }
    empty_database()
    path = write_documents(tmp_path / "bare.ndjson", bare)
    assert "1 imported" in run("import_pages", path)
    source = Source.objects.get()
    assert source.received == path.read_bytes().rstrip(b"\n")
    assert Reading.objects.get().reader_version == "document"
    assert "1 unchanged" in run("import_pages", path)
    again = exported(source=False)[0]
    assert again == bare
    # Its spans point into a text that is not here: no check reads its JSON as if it were that.
    before = set(Finding.objects.open().values_list("code", flat=True))
    recheck(Page.objects.get())
    assert set(Finding.objects.open().values_list("code", flat=True)) == before
    assert "unassigned" not in before
    run("verify")
    before, after = move_to_another_newsroom(tmp_path / "full.ndjson")
    assert after == before


def test_what_was_set_aside_is_unassigned_in_a_bare_document() -> None:
    run("import_pages", JUNE)
    aside = Article.objects.order_by("order")[1]
    change_state(aside, Action.SET_ASIDE, by=somebody())
    bare = exported(source=False)[0]
    assert aside.headline not in [story["headline"] for story in bare["articles"]]
    assert aside.spans[0] in bare["unassigned"]


def test_a_document_with_its_source_alone_is_checked_against_it(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    document = exported()[0]
    for key in ("reading", "history", "publication", "printed"):
        del document[key]
    empty_database()
    assert "1 imported" in run("import_pages", write_documents(tmp_path / "a.json", document))
    assert Reading.objects.get().reader_version == "elsewhere"
    run("verify")
    document["articles"][0]["headline"] = "源文件里没有的标题"
    assert "fit its source" in refused("import_pages", write_documents(tmp_path / "b", document))


def test_another_document_for_a_page_needs_replace(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    story = Article.objects.order_by("order")[0]
    document = exported()[0]
    edit(story, headline="改过的标题")
    path = write_documents(tmp_path / "old.json", document)
    assert "--replace" in refused("import_pages", path)
    assert "--discard-edits" in refused("import_pages", path, replace=True)
    assert "1 replaced" in run("import_pages", path, replace=True, discard_edits=True)
    story.refresh_from_db()
    assert story.headline == document["articles"][0]["headline"]
    run("verify")


def test_an_edited_document_replaces_a_page_with_its_history(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    story = Article.objects.order_by("order")[0]
    edit(story, headline="改过的标题")
    path = write_documents(tmp_path / "new.json", *exported())
    edit(story, headline="又改的标题")
    run("import_pages", path, replace=True, discard_edits=True)
    story.refresh_from_db()
    assert (story.headline, story.is_edited) == ("改过的标题", True)
    assert story.version == 4
    run("verify")


def test_a_page_that_was_replaced_brings_its_earlier_sources(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    edit(Article.objects.get(order=1), headline="改过的标题")
    text = JUNE.read_text()
    for number in (1, 2):
        (tmp_path / "in.txt").write_text(text[: text.index("台州市仙居县党政")] + "\n" * number)
        run("import_pages", tmp_path / "in.txt", replace=True, discard_edits=True)
    before, after = move_to_another_newsroom(tmp_path / "all.ndjson")
    assert [len(row) for row in before.values()] == [len(row) for row in after.values()]
    assert after["Source"] == before["Source"]
    assert after["Article"] == before["Article"]
    run("verify")
    document = exported()[0]
    document["earlier"][0]["source"]["sha256"] = "0"
    path = write_documents(tmp_path / "a.json", document)
    assert "earlier[0].source.sha256" in refused("import_pages", path)


def test_a_masthead_that_is_known_under_another_name_is_that_paper(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    document = exported()[0]
    document["publication"]["name"] = "平阳报"
    path = write_documents(tmp_path / "a.json", document)
    assert "1 unchanged" in run("import_pages", path)
    document["publication"]["weekdays"] = "99"
    document["publication"]["organ"] = document["publication"]["sponsor"] = ""
    assert "publication" in refused("import_pages", write_documents(tmp_path / "b", document))
    assert "1 unchanged" in run("import_pages", path, publication=str(Publication.objects.get()))
