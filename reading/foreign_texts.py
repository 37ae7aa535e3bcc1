"""Texts in encodings of other places: Big5, Shift-JIS, EUC, European ones, and in seven bits.

Nearly any bytes pass for GB18030. But what every page is full of, the commonest characters, kana
and syllables, a right reading has often and a wrong one hardly.
"""

from __future__ import annotations

import re

from .garbled import is_big5, is_gb18030
from .han import HAN

_HAN = re.compile(HAN)
_CHINESE = "的一是不在有人我了年月日會国國報报大中上下第版縣县。，、"
_KANA = "".join(map(chr, range(0x3041, 0x3094)))
_HANGUL = "이다의에는을를은가로고하지한기도사일시인년월부대"
_JAPANESE = re.compile(f"[{_CHINESE}{_KANA}]")
_KOREAN = re.compile(f"[{_CHINESE}{_HANGUL}]")
_CYRILLIC = re.compile("[оеаинтсрвл]")
_SPELLED = re.compile(f"[{_KANA}]")
_OTHERS = re.compile(r"[^\x00-\x7f\uff61-\uff9f]")
# (codec, its name, what tells of it, how often at least, in what share of all that is not ASCII),
# tried in this order. The ten letters are six of ten in Russian, and a few words may have them all.
_CODECS = (
    ("cp932", "Shift-JIS", _JAPANESE, 4, 0.1),
    ("euc_jp", "EUC-JP", _JAPANESE, 4, 0.1),
    ("cp949", "EUC-KR", _KOREAN, 4, 0.1),
    ("cp1251", "Windows-1251", _CYRILLIC, 12, 0.45),
    ("koi8_r", "KOI8-R", _CYRILLIC, 12, 0.45),
)
# A byte that is not ASCII between two that are: a letter with an accent, among letters without.
_ACCENTED = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z]")
_FEWEST_ACCENTS = 4
_SPELLED_LEAST = 0.1
# So many times oftener than in the text as GB18030.
_OFTENER = 3
_SAMPLE = 20_000
# ISO-2022 names its characters by ESC; HZ has ~{ and ~} round them, UTF-7 + and -.
_ESCAPED = (
    (re.compile(rb"\x1b\$\)C"), "ISO-2022-KR"),
    (re.compile(rb"\x1b\$[)*+][AEGH]"), "ISO-2022-CN"),
    (re.compile(rb"\x1b\$\(?[@BD]"), "ISO-2022-JP"),
)
_HZ = re.compile(rb"~\{((?:[!-w][!-~]){1,400})~\}")
_UTF_7 = re.compile(rb"\+((?:[A-Za-z0-9+/]){3,4000})(?:-|(?=[^A-Za-z0-9+/])|\Z)")


def foreign_encoding(data: bytes, codec: str) -> str:
    """Return the name of the encoding that bytes are in, ``""`` where it is ``codec``.

    That is what they would be read as: UTF-8 or GB18030.
    """
    return _no_gb18030(data) if codec == "gb18030" else _in_seven_bits(data)


def _no_gb18030(data: bytes) -> str:
    if is_big5(data) and not is_gb18030(data):
        return "Big5"
    sample = data[:_SAMPLE]
    chinese = sample.decode("gb18030", "replace")
    if _is_accented(sample):
        return "Windows-1252"
    for codec, name, telling, fewest, share in _CODECS:
        try:
            text = data.decode(codec) if len(data) <= _SAMPLE else _begun(sample, codec)
        except UnicodeDecodeError:
            continue
        # EUC-JP has its kana where GB 2312 has them, so that both readings show them.
        spelled = codec == "euc_jp" and _share(_SPELLED, text) >= _SPELLED_LEAST
        least = max(share, _OFTENER * _share(telling, chinese))
        if len(telling.findall(text)) >= fewest and (spelled or _share(telling, text) >= least):
            return name
    return ""


def _is_accented(sample: bytes) -> bool:
    """Say whether it is in letters of which some have an accent, as in Western Europe.

    The characters of GB18030 whose second byte is ASCII are rare, and none stands among letters.
    """
    accents = len(_ACCENTED.findall(sample))
    letters = len(_LETTER.findall(sample))
    every = len(_HIGH.findall(sample))
    return accents >= _FEWEST_ACCENTS and 2 * accents > every and letters > 3 * every


def _begun(sample: bytes, codec: str) -> str:
    """Decode what may break off inside of its last character."""
    try:
        return sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            raise
        return sample[: error.start].decode(codec)


def _share(telling: re.Pattern[str], text: str) -> float:
    return len(telling.findall(text)) / max(len(_OTHERS.findall(text)), 1)


def _in_seven_bits(data: bytes) -> str:
    """Return the encoding of a text that is all ASCII and means other characters."""
    if not data.isascii():
        return ""
    for pattern, name in _ESCAPED:
        if pattern.search(data):
            return name
    if any(_means_han(b"~{" + run + b"~}", "hz") for run in _HZ.findall(data[:_SAMPLE])):
        return "HZ"
    runs = _UTF_7.findall(data[:_SAMPLE])
    meant = sum(_means_han(b"+" + run + b"-", "utf-7") for run in runs)
    # Of what stands for bytes, a picture within a web page, one run in ten might.
    return "UTF-7" if meant >= 2 and 2 * meant > len(runs) else ""


def _means_han(run: bytes, codec: str) -> bool:
    """Say whether a run stands for common characters only."""
    try:
        text = run.decode(codec)
        text.encode("gb2312")
    except UnicodeError:
        return False
    return len(_HAN.findall(text)) * 2 > len(text)
