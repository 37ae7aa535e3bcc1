"""``python -m tests.screenshots FOLDER``: the pictures in the documentation, made anew."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, OPTIONS
from tests.samples import APRIL
from tests.served import free_port, manage, migrated, served

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 1000}


def main(folder: Path) -> None:
    """Serve the demo and take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        database = migrated(Path(name), "pictures")
        greeting = manage(database, "prepare_demo", "--port", str(free_port()))
        found = re.search(r"^  editor +(\S+)$", greeting, re.MULTILINE)
        if not found:
            raise SystemExit("prepare_demo printed no password for editor.")
        with served(database) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            take_paper(browser, f"http://127.0.0.1:{port}", folder)
            take_admin(browser, f"http://127.0.0.1:{port}", folder, found[1])
            browser.close()


def take_paper(browser: Browser, site: str, folder: Path) -> None:
    """Take the front page on a desk, on a phone and in the dark, and a story."""
    for name, size, scheme in (
        ("front-desktop", DESKTOP, "light"),
        ("front-phone", PHONE, "light"),
        ("front-dark", DESKTOP, "dark"),
    ):
        page = _open(browser, f"{site}/", size, scheme)
        page.screenshot(path=folder / f"{name}.png")
        if name == "front-desktop":
            page.locator("a[href^='/articles/']").first.click()
            page.screenshot(path=folder / "story.png")
        page.context.close()


def take_admin(browser: Browser, site: str, folder: Path, password: str) -> None:
    """Take the preview of an import and the form of a page."""
    page = _open(browser, f"{site}/admin/", DESKTOP, "light")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.goto(f"{site}/admin/issues/page/import/")
    file = FilePayload(name="2025-05-30.txt", mimeType="text/plain", buffer=_new_page())
    page.set_input_files("input[type=file]", file)
    page.locator("#content form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/import/\d+/$"))
    page.screenshot(path=folder / "import-preview.png")
    page.goto(f"{site}/admin/issues/page/")
    page.locator("#result_list a[href*='/change/']").last.click()
    page.wait_for_url(re.compile(r"/change/"))
    page.goto(page.url.split("#")[0])
    page.screenshot(path=folder / "page-form.png")
    page.context.close()


def _new_page() -> bytes:
    """Return the April page as if a month later: its weekday and lunar date no longer fit."""
    text = APRIL.read_text(encoding="utf-8")
    return text.replace("2025年4月", "2025年5月").replace("4387", "4399").encode()


def _open(browser: Browser, address: str, size: dict[str, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto(address)
    return page


if __name__ == "__main__":
    main(Path(sys.argv[1]))
