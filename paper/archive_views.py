"""Every public issue, newest first, by year and month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django_filters.views import FilterView

from issues.models import Issue, Publication
from paper.addresses import several_papers
from paper.filters import IssueFilter
from paper.imprint import chosen_paper
from paper.jinja import render
from paper.months import public_months, public_years
from paper.onward import Keys, Onward, OnwardPage, TurnedByKeys, whole
from paper.queries import public_issues
from paper.ready_rows import NEWEST, all_papers, covers, newest_issues, public_papers, shown_of

AT_ONCE = NEWEST - 1


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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what is asked for; nearly everybody asks for the newest."""
        if request.GET:
            found: HttpResponse = super().get(request, *args, **kwargs)
            return found
        papers = all_papers()
        rows = newest_issues(papers)
        size = self.paginate_by
        page = OnwardPage(rows[:size], 1, Onward(rows, size, KEYS), more=len(rows) > size)
        shown = shown_of(papers) if len(papers) > 1 else []
        context = _context(page, {}, "", shown, several=len(papers) > 1)
        return render(request, self.template_name, context)

    def get_queryset(self) -> QuerySet[Issue]:
        # The papers by themselves: joined, a database may begin with them and sort all the issues.
        issues = public_issues().prefetch_related("publication")
        return issues.order_by("-date", "publication_id", "edition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the covers, the years and months there are, and the papers."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = context["filter"].form.cleaned_data if context["filter"].is_valid() else {}
        query = self.kept_query()
        several = several_papers()
        papers = public_papers() if several else []
        return context | _context(context["page_obj"], chosen, query, papers, several=several)


def _context(
    page: OnwardPage,
    chosen: dict[str, Any],
    query: str,
    papers: list[Publication],
    *,
    several: bool,
) -> dict[str, Any]:
    issues: list[Issue] = list(page.object_list)
    headlines = covers(issues) if issues else {}
    paper = chosen.get("paper")
    year, years = chosen.get("year"), public_years(paper)
    borne = chosen_paper(papers, paper) if several else issues[0].publication if issues else None
    return {
        "page_obj": page,
        "entries": [(issue, headlines.get(issue.pk, [])) for issue in issues],
        "query": query,
        "years": years,
        "months": public_months(year, paper) if year in years else [],
        "chosen": chosen,
        "several": several,
        "own": bool(several and paper and borne),
        "papers_beside": papers,
        "publication": borne,
    }
