"""Layouts: prints stories and furniture as blocks, as paragraphs a line, or as printed lines.

``Sheet`` collects the text and remembers whose every run is, so that the spans of the truth come
from the printing itself and not from a search afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from reading.document import Furniture, PageDocument, Span
from tests.reading.generator.stories import TERMINAL, StoryPlan

LAYOUTS = ("blocks", "paragraphs", "lines")
INDENT = "　　"
# Kinsoku: no line begins with these, and none ends with those.
NOT_FIRST = frozenset("，。、；：？！”’）》】」』…—·%％℃)]},.;:?!～-/")
NOT_LAST = frozenset("“‘（《【「『([{—·$￥#")
FURNITURE = -1


@dataclass(slots=True)
class Noise:
    """What extraction adds: line ends, blank lines, stray blanks, form feeds."""

    newline: str = "\n"
    trailing: float = 0.0
    leading: float = 0.0
    blank: float = 0.0
    blanks: tuple[str, ...] = (" ", "  ", "　", "\u00a0", "\t")
    form_feed: bool = False


def make_noise(rng: Random) -> Noise:
    """Return one of the usual messes; half the pages are clean."""
    noise = Noise(newline=rng.choices(["\n", "\r\n", "\r"], [7, 2, 1])[0])
    if rng.random() < 0.5:
        noise.trailing = rng.choice((0.0, 0.05, 0.3, 1.0))
        noise.leading = rng.choice((0.0, 0.0, 0.05))
        noise.blank = rng.choice((0.0, 0.05, 0.3))
        noise.form_feed = rng.random() < 0.25
    return noise


class Sheet:
    """The page's text as it grows, and the owner of every run."""

    def __init__(self, rng: Random, noise: Noise) -> None:
        self.rng = rng
        self.noise = noise
        self.parts: list[str] = []
        self.length = 0
        self.runs: list[tuple[int, int, int]] = []
        # What each run is: H headline, P text, C more of it, S 小标题, A byline or jump,
        # G credit or caption, F furniture.
        self.roles: list[str] = []

    def raw(self, text: str) -> None:
        """Add text that is nobody's: white space."""
        self.parts.append(text)
        self.length += len(text)

    def own(self, text: str, owner: int, role: str) -> None:
        """Add text of a story (its index) or of the furniture."""
        lead = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        self.runs.append((self.length + lead, self.length + end, owner))
        self.roles.append(role)
        self.raw(text)

    def line(self, text: str, owner: int, role: str, *, stray: bool = True) -> None:
        """Add a line with its end, and now and then stray blanks about it."""
        noise, rng = self.noise, self.rng
        if stray and noise.leading and rng.random() < noise.leading:
            self.raw(" " * rng.randint(1, 3))
        self.own(text, owner, role)
        if noise.trailing and rng.random() < noise.trailing:
            self.raw(rng.choice(noise.blanks))
        self.raw(noise.newline)

    def gap(self, count: int) -> None:
        """Add blank lines, one more now and then, with blanks in it at times."""
        if count and self.noise.blank and self.rng.random() < self.noise.blank:
            count += 1
        for _ in range(count):
            if self.noise.trailing and self.rng.random() < self.noise.trailing / 4:
                self.raw(self.rng.choice(self.noise.blanks))
            self.raw(self.noise.newline)

    def spans(self) -> list[tuple[int, Span]]:
        """Return each owner's spans in page order, neighbouring runs of one owner joined."""
        merged: list[tuple[int, Span]] = []
        for start, end, owner in self.runs:
            if merged and merged[-1][0] == owner:
                merged[-1] = (owner, (merged[-1][1][0], end))
            elif start < end:
                merged.append((owner, (start, end)))
        return merged

    def text(self) -> str:
        """Return the page's text."""
        return "".join(self.parts)


def give_spans(sheet: Sheet, document: PageDocument) -> None:
    """Write the spans into the truth: each story's own, and the furniture."""
    for owner, span in sheet.spans():
        if owner == FURNITURE:
            document.furniture.append(Furniture("masthead", span))
        else:
            document.articles[owner].spans.append(span)


