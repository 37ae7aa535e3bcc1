"""Items: what the reader labels. Among blocks a line each; in a column, the lines of a run.

In a narrow column a page has three hundred lines and eighty paragraphs. Lines that certainly go on
with the one above are joined to one item first, so that the same weights serve every layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .kinds import Kind
from .layouts import Layout
from .lines import Line, ends_sentence
from .marks import jump_behind_headline
from .names import is_name

# A name, and the names that a byline's next line holds.
_LONGEST_NAME, _LONGEST_REST = 4, 14
# A credit ends a caption: 图/王强.
_ENDS_ITSELF = re.compile(r"(?:图|摄影|文)/[^，。、；]{2,5}$")


@dataclass(slots=True)
class Item:
    """Lines that are one run of text; ``key`` is the text of all without white space."""

    lines: list[Line]
    kind: Kind
    key: str
    indent: int
    gap: int

    @property
    def text(self) -> str:
        """Return the text as it stands in the source, line ends left out."""
        return "".join(line.text for line in self.lines)


def join_lines(lines: list[Line], kinds: list[Kind], layout: Layout) -> list[Item]:
    """Return the items of a page's lines without its furniture."""
    items: list[Item] = []
    for line, kind in zip(lines, kinds, strict=True):
        if layout.width and items and _goes_on(items[-1], line, kind, layout):
            items[-1].lines.append(line)
            items[-1].key += line.key
        else:
            items.append(Item([line], kind, line.key, line.indent, line.gap))
    return items


def _names_go_on(item: Item, line: Line, layout: Layout) -> bool:
    """Say whether a line holds the rest of the names of a byline that fills its line, the first
    of them cut in two or not: 梓 / 怡 林博新."""
    above = item.lines[-1]
    if len(above.text) + 2 * (above.indent >= 2) < layout.width - 1:
        return False
    first, *rest = line.text.split()
    last = above.text.split()[-1]
    cut = len(last) < _LONGEST_NAME and is_name(last + first)
    return len(line.key) <= _LONGEST_REST and all(map(is_name, rest)) and (cut or is_name(first))


def _goes_on(item: Item, line: Line, kind: Kind, layout: Layout) -> bool:
    """Say whether a line certainly goes on with an item: a full line broke off, or a bracket."""
    if line.indent >= 2 or line.gap > layout.gap:
        return False
    if item.kind is not Kind.TEXT:
        return item.kind is Kind.BYLINE and kind is Kind.TEXT and _names_go_on(item, line, layout)
    above, key = item.lines[-1], item.key
    tail = key[-70:]
    opened = "(" in tail and tail.rfind("(") > tail.rfind(")") and len(above.key) > 2
    full = len(above.text) + 2 * (above.indent >= 2) >= layout.width - 2
    if full and line.key[0] == "·" != key[0] and not ends_sentence(above.key):
        # A foreign name goes on.
        return True
    if kind is not Kind.TEXT and "(" not in key[-40:]:
        return False
    if not (opened and (full or key[0] == "(")):
        done = ends_sentence(above.key) or above.key[-1] in ")]"
        if not full or done or not (item.indent >= 2 or "，" in key or "。" in key):
            return False
    ends = "/" in above.key[-8:] and _ENDS_ITSELF.search(above.key[-8:])
    return not ends and not jump_behind_headline(above.norm[-24:])
