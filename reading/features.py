"""Features: what is seen of each item of a page, each as ``group:name=bin``.

No feature holds words of a page. The groups: ``form`` is the item's own form, ``place`` its margin
and the empty lines about it, ``near`` its neighbours, ``bond`` whether it reads on from the item
above; of short lines also ``run``, the run of short lines that it stands in, ``told``, the
datelines above and below, and ``words``, whether the text below says again what it or the text
above says. What is measured here and in ``runs`` has names; ``features.txt`` says which features
are made of which, and what each says in a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from .bylines import bare_names
from .cohesion import cohesion
from .deeds import names_who_does_what
from .han import HAN
from .items import Item
from .kinds import Kind
from .layouts import Layout
from .numerals import integer
from .runs import TIME, Runs, binned, is_framed, yes
from .tables import table_rows
from .traits import Traits, traits_of
from .weights import Weights

Fields = dict[str, str]
Weigher = Callable[[Any, int], int]
_COLUMN = re.compile(r"\([^()，。]{2,14}\)$")
_NUMBERED = re.compile(
    r"(?:(?P<a>[一二三四五六七八九十]{1,3})、|\((?P<b>[一二三四五六七八九十\d]{1,4})\)"
    r"|(?P<c>\d{1,2})[.、．]|第(?P<d>[一二三四五六七八九十百]{1,6})(?:[章条节]|部分)"
    r"|(?P<e>\d{1,3})(?![\d年月日时点分万亿%个.])|(?P<f>[一二三四五六七八九十])(?=[ \u3000]))"
)
_CAPTION_OPENS = frozenset("▲△▼■◆●图上下左右本题")
_CAPTION = re.compile(r"(?:[▲△▼■◆●]?图[为①-⑩]|[上下左右]图|本版图片|题图)")
_END_NOTE = re.compile(r"。[”’]?\([^()]{2,30}\)$|\((?:下转|上接)|\(完\)$")
_SPEAKER = re.compile(rf"(?:记者|问|答|主持人|{HAN}{{2,4}}):")
_TELLING = re.compile(r"(?:指出|强调|表示|介绍|认为|说|告诉记者|坦言)[，:。]")
_LENGTHS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 21, 24, 28, 32, 38, 46, 60, 90, 140)
_LENGTH_BINS = [binned(size, _LENGTHS) for size in range(142)]
# A page of so few items is a small one.
_FEW = (8, 14, 24)
_PARTS = 3
_TELLERS = frozenset(("讲述人:", "口述人:", "提案人:"))
_PROSE = ("long.", "middling.")
_PROSE_TO_COME = (*_PROSE, "long")
_ANYWHERE = ("form", "place", "near", "bond")
_TEXT = {"run:since", "told:since"}


@cache
def templates() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the features of any item and those of short lines: what each name may be made of."""
    rows = table_rows("features.txt")
    every = {f"{name} {made}": made.split(" ") for name, made, *_ in rows}
    plain = {
        name: made
        for name, made in every.items()
        if name.partition(":")[0] in _ANYWHERE or name.partition(" ")[0] in _TEXT
    }
    return plain, every


@lru_cache(4096)
def _made_of(fields: tuple[str, ...], *, short: bool) -> list[tuple[str, itemgetter[Any]]]:
    """Return all features that are made of these fields, in order, and what takes their bins."""
    has = frozenset(fields)
    return [(name, take) for name, take, parts in _takers(short=short) if parts <= has]


@cache
def _takers(*, short: bool) -> list[tuple[str, itemgetter[Any], frozenset[str]]]:
    made = templates()[short].items()
    return [(name.partition(" ")[0], itemgetter(*parts), frozenset(parts)) for name, parts in made]


@lru_cache(4096)
def _weighers(known: Weights, fields: tuple[str, ...], *, short: bool) -> list[tuple[Weigher, Any]]:
    """Return for all features that are made of these fields what weighs and what takes bins."""
    return [(known.tables[name].get, take) for name, take in _made_of(fields, short=short)]


@dataclass(slots=True)
class Seen:
    """What is seen of an item: its fields, and whether it stands in a run of short lines."""

    fields: Fields
    short: bool

    def features(self) -> list[str]:
        """Return the features for which all fields are there."""
        made = _made_of(tuple(self.fields), short=self.short)
        bins = [(name, take(self.fields)) for name, take in made]
        return [f"{name}={one if isinstance(one, str) else ','.join(one)}" for name, one in bins]

    def gains(self, known: Weights) -> dict[str, int]:
        """Return by name how much features speak more for a headline than for text."""
        gains: dict[str, int] = {}
        for name, take in _made_of(tuple(self.fields), short=self.short):
            gain = known.gains[name].get(take(self.fields), 0)
            if gain > gains.get(name, 0):
                gains[name] = gain
        return gains

    def weight(self, known: Weights) -> int:
        """Return what the features weigh together, packed."""
        fields = self.fields
        rows = _weighers(known, tuple(fields), short=self.short)
        return sum([weigh(take(fields), 0) for weigh, take in rows])


