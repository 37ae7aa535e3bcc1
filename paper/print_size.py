"""How a page is printed: in which size of type, in three columns or two, on sheets of A4.

A few lines too many would leave a sheet nearly empty, and a picture or a box that comes last
would leave a column short, for neither is divided. As a compositor does, the page is then set a
little smaller, larger where there is room, or in two columns. How the stories run through them is
estimated, in millimetres; a Chinese character is as wide as it is high in every typeface, so the
browser, which sets the page by ``print.css``, hardly ends elsewhere. Where no size of type lets the
columns end near each other, pictures are set smaller.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from articles.models import Article
from paper.story_heights import Measures
from paper.story_parts import deck_alone
from paper.typesetting import Block, GridCell

# In quarters of a point, as the classes of ``print.css`` are named.
SIZES = range(28, 49)
USUAL = 34
POINT = 0.3528
COLUMNS = (3, 2)
WIDTH, HEIGHT, GAP = 188.0, 273.0, 5.0
MASTHEAD, FOLIO = 36.0, 24.0
# The height of a picture at most, as the classes of ``print.css`` are named.
HIGHEST, LOWER = 66, (54, 42)
LEAST, MOST = 0.64, 0.94  # of the last sheet
UNFIT = 10.0
UNEVEN = 2.0  # the price of a column that is as short as a sheet is high, …
FEWER = 0.6  # … of having two columns, …
SMALLER = 0.01  # … and of each millimetre that pictures lose
LEVEL = 0.16  # Columns that end so much of a sheet apart are even.
STEP = 3
HALVINGS = 8
# A piece that just fits may not fit in the browser: all must do.
ROOMS = (HEIGHT, 0.975 * HEIGHT, 0.95 * HEIGHT)
LEADING = 1.5
INSET = 6.6  # of a teaser in its box


class Setting(NamedTuple):
    """In how many quarters of a point a page is set, in how many columns, and how high pictures."""

    size: int
    columns: int
    photo: int = HIGHEST

    @property
    def column(self) -> float:
        """The width of one of them."""
        return (WIDTH - (self.columns - 1) * GAP) / self.columns

    @property
    def points(self) -> float:
        return self.size / 4


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


def print_setting(rows: Sequence[Sequence[GridCell]], *, front: bool) -> Setting:
    """Return how a page of these rows is printed."""
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
        len(f"——{deck_alone(story.deck)}") if story.deck else 0,
        block.measures,
        (),
    )


class Ranking(NamedTuple):
    """What a setting costs, with what it makes of a page."""

    cost: float
    setting: Setting
    pieces: Sequence[Piece]
    top: float


SETTINGS = [Setting(size, columns) for size, columns in product(SIZES, COLUMNS)]


@lru_cache(maxsize=512)
def _fitting(blocks: tuple[Printed, ...], front: bool) -> Setting:
    """Return the cheapest setting.

    Pictures are set smaller where columns would else end far apart; that leaves so many more ways
    that not every size of type need be tried.
    """
    ranked = _ranked(blocks, front, SETTINGS)
    least, uneven, best = _evenest(ranked)
    if uneven > LEVEL and any(block.measures.pictured for block in blocks):
        smaller = [setting._replace(photo=photo) for setting in SETTINGS[::STEP] for photo in LOWER]
        cost, _, other = _evenest(_ranked(blocks, front, smaller))
        return other if cost < least else best
    return best


def _ranked(blocks: Sequence[Printed], front: bool, settings: Sequence[Setting]) -> list[Ranking]:
    """Return settings by what they cost as long as unevenness is left out."""
    runs = ((setting, *_run(blocks, setting, front=front)) for setting in settings)
    return sorted(
        (
            Ranking(_cost(setting, pieces, top), setting, pieces, top)
            for setting, pieces, top in runs
        ),
        key=itemgetter(0, 1),
    )


def _evenest(ranked: Sequence[Ranking]) -> tuple[float, float, Setting]:
    """Return the cheapest setting behind its cost and how uneven its columns end.

    Unevenness is looked at while it may decide.
    """
    least, worst, best = math.inf, 0.0, ranked[0].setting
    for cost, setting, pieces, top in ranked:
        if cost >= least:
            break
        uneven = [unevenness(pieces, top, high, setting.columns) for high in ROOMS]
        cost += UNEVEN * sum(uneven)
        if cost < least:
            least, worst, best = cost, max(uneven), setting
    return least, worst, best


def _run(blocks: Sequence[Printed], setting: Setting, *, front: bool) -> tuple[list[Piece], float]:
    """What runs through the columns, and the height of what stands above them."""
    points, width = setting.points, setting.column
    pieces = [piece for block in blocks for piece in _pieces(block, points, width, setting.photo)]
    return pieces, _top(blocks, setting.points, front=front)


def _cost(setting: Setting, pieces: Sequence[Piece], top: float) -> float:
    sets = (sheets(pieces, top, high, setting.columns) for high in ROOMS)
    unusual = max((USUAL - setting.size) / 8, (setting.size - USUAL) / 24)
    fewer = FEWER * (setting.columns < max(COLUMNS))
    return sum(map(_empty, sets)) + unusual + fewer + SMALLER * (HIGHEST - setting.photo)


def _empty(filled: list[float]) -> float:
    """The price of empty paper, and of a last sheet that is hardly begun or nearly overflows."""
    last = filled[-1]
    unfit = max(0.0, last - MOST) + (max(0.0, LEAST - last) if len(filled) > 1 else 0.0)
    return len(filled) - sum(filled) + UNFIT * unfit


def sheets(pieces: Sequence[Piece], top: float, high: float, columns: int) -> list[float]:
    """Return how much of each sheet is filled; ``top`` of the first stands above its columns."""
    filled = [sum(poured) / columns / high for poured, _ in _poured(pieces, top, high, columns)]
    filled[0] += top / high
    return filled


def unevenness(pieces: Sequence[Piece], top: float, high: float, columns: int) -> float:
    """Return how much of the last sheet lies between the ends of its columns.

    The browser makes them as low as all still fits.
    """
    sets = list(_poured(pieces, top, high, columns))
    last, room = sets[-1][1], high - top * (len(sets) == 1)
    low = sum(map(sum, last)) / columns
    for _ in range(HALVINGS):
        middle = (low + room) / 2
        poured, rest = _pour(last, middle, columns)
        low, room = (middle, room) if rest or max(poured) > middle else (low, middle)
    poured = _pour(last, room, columns)[0]
    return (max(poured) - min(poured)) / high


def _poured(
    pieces: Sequence[Piece], top: float, high: float, columns: int
) -> Iterator[tuple[list[float], Sequence[Piece]]]:
    """The heights of each sheet's columns, with what was left for it."""
    room = high - top
    while True:
        poured, rest = _pour(pieces, room, columns)
        yield poured, pieces
        if not rest:
            return
        pieces, room = rest, high


