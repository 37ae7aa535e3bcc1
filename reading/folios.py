"""Folios at a page's edges that need a second line, or the end of the page, to be told.

A page's number and name may stand on lines of their own, or a bare number at its foot.
"""

from __future__ import annotations

import re
from itertools import chain

from .bare import EXTRAS, LATIN, PLATE, bare_role, cells_of, edition_of, is_bare, is_edition
from .dated_folios import MOST_LINES
from .folio_pieces import folio_at_top
from .imprints import is_imprint
from .labelled import CERTAIN, SHORT_NAME, between_tokens, folio_at_foot, role_of
from .lines import Line, ends_sentence_or_note
from .marks import is_page_alone, is_page_noted, jump_behind_headline
from .page_labels import OF_EDITION, digits_of, label_of, spread_of
from .plates import is_certain, is_set_apart, supplement_of
from .tokens import may_hold_day, tokens_of
from .words import NOTICE_WORDS, PAGE_NAMES

# So many lines are the page's own head; no line of a head is longer.
_OWN_HEAD, _LONGEST = 4, 60
_MOST_PIECES = 3
_EXTRA = re.compile("号外|增刊|增版")
# The lines at a page's top that may hold the paper's name, and what it takes at most.
_TOP = 3
_LONGEST_PLATE = 40
_OF_EDITION = re.compile(rf"第?{OF_EDITION}版?")
# The first page of a section, which has a masthead. Another's label there is a teaser's.
_FIRST_OF_SECTION = re.compile(r"[A-D]0?1版?")
_FIRST_OF_ALL = re.compile("A0?1版?")
# What only a front page's masthead says.
_FRONT = frozenset(("organ", "pages"))
_DAY = {"date", "year", "monthday"}


def label_nameplates(lines: list[Line], labels: list[str | None]) -> None:
    """Label a paper's name at the head of a page, where it is set apart or a supplement's follows.

    平 阳 报 PINGYANG BAO is a nameplate, 平阳报·周末 a folio. The day stands close by.
    """
    for number, line in enumerate(lines):
        if labels[number] is not None or len(line.key) > _LONGEST_PLATE:
            continue
        top = number < _TOP and all(labels[:number])
        if not (top or _opens_page(lines, labels, number)):
            continue
        if any(_DAY & _kinds(lines, labels, at) for at in range(number - 2, number + 4)):
            if supplement_of(line.key)[0]:
                labels[number] = "folio"
            elif top and is_set_apart(line.norm):
                labels[number] = "nameplate"
    _label_plates_within(lines, labels)


def _label_plates_within(lines: list[Line], labels: list[str | None]) -> None:
    """Label the paper's name, and that in letters above it, between text that has ended and the
    day of a further page's folio."""
    head = [line for line in lines[:_OWN_HEAD] if len(line.key) <= _LONGEST]
    own = {cell for line in head for cell in (line.key, *cells_of(line.text))}
    for number, line in enumerate(lines[_OWN_HEAD:], _OWN_HEAD):
        if labels[number] is not None or not any(labels[number + 1 : number + 2]):
            continue
        named = line.key in own and is_certain(line.key)
        letters = line.key.isascii() and bare_role(line, "", inside=False) == "nameplate"
        if not (named or letters):
            continue
        first = number - 1 if named and LATIN.fullmatch(lines[number - 1].text) else number
        if _tells_day(lines, labels, number + 1) and ends_text(lines[first - 1]):
            labels[first : number + 1] = ["nameplate"] * (number + 1 - first)


