"""Every public issue, newest first, by year and month."""

from __future__ import annotations

from itertools import groupby, islice
from typing import Any

from django.db.models import OuterRef, QuerySet
from django_filters.views import FilterView

from articles.models import Article
from articles.presence import seen_among
from issues.models import Issue
from paper.addresses import several_papers
from paper.filters import IssueFilter
from paper.months import public_months
from paper.onward import Onward
from paper.queries import STUB, public_issues, public_pages

COVER_LINES = 3


class ArchiveView(FilterView):  # type: ignore[misc]
    """The archive: a page of issues with the headlines of their covers."""

    filterset_class = IssueFilter
    template_name = "reader/archive.html"
    paginate_by = 24
    paginator_class = Onward
    # A question that makes no sense finds nothing and says so.
    strict = True

    def get_queryset(self) -> QuerySet[Issue]:
        return public_issues().select_related("publication").order_by("-date", "publication_id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the covers, the years and months there are, and the papers."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        issues = list(context["page_obj"].object_list)
        covers = _covers(issues)
        query = self.request.GET.copy()
        query.pop("page", None)
        chosen = context["filter"].form.cleaned_data if context["filter"].is_valid() else {}
        year, months = chosen.get("year"), public_months()
        return context | {
            "entries": [(issue, covers.get(issue.pk, [])) for issue in issues],
            "query": query.urlencode(),
            "years": list(dict.fromkeys(month.year for month in months)),
            "months": sorted(month.month for month in months if month.year == year),
            "chosen": chosen,
            "several": several_papers(),
            "publication": issues[0].publication if issues else None,
        }


def _covers(issues: list[Issue]) -> dict[int, list[Article]]:
    """The first headlines of each issue's first public page."""
    first = public_pages().filter(issue=OuterRef("pk")).order_by("number").values("pk")[:1]
    covers = Issue.objects.filter(pk__in=[issue.pk for issue in issues]).values(cover=first)
    stories = (
        seen_among(Article.objects.filter(page__in=[row["cover"] for row in covers]))
        .exclude(kind=Article.Kind.TEASER)
        .select_related("page")
        .only(*STUB, "page__number", "page__issue_id")
        .order_by("page_id", "order")
    )
    lines = groupby(stories, key=lambda story: story.page.issue_id)
    return {issue: list(islice(rows, COVER_LINES)) for issue, rows in lines}
