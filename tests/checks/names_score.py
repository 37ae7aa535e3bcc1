"""How often the check of names errs on real pages, and how many planted slips it finds.

``python -m tests.checks.names_score STORIES.jsonl.xz [--from DATE] [--to DATE]`` takes printed
stories, one a line as JSON (``paper``, ``date``, ``page``, ``headline``, ``paragraphs``), and
prints the questions in 50,000 characters and the share of the planted slips that were found.

A slip is planted into each page at run time: of a full name that stands at least twice in a story,
the first time behind an office or a calling, one later place gets another character for one of the
given name. Nothing of the texts is kept or written anywhere.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import lzma
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from proofing.galley import Galley
from proofing.hits import Hit
from proofing.lexicon import characters, phrases
from proofing.persons import LEAST_TITLE, RunningText, check_names
from proofing.remembered import LAST_MONTHS, Remembered, check_remembered
from reading.document import Story

ALARMS_IN = 50_000
# Another character, one that looks like it, none, another one where he is introduced, and another
# one in another story of the page.
HOW = ("any", "alike", "dropped", "introduced", "story")
BODY = ("body", "subhead", "body?")
# Of his own, narrower than the check's, so that what it cannot see is planted as well.
CALLED = re.compile(
    r"(?:书记|主席|总理|长|主任|教授|研究员|经理|村民|委员|代表|发言人|负责人|总裁|专家|院士|学生|员|者|人)"
    r"(?=([\u4e00-\u9fff]{3}))"
)


@dataclass(slots=True)
class Names:
    """The figures of one run."""

    pages: int = 0
    characters: int = 0
    alarms: list[str] = field(default_factory=list)
    # Of those, how many only the last months raised.
    months: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Questions in 50,000 characters."""
        return len(self.alarms) * ALARMS_IN / max(1, self.characters)


def pages_of(rows: Iterator[dict[str, Any]]) -> Iterator[tuple[str, list[Story]]]:
    """Yield the pages, each with its stories in order."""
    pages: dict[str, list[tuple[int, Story]]] = defaultdict(list)
    for row in rows:
        key = f"{row['paper']} {row['date']} {row['page']}"
        parts = [(one.get("kind", "body"), one["text"]) for one in row["paragraphs"]]
        story = Story(
            kicker=row.get("kicker") or "",
            headline=row.get("headline") or "",
            deck=row.get("deck") or "",
            paragraphs=[text for kind, text in parts if kind in BODY],
        )
        pages[key].append((row.get("order") or 0, story))
    for key, stories in sorted(pages.items(), key=lambda row: row[0].split()[1]):
        yield key, [story for _order, story in sorted(stories, key=lambda row: row[0])]


def read(file: Path, first: str, last: str) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if first <= row["date"] <= last:
                yield row


def score(pages: Iterator[tuple[str, list[Story]]], seed: int) -> Names:
    names, months = Names(), Months()
    for key, stories in pages:
        galleys = [Galley(story, story) for story in stories]
        start = time.perf_counter()
        hits = {_mark(place, part, hit) for place, part, hit in check_names(galleys)}
        names.seconds += time.perf_counter() - start
        names.pages += 1
        names.characters += sum(len(part.text) for one in galleys for part in one.parts)
        names.alarms += [f"{key}: {hit[-1]}" for hit in sorted(hits)]
        later = months.check(key.split()[1], galleys)
        names.months += len(later)
        names.alarms += [f"{key}: {hit.params}" for hit in later]
        for how in HOW:
            _plant_and_look(names, stories, hits, how, Random(f"{seed}-{key}-{how}"), key)
    return names


