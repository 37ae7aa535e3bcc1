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

from articles.models import Article

COLUMNS = 4
CHARACTERS = 17  # in a line of one column
# How large a headline is set in a cell of that many columns, in characters of body text.
HEADLINE_SIZES = (0.0, 1.5, 1.9, 2.5, 2.9)
# How many of a cell's columns a picture is wide.
PICTURE_COLUMNS = (0, 1, 2, 2, 3)
CUTS = ((1, 1, 1, 1), (2, 1, 1), (1, 1, 2), (2, 2), (3, 1), (1, 3), (4,))
STACK = 3  # at most so many short items in one cell
# Prices, in lines of empty paper: a row of one cell looks like a list, a tall thin cell like a
# receipt, a stack hides its lower story, and many rows are a ladder.
LONE_CELL = 60
TALLEST = 40
STACKED = 3
ROW = 8
UNFIT = 1000

Heights = tuple[int, int, int, int]
Plan = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What is set as one: a story, or all the teasers of the page in one box."""

    stories: Sequence[Article]
    teasers: bool = False
    lead: bool = False

    @property
    def story(self) -> Article:
        """The only story of a block that is no box of teasers."""
        return self.stories[0]


@dataclass(slots=True)
class GridCell:
    """A number of columns and the blocks that stand in them, one under the other."""

    span: int
    blocks: list[Block] = field(default_factory=list)


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
    return min(_arrangements(Block([lead], lead=True), rest), key=lambda choice: choice[0])[1]


def _arrangements(lead: Block, rest: list[Block]) -> Iterator[tuple[int, list[list[GridCell]]]]:
    """The lead across the whole page, or beside others; these in page order, or news last.

    A lead with a picture stands across the page only by itself: the picture would fill a screen.
    """
    if not (rest and _has_picture(lead.story)):
        cost, rows = _set_rows(rest)
        yield cost + ROW, [[GridCell(COLUMNS, [lead])], *rows]
    news = [block for block in rest if not block.teasers and block.story.kind == Article.Kind.NEWS]
    aside = [block for block in rest if block not in news]
    yield _set_rows([lead, *rest])
    yield _set_rows([lead, *aside, *news])


def _set_rows(blocks: list[Block]) -> tuple[int, list[list[GridCell]]]:
    cost, plan = _plan(tuple(map(_heights, blocks)))
    remaining = iter(blocks)
    rows = [
        [GridCell(span, [next(remaining) for _ in range(n)]) for span, n in row] for row in plan
    ]
    return cost, rows


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
    empty = sum(span * (max(tall) - height) for (span, _), height in zip(cells, tall, strict=True))
    thin = sum(max(0, height - TALLEST) for height in tall)
    stacked = sum(STACKED * (len(blocks) - 1) for _, blocks in cells)
    return ROW + empty + thin + stacked + (LONE_CELL if len(cells) == 1 else 0)


def _block(story: Article) -> Block:
    return Block([story])


def _heights(block: Block) -> Heights:
    """The block's height at one, two, three and four columns."""
    one, two, three, four = (_height(block, span) for span in range(1, COLUMNS + 1))
    if block.lead:  # A lead is three columns wide, or two with a picture.
        return one + UNFIT, two + UNFIT * (not _has_picture(block.story)), three, four
    return one, two, three, four


def _height(block: Block, span: int) -> int:
    if block.teasers:
        beside = min(span, len(block.stories))
        return 2 + 4 * math.ceil(len(block.stories) / beside)
    story = block.story
    body = sum(math.ceil((len(line) + 2) / CHARACTERS) for line in story.paragraphs)
    return _head(story, span) + math.ceil(body / span) + _photos(story, span)


def _head(story: Article, span: int) -> int:
    size = HEADLINE_SIZES[span]
    rows = math.ceil(len(story.headline) * size / (span * CHARACTERS))
    return 2 + math.ceil(rows * size * 0.8) + sum(map(bool, (story.kicker, story.deck)))


def _has_picture(story: Article) -> bool:
    return any(photo.image for photo in story.photos.all())


def _photos(story: Article, span: int) -> int:
    """Pictures stand over the text, three to two; in a wide cell the caption stands beside."""
    captions = sum(
        2 + math.ceil(len(photo.caption) / (CHARACTERS * span)) for photo in story.photos.all()
    )
    width = PICTURE_COLUMNS[span]
    return captions + sum(7 * width for photo in story.photos.all() if photo.image)
