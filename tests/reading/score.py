"""``python -m tests.reading.score``: reads generated pages and marks what came out.

Prints the marks over all pages, by layout, and for each form that misses a target; ends with 1
when a target is missed. ``--show SEED`` prints one page with the differences of its reading.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from random import Random
from typing import cast

from reading.document import PageDocument, Story
from tests.reading.alignment import (
    align,
    broken_invariants,
    characters,
    common,
    owners,
)
from tests.reading.generator import GeneratedPage, make_page

Reader = Callable[[str], PageDocument]
TARGETS = {
    "characters": 99.5,
    "story count": 98.0,
    "headline whole": 98.0,
    "headline parts": 95.0,
    "paragraphs": 99.0,
    "bylines": 99.0,
    "issue fields": 99.5,
    "jumps": 98.0,
    "photos": 98.0,
    "truncation": 98.0,
    "invariants": 100.0,
}
ISSUE_FIELDS = ("date", "weekday", "lunar_date", "number", "page_count")
MASTHEAD_FIELDS = ("channels", "organ", "sponsor", "mottoes", "hotline")
NOTHING = Story(kind="")


@dataclass(slots=True)
class Marks:
    """Right and total for each mark."""

    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, mark: str, right: int, total: int = 1) -> None:
        """Count ``right`` of ``total``."""
        self.right[mark] += right
        self.total[mark] += total

    def update(self, other: Marks) -> None:
        """Add another's counts."""
        for mark, total in other.total.items():
            self.add(mark, other.right[mark], total)

    def percent(self, mark: str) -> float:
        """Return the mark in per cent; 100 when there was nothing to read."""
        return 100 * self.right[mark] / self.total[mark] if self.total[mark] else 100.0

    def missed(self) -> list[str]:
        """Return the marks below their targets."""
        return [mark for mark, target in TARGETS.items() if self.percent(mark) < target]

    def faults(self) -> int:
        """Return how much went wrong, characters apart."""
        return sum(
            total - self.right[mark] for mark, total in self.total.items() if mark != "characters"
        )


@dataclass(slots=True)
class PageScore:
    """The marks of a page and of each of its true stories."""

    seed: str
    form: dict[str, str]
    marks: Marks
    stories: list[tuple[dict[str, str], Marks]]
    broken: list[str]


def whole(story: Story) -> str:
    """Return the three parts of a headline as one, without white space."""
    return "".join((story.kicker + story.headline + story.deck).split())


def score_story(truth: Story, reading: Story) -> Marks:
    """Mark one story; a story that was not found, or was made up, is compared with nothing."""
    marks = Marks()
    marks.add("headline whole", whole(truth) == whole(reading))
    parts = [(s.kicker, s.headline, s.deck) for s in (truth, reading)]
    marks.add("headline parts", parts[0] == parts[1])
    marks.add("kind", truth.kind == reading.kind)
    most = max(len(truth.paragraphs), len(reading.paragraphs))
    marks.add("paragraphs", common(truth.paragraphs, reading.paragraphs), most)
    most = max(len(truth.bylines), len(reading.bylines))
    marks.add("bylines", common(truth.bylines, reading.bylines), most)
    jumps = [(s.jump_to, s.jump_from) for s in (truth, reading)]
    _either(marks, "jumps", jumps, (None, None))
    _either(marks, "photos", [truth.photos, reading.photos], [])
    _either(marks, "truncation", [truth.truncated, reading.truncated], False)
    _either(marks, "sections", [truth.section, reading.section], "")
    _either(marks, "datelines", [truth.dateline, reading.dateline], "")
    return marks


def _either(marks: Marks, mark: str, pair: list[object] | object, nothing: object) -> None:
    """Count a field that most stories lack: only where the truth or the reading has it."""
    truth, reading = cast("list[object]", pair)
    if truth != nothing or reading != nothing:
        marks.add(mark, truth == reading)


def score_page(seed: str, page: GeneratedPage, reading: PageDocument) -> PageScore:
    """Mark one page."""
    truth, text = page.truth, page.text
    mine, theirs = owners(text, truth), owners(text, reading)
    pairs = align(mine, theirs, text)
    marks = Marks()
    marks.add("characters", *characters(mine, theirs, text, pairs))
    marks.add("story count", len(truth.articles) == len(reading.articles))
    for name in ISSUE_FIELDS:
        right = getattr(truth.issue, name) == getattr(reading.issue, name)
        marks.add("issue fields", right)
        marks.add(f"issue {name}", right)
    for name in MASTHEAD_FIELDS:
        same = getattr(truth.masthead, name) == getattr(reading.masthead, name)
        marks.add(f"masthead {name}", same)
    marks.add("page number", truth.page.number == reading.page.number)
    marks.add("page name", truth.page.name == reading.page.name)
    broken = broken_invariants(text, reading)
    marks.add("invariants", not broken)
    stories: list[tuple[dict[str, str], Marks]] = []
    for index, story in enumerate(truth.articles):
        match = reading.articles[pairs[index]] if index in pairs else NOTHING
        stories.append((page.story_forms[index], score_story(story, match)))
        marks.update(stories[-1][1])
    for index in set(range(len(reading.articles))) - set(pairs.values()):
        extra = score_story(NOTHING, reading.articles[index])
        for mark in ("paragraphs", "bylines", "photos", "jumps", "truncation", "sections"):
            if extra.total[mark]:
                marks.add(mark, 0, extra.total[mark])
    return PageScore(seed, page.form, marks, stories, broken)


