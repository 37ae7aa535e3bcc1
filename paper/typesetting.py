"""Setting a page: which story leads, and how the others stand beside each other in columns.

A sheet has four columns. A row is cut into cells of one to four columns; a cell holds a story or
a short stack of them. The row's cells should end at about the same height, as on a printed page,
so the compositor tries every cut of the stories in page order and takes the one that leaves the
least paper empty. Heights are estimates in lines of body text; the browser sets the real ones.

The lead is the editors' choice: the first news story on the page. Only a brief that stands above
the real lead is passed over: the lead has at least a third of the longest news story's text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from articles.models import Article
from paper.photo_sizes import TALL, proportion
from paper.story_parts import bylines_of, photos_of

COLUMNS = 4
CHARACTERS = 16  # in a line of one column
# How large a headline is set in a cell of that many columns, in characters of body text.
HEADLINE_SIZES = (0.0, 1.5, 1.9, 2.5, 2.9)
TEASER = 13  # characters in a line of a teaser that has one column
SQUARE = 10  # lines are as high as a column is wide
LEAST = 5  # lines in a column of a story that has several …
FILLED = 0.75  # … and so much of each of them
CUTS = ((1, 1, 1, 1), (2, 1, 1), (1, 1, 2), (2, 2), (3, 1), (1, 3), (4,))
STACK = 3  # at most so many short items in one cell
# Prices, in lines of empty paper: a row of one cell looks like a list, a tall thin cell like a
# receipt, a stack hides its lower story, and many rows are a ladder.
LONE_CELL = 36
TALLEST = 40
STACKED = 3
ROW = 8
HOLE = 25  # A hole of so many lines costs twice what two of half its size do.
UNFIT = 1000
HALF = 1.4  # So wide is each column where a sheet has but two …
DEEPER = 8  # … and pictures are smaller in a cell that would end so many lines below its neighbour.

Heights = tuple[int, int, int, int]
Plan = tuple[tuple[tuple[int, int], ...], ...]
# Of each cell its columns and the places of the blocks in it.
Rows = tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]


class Picture(NamedTuple):
    """What a picture takes: its height for each unit of width, 0 where its image is missing."""

    proportion: float
    caption: int


class Measures(NamedTuple):
    """What of a story decides how much paper it takes; its lengths are in characters."""

    headline: int
    # How many of kicker and deck it has.
    lines: int
    paragraphs: tuple[int, ...]
    pictures: tuple[Picture, ...]

    @classmethod
    def of(cls, story: Article) -> Measures:
        return cls(
            len(story.headline),
            bool(story.kicker) + bool(story.deck),
            _with_lead_in(story, tuple(map(len, story.paragraphs))),
            tuple(
                Picture(proportion(photo) if photo.image else 0, len(photo.caption))
                for photo in photos_of(story)
            ),
        )

    @property
    def pictured(self) -> bool:
        return any(picture.proportion for picture in self.pictures)

    @property
    def beside(self) -> bool:
        """Whether its few lines stand beside its only picture, where it goes across the page."""
        return self.pictured and len(self.pictures) == 1 and text_columns(self, COLUMNS) == 1


NOTHING = Measures(0, 0, (), ())


class Teaser(NamedTuple):
    """The lengths of a teaser's lines, in characters."""

    section: int
    kicker: int
    headline: int

    def lines(self, columns: float) -> float:
        """The lines of body text that it takes in so many columns, with its page and its edges."""
        kicker = 0.8 * math.ceil(self.kicker / (TEASER * columns))
        return 2 + bool(self.section) + kicker + math.ceil(self.headline / (TEASER * columns))


class Shape(NamedTuple):
    """What of a block decides where it stands; ``place`` is its number among the page's blocks."""

    place: int
    measures: Measures
    lead: bool
    # Those that the box has.
    teasers: tuple[Teaser, ...]
    news: bool


