"""``python -m tests.benchmarks.questions [--stories 100000] [--keep FOLDER]``: what a search costs.

So many composed stories of some 800 characters come into a database of their own, on SQLite or on
the server of ``DATABASE_URL``, and a hundred questions are asked of them: words that the stories
have, rare and common ones. A figure is milliseconds of this process and of the server's own for it,
for the whole answer (counted, narrowed, the 20 newest with their passages), the less of two takes;
how many are answered in time is told by the clock, too, which a busy neighbour moves.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import django

from tests.benchmarks.growing import Archives, processor_clock
from tests.served import python

if TYPE_CHECKING:
    from issues.models import Page

A_PAGE, PAGES = 10, 4
CHARACTERS = 800
MOST_MS, OF_A_HUNDRED = 50, 95
THIS = "tests.benchmarks.questions"
Take = tuple[float, float]


def report(stories: int, folder: Path) -> Iterator[str]:
    """Yield a line a kind of question, and how many of all take less than the most."""
    os.environ["DATA_DIR"] = str(folder)
    address = Archives(folder).grown(stories, THIS)
    taken: dict[str, list[Take]] = json.loads(python(address, "-m", THIS, "--measure"))
    for kind, takes in taken.items():
        figures = sorted(own for own, _clock in takes)
        half, most = figures[len(figures) // 2], figures[-1]
        yield f"search, {stories} stories, {kind}: {half:.1f} ms, at most {most:.1f}"
    every = [take for takes in taken.values() for take in takes]
    own, clock = (100 * sum(take[way] < MOST_MS for take in every) / len(every) for way in (0, 1))
    missed = "" if own >= OF_A_HUNDRED else " MISSED"
    yield (
        f"search, {stories} stories: {own:.0f} of 100 under {MOST_MS} ms of processor time,"
        f" {clock:.0f} by the clock{missed}"
    )


def grow(stories: int) -> None:
    """Fill an empty database with composed stories, by the writers of a page's import."""
    django.setup()
    from archive.statistics import gather
    from issues.models import Issue, Page, Publication
    from search.gram_tables import made_at_once

    rng, lines = Random(3), sentences()
    paper = Publication.objects.create(name="海口县报", organ="海口县报", reviews=0)
    days = -(-stories // (A_PAGE * PAGES))
    first = dt.date(1990, 1, 1)
    issues = Issue.objects.bulk_create(
        [Issue(publication=paper, date=first + dt.timedelta(days=day)) for day in range(days)]
    )
    pages = Page.objects.bulk_create(
        [
            Page(issue=issue, number=number, label=str(number), name="要闻")
            for issue in issues
            for number in range(1, PAGES + 1)
        ]
    )
    with made_at_once():
        for place in range(0, stories, A_PAGE):
            _fill(pages[place // A_PAGE], min(A_PAGE, stories - place), rng, lines)
    gather()


def _fill(page: Page, stories: int, rng: Random, lines: Sequence[str]) -> None:
    """Write the stories of a page and what is searched of them."""
    from django.utils import timezone

    from articles.models import Article
    from articles.text import StoryText
    from audit.bulk_insert import insert
    from search import entries

    pairs = []
    for order in range(stories):
        words = compose(rng, lines)
        section = rng.choice(("", "", "要闻", "民生", "经济", "乡镇"))
        read = {"headline": words[0][:20], "section": section, "paragraphs": words}
        text = StoryText.from_dict(read)
        story = Article(page=page, order=order, status=Article.Status.PUBLISHED, **text.columns)
        story.published_at = timezone.now()
        pairs.append((story, text))
    insert(story for story, _text in pairs)
    entries.add(pairs, page)


def sentences() -> Sequence[str]:
    """Return the sentences of composed pages, whose people, places and figures are many."""
    from tests.reading.generator.issues import make_issue_run
    from tests.reading.generator.pages import make_page
    from tests.reading.generator.people import PLACES, make_paper

    rng = Random(1)
    found: dict[str, None] = {}
    for place in PLACES:
        paper, issues = make_issue_run(
            rng, 30, paper=make_paper(rng, place=place), start=dt.date(2004, 1, 1)
        )
        for issue in issues:
            page = make_page(rng, paper=paper, issue=issue, kind="inner", number=2)
            found.update(dict.fromkeys(page.text.replace("\n", "").split("。")))
    return [f"{line.strip()}。" for line in found if 8 < len(line) < 120]


def compose(rng: Random, lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of a story: few stories have a sentence, and no two are alike."""
    words: list[str] = []
    while sum(map(len, words)) < CHARACTERS:
        # The later a sentence stands in the list, the rarer it is.
        words.append(lines[int(len(lines) * rng.random() ** 2)])
    return words


def asked(rng: Random) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return the questions of each kind, and where they look."""
    from articles.models import Article

    keys = rng.sample(range(1, Article.objects.count()), 300)
    first = Article.objects.order_by("pk")[:1].get().pk
    bodies = Article.objects.filter(pk__in=[first + key for key in keys])
    texts = [line for body in bodies.values_list("body", flat=True) for line in body.split("\n")]
    texts = [text for text in texts if len(text) > 12]
    counted = Counter(
        pair
        for text in texts
        for at in range(len(text) - 1)
        if (pair := text[at : at + 2]).isalpha()
    )
    ranked = [pair for pair, _count in counted.most_common()]

    def cut(length: int) -> str:
        text = rng.choice(texts)
        at = rng.randrange(len(text) - length)
        return text[at : at + length]

    def plain(words: list[str]) -> list[tuple[str, dict[str, str]]]:
        return [(word, {}) for word in words]

    middle = len(ranked) // 3
    return {
        "one character": plain([pair[0] for pair in rng.sample(ranked, 5)]),
        "two characters, very many": plain(ranked[:10]),
        "two characters, middling": plain(ranked[middle : middle + 15]),
        "two characters, few": plain(ranked[-15:]),
        "three and four characters": plain([cut(rng.choice((3, 4))) for _one in range(20)]),
        "longer": plain([cut(8) for _one in range(10)]),
        "two words": plain([f"{cut(2)} {cut(2)}" for _one in range(10)]),
        "without a word": plain([f"{cut(2)} -{cut(2)}" for _one in range(5)]),
        "in a section": [(cut(2), {"section": "民生"}) for _one in range(5)],
        "nothing found": plain([cut(3) + cut(3) for _one in range(5)]),
    }


def measure() -> dict[str, list[Take]]:
    """Return the milliseconds of each question: of processor time, and by the clock."""
    django.setup()
    from search.engine import find
    from search.question import Within

    spent = processor_clock()

    def take(words: str, where: dict[str, str]) -> Take:
        used, start = spent(), time.perf_counter()
        find(words, within=Within(**where) if where else None)  # type: ignore[arg-type]
        return (spent() - used) * 1000, (time.perf_counter() - start) * 1000

    return {
        kind: [min(take(*question), take(*question)) for question in questions]
        for kind, questions in asked(Random(5)).items()
    }


def main() -> None:
    """Measure when told to, else report."""
    parser = argparse.ArgumentParser(description="What searching costs among many stories.")
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the stories stay")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.grow:
        grow(options.grow)
        return
    if options.measure:
        sys.stdout.write(json.dumps(measure()))
        return
    with tempfile.TemporaryDirectory(prefix="questions_") as name:
        folder = (options.keep or Path(name)).absolute()
        folder.mkdir(exist_ok=True)
        for line in report(options.stories, folder):
            print(line, flush=True)


if __name__ == "__main__":
    main()
