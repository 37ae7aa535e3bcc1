"""Who does what: the words by which a headline's first leg tells its news."""

from __future__ import annotations

import re

from .names import is_name
from .patterns import one_of
from .words import BODIES, DEEDS

_HAPPENED = re.compile(
    "(?:召开|举行|举办|开幕|闭幕|启动|揭牌|签约|开展|落幕|开工|开班|收官|竣工|通车|结顶|成立|揭晓"
    "|印发|出台|发布|公布|调研|考察|督查|检查|慰问|视察|走访|指导)$"
)
_DEED = re.compile(one_of(DEEDS))
_BODY = re.compile(one_of(BODIES))
# Nobody but a body or a place holds a meeting: 平阳举行2025年乡镇“三比三看”第一次交流活动.
_HELD = re.compile(r".{2,12}?(?:举行|召开|举办)")


def names_who_does_what(text: str) -> bool:
    """Say whether the words of a headline name who does what, or what takes place."""
    if _HAPPENED.search(text) or _HELD.match(text):
        return True
    found = _DEED.search(text)
    if found is None or found.start() < 2:
        return False
    if any(is_name(text[:size]) and found.start() - size <= 8 for size in (2, 3, 4)):
        return True
    return bool(_BODY.search(text[: found.end()]))
