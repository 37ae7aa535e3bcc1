"""Lines of a masthead, folio or imprint that a label tells: a date, 总第N期, 新闻热线：…, 责编：…

A line is read by itself here; what its neighbours say of it is asked in ``mastheads``.
"""

from __future__ import annotations

import re
from string import ascii_letters

from .bare import DAY, EDITION_NAME, LATIN, PLATE, cells_of, find_place, is_channel, is_edition
from .han import begins_with_han
from .imprints import is_imprint, is_ornament, without_imprint
from .lines import Line, squeeze
from .marks import is_jump_from, is_jump_to, is_page_alone, is_page_noted
from .page_labels import IN_EDITION, LISTED_SPREAD, MARK, OF_EDITION, SPREAD
from .patterns import HAN
from .tokens import HINT, tokens_of
from .websites import OPENINGS, is_site_line
from .words import CORE_VALUES, PAGE_NAME, PAGE_NAMES, SPREAD_WORDS

# Tokens that only a masthead holds, and those that a text may hold too.
CERTAIN = frozenset(("organ", "number", "pages", "lunar", "licence", "post"))
_STRONG = CERTAIN | {"sponsor", "hotline", "address", "price", "publisher", "contact"}
_PLATE_CELL = re.compile(rf"(?<!\S){PLATE.pattern}(?:\s+[A-Za-z][A-Za-z'’ .\-]{{3,}})?(?!\S)")
_FOLIO = re.compile(rf"(?:[A-D]?\d{{1,2}}{PAGE_NAME}|{PAGE_NAME}[A-D]?\d{{1,2}})[A-Za-z]*版?")
_NUMBERED = re.compile(r"[-·~•|/=]{1,3}[A-D]?\d{1,3}[-·~•|/=]{1,3}")
# At the page's edge any short name beside a number is the page's own.
_EDGE_NAME = rf"{HAN}{{2,6}}(?:[·•/]{HAN}{{2,6}})?"
SHORT_NAME = re.compile(_EDGE_NAME)
_BESIDE = r"\s*[/／|·:：▏▎▍▌┃│>-]?\s*"
_EDGE_FOLIO = re.compile(
    rf"(?:{SPREAD}|{MARK}|\[{MARK}\]){_BESIDE}{_EDGE_NAME}"
    rf"|{_EDGE_NAME}{_BESIDE}(?:{SPREAD}|{MARK}|\[{MARK}\])"
    rf"|{LISTED_SPREAD}\s*{PAGE_NAME}|{PAGE_NAME}\s*{LISTED_SPREAD}"
    rf"|{EDITION_NAME}\s*{IN_EDITION}|{OF_EDITION}\s*{EDITION_NAME}"
)
_ORDINAL = r"第?[A-D]?[\d一二三四五六七八九十]{1,3}版"
_NAMED_FOLIO = re.compile(
    rf"{_ORDINAL}[:：/|·]?{_EDGE_NAME}$|{HAN}{{1,5}}(?![见转看接刊]){HAN}{_ORDINAL}$"
)
_FOOT_FOLIO = re.compile(rf"第\S{{1,3}}版\s*[|/·]?\s*{_EDGE_NAME}")
_PARTING = re.compile(r"[\s|/·:]")
_TIGHT = re.compile(rf"(\d{{1,2}})({HAN}{{2,6}})|({HAN}{{2,6}})(\d{{1,2}})")
# The heading over a list of teasers.
_GUIDE = re.compile(
    r"\W{0,3}(?:今日|本期|要闻|版面|内容|本报|精彩)?导[读览]\W{0,3}|DAO ?DU", re.IGNORECASE
)
# What stands in every line that shows by its form what it is, if no figure ends it.
_TELLING = frozenset("版导未提扫权©备许务技网站享·•:|/-~=_([@&+#*<>" + ascii_letters)
_LONGEST = 400
# What is longer and has a full stop inside is text.
_LONGEST_SENTENCE = 40


def role_of(line: Line, *, at_edge: bool, at_top: bool) -> str | None:
    """Return the role of a labelled line, or None when a line has no label that is sure."""
    key = line.key
    if len(key) > _LONGEST_SENTENCE and (len(key) > _LONGEST or "。" in key[:-1]):
        return None
    if at_edge or not _is_plain(line):
        if key.count("(") != key.count(")") or is_jump_to(key) or is_jump_from(key):
            return None
        if is_page_alone(key):
            return "folio" if at_edge or ("版" in key and is_page_noted(key)) else None
        if role := _by_form(line, at_edge=at_edge):
            return role
    if "，" in key or "。" in key or not HINT.search(key):
        return None
    return _labelled(line, at_edge=at_edge, at_top=at_top)


def _is_plain(line: Line) -> bool:
    """Say whether a line has nothing that tells furniture by its form; most lines have not."""
    key = line.key
    return (
        begins_with_han(key)
        and len(key) == len(line.norm)
        and key[0] not in OPENINGS
        and not key[-1].isdigit()
        and _TELLING.isdisjoint(key)
    )


