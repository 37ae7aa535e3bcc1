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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from articles.models import Article
from paper.row_plan import LONE_CELL, ROW, RowPlan, Rows, SetRow
from paper.set_forms import (
    HALF,
    SMALLER,
    UNFIT,
    Form,
    Forms,
    across,
    half_heights,
    hole_price,
    story_forms,
)
from paper.story_heights import COLUMNS, NOTHING, Measures, text_columns

TEASER = 13  # characters in a line of a teaser that has one column
NARROW = 2 * HALF  # So many columns of four has a sheet of two columns.
SMALL_WAY, DEEP_WAY = 1, 2  # of setting a cell there
NO_FORM = Form(0)


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

    @property
    def narrow(self) -> Form:
        """How its few lines stand beside their picture across a sheet of two columns."""
        return across(self.measures, NARROW)

    @property
    def half_heights(self) -> tuple[int, int, int]:
        """The lines that it takes in one of two columns of a sheet, as ``half_heights`` says."""
        if self.teasers:
            return (_box_height(tuple(map(_teaser, self.stories)), 1),) * 3
        return half_heights(self.measures)

    @property
    def short(self) -> bool:
        """Whether it may stand in one of two columns of a sheet as well as across it."""
        return self.teasers or self.measures.beside or self.measures.brief


@dataclass(slots=True)
class GridCell:
    """A number of columns and the blocks that stand in them, one under the other."""

    span: int
    blocks: list[Block] = field(default_factory=list)
    # That of each block.
    forms: tuple[Form, ...] = ()
    # Whether it is one of two columns where a sheet has but two.
    half: bool = False
    # Whether its pictures are smaller there: few lines stand below theirs, or beside it.
    small: bool = False
    deep: bool = False

    @property
    def half_heights(self) -> tuple[int, ...]:
        """The lines that it takes as one of two columns: as usual, small and deep."""
        return tuple(map(sum, zip(*(block.half_heights for block in self.blocks), strict=True)))

    @property
    def set_blocks(self) -> list[tuple[Block, int]]:
        """Each block, and in how many columns its text is set."""
        forms = self.forms or (NO_FORM,) * len(self.blocks)
        return [
            (
                block,
                1 if block.teasers or form.beside else text_columns(block.measures, self.span),
            )
            for block, form in zip(self.blocks, forms, strict=True)
        ]


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
    return [_row([_grid_cell(span, placed, blocks) for span, placed in row]) for row in rows]


def _grid_cell(span: int, placed: tuple[tuple[int, Form], ...], blocks: list[Block]) -> GridCell:
    forms = tuple(form for _place, form in placed)
    return GridCell(span, [blocks[place] for place, _form in placed], forms)


def _row(cells: list[GridCell]) -> list[GridCell]:
    """Return a row whose halves and deep cells are marked, for a sheet of two columns.

    There narrow cells stand side by side two by two, and nearly all others go across.
    """
    narrow = [cell for cell in cells if cell.span == 1]
    for left, right in zip(narrow[::2], narrow[1::2], strict=False):
        _halve(left, right)
    if [cell.span for cell in cells] == [2, 2]:
        _halve_or_not(*cells)
    return cells


def _halve_or_not(left: GridCell, right: GridCell) -> None:
    """Let two cells of few lines share a sheet of two columns where that leaves less empty."""
    blocks = [*left.blocks, *right.blocks]
    pictured = [block for block in blocks if block.measures.beside]
    if not pictured or not all(block.short for block in blocks):
        return
    if _halve(left, right) > sum(block.narrow.price for block in pictured):
        for cell in (left, right):
            cell.half = cell.small = cell.deep = False


def _halve(left: GridCell, right: GridCell) -> int:
    """Set two cells side by side on a sheet of two columns; return the price of what is empty."""
    left.half = right.half = True
    # A lone box of teasers is as high as its neighbour.
    if any(all(block.teasers for block in cell.blocks) for cell in (left, right)):
        return 0
    price, *ways = min(
        (_gap_price(left, right, *ways), *ways) for ways in product(range(3), repeat=2)
    )
    for cell, way in zip((left, right), ways, strict=True):
        cell.small, cell.deep = way == SMALL_WAY, way == DEEP_WAY
    return price


