"""Bytes become text, or a sentence that says why not and what to do."""

from __future__ import annotations

import random

import pytest

from reading.decoding import LIMIT, UndecodableSource, decode

TEXT = "本报讯（记者 王强）6月11日，我县召开会议。\r\n会议强调，要抓好落实。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"", "utf-8"),
    ],
)
def test_every_encoding_gives_the_same_text_without_its_mark(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert decoded.text == (TEXT if data else "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest", "zip archive"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\nrest", "PNG"),
        (b"\xff\xd8\xff\xe0rest", "JPEG"),
        (b"\x1f\x8b\x08rest", "gzip"),
        ("平阳\x00平阳".encode(), "NUL character at byte 6"),
        (b"\xef\xbb\xbfab\x00c", "NUL character at byte 5"),
        (b"\xff\xfe" + "平\x00".encode("utf-16-le"), "NUL character at byte 4"),
        ("平阳".encode("gb18030") + b"\x00", "NUL character at byte 4"),
        (b"\xef\xbb\xbf\xff", "byte 3"),
        (b"\xff\xfea", "byte 2"),
        (b"abc\xff", "Byte 3"),
        (b"a" * (LIMIT + 1), "20 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place_and_a_remedy(data: bytes, words: str) -> None:
    with pytest.raises(UndecodableSource, match=words) as refusal:
        decode(data)
    assert str(refusal.value).endswith(".")


def test_random_bytes_never_pass_for_a_page() -> None:
    rng = random.Random(1)
    for _ in range(200):
        with pytest.raises(UndecodableSource):
            decode(bytes([0x81]) + rng.randbytes(2000))


def test_bytes_that_decode_as_odd_characters_only_are_refused() -> None:
    odd = "\ue000\ue001\ue002" * 50
    with pytest.raises(UndecodableSource, match="no text"):
        decode(odd.encode("gb18030"))


def test_zero_bytes_on_both_sides_are_not_taken_for_utf_16() -> None:
    with pytest.raises(UndecodableSource, match="NUL"):
        decode(b"\x01\x00\x00\x01" * 20)
    with pytest.raises(UndecodableSource):
        decode(b"\x00\xd8" * 20)
