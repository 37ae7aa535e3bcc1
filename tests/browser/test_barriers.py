"""No barrier that axe-core knows stands on any screen of the newsroom."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Byline
from findings.models import Finding
from search import entries
from tests.browser.conftest import NewPage, enter
from tests.browser.test_reader import read_sample
from tests.browser.test_workbench import import_april, open_desk, paragraph
from tests.choice import by_length
from tests.make import JUNE, import_page, make_administrator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
# What a style sheet imports axe-core would look for beside the page, so it preloads nothing.
OPTIONS = '{resultTypes: ["violations"], preload: false}'
RUN = f"""async () => (await axe.run(document, {OPTIONS})).violations.map(
  (row) => `${{row.id}}: ${{row.nodes.slice(0, 3).map((node) => node.target.join(" "))}}`)"""


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
    import_page(JUNE)
    key = import_april()
    story = Article.objects.filter(page=key).order_by("order")[0]
    page = new_page(width, dark=dark, bypass_csp=True, failing=True)
    found: dict[str, list[str]] = {}
    page.goto(f"{live_server.url}/admin/login/")
    found["login"] = barriers(page, axe)
    enter(page, live_server, make_administrator())
    # What a phone in the dark may have of its own: colours and rows that scroll.
    own = {"home", "review", "pages", "two names", "found", "revisions"} if dark else None
    asked = Finding.objects.get(code="similar-contributor")
    names = f"names/finding/{asked.pk}/"
    for name, address in {
        "home": "",
        "import": "issues/page/import/",
        "pages": "issues/page/",
        "stories": "articles/article/",
        "findings": "findings/finding/",
        "reviews": "reviews/",
        "review": f"reviews/page/{key}/",
        "revisions": f"articles/article/{story.pk}/revisions/",
        "story layers": f"articles/article/{story.pk}/layers/",
        "page form": f"issues/page/{key}/change/",
        "new page": "issues/page/add/",
        "issue": f"issues/issue/{story.page.issue_id}/change/",
        "paper": f"issues/publication/{story.page.issue.publication_id}/change/",
        "source": f"issues/source/{story.page.sources.get().pk}/change/",
        "quality": "reviews/quality/",
        "names": "names/",
        "two names": names,
        "found": "mend/?query=县委",
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


def test_no_page_of_the_paper_has_a_barrier_however_it_is_read(
    live_server: LiveServer, new_page: NewPage, axe: str
) -> None:
    story = read_sample("000_a9866df5d050a74f.json", "2025-06-13")
    Article.objects.filter(pk=story.pk).update(section="要闻", body="昨天，全县开工。")
    entries.refresh(Article.objects.values_list("pk", flat=True))
    story_path = story.get_absolute_url()
    addresses = [
        *("/", story_path, "/issues/", "/issues/2025-06-13/", "/calendar/", "/stories/"),
        *("/stories/?kind=news&number=1", "/sections/", "/sections/要闻/", "/authors/"),
        "/corrections/",
        f"/authors/{Byline.objects.earliest('pk').contributor_id}/",
    ]
    # All pages share what a dress changes: here some of each kind wear them all.
    few = by_length(("/", story_path, "/calendar/"), tuple(addresses))
    found: dict[str, list[str]] = {}
    for width, choices, asked in (
        (1440, {"theme": "light"}, addresses),
        (390, {"theme": "dark"}, addresses),
        (1440, {"theme": "sepia"}, few),
        (390, {"elder": "1"}, few),
        (1440, {"elder": "1", "theme": "dark"}, few),
    ):
        page = new_page(width, bypass_csp=True)
        for name, value in choices.items():
            page.add_init_script(f"localStorage.setItem({name!r}, {value!r})")
        for address in asked:
            page.goto(f"{live_server.url}{address}")
            page.locator(".settings summary").click()
            found[f"{address} {width} {choices}"] = barriers(page, axe)
            for opened in ("days", "share", "cite") if address == story_path else ():
                page.locator(f"[popovertarget={opened}]").click()
                found[f"{opened} {width} {choices}"] = barriers(page, axe)
                page.keyboard.press("Escape")
    assert {name: rows for name, rows in found.items() if rows} == {}