class Months:
    """Whom the pages before have named with an office, as the database would give it."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[tuple[str, str], dt.date]] = defaultdict(dict)

    def check(self, date: str, stories: list[Galley]) -> list[Hit]:
        """Return what the last months say of the page, and remember whom it names."""
        text, day = RunningText(stories), dt.date.fromisoformat(date)
        titled = {
            (name, row.title[-20:])
            for name, rows in text.people.items()
            for row in rows
            if len(name) > 2 and len(row.title) >= LEAST_TITLE
        }
        first = day - dt.timedelta(LAST_MONTHS)
        known = {
            (*row, seen)
            for name, _title in titled
            for form in (name[:2], name[0] + name[-1])
            for row, seen in self._seen[form].items()
            if first <= seen <= day
        }
        for name, title in titled:
            for form in {name[:2], name[0] + name[-1]}:
                self._seen[form][name, title] = day
        return [row[2] for row in check_remembered(day, text, Remembered((), sorted(known)))]


def _mark(place: int, part: Any, hit: Any) -> tuple[Any, ...]:
    said = f"{hit.params['title']}|{hit.params['name']} / {hit.params['context']}"
    return place, hit.params["name"], hit.params["text"], said


def _plant_and_look(
    names: Names, stories: list[Story], before: set[Any], how: str, rng: Random, key: str
) -> None:
    planted = plant(stories, how, rng)
    if planted is None:
        return
    _place, name, slip, slipped = planted
    names.planted[how] += 1
    galleys = [Galley(story, story) for story in slipped]
    hits = {_mark(place, part, hit) for place, part, hit in check_names(galleys)} - before
    if any({name, slip} == set(hit[1:3]) for hit in hits):
        names.found[how] += 1
    else:
        names.missed.append(f"{key} {how}: {name} → {slip}")


def plant(stories: list[Story], how: str, rng: Random) -> tuple[int, str, str, list[Story]] | None:
    """Return the stories with one slip, and the story it is in, the name and the slip."""
    wholes = ["\n".join(story.paragraphs) for story in stories]
    named = [(place, name) for place, whole in enumerate(wholes) for name in _names(whole)]
    rng.shuffle(named)
    for place, name in named:
        slip, target = _slip(name, how, rng), place
        if how == "story":
            once = (at for at, whole in enumerate(wholes) if whole.count(name) == 1)
            others = [at for at in once if at != place]
            if not others:
                continue
            target = rng.choice(others)
        if not slip or (how != "dropped" and any(slip in whole for whole in wholes)):
            continue
        whole = wholes[target]
        starts = [row.start() for row in re.finditer(name, whole)]
        if how == "introduced" and len(starts) < 3:
            continue
        at = starts[0] if how == "introduced" else rng.choice(starts[how != "story" :])
        changed = whole[:at] + slip + whole[at + len(name) :]
        copy = [Story(**_fields(story)) for story in stories]
        copy[target].paragraphs = changed.split("\n")
        return target, name, slip, copy
    return None


def _fields(story: Story) -> dict[str, Any]:
    return {name: getattr(story, name) for name in ("kicker", "headline", "deck", "paragraphs")}


def _names(text: str) -> list[str]:
    surnames = characters("names")
    found = dict.fromkeys(row[1] for row in CALLED.finditer(text) if row[1][0] in surnames)
    return [name for name in found if _is_whole(name, text)]


def _is_whole(name: str, text: str) -> bool:
    """Whether it comes again, each time before something else, and never in part alone."""
    after = {text[row.end() : row.end() + 1] for row in re.finditer(name, text)}
    given = characters("given-names")
    return len(after) >= 2 and text.count(name[:2]) == text.count(name) and set(name[1:]) <= given


def _slip(name: str, how: str, rng: Random) -> str:
    place = rng.choice((1, 2))
    if how == "dropped":
        return name[:-1]
    if how != "alike":
        others = sorted(characters("given-names") - {name[place]})
    else:
        groups = [row for row in phrases("alike") if name[place] in row]
        others = sorted(set("".join(groups)) - {name[place]})
    return name[:place] + rng.choice(others) + name[place + 1 :] if others else ""


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the check of names on real pages.")
    parser.add_argument("stories", type=Path, help="printed stories, one a line, as .jsonl.xz")
    parser.add_argument("--from", dest="first", default="", metavar="DATE")
    parser.add_argument("--to", dest="last", default="9999", metavar="DATE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="list questions and misses")
    options = parser.parse_args()
    names = score(pages_of(read(options.stories, options.first, options.last)), options.seed)
    say = sys.stdout.write
    say(f"{names.pages} pages, {names.characters:,} characters, {names.seconds:.1f} s\n")
    say(f"questions: {len(names.alarms)}, {names.rate:.2f} in {ALARMS_IN:,} characters,")
    say(f" {names.months} of them by the last months\n")
    for how, count in names.planted.items():
        found = names.found[how]
        say(f"planted ({how}): {count}, found {found}, {found / count:.1%}\n")
    if options.verbose:
        say("\n".join(["", *names.alarms, "", *names.missed, ""]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
