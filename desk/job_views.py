"""The page of a job: how far it is, what became of each thing, and the steps that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.outcomes import Result
from desk.base import editor
from desk.jobs import KINDS, begin, report_of, step
from desk.models import Job
from desk.story_actions import report_to
from editorial.selections import SelectionReport

ENDLESS = 86_400.0


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path("jobs/<int:pk>/", site.admin_view(job_view), {"site": site}, name="job"),
        path("jobs/<int:pk>/step/", site.admin_view(step_view), name="job_step"),
    ]


def run(
    request: HttpRequest,
    kind: str,
    things: Iterable[Model],
    *,
    tell: Callable[[HttpRequest, SelectionReport], None] = report_to,
    back: str = "",
    **options: object,
) -> HttpResponse | None:
    """Do something to many things: at once where they are few, or on the page of the job.

    Return where to go, or nothing where all is done and told already.
    """
    keys = [row.pk for row in things]
    job = begin(kind, keys, by=editor(request), back=back or request.get_full_path(), **options)
    if job.left:
        return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))
    tell(request, report_of(job))
    return None


def job_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show how far it is. Looking does nothing."""
    job = _own(request, pk)
    if not job.left and KINDS[job.kind].finish:
        # It has a report of its own.
        return HttpResponseRedirect(_back(request, job))
    rows = [row | {"refused": row["result"] == Result.REFUSED} for row in job.outcomes]
    context = {
        **site.each_context(request),
        "title": KINDS[job.kind].label,
        "job": job,
        "rows": rows[::-1],
        "refused": sum(row["refused"] for row in rows),
        "back": _back(request, job),
    }
    return TemplateResponse(request, "admin/editors/job.html", context)


@require_POST
def step_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Do some more; with a plain form all that is left."""
    job = _own(request, pk)
    if request.headers.get("X-Requested-With") == "step":
        job = step(job)
        return JsonResponse({"done": len(job.outcomes), "of": len(job.items), "left": job.left})
    job = step(job, seconds=ENDLESS)
    if job.left:
        messages.info(request, _("Another tab is at it. Look again in a moment."))
    return HttpResponseRedirect(reverse("admin:job", args=[pk]))


def _own(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.select_related("user"), pk=pk, user=editor(request))


def _back(request: HttpRequest, job: Job) -> str:
    if url_has_allowed_host_and_scheme(job.back, {request.get_host()}):
        return job.back
    return reverse("admin:index")