@dataclass(frozen=True, slots=True)
class Block:
    """What is set as one: a story, or all the teasers of the page in one box."""

    stories: Sequence[Article]
    teasers: bool = False
    lead: bool = False
    measures: Measures = NOTHING

    @property
    def story(self) -> Article:
        """The only story of a block that is no box of teasers."""
        return self.stories[0]

    @property
    def fills_two(self) -> bool:
        """Whether its text fills two columns also where these are half as wide again."""
        return text_columns(self.measures, 3) == 3


@dataclass(slots=True)
class GridCell:
    """A number of columns and the blocks that stand in them, one under the other."""

    span: int
    blocks: list[Block] = field(default_factory=list)
    # Whether it would end far below its neighbour on a sheet of two columns.
    deep: bool = False

    @property
    def half_height(self) -> int:
        """The lines that it takes as one of two columns."""
        return sum(
            _box_height(tuple(map(_teaser, block.stories)), 1)
            if block.teasers
            else _head(block.measures, 1) + sum(_flow(block.measures, HALF, 1))
            for block in self.blocks
        )

    @property
    def set_blocks(self) -> list[tuple[Block, int]]:
        """Each block, and in how many columns its text is set."""
        return [
            (block, 1 if block.teasers else text_columns(block.measures, self.span))
            for block in self.blocks
        ]


def _with_lead_in(story: Article, paragraphs: tuple[int, ...]) -> tuple[int, ...]:
    """The lengths of paragraphs with dateline and names, which stand in the first or before it."""
    names = sum(len(row.role) + len(row.name) + 1 for row in bylines_of(story))
    if story.dateline and paragraphs:
        return len(story.dateline) + names + paragraphs[0], *paragraphs[1:]
    return (names, *paragraphs) if names and paragraphs else paragraphs


def choose_lead(stories: Sequence[Article]) -> Article | None:
    """Return the story that leads the page, ``None`` where nothing but teasers stands on it."""
    news = [story for story in stories if story.kind == Article.Kind.NEWS]
    longest = max((len(story.body) for story in news), default=0)
    for story in news:
        if len(story.body) * 3 >= longest:
            return story
    return next((story for story in stories if story.kind != Article.Kind.TEASER), None)


def set_page(stories: Sequence[Article]) -> list[list[GridCell]]:
    """Return the rows of a page. The lead comes first, the teasers' box last or beside the lead."""
    lead = choose_lead(stories)
    rest = [_block(s) for s in stories if s != lead and s.kind != Article.Kind.TEASER]
    teasers = [story for story in stories if story.kind == Article.Kind.TEASER]
    if teasers:
        rest.append(Block(teasers, teasers=True))
    if lead is None:
        return [[GridCell(COLUMNS, [block])] for block in rest]
    blocks = [Block([lead], lead=True, measures=Measures.of(lead)), *rest]
    rows = _cheapest(tuple(_shape(place, block) for place, block in enumerate(blocks)))
    return [
        _row([GridCell(span, [blocks[n] for n in places]) for span, places in row]) for row in rows
    ]


def _row(cells: list[GridCell]) -> list[GridCell]:
    """Return a row whose deep cells are marked, for a sheet of two columns.

    There narrow cells stand side by side two by two, and all others go across.
    """
    narrow = [cell for cell in cells if cell.span == 1]
    for left, right in zip(narrow[::2], narrow[1::2], strict=False):
        # A lone box of teasers is as high as its neighbour.
        if not any(all(block.teasers for block in cell.blocks) for cell in (left, right)):
            below = left.half_height - right.half_height
            left.deep, right.deep = below > DEEPER, -below > DEEPER
    return cells


def _shape(place: int, block: Block) -> Shape:
    teasers = tuple(map(_teaser, block.stories)) if block.teasers else ()
    news = not block.teasers and block.story.kind == Article.Kind.NEWS
    return Shape(place, block.measures, block.lead, teasers, news)


