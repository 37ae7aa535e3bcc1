"""No barrier that axe-core knows stands on any screen of the newsroom."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import NewPage
from tests.browser.test_workbench import enter, import_april, open_desk, paragraph
from tests.make import make_administrator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.untraced,
    pytest.mark.django_db(transaction=True),
]
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (row) => `${row.id}: ${row.nodes.slice(0, 3).map((node) => node.target.join(" "))}`)"""


@pytest.fixture(scope="module")
def axe() -> str:
    """Return axe-core, which a package of Playwright's carries."""
    found: Any = importlib.util.find_spec("axe_playwright_python")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    return list(page.evaluate(RUN))


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_no_screen_has_a_barrier(
    live_server: LiveServer, new_page: NewPage, axe: str, width: int, dark: bool
) -> None:
    key = import_april()
    story = Article.objects.filter(page=key).order_by("order")[0]
    page = new_page(width, dark=dark, bypass_csp=True, failing=True)
    found: dict[str, list[str]] = {}
    page.goto(f"{live_server.url}/admin/login/")
    found["login"] = barriers(page, axe)
    enter(page, live_server, make_administrator())
    # What a phone in the dark may have of its own: colours and rows that scroll.
    own = {"home", "review", "pages"} if dark else None
    for name, address in {
        "home": "",
        "import": "issues/page/import/",
        "pages": "issues/page/",
        "stories": "articles/article/",
        "findings": "findings/finding/",
        "reviews": "reviews/",
        "review": f"reviews/page/{key}/",
        "revisions": f"articles/article/{story.pk}/revisions/",
        "page form": f"issues/page/{key}/change/",
        "plain desk": f"issues/page/{key}/desk/?plain=1",
    }.items():
        if own and name not in own:
            continue
        page.goto(f"{live_server.url}/admin/{address}")
        found[name] = barriers(page, axe)
    open_desk(page, live_server, key)
    paragraph(page, 1, 0).click()
    expect(page.locator("[data-move-select]")).to_be_enabled()
    found["desk"] = barriers(page, axe)
    page.keyboard.press("Escape")
    for press in ("?", "j"):
        page.keyboard.press(press)
    found["keys"] = barriers(page, axe)
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    found["answer"] = barriers(page, axe)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("[data-layer-pane] .sheet").first).to_be_visible()
    found["layers"] = barriers(page, axe)
    assert {name: rows for name, rows in found.items() if rows} == {}
