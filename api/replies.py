"""Rows as the answers tell them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from issues.models import Issue, Page, Publication
from paper.addresses import absolute, issue_address, page_address, photo_address, tag
from paper.story_dates import came_out, last_changed
from search.extracts import Hit

Answer = dict[str, Any]


def paper_of(request: HttpRequest, paper: Publication, *, several: bool) -> Answer:
    """Tell of a paper."""
    home = paper.get_absolute_url() if several else reverse("front-page")
    names = {name: getattr(paper, name) for name in ("name", "organ", "sponsor")}
    return names | {"id": paper.pk, "url": absolute(request, home)}


def issue_link(request: HttpRequest, issue: Issue, *, several: bool) -> Answer:
    """Tell of an issue without its pages."""
    return {
        "paper": issue.publication_id,
        "date": issue.date,
        "edition": issue.edition,
        "number": issue.number,
        "number_to": issue.number_to,
        "page_count": issue.page_count,
        "weekday": issue.weekday,
        "lunar_date": issue.lunar_date,
        "url": absolute(
            request,
            issue_address(issue.date, issue.publication_id, several=several, edition=issue.edition),
        ),
    }


def page_link(request: HttpRequest, page: Page, issue: Issue, *, several: bool) -> Answer:
    """Tell of a page without its stories."""
    address = page_address(
        issue.date, page.label, issue.publication_id, several=several, edition=issue.edition
    )
    return {
        "paper": issue.publication_id,
        "date": issue.date,
        "edition": issue.edition,
        "number": page.number,
        "label": page.label,
        "name": page.name,
        "url": absolute(request, address),
    }


def story_link(request: HttpRequest, story: Article) -> Answer:
    """Tell of a story without its text; its page and issue are at hand."""
    words = {
        name: getattr(story, name) for name in ("kind", "section", "kicker", "headline", "deck")
    }
    return words | {
        "id": story.pk,
        "tag": tag("article", story.pk),
        "paper": story.page.issue.publication_id,
        "date": story.page.issue.date,
        "page": story.page.number,
        "label": story.page.label,
        "published": came_out(story),
        "modified": last_changed(story),
        "url": absolute(request, story.get_absolute_url()),
    }


def found_link(request: HttpRequest, hit: Hit) -> Answer:
    """Tell of a story that was found, and where in it."""
    passage = "".join(run.text for run in hit.passage)
    return story_link(request, hit.article) | {"passage": passage, "earlier": hit.earlier}


def whole_story(request: HttpRequest, story: Article) -> Answer:
    """Tell of a story with its text; its parts and corrections are at hand."""
    facts = ("dateline", "paragraphs", "jump_to", "jump_from", "truncated")
    photos = [
        {
            "caption": photo.caption,
            "credit": photo.credit,
            "alt": photo.alt,
            "url": photo_address(request, photo) if photo.image else "",
        }
        for photo in story.photos.all()
    ]
    return (
        story_link(request, story)
        | {name: getattr(story, name) for name in facts}
        | {
            "bylines": [
                {
                    "role": byline.role,
                    "name": byline.name,
                    "author": byline.contributor_id,
                }
                for byline in story.bylines.all()
            ],
            "photos": photos,
            "corrections": [
                {"at": timezone.localtime(row.at), "notice": row.notice}
                for row in story.corrections.all()
            ],
        }
    )
