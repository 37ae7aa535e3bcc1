"""The ways to set a story in a cell, and what of the cell each leaves empty.

Few lines stand below their only picture or beside it, and then in the size of type, and the picture
in the width, that leave the least of its row empty: as a compositor fits them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from paper.photo_sizes import NEARLY_SQUARE, TALL
from paper.story_heights import (
    COLUMNS,
    Measures,
    abreast_lines,
    head_height,
    photo_lines,
    plain_height,
    text_columns,
    text_lines,
)

UNFIT = 1000
HALF = 1.4  # So wide is each column where a sheet has but two.
SMALL, SMALL_TALL = 1.1, 0.9  # So wide are smaller pictures there.
HOLE = 16  # A hole of so many lines costs twice what two of half its size do.
LARGE = 16  # A picture that is higher fills a screen.
# What it costs, in lines of empty paper, to set a picture smaller beside its text; the lead's, one
# that lies, across two columns is what a page is looked at for.
SMALLER, SMALLER_LEAD, SMALLER_VIEW = 3, 12, 40
# How wide a tall picture is set below a head of two columns.
TALL_WIDTH = 1.4
# The sizes of type beside a picture, of which each costs a little more, and that of its headline.
TYPES = (1.0, 1.18, 1.3, 1.5)
LARGER = 1
HEADLINES = (1.9, 2.35)
# A picture across a sheet has so many twelfths of it: a tall one fewer at least than one that is as
# good as square, and that fewer than one that lies. It costs a little for each that it gives up.
LEAST_TALL, LEAST_SQUARE, LEAST_LYING, MOST = 2, 3, 4, 6
NARROWER = 1
# As the only lead, without a picture, text is set larger; a wide column has its gaps, too.
LARGEST, WIDER = 1.3, 1.15


class Form(NamedTuple):
    """One way to set a story, or a box of teasers, in a cell."""

    height: int
    # How many columns its picture has beside its head and text; 0 where they stand below it.
    beside: int = 0
    # What is empty within it, as a price.
    price: int = 0
    # Which of ``TYPES`` its text has, and how many twelfths of the sheet its picture.
    type: int = 0
    share: int = 0


# At one, two, three and four columns.
Forms = tuple[tuple[Form, ...], ...]


def hole_price(lines: float, parts: int = 1) -> int:
    """The price of so many empty lines of a column: a hole is worse than two of half its size."""
    lines = int(lines)
    return lines + lines * lines // (HOLE * parts)


@lru_cache(maxsize=2048)
def story_forms(story: Measures, lead: bool) -> Forms:
    """The ways to set a story at one, two, three and four columns; the lead has more than one."""
    one = (Form(plain_height(story, 1) + UNFIT * lead),)
    if lead and story.brief:
        return one, *((Form(_large(story, span)),) for span in (2, 3, 4))
    if story.abreast:
        return one, *((_abreast(story, span),) for span in (2, 3, 4))
    if not story.beside:
        plain = (Form(plain_height(story, span) + _unfit(story, span)) for span in (2, 3, 4))
        return one, *((form,) for form in plain)
    large = 2 if story.pictures[0].proportion < NEARLY_SQUARE else 1
    two = _below(story), _beside(story, 2, 1, lead)
    return one, two, (_beside(story, 3, large, lead),), (across(story, COLUMNS),)


@lru_cache(maxsize=2048)
def across(story: Measures, width: float) -> Form:
    """The form of few lines that stand beside their picture across a sheet of so many columns."""
    shares = range(_least_share(story.pictures[0].proportion, width), MOST + 1)
    return min(
        (
            _fitted(story, width, share, kind)
            for share, kind in product(shares, range(1, len(TYPES)))
        ),
        key=lambda form: (form.price, form.share),
    )


def _least_share(proportion: float, width: float) -> int:
    if proportion > TALL:
        return LEAST_TALL + (width < COLUMNS)
    return LEAST_SQUARE if proportion > NEARLY_SQUARE else LEAST_LYING


def half_heights(story: Measures) -> tuple[int, int, int]:
    """The lines that it takes in one of two columns of a sheet.

    They are those with its pictures as usual, with smaller ones, and with its few lines beside its
    only one; where there are none, smaller ones again.
    """
    head, text = head_height(story, HALF), text_lines(story, HALF)
    usual = head + text + sum(photo_lines(picture, HALF) for picture in story.pictures)
    smaller = head + text
    for picture in story.pictures:
        width = SMALL_TALL if picture.proportion > TALL else SMALL
        smaller += photo_lines(picture, min(HALF, width))
    if not story.beside:
        return usual, smaller, smaller
    words = head_height(story, HALF / 2) + text_lines(story, HALF / 2)
    return usual, smaller, max(photo_lines(story.pictures[0], HALF / 2), words)


def _unfit(story: Measures, span: int) -> int:
    """A picture of three columns nearly fills a screen; in a long text it stands in one of them."""
    whole = text_columns(story, span) == span or (span == 3 and not story.paragraphs)
    return UNFIT * (span > 2 and story.pictured and not whole)


def _large(story: Measures, span: int) -> int:
    return head_height(story, span) + math.ceil(LARGEST * text_lines(story, span * WIDER / LARGEST))


def _below(story: Measures) -> Form:
    """A few lines in two columns below their picture, which is not set too large."""
    picture = story.pictures[0]
    width = TALL_WIDTH if picture.proportion > TALL and text_columns(story, 2) == 1 else 2
    image = photo_lines(picture, width)
    price = 2 * hole_price(image * (2 - width) / 2) + max(0, image - LARGE)
    if width == 2:
        return Form(plain_height(story, 2), price=price)
    return Form(head_height(story, 2) + image + text_lines(story, 2), price=price)


def _abreast(story: Measures, span: int) -> Form:
    """Pictures side by side above the text, which no screen should be filled with."""
    return Form(plain_height(story, span), price=max(0, abreast_lines(story, span) - LARGE))


def _beside(story: Measures, span: int, large: int, lead: bool) -> Form:
    """The picture in so many columns of a cell, head and text in the others."""
    picture, others = story.pictures[0], span - large
    image = photo_lines(picture, large)
    lies = picture.proportion < NEARLY_SQUARE
    smaller = (SMALLER_VIEW if lies else SMALLER_LEAD) if lead else SMALLER
    forms = []
    for kind in range(len(TYPES) - (others == 1)):
        words = _words(story, others, kind, 0)
        # They stand in the middle of its height where they are wide.
        price = _hole(image, words, large, others, parts=2 if others > 1 else 1)
        forms.append(Form(max(image, words), large, price + smaller + LARGER * kind, kind))
    return min(forms, key=lambda form: form.price)


def _fitted(story: Measures, width: float, share: int, kind: int) -> Form:
    large = width * share / 12
    image = photo_lines(story.pictures[0], large)
    words = _words(story, width - large, kind, HEADLINES[width == COLUMNS])
    price = _hole(image, words, large, width - large, parts=2)
    price += NARROWER * (MOST - share) + LARGER * kind + max(0, image - LARGE)
    return Form(max(image, words), price=price, type=kind, share=share)


def _words(story: Measures, width: float, kind: int, size: float) -> int:
    """Lines of head and text, in lines of the usual size."""
    scale = TYPES[kind]
    return head_height(story, width, size) + math.ceil(scale * text_lines(story, width / scale))


def _hole(image: int, words: int, large: float, others: float, *, parts: int) -> int:
    """What is empty beside the words, above and below them, or below the picture."""
    if image > words:
        return hole_price((image - words) * others, parts)
    return hole_price((words - image) * large)
