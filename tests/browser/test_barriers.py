"""No barrier that axe-core knows stands on any screen of the newsroom."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Byline, Correction
from editorial.workflow import approve_page, return_page, submit_page
from findings.models import Finding
from issues.models import Page as PaperPage
from reviews.comments import add_comment, answer, resolve
from search import entries
from tests.browser.conftest import NewPage, enter
from tests.browser.test_reader import read_sample
from tests.browser.test_workbench import import_april, open_desk, paragraph
from tests.choice import by_length
from tests.importing.epapers import picture
from tests.make import (
    JUNE,
    import_page,
    make_administrator,
    make_photo,
    make_story,
    put_image,
)
from tests.reviews.cast import (
    edit,
    fresh,
    make_cast,
    make_reviewed_page,
    seen_on,
)

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

# As a form is that was opened before the last login.
STALE = """() => document.getElementsByName("csrfmiddlewaretoken").forEach((field) => {
  field.value = "a".repeat(64);
})"""


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
    photo = put_image(make_photo(story), picture(1))
    page = new_page(width, dark=dark, bypass_csp=True, failing=True)
    found: dict[str, list[str]] = {}
    page.goto(f"{live_server.url}/admin/login/")
    found["login"] = barriers(page, axe)
    enter(page, live_server, make_administrator())
    # What a phone in the dark may have of its own: colours and rows that scroll.
    own = (
        {"home", "review", "pages", "two names", "found", "revisions", "focal point"}
        if dark
        else None
    )
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
        "focal point": f"articles/photo/{photo.pk}/focal-point/",
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
    if not dark:  # Nobody points at anything on a phone.
        page.locator(".question-text:visible").first.hover()
        found["pointed at"] = barriers(page, axe)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("[data-layer-pane] .sheet").first).to_be_visible()
    found["layers"] = barriers(page, axe)
    assert {name: rows for name, rows in found.items() if rows} == {}


def make_final_review() -> tuple[User, PaperPage]:
    """Return the final reviewer and a page with all that his screen can show.

    He has returned it, it was changed, and it has comments that wait, are answered and resolved.
    """
    cast, page = make_cast(), make_reviewed_page(0)
    for place in range(3):
        make_story(page, headline=f"第{place + 1}件实事办成")
    first, second, third = page.articles.order_by("order")
    put_image(make_photo(first, alt="开工现场"), picture(1))

    def go_through() -> None:
        submit_page(page, by=cast["editor"])
        for name in ("first", "second"):
            approve_page(page, by=cast[name], seen=seen_on(page))

    go_through()
    answer(
        add_comment(fresh(first), "headline-0", "标题是否太短？", by=cast["second"]),
        "照原报。",
        by=cast["editor"],
    )
    resolve(
        add_comment(fresh(second), "paragraph-0", "请核对。", by=cast["second"]), by=cast["editor"]
    )
    return_page(page, by=cast["final"], reason="第三篇标题有误", seen=seen_on(page))
    edit(third, cast["editor"], headline="第三件实事已经办成")
    go_through()
    Finding.objects.create(page=page, article=first, code="weekday", fingerprint="x")
    return cast["final"], page


@pytest.mark.parametrize(
    ("width", "dark"),
    [(1440, False), (390, True), *by_length((), ((1440, True), (390, False)))],
)
def test_no_screen_of_the_final_reviewer_has_a_barrier(
    live_server: LiveServer, new_page: NewPage, axe: str, width: int, dark: bool
) -> None:
    chief, paper_page = make_final_review()
    page = new_page(width, dark=dark, bypass_csp=True, failing=True)
    enter(page, live_server, chief)
    screen = f"{live_server.url}/admin/reviews/page/{paper_page.pk}/"
    found: dict[str, list[str]] = {}

    def look(name: str, *shown: str) -> None:
        for selector in shown:
            expect(page.locator(selector).first).to_be_visible()
        found[name] = barriers(page, axe)

    page.goto(screen)
    look("reading", ".returned", ".since ins", ".photo-shown img", ".comment", ".findings")
    for fold in page.locator("details > summary").all():
        if fold.is_visible():
            fold.click()
    look("unfolded", ".comment.is-resolved", ".comment-form textarea", ".alone-acts button")
    page.goto(f"{screen}review-record/")
    look("record", ".signatures")
    open_desk(page, live_server, paper_page.pk)
    look("desk", ".sheet")
    page.goto(screen)
    page.evaluate("document.querySelector('#act button[value=approve]').click()")
    look("asked before approving", ".asked a")
    page.goto(screen)
    page.locator("#act button[value=return]").click()
    look("no reason", ".messagelist .error")
    # A session that ends, and a login since, give back what was written.
    page.goto(screen)
    page.locator("#reason").fill("第三篇仍有误")
    Session.objects.all().delete()
    page.locator("#act button[value=return]").click()
    look("held", "#held", "a.default")
    enter(page, live_server, chief)
    page.goto(screen)
    page.locator("#reason").fill("第三篇仍有误")
    page.evaluate(STALE)
    page.locator("#act button[value=return]").click()
    look("held after a login", "#held .default")
    page.locator("#held button").click()
    look("returned", ".messagelist .success")
    page.goto(f"{live_server.url}/admin/")
    look("home", ".home")
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_no_page_of_the_paper_has_a_barrier_however_it_is_read(
    live_server: LiveServer, new_page: NewPage, axe: str
) -> None:
    story = read_sample("000_a9866df5d050a74f.json", "2025-06-13")
    Article.objects.filter(pk=story.pk).update(section="要闻", body="昨天，全县开工。")
    for other in story.page.articles.exclude(kind="teaser"):
        put_image(make_photo(other), picture(1))
    passages = [{"part": "body", "before": "昨日", "after": "昨天"}]
    Correction.objects.create(
        article=story,
        version=1,
        notice="日期有误。",
        reason="误",
        passages=passages,
        by=make_administrator(),
    )
    entries.refresh(Article.objects.values_list("pk", flat=True))
    story_path = story.get_absolute_url()
    addresses = [
        *("/", story_path, "/issues/", "/issues/2025-06-13/", "/calendar/", "/stories/"),
        *("/stories/?kind=news&number=1", "/sections/", "/sections/要闻/", "/authors/"),
        *("/corrections/", "/search/?q=全县"),
        f"/authors/{Byline.objects.earliest('pk').contributor_id}/",
    ]
    # All pages share what a dress changes: here some of each kind wear them all.
    few = by_length(("/", story_path), tuple(addresses))
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
