"""Differences and three-way merges, for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diff import Op, changes, difference, sequence_changes
from articles.merge import merge_rows, merge_story, merge_text
from articles.text import StoryByline, StoryPhoto, StoryText

TEXT = st.text(alphabet="县委书记的，。\nab", max_size=40)
ROWS = st.lists(
    st.builds(StoryByline, st.sampled_from("记通"), st.sampled_from("甲乙丙")), max_size=4
).map(tuple)
PAGES = st.none() | st.integers(1, 3).map(str)
STORY = st.builds(
    StoryText,
    kind=st.sampled_from(["news", "photo"]),
    section=TEXT,
    kicker=TEXT,
    headline=TEXT,
    deck=TEXT,
    dateline=TEXT,
    jump_to=PAGES,
    jump_from=PAGES,
    truncated=st.booleans(),
    bylines=ROWS,
    paragraphs=st.lists(st.text(alphabet="县委书，。", min_size=1, max_size=9), max_size=4).map(
        tuple
    ),
    photos=st.lists(st.builds(StoryPhoto, TEXT, TEXT), max_size=2).map(tuple),
)
LETTERS = st.lists(st.sampled_from("abcd"), max_size=12)
Bylines = tuple[StoryByline, ...]


@given(TEXT, TEXT)
def test_a_difference_leads_from_the_old_text_to_the_new(old: str, new: str) -> None:
    runs = difference(old, new)
    assert "".join(text for op, text in runs if op != Op.INSERT) == old
    assert "".join(text for op, text in runs if op != Op.DELETE) == new


def marked(old: str, new: str) -> str:
    """Return a difference on one line: ``-gone+come`` in brackets."""
    signs = {Op.EQUAL: "%s", Op.DELETE: "[-%s]", Op.INSERT: "[+%s]"}
    return "".join(signs[op] % text for op, text in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        # Chinese is cut by character, numbers and Latin words are whole.
        ("全县掀起热潮", "全省掀起热潮", "全[-县][+省]掀起热潮"),
        ("完成投资1,234万元", "完成投资1,235万元", "完成投资[-1,234][+1,235]万元"),
        ("增长12.5%", "增长12.6%", "增长[-12.5][+12.6]%"),
        ("2024年6月1日", "2025年6月11日", "[-2024][+2025]年6月[-1][+11]日"),
        ("召开WTA大会", "召开WTO大会", "召开[-WTA][+WTO]大会"),
        ("3,4,5月", "3,4,6月", "3,4,[-5][+6]月"),
        # What is put in or taken out is a whole clause or sentence where it can be.
        (
            "县长王明、副县长李强",
            "县长王明、县委书记张三、副县长李强",
            "县长王明、[+县委书记张三、]副县长李强",
        ),
        ("他去北京。他回来。", "他去北京。他去上海。他回来。", "他去北京。[+他去上海。]他回来。"),
        ("甲方案。\n乙方案。", "甲方案。\n乙新方案。", "甲方案。\n乙[+新]方案。"),
    ],
)
def test_a_change_is_as_small_as_sense_allows(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


@given(LETTERS, LETTERS)
def test_no_shorter_way_leads_from_one_sequence_to_another(old: list[str], new: list[str]) -> None:
    at, kept = 0, []
    for change in sequence_changes(old, new):
        kept += old[at : change.start]
        at = change.end
    kept += old[at:]
    assert len(kept) == longest_common(old, new)


def longest_common(old: list[str], new: list[str]) -> int:
    """Return the length of the longest common subsequence, by the table that is always right."""
    row = [0] * (len(new) + 1)
    for item in old:
        above = row
        row = [0]
        for at, other in enumerate(new, start=1):
            row.append(above[at - 1] + 1 if item == other else max(above[at], row[at - 1]))
    return row[-1]


def test_one_change_in_a_long_text_is_found_at_its_place() -> None:
    old = "".join(f"第{number}行\n" for number in range(9000))
    runs = difference("甲\n" + old, "乙\n" + old.replace("第8000行", "第八千行"))
    assert [text for op, text in runs if op != Op.EQUAL] == ["甲", "乙", "8000", "八千"]


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
def test_rows_are_merged_by_the_same_rules(base: Bylines, other: Bylines) -> None:
    assert merge_rows(base, base, other, part="bylines").text == other
    assert merge_rows(base, other, base, part="bylines").text == other
    assert merge_rows(base, other, other, part="bylines").text == other


@given(STORY, STORY)
def test_stories_are_merged_by_the_same_rules(base: StoryText, other: StoryText) -> None:
    assert merge_story(base, base, other).text == other
    assert merge_story(base, other, base).text == other
    assert merge_story(base, other, other).text == other


@given(STORY, STORY, STORY)
def test_a_story_that_both_changed_keeps_the_persons_headline(
    base: StoryText, mine: StoryText, theirs: StoryText
) -> None:
    merged = merge_story(base, mine, theirs)
    parts = {conflict.part for conflict in merged.conflicts}
    for part in ("kicker", "headline"):
        was, here, there = (getattr(side, part) for side in (base, mine, theirs))
        if here != was:
            assert getattr(merged.text, part) == here
        if here != was and there not in (was, here):
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
    base, mine, theirs = ((StoryByline("记者", name),) for name in ("甲", "乙", "丙"))
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
