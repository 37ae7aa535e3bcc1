"""How many planted errors each check finds, and how often it errs: on generated pages.

``python -m tests.checks.score --pages 300 --seed 1 --markdown docs/checks.md`` prints the table
and, with ``--markdown``, puts it between the marks in that file.

Every page is made twice from the same random numbers, once whole and once with one error; both
are read by the real reader. A hit is a finding of the right code that the whole page does not
have. A false alarm is any finding on a whole page, into which right lists, dates ahead and whole
rows were put as decoys; the truncated stories and the samples' own slip are none.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

BEGIN, END = "<!-- score: begin -->", "<!-- score: end -->"
NUMBER_CODES = ("number-order", "number-jump", "number-taken", "number-differs")
# The generator reuses the samples' stories in other papers: their slip, days and names are none.
SAMPLE = ("全力以赴项目", "4月28日", "6月11日", "孟晓斌", "陈桂雷")


def _set_up() -> None:
    """Make Django ready with an empty database in memory."""
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    _set_up()

from findings import masthead  # noqa: E402
from findings.models import Finding  # noqa: E402
from importing.intake import import_all  # noqa: E402
from importing.placement import ImportOptions  # noqa: E402
from importing.receipt import Received  # noqa: E402
from issues.models import Issue, Page, Publication  # noqa: E402
from proofing import prose  # noqa: E402
from proofing.galley import as_loaded  # noqa: E402
from proofing.hits import Found  # noqa: E402
from reading import read_page  # noqa: E402
from tests.checks import planted  # noqa: E402
from tests.checks.planted import Planting  # noqa: E402
from tests.reading.generator import (  # noqa: E402
    PagePlan,
    make_issue_run,
    make_page,
    rename,
)

PLANTED: dict[str, tuple[Planting, tuple[str, ...]]] = {
    "wrong weekday": (planted.wrong_weekday, ("weekday",)),
    "wrong lunar day": (planted.wrong_lunar_day, ("lunar-date",)),
    "wrong lunar month": (planted.wrong_lunar_month, ("lunar-date",)),
    "wrong 干支 year": (planted.wrong_lunar_year, ("lunar-date",)),
    "jump beyond the last page": (planted.jump_beyond, ("jump-beyond",)),
    "dropped closing quote": (planted.dropped_quote, ("unpaired",)),
    "dropped half of （） or 《》": (planted.dropped_bracket, ("unpaired",)),
    "doubled paragraph": (planted.doubled_paragraph, ("doubled-paragraph",)),
    "doubled sentence": (planted.doubled_sentence, ("doubled-sentence",)),
    "doubled character": (planted.doubled_character, ("doubled-character",)),
    "doubled word": (planted.doubled_word, ("doubled-word",)),
    "list longer than its count": (planted.wrong_count, ("list-count",)),
    "date after the issue": (planted.date_after_issue, ("date-after-issue",)),
    "impossible date": (planted.impossible_date, ("date-impossible",)),
    "digits of two widths": (planted.mixed_digits, ("mixed-digits",)),
    "missing verb in a row": (planted.missing_verb, ("missing-verb",)),
    "leftover mark": (planted.leftover_mark, ("leftover-mark", "odd-character", "look-alike")),
    "half-width comma": (planted.half_width, ("half-width-mark",)),
    "doubled comma": (planted.doubled_mark, ("doubled-mark",)),
}
DECOYS: tuple[Planting, ...] = (planted.right_count, planted.date_ahead, planted.whole_row)


@dataclass(slots=True)
class Score:
    """Hits and false alarms of one kind of error."""

    planted: int = 0
    found: int = 0
    codes: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of the planted errors that were found."""
        return self.found / self.planted if self.planted else 0.0


@dataclass(slots=True)
class Scores:
    """All the figures of one run."""

    rows: dict[str, Score] = field(default_factory=dict)
    alarms: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    pages: int = 0
    characters: int = 0
    run_pages: int = 0
    seconds: float = 0.0


def find(text: str, day: dt.date) -> tuple[list[Found], int]:
    """Return what the checks of one page alone find, and how many characters it has."""
    document = read_page(text)
    stories = as_loaded(document)
    paper = Publication(name="x")
    issue = Issue(publication=paper, date=day, page_count=document.issue.page_count)
    found = [
        *masthead.check_masthead(issue, document, text),
        *masthead.check_jumps(issue, stories, Page(number=0), text),
        *prose.check_prose(stories, issue.date, text),
    ]
    return found, sum(len(part.text) for one in stories for part in one.parts)


def score_pages(scores: Scores, pages: int, seed: int) -> None:
    for number in range(pages):
        key = f"{seed}-{number}"
        clean, day = _page(key, None)
        start = time.perf_counter()
        found, characters = find(clean, day)
        scores.seconds += time.perf_counter() - start
        scores.pages, scores.characters = scores.pages + 1, scores.characters + characters
        known = {row.fingerprint for row in found}
        for row in found:
            if not any(known_slip in str(row.params) for known_slip in SAMPLE):
                scores.alarms[row.code] += 1
                scores.examples.append(f"{row.code}: {row.params.get('context', row.params)}")
        for name, (plant, codes) in PLANTED.items():
            text, day = _page(key, plant)
            if not text or text == clean:
                continue
            row_score = scores.rows.setdefault(name, Score(codes=codes))
            row_score.planted += 1
            new = [row for row in find(text, day)[0] if row.fingerprint not in known]
            if any(row.code in codes for row in new):
                row_score.found += 1
            else:
                scores.misses.append(f"{name}: {key}")


