"""Labels: which lines are headline, which begin a paragraph, which go on with one.

A headline has no mark of its own; it is known by what stands round it. So all lines of a page are
weighed together: each line gets points for being each thing, each pair of neighbours gets points
for following each other, and the sequence with the most points is taken (Viterbi's algorithm:
one pass forward, one back). The points say what a sub-editor knows: text ends in a full stop,
headlines do not; a dateline has a headline above it; a line as wide as its column goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from .bylines import begins_with_byline, begins_with_cut_dateline, begins_with_dateline, byline_line
from .credits import credit_names
from .flow import Flow
from .layouts import Layout
from .lines import CLOSERS, NEVER_FIRST, Line, Source, ends_sentence
from .marks import JUMP_FROM, JUMP_TO, PAGE_ALONE, framed_section, is_pinyin
from .words import NOTICE_WORDS, TIME_OPENINGS

NEVER = -1e6


class Kind(IntEnum):
    """What a line is by its own form, before its neighbours are asked."""

    TEXT = 0
    BYLINE = 1
    CREDIT = 2
    JUMP_TO = 3
    JUMP_FROM = 4
    SECTION = 5
    PINYIN = 6


class Label(IntEnum):
    """What a line is on the page. ``HEAD`` counts the lines of one headline."""

    HEAD = 0
    HEAD_2 = 1
    HEAD_3 = 2
    HEAD_4 = 3
    BEGIN = 4
    GO_ON = 5
    MARK = 6


@dataclass(slots=True)
class Clues:
    """What one line shows that its label may follow from."""

    kind: Kind
    anchor: bool
    closed: bool
    full: bool
    tail_jump: bool
    head: float
    begin: float
    go_on: float
    goes_on: bool
    opens: bool


_MAY_MARK = re.compile(r"[版零评部提拍摄图影供照记员□■◎●○◆社转接见看刊详>▶▷►→⇒»➤☞》/作者文稿编生]")
_CAPTION = re.compile(r"[▲△▼]|图[①-⑩]")
_TAIL_JUMP = re.compile(JUMP_TO.pattern + "$|(?<=\\s)" + PAGE_ALONE.pattern + "$")
_PAUSED = re.compile("[，。；、：]")
_LEGS = re.compile("[、，]")
_TAIL_REACH = 60
# Behind the last full stop: （甲）, （记者 甲）, （下转第2版）, 林鑫 摄, 摄影：林鑫.
_TAIL_MARK = re.compile(
    r"[。！？…!?][”’」』)]*(?:[(\[][^()\[\]。]{2,40}[)\]])?"
    r"(?:[(\[][^()\[\]。]{2,40}[)\]]|[^。！？，；]{2,24}(?:摄|供图|摄影报道|摄影|版)|(?:摄影|图|新华社发|文/图)[:/(][^。！？，；]{2,12}\)?)$"
)
# （下转第2版） ends a story's text, in mid-sentence too.
_TAIL_GOES_ON = re.compile(
    r"[(\[【]?(?:下转|紧转|转)(?:今日|本报)?第?[A-D]?[\d一二三四五六七八九十]{1,3}"
    r"(?:版[①-⑨]?[)\]】]?|[)\]】])$"
)
_OPENING = re.compile("|".join(TIME_OPENINGS) + r"|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")
_MASKED = re.compile(r"“[^”]*”|《[^》]*》")


def kind_of(source: Source, line: Line) -> Kind:
    """Return what a line is by its own form."""
    key = line.key
    if len(key) > 90:
        return Kind.TEXT
    if key[0].isascii() and is_pinyin(line.text):
        return Kind.PINYIN
    if _MAY_MARK.search(key):
        if len(key) <= 24 and (JUMP_TO.fullmatch(key) or PAGE_ALONE.fullmatch(key)):
            return Kind.JUMP_TO
        if len(key) <= 24 and JUMP_FROM.fullmatch(key):
            return Kind.JUMP_FROM
        if credit_names(line.text):
            return Kind.CREDIT
        if byline_line(Flow(source, [(line.start, line.end)])):
            return Kind.BYLINE
    if len(key) <= 26 and not ends_sentence(key) and _may_frame(key) and framed_section(key):
        return Kind.SECTION
    return Kind.TEXT


def _may_frame(key: str) -> bool:
    """Say whether dashes before a line frame it; before a deck they stand on one side only."""
    return not key.startswith("--") or key.endswith("--")


def read_clues(source: Source, lines: list[Line], layout: Layout) -> list[Clues]:
    """Return the clues of every line of a page without its furniture."""
    clues = []
    above = ""
    for line in lines:
        flows_on = bool(layout.width) and line.indent < 2
        clues.append(_clues(source, line, layout, above=above if flows_on else ""))
        above = "" if clues[-1].closed else line.key[-_TAIL_REACH:]
    return clues


def _is_closed(key: str, above: str) -> bool:
    """Say whether a paragraph can end here: with a sentence, or a mark behind the last one.

    ``above`` is the end of the line above where this one may go on with it, so that a byline cut
    by a column's edge is seen whole.
    """
    if ends_sentence(key):
        return True
    tail = above + key[-_TAIL_REACH:]
    return bool(_TAIL_MARK.search(tail) or _TAIL_GOES_ON.search(tail))


def _clues(source: Source, line: Line, layout: Layout, *, above: str) -> Clues:
    key = line.key
    kind = kind_of(source, line)
    size = len(key)
    indented = layout.indented and 2 <= line.indent <= 4
    anchor = begins_with_dateline(key) or begins_with_byline(key) or key.startswith("(上接第")
    if not anchor and layout.width and indented:
        anchor = begins_with_cut_dateline(key)
    if (
        layout.indented
        and not indented
        and layout.width
        and anchor
        and not begins_with_dateline(key)
    ):
        anchor = False
    closed = _is_closed(key, above)
    width = len(line.text) + (2 if indented else 0)
    # A dash or dots of two characters cannot be parted, so their line may end a little early.
    full = bool(layout.width) and width >= layout.width - (3 if key[-1] in "…-" else 2)
    tail = size <= 80 and bool(_TAIL_JUMP.search(line.norm[-24:]))
    head = _as_head(line, closed=closed, indented=indented)
    if tail and _TAIL_GOES_ON.search(key[-24:]):
        head -= 8.0
    begin = _as_begin(line, layout, closed=closed, indented=indented, anchor=anchor)
    go_on = -8.0 if anchor or indented else 0.0
    if _CAPTION.match(key):
        go_on -= 6.0
        begin += 6.0
    if size <= 30 and not closed and _is_parallel(key):
        head += 3.0
        go_on -= 2.5
        begin -= 2.5
    pauses = len(_PAUSED.findall(key)) if size <= 28 else 9
    if not layout.indented and not closed and pauses <= 1:
        # A short line with hardly a pause reads like a headline, not like a stretch of text.
        go_on -= 2.5 if pauses == 0 else 0.0
        begin -= 4.0 if pauses == 0 else 2.5
    return Clues(
        kind, anchor, closed, full, tail, head, begin, go_on, "转" in key[:8], key[0] == "("
    )


def _as_head(line: Line, *, closed: bool, indented: bool) -> float:
    """Return the points of a line for being a line of a headline."""
    key = line.key
    size = len(key)
    if size > 120:
        return NEVER / 2
    parted = _in_parts(line.text)
    points = 2.0 if size <= 26 else 1.0 if size <= 36 or parted else -1.0 if size <= 50 else -7.0
    bare = _MASKED.sub("", key)
    if key[-1] in "。；，、:：,;" or key.rstrip(CLOSERS)[-1:] == "。":
        points -= 8.0
    elif closed and key[-1] not in CLOSED_QUOTES:
        points -= 1.0
    points -= 6.0 * ("。" in bare) + min(bare.count("，"), 3) ** 2 * 1.0 + 3.0 * ("；" in bare)
    points -= 3.0 * (key[0] == "(")
    points -= 8.0 * (key[0] in NEVER_FIRST) + 9.0 * indented
    points += 2.0 * parted
    if line.text.startswith(("——", "—")):
        points += 3.0
    if _OPENING.match(key):
        points -= 2.0
    if key.endswith(tuple(NOTICE_WORDS)):
        points += 2.0
    return points


CLOSED_QUOTES = "”’」』》"


def _is_parallel(key: str) -> bool:
    """Say whether a line is a row of legs of one length: 稳就业、稳企业、稳预期."""
    legs = _LEGS.split(key)
    return len(legs) >= 3 and len({len(leg) for leg in legs}) == 1


def _in_parts(text: str) -> bool:
    parts = text.split()
    return 2 <= len(parts) <= 6 and all(len(part) >= 3 for part in parts)


def _as_begin(line: Line, layout: Layout, *, closed: bool, indented: bool, anchor: bool) -> float:
    """Return the points of a line for beginning a paragraph."""
    points = 8.0 if anchor else 0.0
    if layout.indented:
        points += 4.0 if indented else -6.0 if layout.width else -4.0
    if line.key[0] in NEVER_FIRST:
        points -= 6.0
    size = len(line.key)
    if size >= 50:
        points += 2.0
    elif size < 12 and not closed:
        points -= 2.0
    if _OPENING.match(line.key) and indented == layout.indented:
        points += 1.5
    return points


def label_lines(lines: list[Line], clues: list[Clues], layout: Layout) -> list[Label]:
    """Return the label of every line: the sequence with the most points."""
    back: list[tuple[int, ...]] = []
    points = [NEVER] * 7
    for number, clue in enumerate(clues):
        if number == 0:
            points = _first(clue)
            back.append((0,) * 7)
            continue
        wide_gap = lines[number].gap > layout.gap
        points, came = _step(points, clues[number - 1], clue, layout, wide_gap=wide_gap)
        back.append(came)
    return _walk_back(points, back)


def _first(clue: Clues) -> list[float]:
    """Return the points of a page's first line."""
    if clue.kind in _MARKS:
        return [NEVER] * 6 + [0.0]
    if clue.kind in _HEADS:
        return [0.0] + [NEVER] * 6
    return [clue.head, NEVER, NEVER, NEVER, clue.begin - 2.0, NEVER, NEVER]


