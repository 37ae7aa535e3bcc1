"""The desk in a real browser: what the editor at 23:00 presses, counted, and what he sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Position, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from articles.models import Article
from editorial.workflow import return_page, submit_page
from findings.models import Beginning, Finding
from issues.models import Page as PaperPage
from issues.models import Publication
from reviews.questions import answer_to, questions_on
from tests.browser.conftest import NewPage, enter
from tests.make import APRIL, JUNE, PASSWORD, import_page, make_member
from tests.workbench.hands import make_desk_page
from tests.workbench.test_joined_sources import make_continuation
from workbench.continuations import join_on
from workbench.copies import load
from workbench.spans import first_offset

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]
Status = Article.Status
TARGETS = """() => [...document.querySelectorAll(
    "#site-name a, .desk button, .desk a, .desk input, .desk select, .desk summary")]
  .filter((row) => row.checkVisibility({visibilityProperty: true}) && !row.closest("dialog"))
  .map((row) => [row.closest("label") ?? row, row.outerHTML.slice(0, 120)])
  .map(([row, html]) => [row.getBoundingClientRect(), html])
  .filter(([box]) => box.width && (box.height < 40 || box.width < 40)).map(([, html]) => html)"""

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
}"""


class Served(Protocol):
    """What serves the newsroom, wherever it runs."""

    @property
    def url(self) -> str: ...


@dataclass
class Hand:
    """What a person does on a page, each click and each key counted."""

    page: Page
    count: int = 0

    def click(self, selector: str | Locator, **options: object) -> None:
        place = self.page.locator(selector) if isinstance(selector, str) else selector
        place.first.click(**options)  # type: ignore[arg-type]
        self.count += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def taken(self) -> int:
        """Return how much was pressed since this was asked last."""
        count, self.count = self.count, 0
        return count


def open_desk(page: Page, server: Served, key: int) -> None:
    page.goto(f"{server.url}/admin/issues/page/{key}/desk/")
    expect(page.locator("[data-desk][data-ready]")).to_be_attached()


def paragraph(page: Page, story: int, index: int) -> Locator:
    return page.locator(f".sheet[data-place='{story}'] .paragraphs").nth(index)


def import_april() -> int:
    return import_page(APRIL).page_id or 0


def test_from_import_to_a_faultless_page(live_server: LiveServer, new_page: NewPage) -> None:
    import_page(JUNE)
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR, Role.FINAL_REVIEWER))
    page.goto(f"{live_server.url}/admin/issues/page/import/")
    # Pasted at once, as Ctrl+V does it.
    hand = Hand(page, count=2)
    page.locator(".paste textarea").fill(APRIL.read_text(encoding="utf-8"))
    hand.click("button.default")
    hand.click(".bar button[name=_confirm]")
    hand.click("[data-desk-link]")
    expect(page.locator("[data-desk][data-ready]")).to_be_attached()
    expect(page.locator(".question.is-open")).to_have_count(2)
    # The break is the print's own: it is marked, and answered for.
    expect(page.locator(".sheet[data-place='2'] [data-truncated]")).to_be_checked()
    hand.press("j", "s")
    hand.click("dialog[open] [data-reason]")
    expect(page.locator(".question.is-open")).to_have_count(1)
    expect(page.locator(".question.current")).to_contain_text("张蔚漫")
    hand.press("s")
    hand.click("dialog[open] [data-reason]")
    expect(page.locator(".question.is-open")).to_have_count(0)
    page.locator(".sheet[data-place='4']").hover()
    hand.click(".sheet[data-place='4'] [data-unfold=kicker]")
    page.keyboard.insert_text("安居")
    hand.count += 2
    hand.press("Control+s")
    expect(page.locator("[data-desk]")).to_have_attribute("data-saving", "saved")
    assert hand.taken() < 20
    april = PaperPage.objects.get(issue__date="2025-04-30")
    assert not april.findings.filter(state="open").exists()
    assert april.articles.get(order=3).kicker == "安居"
    assert april.articles.get(order=1).truncated


