"""County pages (县报): the tests' composed pages, with their own or printed stories in them."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from reading.document import Story
from tests.reading.generator import GeneratedPage, PagePlan, StoryPlan, make_page
from training.forms import dress, site_lines
from training.stories import PrintedStory
from training.styles import NEVER_FIRST, NEVER_LAST, ROLES, Example, headline_of

_LONGEST = 14
# Pages of so few stories are printed with short ones too.
_FEW = 3
# The shortest piece that a column cuts off.
_PIECE = 10
_NEVER_LAST = NEVER_LAST + "！？…”’）》；"


def composed_page(name: str) -> Example:
    """Return the composed page of a name; the tests' own seeds are numbers."""
    random = Random(name)
    return _example(make_page(random, **_size(random)), name)


def _size(random: Random) -> dict[str, Any]:
    """Return nothing, or for one page in four the options of a small one."""
    if random.random() < 0.6:
        return {}
    return {"stories": random.randint(1, 3), "kind": random.choice(("bare", "inner", "front"))}


def mixed_page(name: str, pages: list[list[PrintedStory]], *, dressed: bool = True) -> Example:
    """Return a composed page, most of its news replaced by printed stories of fair length.

    A dressed one has forms that corpus and composer lack, see ``forms``.
    """
    random = Random(name)
    stories = [
        story
        for page in random.sample(pages, min(12, len(pages)))
        for story in page
        if story.head and 1 <= len(story.paragraphs) <= _LONGEST
    ]

    sentences = _sentences(stories)

    def change(plan: PagePlan, random: Random) -> None:
        for number, story in enumerate(plan.stories):
            plain = story.truth.kind == "news" and not story.truth.truncated
            if plain and stories and random.random() < 0.8:
                plan.stories[number] = _plan(stories.pop())
        if dressed:
            if len(plan.stories) <= _FEW and random.random() < 0.7:
                for story in plan.stories:
                    _shorten(random, story)
            dress(random, plan, sentences)

    page = make_page(random, change=change, **_size(random))
    example = _example(page, name)
    if dressed and page.form["layout"] == "blocks" and random.random() < _share_cut(page):
        example = _cut(random, example)
    return _on_a_site(random, example) if dressed else example


def _share_cut(page: GeneratedPage) -> float:
    """Return how many pages have more of their text cut by columns; small ones oftener."""
    return 0.5 if len(page.truth.articles) <= _FEW else 0.1


def _cut(random: Random, example: Example) -> Example:
    """Return a page in blocks whose short paragraphs are cut by columns too."""
    text, runs = "", []
    done = 0
    for start, end, owner, role, unit in example.runs:
        text += example.text[done:start]
        done = end
        places = _places(random, example.text[start:end]) if role in "PC" else []
        for low, high in pairwise([0, *places, end - start]):
            text += "\n\n" * (low > 0)
            piece = example.text[start + low : start + high]
            runs.append((len(text), len(text) + len(piece), owner, role if low == 0 else "C", unit))
            text += piece
    return Example(example.name, text + example.text[done:], runs, example.heads)


def _places(random: Random, text: str) -> list[int]:
    """Return where a paragraph is cut: nowhere behind a sentence, in a number or a Latin word."""
    may = [
        at
        for at in range(_PIECE, len(text) - _PIECE)
        if text[at] not in NEVER_FIRST
        and text[at - 1] not in _NEVER_LAST
        and not text[at - 1 : at + 1].isascii()
        and text[at - 1 : at + 1].strip() == text[at - 1 : at + 1]
    ]
    wanted = random.choice((0, 1, 1, 2))
    found: list[int] = []
    for at in sorted(random.sample(may, min(wanted, len(may)))):
        if not found or at - found[-1] >= _PIECE:
            found.append(at)
    return found


def _shorten(random: Random, story: StoryPlan) -> None:
    """Leave of a story one to three paragraphs of a sentence each."""
    if story.truth.kind != "news" or story.jump or story.credits.suffix or story.truth.truncated:
        return
    kept = random.randint(1, 3)
    story.truth.paragraphs = [
        text[: text.find("。") + 1] or text for text in story.truth.paragraphs[:kept]
    ]
    story.roles = {at: role for at, role in story.roles.items() if at < kept}
    story.subheads = {at for at in story.subheads if at < kept}


def _sentences(stories: list[PrintedStory]) -> list[str]:
    texts = [text for story in stories for kind, text in story.paragraphs if kind == "body"]
    found = [part + "。" for text in texts for part in text.split("。") if 4 <= len(part) <= 80]
    return found or ["今天，我县召开会议。"]


def _on_a_site(random: Random, example: Example) -> Example:
    """Return a page with what a site prints above and below its text."""
    above, below = site_lines(random, top=True), site_lines(random, top=False)
    head = "".join(line + "\n\n" for line in above)
    runs, at, units = [], 0, -len(above)
    for number, line in enumerate(above):
        runs.append((at, at + len(line), -1, "F", units + number))
        at += len(line) + 2
    runs += [
        (start + at, end + at, owner, role, unit) for start, end, owner, role, unit in example.runs
    ]
    text = head + example.text
    for number, line in enumerate(below):
        text += "\n\n"
        runs.append((len(text), len(text) + len(line), -1, "F", 10**6 + number))
        text += line
    return Example(example.name, text, runs, example.heads)


def _plan(story: PrintedStory) -> StoryPlan:
    texts = [text for _, text in story.paragraphs]
    truth = Story(headline=headline_of(story), paragraphs=texts)
    roles = {number: ROLES[kind] for number, (kind, _) in enumerate(story.paragraphs)}
    return StoryPlan(truth, [line for _, line in story.head], roles=roles)


def _example(page: GeneratedPage, name: str) -> Example:
    units, runs = 0, []
    for start, end, owner, role in page.runs:
        units += role != "C"
        runs.append((start, end, owner, role, units))
    heads = ["".join((s.kicker + s.headline + s.deck).split()) for s in page.truth.articles]
    return Example(name, page.text, runs, heads)
