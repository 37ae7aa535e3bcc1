"""``python -m tests.screenshots FOLDER``: the pictures in the documentation, made anew."""

from __future__ import annotations

import re
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Position, expect, sync_playwright

from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.samples import APRIL
from tests.served import free_port, manage, migrated, served

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 1000}
SCREEN = {"width": 1280, "height": 760}


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
            take_guide(browser, f"http://127.0.0.1:{port}", folder / "editors", found[1])
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
    """Take the preview of an import and the desk."""
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
    page.locator("#result_list a[href*='/desk/']").last.click()
    page.locator("[data-ready]").wait_for(state="attached")
    page.screenshot(path=folder / "desk.png")
    page.context.close()


def take_guide(browser: Browser, site: str, folder: Path, password: str) -> None:
    """Take what the editors' guide shows of a first day, in its order."""
    folder.mkdir(exist_ok=True)
    page = _enter(browser, site, SCREEN, password)
    _keep(page, folder / "home")
    page.goto(f"{site}/admin/issues/page/import/")
    page.locator(".paste textarea").fill(_new_page().decode())
    _keep(page, folder / "import")
    page.locator("button.default").click()
    page.wait_for_url(re.compile(r"/import/\d+/$"))
    _keep(page, folder / "preview")
    page.goto(f"{site}/admin/issues/page/")
    address = page.locator("#result_list a[href*='/desk/']").last.get_attribute("href") or ""
    desk = site + address.split("#")[0]
    _take_desk(page, desk, folder)
    page.context.close()
    phone = _enter(browser, site, PHONE, password)
    phone.goto(desk)
    phone.locator("[data-ready]").wait_for(state="attached")
    # What is done with a paragraph stands above it when it is touched.
    phone.locator(".sheet[data-place='1'] .paragraphs").first.click()
    expect(phone.locator("[data-move-select]")).to_be_enabled()
    _keep(phone, folder / "phone")
    phone.context.close()


def _take_desk(page: Page, desk: str, folder: Path) -> None:
    page.goto(desk)
    page.locator("[data-ready]").wait_for(state="attached")
    # Before the first character of a paragraph, where a story would be split.
    begin: Position = {"x": 34, "y": 10}
    page.locator(".sheet[data-place='2'] .paragraphs").nth(1).click(position=begin)
    page.keyboard.press("Home")
    expect(page.locator("[data-move-select]")).to_be_enabled()
    _keep(page, folder / "desk")
    page.locator("[data-caret-step=split_story]").click()
    expect(page.locator("[data-told]")).not_to_be_empty()
    _keep(page, folder / "split")
    page.keyboard.press("Control+z")
    expect(page.locator(".sheet")).to_have_count(5)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(page.locator("dialog[open]")).to_be_visible()
    _keep(page, folder / "ignore")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    _keep(page, folder / "keys")
    page.keyboard.press("Escape")
    page.locator("[data-told]").evaluate("line => line.replaceChildren()")
    page.context.set_offline(True)
    page.locator(".sheet[data-place='1'] .headline").click()
    page.keyboard.insert_text("！")
    expect(page.locator("[data-alarm]")).to_be_visible()
    _keep(page, folder / "offline")
    page.keyboard.press("Backspace")
    page.context.set_offline(False)
    expect(page.locator("[data-alarm]")).to_be_hidden()


def _enter(browser: Browser, site: str, size: dict[str, int], password: str) -> Page:
    page = _open(browser, f"{site}/admin/", size, "light")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.wait_for_url(f"{site}/admin/")
    return page


def _keep(page: Page, path: Path) -> None:
    """Keep a picture as WebP, which is a third of a PNG."""
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(path.with_suffix(".webp"), quality=72, method=6)


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
