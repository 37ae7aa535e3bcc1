"""Web pages and Markdown are read by what their marks say, and by their words only without them."""

from __future__ import annotations

import pytest

from importing.kept_encodings import texts_of
from reading import invariants
from reading.bound_files import bind
from reading.decoding import Decoded, UndecodableSource, decode
from reading.document import PageDocument, Story
from reading.epaper import WebReading
from reading.epaper_sheets import Sheet
from reading.sources import read_pictured
from reading.web_pages import web_page

TEXT = "<p>本报讯（记者 张慧）6月12日，我县召开会议。</p><p>会议要求，压实责任</p>"


def pictured(data: bytes) -> WebReading:
    decoded = decode(data)
    found = read_pictured(data, decoded)
    assert invariants.check(decoded.text, found.document) == []
    return found


def page(body: str) -> PageDocument:
    return pictured(f"<!doctype html><html><body>{body}</body></html>".encode()).document


def story(body: str) -> Story:
    (found,) = page(body).articles
    return found


def names(found: Story) -> list[tuple[str, str]]:
    return [(row.role, row.name) for row in found.bylines]


@pytest.mark.parametrize(
    "head",
    [
        "<!--introtitle-->引题说事<!--/introtitle--><br><!--title-->我县部署防汛<!--/title--><br>"
        "<!--subtitle-->——各乡镇在行动<!--/subtitle--><br><!--author-->王明<!--/author-->",
        "<!--enpproperty <title>我县部署防汛</title><introtitle>引题说事</introtitle>"
        "<subtitle>各乡镇在行动</subtitle><author>王明</author>/enpproperty-->",
        "<!--introtitle:引题说事--><!--title:我县部署防汛--><!--subtitle:各乡镇在行动-->"
        "<!--author:王明-->",
        "<table><tr><td class=yinti>引题说事</td></tr><tr><td class='main-title'>我县部署防汛</td>"
        "</tr><tr><td class=sub_title>各乡镇在行动</td></tr><tr><td class=author>作者：王明</td>"
        "</tr></table>",
        "<h3>引题说事</h3><h1>我县部署防汛</h1><h2>各乡镇在行动</h2><p itemprop=author>王明</p>",
    ],
)
def test_each_way_to_say_the_headline_s_parts_is_understood(head: str) -> None:
    found = story(f"{head}<div id=ozoom>{TEXT}</div>")
    parts = (found.kicker, found.headline, found.deck)
    assert parts == ("引题说事", "我县部署防汛", "各乡镇在行动")
    assert names(found)[1:] in ([("", "王明")], [("作者", "王明")])
    assert found.dateline == "本报讯"
    assert found.paragraphs == ["6月12日，我县召开会议。", "会议要求，压实责任"]
    assert not found.truncated


def test_an_author_with_a_rare_character_is_whole() -> None:
    found = story(f"<h1>我县部署防汛</h1><p class=author>本报记者 张明𬭎 欧阳𠅤</p>{TEXT}")
    assert names(found) == [("记者", "张慧"), ("记者", "张明𬭎"), ("记者", "欧阳𠅤")]


def test_who_is_named_twice_is_one_author() -> None:
    found = story(f"<h1>我县部署防汛</h1><p class=author>张慧</p>{TEXT}")
    assert names(found) == [("记者", "张慧")]


def test_a_page_of_several_stories_gives_each() -> None:
    rows = "".join(f"<article><h2>第{n}条消息见报了</h2>{TEXT}</article>" for n in "一二三")
    document = page(f"<nav>首页</nav><p>2025年6月13日</p><h1>第02版：民生</h1>{rows}")
    assert [row.headline for row in document.articles] == [f"第{n}条消息见报了" for n in "一二三"]
    assert (document.issue.date, document.page.number) == ("2025-06-13", 2)
    assert document.unassigned == []


