"""Blocks: the lines of a web page, each under one mark, and the pictures that are no signs.

``outlines`` says which part of a story each is, ``web_figures`` which are captions by their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .document import Span
from .lines import half_width, squeeze
from .web_pages import Element, Piece, Shown, WebPage
from .web_roles import figure_of, link_of, role_of, story_of
from .websites import is_site_line

# Signs of the site, no pictures of the paper.
_SIGNS = re.compile(
    r"(?:^|[/_.-])(?:logo|icon|ico|btn|button|arrow|blank|spacer|space|bg|banner|dot|line|close|prev"
    r"|next|share|wechat|weixin|weibo|qrcode|ewm|loading|d|t|pdf)\d{0,2}\.\w{3,4}$",
    re.IGNORECASE,
)
# Where sites keep what all their pages show: ../tplimg/top.jpg.
_OF_TEMPLATE = re.compile(
    r"(?:^|/)(?:tpl|tpl_?ima?ge?s?|templates?|skins?|themes?)/", re.IGNORECASE
)
_SMALLEST = 50
_WORD = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Block:
    """Text of one line under one mark."""

    start: int
    end: int
    text: str
    role: str
    linked: bool
    story: Element | None
    figure: Element | None
    element: Element

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def is_site_text(self) -> bool:
        """Whether it is one of a site's lines by its form."""
        norm = half_width(self.text)
        return is_site_line(squeeze(norm), norm)


def blocks_of(page: WebPage) -> Iterable[Block]:
    """Return the blocks of a page in their order."""

    def mark(piece: Piece) -> tuple[int, str, int]:
        return piece.line, role_of(piece.element), id(story_of(piece.element))

    for (_line, role, _story_id), group in groupby(page.pieces, mark):
        pieces = list(group)
        start, end, element = pieces[0].start, pieces[-1].end, pieces[0].element
        text = page.text[start:end]
        linked = _is_linked(page.text, pieces)
        story, figure = story_of(element), figure_of(element)
        yield Block(start, end, text, role, linked, story, figure, element)


def _is_linked(text: str, pieces: list[Piece]) -> bool:
    """Say whether all words are links; marks and numbers before them are none: ·, 1."""
    links = [bool(link_of(piece.element)) for piece in pieces]
    if all(links) or not any(links):
        return all(links)
    bare = (row for row, link in zip(pieces, links, strict=True) if not link)
    return not any(_WORD.search(text[row.start : row.end]) for row in bare)


def is_picture(row: Shown) -> bool:
    """Say whether a picture is the paper's, and no sign of the site's or the page itself."""
    small = any(
        value.removesuffix("px").isdecimal() and int(value.removesuffix("px")) < _SMALLEST
        for value in (row.width[:8], row.height[:8])
    )
    linked = role_of(row.element) == "site"
    path = row.src.split("?")[0]
    embedded = path.startswith("data:")
    return not (
        small or linked or row.map or embedded or _SIGNS.search(path) or _OF_TEMPLATE.search(path)
    )
