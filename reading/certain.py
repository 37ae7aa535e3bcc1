"""Certain: forms of which a rule knows more than the chain, as points for or against a headline.

Few are so sure that nothing weighs against them: a line that sends the reader to another page, the
line below one that does. Others only lean.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from .chain import Points
from .cuts import (
    FEW_BLOCKS,
    Told,
    above_dateline,
    ended,
    is_piece,
    names_notice,
    opens_text,
    pieces_told,
)
from .deeds import names_who_does_what
from .features import Page
from .kinds import Kind
from .signs import (
    LEAN,
    STRONG,
    SURE,
    forbids,
    is_long_headline,
    names_writer,
    opens_note,
    points_for,
    stands_over_author,
    stands_over_news,
)
from .traits import Traits
from .weights import Weights

# How a sentence begins that tells on, and no headline.
_GOES_ON = (
    "这是",
    "这些",
    "这一",
    "此次",
    "此外",
    "据",
    "他",
    "她",
    "会议",
    "同时",
    "目前",
    "截至",
)
# So few items make a small page.
SMALL = 14
_SHORTEST_CAPTION, _SHORTEST = 20, 9
_DECIMAL = re.compile(r"\d+\.\d")
_CELLS, _TABBED_CELLS, _FEW, _MOST_LINES = 3, 2, 3, 5
_ASKED = re.compile(r"(?:问|答|记者|主持人):")
_ENDS = frozenset(("stop", "semi", "comma"))
CAPTION = re.compile(r"[▲△▼■◆●]?(?:图为|图[①-⑩]|[上下左右]图|本版图片|题图|组图)")
_NUMBERS = frozenset("①②③④⑤⑥⑦⑧⑨⑩")
_NUMBER_OF_PICTURE = re.compile(r"(?:图?[①-⑩])+")
_FIGURE = re.compile(r"[+-]?\d[\d.,]*[%元]?")


def lean(page: Page, points: Points, known: Weights) -> None:
    """Add to the points of the labels what the rules know."""
    rows = _rows(page)
    for at, row in zip(page.asked, points, strict=True):
        for letters, more in _told(page, at, rows).items():
            for number in _numbers(known, letters) if more else ():
                row[number] += more


@cache
def _numbers(known: Weights, letters: str) -> list[int]:
    """Return the numbers of the labels that begin with one of some letters."""
    return [number for number, name in enumerate(known.labels) if name[0] in letters]


def _told(page: Page, at: int, rows: set[int]) -> dict[str, int]:
    """Return for first characters of labels how many points more they have at an item."""
    if at in rows:
        return {"P": SURE, "H": -SURE, "h": -SURE}
    if at - 1 in rows and page.traits[at].headish:
        return {"H": 2 * STRONG, "h": -SURE, "C": -SURE}
    if _leads_on(page, at):
        return {"H": SURE, "C": -SURE, "P": -SURE, "F": -SURE}
    told = _by_form(page, at)
    if told is None and at:
        told = _by_line_above(page, at)
    if told is None and at:
        told = _by_sentence(page, at)
    if told is None and at:
        told = pieces_told(page, at)
    if told is not None or not at:
        return told or {}
    seen, above = page.traits[at], page.traits[at - 1]
    told = {"H": _for_headline(page, at, above)}
    done = above.closed or above.turns or above.credit or (seen.headish and ended(above))
    if done and not page.layout.width:
        told["C"] = -SURE
    if seen.credit:
        told["F"] = -SURE
    return told


def _by_form(page: Page, at: int) -> Told:
    """Return what is told by the form of a line, and of the first line of all."""
    seen = page.traits[at]
    if seen.dateline:
        return {"F": -SURE}
    if _is_alone(page, at):
        return {"H" if at == page.runs.all[-1][0] else "h": SURE}
    if _is_late_deck(page, at):
        return {"P": SURE}
    if is_long_headline(page, at):
        return {"H": SURE, "F": -SURE}
    if forbids(page, at):
        return {"H": -SURE, "h": -SURE}
    if seen.key[-1] in _NUMBERS and _NUMBER_OF_PICTURE.fullmatch(seen.key):
        return {"G": STRONG, "H": -SURE, "h": -SURE, "F": -SURE}
    if CAPTION.match(seen.key) or _signs(page, at):
        return {"H": -SURE, "h": -SURE}
    if at == 0 and seen.credit:
        return {"F": -SURE, "C": -SURE, "G": STRONG}
    return {"F": -SURE} if at == 0 and seen.points else None


def _by_line_above(page: Page, at: int) -> Told:
    """Return what is told of the lines of a headline by the line above."""
    seen, above, kind = page.traits[at], page.traits[at - 1], page.items[at - 1].kind
    if page.items[at].kind is Kind.PINYIN and above.headish:
        return {"h": SURE}
    if opens_note(page, at):
        return {"P": SURE}
    if not seen.headish:
        return None
    spelt = kind is Kind.PINYIN and at > 1 and page.traits[at - 2].headish
    if spelt or (kind is Kind.SECTION and not page.begins[at]):
        return {"h": SURE}
    if above.headish and (seen.points or _leads(page, at)):
        return {"Hh": SURE, "F": -SURE}
    if len(page.items) <= FEW_BLOCKS and _is_late_deck(page, at - 1):
        return {"H": SURE}
    return {"h": STRONG} if above.headish and _is_head_of_small_page(page, at) else None


def _by_sentence(page: Page, at: int) -> Told:
    """Return what is told by how the line above ends, or by who speaks."""
    seen, above = page.traits[at], page.traits[at - 1]
    if (above.last == "comma" and not seen.mark) or _closes(above.key, seen.key, "()"):
        return {"C": SURE}
    if _closes(above.key, seen.key, "“”"):
        return {"C": STRONG}
    if above.points and not seen.headish and not seen.mark:
        return {"P": STRONG}
    numbered = page.orders[at - 1] and not _DECIMAL.match(above.key)
    if numbered and above.last == "han" and above.headish:
        return {"C": -STRONG}
    return {"H": -SURE, "h": -SURE} if _ASKED.match(seen.key) else None


def _closes(above: str, key: str, marks: str) -> bool:
    """Say whether a line closes a bracket or quotation that the line above opened."""
    opening, closing = marks[0], marks[1]
    if closing not in key or above.rfind(opening) <= above.rfind(closing):
        return False
    return opening not in key[: key.index(closing)]


def _is_head_of_small_page(page: Page, at: int) -> bool:
    """Say whether a line of a small page goes on in a run of few short lines above a dateline."""
    runs = page.runs
    first, last = runs.all[runs.of[at]]
    return (
        len(page.items) <= FEW_BLOCKS
        and last - first < _MOST_LINES
        and not any("；" in row.key or row.commas > 1 for row in page.traits[first : last + 1])
        and last + 1 < len(page.items)
        and (page.traits[last + 1].dateline or page.items[last + 1].kind is Kind.BYLINE)
    )


def _for_headline(page: Page, at: int, above: Traits) -> int:
    """Return the points for a headline that begins below a line."""
    seen = page.traits[at]
    if at + 1 < len(page.items) and _turns(page, at + 1):
        # What 下转第2版 stands below is a story's text, where it is not a line below one.
        over = seen.headish and not seen.commas and _is_over(page, at)
        return STRONG if over and not seen.key.startswith(_GOES_ON) else -SURE
    below = page.traits[min(at + 1, len(page.traits) - 1)]
    if not below.headish and any(_closes(seen.key, below.key, marks) for marks in ("“”", "()")):
        return -STRONG
    if above.points and seen.points:
        return SURE
    if seen.first == "dash" or _is_numbered(page, at):
        return -SURE
    if (seen.last in _ENDS and seen.commas) or (seen.last == "cry" and seen.key.count("、") > 2):
        return -STRONG
    parted = " " in page.items[at].lines[0].norm and _names_deed(page, at)
    if seen.headish and parted and above_dateline(page, at):
        return STRONG
    done = ended(above) or above.mark or above.turns or names_writer(page, at - 1)
    if done and stands_over_news(page, at):
        return SURE
    if seen.headish and stands_over_author(page, at, done=done):
        return SURE
    if not seen.headish or not done:
        return 0
    if seen.points or _leads(page, at) or _goes_on(page, at):
        return SURE
    if above.turns or _turns(page, at - 1):
        return SURE
    return _by_neighbours(page, at, above)


def _by_neighbours(page: Page, at: int, above: Traits) -> int:
    """Return how much what stands about a short line speaks for a headline."""
    item, seen = page.items[at], page.traits[at]
    points = points_for(page, at)
    if at + 1 == len(page.traits):
        return points
    last = page.runs.all[page.runs.of[at]][1]
    if last - at < _FEW and page.items[min(last + 1, len(page.items) - 1)].kind is Kind.BYLINE:
        return STRONG + points
    if len(page.items) <= FEW_BLOCKS and above_dateline(page, at):
        return STRONG + points
    if item.kind is Kind.SECTION and not page.begins[at]:
        return STRONG + points
    if names_notice(seen.key) and len(page.items) <= FEW_BLOCKS:
        return 2 * STRONG
    pictured = _is_caption(page.traits[at + 1])
    if pictured and (above.pictured or page.items[at - 1].kind is Kind.CREDIT):
        return STRONG
    if " " in item.lines[0].norm and _names_deed(page, at):
        return STRONG
    below = page.traits[at + 1]
    few = len(page.items) <= FEW_BLOCKS
    pieces = below.headish and is_piece(below.key)
    opens = few and not seen.commas and (pieces or _asks_or_opens(seen, below))
    asks = opens and seen.last == "ask"
    return points + LEAN * (bool(pictured or opens or names_notice(seen.key)) + asks)


def _is_numbered(page: Page, at: int) -> bool:
    """Say whether a line is one of a list, 一、 or （二十四） or 3., and no news stands below."""
    numbered = page.orders[at] in ("first", "next", "other")
    decimal = _DECIMAL.match(page.traits[at].key)
    return numbered and not decimal and not above_dateline(page, at)


def _asks_or_opens(seen: Traits, below: Traits) -> bool:
    """Say whether a longer line asks, or stands above a text that opens with a time."""
    return seen.size > _SHORTEST and (seen.last == "ask" or opens_text(below.key))


def _is_alone(page: Page, at: int) -> bool:
    """Say whether a line is one of several short ones that end a page with no text: a box."""
    if not page.runs.all or page.runs.of[at] != len(page.runs.all) - 1:
        return False
    first, last = page.runs.all[-1]
    alone = first > 0 and last == len(page.items) - 1 and last - first + 1 >= _FEW
    told = any(":" in seen.key for seen in page.traits[first:])
    return alone and page.traits[first - 1].closed and not told


def _signs(page: Page, at: int) -> bool:
    """Say whether a short line stands between a text and the day alone: who signs a notice."""
    return (
        0 < at < len(page.items) - 1
        and page.own[at + 3] == "day"
        and (page.traits[at - 1].closed or page.traits[at - 1].mark)
    )


def _is_late_deck(page: Page, at: int) -> bool:
    """Say whether a line that begins as decks do stands below its story's text: ——论…"""
    if not 0 < at < len(page.items) - 1:
        return False
    seen = page.traits[at]
    dashed = seen.headish and seen.first == "dash" and seen.last != "dash"
    return dashed and page.traits[at - 1].closed and page.traits[at + 1].headish