class Page:
    """The items of a page with all that is seen of them together."""

    def __init__(self, items: list[Item], layout: Layout) -> None:
        self.items = items
        self.layout = layout
        self.traits = traits = [
            traits_of(item, below) for item, below in zip_longest(items, items[1:])
        ]
        self.own = ["edge", "edge", *(seen.own for seen in traits), "edge", "edge"]
        self.begins = [layout.begins(item.lines[0]) for item in items]
        self.blocks = not layout.indented and not layout.width
        self.orders = _orders(items)
        self.runs = Runs(traits, self.own, blocks=self.blocks)
        self.few = str(bisect_left(_FEW, len(items)))
        self.boxed = self.runs.framed >= _PARTS and _repeats(traits)
        self.parts = _parts(items, traits)
        short = [seen for seen in traits if seen.headish]
        self.forms = Counter((seen.size, seen.key[0]) for seen in short)
        self.questions = sum(seen.last == "ask" for seen in short)
        self.asked = [at for at in range(len(items)) if not self._is_settled(at)]

    def _is_settled(self, at: int) -> bool:
        """Say whether an item is certainly a paragraph: prose below one that has ended."""
        if not at or self.own[at + 1] not in _PROSE or self.own[at + 2] not in _PROSE_TO_COME:
            return False
        if self.own[at + 2] == "long" and self.own[at + 3] == "dateline":
            return False
        begins = self.begins[at] or not self.layout.indented
        return begins and self.items[at].kind is Kind.TEXT and not _is_caption(self.items[at].key)

    def seen(self) -> list[Seen]:
        """Return what is seen of every item that is asked."""
        return [Seen(self._fields(at), self.runs.of[at] >= 0) for at in self.asked]

    def _fields(self, at: int) -> Fields:
        seen = self.traits[at]
        far_above, above, own, below, far_below = self.own[at : at + 5]
        stops = seen.key.count("。")
        fields = {
            "any": "yes",
            "head": yes(seen.headish),
            "few": self.few,
            "length": _length(seen),
            "first": seen.first,
            "last": seen.last,
            "own": own,
            "eighth": str(min(6, seen.size // 8)),
            "commas": str(min(3, seen.commas)),
            "inside": yes(stops > (seen.key[-1] == "。")),
            "stops": str(min(2, stops)),
            "far-above": far_above,
            "above": above,
            "below": below,
            "far-below": far_below,
        }
        self._form(at, fields)
        if seen.size <= 62:
            self._short_form(at, fields)
        if self.blocks:
            self._place_in_blocks(at, fields)
        else:
            self._place_by_margin(at, fields)
        self._near(at, fields)
        self._bond(at, fields)
        self.runs.tell(at, fields)
        return fields

    def _form(self, at: int, fields: Fields) -> None:
        seen, key = self.traits[at], self.traits[at].key
        if (
            key.count("“") != key.count("”")
            or key.count("《") != key.count("》")
            or key.count("(") != key.count(")")
        ):
            fields["open"] = "yes"
        if "“" in key:
            fields["quotes"] = "inside"
            if key[0] == "“" and key[-1] == "”":
                fields["quoted"] = "whole"
        if "记者" in key:
            fields["reporter"] = yes(seen.size <= 40)
        if self.orders[at]:
            fields["number"] = self.orders[at]
        if TIME.match(key):
            fields["time"] = fields["head"]
        if _TELLING.search(key):
            fields["telling"] = fields["head"]
        for name, holds in (
            ("colon", ":" in key),
            ("pause", "、" in key),
            ("caption", _is_caption(key)),
            ("speaker", ":" in key and _SPEAKER.match(key)),
            ("author", seen.note and "作者" in key),
            ("end-note", "(" in key and _END_NOTE.search(key[-34:])),
        ):
            if holds:
                fields[name] = "yes"
        if key[0] == "-":
            fields["dash-first"] = "first"
        if key[-1] == "-":
            fields["dash-last"] = "last"

    def _short_form(self, at: int, fields: Fields) -> None:
        seen, text = self.traits[at], self.items[at].text
        if len(text) != seen.size:
            parts = text.split()
            fields["parts"] = str(min(4, len(parts)))
            fields["even"] = yes(len(set(map(len, parts))) == 1)
        short = seen.headish and seen.size <= 14
        for name, holds in (
            ("column", not (seen.credit or seen.note) and _COLUMN.search(seen.key[-16:])),
            ("deed", seen.headish and 8 <= seen.size <= 30 and _deed(seen.key)),
            ("names", short and bare_names(text)),
        ):
            if holds:
                fields[name] = "yes"

    def _gap(self, at: int) -> str:
        if at >= len(self.items):
            return "end"
        gap, usual = self.items[at].gap, self.layout.gap
        if self.blocks:
            return "less" if gap < usual else "usual" if gap == usual else "more"
        return str(min(gap, 2))

    def _place_in_blocks(self, at: int, fields: Fields) -> None:
        fields["gap"], fields["gap-below"] = self._gap(at), self._gap(at + 1)
        fields["width"] = str(min(self.items[at].indent, 3))

    def _margin(self, at: int) -> str:
        if not 0 <= at < len(self.items):
            return "edge"
        indent = self.items[at].indent
        return "wide" if indent > 4 else "two" if self.begins[at] else "odd" if indent else "none"

    def _place_by_margin(self, at: int, fields: Fields) -> None:
        fields["empty"], fields["empty-below"] = self._gap(at), self._gap(at + 1)
        for name, place in (("margin-above", at - 1), ("margin", at), ("margin-below", at + 1)):
            fields[name] = self._margin(place)
        if self.layout.width and at:
            fields["full-above"], fields["full"] = self._full(at - 1), self._full(at)

    def _full(self, at: int) -> str:
        """Say whether an item's last line reaches the column's edge."""
        line = self.items[at].lines[-1]
        missing = self.layout.width - len(line.text) - 2 * (line.indent >= 2)
        return "over" if missing < -3 else "full" if missing <= 2 else "short"

    def _near(self, at: int, fields: Fields) -> None:
        if at:
            seen = self.traits[at - 1]
            fields |= {
                "last-above": seen.last,
                "length-above": _length(seen),
                "first-above": seen.first,
                "closed-above": yes(seen.closed),
                "size-above": str(min(seen.size, 60) // 15),
            }
        else:
            fields["top"] = "yes"
        if at + 1 < len(self.traits):
            seen = self.traits[at + 1]
            fields["last-below"], fields["first-below"] = seen.last, seen.first
            fields["length-below"] = _length(seen)

    def _bond(self, at: int, fields: Fields) -> None:
        traits = self.traits
        if at and not traits[at - 1].closed and (self.blocks or self.layout.width):
            fields["bond"] = _level(traits[at - 1], traits[at])
            fields["kind-above"] = traits[at - 1].own[:4]
        if self.blocks and at + 1 < len(traits) and not traits[at].closed:
            fields["bond-below"] = _level(traits[at], traits[at + 1])
            if traits[at].headish:
                fields["timed"] = yes(TIME.match(traits[at].key))
                fields["breaks"] = str(traits[at].commas)
                fields["long-below"] = "long" if traits[at + 1].size > 40 else "short"


def _is_caption(key: str) -> bool:
    return key[0] in _CAPTION_OPENS and bool(_CAPTION.match(key))


def _length(seen: Traits) -> str:
    return _LENGTH_BINS[min(seen.size, 141)]


def _deed(key: str) -> bool:
    return names_who_does_what(key.split("，")[0])


def _level(above: Traits, below: Traits) -> str:
    """Return how much two neighbours are one text, -4 to 5."""
    return str(max(-4, min(5, round(cohesion(above.key, below.key)))))


def _repeats(traits: list[Traits]) -> bool:
    """Say whether a line that stands in 【】 and the like as a whole stands there again."""
    keys = [seen.key for seen in traits if is_framed(seen)]
    return len(set(keys)) < len(keys)


def _parts(items: list[Item], traits: list[Traits]) -> set[int]:
    """Return the first lines of a story's parts that have bylines of their own: who or where——,
    what of it, and a byline, three at least; or one or two lines, and 讲述人: or 提案人:, twice."""
    found = {
        at
        for at in range(len(items) - 2)
        if items[at + 2].kind is Kind.BYLINE
        and traits[at].last == "dash"
        and traits[at].headish
        and traits[at + 1].headish
    }
    told = [at for at, seen in enumerate(traits) if seen.key[:4] in _TELLERS]
    heads = {
        at - back
        for at in told
        for back in (1, 2)
        if all(seen.headish for seen in traits[max(at - back, 0) : at])
    }
    return (found if len(found) >= _PARTS else set()) | (heads if len(told) > 1 else set())


def _orders(items: list[Item]) -> list[str]:
    """Return for every item whether its number begins a series, goes on with one or does neither.

    "" where it has no number; 一、 and 1. and （一） are series of their own.
    """
    last: dict[str, int] = {}
    orders = []
    for item in items:
        found = _NUMBERED.match(item.lines[0].norm)
        if found is None:
            orders.append("")
            continue
        series = str(found.lastgroup)
        value = integer(found[series]) or 0
        before = last.get(series)
        bare = "bare-" if series in "ef" else ""
        goes_on = before is not None and value == before + 1
        orders.append(bare + ("next" if goes_on else "first" if value == 1 else "other"))
        last[series] = value
    return orders
