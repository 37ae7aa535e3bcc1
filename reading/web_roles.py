"""What an element of a web page holds, by the words that page makers name it with.

Known by form, never by a site's name: a tag that says it (h1, figcaption, nav), a mark of an
e-paper's system (<founder-introtitle>, <!--author-->), or a word of its class or id.
"""

from __future__ import annotations

import re

from .web_pages import Element
from .words import listed

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MARK = re.compile(r"(?:founder|enp)-(.+)")
_MARKED = {
    "introtitle": "kicker",
    "leadtitle": "kicker",
    "title": "headline",
    "subtitle": "deck",
    "author": "byline",
    "content": "body",
    "imgdesc": "caption",
    "picdesc": "caption",
}
_TAGS = {
    "figcaption": "caption",
    "nav": "site",
    "footer": "site",
    "time": "site",
    "button": "site",
    "label": "site",
}
_WORDS = {
    word: role
    for role, words in {
        "section": "columnname lanmu rubric sectionname articlesection 栏目",
        "kicker": """
            introtitle kicker pretitle uptitle leadtitle shouldertitle eyebrow overline yinti jianti
            引题 肩题 眉题
        """,
        "headline": """
            headline title maintitle articletitle newstitle storytitle contenttitle arttitle
            entrytitle biaoti zhubiaoti 标题 主题 主标题
        """,
        "deck": "subtitle subheadline deck downtitle standfirst futi fubiaoti 副题 副标题",
        "byline": "author authors byline writer reporter zuozhe 作者 记者",
        "body": """
            articlebody articlecontent articletext newscontent contentbody storybody storytext
            contenttext newstext entrycontent maintext zhengwen ozoom content 正文
        """,
        "caption": """
            caption figcaption piccaption picturecaption photocaption imgcaption imgdesc picdesc
            photodesc tushuo 图说 图片说明
        """,
        "credit": "credit photocredit photographer picauthor imgcredit 摄影",
        "site": """
            nav navigation navbar menu menubar breadcrumb breadcrumbs crumb crumbs footer copyright
            share sharebar related toolbar tools titlelist pagelist titles sidebar topbar siteheader
            ad ads pager pagination prevnext articlemeta meta info date pubdate datepublished source
            sitename
        """,
    }.items()
    for word in listed(words)
}
# What leads through a site or stands at its end; a page's head may have the other words.
_NAVIGATION = frozenset(
    listed(
        """
        nav navigation navbar menu menubar breadcrumb breadcrumbs crumb crumbs footer copyright
        share sharebar related toolbar tools pager pagination prevnext pagelist
        """
    )
)
_STORIES = frozenset(listed("article story newsitem storyitem gaojian 稿件"))
_SQUEEZED = re.compile(r"[-_]+")


def role_of(element: Element | None) -> str:
    """Return what the nearest element says that its text is; headings by their tag."""
    if element is None:
        return ""
    if element.role is None:
        element.role = _own_role(element) or role_of(element.parent)
    return element.role


def story_of(element: Element | None) -> Element | None:
    """Return the nearest element that is one story, or nothing."""
    while element is not None:
        if element.name == "article" or (
            element.words and not _STORIES.isdisjoint(_plain(element))
        ):
            return element
        element = element.parent
    return None


def is_navigation(element: Element | None) -> bool:
    """Say whether text leads through the site, as a link or among others that do."""
    if link_of(element):
        return True
    while element is not None and element.name not in ("body", "html"):
        if element.name in ("nav", "footer", "a") or not _NAVIGATION.isdisjoint(_plain(element)):
            return True
        element = element.parent
    return False


def link_of(element: Element | None) -> str:
    """Return where the text leads when it is a link."""
    return element.href if element else ""


def level_of(role: str) -> int:
    """Return the level of a heading, 0 for anything else."""
    return int(role[1]) if role in _HEADINGS else 0


def figure_of(element: Element | None) -> Element | None:
    """Return the figure, or the table that is one, that an element stands in."""
    while element is not None and not (element.name == "figure" or element.is_figure):
        element = element.parent
    return element


def _own_role(element: Element) -> str:
    name = element.name
    if mark := _MARK.fullmatch(name):
        return _MARKED.get(mark[1], "")
    words = [_WORDS[word] for word in _plain(element) if word in _WORDS]
    if words and name not in ("body", "html"):
        return words[0]
    if name in _HEADINGS:
        return name
    if name in ("header", "aside"):
        return "" if story_of(element) else "site"
    return _TAGS.get(name, "")


def _plain(element: Element) -> list[str]:
    return [_SQUEEZED.sub("", word) for word in element.words]
