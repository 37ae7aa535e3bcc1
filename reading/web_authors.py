"""Lines of authors on a web page that no mark names, known by their form: 本报记者 甲 通讯员 乙."""

from __future__ import annotations

from .bylines import bare_names, byline_line
from .captions import writers
from .credits import credit_names
from .flow import Flow
from .lines import Source, half_width, squeeze
from .signatures import signature_line
from .words import PAGE_NAMES

_LONGEST = 90
_LONGEST_BARE = 24


def names_authors(text: str) -> bool:
    """Say whether a line names who wrote a story; who only took its pictures did not."""
    if not text.strip() or len(text) > _LONGEST:
        return False
    if credit_names(text):
        return bool(writers(text))
    flow = Flow(Source(text), [(0, len(text))])
    return bool(byline_line(flow) or signature_line(flow))


def may_name_somebody(text: str) -> bool:
    """Say whether a line holds nothing but names, or whose the pictures are."""
    if credit_names(text):
        return True
    return (
        len(text) <= _LONGEST_BARE
        and squeeze(text) not in PAGE_NAMES
        and bool(bare_names(half_width(text)))
    )
