"""One received file becomes one page, in one transaction, or is refused with a reason."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article
from audit import log as audit
from audit.bulk_insert import insert
from findings.page_check import CheckedPage, store_findings
from importing import rows
from importing.brought_pages import bring
from importing.documents import Brought, parse
from importing.memory import Memory
from importing.pieces import is_document
from importing.placement import (
    ImportOptions,
    Refused,
    Slot,
    choose_issue,
    choose_publication,
    choose_slot,
    fill_issue,
)
from importing.preparation import Prepared, prepare_all
from importing.receipt import Received
from importing.replacement import replace_page
from importing.report import Outcome, Report, Result
from issues.models import Issue, Page, Publication
from proofing.hits import Found
from reading.decoding import Decoded
from reading.document import PageDocument

logger = logging.getLogger(__name__)
# A page meets another import's rows at most a few times before one of them is done.
ATTEMPTS = 4


class RolledBack(Exception):
    """Ends a dry run."""


def import_all(
    received: Iterable[Received],
    options: ImportOptions,
    *,
    dry_run: bool = False,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """Import each file in a transaction of its own and yield what became of it.

    A file that is refused never stops the rest. Files are read by ``jobs`` processes and written
    by this one, in the order they came, so that any number of jobs ends the same. A dry run is
    the real run inside one transaction that is rolled back at the end.
    """
    memory = Memory()
    with rolled_back() if dry_run else nullcontext():
        for prepared in prepare_all(received, jobs=jobs):
            yield import_one(prepared, options, memory)


def import_one(prepared: Prepared, options: ImportOptions, memory: Memory) -> Outcome:
    """Write and check one file that was read. Nothing is written when it is refused."""
    received = prepared.received
    try:
        return _load_again(prepared, options, memory)
    except Refused as refusal:
        message, lost = str(refusal), refusal.lost
    except Exception:
        # One page that cannot be written must not stop a night's archive; the log has the cause.
        logger.exception("%s could not be imported", received.name)
        message, lost = _("It could not be written. The log says why; report it."), []
    return Outcome(received.name, received.sha256, Result.REFUSED, message, lost=lost)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at the end all that was written inside."""
    try:
        with audit.silent(), transaction.atomic():
            yield
            raise RolledBack
    except RolledBack:
        pass


@dataclass(frozen=True, slots=True)
class _Job:
    """One file, what was read off it, and what the caller decided."""

    received: Received
    decoded: Decoded
    document: PageDocument
    day: dt.date | None
    prose: list[Found] | None
    options: ImportOptions
    memory: Memory


def _load_again(prepared: Prepared, options: ImportOptions, memory: Memory) -> Outcome:
    """Load; when another import wrote the same rows at that moment, look and load once more."""
    load = _loader(prepared, options, memory)
    for _attempt in range(ATTEMPTS - 1):
        try:
            with memory.transaction():
                return _recorded(load(), options, memory)
        except (IntegrityError, OperationalError):
            logger.info("%s: another import was first, looking again", prepared.received.name)
    with memory.transaction():
        return _recorded(load(), options, memory)


def _recorded(outcome: Outcome, options: ImportOptions, memory: Memory) -> Outcome:
    """Tell the audit log of a page that was written: one entry, in the page's own transaction."""
    if outcome.page_id and outcome.result in (Result.IMPORTED, Result.REPLACED):
        payload = {
            "file": outcome.name,
            "sha256": outcome.sha256,
            "source": outcome.source or outcome.sha256,
            "result": str(outcome.result),
            "stories": outcome.stories,
        }
        named = (Page._meta.label_lower, str(outcome.page_id), outcome.page)
        memory.record(audit.Told(None, payload, named), by=options.by)
    return outcome


