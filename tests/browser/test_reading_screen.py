"""The review screen, the record on paper and a job in steps, in a real browser."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from desk import jobs
from desk.models import Job
from editorial.workflow import approve_page, submit_page
from findings.models import Finding
from issues.models import Page as PaperPage
from reviews import claims
from reviews.comments import add_comment
from reviews.models import Comment
from tests.browser.conftest import NewPage, enter
from tests.make import make_administrator, make_issue, make_page, make_publication, make_story
from tests.reviews.cast import edit, fresh, make_cast, make_reviewed_page, seen_on

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]
# The character stands three times, each time as two units of UTF-16.
RARE = "镇长张明𬭎说，张明𬭎同志和𬭎字都要写对。"
TEXT = "全县重点项目集中开工，总投资十二亿元，项目负责人介绍了工程进度和下一步打算。" * 3
# Marks the second 𬭎 of a story's first paragraph, as a mouse would.
MARK = """() => {
  const text = document.querySelector('[data-passage=paragraph-0]').firstChild;
  const at = text.data.indexOf('𬭎', text.data.indexOf('𬭎') + 1);
  const range = document.createRange();
  range.setStart(text, at); range.setEnd(text, at + 2);
  const selection = document.getSelection();
  selection.removeAllRanges(); selection.addRange(range);
}"""

PLACES = "[...document.querySelectorAll('#act button')].map((button) => button.offsetTop)"


def make_short_page(stories: int) -> tuple[dict[str, User], PaperPage]:
    """Return a page of short stories that waits for its first review."""
    cast, page = make_cast(), make_reviewed_page(0)
    for place in range(stories):
        make_story(page, headline=f"第{place + 1}件实事办成", body=f"{RARE}\n{TEXT}")
    submit_page(page, by=cast["editor"])
    return cast, page


@pytest.mark.looks
def test_a_reviewer_reads_marks_and_approves(live_server: LiveServer, new_page: NewPage) -> None:
    cast, page = make_short_page(7)
    desk = new_page(1440)
    enter(desk, live_server, cast["first"])
    desk.goto(f"{live_server.url}/admin/reviews/page/{page.pk}/")
    # Approved from the top of the page: what was not on the screen is asked about.
    expect(desk.locator("[data-without-script]")).to_have_count(0)
    expect(desk.locator("[data-unseen-story]").last).to_be_attached()
    desk.evaluate("document.querySelector('#act button[value=approve]').click()")
    expect(desk.locator(".lead")).to_contain_text("not on your screen")
    desk.go_back()

    desk.locator(".comment-form summary").first.click()
    desk.evaluate(MARK)
    desk.locator(".comment-form textarea").first.fill("请核对。")
    desk.locator(".comment-form button").first.click()
    expect(desk.locator(".comment")).to_contain_text("请核对。")
    assert (Comment.objects.get().start, Comment.objects.get().quote) == (9, "𬭎")
    expect(desk.locator(".marked-comment")).to_have_text("𬭎")
    expect(desk.locator(".comment-form textarea").first).to_have_value("")

    # Who takes the page over is told of, and what was typed meanwhile is there after a reload.
    desk.locator("#act button[value=claim]").click()
    expect(desk.locator("[data-claimed]")).to_have_count(7)
    desk.locator("#reason").fill("核对日期。")
    claims.take_over(page.articles.all(), by=cast["second"])
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.locator("#taken")).to_contain_text("second has taken over")
    desk.reload()
    expect(desk.locator("#reason")).to_have_value("核对日期。")
    expect(desk.locator(".comment-form textarea").first).to_have_value("")
    desk.locator("#act button[value=take]").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("It is yours now")

    expect(desk.locator("[data-unseen-story]")).not_to_have_count(0)
    places = desk.evaluate(PLACES)
    for end in desk.locator("[data-story-end]").all():
        end.scroll_into_view_if_needed()
    expect(desk.locator("[data-all-seen]")).to_be_visible()
    expect(desk.locator("[data-unseen-story]")).to_have_count(0)
    # No button moved from under the hand while stories were ticked off.
    assert desk.evaluate(PLACES) == places
    desk.locator("#act button[value=approve]").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("Approved 7 stories")


@pytest.mark.looks
def test_on_a_phone_the_two_sides_are_tabs_and_without_a_script_both_are_there(
    live_server: LiveServer, new_page: NewPage
) -> None:
    cast = make_cast()
    page = make_page(make_issue(), text=f"新桥通车\n{TEXT}")
    make_story(page, headline="新桥通车", body=TEXT)
    address = f"{live_server.url}/admin/reviews/page/{page.pk}/"
    plain = new_page(390, javascript=False)
    enter(plain, live_server, cast["first"])
    plain.goto(address)
    phone = new_page(390)
    enter(phone, live_server, cast["first"])
    phone.goto(address)
    sides = ".review-stories", ".source-pane"

    def shown(window: Page) -> list[bool]:
        return [window.locator(side).is_visible() for side in sides]

    assert (shown(plain), plain.locator(".desk-tabs").is_visible()) == ([True, True], False)
    assert shown(phone) == [True, False]
    # A link to the other side leads there, and so does its tab.
    phone.locator(".story-links a").first.click()
    assert shown(phone) == [False, True]
    for tab in phone.locator("[role=tab]").all():
        assert (tab.bounding_box() or {"height": 0})["height"] >= 40
    phone.locator("[data-tab-to=stories]").click()
    assert shown(phone) == [True, False]


@pytest.mark.looks
@pytest.mark.parametrize("javascript", [True, False])
def test_enter_in_a_reason_returns_what_it_is_written_for(
    live_server: LiveServer, new_page: NewPage, javascript: bool
) -> None:
    cast, page = make_short_page(2)
    desk = new_page(javascript=javascript)
    enter(desk, live_server, cast["first"])
    screen = f"{live_server.url}/admin/reviews/page/{page.pk}/"
    desk.goto(screen)
    desk.locator("#reason").fill("请核对人名。")
    desk.locator("#reason").press("Enter")
    expect(desk.locator(".messagelist .success")).to_contain_text("Returned 2 stories")
    assert set(page.articles.values_list("status", flat=True)) == {Article.Status.DRAFT}
    submit_page(page, by=cast["editor"])
    desk.goto(screen)
    last = page.articles.order_by("order")[1]
    desk.locator(".alone summary").last.click()
    desk.locator(f"#reason-{last.pk}").fill("请核对日期。")
    desk.locator(f"#reason-{last.pk}").press("Enter")
    expect(desk.locator(".messagelist .success")).to_contain_text("is now “draft”")
    states = page.articles.order_by("order").values_list("status", flat=True)
    assert list(states) == [Article.Status.FIRST_REVIEW, Article.Status.DRAFT]


def sides(desk: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", desk.pdf(prefer_css_page_size=True)))


@pytest.mark.looks
def test_the_record_of_fourteen_short_stories_fits_on_three_sides(
    live_server: LiveServer, new_page: NewPage
) -> None:
    cast, page = make_short_page(14)
    User.objects.filter(username="first").update(last_name="初", first_name="审一")
    story = fresh(page.articles.order_by("order")[0])
    add_comment(story, "headline-0", "标题是否太短？", by=cast["first"])
    # What was changed in many stories at once is one row, and no heading for each.
    for row in page.articles.order_by("order"):
        edit(fresh(row), cast["editor"], deck="副题")
    finding = Finding.objects.create(page=page, article=story, code="truncated", fingerprint="1")
    Finding.objects.filter(pk=finding.pk).update(state="ignored", reason="与原报核对无误")
    for name in ("first", "second", "final"):
        approve_page(page, by=cast[name], seen=seen_on(page))
    desk = new_page(1440)
    enter(desk, live_server, cast["auditor"])
    desk.goto(f"{live_server.url}/admin/reviews/page/{page.pk}/review-record/")
    expect(desk.locator("[data-print]")).to_be_visible()
    expect(desk.locator(".signatures")).to_contain_text("初审一")
    assert desk.locator(".signatures .line").count() == 3
    assert 1 <= sides(desk) <= 3
    assert desk.evaluate("document.documentElement.scrollWidth") <= 1440


def test_a_job_goes_on_after_its_tab_was_closed(
    live_server: LiveServer, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STEP_SECONDS", 0.0)
    paper = make_publication(reviews=0)
    for number in range(1, 5):
        make_story(make_page(make_issue(publication=paper), number), headline=f"第{number}版")
    desk = new_page(1440)
    enter(desk, live_server, make_administrator())
    # The tab is closed before its page could ask for a step.
    nothing = {"body": "", "content_type": "text/javascript"}
    desk.route("**/jobs*.js", lambda route: route.fulfill(**nothing))
    desk.goto(f"{live_server.url}/admin/issues/page/")
    desk.locator("#action-toggle").check()
    desk.select_option("select[name=action]", "publish_pages")
    desk.locator("button[name=index]").click()
    expect(desk.locator("progress")).to_have_attribute("value", "1")
    assert Article.objects.published().count() == 1
    desk.unroute_all()
    desk.goto(f"{live_server.url}/admin/")
    desk.click("a[href*='/jobs/']")
    expect(desk.locator(".report li")).to_have_count(4)
    assert Article.objects.published().count() == 4
    assert Job.objects.get().done_at is not None
