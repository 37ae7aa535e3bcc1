"""Features: what is seen of each item of a page, each as ``group:name=bin``.

No feature holds words of a page. The groups: ``form`` is the item's own form, ``place`` its margin
and the empty lines about it, ``near`` its neighbours, ``run`` the run of short lines that it
stands in, ``told`` the datelines above and below, ``bond`` whether it reads on from the item
above, ``words`` whether the text below says again what it or the text above says.
``sentences`` tells each in plain words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .bylines import bare_names
from .cohesion import cohesion
from .deeds import names_who_does_what
from .items import Item
from .layouts import Layout
from .numerals import integer
from .recurrence import Recurrence, words_of
from .traits import Traits, traits_of

_TIME = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|昨[天日]|日前|近日|今年|近年来|目前|截至|连日来|去年"
    r"|上午|当日|当天|随着|\d{4}年"
)
_COLUMN = re.compile(r"\([^()，。]{2,14}\)$")
_NUMBERED = re.compile(
    r"(?:(?P<a>[一二三四五六七八九十]{1,3})、|\((?P<b>[一二三四五六七八九十\d]{1,4})\)"
    r"|(?P<c>\d{1,2})[.、．]|第(?P<d>[一二三四五六七八九十百]{1,6})(?:[章条节]|部分)"
    r"|(?P<e>\d{1,3})(?![\d年月日时点分万亿%个.])|(?P<f>[一二三四五六七八九十])(?=[ \u3000]))"
)
_CAPTION = re.compile(r"(?:[▲△▼■◆●]?图[为①-⑩]|[上下左右]图|本版图片|题图)")
_DAY = re.compile(r"[\d一二三四五六七八九零]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日")
_END_NOTE = re.compile(r"。[”’]?\([^()]{2,30}\)$|\((?:下转|上接)|\(完\)$")
_SPEAKER = re.compile(r"(?:记者|问|答|主持人|[\u4e00-\u9fff]{2,4}):")
_TELLING = re.compile(r"(?:指出|强调|表示|介绍|认为|说|告诉记者|坦言)[，:。]")
_LENGTHS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 21, 24, 28, 32, 38, 46, 60, 90, 140)
_COUNTS = (0, 1, 2, 3, 5, 8, 12, 18, 28, 45)
_SHARES = (0.001, 0.04, 0.08, 0.14, 0.22, 0.32, 0.45, 0.6)
_LONGEST_RUN = 6


def _bin(value: float, limits: Sequence[float]) -> str:
    for limit in limits:
        if value <= limit:
            return str(limit)
    return "more"


_LENGTH_BINS = [_bin(size, _LENGTHS) for size in range(142)]
_COUNT_BINS = [_bin(size, _COUNTS) for size in range(47)]


def _length(size: int) -> str:
    return _LENGTH_BINS[min(size, 141)]


def _count(distance: int | None) -> str:
    return "none" if distance is None else _COUNT_BINS[min(distance, 46)]


def _yes(value: object) -> str:
    return "yes" if value else "no"


def features_of(items: list[Item], layout: Layout) -> list[list[str]]:
    """Return the features of every item of a page."""
    return Page(items, layout).features()


class Page:
    """The items of a page with all that is seen of them together."""

    def __init__(self, items: list[Item], layout: Layout) -> None:
        self.items = items
        self.layout = layout
        self.traits = traits = [traits_of(item) for item in items]
        self.own = ["edge", "edge", *(seen.own for seen in traits), "edge", "edge"]
        self.begins = [layout.begins(item.lines[0]) for item in items]
        self.blocks = not layout.indented and not layout.width
        self.orders = _orders(items)
        self.runs = _runs(traits)
        self.run_of: list[int] = [-1] * len(items)
        for number, (first, last) in enumerate(self.runs):
            for at in range(first, last + 1):
                self.run_of[at] = number
        told = [seen.dateline or seen.byline for seen in traits]
        self.told_above = _distances(told)
        self.told_below = _distances(told[::-1])[::-1]
        ends = [bool(seen.headish) and self._ends_run(at) for at, seen in enumerate(traits)]
        self.short_above = _distances(ends)
        self.marks = _sums([seen.mark for seen in traits])
        self.datelines = _sums([seen.dateline for seen in traits])
        self.run_starts = _sums([self._starts_run(at) for at in range(len(items))])
        texts = [None if seen.headish or seen.mark else seen.key for seen in traits]
        self.recurrence = Recurrence(texts, [first for first, _ in self.runs])
        self._measure_runs()

    def _ends_run(self, at: int) -> bool:
        run = self.run_of[at]
        return run >= 0 and self.runs[run][1] == at

    def _starts_run(self, at: int) -> bool:
        run = self.run_of[at]
        return run >= 0 and self.runs[run][0] == at

    def _measure_runs(self) -> None:
        traits = self.traits
        self.shapes = [
            tuple(min(4, (seen.size + 3) // 4) for seen in traits[first : last + 1])
            for first, last in self.runs
        ]
        self.shape_counts = Counter(self.shapes)
        self.sizes = Counter(traits[last].size for _, last in self.runs)

    def features(self) -> list[list[str]]:
        """Return the features of every item."""
        rows = []
        for at in range(len(self.items)):
            row: list[str] = ["form:any=yes"]
            self._form(at, row)
            if self.blocks:
                self._place_in_blocks(at, row)
            else:
                self._place_by_margin(at, row)
            self._near(at, row)
            self._bond(at, row)
            if self.run_of[at] >= 0:
                self._run(at, row)
                self._told(at, row)
                self._words(at, row)
            else:
                row.append(f"run:since={_count(self.short_above[at])}")
                row.append(f"told:since={_count(self.told_above[at])}")
            rows.append(row)
        return rows

    def _form(self, at: int, row: list[str]) -> None:
        seen, key = self.traits[at], self.traits[at].key
        size, head = seen.size, _yes(seen.headish)
        row += (
            f"form:length={_length(size)}",
            f"form:last={seen.last}",
            f"form:first={seen.first}",
            f"form:own={seen.own}",
            f"form:length-last={min(6, size // 8)},{seen.last}",
            f"form:commas={min(3, seen.commas)}",
            f"form:stops={_yes('。' in key[:-1])},{min(2, key.count('。'))}",
        )
        if ":" in key:
            row.append("form:colon=yes")
        if "、" in key:
            row.append("form:pause=yes")
        if "“" in key:
            row.append("form:quotes=inside")
            if key[0] == "“" and key[-1] == "”":
                row.append("form:quoted=whole")
        if any(key.count(a) != key.count(b) for a, b in ("“”", "《》", "()")):
            row.append("form:open=yes")
        if size <= 62:
            self._short_form(at, row)
        if key[-1] == "-":
            row.append("form:dash=last")
        if key[0] == "-":
            row.append("form:dash=first")
        if self.orders[at]:
            row.append(f"form:numbered={self.orders[at]},{head}")
        if _CAPTION.match(key):
            row.append("form:caption=yes")
        if _TIME.match(key):
            row.append(f"form:time={head}")
        if _SPEAKER.match(key):
            row.append("form:speaker=yes")
        if _TELLING.search(key):
            row.append(f"form:telling={head}")
        if "记者" in key:
            row.append(f"form:reporter={_yes(size <= 40)}")
        if seen.note and "作者" in key:
            row.append("form:author=yes")
        if _END_NOTE.search(key[-34:]):
            row.append("form:end-note=yes")

    def _short_form(self, at: int, row: list[str]) -> None:
        seen, text = self.traits[at], self.items[at].text
        if len(text) != seen.size:
            parts = text.split()
            row.append(f"form:parts={min(4, len(parts))}")
            row.append(f"form:even-parts={_yes(len(set(map(len, parts))) == 1)}")
        if not seen.credit and not seen.note and _COLUMN.search(seen.key):
            row.append("form:column=yes")
        if seen.headish and 8 <= seen.size <= 30 and names_who_does_what(seen.key.split("，")[0]):
            row.append("form:deed=yes")
        if seen.headish and seen.size <= 14:
            if bare_names(text):
                row.append("form:names=yes")
            if _DAY.fullmatch(seen.key):
                row.append("form:day=yes")

    def _gap(self, at: int) -> str:
        if at >= len(self.items):
            return "end"
        gap, usual = self.items[at].gap, self.layout.gap
        if self.blocks:
            return "less" if gap < usual else "usual" if gap == usual else "more"
        return str(min(gap, 2))

    def _place_in_blocks(self, at: int, row: list[str]) -> None:
        above, below = self._gap(at), self._gap(at + 1)
        head = _yes(self.traits[at].headish)
        row += (
            f"place:gap={above}",
            f"place:gaps={above},{below},{head}",
            f"place:margin={min(self.items[at].indent, 3)},{head}",
        )

    def _margin(self, at: int) -> str:
        if not 0 <= at < len(self.items):
            return "edge"
        indent = self.items[at].indent
        return "wide" if indent > 4 else "two" if self.begins[at] else "odd" if indent else "none"

    def _place_by_margin(self, at: int, row: list[str]) -> None:
        above, below = self._gap(at), self._gap(at + 1)
        margin, head = self._margin(at), _yes(self.traits[at].headish)
        row += (
            f"place:empty={above}",
            f"place:empties={above},{below}",
            f"place:indent={margin}",
            f"place:indents={self._margin(at - 1)},{margin},{self._margin(at + 1)}",
            f"place:indent-gap={margin},{above},{head}",
            f"place:indent-gaps={margin},{above},{below}",
        )
        if self.layout.width and at:
            row.append(f"place:full={self._full(at - 1)},{self._full(at)},{head}")

    def _full(self, at: int) -> str:
        """Say whether an item's last line reaches the column's edge."""
        line = self.items[at].lines[-1]
        missing = self.layout.width - len(line.text) - 2 * (line.indent >= 2)
        return "over" if missing < -3 else "full" if missing <= 2 else "short"

    def _near(self, at: int, row: list[str]) -> None:
        own, traits = self.own, self.traits
        far_above, above, it, below, far_below = own[at : at + 5]
        row += (
            f"near:second-above={far_above}",
            f"near:above={above}",
            f"near:below={below}",
            f"near:second-below={far_below}",
            f"near:above-it={above},{it}",
            f"near:it-below={it},{below}",
            f"near:about={above},{it},{below}",
        )
        if at:
            seen = traits[at - 1]
            closed = _yes(seen.closed)
            row += (
                f"near:last-above={seen.last}",
                f"near:length-above={_length(seen.size)}",
                f"near:first-above={seen.first}",
                f"near:last-first={seen.last},{traits[at].first}",
                f"near:closed={closed},{it},{below}",
                f"near:closed-length={closed},{min(seen.size, 60) // 15},"
                f"{_yes(traits[at].headish)}",
            )
        else:
            row.append("near:top=yes")
        if at + 1 < len(traits):
            seen = traits[at + 1]
            row += (
                f"near:last-below={seen.last}",
                f"near:length-below={_length(seen.size)}",
                f"near:first-below={seen.first}",
            )

    def _bond(self, at: int, row: list[str]) -> None:
        seen = self.traits
        if at and not seen[at - 1].closed and (self.blocks or self.layout.width):
            level = max(-4, min(5, round(cohesion(seen[at - 1].key, seen[at].key))))
            row += (
                f"bond:above={level}",
                f"bond:above-it={level},{seen[at].own}",
                f"bond:it={level},{seen[at - 1].own[:4]}",
            )
        if self.blocks and at + 1 < len(seen) and not seen[at].closed:
            level = max(-4, min(5, round(cohesion(seen[at].key, seen[at + 1].key))))
            row.append(f"bond:below={level},{_yes(seen[at].headish)}")
            if seen[at].headish:
                timed = _yes(_TIME.match(seen[at].key))
                length = "long" if seen[at + 1].size > 40 else "short"
                row.append(f"bond:below-form={level},{timed},{seen[at].commas},{length}")

    def _run(self, at: int, row: list[str]) -> None:
        run = self.run_of[at]
        first, last = self.runs[run]
        traits, size, place = self.traits, last - first + 1, at - first
        above, below = self.own[first + 1], self.own[last + 3]
        top = _yes(place == 0)
        open_above = first > 0 and not (traits[first - 1].closed or traits[first - 1].mark)
        row += (
            f"run:place={size},{place}",
            f"run:below={below}",
            f"run:above={above},{top}",
            f"run:place-below={size},{place},{below}",
            f"run:about={above},{below},{top}",
            f"run:open={size},{place},{_yes(open_above)}",
            f"run:shape={min(4, self.shape_counts[self.shapes[run]])},{place}",
            f"run:density={min(9, len(self.runs) * 10 // len(traits))}",
            f"run:since={_count(self._since(run))}",
            f"run:until={_count(self._until(run))}",
        )
        length = traits[at].size
        if size == 1:
            reach = 1 if length > 5 else 0
            same = sum(self.sizes[length + off] for off in range(-reach, reach + 1)) - 1
            row.append(f"run:same={min(4, same)}")
            row.append(f"run:same-short={min(3, same)},{_yes(length <= 12)}")
        if run:
            self._run_above(at, run, row)
        self._run_below(at, run, row)

    def _since(self, run: int) -> int | None:
        return self.runs[run][0] - self.runs[run - 1][1] if run else None

    def _until(self, run: int) -> int | None:
        return self.runs[run + 1][0] - self.runs[run][1] if run + 1 < len(self.runs) else None

    def _run_above(self, at: int, run: int, row: list[str]) -> None:
        """Compare a short line with the run of short lines above."""
        traits = self.traits
        first, last = self.runs[run]
        other_first, other_last = self.runs[run - 1]
        length, top = traits[at].size, _yes(at == first)
        head, foot = traits[other_first], traits[other_last]
        same = length in (head.size, foot.size)
        even = last - first == other_last - other_first
        row += (
            f"run:longer-by={max(-8, min(8, (length - head.size) // 2))}",
            f"run:like-above={_yes(same)},{_yes(even)},{at - first},{_yes(length <= 12)}",
            f"run:ends-alike={head.first},{foot.last},{traits[at].first},{traits[at].last}",
            f"run:marks-since={_yes(self._any(self.marks, other_last + 1, first))},"
            f"{_yes(self._any(self.datelines, other_last + 1, first))},{top}",
        )
        if other_first:
            row.append(f"run:much-longer={_yes(length > 1.6 * foot.size)},{_yes(foot.size <= 12)}")

    def _run_below(self, at: int, run: int, row: list[str]) -> None:
        """Compare a short line with the run of short lines below."""
        traits, last = self.traits, self.runs[run][1]
        if run + 1 == len(self.runs):
            row.append(f"run:marks-left={_yes(self._any(self.marks, last + 1, len(traits)))}")
            return
        other, length = self.runs[run + 1][0], traits[at].size
        row += (
            f"run:shorter-by={max(-8, min(8, (length - traits[other].size) // 2))}",
            f"run:like-below={_yes(length == traits[other].size)},{_yes(length <= 12)}",
            f"run:marks-until={_yes(self._any(self.marks, last + 1, other))},"
            f"{_yes(self._any(self.datelines, last + 1, other))}",
        )

    @staticmethod
    def _any(sums: list[int], low: int, high: int) -> bool:
        return sums[high] > sums[low]

    def _told(self, at: int, row: list[str]) -> None:
        first, last = self.runs[self.run_of[at]]
        below = self.own[last + 3] == "dateline"
        above = self.told_above[first]
        since = self.run_starts[first] - self.run_starts[0 if above is None else first - above + 1]
        many = min(4, self.datelines[-1] * 4 // len(self.runs))
        row += (
            f"told:since={_count(self.told_above[at])}",
            f"told:until={_count(self.told_below[at])}",
            f"told:runs-since={'none' if above is None else ''}{min(3, since)},{_yes(below)}",
            f"told:share={many},{_yes(below)},{_yes(at == first)}",
        )

    def _words(self, at: int, row: list[str]) -> None:
        run = self.run_of[at]
        first, last = self.runs[run]
        seen, reach = self.traits, self.recurrence
        words = set(words_of(seen[at].key))
        border = reach.borders[run]
        near_end = reach.starts[min(last + 2, len(seen))]
        near = reach.share(words, border, near_end)
        below, far_below = (reach.share(words, border, border + size) for size in (500, 1500))
        above, far_above = (reach.share(words, border - size, border) for size in (500, 2000))
        alike, far_alike = (reach.likeness(run, wide=wide) for wide in (False, True))
        retold = reach.retold(run)
        more = round(max(-0.4, min(0.4, far_below - far_above)) * 5)
        size = min(3, seen[at].size // 7)
        closed = first == 0 or seen[first - 1].closed or seen[first - 1].mark
        row += (
            f"words:next={_bin(near, _SHARES)}",
            f"words:below={_bin(below, _SHARES)}",
            f"words:far-below={_bin(far_below, _SHARES)}",
            f"words:above={_bin(above, _SHARES)}",
            f"words:far-above={_bin(far_above, _SHARES)}",
            f"words:more={round(max(-0.5, min(0.5, below - above)) * 10)}",
            f"words:far-more={round(max(-0.5, min(0.5, far_below - far_above)) * 10)}",
            f"words:alike={min(20, int(alike * 50))}",
            f"words:far-alike={min(20, int(far_alike * 50))}",
            f"words:retold={min(12, int(retold * 20))}",
            f"words:retold-top={min(10, int(retold * 12))},{_yes(at == first)}",
            f"words:retold-more={min(10, int(retold * 10))},{more}",
            f"words:retold-told={min(10, int(retold * 10))},"
            f"{_yes(self.own[last + 3] == 'dateline')},{_yes(closed)}",
            f"words:alike-more={min(12, int(alike * 25))},{more}",
            f"words:alike-length={min(16, int(far_alike * 40))},{size}",
            f"words:more-length={more},{size}",
        )


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


def _runs(traits: list[Traits]) -> list[tuple[int, int]]:
    """Return the first and last item of every run of short lines."""
    runs: list[tuple[int, int]] = []
    for at, seen in enumerate(traits):
        if not seen.headish:
            continue
        if runs and runs[-1][1] == at - 1 and at - runs[-1][0] < _LONGEST_RUN:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _distances(marked: list[bool]) -> list[int | None]:
    """Return for every item how far above it the last marked one stands; not itself."""
    distances: list[int | None] = []
    last = None
    for at, mark in enumerate(marked):
        distances.append(None if last is None else at - last)
        if mark:
            last = at
    return distances


def _sums(marked: list[bool]) -> list[int]:
    """Return how many of the first 0, 1, 2 … items are marked."""
    sums = [0]
    for mark in marked:
        sums.append(sums[-1] + mark)
    return sums
