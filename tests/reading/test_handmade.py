"""Pages written by hand are read as the format says, in every layout."""

from __future__ import annotations

from random import Random

import pytest

from reading import read_page
from reading.document import PageDocument, Story
from reading.invariants import check
from tests.choice import by_length
from tests.reading.alignment import owners
from tests.reading.handmade.mutations import MUTATIONS, Mutation, mutated
from tests.reading.handmade.notation import Page, load_pages
from tests.reading.handmade.printing import LAYOUTS, Layout, Printed, print_page

PAGES = load_pages()
PARTS = (
    *("kind", "section", "kicker", "headline", "deck", "dateline", "bylines"),
    *("paragraphs", "photos", "jump_to", "jump_from", "truncated"),
)
# What came another way: each mutation and page in every third layout, and so each layout in one of
# three mutations. The share that is read right in a third of them strays by a story or two.
EVERY, ENOUGH = by_length((3, 0.96), (1, 0.97))


def faults(page: Page, printed: Printed) -> list[str]:
    """Return what a reading has otherwise than the page's truth."""
    document = read_page(printed.text)
    found = check(printed.text, document)
    for number in range(max(len(page.stories), len(document.articles))):
        pair = [s[number] if number < len(s) else None for s in (page.stories, document.articles)]
        found += _story_faults(number, *pair)
    found += _header_faults(page, document)
    found += [f"unassigned {printed.text[a:b]!r}" for a, b in document.unassigned]
    if not found:
        mine, theirs = printed.owners or [], owners(printed.text, document)
        strays = [
            mark
            for mark, a, b in zip(printed.text, mine, theirs, strict=True)
            if not mark.isspace() and a != b
        ]
        found += [f"owner of {''.join(strays)!r}"] * bool(strays)
    return found


def _story_faults(number: int, truth: Story | None, reading: Story | None) -> list[str]:
    if truth is None or reading is None:
        story = truth or reading
        word = "missing" if reading is None else "made up"
        return [f"story {number} {word}: {story and (story.kicker, story.headline)}"]
    return [
        f"story {number} {name}: {getattr(truth, name)!r} != {getattr(reading, name)!r}"
        for name in PARTS
        if getattr(truth, name) != getattr(reading, name)
    ]


def _header_faults(page: Page, document: PageDocument) -> list[str]:
    told = [
        (name, getattr(truth, name), getattr(reading, name))
        for truth, reading in (
            (page.masthead, document.masthead),
            (page.issue, document.issue),
            (page.page, document.page),
        )
        for name in truth.__slots__
    ]
    return [f"{name}: {wanted!r} != {found!r}" for name, wanted, found in told if wanted != found]


def read_as_told(page: Page, text: str) -> tuple[int, int, list[str]]:
    """Return how many stories are read right, of how many, and what is wrong with the header."""
    document = read_page(text)
    assert check(text, document) == []
    total = max(len(page.stories), len(document.articles))
    right = 0
    for number in range(total):
        pair = [s[number] if number < len(s) else None for s in (page.stories, document.articles)]
        right += not _story_faults(number, *pair)
    return right, total, _header_faults(page, document)


def layouts_of(page: Page) -> list[Layout]:
    return [layout for layout in LAYOUTS if page.only in layout.name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_by_hand_is_read_as_the_format_says(page: Page) -> None:
    wrong = {
        f"{layout.name} {layout.width or layout.seed}": found
        for layout in layouts_of(page)
        if (found := faults(page, print_page(page, layout)))
    }
    assert wrong == {}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_page_that_came_another_way_is_read_the_same(mutation: Mutation) -> None:
    stories = read = 0
    for number, page in enumerate(PAGES, start=MUTATIONS.index(mutation)):
        random = Random(page.name + mutation.name)
        changed = mutated(page, mutation, random)
        for layout in layouts_of(page)[number % EVERY :: EVERY]:
            text = print_page(changed, layout).text
            text = mutation.text(text, random) if mutation.text else text
            right, total, header = read_as_told(changed, text)
            assert header == [] or not mutation.header
            read += right
            stories += total
    assert read / stories >= ENOUGH
