"""Bytes that are kept, as the text they were decoded to."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from importing.documents import parse
from importing.kept_encodings import texts_of
from importing.parcels import Received
from reading import invariants
from reading.decoding import Decoded, decode
from reading.sources import read_source
from tests.reading.test_manuscripts import TOLD, item, level, listed

TEXT = "平阳举行交流活动。\r\n本报讯\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("gb18030"),
    ],
)
def test_the_text_that_was_decoded_is_among_those_that_the_bytes_may_be(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.text in texts_of(data, decoded.encoding)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(b"\xff", "utf-8"), (b"abc", "utf-8-sig"), (b"abc", "ebcdic"), (b"\xff\xfea", "utf-16")],
)
def test_bytes_that_do_not_fit_give_no_text(data: bytes, encoding: str) -> None:
    assert texts_of(data, encoding) == []


def test_a_document_that_an_earlier_version_saw_otherwise_is_read_as_it_was_kept() -> None:
    numbering = (
        f"<w:abstractNum w:abstractNumId='7'>{level(0, 'decimal', '%1.')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    )
    rows = [("", "第02版 民生"), ("", "2025年6月13日 星期五")]
    for headline, paragraphs in TOLD:
        rows.append(("<w:outlineLvl w:val='0'/>", headline))
        rows += [(item(1), text) for text in paragraphs]
    data = listed(*rows, numbering=numbering)
    now, *before = texts_of(data, "docx")
    assert decode(data).text == now
    assert len(before) == 2
    for text in before:
        document = read_source(data, Decoded(text, "docx"))
        assert invariants.check(text, document) == []
        assert document.articles[0].paragraphs[:2] == TOLD[0][1]
        source = {"encoding": "docx", "file_name": "a.docx"}
        source["data"] = base64.b64encode(data).decode()
        source["sha256"] = hashlib.sha256(data).hexdigest()
        told = document.to_dict(explain=True) | {"source": source}
        brought = parse(Received("a.json", json.dumps(told).encode()))
        assert brought.decoded.text == text