@pytest.mark.looks
def test_whether_a_story_begins_is_one_key(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    editor = make_member("editor", Role.EDITOR)
    second = load(PaperPage.objects.get(pk=key), editor).desk.stories[1]
    start = first_offset(second.kicker, second.headline) or 0
    params = {"text": second.title}
    place = {"span_start": start, "span_end": start + 4}
    asked = Finding.objects.create(
        page_id=key, code="story-begins", params=params, fingerprint="x", **place
    )
    page = new_page()
    enter(page, live_server, editor)
    # What the sign of life is answered may come behind the answer of a later step.
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/pulse/", lambda route: late.append((route, route.fetch())), times=1)
    open_desk(page, live_server, key)
    desk = page.locator("[data-desk]")
    sheets = page.locator(".sheet")
    count = sheets.count()
    row = page.locator(f".question.is-open[data-finding='{asked.pk}']")
    row.locator("[data-show]").click()
    page.keyboard.press("n")
    expect(sheets).to_have_count(count - 1)
    expect(row).to_have_count(0)
    # The server answers in its own time; under load that is after the step.
    for _ in range(500):
        if late:
            break
        page.wait_for_timeout(20)
    assert len(late) == 1
    for route, answer in late:
        route.fulfill(response=answer)
    expect(desk).to_have_attribute("data-beat", "")
    page.keyboard.press("Control+z")
    expect(sheets).to_have_count(count)
    row.locator("[data-show]").click()
    page.keyboard.press("y")
    expect(row).to_have_count(0)
    expect(sheets).to_have_count(count)
    assert Beginning.objects.get().begins


@pytest.mark.looks
def test_a_mark_over_several_paragraphs_moves_in_one_step(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = import_april()
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, key)
    before = page.locator(".sheet[data-place='1'] .paragraphs").count()
    there = page.locator(".sheet[data-place='3'] .paragraphs").count()
    moved = [paragraph(page, 1, at).inner_text() for at in (0, 1)]
    hand = Hand(page)
    hand.click(paragraph(page, 1, 0), position={"x": 36, "y": 10})
    page.keyboard.press("Home")
    box = paragraph(page, 1, 1).bounding_box() or {"width": 0, "height": 0}
    end: Position = {"x": box["width"] - 4, "y": box["height"] - 6}
    paragraph(page, 1, 1).click(modifiers=["Shift"], position=end)
    page.locator("[data-move-select]").select_option(index=3)
    expect(page.locator(".sheet[data-place='3'] .paragraphs")).to_have_count(there + 2)
    expect(page.locator(".sheet[data-place='1'] .paragraphs")).to_have_count(before - 2)
    expect(paragraph(page, 3, there)).to_have_text(moved[0])
    expect(paragraph(page, 3, there + 1)).to_have_text(moved[1])
    page.keyboard.press("Control+z")
    expect(page.locator(".sheet[data-place='1'] .paragraphs")).to_have_count(before)
    # By keys: from the end of the first paragraph on, the next one too.
    paragraph(page, 1, 0).click(position={"x": 36, "y": 10})
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+ArrowDown")
    assert page.evaluate("CSS.highlights.get('desk-marked').size") == 2
    page.keyboard.press("Alt+Digit3")
    expect(paragraph(page, 3, there)).to_have_text(moved[1])


@pytest.mark.looks
def test_operations_are_one_or_two_presses(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    page = new_page(failing=True)
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, key)
    hand, sheets = Hand(page), page.locator(".sheet")
    told = page.locator("[data-told]")

    # The caret before the second paragraph of the first story, and the story is two.
    hand.click(paragraph(page, 1, 1), position={"x": 36, "y": 10})
    hand.click("[data-caret-step=split_story]")
    expect(sheets).to_have_count(6)
    assert hand.taken() == 2
    expect(paragraph(page, 2, 0)).to_contain_text("走访慰问专班干部")
    # The source's colours have followed.
    piece = page.locator("[data-source] .piece", has_text="走访慰问专班干部")
    new = sheets.nth(1).get_attribute("data-key") or ""
    expect(piece).to_have_attribute("data-key", new)

    hand.click(".sheet[data-place='2'] .menu summary")
    hand.click(".sheet[data-place='2'] [data-join='-1']")
    expect(sheets).to_have_count(5)
    assert hand.taken() == 2

    # The last paragraph of story 1 goes to story 3.
    hand.click(paragraph(page, 1, 3))
    hand.click(".outline-rows li:nth-child(3) [data-move-to]")
    expect(told).to_contain_text("from story 1 to story 3")
    assert hand.taken() == 2
    expect(page.locator(".sheet[data-place='3'] .paragraphs").last).to_contain_text("朱邦丰")

    hand.click(".sheet[data-place='3'] [data-step=reorder][data-by='-1']")
    expect(told).to_contain_text("into place 2")
    assert hand.taken() == 1
    # A number typed means that place.
    page.locator(".sheet[data-place='5'] .place").fill("2")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet[data-place='2'] .headline")).to_contain_text("六连优")

    # Undo goes on after a reload; a place in the source leads to its text.
    page.reload()
    expect(page.locator("[data-desk][data-ready]")).to_be_attached()
    for said in ("2", "2", "story 3"):
        page.keyboard.press("Control+z")
        expect(told).to_contain_text(said)
        page.evaluate("document.querySelector('[data-told]').replaceChildren()")
    expect(paragraph(page, 1, 3)).to_contain_text("朱邦丰")
    page.locator("[data-source] .piece", has_text="走访慰问专班干部").click()
    expect(paragraph(page, 1, 1)).to_be_focused()

    # Enter splits a paragraph, Backspace joins it again, nothing is left to save.
    page.keyboard.press("Enter")
    expect(page.locator(".sheet[data-place='1'] .paragraphs")).to_have_count(5)
    page.keyboard.press("Backspace")
    expect(page.locator(".sheet[data-place='1'] .paragraphs")).to_have_count(4)
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(page.locator("[data-layer-pane] .sheet")).to_have_count(5)
    page.keyboard.press("3")

    # Browsers count UTF-16: a character outside of the first plane is one.
    paragraph(page, 1, 3).click()
    page.keyboard.press("Home")
    page.keyboard.insert_text("𬭚𬭚二")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(paragraph(page, 1, 3)).to_have_text("𬭚𬭚")
    page.keyboard.press("Backspace")
    for _ in range(2):
        page.keyboard.press("Backspace")
    page.keyboard.press("Delete")
    expect(paragraph(page, 1, 3)).to_have_text("县领导朱邦丰、金献涛参加调研。")

    # What was put aside as unassigned is marked in the source, and taken up again.
    page.locator(".outline-more [data-move-to=unassigned]").click()
    loose = page.locator("[data-source] .piece.unassigned", has_text="朱邦丰")
    expect(loose).to_be_visible()
    loose.evaluate("piece => document.getSelection().selectAllChildren(piece)")
    page.locator(".sheet[data-place='1']").focus()
    page.locator("[data-take-current]").click()
    expect(paragraph(page, 1, 3)).to_contain_text("朱邦丰")
    # Several lines pasted are several paragraphs.
    paragraph(page, 1, 3).click()
    page.keyboard.press("End")
    paragraph(page, 1, 3).evaluate(PASTE, "\n一\n二")
    expect(page.locator(".sheet[data-place='1'] .paragraphs")).to_have_count(5)
    page.keyboard.press("Control+z")
    expect(page.locator(".sheet[data-place='1'] .paragraphs")).to_have_count(4)

    hand.taken()
    hand.click("[data-do=submit]")
    assert hand.taken() == 1
    # It breaks off: that is asked before it goes.
    page.locator("dialog[open] button[value=yes]").click()
    expect(told).to_contain_text("Submitted")
    assert set(Article.objects.values_list("status", flat=True)) == {Status.FIRST_REVIEW}


@pytest.mark.looks
def test_a_letter_after_a_step_from_outside_of_a_text_is_no_character(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = import_april()
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, key)
    sheets, told = page.locator(".sheet"), page.locator("[data-told]")
    texts = page.locator("[data-stories] [data-part]")
    stood = texts.all_text_contents()
    third = page.locator(".sheet[data-place='3']")
    page.keyboard.press("Escape")
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    expect(third).to_be_focused()
    # Breaking off, moving and joining each leave the story in the hand, and the keys keys.
    page.keyboard.press("t")
    expect(third.locator("[data-truncated]")).to_be_checked()
    expect(third).to_be_focused()
    page.keyboard.press("t")
    expect(third.locator("[data-truncated]")).not_to_be_checked()
    page.keyboard.press("m")
    expect(sheets).to_have_count(4)
    expect(third).to_be_focused()
    page.keyboard.press("Control+z")
    expect(sheets).to_have_count(5)
    page.keyboard.press("j")
    expect(page.locator(".question.current")).to_be_visible()
    assert texts.all_text_contents() == stood
    # A menu closes by Esc, and a part that was asked for takes the caret.
    menu = third.locator(".menu")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    third.locator("[data-step=add_byline]").click()
    expect(told).not_to_be_empty()
    expect(third.locator(".byline_role").last).to_be_focused()
    page.keyboard.press("Control+z")
    expect(third).to_be_focused()


def test_keyboard_only_from_login_to_sign_off(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    Publication.objects.update(reviews=1)
    make_member("editor", Role.EDITOR)
    make_member("chief", Role.FINAL_REVIEWER)

    def log_in(name: str) -> Page:
        page = new_page(failing=True)
        page.goto(f"{live_server.url}/admin/")
        reach(page, "#id_username")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{live_server.url}/admin/")
        return page

    editor = log_in("editor")
    follow(editor, f"a[href='/admin/issues/page/{key}/desk/']")
    expect(editor.locator("[data-desk][data-ready]")).to_be_attached()
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("e")
    editor.keyboard.press("End")
    editor.keyboard.insert_text("新")
    editor.keyboard.press("Control+s")
    expect(editor.locator("[data-told]")).not_to_be_empty()
    editor.keyboard.press("Escape")
    follow(editor, "[data-do=submit]")
    follow(editor, "dialog[open] button[value=yes]")
    expect(editor.locator("[data-told]")).to_contain_text("Submitted")

    chief = log_in("chief")
    review = f"/admin/reviews/page/{key}/"
    follow(chief, f"main a[href='{review}']")
    chief.wait_for_url(f"{live_server.url}{review}")
    follow(chief, f"a[href='/admin/issues/page/{key}/desk/']")
    expect(chief.locator("[data-desk][data-ready]")).to_be_attached()
    chief.keyboard.press("j")
    chief.keyboard.press("s")
    chief.keyboard.insert_text("与原报核对")
    chief.keyboard.press("Enter")
    expect(chief.locator(".question.is-open")).to_have_count(0)
    follow(chief, f"a[href='{review}']", opener="[data-menu] > summary")
    chief.wait_for_url(f"{live_server.url}{review}")
    follow(chief, "#act button[value=approve]")
    # What Tab did not bring onto the screen is asked about.
    asked = chief.locator("button.default", has_text="I have read them")
    expect(chief.locator(".messagelist .success").or_(asked)).to_be_visible()
    if asked.count():
        follow(chief, "button.default[value=approve]")
    expect(chief.locator(".messagelist .success")).to_be_visible()
    assert set(Article.objects.values_list("status", flat=True)) == {Status.SIGNED_OFF}


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _press in range(400):
        if page.evaluate(
            "selector => document.activeElement?.matches(selector) ?? false", selector
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The focus never came to {selector}.")


def follow(page: Page, selector: str, opener: str = "") -> None:
    if opener:
        reach(page, f".desk-tools {opener}")
        page.keyboard.press("Enter")
    reach(page, selector)
    page.keyboard.press("Enter")


@pytest.mark.looks
def test_a_phone_has_the_sides_as_tabs(live_server: LiveServer, new_page: NewPage) -> None:
    key = import_april()
    page = new_page(390, dark=True)
    enter(page, live_server, make_member("editor", Role.EDITOR, Role.FINAL_REVIEWER))
    open_desk(page, live_server, key)
    paragraph(page, 1, 0).click()
    page.locator("[data-unfold-jump=jump_to]").first.click()
    expect(page.locator(".adds label", has_text="continued on page")).to_be_visible()
    for tab in ("stories", "findings", "outline", "source"):
        page.locator(f"[data-tab-to={tab}]").click()
        expect(page.locator(f".pane-{tab}")).to_be_visible()
        assert page.evaluate(TARGETS) == [], tab
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
    # A touch in the source leads to the story.
    page.locator("[data-source] .piece", has_text="走访慰问专班干部").click()
    expect(page.locator(".pane-stories")).to_be_visible()
    expect(paragraph(page, 1, 1)).to_be_focused()


@pytest.mark.looks
def test_on_a_phone_a_return_leads_to_its_story_and_company_fits_a_finger(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = import_april()
    paper_page = PaperPage.objects.get(pk=key)
    editor, first = make_member("editor", Role.EDITOR), make_member("first", Role.FIRST_REVIEWER)
    submit_page(paper_page, by=editor, confirmed=answer_to(questions_on(paper_page.articles.all())))
    return_page(paper_page, by=first, reason="请核对人名。")
    other = new_page()
    enter(other, live_server, make_member("other", Role.EDITOR))
    open_desk(other, live_server, key)
    expect(other.locator("[data-desk]")).to_have_attribute("data-beat", "")
    with other.expect_response("**/pulse/"):
        paragraph(other, 3, 0).click()
    phone = new_page(390)
    enter(phone, live_server, editor)
    open_desk(phone, live_server, key)
    phone.locator("[data-tab-to=findings]").click()
    expect(phone.locator("[data-others] button")).to_be_visible()
    assert phone.evaluate(TARGETS) == []
    phone.locator(".returned-stories a").nth(2).click()
    expect(phone.locator(".pane-stories")).to_be_visible()
    expect(phone.locator(".sheet[data-place='3'] [data-part]:focus")).to_have_count(1)
    # Who may not write takes nothing over.
    reader = new_page()
    enter(reader, live_server, first)
    open_desk(reader, live_server, key)
    expect(reader.locator("[data-others]")).to_contain_text("other in story 3")
    expect(reader.locator("[data-others] button")).to_have_count(0)


@pytest.mark.looks
def test_without_javascript_enter_in_a_reason_answers_that_finding(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = import_april()
    page = new_page(javascript=False)
    enter(page, live_server, make_member("editor", Role.EDITOR, Role.FINAL_REVIEWER))
    page.goto(f"{live_server.url}/admin/issues/page/{key}/desk/?plain=1")
    rows = page.locator("#findings > ul > .finding")
    count = rows.count()
    page.locator(".story-card .plain-headline textarea").first.fill("改过的题目")
    rows.last.locator("input").fill("与原报核对无误")
    rows.last.locator("input").press("Enter")
    expect(rows).to_have_count(count - 1)
    assert Finding.objects.filter(reason="与原报核对无误").count() == 1
    headline = page.locator(".story-card .plain-headline textarea").first
    expect(headline).to_have_value("改过的题目")
    assert Article.objects.get(order=0).headline != "改过的题目"


@pytest.mark.looks
def test_without_javascript_the_plain_form_does_it(
    live_server: LiveServer, new_page: NewPage
) -> None:
    key = import_april()
    page = new_page(javascript=False)
    enter(page, live_server, make_member("editor", Role.EDITOR))
    page.goto(f"{live_server.url}/admin/issues/page/{key}/desk/?plain=1")
    first = page.locator(".story-card").first
    first.locator(".plain-headline textarea").fill("改过的题目")
    # What was typed is kept by the button that splits.
    first.locator("button", has_text="Split the story").nth(1).click()
    expect(page.locator("#plain > .story-card[id]")).to_have_count(6)
    expect(first.locator(".plain-headline textarea")).to_have_value("改过的题目")
    page.locator(".submit-row button.default").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.on_page().count() == 6
    assert Article.objects.get(order=0).headline == "改过的题目"


def test_what_was_joined_and_its_lines_on_the_other_page_follow_each_other(
    live_server: LiveServer, new_page: NewPage
) -> None:
    paper, editor = make_desk_page(), make_member("editor", Role.EDITOR)
    rest, story = make_continuation(paper), paper.articles.get(order=0)
    join_on(paper, editor, "", {"story": f"a{story.pk}", "other": rest.pk})
    page = new_page()
    enter(page, live_server, editor)
    open_desk(page, live_server, paper.pk)
    lines = page.locator(f".joined-from ~ .piece[data-key='a{story.pk}']")
    lines.last.click()
    expect(paragraph(page, 1, 3)).to_be_focused()
    paragraph(page, 1, 2).click()
    expect(lines.first).to_have_class(re.compile(r"\blit\b"))
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_have_text("All is saved")
    page.goto(f"{live_server.url}/admin/reviews/page/{paper.pk}/")
    there = page.locator(f".joined-from ~ [data-story='{story.pk}']")
    there.last.click()
    expect(page.locator(f"#story-{story.pk}")).to_have_class(re.compile(r"\bcurrent\b"))


def test_what_typing_takes_out_of_a_text_is_left_out_in_the_source(
    live_server: LiveServer, new_page: NewPage
) -> None:
    page = new_page()
    enter(page, live_server, make_member("editor", Role.EDITOR))
    open_desk(page, live_server, import_april())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    text = paragraph(page, 1, 0)
    first = text.inner_text()[:2]
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("据介绍，")
    expect(text).to_have_attribute("data-runs", re.compile("^-4,"))
    before = page.locator(".piece.gone").all_inner_texts()
    for _letter in range(2):
        page.keyboard.press("Delete")
    expect(page.locator(".piece.gone")).to_have_text([*before, first])
    expect(text).to_be_focused()
    # What was only added has parted nothing from the source, and was no reason to ask.
    assert len([url for url in asked if url.endswith("/colours/")]) == 1


def test_what_was_joined_keeps_its_lines_while_it_is_typed_in(
    live_server: LiveServer, new_page: NewPage
) -> None:
    paper, editor = make_desk_page(), make_member("editor", Role.EDITOR)
    rest, story = make_continuation(paper), paper.articles.get(order=0)
    join_on(paper, editor, "", {"story": f"a{story.pk}", "other": rest.pk})
    page = new_page()
    enter(page, live_server, editor)
    open_desk(page, live_server, paper.pk)
    text = paragraph(page, 1, 2)
    text.click()
    page.keyboard.press("End")
    page.keyboard.insert_text("全场起立。")
    expect(text).to_have_attribute("data-runs", re.compile(r"^\d+\+9,-5$"))
    page.keyboard.press("Control+Home")
    page.keyboard.press("Delete")
    expect(page.locator(".joined-from ~ .piece.gone")).to_have_text(["上接第一版", "程"])
    expect(text).to_have_text("序进入最后一项。全场起立。")
    page.locator(f".joined-from ~ .piece[data-key='a{story.pk}']").first.click()
    expect(text).to_be_focused()
