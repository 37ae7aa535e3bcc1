"""The page of a job: how far it is, what became of each thing, and the steps that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.outcomes import Result
from audit.sentences import retold
from desk.base import editor
from desk.job_kinds import KINDS
from desk.jobs import begin, report_of, seen_by, step
from desk.models import Job, Task
from desk.story_actions import report_to
from editorial.selections import SelectionReport
from tables.catalog import TABLES
from tables.file_types import FORMATS

ENDLESS = 86_400.0
MOST_ROWS = 500


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path("jobs/<int:pk>/", site.admin_view(job_view), {"site": site}, name="job"),
        path("jobs/<int:pk>/step/", site.admin_view(step_view), name="job_step"),
        path("jobs/<int:pk>/file/", site.admin_view(file_view), name="job_file"),
    ]


def run(
    request: HttpRequest,
    kind: str,
    things: Iterable[Model],
    *,
    tell: Callable[[HttpRequest, SelectionReport], None] = report_to,
    back: str = "",
    **options: Any,
) -> HttpResponse | None:
    """Do something to many things: at once where they are few, or on the page of the job.

    Return where to go, or nothing where all is done and told already.
    """
    keys = [row.pk for row in things]
    job = begin(kind, keys, by=editor(request), back=back or request.get_full_path(), **options)
    if job.done_at is None or KINDS[kind].action is None:
        return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))
    tell(request, report_of(job))
    return None


def job_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show how far it is. Looking does nothing."""
    job = _own(request, pk)
    if job.done_at and KINDS[job.kind].reports and job.back:
        return HttpResponseRedirect(_back(request, job))
    done = job.tasks.done()
    refused = done.filter(outcome__result=Result.REFUSED)
    context = {
        **site.each_context(request),
        "title": KINDS[job.kind].label,
        "job": job,
        "progress": job.progress,
        # What was refused first; of a long run the newest of the others.
        "rows": [*_rows(job, refused), *_rows(job, done.exclude(pk__in=refused.values("pk")))],
        "refused": refused.count(),
        "back": _back(request, job),
    }
    return TemplateResponse(request, "admin/editors/job.html", context)


@require_POST
def step_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Do some more; with a plain form all that is left."""
    job = _own(request, pk)
    if request.headers.get("X-Requested-With") == "step":
        job = step(job)
        done, of = job.progress
        # What follows the last thing is still to be waited for.
        left = of - done or int(job.done_at is None)
        words = _("%(done)s of %(of)s") % {"done": done, "of": of}
        return JsonResponse({"done": done, "of": of, "left": left, "words": words})
    job = step(job, seconds=ENDLESS)
    if job.done_at is None:
        messages.info(request, _("Another tab is at it. Look again in a moment."))
    return HttpResponseRedirect(reverse("admin:job", args=[pk]))


def file_view(request: HttpRequest, pk: int) -> FileResponse:
    """Send the table that the job has written, to who may still see its list."""
    job = _own(request, pk)
    if not (name := job.options.get("file")) or not default_storage.exists(name):
        raise Http404
    if not editor(request).has_perm(TABLES[job.options["table"]].permission("view")):
        raise PermissionDenied
    kind = FORMATS[job.options["format"]]
    shown = f"{job.options['table']}-{job.made_at:%Y-%m-%d}.{kind.title}"
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=shown,
        content_type=kind.content_type,
        headers={"Cache-Control": "private, no-store"},
    )


def _rows(job: Job, tasks: QuerySet[Task]) -> list[dict[str, Any]]:
    done = tasks.order_by("-place").values_list("key", "outcome")[:MOST_ROWS]
    leads = KINDS[job.kind].leads
    return [
        retold(outcome)
        | {"refused": outcome["result"] == Result.REFUSED}
        | {"address": reverse(leads, args=[key]) if leads else ""}
        for key, outcome in done
        if outcome is not None
    ]


def _own(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(seen_by(editor(request)).select_related("user"), pk=pk)


def _back(request: HttpRequest, job: Job) -> str:
    if url_has_allowed_host_and_scheme(job.back, {request.get_host()}):
        return job.back
    return reverse("admin:index")
