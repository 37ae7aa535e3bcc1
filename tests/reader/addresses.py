"""Every public address, taken from the URL patterns themselves."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, reverse

from articles.models import Article, Contributor, Photo
from paper.urls import urlpatterns

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
        "edition": ["号外"],
        "token": ["1:forged", str(article.page_id)],
        "width": [480],
        "suffix": ["webp"],
        "form": ["rss", "json"],
        "path": ["html/1.htm"],
        "section": ["fixed", f"{article.page.issue.date:%Y-%m}"],
    }
    addresses = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.name is not None
        choices: list[dict[str, Any]] = [{}]
        for argument in pattern.pattern.converters:
            papers = [article.page.issue.publication_id]
            photos = [photo.pk]
            keys = {"photo": photos, "photo-size": photos, "paper": papers}.get(
                pattern.name, [article.pk]
            )
            found = keys if argument == "pk" else values[argument]
            choices = [{**row, argument: value} for row in choices for value in found]
        addresses += [reverse(pattern.name, kwargs=row) for row in choices]
    paper = article.page.issue.publication_id
    named = [f"{address}?paper={paper}" for address in addresses]
    author = Contributor.objects.filter(bylines__article=article).values_list("pk", flat=True)
    scopes: list[dict[str, Any]] = [
        {"section": article.section},
        *({"author": pk} for pk in author),
    ]
    feeds = [address for address in addresses if "/feed/" in address]
    return (
        addresses
        + named
        + api_addresses(article)
        + [f"{row}?{urlencode(scope)}" for row in feeds for scope in scopes]
    )
