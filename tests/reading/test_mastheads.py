"""Masthead, folio and imprint in other orders, with other papers' names."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.whole_issue import split_pages
from tests.reading.samples import LEAD, NEXT, blocks

FRONT = (
    "云屏日报",
    "中共云屏县委机关报",
    "云屏县融媒体中心主办",
    "2023年8月18日 星期五 总第12期",
)
STORY = ("县领导检查防汛工作", "本报讯 " + LEAD, NEXT)


@pytest.mark.parametrize(
    "lines",
    [
        ["2023年8月18日", "星期五"],
        ["2023年8月", "星期五", "18"],
        ["18", "2023年8月", "星期五"],
        ["星期五", "2023年8月", "18日"],
        ["2023.08.18 星期五"],
        ["2023-8-18　星期五"],
        ["２０２３年８月１８日　星期五"],
        ["二〇二三年八月十八日 星期五"],
        ["2 0 2 3 年 8 月 1 8 日 星 期 五"],
        ["2023年", "8月18日 星期五"],
    ],
)
def test_the_date_in_any_shape(lines: list[str]) -> None:
    issue = read_page(blocks("总第12期 今日8版", *lines, *STORY)).issue
    assert (issue.date, issue.weekday) == ("2023-08-18", "星期五")


def test_a_number_that_fits_the_weekday_is_the_day() -> None:
    text = blocks("2023年8月", "星期五", "5", "18", "总第12期", *STORY)
    assert read_page(text).issue.date == "2023-08-18"


@pytest.mark.parametrize(
    ("printed", "date", "weekday"),
    [
        ("2025年10月1日至8日", "2025-10-01", ""),
        ("2025年10月1—3日", "2025-10-01", ""),
        ("2025年10月1、2日", "2025-10-01", ""),
        ("二〇二五年十月一日至三日", "2025-10-01", ""),
        ("二〇二五年十月一至三日", "2025-10-01", ""),
        ("2025年9月30日至10月2日", "2025-09-30", ""),
        ("2025年12月31日至2026年1月2日", "2025-12-31", ""),
        ("2025年10月1日-3日", "2025-10-01", ""),
        ("2025年10月1日至3日 星期三至星期五", "2025-10-01", "星期三"),
    ],
)
def test_a_double_issue_is_of_its_first_day(printed: str, date: str, weekday: str) -> None:
    for lines in ((*FRONT[:3], printed, "总第12期 今日8版"), (f"2 要闻 {printed}",)):
        page = read_page(blocks(*lines, *STORY))
        assert (page.issue.date, page.issue.weekday) == (date, weekday)
        assert page.page.label == ("1" if len(lines) > 1 else "2")
        assert [(story.kicker, story.headline) for story in page.articles] == [("", STORY[0])]


def test_a_date_that_no_calendar_has_is_left_empty() -> None:
    assert read_page(blocks("2023年2月31日 星期五 总第12期", *STORY)).issue.date == ""


@pytest.mark.parametrize(
    "text", ["总第4403期", "第4403期", "（总第 4403 期）", "第12期 总第4403期", "总第四四零三期"]
)
def test_the_running_number(text: str) -> None:
    assert read_page(blocks("2023年8月18日 星期五", text, *STORY)).issue.number == 4403


def test_a_running_number_after_no() -> None:
    text = blocks("2023年8月18日 星期五", "NO.4403 今日8版", *STORY)
    assert read_page(text).issue.number == 4403


def test_two_numbers_of_a_double_issue_are_joined_by_a_plus() -> None:
    page = read_page(blocks("2023年8月18日 星期五", "总第4403＋4404期 今日8版", *STORY))
    assert (page.issue.number, page.issue.number_to) == (4403, 4404)


def test_two_numbers_of_a_double_issue_stand_without_words_before_them() -> None:
    page = read_page(blocks("2023年8月18日 星期五", "4403、4404合刊 今日8版", *STORY))
    assert (page.issue.number, page.issue.number_to) == (4403, 4404)
    assert [story.headline for story in page.articles] == [STORY[0]]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("06/07版", "6-7"),
        ("2、3版 专题", "2-3"),
        ("第六、七版", "6-7"),
        ("第2、6版", "2"),
        ("1/2版", "2"),
        ("特刊 T2", "T2"),
        ("特刊T12", "T12"),
        ("增刊 Z01", "Z01"),
        ("二、三版 连版", "2-3"),
        ("二三版合版", "2-3"),
        ("连版 二、三版", "2-3"),
        ("第2—3版 连版", "2-3"),
        ("2、3版合版", "2-3"),
        ("第四·五版", "4-5"),
        ("第二至三版", "2-3"),
        ("第２版—第３版", "2-3"),
        ("2、3 专题", "2-3"),
        ("专题 2、3", "2-3"),
        ("2/3版", "2-3"),
        ("第2/3版", "2-3"),
        ("第2/3版 专题", "2-3"),
        ("第四、五版", "4-5"),
        ("4/5 专题", "4-5"),
        ("A04—A05 专题", "A04-05"),
        ("头版", "1"),
        ("第②版", "2"),
        ("③ 综合", "3"),
        ("[08] 副刊", "8"),
        ("2版 ▏时政", "2"),
        ("A 0 2 版", "A02"),
    ],
)
def test_a_page_is_called_as_it_is_printed(line: str, label: str) -> None:
    page = read_page(blocks(line, "2023年8月18日 星期五", *STORY))
    assert page.page.label == label
    assert [story.headline for story in page.articles] == [STORY[0]]


@pytest.mark.parametrize("lines", ["2、3 专题 {}", "{} 2、3 专题", "第2/3版 专题 {}"])
def test_a_spread_s_numbers_stand_on_one_line_with_its_day(lines: str) -> None:
    page = read_page(blocks(lines.format("2023年8月18日 星期五"), *STORY))
    assert (page.page.label, page.page.name) == ("2-3", "专题")
    assert (page.issue.date, page.issue.weekday) == ("2023-08-18", "星期五")


def test_numbers_that_head_a_headline_are_no_page_s() -> None:
    page = read_page(blocks("1、2月出口增长", *STORY))
    assert (page.page.label, page.articles[0].kicker) == ("", "1、2月出口增长")


@pytest.mark.parametrize(
    ("lines", "edition", "label", "name"),
    [
        # The supplement is the page's name.
        (["云屏日报·教育周刊", "2023年8月18日 星期五", "B01"], "", "B01", "教育周刊"),
        (["云屏日报｜教育周刊", "2023年8月18日", "B01版"], "", "B01", "教育周刊"),
        (["云屏日报 教育周刊", "2023年8月18日 星期五", "B01"], "", "B01", "教育周刊"),
        (["《云屏日报》副刊", "2023年8月18日 星期五 第5版"], "", "5", "副刊"),
        (["今日云屏·周末", "2023年8月18日 星期五 第5版"], "", "5", "周末"),
        (["B01", "云屏日报·教育周刊", "2023年8月18日 星期五"], "", "B01", "教育周刊"),
        (["2023年8月18日 星期五", "云屏日报·教育周刊", "B01"], "", "B01", "教育周刊"),
        (["云屏日报·教育周刊 2023年8月18日 星期五 B01"], "", "B01", "教育周刊"),
        (
            [
                "云屏日报·健康周刊",
                "中共云屏县委机关报",
                "2023年8月18日 星期五",
                "总第12期",
                "B01版",
            ],
            "",
            "B01",
            "健康周刊",
        ),
        (["云屏日报·国庆特刊", "2023年8月18日 星期五", "今日8版"], "国庆特刊", "1", ""),
        (["云屏日报·国庆特刊", "2023年8月18日 星期五", "T01"], "国庆特刊", "T01", ""),
        # A letter and number beside the edition, or below it.
        (["T4-T5 特刊", "2023年8月18日"], "特刊", "T4-5", ""),
        (["特刊 T4-T5", "2023年8月18日 星期五"], "特刊", "T4-5", ""),
        (["T4/T5 国庆特刊", "2023年8月18日 星期五"], "国庆特刊", "T4-5", ""),
        (["特刊 T04·T05", "2023年8月18日 星期五"], "特刊", "T04-05", ""),
        (["T04~T05 特刊", "2023年8月18日 星期五"], "特刊", "T04-05", ""),
        (["B04·B05 专题", "2023年8月18日 星期五"], "", "B04-05", "专题"),
        (["T2特刊", "2023年8月18日 星期五"], "特刊", "T2", ""),
        (["2023年8月18日 星期五 T4-T5 特刊"], "特刊", "T4-5", ""),
        ([*FRONT, "特刊", "T01版"], "特刊", "T01", ""),
        ([*FRONT, "特刊", "T01"], "特刊", "T01", ""),
        ([*FRONT, "国庆特刊", "第T01版"], "国庆特刊", "T01", ""),
        ([*FRONT, "T01版", "特刊"], "特刊", "T01", ""),
        (["云屏日报 国庆特刊", "2023年8月18日 星期五 今日8版"], "国庆特刊", "1", ""),
        (["建县60周年特刊", "2023年8月18日 星期五", "总第12期"], "特刊", "1", ""),
        (["国庆特刊 T01", "2023年8月18日 星期五"], "国庆特刊", "T01", ""),
        # A page of the regular issue.
        (["第5版 国庆特刊", "2023年8月18日 星期五"], "", "5", "国庆特刊"),
        (["5 特刊", "2023年8月18日 星期五"], "", "5", "特刊"),
    ],
)
def test_an_edition_has_the_name_that_is_printed(
    lines: list[str], edition: str, label: str, name: str
) -> None:
    page = read_page(blocks(*lines, *STORY))
    assert (page.issue.edition, page.page.label, page.page.name) == (edition, label, name)
    assert [story.headline for story in page.articles] == [STORY[0]]


def test_a_headline_about_a_special_below_the_masthead_is_a_headline() -> None:
    page = read_page(blocks("2023年8月18日 星期五", "总第12期", "云屏推出国庆特刊", *STORY[1:]))
    assert (page.issue.edition, page.articles[0].headline) == ("", "云屏推出国庆特刊")


@pytest.mark.parametrize(("line", "label"), [("A01", "A01"), ("A1", "A1"), ("B01版", "B01")])
def test_a_lettered_front_page_has_its_label_alone_below_the_masthead(
    line: str, label: str
) -> None:
    head = "\n".join([*FRONT[:3], "2023年8月18日 星期五", "总第12期 今日8版", line])
    page = read_page(blocks(head, *STORY, "老街改造完工", "本报讯 " + LEAD, NEXT, NEXT))
    assert (page.page.label, page.unassigned) == (label, [])
    assert [story.headline for story in page.articles] == [STORY[0], "老街改造完工"]


def test_another_page_s_label_below_a_front_page_s_masthead_is_a_teaser_s() -> None:
    text = blocks(*FRONT, "总第12期 今日8版", "A02", *STORY, "老街改造完工", "本报讯 " + LEAD, NEXT)
    assert read_page(text).page.label == "1"


@pytest.mark.parametrize("kicker", ["喜报·县一中获奖", "G20 特刊", "T01 号列车开通"])
def test_what_is_only_worded_like_a_page_s_head_is_a_headline(kicker: str) -> None:
    page = read_page(blocks(*FRONT, kicker, *STORY))
    assert (page.issue.edition, page.page.label, page.page.name) == ("", "1", "")
    assert page.articles[0].kicker == kicker


def test_a_supplement_s_head_inside_a_whole_issue_begins_its_page() -> None:
    inner = blocks("云屏日报·副刊", "2023年8月18日 星期五 第5版", *STORY)
    text = blocks(*FRONT, *STORY) + "\n" + inner
    pages = [read_page(text[start:end]) for start, end in split_pages(text)]
    assert [(page.page.label, page.page.name) for page in pages] == [("1", ""), ("5", "副刊")]
    assert [story.headline for page in pages for story in page.articles] == [STORY[0]] * 2


def test_what_says_that_a_page_is_one_is_no_name_of_it() -> None:
    for line in ("版次：03", "二三版合版", "连版 二、三版"):
        assert read_page(blocks(line, "2023年8月18日 星期五", *STORY)).page.name == ""


@pytest.mark.parametrize("printed", ["农历癸卯年大年三十", "农历大年初一"])
def test_a_lunar_day_may_be_called_as_people_do(printed: str) -> None:
    text = blocks("2023年8月18日 星期五", printed, "总第12期", *STORY)
    assert read_page(text).issue.lunar_date == printed


@pytest.mark.parametrize(
    "text", ["今日8版", "本期8版", "本期共8版", "今日共八版", "共8版", "今日８版"]
)
def test_the_page_count(text: str) -> None:
    assert read_page(blocks("2023年8月18日 星期五", text, *STORY)).issue.page_count == 8


@pytest.mark.parametrize(
    "text",
    [
        "农历癸卯年七月初三",
        "癸卯年七月初三",
        "农历七月初三",
        "癸卯年闰二月廿九",
        "农历壬寅年十二月三十",
        "癸卯年冬月十一",
    ],
)
def test_the_lunar_date_is_kept_as_printed(text: str) -> None:
    assert read_page(blocks("2023年8月18日 星期五", text, *STORY)).issue.lunar_date == text


@pytest.mark.parametrize(
    ("text", "hotline"),
    [
        ("新闻热线：58129999", "58129999"),
        ("新闻热线 0577-58129999", "0577-58129999"),
        ("24小时新闻热线：(0577)58129999", "(0577)58129999"),
        ("新闻热线：５８１２９９９９", "58129999"),
        ("报料热线:58129999、58128888", "58129999、58128888"),
        ("广告热线：58129999", ""),
    ],
)
def test_the_hotline(text: str, hotline: str) -> None:
    page = read_page(blocks("2023年8月18日 星期五 总第12期", text, *STORY))
    assert page.masthead.hotline == hotline
    assert len(page.articles) == 1


@pytest.mark.parametrize(
    ("lines", "organ", "sponsor"),
    [
        (["中共安平县委机关报", "安平县融媒体中心主办"], "中共安平县委机关报", "安平县融媒体中心"),
        (["中共安平市委主管主办 安平日报社出版"], "中共安平市委主管主办", "安平日报社"),
        (["主管：中共安平县委 主办：安平县传媒集团"], "中共安平县委", "安平县传媒集团"),
        (
            ["安平县委机关报", "安平县融媒体中心（传媒集团） 主办"],
            "安平县委机关报",
            "安平县融媒体中心（传媒集团）",
        ),
    ],
)
def test_who_publishes_the_paper(lines: list[str], organ: str, sponsor: str) -> None:
    masthead = read_page(blocks(*lines, "2023年8月18日 星期五 总第12期", *STORY)).masthead
    assert (masthead.organ, masthead.sponsor) == (organ, sponsor)


def test_channels_slogans_and_nameplate_beside_the_masthead() -> None:
    text = blocks(
        "今日安平",
        "ANPING NEWS",
        "安平发布 爱安平",
        "中共安平县委机关报",
        "富强 民主 文明 和谐",
        "多云 18℃",
        "2023年8月18日 星期五",
        "总第12期",
        "国内统一连续出版物号：CN33-0012",
        "邮发代号：31-99",
        "www.anping.com",
        "零售价：1.00元",
        "━━━━",
        *STORY,
    )
    page = read_page(text)
    assert page.masthead.channels == ["安平发布", "爱安平"]
    assert page.masthead.mottoes == ["富强 民主 文明 和谐"]
    assert page.unassigned == []
    assert {"nameplate", "weather", "ornament"} <= {piece.role for piece in page.furniture}


def test_a_masthead_on_one_line_is_taken_apart() -> None:
    text = blocks(
        "安平发布　中共安平县委机关报　富强 民主 文明 和谐　自由 平等 公正 法治　"
        "2023年8月18日　总第12期",
        *STORY,
    )
    masthead = read_page(text).masthead
    assert masthead.channels == ["安平发布"]
    assert masthead.mottoes == ["富强 民主 文明 和谐", "自由 平等 公正 法治"]


def test_a_masthead_may_stand_below_the_stories() -> None:
    text = blocks(*STORY, "安平新闻", "2023年8月18日 星期五", "总第12期", "中共安平县委机关报")
    page = read_page(text)
    assert page.issue.number == 12
    assert page.unassigned == []
    assert page.page.number == 1


@pytest.mark.parametrize(
    ("lines", "number", "name"),
    [
        (["2 要闻"], 2, "要闻"),
        (["第2版 民生"], 2, "民生"),
        (["02版"], 2, ""),
        (["要闻 2"], 2, "要闻"),
        (["第2版：综合新闻 责编：王强"], 2, "综合新闻"),
        (["A2"], 2, ""),
        (["民生", "2"], 2, "民生"),
        (["2 要闻 2023年8月18日 星期五"], 2, "要闻"),
        (["安平日报 02版/公益广告"], 2, "公益广告"),
        (["06 乡村振兴", "2023年8月18日"], 6, "乡村振兴"),
        ([], None, ""),
        (["2", "乡风文明", "2023年8月18日 星期五"], 2, "乡风文明"),
    ],
)
def test_the_folio_of_an_inner_page(lines: list[str], number: int | None, name: str) -> None:
    page = read_page(blocks(*lines, *STORY))
    assert (page.page.number, page.page.name) == (number, name)
    assert [story.headline for story in page.articles] == [STORY[0]]


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：王强 版式：李想 校对：张三",
        "责任编辑 王强 版式 李想 校对 张三",
        "投稿邮箱：news@163.com",
        "扫一扫关注平安发布",
        "- 2 -",
        "★★★★★",
        "本版责编：王强",
        "第2版",
    ],
)
def test_an_imprint_is_furniture_wherever_it_stands(line: str) -> None:
    page = read_page(blocks(*STORY, line))
    assert len(page.articles) == 1
    assert page.unassigned == []
    assert not page.articles[0].truncated


def test_a_header_that_is_repeated_is_furniture_again() -> None:
    text = blocks("安平日报", "2023年8月18日 星期五", "2 要闻", *STORY, "\f安平日报", *STORY)
    page = read_page(text)
    assert [piece.role for piece in page.furniture].count("nameplate") == 2
    assert len(page.articles) == 2


@pytest.mark.parametrize(
    ("head", "label", "numbers"),
    [
        ("壹版\n2025年6月13日 星期五", "1", (None, None)),
        ("2025年6月13日 星期五 第贰版 要闻", "2", (None, None)),
        ("拾贰版\n2025年6月13日", "12", (None, None)),
        ("今日临江 2025年6月13日 星期五 封面", "1", (None, None)),
        ("P3 民生\n2025年6月13日 星期五", "3", (None, None)),
        ("2025年6月13日 星期五 P12-13", "12-13", (None, None)),
        ("Page 3\n2025年6月13日 星期五", "3", (None, None)),
        ("T02 专题\n2025年6月13日 星期五", "T02", (None, None)),
        ("今日临江\n2025年6月13日 Vol.2317", "1", (2317, None)),
        ("今日临江 2025年6月13日 Vol.23, No.5", "1", (5, None)),
        ("今日临江\n2025年6月13日 第43期 合刊第44期", "1", (43, 44)),
        ("今日临江\n2025年6月13日\n第43、44期合刊", "1", (43, 44)),
    ],
)
def test_rarer_ways_to_print_page_and_number_are_read(
    head: str, label: str, numbers: tuple[int | None, int | None]
) -> None:
    text = "6月12日，我县召开会议，部署P3实验室，Vol.3出版。（下转P4）"
    document = read_page(f"{head}\n\n我县部署防汛工作\n\n本报讯（记者 王明）{text}\n")
    assert (document.page.label, document.issue.date) == (label, "2025-06-13")
    assert (document.issue.number, document.issue.number_to) == numbers
    (story,) = document.articles
    assert (story.headline, story.jump_to) == ("我县部署防汛工作", "4")
    assert story.paragraphs == [text.removesuffix("（下转P4）")]


@pytest.mark.parametrize(
    ("head", "label", "name"),
    [
        ("今日临江\n2025年6月13日 第2317期\n封底", "", "封底"),
        ("今日临江 封三 2025年6月13日 星期五", "", "封三"),
        ("封底 公益广告 2025年6月13日 共8版", "8", "封底"),
        ("封三 2025年6月13日 今日8版", "7", "封三"),
        ("封二 专题 2025年6月13日 今日8版", "2", "封二"),
        ("第4版 封底 2025年6月13日", "4", "封底"),
    ],
)
def test_a_cover_has_a_place_only_where_the_number_of_pages_is_known(
    head: str, label: str, name: str
) -> None:
    document = read_page(f"{head}\n\n我县部署防汛工作\n\n本报讯（记者 王明）6月12日，开会。\n")
    assert (document.page.label, document.page.name) == (label, name)
    assert [(story.kicker, story.headline) for story in document.articles] == [
        ("", "我县部署防汛工作")
    ]
