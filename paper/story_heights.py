"""How much paper a story takes: its height in a cell of one to four columns, in lines of body text.

These are estimates; the browser sets the real heights.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from articles.models import Article
from paper.photo_sizes import NEARLY_SQUARE, TALL, proportion
from paper.story_parts import bylines_of, photos_of

COLUMNS = 4
CHARACTERS = 16  # in a line of one column
# How large a headline is set in a cell of that many columns, in characters of body text.
HEADLINE_SIZES = (0.0, 1.5, 1.9, 2.5, 2.9)
SQUARE = 10  # lines are as high as a column is wide
LEAST = 5  # lines in a column of a story that has several …
FILLED = 0.75  # … and so much of each of them
UNFIT = 1000
HALF = 1.4  # So wide is each column where a sheet has but two.
HOLE = 16  # A hole of so many lines costs twice what two of half its size do.
LARGE = 16  # A picture that is higher fills a screen.
# What it costs, in lines of empty paper, to set a picture smaller beside its text; the lead's, one
# that lies, across two columns is what a page is looked at for.
SMALLER, SMALLER_LEAD, SMALLER_VIEW = 3, 12, 40
# How many columns a picture has in the middle of the page, and what else stands there.
MIDDLE_TALL, MIDDLE_SQUARE, MIDDLE_TEXT = 1.07, 1.33, 1.4
# Beside a picture a text of two columns is set larger, in the middle of the page larger still.
LARGER, LARGEST = 1.18, 1.3
WIDER = 1.15


class Form(NamedTuple):
    """One way to set a story, or a box of teasers, in a cell."""

    height: int
    # How many columns its picture has beside its head and text; 0 where they stand below it.
    beside: int = 0
    # What is empty within it, as a price.
    price: int = 0


# At one, two, three and four columns.
Forms = tuple[tuple[Form, ...], ...]


class Picture(NamedTuple):
    """What a picture takes: its height for each unit of width, 0 where its image is missing."""

    proportion: float
    caption: int


class Measures(NamedTuple):
    """What of a story decides how much paper it takes; its lengths are in characters."""

    headline: int
    # How many of kicker and deck it has.
    lines: int
    paragraphs: tuple[int, ...]
    pictures: tuple[Picture, ...]

    @classmethod
    def of(cls, story: Article) -> Measures:
        return cls(
            len(story.headline),
            bool(story.kicker) + bool(story.deck),
            _with_lead_in(story, tuple(map(len, story.paragraphs))),
            tuple(
                Picture(proportion(photo) if photo.image else 0, len(photo.caption))
                for photo in photos_of(story)
            ),
        )

    @property
    def pictured(self) -> bool:
        return any(picture.proportion for picture in self.pictures)

    @property
    def beside(self) -> bool:
        """Whether its few lines may stand beside its only picture."""
        few = self.pictured and len(self.pictures) == 1 and text_columns(self, COLUMNS) == 1
        return few and bool(self.paragraphs)

    @property
    def brief(self) -> bool:
        """Whether it has a few lines and no picture: as the lead they are set larger."""
        return not self.pictures and bool(self.paragraphs) and text_columns(self, 2) == 1

    @property
    def half_height(self) -> int:
        """The lines that it takes in one of two columns of a sheet."""
        return head_height(self, HALF) + sum(flow(self, HALF, 1))

    @property
    def half_beside(self) -> int:
        """The same with the head and the few lines beside its picture."""
        words = head_height(self, HALF / 2) + _text(self, HALF / 2)
        return max(_photo(self.pictures[0], HALF / 2), words)


NOTHING = Measures(0, 0, (), ())


def _with_lead_in(story: Article, paragraphs: tuple[int, ...]) -> tuple[int, ...]:
    """The lengths of paragraphs with dateline and names, which stand in the first or before it."""
    names = sum(len(row.role) + len(row.name) + 1 for row in bylines_of(story))
    if story.dateline and paragraphs:
        return len(story.dateline) + names + paragraphs[0], *paragraphs[1:]
    return (names, *paragraphs) if names and paragraphs else paragraphs


def hole_price(lines: float) -> int:
    """The price of so many empty lines of a column: a hole is worse than two of half its size."""
    lines = int(lines)
    return lines + lines * lines // HOLE


@lru_cache(maxsize=2048)
def story_forms(story: Measures, lead: bool) -> Forms:
    """The ways to set a story at one, two, three and four columns; the lead has more than one."""
    one = (Form(_height(story, 1) + UNFIT * lead),)
    if lead and story.brief:
        return one, *((Form(_large(story, span)),) for span in (2, 3, 4))
    if not story.beside:
        return one, *((Form(_height(story, span) + _unfit(story, span)),) for span in (2, 3, 4))
    large = 2 if story.pictures[0].proportion < NEARLY_SQUARE else 1
    two = _below(story), _beside(story, 2, 1, lead)
    return one, two, (_beside(story, 3, large, lead),), (_in_the_middle(story),)


def _unfit(story: Measures, span: int) -> int:
    """A picture of three columns nearly fills a screen; in a long text it stands in one of them."""
    whole = text_columns(story, span) == span or (span == 3 and not story.paragraphs)
    return UNFIT * (span > 2 and story.pictured and not whole)


def _large(story: Measures, span: int) -> int:
    """A wide column has the gaps between its columns, too."""
    return head_height(story, span) + math.ceil(LARGEST * _text(story, span * WIDER / LARGEST))


def _below(story: Measures) -> Form:
    """A few lines in two columns below their picture, which is not set too large."""
    picture = story.pictures[0]
    width = MIDDLE_TEXT if picture.proportion > TALL and text_columns(story, 2) == 1 else 2
    image = _photo(picture, width)
    price = 2 * hole_price(image * (2 - width) / 2) + max(0, image - LARGE)
    if width == 2:
        return Form(_height(story, 2), price=price)
    return Form(head_height(story, 2) + image + _text(story, 2), price=price)


def _beside(story: Measures, span: int, large: int, lead: bool) -> Form:
    """The picture in so many columns of a cell, head and text in the others."""
    picture, others = story.pictures[0], span - large
    image = _photo(picture, large)
    scale = LARGER if others > 1 or picture.proportion > TALL else 1
    words = head_height(story, others) + math.ceil(scale * _text(story, others / scale))
    hole = (image - words) * others if image > words else (words - image) * large
    # They stand in the middle of its height where they are wide.
    price = 2 * hole_price(hole / 2) if others > 1 else hole_price(hole)
    lies = picture.proportion < NEARLY_SQUARE
    smaller = (SMALLER_VIEW if lies else SMALLER_LEAD) if lead else SMALLER
    return Form(max(image, words), large, price + smaller)


def _in_the_middle(story: Measures) -> Form:
    """A few lines across the page beside their picture, both in the middle of it."""
    picture = story.pictures[0]
    width = middle_width(picture.proportion)
    others = 2 if width == 2 else MIDDLE_TEXT
    image, words = _photo(picture, width), LARGEST * _text(story, others / LARGEST)
    bars = 2 * hole_price(image * (COLUMNS - width - others) / 2)
    return Form(head_height(story, COLUMNS) + max(image, math.ceil(words)), price=bars)


def middle_width(shape: float) -> float:
    """How many columns a picture of that shape has in the middle of the page."""
    if shape > TALL:
        return MIDDLE_TALL
    return MIDDLE_SQUARE if shape > NEARLY_SQUARE else 2


def _text(story: Measures, width: float) -> int:
    return sum(math.ceil((length + 2) / (CHARACTERS * width)) for length in story.paragraphs)


def _height(story: Measures, span: int) -> int:
    across = sum(_photo(picture, span) for picture in _divided(story, span)[0])
    return head_height(story, span) + across + _column(story, span, text_columns(story, span))


@lru_cache(maxsize=8192)
def text_columns(story: Measures, span: int) -> int:
    """In how many columns a story's text is set in a cell: none of them is empty, or nearly so."""
    for columns in range(span, 1, -1):
        lines = sum(flow(story, span, columns))
        if lines >= columns * max(LEAST, FILLED * _column(story, span, columns)):
            return columns
    return 1


