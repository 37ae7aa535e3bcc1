"""Every public issue, newest first, by year and month."""

from __future__ import annotations

import datetime as dt
from itertools import groupby, islice
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django_filters.views import FilterView

from articles.models import Article
from articles.presence import seen_among
from issues.models import Issue
from paper.addresses import several_papers
from paper.filters import IssueFilter
from paper.months import public_months
from paper.onward import Keys, TurnedByKeys, whole
from paper.queries import STUB, public_issues, public_pages

COVER_LINES = 3
AT_ONCE = 24


def _beside(issues: QuerySet[Issue], key: str, newer: bool) -> QuerySet[Issue]:
    """Return the issues older or newer than that of a key, the nearest first."""
    date, paper, *rest = key.split(".")
    day, number = dt.date.fromisoformat(date), whole(paper)
    edition = rest[0] if rest else ""
    if newer:
        same = Q(publication=number, edition__lt=edition)
        beyond = Q(date__gt=day) | Q(publication__lt=number) | same
        return issues.filter(beyond, date__gte=day).reverse()
    same = Q(publication=number, edition__gt=edition)
    beyond = Q(date__lt=day) | Q(publication__gt=number) | same
    return issues.filter(beyond, date__lte=day)


def _key(issue: Issue) -> str:
    return ".".join(filter(None, [f"{issue.date}", f"{issue.publication_id}", issue.edition]))


KEYS = Keys(of=_key, beside=_beside)


class ArchiveView(TurnedByKeys, FilterView):  # type: ignore[misc]
    """The archive: a page of issues with the headlines of their covers."""

    filterset_class = IssueFilter
    template_name = "reader/archive.html"
    paginate_by = AT_ONCE
    keys = KEYS
    # A question that makes no sense finds nothing and says so.
    strict = True

    def get_queryset(self) -> QuerySet[Issue]:
        # The papers by themselves: joined, a database may begin with them and sort all the issues.
        issues = public_issues().prefetch_related("publication")
        return issues.order_by("-date", "publication_id", "edition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the covers, the years and months there are, and the papers."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        issues = list(context["page_obj"].object_list)
        covers = _covers(issues)
        chosen = context["filter"].form.cleaned_data if context["filter"].is_valid() else {}
        year, months = chosen.get("year"), public_months()
        in_year = [month for month in months if month.startswith(f"{year}-")]
        return context | {
            "entries": [(issue, covers.get(issue.pk, [])) for issue in issues],
            "query": self.kept_query(),
            "years": list(dict.fromkeys(int(month[:4]) for month in months)),
            "months": sorted(int(month[5:]) for month in in_year),
            "chosen": chosen,
            "several": several_papers(),
            "publication": issues[0].publication if issues else None,
        }


def _covers(issues: list[Issue]) -> dict[int, list[Article]]:
    """The first headlines of each issue's first public page."""
    first = public_pages().filter(issue=OuterRef("pk")).order_by("number").values("pk")[:1]
    shown = Issue.objects.filter(pk__in=[issue.pk for issue in issues]).order_by()
    covers = dict(shown.annotate(cover=first).values_list("cover", "pk"))
    stories = (
        seen_among(Article.objects.filter(page__in=list(covers)))
        .exclude(kind=Article.Kind.TEASER)
        .only(*STUB)
        .order_by("page_id", "order")
    )
    lines = groupby(stories, key=lambda story: story.page_id)
    return {covers[page]: list(islice(rows, COVER_LINES)) for page, rows in lines}
