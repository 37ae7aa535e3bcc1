"""E-papers composed for tests: twelve pages and sixty stories, or few, in two common forms."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.choice import by_length

DAY = "2025-06-13"
NAMES = (
    "要闻",
    "民生",
    "乡村",
    "教育",
    "健康",
    "文化",
    "经济",
    "法治",
    "生态",
    "体育",
    "副刊",
    "公益",
)
# Enough of them for what is not about how many there are.
FEW = by_length(3, len(NAMES))
PLACES = ["东沟", "西岭", "南坪", "北溪", "石桥"]


@dataclass(frozen=True)
class Told:
    """One story as it was printed."""

    page: int
    place: int
    kicker: str
    headline: str
    deck: str
    author: str
    paragraphs: tuple[str, str]
    caption: str = ""
    credit: str = ""

    @property
    def number(self) -> int:
        return 100 * self.page + self.place


def stories(pages: int = FEW) -> list[Told]:
    """Return five stories a page; the first of each page has a picture."""
    found = []
    for page, name in enumerate(NAMES[:pages], start=1):
        for place, village in enumerate(PLACES, start=1):
            pictured = place == 1
            found.append(
                Told(
                    page,
                    place,
                    f"{village}村谋划新思路" if place % 2 else "",
                    f"{village}村{name}工作走上新台阶第{page}回",
                    "村民得实惠" if place == 3 else "",
                    "王明 李强" if place == 2 else "",
                    (
                        f"本报讯（记者 张慧）6月12日，{village}村召开{name}工作会议。",
                        f"会议要求，把第{page}项任务落到实处。“{village}经验”将在全县推广。",
                    ),
                    f"图为{village}村的{name}现场。" if pictured else "",
                    "林鑫" if pictured else "",
                )
            )
    return found


def picture(number: int, size: tuple[int, int] = (120, 80)) -> bytes:
    stream = io.BytesIO()
    colour = (number * 7 % 256, number * 13 % 256, number * 29 % 256)
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def _page_links(form: str, pages: int) -> str:
    rows = (
        f'<a href="{form.format(page)}">第{page:02}版：{name}</a>'
        for page, name in enumerate(NAMES[:pages], start=1)
    )
    return "<table><tr><td>" + "</td></tr><tr><td>".join(rows) + "</td></tr></table>"


def founder(root: Path, pages: int = FEW) -> Path:
    """Write a page a file with an image map and a list of titles, and a file a story."""
    html, images = root / "html" / "2025-06" / "13", root / "images" / "2025-06" / "13"
    html.mkdir(parents=True)
    images.mkdir(parents=True)
    told = stories(pages)
    for page, name in enumerate(NAMES[:pages], start=1):
        own = [row for row in told if row.page == page]
        (html / f"node_{page}.htm").write_text(_node(page, name, own, pages), "gb18030")
        (images / f"{page:02}_b.jpg").write_bytes(picture(page, (300, 500)))
    for row in told:
        (html / f"content_{row.number}.htm").write_text(_content(row, pages), "gb18030")
        if row.caption:
            (images / f"p{row.number}.jpg").write_bytes(picture(row.number))
    (images / "logo.gif").write_bytes(b"GIF89a")
    (html / "style.css").write_text("p{}")
    return root


def _head(title: str) -> str:
    return (
        "<!DOCTYPE html><html><head><meta http-equiv=Content-Type content='text/html; "
        f"charset=gb2312'><title>{title}</title><script>var a = 1 < 2;</script></head><body>"
    )


def _node(page: int, name: str, own: list[Told], pages: int) -> str:
    areas = "".join(
        f'<area shape="polygon" coords="0,{100 * place},300,{100 * place},300,{100 * place + 90},'
        f'0,{100 * place + 90}" href="content_{row.number}.htm?div=-1">'
        for place, row in enumerate(own)
    )
    titles = "".join(
        f'<li><a href="content_{row.number}.htm?div=-1">{row.headline}</a></li>' for row in own
    )
    return (
        f"{_head('山溪报数字报')}<table><tr><td>2025年06月13日 星期五</td></tr></table>"
        f"<table><tr><td>第<b>{page:02}</b>版：{name}</td></tr></table>"
        f'<img src="../../../images/2025-06/13/{page:02}_b.jpg" border=0 usemap="#PagePicMap">'
        f'<map name="PagePicMap">{areas}</map>{_page_links("node_{}.htm", pages)}'
        f'<ul id="titleList">{titles}</ul><div>版权所有 山溪报社</div></body></html>'
    )


def _content(row: Told, pages: int) -> str:
    properties = (
        f"<!--enpproperty <articleid>{row.number}</articleid><date>2025-06-13 08:00:00:0</date>"
        f"<author>{row.author}</author><title>{row.headline}</title><keyword></keyword>"
        f"<subtitle>{row.deck}</subtitle><introtitle>{row.kicker}</introtitle><siteid>2</siteid>"
        f"<nodeid>{row.page}</nodeid><nodename>{row.page:02}</nodename>"
        f"<nodesearchname>第{row.page:02}版：{NAMES[row.page - 1]}</nodesearchname>/enpproperty-->"
    )
    image = (
        f'<table><tr><td><img src="../../../images/2025-06/13/p{row.number}.jpg"></td></tr><tr>'
        f'<td class="picture-caption">{row.caption}{row.credit} 摄</td></tr></table>'
        if row.caption
        else ""
    )
    text = "".join(f"<p>　　{words}</p>" for words in row.paragraphs)
    return (
        f"{_head(row.headline)}{properties}<img src='../../../images/2025-06/13/logo.gif'>"
        f"{_page_links('node_{}.htm', pages)}<table><tr><td>"
        f"<founder-introtitle>{row.kicker}</founder-introtitle></td></tr><tr><td>"
        f"<strong><founder-title>{row.headline}</founder-title></strong></td></tr><tr><td>"
        f"<founder-subtitle>{row.deck}</founder-subtitle></td></tr><tr><td>"
        f"<founder-author>{row.author}</founder-author></td></tr></table>{image}"
        f"<div id=ozoom><founder-content><!--enpcontent-->{text}<!--/enpcontent-->"
        "</founder-content></div><div><a href='content_1.htm'>上一篇</a> <a href='content_2.htm'>"
        "下一篇</a></div><div>山溪报社版权所有，未经许可不得转载</div></body></html>"
    )


def semantic(root: Path, pages: int = FEW) -> Path:
    """Write a file a story, in plain semantic HTML, the pictures beside it."""
    (root / "pictures").mkdir(parents=True)
    for row in stories(pages):
        (root / f"{row.page:02}-{row.place}.html").write_text(_semantic(row), "utf-8")
        if row.caption:
            (root / "pictures" / f"{row.number}.jpg").write_bytes(picture(row.number))
    return root


def _semantic(row: Told) -> str:
    kicker = f'<p class="kicker">{row.kicker}</p>' if row.kicker else ""
    deck = f'<p class="subtitle">{row.deck}</p>' if row.deck else ""
    author = f'<p class="byline">记者 {row.author}</p>' if row.author else ""
    figure = (
        f'<figure><img src="pictures/{row.number}.jpg" alt=""><figcaption>{row.caption}'
        f'<span class="credit">{row.credit} 摄</span></figcaption></figure>'
        if row.caption
        else ""
    )
    text = "".join(f"<p>{words}</p>" for words in row.paragraphs)
    return (
        "<!doctype html><html lang=zh><head><meta charset=utf-8><title>山溪报</title></head><body>"
        "<header><nav><a href=index.html>首页</a> <a href=list.html>往期</a></nav>"
        f"<p>山溪报 <time>2025年6月13日</time> 第{row.page}版 {NAMES[row.page - 1]}</p></header>"
        f"<main><article>{kicker}<h1>{row.headline}</h1>{deck}{author}{figure}{text}</article>"
        "</main><footer>© 2025 山溪报社 版权所有</footer></body></html>"
    )
