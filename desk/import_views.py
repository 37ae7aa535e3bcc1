"""The import page: upload or paste → preview, with nothing written → confirm → report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from audit.outcomes import Report, Result
from audit.sentences import gettext as _
from audit.sentences import retold
from desk.base import require
from desk.import_forms import NEW, FileForm, OptionsForm, UploadForm
from desk.import_preview import outcome_of, preview_file, result_label
from desk.import_run import run_files
from desk.import_uploads import keep, keep_uploads
from desk.jobs import begin
from desk.models import Job
from importing.intake import rolled_back
from importing.models import PendingFile, PendingImport
from importing.receipt import Received, pages_of
from importing.report import FileOutcome
from issues.models import Publication

PERMISSION = "issues.add_page"
OPTIONS = ("publication", "date", "page", "edition", "replace", "discard_edits")


def urls(model_admin: admin.ModelAdmin[Any]) -> list[URLPattern]:
    def route(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        def bound(request: HttpRequest, **keys: int) -> HttpResponse:
            return view(request, model_admin, require(request, PERMISSION), **keys)

        return path(address, model_admin.admin_site.admin_view(bound), name=f"issues_page_{name}")

    return [
        route("import/", upload, "import"),
        route("import/<int:pk>/", preview, "import_preview"),
        route("import/<int:pk>/report/", report, "import_report"),
    ]


def upload(request: HttpRequest, model_admin: admin.ModelAdmin[Any], user: User) -> HttpResponse:
    """Take files or text in and go to their preview."""
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        PendingImport.purge()
        try:
            with transaction.atomic():
                pending = _keep(form.cleaned_data, user)
        except ValidationError as error:
            form.add_error("files", error)
        else:
            dry_run(pending)
            return HttpResponseRedirect(_address("preview", pending))
    return _page(request, model_admin, "upload", {"form": form, "title": _("Import pages")})


def preview(
    request: HttpRequest, model_admin: admin.ModelAdmin[Any], user: User, pk: int
) -> HttpResponse:
    """Show what the import would do; on POST look again with other answers, or do it."""
    pending = _own(pk, user)
    if pending.confirmed_at:
        return HttpResponseRedirect(_address("report", pending))
    files = list(pending.files.select_related("publication"))
    if request.method == "POST":
        options = OptionsForm(request.POST)
        forms = _file_forms(files, request.POST)
        if options.is_valid() and all(form.is_valid() for form in forms):
            return _answer(
                request, pending, options.cleaned_data, list(zip(files, forms, strict=True))
            )
    else:
        options = OptionsForm(initial={name: getattr(pending, name) for name in OPTIONS})
        forms = _file_forms(files, None)
    rows = [(form, preview_file(file)) for form, file in zip(forms, files, strict=True)]
    counts: Report[FileOutcome] = Report()
    for file in files:
        counts.add(outcome_of(file.outcome))
    return _page(
        request,
        model_admin,
        "preview",
        {
            "title": _("Preview: nothing is written yet"),
            "options": options,
            "rows": rows,
            "pending": pending,
            "counts": counts.counts,
        },
    )


def report(
    request: HttpRequest, model_admin: admin.ModelAdmin[Any], user: User, pk: int
) -> HttpResponse:
    """Show what the confirmed import did."""
    pending = _own(pk, user)
    if pending.confirmed_at is None:
        return HttpResponseRedirect(_address("preview", pending))
    done: Report[FileOutcome] = Report()
    rows = retold(pending.report)
    for row in rows:
        done.add(outcome_of(row))
    rows = [{**row, "label": result_label(row["result"], row["message"])} for row in rows]
    context = {"title": _("Import report"), "rows": rows, "counts": done.counts, "pending": pending}
    return _page(request, model_admin, "report", context)


def dry_run(pending: PendingImport) -> None:
    """Do the real run, roll it back and keep what it said beside each file."""
    files = list(pending.files.select_related("publication"))
    with rolled_back():
        outcomes = list(run_files(pending, files))
    for file, outcome in zip(files, outcomes, strict=True):
        file.outcome = outcome.kept()
    PendingFile.objects.bulk_update(files, ["outcome"])


def confirm(pending: PendingImport, files: list[PendingFile]) -> Job | None:
    """Import ``files`` in the steps of a job; nothing when another press did it before.

    The report begins with what became of the others.
    """
    left = [_left(file) for file in pending.files.exclude(pk__in=[file.pk for file in files])]
    claimed = PendingImport.objects.filter(pk=pending.pk, confirmed_at=None).update(
        confirmed_at=timezone.now(), report=left
    )
    if not claimed:
        return None
    keys, back = [file.pk for file in files], _address("report", pending)
    return begin("import", keys, by=pending.user, back=back, pending=pending.pk)


def _left(file: PendingFile) -> dict[str, Any]:
    """Return what became of a file that nobody ticked."""
    outcome = outcome_of(file.outcome)
    if outcome.result in (Result.IMPORTED, Result.REPLACED):
        outcome = FileOutcome(file.name, Result.PASSED, _("It was not ticked."))
    return outcome.kept()


def _keep(data: dict[str, Any], user: User) -> PendingImport:
    pending = PendingImport.objects.create(user=user, **{name: data[name] for name in OPTIONS})
    keep_uploads(pending, data["files"])
    if data["text"].strip():
        # A text field sends its line ends as CRLF, which nobody typed.
        text = data["text"].replace("\r\n", "\n")
        name = _("pasted text %(time)s.txt") % {"time": f"{timezone.localtime():%Y-%m-%d %H%M}"}
        _keep_file(pending, name, text.encode("utf-8", "surrogatepass"))
    return pending


def _keep_file(pending: PendingImport, name: str, data: bytes) -> None:
    """Keep a file, or each page of one that holds a whole issue."""
    keep(pending, list(pages_of(Received(name, data))))


def _answer(
    request: HttpRequest,
    pending: PendingImport,
    options: dict[str, Any],
    rows: list[tuple[PendingFile, FileForm]],
) -> HttpResponse:
    changed = _take_answers(pending, options, rows)
    if "_confirm" not in request.POST:
        dry_run(pending)
        return HttpResponseRedirect(_address("preview", pending))
    if changed:
        dry_run(pending)
        messages.warning(
            request,
            _("You have changed the answers, so look at the preview once more, then confirm."),
        )
        return HttpResponseRedirect(_address("preview", pending))
    chosen = [file for file, form in rows if form.cleaned_data["take"]]
    if not chosen:
        messages.error(request, _("No file is ticked. Tick what shall be imported."))
        return HttpResponseRedirect(_address("preview", pending))
    job = confirm(pending, chosen)
    if job is None:
        messages.info(request, _("This import was confirmed before; nothing was done twice."))
    elif job.done_at is None:
        return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))
    return HttpResponseRedirect(_address("report", pending))


def _take_answers(
    pending: PendingImport, options: dict[str, Any], rows: list[tuple[PendingFile, FileForm]]
) -> bool:
    """Keep the answers; return whether one differs from those the preview was made with."""
    changed = any(getattr(pending, name) != options[name] for name in OPTIONS)
    for name in OPTIONS:
        setattr(pending, name, options[name])
    pending.save(update_fields=OPTIONS)
    for file, form in rows:
        answers = form.answers()
        changed = changed or any(getattr(file, name) != value for name, value in answers.items())
        for name, value in answers.items():
            setattr(file, name, value)
        file.save(update_fields=list(answers))
    return changed


def _file_forms(files: list[PendingFile], data: Any) -> list[FileForm]:
    papers = list(Publication.objects.order_by("name"))
    return [
        FileForm(
            data,
            prefix=f"file-{file.pk}",
            papers=papers,
            nearest=file.outcome.get("papers", []),
            initial={
                "paper": NEW if file.new_paper else file.publication_id or "",
                "paper_name": file.paper_name,
                "take": file.outcome.get("result") in (Result.IMPORTED, Result.REPLACED),
                "date": file.date,
                "page": file.page,
                "edition": file.edition,
            },
        )
        for file in files
    ]


def _own(pk: int, user: User) -> PendingImport:
    """Return the person's own upload; anybody else's is not there."""
    pending = get_object_or_404(PendingImport.objects.select_related("publication", "user"), pk=pk)
    if pending.user_id != user.pk:
        raise Http404
    return pending


def _address(name: str, pending: PendingImport) -> str:
    return reverse(f"admin:issues_page_import_{name}", args=[pending.pk])


def _page(
    request: HttpRequest, model_admin: admin.ModelAdmin[Any], name: str, context: dict[str, Any]
) -> HttpResponse:
    everything = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        **context,
    }
    return TemplateResponse(request, f"admin/editors/import_{name}.html", everything)
