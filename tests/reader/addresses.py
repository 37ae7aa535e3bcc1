"""Every public address, taken from the URL patterns themselves."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, reverse

from articles.focal_points import Point
from articles.models import Article, Contributor, Photo
from paper.urls import urlpatterns
from search.datelines import place_of

API = "/api/v1/"


def api_addresses(article: Article) -> list[str]:
    """Return each address of the API under which ``article`` might be seen."""
    issue = article.page.issue
    place = f"{API}issues/{issue.date}"
    asked = urlencode({"section": article.section, "paper": issue.publication_id})
    lists = [f"{API}{name}" for name in ("papers", "issues", "stories", f"stories?{asked}")]
    return [*lists, place, f"{place}/{article.page.number}", f"{API}stories/{article.pk}"]


def public_addresses(article: Article, photo: Photo) -> list[str]:
    """Return each address under which ``article`` or ``photo`` might be seen.

    A new pattern with a new kind of argument fails here until it is named below.
    """
    values: dict[str, list[Any]] = {
        "date": [article.page.issue.date],
        "label": [article.page.label],
        "edition": [article.page.issue.edition or "号外"],
        "token": ["1:forged", str(article.page_id)],
        "width": [480],
        "point": [None, Point(17, 83)],
        "suffix": ["webp"],
        "form": ["rss", "json", "bib", "ris", "txt"],
        "path": ["html/1.htm"],
        "year": [article.page.issue.date.year],
        "month": [article.page.issue.date.month],
        "name": [article.section or "要闻"],
        "section": ["fixed", "lists", f"{article.page.issue.date:%Y-%m}"],
    }
    photos, author = [photo.pk], _authors_of(article)
    rows: dict[str, list[Any]] = {
        "photo": photos,
        "photo-size": photos,
        "photo-cut": photos,
        "paper": [article.page.issue.publication_id],
        "author": author,
    }
    addresses = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.name is not None
        choices: list[dict[str, Any]] = [{}]
        for argument in pattern.pattern.converters:
            keys = rows.get(pattern.name, [article.pk])
            found = keys if argument == "pk" else values[argument]
            choices = [{**row, argument: value} for row in choices for value in found]
        addresses += [reverse(pattern.name, kwargs=row) for row in choices]
    paper = article.page.issue.publication_id
    named = [f"{address}?paper={paper}" for address in addresses]
    scopes: list[dict[str, Any]] = [
        {"section": article.section},
        *({"author": pk} for pk in author),
    ]
    place = {"place": place_of(article.dateline)}
    lists = [f"/stories/?{urlencode(scope)}" for scope in (*scopes, place)]
    feeds = [address for address in addresses if "/feed/" in address]
    return (
        addresses
        + named
        + api_addresses(article)
        + lists
        + [f"{row}?{urlencode(scope)}" for row in feeds for scope in scopes]
    )


def _authors_of(article: Article) -> list[int]:
    people = Contributor.objects.filter(bylines__article=article)
    return list(people.values_list("pk", flat=True))
