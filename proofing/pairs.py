"""Marks that come in pairs: “” ‘’ （） 《》 〈〉 【】 「」 and their halves that stand alone.

GB/T 15834-2011, 4.8.3: a quotation of several paragraphs opens with “ at the head of each and
closes with ” after the last one only. So a quotation that began a paragraph, or followed a
colon, may go on in the next paragraph when that begins with “.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from proofing.galley import Galley, Part
from proofing.hits import Hit, hit

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


@dataclass(slots=True)
class _Marks:
    """The opening marks that still wait, each kind for itself."""

    waiting: dict[str, list[_Open]] = field(default_factory=lambda: {mark: [] for mark in PAIRS})

    def take(self, part: Part, at: int, mark: str) -> bool:
        """Let a mark open a pair or close one; return whether it could."""
        if mark in PAIRS:
            if mark != "“" or at or not _continued(self.waiting["“"]):
                self.waiting[mark].append(_Open(part, at))
            return True
        rows = self.waiting[CLOSERS[mark]]
        if rows:
            rows.pop()
            return True
        return False

    def left(self) -> list[_Open]:
        rows = [row for rows in self.waiting.values() for row in rows]
        return sorted(rows, key=lambda row: (row.part.index, row.at))


def check_pairs(one: Galley) -> Iterator[tuple[Part, Hit]]:
    """Yield opening and closing marks without their other half."""
    yield from _unpaired(one.heads, one)
    yield from _unpaired(one.paragraphs, one, body=True)
    for part in (*one.captions, *one.descriptions):
        yield from _unpaired([part], one)


def _unpaired(
    parts: Sequence[Part], one: Galley, *, body: bool = False
) -> Iterator[tuple[Part, Hit]]:
    """Pair the marks of ``parts`` in order; a pair may open in one and close in a later.

    The first paragraph of a story that comes from another page may close what was opened there.
    """
    marks = _Marks()
    excused = parts[0] if body and parts and one.story.jump_from else None
    for part in parts:
        for match in MARK.finditer(part.text):
            mark, at = SAME.get(match[0], match[0]), match.start()
            has_its_place = marks.take(part, at, mark) or _is_no_pair(part.text, at, mark)
            if not has_its_place and part is not excused:
                yield part, _lone(part, at)
    for row in marks.left():
        if not (body and _goes_on_elsewhere(one, row)):
            yield row.part, _lone(row.part, row.at)


def _continued(quotes: list[_Open]) -> bool:
    """Whether the quotation that is open may go on in a paragraph of its own."""
    if not quotes:
        return False
    text, at = quotes[-1].part.text, quotes[-1].at
    opens = at == 0 or text[at - 1] in "：:，," or text[:at].isspace()
    return opens and text.rstrip()[-1:] in STOP


def _goes_on_elsewhere(one: Galley, row: _Open) -> bool:
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
