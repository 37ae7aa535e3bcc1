"""What search engines are told of a story and an issue, in schema.org's words (JSON-LD).

A story is a ``NewsArticle`` in a ``PublicationIssue`` in a ``Newspaper``.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from markupsafe import Markup

from articles.models import Article, Photo
from issues.models import Issue, Publication
from paper.addresses import absolute, issue_address, photo_address, story_address, tag
from paper.addresses import address as named
from paper.json_text import json_text
from paper.story_dates import came_out, last_changed
from paper.story_parts import bylines_of, corrections_of, deck_alone, photos_of

CONTEXT = {"@context": "https://schema.org"}
LANGUAGE = "zh-Hans"


def story_script(request: HttpRequest, article: Article, headline: str, *, several: bool) -> Markup:
    """Tell of a story that was fetched with its parts, its corrections and its issue."""
    page, address = article.page, absolute(request, story_address(article.pk))
    publisher = _publisher(page.issue.publication)
    said = _held(
        CONTEXT
        | {
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "identifier": tag("article", article.pk),
            "headline": headline,
            "alternativeHeadline": deck_alone(article.deck) or article.kicker,
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
                for byline in bylines_of(article)
            ]
            or [publisher],
            "publisher": publisher,
            "image": [_picture(request, photo) for photo in photos_of(article) if photo.image],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": row.notice,
                    "datePublished": timezone.localtime(row.at).isoformat(),
                }
                for row in corrections_of(article)
            ],
        }
    )
    issue = _issue_told(request, page.issue, several=several)
    return _as_script(f'{json_text(said)[:-1]}, "isPartOf": {issue}}}')


def issue_script(request: HttpRequest, issue: Issue, *, several: bool) -> Markup:
    """Tell of an issue and its paper."""
    said = _issue_told(request, issue, several=several)
    return _as_script(f"{json_text(CONTEXT)[:-1]}, {said[1:]}")


def _as_script(text: str) -> Markup:
    """Return a block of data: no browser runs it, so the policy against scripts lets it be."""
    # It holds no mark of HTML's own.
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704


def _issue_told(request: HttpRequest, issue: Issue, *, several: bool) -> str:
    paper = issue.publication
    home = named("paper", paper.pk) if several else named("front-page")
    address = issue_address(issue.date, paper.pk, several=several, edition=issue.edition)
    number = issue.number if issue.number_to is None else issue.numbers
    publisher = paper.sponsor or paper.name
    return _issue_text(
        absolute(request, address),
        number,
        issue.date,
        paper.name,
        absolute(request, home),
        publisher,
    )


@lru_cache(maxsize=512)
def _issue_text(
    address: str, number: int | str | None, date: dt.date, paper: str, home: str, publisher: str
) -> str:
    return json_text(
        _held(
            {
                "@type": "PublicationIssue",
                "url": address,
                "issueNumber": number,
                "datePublished": date.isoformat(),
                "isPartOf": {
                    "@type": "Newspaper",
                    "name": paper,
                    "url": home,
                    "inLanguage": LANGUAGE,
                    "publisher": _organization(publisher),
                },
            }
        )
    )


def _publisher(paper: Publication) -> dict[str, str]:
    return _organization(paper.sponsor or paper.name)


def _organization(name: str) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": name}


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
