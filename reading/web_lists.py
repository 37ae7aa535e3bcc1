"""Numbers that a browser puts before the items of a web page's lists (``ol``), as text.

An item that begins with a link is of a menu, whose numbers a site's style leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .office_lists import numeral

_TAG = re.compile(r"<(/?)(ol|ul|menu|li)\b((?:[\s/][^<>]{0,2000})?)>", re.IGNORECASE)
_ORDERED = re.compile(r"<ol\b", re.IGNORECASE)
# Where the words of an item begin: behind elements that open there, but for lists and links.
_BEFORE_WORDS = re.compile(
    r"(?:\s{0,40}<(?!ol\b|ul\b|a\b|[/!])[^<>]{0,2000}>){0,8}\s{0,40}", re.IGNORECASE
)
_NO_WORDS = re.compile(r"<(?:a|ol|ul|/li)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\s(start|value)\s*=\s*[\"']?\s*(-?\d{1,6})", re.IGNORECASE)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?([1aAiI])\b")
_REVERSED = re.compile(r"\sreversed(?=[\s=/]|$)", re.IGNORECASE)
_STYLE = re.compile(r"list-style(?:-type)?\s{0,9}:([^;\"']{0,80})", re.IGNORECASE)
_COUNTING = ("一, 二, 三, ...", "、")
# How a style calls a form, and what stands behind the number.
_STYLES = {
    **dict.fromkeys(("none", "disc", "circle", "square"), ("none", "")),
    **dict.fromkeys(("lower-alpha", "lower-latin"), ("a", ". ")),
    **dict.fromkeys(("upper-alpha", "upper-latin"), ("A", ". ")),
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal"), _COUNTING),
    "trad-chinese-informal": _COUNTING,
    "lower-roman": ("i", ". "),
    "upper-roman": ("I", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
}


@dataclass(slots=True)
class _List:
    """A list: what its tag says, and where the words of its items begin, with their own numbers."""

    said: str
    items: list[tuple[int, int | None]] = field(default_factory=list)

    def labels(self) -> Iterator[tuple[int, str]]:
        style = _STYLE.search(self.said)
        kind = _TYPE.search(self.said)
        form, behind = (kind[1] if kind else "1"), ". "
        for word in style[1].lower().split() if style else ():
            form, behind = _STYLES.get(word, (form, behind))
        if form == "none":
            return
        back = bool(_REVERSED.search(self.said))
        start = _number(self.said, "start")
        at = (len(self.items) if back else 1) if start is None else start
        for place, own in self.items:
            at = at if own is None else own
            yield place, numeral(at, form) + behind
            at += -1 if back else 1


def numbered(html: str) -> str:
    """Return a web page with the numbers of its lists before their words."""
    if not _ORDERED.search(html):
        return html
    lists: list[_List] = []
    opened: list[_List | None] = []
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name == "li":
            inner = opened[-1] if opened and not found[1] else None
            if inner is not None:
                words = _BEFORE_WORDS.match(html, found.end())
                inner.items.append(
                    (words.end() if words else found.end(), _number(found[3], "value"))
                )
        elif found[1]:
            del opened[-1:]
        else:
            opened.append(_List(found[3]) if name == "ol" else None)
            lists += [opened[-1]] if opened[-1] else []
    told = sorted(label for one in lists for label in one.labels())
    parts, at = [], 0
    for place, label in told:
        if not _NO_WORDS.match(html, place):
            parts += [html[at:place], label]
            at = place
    return "".join([*parts, html[at:]])


def _number(said: str, name: str) -> int | None:
    return next((int(row[2]) for row in _WHOLE.finditer(said) if row[1].lower() == name), None)
