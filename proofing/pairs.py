"""Marks that come in pairs: “” ‘’ （） 《》 〈〉 【】 「」 and their halves that stand alone.

GB/T 15834-2011, 4.8.3: a quotation of several paragraphs opens with “ at the head of each and
closes with ” after the last one only. So a quotation that began a paragraph, or followed a
colon, may go on in the next paragraph when that begins with “.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proofing.hits import Hit, hit
from proofing.texts import Part, StoryText

PAIRS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "「": "」",
    "『": "』",
    "〔": "〕",
}
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
# Half-width brackets pair with full-width ones; which of them belongs there is another question.
SAME = {"(": "（", ")": "）", "[": "【", "]": "】"}
MARK = re.compile(r"[“”‘’（）()《》〈〉【】「」『』〔〕\[\]]")
# 1） 一) ① at the head of a point, and an English apostrophe.
POINT = re.compile(r"(?:^|[\s。；，：！？])[0-9０-９一二三四五六七八九十a-zA-Z]{1,3}$")
STOP = "。！？…"


@dataclass(frozen=True, slots=True)
class _Open:
    """An opening mark that waits for its other half."""

    part: Part
    at: int


def check_pairs(one: StoryText) -> Iterator[tuple[Part, Hit]]:
    """Yield opening and closing marks without their other half."""
    yield from _unpaired([one.heads], one)
    yield from _unpaired([[part] for part in one.paragraphs], one, body=True)
    for caption in one.captions:
        yield from _unpaired([[caption]], one)


def _unpaired(
    blocks: Sequence[Sequence[Part]], one: StoryText, *, body: bool = False
) -> Iterator[tuple[Part, Hit]]:
    """Pair the marks of ``blocks`` in order; a pair may open in one part and close in a later."""
    waiting: dict[str, list[_Open]] = {opener: [] for opener in PAIRS}
    for number, part in enumerate(part for block in blocks for part in block):
        for match in MARK.finditer(part.text):
            mark, at = SAME.get(match[0], match[0]), match.start()
            if mark in PAIRS:
                if mark != "“" or at or not _continued(waiting["“"]):
                    waiting[mark].append(_Open(part, at))
            elif waiting[CLOSERS[mark]]:
                waiting[CLOSERS[mark]].pop()
            elif not _is_no_pair(part.text, at, mark) and not (
                body and number == 0 and one.story.jump_from
            ):
                yield part, _lone(part, at)
    left = [row for rows in waiting.values() for row in rows]
    for row in sorted(left, key=lambda row: (row.part.index, row.at)):
        if not (body and _goes_on_elsewhere(one, row)):
            yield row.part, _lone(row.part, row.at)


def _continued(quotes: list[_Open]) -> bool:
    """Whether the quotation that is open may go on in a paragraph of its own."""
    if not quotes:
        return False
    text, at = quotes[-1].part.text, quotes[-1].at
    opens = at == 0 or text[at - 1] in "：:，," or text[:at].isspace()
    return opens and text.rstrip()[-1:] in STOP


def _goes_on_elsewhere(one: StoryText, row: _Open) -> bool:
    goes_on = one.story.jump_to is not None or one.breaks_off
    return goes_on and row.part.index == len(one.story.paragraphs) - 1


def _is_no_pair(text: str, at: int, mark: str) -> bool:
    if mark == "’":
        return text[at - 1 : at].isascii() and at > 0
    return mark == "）" and bool(POINT.search(text, max(0, at - 6), at))


def _lone(part: Part, at: int) -> Hit:
    mark = part.text[at]
    known = SAME.get(mark, mark)
    return hit(
        "unpaired", part.text, at, at + 1, mark=mark, other=PAIRS.get(known) or CLOSERS[known]
    )
