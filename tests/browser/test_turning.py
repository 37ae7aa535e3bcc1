"""Pages are turned by keys and by a swipe; photos are enlarged by keys."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import NewPage
from tests.make import make_issue, make_page, make_photo, make_story, put_image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
SWIPE = """([from, to]) => {
  const at = (x) => new Touch({identifier: 1, target: document.body, clientX: x, clientY: 300});
  const say = (name, x, left) => document.body.dispatchEvent(new TouchEvent(name, {
    bubbles: true, touches: left ? [] : [at(x)], changedTouches: [at(x)]}));
  say("touchstart", from, false);
  say("touchend", to, true);
}"""


def make_pages() -> None:
    issue = make_issue("2025-06-13")
    for number in (1, 2, 3):
        make_story(make_page(issue, number), published=True, headline=f"第{number}版稿")


def test_arrow_keys_and_a_swipe_turn_pages(live_server: LiveServer, new_page: NewPage) -> None:
    make_pages()
    page = new_page(390)
    page.goto(f"{live_server.url}/issues/2025-06-13/2/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/3/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/2/")
    page.evaluate(SWIPE, [300, 100])
    page.wait_for_url("**/3/")
    page.evaluate(SWIPE, [100, 300])
    page.wait_for_url("**/2/")
    page.locator(".settings summary").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{live_server.url}/issues/2025-06-13/2/")


def test_the_issue_shows_each_page_in_small_and_its_keys_lead_to_its_neighbours(
    live_server: LiveServer, new_page: NewPage
) -> None:
    make_pages()
    make_story(make_page(make_issue("2025-06-11")), published=True)
    page = new_page(1440)
    page.goto(f"{live_server.url}/issues/2025-06-13/")
    expect(page.locator(".mini")).to_have_count(3)
    page.locator(".mini").nth(1).click()
    page.wait_for_url("**/2025-06-13/2/")
    page.go_back()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/2025-06-11/")


def test_photos_are_enlarged_and_turned_by_keys(live_server: LiveServer, new_page: NewPage) -> None:
    story = make_story(published=True)
    for name, colour in (("甲图", "red"), ("乙图", "blue")):
        picture = BytesIO()
        Image.new("RGB", (600, 400), colour).save(picture, "JPEG")
        put_image(make_photo(story, name), picture.getvalue(), f"{colour}.jpg")
    page = new_page(1440)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    link = page.locator("a[data-enlarge]").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.enlarged")
    expect(dialog).to_be_visible()
    expect(dialog.locator("img")).to_have_attribute("alt", "甲图")
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("img")).to_have_attribute("alt", "乙图")
    expect(dialog.locator("p")).to_contain_text("2/2")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_without_scripts_a_photo_is_a_link_to_its_image(
    live_server: LiveServer, new_page: NewPage
) -> None:
    story = make_story(published=True)
    picture = BytesIO()
    Image.new("RGB", (600, 400)).save(picture, "JPEG")
    photo = put_image(make_photo(story), picture.getvalue())
    page = new_page(1440, javascript=False)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    expect(page.locator("a[data-enlarge]")).to_have_attribute("href", f"/photos/{photo.pk}/")
    assert page.request.get(f"{live_server.url}/photos/{photo.pk}/").ok


@pytest.mark.parametrize(("width", "size"), [(320, "0"), (390, "3"), (390, "2")])
def test_the_days_beside_an_issue_have_room_in_any_type(
    live_server: LiveServer, new_page: NewPage, width: int, size: str
) -> None:
    for day in ("2025-12-10", "2025-12-12", "2025-12-15"):
        make_story(make_page(make_issue(day)), published=True)
    page = new_page(width)
    page.goto(f"{live_server.url}/issues/2025-12-12/1/")
    page.evaluate("(size) => { document.documentElement.dataset.size = size; }", size)
    days = page.locator(".turn__issues .date")
    boxes = days.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().toJSON())")
    assert len(boxes) >= 5
    assert all(box["right"] <= width for box in boxes)
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one, other)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_swipe_is_not_the_browser_s_own(live_server: LiveServer, new_page: NewPage) -> None:
    make_pages()
    page = new_page(390)
    page.goto(f"{live_server.url}/issues/2025-06-13/2/")
    expect(page.locator("html")).to_have_css("overscroll-behavior-x", "none")
