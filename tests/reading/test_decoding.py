"""Bytes become text, or a sentence that says why not and what to do."""

from __future__ import annotations

import random

import pytest

from reading.decoding import LIMIT, UndecodableSource, decode

JAPANESE = "町議会は来年度の予算を可決した。\n"
JAPANESE_CODECS = (("shift_jis", "Shift-JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"))
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


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"MIME-Version: 1.0\n", "MHTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"RIFF....WEBP", "WebP"),
        ("臨江日報國會通過年度預算，縣府部署防汛工作。".encode("big5"), "Big5"),
        ("临江报".encode("utf-32"), "UTF-32"),
        *((JAPANESE.encode(codec), name) for codec, name in JAPANESE_CODECS),
        ("군의회는 예산안을 통과시켰다.\n".encode("euc_kr"), "EUC-KR"),
        ("군의회는 예산안을 통과시켰다.\n".encode("iso2022_kr"), "ISO-2022-KR"),
        (
            "Man prüft für nächstes Jahr größere Straßen.\n".encode("cp1252"),
            "Windows-1252",
        ),
        ("Le maire a été élu ; la fête a eu lieu à midi.\n".encode("latin-1"), "Windows-1252"),
        ("Районный совет утвердил бюджет на год.\n".encode("cp1251"), "Windows-1251"),
        ("Районный совет утвердил бюджет на год.\n".encode("koi8-r"), "KOI8-R"),
        (b"\x1b$)A\x0eGeO*HU1(\x0f\n", "ISO-2022-CN"),
        *((TEXT.encode(codec), name) for codec, name in (("hz", "HZ"), ("utf-7", "UTF-7"))),
        (TEXT.encode("gb18030")[:-4], "GB18030 and breaks off .* byte 62"),
        (TEXT.encode("utf-8")[:-3], r"UTF-8 and breaks off .* byte 93 \(line 2\)"),
        (
            TEXT.split("\n")[0].encode() + b"\n" + TEXT.split("\n")[1].encode("gb18030"),
            r"byte 63 \(line 2\)",
        ),
    ],
)
def test_a_source_that_needs_another_program_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UndecodableSource, match=words) as refusal:
        decode(data)
    assert "。" in refusal.value.chinese


@pytest.mark.parametrize(
    ("was", "read_as", "names"),
    [
        ("utf-8", "gb18030", "UTF-8 that was read as GBK"),
        ("utf-8", "latin-1", "UTF-8 that was read as"),
        ("utf-8", "cp1252", "UTF-8 that was read as Windows-1252"),
        ("utf-8", "cp437", "UTF-8 that was read as CP437"),
        ("gb18030", "latin-1", "GBK that was read as Latin-1"),
        ("gb18030", "utf-8", "characters may be lost"),
        ("utf-8", "ascii", "characters may be lost"),
    ],
)
def test_a_text_that_was_decoded_wrongly_before_is_refused(
    was: str, read_as: str, names: str
) -> None:
    garbled = "第一行\n" + TEXT.encode(was).decode(read_as, "replace")
    with pytest.raises(UndecodableSource, match=f"garbled from line 2 on.*{names}"):
        decode(garbled.encode("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "一个字丢了\ufffd，别的都好。" + TEXT * 3,
        "涓涓细流汇成江河，鏖战正酣。",
        "□ 本报记者 张明\ue000\n",
        "□ 本报记者 张明\ue001\ue5ab\n",
        "本报记者 张明\ue000 通讯员 李\ue001红\n",
        "Café à la carte，年增长±5%，²次方",
        "他说<b>这里</b>没有网页。",
    ],
)
def test_a_right_text_with_odd_characters_is_no_garbled_one(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text


def test_big5_that_was_read_as_gbk_is_told_by_characters_that_no_font_has() -> None:
    text = "雲嶺報訊，□記者張明昨日走進縣裡的農業合作社，了解今年的收成情況。\n"
    garbled = text.encode("big5").decode("gb18030", "replace")
    with pytest.raises(UndecodableSource, match="Big5 that was read as GBK"):
        decode(garbled.encode("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        # Second bytes that are ASCII: characters that GB 2312 has not.
        "朱鎔基、镕、喆、瑀、珺、堃、玥、淏、婳、囧。",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ 瑀 堃 玥\n",
        "NBA、CBA、CPI、PMI、GDP、APEC、WTO、LED与5G。",
        "俄罗斯的“Привет”是你好。",
    ],
)
def test_rare_characters_among_letters_are_chinese(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


def test_a_short_line_that_passes_for_utf_8_parts_no_file_of_gb18030() -> None:
    text = "联通\n" + TEXT
    assert decode(text.encode("gb18030")).text == text
