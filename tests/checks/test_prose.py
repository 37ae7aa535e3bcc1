"""Every check of a story's words finds what it is for, says where, and stays quick."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from proofing.doubles import check_page_paragraphs
from proofing.galley import Galley, Part, as_loaded
from proofing.hits import Hit
from proofing.locations import source_span
from proofing.prose import check_prose, check_story, check_text
from reading.document import PageDocument, Segment, Story

ISSUE = dt.date(2025, 6, 13)
LONG = "志愿者们走村入户，把政策讲到田间地头，把服务送到群众家门口，受到一致好评。"


def hits(*paragraphs: str, **fields: object) -> list[tuple[Part, Hit]]:
    """Return what is found in a story of these paragraphs."""
    one = Galley(Story(paragraphs=list(paragraphs), **fields))  # type: ignore[arg-type]
    return list(check_story(one, ISSUE))


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("重点项目建设提提速增效，成效明显。", "doubled-character", "提提"),
        ("作为为社会主义建设的重要力量，他们奋战一线。", "doubled-character", "为为"),
        ("他走访了了解情况的群众。", "doubled-character", ""),
        ("全县市市市民参加。", "doubled-character", "市市市"),
        ("习习近平总书记作出重要指示。", "doubled-character", "习习"),
        ("俄罗斯斯总统表示欢迎。", "doubled-character", "斯斯"),
        ("这项工作取得一一定成效。", "doubled-character", "一一"),
        ("会议选举产生了新一届党党委。", "doubled-character", "党党"),
        ("开发银行银行批准了贷款。", "doubled-word", "银行银行"),
        ("大力推进推进乡村振兴工作。", "doubled-word", "推进推进"),
        ("他强调，，要抓好落实。", "doubled-mark", "，，"),
        ("他说：“要抓好落实。", "unpaired", "“"),
        ("要抓好落实”，他说。", "unpaired", "”"),
        ("印发《实施方案的通知，要求各地执行。", "unpaired", "《"),
        ("工程（四期项目进展顺利。", "unpaired", "（"),
        ("栏目【聚焦已经开办。", "unpaired", "【"),
        ("昆阳、鳌江、水头、萧江等3个乡镇参加。", "list-count", "昆阳、鳌江、水头、萧江等3个乡镇"),
        ("“甲”“乙”“丙”等两个品牌入选。", "list-count", "“甲”“乙”“丙”等两个品牌"),
        ("教师、医生、护士、工人、农民等三类人员可报名。", "list-count", ""),
        ("昆阳、鳌江、水头、萧江三镇联动。", "list-count", "昆阳、鳌江、水头、萧江三镇"),
        ("省、市、县、乡、村四级联动。", "list-count", "省、市、县、乡、村四级"),
        ("昆阳、鳌江、水头5个乡镇联动。", "list-count", "昆阳、鳌江、水头5个乡镇"),
        ("昆阳、鳌江、水头等二个乡镇参加。", "list-count", ""),
        ("6月15日，我县举行乡镇交流活动。", "date-after-issue", "6月15日"),
        ("6月20日上午，县委书记前往水头镇调研。", "date-after-issue", "6月20日"),
        ("县里在6月20日举行了开工仪式。", "date-after-issue", "6月20日"),
        ("6月20日，记者从县教育局获悉，中考将于7月1日举行。", "date-after-issue", "6月20日"),
        ("2026年6月1日，大桥通车，两岸群众奔走相告。", "date-after-issue", "2026年6月1日"),
        ("2月30日，他回到家乡。", "date-impossible", "2月30日"),
        ("13月1日，他回到家乡。", "date-impossible", "13月1日"),
        ("2025年2月29日，他回到家乡。", "date-impossible", "2025年2月29日"),
        ("共走访农户1２0户。", "mixed-digits", "1２0"),
        ("走访农户120户，解决问题３件。", "mixed-digits", "３"),
        ("走访农户１２０户，解决问题２０件、矛盾3起。", "mixed-digits", "3"),
        ("要全力以赴项目、因地制宜强产业、坚定不移优服务。", "missing-verb", "全力以赴项目"),
        ("要持续强产业、全面环境、大力惠民生。", "missing-verb", "全面环境"),
        ("首届文化周即将来袭>>>2", "leftover-mark", ">>>"),
        ("各地，▶要抓好落实。", "leftover-mark", "▶"),
        ("全力推进□项目建设。", "leftover-mark", "□"),
        ("全力推进（下转第2版）项目建设。", "leftover-mark", "（下转第2版）"),
        ("高质- 量发展。", "leftover-mark", "- "),
        ("high-quality develop- ment 是主题。", "leftover-mark", "- "),
        ("县委&nbsp;县政府高度重视。", "leftover-mark", "&nbsp;"),
        ("县委<br>县政府高度重视。", "leftover-mark", "<br>"),
        ("— 2 —", "leftover-mark", "— 2 —"),
        ("第2版", "leftover-mark", "第2版"),
        ("全力\ufffd进项目。", "odd-character", "\ufffd"),
        ("全力推进,要抓好落实。", "half-width-mark", ","),
        ("全力推进.要抓好落实。", "half-width-mark", "."),
        ('他说"好的。', "half-width-mark", '"'),
        (
            "志愿者走村入户，把政策讲到田间 地头，把服务送到家门口，受到好评赞扬。",
            "space-in-text",
            " ",
        ),
    ],
)
def test_an_error_is_found_where_it_stands(text: str, code: str, shown: str) -> None:
    found = [row for _part, row in hits(text) if row.code == code]
    if code == "doubled-character" and shown == "":
        assert found == []  # 走访了|了解: the boundary of two words explains it
        return
    assert len(found) == 1
    if shown:
        assert text[found[0].start : found[0].end] == shown


def test_headlines_are_checked_as_one_text() -> None:
    one = Galley(Story(kicker="“一窗通办", headline="全程网办”", paragraphs=[LONG]))
    assert list(check_story(one, ISSUE)) == []
    one = Galley(Story(headline="“一窗通办 全程网办", deck="我县政务服务再提速速"))
    assert [(part.name, row.code) for part, row in check_story(one, ISSUE)] == [
        ("headline", "unpaired"),
        ("deck", "doubled-character"),
    ]


def test_doubled_sentences_and_paragraphs_are_found_in_a_story() -> None:
    found = hits(LONG + "他们干劲十足。", "另起一段。" + LONG, LONG + "他们干劲十足。")
    assert [(part.index, row.code) for part, row in found] == [
        (1, "doubled-sentence"),
        (2, "doubled-paragraph"),
    ]


def test_short_refrains_are_meant() -> None:
    assert hits("好！好！好！", "加油！", "加油！") == []


def test_a_long_paragraph_in_two_stories_is_found_and_boilerplate_is_not() -> None:
    stories = [Galley(Story(paragraphs=[LONG * 2])) for _ in range(2)]
    assert [place for place, _part, _row in check_page_paragraphs(stories)] == [1]
    stories = [Galley(Story(kind="notice", paragraphs=[LONG * 2])) for _ in range(2)]
    assert list(check_page_paragraphs(stories)) == []


def test_a_span_is_found_through_column_wraps() -> None:
    source = "标题\n\n全力推进重点项目建设提\n\n提速增效，成效明显。\n"
    story = Story(
        headline="标题",
        paragraphs=["全力推进重点项目建设提提速增效，成效明显。"],
        spans=[(0, len(source) - 1)],
        segments=[
            Segment("headline", 0, (0, 2), "x", 1.0),
            Segment("paragraph", 0, (4, 15), "x", 1.0),
            Segment("paragraph", 0, (17, 27), "x", 1.0),
        ],
    )
    (found,) = check_prose(as_loaded(PageDocument(articles=[story])), ISSUE, source)
    assert found.code == "doubled-character"
    assert found.span is not None
    assert source[slice(*found.span)] == "提\n\n提"


def test_without_segments_the_story_itself_is_searched() -> None:
    text = "全力推进,成效明显。"
    source = f"报头\n标题\n{text}\n"
    story = Story(headline="标题", paragraphs=[text], spans=[(3, len(source))])
    (found,) = check_prose(as_loaded(PageDocument(articles=[story])), ISSUE, source)
    assert found.span is not None
    assert source[slice(*found.span)] == ","


def test_what_is_nowhere_in_the_source_has_only_its_place_in_the_text() -> None:
    read = Story(headline="标题", paragraphs=["原来的一段。"], spans=[(0, 9)])
    edited = Galley(Story(headline="标题", paragraphs=["改后,的一段。"]), read)
    (found,) = check_prose([edited], ISSUE, "标题\n原来的一段。")
    assert found.span is None
    assert (found.place.part, found.place.index, found.place.start) == ("paragraph", 0, 2)
    by_hand = Galley(Story(paragraphs=["改后,的一段。"]))
    assert source_span(by_hand, found.place, "改后,的一段。", "x") is None


def test_a_segment_that_does_not_hold_the_text_is_shown_whole() -> None:
    text = "全力推进,成效明显。"
    story = Story(
        paragraphs=[text], spans=[(0, 4)], segments=[Segment("paragraph", 0, (1, 3), "x", 1.0)]
    )
    (found,) = check_prose([Galley(story, story)], ISSUE, "一二三四")
    assert found.span == (1, 3)


def test_a_moved_paragraph_is_found_by_its_text() -> None:
    text = "全力推进,成效明显。"
    read = Story(paragraphs=["前一段。", text], spans=[(0, 14)])
    now = Galley(Story(paragraphs=[text]), read)
    (found,) = check_prose([now], ISSUE, "前一段。" + text)
    assert found.span == (8, 9)


@pytest.mark.parametrize(
    "text",
    [
        "，" * 20_000,
        "人" * 20_000,
        "“" * 20_000,
        "甲、" * 10_000 + "等3个乡镇",
        "等3个乡镇" * 4_000,
        "（" * 10_000 + "）" * 10_000,
        "1月1日" * 4_000,
        "<a " * 7_000,
        ">" * 20_000,
        "全力以赴、" * 4_000,
        "昆阳 " * 7_000,
        "- " * 10_000,
        "[" * 20_000,
        "1１" * 10_000,
        "\ud800" * 1_000,
        "县委书记" * 5_000,
    ],
)
def test_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    start = time.process_time()
    list(check_prose([Galley(Story(paragraphs=[text]))], ISSUE, text))
    assert time.process_time() - start < 3


def test_a_hostile_text_asks_no_more_than_a_person_can_answer() -> None:
    found = list(check_text("提速速增效，" * 5_000))
    assert len(found) <= 60
