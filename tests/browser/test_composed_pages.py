"""Composed front pages, as a designer would look at them: holes, overlaps, broken words, widows."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import mode
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page as Window
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import NewPage
from tests.browser.printed import Mark, bottoms, overlapping, parted, sheets
from tests.choice import by_length
from tests.make import (
    make_issue,
    make_page,
    make_photo,
    make_read_story,
    make_story,
    put_image,
)
from tests.reading.generator.pages import make_page as compose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
PAGES = by_length(12, 50)
# The last sheet was nearly empty once, or its columns ended far from each other, or nothing but the
# masthead stood on the first.
PRINTED = by_length((1, 11, 31, 42, 53, 61, 84, 106, 122, 143, 148, 155), range(160))
UNEVEN = 0.3  # of a sheet
# Where a lone line, an empty column or a hole once stood.
MENDED = (2, 121, 127, 144, 103, 108, 6, 17, 25, 28, 66, 79, 85, 99, 104, 111, 118, 120)
# Width and height of what photographers bring.
SHAPES = [(900, 600), (900, 600), (600, 900), (1500, 600), (700, 700)]
# Pages of two to twelve very short stories: holes of up to 40 % once stood on the first nine.
SHORT = by_length((1, 11, 22, 24, 26, 34, 39, 44, 45), range(60))
# Their last sheet was nearly empty once, or a column of it ended far above the others.
SHORT_PRINTED = by_length((41, 47, 59), range(60))
MIXES = (
    ["square"],
    ["tall"],
    ["wide"],
    ["square", "tall"],
    ["square", "tall", "wide"],
    ["square", "tall", "wide", "flat", "four"],
)
SIZES = {
    "square": (700, 700),
    "tall": (600, 900),
    "wide": (900, 600),
    "flat": (1500, 600),
    "four": (800, 600),
}
NEWS = (
    "竹编非遗走进小学课堂学生体验传统手艺县里开展春季植树活动两千人参加山区农户用上新水泵灌溉更省心"
    "老街修缮完工游客可夜游青年书房开放时间延长到晚九点村级卫生站配齐远程会诊设备乡镇运动会落下帷幕"
    "桥梁检修今日起限时通行供水管网改造提前完成茶园迎来采摘旺季"
)
# Every fault that a script can see: what it is, and where.
FAULTS = """() => {
  const found = [], rows = document.querySelector('.rows'), page = rows.getBoundingClientRect();
  // A page that is hardly begun is seen in a window.
  const whole = page.width * Math.max(page.height, innerHeight);
  const share = (area) => `${(area / whole * 100).toFixed()} %`;
  const name = (el) => el.textContent.trim().slice(0, 12);
  const bottom = (el) => Math.max(...[...el.querySelectorAll('p, h2, h3, img, figcaption, li')]
    .map((part) => part.getBoundingClientRect().bottom));
  let empty = 0;
  for (const cell of document.querySelectorAll('.cell')) {
    const box = cell.getBoundingClientRect(), hole = (box.bottom - bottom(cell)) * box.width;
    empty += hole;
    if (hole > whole / 10) found.push(`a hole of ${share(hole)} under ${name(cell)}`);
  }
  if (empty > whole / 7) found.push(`${share(empty)} of the page is empty`);
  for (const flow of document.querySelectorAll('.flow')) {
    const count = Number(getComputedStyle(flow).columnCount) || 1, lefts = new Map();
    for (const part of flow.querySelectorAll('p, img, .caption, .credit')) {
      for (const box of part.getClientRects()) {
        const left = Math.round(box.left), column = lefts.get(left);
        lefts.set(left, Math.max(column ?? 0, box.bottom));
      }
    }
    if (count > 1 && flow.textContent.trim()) {
      const width = flow.clientWidth / count, own = flow.getBoundingClientRect();
      const place = (left) => Math.floor((left - own.left + 4) / width);
      const unused = count - new Set([...lefts.keys()].map(place)).size;
      if (unused > 0) found.push(`${unused} of ${count} columns are empty: ${name(flow)}`);
    }
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode());) {
    if (!node.parentElement.closest('.part')) continue;
    const range = new Range();
    range.selectNodeContents(node);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
    if (lines.size > 1) found.push(`broken within ${node.data}`);
  }
  const blocks = '.heads, .flow, .teasers, .nameplate, .masthead__date';
  const boxes = [...document.querySelectorAll(blocks)]
    .map((el) => [el, el.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  for (const [i, [one, a]] of boxes.entries()) {
    for (const [other, b] of boxes.slice(i + 1)) {
      if (one.contains(other)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) found.push(`${name(one)} lies over ${name(other)}`);
    }
  }
  for (const el of document.querySelectorAll('.nameplate, .headline, .kicker')) {
    if (el.scrollWidth > el.clientWidth + 1) found.push(`${name(el)} is too wide`);
  }
  for (const text of document.querySelectorAll('.text p')) {
    const lines = [...text.getClientRects()], high = parseFloat(getComputedStyle(text).lineHeight);
    const counts = lines.map((box) => Math.round(box.height / high));
    if (counts.length > 1 && Math.min(...counts) < 2) found.push(`a lone line of ${name(text)}`);
  }
  return found;
}"""


def picture(rng: Random, size: tuple[int, int] | None = None) -> bytes:
    colour = tuple(rng.randrange(90, 200) for _ in range(3))
    image = BytesIO()
    Image.new("RGB", size or rng.choice(SHAPES), colour).save(image, "JPEG")
    return image.getvalue()


def make_composed(number: int) -> str:
    """Publish a page of the grammar's stories, some with pictures; return its address."""
    rng = Random(number)
    document = compose(rng, kind="front", layout="indent", stories=3 + number % 10).truth
    issue = make_issue(f"2025-{1 + number // 28:02}-{1 + number % 28:02}", 100 + number)
    page = make_page(issue)
    for row in document.articles:
        story = make_read_story(page, row)
        for photo in row.photos:
            made = make_photo(story, photo.caption, photo.credit)
            if rng.random() < 0.8:
                put_image(made, picture(rng))
        if row.kind == "news" and rng.random() < 0.25:
            put_image(make_photo(story, "建设现场一派繁忙景象。"), picture(rng))
    return page.get_absolute_url()


def words(rng: Random, length: int) -> str:
    start = rng.randrange(len(NEWS))
    return (NEWS * 2)[start : start + length]


def make_short(number: int) -> str:
    """Publish a page of very short stories, many with a picture, of one shape or mixed."""
    rng = Random(f"short {number}")
    issue = make_issue(f"2024-{1 + number // 28:02}-{1 + number % 28:02}", 100 + number)
    page = make_page(issue)
    mix, share = rng.choice(MIXES), rng.choice([0.3, 0.5, 0.8, 1])
    for place in range(2 + number % 11):
        if place and rng.random() < 0.07:
            make_story(
                page, published=True, kind="teaser", headline=words(rng, 12), body="", jump_to="2"
            )
            continue
        story = make_story(
            page,
            published=True,
            headline=words(rng, rng.randint(7, 18)),
            body=f"{words(rng, rng.randint(40, 120))}。",
            dateline=rng.choice(["本报讯", ""]),
        )
        if rng.random() < share:
            caption = f"{words(rng, rng.randint(8, 24))}。" if rng.random() < 0.8 else ""
            put_image(make_photo(story, caption), picture(rng, SIZES[rng.choice(mix)]))
    return page.get_absolute_url()


def look(window: Window, address: str, name: str) -> list[str]:
    window.goto(address, wait_until="load")
    if folder := os.environ.get("PICTURES"):
        window.screenshot(path=Path(folder, f"{name}.png"), full_page=True)
    faults: list[Any] = window.evaluate(FAULTS)
    return [f"{name}: {fault}" for fault in faults]


def test_composed_pages_are_set_without_a_fault(live_server: LiveServer, new_page: NewPage) -> None:
    addresses = [f"{live_server.url}{make_composed(number)}" for number in range(PAGES)]
    window, found = new_page(1440), []
    for number, address in enumerate(addresses):
        found += look(window, address, f"{number:02}")
    for width in (390, 720, 1000, 1100, 1200):
        window.set_viewport_size({"width": width, "height": 900})
        found += look(window, addresses[0], f"{width} wide")
        found += look(window, addresses[5], f"{width} wide, with photos")
    assert found == []


def test_pages_that_were_once_set_with_a_fault_have_none(
    live_server: LiveServer, new_page: NewPage
) -> None:
    """Lone lines, empty columns and holes stood on them at these widths."""
    pages = by_length(MENDED[:6], MENDED)
    addresses = {number: f"{live_server.url}{make_composed(number)}" for number in pages}
    window, found = new_page(1000), []
    for width in (1000, 1200, 1440):
        window.set_viewport_size({"width": width, "height": 900})
        for number, address in addresses.items():
            found += look(window, address, f"{number} at {width}")
    assert found == []


def test_very_short_stories_with_pictures_leave_no_hole(
    live_server: LiveServer, new_page: NewPage
) -> None:
    addresses = {number: f"{live_server.url}{make_short(number)}" for number in SHORT}
    window, found = new_page(1000), []
    for width in (1000, 1200, 1440):
        window.set_viewport_size({"width": width, "height": 900})
        for number, address in addresses.items():
            found += look(window, address, f"short-{number} at {width}")
    assert found == []


@pytest.mark.parametrize("shape", [(900, 600), (600, 900)])
def test_few_lines_stand_in_the_middle_beside_their_picture_and_leave_no_hole(
    live_server: LiveServer, new_page: NewPage, shape: tuple[int, int]
) -> None:
    page = make_page()
    for length in (60, 100):
        make_story(page, published=True, headline="竹编走进课堂", body="字" * length)
    image = BytesIO()
    Image.new("RGB", shape).save(image, "JPEG")
    put_image(make_photo(page.articles.earliest("order")), image.getvalue())
    window, found = new_page(1100), []
    for width in (1100, 1440):
        window.set_viewport_size({"width": width, "height": 900})
        found += look(window, f"{live_server.url}{page.get_absolute_url()}", f"{width} wide")
        photo, text = (window.locator(f".story--lead {part}") for part in (".photo", ".text"))
        image_box, text_box = photo.bounding_box(), text.bounding_box()
        assert image_box
        assert text_box
        head_box = window.locator(".story--lead .heads").bounding_box()
        assert head_box
        assert text_box["x"] > image_box["x"] + image_box["width"]
        assert image_box["height"] < 560
        # What is empty above the head and below the text is the same.
        story_box = window.locator(".story--lead").bounding_box()
        assert story_box
        above = head_box["y"] - story_box["y"]
        below = story_box["y"] + story_box["height"] - text_box["y"] - text_box["height"]
        assert above == pytest.approx(below, abs=1)
    window.set_viewport_size({"width": 718, "height": 900})
    window.emulate_media(media="print")
    size, own = (
        window.locator(part).evaluate("(part) => getComputedStyle(part).fontSize")
        for part in (".rows", ".story--lead .text")
    )
    assert own == size
    assert found == []


def test_several_pictures_of_a_short_text_stand_side_by_side(
    live_server: LiveServer, new_page: NewPage
) -> None:
    """The last one once stood below the others, with nothing beside it."""
    page = make_page()
    make_story(page, published=True, headline="竹编走进课堂", body="字" * 150)
    for size in ("tall", "wide", "tall"):
        photo = make_photo(page.articles.get(), "")
        put_image(photo, picture(Random(1), SIZES[size]))
    window, found = new_page(1000), []
    for width in (1000, 1100, 1440):
        window.set_viewport_size({"width": width, "height": 900})
        found += look(window, f"{live_server.url}{page.get_absolute_url()}", f"{width} wide")
        boxes = [image.bounding_box() for image in window.locator(".photo img").all()]
        assert len({round(box["y"]) for box in boxes if box}) == 1
        heights = [box["height"] for box in boxes if box]
        assert min(heights) > 0.9 * max(heights)
    assert found == []


def test_on_paper_no_sheet_is_half_empty_and_no_headline_without_its_text(
    live_server: LiveServer, new_page: NewPage
) -> None:
    window, found = new_page(718), []
    for number in PRINTED:
        window.goto(f"{live_server.url}{make_composed(number)}", wait_until="load")
        found += [f"{number}: {fault}" for fault in faults_on_paper(*print_out(window))]
    for number in SHORT_PRINTED:
        window.goto(f"{live_server.url}{make_short(number)}", wait_until="load")
        found += [f"short-{number}: {fault}" for fault in faults_on_paper(*print_out(window))]
    assert found == []


def print_out(window: Window) -> tuple[list[list[Mark]], int]:
    """Return what stands on each sheet, and in how many columns."""
    # What lies further down is fetched once the page is there; without it nobody prints.
    window.wait_for_function("() => [...document.images].every((image) => image.naturalWidth)")
    window.emulate_media(media="print")
    columns = window.locator(".rows").evaluate("(rows) => getComputedStyle(rows).columnCount")
    window.emulate_media(media="null")
    return sheets(window.pdf(prefer_css_page_size=True)), int(columns)


def faults_on_paper(printed: list[list[Mark]], columns: int) -> list[str]:
    found = []
    body = mode(mark.size for marks in printed for mark in marks if mark.size)
    for place, marks in enumerate(printed):
        filled = sum(bottoms(marks, columns)) / columns
        if len(printed) > 1 and filled < 0.5:
            found.append(f"sheet {place + 1} is filled to {filled:.0%}")
        if alone := parted(marks, 1.5 * body, columns):
            found.append(f"a headline at the foot of sheet {place + 1}: {alone[0]}")
        if over := overlapping(marks):
            found.append(f"{over[0]} lies over another on sheet {place + 1}")
    if (uneven := max(ends := bottoms(printed[-1], columns)) - min(ends)) > UNEVEN:
        found.append(f"the columns of the last sheet end {uneven:.0%} of it apart")
    return found