_MARKS = (Kind.BYLINE, Kind.CREDIT, Kind.JUMP_TO, Kind.JUMP_FROM)
_HEADS = (Kind.SECTION, Kind.PINYIN)
_HEAD_COST = (0.0, 1.0, 1.5, 4.0)


def _step(
    points: list[float], before: Clues, clue: Clues, layout: Layout, *, wide_gap: bool
) -> tuple[list[float], tuple[int, ...]]:
    """Return the points of each label for this line, and which label each came from."""
    head_from = max(range(4), key=points.__getitem__)
    text_from = 4 if points[4] >= points[5] else 5
    head, text, mark = points[head_from], points[text_from], points[6]
    if clue.kind in _MARKS:
        flows_on = layout.width and not before.closed and before.full and clue.go_on == 0.0
        # An arrow never stands inside a text.
        flows_on = flows_on and (clue.kind is not Kind.JUMP_TO or clue.goes_on)
        return _into_mark(clue, head, text, mark, head_from, text_from, flows_on=bool(flows_on))
    first, first_from = _best(
        (text + _text_to_head(before, layout), text_from),
        (mark, 6),
        (head + (0.0 if before.tail_jump or before.kind in _HEADS else -5.0), head_from),
    )
    # Where lines stand close, an empty one says more than where blocks are parted anyway.
    ease = (1.5 if layout.gap else 3.5) if wide_gap else 0.0
    if clue.kind in _HEADS:
        section = max((head - 1.0, head_from), (first, first_from))
        return [section[0], *[NEVER] * 6], (section[1],) * 7
    heads = [first + clue.head + ease]
    came = [first_from]
    for count in (1, 2, 3):
        source = count - 1 if count < 3 or points[2] >= points[3] else 3
        cost = 6.0 if before.tail_jump else _HEAD_COST[count] + ease
        heads.append(points[source] + clue.head - cost)
        came.append(source)
    begin, begin_from = _best(
        (head - (0.0 if clue.anchor else 1.0), head_from),
        (text + _text_to_begin(before, clue, layout), text_from),
        (mark - (2.0 if before.kind is Kind.CREDIT else 0.0), 6),
    )
    go_on, go_on_from = _best(
        (text + _text_to_text(before, layout, opens_bracket=clue.opens) - ease, text_from),
        (mark - 5.0, 6),
    )
    final = [*heads, begin + clue.begin, go_on + clue.go_on, NEVER]
    return final, (*came, begin_from, go_on_from, 0)


