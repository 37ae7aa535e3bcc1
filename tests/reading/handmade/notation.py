"""The notation of the pages in ``*.txt``.

``# name`` begins a page and ``*`` a story; empty lines are for the eye only.
Lines: ``f`` furniture, ``s`` column, ``y`` its pinyin, ``k`` kicker, ``h`` headline, ``d`` deck,
``p`` paragraph, ``c`` caption, ``r`` credit, ``b`` byline, ``j`` jump. ``¦`` parts a line:
opening¦text or opening¦text¦ending in ``p``, text¦ending in ``c``, kicker¦headline in ``h``, and
¦headline¦jump.
``=`` tells what must be read: ``= by 记者 甲``, ``= credit 甲``, ``= dateline 本报讯``,
``= to 2``, ``= from 1``, ``= section 名``, ``= kind photo``, ``= truncated``; before the first
story ``= date 2025-06-13`` and other fields of masthead, issue and page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reading.document import (
    BylineText,
    IssueFields,
    Masthead,
    PageFields,
    PhotoText,
    Story,
)
from reading.page_labels import digits_of

HERE = Path(__file__).parent
FURNITURE = -1


@dataclass(slots=True)
class Item:
    """A printed line or paragraph: its tag, its parts, and whose it is."""

    tag: str
    parts: list[str]
    owner: int

    @property
    def text(self) -> str:
        """Return what is printed."""
        if self.tag == "h" and len(self.parts) > 1:
            return " ".join(part for part in self.parts if part)
        return "".join(self.parts)

    @property
    def body(self) -> str:
        """Return a paragraph without its opening and ending."""
        return self.parts[len(self.parts) > 1 and self.tag == "p"]


@dataclass(slots=True)
class Page:
    """A page by hand: what is printed, and what must be read."""

    name: str
    items: list[Item] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    masthead: Masthead = field(default_factory=Masthead)
    issue: IssueFields = field(default_factory=IssueFields)
    page: PageFields = field(default_factory=PageFields)
    told: set[str] = field(default_factory=set)
    only: str = ""


def load_pages() -> list[Page]:
    """Return all pages, file by file."""
    return [page for path in sorted(HERE.glob("*.txt")) for page in read_pages(path)]


def read_pages(path: Path) -> list[Page]:
    """Return the pages of one file."""
    pages: list[Page] = []
    for row in path.read_text(encoding="utf-8").split("\n"):
        if row.startswith("# "):
            pages.append(Page(f"{path.stem}: {row[2:]}"))
        elif row.startswith("*"):
            pages[-1].stories.append(Story())
        elif row:
            _read_row(pages[-1], row[0], row[2:])
    for page in pages:
        for number, story in enumerate(page.stories):
            _fill(story, [item for item in page.items if item.owner == number])
    return pages


def _read_row(page: Page, tag: str, rest: str) -> None:
    if tag == "=":
        _tell(page, rest)
        return
    owner = FURNITURE if tag == "f" else len(page.stories) - 1
    page.items.append(Item(tag, rest.split("¦"), owner))


def _tell(page: Page, rest: str) -> None:
    """Take over one thing that must be read."""
    name, _, value = rest.partition(" ")
    if name == "only":
        page.only = value
    elif not page.stories:
        _tell_header(page, name, value)
    elif name == "by":
        role, _, who = value.rpartition(" ")
        page.stories[-1].bylines.append(BylineText(role, who))
    elif name == "name":
        page.stories[-1].bylines.append(BylineText("", value))
    elif name == "credit":
        page.stories[-1].photos.append(PhotoText("", value))
    elif name == "truncated":
        page.stories[-1].truncated = True
    elif name in ("to", "from"):
        setattr(page.stories[-1], f"jump_{name}", value)
    else:
        setattr(page.stories[-1], name, value)


def _tell_header(page: Page, name: str, value: str) -> None:
    page.told.add(name)
    if name in ("channel", "motto"):
        getattr(page.masthead, name + "s" if name == "channel" else "mottoes").append(value)
    elif name in ("organ", "sponsor", "hotline"):
        setattr(page.masthead, name, value)
    elif name == "number":
        page.issue.number = int(value)
    elif name == "pages":
        page.issue.page_count = int(value)
    elif name == "page":
        page.page.number, page.page.label = digits_of(value), value
    elif name == "pagename":
        page.page.name = value
    else:
        setattr(page.issue, {"lunar": "lunar_date"}.get(name, name), value)


def _fill(story: Story, items: list[Item]) -> None:
    """Give a story the texts of its lines."""
    headlines = []
    captions = iter(story.photos)
    for item in items:
        if item.tag == "h":
            kicker, headline = item.parts[:2] if len(item.parts) > 1 else ("", item.parts[0])
            story.kicker = kicker if headline and kicker else story.kicker
            headlines.append(headline or kicker)
        elif item.tag == "k":
            story.kicker = item.text
        elif item.tag == "d":
            story.deck = item.text.lstrip("—- ")
        elif item.tag == "s" and not story.section:
            story.section = item.text
        elif item.tag == "p":
            story.paragraphs.append(item.body)
        elif item.tag == "c":
            next(captions).caption = item.body
    story.headline = " ".join(headlines)
    if story.kind == "news":
        story.kind = _kind(story)


def _kind(story: Story) -> str:
    if story.photos and not story.paragraphs and not story.dateline:
        return "photo"
    return "teaser" if not story.paragraphs and not story.photos and story.jump_to else "news"
