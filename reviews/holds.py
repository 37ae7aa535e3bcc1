"""Open findings that hold a page from being signed off."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from articles.models import Article
from findings.codes import CODES
from findings.models import Finding
from findings.reading_codes import Weight
from reviews.review_rules import Rules

# Stands in the publication's list for every kind of finding of that weight.
FACTS = "facts"


def blocking_codes(rules: Rules) -> frozenset[str]:
    named = set(rules.blocking_codes.replace(",", " ").split())
    if FACTS in named:
        named |= {code for code, row in CODES.items() if row.weight == Weight.FACT}
    return frozenset(named - {FACTS})


def unknown_codes(text: str) -> list[str]:
    """Return the words of a list of codes that name no kind of finding."""
    return [word for word in text.replace(",", " ").split() if word not in {*CODES, FACTS}]


def holding(articles: Sequence[Article], rules: Rules) -> QuerySet[Finding]:
    """Return the open findings that hold these stories: their own, and those of their pages."""
    pages = {row.page_id for row in articles}
    return (
        Finding.objects.open()
        .filter(page__in=pages, code__in=blocking_codes(rules))
        .filter(Q(article__isnull=True) | Q(article__in=articles))
        .order_by("pk")
    )
