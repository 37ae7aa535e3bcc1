"""Forms of lines that in print stand where a story begins, and forms that never do."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.certain import lean
from reading.chain import Points
from reading.features import Page
from reading.items import join_lines
from reading.kinds import kinds_of
from reading.layouts import find_layout
from reading.lines import Source, half_width, split_lines
from reading.signs import LEAN, STRONG, SURE, forbids, points_for
from reading.weights import weights
from tests.reading.samples import blocks

TEXTS = [
    "去年以来，全县新建改建农村公路一百二十公里，客车开进了三十八个村，山里的茶叶和笋干当天就能运到城里。",
    "走进茶园，采茶的人正忙着把嫩芽放进竹篓，收购的车子就停在路边，一斤鲜叶比往年多卖了两块钱。",
    "村里的老人说，从前去一趟县城要走半天山路，遇上下雨天，连药都买不到，孩子上学更是难。",
    "清晨的菜市场里，摊主把刚到的鲈鱼放进水箱，买菜的人围了过来，问价、挑鱼、称重，十分热闹。",
    "水库边的渔民把网箱拉上来，银色的鱼在阳光下跳动，合作社的冷藏车一早就等在码头。",
    "校医给孩子们量身高、测视力，家长在教室外排起长队，志愿者送来了热水和点心。",
    "剧团的老师傅把水袖的甩法教给十几个孩子，台下坐满了乡亲，掌声一阵接着一阵。",
    "图书馆延长了开放时间，夜里十点，阅览室里仍然坐满了人，只听得见翻书的声音。",
]
HEAD = "一条公路带富一方乡亲"
# A page with many 小标题, whose next headline is told by its form alone.
PARTS = [
    piece
    for number, name in enumerate(["修路", "通车", "进城", "赶集", "回乡", "夜读"])
    for piece in (name, *TEXTS[number % 2 * 4 :][:4])
]
WIRED = "（新华社北京7月8日电）"


def headlines(*pieces: str) -> list[str]:
    return [story.headline for story in read_page(blocks(*pieces)).articles]


@pytest.mark.parametrize(
    "between",
    [
        ["■记者手记", "守住山里的灯火"],
        ["链接", "公路小知识"],
        [
            "【经验分享】",
            "茶园边",
            TEXTS[6],
            "【相关知识】",
            "茶叶",
            TEXTS[7],
            "【经验分享】",
            "渔家",
        ],
        [
            *("城关镇居民王芳——", "“出门就有公交车”", "本报记者  李  明", TEXTS[6]),
            *("古坪乡茶农张建国——", "“鲜叶当天进城”", "本报记者  赵  强", TEXTS[7]),
            *("石门村渔民刘海——", "“一网下去心里亮堂”", "本报记者  周  洁"),
        ],
    ],
)
def test_a_box_and_a_part_with_a_byline_stay_in_their_story(between: list[str]) -> None:
    assert headlines(HEAD, *TEXTS[:3], *between, *TEXTS[3:6]) == [HEAD]


def test_a_later_chapter_begins_no_story() -> None:
    assert headlines(HEAD, *PARTS, "第六章  附  则", *TEXTS[:2]) == [HEAD]


@pytest.mark.parametrize("writer", ["人民网“领导留言板”网友  田先生", "读  者  姚晓滨", "张佳莹文"])
def test_who_wrote_the_text_above_is_no_part_of_the_headline_below(writer: str) -> None:
    head = "乡村公交该多开几班（建议）"
    first, second = read_page(blocks(HEAD, *TEXTS[:3], writer, head, *TEXTS[3:6])).articles
    assert first.paragraphs[-1].split() == writer.split()
    assert (second.kicker, second.headline) == ("", head)


@pytest.mark.parametrize(
    ("pieces", "head"),
    [
        ([*PARTS, "乡村公路上的故事", "——古坪县农村客运二十年"], "乡村公路上的故事"),
        ([*PARTS[:-1], PARTS[-1] + WIRED, "茶香"], "茶香"),
        ([*PARTS, "图片报道"], "图片报道"),
        ([*PARTS, "（作者为县作家协会会员）", "茶香", *TEXTS[4:6]], "茶香"),
        ([*PARTS, "市场资讯"], "市场资讯"),
        ([*PARTS, "郅延文", "来论", "客车"], "来论"),
    ],
)
def test_a_deck_a_writer_above_and_pictures_tell_a_headline(pieces: list[str], head: str) -> None:
    assert headlines(HEAD, *pieces, *TEXTS[:4])[1:] == [head]


@pytest.mark.parametrize(
    "line",
    [
        *("两县水库管理联合声明", "县水利局负责人答记者问"),
        *("县政协增补委员名单", "县人大常委会关于水库管理的决定"),
    ],
)
def test_a_documents_name_speaks_for_a_headline(line: str) -> None:
    texts = blocks(HEAD, *TEXTS[:2], line, *TEXTS[2:4], "守桥（本报记者）", *TEXTS[4:6])
    assert [points_for(page_of(texts), at) for at in (3, 6)] == [STRONG, 0]


def test_a_long_line_above_a_dateline_is_a_headline() -> None:
    head = (
        "县人民政府办公室印发《古坪县农村公路养护管理和客货邮融合发展三年行动实施方案及任务分工》"
    )
    assert headlines(HEAD, *TEXTS[:4], head, f"本报讯（记者 王芳）{TEXTS[4]}", *TEXTS[5:]) == [
        HEAD,
        head,
    ]


def page_of(text: str) -> Page:
    source = Source(text)
    lines = split_lines(source)
    layout = find_layout(lines)
    return Page(join_lines(lines, kinds_of(source, lines, layout), layout), layout)


def forbidden(*pieces: str) -> list[str]:
    page = page_of(blocks(*pieces))
    return [item.key for at, item in enumerate(page.items) if forbids(page, at)]


def test_the_rest_of_an_ellipsis_that_a_column_cut_begins_nothing() -> None:
    assert forbidden(HEAD, *TEXTS[:2], TEXTS[2][:-1] + "…", "…", *TEXTS[3:6]) == ["…"]


@pytest.mark.parametrize(
    "line",
    [
        "看山",
        "委员（按姓氏笔画为序）",
        "路修通以后，山里的茶叶第一次当天进了城……",
        "山里人还记得那一天的情景，他们说：",
    ],
)
def test_one_of_a_series_and_a_text_that_breaks_off_begin_nothing(line: str) -> None:
    series = [line, TEXTS[1], "看水", TEXTS[2], "看林", TEXTS[3]]
    assert half_width(line) in forbidden(HEAD, TEXTS[0], *series)


def test_headlines_of_news_may_be_alike() -> None:
    news = [piece for text in TEXTS[:4] for piece in ("全县部署防汛", f"本报讯（记者 王芳）{text}")]
    assert headlines(*news) == ["全县部署防汛"] * 4


def test_questions_of_an_interview_begin_nothing() -> None:
    asked = ["公路什么时候通车？", "茶叶怎么运出山？", "老人看病还要走多远？"]
    pieces = [piece for pair in zip(asked, TEXTS, strict=False) for piece in pair]
    assert forbidden(HEAD, TEXTS[7], *pieces) == asked
    assert asked[2] not in forbidden(HEAD, asked[2], TEXTS[7], *pieces[:4])


@pytest.mark.parametrize(
    "above", ["《条例》全文如下。", "县里同时公布了三年行动要修的路和桥的名称："]
)
def test_what_a_text_announces_begins_nothing(above: str) -> None:
    assert forbidden(HEAD, TEXTS[0], above, "农村公路条例", *TEXTS[1:4])[-1:] == ["农村公路条例"]


def test_the_heading_above_a_teller_stays_in_its_story() -> None:
    parts = [
        *("扎根山乡", "一路相伴", "讲述人：古坪县教师王芳", TEXTS[1]),
        *("心系茶园", "讲述人：古坪县茶农张建国", TEXTS[2]),
        *("点亮童心", "讲述人：古坪县校医刘海", TEXTS[3]),
    ]
    found = forbidden(HEAD, TEXTS[0], *parts)
    assert {"扎根山乡", "一路相伴", "心系茶园", "点亮童心"} <= set(found)


@pytest.mark.parametrize("line", ["一、修路", "（一）修路", "——修路"])
def test_a_list_and_a_deck_below_a_text_begin_no_story(line: str) -> None:
    page = page_of(blocks(HEAD, *PARTS, line, *TEXTS[:4]))
    assert head_points(page, 1 + len(PARTS)) == -SURE


def test_two_parts_above_a_day_speak_for_a_headline() -> None:
    dated = "10月18日，" + TEXTS[4]
    page = page_of(
        blocks(HEAD, *TEXTS[:2], "守护一条山路　共赴万亩茶乡", dated, "山路　茶乡", dated)
    )
    assert [points_for(page, at) for at in (3, 5)] == [STRONG, 0]


def test_an_editors_note_is_no_deck() -> None:
    (story,) = read_page(blocks(HEAD, "编者按", *TEXTS[:4])).articles
    assert (story.headline, story.deck) == (HEAD, "")


@pytest.mark.parametrize("answer", ["答：", "发言人表示，", "发言人李明说："])
def test_what_stands_above_an_answer_begins_nothing(answer: str) -> None:
    asked = "公路什么时候通车？"
    assert forbidden(HEAD, *TEXTS[:2], asked, answer + TEXTS[2], *TEXTS[3:6]) == [asked]


def test_a_name_below_a_quotation_tells_no_headline_on_a_whole_page() -> None:
    quoted = ["“路通了，人心就通了。”", "——古坪县茶农张建国", "进城"]
    assert headlines(HEAD, *PARTS, *quoted, *TEXTS[:4]) == [HEAD]


def test_a_foreign_name_that_a_column_cut_goes_on_with_its_line() -> None:
    column = "　　——古坪县友好城市卫生部次长维多利亚\n·马朱尔\n"
    text = "".join(f"　　{text[:18]}\n{text[18:38]}\n{text[38:]}\n" for text in TEXTS[:4])
    assert page_of(text + column + text).items[4].key.endswith("维多利亚·马朱尔")


def test_who_signs_a_statement_begins_nothing() -> None:
    offices = ["古坪县人民政府县委书记　李强", "石门县人民政府县委书记　通伦·西苏里"]
    found = forbidden(HEAD, *TEXTS[:2], *offices, "乡村公交", *TEXTS[3:5])
    assert found == ["古坪县人民政府县委书记李强"]
    names = ["古坪县人民政府　石门县人民政府", "县长　县长", "李强　王芳"]
    assert forbidden(HEAD, *TEXTS[:2], *names, TEXTS[3]) == [
        "古坪县人民政府石门县人民政府",
        "县长县长",
    ]
    signed = ["古坪县公路协会", "石门县公路协会", "2023年7月3日"]
    assert forbidden(HEAD, *TEXTS[:2], *signed, "乡村公交", *TEXTS[3:5]) == signed[:2]


POEM = ["守着一条老路", "忽远忽近"]


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ([], ["夜读", "■王芳"]),
        ([], ["夜读", "山里的灯火", "■王芳"]),
        (POEM, ["夜读（外一首）", "■王芳"]),
    ],
)
def test_a_marked_author_below_tells_a_headline(above: list[str], lines: list[str]) -> None:
    page = page_of(blocks(HEAD, *PARTS, *above, *lines, *TEXTS[4:6]))
    assert head_points(page, 1 + len(PARTS) + len(above)) == SURE


def head_points(page: Page, at: int) -> int:
    """Return what the rules add for a headline at an item."""
    told: Points = [[0] * len(weights().labels) for _ in page.asked]
    lean(page, told, weights())
    return told[page.asked.index(at)][weights().labels.index("H")]


@pytest.mark.parametrize("line", ["守桥（山里茶话）", "守桥（县域论坛·共享机遇、共建山乡②）"])
def test_a_columns_name_tells_a_headline(line: str) -> None:
    assert points_for(page_of(blocks(HEAD, *TEXTS[:2], line, *TEXTS[2:4])), 3) == SURE
    assert points_for(page_of(blocks(HEAD, *TEXTS[:2], f"电话:{line}", *TEXTS[2:4])), 3) == 0


@pytest.mark.parametrize(
    "above",
    ["（作者为古坪县教师）", "（新华社记者王芳、李强）", "石门县县长李强、副县长王芳参加会见。"],
)
def test_who_wrote_a_text_or_took_part_ends_a_story(above: str) -> None:
    assert points_for(page_of(blocks(HEAD, *TEXTS[:2], above, "守桥", *TEXTS[2:4])), 4) == SURE


def test_authors_of_a_series_end_no_story() -> None:
    note = "（作者为古坪县教师）"
    assert points_for(page_of(blocks(HEAD, TEXTS[0], note, "守桥", "王芳", *TEXTS[2:4])), 3) == LEAN


NEWS = f"本报北京7月8日电　{TEXTS[4]}"


@pytest.mark.parametrize("lines", [["通车"], ["通车", "山里的路"], ["县政府发言人：", "通车"]])
def test_what_stands_above_a_dated_dateline_begins_a_story(lines: list[str]) -> None:
    page = page_of(blocks(HEAD, *PARTS, *lines, NEWS))
    assert head_points(page, 1 + len(PARTS)) == SURE
    rest = page_of(blocks(HEAD, *PARTS, "笑得爽朗……", *lines, NEWS))
    assert head_points(rest, 1 + len(PARTS)) < SURE


@pytest.mark.parametrize("line", ["预祝古坪县山地运动会圆满成功！", "内容提要"])
def test_a_wish_and_a_summary_begin_nothing(line: str) -> None:
    assert forbidden(HEAD, *TEXTS[:2], line, *TEXTS[3:5]) == [line]


def test_a_headline_may_open_as_makers_of_a_page_do() -> None:
    lines = ["统筹推进水库高水平保护", "统筹:王芳"]
    owns = [page_of(blocks(HEAD, TEXTS[0], line, TEXTS[1])).traits[2].own for line in lines]
    assert owns == ["short", "source"]


@pytest.mark.parametrize(
    "pieces",
    [
        ["守桥", "山里的路", "核心阅读", TEXTS[4], TEXTS[5]],
        ["（王芳）", "守桥", f"本报讯（记者 李强）{TEXTS[4]}"],
    ],
)
def test_a_summary_and_a_dateline_between_notes_tell_a_headline(pieces: list[str]) -> None:
    page = page_of(blocks(HEAD, *PARTS, *pieces))
    assert head_points(page, 1 + len(PARTS) + pieces.index("守桥")) == SURE
    brief = page_of(blocks(HEAD, *PARTS, "（王芳）", "守桥", f"本报电　{TEXTS[4]}"))
    assert head_points(brief, 2 + len(PARTS)) < SURE


def test_headings_above_two_proposers_stay_in_their_story() -> None:
    parts = [
        *("扎根山乡", "提案人：古坪县政协委员王芳", TEXTS[1], "（王芳整理）"),
        *("心系茶园", "一路相伴", "提案人：古坪县政协委员刘海", TEXTS[2]),
    ]
    assert {"扎根山乡", "心系茶园", "一路相伴"} <= set(forbidden(HEAD, TEXTS[0], *parts))
    assert "心系茶园" not in forbidden(HEAD, TEXTS[0], *parts[4:])


def test_a_reporter_below_a_dateline_ends_no_story() -> None:
    pieces = ["新华社邵阳1月19日电", "（记者 买合木提·吐尔逊）", "县统计局昨日发布数", TEXTS[2]]
    assert points_for(page_of(blocks(HEAD, *TEXTS[:2], HEAD, *pieces)), 6) == LEAN
