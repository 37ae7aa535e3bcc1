"""A headless Chromium for the tests that need one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import CHROMIUM, OPTIONS

NewPage = Callable[..., Page]
# As socketserver names the thread of a connection.
CONNECTION = "process_request_thread"
# A busy machine is slow, not wrong.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser(django_db_setup: None, live_server: LiveServer) -> Iterator[Browser]:
    """Yield one browser for the whole run.

    It ends before the server that it asks, and this before the database: PostgreSQL drops none
    that somebody is connected to.
    """
    if not CHROMIUM:
        pytest.skip("No Chromium was found: install it, or name it in CHROMIUM.")
    # Playwright runs an event loop in this thread; Django would take its own queries for async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Inside the loop and outside of it Django has a connection each, and sees one at a time.
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Yield a function that opens a fresh window: ``new_page(390, dark=True, javascript=False)``.

    Errors on its console, and so every violation of the content policy, fail the test at its end.
    With ``failing=True`` a request that fails or is refused is none of them; ``bypass_csp=True``
    lets a test run a script of its own.
    """
    contexts = []
    troubles: list[str] = []

    def open_page(
        width: int = 1440, *, dark: bool = False, javascript: bool = True, **more: bool
    ) -> Page:
        failing = more.pop("failing", False)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            bypass_csp=more.get("bypass_csp", False),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda message: (
                troubles.append(message.text)
                if message.type in ("error", "warning")
                and not (failing and message.text.startswith("Failed to load resource"))
                else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    wait_for_answers()
    assert troubles == []


def enter(page: Page, server: LiveServer, user: User) -> None:
    """Be logged in without the form, which other tests walk through."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])


def wait_for_answers() -> None:
    """Wait until the server has answered whom nobody waits for any more.

    A window that closes leaves requests behind. What one writes after the test has emptied its
    tables would be there for the next.
    """
    end = time.monotonic() + 60
    while open_connections():
        assert time.monotonic() < end, "The server is still busy."
        time.sleep(0.01)


def open_connections() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if CONNECTION in thread.name]
