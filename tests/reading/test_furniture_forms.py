"""Mastheads, folios and imprints as papers print them: each is known, and no story's."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.document import PageDocument
from tests.reading.samples import blocks
from tests.reading.test_cut_paragraphs import HEAD, OPENED

TOP = "平安县融媒体中心主办\n2022年1月31日 星期一\n第9582期"


def read(*parts: str) -> PageDocument:
    """Return the document of a page that ends with one story, which must stay whole."""
    document = read_page(blocks(*parts, HEAD, OPENED))
    (story,) = document.articles
    assert (story.section, story.kicker, story.headline) == ("", "", HEAD)
    assert document.unassigned == []
    return document


@pytest.mark.parametrize(
    "line",
    [
        "今日天气：多云转晴 15～27℃",
        "今天阴有阵雨，21℃～28℃",
        "新闻热线 64992121    邮编：146180",
        "立足平安 服务百姓",
        "浙内准字第C123号",
        "浙江省连续性内部资料出版物准印证：浙企准字第K008号",
        "每份0.8元",
        "内部资料 免费交流",
        "一版责编：贺志杰 校对：金凡琳",
        "编委：王明",
        "一校：王明 二校：李红",
        "□ 责任编辑 王明 版式 李红",
        "(责编 王明)",
        "责任编辑·王明",
        "责任编辑\n王明",
        "投稿邮箱\nyhb2025@163.com",
        "本报地址 昆阳镇人民路1号",
        "QQ群：123456789",
        "版权所有 未经许可不得转载",
        "导读",
    ],
)
def test_a_line_of_the_masthead_or_imprint_is_no_kicker(line: str) -> None:
    assert read(TOP, line).issue.number == 9582


@pytest.mark.parametrize(
    ("folio", "number", "name"),
    [
        ("第5版 法治", 5, "法治"),
        ("法治 8版", 8, "法治"),
        ("3 要闻·综合", 3, "要闻·综合"),
        ("第4版 民生/社会", 4, "民生/社会"),
        ("平安报\n8\n社会", 8, "社会"),
        ("乡村振兴\n8", 8, "乡村振兴"),
        ("仙居日报\n10版\n民生", 10, "民生"),
        ("4　公益广告　2012年9月16日", 4, "公益广告"),
        ("6人文 2025-04-11", 6, "人文"),
        ("2 要闻\n责任编辑\n王强", 2, "要闻"),
    ],
)
def test_a_folio_gives_number_and_name(folio: str, number: int, name: str) -> None:
    page = read(folio).page
    assert (page.number, page.name) == (number, name)


@pytest.mark.parametrize(
    ("foot", "number", "name", "date"),
    [
        ("2\n文化\n2026年2月18日 责任编辑：龚旻健 版式：尹浩明", 2, "文化", "2026-02-18"),
        ("4 县域　2024.4.21", 4, "县域", "2024-04-21"),
        ("第三版 副刊\n2023年8月18日\n星期五", 3, "副刊", "2023-08-18"),
    ],
)
def test_a_folio_may_stand_at_the_foot(foot: str, number: int, name: str, date: str) -> None:
    document = read_page(blocks(HEAD, OPENED, foot))
    assert [story.headline for story in document.articles] == [HEAD]
    page, issue = document.page, document.issue
    assert (page.number, page.name, issue.date) == (number, name, date)


@pytest.mark.parametrize(
    ("lines", "date", "lunar_date"),
    [
        ("2022年1月31日星期一农历辛丑年腊月廿九总第9582期", "2022-01-31", "农历辛丑年腊月廿九"),
        ("2022年1月\n星期一    31日\n第9582期", "2022-01-31", ""),
        ("壬寅年闰六月二十 二〇二二年八月九日 星期二", "2022-08-09", "壬寅年闰六月二十"),
        ("二Ｏ二五年六月十三日 星期五", "2025-06-13", ""),
        ("公元2025年6月13日 星期五", "2025-06-13", ""),
        ("2025年6月13日 | 五月十八", "2025-06-13", "五月十八"),
        ("2026年4月\n周日\n责任编辑 陆赟昊\n5", "2026-04-05", ""),
    ],
)
def test_a_date_is_read_in_every_order(lines: str, date: str, lunar_date: str) -> None:
    issue = read(f"中共平安县委机关报\n{lines}").issue
    assert (issue.date, issue.lunar_date) == (date, lunar_date)


@pytest.mark.parametrize(
    "printed", ["总4403期", "总期第4403期", "第4403号", "总第4403号", "总第4,403期", "总期数：4403"]
)
def test_a_running_number_is_read_in_every_form(printed: str) -> None:
    assert read(f"2025年6月13日 星期五\n{printed}").issue.number == 4403


@pytest.mark.parametrize("printed", ["今日对开8版", "今日2张8版", "版数：8", "本期共八版"])
def test_a_page_count_is_read_in_every_form(printed: str) -> None:
    assert read(f"2025年6月13日 星期五 总第4403期\n{printed}").issue.page_count == 8


def test_sponsor_organ_and_channels_are_told_apart() -> None:
    lines = "掌上三门 云上三门\n三门县委主管\n中共三门县委机关报\n中共三门县委宣传部主办"
    masthead = read(f"{lines}\n2022年1月31日 星期一\n第9582期\n社址：三门县人民路37号").masthead
    assert masthead.channels == ["掌上三门", "云上三门"]
    assert (masthead.organ, masthead.sponsor) == ("中共三门县委机关报", "中共三门县委宣传部")


def test_a_slogan_that_names_the_county_is_no_channel() -> None:
    masthead = read(
        "祥云县融媒体中心主办\n讲好祥云故事 传播祥云声音\n2025年1月31日 星期五\n第9期"
    ).masthead
    assert (masthead.channels, masthead.mottoes) == ([], ["讲好祥云故事 传播祥云声音"])


def test_a_day_in_a_narrow_line_of_text_is_no_furniture() -> None:
    text = (
        "吕平督查安全生产工作\n　　据新华社三明10月1\n日电　人力资源社会保障部\n"
        "10月1日举行新闻发布\n会，介绍城市供水有关情况\n并答记者问。\n"
        "　　专家提醒，入汛以来强\n降雨过程多，应避免前往危\n险区域。\n"
    )
    (story,) = read_page(text).articles
    assert story.dateline == "据新华社三明10月1日电"
    assert (
        story.paragraphs[0]
        == "人力资源社会保障部10月1日举行新闻发布会，介绍城市供水有关情况并答记者问。"
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [("公告", "notice"), ("关于夜间施工的通告", "notice"), ("教育部发布公告", "news")],
)
def test_news_of_a_notice_is_no_notice(title: str, kind: str) -> None:
    text = blocks(title, "根据城市建设需要，现对城东路实行封闭施工，请过往车辆绕行。特此公告。")
    (story,) = read_page(text).articles
    assert (story.kind, story.headline) == (kind, title)


def test_who_signs_a_notice_is_not_the_next_story_s_kicker() -> None:
    notice = "因管道抢修，城东片区将于今晚停水，请广大用户提前做好准备。"
    text = f"停水通知\n　　{notice}\n华昌县水务集团\n\n{HEAD}\n　　{OPENED}\n"
    assert [(s.kind, s.headline) for s in read_page(text).articles] == [
        ("notice", "停水通知"),
        ("news", HEAD),
    ]


def test_dots_that_leave_words_out_are_text_and_a_row_of_them_is_a_rule() -> None:
    (story,) = read_page(blocks(TOP, HEAD, OPENED, "……", "大家都说好。")).articles
    assert story.paragraphs[1:] == ["……", "大家都说好。"]
    assert read(TOP, "…………………………").articles