def test_headings_part_stories_that_have_no_element_of_their_own() -> None:
    rows = "".join(f"<h2>第{n}条消息见报了</h2>{TEXT}<h3>小标题</h3><p>文。</p>" for n in "一二")
    first, second = page(rows).articles
    assert (first.headline, second.headline) == ("第一条消息见报了", "第二条消息见报了")
    assert first.paragraphs[2:] == ["小标题", "文。"]


def test_pictures_go_to_their_captions_and_signs_stay_behind() -> None:
    body = (
        f"<img src=logo.png><article><h1>我县部署防汛</h1><figure><img src='p/1.jpg'><figcaption>"
        "演练现场。 王强 摄</figcaption></figure>"
        f"{TEXT}<p><img src='p/2.jpg'></p><p class=caption>河堤。</p><img src=dot.gif width=1>"
        "<p><img src='p/3.jpg'></p></article><footer><img src=f.jpg></footer>"
    )
    found = pictured(f"<html><body>{body}</body></html>".encode())
    (row,) = found.document.articles
    photos = [(photo.caption, photo.credit) for photo in row.photos]
    assert photos == [("演练现场。", "王强"), ("河堤。", ""), ("", "")]
    assert found.stories == [["p/1.jpg", "p/2.jpg", "p/3.jpg"]]


def test_lines_of_the_site_are_furniture_and_others_are_asked_about() -> None:
    asked = "这一段文字既不在稿件里，也不是网站的导航，谁也不知道它属于哪里。" * 2
    document = page(
        "<div><a href=a.htm>上一篇</a> <a href=b.htm>下一篇</a></div><h1>我县部署防汛</h1>"
        f"<div class=content>{TEXT}</div><p>版权所有 山溪报社</p><div>{asked}</div>"
    )
    assert len(document.furniture) == 2
    ((start, end),) = document.unassigned
    assert end - start == len(asked)


def test_a_page_without_marks_is_read_by_its_words() -> None:
    found = story(
        "<p>第02版 民生</p><p>2025年6月13日</p><p>我县部署防汛工作</p>"
        "<p>本报讯（记者 王明）6月12日，我县召开会议。</p>"
    )
    assert (found.headline, names(found)) == ("我县部署防汛工作", [("记者", "王明")])


def test_a_story_without_marks_stands_on_its_page_all_the_same() -> None:
    node = "<html><body><p>2025年6月13日</p><p>第03版：民生</p><a href=a.htm>甲</a></body></html>"
    marked = f"<html><body><h1>我县部署防汛</h1>{TEXT}</body></html>"
    told = "<p>我县完成春播任务</p><p>本报讯（记者 王明）昨天，春播完成。</p>"
    plain = f"<html><body>{told}</body></html>"
    files = [("n.htm", node.encode()), ("a.htm", marked.encode()), ("b.htm", plain.encode())]
    found = pictured(bind(files))
    headlines = [row.headline for row in found.document.articles]
    assert headlines == ["我县部署防汛", "我县完成春播任务"]
    assert found.files == ["a.htm", "b.htm"]
    assert found.document.page.number == 3


def test_a_lettered_page_keeps_its_label() -> None:
    links = "".join(f"<li><a href={n}.htm>第{n}版</a></li>" for n in ("A01", "A02", "B01"))
    body = f"<p>第B01版：副刊</p><ul>{links}</ul><h1>我县部署防汛</h1><div id=ozoom>{TEXT}</div>"
    document = page(body)
    assert (document.page.label, document.page.number, document.page.name) == ("B01", 1, "副刊")
    assert document.issue.page_count == 3
    # A label says the place by itself, with or without the list of pages.
    assert page(body.replace(links, "")).page.label == "B01"


