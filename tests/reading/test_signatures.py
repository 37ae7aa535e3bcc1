"""What signs a story off belongs to it: its wire, who took part, the author, place and name."""

from __future__ import annotations

import pytest

from reading.document import BylineText
from tests.reading.trial_pages import headlines, names, page

FLOOD, STREET = "我县部署防汛工作", "老街改造惠及千户居民"
FLOOD_NEWS = "6月12日，我县召开防汛工作会议，部署下一阶段工作。"
STREET_NEWS = "本报讯（记者 赵亮）6月10日，老街改造工程完工。"


@pytest.mark.parametrize(
    ("line", "dateline", "people"),
    [
        ("（新华社北京9月26日电）", "新华社北京9月26日电", []),
        ("（本报东京8月7日电）", "本报东京8月7日电", []),
        ("（本报临江7月7日讯）", "本报临江7月7日讯", []),
        (
            "（新华社郑州10月7日电  记者张兴军、孙清清）",
            "新华社郑州10月7日电",
            [("记者", "张兴军"), ("记者", "孙清清")],
        ),
        ("（本报记者刘洪超、游仪参与采写）", "", [("记者", "刘洪超"), ("记者", "游仪")]),
        ("（郭松参与采写）", "", [("", "郭松")]),
        ("（本报记者董阳采访整理）", "", [("记者", "董阳")]),
        ("本报记者 董阳 采访整理", "", [("记者", "董阳")]),
        ("（综合本报记者李红梅、王浩报道）", "", [("记者", "李红梅"), ("记者", "王浩")]),
        ("（本报评论员）", "", [("", "本报评论员")]),
    ],
)
def test_a_line_below_the_text_signs_its_story(
    line: str, dateline: str, people: list[tuple[str, str]]
) -> None:
    document = page(FLOOD, FLOOD_NEWS, line, STREET, STREET_NEWS)
    assert headlines(document) == [FLOOD, STREET]
    first, second = document.articles
    assert (first.dateline, names(first)) == (dateline, people)
    assert first.paragraphs == [FLOOD_NEWS]
    assert not first.truncated
    assert names(second) == [("记者", "赵亮")]


def test_the_names_of_all_who_took_part_may_fill_lines() -> None:
    people = [a + b for a in "王李张刘陈杨赵黄" for b in ("小明", "建国", "志强", "红梅")]
    line = f"（本报记者{'、'.join(people)}参与采写）"
    first, _ = page(FLOOD, FLOOD_NEWS, line, STREET, STREET_NEWS).articles
    assert first.bylines == [BylineText("记者", name) for name in people]


@pytest.mark.parametrize(
    "line",
    [
        "（作者系临江县作家协会会员）",
        "（作者为南开大学校长）",
        "（作者分别为县博物馆馆长、研究员）",
        "（作者单位：县农业农村局）",
        "（本文作者系县政协委员）",
        "（原载《临江文艺》2025年第3期）",
        "（未完待续）",
        "（全文完）",
        "浙江省杭州市  王小明",
        "江苏南京 李 明",
        "白沙镇石塘区 陈红",
        "——编 者",
    ],
)
def test_a_note_about_the_author_is_the_last_paragraph(line: str) -> None:
    document = page(FLOOD, FLOOD_NEWS, line, STREET, STREET_NEWS)
    assert headlines(document) == [FLOOD, STREET]
    first = document.articles[0]
    assert first.paragraphs == [FLOOD_NEWS, " ".join(line.split())]
    assert not first.truncated


def test_the_byline_above_a_note_is_still_read() -> None:
    text = FLOOD_NEWS + "（王小明）"
    first = page(FLOOD, text, "（作者系县作家协会会员）", STREET, STREET_NEWS).articles[0]
    assert names(first) == [("", "王小明")]
    assert first.paragraphs == [FLOOD_NEWS, "（作者系县作家协会会员）"]


def test_a_second_dateline_below_the_text_is_kept_as_text() -> None:
    first = page(
        FLOOD, "本报讯 " + FLOOD_NEWS, "（新华社北京9月26日电）", STREET, STREET_NEWS
    ).articles[0]
    assert first.dateline == "本报讯"
    assert first.paragraphs == [FLOOD_NEWS, "（新华社北京9月26日电）"]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("钟伟锋摄（影像中国）", "钟伟锋"),
        ("（影像中国）", "影像中国"),
        ("黄  旭摄（新华社发）", "黄旭"),
        ("（新华社发）", "新华社发"),
        ("以上图片均为本报记者章念生摄", "章念生"),
        ("新华社记者  陈钟昊摄", "陈钟昊"),
        ("苗自良  范志祥摄影报道", "苗自良 范志祥"),
    ],
)
def test_a_picture_agency_is_part_of_the_credit_and_no_headline(line: str, credit: str) -> None:
    document = page("端午味浓", "6月12日，白沙镇举行端午民俗活动。", line, STREET, STREET_NEWS)
    assert headlines(document) == ["端午味浓", STREET]
    photo, _ = document.articles
    assert photo.kind == "photo"
    assert [row.credit for row in photo.photos] == [credit]


@pytest.mark.parametrize(
    "line",
    [
        "杭州市 高质量发展",
        "记者从县教育局采访",
        "临江县 王牌产业再升级",
        "（作者）",
        "图片报道",
        "综合整理",
    ],
)
def test_other_lines_sign_nothing(line: str) -> None:
    document = page(line, FLOOD_NEWS)
    assert document.articles[0].bylines == []


def test_a_picture_group_with_numbered_captions_is_one_photo_story() -> None:
    captions = ["图①：包粽子比赛。", "图②：赛龙舟。", "图③：挂艾草。", "王明 李强摄（影像中国）"]
    document = page("端午味浓", *captions, STREET, STREET_NEWS)
    assert headlines(document)[-1] == STREET
