"""The run of an import, for the preview and for the job that a person has confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desk.import_uploads import received_of
from importing.intake import import_all
from importing.models import PendingFile, PendingImport
from importing.placement import ImportOptions
from importing.report import FileOutcome

if TYPE_CHECKING:
    from desk.models import Job

PENDING = "pending"


def run_files(pending: PendingImport, files: Iterable[PendingFile]) -> Iterator[FileOutcome]:
    """Import the files as the person has answered, and yield what became of each."""
    for file in files:
        options = ImportOptions(
            publication=file.publication or pending.publication,
            date=file.date or pending.date,
            page=file.page or pending.page,
            edition=file.edition or pending.edition,
            replace=pending.replace,
            discard_edits=pending.discard_edits,
            by=pending.user,
            new_paper=file.new_paper,
            paper_name=file.paper_name,
            # Who names the paper of this one file has seen what it prints.
            any_nameplate=file.publication is not None,
        )
        yield from import_all([received_of(file)], options)


def import_file(job: Job, key: str) -> dict[str, Any]:
    """Import one file of a job and keep what became of it for the report."""
    pending = PendingImport.objects.select_related("publication", "user").get(
        pk=job.options[PENDING]
    )
    file = pending.files.select_related("publication").get(pk=key)
    (outcome,) = run_files(pending, [file])
    pending.report.append(asdict(outcome))
    pending.save(update_fields=["report"])
    return {
        "name": outcome.page or outcome.name,
        "result": str(outcome.result),
        "message": outcome.message,
        "stories": outcome.stories,
        "place": outcome.name,
    }


def forget_files(job: Job) -> None:
    """Forget the bytes: they now stand in the source of each page."""
    PendingFile.objects.filter(pending=job.options[PENDING]).delete()