def _loader(prepared: Prepared, options: ImportOptions, memory: Memory) -> Callable[[], Outcome]:
    """Return what writes the page: a page document has a way of its own."""
    if is_document(prepared.received.data):
        return partial(_bring, parse(prepared.received), options, memory)
    if prepared.decoded is None or prepared.document is None:
        chinese = (get_language() or "").startswith("zh") and prepared.problem_zh
        failed = _("It could not be read. The log says why; report it.")
        raise Refused(chinese or prepared.problem or failed)
    if not prepared.decoded.text.strip():
        # It would take the place of the page whose text is still to come.
        raise Refused(_("The file holds no text. Take the text out of the page anew."))
    read = (prepared.decoded, prepared.document, prepared.day, prepared.prose)
    return partial(_load, _Job(prepared.received, *read, options, memory))


def _bring(brought: Brought, options: ImportOptions, memory: Memory) -> Outcome:
    # It may bring anything, and is rare.
    memory.forget()
    return bring(brought, options)


def _load(job: _Job) -> Outcome:
    document, memory = job.document, job.memory
    rows.check_fit(document)
    slot = choose_slot(document, job.received.name, job.options)
    publication = choose_publication(document, job.options, memory.papers())
    issues = memory.issues(publication, slot.date, document.issue.number)
    issue = next((one for one in issues if one.date == slot.date), None)
    page = memory.page(issue, slot.number) if issue else None
    if page is None:
        return _new(job, publication, slot, issues)
    if page.sources.values_list("sha256", flat=True).first() == job.received.sha256:
        return _outcome(job, page, Result.UNCHANGED)
    if not job.options.replace:
        raise Refused(
            _(
                "%(page)s is here already, from other bytes."
                " Use --replace to put this file in its place."
            )
            % {"page": page}
        )
    return _replacement(job, page)


def _new(job: _Job, publication: Publication, slot: Slot, issues: list[Issue]) -> Outcome:
    issue, rival = fill_issue(issues, publication, slot.date, job.document)
    page = Page(issue=issue, number=slot.number, name=job.document.page.name)
    insert([page])
    job.memory.keep(issue, page.number, new=issue not in issues)
    rows.write_source(page, job.received, job.decoded, job.document, by=job.options.by)
    written = rows.write_stories(page, job.document, job.memory.known)
    return _checked(job, page, rival, Result.IMPORTED, written, slot.named)


def _replacement(job: _Job, page: Page) -> Outcome:
    # What the page said before was remembered, too.
    job.memory.forget()
    replace_page(page, job.document, discard_edits=job.options.discard_edits)
    rows.write_source(page, job.received, job.decoded, job.document, by=job.options.by)
    page.issue, rival = choose_issue(page.issue.publication, page.issue.date, job.document)
    return _checked(job, page, rival, Result.REPLACED)


def _checked(
    job: _Job,
    page: Page,
    rival: Issue | None,
    result: Result,
    written: list[Article] | None = None,
    named: tuple[str, ...] = (),
) -> Outcome:
    # Of a page that was here before the rows of its former text are no evidence.
    known = job.memory.known if written is not None else None
    checked = CheckedPage(page, job.document, job.decoded.text, rival, known=known)
    # The caller may have said another day than the file's name tells.
    checked.prose = job.prose if job.day == page.issue.date else None
    checked.named, checked.file = named, Path(job.received.name).name
    findings = store_findings(checked, written)
    outcome = _outcome(job, page, result)
    outcome.stories = len(job.document.articles)
    outcome.findings = [{"code": row.code, "message": row.message} for row in findings]
    if job.options.by:
        _log(job.options.by, page, job.received.file_name or job.received.name, result)
    return outcome


def _log(by: User, page: Page, name: str, result: Result) -> None:
    flag = ADDITION if result == Result.IMPORTED else CHANGE
    text = _("Imported from %(file)s.") if flag == ADDITION else _("Replaced from %(file)s.")
    LogEntry.objects.log_actions(by.pk, [page], flag, text % {"file": name})


def _outcome(job: _Job, page: Page, result: Result) -> Outcome:
    received = job.received
    return Outcome(received.name, received.sha256, result, page_id=page.pk, page=str(page))


def gather(
    received: Iterable[Received], options: ImportOptions, *, dry_run: bool = False
) -> Report:
    """Import all and return the whole report: for callers with few files, such as the admin."""
    report = Report(dry_run=dry_run)
    for outcome in import_all(received, options, dry_run=dry_run):
        report.add(outcome)
    return report
