"""The size of type in which a page is printed, so that it fills whole sheets of A4.

A few lines too many would leave a sheet nearly empty. As a compositor does, the page is then set
a little smaller, or larger where there is room. How the stories run through the columns is
estimated, in millimetres; a Chinese character is as wide as it is high in every typeface, so the
browser, which sets the page by ``print.css``, hardly ends elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from articles.models import Article
from paper.typesetting import Block, GridCell, Measures

# In quarters of a point, as the classes of ``print.css`` are named.
SIZES = range(28, 49)
USUAL = 34
POINT = 0.3528
COLUMNS = 3
WIDTH, HEIGHT, GAP = 188.0, 273.0, 5.0
COLUMN = (WIDTH - (COLUMNS - 1) * GAP) / COLUMNS
MASTHEAD, FOLIO = 36.0, 24.0
HIGHEST = 66.0  # a picture
LEAST, MOST = 0.64, 0.94  # of the last sheet
UNFIT = 10.0
# A piece that just fits may not fit in the browser: all must do.
ROOMS = (HEIGHT, 0.975 * HEIGHT, 0.95 * HEIGHT)
LEADING = 1.5


class Printed(NamedTuple):
    """What of a block decides how much paper it takes; its lengths are in characters."""

    lead: bool
    section: bool
    kicker: int
    headline: int
    deck: int
    measures: Measures
    # Of each teaser the section, the kicker and the headline.
    teasers: tuple[tuple[int, int, int], ...]


class Piece(NamedTuple):
    """What stands together, and the lines that may go on in the next column."""

    whole: float
    divided: float


def print_size(rows: Sequence[Sequence[GridCell]], *, front: bool) -> int:
    """Return in how many quarters of a point a page's text is printed."""
    blocks = tuple(_printed(block) for row in rows for cell in row for block in cell.blocks)
    return _fitting(blocks, front)


def _printed(block: Block) -> Printed:
    if block.teasers:
        teasers = ((len(s.section), len(s.kicker), len(s.headline)) for s in block.stories)
        return Printed(False, False, 0, 0, 0, block.measures, tuple(teasers))
    story = block.story
    return Printed(
        block.lead,
        bool(story.section) or story.kind == Article.Kind.PHOTO,
        len(story.kicker),
        len(story.headline),
        len(story.deck) + 2 * bool(story.deck),
        block.measures,
        (),
    )


@lru_cache(maxsize=512)
def _fitting(blocks: tuple[Printed, ...], front: bool) -> int:
    def cost(size: int) -> float:
        pieces = [piece for block in blocks for piece in _pieces(block, size / 4)]
        top = _top(blocks, size / 4, front=front)
        sets = (sheets(pieces, top, high) for high in ROOMS)
        unusual = max((USUAL - size) / 8, (size - USUAL) / 24)
        return sum(map(_empty, sets)) + unusual

    return min(SIZES, key=cost)


def _empty(filled: list[float]) -> float:
    """The price of empty paper, and of a last sheet that is hardly begun or nearly overflows."""
    last = filled[-1]
    unfit = max(0.0, last - MOST) + (max(0.0, LEAST - last) if len(filled) > 1 else 0.0)
    return len(filled) - sum(filled) + UNFIT * unfit


def sheets(pieces: Sequence[Piece], top: float, high: float) -> list[float]:
    """Return how much of each sheet is filled; ``top`` of the first stands above its columns."""
    columns, room = [0.0], high - top
    for whole, divided in pieces:
        if columns[-1] and columns[-1] + whole > room:
            columns.append(0.0)
            room = high - top * (len(columns) <= COLUMNS)
        columns[-1] += whole
        rest = divided
        while columns[-1] + rest > room:
            rest -= max(0.0, room - columns[-1])
            columns[-1] = max(columns[-1], room)
            columns.append(0.0)
            room = high - top * (len(columns) <= COLUMNS)
        columns[-1] += rest
    by_sheet = [columns[at : at + COLUMNS] for at in range(0, len(columns), COLUMNS)]
    filled = [sum(sheet) / COLUMNS / high for sheet in by_sheet]
    filled[0] += top / high
    return filled


def _top(blocks: Sequence[Printed], points: float, *, front: bool) -> float:
    """The height of the masthead or folio, and of the headline across all columns."""
    lead = blocks[0] if blocks and blocks[0].lead else None
    return (MASTHEAD if front else FOLIO) + (_heads(lead, points) if lead else 0)


def _pieces(block: Printed, points: float) -> Iterator[Piece]:
    if block.teasers:
        yield Piece(13 + sum(_teaser(teaser, points) for teaser in block.teasers), 0)
        return
    line = LEADING * points * POINT
    above = 3.0 if block.lead else 3.0 + _heads(block, points)
    text = sum(_lines(length + 2, points, LEADING) for length in block.measures.paragraphs)
    for number, picture in enumerate(block.measures.pictures):
        image = min(HIGHEST, COLUMN * picture.proportion) if picture.proportion else 9.0
        caption = 4.0 + _lines(picture.caption, points * 0.94, 1.7) + 1.2 * line
        last = number == len(block.measures.pictures) - 1
        yield Piece(above + image + caption, 0 if not last else text + 2.5)
        above = 3.0
    if not block.measures.pictures:
        together = min(text, 2 * line)
        yield Piece(above + together, text - together + 2.5)


def _lines(length: int, points: float, leading: float, width: float = COLUMN) -> float:
    """The height of so many characters."""
    return math.ceil(length / max(1, width // (points * POINT))) * points * leading * POINT


def _display(length: int, points: float, leading: float, width: float = COLUMN) -> float:
    """The height of a headline or kicker: its words stay whole, so its lines are not full."""
    fit = width // (points * POINT)
    lines = math.ceil(length / max(1, fit if length <= fit else fit - 1))
    return lines * points * leading * POINT


def _heads(block: Printed, points: float) -> float:
    """The height of what stands over a story's text, its section too."""
    size = points / 8
    width, headline = (WIDTH, 24.0) if block.lead else (COLUMN, 13 * size)
    return (
        3.0
        + 6.5 * block.section
        + _display(block.kicker, 10 * size, 1.5, width)
        + _display(block.headline, headline, 1.35, width)
        + _display(block.deck, 9 * size, 1.55, width)
    )


def _teaser(lengths: tuple[int, int, int], points: float) -> float:
    size, width = points / 8, COLUMN - 7
    section, kicker, headline = lengths
    return (
        4.5
        + 6.5 * size
        + 6.5 * bool(section)
        + _display(kicker, 8.5 * size, 1.5, width)
        + _display(headline, 11 * size, 1.4, width)
    )