def _best(*choices: tuple[float, int]) -> tuple[float, int]:
    return max(choices)


def _into_mark(
    clue: Clues,
    head: float,
    text: float,
    mark: float,
    head_from: int,
    text_from: int,
    *,
    flows_on: bool,
) -> tuple[list[float], tuple[int, ...]]:
    """Return the points of a line that is a byline, credit or jump, or the end of a cut one."""
    if clue.kind is Kind.JUMP_TO and clue.goes_on:
        text += 6.0
    elif clue.kind is Kind.JUMP_TO:
        head += 3.0
    elif clue.kind is Kind.BYLINE:
        head += 2.0
    elif clue.kind is Kind.CREDIT:
        head -= 2.0
        text += 1.0
    best, origin = _best((head, head_from), (text, text_from), (mark, 6))
    if not flows_on:
        return [*[NEVER] * 6, best], (origin,) * 7
    return [*[NEVER] * 5, text + 3.0, best], (0, 0, 0, 0, 0, text_from, origin)


def _text_to_head(before: Clues, layout: Layout) -> float:
    """Return the points for a headline after a line of text."""
    if before.closed:
        return -1.0 if before.full else 0.0
    return -3.0


def _text_to_begin(before: Clues, clue: Clues, layout: Layout) -> float:
    """Return the points for a new paragraph after a line of text."""
    cost = -6.0 if clue.anchor else 0.0
    if before.closed:
        return cost
    return cost - (1.0 if layout.indented else 4.0)


def _text_to_text(before: Clues, layout: Layout, *, opens_bracket: bool) -> float:
    """Return the points for a line that goes on with the paragraph of the line before it."""
    if not before.closed:
        if not layout.wraps:
            return -2.0
        return 3.0 if not layout.width or before.full else 0.0
    if layout.width:
        # An opening bracket never ends a line, so the line above it may be short.
        return 0.0 if before.full else -2.5 if opens_bracket else -5.0
    return -8.0


def _walk_back(points: list[float], back: list[tuple[int, ...]]) -> list[Label]:
    """Return the best sequence, read from its end."""
    if not back:
        return []
    state = max(range(7), key=points.__getitem__)
    labels = [state]
    for came in reversed(back[1:]):
        state = came[state]
        labels.append(state)
    labels.reverse()
    return [Label(value) for value in labels]
