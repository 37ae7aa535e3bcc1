"""Running text: the words of one story and paragraphs of newspaper prose."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.reading.generator.grammar import (
    COMMON,
    GENRES,
    TEXT_OF,
    Template,
    Words,
    fill,
    read_raw,
)
from tests.reading.generator.people import SURNAMES, Paper, person

LOCAL_GENRES = GENRES[:-1]
LIST_ITEMS = ("农作物秸秆", "生活垃圾", "工业固废", "建筑渣土", "畜禽粪污", "废旧农膜")


def day_before(rng: Random, day: date) -> date:
    """Return the day on which a story's events took place."""
    return day - timedelta(days=rng.randint(1, 4))


def story_words(rng: Random, paper: Paper, past: date) -> dict[str, tuple[str, ...]]:
    """Return the words that stay the same through one story of the ``past`` day."""
    town, town2 = rng.sample(paper.towns, 2)
    vice, vice2 = rng.sample(paper.vices, 2)
    upper = {"县": "市", "区": "市", "旗": "市", "市": "省", "省": "国"}[paper.level]
    return {
        "c": (paper.place,),
        "cf": (paper.full,),
        "u": (paper.level,),
        "upper": (upper,),
        "prov": (paper.province,),
        "city": (paper.city,),
        "boss": (paper.boss,),
        "mayor": (paper.mayor,),
        "vice": (vice,),
        "vice2": (vice2,),
        "neighbour": paper.neighbours,
        "date": (f"{past.month}月{past.day}日",),
        "town": (town,),
        "town2": (town2,),
        "village": (rng.choice(paper.villages),),
        "p": tuple(person(rng) for _ in range(3)),
        "xing": (rng.choice(SURNAMES),),
        "year": (str(past.year),),
        "year0": (str(past.year - rng.randint(2, 9)),),
        "year2": (str(past.year + rng.randint(1, 3)),),
        "month": (str((past.month - 2) % 12 + 1),),
        "month2": (str(past.month % 12 + 1),),
    }


def shuffled_sentences(rng: Random, genre: str) -> list[Template]:
    """Return the genre's and the common sentences in a random order, the genre's mostly first."""
    own = list(TEXT_OF[genre]["sent"])
    rng.shuffle(own)
    if genre in ("national", "notice"):
        return own
    common = rng.sample(COMMON["common"], 14)
    cut = rng.randint(4, len(own))
    return [*own[:cut], *common, *own[cut:]]


def write_paragraphs(rng: Random, genre: str, words: Words, count: int) -> list[str]:
    """Return ``count`` paragraphs of one to eight sentences; the first one opens the story."""
    texts = TEXT_OF[genre]
    rest = shuffled_sentences(rng, genre)
    first = fill(rng, rng.choice(texts["lead"]), words)
    paragraphs = [first + _run(rng, rest, words, rng.choice((0, 0, 1, 2)))]
    while len(paragraphs) < count and rest:
        paragraphs.append(_run(rng, rest, words, rng.choice((1, 1, 2, 2, 3, 3, 4, 6, 8))))
    if "close" in texts and len(paragraphs) > 1 and rng.random() < 0.5:
        paragraphs[-1] = fill(rng, rng.choice(texts["close"]), words)
    return paragraphs


def _run(rng: Random, rest: list[Template], words: Words, count: int) -> str:
    taken, rest[:] = rest[:count], rest[count:]
    return "".join(fill(rng, template, words) for template in taken)


def seed_stories() -> list[tuple[str, list[str]]]:
    """Return headline and paragraphs of the real stories in the two samples."""
    lines = "\n".join(read_raw("seed_stories")["story"])
    stories: list[tuple[str, list[str]]] = []
    for line in lines.splitlines():
        if not line.endswith(("。", "”")):
            stories.append((line, []))
        else:
            stories[-1][1].append(line)
    return stories


SEED_STORIES = seed_stories()


def numbered_list(rng: Random) -> list[str]:
    """Return paragraphs that count: an opening sentence and its numbered points."""
    points = rng.sample(LIST_ITEMS, rng.randint(3, 5))
    form, numerals = rng.choice(
        [("{}、", "一二三四五"), ("{}.", "12345"), ("（{}）", "一二三四五")]
    )
    verbs = ("全面排查", "集中清理", "规范处置", "跟踪回访", "建章立制")
    opening = f"此次行动共有{len(points)}项任务，分{rng.randint(2, 5)}个阶段进行。"
    lines = [
        f"{form.format(numeral)}{verb}{point}，做到底数清、情况明、责任实。"
        for numeral, verb, point in zip(numerals, verbs, points, strict=False)
    ]
    return [opening, *lines]