@lru_cache(maxsize=512)
def _cheapest(shapes: tuple[Shape, ...]) -> Rows:
    """Return the rows for these blocks, the lead first, that leave the least paper empty."""
    return min(_arrangements(shapes[0], list(shapes[1:])), key=itemgetter(0))[1]


def _arrangements(lead: Shape, rest: list[Shape]) -> Iterator[tuple[int, Rows]]:
    """The lead across the whole page, or beside others; these in page order, or news last.

    The shortest, or two, may come before their turn where they fill what the lead leaves.
    A lead with a picture stands across the page where its text is long enough to run beside it, or
    with no more than one other: else the picture would fill a screen.
    """
    whole = text_columns(lead.measures, COLUMNS) == COLUMNS
    lone = not rest or (len(rest) == 1 and lead.measures.beside)
    if lone or not lead.measures.pictured or whole:
        cost, rows = _set_rows(rest)
        yield cost + ROW, (_across(lead), *rows)
    news = [shape for shape in rest if shape.news]
    aside = [shape for shape in rest if not shape.news]
    boxes = [shape for shape in rest if shape.teasers]
    others = [shape for shape in rest if not shape.teasers]
    yield _set_rows([lead, *rest])
    yield _set_rows([lead, *aside, *news])
    by_length = sorted(others, key=lambda shape: _shape_heights(shape)[0])
    for count in (1, 2) if others else ():
        first = [shape for shape in rest if shape in by_length[:count]]
        yield _set_rows([lead, *first, *(shape for shape in rest if shape not in first)])
    if boxes and others:
        yield _set_rows([lead, *boxes, *others])
        yield _set_rows([lead, others[0], *boxes, *others[1:]])
    if boxes:  # A strip across the foot of the page.
        cost, rows = _set_rows([lead, *others]) if others else (ROW, (_across(lead),))
        yield cost + ROW, (*rows, _across(*boxes))


def _set_rows(shapes: list[Shape]) -> tuple[int, Rows]:
    cost, plan = _plan(tuple(map(_shape_heights, shapes)))
    remaining = iter(shapes)
    rows = (
        tuple(_cell(span, [next(remaining) for _ in range(n)]) for span, n in row) for row in plan
    )
    return cost, tuple(rows)


def _across(*shapes: Shape) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return (_cell(COLUMNS, [*shapes]),)


def _cell(span: int, shapes: list[Shape]) -> tuple[int, tuple[int, ...]]:
    return span, tuple(shape.place for shape in shapes)


@lru_cache(maxsize=512)
def _plan(heights: tuple[Heights, ...]) -> tuple[int, Plan]:
    """Return the cheapest rows for these blocks in this order, each cell as (span, blocks)."""
    best: list[tuple[int, Plan]] = [(0, ())]  # for the last 0, 1, … blocks
    for start in reversed(range(len(heights))):
        rest = heights[start:]
        options = []
        for row in _rows():
            used = sum(count for _, count in row)
            if used > len(rest):
                continue
            taken = iter(rest)
            cost = _row_cost([(span, [next(taken) for _ in range(n)]) for span, n in row])
            after_cost, after = best[len(rest) - used]
            options.append((cost + after_cost, (row, *after)))
        best.append(min(options))
    return best[-1]


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[tuple[int, int], ...], ...]:
    """Every way to cut a row and to fill its cells."""
    return tuple(
        tuple(zip(cut, counts, strict=True))
        for cut in CUTS
        for counts in product(range(1, STACK + 1), repeat=len(cut))
        if len(cut) > 1 or counts == (1,)
    )


