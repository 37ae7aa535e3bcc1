"""报头字: the paper's own name where a page prints it, in its masthead or its folio.

The page document has no key for it: it names the paper, and the paper has a name.
"""

from __future__ import annotations

import re

from .bare import PLATE, cells_of, paper_of
from .document import Furniture, PageDocument
from .folded import usual_form
from .lines import squeeze
from .patterns import HAN
from .usual import Usual
from .words import PAGE_NAMES

_TODAY = re.compile(rf"今日{HAN}{{2,4}}")
# What 今日 stands before on a page that is no paper's name.
_NO_NAMES = frozenset(("今日导读", "今日关注", "今日聚焦", "今日提要", "今日看点", "今日推荐"))
_ROLES = ("nameplate", "masthead", "folio")
_SITE = "site"
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d\d-\d\d")


def nameplate_of(document: PageDocument, text: str) -> str:
    """Return the paper's name as a page prints it, ``""`` where it prints none."""
    rows = sorted(document.furniture, key=lambda row: _ROLES.index(_known(row.role)))
    printed = [row for row in rows if row.role in _ROLES] or _head_of_site(document, text)
    for row in printed:
        line = usual_form(text[slice(*row.span)])
        for cell in map(paper_of, (squeeze(line), *cells_of(line))):
            if _name(Usual(cell).text):
                return cell.strip("《》")
    return ""


def _head_of_site(document: PageDocument, text: str) -> list[Furniture]:
    """Return where a web page, whose head is its site's, has the day, and the line above it."""
    first = min((story.spans[0][0] for story in document.articles if story.spans), default=0)
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


def _name(cell: str) -> str:
    bare = cell.strip("《》")
    if bare in PAGE_NAMES or bare in _NO_NAMES or bare.endswith(("机关报", "党报")):
        return ""
    return bare if PLATE.fullmatch(cell) or _TODAY.fullmatch(bare) else ""


def is_name(text: str) -> bool:
    """Whether a paper is called as nameplates are, and not after its organ line."""
    return bool(_name(Usual(squeeze(text)).text))


def agree(one: str, other: str) -> bool:
    """Whether two nameplates may be one paper's: 今日临江 and 今日临江·周末."""
    first, second = (Usual(squeeze(usual_form(name))).text.strip("《》") for name in (one, other))
    return first in second or second in first
