"""The review record of a page for print, and the errors of the issues against the limits."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.base import require
from desk.record_rows import approvals, changes, moves, signatures
from desk.review_views import context
from findings.limits import ERRORS_IN_TEN_THOUSAND, ERRORS_OF_FORM
from issues.models import Issue, Page, Publication
from reviews.quality import form_chart, qualities, rate_chart
from reviews.record import record_of
from workbench.models import Operation

SHOWN = 60


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path(
            "reviews/page/<int:pk>/review-record/",
            site.admin_view(record_view),
            {"site": site},
            name="review_record",
        ),
        path(
            "reviews/quality/", site.admin_view(quality_view), {"site": site}, name="review_quality"
        ),
    ]


def record_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show the whole record of a page, set for A4."""
    user = require(request, "articles.view_article", "issues.view_page", "findings.view_finding")
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    title = _("Review record of %(page)s") % {"page": page}
    record = record_of(page)
    more = {
        "record": record,
        "limits": (ERRORS_IN_TEN_THOUSAND, ERRORS_OF_FORM),
        "page": page,
        "signatures": signatures(record),
        "approvals": approvals(record),
        "moves": moves(record),
        "changes": changes(record),
        "operations": Operation.objects.filter(page=page).select_related("by"),
        "printed_at": timezone.now(),
        "printer": user,
    }
    everything = context(request, site, title, **more)
    return TemplateResponse(request, "admin/reviews/record.html", everything)


def quality_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show how the latest issues of a paper stand against the national limits."""
    require(request, "issues.view_issue", "findings.view_finding")
    papers = list(Publication.objects.order_by("name"))
    wanted = request.GET.get("paper", "")
    paper = next((row for row in papers if str(row.pk) == wanted), papers[0] if papers else None)
    issues = Issue.objects.filter(publication=paper).select_related("publication")
    rows = qualities(list(issues.order_by("-date")[:SHOWN]))[::-1]
    more = {
        "papers": papers,
        "paper": paper,
        "rows": rows[::-1],
        "charts": [
            (_("Errors in 10,000 characters"), rate_chart(rows), ERRORS_IN_TEN_THOUSAND),
            (_("Errors of form in an issue"), form_chart(rows), ERRORS_OF_FORM),
        ],
    }
    everything = context(request, site, _("Errors against the national limits"), **more)
    return TemplateResponse(request, "admin/reviews/quality.html", everything)
