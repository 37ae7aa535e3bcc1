"""The size of type in which a page is printed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.test import Client

from articles.models import Article
from issues.models import Page
from paper.print_size import SIZES, USUAL, print_size
from paper.typesetting import set_page
from tests.make import make_page, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def size_of(page: Page) -> int:
    return print_size(set_page(list(page.articles.order_by("order"))), front=True)


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


def test_the_page_and_the_sheet_of_styles_name_each_size_alike(client: Client) -> None:
    page = page_of(800, 400)
    text = client.get(page.get_absolute_url()).content.decode()
    assert f'<div class="rows set-{size_of(page)}"' in text
    with open("paper/static/reader/print.css", encoding="utf-8") as styles:
        named = dict(
            re.findall(r"^\.set-(\d+) \{ --set: ([\d.]+)pt; \}$", styles.read(), re.MULTILINE)
        )
    assert {int(name): float(points) for name, points in named.items()} == {
        size: size / 4 for size in SIZES
    }
