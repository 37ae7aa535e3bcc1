"""A page goes to its reviews from the desk with one press, or is asked about what is open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from articles.models import Article
from findings.models import Finding
from tests.browser.conftest import NewPage, enter
from tests.browser.test_workbench import Hand, open_desk
from tests.make import make_member
from tests.workbench.hands import make_desk_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]
Status = Article.Status


def states() -> set[str]:
    return set(Article.objects.values_list("status", flat=True))


def test_a_page_with_nothing_open_goes_with_one_press(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = make_desk_page(3).pk
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, key)
    hand = Hand(page)
    hand.click("[data-do=submit]")
    expect(page.locator("[data-told]")).to_contain_text("Submitted")
    assert hand.taken() == 1
    assert states() == {Status.FIRST_REVIEW}


@pytest.mark.looks
def test_what_is_open_is_named_before_and_each_leads_to_its_place(
    live_server: LiveServer, new_page: NewPage
) -> None:
    paper_page = make_desk_page(3)
    broken, bare = paper_page.articles.order_by("order")
    Article.objects.filter(pk=broken.pk).update(truncated=True)
    Article.objects.filter(pk=bare.pk).update(headline="")
    asked = Finding.objects.create(page=paper_page, code="weekday", fingerprint="x")
    page = new_page(failing=True)
    enter(page, live_server, make_member("editor", Role.EDITOR, Role.FINAL_REVIEWER))
    open_desk(page, live_server, paper_page.pk)
    rows = page.locator("dialog[open] .asked a")
    question = page.locator(f".question[data-finding='{asked.pk}']")
    heads = [page.locator(f"#story-a{story.pk} .headline") for story in (broken, bare)]
    for place, focused in enumerate((*heads, question)):
        page.locator("[data-do=submit]").click()
        expect(rows).to_have_count(3)
        rows.nth(place).click()
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(focused).to_be_focused()
    assert states() == {Status.DRAFT}
    # From another screen it is the address that leads there.
    page.goto(f"{live_server.url}/admin/issues/page/{paper_page.pk}/desk/#finding-{asked.pk}")
    page.reload()
    expect(question).to_be_focused()
    # So does the count of findings in the list of pages, to the first of them.
    page.goto(f"{live_server.url}/admin/issues/page/")
    page.locator("#result_list a[href$='/desk/#findings']").click()
    expect(page.locator("[data-desk][data-ready]")).to_be_attached()
    expect(page.locator(".question.current")).to_have_attribute("data-finding", str(asked.pk))
    hand = Hand(page)
    hand.click("[data-do=submit]")
    hand.click("dialog[open] button[value=yes]")
    expect(page.locator("[data-told]")).to_contain_text("Submitted")
    assert hand.taken() == 2
    assert states() == {Status.FIRST_REVIEW}


@pytest.mark.looks
def test_a_key_submits_and_another_goes_from_side_to_side(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = make_desk_page(3).pk
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, key)
    sides = [page.locator(f"[data-{name}]") for name in ("source", "findings")]
    bar = page.locator("[data-do=save]")
    page.locator(".sheet [data-part=paragraphs]").first.click()
    page.keyboard.press("Shift+F6")
    expect(sides[1]).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(sides[0]).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(bar).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(page.locator("[data-outline]")).to_be_focused()
    for _time in range(2):
        page.keyboard.press("F6")
    expect(sides[0]).to_be_focused()
    for _time in range(2):
        page.keyboard.press("F6")
    expect(page.locator(".sheet").first).to_be_focused()
    # Who comes to the desk with Tab is led past the rest first.
    page.locator("#content-start").focus()
    page.keyboard.press("Tab")
    ways = page.locator("[data-to-side]")
    expect(ways.first).to_be_focused()
    expect(ways.first).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(sides[1]).to_be_focused()
    expect(ways.first).not_to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.locator("dialog[open] dt", has_text="F6")).to_be_visible()
    expect(page.locator("dialog[open] dt", has_text="Shift+Enter")).to_be_visible()
    page.keyboard.press("Escape")
    hand = Hand(page)
    hand.press("Control+Shift+Enter")
    expect(page.locator("[data-told]")).to_contain_text("Submitted")
    assert hand.taken() == 1
    assert states() == {Status.FIRST_REVIEW}


@pytest.mark.looks
def test_what_waits_for_its_time_takes_no_letter_of_who_does_not_publish(
    live_server: LiveServer, new_page: NewPage
) -> None:
    paper_page = make_desk_page(3)
    later = timezone.now() + dt.timedelta(days=1)
    paper_page.articles.filter(order=0).update(status=Status.PUBLISHED, published_at=later)
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, paper_page.pk)
    split = page.locator("[data-caret-step=split_story]")
    waits, draft = (page.locator(f".sheet[data-place='{place}']") for place in (1, 2))
    draft.locator(".paragraphs").first.click()
    expect(split).to_be_enabled()
    waits.locator(".paragraphs").first.click()
    expect(split).to_be_disabled()
    before = waits.locator(".paragraphs").first.inner_text()
    page.keyboard.type("x")
    expect(waits.locator(".paragraphs").first).to_have_text(before)
    expect(page.locator("[data-saved]")).to_have_text("All is saved")
