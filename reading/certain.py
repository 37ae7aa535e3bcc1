"""Certain: forms of which a rule knows more than the chain, as points for or against a headline.

Few are so sure that nothing weighs against them: a line that sends the reader to another page, the
line below one that does. Others only lean.
"""

from __future__ import annotations

import re
from itertools import pairwise
from collections.abc import Iterator

from .chain import Points
from .cohesion import cohesion
from .deeds import names_who_does_what
from .features import Page
from .kinds import Kind
from .patterns import one_of
from .traits import Traits
from .weights import Weights
from .words import NOTICE_WORDS

# So few items make a small page.
SMALL = 14
# In hundredths of nats.
_SURE, _STRONG, _LEAN = 3000, 700, 350
_SHORTEST_CAPTION = 20
_DECIMAL = re.compile(r"\d+\.\d")
_CELLS, _FEW, _MOST_LINES = 3, 3, 5
# On a page of so few blocks what reads on does; below the second number of points it does not.
_SMALL_CUT, _LOOSE, _ANY = 24, -1.5, -9.0
_SHORTEST_QUESTION, _COLUMN = 6, 5
_PICTURED = re.compile(r"(?:摄|供图)[)）]?$")
_ASKED = re.compile(r"(?:问|答|记者|主持人):")
_TIME = re.compile(
    r"(?:\d{4}年)?\d{1,2}月|昨[天日]|日前|近日|今年|近年来|目前|截至|连日来|去年|当地时间|清晨|凌晨|上午|下午|傍晚|经过|据|因"
)
_ENDS = frozenset(("stop", "semi", "comma"))
_CAPTION = re.compile(r"[▲△▼■◆●]?(?:图为|图[①-⑩]|[上下左右]图|本版图片|题图|组图)")
_NOTICE = re.compile(
    rf"[^，。]{{0,40}}{one_of(NOTICE_WORDS)}(?:书)?$|^致[^，。]{{2,30}}[贺信书]词?$"
)
# Whoever wrote a text stands at its end, in brackets.
_SIGNED = re.compile(r"[。！？][”’]?\((?:本报记者|记者|通讯员)?[\u4e00-\u9fff]{2,4}(?:、[^()，。]{2,4})*\)$")
_NUMBER_OF_PICTURE = re.compile(r"(?:图?[①-⑩])+")
_FIGURE = re.compile(r"[+-]?\d[\d.,]*[%元]?")


def lean(page: Page, points: Points, known: Weights) -> None:
    """Add to the points of the labels what the rules know."""
    rows = _rows(page)
    for at in range(len(page.items)):
        for letters, more in _told(page, at, rows).items():
            for number, name in enumerate(known.labels):
                if name[0] in letters:
                    points[at][number] += more


def _told(page: Page, at: int, rows: set[int]) -> dict[str, int]:
    """Return for first characters of labels how many points more they have at an item."""
    items, traits = page.items, page.traits
    seen = traits[at]
    above = traits[at - 1] if at else None
    if at in rows:
        return {"P": _SURE, "H": -_SURE, "h": -_SURE}
    if seen.dateline:
        return {"F": -_SURE}
    if _is_alone(page, at):
        first = page.runs.all[-1][0]
        return {"H" if at == first else "h": _SURE}
    if _is_late_deck(page, at):
        return {"P": _SURE}
    if _NUMBER_OF_PICTURE.fullmatch(seen.key):
        return {"G": _STRONG, "H": -_SURE, "h": -_SURE, "F": -_SURE}
    if _CAPTION.match(seen.key):
        return {"H": -_SURE, "h": -_SURE}
    if above is None:
        if seen.credit:
            return {"F": -_SURE, "C": -_SURE, "G": _STRONG}
        return {"F": -_SURE} if seen.points else {}
    if items[at].kind is Kind.PINYIN and above.headish:
        return {"h": _SURE}
    if items[at - 1].kind is Kind.PINYIN and at > 1 and seen.headish and traits[at - 2].headish:
        return {"h": _SURE}
    if items[at - 1].kind is Kind.SECTION and seen.headish:
        return {"h": _SURE}
    if seen.headish and above.headish and (seen.points or _leads(page, at)):
        return {"Hh": _SURE, "F": -_SURE}
    if seen.headish and _is_late_deck(page, at - 1):
        return {"H": _SURE}
    if seen.headish and above.headish and _is_head_of_small_page(page, at):
        return {"h": _STRONG}
    if above.last == "comma" and not seen.mark:
        return {"C": _SURE}
    if page.orders[at - 1] and above.last == "han" and above.headish and not _DECIMAL.match(above.key):
        return {"C": -_STRONG}
    if _ASKED.match(seen.key):
        return {"H": -_SURE, "h": -_SURE}
    cut = _cut(page, at, above) if page.blocks and len(page.items) <= _SMALL_CUT else {}
    if cut:
        return cut
    told = {"H": _for_headline(page, at, above, rows)}
    if seen.headish and _ended(above) and not page.layout.width:
        told["C"] = -_SURE
    if seen.credit:
        told["F"] = -_SURE
    return told


