"""The people and pages of these tests: a paper that asks for no reviews, unless a test says so."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from articles.models import Article
from tests.make import make_issue, make_page, make_publication, make_story, make_user


def make_publisher(name: str = "publisher") -> User:
    return make_user(
        name,
        "publish_article",
        "change_article",
        "view_article",
        "view_page",
        "change_page",
        "add_previewlink",
        "view_previewlink",
        "view_correction",
        "view_withdrawal",
        "view_redirect",
    )


def make_public(headline: str = "公开标题", **fields: Any) -> Article:
    """Return a published story of 13 June 2025, page 1."""
    return make_story(fields.pop("page", None), published=True, headline=headline, **fields)


def ask_for_reviews(number: int = 3) -> None:
    paper = make_publication()
    paper.reviews = number
    paper.save()


def make_day(date: str = "2025-06-13", pages: int = 2) -> list[Article]:
    issue = make_issue(date)
    return [make_story(make_page(issue, number)) for number in range(1, pages + 1)]