def _by_form(line: Line, *, at_edge: bool) -> str | None:
    """Return the role of a line that shows it by its own form."""
    key = line.key
    if _NUMBERED.fullmatch(key):
        return "folio"
    if at_edge and _is_edge_folio(line.norm):
        return None if any(token.kind == "pages" for token in tokens_of(line)) else "folio"
    if is_ornament(key) or (len(key) <= 10 and _GUIDE.fullmatch(key)):
        return "ornament"
    if is_imprint(key, line.norm):
        return "imprint"
    if is_site_line(key, line.norm):
        return "site"
    return "folio" if _FOLIO.fullmatch(key) else None


def folio_at_foot(line: Line) -> str | None:
    """Return the role of a line at the page's foot that holds its number and name, or the date."""
    if len(line.key) > 60 or "。" in line.key or line.key.count("(") != line.key.count(")"):
        return None
    bare = (without_imprint(line.norm) or line.norm).strip(" |/")
    if _FOOT_FOLIO.fullmatch(bare) or _FOLIO.fullmatch(_PARTING.sub("", bare)):
        return "folio"
    return _labelled(line, at_edge=True, at_top=False)


def _is_edge_folio(norm: str) -> bool:
    """Say whether a line at the page's edge gives its number and name, with or without imprint."""
    bare = _PLATE_CELL.sub(" ", without_imprint(norm) or norm).strip(" |/")
    return bool(_EDGE_FOLIO.fullmatch(bare) or _NAMED_FOLIO.fullmatch(squeeze(bare)))


def _labelled(line: Line, *, at_edge: bool, at_top: bool) -> str | None:
    """Return the role of a line by its tokens and by what is left beside them."""
    kinds = [token.kind for token in tokens_of(line)]
    if not kinds:
        return None
    rest = between_tokens(line)
    left = without_imprint(rest)
    if left is not None:
        kinds.append("imprint")
    cells = cells_of(rest if left is None else left)
    if cells and set(kinds) == {"monthday"}:
        # 10月1日举行新闻发布…: a day without its year labels nothing.
        return None
    if at_edge and _is_dated_folio(kinds, cells):
        return "folio"
    place = find_place([line])
    cells = [cell for cell in cells if not _is_filler(cell) and not is_channel(cell, place)]
    if cells and not (_outweighed(kinds, cells) or (at_top and _beside_slogan(kinds, cells))):
        return None
    return _by_kinds(kinds)


def between_tokens(line: Line) -> str:
    """Return what stands between the tokens of a line."""
    rest: list[str] = []
    at = 0
    for token in tokens_of(line):
        rest.append(line.norm[at : token.start])
        at = token.end
    return " ".join([*rest, line.norm[at:]])


def _apart(cell: str) -> list[str]:
    """Return a page's number and name apart: 6人文."""
    found = _TIGHT.fullmatch(cell)
    return [part for part in found.groups() if part] if found else [cell]


def _beside_slogan(kinds: list[str], cells: list[str]) -> bool:
    """Say whether a line has a strong label and words of one length: 立足县情 服务百姓."""
    sure = any(kind in _STRONG or kind in ("weekday", "date") for kind in kinds)
    return sure and len(cells) in (2, 3, 4) and len({len(cell) for cell in cells}) == 1


def _is_dated_folio(kinds: list[str], cells: list[str]) -> bool:
    """Say whether a line at the page's edge holds a number, a short name and the day's date."""
    cells = [part for cell in cells if not PLATE.fullmatch(cell) for part in _apart(cell)]
    numbers = [cell for cell in cells if cell.isdecimal() and len(cell) <= 2]
    names = [cell for cell in cells if SHORT_NAME.fullmatch(cell)]
    numbered = len(numbers) == 1 or "folio" in kinds
    dated = bool({"date", "weekday"} & set(kinds))
    return numbered and dated and len(names) == 1 and len(cells) == len(numbers) + 1


def _is_filler(cell: str) -> bool:
    """Say whether what a label leaves over may stand on a furniture line."""
    return bool(
        cell in PAGE_NAMES
        or DAY.fullmatch(cell)
        or PLATE.fullmatch(cell)
        or LATIN.fullmatch(cell)
        or cell in CORE_VALUES
        or cell in SPREAD_WORDS
        or is_edition(cell)
        or cell in ("日", "期", "号", "今日", "电话", "责任编辑")
    )


def _outweighed(kinds: list[str], cells: list[str]) -> bool:
    """Say whether the labels of a line leave no doubt whatever else stands there."""
    rest = sum(len(cell) for cell in cells)
    strong = sum(kind in _STRONG for kind in kinds)
    dated = "date" in kinds and "weekday" in kinds
    if strong + 2 * dated >= 3:
        return all(len(cell) <= 24 for cell in cells)
    return rest <= 6 * (strong + 2 * dated) and all(len(cell) <= 10 for cell in cells)


def _by_kinds(kinds: list[str]) -> str | None:
    if set(kinds) <= {"date", "monthday", "year"}:
        return "date"
    if set(kinds) == {"print"}:
        return None
    if "folio" in kinds:
        return "folio"
    return "masthead"