@dataclass(slots=True)
class Printer:
    """Prints on one sheet in one layout."""

    sheet: Sheet
    layout: str
    width: int = 20
    loose: bool = True
    indent: str = INDENT
    block_indent: bool = False

    def furniture(self, lines: list[str]) -> None:
        """Print furniture, every line by itself."""
        rng = self.sheet.rng
        for line in lines:
            self.sheet.line(line, FURNITURE, "F")
            if self.layout == "blocks" and rng.random() < 0.5:
                self.sheet.gap(rng.randint(1, 2))
        self.sheet.gap(1 if self.layout == "blocks" or rng.random() < 0.7 else 0)

    def story(self, plan: StoryPlan, owner: int) -> None:
        """Print a story: section, headline, byline, text, credit and jump."""
        for line in plan.section_lines:
            self.sheet.line(line, owner, "H")
        if plan.section_lines:
            self._between(0.5)
        self._head(plan, owner)
        if plan.credits.line:
            self.sheet.line(plan.credits.line, owner, "A")
            self._between(1.0)
        if plan.jump_back and plan.jump_back_on_line:
            self.sheet.line(plan.jump_back, owner, "A")
            self._between(1.0)
        for number, (text, solid) in enumerate(_body(plan)):
            role = plan.roles.get(number, "S" if number in plan.subheads else "P")
            self._paragraph(text, owner, role, solid=solid)
        self._tail(plan, owner)
        if self.layout == "blocks":
            self.sheet.gap(self.sheet.rng.choice((0, 0, 1)))
        elif self.loose or plan.truth.truncated:
            self.sheet.gap(1)

    def _head(self, plan: StoryPlan, owner: int) -> None:
        lines = list(plan.head)
        if plan.jump and not plan.jump_on_line and plan.truth.kind == "teaser":
            lines[-1] += " " + plan.jump
        chance = self.sheet.rng.choice((0.0, 1.0))
        for line in lines[:-1]:
            self.sheet.line(line, owner, "H")
            self._between(chance)
        for line in self._wrapped_head(plan, lines[-1:]):
            self.sheet.line(line, owner, "H", stray=False)
        if lines:
            self._between(1.0)

    def _wrapped_head(self, plan: StoryPlan, lines: list[str]) -> list[str]:
        """Break a headline on one line at the column's width, rarely, and in mid-phrase only."""
        if self.layout != "lines" or len(plan.head) != 1 or self.sheet.rng.random() > 0.08:
            return lines
        text = lines[0] if lines else ""
        at = self.width
        if len(text) < at + 4 or any(not _is_han(mark) for mark in text[at - 2 : at + 2]):
            return lines
        plan.form["headline-wrap"] = "yes"
        return [text[:at], *wrap(text[at:], self.width, self.width)]

    def _tail(self, plan: StoryPlan, owner: int) -> None:
        caption = plan.truth.photos[0].caption if plan.truth.photos else ""
        if caption:
            on_line = plan.credit_on_line
            glue = "" if plan.credit.startswith(("（", "(")) else " "
            text = caption if on_line else caption + glue + plan.credit
            self._paragraph(text, owner, "G", solid=True)
            if on_line:
                self.sheet.line(plan.credit, owner, "G")
                self._between(1.0)
        if plan.jump and plan.jump_on_line:
            self.sheet.line(plan.jump, owner, "A")
            self._between(1.0)

    def _between(self, chance: float) -> None:
        if self.layout == "blocks" and self.sheet.rng.random() < chance:
            self.sheet.gap(1)

    def _paragraph(self, text: str, owner: int, role: str, *, solid: bool) -> None:
        if self.layout == "lines":
            lines = wrap(text, self.width - len(self.indent), self.width)
            self.sheet.line(self.indent + lines[0], owner, role, stray=False)
            for line in lines[1:]:
                self.sheet.line(line, owner, "C", stray=False)
            return
        if self.layout == "paragraphs":
            self.sheet.line(self.indent + text, owner, role, stray=False)
            return
        blocks = [text] if solid else cut_blocks(self.sheet.rng, text)
        for block in blocks:
            if self.block_indent and block is blocks[0]:
                self.sheet.raw(self.indent)
            self.sheet.line(block, owner, role if block is blocks[0] else "C")
            self.sheet.gap(1)


def _body(plan: StoryPlan) -> list[tuple[str, bool]]:
    """Return the paragraphs as printed: with byline, jumps and marks, and whether to keep whole."""
    texts = list(plan.truth.paragraphs)
    if not texts:
        return []
    before = plan.jump_back if not plan.jump_back_on_line else ""
    texts[0] = before + plan.credits.prefix + texts[0]
    after = plan.jump if plan.jump and not plan.jump_on_line else ""
    texts[-1] += plan.credits.suffix + after
    # The end of a story that is cut short stays with the sentences that show what it is.
    whole = plan.truth.truncated or (bool(plan.jump) and plan.jump_on_line)
    return [(text, whole and text is texts[-1]) for text in texts]


def _is_han(mark: str) -> bool:
    return "一" <= mark <= "鿿"


def _may_break(text: str, at: int) -> bool:
    """Say whether a line may end before ``at``: no space, word or mark would be harmed."""
    before, after = text[at - 1], text[at]
    if after in NOT_FIRST or before in NOT_LAST or before.isspace() or after.isspace():
        return False
    return not (before.isascii() and after.isascii() and (before.isalpha() or after.isalpha()
                or before in ".@:/-" or after in ".@:/-"))  # fmt: skip


def wrap(text: str, first: int, width: int) -> list[str]:
    """Break text into lines of a width, the first one narrower by its indent."""
    lines, start, room = [], 0, first
    while len(text) - start > room:
        at = start + room
        while at > start + 1 and not _may_break(text, at):
            at -= 1
        if at == start + 1:
            at = start + room
        lines.append(text[start:at])
        start, room = at, width
    lines.append(text[start:])
    return lines


def cut_blocks(rng: Random, text: str) -> list[str]:
    """Cut a long paragraph in mid-sentence at times, as the foot of a column does."""
    if len(text) < 70 or rng.random() > 0.3:
        return [text]
    places = sorted(rng.sample(range(30, len(text) - 6), rng.choice((1, 1, 1, 2, 3))))
    blocks, start = [], 0
    for at in places:
        ends_open = text[at - 1] not in TERMINAL and text[at - 1] not in "）)】」』》"
        if at - start >= 12 and ends_open and _may_break(text, at):
            blocks.append(text[start:at])
            start = at
    blocks.append(text[start:])
    return blocks
