"""A focal point is chosen on the picture: by a click, by the arrow keys, or without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from articles.focal_points import Point
from articles.models import Photo
from tests.admin.test_parts import picture
from tests.browser.conftest import NewPage, enter
from tests.make import make_administrator, make_photo, make_story, put_image

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def make_pictured() -> Photo:
    return put_image(make_photo(make_story()), picture(size=(600, 200)))


def test_a_click_and_the_arrow_keys_choose_it_and_the_cut_follows(
    live_server: LiveServer, new_page: NewPage
) -> None:
    photo = make_pictured()
    page = new_page()
    enter(page, live_server, make_administrator())
    page.goto(f"{live_server.url}/admin/articles/photo/{photo.pk}/focal-point/")
    image, mark = page.locator("[data-focal-image]"), page.locator(".focal-mark")
    expect(mark).to_have_attribute("style", "left: 50%; top: 50%;")
    box = image.bounding_box()
    assert box
    image.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(page.locator("[data-focal-said]")).to_have_text("25 % / 50 %")
    expect(mark).to_be_focused()
    # A ring through which the picture is seen, also with the pointer over it.
    expect(mark).to_have_css("border-radius", "50%")
    expect(mark).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("[data-focal-said]")).to_have_text("21 % / 45 %")
    # A cut is half as wide as the picture: a fifth from the left it begins at its edge.
    expect(page.locator("[data-focal-cut]")).to_have_attribute("style", "object-position: 0% 50%;")
    page.get_by_role("button", name="Save the focal point").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    photo.refresh_from_db()
    assert photo.focus == Point(21, 45)
    expect(mark).to_have_attribute("style", "left: 21%; top: 45%;")
    page.get_by_label("bottom right").check()
    expect(mark).to_have_attribute("style", "left: 83%; top: 83%;")


def test_without_a_script_it_is_one_of_nine_places(
    live_server: LiveServer, new_page: NewPage
) -> None:
    photo = make_pictured()
    page = new_page(javascript=False)
    enter(page, live_server, make_administrator())
    page.goto(f"{live_server.url}/admin/articles/photo/{photo.pk}/focal-point/")
    page.get_by_label("top left").check()
    page.get_by_role("button", name="Save the focal point").click()
    expect(page.get_by_label("top left")).to_be_checked()
    photo.refresh_from_db()
    assert photo.focus == Point(17, 17)