def test_markdown_is_read_as_its_reader_sees_it() -> None:
    text = (
        "第02版 民生 2025年6月13日\n\n# 我县**部署**防汛\n\n## 各乡镇在行动\n\n"
        "本报讯（记者 张慧）6月12日，\n我县召开会议。\n\n- 第一项\n- 第二项\n\n"
        "![现场](p/1.jpg)\n\n# 第二条消息见报了\n\n正文。\n"
    )
    found = pictured(text.encode())
    first, second = found.document.articles
    assert (first.headline, first.deck) == ("我县部署防汛", "各乡镇在行动")
    assert first.paragraphs == ["6月12日，我县召开会议。", "第一项", "第二项"]
    assert (second.headline, second.paragraphs) == ("第二条消息见报了", ["正文。"])
    assert found.stories == [["p/1.jpg"], []]
    assert (found.document.issue.date, found.document.page.number) == ("2025-06-13", 2)


def test_headings_of_markdown_may_be_underlined() -> None:
    text = "我县部署防汛\n=====\n\n正文一。\n\n第二条消息见报了\n=====\n\n正文二。\n"
    for ends in ("\n", "\r\n"):
        found = pictured(text.replace("\n", ends).encode()).document.articles
        assert [row.headline for row in found] == ["我县部署防汛", "第二条消息见报了"]
    # Lines between the parts of a text are no headings.
    for parting in ("\n\n=====\n\n", "\n=====\n"):
        parted = f"我县部署防汛\n\n本报讯 正文。{parting}第二条\n\n正文。\n"
        assert decode(parted.encode()).encoding == "utf-8"


def test_an_author_among_what_the_site_tells_is_the_story_s() -> None:
    told = "来源：山溪报 &nbsp; 作者：张明𬭎 &nbsp; 时间：2025-06-13 &nbsp; 浏览：12"
    for line in (f"<div class=info>{told}</div>", "<p>来源：山溪报 2025-06-13 作者：张明𬭎</p>"):
        document = page(f"<h1>我县部署防汛</h1>{line}<p>会议要求，压实责任。</p>")
        (found,) = document.articles
        assert [row.name for row in found.bylines] == ["张明𬭎"]
        assert found.paragraphs == ["会议要求，压实责任。"]
        assert document.unassigned == []


def test_who_made_the_page_is_furniture_in_a_story_s_text_too() -> None:
    document = page(f"<h1>我县部署防汛</h1><div id=ozoom>{TEXT}<p>（责任编辑：宋词）</p></div>")
    assert document.articles[0].paragraphs == ["6月12日，我县召开会议。", "会议要求，压实责任"]
    assert "imprint" in [row.role for row in document.furniture]


def test_a_comment_tells_the_page_s_number_and_name() -> None:
    told = "<!--enpproperty <pageno>02</pageno><pagename>民生</pagename>/enpproperty-->"
    label = page(f"{told}<h1>我县部署防汛</h1><div id=ozoom>{TEXT}</div>").page
    assert (label.label, label.name) == ("2", "民生")


def test_text_without_its_marks_is_no_markdown() -> None:
    assert decode("我县部署防汛\n\n#强城看亮点#\n\n本报讯 正文。".encode()).encoding == "utf-8"


def test_a_bound_page_that_was_cut_is_refused_in_a_sentence() -> None:
    data = bind([("n.htm", b"<html><body>a</body></html>" * 9)])
    broken = data[:40] + b"\x00" * 20 + data[60:]
    with pytest.raises(UndecodableSource, match="Import the folder of the e-paper anew"):
        decode(broken)


def test_the_same_files_give_the_same_bytes() -> None:
    files = [("n.htm", b"<html>"), ("a/b.htm", b"<html>")]
    assert bind(files, (3, 4)) == bind(files, (3, 4)) != bind(files)


BODIES = [
    "<div class=content>{}</div>",
    "<div id=ozoom><!--enpcontent-->{}<!--/enpcontent--></div>",
    "<founder-content>{}</founder-content>",
    "<div id=zoom>{}</div>",
    "{}",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("<p class=sec>本报记者　何岚<br><span class=date>2025年6月13日</span></p>", "记者 何岚"),
        ("<p>□记者 何岚 通讯员 赵亮</p>", "记者 何岚 通讯员 赵亮"),
        ("<div class=meta>本报记者 何岚</div>", "记者 何岚"),
        ("<p>本报记者 何岚 文/图</p>", "记者 何岚"),
        ("<p>（本报记者 何岚 摄影报道）</p>", "记者 何岚"),
    ],
)
def test_a_line_of_authors_above_the_text_is_a_byline(line: str, people: str, body: str) -> None:
    found = story(f"<h1>我县部署防汛</h1><h2></h2>{line}{body.format(TEXT)}")
    assert people in " ".join(f"{role} {name}" for role, name in names(found))
    assert found.paragraphs == story(f"<h1>我县部署防汛</h1>{TEXT}").paragraphs


