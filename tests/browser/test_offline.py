"""What was read opens without a network, and what was withdrawn does not."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from editorial.withdrawals import withdraw
from tests.browser.conftest import NewPage
from tests.importing.epapers import picture
from tests.make import make_administrator, make_photo, make_story, put_image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
READY = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
KEPT = """async (path) => {
  const cache = await caches.open("kept-1");
  return (await cache.keys()).some((row) => new URL(row.url).pathname === path);
}"""


def wait_until(page: Page, script: str, arg: str | None = None) -> None:
    """Wait until a script answers yes. Playwright takes an async one's promise for a yes."""
    until = time.monotonic() + 30
    while not page.evaluate(script, arg):
        assert time.monotonic() < until, script
        page.wait_for_timeout(50)


def open_kept(page: Page, site: str, path: str) -> None:
    """Open an address, and wait until the worker has it."""
    page.goto(f"{site}{path}")
    wait_until(page, READY)
    page.reload()
    wait_until(page, KEPT, path)


def test_what_was_read_opens_without_a_network_and_says_so(
    live_server: LiveServer, new_page: NewPage
) -> None:
    story = make_story(published=True, headline="留存的稿件")
    page = new_page(390, failing=True)
    open_kept(page, live_server.url, story.get_absolute_url())
    page.context.set_offline(True)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    expect(page.locator("h1.headline")).to_have_text("留存的稿件")
    expect(page.locator("p.preview")).to_contain_text("没有网络")
    # In the paper's dress, with the way to what was read.
    page.goto(f"{live_server.url}/corrections/")
    expect(page.locator("h1")).to_have_text("没有网络")
    expect(page.locator("main")).to_have_css("text-align", "center")
    page.locator(".more a").filter(has_text="留存的稿件").click()
    expect(page.locator("h1.headline")).to_have_text("留存的稿件")


def test_what_was_withdrawn_is_thrown_away(live_server: LiveServer, new_page: NewPage) -> None:
    story = make_story(published=True, headline="留存的稿件")
    path = story.get_absolute_url()
    page = new_page(390, failing=True)
    open_kept(page, live_server.url, path)
    withdraw(story, by=make_administrator(), reason="失实")
    page.goto(f"{live_server.url}{path}")
    expect(page.locator("h1")).not_to_have_text("留存的稿件")
    wait_until(page, f"async (path) => !(await ({KEPT})(path))", path)
    page.context.set_offline(True)
    page.goto(f"{live_server.url}{path}")
    expect(page.locator("h1")).to_have_text("没有网络")
    expect(page.locator(".more")).to_have_count(0)


def test_no_page_of_the_desk_is_kept(live_server: LiveServer, new_page: NewPage) -> None:
    page = new_page(390, failing=True)
    open_kept(page, live_server.url, make_story(published=True).get_absolute_url())
    page.goto(f"{live_server.url}/admin/login/")
    page.goto(f"{live_server.url}/issues/")
    wait_until(page, KEPT, "/issues/")
    assert not page.evaluate(KEPT, "/admin/login/")


def test_the_small_pictures_of_a_list_take_no_story_s_place(
    live_server: LiveServer, new_page: NewPage
) -> None:
    photo = put_image(make_photo(make_story(published=True)), picture(1))
    page = new_page(390, failing=True)
    open_kept(page, live_server.url, "/issues/")
    page.wait_for_function("() => document.querySelector('.cut img').complete")
    shown = page.locator(".cut img").evaluate("(image) => new URL(image.currentSrc).pathname")
    assert shown.startswith(f"/photos/{photo.pk}/cut-usual.")
    assert not page.evaluate(KEPT, shown)


def test_a_story_that_was_withdrawn_goes_with_the_next_page_that_is_read(
    live_server: LiveServer, new_page: NewPage
) -> None:
    story = make_story(published=True, headline="撤下的稿件")
    other = make_story(story.page, order=1, published=True, headline="留下的稿件")
    sheet = f"/issues/{story.page.issue.date}/1/"
    page = new_page(390, failing=True)
    for path in (story.get_absolute_url(), sheet):
        open_kept(page, live_server.url, path)
    withdraw(story, by=make_administrator(), reason="失实")
    page.goto(f"{live_server.url}{other.get_absolute_url()}")
    gone = f"async (path) => !(await ({KEPT})(path))"
    wait_until(page, gone, story.get_absolute_url())
    wait_until(
        page,
        """async (path) => {
          const cache = await caches.open("kept-1");
          const kept = await cache.match(new URL(path, location.origin).href, {ignoreVary: true});
          return kept && !(await kept.text()).replaceAll("<wbr>", "").includes("撤下的稿件");
        }""",
        sheet,
    )
    # As one that was on its way into the cache.
    page.evaluate(
        """async (path) => {
          const headers = {"X-Kept-At": String(Date.now()), "Content-Type": "text/html"};
          const late = new Response("<h1>撤下的稿件</h1>", {headers});
          await (await caches.open("kept-1")).put(new URL(path, location.origin).href, late);
        }""",
        story.get_absolute_url(),
    )
    page.context.set_offline(True)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    expect(page.locator("h1")).to_have_text("没有网络")
