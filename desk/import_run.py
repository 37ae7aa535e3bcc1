"""The run of an import, for the preview and for the job that a person has confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from archive.statistics import gather_after
from audit.outcomes import Result
from audit.sentences import gettext as _
from audit.sentences import retold
from desk.import_uploads import received_of
from editorial.selections import ThingOutcome
from importing.expectation import expected
from importing.intake import import_all, import_prepared
from importing.memory import Memory
from importing.models import PendingFile, PendingImport, PendingPicture
from importing.placement import ImportOptions
from importing.preparation import Prepared, prepare_pages
from importing.report import FileOutcome
from issues.models import Publication
from search.gram_tables import long_list, sort_in

if TYPE_CHECKING:
    from desk.models import Job

PENDING = "pending"
# What only an operator answers, for all files at once.
ANSWERS = "answers"
# The lines of the report, in an outcome.
FILES = "files"
# The key that stands for the files still to come, while an operator hands them over.
REST = "rest"
# So many bytes are kept in memory until they are written.
LARGE = 20 * 1024 * 1024
Ready = tuple[list[Prepared], ImportOptions]


def run_files(pending: PendingImport, files: Iterable[PendingFile]) -> Iterator[FileOutcome]:
    """Import the files as the person has answered, and yield what became of each."""
    for file in files:
        yield from import_all([received_of(file)], _options(pending, file))


def read_files(job: Job, keys: Sequence[str]) -> Iterator[Ready]:
    """Read the files that keys name.

    Ends before the last of them when what was read is large.
    """
    pending = PendingImport.objects.select_related("publication", "user").get(
        pk=job.options[PENDING]
    )
    files, pictured = _files(pending, keys)
    size = 0
    for key in keys:
        if key == REST:
            yield [], ImportOptions()
            continue
        file = files[int(key)]
        options = _options(pending, file, **job.options.get(ANSWERS, {}))
        received = received_of(file, pictured=file.pk in pictured)
        yield prepare_pages(received, needs_day=options.date is None), options
        size += len(received.data) + sum(len(one.data) for one in received.pictures)
        if size > LARGE:
            return


def _files(pending: PendingImport, keys: Sequence[str]) -> tuple[dict[int, PendingFile], set[int]]:
    """Return all the files that keys name, by their own, and which of them came with pictures."""
    wanted = [int(key) for key in keys if key != REST]
    files = pending.files.select_related("publication").in_bulk(wanted)
    pictures = PendingPicture.objects.filter(file__in=list(files))
    return files, set(pictures.values_list("file_id", flat=True).distinct())


@contextmanager
def together(ready: Sequence[Ready]) -> Iterator[Memory]:
    """Give files that are written together one memory, and ask once for what holds for all."""
    coming = [(one, options) for prepared, options in ready for one in prepared]
    with long_list(), Memory().many(expected(coming)) as memory:
        yield memory


def import_files(job: Job, key: str, ready: Ready, memory: Memory) -> dict[str, Any]:
    """Write what was read, and return what became of it with the lines of the report."""
    prepared, options = ready
    outcomes = list(import_prepared(prepared, options, memory)) or [_not_handed_over()]
    refused = [row for row in outcomes if row.result == Result.REFUSED]
    early = bool(refused) and not Publication.objects.exists()
    first = (refused or outcomes)[0]
    told = ThingOutcome(
        first.page or first.name,
        first.result,
        first.message,
        sum(row.stories for row in outcomes),
        place=first.name,
    )
    return told.kept() | {"early": early, FILES: [row.kept() for row in outcomes]}


def end_import(job: Job) -> None:
    """Look once more at what came before there was a paper, write the report, forget the bytes.

    They now stand in the source of each page.
    """
    if Publication.objects.exists():
        for task in job.tasks.filter(outcome__early=True):
            (ready,) = read_files(job, [task.key])
            task.outcome = import_files(job, task.key, ready, Memory())
            task.save(update_fields=["outcome"])
    pending = PendingImport.objects.get(pk=job.options[PENDING])
    names = dict(pending.files.values_list("pk", "name"))
    for outcome in job.outcomes:
        pending.report += outcome.get(FILES) or [_broken(outcome, names)]
    pending.save(update_fields=["report"])
    pending.files.all().delete()
    sort_in()
    gather_after(sum(row["result"] == Result.IMPORTED for row in pending.report))


def _not_handed_over() -> FileOutcome:
    """Say where the rest is of what an operator handed over when he was stopped."""
    told = _("Whoever handed the files over was stopped. Hand over all of them again.")
    return FileOutcome(_("the files still to come"), Result.REFUSED, told)


def _broken(outcome: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    """Return the line of a file that could not be done; its outcome has the key for a name."""
    name = names[int(outcome["name"])]
    return FileOutcome(name, Result.REFUSED, retold(outcome)["message"]).kept()


def _options(pending: PendingImport, file: PendingFile, **answers: Any) -> ImportOptions:
    given: dict[str, Any] = {
        "new_paper": file.new_paper,
        "paper_name": file.paper_name,
        # Who names the paper of this one file has seen what it prints.
        "any_nameplate": file.publication is not None,
    }
    return ImportOptions(
        publication=file.publication or pending.publication,
        date=file.date or pending.date,
        page=file.page or pending.page,
        edition=file.edition or pending.edition,
        replace=pending.replace,
        discard_edits=pending.discard_edits,
        by=pending.user,
        **(given | answers),
    )
