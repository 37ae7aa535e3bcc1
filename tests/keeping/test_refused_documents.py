"""Page documents with a fault are refused with its place, and the next one is taken."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from issues.models import Page
from tests.conftest import MakeOnce
from tests.keeping.cast import exported, refused, run, write_documents
from tests.make import JUNE

pytestmark = pytest.mark.django_db
Document = dict[str, Any]

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
        lambda d: d["articles"][0].update(paragraphs=["甲\n乙"]),
        "articles[0].paragraphs[0]",
    ),
    "empty paragraph": (lambda d: d["articles"][0].update(paragraphs=[" "]), "paragraphs[0]"),
    "pages of a spread turned round": (lambda d: d["page"].update(label="5-4"), "page.label"),
    "pages of a spread apart": (lambda d: d["page"].update(label="2-6"), "page.label"),
    "a jump turned round": (
        lambda d: d["articles"][0].update(jump_to="5-4"),
        "articles[0].jump_to",
    ),
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
        lambda d: d["reading"]["document"]["unassigned"].append([0, 40]),
        "reading.document",
    ),
    "reading reaches out": (
        lambda d: d["reading"]["document"]["unassigned"].append([10**6, 10**6 + 1]),
        "reading",
    ),
    "segment reaches out": (
        lambda d: d["reading"]["document"]["articles"][0]["segments"][0].update(
            span=[10**6, 10**6 + 1]
        ),
        "reading",
    ),
    "certainty": (
        lambda d: d["reading"]["document"]["furniture"][0].update(sure=float("nan")),
        "sure",
    ),
    "history too short": (lambda d: d["history"].pop(), "history"),
    "history names one twice": (
        lambda d: d["history"][1].update(read_index=0),
        "history[1].read_index",
    ),
    "history leaves one out": (
        lambda d: d["history"][1].update(read_index=None, spans=[]),
        "history",
    ),
    "history without its changes": (lambda d: d["history"][0].update(version=2), "revisions"),
    "other words": (lambda d: d["articles"][0].update(headline="另题"), "history[0]"),
    "other spans": (lambda d: d["articles"][0].update(spans=[[0, 9]]), "articles[0].spans"),
    "history without reading": (lambda d: d.pop("reading"), "history"),
    "reading without source": (lambda d: d.pop("source"), "reading"),
}


@pytest.fixture(scope="module", autouse=True)
def page_of_june(make_once: MakeOnce[Document]) -> Document:
    """Return the document of the one page in the newsroom; a test takes a copy of it."""

    def make() -> Document:
        run("import_pages", JUNE)
        return exported()[0]

    return make_once(make)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_with_a_fault_is_refused_with_its_place(
    fault: str, page_of_june: Document, tmp_path: Path
) -> None:
    document = copy.deepcopy(page_of_june)
    change, place = FAULTS[fault]
    change(document)
    lines = [json.dumps(document), json.dumps(page_of_june)]
    (tmp_path / "a.ndjson").write_text("\n".join(lines))
    out = refused("import_pages", tmp_path / "a.ndjson")
    assert "a.ndjson:1:" in out
    assert place in out
    assert "1 unchanged" in out


REVISION = {
    "version": 1,
    "kind": "edit",
    "by": "甲",
    "at": "2025-06-13T08:00:00+08:00",
    "text": {},
}


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
    change: Document, place: str, page_of_june: Document, tmp_path: Path
) -> None:
    document = copy.deepcopy(page_of_june)
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
    assert Page.objects.count() == 1


def test_a_document_larger_than_a_page_is_refused_and_the_next_one_taken(
    page_of_june: Document, tmp_path: Path, settings: Any
) -> None:
    whole = json.dumps(page_of_june).encode()
    settings.IMPORT_MAX_BYTES = len(whole) // 6 + 1
    (tmp_path / "a.ndjson").write_bytes(whole + b" " * 200_000 + b"\n" + whole + b"\n")
    out = refused("import_pages", tmp_path / "a.ndjson")
    assert "Split it" in out
    assert "1 unchanged" in out
