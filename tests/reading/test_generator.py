"""The generator's truth must hold what the format promises, or its marks mean nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.alignment import broken_invariants
from tests.reading.generator import (
    PagePlan,
    make_issue_run,
    make_page,
    make_paper,
    rename,
    write_corpus,
)
from tests.reading.generator.errors import ERRORS
from tests.reading.generator.issues import lunar_text, weekday_text
from tests.reading.generator.layouts import LAYOUTS, cut_blocks, wrap
from tests.reading.generator.pages import KINDS

SEEDS = st.integers(min_value=0, max_value=2**32)
LAYOUT = st.sampled_from(LAYOUTS)


def bare(text: str) -> str:
    return "".join(text.split())


@given(SEEDS, LAYOUT, st.sampled_from(sorted(KINDS)))
@settings(max_examples=150, deadline=None)
def test_every_character_belongs_to_one_story_or_to_the_furniture(
    seed: int, layout: str, kind: str
) -> None:
    page = make_page(Random(seed), layout=layout, kind=kind)
    assert broken_invariants(page.text, page.truth) == []
    assert len(page.story_forms) == len(page.truth.articles)


@given(SEEDS, LAYOUT)
@settings(max_examples=100, deadline=None)
def test_every_paragraph_stands_in_the_spans_of_its_story(seed: int, layout: str) -> None:
    page = make_page(Random(seed), layout=layout)
    for story in page.truth.articles:
        source = bare("".join(page.text[start:end] for start, end in story.spans))
        for text in (story.kicker, story.headline, story.deck, story.dateline, *story.paragraphs):
            assert bare(text) in source
        assert all(bare(photo.caption) in source for photo in story.photos)


@given(SEEDS)
@settings(max_examples=50, deadline=None)
def test_only_a_cut_story_ends_in_mid_sentence(seed: int) -> None:
    page = make_page(Random(seed), layout="blocks")
    for story in page.truth.articles:
        for text in story.paragraphs[:-1]:
            assert text[-1] in "。！？…”）"
        cut = story.truncated or story.jump_to is not None
        assert cut or not story.paragraphs or story.paragraphs[-1][-1] in "。！？…”）"


@given(SEEDS)
@settings(max_examples=50, deadline=None)
def test_the_same_seed_gives_the_same_page(seed: int) -> None:
    assert make_page(Random(seed)) == make_page(Random(seed))


@given(SEEDS, st.text(alphabet="甲乙丙，。”“（）12A", min_size=1, max_size=200))
def test_cutting_and_wrapping_lose_nothing(seed: int, text: str) -> None:
    assert "".join(wrap(text, 10, 12)) == text
    assert "".join(cut_blocks(Random(seed), text * 3)) == text * 3


@pytest.mark.parametrize(
    ("day", "lunar", "weekday"),
    [
        (date(2025, 6, 13), "乙巳年五月十八", "星期五"),
        (date(2025, 4, 30), "乙巳年四月初三", "星期三"),
        (date(2025, 8, 1), "乙巳年闰六月初八", "星期五"),
        (date(2024, 2, 9), "癸卯年腊月三十", "星期五"),
        (date(2024, 2, 10), "甲辰年正月初一", "星期六"),
        (date(2023, 12, 13), "癸卯年冬月初一", "星期三"),
    ],
)
def test_lunar_dates_and_weekdays_are_true(day: date, lunar: str, weekday: str) -> None:
    assert (lunar_text(day), weekday_text(day)) == (lunar, weekday)


def test_a_run_of_issues_appears_on_mondays_wednesdays_and_fridays() -> None:
    _, issues = make_issue_run(Random(1), 30)
    assert {issue.day.weekday() for issue in issues} == {0, 2, 4}
    first = issues[0].number
    assert [issue.number for issue in issues] == list(range(first, first + 30))


def test_no_two_of_a_papers_people_look_alike() -> None:
    for seed in range(30):
        staff = make_paper(Random(seed)).staff
        for one in staff:
            for other in staff:
                pairs = zip(one, other, strict=False)
                assert one is other or len(one) != len(other) or sum(a != b for a, b in pairs) > 1


def test_a_change_to_the_plan_is_printed_and_true() -> None:
    def wrong_weekday(plan: PagePlan, _: Random) -> None:
        plan.issue.weekday = "星期八"

    page = next(
        page
        for page in (make_page(Random(s), kind="front", change=wrong_weekday) for s in range(9))
        if page.truth.issue.weekday
    )
    assert page.truth.issue.weekday == "星期八"
    assert "星期八" in page.text


def test_renaming_changes_print_and_truth_together() -> None:
    def swap(plan: PagePlan, _: Random) -> None:
        for story in plan.stories:
            for byline in list(story.truth.bylines):
                rename(story, byline.name, "甲" + byline.name[1:])

    page = make_page(Random(5), kind="front", layout="lines", change=swap)
    names = [byline.name for story in page.truth.articles for byline in story.bylines]
    assert names
    assert all(name.startswith("甲") for name in names)
    assert broken_invariants(page.text, page.truth) == []


def test_a_corpus_is_written_once_a_page(tmp_path: Path) -> None:
    paths = write_corpus(tmp_path, 60, 3)
    assert len(set(paths)) == 60
    again = write_corpus(tmp_path / "again", 60, 3)
    assert [p.read_bytes() for p in paths] == [p.read_bytes() for p in again]


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_planted_errors_are_printed_and_the_truth_stays_whole(name: str) -> None:
    planted = 0
    for seed in range(40):
        found: list[object] = []

        def plant(plan: PagePlan, rng: Random, found: list[object] = found) -> None:
            found.append(ERRORS[name](plan, rng))

        page = make_page(Random(seed), kind="front", change=plant)
        assert broken_invariants(page.text, page.truth) == []
        planted += found != [None]
        assert found != [None] or page.text == make_page(Random(seed), kind="front").text
    assert planted > 4
