"""整期网页: a web page or Markdown that holds several pages of a paper, cut between them.

Where they begin is looked for in the text as everywhere (``whole_issue``). Each part is of the
file's kind, as the whole is, and all parts together are the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from .manuscripts import NotReadable, manuscript_kind
from .markdown import lined_page_of
from .outlines import outline_of
from .web_pages import Piece, WebPage, web_page, web_source
from .web_roles import link_of
from .whole_issue import TEXT, split_pages

KINDS = ("html", "markdown")
# Each as the first part of a file has it, and as the others do.
_CODECS = (
    ("utf-8-sig", "utf-8"),
    ("utf-8", "utf-8"),
    ("utf-16", "utf-16"),
    ("gb18030", "gb18030"),
    ("cp950", "cp950"),
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# What ends what stands above it.
_ENDING = re.compile(r"</[^<>]{1,40}>|<(?:img|br)\b[^<>]{0,8000}>", re.IGNORECASE)
_LINE = re.compile(r"\sdata-line=\"(\d{1,9})\"")


def parts_of_web(data: bytes, kind: str) -> list[tuple[int, bytes]]:
    """Return the line on which each page in a file begins, and its bytes; nothing where the marks
    of the file do not part them.
    """
    try:
        source = web_source(data) if kind == "html" else _markdown_source(data)
    except NotReadable:
        return []
    first, further = next((row for row in _CODECS if _is(data, row[0], source)), ("", ""))
    cuts = _cuts_of_page(source) if kind == "html" else _cuts_of_markdown(source)
    if not first or not cuts:
        return []
    found = []
    for start, end in pairwise([0, *cuts, len(source)]):
        part = source[start:end].encode(further if start else first)
        if manuscript_kind(part) != kind:
            return []
        found.append((source.count("\n", 0, start) + 1, part))
    return found


def _markdown_source(data: bytes) -> str:
    """Return the Markdown with the ends of its lines as they came."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _is(data: bytes, codec: str, source: str) -> bool:
    try:
        return source.encode(codec) == data
    except UnicodeEncodeError:
        return False


def _cuts_of_page(source: str) -> list[int]:
    """Return where a page's source is cut; nothing where a part would have neither story nor text.

    A page that leads to others says at its foot where they begin, and holds none of them.
    """
    # What comments say is of one story or page.
    page = web_page(_COMMENT.sub(lambda found: " " * len(found[0]), source))
    begun = _pieces_at(page, [start for start, _end in split_pages(page.text)[1:]])
    if any(link_of(piece.element) for piece in begun):
        return []
    cuts = [_behind_ending(page, piece, source) for piece in begun]
    leads = bool(page.areas) or any(link_of(piece.element) for piece in page.pieces)
    for start, end in pairwise([0, *cuts, len(source)]):
        part = web_page(source[start:end])
        if not outline_of(part).stories and (leads or not TEXT.search(part.text)):
            return []
    return cuts


def _pieces_at(page: WebPage, starts: list[int]) -> list[Piece]:
    places = [piece.end for piece in page.pieces]
    return [page.pieces[bisect_right(places, start)] for start in starts]


def _behind_ending(page: WebPage, piece: Piece, source: str) -> int:
    """Return where what a piece stands in begins: behind all that ends above it."""
    at = page.pieces.index(piece)
    low = page.pieces[at - 1].source if at else 0
    ends = [found.end() for found in _ENDING.finditer(source, low, piece.source)]
    return ends[-1] if ends else piece.source


def _cuts_of_markdown(source: str) -> list[int]:
    """Return the beginnings of the lines where a Markdown text is cut."""
    text = source.replace("\r\n", "\n")
    html, starts = lined_page_of(text)
    page = web_page(html)
    begun = _pieces_at(page, [start for start, _end in split_pages(page.text)[1:]])
    lines = [[int(row[1]) for row in _LINE.finditer(html, 0, piece.source)] for piece in begun]
    own = [0, *(found.end() for found in re.finditer("\n", source))]
    return [own[text.count("\n", 0, starts[row[-1]])] for row in lines if row]
