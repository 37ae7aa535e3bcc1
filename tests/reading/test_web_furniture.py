"""What a web edition sets round its stories is furniture, and no printed line is taken for it."""

from __future__ import annotations

import pytest

from reading.decoding import decode
from reading.lines import half_width, squeeze
from reading.sources import read_source
from reading.websites import is_site_line
from tests.reading.trial_pages import headlines, page, read

FLOOD, STREET = "我县部署防汛工作", "老街改造惠及千户居民"
FLOOD_NEWS = "本报讯（记者 王明）6月12日，我县召开防汛工作会议，部署下一阶段工作。"
STREET_NEWS = "本报讯（记者 赵亮）6月10日，老街改造工程完工。"
SITE = [
    "上一篇 下一篇",
    "上一篇   下一篇   返回目录",
    "放大 缩小 默认",
    "【字号：大 中 小】",
    "[打印] [关闭]",
    "首页 > 数字报 > 版面导航",
    "分享到：微信 微博 QQ空间",
    "版面导航",
    "返回首页",
    "下载PDF",
    "Copyright © 2001-2025 某某日报社 All Rights Reserved",
    "临江新闻网版权所有，未经授权不得转载",
    "版 权 所 有 ， 未 经 许 可 禁 止 使 用",
    "本网站所载内容，未经书面授权，严禁转载、复制",
    "浙ICP备12345678号-1",
    "浙公网安备 33010002000000号",
    "互联网新闻信息服务许可证：33120180001",
    "技术支持：北方软件",
    "来源：临江日报 2025-06-13 08:30",
    "来源：临江日报",
    "发布时间：2025年6月13日 08:30",
    "2025-06-13 08:30 来源：临江新闻网",
    "点击：1234 次",
    "阅读量：1.2万",
    "您现在的位置：首页 > 新闻",
    "《临江日报》（2025年06月13日 第01版）",
]
PRINTED = [
    "首页",
    "评论",
    "大",
    "未经审批不得开工建设",
    "我县启动版权保护行动",
    "上一届下一届",
    "打印出来的幸福生活",
    "分享改革成果",
    "时间：6月13日上午9时",
    "声明：本人不慎遗失身份证",
    "关注微信里的小店",
    "点赞身边好人",
    "本站出发，驶向远方",
    "来源于生活的好作品",
    "位置服务进万家",
]


@pytest.mark.parametrize("line", SITE)
def test_a_sites_own_line_is_no_headline_and_parts_no_story(line: str) -> None:
    document = page(FLOOD, FLOOD_NEWS, line, STREET, STREET_NEWS)
    assert headlines(document) == [FLOOD, STREET]
    assert [row.kicker + row.deck + row.section for row in document.articles] == ["", ""]
    assert document.unassigned == []


@pytest.mark.parametrize("line", PRINTED)
def test_a_printed_line_is_not_taken_for_a_sites(line: str) -> None:
    norm = half_width(line)
    assert not is_site_line(squeeze(norm), norm)


def test_the_titles_listed_under_a_sites_heading_are_no_stories() -> None:
    listed = f"标题导航\n{FLOOD}\n{STREET}\n白沙镇举行春耕推进会"
    top = f"今日临江\n2025年06月13日\n第01版：要闻\n{listed}\n上一篇 下一篇\n"
    document = read(f"{top}\n{FLOOD}\n\n{FLOOD_NEWS}\n")
    assert headlines(document) == [FLOOD]
    assert [row.role for row in document.furniture].count("site") == 5


def test_a_line_of_running_text_that_holds_such_words_stays_text() -> None:
    text = "6月12日，白沙镇法院开庭，法官说这部小说\n版权所有，任何人不得侵犯，判决书已经送达。"
    (story,) = page(FLOOD, text).articles
    assert "版权所有，任何人不得侵犯" in story.paragraphs[0]


MARKED = f"<article><h1>{FLOOD}</h1><p>{FLOOD_NEWS}</p></article>"
UNMARKED = f"<p>{FLOOD}</p><p>{FLOOD_NEWS}</p>"
LINKS = "<ul><li><a href='/'>首页</a></li><li><a href='/yw'>要闻</a></li></ul>"


@pytest.mark.parametrize("story", [MARKED, UNMARKED])
@pytest.mark.parametrize(
    ("head", "name"),
    [
        (f"<nav>{LINKS}</nav><p>2025年6月13日 星期五 第02版</p>", ""),
        (f"<nav>{LINKS}</nav><p>2025年6月13日 星期五 第02版 民生</p>", "民生"),
        ("<nav>首页</nav><p>2025年6月13日 星期五</p>", ""),
        ("<nav>首页 要闻</nav><p>第02版</p><p>2025年6月13日 星期五</p>", ""),
        ("<header><nav><a>首页</a></nav></header><p>2025年6月13日</p><p>第02版：民生</p>", "民生"),
        ("<div class='nav'><span>综合</span> | 首页</div><p>2025年6月13日 第2版</p>", ""),
        ("<p>2025年6月13日</p><p>第02版 首页 上一版</p>", ""),
        ("<p>2025年6月13日</p><p>第02版 评论</p>", "评论"),
    ],
)
def test_navigation_names_no_page(head: str, name: str, story: str) -> None:
    data = f"<html><head><meta charset=utf-8></head><body>{head}{story}</body></html>".encode()
    document = read_source(data, decode(data))
    assert document.page.name == name
    assert document.issue.date == "2025-06-13"
    assert headlines(document) == [FLOOD]


DAY = "<p>2025年6月13日 星期五 第02版：民生</p>"
PAGE_LIST = (
    "<ul><li><a href=n1.htm>第01版：要闻</a></li><li><a href=n7.htm>第07版：法治</a></li></ul>"
)


@pytest.mark.parametrize("story", [MARKED, UNMARKED])
@pytest.mark.parametrize(
    ("head", "mottoes"),
    [
        (PAGE_LIST + DAY, []),
        (f"{DAY}{PAGE_LIST}", []),
        (f"<nav><span>第06版：文明</span> <span>第07版：法治</span></nav>{DAY}", []),
        (f"<header><a href='/'>首页</a> 山溪报电子版</header>{DAY}", []),
        (f"<header><a>首页</a> 山溪报电子版</header>{DAY}", []),
        (f"<div><a href='/'>返回首页</a> | 山溪报数字报</div>{DAY}{PAGE_LIST}", []),
        (f"{PAGE_LIST}<p>立足山溪 服务百姓</p>{DAY}", ["立足山溪 服务百姓"]),
    ],
)
def test_what_leads_through_the_site_is_no_motto(head: str, mottoes: list[str], story: str) -> None:
    data = f"<html><head><meta charset=utf-8></head><body>{head}{story}</body></html>".encode()
    document = read_source(data, decode(data))
    assert document.masthead.mottoes == mottoes
    assert (document.issue.date, document.page.label) == ("2025-06-13", "2")
    assert document.page.name == "民生"
    assert headlines(document) == [FLOOD]
    text = decode(data).text
    roles = {text[row.span[0] : row.span[1]]: row.role for row in document.furniture}
    assert {role for line, role in roles.items() if "法治" in line or "山溪报" in line} <= {"site"}
    assert document.unassigned == []


def test_a_page_that_only_a_link_names_is_that_one() -> None:
    head = "<p>2025年6月13日 星期五</p><p><a href=n3.htm>第03版：综合</a></p>"
    data = f"<html><head><meta charset=utf-8></head><body>{head}{UNMARKED}</body></html>".encode()
    assert read_source(data, decode(data)).page.label == "3"
