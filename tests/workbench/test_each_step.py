"""Each step once: what stands then, what is said of it, and where the caret is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from articles.text import StoryPhoto, StoryText
from findings.models import Finding
from reading.document import Segment, Story
from tests.workbench.hands import from_json, to_json
from tests.workbench.test_steps import SOURCE, a_page
from workbench.origins import from_reading
from workbench.patches import patch_to, patched
from workbench.photo_merge import Placed, merge_photos
from workbench.repairs import repair_of
from workbench.state import DeskPage, parts_of, words
from workbench.steps import STEPS, perform
from workbench.told import Focus, operation_sentence, sentence


def shown(page: DeskPage) -> str:
    """Return all that stands on a page, a line for each story."""
    lines = []
    for story in page.stories:
        parts = [(part, words(text)) for part, _index, text in parts_of(story)]
        texts = [text or "–" for part, text in parts if text or part != "alt"]
        marks = [story.kind * (story.kind != "news"), "…" * story.truncated]
        marks += [f"→{story.jump_to}" if story.jump_to else ""]
        marks += [f"←{story.jump_from}" if story.jump_from else ""]
        lines.append(f"{story.key} {' '.join([*texts, *filter(None, marks)])}")
    lines += [f"furniture {words(row.text)}" for row in page.furniture]
    lines += [f"unassigned {words(row)}" for row in page.unassigned]
    lines += [f"aside {row.key} {row.title}" for row in page.aside]
    return "\n".join(lines)


A1 = "a1 – 干在实处 走在前列 全县掀起项目建设热潮 三百个项目开工 本报讯 记者 曹文倩"
FIRST, LAST = "昨天，全县重点项目集中开工，现场机器轰鸣。", "县委书记到场宣布开工。"
A2 = "a2 – – 公园开放 – –"
N1 = "n1 – – 新稿 – –"
AT = SOURCE.index("天气 多云")
Row = tuple[str, dict[str, Any], str, Focus, set[str]]
# Step, what it is given, what it says, the caret, and the lines that are there and were not.
ROWS: list[Row] = [
    (
        "split_paragraph",
        {"story": "a1", "index": 1, "at": 4},
        "split a paragraph of story 1",
        Focus("a1", "paragraphs", 2),
        {f"{A1} {FIRST} 县委书记 到场宣布开工。"},
    ),
    (
        "join_paragraphs",
        {"story": "a1", "index": 0},
        "joined two paragraphs of story 1",
        Focus("a1", "paragraphs", 0, len(FIRST)),
        {f"{A1} {FIRST}{LAST}"},
    ),
    (
        "move_text",
        {"story": "a1", "index": 1, "start": 0, "end": 4, "to": "a2", "place": 0},
        "moved “县委书记” from story 1 to story 2",
        Focus("a2", "paragraphs", 0),
        {
            f"{A1} {FIRST} 到场宣布开工。",
            f"{A2} 县委书记 市民散步其间，秋色正好。 手写的一段。 图为朝阳路公园。 林鑫 … →2",
        },
    ),
    (
        "move_text",
        {"story": "a1", "index": 0, "start": 3, "more": 1, "end": 4, "to": "a2", "place": 1},
        "moved “全县重点项目集中开工，现场机器轰鸣。…” from story 1 to story 2",
        Focus("a2", "paragraphs", 1),
        {
            f"{A1} 昨天， 到场宣布开工。",
            f"{A2} 市民散步其间，秋色正好。 全县重点项目集中开工，现场机器轰鸣。 县委书记"
            " 手写的一段。 图为朝阳路公园。 林鑫 … →2",
        },
    ),
    (
        "move_text",
        {"story": "a1", "index": 0, "more": 1, "to": "furniture"},
        "moved “昨天，全县重点项目集中开工，现场机器…” from story 1 to the furniture",
        Focus("a1", "paragraphs", 0),
        {A1, f"furniture {FIRST}", f"furniture {LAST}"},
    ),
    (
        "move_text",
        {"story": "a1", "index": 0, "to": "a1", "place": 2},
        "moved “昨天，全县重点项目集中开工，现场机器…” within story 1",
        Focus("a1", "paragraphs", 1),
        {f"{A1} {LAST} {FIRST}"},
    ),
    (
        "move_text",
        {"story": "a2", "index": 1, "to": "furniture"},
        "moved “手写的一段。” from story 2 to the furniture",
        Focus("a2", "paragraphs", 0),
        {
            f"{A2} 市民散步其间，秋色正好。 图为朝阳路公园。 林鑫 … →2",
            "furniture 手写的一段。",
        },
    ),
    (
        "move_text",
        {"story": "n1", "part": "headline", "to": "unassigned"},
        "moved “新稿” from story 3 to what is unassigned",
        Focus("n1", "headline"),
        {"n1 – – – – –", "unassigned 新稿"},
    ),
    (
        "move_text",
        {"story": "a1", "index": 1, "to": "new"},
        "made a new story of “县委书记到场宣布开工。” from story 1",
        Focus("n2", "paragraphs"),
        {f"{A1.removesuffix(' 记者 曹文倩')} {FIRST}", f"n2 – – – – – 记者 曹文倩 {LAST}"},
    ),
    (
        "move_text",
        {"story": "a1", "part": "kicker", "to": "n1", "to_part": "headline"},
        "moved “干在实处 走在前列” from story 1 to story 3",
        Focus("n1", "headline", 0, 12),
        {
            f"a1 – – 全县掀起项目建设热潮 三百个项目开工 本报讯 记者 曹文倩 {FIRST} {LAST}",
            "n1 – – 新稿 干在实处 走在前列 – –",
        },
    ),
    (
        "take_up",
        {"start": AT, "end": AT + 5, "to": "n1", "part": "paragraphs"},
        "took “天气 多云” up into story 3",
        Focus("n1", "paragraphs"),
        {f"{N1} 天气 多云"},
    ),
    (
        "take_up",
        {"start": AT, "end": AT + 2, "to": "new", "part": "paragraphs"},
        "took “天气” up into story 4",
        Focus("n2"),
        {"n2 – – – – – 天气", "unassigned  多云"},
    ),
    (
        "take_up",
        {"start": AT, "end": AT + 5, "to": "furniture", "part": "paragraphs"},
        "moved “天气 多云” from story – to the furniture",
        Focus(),
        {"furniture 天气 多云"},
    ),
    (
        "take_up",
        {"start": AT, "end": AT + 2, "to": "n1", "part": "caption"},
        "took “天气” up into story 3",
        Focus("n1", "caption"),
        {f"{N1} 天气 –", "unassigned  多云"},
    ),
    (
        "take_up",
        {"start": AT, "end": AT + 2, "to": "a2", "part": "credit"},
        "took “天气” up into story 2",
        Focus("a2", "credit"),
        {
            f"{A2} 市民散步其间，秋色正好。 手写的一段。 图为朝阳路公园。 林鑫天气 … →2",
            "unassigned  多云",
        },
    ),
    (
        "take_up",
        {"start": SOURCE.index("昨天"), "end": SOURCE.index("宣布"), "to": "n1", "part": "deck"},
        "took “昨天，全县重点项目集中开工，现场机器…” up into story 3",
        Focus("n1", "deck", 0, 27),
        {f"{A1} 宣布开工。", f"n1 – – 新稿 {FIRST}县委书记到场 –"},
    ),
    (
        "take_up",
        {
            "start": SOURCE.index("林鑫"),
            "end": SOURCE.index("林鑫") + 2,
            "to": "n1",
            "part": "byline_name",
        },
        "took “林鑫” up into story 3",
        Focus("n1", "byline_name"),
        {
            f"{N1} – 林鑫",
            f"{A2} 市民散步其间，秋色正好。 手写的一段。 图为朝阳路公园。 – … →2",
        },
    ),
    (
        "split_story",
        {"story": "a2", "index": 0, "at": 7},
        "split story 3 from story 2",
        Focus("n2", "paragraphs"),
        {
            f"{A2} 市民散步其间，",
            "n2 – – – – – 秋色正好。 手写的一段。 图为朝阳路公园。 林鑫 … →2",
        },
    ),
    (
        "join_stories",
        {"story": "a1", "into": "a2"},
        "joined story 1 with story 2",
        Focus("a2", "paragraphs", 5),
        {
            "a2 – – 公园开放 – 本报讯 记者 曹文倩 干在实处 走在前列 全县掀起项目建设热潮"
            f" 三百个项目开工 {FIRST} {LAST} 市民散步其间，秋色正好。 手写的一段。"
            " 图为朝阳路公园。 林鑫 … →2",
            "aside a1 ",
        },
    ),
    (
        "join_stories",
        {"story": "a1", "into": "n1"},
        "joined story 1 with story 3",
        Focus("n1", "paragraphs", 4),
        {
            "n1 – – 新稿 – 本报讯 记者 曹文倩 干在实处 走在前列 全县掀起项目建设热潮"
            f" 三百个项目开工 {FIRST} {LAST}",
            "aside a1 ",
        },
    ),
    ("add_story", {"place": 2}, "added story 2", Focus("n2", "headline"), {"n2 – – – – –"}),
    (
        "set_aside",
        {"story": "n1"},
        "took story 3 off the page",
        Focus("a2"),
        {"aside n1 新稿"},
    ),
    (
        "change_kind",
        {"story": "n1", "kind": "notice"},
        "changed the kind of story 3",
        Focus("n1", "headline"),
        {f"{N1} notice"},
    ),
    (
        "set_truncated",
        {"story": "n1", "truncated": "on"},
        "marked story 3 as broken off",
        Focus("n1", "paragraphs"),
        {f"{N1} …"},
    ),
    (
        "set_truncated",
        {"story": "a2", "truncated": False},
        "marked story 2 as whole",
        Focus("a2", "paragraphs", 1),
        {f"{A2} 市民散步其间，秋色正好。 手写的一段。 图为朝阳路公园。 林鑫 →2"},
    ),
    (
        "set_jump",
        {"story": "n1", "part": "jump_from", "number": "4"},
        "changed a jump of story 3",
        Focus("n1", "jump_from"),
        {f"{N1} ←4"},
    ),
    (
        "type",
        {"story": "a2", "part": "jump_to", "text": ""},
        "typed",
        Focus("a2", "jump_to"),
        {f"{A2} 市民散步其间，秋色正好。 手写的一段。 图为朝阳路公园。 林鑫 …"},
    ),
    (
        "type",
        {"story": "n1", "part": "headline", "text": "新\n稿\0件\ud800"},
        "typed",
        Focus("n1", "headline", 0, 4),
        {"n1 – – 新 稿件 – –"},
    ),
    (
        "type",
        {"story": "n1", "part": "paragraphs", "index": 0, "text": "一段。"},
        "typed",
        Focus("n1", "paragraphs", 0, 3),
        {f"{N1} 一段。"},
    ),
    (
        "add_byline",
        {"story": "a1", "role": "通讯员", "name": "林海", "place": 1},
        "added a byline to story 1",
        Focus("a1", "byline_name", 0),
        {f"{A1.replace('记者', '通讯员 林海 记者')} {FIRST} {LAST}"},
    ),
    (
        "remove_byline",
        {"story": "a1", "index": 0},
        "removed a byline from story 1",
        Focus("a1", "byline_name", 0),
        {
            f"{A1.removesuffix(' 记者 曹文倩')} {FIRST} {LAST}",
            "unassigned 记者",
            "unassigned 曹文倩",
        },
    ),
    (
        "move_byline",
        {"story": "a1", "index": 0, "to": "n1"},
        "moved a byline of story 1",
        Focus("n1", "byline_name", 0),
        {f"{A1.removesuffix(' 记者 曹文倩')} {FIRST} {LAST}", f"{N1} 记者 曹文倩"},
    ),
    (
        "add_photo",
        {"story": "n1", "caption": "新图", "credit": "林海"},
        "added a photo to story 3",
        Focus("n1", "caption", 0),
        {f"{N1} 新图 林海"},
    ),
    (
        "remove_photo",
        {"story": "a2", "index": 0},
        "removed a photo from story 2",
        Focus("a2", "caption", 0),
        {
            f"{A2} 市民散步其间，秋色正好。 手写的一段。 … →2",
            "unassigned 图为朝阳路公园。",
            "unassigned 林鑫",
        },
    ),
    (
        "move_photo",
        {"story": "a2", "index": 0, "to": "a2", "by": -1},
        "moved a photo of story 2",
        Focus("a2", "caption", 0),
        set(),
    ),
]


@pytest.mark.parametrize(("name", "args", "told_as", "focus", "lines"), ROWS)
def test_what_a_step_does(
    name: str, args: dict[str, Any], told_as: str, focus: Focus, lines: set[str]
) -> None:
    page = a_page()
    after, told = perform(page, name, args, source=SOURCE)
    assert set(shown(after).split("\n")) - set(shown(page).split("\n")) == lines
    assert sentence(told.name, told.params) == told_as
    assert told.focus == focus
    assert from_json(to_json(after)) == after
    assert shown(patched(after, patch_to(page, after))) in (
        shown(page),
        f"{shown(page)}\n{told.keys[0] if told.keys else ''}",
    )
    assert patched(page, patch_to(after, page)) == after


def test_every_step_is_walked() -> None:
    elsewhere = {"reorder", "take_back", "swap_parts", "cut_headline", "join_headline"}
    assert {row[0] for row in ROWS} | elsewhere == set(STEPS)


def test_a_photo_goes_to_another_story_with_its_image() -> None:
    page = a_page()
    story = page.story("a2")
    story = replace(story, photos=(replace(story.photos[0], pk=7, sha256="x"),))
    args = {"story": "a2", "index": 0, "to": "n1"}
    page, _told = perform(page.with_story(story), "move_photo", args)
    assert (page.story("a2").photos, page.story("n1").photos[-1].pk) == ((), 7)


def test_a_story_without_a_head_takes_that_of_the_one_joined_with_it() -> None:
    page, _told = perform(a_page(), "move_text", {"story": "a1", "index": 0, "to": "new"})
    page, _told = perform(page, "join_stories", {"story": "a1", "into": "n2"})
    story = page.story("n2")
    assert (words(story.headline), words(story.dateline)) == ("全县掀起项目建设热潮", "本报讯")
    assert [words(row) for row in story.paragraphs] == [LAST, FIRST]


def test_a_story_put_back_stands_where_it_is_wanted() -> None:
    page, _told = perform(a_page(), "set_aside", {"story": "a2"})
    page, told = perform(page, "take_back", {"story": "a2", "place": 1})
    assert [row.key for row in page.stories] == ["a2", "a1", "n1"]
    assert sentence(told.name, told.params) == "put “公园开放” back on the page as story 1"


def test_a_story_put_back_stands_where_it_was_printed() -> None:
    for key in ("a1", "a2"):
        page, _told = perform(a_page(), "set_aside", {"story": key})
        page, _told = perform(page, "take_back", {"story": key})
        assert [row.key for row in page.stories] == ["a1", "a2", "n1"]
    # What was written by hand was printed nowhere, and comes last.
    page, _told = perform(a_page(), "reorder", {"story": "n1", "place": 1})
    page, _told = perform(page, "set_aside", {"story": "n1"})
    page, _told = perform(page, "take_back", {"story": "n1"})
    assert [row.key for row in page.stories] == ["a1", "a2", "n1"]


def test_what_the_record_says_of_a_step() -> None:
    assert sentence("fly", {}) == "fly"
    assert sentence("reorder", {"from": 3}) == "put story 3 into place (unknown)"
    done = operation_sentence("reorder", {"from": 3, "to": 1, "undone": True})
    assert done == "took back: put story 3 into place 1"


@pytest.mark.parametrize(
    ("code", "params", "told"),
    [
        ("doubled-mark", {"text": "，，"}, "，， → ，"),
        ("doubled-character", {"text": "的的"}, "的的 → 的"),
        ("doubled-word", {"text": "项目项目", "word": "项目"}, "项目项目 → 项目"),
        ("doubled-word", {"text": "项目的项目", "word": "项目"}, ""),
        ("leftover-mark", {"text": "□"}, "take out “□”"),
        ("space-in-text", {"text": " "}, "take out “␣”"),
        ("odd-character", {"text": "\u200b"}, "take out “\u200b”"),
        ("odd-character", {"text": "\ufffd"}, "take out “\ufffd”"),
        ("half-width-mark", {"text": ","}, ", → ，"),
        ("mixed-digits", {"text": "１2"}, "１2 → 12"),
        ("look-alike", {"text": "⻘⽇"}, "⻘⽇ → 青日"),
        ("similar-contributor", {"name": "张蔚漫", "other": "张蔚旻"}, "张蔚漫 → 张蔚旻"),
        ("weekday", {"text": "星期五"}, ""),
        ("missing-verb", {}, ""),
    ],
)
def test_a_finding_proposes_a_repair(code: str, params: dict[str, str], told: str) -> None:
    assert repair_of(Finding(code=code, params=params)).told == told


OLD, NEW, OTHER = StoryPhoto("旧图"), StoryPhoto("新图"), StoryPhoto("别图")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "rows", "conflicts"),
    [
        ({1: OLD}, [(1, OLD)], [(1, NEW)], [(1, NEW)], 0),
        ({1: OLD}, [(1, NEW)], [(1, OLD)], [(1, NEW)], 0),
        ({1: OLD}, [(1, NEW)], [(1, OTHER)], [(1, NEW)], 1),
        ({1: OLD}, [(1, NEW)], [], [(None, NEW)], 1),
        ({1: OLD}, [(1, OLD)], [], [], 0),
        ({1: OLD}, [], [(1, NEW)], [], 1),
        ({1: OLD}, [], [(1, OLD)], [], 0),
        ({}, [(None, NEW)], [(2, OTHER)], [(None, NEW), (2, OTHER)], 0),
    ],
)
def test_photos_are_merged_by_their_rows(
    base: Any, mine: Any, theirs: Any, rows: Any, conflicts: int
) -> None:
    def placed(found: Any) -> list[Placed]:
        return [Placed(*row) for row in found]

    merged, met = merge_photos(base, placed(mine), placed(theirs))
    assert merged == placed(rows)
    assert len(met) == conflicts


def test_one_run_of_names_is_shared_by_its_bylines() -> None:
    source = "记者 张 三 李四 摄\n转第3版"
    read = Story(
        headline="题",
        segments=[
            *(Segment("byline", at, (0, 11), "", 1.0) for at in range(2)),
            Segment("jump_to", 0, (12, 16), "", 1.0),
        ],
    )
    names = [{"role": "记者", "name": "张三"}, {"role": "记者", "name": "李四"}]
    said = {"headline": "题", "bylines": names, "paragraphs": ["没有段落的一段"]}
    text = StoryText.from_dict(said)
    story = from_reading("a1", text, read, source)
    assert [[run.start for run in row.name] for row in story.bylines] == [[3, 5], [7]]
    assert [[run.start for run in row.role] for row in story.bylines] == [[0], [None]]
    # 转第3版 said nothing, so it is nowhere; 摄 is a part of what was read as a byline.
    assert [(source[row.start : row.end], row.part) for row in story.marks[:1]] == [
        ("摄", "byline")
    ]
    assert words(story.paragraphs[0]) == "没有段落的一段"
