"""How much paper a story takes: its height in a cell of one to four columns, in lines of body text.

These are estimates; the browser sets the real heights.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from articles.models import Article
from paper.photo_sizes import FLAT, NEARLY_SQUARE, TALL, proportion
from paper.story_parts import bylines_of, photos_of

COLUMNS = 4
CHARACTERS = 16  # in a line of one column
# How large a headline is set in a cell of that many columns, in characters of body text.
HEADLINE_SIZES = (0.0, 1.5, 1.9, 2.5, 2.9)
SQUARE = 10  # lines are as high as a column is wide
LEAST = 5  # lines in a column of a story that has several …
LAST = 0.5  # … and so much of the last of them


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
    def abreast(self) -> bool:
        """Whether its pictures stand side by side above its text, which is too short for columns.

        A picture is not divided: with fewer lines than the pictures take, columns would end far
        from each other.
        """
        if not 2 <= len(self.pictures) <= COLUMNS or not all(p.proportion for p in self.pictures):
            return False
        pictures = sum(photo_lines(picture, 1) for picture in self.pictures)
        return bool(self.paragraphs) and text_lines(self, 1) < pictures

    @property
    def wordless(self) -> bool:
        """Whether it is a picture with its caption and nothing else."""
        return self.pictured and len(self.pictures) == 1 and not self.paragraphs

    @property
    def brief(self) -> bool:
        """Whether it has a few lines and no picture: as the lead they are set larger."""
        return not self.pictures and bool(self.paragraphs) and text_columns(self, 2) == 1


NOTHING = Measures(0, 0, (), ())


def _with_lead_in(story: Article, paragraphs: tuple[int, ...]) -> tuple[int, ...]:
    """The lengths of paragraphs with dateline and names, which stand in the first or before it."""
    names = sum(len(row.role) + len(row.name) + 1 for row in bylines_of(story))
    if story.dateline and paragraphs:
        return len(story.dateline) + names + paragraphs[0], *paragraphs[1:]
    return (names, *paragraphs) if names and paragraphs else paragraphs


def text_lines(story: Measures, width: float) -> int:
    return sum(math.ceil((length + 2) / (CHARACTERS * width)) for length in story.paragraphs)


def plain_height(story: Measures, span: int) -> int:
    if span > 1 and story.abreast:
        text = text_lines(story, span / (columns := text_columns(story, span)))
        return head_height(story, span) + abreast_lines(story, span) + math.ceil(text / columns)
    across = sum(photo_lines(picture, span) for picture in _divided(story, span)[0])
    return head_height(story, span) + across + _column(story, span, text_columns(story, span))


@lru_cache(maxsize=8192)
def text_columns(story: Measures, span: int) -> int:
    """In how many columns a story's text is set in a cell: none of them is empty, or nearly so."""
    if story.abreast:
        story = story._replace(pictures=())
    for columns in range(span, 1, -1):
        lines, highest = sum(flow(story, span, columns)), _column(story, span, columns)
        if lines >= max(columns * LEAST, (columns - 1 + LAST) * highest):
            return columns
    return 1


def _column(story: Measures, span: int, columns: int) -> int:
    """The lines of the highest column: a picture is not divided."""
    *pictures, body = flow(story, span, columns)
    return max(math.ceil((sum(pictures) + body) / columns), *pictures, 0)


def flow(story: Measures, span: float, columns: int) -> list[int]:
    """Lines of each picture, and of the text, that run through a cell's columns one by one."""
    width = span / columns
    pictures = [photo_lines(picture, width) for picture in _divided(story, span)[1]]
    return [*pictures, text_lines(story, width)]


def _divided(story: Measures, span: float) -> tuple[list[Picture], list[Picture]]:
    """The pictures over the whole width of a cell (a first one that lies), and the others."""
    rest = list(story.pictures)
    first = next((picture for picture in rest if picture.proportion), None)
    if first is None or span != 2 or first.proportion > TALL:
        return [], rest
    rest.remove(first)
    return [first], rest


def head_height(story: Measures, span: float, size: float = 0) -> int:
    """Lines of the head in so many columns, its headline in the size that is usual there."""
    size = size or HEADLINE_SIZES[max(1, int(span))]
    rows = math.ceil(story.headline * size / (span * CHARACTERS))
    return 2 + math.ceil(rows * size * 0.8) + story.lines


def photo_lines(picture: Picture, width: float) -> int:
    """The lines that a picture and its caption take in so many columns."""
    height = SQUARE * width * picture.proportion if picture.proportion else 1
    return math.ceil(height) + 2 + math.ceil(picture.caption / (CHARACTERS * width))


def abreast_lines(story: Measures, width: float) -> int:
    """The lines that its pictures take side by side in so many columns, about equally high."""
    widths = [_share(picture.proportion) for picture in story.pictures]
    room = width / sum(widths)
    return max(
        photo_lines(picture, share * room)
        for picture, share in zip(story.pictures, widths, strict=True)
    )


def _share(proportion: float) -> float:
    """How wide such a picture is beside others, as ``broadsheet.css`` has it."""
    if proportion > TALL:
        return 0.67
    if proportion > NEARLY_SQUARE:
        return 1
    return 1.5 if proportion > FLAT else 2.5
