"""Editors see a page or story exactly as readers will, before it is published."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from paper.page_views import preview_page
from paper.story_views import preview_article
from tests.make import make_byline, make_page, make_photo, make_story

pytestmark = pytest.mark.django_db


def assert_kept_from_others(response: HttpResponse) -> None:
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "预览" in response.content.decode()


def main_of(response: HttpResponse) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def paper_of(text: str) -> str:
    """Return what a page says, without the ways that lead on from it and the reader's tools."""
    text = re.sub(r'(?s)<aside class="more".*?</aside>', "", text)
    text = re.sub(r'(?s)<div class="tools".*?(?=<figure|<div class="text")', "", text)
    return re.sub(r"\s+", " ", re.sub(r"</?(?:a|span)\b[^>]*>", "", text))


def test_a_page_of_drafts_is_shown_with_a_banner(rf: RequestFactory) -> None:
    story = make_story(headline="草稿")
    make_story(story.page, status="set-aside", headline="搁置")
    response = preview_page(rf.get("/"), story.page)
    assert_kept_from_others(response)
    assert "草稿" in main_of(response)
    assert "搁置" not in main_of(response)


def test_a_draft_is_shown_with_a_banner(rf: RequestFactory) -> None:
    response = preview_article(rf.get("/"), make_story(headline="草稿"))
    assert_kept_from_others(response)
    assert "草稿" in main_of(response)


def test_the_preview_is_what_readers_will_see(client: Client, rf: RequestFactory) -> None:
    story = make_story(make_page(name="要闻"), published=True, truncated=True, jump_to="2")
    make_byline(story)
    make_photo(story)
    for address, preview in (
        (story.page.get_absolute_url(), preview_page(rf.get("/"), story.page)),
        (story.get_absolute_url(), preview_article(rf.get("/"), story)),
    ):
        seen = main_of(client.get(address))  # type: ignore[arg-type]
        assert paper_of(main_of(preview)) == paper_of(seen)
