"""Labels: which lines are headline, which begin a paragraph, which go on with one.

A headline has no mark of its own; it is known by what stands round it. So all lines of a page are
weighed together: each line gets points for being each thing, each pair of neighbours gets points
for following each other, and the sequence with the most points is taken (Viterbi's algorithm:
one pass forward, one back). The points say what a sub-editor knows: text ends in a full stop,
headlines do not; a dateline has a headline above it; a line as wide as its column goes on.
"""

from __future__ import annotations

from enum import IntEnum

from .clues import Clues
from .kinds import Kind
from .layouts import Layout
from .lines import Line
from .weighing import NEVER


class Label(IntEnum):
    """What a line is on the page. ``HEAD`` counts the lines of one headline."""

    HEAD = 0
    HEAD_2 = 1
    HEAD_3 = 2
    HEAD_4 = 3
    BEGIN = 4
    GO_ON = 5
    MARK = 6


_LABELS = tuple(Label)


def label_lines(lines: list[Line], clues: list[Clues], layout: Layout) -> list[Label]:
    """Return the label of every line: the sequence with the most points."""
    back: list[tuple[int, ...]] = []
    points = [NEVER] * 7
    for number, clue in enumerate(clues):
        if number == 0:
            points = _first(clue)
            back.append((0,) * 7)
            continue
        points, came = _step(points, clues[number - 1], clue, layout, lines[number].gap)
        back.append(came)
    if clues and not clues[-1].tail_jump:
        # A headline has something below it.
        points = [*(mark - 3.0 for mark in points[:4]), *points[4:]]
    return _walk_back(points, back)


def _first(clue: Clues) -> list[float]:
    """Return the points of a page's first line."""
    if clue.kind in _MARKS:
        return [NEVER] * 6 + [0.0]
    if clue.kind in _HEADS:
        return [0.0] + [NEVER] * 6
    return [clue.head, NEVER, NEVER, NEVER, clue.begin - 2.0, NEVER, NEVER]


_MARKS = (Kind.BYLINE, Kind.CREDIT, Kind.JUMP_TO, Kind.JUMP_FROM, Kind.NOTE)
_HEADS = (Kind.SECTION, Kind.PINYIN)
_HEAD_COST = (0.0, 1.0, 1.5, 4.0)


def _step(
    points: list[float], before: Clues, clue: Clues, layout: Layout, gap: int
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
    if clue.kind in _HEADS:
        section = _best((head - 1.0, head_from), (first, first_from))
        return [section[0], *[NEVER] * 6], (section[1],) * 7
    # Where lines stand close, an empty one says more than where blocks are parted anyway.
    ease = (1.5 if layout.gap else 3.5) if gap > layout.gap else 0.0
    # Where blocks are parted, lines that stand close are lines of one headline.
    close = gap < layout.gap and not layout.width and not clue.caption
    more = clue.head + (1.5 if close else 0.0)
    # A deck does not open a headline.
    opening = first + clue.head + ease - (3.0 if clue.dashed else 0.0)
    heads, came = _more_heads(points, more, ease, after_jump=before.tail_jump)
    begin, begin_from = _best(
        (head - _head_to_begin(before, clue, layout), head_from),
        (text + _text_to_begin(before, clue, layout), text_from),
        (mark - (2.0 if before.kind is Kind.CREDIT else 0.0), 6),
    )
    go_on, go_on_from = _best(
        (text + _text_to_text(before, clue, layout) - ease, text_from),
        (mark - 5.0, 6),
    )
    final = [opening, *heads, begin + clue.begin, go_on + clue.go_on, NEVER]
    return final, (first_from, *came, begin_from, go_on_from, 0)


def _best(*choices: tuple[float, int]) -> tuple[float, int]:
    return max(choices)


def _more_heads(
    points: list[float], more: float, ease: float, *, after_jump: bool
) -> tuple[list[float], list[int]]:
    """Return the points of a line that goes on with a headline, by the lines that this has."""
    heads: list[float] = []
    came: list[int] = []
    for count in (1, 2, 3):
        source = count - 1 if count < 3 or points[2] >= points[3] else 3
        cost = 6.0 if after_jump else _HEAD_COST[count] + ease
        heads.append(points[source] + more - cost)
        came.append(source)
    return heads, came


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
    elif clue.kind is Kind.NOTE:
        head -= 2.0
        text += 2.0
    best, origin = _best((head, head_from), (text, text_from), (mark, 6))
    if not flows_on:
        return [*[NEVER] * 6, best], (origin,) * 7
    return [*[NEVER] * 5, text + 3.0, best], (0, 0, 0, 0, 0, text_from, origin)


def _head_to_begin(before: Clues, clue: Clues, layout: Layout) -> float:
    """Return what it costs to begin a text below a line of a headline or a column's name."""
    if clue.anchor:
        return 0.0
    if before.kind in _HEADS:
        return 4.0
    # A text with neither dateline nor name may be the rest of the words above it.
    return 1.0 if clue.vouched or before.notice or layout.indented else 1.5


def _text_to_head(before: Clues, layout: Layout) -> float:
    """Return the points for a headline after a line of text."""
    if before.closed:
        return -1.0 if before.full else 0.0
    return -3.0


def _text_to_begin(before: Clues, clue: Clues, layout: Layout) -> float:
    """Return the points for a new paragraph after a line of text."""
    cost = -6.0 if clue.anchor else 0.0
    if before.tail_jump and not (clue.anchor or clue.caption):
        # A story's text ends with its jump.
        cost -= 3.0
    if before.closed:
        return cost
    return cost - (2.5 if layout.width else 1.0 if layout.indented else 4.0)


def _text_to_text(before: Clues, clue: Clues, layout: Layout) -> float:
    """Return the points for a line that goes on with the paragraph of the line before it."""
    if not before.closed:
        return _wrapped(before, clue, layout) + 0.7 * max(-4.0, min(clue.bond, 4.0))
    if layout.width:
        # An opening bracket never ends a line, so the line above it may be short.
        return 0.0 if before.full else -2.5 if clue.opens else -5.0
    return -8.0


def _wrapped(before: Clues, clue: Clues, layout: Layout) -> float:
    """Return the points for a line that goes on with a line cut off in mid-sentence."""
    if not layout.wraps:
        # A rare wrap on such a page still reads like text.
        return -2.0 if clue.head >= 1.0 else 1.0
    if before.stands_out or before.notice:
        return -3.0
    return 3.0 if not layout.width or before.full else 0.0


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
    return [_LABELS[value] for value in labels]
