"""Styles: whole pages printed in the many ways in which pages come, with what each run is.

Every run of a page has an owner (the story's number, or -1 for the furniture), a role and the
number of the unit that it is a piece of.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from random import Random

from training.stories import PageKey, PrintedStory

FURNITURE = -1
NEVER_FIRST = "，。、；：？！”’）》%"
NEVER_LAST = "“‘（《。！？"
WEEKDAYS = "一二三四五六日"
# The role of each kind of paragraph: H headline, P text, S 小标题, A byline, signature or note,
# G credit or caption.
ROLES = {
    "body": "P", "body?": "P", "subhead": "S", "label": "S", "signature": "A", "byline": "A",
    "jump": "A", "credit": "G", "caption": "G", "editor_note": "P",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How a page is printed.

    ``layout`` is blocks, indent or lines; ``cut`` the share of paragraphs cut by a column, of
    those longer than ``longest``; ``apart`` the share of headlines whose lines stand apart;
    ``extra`` whether an empty line more stands above a story; ``width`` the column's;
    ``close`` whether text stands right below its headline;
    ``early`` the share of stories whose text is cut a few words after its beginning;
    ``bylines`` the share of stories with a byline line made up.
    """

    layout: str = "blocks"
    cut: float = 0.0
    apart: float = 0.0
    extra: bool = False
    width: int = 20
    close: bool = False
    holes: bool = False
    bylines: float = 0.0
    masthead: int = 3
    longest: int = 80
    early: float = 0.0


PLAIN = {
    "blocks": Style("blocks"),
    "cuts": Style("blocks", cut=1 / 6),
    "indent": Style("indent"),
    "lines": Style("lines"),
}


def any_style(random: Random) -> Style:
    """Return a style at random."""
    layout = random.choice(("blocks", "blocks", "indent", "lines"))
    return Style(
        layout,
        cut=random.choice((0.0, 0.1, 0.3)),
        apart=random.choice((0.0, 0.5, 1.0)),
        extra=random.random() < 0.3,
        width=random.randint(12, 28),
        close=random.random() < 0.4,
        holes=random.random() < 0.4,
        bylines=random.choice((0.0, 0.0, 0.2)),
        masthead=random.randint(0, 3),
        longest=random.choice((36, 80)),
        early=random.choice((0.0, 0.0, 0.3)),
    )


@dataclass(slots=True)
class Example:
    """A printed page: its text and what each run of it is.

    ``runs`` are (start, end, owner, role, unit) in page order.
    """

    name: str
    text: str
    runs: list[tuple[int, int, int, str, int]]
    heads: list[str] = field(default_factory=list)


class Press:
    """Prints one page; a unit is a headline line or a paragraph."""

    def __init__(self, random: Random, style: Style) -> None:
        self.random = random
        self.style = style
        self.parts: list[str] = []
        self.length = self.units = 0
        self.runs: list[tuple[int, int, int, str, int]] = []

    def put(self, text: str, owner: int, role: str, end: str = "\n", margin: str = "") -> None:
        """Print a run of a unit."""
        self.raw(margin)
        self.runs.append((self.length, self.length + len(text), owner, role, self.units))
        self.raw(text + end)

    def raw(self, text: str) -> None:
        """Print white space."""
        self.parts.append(text)
        self.length += len(text)

    def unit(self) -> None:
        """Begin another unit."""
        self.units += 1

    def masthead(self, key: PageKey) -> None:
        """Print the paper's name, the day and the folio."""
        day = datetime.date.fromisoformat(key.day)
        lines = (
            key.paper,
            f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}",
            f"第{key.page}版 要闻",
        )
        for line in lines[3 - self.style.masthead :]:
            self.unit()
            self.put(line, FURNITURE, "F")
        self.raw("\n")

    def story(self, story: PrintedStory, owner: int) -> None:
        """Print a story."""
        style, random = self.style, self.random
        if style.extra:
            self.raw("\n")
        apart = random.random() < style.apart
        for number, (_, line) in enumerate(story.head):
            self.unit()
            self.put(line, owner, "H")
            if apart and number + 1 < len(story.head):
                self.raw("\n")
        if not (style.close and style.layout != "blocks"):
            self.raw("\n")
        byline = f"本报记者 {story.byline}" if story.byline else ""
        if not byline and random.random() < style.bylines:
            byline = random.choice(("本报记者 {}", "□ 本报记者 {}", "{}", "记者 {} 通讯员 {}"))
            byline = byline.format(_name(random), _name(random))
        if byline:
            self.unit()
            self.put(byline, owner, "A", "\n\n" if style.layout == "blocks" else "\n")
        for number, (kind, text) in enumerate(story.paragraphs):
            early = number == 0 and random.random() < style.early
            self.paragraph(text, owner, ROLES[kind], early=early)
        if style.layout != "blocks" and not (style.holes and random.random() < 0.5):
            self.raw("\n")

    def paragraph(self, text: str, owner: int, role: str, *, early: bool = False) -> None:
        """Print a paragraph."""
        style, random = self.style, self.random
        self.unit()
        if style.layout == "indent":
            self.put(text, owner, role, margin="　　")
        elif style.layout == "lines":
            self._lines(text, owner, role)
        else:
            if early and len(text) > 50:
                at = random.randint(6, 26)
            elif len(text) > style.longest and random.random() < style.cut:
                at = random.randint(style.longest // 4, len(text) - style.longest // 4)
            else:
                at = 0
            if at:
                while at < len(text) - 1 and (
                    text[at] in NEVER_FIRST or text[at - 1] in NEVER_LAST
                ):
                    at += 1
                self.put(text[:at], owner, role, "\n\n")
                text = text[at:]
            self.put(text, owner, role, "\n\n")

    def _lines(self, text: str, owner: int, role: str) -> None:
        width, margin = self.style.width, "　　"
        while text:
            at = min(width - len(margin), len(text))
            while at < len(text) and text[at] in NEVER_FIRST:
                at += 1
            self.put(text[:at], owner, role, margin=margin)
            text, margin = text[at:], ""


def _name(random: Random) -> str:
    given = random.sample("明华丽强伟芳军敏静涛洋艳杰磊娜超霞平刚桂英", random.choice((1, 2, 2)))
    return random.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗") + "".join(given)


def print_styled(
    key: PageKey, stories: list[PrintedStory], style: Style, random: Random
) -> Example:
    """Return a page printed in a style."""
    press = Press(random, style)
    if style.masthead:
        press.masthead(key)
    for number, story in enumerate(stories):
        press.story(story, number)
    heads = [headline_of(story) for story in stories]
    return Example("-".join(key), "".join(press.parts), press.runs, heads)


def headline_of(story: PrintedStory) -> str:
    """Return the lines of a headline as one."""
    return "".join(line for _, line in story.head)
