"""The size of type in which a page is printed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.test import Client

from articles.models import Article
from issues.models import Page
from paper.print_size import (
    HIGHEST,
    LOWER,
    SIZES,
    USUAL,
    Piece,
    Setting,
    print_setting,
    unevenness,
)
from paper.typesetting import set_page
from tests.admin.test_parts import picture
from tests.make import make_page, make_photo, make_story, put_image

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def setting_of(page: Page) -> Setting:
    return print_setting(set_page(list(page.articles.order_by("order"))), front=True)


def size_of(page: Page) -> int:
    return setting_of(page).size


def page_of(*lengths: int) -> Page:
    page = make_page(number=Page.objects.count() + 1)
    for length in lengths:
        make_story(page, published=True, body="字" * length)
    return page


def test_a_page_that_hardly_fills_a_sheet_is_set_larger() -> None:
    assert size_of(page_of(800, 400)) > USUAL


def test_a_page_of_a_few_lines_too_many_is_set_smaller() -> None:
    sizes = {length: size_of(page_of(length, 1000)) for length in range(1500, 2900, 100)}
    assert min(sizes.values()) < USUAL < max(sizes.values())
    # The longer it is the smaller, until it begins a second sheet and has room again.
    values = list(sizes.values())
    steps = [after - before for before, after in pairwise(values)]
    assert sum(step > 0 for step in steps) <= 2


def test_pages_of_nothing_of_teasers_and_of_very_much_have_a_size() -> None:
    assert size_of(page_of()) in SIZES
    teasers = page_of(0, 0)
    teasers.articles.update(kind=Article.Kind.TEASER)
    assert size_of(teasers) in SIZES
    assert size_of(page_of(30_000)) in SIZES


def test_a_story_beside_a_box_of_teasers_stands_in_two_columns() -> None:
    page = page_of(200, 0, 0, 0)
    page.articles.filter(body="").update(kind=Article.Kind.TEASER)
    assert setting_of(page).columns == 2
    assert setting_of(page_of(1500, 900, 700)).columns == 3


def test_what_cannot_be_divided_makes_columns_uneven() -> None:
    """The browser balances them as far as it can; heights are in millimetres."""
    text, box = Piece(10, 140), Piece(60, 0)
    assert unevenness([text], 0, 100, 3) < 0.01
    # Two boxes and a third, but only two columns to put them in.
    assert unevenness([box, box, box], 0, 130, 2) == pytest.approx(60 / 130, abs=0.01)
    assert unevenness([box, box], 0, 130, 2) < 0.01
    # What fills a sheet before the last one counts no more.
    assert unevenness([Piece(100, 200), box, box], 0, 100, 3) == pytest.approx(0.6, abs=0.01)


def test_pictures_are_smaller_where_columns_would_end_far_apart() -> None:
    page = page_of(112, 81, 87, 85, 77)
    for story, size in zip(page.articles.all(), (90, 90, 60, 90, 60), strict=True):
        put_image(make_photo(story, "开工现场十分繁忙。"), picture(size=(60, size)))
    rows = set_page(list(page.articles.order_by("order")))
    assert print_setting(rows, front=True).photo < HIGHEST
    # Long texts fill up any column.
    page.articles.update(body="字" * 900)
    rows = set_page(list(page.articles.order_by("order")))
    assert print_setting(rows, front=True).photo == HIGHEST


def test_the_page_and_the_sheet_of_styles_name_each_size_alike(client: Client) -> None:
    page = page_of(800, 400)
    text = client.get(page.get_absolute_url()).content.decode()
    setting = setting_of(page)
    assert (
        f'<div class="rows set-{setting.size} in-{setting.columns} photos-{setting.photo}"' in text
    )
    with open("paper/static/reader/print.css", encoding="utf-8") as styles:
        text = styles.read()
    named = dict(re.findall(r"^\.set-(\d+) \{ --set: ([\d.]+)pt; \}$", text, re.MULTILINE))
    assert {int(name): float(points) for name, points in named.items()} == {
        size: size / 4 for size in SIZES
    }
    heights = re.findall(
        r"^\.(?:rows|photos-(\d+)) \.photo img \{ max-height: (\d+)mm; \}$", text, re.MULTILINE
    )
    assert heights == [("", str(HIGHEST)), *((str(photo), str(photo)) for photo in LOWER)]
