"""Lines that stand as bylines do, and whose names the reader is not sure of: □ 本报记者 小野寺.

They are nobody's headline, and somebody is asked who is named there.
"""

from __future__ import annotations

import re

from .bylines import is_at_work
from .han import CHARACTERS
from .lines import squeeze
from .names import split_names
from .role_marks import BULLET, REPORTERS, ROLE_MARK, ROLE_WORD, is_own, stands_apart
from .unlisted import may_be_unlisted

_LINE = re.compile(
    rf"[\s{re.escape(BULLET)}]*({ROLE_WORD.pattern})[\s:：]*([{CHARACTERS}A-Za-z·•・.、\s]{{2,40}})"
)


def may_be_byline(norm: str, *, beside_headline: bool) -> bool:
    """Say whether a line that was read as no byline may be one all the same.

    A role stands there, the paper's own or, beside a headline, parted from what follows, and then
    what may be names.
    """
    found = _LINE.fullmatch(norm)
    if found is None or not squeeze(found[1]).endswith(REPORTERS) or is_at_work(squeeze(norm)):
        return False
    if not is_own(norm) and not (beside_headline and stands_apart(norm)):
        return False
    names = split_names(ROLE_MARK.sub("、", found[2]))
    return bool(names) and all(map(may_be_unlisted, names))