def _page(key: str, plant: Planting | None) -> tuple[str, dt.date]:
    """Return a page with decoys and one error, and its day; no text where there is no room."""
    planted, day = False, dt.date(2025, 1, 1)

    def change(plan: PagePlan, rng: Random) -> None:
        nonlocal planted, day
        day = plan.issue.day
        own = Random(f"{key}-decoys")
        for decoy in DECOYS:
            if own.random() < 0.5:
                decoy(plan, own)
        planted = plant is None or plant(plan, Random(f"{key}-planted"))

    page = make_page(Random(key), change=change)
    return (page.text if planted else ""), day


def score_runs(scores: Scores, runs: int, seed: int, *, length: int = 9) -> None:
    """Score what needs neighbours: running numbers, contributors and offices, in the database."""
    for number in range(runs):
        for name in ("number off by one", "swapped name character", "swapped office holder", ""):
            _score_run(scores, f"{seed}-run-{number}", name, length)


def _score_run(scores: Scores, key: str, name: str, length: int) -> None:
    rng = Random(key)
    paper, issues = make_issue_run(rng, length)
    target, planted = length // 2, False
    received = []
    for index, issue in enumerate(issues):

        def change(plan: PagePlan, _rng: Random, index: int = index) -> None:
            nonlocal planted
            if name and index == target:
                planted = _plant(name, plan, Random(f"{key}-planted"))

        page = make_page(
            Random(f"{key}-{index}"), paper=paper, issue=issue, kind="front", change=change
        )
        if index == target and name == "number off by one":
            planted = page.truth.issue.number is not None
        received.append(Received(f"{key}-{index}", page.text.encode()))
    codes = {
        "number off by one": NUMBER_CODES,
        "swapped name character": ("similar-contributor",),
        "swapped office holder": ("office-two-holders",),
    }.get(name, ())
    publication = Publication.objects.create(name=f"{key}-{name}", organ=paper.organ)
    for outcome in import_all(received, ImportOptions(publication=publication)):
        scores.run_pages += outcome.page_id is not None
    findings = Finding.objects.open().filter(page__issue__publication=publication)
    shared = findings.filter(
        code__in=(*NUMBER_CODES, "similar-contributor", "office-two-holders", "holder-two-offices")
    )
    if not name:
        for row in shared:
            if any(slip in str(row.params) for slip in SAMPLE):
                continue
            scores.alarms[row.code] += 1
            scores.examples.append(f"{row.code}: {row.params}")
    elif planted:
        row_score = scores.rows.setdefault(name, Score(codes=codes))
        row_score.planted += 1
        hit = findings.filter(code__in=codes).exists()
        row_score.found += hit
        if not hit:
            scores.misses.append(f"{name}: {key}")


def _plant(name: str, plan: PagePlan, rng: Random) -> bool:
    if name == "number off by one":
        plan.issue.number += rng.choice((-1, 1))
        return True
    if name == "swapped office holder":
        return _swap_holder(plan, rng)
    for story in plan.stories:
        for byline in story.truth.bylines:
            if len(byline.name) == 3 and byline.name in plan.paper.staff:
                rename(story, byline.name, byline.name[:2] + rng.choice("旻漫彦昊雯"))
                return True
    return False


def _swap_holder(plan: PagePlan, rng: Random) -> bool:
    boss = plan.paper.boss
    for story in plan.stories:
        if any(f"委书记{boss}" in text for text in story.truth.paragraphs):
            rename(story, boss, boss[:-1] + rng.choice("旻漫彦昊雯"))
            return True
    return False


def table(scores: Scores) -> Iterator[str]:
    yield "| planted error | codes | planted | found | share |"
    yield "|---|---|---:|---:|---:|"
    for name, row in scores.rows.items():
        yield f"| {name} | {', '.join(row.codes)} | {row.planted} | {row.found} | {row.share:.1%} |"
    yield ""
    total = sum(scores.alarms.values())
    yield (
        f"False alarms on {scores.pages} whole pages ({scores.characters:,} characters) and"
        f" {scores.run_pages} pages of runs: {total}"
        + (
            f" ({', '.join(f'{code} {n}' for code, n in scores.alarms.most_common())})."
            if total
            else "."
        )
    )


def main() -> int:
    """Print the table and, when asked, put it into the documentation."""
    parser = argparse.ArgumentParser(description="Score the checks on generated pages.")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    parser.add_argument("--verbose", action="store_true", help="list false alarms and misses")
    options = parser.parse_args()
    scores = Scores()
    score_pages(scores, options.pages, options.seed)
    score_runs(scores, options.runs, options.seed)
    lines = "\n".join(table(scores))
    sys.stdout.write(lines + "\n")
    if options.verbose:
        sys.stdout.write("\n".join(["", *scores.examples, *scores.misses, ""]))
    if options.markdown:
        text = options.markdown.read_text(encoding="utf-8")
        head, tail = text.split(BEGIN)[0], text.split(END)[1]
        options.markdown.write_text(f"{head}{BEGIN}\n{lines}\n{END}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
