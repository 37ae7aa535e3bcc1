"""Every public issue, newest first, by year and month."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters.views import FilterView

from articles.models import Article
from issues.models import Issue
from paper.addresses import several_papers
from paper.filters import IssueFilter
from paper.queries import STUB, public_issues

COVER_LINES = 3


class ArchiveView(FilterView):  # type: ignore[misc]
    """The archive: a page of issues with the headlines of their covers."""

    filterset_class = IssueFilter
    template_name = "reader/archive.html"
    paginate_by = 24
    # A question that makes no sense finds nothing and says so.
    strict = True

    def get_queryset(self) -> QuerySet[Issue]:
        """Return what readers may see."""
        return public_issues().select_related("publication").order_by("-date", "publication__name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the covers, the months there are, and the papers."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        issues = list(context["page_obj"].object_list)
        covers = _covers(issues)
        query = self.request.GET.copy()
        query.pop("page", None)
        months = list(public_issues().dates("date", "month", order="DESC"))
        chosen = context["filter"].form.cleaned_data if context["filter"].is_valid() else {}
        return context | {
            "entries": [(issue, covers.get(issue.pk, [])) for issue in issues],
            "query": query.urlencode(),
            "years": sorted({month.year for month in months}, reverse=True),
            "months": sorted({m.month for m in months if m.year == chosen.get("year")}),
            "chosen": chosen,
            "several": several_papers(),
            "publication": issues[0].publication if issues else None,
        }


def _covers(issues: list[Issue]) -> dict[int, list[Article]]:
    """The first headlines of each issue's first public page, all in one query."""
    stories = (
        Article.objects.published()
        .filter(page__issue__in=issues)
        .exclude(kind=Article.Kind.TEASER)
        .select_related("page")
        .only(*STUB, "page__number", "page__issue_id")
        .order_by("page__issue", "page__number", "order")
    )
    covers: dict[int, list[Article]] = {}
    for story in stories:
        lines = covers.setdefault(story.page.issue_id, [])
        if len(lines) < COVER_LINES and (not lines or lines[0].page_id == story.page_id):
            lines.append(story)
    return covers
