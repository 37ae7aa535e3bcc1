"""What readers may ask the archive."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from articles.models import Article, Byline
from issues.models import Issue
from paper.month_sheets import days_of
from reading.page_labels import FURTHEST
from search.keys import one_of
from search.models import Entry


class WholeNumberFilter(django_filters.Filter):  # type: ignore[misc]
    """A whole number between two bounds; the database never sees another."""

    field_class = forms.IntegerField


class IssueFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year, month and paper."""

    year = WholeNumberFilter("date", "year", min_value=1900, max_value=2199)
    month = WholeNumberFilter("date", "month", min_value=1, max_value=12)
    paper = WholeNumberFilter("publication", min_value=1, max_value=2**62)

    class Meta:
        model = Issue
        fields: list[str] = []


class StoryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year, month of it, paper, section, contributor, place, kind and page."""

    year = WholeNumberFilter("day", "year", min_value=1900, max_value=2199)
    month = WholeNumberFilter(method="in_month", min_value=1, max_value=12)
    paper = WholeNumberFilter("paper", min_value=1, max_value=2**62)
    section = django_filters.CharFilter("section", max_length=100)
    author = WholeNumberFilter(method="of_author", min_value=1, max_value=2**62)
    place = django_filters.CharFilter("place", max_length=20)
    kind = django_filters.ChoiceFilter(field_name="kind", choices=Article.Kind.choices)
    number = WholeNumberFilter("number", min_value=1, max_value=FURTHEST)

    class Meta:
        model = Entry
        fields: list[str] = []

    def in_month(self, entries: QuerySet[Entry], _name: str, month: int) -> QuerySet[Entry]:
        """Narrow to a month of the year that is asked for; of no year it is no question."""
        year = self.form.cleaned_data.get("year")
        return entries.filter(day__range=days_of(year, month)) if year else entries.none()

    def of_author(self, entries: QuerySet[Entry], _name: str, author: Any) -> QuerySet[Entry]:
        """Narrow to a contributor's stories."""
        own = Byline.objects.filter(contributor=author).order_by()
        keys = list(own.values_list("article", flat=True))
        return entries.filter(one_of("search_entry.article_id", keys))
