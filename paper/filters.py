"""What readers may ask the archive."""

from __future__ import annotations

import django_filters
from django import forms

from issues.models import Issue


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
