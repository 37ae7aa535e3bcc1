"""A page by hand laid out as sources are: blocks, indented paragraphs, or printed lines."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from reading.lines import NEVER_FIRST, TERMINALS, squeeze

from .notation import Item, Page

INDENT = "　　"
_CLOSING = TERMINALS + "”’）)》"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a source is laid out: its name, column width (0: whole paragraphs), seed for cuts."""

    name: str
    width: int = 0
    seed: int = 0
    gap: int = 1


LAYOUTS = (
    Layout("blocks"),
    Layout("cut blocks", seed=1),
    Layout("cut blocks", seed=2),
    Layout("paragraphs", gap=0),
    Layout("paragraphs", gap=1),
    Layout("lines", width=13, gap=0),
    Layout("lines", width=19, gap=1),
    Layout("lines", width=27, gap=0),
)


@dataclass(slots=True)
class Printed:
    """A text and the owner of each of its characters."""

    text: str = ""
    owners: list[int] | None = None

    def add(self, text: str, owner: int) -> None:
        """Add characters of one owner."""
        self.owners = (self.owners or []) + [owner] * len(text)
        self.text += text


def print_page(page: Page, layout: Layout) -> Printed:
    """Return a page's text in a layout."""
    random = Random(f"{page.name}{layout.seed}")
    printed = Printed()
    before: Item | None = None
    for item in page.items:
        if before is not None:
            printed.add("\n", item.owner)
            close = layout.name == "paragraphs" or layout.width
            apart = item.owner != before.owner if close else not _furniture(before, item)
            printed.add("\n" * (layout.gap * apart if close else apart), item.owner)
        for number, line in enumerate(_lines_of(item, layout, random)):
            if number:
                printed.add("\n" if layout.width else "\n\n", item.owner)
            printed.add(line, item.owner)
        before = item
    return printed


def _furniture(before: Item, item: Item) -> bool:
    return before.tag == item.tag == "f"


def _lines_of(item: Item, layout: Layout, random: Random) -> list[str]:
    if item.tag not in "pc":
        return [item.text]
    if layout.width:
        return _wrapped(INDENT + item.text, layout.width)
    if layout.name == "paragraphs":
        return [INDENT + item.text]
    return _cut(item, random) if layout.seed else [item.text]


def _wrapped(text: str, width: int) -> list[str]:
    """Return the printed lines of a paragraph; no mark that closes stands first on a line."""
    lines = []
    while text:
        end = width
        while width - 6 < end < len(text) and (text[end] in NEVER_FIRST or _inside_pair(text, end)):
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return lines


def _inside_pair(text: str, at: int) -> bool:
    """Say whether a place is one where no line ends: in a dash, dots, a number or a Latin word."""
    pair = text[at - 1] + text[at]
    return pair in ("——", "……") or pair.isascii() or text[at - 1] in "“（《‘"


def _cut(item: Item, random: Random) -> list[str]:
    """Cut a paragraph's text into blocks, nowhere behind the end of a sentence."""
    body = item.body
    places = [at for at in range(12, len(body) - 12) if _may_cut(body, at)]
    chosen = sorted(random.sample(places, min(random.choice([0, 1, 1, 2]), len(places))))
    chosen = [b for a, b in zip([0, *chosen], chosen, strict=False) if b - a >= 8]
    ends = [*chosen, len(body)]
    pieces = [body[a:b] for a, b in zip([0, *chosen], ends, strict=True)]
    before, _, after = item.text.partition(body)
    pieces[0] = before + pieces[0]
    pieces[-1] += after
    return pieces


def _may_cut(body: str, at: int) -> bool:
    near = body[at - 1] + body[at]
    return (
        body[at - 1] not in _CLOSING
        and body[at] not in NEVER_FIRST
        and not _inside_pair(body, at)
        and near == squeeze(near)
    )
