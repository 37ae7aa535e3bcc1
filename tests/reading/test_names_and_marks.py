"""Names, roles, jumps and columns in forms that are rarer than the format's own examples."""

from __future__ import annotations

import pytest

from reading import read_page
from tests.reading.samples import blocks, only_story
from tests.reading.test_cut_paragraphs import HEAD, LEAD, MORE, OPENED

WANG = ("记者", "王芳")


def people(text: str) -> list[tuple[str, str]]:
    """Return role and name of everybody who made the only story of a page."""
    return [(byline.role, byline.name) for byline in only_story(text).bylines]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("本报讯（县融媒体中心记者段春星）", [("县融媒体中心记者", "段春星")]),
        ("本报讯（本报摄影记者 薛子）", [("摄影记者", "薛子")]),
        ("本报讯（浙江日报记者 王芳）", [("浙江日报记者", "王芳")]),
        ("本报讯（县气象局通讯员 王芳）", [("县气象局通讯员", "王芳")]),
        ("本报讯（融媒体记者梁　文、卢　强）", [("融媒体记者", "梁文"), ("融媒体记者", "卢强")]),
        ("平阳讯（记者 王芳）", [WANG]),
        ("本报讯 记者 王芳 报道 ", [WANG]),
        ("本报讯 记者王芳报道：", [WANG]),
        ("（上接第1版）（记者 王芳）", [WANG]),
    ],
)
def test_a_role_keeps_the_house_it_was_printed_with(
    opening: str, expected: list[tuple[str, str]]
) -> None:
    story = only_story(blocks(HEAD, opening + LEAD, MORE))
    assert [(byline.role, byline.name) for byline in story.bylines] == expected
    assert story.paragraphs == [LEAD, MORE]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("☐ 本报记者 王芳 通讯员 李四光", [WANG, ("通讯员", "李四光")]),
        ("（通讯员 李四光）", [("通讯员", "李四光")]),
        ("文字：李红 摄影：张三", [("文字", "李红"), ("摄影", "张三")]),
        ("撰文 王明 摄影 李红", [("撰文", "王明"), ("摄影", "李红")]),
        ("口述：张明 整理：李华", [("口述", "张明"), ("整理", "李华")]),
        ("口述 张明　整理 李华", [("口述", "张明"), ("整理", "李华")]),
        ("讲述人：张明 记录：李华", [("讲述人", "张明"), ("记录", "李华")]),
        ("口述：长谷川博己 采访整理：李华", [("口述", "长谷川博己"), ("采访整理", "李华")]),
        ("张明 口述 李华 整理", [("口述", "张明"), ("整理", "李华")]),
        ("□ 张明口述、李华整理", [("口述", "张明"), ("整理", "李华")]),
        ("张明/口述 李华/整理", [("口述", "张明"), ("整理", "李华")]),
    ],
)
def test_a_line_of_names_is_no_line_of_the_headline(
    line: str, expected: list[tuple[str, str]]
) -> None:
    text = blocks(HEAD, line, LEAD, MORE)
    assert people(text) == expected
    assert only_story(text).headline == HEAD


@pytest.mark.parametrize("name", ["次仁央宗", "买买提·艾力", "欧阳娜娜", "涂强"])
def test_a_name_in_brackets_needs_no_common_surname(name: str) -> None:
    assert people(blocks(HEAD, OPENED.replace("（记者 王芳）", ""), f"{MORE}（{name}）")) == [
        ("", name)
    ]


def test_a_solar_term_is_nobody_s_name() -> None:
    story = only_story(blocks(f"{HEAD}\n二十四节气·小暑", OPENED))
    assert (story.kicker, story.headline) == (HEAD, "二十四节气·小暑")


def test_a_reporter_at_work_is_no_byline() -> None:
    words = "记者从人力资源社会保障部获悉，今年将安排资金支持就业。"
    story = only_story(blocks(HEAD, f"据新华社电 {words}"))
    assert (story.bylines, story.paragraphs) == ([], [words])


@pytest.mark.parametrize(
    ("narrow", "name"), [("司徒\n仁杰", "司徒仁杰"), ("阿依古丽·买\n买提", "阿依古丽·买买提")]
)
def test_a_name_cut_by_a_column_is_one_name(narrow: str, name: str) -> None:
    text = (
        f"{HEAD}\n　　本报讯（全媒体记者{narrow}）昨\n天，我县召开会议，部署有\n关工作，"
        "要求各地各部门抓\n好落实，确保任务完成。\n"
    )
    assert people(text) == [("全媒体记者", name)]


