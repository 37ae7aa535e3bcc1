"""What people do at the desk, without its screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article
from editorial.bulk import write_stories
from editorial.saved import Saved
from issues.models import Page
from reading.document import PageDocument
from tests.make import make_byline, make_issue, make_page, make_publication, make_story
from workbench import fair_copy
from workbench.copies import do_step, load
from workbench.state import (
    DeskPage,
    page_from_json,
    rest_to_json,
    story_from_json,
    story_to_json,
)
from workbench.typed_words import type_changes

SOURCE = (
    "海口县报\n全县掀起项目建设热潮\n本报讯 昨天，全县重点项目集中开工。\n项目负责人介绍了情况。\n"
    "（记者 曹文倩）\n公园开放\n市民散步其间。\n秋色正好。\n"
)


def make_desk_page(paper: int = 0) -> Page:
    """Return a page of two stories, in a paper that asks for so many reviews."""
    publication = make_publication("开发区报", reviews=paper)
    page = make_page(make_issue(publication=publication), text=SOURCE)
    first = make_story(page, body="昨天，全县重点项目集中开工。\n项目负责人介绍了情况。")
    make_byline(first)
    make_story(page, headline="公园开放", dateline="", body="市民散步其间。\n秋色正好。")
    return page


def key(page: Page, order: int) -> str:
    return f"a{page.articles.get(order=order).pk}"


def type_text(
    page: Page,
    by: User,
    story: str,
    text: str,
    part: str = "paragraphs",
    index: int = 0,
    **more: Any,
) -> Any:
    change = {"story": story, "part": part, "index": index, "text": text, **more}
    return type_changes(page, by, "", [change], {})


def step(page: Page, by: User, name: str, **args: Any) -> Any:
    return do_step(page, by, "", name, args)


def save(page: Page, by: User, **options: Any) -> Saved:
    return fair_copy.save(page, by, **options)


def texts(page: Page) -> list[tuple[str, str]]:
    """Return headline and text of what stands on the page, in its order."""
    rows = page.articles.on_page().order_by("order")
    return [(row.headline, row.body) for row in rows]


def on_desk(page: Page, by: User) -> list[str]:
    return [story.title for story in load(page, by).desk.stories]


def fresh(pk: int) -> Article:
    return Article.objects.with_page().with_parts().get(pk=pk)


def make_long_page(stories: int, size: int = 1000, date: str = "2025-06-13") -> Page:
    """Return a page that was read: so many stories of ``size`` characters each."""
    source, articles = "", []
    for number in range(stories):
        head, begin = f"第{number}篇稿件的标题", len(source)
        source += head + "\n"
        segments = [_segment("headline", 0, begin, begin + len(head))]
        paragraphs = []
        for index in range(5):
            at = len(source)
            line = f"第{number}篇第{index}段，" + "全县重点项目集中开工现场机器轰鸣" * (size // 80)
            source += line + "\n"
            paragraphs.append(line)
            segments.append(_segment("paragraph", index, at, at + len(line)))
        story = {"headline": head, "paragraphs": paragraphs, "segments": segments}
        articles.append({**story, "spans": [[begin, len(source)]]})
    page = make_page(make_issue(date, publication=make_publication("长报")), text=source)
    row = page.sources.get()
    document = PageDocument.from_dict({"articles": articles})
    row.readings.create(reader_version="2", document=document.to_dict(explain=True))
    write_stories(page, [(at, at, one) for at, one in enumerate(document.articles)])
    return page


def _segment(part: str, index: int, start: int, end: int) -> dict[str, Any]:
    return {"part": part, "index": index, "span": [start, end], "rule": "", "sure": 1.0}


def to_json(page: DeskPage) -> dict[str, Any]:
    """Return a page as a working copy keeps it, in one piece."""
    stories = [story_to_json(row) for row in (*page.stories, *page.aside)]
    return {**rest_to_json(page), "stories": stories}


def from_json(raw: Mapping[str, Any]) -> DeskPage:
    return page_from_json(raw, {row["key"]: story_from_json(row) for row in raw["stories"]})