def _cut(page: Page, at: int, above: Traits) -> dict[str, int]:
    """Return what is told of the pieces that a column cut off, on a page of few blocks."""
    seen = page.traits[at]
    if page.orders[at] in ("first", "next") and seen.headish and not _above_dateline(page, at):
        return {"H": -_STRONG}
    if seen.last == "ask" and seen.size <= _SHORTEST_QUESTION and above.closed:
        return {"H": -_STRONG}
    told = _ended(above) or above.mark or above.turns or above.points
    marked = seen.mark and seen.size <= _SHORTEST_CAPTION
    if told or marked or seen.byline or names_notice(seen.key):
        return {}
    if "；" in seen.key and "，" in above.key:
        return {"C": _STRONG}
    if _above_dateline(page, at):
        return {}
    bond = cohesion(above.key, seen.key)
    if not above.headish:
        loose = _LOOSE if seen.headish else _ANY
        return {"C": _STRONG} if above.last not in ("colon", "semi") and bond > loose else {}
    if _is_piece(above.key) and (not seen.headish or _TIME.match(above.key)):
        timed = _TIME.match(above.key) and "，" in above.key
        if timed or bond > _LOOSE or seen.first == "digit":
            return {"C": _STRONG}
        return {}
    if at + 1 < len(page.traits) and _is_piece(seen.key):
        timed = _TIME.match(seen.key) and "，" in seen.key
        below = cohesion(seen.key, page.traits[at + 1].key)
        if timed or below > max(0, bond):
            return {"P": _STRONG}
    if seen.headish and above.headish and above.size <= _COLUMN and ":" not in seen.key:
        return {"h": _STRONG}
    return {}


def _is_piece(key: str) -> bool:
    """Say whether a short line opens as texts do: with a time, or with a clause."""
    return "，" in key or bool(_TIME.match(key))


def _above_dateline(page: Page, at: int) -> bool:
    run = page.runs.of[at]
    if run < 0:
        return False
    below = page.runs.all[run][1] + 1
    return below < len(page.traits) and page.traits[below].dateline


def _is_head_of_small_page(page: Page, at: int) -> bool:
    """Say whether a line of a small page goes on in a run of few short lines above a dateline."""
    runs = page.runs
    first, last = runs.all[runs.of[at]]
    return (
        len(page.items) <= _SMALL_CUT
        and last - first < _MOST_LINES
        and not any("；" in row.key or row.commas > 1 for row in page.traits[first : last + 1])
        and last + 1 < len(page.items)
        and (page.traits[last + 1].dateline or page.items[last + 1].kind is Kind.BYLINE)
    )


def _for_headline(page: Page, at: int, above: Traits, rows: set[int]) -> int:
    """Return the points for a headline that begins below a line."""
    seen = page.traits[at]
    if at + 1 < len(page.items) and _turns(page, at + 1):
        # What 下转第2版 stands below is a story's text.
        return -_SURE
    if above.points and seen.points:
        return _SURE
    if seen.headish and at - 1 in rows:
        return _STRONG
    if seen.last in _ENDS and seen.commas:
        return -_STRONG
    parted = " " in page.items[at].lines[0].norm and _names_deed(page, at)
    if seen.headish and parted and _above_dateline(page, at):
        return _STRONG
    if not seen.headish or not (_ended(above) or above.mark or above.turns):
        return 0
    if seen.points or _leads(page, at) or above.turns or _turns(page, at - 1):
        return _SURE
    return _by_neighbours(page, at, above)


def _by_neighbours(page: Page, at: int, above: Traits) -> int:
    """Return how much what stands about a short line speaks for a headline."""
    item, seen = page.items[at], page.traits[at]
    below = page.traits[at + 1] if at + 1 < len(page.traits) else None
    points = _LEAN * bool(_SIGNED.search(above.key[-40:]))
    if below is None:
        return points
    last = page.runs.all[page.runs.of[at]][1]
    if last - at < _FEW and page.items[min(last + 1, len(page.items) - 1)].kind is Kind.BYLINE:
        return _STRONG + points
    if item.kind is Kind.SECTION and not page.begins[at]:
        return _STRONG + points
    if names_notice(seen.key) and len(page.items) <= _SMALL_CUT:
        return _STRONG
    pictured = not below.headish and below.size > _SHORTEST_CAPTION and (
        below.credit or _PICTURED.search(below.key[-16:]) or _CAPTION.match(below.key)
    )
    if pictured and (_is_credited(above) or page.items[at - 1].kind is Kind.CREDIT):
        return _STRONG
    if " " in item.lines[0].norm and _names_deed(page, at):
        return _STRONG
    return points + _LEAN * bool(pictured or names_notice(seen.key))


def names_notice(key: str) -> bool:
    """Say whether a short line says what kind of notice stands below: 遗失声明."""
    return bool(_NOTICE.match(key))


def _is_alone(page: Page, at: int) -> bool:
    """Say whether a line is one of several short ones that end a page with no text: a box."""
    if not page.runs.all or page.runs.of[at] != len(page.runs.all) - 1:
        return False
    first, last = page.runs.all[-1]
    alone = 0 < first and last == len(page.items) - 1 and last - first + 1 >= _FEW
    return alone and page.traits[first - 1].closed


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


def _is_credited(seen: Traits) -> bool:
    """Say whether a text ends with who took its picture."""
    return seen.credit or bool(_PICTURED.search(seen.key[-16:]))


def _ended(seen: Traits) -> bool:
    return seen.closed or _is_credited(seen)


def _leads(page: Page, at: int) -> bool:
    """Say whether a teaser's jump stands below."""
    below = at + 1
    return (
        below < len(page.items)
        and page.items[below].kind is Kind.JUMP_TO
        and not _turns(page, below)
    )


def _turns(page: Page, at: int) -> bool:
    item = page.items[at]
    return item.kind is Kind.JUMP_TO and "转" in item.key[:8]


def _rows(page: Page) -> set[int]:
    """Return the rows of tables: as many cells as the row above or below, and figures in them."""
    cells = [
        item.lines[0].norm.split() if len(item.lines) == 1 and len(item.key) <= 60 else []
        for item in page.items
    ]
    rows: set[int] = set()
    for at, (above, below) in enumerate(pairwise(cells)):
        if len(above) == len(below) >= _CELLS and any(_FIGURE.fullmatch(cell) for cell in below):
            rows |= {at, at + 1}
    return rows
