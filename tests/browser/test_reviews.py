"""One page from its import to its withdrawal, by four accounts, in a real browser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from articles.models import Article
from issues.models import Page as PaperPage
from reviews.models import Approval, Comment
from tests.browser.conftest import NewPage, enter
from tests.choice import by_length
from tests.make import APRIL, make_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]
Status = Article.Status
# Marks the first four characters of the second story's first paragraph, as a mouse would.
MARK = """() => {
  const text = document.querySelectorAll('.review-story')[1]
    .querySelector('[data-passage=paragraph-0]').firstChild;
  const range = document.createRange();
  range.setStart(text, 0); range.setEnd(text, 4);
  const selection = document.getSelection();
  selection.removeAllRanges(); selection.addRange(range);
}"""


def statuses() -> set[str]:
    return set(Article.objects.values_list("status", flat=True))


def press(page: Page, name: str) -> None:
    """Press a button of the review screen and wait for its answer."""
    if name == "approve":
        read(page)
    page.locator(f"#act button[name=act][value={name}]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def read(page: Page) -> None:
    """Bring all stories to the screen, or say that they were read where no script can tell."""
    for end in page.locator("[data-story-end]").all():
        end.scroll_into_view_if_needed()
    for tick in page.locator("#act input[name=all_read]").all():
        tick.check()


@pytest.mark.parametrize(
    ("width", "javascript"),
    [
        (390, True),
        # What a browser without scripts sends is the same on any database.
        pytest.param(1440, False, marks=pytest.mark.looks),
        *by_length([], [(1440, True), (390, False)]),
    ],
)
def test_from_import_to_withdrawal(
    live_server: LiveServer, new_page: NewPage, width: int, javascript: bool
) -> None:
    cast: dict[str, User] = {
        "editor": make_member("editor", Role.EDITOR),
        "first": make_member("first", Role.FIRST_REVIEWER),
        "second": make_member("second", Role.SECOND_REVIEWER),
        "chief": make_member("chief", Role.FINAL_REVIEWER, Role.PUBLISHER),
    }
    desks = {name: new_page(width, javascript=javascript) for name in cast}
    for name, desk in desks.items():
        enter(desk, live_server, cast[name])

    editor = desks["editor"]
    editor.goto(f"{live_server.url}/admin/issues/page/import/")
    editor.set_input_files("input[type=file]", [str(APRIL)])
    editor.click("button.default")
    editor.locator(".bar button[name=_confirm]").click()
    expect(editor.locator("a:has-text('2025-04-30')").first).to_be_visible()
    paper_page = PaperPage.objects.get()
    screen = f"{live_server.url}/admin/reviews/page/{paper_page.pk}/"
    editor.goto(screen)
    editor.locator("#act button[name=act][value=submit]").first.click()
    # What breaks off and what is open is asked about, and confirmed.
    expect(editor.locator("main, #content").first).to_contain_text("breaks off")
    editor.get_by_role("button", name="Submit it as it is").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    assert statuses() == {Status.FIRST_REVIEW}

    # The first reviewer finds it waiting, marks a passage, and approves.
    first = desks["first"]
    first.goto(f"{live_server.url}/admin/")
    first.click(".home .page-rows a >> nth=0")
    first.locator(".comment-form summary").nth(1).click()
    if javascript:
        first.evaluate(MARK)
        expect(first.locator(".comment-form [data-part=quote]").nth(1)).not_to_have_value("")
    else:
        first.locator(".comment-form select").nth(1).select_option("paragraph-0")
    first.locator(".comment-form textarea").nth(1).fill("请核对日期。")
    first.locator(".comment-form button").nth(1).click()
    expect(first.locator(".comment")).to_contain_text("请核对日期。")
    assert Comment.objects.get().part == "paragraph"
    press(first, "approve")
    assert statuses() == {Status.SECOND_REVIEW}

    # The editor changes one story: what was approved for it is void, and the reviewer is told.
    story = Article.objects.order_by("order")[1]
    editor.goto(f"{live_server.url}/admin/articles/article/{story.pk}/change/")
    editor.fill(f"#id_story-{story.pk}-headline", "改过的题目")
    editor.click(".submit-row.sticky button")
    expect(editor.locator(".messagelist .success")).to_contain_text("voided the approval of first")
    first.goto(f"{live_server.url}/admin/")
    expect(first.locator(".notices")).to_contain_text("改过的题目")
    first.goto(screen)
    expect(first.locator(".since ins")).to_contain_text("改过的题目")
    press(first, "approve")
    assert statuses() == {Status.SECOND_REVIEW}

    second = desks["second"]
    second.goto(screen)
    press(second, "claim")
    press(second, "approve")
    assert statuses() == {Status.FINAL_REVIEW}

    # Findings of facts hold the sign-off until somebody answers for them.
    chief = desks["chief"]
    chief.goto(screen)
    read(chief)
    chief.locator("#act button[value=approve]").click()
    expect(chief.locator(".messagelist .error")).to_be_visible()
    while chief.locator(".findings > ul .finding").count():
        rows = chief.locator(".findings > ul .finding").count()
        chief.goto(screen)
        row = chief.locator(".findings > ul .finding").first
        row.locator("input[name^='reason:']").fill("与原报核对无误")
        row.locator("button[value=ignored]").click()
        chief.wait_for_load_state()
        chief.goto(screen)
        assert chief.locator(".findings > ul .finding").count() < rows
    press(chief, "approve")
    assert statuses() == {Status.SIGNED_OFF}
    assert Approval.objects.filter(voiding=None).count() == 3 * Article.objects.count()

    chief.goto(f"{live_server.url}/admin/issues/page/{paper_page.pk}/publish/")
    chief.click(".submit-row button.default")
    assert statuses() == {Status.PUBLISHED}
    reader = new_page(width)
    reader.goto(f"{live_server.url}/articles/{story.pk}/")
    expect(reader.locator("body")).to_contain_text("改过的题目")

    chief.goto(f"{live_server.url}/admin/issues/page/{paper_page.pk}/withdraw/")
    for field in chief.locator(".fields input[type=text], .fields textarea").all():
        field.fill("报道有误，已撤稿。")
    chief.click(".submit-row button.default")
    assert statuses() == {Status.WITHDRAWN}
    answer = reader.request.get(f"{live_server.url}/articles/{story.pk}/")
    assert answer.status == 410
    assert "报道有误" in answer.text()

    chief.goto(f"{screen}review-record/")
    expect(chief.locator("main")).to_contain_text("与原报核对无误")
    wide = chief.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
