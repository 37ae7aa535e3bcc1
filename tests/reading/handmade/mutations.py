"""What happens to a page on its way: each mutation changes how a page is printed, not what it says.

A mutation changes the page before it is laid out (order, furniture, forms of marks) or the text
after it (white space, line ends). The truth is changed with the page, character for character.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from reading.document import Story

from .notation import FURNITURE, Item, Page

PageChange = Callable[[Page, Random], Page]
TextChange = Callable[[str, Random], str]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A named change of a page, of its text, or of both; ``header``: its fields stay."""

    name: str
    page: PageChange | None = None
    text: TextChange | None = None
    header: bool = True


def _translated(before: str, after: str) -> PageChange:
    """Return a change of characters that text and truth share."""
    table = str.maketrans(before, after)

    def change(page: Page, _: Random) -> Page:
        for item in page.items:
            item.parts = [part.translate(table) for part in item.parts]
        for story in page.stories:
            _translate(story, table)
        page.issue.lunar_date = page.issue.lunar_date.translate(table)
        return page

    return change


def _translate(story: Story, table: dict[int, int]) -> None:
    for name in ("kicker", "headline", "deck", "dateline"):
        setattr(story, name, getattr(story, name).translate(table))
    story.paragraphs = [paragraph.translate(table) for paragraph in story.paragraphs]
    for photo in story.photos:
        photo.caption = photo.caption.translate(table)


def _furniture_last(page: Page, _: Random) -> Page:
    page.items.sort(key=lambda item: item.owner == FURNITURE)
    return page


def _no_furniture(page: Page, _: Random) -> Page:
    page.items = [item for item in page.items if item.owner != FURNITURE]
    return page


def _leading_furniture(page: Page) -> list[Item]:
    found = []
    for item in page.items:
        if item.owner != FURNITURE:
            break
        found.append(item)
    return found


def _furniture_shuffled(page: Page, random: Random) -> Page:
    head = _leading_furniture(page)
    rest = page.items[len(head) :]
    random.shuffle(head)
    page.items = head + rest
    return page


def _in_order(page: Page, order: list[int]) -> Page:
    """Put the stories of a page in another order; its leading furniture stays on top."""
    head = _leading_furniture(page)
    rest = [item for item in page.items if item.owner == FURNITURE and item not in head]
    moved = [item for number in order for item in page.items if item.owner == number]
    places = {number: place for place, number in enumerate(order)}
    for item in moved:
        item.owner = places[item.owner]
    page.items = head + moved + rest
    page.stories = [page.stories[number] for number in order]
    return page


def _shuffled(page: Page, random: Random) -> Page:
    order = list(range(len(page.stories)))
    random.shuffle(order)
    return _in_order(page, order)


def _teasers_first(page: Page, _: Random) -> Page:
    order = sorted(range(len(page.stories)), key=lambda n: page.stories[n].kind != "teaser")
    return _in_order(page, order)


def _header_repeated(page: Page, random: Random) -> Page:
    """Print a page header again before each story, as page-wise text extraction does."""
    head = [item for item in _leading_furniture(page) if len(item.text) > 3][:1]
    items: list[Item] = []
    for item in page.items:
        if items and item.owner >= 1 and item.owner != items[-1].owner:
            items += deepcopy(head)
        items.append(item)
    page.items = items
    return page


def _numbered(page: Page, _: Random) -> Page:
    page.items.append(Item("f", ["- 1 -"], FURNITURE))
    return page


def _lines(change: Callable[[str, Random], str]) -> TextChange:
    return lambda text, random: "\n".join(change(line, random) for line in text.split("\n"))


def _trailing(line: str, random: Random) -> str:
    return line + random.choice(["", " ", "  ", "\t", "　", "\u200b"]) if line else line


def _blank(line: str, random: Random) -> str:
    return line or random.choice(["", " ", "　　", "\t"])


MUTATIONS = (
    Mutation("as it is"),
    Mutation("no blank lines", text=lambda text, _: text.replace("\n\n", "\n")),
    Mutation("double blank lines", text=lambda text, _: text.replace("\n\n", "\n\n\n")),
    Mutation("every line end doubled", text=lambda text, _: text.replace("\n", "\n\n")),
    Mutation("CRLF", text=lambda text, _: text.replace("\n", "\r\n")),
    Mutation("CR", text=lambda text, _: text.replace("\n", "\r")),
    Mutation("trailing blanks", text=_lines(_trailing)),
    Mutation("blanks on empty lines", text=_lines(_blank)),
    Mutation("indent of half-width blanks", text=lambda text, _: text.replace("　　", "    ")),
    Mutation("indent of a tab", text=lambda text, _: text.replace("\n　　", "\n\t")),
    Mutation("form feed at the end", text=lambda text, _: text + "\n\f"),
    Mutation("byte order mark", text=lambda text, _: "\ufeff" + text),
    Mutation("half-width brackets", page=_translated("（）", "()")),
    Mutation("half-width colon", page=_translated("：", ":")),
    Mutation("full-width digits", page=_translated("0123456789", "０１２３４５６７８９")),
    Mutation("full-width arrows", page=_translated(">", "＞")),
    Mutation("masthead at the end", page=_furniture_last, header=False),
    Mutation("no masthead", page=_no_furniture, header=False),
    Mutation("masthead shuffled", page=_furniture_shuffled),
    Mutation("stories shuffled", page=_shuffled),
    Mutation("teasers first", page=_teasers_first),
    Mutation("header repeated", page=_header_repeated),
    Mutation("page number below", page=_numbered, header=False),
)


def mutated(page: Page, mutation: Mutation, random: Random) -> Page:
    """Return a page changed by a mutation, the one given left as it is."""
    copy = deepcopy(page)
    return mutation.page(copy, random) if mutation.page else copy
