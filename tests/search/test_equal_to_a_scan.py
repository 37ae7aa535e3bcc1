"""What the index finds is what a look at every text finds, in the same order, on both databases."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import pytest

from articles.models import Article
from articles.text import StoryText
from search import engine, entries, matching, windows
from search.engine import Order, find
from search.entries import lines_of
from search.normal_form import normal
from search.question import Within
from tests.conftest import MakeOnce
from tests.make import make_byline, make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
WORDS = (
    "縣委书记调研重点项目建设春耕生产农业农村现代化，"
    "增长3.3%。“十四五”规划；⼯程 GDP深圳，深 圳；一一二二"
)


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[list[Article]]) -> list[Article]:
    return make_once(_corpus)


def _corpus() -> list[Article]:
    chance = random.Random(12)
    made = []
    for month in range(1, 8):
        page = make_page(make_issue(f"2025-{month:02}-06"), number=chance.choice([1, 2]))
        for _ in range(4):
            lines = [_line(chance) for _ in range(chance.randint(1, 3))]
            story = make_story(
                page,
                published=chance.random() < 0.9,
                headline=_line(chance)[:9],
                section=chance.choice(["", "要 闻'\""]),
                body="\n".join(lines),
            )
            make_byline(story)
            made.append(story)
    entries.refresh([row.pk for row in made])
    return made


def _line(chance: random.Random) -> str:
    pieces = (WORDS[at : at + 5] for at in chance.choices(range(len(WORDS) - 5), k=4))
    return "".join(pieces)


@pytest.fixture(scope="module", autouse=True)
def seen(stories: list[Article], make_once: MakeOnce[list[Seen]]) -> list[Seen]:
    """Every story that readers may see, the newest first: what a scan goes over."""
    return make_once(_seen)


def _seen() -> list[Seen]:
    rows = []
    for story in Article.objects.published().with_page().with_parts():
        text, page = StoryText.of(story), story.page
        place = (-page.issue.date.toordinal(), page.number, story.pk)
        headline = [normal(line) for line in (text.kicker, text.headline, text.deck)]
        lines = [normal(line) for line in lines_of(text)]
        rows.append((place, Seen(story.pk, lines, headline, text.section, page.issue.date)))
    return [row for _place, row in sorted(rows, key=itemgetter(0))]


@dataclass(frozen=True)
class Seen:
    """A story's key and its lines in their form."""

    key: int
    lines: list[str]
    headline: list[str]
    section: str
    day: dt.date


def _has(lines: list[str], term: str) -> bool:
    return any(term in line for line in lines)


def _scan(seen: list[Seen], terms: list[str], without: list[str]) -> list[int]:
    return [
        row.key
        for row in seen
        if all(_has(row.lines, term) for term in terms)
        and not any(_has(row.lines, term) for term in without)
    ]


def _found(said: str, order: Order = Order.NEWEST) -> list[int]:
    return list(find(said, order=order, count=0).keys)


def test_every_question_of_one_to_four_characters_finds_what_a_scan_finds(
    seen: list[Seen],
) -> None:
    asked = {
        line[at : at + size].strip()
        for row in seen
        for line in row.lines
        for size in (1, 2, 3, 4)
        for at in range(len(line) - size + 1)
    }
    asked -= {""}
    assert len(asked) > 300
    for term in sorted(asked):
        assert _found(f'"{term}"') == _scan(seen, [term], []), term


def test_words_and_their_absence_are_joined_as_in_a_scan(seen: list[Seen]) -> None:
    chance = random.Random(3)
    for _ in range(60):
        first, second, third = (WORDS[at : at + n] for at, n in _places(chance))
        terms, without = [normal(first), normal(second)], [normal(third)]
        if not all(chain(terms, without)):
            continue
        said = f'"{first}" "{second}" -"{third}"'
        assert _found(said) == _scan(seen, terms, without), said


def _places(chance: random.Random) -> list[tuple[int, int]]:
    return [(chance.randrange(len(WORDS) - 4), chance.randint(1, 3)) for _ in range(3)]


@pytest.mark.parametrize("most", [2, 7, 1000])
def test_of_a_common_word_the_newest_are_found_some_months_at_a_time(
    seen: list[Seen], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in (
        (engine, "MOST", most),
        (engine, "COUNTED", 3),
        (windows, "FIRST", 4),
        (windows, "WIDEST", 20),
        (matching, "SENT", 5),
        (matching, "TAKEN", 3),
    ):
        monkeypatch.setattr(module, name, value)
    section, until = seen[0].section, dt.date(2025, 5, 30)
    for said in ("重", "调研", "农业农", "书记调研", "深 圳"):
        every = _scan(seen, [normal(said)], [])
        assert every
        assert _turned(f'"{said}"', most) == every[:most], said
        where = {row.key for row in seen if row.section == section and row.day <= until}
        within = Within(section=section, until=until)
        narrowed = [key for key in every if key in where]
        assert list(find(f'"{said}"', within=within, start=most, count=0).keys) == narrowed[:most]
        without = _scan(seen, [normal(said)], ["春"])
        assert _turned(f'"{said}" -春', most) == without[:most], said


def _turned(said: str, most: int) -> list[int]:
    """Return what the pages of two show one after the other, each of which counts only so far."""
    shown: list[int] = []
    for start in range(0, most, 2):
        found = find(said, start=start, count=2)
        counted = min(max(engine.COUNTED, start + 2), most)
        assert found.total <= counted
        assert found.total == counted or not found.more
        assert sum(count for _year, count in found.facets.years) == found.total
        here = [hit.article.pk for hit in found.hits]
        shown += here[: most - start]
        if len(here) < 2:
            break
    return shown


def test_headlines_come_first_when_the_best_do(seen: list[Seen]) -> None:
    for said in ("调研", "重", "农业农"):
        term = normal(said)
        first = [row.key for row in seen if _has(row.headline, term)]
        rest = [key for key in _scan(seen, [term], []) if key not in first]
        assert first
        assert rest
        assert _found(said, Order.BEST) == first + rest


def test_without_words_nothing_is_asked_and_without_wanted_ones_all_others_are_found(
    seen: list[Seen],
) -> None:
    assert find("").total == 0
    assert find("-调研").total == len(_scan(seen, [], ["调研"]))
