"""Jumps, standing columns and their pinyin: small marks about a story."""

from __future__ import annotations

import re

from .han import begins_with_han
from .lines import ends_sentence, squeeze
from .numerals import FORMAL
from .page_labels import JOINED, label_of
from .patterns import HAN, any_of

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_N = (
    rf"((?:[A-Z]\s*)?\d(?:\s?\d)?(?:\s?[{JOINED}]\s?[A-Z]?\d{{1,2}}(?=\s*版))?"
    rf"|{_NUMERAL}(?:\s?[{JOINED}]\s?{_NUMERAL}(?=\s*版))?|[①-⑳]|头(?=\s*版))"
)
# What points to a page, before a jump or behind it.
POINTERS = "▶▷►▸→⇒⇨»➤➢➔➜➡☞☛☟👉👇↓↘▼"
_ARROW = rf"(?:>{{1,6}}|[{POINTERS}]{{1,6}}|》{{2,4}})"
_BACK = r"(?:<{1,6}|[◀◁◄←⇐«]{1,6}|《{2,4})"
_ON = r"(?:更\s*多)?" + any_of(
    "下转|下接|转|紧转|文转|详见|全文见|全文详见|报道见|报道详见|相关报道见|相关报道详见|详细报道见"
    "|更多内容见|更多内容详见|内容详见|请看|见|刊于|刊"
)
_PAGE = rf"(?:今\s*日|本\s*报|本\s*期)?\s*第?\s*{_N}\s*(?:版\s*面?|页)"
# 见第二、六版, 见第十至十二版: the first is where it goes on.
_MORE = r"(?:\s*(?:[、，,]|至|和|-)\s*第?\s*[\d一二三四五六七八九十]{1,3}(?:\s*版)?){0,4}"
# 见2版、3版: a page each, and the first again is where it goes on.
_FURTHER = rf"(?:\s*[、，,和及]\s*第?\s*(?:[A-Z]\s*)?(?:\d{{1,2}}|{_NUMERAL})\s*版){{0,3}}"
_SIGN = "[①-⑳▲△▼▽●■◆★☆]"
# A sign may stand before the bracket, too.
_OPEN = (
    rf"(?:(?:{_SIGN}|[{POINTERS}])\s*(?=[(\[【〖]))?[(\[【《〖▲△▼▽●■◆]?"
    r"\s*(?:未\s*完\s*(?:待\s*续\s*)?[，,、;；]?\s*)?"
)
# The page's name needs no mark before it where a bracket closes behind: （上接A1版要闻）.
_CLOSE = (
    rf"(?:\s*头[条题])?(?:\s*[·•:：]\s*{HAN}{{2,4}}|\s*{HAN}{{2,4}}(?=\s*{_SIGN}?\s*[)\]】〗]))?"
    rf"(?:\s*[①-⑳]|\s*{_SIGN}(?=\s*[)\]】〗]))?\s*[)\]】》〗]?(?:\s*(?:[{POINTERS}]{{1,3}}|>{{1,6}}))?"
)
# Behind the bracket, which of several jumps it is; there a text that goes on would number a list.
_CLOSE_TO = rf"{_CLOSE}(?:(?<=[)\]】〗])\s*{_SIGN})?"
# Groups hold the page's label, whichever alternative it is.
JUMP_TO = re.compile(
    rf"(?:{_OPEN}(?:{_ARROW}\s*{_ON}?\s*(?:今\s*日)?\s*第?\s*{_N}\s*(?:版\s*面?)?|{_ON}\s*{_PAGE}{_FURTHER}"
    rf"|(?:/|…{{1,4}}|[.·]{{3,9}})\s*第?\s*{_N}\s*版|{_ON}\s*([A-D]\s*\d{{1,2}}|[E-Z]\s*0\d|P\s*\d{{1,2}}))\s*{_ARROW}?{_CLOSE_TO}"
    # （《条例》全文见第五版）, （相关报道见第二、六版，白皮书全文见第十至十二版）
    rf"|[(\[][^()\[\]。]{{2,60}}?见\s*第\s*{_N}{_MORE}(?:\s*版)?(?:[，,；][^()\[\]。]{{2,60}}版)?\s*[)\]])"
)
JUMP_FROM = re.compile(
    rf"{_OPEN}(?:{_ARROW}|{_BACK})?\s*(?:(?:紧\s*|上\s*|续\s*|文\s*)接|(?<=[(\[【])接)\s*"
    rf"(?:(?:今\s*日|本\s*报|本\s*期)?\s*第?\s*{_N}\s*(?:版\s*面?)?|([A-D]\s*\d{{1,2}}|[E-Z]\s*0\d|P\s*\d{{1,2}}))"
    rf"(?:\s*[《“][^》”]{{2,30}}[》”])?{_CLOSE}"
)
# A page alone (2版, A02) is a jump below a headline, and a folio at the page's edge.
_NUMBERED_ALONE = rf"/?第?{_N}版"
PAGE_ALONE = re.compile(
    rf"{_NUMBERED_ALONE}|第?[{FORMAL}]{{1,3}}版|P\d{{1,2}}|[(\[]?([A-D]\d{{1,2}})(?:[/、]\d{{1,2}})?[)\]]?"
)
# In brackets or behind a dash it is a teaser's: （2版）, （A02）, （2版·民生）, ——2版.
_NOTED = (
    rf"(?:[(\[【〖]\s*(?:第?\s*{_N}\s*版{_FURTHER}(?:\s*[·•:/|]?\s*{HAN}{{2,4}})?"
    rf"|([A-D]\s?\d\d(?:\s?[-、]\s?[A-D]?\d\d)?))\s*[)\]】〗]|-{{1,3}}\s*第?\s*{_N}\s*版)"
)
_PAGE_NOTED = re.compile(_NOTED)
# 《…》（第7版） is a book's edition.
_NOTED_BEHIND = re.compile(rf"(?<!\s)(?!(?<=》)\s*[(\[]\s*第)\s*{_NOTED}\s*$")
_OPENS_NOTED, _ENDS_NOTED = frozenset("([【〖-"), frozenset(")]】〗版")
_BEHIND_TEXT = re.compile(JUMP_TO.pattern + r"\s*$")
_BEHIND_HEADLINE = re.compile(_BEHIND_TEXT.pattern + r"|(?<=\s)" + _NUMBERED_ALONE + r"\s*$")
_BACK_BEHIND = re.compile(JUMP_FROM.pattern + r"\s*$")
# Cheap: what every jump to another page holds one of.
_POINTING = frozenset(f"转接见看刊/….·>》{POINTERS}")
# What a jump ends in, and what it never does; behind a point any words may stand: 2版·要闻.
_LAST = frozenset("版面页条题一二三四五六七八九十")
_NEVER_LAST = frozenset("。！？；，、”’…")
_LONGEST = 24
_LONGEST_LETTERED, _ENDS_LETTERED = 8, frozenset("0123456789)]")
_LONGEST_IN_BRACKETS = 90
_PINYIN = re.compile(r"[A-Za-zÀ-ÿĀ-ǿ'’·\-\s]{3,60}")
# Two letters and more for each of at least two characters.
_SPELT = re.compile(rf"({HAN}{{3,10}})\s*([A-Z][A-Za-z'’]*(?:\s+[A-Za-z'’]+)+|[A-Z]{{8,60}})")
_OF_PICTURE = re.compile(r"\W\s*(?:图为|图\d|[上下左右]图)")
_FRAMED = re.compile(
    r"(?:〖\s*([^〖〗]{2,24}?)\s*〗|「\s*([^「」]{2,24}?)\s*」|【\s*([^【】]{2,24}?)\s*】"
    r"|\[\s*([^\[\]]{2,24}?)\s*\]"
    r"|[▍▎▌■◆●★☆◎□▲▶◇◼|·•—\-#]{1,4}\s*([^▍■◆●★|·—\-\d>。，]{2,16}?)\s*"
    r"[▍▎▌■◆●★☆◎□▲◀◇◼|·•—\-#]{0,4})"
)


