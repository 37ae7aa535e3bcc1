"""What search engines are told of a story and an issue, in schema.org's words (JSON-LD).

A story is a ``NewsArticle`` in a ``PublicationIssue`` in a ``Newspaper``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Photo
from issues.models import Issue, Publication
from paper.addresses import absolute, issue_address, photo_address, story_address, tag
from paper.addresses import address as named
from paper.json_text import json_text
from paper.story_dates import came_out, last_changed

CONTEXT = {"@context": "https://schema.org"}
LANGUAGE = "zh-Hans"


def as_script(data: dict[str, Any]) -> SafeString:
    """Return a block of data: no browser runs it, so the policy against scripts lets it be."""
    text = mark_safe(json_text(CONTEXT | data))  # noqa: S308  it holds no mark of HTML's own
    return format_html('<script type="application/ld+json">{}</script>', text)


def story_data(
    request: HttpRequest, article: Article, headline: str, *, several: bool
) -> dict[str, Any]:
    """Tell of a story that was fetched with its parts, its corrections and its issue."""
    page, address = article.page, absolute(request, story_address(article.pk))
    return _held(
        {
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "identifier": tag("article", article.pk),
            "headline": headline,
            "alternativeHeadline": article.deck or article.kicker,
            "articleSection": article.section,
            "dateline": article.dateline,
            "printPage": page.label,
            "printSection": page.name,
            "datePublished": came_out(article).isoformat(),
            "dateModified": last_changed(article).isoformat(),
            "inLanguage": LANGUAGE,
            "isAccessibleForFree": True,
            "author": [
                {"@type": "Person", "name": byline.contributor.name}
                for byline in article.bylines.all()
            ]
            or [_publisher(page.issue.publication)],
            "publisher": _publisher(page.issue.publication),
            "image": [_picture(request, photo) for photo in article.photos.all() if photo.image],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": row.notice,
                    "datePublished": timezone.localtime(row.at).isoformat(),
                }
                for row in article.corrections.all()
            ],
            "isPartOf": issue_data(request, page.issue, several=several),
        }
    )


def issue_data(request: HttpRequest, issue: Issue, *, several: bool) -> dict[str, Any]:
    """Tell of an issue and its paper."""
    paper = issue.publication
    home = paper.get_absolute_url() if several else named("front-page")
    address = issue_address(issue.date, paper.pk, several=several, edition=issue.edition)
    return _held(
        {
            "@type": "PublicationIssue",
            "url": absolute(request, address),
            "issueNumber": issue.number if issue.number_to is None else issue.numbers,
            "datePublished": issue.date.isoformat(),
            "isPartOf": {
                "@type": "Newspaper",
                "name": paper.name,
                "url": absolute(request, home),
                "inLanguage": LANGUAGE,
                "publisher": _publisher(paper),
            },
        }
    )


def _publisher(paper: Publication) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": paper.sponsor or paper.name}


def _picture(request: HttpRequest, photo: Photo) -> dict[str, str]:
    return _held(
        {
            "@type": "ImageObject",
            "contentUrl": photo_address(request, photo),
            "caption": photo.caption,
            "description": photo.alt,
            "creditText": photo.credit,
        }
    )


def _held(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
