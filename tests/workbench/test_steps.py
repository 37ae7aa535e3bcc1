"""Steps as pure functions: nothing is lost, and each can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbench.hands import from_json, to_json
from workbench.colours import pieces
from workbench.patches import patch_to, patched
from workbench.retyping import aligned, letter_by_letter, line_by_line, retype
from workbench.state import (
    DeskByline,
    DeskPage,
    DeskPhoto,
    DeskStory,
    Mark,
    PartText,
    Run,
    Scrap,
    owned,
    part_of,
    story_text,
    typed,
    words,
)
from workbench.steps import perform
from workbench.told import StepRefused

SOURCE = (
    "海口县报 要闻\n"
    "干在实处 走在前列\n全县掀起项目建设热潮\n三百个项目开工\n"
    "本报讯 昨天，全县重点项目集中开工，\n现场机器轰鸣。\n县委书记到场宣布开工。\n（记者 曹文倩）\n"
    "公园开放\n市民散步其间，秋色正好。\n（下转第2版）\n图为朝阳路公园。 林鑫 摄\n"
    "天气 多云"
)


def run(text: str) -> PartText:
    at = SOURCE.index(text)
    return (Run(text, at),)


@given(
    st.lists(st.text("甲乙 \n", max_size=8), min_size=1, max_size=4),
    st.text("甲乙 \n", max_size=3),
)
def test_lines_taken_up_at_once_have_the_places_that_their_letters_have(
    lines: list[str], before: str
) -> None:
    source, spans = before, []
    for line in lines:
        spans.append((len(source), len(source) + len(line)))
        source += line + before
    text = "".join(lines).replace("\n", "")
    assert line_by_line(text, source, spans) == letter_by_letter(text, source, spans)
    assert line_by_line(text + "丙", source, spans) is None
    assert line_by_line("丙" + text, source, spans) is None


def a_page() -> DeskPage:
    jump = SOURCE.index("（下转第2版）")
    first = DeskStory(
        "a1",
        1,
        kicker=run("干在实处 走在前列"),
        headline=run("全县掀起项目建设热潮"),
        deck=run("三百个项目开工"),
        dateline=run("本报讯"),
        paragraphs=(
            aligned("昨天，全县重点项目集中开工，现场机器轰鸣。", SOURCE, [(30, 70)]),
            run("县委书记到场宣布开工。"),
        ),
        bylines=(DeskByline(run("记者"), run("曹文倩")),),
    )
    second = DeskStory(
        "a2",
        2,
        headline=run("公园开放"),
        paragraphs=(run("市民散步其间，秋色正好。"), typed("手写的一段。")),
        photos=(DeskPhoto(run("图为朝阳路公园。"), run("林鑫")),),
        jump_to="2",
        truncated=True,
        marks=(Mark(jump, jump + 7, "jump_to"),),
    )
    return DeskPage(
        (first, second, DeskStory("n1", headline=typed("新稿"))),
        (Scrap("masthead", run("海口县报 要闻")),),
        (run("天气 多云"),),
    )


KEYS = st.sampled_from(["a1", "a1", "a2", "a2", "n1", "n2"])
SMALL = st.integers(0, 4)
TARGETS = st.one_of(KEYS, st.sampled_from(["furniture", "unassigned", "new"]))
HEADS = st.sampled_from(["kicker", "headline", "deck"])
PARTS = st.sampled_from(["paragraphs", "headline", "caption", "byline_name", "credit", "section"])
SPAN = st.tuples(st.integers(0, len(SOURCE)), st.integers(0, 40)).map(
    lambda row: {"start": row[0], "end": row[0] + row[1]}
)


def step(name: str, /, **args: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.tuples(st.just(name), st.fixed_dictionaries(args))


MOVES = st.one_of(
    step("split_paragraph", story=KEYS, index=SMALL, at=SMALL),
    step("join_paragraphs", story=KEYS, index=SMALL),
    step("split_story", story=KEYS, index=SMALL, at=SMALL),
    step("join_stories", story=KEYS, into=KEYS),
    step("move_text", story=KEYS, part=PARTS, index=SMALL, start=SMALL, end=SMALL, to=TARGETS),
    step("move_text", story=KEYS, index=SMALL, to=TARGETS, place=SMALL),
    step("move_text", story=KEYS, index=SMALL, to=KEYS, to_part=HEADS),
    step("move_text", story=KEYS, index=SMALL, start=SMALL, end=SMALL, more=SMALL, to=TARGETS),
    st.tuples(SPAN, TARGETS, PARTS).map(
        lambda row: ("take_up", {**row[0], "to": row[1], "part": row[2]})
    ),
    step("swap_parts", story=KEYS, a=HEADS, b=HEADS),
    step("cut_headline", story=KEYS, at=SMALL, part=HEADS),
    step("join_headline", story=KEYS, part=HEADS, to=HEADS),
    step("reorder", story=KEYS, place=SMALL),
    step("set_aside", story=KEYS),
    step("take_back", story=KEYS),
    step("add_story"),
    step("add_byline", story=KEYS, name=st.just("林海")),
    step("remove_byline", story=KEYS, index=SMALL),
    step("move_byline", story=KEYS, index=SMALL, to=KEYS),
    step("add_photo", story=KEYS, caption=st.just("图")),
    step("remove_photo", story=KEYS, index=SMALL),
    step("move_photo", story=KEYS, index=SMALL, to=KEYS),
    step("set_truncated", story=KEYS, truncated=st.booleans()),
    step("change_kind", story=KEYS, kind=st.sampled_from(["news", "photo", "poem"])),
)


def test_a_jump_of_which_a_part_is_taken_up_keeps_the_rest() -> None:
    at = SOURCE.index("（下转第2版）")
    args = {"start": at + 3, "end": at + 5, "to": "a1"}
    page, _told = perform(a_page(), "take_up", args, source=SOURCE)
    marks = page.story("a2").marks
    assert [SOURCE[row.start : row.end] for row in marks] == ["（下转", "版）"]


def standing(page: DeskPage) -> list[int]:
    return sorted(at for start, end in owned(page) for at in range(start, end))


def letters(page: DeskPage) -> set[int]:
    return {at for at in standing(page) if not SOURCE[at].isspace()}


@settings(max_examples=150, deadline=None)
@given(st.lists(MOVES, max_size=8))
def test_no_step_loses_or_doubles_a_character_of_the_source(steps: list[tuple[str, Any]]) -> None:
    page = a_page()
    for name, args in steps:
        try:
            after, _told = perform(page, name, args, source=SOURCE)
        except StepRefused:
            continue
        assert letters(page) <= letters(after), (name, args)
        assert len(standing(after)) == len(set(standing(after))), (name, args)
        assert from_json(json.loads(json.dumps(to_json(after)))) == after
        # What was done is undone exactly, and can be done again.
        back = json.loads(json.dumps(patch_to(page, after)))
        again = json.loads(json.dumps(patch_to(after, page)))
        assert after_undo(patched(after, back)) == after_undo(page), (name, args)
        assert patched(page, again) == after, (name, args)
        keys = [story.key for story in (*after.stories, *after.aside)]
        assert len(keys) == len(set(keys))
        page = after


def after_undo(page: DeskPage) -> DeskPage:
    return replace(page, aside=tuple(row for row in page.aside if not row.is_empty))


@given(st.lists(MOVES, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_character_has_one_colour(steps: list[tuple[str, Any]]) -> None:
    page = a_page()
    for name, args in steps:
        try:
            page = perform(page, name, args, source=SOURCE)[0]
        except StepRefused:
            continue
    found = pieces(page, SOURCE)
    assert "".join(SOURCE[row.start : row.end] for row in found) == SOURCE
    texts = {row.key: row for row in (*page.stories, *page.aside)}
    for row in found:
        if row.kind == "story" and row.part != "jump_to":
            assert SOURCE[row.start : row.end] in words(
                part_of(texts[row.key], row.part, row.index)
            )


@given(st.text("天地玄黄 ab12\n", max_size=30), st.text("天地玄黄 ab12\n", max_size=30))
def test_retyping_keeps_what_was_left_alone(old: str, new: str) -> None:
    ticks = count(100)
    runs = tuple(Run(char, next(ticks)) for char in old)
    found = retype(runs, new)
    assert words(found) == new
    kept = [
        (char, run.start + at) for run in found if run.start for at, char in enumerate(run.text)
    ]
    assert kept == sorted(kept, key=lambda row: row[1])
    assert all(old[place - 100] == char for char, place in kept)


def test_one_letter_in_the_middle_leaves_the_others_where_they_were() -> None:
    assert retype((Run("县委书记周志源", 10),), "县委书记周志远") == (
        Run("县委书记周志", 10),
        Run("远"),
    )


def test_what_is_typed_back_is_the_source_s_again() -> None:
    page = a_page()
    for text in ("公园", "公园开放"):
        args = {"story": "a2", "part": "headline", "text": text}
        page, _told = perform(page, "type", args, source=SOURCE)
    assert page == a_page()


def test_a_split_takes_the_byline_at_the_end_along_and_leaves_the_dateline() -> None:
    page, told = perform(a_page(), "split_story", {"story": "a1", "index": 1})
    first, made = page.story("a1"), page.story(told.focus.story)
    assert (words(first.dateline), first.bylines) == ("本报讯", ())
    assert [words(row.name) for row in made.bylines] == ["曹文倩"]
    assert page.place(made.key) == 2
    assert made.origin == ("a1",)


GLUED = "现场机器轰鸣。本报讯（本报记者 王明 赵亮 通讯员 李强）公园昨日开放。"


def test_the_dateline_and_byline_at_the_place_of_a_split_are_the_new_storys() -> None:
    story = DeskStory("a1", 1, bylines=(DeskByline((), run("曹文倩")),))
    glued = DeskPage((replace(story, paragraphs=((Run(GLUED, 500),), run("秋色正好。"))),))
    split = {"story": "a1", "index": 0, "at": GLUED.index("本报讯")}
    page, told = perform(glued, "split_story", split)
    first, made = page.stories
    assert [words(row) for row in first.paragraphs] == ["现场机器轰鸣。"]
    assert first.bylines == story.bylines
    assert made.dateline == (Run("本报讯", 507),)
    assert [words(row) for row in made.paragraphs] == ["公园昨日开放。", "秋色正好。"]
    people = [(words(row.role), words(row.name)) for row in made.bylines]
    assert people == [("记者", "王明"), ("记者", "赵亮"), ("通讯员", "李强")]
    # Each character knows its place, once; 本报 says something and is no text.
    assert made.bylines[2].name[0].start == 500 + GLUED.index("李强")
    spans = sorted(owned(page))
    assert all(low[1] <= high[0] for low, high in pairwise(spans))
    letters = {at for at, char in enumerate(GLUED, 500) if char.isalnum()}
    assert letters <= {at for low, high in spans for at in range(low, high)}
    assert told.focus.story == made.key
    # The text alone is no story: what has nothing but an opening keeps it as it stands.
    bare = DeskPage((replace(story, paragraphs=(run("秋色正好。"), (Run("本报讯", 500),))),))
    page, _told = perform(bare, "split_story", {"story": "a1", "index": 1})
    assert words(page.stories[1].paragraphs[0]) == "本报讯"


def test_what_is_moved_into_a_new_story_opens_it_the_same_way() -> None:
    story = DeskStory("a1", 1, paragraphs=(run("秋色正好。"), (Run(GLUED, 500),)))
    marked = {"start": GLUED.index("本报讯"), "end": len(GLUED)}
    move = {"story": "a1", "index": 1, "to": "new", **marked}
    page, _told = perform(DeskPage((story,)), "move_text", move)
    assert words(page.stories[1].dateline) == "本报讯"
    assert words(page.stories[1].paragraphs[0]) == "公园昨日开放。"


def test_a_short_line_where_a_story_is_split_is_its_headline() -> None:
    page = a_page()
    glued, _told = perform(page, "join_stories", {"story": "a2", "into": "a1"})
    assert [words(row) for row in glued.story("a1").paragraphs][2] == "公园开放"
    page, told = perform(glued, "split_story", {"story": "a1", "index": 2})
    made = page.story(told.focus.story)
    assert words(made.headline) == "公园开放"
    assert (made.jump_to, made.truncated, len(made.photos)) == ("2", True, 1)
    assert [words(row.name) for row in page.story("a1").bylines] == ["曹文倩"]


def test_a_joined_story_leaves_no_ghost_but_its_key() -> None:
    page, _told = perform(a_page(), "join_stories", {"story": "a2", "into": "a1"})
    assert [row.key for row in page.stories] == ["a1", "n1"]
    (gone,) = page.aside
    assert (gone.pk, gone.is_empty, gone.origin) == (2, True, ("a1",))
    page, _told = perform(page, "join_stories", {"story": "n1", "into": "a1"})
    assert [row.key for row in page.aside] == ["a2"]


def test_a_moved_last_paragraph_takes_the_signature_along() -> None:
    page, _told = perform(a_page(), "move_text", {"story": "a1", "index": 1, "to": "a2"})
    assert page.story("a1").bylines == ()
    assert [words(row.name) for row in page.story("a2").bylines] == ["曹文倩"]
    page, _told = perform(a_page(), "move_text", {"story": "a1", "index": 0, "to": "a2"})
    assert [words(row.name) for row in page.story("a1").bylines] == ["曹文倩"]


@pytest.mark.parametrize(("place", "order"), [(1, "n1 a1 a2"), (2, "a1 n1 a2"), (9, "a1 a2 n1")])
def test_a_number_typed_means_that_place(place: int, order: str) -> None:
    page, _told = perform(a_page(), "reorder", {"story": "n1", "place": place})
    assert " ".join(row.key for row in page.stories) == order


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("县委书记到场。\n宣布开工。", ["县委书记到场。", "宣布开工。"]),
        ("县委书记\r\n\r\n到场。", ["县委书记", "", "到场。"]),
    ],
)
def test_a_line_end_begins_another_paragraph(text: str, paragraphs: list[str]) -> None:
    args = {"story": "a1", "part": "paragraphs", "index": 1, "text": text}
    page, told = perform(a_page(), "type", args)
    story = page.story("a1")
    assert [words(row) for row in story.paragraphs[1:]] == paragraphs
    assert told.focus.index == len(paragraphs)
    assert "" not in story_text(story).paragraphs


def test_a_cut_headline_and_its_joining() -> None:
    page, _told = perform(a_page(), "cut_headline", {"story": "a2", "at": 2})
    assert (words(page.story("a2").kicker), words(page.story("a2").headline)) == ("公园", "开放")
    page, _told = perform(page, "join_headline", {"story": "a2"})
    assert words(page.story("a2").headline) == "公园 开放"
    page, _told = perform(page, "cut_headline", {"story": "a2", "at": 2, "to": "deck"})
    assert (words(page.story("a2").headline), words(page.story("a2").deck)) == ("公园", "开放")
    page, _told = perform(page, "swap_parts", {"story": "a2", "a": "headline", "b": "deck"})
    assert (words(page.story("a2").headline), words(page.story("a2").deck)) == ("开放", "公园")
    # All lines become one, whichever of them have words.
    page, _told = perform(page, "cut_headline", {"story": "a2", "at": 1})
    page, _told = perform(page, "join_headline", {"story": "a2"})
    story = page.story("a2")
    assert [words(row) for row in (story.kicker, story.headline, story.deck)] == [
        "",
        "开 放 公园",
        "",
    ]
    page, _told = perform(page, "swap_parts", {"story": "a2", "a": "headline", "b": "deck"})
    page, _told = perform(
        page, "cut_headline", {"story": "a2", "at": 1, "part": "deck", "to": "kicker"}
    )
    page, _told = perform(page, "join_headline", {"story": "a2"})
    assert words(page.story("a2").headline) == "开 放 公园"


def test_what_was_typed_away_is_taken_up_again() -> None:
    args = {"story": "a1", "part": "paragraphs", "index": 1, "text": "开工。"}
    page, _told = perform(a_page(), "type", args, source=SOURCE)
    at = SOURCE.index("县委书记")
    assert [row.kind for row in pieces(page, SOURCE) if row.start == at] == ["gone"]
    args = {"start": at, "end": at + 4, "to": "a2"}
    page, _told = perform(page, "take_up", args, source=SOURCE)
    assert page.story("a2").paragraphs[-1] == (Run("县委书记", at),)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("fly", {}),
    ("split_story", {"story": "a9", "index": 0}),
    ("split_story", {"story": "a1", "index": 1, "at": 99}),
    ("split_story", {"story": "a1", "index": "x"}),
    ("join_stories", {"story": "a1", "into": "a1"}),
    ("join_stories", {"story": "a1", "to": "a2"}),
    ("move_text", {"story": "a1", "index": 0, "start": 3, "end": 3, "to": "a2"}),
    ("move_text", {"story": "a1", "index": 0, "to": "a2", "to_part": "weather"}),
    ("move_text", {"story": "a1", "index": 0, "more": 2, "to": "a2"}),
    ("move_text", {"story": "a1", "index": 0, "more": -1, "to": "a2"}),
    ("move_text", {"story": "a1", "part": "headline", "more": 1, "to": "a2"}),
    ("take_up", {"start": 5, "end": 5, "to": "a1"}),
    ("take_up", {"start": 0, "end": 4, "to": ["a1"]}),
    ("cut_headline", {"story": "a1", "at": 0}),
    ("cut_headline", {"story": "a1", "at": 2, "part": "section"}),
    ("cut_headline", {"story": "a1", "at": 2, "to": "section"}),
    ("join_headline", {"story": "a2"}),
    ("join_headline", {"story": "a2", "part": "deck", "to": "deck"}),
    ("swap_parts", {"story": "a2", "a": "headline", "b": "body"}),
    ("change_kind", {"story": "a2", "kind": "poem"}),
    ("set_jump", {"story": "a2", "part": "jump_to", "number": 0}),
    ("remove_byline", {"story": "a1", "index": 3}),
    ("take_back", {"story": "a1"}),
    ("type", {"story": "a1", "part": "paragraphs", "index": -1, "text": ""}),
]


@pytest.mark.parametrize(("name", "args"), REFUSED)
def test_what_cannot_be_done_is_refused_with_a_sentence(name: str, args: dict[str, Any]) -> None:
    with pytest.raises(StepRefused) as refusal:
        perform(a_page(), name, args, source=SOURCE)
    assert str(refusal.value)
