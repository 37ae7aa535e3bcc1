"""Lists of titles and of pages on a web page: what leads to stories, and is no story itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from .document import Span
from .imprints import is_imprint
from .lines import half_width, squeeze
from .web_blocks import Block
from .web_roles import level_of
from .websites import is_foot_line, is_list_heading

_SENTENCE = re.compile("[。！？]")
_HEADINGS = ("headline", "kicker", "section")
# Between a list's heading and its first title: 点击版面图可直接阅读文章.
_MOST_BETWEEN = 3
_FEWEST_TITLES = 2


class _Story(Protocol):
    """What a story's outline says of its parts."""

    head: dict[str, list[Span]]
    bylines: list[Span]
    paragraphs: list[tuple[Span, bool]]


def take_list_headings(blocks: Sequence[Block]) -> None:
    """Give headings of lists to the site: 本版标题, 版面目录 over links."""
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if not (level_of(block.role) or block.role in _HEADINGS):
            continue
        text = squeeze(half_width(block.text))
        if is_list_heading(text) and _is_over_links(islice(blocks, at + 1, at + 1 + _MOST_BETWEEN)):
            block.role = "site"


def _is_over_links(blocks: islice[Block]) -> bool:
    for block in blocks:
        if block.linked or block.role == "site":
            return True
        if level_of(block.role) or _SENTENCE.search(block.text):
            return False
    return False


def is_only_list(text: str, story: _Story, blocks: Sequence[Block], *, pictured: bool) -> bool:
    """Say whether what looks like a story is a list of titles, or a heading over the site's foot.

    ``pictured``: it shows pictures of its own. Nobody signs a list, and no sentence ends in it.
    """
    if story.bylines or any(block.role in ("caption", "credit") for block in blocks):
        return False
    spans = [span for span, _heading in story.paragraphs]
    told = [text[low:high] for low, high in spans if not is_foot(text[low:high])]
    if not told and not pictured:
        return True
    low = story.head["headline"][-1][1]
    high = spans[0][0] if spans else len(text) + 1
    titles = [row for row in blocks if low <= row.start < high and row.linked]
    titles = [row for row in titles if not row.is_site_text]
    listed = len(titles) >= _FEWEST_TITLES and (bool(spans) or not pictured)
    return listed and not any(_SENTENCE.search(line) for line in told)


def is_foot(text: str) -> bool:
    """Say whether a line stands at the foot of a site, or names who made the page."""
    norm = half_width(text)
    key = squeeze(norm)
    return bool(key) and (is_foot_line(key) or is_imprint(key, norm))
