"""Slips to plant on a page, for ``make_page(rng, change=…)``: one function for each kind.

Each changes the plan before it is printed, so text and truth show the slip alike. It returns what
was planted as (code, text), or None when the page has no place for it.
"""

from __future__ import annotations

from random import Random

from tests.reading.generator.issues import lunar_day, weekday_text
from tests.reading.generator.pages import PagePlan
from tests.reading.generator.stories import StoryPlan, rename, truncate

Planted = tuple[str, str] | None
LOOKALIKES = (
    "旻漫", "晗哈", "祎伟", "堃坤", "喆哲", "怡恰", "倩请", "雅稚", "杰木", "栋拣", "颖颍", "鑫金",
    "淇洪", "昊吴", "慧惠", "敏繁", "涛祷", "然燃", "轩秆", "珺郡", "瑄宣", "玥明", "伟纬",
)  # fmt: skip


def wrong_weekday(plan: PagePlan, rng: Random) -> Planted:
    """Print another weekday than the date's."""
    prefix = plan.issue.weekday[:-1]
    others = [day for day in "一二三四五六日" if prefix + day != plan.issue.weekday]
    plan.issue.weekday = prefix + rng.choice([o for o in others if o != _true_day(plan)])
    return "weekday", plan.issue.weekday


def _true_day(plan: PagePlan) -> str:
    return weekday_text(plan.issue.day)[-1]


def wrong_lunar_day(plan: PagePlan, rng: Random) -> Planted:
    """Print another day of the lunar month."""
    old = plan.issue.lunar_date
    others = [lunar_day(day) for day in range(1, 30) if lunar_day(day) != old[-2:]]
    plan.issue.lunar_date = old[:-2] + rng.choice(others)
    return "lunar_date", plan.issue.lunar_date


def number_off_by_one(plan: PagePlan, rng: Random) -> Planted:
    """Print the neighbour's running number."""
    plan.issue.number += rng.choice((-1, 1))
    return "number", str(plan.issue.number)


def drop_closing_quote(plan: PagePlan, rng: Random) -> Planted:
    """Drop a ” in the middle of a paragraph."""
    places = [
        (story, index)
        for story in plan.stories
        for index, text in enumerate(story.truth.paragraphs)
        if "”" in text[:-1]
    ]
    if not places:
        return None
    story, index = rng.choice(places)
    text = story.truth.paragraphs[index]
    at = text.index("”")
    story.truth.paragraphs[index] = text[:at] + text[at + 1 :]
    return "quotes", story.truth.paragraphs[index]


def double_paragraph(plan: PagePlan, rng: Random) -> Planted:
    """Print a paragraph, not the last one, twice."""
    stories = [story for story in plan.stories if len(story.truth.paragraphs) > 1]
    if not stories:
        return None
    story = rng.choice(stories)
    index = rng.randrange(len(story.truth.paragraphs) - 1)
    text = story.truth.paragraphs[index]
    story.truth.paragraphs.insert(index, text)
    return "paragraph", text


def double_character(plan: PagePlan, rng: Random) -> Planted:
    """Print a common character twice: 的的."""
    places = [
        (story, index)
        for story in plan.stories
        for index, text in enumerate(story.truth.paragraphs)
        if "的" in text
    ]
    if not places:
        return None
    story, index = rng.choice(places)
    text = story.truth.paragraphs[index]
    story.truth.paragraphs[index] = text.replace("的", "的的", 1)
    return "character", "的的"


def swap_name_character(plan: PagePlan, rng: Random) -> Planted:
    """Print one reporter's name, in one story, with a look-alike character."""
    places: list[tuple[StoryPlan, str, str]] = []
    for story in plan.stories:
        for byline in story.truth.bylines:
            for pair in LOOKALIKES:
                if pair[0] in byline.name[1:]:
                    wrong = byline.name[0] + byline.name[1:].replace(*pair)
                    places.append((story, byline.name, wrong))
    if not places:
        return None
    story, old, new = rng.choice(places)
    rename(story, old, new)
    return "name", new


def cut_last_story(plan: PagePlan, rng: Random) -> Planted:
    """Let the page's last news story stop in mid-sentence."""
    last = plan.stories[-1] if plan.stories else None
    if last is None or last.truth.kind != "news" or last.jump or last.credits.suffix:
        return None
    if last.truth.photos or last.truth.truncated:
        return None
    truncate(rng, last)
    return ("truncated", last.truth.paragraphs[-1]) if last.truth.truncated else None


ERRORS = {
    "weekday": wrong_weekday,
    "lunar day": wrong_lunar_day,
    "number": number_off_by_one,
    "closing quote": drop_closing_quote,
    "doubled paragraph": double_paragraph,
    "doubled character": double_character,
    "name": swap_name_character,
    "truncated": cut_last_story,
}
