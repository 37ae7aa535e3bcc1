"""Differences and three-way merges, for any text."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diff import Op, changes, difference
from articles.merge import merge_rows, merge_story, merge_text

TEXT = st.text(alphabet="县委书记的，。\nab", max_size=40)
ROWS = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from("记通"), "name": st.sampled_from("甲乙丙")}),
    max_size=4,
)
PHOTOS = st.lists(st.fixed_dictionaries({"caption": TEXT, "credit": TEXT}), max_size=2)
STORY = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["news", "photo"]),
        "section": TEXT,
        "kicker": TEXT,
        "headline": TEXT,
        "deck": TEXT,
        "dateline": TEXT,
        "jump_to": st.none() | st.integers(1, 3),
        "jump_from": st.none() | st.integers(1, 3),
        "truncated": st.booleans(),
        "bylines": ROWS,
        "paragraphs": st.lists(st.text(alphabet="县委书，。", min_size=1, max_size=9), max_size=4),
        "photos": PHOTOS,
    }
)
Story = dict[str, Any]


@given(TEXT, TEXT)
def test_a_difference_leads_from_the_old_text_to_the_new(old: str, new: str) -> None:
    runs = difference(old, new)
    assert "".join(text for op, text in runs if op != Op.INSERT) == old
    assert "".join(text for op, text in runs if op != Op.DELETE) == new


@given(TEXT, TEXT)
def test_where_one_side_changed_nothing_the_other_side_wins(base: str, other: str) -> None:
    assert merge_text(base, base, other).text == other
    assert merge_text(base, other, base).text == other
    assert merge_text(base, other, other).text == other
    assert not merge_text(base, other, other).conflicts


@given(TEXT, TEXT, TEXT)
def test_nothing_that_a_person_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge_text(base, mine, theirs).text
    at = 0
    for change in changes(base, mine):
        written = mine[change.low : change.high]
        at = merged.find(written, at)
        assert at >= 0
        at += len(written)


@given(TEXT, TEXT, TEXT)
def test_a_merge_that_conflicts_shows_both_texts(base: str, mine: str, theirs: str) -> None:
    for conflict in merge_text(base, mine, theirs, part="paragraphs").conflicts:
        assert conflict.part == "paragraphs"
        assert conflict.base in base
        assert conflict.mine in mine
        assert conflict.theirs in theirs
        assert conflict.mine != conflict.theirs


@given(ROWS, ROWS)
def test_rows_are_merged_by_the_same_rules(base: list[Story], other: list[Story]) -> None:
    assert merge_rows(base, base, other, part="bylines").text == other
    assert merge_rows(base, other, base, part="bylines").text == other
    assert merge_rows(base, other, other, part="bylines").text == other


@given(STORY, STORY)
def test_stories_are_merged_by_the_same_rules(base: Story, other: Story) -> None:
    assert merge_story(base, base, other).text == other
    assert merge_story(base, other, base).text == other
    assert merge_story(base, other, other).text == other


@given(STORY, STORY, STORY)
def test_a_story_that_both_changed_keeps_the_persons_headline(
    base: Story, mine: Story, theirs: Story
) -> None:
    merged = merge_story(base, mine, theirs)
    parts = {conflict.part for conflict in merged.conflicts}
    for part in ("kicker", "headline"):
        if mine[part] != base[part]:
            assert merged.text[part] == mine[part]
        if mine[part] != base[part] and theirs[part] not in (base[part], mine[part]):
            assert part in parts


def test_a_join_of_columns_and_an_edit_elsewhere_both_happen() -> None:
    base = "详细了解企业产\n品展厅的情况。\n双方交流了意见。"
    mine = base.replace("交流了意见", "深入交换意见")
    merged = merge_text(base, mine, base.replace("产\n品", "产品"))
    assert merged.text == "详细了解企业产品展厅的情况。\n双方深入交换意见。"
    assert not merged.conflicts


def test_two_changes_of_one_word_conflict_and_the_persons_stays() -> None:
    merged = merge_text("记者张蔚漫报道", "记者张蔚旻报道", "记者张蔚曼报道", part="dateline")
    assert merged.text == "记者张蔚旻报道"
    assert [(row.mine, row.theirs) for row in merged.conflicts] == [("旻", "曼")]


def test_one_character_that_stays_by_chance_does_not_part_a_change() -> None:
    assert [op for op, _text in difference("大好的春光", "秋雨的时节")] == [Op.DELETE, Op.INSERT]


def test_bylines_that_both_changed_are_shown_as_people() -> None:
    base, mine, theirs = ([{"role": "记者", "name": name}] for name in ("甲", "乙", "丙"))
    merged = merge_rows(base, mine, theirs, part="bylines")
    assert merged.text == mine
    assert merged.conflicts[0].theirs == "记者 丙"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("的" * 200_000, "的。" * 100_000),
        ("".join(chr(0x4E00 + at % 3000) for at in range(200_000)), "一" * 200_000),
        ("甲。\n" * 50_000, "乙。\n" * 50_000),
    ],
)
def test_the_cost_grows_in_line_also_with_hostile_texts(old: str, new: str) -> None:
    began = time.process_time()
    difference(old, new)
    assert time.process_time() - began < 5