def by_form(scores: Iterable[PageScore]) -> dict[str, Marks]:
    """Return the marks of every form of page and of story."""
    groups: dict[str, Marks] = defaultdict(Marks)
    for score in scores:
        for name, value in score.form.items():
            groups[f"page {name}={value}"].update(score.marks)
        for form, marks in score.stories:
            for name, value in form.items():
                groups[f"story {name}={value}"].update(marks)
    return groups


def load_reader() -> Reader:
    """Return ``reading.read_page``."""
    return cast(Reader, import_module("reading").read_page)


def generate(seed: str) -> GeneratedPage:
    """Return the page of a seed such as ``1-37``."""
    return make_page(Random(seed))


def table(columns: dict[str, Marks]) -> str:
    """Return the marks as a table, a row for each mark, stars where a target is missed."""
    marks = {mark: None for marks in columns.values() for mark in marks.total}
    order = [*TARGETS, *(mark for mark in marks if mark not in TARGETS)]
    rows = [f"{'':22}{'target':>8}" + "".join(f"{name:>16}" for name in columns)]
    for mark in order:
        target = TARGETS.get(mark)
        cells = ""
        for column in columns.values():
            star = "*" if target and column.percent(mark) < target else " "
            cells += f"{column.percent(mark):9.2f}{star}{column.total[mark]:>6}"
        rows.append(f"{mark:22}{target or '':>8}{cells}")
    return "\n".join(rows)


def weak_forms(groups: dict[str, Marks], limit: int = 40) -> list[str]:
    """Return a line for each form that misses a target, the most faults first."""
    ranked = sorted(groups.items(), key=lambda item: -item[1].faults())
    lines = []
    for name, marks in ranked:
        missed = [f"{mark} {marks.percent(mark):.1f}" for mark in marks.missed()]
        if missed:
            lines.append(f"  {name:44} {', '.join(missed)}")
    return lines[:limit]


def as_json(document: PageDocument) -> list[str]:
    """Return the document as lines, white space visible, without spans."""
    plain = document.to_dict()
    for story in plain["articles"]:
        del story["spans"]
    for key in ("furniture", "unassigned", "warnings"):
        del plain[key]
    return json.dumps(plain, ensure_ascii=False, indent=1).splitlines()


def differences(page: GeneratedPage, reading: PageDocument) -> str:
    """Return what the reading has otherwise than the truth, line by line."""
    both = as_json(page.truth), as_json(reading)
    return "\n".join(unified_diff(*both, "truth", "reading", lineterm="", n=1))


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def show(seed: str, reader: Reader) -> int:
    """Print one page, its forms, and how its reading differs."""
    page = generate(seed)
    reading = reader(page.text)
    score = score_page(seed, page, reading)
    visible = page.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "<FF>")
    say(f"{visible}\n{page.form}")
    for form in page.story_forms:
        say(f"  {form}")
    say(differences(page, reading) or "No difference.")
    say("\n".join(score.broken))
    return int(bool(score.marks.missed()))


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(description="Mark the reader on generated pages.")
    parser.add_argument("--pages", type=int, default=500, help="how many pages to read")
    parser.add_argument("--seed", type=int, default=1, help="pages are SEED-0, SEED-1, …")
    parser.add_argument("--worst", type=int, default=10, help="how many of the worst pages to name")
    parser.add_argument("--show", metavar="PAGE", help="print one page, such as 1-37, and stop")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the marks to a file")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, reader: Reader) -> int:
    """Read all pages, print the tables and return the exit code."""
    seeds = [f"{options.seed}-{number}" for number in range(options.pages)]
    pages = [generate(seed) for seed in seeds]
    start = time.perf_counter()
    readings = [reader(page.text) for page in pages]
    rate = len(pages) / (time.perf_counter() - start)
    scores = [score_page(*row) for row in zip(seeds, pages, readings, strict=True)]
    columns = {"all": Marks()}
    for score in scores:
        columns["all"].update(score.marks)
        columns.setdefault(score.form["layout"], Marks()).update(score.marks)
    groups = by_form(scores)
    say(f"{table(columns)}\n\n{len(pages)} pages, {rate:.0f} pages a second")
    say("\nForms that miss a target:\n" + ("\n".join(weak_forms(groups)) or "  none"))
    say("\nWorst pages (faults; see --show):")
    for score in sorted(scores, key=lambda score: -score.marks.faults())[: options.worst]:
        if score.marks.faults():
            say(f"  {score.seed:10} {score.marks.faults():4}  {'; '.join(score.broken)}")
    if options.json:
        write_json(options.json, {**columns, **groups}, rate)
    return int(bool(columns["all"].missed()))


def write_json(path: Path, columns: dict[str, Marks], rate: float) -> None:
    """Write every mark of every form: per cent, right and total."""
    found = {
        name: {mark: [marks.percent(mark), marks.right[mark], total]
               for mark, total in marks.total.items()}
        for name, marks in columns.items()
    }  # fmt: skip
    report = {"pages_per_second": rate, "targets": TARGETS, "marks": found}
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    options = parse_arguments(arguments)
    reader = load_reader()
    return show(options.show, reader) if options.show else run(options, reader)


if __name__ == "__main__":
    raise SystemExit(main())
