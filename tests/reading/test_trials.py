"""Pages that once went wrong give what they must, and so do others of their kinds."""

from __future__ import annotations

import pytest

from reading.decoding import UndecodableSource, decode
from tests.reading.trial_pages import codes, data, headlines, names, page, read, trial

FLOOD, STREET = "我县部署防汛工作", "老街改造惠及千户居民"
FLOOD_NEWS = "本报讯（记者 王明）6月12日，我县召开防汛工作会议，部署下一阶段工作。"
STREET_NEWS = "本报讯（记者 赵亮）6月10日，老街改造工程完工。"


@pytest.mark.parametrize("name", ["01", "07", "54"])
def test_two_stories_are_two(name: str) -> None:
    assert headlines(trial(name)) == [FLOOD, STREET]


@pytest.mark.parametrize(
    "name", ["02", "04", "11", "32", "33", "42", "43", "44", "46", "47", "59", "61"]
)
def test_one_story_is_one_whatever_way_it_came(name: str) -> None:
    document = trial(name)
    assert document.issue.date == "2025-06-13"
    assert document.unassigned == []
    (story,) = document.articles
    headline = story.headline.replace("\u200b", "").replace("\u200d", "")
    assert headline == FLOOD
    assert [row.name for row in story.bylines] == ["王明"]
    assert not story.truncated


def test_furniture_in_the_middle_of_a_story_does_not_part_it() -> None:
    (story,) = trial("02").articles
    assert story.paragraphs[0].startswith(
        "6月12日，我县召开防汛工作会议，部署下一阶段防汛工作，要求各乡镇压实责任"
    )


def test_lines_out_of_a_pdf_viewer_are_joined() -> None:
    first = trial("01").articles[0]
    assert first.paragraphs[1] == "会议要求，各乡镇要压实责任，确保安全度汛。"
    assert names(first) == [("记者", "王明"), ("通讯员", "李强")]


def test_columns_that_ran_into_each_other_are_asked_about_once() -> None:
    assert codes(trial("03")) == ["mixed-columns"]


def test_an_unseen_mark_in_a_name_does_not_hide_it_and_stays_in_the_text() -> None:
    (story,) = trial("04").articles
    assert names(story) == [("记者", "王明")]
    assert story.headline == "我县\u200b部署防汛\u200d工作"
    assert story.paragraphs == ["6月12日，我县召开防汛\xad工作会议，部署\ufeff下一阶段工作。"]


def test_circled_digits_stay_where_they_are() -> None:
    (story,) = trial("06").articles
    assert story.headline == "防汛知识问答①"
    assert story.paragraphs[1:] == ["①远离河道。", "②检查门窗。", "③备好手电。"]


def test_an_obituary_is_one_notice_with_its_signature() -> None:
    (story,) = trial("13").articles
    assert story.kind == "notice"
    assert story.paragraphs[-2:] == ["赵老先生治丧小组", "2025年6月12日"]


@pytest.mark.parametrize("name", ["14", "15", "20"])
def test_a_box_or_table_that_is_no_story_is_asked_about_once(name: str) -> None:
    document = trial(name)
    assert len(document.articles) + len(document.unassigned) == (2 if name == "14" else 1)
    assert len(document.warnings) <= 1


def test_an_interview_keeps_its_questions() -> None:
    (story,) = trial("17").articles
    assert (story.headline, story.deck) == ("守好百姓饭碗", "访县农业农村局局长陈国庆")
    assert len(story.paragraphs) == 4


def test_questions_and_answers_are_one_story() -> None:
    (story,) = trial("18").articles
    assert len(story.paragraphs) == 4
    assert names(story) == [("记者", "王明")]


def test_an_editorial_keeps_the_deck_below_its_text() -> None:
    (story,) = trial("21").articles
    assert (story.headline, story.deck) == ("以实干守护平安", "论做好今年防汛工作")
    assert names(story) == [("", "本报评论员")]
    two = page("以实干守护平安", "汛期已至，防汛责任重于泰山。", "——一论防汛", STREET, STREET_NEWS)
    assert [(row.headline, row.deck) for row in two.articles] == [
        ("以实干守护平安", "一论防汛"),
        (STREET, ""),
    ]


