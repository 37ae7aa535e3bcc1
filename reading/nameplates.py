"""报头字: the paper's own name where a page prints it, in its masthead or its folio.

The page document has no key for it: it names the paper, and the paper has a name.
"""

from __future__ import annotations

import re

from .bare import PLATE, cells_of
from .document import PageDocument
from .folded import usual_form
from .lines import squeeze
from .patterns import HAN
from .usual import Usual
from .words import PAGE_NAMES

_TODAY = re.compile(rf"今日{HAN}{{2,4}}")
# What 今日 stands before on a page that is no paper's name.
_NO_NAMES = frozenset(("今日导读", "今日关注", "今日聚焦", "今日提要", "今日看点", "今日推荐"))
_ROLES = ("nameplate", "masthead", "folio")


def nameplate_of(document: PageDocument, text: str) -> str:
    """Return the paper's name as a page prints it, ``""`` where it prints none."""
    rows = sorted(document.furniture, key=lambda row: _ROLES.index(_known(row.role)))
    for row in rows:
        if row.role not in _ROLES:
            continue
        line = usual_form(text[slice(*row.span)])
        for cell in (squeeze(line), *cells_of(line)):
            if _name(Usual(cell).text):
                return cell.strip("《》")
    return ""


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