@pytest.mark.parametrize("line", ["何岚", "何岚 摄"])
def test_a_line_that_may_name_somebody_above_a_marked_text_is_asked_about(line: str) -> None:
    document = page(f"<h1>我县部署防汛</h1><p>{line}</p><p>要闻</p><div class=content>{TEXT}</div>")
    ((start, end),) = document.unassigned
    assert end - start == len(line)
    assert [row.role for row in document.furniture] == ["site"]


@pytest.mark.parametrize(
    "heading", ["<h3>版面目录</h3>", "<h3>文章列表：</h3>", "<h1>好看的版面</h1>"]
)
@pytest.mark.parametrize(
    "foot",
    [
        "地址：山溪县清河路8号 邮编：325000",
        "山溪县清河路8号山溪报社 邮政编码 325000",
        "主办：山溪县融媒体中心",
        "新闻热线：0577-60000000 广告热线：0577-60000001",
        "国内统一刊号 CN33-0099",
        "建议使用1024*768分辨率浏览",
        "您是第 2046 位访问者",
        "本网站由山溪县融媒体中心主办",
    ],
)
def test_a_list_of_titles_over_a_site_s_foot_is_no_story(heading: str, foot: str) -> None:
    links = "".join(f"<li>· <a href=content_{at}.htm>村里的新事{at}</a></li>" for at in "123")
    html = f"<html><body><p>山溪报 第2版</p>{heading}<ul>{links}</ul><p>{foot}</p></body></html>"
    assert not Sheet("", web_page(html)).is_story


def test_a_line_like_those_of_a_site_s_foot_stays_in_a_story() -> None:
    text = f"<h1>我县部署防汛</h1>{TEXT}<p>服务电话：0577-60000000</p>"
    assert len(story(text).paragraphs) == len(story(f"<h1>我县部署防汛</h1>{TEXT}").paragraphs) + 1


@pytest.mark.parametrize(
    ("said", "photo"),
    [
        ("图为签约现场。何岚 摄", ("图为签约现场。", "何岚")),
        ("村民在采茶", ("村民在采茶", "")),
        ("图片1", ("", "")),
        ("tea", ("", "")),
    ],
)
def test_what_stands_for_a_picture_of_markdown_is_its_caption(
    said: str, photo: tuple[str, str]
) -> None:
    data = f"# 我县部署防汛\n\n本报讯 我县召开会议。\n\n![{said}](p/1.jpg)\n![](p/2.jpg)\n".encode()
    found = pictured(data)
    (row,) = found.document.articles
    assert [(one.caption, one.credit) for one in row.photos] == [photo, ("", "")]
    assert found.stories == [["p/1.jpg", "p/2.jpg"]]
    assert row.paragraphs == ["我县召开会议。"]
    before = Decoded(texts_of(data, "markdown")[-1], "markdown")
    assert said not in before.text
    (kept,) = read_pictured(data, before).document.articles
    assert [one.caption for one in kept.photos] == ["", ""]


@pytest.mark.parametrize("banner", ["../tplimg/top.jpg", "/template/default/head2.png"])
def test_a_picture_of_the_site_s_template_is_none_of_the_story(banner: str) -> None:
    body = f"<img src={banner}><h1>我县部署防汛</h1><img src=p/1.jpg>{TEXT}"
    assert pictured(f"<html><body>{body}</body></html>".encode()).stories == [["p/1.jpg"]]