def _row_cost(cells: list[tuple[int, list[Heights]]]) -> int:
    """Empty paper in the row, and what makes it unpleasant to read."""
    tall = [sum(block[span - 1] for block in blocks) for span, blocks in cells]
    holes = [span * (max(tall) - height) for (span, _), height in zip(cells, tall, strict=True)]
    empty = sum(hole + hole * hole // HOLE for hole in holes)
    thin = sum(max(0, height - TALLEST) for height in tall)
    stacked = sum(STACKED * (len(blocks) - 1) for _, blocks in cells)
    return ROW + empty + thin + stacked + (LONE_CELL if len(cells) == 1 else 0)


def _block(story: Article) -> Block:
    return Block([story], measures=Measures.of(story))


def _shape_heights(shape: Shape) -> Heights:
    if shape.teasers:
        return _box_heights(shape.teasers)
    return _heights(shape.measures, shape.lead)


def _teaser(story: Article) -> Teaser:
    return Teaser(len(story.section), len(story.kicker), len(story.headline))


@lru_cache(maxsize=512)
def _box_heights(teasers: tuple[Teaser, ...]) -> Heights:
    """The height of a box of teasers at one, two, three and four columns."""
    one, two, three, four = (_box_height(teasers, span) for span in range(1, COLUMNS + 1))
    return one, two, three, four


def _box_height(teasers: tuple[Teaser, ...], span: int) -> int:
    """The height of its rows, each as high as its highest teaser, below its name."""
    beside = min(span, len(teasers))
    rows = [teasers[at : at + beside] for at in range(0, len(teasers), beside)]
    return math.ceil(2 + sum(max(one.lines(span / beside) for one in row) for row in rows))


@lru_cache(maxsize=2048)
def _heights(story: Measures, lead: bool) -> Heights:
    """A story's height at one, two, three and four columns."""
    one, two, three, four = (_height(story, span) for span in range(1, COLUMNS + 1))
    # A picture of three columns nearly fills a screen; in a long text it stands in one of them.
    if story.pictured:
        three += UNFIT * (text_columns(story, 3) < 3 and bool(story.paragraphs))
        four += UNFIT * (text_columns(story, 4) < 4 and not (lead and story.beside))
    return one + UNFIT * lead, two, three, four


def _height(story: Measures, span: int) -> int:
    across = sum(_photo(picture, span) for picture in _divided(story, span)[0])
    return _head(story, span) + across + _column(story, span, text_columns(story, span))


@lru_cache(maxsize=8192)
def text_columns(story: Measures, span: int) -> int:
    """In how many columns a story's text is set in a cell: none of them is empty, or nearly so."""
    for columns in range(span, 1, -1):
        lines = sum(_flow(story, span, columns))
        if lines >= columns * max(LEAST, FILLED * _column(story, span, columns)):
            return columns
    return 1


def _column(story: Measures, span: int, columns: int) -> int:
    """The lines of the highest column: a picture is not divided."""
    *pictures, body = _flow(story, span, columns)
    return max(math.ceil((sum(pictures) + body) / columns), *pictures, 0)


def _flow(story: Measures, span: float, columns: int) -> list[int]:
    """Lines of each picture, and of the text, that run through a cell's columns one by one."""
    width = span / columns
    pictures = [_photo(picture, width) for picture in _divided(story, span)[1]]
    body = sum(math.ceil((length + 2) / (CHARACTERS * width)) for length in story.paragraphs)
    return [*pictures, body]


def _divided(story: Measures, span: float) -> tuple[list[Picture], list[Picture]]:
    """The pictures over the whole width of a cell (a first one that lies), and the others."""
    rest = list(story.pictures)
    first = next((picture for picture in rest if picture.proportion), None)
    if first is None or span != 2 or first.proportion > TALL:
        return [], rest
    rest.remove(first)
    return [first], rest


def _head(story: Measures, span: int) -> int:
    size = HEADLINE_SIZES[span]
    rows = math.ceil(story.headline * size / (span * CHARACTERS))
    return 2 + math.ceil(rows * size * 0.8) + story.lines


def _photo(picture: Picture, width: float) -> int:
    """The lines that a picture and its caption take in so many columns."""
    height = SQUARE * width * picture.proportion if picture.proportion else 1
    return math.ceil(height) + 2 + math.ceil(picture.caption / (CHARACTERS * width))
