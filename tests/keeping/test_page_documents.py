"""``export_page`` and the way back: importing what was exported makes the same page."""

from __future__ import annotations

import copy
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from articles.checks.page import recheck
from articles.models import (
    Article,
    Byline,
    Contributor,
    Finding,
    Office,
    Photo,
    Revision,
    Sighting,
    Transition,
)
from articles.moving import move_story
from articles.workflow import Action, move, publish_page
from issues.models import Issue, Page, Publication, Reading, Source
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

pytestmark = pytest.mark.django_db
# What is not brought along: keys, times of this database, states, and who is known only here.
OWN = {
    "id", "created_at", "updated_at", "received_at", "read_at", "published_at", "updated_by",
    "received_by", "status", "by", "by_name",
}  # fmt: skip
KEPT: list[type[models.Model]] = [
    Publication, Issue, Page, Source, Reading, Article, Byline, Contributor, Photo, Revision,
]  # fmt: skip
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
    if isinstance(row, Revision):
        found["text"] = {key: value for key, value in row.text.items() if key != "images"}
        found["author"] = row.author
    return found


def empty_database() -> None:
    """Forget everything, as in another newsroom."""
    forget("issues_auditentry")
    forget("articles_storymove")
    gone: list[type[models.Model]] = [
        Revision, Transition, Photo, Byline, Finding, Sighting, Office, Contributor, Article,
        Reading, Source,
    ]  # fmt: skip
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
        golden = json.loads((FIXTURES / "golden" / f"{name}.json").read_text())
        document = exported(place)[0]
        for key in ("masthead", "issue", "page"):
            assert document[key] == document[key] | golden[key]
        for story, expected in zip(document["articles"], golden["articles"], strict=True):
            assert story == story | expected


def test_what_people_did_comes_along(tmp_path: Path) -> None:
    run("import_pages", JUNE, APRIL)
    first, second, *rest = Article.objects.filter(page__issue__date="2025-06-13")
    edit(first, "repair", headline="补全的标题")
    edit(first, headline="改过的标题", bylines=[{"role": "记者", "name": "张蔚旻"}])
    edit(second, paragraphs=["全新的一段。"])
    move(rest[-1], Action.SET_ASIDE, by=somebody())
    Publication.objects.update(name="平阳报", licence="CN33-0001", weekdays="12345")
    Issue.objects.filter(number=4403).update(number=4404)
    Page.objects.filter(issue__date="2025-06-13").update(name="要闻")
    before, after = move_to_another_newsroom(tmp_path / "all.ndjson")
    before["Contributor"] = after["Contributor"] = []
    assert after == before
    assert Revision.objects.filter(by=None, by_name="administrator").count() == 3
    assert Article.objects.get(order=len(rest) + 1, page__issue__number=4404).status == "withdrawn"
    run("verify")


def test_a_published_page_comes_back_as_drafts(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    Publication.objects.update(reviews=0)
    publish_page(Page.objects.get(), by=somebody())
    move_to_another_newsroom(tmp_path / "page.ndjson", "2025-06-13/1")
    assert not Article.objects.exclude(status="draft").exists()
    assert not Article.objects.exclude(published_at=None).exists()


def test_a_story_that_was_moved_elsewhere_comes_with_its_new_page(tmp_path: Path) -> None:
    run("import_pages", JUNE)
    inner = tmp_path / "2.txt"
    inner.write_text(INNER, encoding="utf-8")
    run("import_pages", inner, publication=Publication.objects.get().name)
    story = Article.objects.get(page__number=1, order=1)
    headline, count = story.headline, Article.objects.filter(page__number=1).count()
    move_story(story, page=Page.objects.get(number=2), by=somebody(), reason="错版")
    path = tmp_path / "pages.ndjson"
    run("export_page", output=path)
    assert "2 unchanged" in run("import_pages", path)
    (bare,) = exported("2025-06-13/1", source=False)
    assert headline not in [row["headline"] for row in bare["articles"]]
    assert story.spans[0] in bare["unassigned"]
    move_to_another_newsroom(path)
    moved = Article.objects.get(page__number=2, headline=headline)
    assert (moved.status, moved.read_index) == ("draft", None)
    # On the page whose source has it, it is set aside: no character of the source is lost.
    old = Article.objects.get(page__number=1, headline=headline)
    assert (old.status, old.order) == ("withdrawn", count - 1)
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
        "masthead", "issue", "page", "articles", "furniture", "unassigned", "warnings",
    }  # fmt: skip
    empty_database()
    path = write_documents(tmp_path / "bare.ndjson", bare)
    assert "1 imported" in run("import_pages", path)
    source = Source.objects.get()
    assert bytes(source.data) == path.read_bytes().rstrip(b"\n")
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
    move(aside, Action.SET_ASIDE, by=somebody())
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


