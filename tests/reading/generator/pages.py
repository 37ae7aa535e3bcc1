"""Whole pages: what stands on them, in which layout, with what noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from reading.document import PageDocument
from tests.reading.generator.headlines import make_headline
from tests.reading.generator.issues import IssuePlan, make_issue, random_day
from tests.reading.generator.layouts import (
    LAYOUTS,
    Noise,
    Printer,
    Sheet,
    give_spans,
    make_noise,
)
from tests.reading.generator.mastheads import (
    FurnitureLines,
    imprint,
    make_folio,
    make_masthead,
)
from tests.reading.generator.people import Paper, make_paper
from tests.reading.generator.prose import day_before, story_words
from tests.reading.generator.stories import TERMINAL, StoryPlan, make_story, news

KINDS = {"front": 62, "inner": 24, "bare": 7, "photos": 4, "empty": 2}
OPENING = ("dateline", "dateline+brackets", "agency+brackets", "dateline-place+brackets")


@dataclass(slots=True)
class PagePlan:
    """A page before it is printed. Tests change it (``make_page(change=…)``) to plant errors."""

    paper: Paper
    issue: IssuePlan
    kind: str
    layout: str
    number: int
    stories: list[StoryPlan]
    noise: Noise


@dataclass(slots=True)
class GeneratedPage:
    """A page's raw text, what a reader must give for it, and the choices that made it.

    ``runs`` are start, end, owner and role of every printed run, see ``Sheet``.
    """

    text: str
    truth: PageDocument
    form: dict[str, str]
    story_forms: list[dict[str, str]] = field(default_factory=list)
    runs: list[tuple[int, int, int, str]] = field(default_factory=list)


def make_page(
    rng: Random,
    *,
    layout: str | None = None,
    kind: str | None = None,
    paper: Paper | None = None,
    issue: IssuePlan | None = None,
    number: int | None = None,
    stories: int | None = None,
    noise: Noise | None = None,
    change: Callable[[PagePlan, Random], object] | None = None,
) -> GeneratedPage:
    """Return a page; whatever is not given is chosen at random.

    ``change`` may alter the plan (a weekday, a name, a paragraph) just before it is printed; text
    and truth both follow the altered plan, for the truth is what was printed.
    """
    paper = paper or make_paper(rng)
    issue = issue or make_issue(rng, paper, random_day(rng))
    kind = kind or rng.choices(list(KINDS), list(KINDS.values()))[0]
    number = number or (1 if kind in ("front", "bare") else rng.randint(2, issue.page_count))
    layout = layout or rng.choice(LAYOUTS)
    plan = PagePlan(paper, issue, kind, layout, number, [], noise or make_noise(rng))
    plan.stories = make_stories(rng, plan, stories)
    if change:
        change(plan, rng)
    return print_page(rng, plan)


def make_stories(rng: Random, plan: PagePlan, count: int | None) -> list[StoryPlan]:
    """Return the page's stories, in an order that leaves no doubt where each one ends."""
    if plan.kind == "empty":
        return []
    kinds = _story_kinds(rng, plan.kind, count)
    stories: list[StoryPlan] = []
    for kind in kinds:
        open_end = bool(stories) and stories[-1].truth.truncated
        if open_end:
            kind = "news"
        story = _fitting(rng, plan, kind, open_end=open_end)
        stories.append(story)
    if plan.kind == "inner" and stories[0].truth.jump_from and rng.random() < 0.4:
        first = stories[0]
        first.head, first.section_lines = [], []
        truth = first.truth
        truth.kicker = truth.headline = truth.deck = truth.section = ""
        first.form["headline"] = "absent"
    return stories


def _fitting(rng: Random, plan: PagePlan, kind: str, *, open_end: bool) -> StoryPlan:
    """Return a story whose beginning can be told from what stands above it."""
    while True:
        day, pages = plan.issue.day, plan.issue.page_count
        story = make_story(rng, plan.paper, day, kind=kind, layout=plan.layout, pages=pages)
        if open_end and (story.credits.form not in OPENING or story.truth.section):
            continue
        if plan.layout == "blocks" and _doubtful(story):
            continue
        return story


def _doubtful(story: StoryPlan) -> bool:
    """Say whether a block could as well be another thing.

    A headline that ends like a sentence could be a short paragraph, and a short paragraph cut in
    mid-sentence could be a headline.
    """
    last = story.truth.paragraphs[-1] if story.truth.paragraphs else "。"
    if last[-1] not in TERMINAL + "）" and "。" not in last and len(last) < 40:
        return True
    closed = [line for line in story.head if line.endswith((*TERMINAL, "）"))]
    announced = story.credits.prefix or story.credits.line or story.truth.kind == "teaser"
    return bool(closed) and (not announced or closed[0] is not story.head[-1])


