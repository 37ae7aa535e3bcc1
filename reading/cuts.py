"""Cuts: pieces that a column cut off, on a page of few blocks, as points for and against labels.

On a large page the chain tells pieces by all that stands about them. A page of few blocks shows it
little; there a text that stopped in mid-sentence goes on below, unless a headline is sure.
"""

from __future__ import annotations

import re

from .cohesion import cohesion
from .features import Page
from .han import HAN
from .patterns import one_of
from .traits import Traits
from .words import NOTICE_WORDS

Told = dict[str, int] | None
# So few blocks; points in hundredths of nats; how little two lines may read on to be one text.
FEW_BLOCKS = 24
_STRONG, _LEAN = 900, 350
_LOOSE, _FIRM = -1.5, 1
_SHORTEST_CAPTION, _SHORTEST_QUESTION, _COLUMN = 20, 6, 5
_TIME = re.compile(
    r"(?:\d{4}年)?\d{1,2}月|昨[天日]|日前|近日|今年|近年来|目前|截至|连日来|去年|当地时间|清晨|凌晨|上午|下午|傍晚|经过|另?据|因"
    rf"|会议{HAN}{{2,20}}，|{HAN}{{1,4}}上，|现场，"
)
# A column cut 4月4日11 from 时16分.
_UNITS = frozenset("年月日时点分")
_NOTICE = re.compile(
    rf"[^，。]{{0,40}}{one_of(NOTICE_WORDS)}(?:书)?$|^致[^，。]{{2,30}}[贺信书]词?$"
)


def pieces_told(page: Page, at: int) -> Told:
    """Return for first characters of labels how many points more they have, or None."""
    if not page.blocks or len(page.items) > FEW_BLOCKS:
        return None
    seen, above = page.traits[at], page.traits[at - 1]
    if page.orders[at] in ("first", "next") and seen.headish and not above_dateline(page, at):
        return {"H": -_STRONG}
    if seen.last == "ask" and seen.size <= _SHORTEST_QUESTION and above.closed:
        return {"H": -_STRONG}
    if seen.headish and ended(above):
        if opens_text(seen.key):
            return {"P": _STRONG}
        if reads_on := _reads_on(page, at):
            return {"P": reads_on}
    halved = above.last == "digit" and seen.key[0] in _UNITS
    listed = page.orders[at] or page.traits[at - 2].last == "semi"
    if halved or (above.last == "semi" and not listed):
        return {"C": _STRONG}
    done = ended(above) or above.mark or above.turns or above.points
    marked = seen.mark and seen.size <= _SHORTEST_CAPTION
    if done or marked or seen.byline or names_notice(seen.key):
        return None
    if "；" in seen.key and "，" in above.key:
        return {"C": _STRONG}
    if above_dateline(page, at):
        return None
    bond = cohesion(above.key, seen.key)
    if not above.headish:
        reads_on = above.last not in ("colon", "semi") and (not seen.headish or bond > _LOOSE)
        return {"C": _STRONG} if reads_on else None
    if is_piece(above.key) and (not seen.headish or bond > 0 or _TIME.match(above.key)):
        reads_on = opens_text(above.key) or bond > _LOOSE or seen.first == "digit"
        return {"C": _STRONG} if reads_on else None
    return _below_headline(page, at, bond)


def _below_headline(page: Page, at: int, bond: float) -> Told:
    """Return what is told of a short line below another: a text's first piece, or a headline's."""
    seen, above = page.traits[at], page.traits[at - 1]
    if at + 1 < len(page.traits) and (is_piece(seen.key) or seen.last == "digit"):
        below = cohesion(seen.key, page.traits[at + 1].key)
        if opens_text(seen.key) or below > max(0, bond):
            return {"P": _STRONG}
    if seen.headish and above.size <= _COLUMN and ":" not in seen.key:
        return {"h": 2 * _LEAN}
    return None


def _reads_on(page: Page, at: int) -> int:
    """Return how much speaks for a short line being the first piece of the text below."""
    if at + 1 == len(page.traits):
        return 0
    seen, below = page.traits[at], page.traits[at + 1]
    if not below.closed or below.dateline or below.pictured or _TIME.match(below.key):
        return 0
    bond = cohesion(seen.key, below.key)
    return _STRONG if seen.commas and bond > 0 else _LEAN if bond > _FIRM else 0


def opens_text(key: str) -> bool:
    return "，" in key and bool(_TIME.match(key))


def is_piece(key: str) -> bool:
    """Say whether a short line opens as texts do: with a time, or with a clause."""
    return "，" in key or bool(_TIME.match(key))


def above_dateline(page: Page, at: int) -> bool:
    """Say whether a short line stands in a run right above a dateline."""
    run = page.runs.of[at]
    if run < 0:
        return False
    below = page.runs.all[run][1] + 1
    return below < len(page.traits) and page.traits[below].dateline


def names_notice(key: str) -> bool:
    """Say whether a short line says what kind of notice stands below: 遗失声明."""
    return bool(_NOTICE.match(key))


def ended(seen: Traits) -> bool:
    """Say whether a text is complete."""
    return seen.closed or seen.pictured