def _names_deed(page: Page, at: int) -> bool:
    """Say whether the first part of a line names who does what."""
    return names_who_does_what(page.items[at].lines[0].norm.split()[0])


def _is_caption(seen: Traits) -> bool:
    long = not seen.headish and seen.size > _SHORTEST_CAPTION
    return long and (seen.pictured or bool(CAPTION.match(seen.key)))


def _leads_on(page: Page, at: int) -> bool:
    """Say whether a line is a headline with 下转第2版: short, and no text above goes on with it."""
    seen = page.traits[at]
    return seen.leads and _is_over(page, at) and not seen.key.startswith(_GOES_ON)


def _is_over(page: Page, at: int) -> bool:
    """Say whether nothing above a line goes on with it."""
    above = page.traits[max(at - 1, 0)]
    return not at or above.closed or above.mark or above.turns or above.points


def _leads(page: Page, at: int) -> bool:
    """Say whether a teaser's jump stands below."""
    below = at + 1
    return (
        below < len(page.items)
        and page.items[below].kind is Kind.JUMP_TO
        and not _turns(page, below)
    )


def _goes_on(page: Page, at: int) -> bool:
    """Say whether 上接第1版 stands below, as it does below headlines."""
    return at + 1 < len(page.items) and page.items[at + 1].kind is Kind.JUMP_FROM


def _turns(page: Page, at: int) -> bool:
    item = page.items[at]
    return item.kind is Kind.JUMP_TO and "转" in item.key[:8]


def _rows(page: Page) -> set[int]:
    """Return the rows of tables: as many cells as the row above or below, and figures in them.

    Where tabs part them, two cells are enough.
    """
    cells = [
        item.lines[0].norm.split() if len(item.lines) == 1 and len(item.key) <= 60 else []
        for item in page.items
    ]
    rows: set[int] = set()
    for at, (above, below) in enumerate(pairwise(cells)):
        if len(above) != len(below) or len(above) < _TABBED_CELLS:
            continue
        tabbed = all("\t" in item.lines[0].norm for item in page.items[at : at + 2])
        fewest = _TABBED_CELLS if tabbed else _CELLS
        if len(above) >= fewest and any(_FIGURE.fullmatch(cell) for cell in below):
            rows |= {at, at + 1}
    return rows