FAULTS: dict[str, tuple[Callable[[Document], object], str]] = {
    "unknown key": (lambda d: d.update(colour=1), "colour"),
    "unknown inner key": (lambda d: d["articles"][0].update(boby=""), "articles[0].boby"),
    "missing list": (lambda d: d.pop("articles"), "articles"),
    "list for an object": (lambda d: d.update(page=[]), "page"),
    "object for a list": (lambda d: d.update(articles={}), "articles"),
    "number for text": (lambda d: d["articles"][0].update(headline=4), "articles[0].headline"),
    "text for a number": (lambda d: d["issue"].update(number="4403"), "issue.number"),
    "true for a number": (lambda d: d["issue"].update(number=True), "issue.number"),
    "negative": (lambda d: d["articles"][0].update(jump_to=-2), "articles[0].jump_to"),
    "huge": (lambda d: d["page"].update(number=10**30), "page.number"),
    "text for a flag": (lambda d: d["articles"][0].update(truncated="no"), "truncated"),
    "unknown kind": (lambda d: d["articles"][0].update(kind="essay"), "articles[0].kind"),
    "kind of no text": (lambda d: d["articles"][0].update(kind=[1]), "articles[0].kind"),
    "two paragraphs in one": (
        lambda d: d["articles"][0].update(paragraphs=["甲\n乙"]), "articles[0].paragraphs[0]",
    ),
    "empty paragraph": (lambda d: d["articles"][0].update(paragraphs=[" "]), "paragraphs[0]"),
    "NUL": (lambda d: d["page"].update(name="a\x00"), "page.name"),
    "half a character": (lambda d: d["page"].update(name="\ud800"), "page.name"),
    "half a character as key": (lambda d: d.update({"\ud800": 1}), "\\ud800"),
    "day": (lambda d: d["issue"].update(date="20250613"), "issue.date"),
    "no day": (lambda d: d["issue"].update(date="2025-06-31"), "issue.date"),
    "span of three": (lambda d: d.update(unassigned=[[1, 2, 3]]), "unassigned[0]"),
    "span turned round": (lambda d: d.update(unassigned=[[4, 2]]), "unassigned[0]"),
    "no base64": (lambda d: d["source"].update(data="%"), "source.data"),
    "another hash": (lambda d: d["source"].update(sha256="0" * 64), "source.sha256"),
    "another encoding": (lambda d: d["source"].update(encoding="utf-16"), "reading.document"),
    "unknown encoding": (lambda d: d["source"].update(encoding="ebcdic"), "source.encoding"),
    "earlier version": (
        lambda d: d.update(earlier=[d["reading"] | {"reader_version": "x" * 21}]),
        "earlier[0].reader_version",
    ),
    "reader version": (lambda d: d["reading"].update(reader_version=""), "reader_version"),
    "reading overlaps": (
        lambda d: d["reading"]["document"]["unassigned"].append([0, 40]), "reading.document",
    ),
    "reading reaches out": (
        lambda d: d["reading"]["document"]["unassigned"].append([10**6, 10**6 + 1]), "reading",
    ),
    "segment reaches out": (
        lambda d: d["reading"]["document"]["articles"][0]["segments"][0].update(
            span=[10**6, 10**6 + 1]
        ),
        "reading",
    ),
    "certainty": (
        lambda d: d["reading"]["document"]["furniture"][0].update(sure=float("nan")), "sure",
    ),
    "history too short": (lambda d: d["history"].pop(), "history"),
    "history names one twice": (
        lambda d: d["history"][1].update(read_index=0), "history[1].read_index",
    ),
    "history leaves one out": (
        lambda d: d["history"][1].update(read_index=None, spans=[]), "history",
    ),
    "history without its changes": (lambda d: d["history"][0].update(version=2), "revisions"),
    "other words": (lambda d: d["articles"][0].update(headline="另题"), "history[0]"),
    "other spans": (lambda d: d["articles"][0].update(spans=[[0, 9]]), "articles[0].spans"),
    "history without reading": (lambda d: d.pop("reading"), "history"),
    "reading without source": (lambda d: d.pop("source"), "reading"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_with_a_fault_is_refused_with_its_place(fault: str, tmp_path: Path) -> None:
    run("import_pages", JUNE)
    document = copy.deepcopy(exported()[0])
    change, place = FAULTS[fault]
    change(document)
    lines = [json.dumps(document), json.dumps(exported()[0])]
    (tmp_path / "a.ndjson").write_text("\n".join(lines))
    out = refused("import_pages", tmp_path / "a.ndjson")
    assert "a.ndjson:1:" in out
    assert place in out
    assert "1 unchanged" in out


REVISION = {
    "version": 1, "kind": "edit", "by": "甲", "at": "2025-06-13T08:00:00+08:00", "text": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"at": "yesterday"}, "revisions[0].at"),
        ({"at": "2025-06-13T08:00:00"}, "revisions[0].at"),
        ({"by": " "}, "revisions[0].by"),
        ({"kind": "joke"}, "revisions[0].kind"),
        ({}, "history[0]"),
    ],
)
def test_a_change_that_is_not_sound_is_refused(
    change: Document, place: str, tmp_path: Path
) -> None:
    run("import_pages", JUNE)
    document = exported()[0]
    document["history"][0] |= {"version": 1, "revisions": [REVISION | change]}
    assert place in refused("import_pages", write_documents(tmp_path / "a", document))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"articles": [', "line 1"),
        (b'{"articles": [], "articles": []}', "articles"),
        (b'{"page": {"name": "a", "name": "b"}, "articles": []}', "page.name"),
        (b'{"a":' * 200_000, "nested"),
        (b'{"articles": []}{', "line 1"),
        (b'[{"articles": []}]', "NDJSON"),
        (b'{"articles": [], "page": {"number": ' + b"9" * 9000 + b"}}", "page.number"),
        (b'{"articles": [], "page": {"number": NaN}}', "page.number"),
        (b'{"articles": [], "page": {"number": 1e999}}', "page.number"),
        (b'{"page": {"name": "\xff"}}', "byte 19"),
        (b'{"articles": [{"spans": [[0, 4], [2, 6]]}]}', "articles[0].spans[1]"),
        (b'{"articles": [{"spans": [[3, 3]]}]}', "articles[0].spans[0]"),
        (b'{\n"articles": [],\n"furniture": [{"role": ""}]}', "furniture[0].span"),
        (b'\xef\xbb\xbf{"articles": []}', "date"),
        (b"{}", "articles"),
    ],
)
def test_hostile_documents_are_refused_with_a_reason(
    data: bytes, says: str, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_bytes(data)
    assert says in refused("import_pages", tmp_path / "a.json")
    assert not Page.objects.exists()


def test_a_document_larger_than_a_page_is_refused_and_the_next_one_taken(
    tmp_path: Path, settings: Any
) -> None:
    run("import_pages", JUNE)
    whole = json.dumps(exported()[0]).encode()
    settings.IMPORT_MAX_BYTES = len(whole) // 6 + 1
    (tmp_path / "a.ndjson").write_bytes(whole + b" " * 200_000 + b"\n" + whole + b"\n")
    out = refused("import_pages", tmp_path / "a.ndjson")
    assert "Split it" in out
    assert "1 unchanged" in out