@pytest.mark.parametrize(
    "jump",
    [
        "▼下转第3版",
        "■下转第3版",
        "↓下转3版",
        "（下接第3版）",
        "（未完待续，下转第3版）",
        "〖下转3版〗",
        "（下转第3版·民生）",
        "（下转第3版）▶",
        "（下转第3版▲）",
        "（下转第3版）①",
        "（下转第3版）▲",
        "（下转第3版⑩）",
        "（下转3版要闻）",
    ],
)
def test_a_jump_is_taken_out_of_the_text(jump: str) -> None:
    story = only_story(blocks(HEAD, OPENED, MORE.removesuffix("台阶。") + jump))
    assert (story.jump_to, story.truncated) == ("3", False)
    assert story.paragraphs == [LEAD, MORE.removesuffix("台阶。")]


@pytest.mark.parametrize(
    "head",
    [
        f"{HEAD}（上接第1版）",
        f"{HEAD}上接1版",
        f"◀◀上接第1版\n{HEAD}",
        f"{HEAD}\n\n（接第1版）",
        f"{HEAD}\n\n（上接第1版《我县开会》）",
        f"{HEAD}\n\n（上接1版要闻）",
        f"{HEAD}（上接第1版 要闻）",
        f"{HEAD}\n\n（上接第1版▲）",
    ],
)
def test_where_a_story_began_is_no_part_of_its_headline(head: str) -> None:
    story = only_story(blocks(head, LEAD, MORE))
    assert (story.kicker, story.headline, story.jump_from) == ("", HEAD, "1")
    assert story.paragraphs == [LEAD, MORE]


@pytest.mark.parametrize("jump", ["（上接A1版要闻）", "（上接A1版▲）", "（上接A1要闻）"])
def test_where_a_story_began_leaves_nothing_in_its_text(jump: str) -> None:
    story = only_story(blocks(f"{HEAD}\n{jump}{LEAD}", MORE))
    assert (story.headline, story.jump_from, story.paragraphs) == (HEAD, "A1", [LEAD, MORE])


@pytest.mark.parametrize("line", ["文明新风 WEN MING XIN FENG", "文明新风WEN MING"])
def test_a_column_s_name_and_its_pinyin_may_share_a_line(line: str) -> None:
    story = only_story(blocks(line, HEAD, OPENED))
    assert (story.section, story.kicker, story.headline) == ("文明新风", "", HEAD)


@pytest.mark.parametrize("name", ["走基层", "短评", "简讯", "百姓故事", "一线传真", "读者来信"])
def test_a_usual_column_s_name_is_a_section(name: str) -> None:
    story = only_story(blocks(name, HEAD, OPENED))
    assert (story.section, story.kicker, story.headline) == (name, "", HEAD)


@pytest.mark.parametrize("deck", ["—共享农机投入使用", "— —共享农机投入使用"])
def test_a_deck_loses_all_its_dashes(deck: str) -> None:
    story = only_story(blocks(f"{HEAD}\n{deck}", OPENED))
    assert (story.section, story.headline, story.deck) == ("", HEAD, "共享农机投入使用")


@pytest.mark.parametrize(
    "first",
    [
        "湄潭举行全面推进乡村振兴现场会",
        "我省召开“双招双引”例会",
        "萧江镇打造塑包产业集群",
        "实验小学部署安全专项整治",
        "浙江警方通报典型案例",
    ],
)
def test_a_first_part_that_tells_who_does_what_is_the_kicker(first: str) -> None:
    story = only_story(blocks(f"{first} 全力以赴守护群众生命财产安全", OPENED))
    assert (story.kicker, story.headline) == (first, "全力以赴守护群众生命财产安全")


def test_a_list_of_points_in_a_narrow_column_holds_no_column_s_name() -> None:
    text = (
        f"{HEAD}\n　　本报讯（记者 王芳）昨天，\n我县召开会议，部署有关工作\n安排。\n"
        "　　●来自国家电网的数据显\n示，用电量明显增长，创下历\n史新高。\n"
    )
    story = only_story(text)
    assert (story.section, story.paragraphs[1][:7]) == ("", "●来自国家电网")


def test_what_follows_the_jump_of_a_story_begins_another() -> None:
    text = blocks(HEAD, f"{OPENED}（下转3版）", "这个冬天，冰雪为何这么“热”", LEAD)
    assert [story.headline for story in read_page(text).articles] == [
        HEAD,
        "这个冬天，冰雪为何这么“热”",
    ]
