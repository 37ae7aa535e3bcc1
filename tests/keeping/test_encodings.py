"""Bytes that are kept, as the text they were decoded to."""

from __future__ import annotations

import pytest

from importing.kept_encodings import texts_of
from reading.decoding import decode

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