def _column(story: Measures, span: int, columns: int) -> int:
    """The lines of the highest column: a picture is not divided."""
    *pictures, body = flow(story, span, columns)
    return max(math.ceil((sum(pictures) + body) / columns), *pictures, 0)


def flow(story: Measures, span: float, columns: int) -> list[int]:
    """Lines of each picture, and of the text, that run through a cell's columns one by one."""
    width = span / columns
    pictures = [_photo(picture, width) for picture in _divided(story, span)[1]]
    return [*pictures, _text(story, width)]


def _divided(story: Measures, span: float) -> tuple[list[Picture], list[Picture]]:
    """The pictures over the whole width of a cell (a first one that lies), and the others."""
    rest = list(story.pictures)
    first = next((picture for picture in rest if picture.proportion), None)
    if first is None or span != 2 or first.proportion > TALL:
        return [], rest
    rest.remove(first)
    return [first], rest


def head_height(story: Measures, span: float) -> int:
    size = HEADLINE_SIZES[max(1, int(span))]
    rows = math.ceil(story.headline * size / (span * CHARACTERS))
    return 2 + math.ceil(rows * size * 0.8) + story.lines


def _photo(picture: Picture, width: float) -> int:
    """The lines that a picture and its caption take in so many columns."""
    height = SQUARE * width * picture.proportion if picture.proportion else 1
    return math.ceil(height) + 2 + math.ceil(picture.caption / (CHARACTERS * width))
