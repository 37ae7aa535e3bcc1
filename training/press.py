"""Printing a page's stories in the layouts that pages come in, with the owner of each character."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from random import Random

from training.stories import PageKey, PrintedStory

LAYOUTS = ("blocks", "cuts", "indent", "lines")
MASTHEAD = -1
# A paragraph of which nobody has said what it is: printed, and left out of every figure.
UNDECIDED = "body?"
_CUT_ONE_IN = 6
_LONG = 80
_SHORTEST_PIECE = 20
_NEVER_FIRST = "，。、；：！？”’）》%"
_NEVER_LAST = "“‘（《"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the page: whose it is and what; ``rest`` marks the rest of a paragraph cut in two.

    ``role`` is kicker, headline, deck, byline, masthead, or a paragraph's kind in the corpus.
    """

    start: int
    end: int
    story: int
    role: str
    rest: bool = False


@dataclass(slots=True)
class PrintedPage:
    """A page's text in one layout, and where each piece of its stories stands in it."""

    key: PageKey
    layout: str
    stories: list[PrintedStory]
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)


def print_page(
    key: PageKey, stories: list[PrintedStory], layout: str, *, width: int = 20, seed: int = 1
) -> PrintedPage:
    """Return the page as it would come in a layout; the same arguments give the same page.

    blocks: an empty line between paragraphs. cuts: the same, but one long paragraph in six is cut
    in two as by a column. indent: an indented paragraph a line. lines: every printed line a line.
    """
    press = _Press(PrintedPage(key, layout, stories), width, Random(f"{seed} {key} {layout}"))
    press.print_masthead()
    for number, story in enumerate(stories):
        press.print_story(number, story)
    press.page.text = "".join(press.parts)
    return press.page


class _Press:
    """Puts a page's pieces down one after another."""

    def __init__(self, page: PrintedPage, width: int, random: Random) -> None:
        self.page = page
        self.width = width
        self.random = random
        self.parts: list[str] = []
        self.at = 0

    def print_masthead(self) -> None:
        """Put down what an inner page has at its top."""
        paper, printed, page = self.page.key
        day = datetime.date.fromisoformat(printed)
        weekday = "一二三四五六日"[day.weekday()]
        self._put(
            f"{paper}\n{day.year}年{day.month}月{day.day}日 星期{weekday}\n第{page}版 要闻",
            MASTHEAD,
            "masthead",
        )
        self._space("\n\n")

    def print_story(self, number: int, story: PrintedStory) -> None:
        """Put down a story: headline lines, byline, paragraphs."""
        for role, line in story.head:
            self._put(line, number, role)
            self._space("\n")
        self._space("\n")
        if story.byline:
            self._put(f"本报记者 {story.byline}", number, "byline")
            self._space("\n\n")
        for kind, text in story.paragraphs:
            self._print_paragraph(number, kind, text)
        if self.page.layout in ("indent", "lines"):
            self._space("\n")

    def _print_paragraph(self, number: int, kind: str, text: str) -> None:
        layout = self.page.layout
        if layout == "lines":
            self._print_lines(number, kind, text)
            return
        if layout == "indent":
            self._space("　　")
            self._put(text, number, kind)
            self._space("\n")
            return
        cut = self._cut(text) if layout == "cuts" else 0
        if cut:
            self._put(text[:cut], number, kind)
            self._space("\n\n")
        self._put(text[cut:], number, kind, rest=cut > 0)
        self._space("\n\n")

    def _print_lines(self, number: int, kind: str, text: str) -> None:
        """Put a paragraph down in lines of the column's width, the first one indented."""
        self._space("　　")
        start, room = 0, self.width - 2
        while start < len(text):
            end = min(start + room, len(text))
            while end < len(text) and text[end] in _NEVER_FIRST:
                end += 1
            self._put(text[start:end], number, kind, rest=start > 0)
            self._space("\n")
            start, room = end, self.width

    def _cut(self, text: str) -> int:
        """Return where a column cuts a paragraph, or 0."""
        if len(text) <= _LONG or self.random.randrange(_CUT_ONE_IN):
            return 0
        cut = self.random.randint(_SHORTEST_PIECE, len(text) - _SHORTEST_PIECE)
        while cut < len(text) - 1 and (
            text[cut] in _NEVER_FIRST or text[cut - 1] in _NEVER_LAST + "。！？"
        ):
            cut += 1
        return cut

    def _put(self, text: str, story: int, role: str, *, rest: bool = False) -> None:
        self.page.pieces.append(Piece(self.at, self.at + len(text), story, role, rest))
        self._space(text)

    def _space(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
