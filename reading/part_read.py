"""Brackets of which some names can be read: those are bylines, and the rest stays in the text.

（记者 石磊 通讯员 段春星李明华）: 石磊 made the story, the text keeps （通讯员 段春星李明华）, and
somebody is asked who that is.
"""

from __future__ import annotations

import re

from .document import BylineText, Span
from .han import CHARACTERS
from .lines import squeeze
from .names import is_name
from .patterns import HAN
from .role_marks import REPORTERS, role_marks, role_of
from .unlisted import is_unlisted

_WHOLE = re.compile(rf"[{CHARACTERS}A-Za-z·•・.、，,:：\s]+")
# A name, or one of two characters that stand apart: 李　伟.
_NAME = re.compile(rf"(?<!\S){HAN}\s{{1,2}}{HAN}(?=[\s、，,]|$)|[^\s、，,:：]+")


def people_in_part(text: str) -> tuple[list[BylineText], list[Span]] | None:
    """Return whom a run of reporters' roles and names surely names, and what is left of it; None
    where all or nothing can be read."""
    marks = role_marks(text)
    if not marks or text[: marks[0].start()].strip() or not _WHOLE.fullmatch(text):
        return None
    people: list[BylineText] = []
    left: list[Span] = []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        role = role_of(squeeze(mark[0])).rstrip(":：")
        found = [(one.span(), squeeze(one[0])) for one in _NAME.finditer(text, mark.end(), end)]
        if not role.endswith(REPORTERS) or any(len(name) == 1 for _span, name in found):
            return None
        people += [BylineText(role, name) for _span, name in found if _is_sure(name)]
        unread = [span for span, name in found if not _is_sure(name)]
        # Who reads the text shall see what those names are.
        for span in [mark.span(), *unread] if unread else ():
            if left and not text[left[-1][1] : span[0]].strip():
                span = (left.pop()[0], span[1])
            left.append(span)
    return (people, left) if people and left else None


def _is_sure(name: str) -> bool:
    return is_name(name) or is_unlisted(name, apart=True, signed=True)