def page_of(found: re.Match[str]) -> str | None:
    """Return the label of the page that a jump names."""
    return label_of(next(group for group in found.groups() if group)) or None


def is_jump_to(key: str) -> bool:
    """Say whether a squeezed line in half-width forms sends the reader to a page, and no more."""
    longest = _LONGEST_IN_BRACKETS if key[0] == "(" and key[-1] == ")" else _LONGEST
    if len(key) > longest or _POINTING.isdisjoint(key):
        return False
    return bool(JUMP_TO.fullmatch(key))


def is_jump_from(key: str) -> bool:
    """Say whether a squeezed line says on which page its story began, and no more."""
    return len(key) <= _LONGEST and "接" in key and bool(JUMP_FROM.fullmatch(key))


def is_page_alone(key: str) -> bool:
    """Say whether a squeezed line is a page with its number or label (A02), and no more."""
    return page_alone(key) is not None


def page_alone(key: str) -> re.Match[str] | None:
    """Return the page that a squeezed line names with its number or label, and nothing else."""
    lettered = len(key) <= _LONGEST_LETTERED and key[-1:] in _ENDS_LETTERED
    found = PAGE_ALONE.fullmatch(key) if key[-1:] == "版" or lettered else None
    return found or _page_noted(key)


def is_page_noted(key: str) -> bool:
    """Say whether a squeezed line is a page in brackets or behind a dash, as below a teaser."""
    return _page_noted(key) is not None


