"""The editors' day in a real browser: import, correct, publish, and two editors on one story."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Photo
from issues.models import Publication
from tests.admin.test_parts import picture
from tests.browser.conftest import NewPage, enter
from tests.browser.test_workbench_keeping import log_in_beside
from tests.make import (
    APRIL,
    JUNE,
    PASSWORD,
    import_page,
    make_administrator,
    make_user,
    put_image,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

# Where a finger presses that is less than 40 px high; a tick is pressed with its words.
LOW = """() => [...document.querySelectorAll(
    "main :is(button, a.button, select, summary, textarea, input:not([type=hidden])),"
    + "main :is(.object-tools, #result_list tbody, #changelist-filter, .small) a, .breadcrumbs a,"
    + "#header :is(button, #site-name a, #user-tools a), .photo-cut a")]
  .filter((row) => row.checkVisibility({visibilityProperty: true}))
  .map((row) => [(row.closest("label") ?? row).getBoundingClientRect(), row.outerHTML])
  .filter(([box]) => box.width && box.height < 40).map(([, html]) => html.slice(0, 120))"""


def import_april() -> int:
    return import_page(APRIL).page_id or 0


def test_from_files_to_readers(live_server: LiveServer, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", make_administrator().username)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit]")
    page.click("main a[href$='/page/import/']")
    page.set_input_files("input[type=file]", [str(JUNE), str(APRIL)])
    expect(page.locator("[data-chosen] li")).to_have_count(2)
    page.click("button.default")
    expect(page.locator("article.file")).to_have_count(2)
    assert not Article.objects.exists()
    page.locator(".bar button[name=_confirm]").click()
    page.click("[data-desk-link]:has-text('2025-04-30')")
    # The way through three reviews is walked in test_reviews.
    Publication.objects.update(reviews=0)
    story = Article.objects.get(bylines__contributor__name="张蔚漫")
    expect(page.locator("[data-desk][data-ready]")).to_be_attached()
    page.locator(f"#story-a{story.pk} .byline_name").fill("张蔚旻")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-told]")).to_contain_text("Saved")
    assert [row.contributor.name for row in story.bylines.all()] == ["张蔚旻"]
    page.goto(f"{live_server.url}/admin/issues/page/{story.page_id}/change/")
    page.click(".tools a.primary[href$='/publish/']")
    page.click(".submit-row button.default")
    expect(page.locator(".state-published").first).to_be_visible()
    page.goto(f"{live_server.url}/articles/{story.pk}/")
    expect(page.locator("body")).to_contain_text("张蔚旻")


def test_two_editors_lose_nothing(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    story = Article.objects.filter(page=key).order_by("order")[0]
    permissions = ("view_page", "view_article", "change_article", "view_finding")
    one, other = new_page(), new_page()
    for page, name in ((one, "first"), (other, "second")):
        enter(page, live_server, make_user(name, *permissions))
        page.goto(f"{live_server.url}/admin/issues/page/{key}/change/")
    field = f"#id_story-{story.pk}-headline"
    one.fill(field, "第一位的标题")
    one.click(".submit-row.sticky button")
    expect(one.locator(".messagelist .success")).to_be_visible()
    other.fill(field, "第二位的标题")
    other.click(".submit-row.sticky button")
    expect(other.locator(".conflict")).to_contain_text("first")
    expect(other.locator(field)).to_have_value("第二位的标题")
    story.refresh_from_db()
    assert story.headline == "第一位的标题"
    other.locator(".conflict input[value=mine]").check()
    other.click(".submit-row.sticky button")
    expect(other.locator(".messagelist .success")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "第二位的标题"
    texts = [row.text["headline"] for row in story.revisions.order_by("version")]
    assert texts == ["第一位的标题", "第二位的标题"]


@pytest.mark.looks
def test_a_session_that_ends_costs_nothing_that_was_typed_into_the_form(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = import_april()
    editor = make_administrator()
    story = Article.objects.filter(page=key).order_by("order")[0]
    page = new_page(failing=True)
    enter(page, live_server, editor)
    page.goto(f"{live_server.url}/admin/issues/page/{key}/change/")
    page.fill(f"#id_story-{story.pk}-headline", "夜里改的标题")
    Session.objects.all().delete()
    page.click(".submit-row.sticky button")
    expect(page.locator("#held")).to_be_visible()
    log_in_beside(page.context, live_server, editor)
    # The login has brought a new token: the page comes once more, with it.
    page.click("#held button")
    expect(page.locator(".lead")).to_contain_text(f"logged in as {editor.username}")
    page.click("#held button")
    expect(page.locator(".messagelist .success")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "夜里改的标题"


@pytest.mark.looks
def test_rows_places_and_findings(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    page = new_page()
    enter(page, live_server, make_administrator())
    page.goto(f"{live_server.url}/admin/issues/page/{key}/change/")
    # A click lights the story's lines in the source.
    third = Article.objects.filter(page=key).order_by("order")[2]
    page.locator(f"[data-show-story='{third.pk}']").click()
    expect(page.locator(f"[data-source] [data-story='{third.pk}'].lit").first).to_be_in_viewport()
    first = page.locator(".story-card[data-order]").first
    story = Article.objects.filter(page=key).order_by("order")[0]
    first.locator(".rows-bylines [data-add]").click()
    first.locator("input[name$=-bylines-1-name]").fill("李四")
    first.locator(".rows-bylines [data-add]").click()
    first.locator("input[name$=-bylines-2-name]").fill("王五")
    first.locator("[data-down]").click()
    # An answer to a finding keeps what was typed.
    page.locator(".finding input[name^='reason:']").first.fill("与原报核对")
    page.locator(".finding button[value=settled]").first.click()
    expect(page.locator("[data-open-count]")).to_have_text("0")
    expect(page.locator("[data-open-count]")).to_contain_class("plain")
    page.click(".submit-row.sticky button")
    expect(page.locator(".messagelist .success")).to_be_visible()
    story.refresh_from_db()
    assert story.order == 1
    assert [row.contributor.name for row in story.bylines.all()] == ["曹文倩", "李四", "王五"]


@pytest.mark.looks
def test_without_javascript_the_form_works(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    page = new_page(javascript=False)
    enter(page, live_server, make_administrator())
    page.goto(f"{live_server.url}/admin/issues/page/{key}/change/")
    first, *others = Article.objects.filter(page=key).order_by("order")
    page.fill(f"#id_story-{first.pk}-bylines-1-name", "李四")
    page.fill(f"#id_story-{first.pk}-place", "3")
    page.click(".submit-row.sticky button")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert [row.contributor.name for row in first.bylines.all()] == ["曹文倩", "李四"]
    # An answer to a finding keeps what was typed, and saves nothing.
    headline = f"#id_story-{first.pk}-headline"
    page.fill(headline, "只改了一半")
    page.locator(".finding input[name^='reason:']").first.fill("与原报核对")
    page.locator(".finding button[value=settled]").first.click()
    expect(page.locator(".findings details")).to_have_count(1)
    expect(page.locator(headline)).to_have_value("只改了一半")
    first.refresh_from_db()
    assert first.headline != "只改了一半"
    page.click(".submit-row.sticky button")
    expect(page.locator(".messagelist .success")).to_be_visible()
    first.refresh_from_db()
    assert first.headline == "只改了一半"
    assert len(others) == 4


@pytest.mark.looks
def test_a_finger_finds_what_there_is_to_press(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    page = new_page(390)
    page.goto(f"{live_server.url}/admin/login/")
    found = {"login/": page.evaluate(LOW)}
    enter(page, live_server, make_administrator())
    models = ("issues/page/", "articles/article/", "findings/finding/", "issues/issue/")
    put_image(Photo.objects.all()[0], picture("JPEG"))
    review = f"reviews/page/{key}/"
    lists = ("", "issues/page/import/", "mend/?query=县委", review, *models)
    for address in (*lists, f"issues/page/{key}/change/"):
        page.goto(f"{live_server.url}/admin/{address}")
        found[address] = page.evaluate(LOW)
    assert {address: rows for address, rows in found.items() if rows} == {}
    # What is drawn of a tick is smaller than what a finger may press of it.
    page.goto(f"{live_server.url}/admin/issues/page/")
    for at, ticked in ((2, 1), (38, 0)):
        page.locator(".action-select").first.click(position={"x": at, "y": at})
        expect(page.locator(".action-select:checked")).to_have_count(ticked)


@pytest.mark.looks
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_no_page_is_wider_than_the_screen_or_breaks_the_policy(
    live_server: LiveServer, new_page: NewPage, width: int, dark: bool
) -> None:
    key = import_april()
    story = Article.objects.filter(page=key).order_by("order")[0]
    page = new_page(width, dark=dark)
    enter(page, live_server, make_administrator())
    for address in (
        "",
        f"issues/page/{key}/change/",
        "issues/page/",
        "issues/page/import/",
        "issues/page/add/",
        f"articles/article/{story.pk}/change/",
        "articles/article/",
        f"articles/article/{story.pk}/revisions/",
        "findings/finding/",
        "issues/issue/add/",
        "issues/publication/",
        "issues/source/",
        "admin/logentry/",
        "auth/group/",
        f"issues/page/{key}/publish/",
        "auth/user/add/",
        "password_change/",
    ):
        # The trouble that a page gives on its console fails the test at its end.
        page.goto(f"{live_server.url}/admin/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.looks
def test_all_places_of_a_word_are_chosen_at_one_press(
    live_server: LiveServer, new_page: NewPage
) -> None:
    import_april()
    page = new_page()
    enter(page, live_server, make_administrator())
    page.goto(f"{live_server.url}/admin/mend/?query=县委书记")
    every, places = page.get_by_label("All places"), page.locator(".found-story [type=checkbox]")
    count = places.count()
    assert count > 1
    every.check()
    for place in places.all():
        expect(place).to_be_checked()
    places.first.uncheck()
    expect(every).not_to_be_checked()
    expect(every).to_have_js_property("indeterminate", True)
    page.get_by_label("replacement").fill("县委副书记")
    page.locator("[value=look]").click()
    expect(page.locator("[name=shown]")).to_have_count(count - 1)
    assert not Article.objects.filter(version__gt=0).exists()