def _opens_page(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether text ends above a line, and a day with its weekday or page stands below it."""
    if labels[number + 1 : number + 2] in ([], [None]):
        return False
    return ends_sentence_or_note(lines[number - 1].key) and _tells_day(lines, labels, number + 1)


def _tells_day(lines: list[Line], labels: list[str | None], number: int) -> bool:
    kinds = _kinds(lines, labels, number)
    return "date" in kinds and bool(kinds & {"weekday", "folio"})


def _kinds(lines: list[Line], labels: list[str | None], number: int) -> set[str]:
    """Return the kinds of tokens of a labelled line, of none where there is no such line."""
    if not 0 <= number < len(lines) or labels[number] is None:
        return set()
    return {token.kind for token in tokens_of(lines[number])}


def label_first_pair(lines: list[Line], labels: list[str | None]) -> None:
    """Label a page's name on its first line, and its number where it stands apart from that."""
    label_nameplates(lines, labels)
    _label_spread(lines, labels)
    _label_top_pieces(lines, labels)
    named = lines and (labels[0] == "nameplate" or PLATE.fullmatch(lines[0].key))
    first = 1 if named else 0
    keys = [line.key for line in lines[first : first + 2]]
    if len(keys) < 2 or any(labels[first : first + 2]):
        return
    if keys[0] in PAGE_NAMES and keys[0] not in NOTICE_WORDS and not any(labels[first : first + 6]):
        labels[first] = "folio"
    numbers = [key for key in keys if key.isdecimal() and len(key) <= 2]
    if len(numbers) == 1 and any(SHORT_NAME.fullmatch(key) for key in keys):
        labels[first] = labels[first + 1] = "folio"


def _label_spread(lines: list[Line], labels: list[str | None]) -> None:
    """Label a double spread's numbers that stand alone on a line of the page's head."""
    for number, line in enumerate(lines[:_OWN_HEAD]):
        if labels[number] is None and spread_of(line.key):
            labels[number] = "folio"
        elif labels[number] is None and not PLATE.fullmatch(line.key):
            return


def _label_top_pieces(lines: list[Line], labels: list[str | None]) -> None:
    """Label the pieces of the page's folio on its first lines; the paper's name needs no label."""
    found = folio_at_top([line.text for line in lines[:MOST_LINES]])
    for number in range(found[0] if found else 0):
        if labels[number] is None and not is_certain(lines[number].key):
            labels[number] = "folio"


def label_foot(lines: list[Line], labels: list[str | None]) -> None:
    """Label a folio at the page's foot: its number and name, on a line or two, or with the date."""
    for number in range(max(len(lines) - 5, 2), len(lines)):
        if labels[number] is not None:
            continue
        line = lines[number]
        above, below = lines[number - 1], lines[number + 1 : number + 2]
        pair = [line.key, *(other.key for other in below if not labels[number + 1])]
        if sorted(map(_is_page_number, pair)) == [False, True] and any(
            key in PAGE_NAMES for key in pair
        ):
            labels[number] = labels[number + 1] = "folio"
        elif ends_sentence_or_note(above.key) or labels[number - 1] is not None or line.gap:
            labels[number] = "folio" if spread_of(line.key) else folio_at_foot(line)


def label_inner_folios(lines: list[Line], labels: list[str | None]) -> None:
    """Label the folio of a further page in a file of several: below text that has ended, with the
    day, on one line or in pieces above and below it.
    """
    for number, line in enumerate(lines):
        if len(line.key) > _LONGEST:
            continue
        if _EXTRA.search(line.key):
            _label_extra(lines, labels, number)
        if number < _OWN_HEAD or not may_hold_day(line.key):
            continue
        if all(row.kind != "date" for row in tokens_of(line)):
            continue
        if role_of(line, at_edge=True, at_top=False) == "folio":
            if labels[number - 1] is not None or ends_text(lines[number - 1]):
                labels[number] = "folio"
        elif labels[number] in ("masthead", "date"):
            _label_pieces(lines, labels, number)


def _label_extra(lines: list[Line], labels: list[str | None], number: int) -> None:
    """Label 号外 and its like, and a paper's name above it, below text that has ended."""
    line = lines[number]
    if not any(edition_of(cell) in EXTRAS for cell in (line.key, *cells_of(line.text))):
        return
    above = lines[max(number - 2, 0) : number]
    if above and PLATE.fullmatch(above[-1].key):
        above = above[:-1]
    rest = [cell for cell in cells_of(between_tokens(line)) if not PLATE.fullmatch(cell)]
    if all(map(ends_text, above[-1:])) and all(map(edition_of, rest)):
        labels[number] = "masthead"


def _label_pieces(lines: list[Line], labels: list[str | None], day: int) -> None:
    """Label a page's number and name that stand on lines of their own about the day's line."""
    top = {line.key for line in lines[:_OWN_HEAD]}
    first, last = day, day
    while first > day - _MOST_PIECES and _is_piece(lines[first - 1].key, top):
        first -= 1
    while last < min(day + _MOST_PIECES, len(lines) - 1) and _is_piece(lines[last + 1].key, top):
        last += 1
    pieces = [at for at in range(first, last + 1) if at != day and lines[at].key not in top]
    numbers = [at for at in pieces if lines[at].key not in PAGE_NAMES]
    if len(numbers) != 1 or len(pieces) > 2 or not ends_text(lines[first - 1]):
        return
    for at in pieces:
        labels[at] = "folio"


def _is_piece(key: str, top: set[str]) -> bool:
    numbered = _is_page_number(key) or spread_of(key)
    return bool(key in PAGE_NAMES or numbered or (key in top and PLATE.fullmatch(key)))


def ends_text(line: Line) -> bool:
    """Say whether a text has ended on a line, or the page's imprint stands there."""
    return ends_sentence_or_note(line.key) or is_imprint(line.key, line.norm)


def _is_page_number(key: str) -> bool:
    return (key.isdecimal() and len(key) <= 2) or is_page_alone(key)


def label_last_numbers(lines: list[Line], labels: list[str | None]) -> None:
    """Label a bare page number on one of the last lines of a page."""
    for number in range(max(len(lines) - 2, 1), len(lines)):
        key = lines[number].key
        if _is_page_number(key):
            below_text = labels[number - 1] is None
            points = below_text and (is_bare(lines[number - 1]) or _is_other(lines, labels, key))
            labels[number] = None if points and not key.isdecimal() else "folio"


def _is_other(lines: list[Line], labels: list[str | None], key: str) -> bool:
    """Say whether the page's folio stands at its top, and a lettered number is none of it."""
    top = [line.key for line, label in zip(lines[:6], labels, strict=False) if label == "folio"]
    return bool(top) and key[-1] != "版" and not any(key.strip("()[]") in other for other in top)


def is_first_page(key: str) -> bool:
    """Say whether a squeezed line is A01, the first page's label where there are sections."""
    return len(key) <= len("A01版") and bool(_FIRST_OF_ALL.fullmatch(key))


def drop_teasers(lines: list[Line], labels: list[str | None]) -> None:
    """Take the label from a page that a teaser or a story names: one in brackets right below text,
    and on a front page any other below its masthead."""
    front = False
    for number, line in enumerate(lines):
        if labels[number] != "folio":
            front |= labels[number] is not None and not _FRONT.isdisjoint(
                {token.kind for token in tokens_of(line)}
            )
        elif number and _is_of_story(lines, labels, number, front=front):
            labels[number] = None


def _is_of_story(lines: list[Line], labels: list[str | None], number: int, *, front: bool) -> bool:
    line, above = lines[number], lines[number - 1]
    noted = is_page_noted(line.key)
    if not noted and not (front and number < _OWN_HEAD):
        return False
    if not noted and not is_page_alone(line.key):
        # 河滩变花海 2版 is no page's name with its number.
        found = jump_behind_headline(line.norm)
        return found is not None and found.start() > 0 and _names_other(found[0])
    guide = front and labels[number - 1] == "ornament"
    if (labels[number - 1] is not None and not guide) or PLATE.fullmatch(above.key):
        return False
    if front:
        return noted or _names_other(line.key)
    return not ends_text(above) and not SHORT_NAME.fullmatch(above.key)


def _names_other(printed: str) -> bool:
    """Say whether a page is not the first, of whatever section."""
    return digits_of(label_of(printed.strip("/ "))) != 1


def page_of_edition(lines: list[Line], above: list[Line]) -> str | None:
    """Return the role of the first of two lines below a masthead that are an edition's name and
    page, 特刊 and T01版, or of a page's below the edition or below a front page's masthead, A01;
    else None."""
    keys = [line.key for line in lines]
    if _FIRST_OF_SECTION.fullmatch(keys[0]):
        kinds = {token.kind for line in above for token in tokens_of(line)}
        return "folio" if kinds & CERTAIN else None
    if _OF_EDITION.fullmatch(keys[0]):
        named = (keys[1:], [line.key for line in above])
        return "folio" if any(map(is_edition, chain(*named))) else None
    leads = is_edition(keys[0]) and any(map(_OF_EDITION.fullmatch, keys[1:]))
    return "masthead" if leads else None