def test_the_papers_own_voice_in_brackets_is_a_byline() -> None:
    (story,) = trial("22").articles
    assert (story.section, story.headline) == ("社论", "以实干守护平安")
    assert names(story) == [("", "本报评论员")]
    (story,) = page("以实干守护平安", "汛期已至，防汛责任重于泰山。（本报评论员）").articles
    assert names(story) == [("", "本报评论员")]
    assert story.paragraphs == ["汛期已至，防汛责任重于泰山。"]


def test_a_group_of_pictures_is_one_photo_story() -> None:
    (story,) = trial("25").articles
    assert story.kind == "photo"
    assert story.photos[0].credit == "王明 李强"


@pytest.mark.parametrize(
    "mark",
    ["（紧接第一版）", "（上接01版《老街改造》）", "（上接头版）", "（上接一版头条）", "(接1版)"],
)
def test_where_a_story_began_is_read_in_any_form(mark: str) -> None:
    (story,) = page(FLOOD, f"{mark}会议还通报了近期雨情。各乡镇要压实责任。").articles
    assert story.jump_from == "1"
    assert [row.jump_from for row in trial("26").articles] == ["1", "1"]


@pytest.mark.parametrize(
    ("mark", "number"),
    [
        ("（相关报道见第三版）", 3),
        ("（《条例》全文见第五版）", 5),
        ("（相关报道见第二、六版）", 2),
        ("（答记者问见第二版，白皮书全文见第十至十二版）", 2),
        ("（下转头版）", 1),
    ],
)
def test_where_more_is_to_be_read_is_a_jump_on_its_line(mark: str, number: int) -> None:
    first, second = page(FLOOD, FLOOD_NEWS, mark, STREET, STREET_NEWS).articles
    assert (first.jump_to, second.jump_to) == (str(number), None)
    assert second.headline == STREET


def test_a_second_masthead_is_asked_about_at_its_place() -> None:
    document = trial("28")
    (warning,) = document.warnings
    assert warning.code == "second-page"
    text = decode(data("28")).text
    assert warning.span is not None
    assert text[slice(*warning.span)].startswith("今日临江\n中共临江县委机关报\n2025年6月16日")


def test_every_further_page_of_an_issue_in_one_file_is_asked_about() -> None:
    assert codes(trial("52")) == ["second-page"] * 3


def test_the_masthead_again_and_the_folio_at_the_foot_are_no_second_page() -> None:
    again = page(FLOOD, FLOOD_NEWS, "今日临江", "2025年6月13日 星期五 1版", STREET, STREET_NEWS)
    assert codes(again) == []


