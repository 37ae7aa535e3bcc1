"""报头字: the paper's own name where a page prints it, in its masthead or its folio.

The page document has no key for it: it names the paper, and the paper has a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .bare import cells_of, paper_of
from .document import Furniture, PageDocument
from .folded import usual_form
from .lines import half_width, squeeze
from .plates import is_certain, is_likely, supplement_of, without_letters
from .tokens import scan
from .usual import Usual

_ROLES = ("nameplate", "masthead", "folio")
_SITE = "site"
_FRONT = ("1", "A1", "A01")
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d\d-\d\d")


def nameplate_of(document: PageDocument, text: str) -> str:
    """Return the paper's name as a page prints it, ``""`` where it prints none."""
    rows = sorted(document.furniture, key=lambda row: _ROLES.index(_known(row.role)))
    printed = [row for row in rows if row.role in _ROLES] or _head_of_site(document, text)
    for row in printed:
        for cell in map(paper_of, _cells(usual_form(text[slice(*row.span)]))):
            if is_certain(Usual(cell).text):
                return cell.strip("《》")
    return _likely_name(document, text)


def _cells(line: str) -> Iterator[str]:
    """Yield the pieces of a line that may be a name: itself, its cells, those beside its day."""
    whole = squeeze(line)
    yield whole
    yield from cells_of(line)
    yield from cells_of(_beside_tokens(line))
    yield without_letters(half_width(line))
    yield whole.lstrip("《")[: len(supplement_of(Usual(half_width(whole)).text)[0])]


def _beside_tokens(line: str) -> str:
    """Return a line without the day, number and page that it prints."""
    rest, at = [], 0
    for token in scan(half_width(line)):
        rest.append(line[at : token.start])
        at = token.end
    return " ".join([*rest, line[at:]])


def _likely_name(document: PageDocument, text: str) -> str:
    """Return what only its place tells for a name: 平阳新闻 at the very top of a front page.

    Beside the day it may stand too, but not where the page's number does, which pages' names are
    beside; and nowhere beside channels, which are called so as well.
    """
    rows = _head_of_front(document, text)
    lines = [usual_form(text[slice(*row.span)]) for row in rows]
    kinds = [{token.kind for token in scan(half_width(line))} for line in lines]
    numbered = [
        row.role == "folio" or "folio" in told for row, told in zip(rows, kinds, strict=True)
    ]
    channels = [at for at, row in enumerate(rows) if row.role == "channel"]
    top = next((at for at, line in enumerate(lines) if without_letters(half_width(line))), 0)
    for at, line in enumerate(lines):
        near = [other for other in (at - 1, at + 1) if 0 <= other < len(lines)]
        if at == top:
            alone = not any(numbered[other] and "date" not in kinds[other] for other in near)
            alone = alone and channels in ([], [at])
        else:
            alone = not any(numbered) and any("date" in kinds[other] for other in (at, *near))
            alone = alone and not channels
        name = without_letters(half_width(_beside_tokens(line) if "date" in kinds[at] else line))
        if alone and not numbered[at] and is_likely(Usual(name).text):
            return name.strip("《》")
    return ""


def _head_of_front(document: PageDocument, text: str) -> list[Furniture]:
    """Return what stands above the first story of a front page without organ line and sponsor."""
    masthead, issue, first = document.masthead, document.issue, _first_text(document)
    dated = issue.date and (issue.number or issue.page_count)
    if masthead.organ or masthead.sponsor or not dated or document.page.label not in _FRONT:
        return []
    head = [row for row in document.furniture if row.span[1] <= first and row.role != "mark"]
    head.sort(key=lambda row: row.span)
    web = any(row.role == _SITE for row in head)
    return [] if web or not head or without_letters(half_width(text[: head[0].span[0]])) else head


def _first_text(document: PageDocument) -> int:
    return min((story.spans[0][0] for story in document.articles if story.spans), default=0)


def _head_of_site(document: PageDocument, text: str) -> list[Furniture]:
    """Return where a web page, whose head is its site's, has the day, and the line above it."""
    first = _first_text(document)
    above = sorted(
        (row for row in document.furniture if row.role == _SITE and row.span[1] <= first),
        key=lambda row: row.span,
    )
    for at, row in enumerate(above):
        if _DAY.search(usual_form(text[slice(*row.span)])):
            return above[max(at - 1, 0) : at + 1]
    return []


def _known(role: str) -> str:
    return role if role in _ROLES else _ROLES[-1]


def is_name(text: str, *, surely: bool = False) -> bool:
    """Whether a paper is called as nameplates are, and not after its organ line.

    ``surely``: as nothing else is called; 平阳融媒 may be a sponsor, too.
    """
    name = Usual(squeeze(text)).text
    return is_certain(name) or (not surely and is_likely(name))


def agree(one: str, other: str) -> bool:
    """Whether two nameplates may be one paper's: 今日临江 and 今日临江·周末."""
    first, second = (Usual(squeeze(usual_form(name))).text.strip("《》") for name in (one, other))
    return first in second or second in first
