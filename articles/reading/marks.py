"""Jumps, standing columns and their pinyin: small marks about a story."""

from __future__ import annotations

import re

from .numerals import integer

_N = r"(?:[A-D]\s*)?(\d(?:\s?\d)?|[一二三四五六七八九十]{1,3})"
_ARROW = r"(?:>{1,6}|[▶▷►→⇒»➤➔☞]{1,6}|》{2,4})"
_ON = (
    r"(?:更\s*多)?(?:下\s*转|转|紧\s*转|详\s*见|全\s*文\s*见|全\s*文\s*详\s*见|报\s*道\s*见|报\s*道\s*详\s*见|相\s*关\s*报\s*道\s*见|相\s*关\s*报\s*道\s*详\s*见"
    r"|详\s*细\s*报\s*道\s*见|更\s*多\s*内\s*容\s*见|更\s*多\s*内\s*容\s*详\s*见|内\s*容\s*详\s*见|请\s*看|见|刊\s*于|刊)"
)
_PAGE = rf"(?:今\s*日|本\s*报|本\s*期)?\s*第?\s*{_N}\s*(?:版\s*面?|页)"
_OPEN, _CLOSE = r"[(\[【《▲△●■◆]?\s*(?:未\s*完\s*[，,、]?\s*)?", r"\s*[①-⑨]?\s*[)\]】》]?"
# Groups hold the page number, whichever alternative it is.
JUMP_TO = re.compile(
    rf"{_OPEN}(?:{_ARROW}\s*{_ON}?\s*(?:今\s*日)?\s*第?\s*{_N}\s*(?:版\s*面?)?|{_ON}\s*{_PAGE}|/\s*第?\s*{_N}\s*版|{_ON}\s*([A-D]\s*\d{{1,2}}))\s*{_ARROW}?{_CLOSE}"
)
JUMP_FROM = re.compile(
    rf"{_OPEN}{_ARROW}?\s*(?:紧\s*接|上\s*接|续\s*接)\s*(?:(?:今\s*日|本\s*报|本\s*期)?\s*第?\s*{_N}\s*(?:版\s*面?)?|([A-D]\s*\d{{1,2}})){_CLOSE}"
)
# A page alone (2版) is a jump below a headline, and a folio at the page's edge.
PAGE_ALONE = re.compile(rf"/?第?{_N}版")
# What a jump ends with: asking for this first spares most lines the search for a jump.
JUMP_ENDS = frozenset("版面页)]】》>▶▷►→⇒»➤➔☞①②③④⑤⑥⑦⑧⑨0123456789一二三四五六七八九十")
_LONGEST = 24
_PINYIN = re.compile(r"[A-Za-zÀ-ÿĀ-ǿ'’·\-\s]{3,60}")
_FRAMED = re.compile(
    r"(?:〖\s*([^〖〗]{2,24}?)\s*〗|「\s*([^「」]{2,24}?)\s*」|【\s*([^【】]{2,24}?)\s*】|\[\s*([^\[\]]{2,24}?)\s*\]|[▍▎▌■◆●★☆◎□▲▶◇◼|·•—\-#]{1,4}\s*([^▍■◆●★|·—\-\d>]{2,16}?)\s*[▍▎▌■◆●★☆◎□▲◀◇◼|·•—\-#]{0,4})"
)


def page_of(found: re.Match[str]) -> int | None:
    """Return the page number that a jump names."""
    text = next(group for group in found.groups() if group)
    return integer("".join(text.lstrip("ABCD").split()))


def is_jump(key: str) -> bool:
    """Say whether a squeezed line in half-width forms is a jump, forth or back, and no more."""
    return len(key) <= _LONGEST and bool(JUMP_TO.fullmatch(key) or JUMP_FROM.fullmatch(key))


def is_pinyin(text: str) -> bool:
    """Say whether a line is the pinyin of a standing column's name."""
    return bool(_PINYIN.fullmatch(text))


def framed_section(norm: str) -> tuple[int, int] | None:
    """Return where the standing column's name is in a line that frames it: 【…】, ▍…, ★…★."""
    found = _FRAMED.fullmatch(norm)
    return found.span(found.lastindex or 0) if found else None
