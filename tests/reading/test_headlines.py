"""Kicker, headline, deck and section, by the rules of the page document."""

from __future__ import annotations

import pytest

from tests.reading.samples import LEAD, NEXT, blocks, only_story

BODY = ("本报讯（记者 王强）" + LEAD, NEXT)


@pytest.mark.parametrize(
    ("lines", "kicker", "headline", "deck"),
    [
        (["县领导检查防汛工作"], "", "县领导检查防汛工作", ""),
        (["县领导检查防汛工作 压实责任 守住底线"], "县领导检查防汛工作", "压实责任 守住底线", ""),
        (["压实防汛责任 守住安全底线"], "", "压实防汛责任 守住安全底线", ""),
        (["李明专题调研外贸工作 勠力同心促外贸"], "李明专题调研外贸工作", "勠力同心促外贸", ""),
        (["全县工业大会召开 锚定目标开新局"], "全县工业大会召开", "锚定目标开新局", ""),
        (["一片叶子 富了一方百姓"], "", "一片叶子 富了一方百姓", ""),
        (["县领导检查防汛", "压实责任"], "县领导检查防汛", "压实责任", ""),
        (["引题在前", "主题在中间", "副题在后面"], "引题在前", "主题在中间", "副题在后面"),
        (["压实责任 守住底线", "——我县防汛纪实"], "", "压实责任 守住底线", "我县防汛纪实"),
        (["引题在前", "主题在中间", "——副题在后"], "引题在前", "主题在中间", "副题在后"),
        (["我 县 召 开 大 会"], "", "我县召开大会", ""),
        (
            ["市人大会议", "审议《关于加快", "改革的决定》"],
            "市人大会议",
            "审议《关于加快改革的决定》",
            "",
        ),
        (["“小切口”撬动大民生，我县这样干"], "", "“小切口”撬动大民生，我县这样干", ""),
        (["谁来种地？"], "", "谁来种地？", ""),
    ],
)
@pytest.mark.parametrize("close", [False, True])
def test_the_parts_of_a_headline(
    lines: list[str], kicker: str, headline: str, deck: str, *, close: bool
) -> None:
    head = "\n".join(lines) if close else "\n\n".join(lines)
    story = only_story(blocks(head, *BODY))
    assert (story.kicker, story.headline, story.deck) == (kicker, headline, deck)


@pytest.mark.parametrize(
    "lines",
    [
        ["【强城看亮点】"],
        ["▍强城看亮点"],
        ["★ 强城看亮点 ★"],
        ["■强城看亮点"],
        ["——强城看亮点——"],
        ["强城看亮点", "QIANG CHENG"],
        ["QIANG CHENG", "强城看亮点"],
        ["〖强城看亮点〗"],
    ],
)
def test_a_standing_columns_name_is_the_section(lines: list[str]) -> None:
    story = only_story(blocks(*lines, "县领导检查防汛", "压实责任", *BODY))
    assert story.section == "强城看亮点"
    assert (story.kicker, story.headline) == ("县领导检查防汛", "压实责任")


def test_a_columns_name_worded_as_columns_are_needs_no_frame() -> None:
    assert only_story(blocks("乡村振兴进行时", "压实责任", *BODY)).section == "乡村振兴进行时"
    assert only_story(blocks("“一线”专栏", "压实责任", *BODY)).section == "“一线”专栏"


def test_a_columns_name_may_stand_on_the_headlines_line() -> None:
    story = only_story(blocks("【强城看亮点】压实责任守住底线", *BODY))
    assert (story.section, story.headline) == ("强城看亮点", "压实责任守住底线")


def test_a_photo_caption_with_a_triangle_is_no_section() -> None:
    assert only_story(blocks("压实责任", *BODY, "▲图为检查现场。", "王强 摄")).section == ""