def _pour(
    pieces: Sequence[Piece], room: float, columns: int
) -> tuple[list[float], Sequence[Piece]]:
    """Fill columns of that height; return how far each goes, and what is left over."""
    filled, at = [0.0] * columns, 0
    for place, (whole, divided) in enumerate(pieces):
        if filled[at] and filled[at] + whole > room:
            at += 1
            if at == columns:
                return filled, pieces[place:]
        filled[at] += whole
        rest = divided
        while filled[at] + rest > room:
            rest -= max(0.0, room - filled[at])
            filled[at] = max(filled[at], room)
            at += 1
            if at == columns:
                return filled, [Piece(0.0, rest), *pieces[place + 1 :]]
        filled[at] += rest
    return filled, ()


def _top(blocks: Sequence[Printed], points: float, *, front: bool) -> float:
    """The height of the masthead or folio, and of the headline across all columns."""
    lead = blocks[0] if blocks and blocks[0].lead else None
    return (MASTHEAD if front else FOLIO) + (_heads(lead, points, WIDTH) if lead else 0)


def _pieces(block: Printed, points: float, width: float, highest: int) -> Iterator[Piece]:
    if block.teasers:
        yield Piece(13 + sum(_teaser(teaser, points, width - INSET) for teaser in block.teasers), 0)
        return
    line, fit = LEADING * points * POINT, max(1, int(width // (points * POINT)))
    above = 3.0 if block.lead else 3.0 + _heads(block, points, width)
    text = line * sum([(length + 1 + fit) // fit for length in block.measures.paragraphs])
    if not block.measures.pictures:
        together = min(text, 2 * line)
        yield Piece(above + together, text - together + 2.5)
        return
    for number, picture in enumerate(block.measures.pictures, start=1):
        image = min(highest, width * picture.proportion) if picture.proportion else 9.0
        caption = 4.0 + _lines(picture.caption, points * 0.94, 1.7, width) + 1.2 * line
        last = number == len(block.measures.pictures)
        yield Piece(above + image + caption, text + 2.5 if last else 0)
        above = 3.0


def _lines(length: int, points: float, leading: float, width: float) -> float:
    """The height of so many characters."""
    return math.ceil(length / max(1, width // (points * POINT))) * points * leading * POINT


def _display(length: int, points: float, leading: float, width: float) -> float:
    """The height of a headline or kicker: its words stay whole, so its lines are not full."""
    fit = width // (points * POINT)
    lines = math.ceil(length / max(1, fit if length <= fit else fit - 1))
    return lines * points * leading * POINT


def _heads(block: Printed, points: float, width: float) -> float:
    """The height of what stands over a story's text, its section too."""
    size = points / 8
    headline = 24.0 if block.lead else 13 * size
    return (
        3.0
        + 6.5 * block.section
        + _display(block.kicker, 10 * size, 1.5, width)
        + _display(block.headline, headline, 1.35, width)
        + _display(block.deck, 9 * size, 1.55, width)
    )


def _teaser(lengths: tuple[int, int, int], points: float, width: float) -> float:
    size = points / 8
    section, kicker, headline = lengths
    return (
        4.5
        + 6.5 * size
        + 6.5 * bool(section)
        + _display(kicker, 8.5 * size, 1.5, width)
        + _display(headline, 11 * size, 1.4, width)
    )
