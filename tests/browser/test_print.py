"""What a reader's printer gets: every picture, and black and red on white."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page as Window
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import NewPage
from tests.browser.printed import sheets
from tests.make import make_page, make_photo, make_story, put_image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
PICTURES = 9
LOADED = "() => [...document.images].filter((one) => one.complete && one.naturalWidth).length"
# Every colour of words, and that of the page below them.
COLOURS = """() => [...new Set([...document.querySelectorAll('main *')]
  .filter((one) => one.getClientRects().length && one.textContent.trim())
  .map((one) => getComputedStyle(one).color))].sort()"""


def make_long_page() -> str:
    page = make_page()
    for place in range(PICTURES):
        story = make_story(page, published=True, body="字" * 900)
        image = BytesIO()
        Image.new("RGB", (1800, 1200), (20 * place, 100, 100)).save(image, "JPEG")
        put_image(make_photo(story, "图"), image.getvalue())
    return page.get_absolute_url()


@pytest.mark.parametrize("width", [718, 1440])
def test_pictures_that_nobody_scrolled_to_are_printed(
    live_server: LiveServer, new_page: NewPage, width: int
) -> None:
    window = new_page(width)
    window.goto(f"{live_server.url}{make_long_page()}", wait_until="networkidle")
    assert window.evaluate(LOADED) == PICTURES
    printed = sheets(window.pdf(prefer_css_page_size=True))
    assert sum(not mark.size for marks in printed for mark in marks) == PICTURES


def test_a_phone_asks_for_a_picture_when_it_comes_near(
    live_server: LiveServer, new_page: NewPage
) -> None:
    window = new_page(390)
    window.goto(f"{live_server.url}{make_long_page()}", wait_until="networkidle")
    assert window.locator(".photo img[loading=lazy]").count() == PICTURES - 1


@pytest.mark.parametrize("theme", ["", "dark", "sepia"])
@pytest.mark.parametrize("dark", [False, True])
def test_print_is_light_whatever_the_theme(
    live_server: LiveServer, new_page: NewPage, theme: str, dark: bool
) -> None:
    story = make_story(published=True, kicker="引题", deck="副题", section="要闻", jump_to="2")
    addresses = [story.page.get_absolute_url(), story.get_absolute_url(), "/search/?q=全县"]
    for address in addresses:
        usual = printed_colours(new_page(718), f"{live_server.url}{address}")
        chosen = printed_colours(new_page(718, dark=dark), f"{live_server.url}{address}", theme)
        assert chosen == usual


def printed_colours(window: Window, address: str, theme: str = "") -> list[str]:
    window.goto(address, wait_until="load")
    window.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    window.emulate_media(media="print")
    colours: list[str] = window.evaluate(COLOURS)
    return colours
