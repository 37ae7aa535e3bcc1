"""County pages (县报): the tests' composed pages, with their own stories or printed ones in them."""

from __future__ import annotations

from random import Random

from reading.document import Story
from tests.reading.generator import GeneratedPage, PagePlan, StoryPlan, make_page

from .corpus import PrintedPage, PrintedStory
from .printing import ROLES, Example

_LONGEST = 14


def composed_page(name: str) -> Example:
    """Return the composed page of a name; the tests' own seeds are numbers."""
    return _example(make_page(Random(name)), name)


def mixed_page(name: str, pages: list[PrintedPage]) -> Example:
    """Return a composed page, most of its news replaced by printed stories of fair length."""
    random = Random(name)
    stories = [
        story
        for page in random.sample(pages, 12)
        for story in page.stories
        if story.head and 1 <= len(story.paragraphs) <= _LONGEST
    ]

    def change(plan: PagePlan, random: Random) -> None:
        for number, story in enumerate(plan.stories):
            plain = story.truth.kind == "news" and not story.truth.truncated
            if plain and stories and random.random() < 0.8:
                plan.stories[number] = _plan(stories.pop())

    return _example(make_page(random, change=change), name)


def _plan(story: PrintedStory) -> StoryPlan:
    kept = [(kind, text) for kind, text in story.paragraphs if kind != "footer"]
    truth = Story(headline="".join(story.head), paragraphs=[text for _, text in kept])
    roles = {number: ROLES[kind] for number, (kind, _) in enumerate(kept)}
    return StoryPlan(truth, story.head, roles=roles)


def _example(page: GeneratedPage, name: str) -> Example:
    units, runs = 0, []
    for start, end, owner, role in page.runs:
        units += role != "C"
        runs.append((start, end, owner, role, units))
    heads = ["".join((s.kicker + s.headline + s.deck).split()) for s in page.truth.articles]
    return Example(name, page.text, runs, heads)