def _page_noted(key: str) -> re.Match[str] | None:
    may = key[:1] in _OPENS_NOTED and key[-1:] in _ENDS_NOTED and len(key) <= _LONGEST
    return _PAGE_NOTED.fullmatch(key) if may else None


def is_jump_of_text(tail: str, found: re.Match[str]) -> bool:
    """Say whether words like 见第2版 behind a text are a jump and not its last words."""
    bare = found[0].strip()
    if bare.startswith((*"([【〖>■▲△▽●◆★☆①②③④⑤⑥⑦⑧⑨⑩", *POINTERS, "》》")):
        return True
    before = tail[: found.start()].rstrip()
    return before == "" or ends_sentence(before) or squeeze(bare).startswith("下转")


def jump_behind_headline(norm: str) -> re.Match[str] | None:
    """Return the jump that ends a headline; a page with its number is enough there."""
    if not _may_point(norm):
        return None
    found = None
    if "版" in norm or not _POINTING.isdisjoint(norm):
        found = _BEHIND_HEADLINE.search(norm)
    return found or page_noted_behind(norm)


def page_noted_behind(norm: str) -> re.Match[str] | None:
    """Return the page in brackets or behind a dash that ends a line."""
    return _NOTED_BEHIND.search(norm) if norm.rstrip()[-1:] in _ENDS_NOTED else None


def jump_behind_text(norm: str) -> re.Match[str] | None:
    """Return the jump that ends a text."""
    if not _may_point(norm):
        return None
    found = None if _POINTING.isdisjoint(norm) else _BEHIND_TEXT.search(norm)
    return found or page_noted_behind(norm)


def _may_point(norm: str) -> bool:
    """Say cheaply whether a text may end in a jump, by its last character."""
    last = norm.rstrip()[-1:]
    if begins_with_han(last):
        return last in _LAST or ":" in norm or "·" in norm or "•" in norm
    return last not in _NEVER_LAST


def jump_back_behind(norm: str) -> re.Match[str] | None:
    """Return 上接第1版 at the end of a headline."""
    return _BACK_BEHIND.search(norm) if "接" in norm else None


def is_pinyin(text: str) -> bool:
    """Say whether a line is the pinyin of a standing column's name."""
    return bool(_PINYIN.fullmatch(text))


def spelt_section(norm: str) -> tuple[int, int] | None:
    """Return where the column's name is in a line that spells it behind: 文明新风 WEN MING."""
    found = _SPELT.fullmatch(norm)
    return found.span(1) if found else None


def framed_section(norm: str) -> tuple[int, int] | None:
    """Return where the standing column's name is in a line that frames it: 【…】, ▍…, ★…★."""
    found = _FRAMED.fullmatch(norm)
    if found is None or _OF_PICTURE.match(norm):
        return None
    return found.span(found.lastindex or 0)
