"""Every public address, taken from the URL patterns themselves."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, reverse

from articles.models import Article, Photo
from paper.urls import urlpatterns


def public_addresses(article: Article, photo: Photo) -> list[str]:
    """Return each address under which ``article`` or ``photo`` might be seen.

    A new pattern with a new kind of argument fails here until it is named below.
    """
    values: dict[str, list[Any]] = {
        "date": [article.page.issue.date],
        "number": [article.page.number],
        "token": ["1:forged", str(article.page_id)],
        "section": ["fixed", f"{article.page.issue.date:%Y-%m}"],
    }
    addresses = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.name is not None
        choices: list[dict[str, Any]] = [{}]
        for argument in pattern.pattern.converters:
            papers = [article.page.issue.publication_id]
            keys = {"photo": [photo.pk], "paper": papers}.get(pattern.name, [article.pk])
            found = keys if argument == "pk" else values[argument]
            choices = [{**row, argument: value} for row in choices for value in found]
        addresses += [reverse(pattern.name, kwargs=row) for row in choices]
    paper = article.page.issue.publication_id
    return addresses + [f"{address}?paper={paper}" for address in addresses]