def test_traditional_print_is_read_and_kept_as_printed() -> None:
    document = trial("29")
    assert (document.issue.date, document.issue.weekday) == ("2025-06-13", "星期五")
    first, second = document.articles
    assert first.headline == "縣府部署防汛工作"
    assert names(first) == [("记者", "王明")]
    assert first.paragraphs[1] == "會議要求各鄉鎮落實責任。"
    assert (second.headline, second.dateline) == ("老街改造惠及千戶居民", "本報訊")


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("民國三十八年四月廿七日", "1949-04-27"),
        ("中華民國元年一月一日", "1912-01-01"),
        ("民國114年6月13日", "2025-06-13"),
    ],
)
def test_a_year_of_the_republic_is_counted_from_1912(date: str, wanted: str) -> None:
    text = f"臨江日報\n{date} 第二版\n\n縣府部署防汛\n\n【本報訊】縣府昨日召開會議。\n"
    document = read(text)
    assert (document.issue.date, document.page.number) == (wanted, 2)
    assert trial("56").issue.date == "1949-04-27"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("30", "Big5"),
        ("31", r"middle of a character at byte 152 \(line 8\)"),
        ("34", r"byte 122 \(line 6\)"),
        ("63", "garbled from line 1 on: it is UTF-8 that was read as GBK"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name_and_place(name: str, words: str) -> None:
    with pytest.raises(UndecodableSource, match=words) as refusal:
        decode(data(name))
    assert refusal.value.chinese.endswith("。")


def test_a_web_page_and_rich_text_are_read_as_a_person_sees_them() -> None:
    document = trial("09")
    assert document.issue.date == "2025-06-13"
    assert headlines(document) == [FLOOD, STREET]
    assert [names(row) for row in document.articles] == [[("记者", "王明")], [("记者", "赵亮")]]
    assert decode(data("62")).text == "我县部署\n"


def test_an_authors_note_is_the_last_paragraph_of_its_essay() -> None:
    first, second = trial("37").articles
    assert names(first) == [("", "林晓")]
    assert first.paragraphs[-1] == "（作者系临江县作家协会会员）"
    assert not first.truncated
    assert second.headline == FLOOD


@pytest.mark.parametrize(
    "slogan", ["办实事 解民忧", "奋进新征程 建功新时代", "学思想 强党性 重实践"]
)
def test_a_slogan_above_a_headline_is_a_standing_column(slogan: str) -> None:
    (story,) = page(slogan, FLOOD, FLOOD_NEWS).articles
    assert (story.section, story.kicker, story.headline) == (slogan, "", FLOOD)
    (story,) = trial("39").articles
    assert story.section == "奋进新征程 建功新时代"
    assert story.headline == "聚焦重点抓安全 凝心聚力促振兴"


def test_a_kicker_of_two_equal_parts_stays_the_kicker() -> None:
    (story,) = page("拓展应用场景 完善产业生态", "临江培育新动能", FLOOD_NEWS).articles
    assert (story.section, story.kicker) == ("", "拓展应用场景 完善产业生态")


def test_half_width_stops_end_sentences_and_stay_as_they_are() -> None:
    (story,) = trial("42").articles
    assert story.paragraphs == [
        "6月12日,我县召开防汛工作会议,部署下一阶段工作.会议要求,各乡镇要压实责任.",
        '会议强调:"要把人民安全放在第一位."',
    ]


def test_a_sites_navigation_and_rights_are_furniture() -> None:
    assert names(trial("43").articles[0]) == [("作者", "王明")]
    assert len(trial("43").articles[0].paragraphs) == 2
    assert {row.role for row in trial("54").furniture} == {"masthead", "date", "folio", "site"}


def test_radicals_are_read_as_the_characters_they_look_like_and_asked_about_once() -> None:
    document = trial("48")
    assert (document.issue.date, document.page.number) == ("2025-06-13", 1)
    assert document.issue.lunar_date == "农历乙巳年五月十八"
    (story,) = document.articles
    assert story.headline == "我县部署防汛⼯作"
    assert story.paragraphs == ["6⽉12⽇，我县召开防汛⼯作会议。"]
    assert codes(document) == ["lookalike"]


@pytest.mark.parametrize(
    "end", ["正式发布", "织就平安网", "上线客户端", "迈上云", "开通微信", "登上头条"]
)
def test_a_headline_below_the_masthead_may_end_as_a_channel_does(end: str) -> None:
    headline = f"我县两项标准{end}"
    (story,) = page(headline, "6月12日，我县召开会议，部署下一阶段工作。").articles
    assert story.headline == headline
    assert trial("49").masthead.channels == []


def test_a_channel_of_the_papers_own_county_needs_no_second_one() -> None:
    document = page("临江发布", FLOOD, FLOOD_NEWS)
    assert document.masthead.channels == ["临江发布"]
    assert headlines(document) == [FLOOD]


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("中国网络电视台消息（新闻联播）：", "中国网络电视台消息"),
        ("新华社北京6月11日电 ", "新华社北京6月11日电"),
        ("新华社北京6月11日电话连线显示，", "新华社北京6月11日电"),
        ("新华社电视台记者报道，", ""),
        ("人民网电商频道上线，", ""),
    ],
)
def test_a_dateline_never_ends_inside_a_word(opening: str, dateline: str) -> None:
    (story,) = page("迎峰度夏保供电", opening + "全县用电平稳。").articles
    assert story.dateline == dateline
    assert trial("51").articles[0].dateline == "中国网络电视台消息"


def test_another_papers_nameplate_is_furniture() -> None:
    document = trial("57")
    assert [row.role for row in document.furniture] == ["nameplate", "masthead", "folio"]
    assert document.page.number == 2


def test_names_set_one_character_a_line_belong_to_the_imprint() -> None:
    (imprint,) = [row for row in trial("59").furniture if row.role == "imprint"]
    text = decode(data("59")).text
    assert "".join(text[slice(*imprint.span)].split()) == "本版责编：陈凌石"
    document = page(FLOOD, FLOOD_NEWS, "版式：\n赵\n亮", STREET, STREET_NEWS)
    assert headlines(document) == [FLOOD, STREET]


def test_the_papers_name_is_its_nameplate_and_the_organ_line_its_organ() -> None:
    document = trial("01")
    assert document.masthead.organ == "中共临江县委机关报"
    assert document.masthead.channels == []
    assert document.furniture[0].role == "nameplate"