def _gap_price(left: GridCell, right: GridCell, one: int, other: int) -> int:
    below = left.half_heights[one] - right.half_heights[other]
    shorter = right if below > 0 else left
    return hole_price(HALF * abs(below), len(shorter.blocks)) + SMALLER * (bool(one) + bool(other))


def _shape(place: int, block: Block) -> Shape:
    teasers = tuple(map(_teaser, block.stories)) if block.teasers else ()
    news = not block.teasers and block.story.kind == Article.Kind.NEWS
    return Shape(place, block.measures, block.lead, teasers, news)


@lru_cache(maxsize=512)
def _cheapest(shapes: tuple[Shape, ...]) -> Rows:
    """Return the rows for these blocks, the lead first, that leave the least paper empty."""
    plan = RowPlan(list(map(_forms, shapes)))
    return min(_arrangements(shapes[0], list(shapes[1:]), plan), key=itemgetter(0))[1]


def _arrangements(lead: Shape, rest: list[Shape], plan: RowPlan) -> Iterator[tuple[int, Rows]]:
    """The lead across the whole page, or beside others; these in page order, or news last.

    The shortest, or two, may come before their turn where they fill what the lead leaves.
    A lead with a picture stands across the page where its text is long enough to run beside it, or
    with no more than one other; before more of them also where it has few lines, for a price.
    """

    def set_rows(shapes: Iterable[Shape]) -> tuple[int, Rows]:
        return plan.set_rows(tuple(shape.place for shape in shapes))

    whole = text_columns(lead.measures, COLUMNS) == COLUMNS
    lone = not rest or (len(rest) == 1 and lead.measures.beside)
    if lone or not lead.measures.pictured or whole:
        cost, rows = set_rows(rest)
        if len(rest) == 1 and rest[0].measures.beside and lead.measures.brief:
            # Two of few lines are no list, and bars are better than a hole below the lead.
            cost -= LONE_CELL + _forms(rest[0])[-1][0].price // 2
        yield cost + ROW, (_across(lead), *rows)
    elif lead.measures.beside or lead.measures.abreast:
        cost, rows = set_rows(rest)
        yield cost + ROW + LONE_CELL // 2 + _forms(lead)[-1][0].price, (_across(lead), *rows)
    news = [shape for shape in rest if shape.news]
    aside = [shape for shape in rest if not shape.news]
    boxes = [shape for shape in rest if shape.teasers]
    others = [shape for shape in rest if not shape.teasers]
    yield set_rows([lead, *rest])
    yield set_rows([lead, *aside, *news])
    by_length = sorted(others, key=lambda shape: _forms(shape)[0][0].height)
    for count in (1, 2) if others else ():
        first = [shape for shape in rest if shape in by_length[:count]]
        yield set_rows([lead, *first, *(shape for shape in rest if shape not in first)])
    if boxes and others:
        yield set_rows([lead, *boxes, *others])
        yield set_rows([lead, others[0], *boxes, *others[1:]])
    if any(len(box.teasers) > 1 for box in boxes):  # A strip across the foot of the page.
        alone = ROW + _forms(lead)[-1][0].price
        cost, rows = set_rows([lead, *others]) if others else (alone, (_across(lead),))
        yield cost + ROW, (*rows, _across(*boxes))


def _across(*shapes: Shape) -> SetRow:
    return ((COLUMNS, tuple((shape.place, _forms(shape)[-1][0]) for shape in shapes)),)


def _block(story: Article) -> Block:
    return Block([story], measures=Measures.of(story))


def _forms(shape: Shape) -> Forms:
    return _box_forms(shape.teasers) if shape.teasers else story_forms(shape.measures, shape.lead)


def _teaser(story: Article) -> Teaser:
    return Teaser(len(story.section), len(story.kicker), len(story.headline))


@lru_cache(maxsize=512)
def _box_forms(teasers: tuple[Teaser, ...]) -> Forms:
    """A box of teasers at one, two, three and four columns; one alone is not stretched."""
    return tuple(
        (Form(_box_height(teasers, span) + UNFIT * (span > 2 * len(teasers))),)
        for span in range(1, COLUMNS + 1)
    )


def _box_height(teasers: tuple[Teaser, ...], span: int) -> int:
    """The height of its rows, each as high as its highest teaser, below its name."""
    beside = min(span, len(teasers))
    rows = [teasers[at : at + beside] for at in range(0, len(teasers), beside)]
    return math.ceil(2 + sum(max(one.lines(span / beside) for one in row) for row in rows))
