"""The reader's pages in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from issues.models import Publication
from reading.document import PageDocument
from search import entries
from tests.browser.conftest import NewPage
from tests.choice import by_length
from tests.importing.epapers import picture
from tests.make import (
    FIXTURES,
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_read_story,
    make_story,
    put_image,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
Look = Callable[[Page], list[str]]

FORBIDDEN_AT_LINE_START = "，。、；：？！）》〉」』】”’…％"
# The first character of every line of every paragraph, by its rectangle.
LINE_STARTS = """() => {
  const found = [];
  for (const p of document.querySelectorAll('.text p, figcaption')) {
    let bottom = -Infinity, left = Infinity;
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      for (let i = 0; i < node.length; i++) {
        const range = new Range();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        if (box.top >= bottom - 2 || box.right < left) found.push(node.data[i]);
        bottom = box.bottom;
        left = box.left;
      }
    }
  }
  return found.join('');
}"""
TARGETS = ".bar a, .bar button, .strip a, .turn a, .foot a, .tools button, .cover a, .onepage a"
SMALL_TARGETS = """targets => [...document.querySelectorAll(targets)]
  .map(a => [a.textContent.trim(), a.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
# Where the columns of a text begin, of texts whose columns do not begin at one height.
COLUMN_TOPS = """() => [...document.querySelectorAll('.flow')].map(flow => {
  const tops = {};
  for (const box of [...flow.querySelectorAll('p, figure')].flatMap(p => [...p.getClientRects()]))
    tops[Math.round(box.left)] = Math.min(tops[Math.round(box.left)] ?? Infinity, box.top);
  return Object.values(tops).map(Math.round);
}).filter(tops => new Set(tops).size > 1)"""
# WCAG's contrast of each text with the first opaque background behind it.
POOR_CONTRAST = """() => {
  const light = c => { c /= 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
  const numbers = s => s.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const poor = [];
  for (const el of document.body.querySelectorAll('*')) {
    const own = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !el.checkVisibility({visibilityProperty: true})) continue;
    let back = el, color;
    do {
      color = numbers(getComputedStyle(back).backgroundColor);
      back = back.parentElement;
    } while (back && color.length > 3 && color[3] === 0);
    const style = getComputedStyle(el);
    const [a, b] = [lum(numbers(style.color)), lum(color)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + .05) / (b + .05);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${el.className} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


def read_sample(name: str, date: str) -> Article:
    """Return the lead of a sample page, published with its second page."""
    document = PageDocument.from_dict(_golden(name))
    issue = make_issue(date, document.issue.number)
    page = make_page(issue, name="要闻")
    for row in document.articles:
        story = make_read_story(page, row)
        for photo in row.photos:
            make_photo(story, photo.caption, photo.credit)
    make_story(make_page(issue, 2, name="民生"), published=True, jump_from="1")
    first = page.articles.first()
    assert first is not None
    return first


def _golden(name: str) -> dict[str, object]:
    return dict(json.loads(Path(FIXTURES, "golden", name).read_text(encoding="utf-8")))


@pytest.fixture
def addresses(live_server: LiveServer) -> list[str]:
    """Publish both samples; return the kinds of pages a reader meets."""
    read_sample("000_a9866df5d050a74f.json", "2025-06-13")
    story = read_sample("001_5c5941662a870eb1.json", "2025-04-30")
    paths = [
        "/",
        "/issues/",
        "/issues/2025-04-30/",
        "/issues/2025-04-30/1/",
        "/issues/2025-04-30/2/",
        story.get_absolute_url(),
    ]
    return [f"{live_server.url}{path}" for path in paths]


def overflow(page: Page) -> int:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return int(wide)


# What may be wrong with a page, by what it is looked at for.


def sideways(page: Page) -> list[str]:
    return ["scrolls sideways"] if overflow(page) > 0 else []


def column_tops(page: Page) -> list[str]:
    return [f"columns begin at {tops}" for tops in page.evaluate(COLUMN_TOPS)]


def line_starts(page: Page) -> list[str]:
    starts = page.evaluate(LINE_STARTS)
    wrong = [f"a line begins with {mark}" for mark in set(starts) & set(FORBIDDEN_AT_LINE_START)]
    few = "/articles/" in page.url and len(starts) <= 10
    return [*wrong, *(["hardly a line was seen"] if few else [])]


def contrast(page: Page) -> list[str]:
    return list(page.evaluate(POOR_CONTRAST))


def targets(page: Page) -> list[str]:
    return list(page.evaluate(SMALL_TARGETS, TARGETS))


def shifts(page: Page) -> list[str]:
    moved = page.evaluate("window.shifted")
    return [] if moved < 0.02 else [f"shifts by {moved}"]


NARROW: dict[int, list[Look]] = {width: [sideways] for width in (320, 820)}
LONG: dict[int, list[Look]] = {width: [sideways] for width in (600, 1100, 1920)}
PHONE, DESK = (
    [sideways, line_starts, targets, shifts],
    [sideways, line_starts, contrast, column_tops],
)
WINDOWS = NARROW | {390: PHONE, 1440: DESK} | by_length({}, LONG)


@pytest.mark.parametrize(
    ("width", "dark", "looks"),
    [*((width, False, looks) for width, looks in WINDOWS.items()), (1440, True, [contrast])],
)
def test_every_page_looks_as_it_should(
    new_page: NewPage, addresses: list[str], width: int, dark: bool, looks: list[Look]
) -> None:
    page, wrong = new_page(width, dark=dark), []
    if shifts in looks:
        page.add_init_script(
            "window.shifted = 0; new PerformanceObserver(list => list.getEntries()"
            ".forEach(entry => { window.shifted += entry.value; }))"
            ".observe({type: 'layout-shift', buffered: true});"
        )
    for address in addresses:
        page.goto(address, wait_until="networkidle" if shifts in looks else "load")
        # What moved while the page was loaded is asked first.
        wrong += [f"{address}: {what}" for look in reversed(looks) for what in look(page)]
    assert wrong == []


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor"))


def test_what_a_reader_chooses_is_remembered(new_page: NewPage, addresses: list[str]) -> None:
    page = new_page()
    page.goto(addresses[0])
    # The keyboard passes the navigation.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    before = background(page)
    page.locator("[data-theme-toggle]").click()
    after = background(page)
    assert after != before
    page.goto(addresses[-1])
    assert background(page) == after
    assert page.locator("[data-theme-toggle]").get_attribute("aria-pressed") == "true"
    size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    small = page.evaluate(size)
    page.locator(".settings summary").click()
    page.locator("[data-settings] [data-size='1']").click()
    assert page.evaluate(size) > small
    page.reload()
    assert page.evaluate(size) > small
    for name, value in (("theme", "sepia"), ("face", "sans"), ("leading", "wide"), ("elder", "1")):
        if not page.locator(".settings__panel").is_visible():
            page.locator(".settings summary").click()
        page.locator(f"[data-choose='{name}'][value='{value}']").click()
        page.goto(addresses[0])
        assert page.evaluate(f"document.documentElement.dataset.{name}") == value
    # 长辈版 is one column.
    assert page.evaluate("getComputedStyle(document.querySelector('.row')).display") == "block"
    assert contrast(page) == []
    # The page is dark where the system is.
    dark = new_page(dark=True)
    dark.goto(addresses[0])
    assert background(dark) != before


def test_everything_is_there_without_scripts(new_page: NewPage, addresses: list[str]) -> None:
    page = new_page(390, javascript=False)
    page.goto(addresses[0])
    assert not page.locator("[data-theme-toggle]").is_visible()
    page.locator(".story--lead .headline a").click()
    expect(page.locator("article.reading .text p")).to_have_count(6)
    lead = page.url
    page.locator("a[rel=next]").click()
    expect(page).not_to_have_url(lead)
    expect(page.locator("h1.headline")).to_be_visible()


def test_a_story_on_the_phones_list_is_one_large_target(
    new_page: NewPage, addresses: list[str]
) -> None:
    page = new_page(390)
    page.goto(addresses[0])
    page.locator(".story--lead .text p").first.click(position={"x": 100, "y": 40}, force=True)
    page.wait_for_url("**/articles/*/")


def test_on_paper_there_is_the_page_and_no_navigation(
    new_page: NewPage, addresses: list[str]
) -> None:
    page = new_page(718, dark=True)
    for address in addresses[::-1]:
        page.goto(address)
        page.emulate_media(media="print")
        for furniture in (".bar", ".foot", ".turn"):
            assert not page.locator(furniture).first.is_visible(), address
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        assert overflow(page) <= 0
    columns = "getComputedStyle(document.querySelector('.rows')).columnCount"
    assert page.evaluate(columns) == "3"
    # Below the columns it would now and then have a side for itself.
    printed, rows = page.locator(".printed").bounding_box(), page.locator(".rows").bounding_box()
    assert printed
    assert rows
    assert printed["y"] + printed["height"] <= rows["y"]


def test_on_paper_a_headline_stays_with_its_picture_and_its_text(
    new_page: NewPage, live_server: LiveServer
) -> None:
    """A picture across all columns, or a byline at the foot of one, would part them."""
    paper = make_page(make_issue("2025-05-01"))
    make_story(paper, published=True, body="头条。" * 400)
    wide = make_story(paper, published=True, headline="图文", body="正文。" * 300)
    put_image(make_photo(wide, "现场。"), picture(1, (900, 600)))
    signed = make_story(paper, published=True, headline="署名稿", body="正文。" * 300, dateline="")
    make_byline(signed, "林晓梅")
    page = new_page(718)
    page.goto(f"{live_server.url}{paper.get_absolute_url()}")
    assert page.locator(".story:not(.story--lead) .photo").count() == 1
    page.emulate_media(media="print")
    style = "(el, name) => getComputedStyle(el)[name]"
    photo, byline = page.locator(".story .photo"), page.locator(".story .byline")
    assert photo.evaluate(style, "columnSpan") == "none"
    assert byline.evaluate(style, "breakAfter") == "avoid"


def test_few_lines_beside_a_lead_picture_that_stands_fill_the_room_there(
    new_page: NewPage, live_server: LiveServer
) -> None:
    paper = make_page(make_issue("2025-05-01"))
    lead = make_story(paper, published=True, body="\n".join(["正文" * n for n in (35, 20, 40, 70)]))
    put_image(make_photo(lead, "现场。"), picture(1, (600, 900)))
    page = new_page(1440)
    page.goto(f"{live_server.url}{paper.get_absolute_url()}")
    image = page.locator(".cell--4 .story--lead img").bounding_box()
    lines = page.locator(".cell--4 .story--lead .text p").evaluate_all(
        "(all) => all.flatMap((p) => [...p.getClientRects()]).map((b) => [b.left, b.bottom])"
    )
    assert image
    assert min(left for left, _ in lines) > image["x"] + image["width"]
    assert max(bottom for _, bottom in lines) > image["y"] + 0.7 * image["height"]


def test_a_picture_opened_by_itself_is_shown_without_an_error(
    new_page: NewPage, live_server: LiveServer
) -> None:
    """The browser makes a page for it, whose styles the policy of other pages would refuse."""
    story = make_story(published=True)
    put_image(make_photo(story), picture(1, (600, 900)))
    page = new_page(390)
    address = story.get_absolute_url()
    for path in (f"/photos/{story.photos.get().pk}/", f"{address}card.png", f"{address}qr.svg"):
        page.goto(f"{live_server.url}{path}")
        assert page.title() or path.endswith(".svg")


def test_on_paper_the_lead_s_picture_is_not_pressed(
    new_page: NewPage, live_server: LiveServer
) -> None:
    """It was as wide as the sheet and lower than its proportions."""
    paper = make_page(make_issue("2025-05-01"))
    lead = make_story(paper, published=True, body="头条。" * 100)
    put_image(make_photo(lead, "现场。"), picture(1, (900, 600)))
    make_story(paper, published=True, body="正文。" * 250)
    page = new_page(718)
    page.goto(f"{live_server.url}{paper.get_absolute_url()}")
    expect(page.locator(".cell--2 .story--lead .photo")).to_have_count(1)
    page.emulate_media(media="print")
    for shape in ((900, 600), (600, 900)):
        put_image(lead.photos.get(), picture(1, shape))
        page.reload()
        image = page.locator(".story--lead img").bounding_box()
        assert image
        assert image["width"] < 240
        assert abs(image["height"] / image["width"] - shape[1] / shape[0]) < 0.01


def test_on_paper_a_teaser_has_its_column_to_itself(
    new_page: NewPage, live_server: LiveServer
) -> None:
    """The room that the page beside it has on screen broke its kicker inside words."""
    paper = make_page(make_issue("2025-05-01"))
    make_story(paper, published=True, body="头条。" * 400)
    for number in range(2):
        make_story(paper, published=True, headline=f"第{number}条", body="正文。" * 300)
    told = {"kicker": "汇聚指尖琴韵 点亮传承之光", "headline": "古琴文化惠民周即将来袭"}
    make_story(paper, published=True, kind=Article.Kind.TEASER, body="", jump_to="2", **told)
    page = new_page(718)
    page.goto(f"{live_server.url}{paper.get_absolute_url()}")
    expect(page.locator(".cell:not(.cell--1) .teaser:only-child")).to_have_count(1)
    page.emulate_media(media="print")
    style = "(el, name) => getComputedStyle(el)[name]"
    teaser = page.locator(".teaser")
    assert teaser.evaluate(style, "paddingLeft") == teaser.evaluate(style, "paddingRight")
    assert page.locator(".teaser__page").evaluate(style, "position") == "static"


@pytest.mark.parametrize("size", ["", "3"])
def test_on_a_phone_the_way_out_of_elder_mode_is_in_sight(
    new_page: NewPage, addresses: list[str], size: str
) -> None:
    Publication.objects.update(name="中共海口县委机关报")
    page = new_page(390)
    page.goto(addresses[0])
    page.evaluate(f"localStorage.setItem('elder', '1'); localStorage.setItem('size', '{size}')")
    page.reload()
    page.locator(".settings summary").click()
    for button in page.locator(".settings__panel button:visible").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.get_by_role("button", name="Usual view").click()
    assert page.evaluate("document.documentElement.dataset.elder") is None


def test_elder_mode_is_chosen_without_scripts_and_with_them(
    new_page: NewPage, addresses: list[str]
) -> None:
    for javascript in (False, True):
        page = new_page(390, javascript=javascript)
        page.goto(addresses[-1])
        page.get_by_role("button", name="Elder mode").click()
        expect(page.locator("html[data-elder]")).to_have_count(1)
        expect(page).to_have_url(addresses[-1])
        page.goto(addresses[0])
        expect(page.locator("html[data-elder]")).to_have_count(1)
        page.get_by_role("button", name="Usual view").click()
        expect(page.locator("html[data-elder]")).to_have_count(0)
        page.reload()
        expect(page.locator("html[data-elder]")).to_have_count(0)


SMALL = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement;
    if (!text || !parent.checkVisibility()) continue;
    if (parent.closest(".hidden, .skip, [aria-hidden]")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 18) found.push(`${text} ${size}`);
  }
  return found;
}"""


@pytest.mark.parametrize("width", [360, 1440])
def test_in_elder_mode_no_text_is_smaller_than_eighteen_pixels(
    live_server: LiveServer, new_page: NewPage, addresses: list[str], width: int
) -> None:
    page = new_page(width)
    open_elder(page, addresses[0])
    lists = ("/calendar/", "/issues/", "/issues/2025-06-13/", "/stories/", "/search/?q=全县")
    for address in (*addresses, *(f"{live_server.url}{path}" for path in lists)):
        page.goto(address)
        assert page.evaluate(SMALL) == [], address


def open_elder(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("localStorage.setItem('elder', '1')")
    page.reload()


def test_in_elder_mode_a_name_of_nine_characters_leaves_the_bar_of_a_phone_in_one_line(
    live_server: LiveServer, new_page: NewPage, addresses: list[str]
) -> None:
    Publication.objects.update(name="中共海口县委机关报")
    page = new_page(390)
    chinese = {"name": "django_language", "value": "zh-hans", "url": live_server.url}
    page.context.add_cookies([chinese])  # type: ignore[list-item]
    open_elder(page, addresses[0])
    name, way = (
        page.locator(part).bounding_box() for part in (".bar__name", ".bar .settings summary")
    )
    assert name
    assert way
    assert way["y"] < name["y"] + name["height"] / 2


def test_in_elder_mode_a_headline_is_underlined_wholly(
    new_page: NewPage, addresses: list[str]
) -> None:
    page = new_page(390)
    open_elder(page, addresses[0])
    part = page.locator(".story .headline a .part").first
    assert part.evaluate("(el) => getComputedStyle(el).textDecorationLine") == "underline"


def test_in_elder_mode_a_wide_screen_has_no_longer_lines_than_are_read_with_ease(
    new_page: NewPage, addresses: list[str]
) -> None:
    page = new_page(1440)
    open_elder(page, addresses[0])
    line, character = page.locator(".story .text p").first.evaluate(
        "(el) => [el.clientWidth, parseFloat(getComputedStyle(el).fontSize)]"
    )
    assert 20 < line / character <= 44


def test_the_caption_of_a_picture_that_stands_begins_where_the_picture_does(
    new_page: NewPage, live_server: LiveServer
) -> None:
    story = make_story(published=True)
    put_image(make_photo(story), picture(1, (600, 900)))
    page = new_page(1440)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    image = page.locator(".reading .photo img").bounding_box()
    caption = page.locator(".reading figcaption").bounding_box()
    assert image
    assert caption
    assert (image["x"], image["width"]) == (caption["x"], caption["width"])


# A voice that says nothing, and keeps what it was given.
VOICE = """globalThis.said = [];
speechSynthesis.speak = (one) => { said.push(one.text); setTimeout(() => one.onend()); };"""


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_can_be_read_aloud(
    new_page: NewPage, live_server: LiveServer, width: int
) -> None:
    paper = make_page(make_issue("2025-05-01"))
    story = make_story(paper, published=True, headline="春耕", body="下种了。\n水足了！人勤了。")
    page = new_page(width)
    page.add_init_script(VOICE)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    assert page.locator("[data-read]:not([hidden])").count() == 1
    page.locator(".tools [data-read]").click()
    page.wait_for_function("() => said.at(-1) === '人勤了。'")
    assert page.evaluate("said") == ["春耕", "本报讯　下种了。", "水足了！", "人勤了。"]
    for address in (paper.get_absolute_url(), "/issues/"):
        page.goto(f"{live_server.url}{address}")
        page.locator(".settings summary").click()
        page.locator(".settings [data-read]").click()
        page.wait_for_function(
            "() => document.querySelector('.settings [data-read]').ariaPressed === 'false'"
        )
        assert page.evaluate("said.filter((text) => text === '春耕').length") == 1


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_in_elder_mode_the_button_that_reads_aloud_is_in_sight_on_every_page(
    live_server: LiveServer, new_page: NewPage, addresses: list[str], width: int
) -> None:
    page = new_page(width, failing=True)
    page.add_init_script(VOICE)
    button = page.locator("[data-read]:visible")
    page.goto(f"{live_server.url}/issues/")
    expect(button).to_have_count(0)
    open_elder(page, f"{live_server.url}/")
    lists = ("/", "/calendar/", "/issues/", "/stories/", "/authors/", "/search/", "/nothing/")
    for address in (*addresses, *(f"{live_server.url}{path}" for path in lists)):
        page.goto(address)
        expect(button).to_have_count(1)
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{live_server.url}/issues/")
    # Each button ends what another began, and says so.
    page.evaluate("() => { speechSynthesis.speak = (one) => { said.push(one.text); }; }")
    page.locator(".aloud").click()
    expect(page.locator(".settings [data-read]")).to_have_attribute("aria-pressed", "true")
    page.locator(".settings summary").click()
    page.locator(".settings [data-read]").click()
    expect(page.locator(".aloud")).to_have_text("Read this page aloud")
    assert len(page.evaluate("said")) == 1


def test_without_scripts_no_button_promises_to_read_aloud(
    live_server: LiveServer, new_page: NewPage, addresses: list[str]
) -> None:
    page = new_page(390, javascript=False)
    elder = {"name": "elder", "value": "1", "url": live_server.url}
    page.context.add_cookies([elder])  # type: ignore[list-item]
    for address in addresses:
        page.goto(address)
        expect(page.locator("html[data-elder]")).to_have_count(1)
        expect(page.locator("[data-read]:visible")).to_have_count(0)


def test_reading_aloud_begins_with_what_the_page_is_about(
    new_page: NewPage, live_server: LiveServer
) -> None:
    issue = make_issue("2025-05-01", publication=make_publication("甲报", channels="甲报发布"))
    for number in (1, 2):
        story = make_story(make_page(issue, number), published=True, headline=f"要闻{number}")
        entries.refresh([story.pk])
    page = new_page(1440)
    page.add_init_script(VOICE)
    for address, first in (
        ("/", "甲报"),
        ("/issues/2025-05-01/2/", "2第2版"),
        ("/issues/", "Archive"),
        ("/stories/", "Stories"),
        ("/search/?q=要闻", "Search"),
    ):
        page.goto(f"{live_server.url}{address}")
        page.locator(".settings summary").click()
        page.locator(".settings [data-read]").click()
        page.wait_for_function(
            "() => document.querySelector('.settings [data-read]').ariaPressed === 'false'"
        )
        said = page.evaluate("said")
        assert said[0].startswith(first), address
        assert any("要闻" in text for text in said), address
        ways = {
            "Calendar",
            "Authors",
            "Issues",
            "第1版",
            "第2版",
            "甲报发布",
            "All",
            "Days and order",
        }
        assert not ways & set(said), address


def test_colours_can_be_the_device_s_again(new_page: NewPage, addresses: list[str]) -> None:
    page = new_page(390)
    page.goto(addresses[0])
    before = background(page)
    page.locator(".settings summary").click()
    device = page.get_by_role("button", name="As the device")
    expect(device).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Dark", exact=True).click()
    assert background(page) != before
    expect(device).to_have_attribute("aria-pressed", "false")
    device.click()
    expect(device).to_have_attribute("aria-pressed", "true")
    page.reload()
    assert background(page) == before
    page.emulate_media(color_scheme="dark")
    assert background(page) != before


def test_only_what_can_hand_a_page_on_says_share(
    new_page: NewPage, live_server: LiveServer
) -> None:
    story = make_story(published=True)
    for script, words, way in (
        ("delete Navigator.prototype.share", "Address, QR code", 0),
        ("Navigator.prototype.share = async () => {}", "Share", 1),
    ):
        page = new_page()
        page.add_init_script(script)
        page.goto(f"{live_server.url}{story.get_absolute_url()}")
        button = page.locator("[popovertarget=share]")
        expect(button).to_have_text(words)
        button.click()
        expect(page.get_by_role("button", name="Share with …")).to_have_count(way)


def test_where_the_browser_has_no_voice_it_says_so(
    new_page: NewPage, live_server: LiveServer
) -> None:
    story = make_story(published=True)
    page = new_page()
    page.add_init_script(
        "speechSynthesis.speak = (one) =>"
        " setTimeout(() => one.onerror({error: 'voice-unavailable'}))"
    )
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    button = page.locator(".tools [data-read]")
    button.click()
    expect(button).to_have_text("This browser has no Chinese voice")
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("size", ["2", "3"])
def test_large_type_leaves_a_headline_its_width_beside_no_picture(
    new_page: NewPage, live_server: LiveServer, size: str
) -> None:
    story = make_story(published=True, headline="全县掀起项目建设热潮")
    put_image(make_photo(story), picture(1))
    page = new_page(390)
    page.goto(f"{live_server.url}/issues/")
    page.evaluate("(size) => { document.documentElement.dataset.size = size; }", size)
    link = page.locator(".cover__body li a:not(.cut)").first.bounding_box()
    cut = page.locator(".cover__body .cut").first.bounding_box()
    assert link
    assert cut
    assert link["width"] > 200
    assert cut["y"] + cut["height"] <= link["y"] + 1 or link["y"] + link["height"] <= cut["y"] + 1


def test_where_there_is_one_way_to_go_no_cell_is_empty(
    new_page: NewPage, live_server: LiveServer
) -> None:
    paper = make_page(make_issue("2025-05-01"))
    make_story(paper, published=True)
    page = new_page()
    page.goto(f"{live_server.url}{paper.get_absolute_url()}")
    bar, way = (page.locator(name).bounding_box() for name in (".turn__issues", ".turn__all"))
    assert bar
    assert way
    assert way["width"] == bar["width"]


def test_the_lead_on_the_phones_list_says_that_there_is_more(
    new_page: NewPage, live_server: LiveServer
) -> None:
    paper = make_page(make_issue("2025-05-01"))
    make_story(paper, published=True, body="首段。\n次段。", truncated=True)
    make_story(paper, published=True, body="首段。\n次段。", truncated=True)
    page = new_page(390)
    page.goto(f"{live_server.url}{paper.get_absolute_url()}")
    after = "el => getComputedStyle(el, '::after').content"
    said = [text.evaluate(after) for text in page.locator(".story .text").all()]
    assert said == ['"全文"', "none"]
    # An extract breaks off anyway.
    assert not page.locator(".broken").first.is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_what_a_tool_opens_lies_over_no_other_tool(
    live_server: LiveServer, new_page: NewPage, width: int
) -> None:
    story = make_story(published=True)
    window = new_page(width)
    window.goto(f"{live_server.url}{story.get_absolute_url()}")
    for name in ("share", "cite"):
        window.locator(f"[popovertarget={name}]").click()
        opened = window.locator(f"#{name}").bounding_box()
        assert opened
        assert opened["x"] >= 0
        assert opened["x"] + opened["width"] <= width
        for button in window.locator(".tools > button:visible").all():
            box = button.bounding_box()
            assert box
            below = opened["y"] >= box["y"] + box["height"]
            assert below or opened["y"] + opened["height"] <= box["y"]
        window.keyboard.press("Escape")


# As a browser is that knows no popover: its pages are without the attribute and the selector.
OLDER = "delete HTMLElement.prototype.popover; delete HTMLElement.prototype.popoverTargetElement;"


def make_older(page: Page) -> None:
    page.add_init_script(OLDER)

    def serve(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace(" popover>", ">").replace(":popover-open", ":unheard-of")
        route.fulfill(response=answer, body=text)

    page.route(lambda address: address.endswith(("/", "reader.css")), serve)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_browser_without_popovers_folds_what_the_tools_open(
    live_server: LiveServer, new_page: NewPage, width: int
) -> None:
    story = make_story(published=True, body="昨天，全县开工。")
    page = new_page(width)
    make_older(page)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    opened = page.locator(".tools .pop:visible")
    buttons = page.locator(".tools [popovertarget]")
    expect(buttons).to_have_count(3)
    expect(opened).to_have_count(0)
    for button in buttons.all():
        name = button.get_attribute("popovertarget")
        expect(button).to_have_attribute("aria-expanded", "false")
        button.focus()
        page.keyboard.press("Enter")
        expect(opened).to_have_count(1)
        expect(page.locator(f"#{name}")).to_be_visible()
        expect(button).to_have_attribute("aria-expanded", "true")
        box = opened.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#cite') !== null")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(page.locator("[popovertarget=cite]")).to_be_focused()
    page.locator("[popovertarget=share]").click()
    page.locator("#share-address").click()
    expect(opened).to_have_count(1)
    page.locator("[popovertarget=share]").click()
    expect(opened).to_have_count(0)
    page.locator("[popovertarget=share]").click()
    page.locator("h1").click()
    expect(opened).to_have_count(0)


def test_without_popovers_and_scripts_the_tools_lie_open_below_and_no_button_is_dead(
    live_server: LiveServer, new_page: NewPage
) -> None:
    story = make_story(published=True, body="昨天，全县开工。")
    page = new_page(390, javascript=False)
    page.goto(f"{live_server.url}{story.get_absolute_url()}")
    expect(page.locator(".tools [popovertarget]:visible")).to_have_count(3)
    expect(page.locator(".tools .pop:visible")).to_have_count(0)
    make_older(page)
    page.reload()
    expect(page.locator(".tools [popovertarget]:visible")).to_have_count(0)
    expect(page.locator(".tools .pop:visible")).to_have_count(3)
