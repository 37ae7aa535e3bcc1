"""Figures: small tables that hold a picture and its line, as old e-papers set a caption.

No mark says that the line is one; the place does, under its picture or beside it. What is a head of
the page, a dateline's text, a link or a line of the site is none. In no table a line right under a
picture is one where its words say so, too: 图为 …, … 摄.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from .bylines import begins_with_byline, begins_with_dateline
from .credits import credit_names
from .lines import half_width, squeeze
from .mastheads import look_at
from .patterns import HAN
from .usual import Usual
from .web_blocks import Block, is_picture
from .web_pages import Element, Piece, Shown, WebPage
from .web_roles import figure_of, level_of, role_of

_CELLS = ("td", "th")
_SENTENCE = re.compile("[。！？]")
_HAN = re.compile(HAN)
# What only a caption says; 文/图 names who wrote the text.
_CUE = re.compile(
    r"[▲△■◆●]?(?:图为|图[①-⑩\d一二三四五]|[上下左右题组]图)|(?!.*[文字][/、]?[图摄]).*(?:摄|供图)\W*$"
)
_MOST_LINES = 4
_LONGEST = 240
_LONGEST_ALONE = 160
_MOST_NESTED = 3


@dataclass(slots=True)
class _Table:
    """A table with the pictures right in it and the blocks."""

    element: Element
    pictures: list[Shown] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """Where on a page blocks begin: those of its head, the first headline or what may be one, and
    those in which a sentence ends."""

    heads: set[int]
    headline: int
    sentences: set[int]

    @classmethod
    def of(cls, page: WebPage, blocks: list[Block]) -> _Around:
        usual = Usual(page.text)
        clusters = look_at(usual.text).clusters
        taken = {start for cluster in clusters for start in cluster.roles}
        heads = {block.start for block in blocks if usual.here(block.span)[0] in taken}
        others = [block for block in blocks if block.start not in heads]
        plain = [block for block in others if _is_plain(block)]
        marked = [block for block in others if block.role == "headline" or level_of(block.role)]
        headline = next((block.start for block in marked or plain), len(page.text))
        sentences = {block.start for block in plain if _SENTENCE.search(block.text)}
        return cls(heads, headline, sentences)


def take_captions(page: WebPage, blocks: list[Block]) -> list[Block]:
    """Return the blocks with captions and credits that stand at pictures as such."""
    pictures = [row for row in page.pictures if is_picture(row) and not figure_of(row.element)]
    tables = _tables_of(pictures, blocks)
    found = _with_tables(page, blocks, tables) if tables else blocks
    _take_lines_below(pictures, found)
    return found


def _with_tables(page: WebPage, blocks: list[Block], tables: list[_Table]) -> list[Block]:
    """Return the blocks with those in tables of pictures as captions and credits."""
    around = _Around.of(page, blocks)
    taken: dict[int, list[Block]] = {}
    for table in tables:
        if not _holds_captions(table, around):
            continue
        parts = [part for block in table.blocks for part in _by_cell(page, block)]
        if _give_roles(table, parts):
            for block in table.blocks:
                own = [part for part in parts if block.start <= part.start < block.end]
                taken[block.start] = own
    return [part for block in blocks for part in taken.get(block.start, [block])]


def _take_lines_below(pictures: list[Shown], blocks: list[Block]) -> None:
    """Make the lines right under pictures captions that say that they are."""
    starts = [block.start for block in blocks]
    for row in pictures:
        at = bisect_left(starts, row.at)
        if at == len(blocks):
            continue
        text = squeeze(blocks[at].text)
        if len(text) <= _LONGEST_ALONE and _CUE.match(text) and _may_be_caption(blocks[at]):
            blocks[at].role = "caption"


def _tables_of(pictures: list[Shown], blocks: list[Block]) -> list[_Table]:
    """Return the tables of pictures that hold text, too, with all that is in them."""
    if not any(_nearest(row.element, ("table",)) for row in pictures):
        return []
    inside: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if (found := _nearest(block.element, ("table",))) is not None:
            inside[id(found)].append(block)
    tables: dict[int, _Table] = {}
    for row in pictures:
        table = _nearest(row.element, ("table",))
        for _time in range(_MOST_NESTED):
            if table is None or inside.get(id(table)):
                break
            table = _nearest(table.parent, ("table",))
        if table is not None and id(table) in inside:
            own = tables.setdefault(id(table), _Table(table, [], inside[id(table)]))
            own.pictures.append(row)
    return list(tables.values())


def _nearest(element: Element | None, names: Iterable[str]) -> Element | None:
    while element is not None and element.name not in names:
        element = element.parent
    return element


def _holds_captions(table: _Table, around: _Around) -> bool:
    """Say whether the text in a table is its pictures' alone.

    A headline stands above, or what may be one, and a text elsewhere, unless the words say it.
    """
    rows = table.blocks
    if len(rows) > _MOST_LINES * len(table.pictures) or not all(map(_may_be_caption, rows)):
        return False
    if sum(len(row.text) for row in rows) > _LONGEST * len(table.pictures):
        return False
    if any(row.start in around.heads for row in rows):
        return False
    if any(row.role == "body" for row in rows) and role_of(table.element) != "body":
        # The whole text of a story lies in the table.
        return False
    if any(_CUE.match(squeeze(row.text)) for row in rows):
        return True
    elsewhere = len(around.sentences) - sum(row.start in around.sentences for row in rows)
    return around.headline < rows[0].start and elsewhere > 0


def _is_plain(block: Block) -> bool:
    return not block.linked and block.role != "site" and not block.is_site_text


def _may_be_caption(block: Block) -> bool:
    if block.role not in ("", "body") or not _is_plain(block) or not _HAN.search(block.text):
        return False
    key = squeeze(half_width(block.text))
    return not (begins_with_dateline(key) or begins_with_byline(key))


def _by_cell(page: WebPage, block: Block) -> list[Block]:
    """Return a block as one of each cell: those beside each other are one line."""
    first = bisect_left(page.pieces, block.start, key=lambda row: row.start)
    last = bisect_left(page.pieces, block.end, lo=first, key=lambda row: row.start)
    found = []
    for cell, group in groupby(page.pieces[first:last], _cell_of):
        pieces = list(group)
        start, end = max(pieces[0].start, block.start), min(pieces[-1].end, block.end)
        text = page.text[start:end]
        element = pieces[0].element
        row = replace(block, start=start, end=end, text=text, element=element, figure=cell)
        found.append(row)
    return found


def _cell_of(piece: Piece) -> Element | None:
    return _nearest(piece.element, _CELLS)


def _give_roles(table: _Table, parts: list[Block]) -> bool:
    """Make the parts captions and credits: of the only picture, or a cell of each picture."""
    cells = {id(part.figure) for part in parts}
    if len(table.pictures) == 1:
        table.element.is_figure = True
        for part in parts:
            part.figure = table.element
    elif len(cells) != len(table.pictures):
        return False
    for part in parts:
        part.role = "credit" if credit_names(part.text) else "caption"
    return True
