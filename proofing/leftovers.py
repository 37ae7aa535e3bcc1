"""What layout leaves in a text: jump marks, hyphens of a line's end, page numbers and more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofing.galley import Galley, Part
from proofing.hits import Hit, at_most, hit
from reading.han import CHARACTERS, HAN

LEFTOVER = re.compile(
    r"[>＞]{2,}"
    r"|[▶►▸▷▻]+"
    r"|□+"
    r"|(?<=.)■+"
    r"|[（(]\s*(?:紧接|下转|上接|转|接)\s*第?\s*[0-9０-９一二三四五六七八九十]{1,3}\s*版[^（）()\n]{0,10}[）)]"
    r"|(?:下转|上接)第?\s?[0-9０-９]{1,3}\s?版"
    rf"|(?<={HAN})[-‐‑\u00ad]\s+(?={HAN})"
    r"|(?<=[a-z])[-‐‑]\s+(?=[a-z])"
    rf"|(?<=[a-z{CHARACTERS}])[-‐‑]$"
    r"|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|middot|mdash|#\d{1,6});"
    r"|</?(?:p|br|b|i|em|strong|span|div|font|img|a|td|tr|table)\b[^<>\n]{0,80}>"
)
# Every leftover holds one of these, and hardly any text does.
LEFT = re.compile("[>＞▶►▸▷▻□■版&<\u00ad‐‑-]")
ODD = re.compile(
    "[\ufffd\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\u2065\u206a-\u206f\ud800-\udfff]+"
)
PAGE_NUMBER = re.compile(r"\s*(?:[-—–·]\s*)?(?:第\s*)?[0-9０-９]{1,3}(?:\s*版)?(?:\s*[-—–·])?\s*\Z")
COUNTED = re.compile(r"0?([0-9]{1,2})")
HALF = re.compile('[,;:!?."]')
HALF_WIDTH = re.compile(
    rf"(?<=[{CHARACTERS}”’》）])[,;:!?](?=[{CHARACTERS}“‘《（\s]|\Z)"
    rf"|(?<={HAN})\.(?={HAN}|\Z)"
    rf"|(?<={HAN})\"|\"(?={HAN})"
)
POINT = re.compile(r"(?:^|[。；：])\s*[一二三四五六七八九十]{1,3}\Z")
SPACE = re.compile(rf"(?<=[{CHARACTERS}，。、；：！？”）])[ \t\u00a0\u3000]+(?=[{CHARACTERS}“（])")
MIXED = re.compile(r"[0-9]+[.,]?[０-９][0-9０-９.,]*|[０-９]+[.,．]?[0-9][0-9０-９.,]*")
WIDE, NARROW = re.compile(r"[０-９]+"), re.compile(r"[0-9]+")
# Inside these a space is often meant.
SET_APART = (("（", "("), ("）", ")")), ("“", "”"), ("《", "》"), ("「", "」"), ("【", "】")
SENTENCE_END = re.compile(r"[。！？…]")
LEAST_PROSE, MOST_SPACES = 30, 3


def check_leftovers(text: str) -> Iterator[Hit]:
    if PAGE_NUMBER.match(text) and text.strip():
        yield hit("leftover-mark", text, 0, len(text))
        return
    if LEFT.search(text):
        rows = (hit("leftover-mark", text, *row.span()) for row in LEFTOVER.finditer(text))
        yield from at_most(rows)


def counted_sections(one: Galley) -> set[int]:
    """Return the paragraphs that are the numbers 1, 2, 3 … of a long story's sections."""
    rows = [(part.index, COUNTED.fullmatch(part.text.strip())) for part in one.paragraphs]
    counted = [(index, int(found[1])) for index, found in rows if found]
    numbers = [number for _index, number in counted]
    in_order = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return {index for index, _number in counted} if in_order else set()


def check_odd_characters(text: str) -> Iterator[Hit]:
    """Yield characters that no newspaper prints; they are named by their code.

    Those for which there is a usual one, or none, are asked about together (``lookalikes``).
    """
    rows = (
        hit("odd-character", text, *row.span(), character=f"U+{ord(row[0][0]):04X}")
        for row in ODD.finditer(text)
    )
    yield from at_most(rows)


def check_half_width(text: str) -> Iterator[Hit]:
    """Yield half-width marks between Chinese characters (GB/T 15834-2011, 5: full width)."""
    if not HALF.search(text):
        return
    rows = (
        hit("half-width-mark", text, *row.span())
        for row in HALF_WIDTH.finditer(text)
        if row[0] != "." or not POINT.search(text, max(0, row.start() - 4), row.start())
    )
    yield from at_most(rows)


def check_spaces(text: str) -> Iterator[Hit]:
    """Yield spaces between Chinese characters of running text; a list of names has more."""
    # A line without a sentence is a heading: the space parts its halves.
    if len(text) < LEAST_PROSE or not SENTENCE_END.search(text):
        return
    body = text.lstrip()
    shift = len(text) - len(body)
    rows = [row for row in SPACE.finditer(body) if not _is_set_apart(body, row.start())]
    if len(rows) <= MOST_SPACES:
        for row in rows:
            yield hit("space-in-text", text, row.start() + shift, row.end() + shift)


def _is_set_apart(text: str, at: int) -> bool:
    """Whether the space parts what it may part.

    Role and name in （记者 甲）, the halves of a slogan or a title in “守正创新 行稳致远”.
    """
    return any(
        max(text.rfind(mark, 0, at) for mark in opening)
        > max(text.rfind(mark, 0, at) for mark in closing)
        for opening, closing in SET_APART
    )


def check_digits(one: Galley) -> Iterator[tuple[Part, Hit]]:
    """Yield numbers that mix full and half width, or the story's rarer width when it has both."""
    narrow = wide = 0
    if not any(WIDE.search(part.text) for part in one.parts):
        return
    for part in one.parts:
        for row in at_most(
            hit("mixed-digits", part.text, *row.span()) for row in MIXED.finditer(part.text)
        ):
            yield part, row
        rest = MIXED.sub(" ", part.text)
        narrow += len(NARROW.findall(rest))
        wide += len(WIDE.findall(rest))
    if narrow and wide:
        yield from _rarer_width(one, WIDE if wide <= narrow else NARROW)


def _rarer_width(one: Galley, rarer: re.Pattern[str]) -> Iterator[tuple[Part, Hit]]:
    for part in one.parts:
        if found := rarer.search(MIXED.sub(lambda row: " " * len(row[0]), part.text)):
            yield part, hit("mixed-digits", part.text, *found.span())
            return