def _story_kinds(rng: Random, page_kind: str, count: int | None) -> list[str]:
    if page_kind == "photos":
        return ["photo"] * (count or rng.randint(1, 5))
    total = count or rng.choice((3, 3, 4, 4, 5, 5, 6, 7, 8, 10))
    weights = {"news": 14, "photo": 2, "notice": 1 if page_kind == "inner" else 0}
    kinds = rng.choices(list(weights), list(weights.values()), k=total)
    if page_kind == "front":
        teasers = min(rng.choice((0, 0, 1, 1, 2, 3)), total - 1)
        at = rng.choice((0, total - teasers, total - teasers))
        kinds[at : at + teasers] = ["teaser"] * teasers
    return kinds


def print_page(rng: Random, plan: PagePlan) -> GeneratedPage:
    """Return the plan as text and truth."""
    sheet = Sheet(rng, plan.noise)
    printer = Printer(
        sheet,
        plan.layout,
        width=rng.randint(12, 28),
        loose=rng.random() < 0.6,
        block_indent=rng.random() < 0.15,
    )
    top = _top(rng, plan)
    form = {"layout": plan.layout, "kind": plan.kind, **top.form}
    truth = PageDocument(masthead=top.masthead, issue=top.issue, page=top.page)
    sheet.gap(rng.choice((0, 0, 1, 4)))
    if top.lines:
        printer.furniture(top.lines)
    _print_stories(rng, plan, printer, truth, top.lines[0] if plan.kind == "inner" else "")
    _foot(rng, plan, printer, form)
    give_spans(sheet, truth)
    form["newline"] = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[plan.noise.newline]
    form["noise"] = "yes" if plan.noise.trailing or plan.noise.leading else "no"
    forms = [{"kind": story.truth.kind, **story.form} for story in plan.stories]
    runs = [(*run, role) for run, role in zip(sheet.runs, sheet.roles, strict=True)]
    return GeneratedPage(sheet.text(), truth, form, forms, runs)


def _top(rng: Random, plan: PagePlan) -> FurnitureLines:
    if plan.kind == "front":
        return make_masthead(rng, plan.paper, plan.issue)
    if plan.kind in ("inner", "photos"):
        return make_folio(rng, plan.paper, plan.issue, plan.number)
    return FurnitureLines()


def _print_stories(
    rng: Random, plan: PagePlan, printer: Printer, truth: PageDocument, header: str
) -> None:
    for index, story in enumerate(plan.stories):
        truth.articles.append(story.truth)
        printer.story(story, index)
        open_end = story.truth.truncated or index == len(plan.stories) - 1
        if plan.noise.form_feed and not open_end and rng.random() < 0.3:
            printer.sheet.raw("\f" + plan.noise.newline)
            if header and rng.random() < 0.5:
                printer.furniture([header])
        if not open_end and plan.kind == "inner" and rng.random() < 0.04:
            printer.furniture([imprint(rng, plan.paper)])


def _foot(rng: Random, plan: PagePlan, printer: Printer, form: dict[str, str]) -> None:
    """Print what stands at the foot: imprint lines, the page number, a form feed."""
    truncated = bool(plan.stories) and plan.stories[-1].truth.truncated
    chance = rng.random()
    if plan.kind in ("front", "inner", "photos") and chance < 0.3:
        printer.furniture([imprint(rng, plan.paper) for _ in range(rng.choice((1, 1, 2)))])
        form["foot"] = "imprint"
    elif plan.kind == "inner" and chance < 0.4 and not truncated:
        number = rng.choice(("{}", "- {} -", "第{}版", "— {} —", "·{}·")).format(plan.number)
        printer.furniture([number])
        form["foot"] = "number"
    if plan.noise.form_feed:
        printer.sheet.raw("\f")


def opening_news(rng: Random, plan: PagePlan) -> StoryPlan:
    """Return a news story with an ordinary headline, for tests that need one to alter."""
    story = news(rng, plan.paper, plan.issue.day, layout=plan.layout)
    words = story_words(rng, plan.paper, day_before(rng, plan.issue.day))
    head = make_headline(rng, "politics", words, form="three")
    story.head, story.truth.kicker, story.truth.headline, story.truth.deck = (
        head.lines,
        head.kicker,
        head.headline,
        head.deck,
    )
    return story
