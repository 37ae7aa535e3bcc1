"""One received file becomes one page, in one transaction, or is refused with a reason."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext_noop

from articles.disk import disk_trouble
from articles.photo_files import undone_with_rows
from articles.whole_files import on_disk_by_then
from audit import journal
from audit import log as audit
from audit.bulk_insert import insert
from audit.outcomes import Result
from audit.sentences import gettext as _
from audit.sentences import in_two_languages
from editorial.misplaced import void_misplaced
from findings.models import Finding
from importing import rows
from importing.arrival import Arrival, NewRows, ReadPage
from importing.brought_pages import BroughtPage
from importing.companions import fates
from importing.documents import parse
from importing.memory import Memory
from importing.pieces import is_document
from importing.placement import (
    Ask,
    ImportOptions,
    Refused,
    Slot,
    choose_issue,
    choose_slot,
    fill_issue,
    issue_of,
    other_page,
    other_stories,
    without_day,
)
from importing.preparation import Prepared, prepare_all
from importing.receipt import Received
from importing.replacement import replace_page
from importing.report import FileOutcome
from issues.models import Issue, Page, Publication
from search.gram_tables import long_list, sort_in, sort_in_many

logger = logging.getLogger(__name__)
# A page meets another import's rows at most a few times before one of them is done.
ATTEMPTS = 4
# Before the first front page there are a few pages at most; memory stays level whatever comes.
MOST_HELD = 500


# Who brings pages where nobody is named: only on the machine itself, never through a form.
MACHINE = "the machine (command line)"


class RolledBack(Exception):
    """Ends a dry run."""


def import_all(
    received: Iterable[Received],
    options: ImportOptions,
    *,
    dry_run: bool = False,
    readers: int = 0,
) -> Iterator[FileOutcome]:
    """Import each file in a transaction of its own and yield what became of it.

    A file that is refused never stops the rest. Files are read by ``readers`` processes beside
    this one and written by this one, in the order they came, so that any number ends the same. A
    dry run is the real run inside one transaction that is rolled back at the end.

    What is refused while there is no paper at all is looked at once more as soon as a front page
    has made one: a run that is killed and started again would take it, too.
    """
    with rolled_back() if dry_run else nullcontext():
        prepared = prepare_all(received, readers=readers, needs_day=options.date is None)
        yield from import_prepared(prepared, options)
        sort_in()


def import_prepared(
    prepared: Iterable[Prepared], options: ImportOptions, memory: Memory | None = None
) -> Iterator[FileOutcome]:
    """As ``import_all``, of files that were read, with the ``memory`` of a run that goes on."""
    with long_list():
        for outcome in _followed(prepared, options, memory or Memory()):
            sort_in_many(outcome.stories)
            yield outcome


def _followed(
    prepared: Iterable[Prepared], options: ImportOptions, memory: Memory
) -> Iterator[FileOutcome]:
    """Import each, and look once more at what was refused before there was a paper."""
    held: list[tuple[Prepared, FileOutcome]] = []
    follow = _Following(options)
    has_paper = False
    for one in prepared:
        outcome = follow(one, memory)
        if outcome.result == Result.REFUSED:
            waits = not (one.problem or one.undated or has_paper) and len(held) < MOST_HELD
            has_paper = has_paper or (waits and Publication.objects.exists())
            if waits and not has_paper:
                held.append((one, outcome))
                continue
        yield outcome
        if held and outcome.page_id:
            yield from (follow(waiting, memory) for waiting, _refused in held)
            held = []
    if held and Publication.objects.exists():
        yield from (follow(waiting, memory) for waiting, _refused in held)
        return
    yield from (refused for _waiting, refused in held)


class _Following:
    """Imports pages; those behind the first of a file are of its paper, where they do not say."""

    def __init__(self, options: ImportOptions) -> None:
        self._options = options
        self._file = ""
        self._paper: Publication | None = None

    def __call__(self, prepared: Prepared, memory: Memory) -> FileOutcome:
        options, file = self._options, prepared.received.part_of
        paper = self._paper if file and file == self._file else None
        options = replace(options, publication=options.publication or paper)
        outcome = import_one(prepared, options, memory)
        if file and outcome.page_id:
            page = Page.objects.select_related("issue__publication").get(pk=outcome.page_id)
            paper = page.issue.publication
        self._file, self._paper = file, paper
        return outcome


def import_one(prepared: Prepared, options: ImportOptions, memory: Memory) -> FileOutcome:
    """Write and check one file that was read. Nothing is written when it is refused."""
    received = prepared.received
    if received.passed:
        return FileOutcome(received.name, Result.PASSED, received.passed)
    outcome = _tried(prepared, options, memory)
    if outcome.result == Result.REFUSED:
        outcome.parts = fates(received, outcome.result, "", {})
    return outcome


def _tried(prepared: Prepared, options: ImportOptions, memory: Memory) -> FileOutcome:
    """Write one file, or say why that cannot be."""
    received = prepared.received
    try:
        return _load_again(prepared, options, memory)
    except Refused as refusal:
        return FileOutcome(
            received.name,
            Result.REFUSED,
            str(refusal),
            sha256=received.sha256,
            lost=refusal.lost,
            ask=refusal.ask,
            papers=refusal.papers,
        )
    except Exception as error:
        # One page that cannot be written must not stop a night's archive; the log has the cause.
        logger.exception("%s could not be imported", received.name)
        failed = _("It could not be written. The log says why; report it.")
        message = disk_trouble(error) or failed
    return FileOutcome(received.name, Result.REFUSED, message, sha256=received.sha256)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at the end all that was written inside."""
    try:
        with undone_with_rows(), audit.silent(), transaction.atomic():
            yield
            raise RolledBack
    except RolledBack:
        pass


def _load_again(prepared: Prepared, options: ImportOptions, memory: Memory) -> FileOutcome:
    """Load; when another import wrote the same rows at that moment, look and load once more."""
    arrival = _arrival(prepared)
    rows.check_fit(arrival.document)
    # What can be said without the database is said before a transaction is opened.
    slot = choose_slot(arrival.document, arrival.received, options)
    for _attempt in range(ATTEMPTS - 1):
        try:
            return _in_transaction(arrival, slot, options, memory)
        except (IntegrityError, OperationalError):
            logger.info("%s: another import was first, looking again", prepared.received.name)
    return _in_transaction(arrival, slot, options, memory)


def _in_transaction(
    arrival: Arrival, slot: Slot, options: ImportOptions, memory: Memory
) -> FileOutcome:
    with undone_with_rows(), memory.transaction(), on_disk_by_then(memory.to_disk):
        return _recorded(_load(arrival, slot, options, memory), options, memory)


def _recorded(outcome: FileOutcome, options: ImportOptions, memory: Memory) -> FileOutcome:
    """Tell the audit log of a page that was written: one entry, in the page's own transaction."""
    if outcome.page_id and outcome.result in (Result.IMPORTED, Result.REPLACED):
        payload = {
            "file": outcome.name,
            "sha256": outcome.sha256,
            "source": outcome.source or outcome.sha256,
            "result": str(outcome.result),
            "stories": outcome.stories,
        }
        if outcome.parts:
            payload["files"] = [part["name"] for part in outcome.parts]
        if options.operator:
            payload["operator"] = options.operator
        named = (Page._meta.label_lower, str(outcome.page_id), outcome.page)
        memory.record(audit.Told(None, payload, named), by=options.by or MACHINE)
    return outcome


def _arrival(prepared: Prepared) -> Arrival:
    """Return what came, a page that was read or a page document. Raises ``Refused``."""
    if is_document(prepared.received.data):
        return BroughtPage(parse(prepared.received))
    if prepared.undated:
        raise without_day()
    if prepared.decoded is None or prepared.document is None or prepared.derived is None:
        failed = _("It could not be read. The log says why; report it.")
        if prepared.problem_zh:
            raise Refused(in_two_languages(prepared.problem, prepared.problem_zh))
        raise Refused(prepared.problem or failed)
    if not prepared.decoded.text.strip():
        # It would take the place of the page whose text is still to come.
        raise Refused(_("The file holds no text. Take the text out of the page anew."))
    return ReadPage(
        prepared.received,
        prepared.document,
        prepared.decoded,
        prepared.day,
        prepared.prose,
        prepared.derived,
        prepared.shown,
    )


def _load(arrival: Arrival, slot: Slot, options: ImportOptions, memory: Memory) -> FileOutcome:
    """Imported, unchanged, replaced or refused: the one table of decisions for all that comes."""
    if arrival.may_bring_anything:
        memory.forget()
    known = {paper.pk for paper in memory.papers()}
    publication = arrival.publication(options, memory)
    founded = "" if publication.pk in known else publication.name
    issues = memory.issues(publication, slot.date, slot.edition, arrival.document.issue)
    issue = issue_of(issues, slot.date, slot.edition)
    page = memory.page(issue, slot.label) if issue else None
    if page is None:
        outcome = _new(arrival, publication, slot, issues, options, memory)
        outcome.founded = founded
        return outcome
    if arrival.is_here(page):
        return _outcome(arrival, page, Result.UNCHANGED)
    if page.label == slot.label and arrival.says_the_same(page):
        outcome = _outcome(arrival, page, Result.UNCHANGED)
        outcome.message = _("%(page)s has this text already, from other bytes.") % {"page": page}
        return outcome
    if page.label != slot.label:
        raise other_page(page, slot)
    if not options.replace and arrival.has_other_stories(page):
        raise other_stories(page, in_part=bool(arrival.received.part_of))
    if not options.replace:
        raise Refused(arrival.other_than(page), ask=Ask.REPLACE)
    return _replacement(arrival, page, options, memory)


def _new(
    arrival: Arrival,
    publication: Publication,
    slot: Slot,
    issues: list[Issue],
    options: ImportOptions,
    memory: Memory,
) -> FileOutcome:
    there = issue_of(issues, slot.date, slot.edition)
    is_new = there is None
    before = there and (there.number, there.number_to, there.page_count)
    issue, rival = fill_issue(issues, publication, slot.date, slot.edition, arrival.document)
    if is_new:
        arrival.complete_issue(issue)
    elif before != (issue.number, issue.number_to, issue.page_count):
        void_misplaced(Page.objects.filter(issue=issue), by=_who(arrival, options))
    page = Page(issue=issue, number=slot.place, label=slot.label, name=arrival.document.page.name)
    insert([page])
    audit.note(page)
    memory.keep(issue, page.label, new=is_new)
    arrival.write_source(page, by=options.by)
    keys = memory.ahead.keys(arrival.received.sha256, page)
    written = rows.write_stories(page, arrival.document, memory.known, arrival.searched, keys)
    arrival.write_history(page, by=_who(arrival, options))
    findings = arrival.check(page, rival, NewRows(written, memory.known, slot.named))
    return _written(arrival, page, Result.IMPORTED, findings, options)


def _replacement(
    arrival: Arrival, page: Page, options: ImportOptions, memory: Memory
) -> FileOutcome:
    # What the page said before was remembered, too.
    memory.forget()
    who = _who(arrival, options)
    replace_page(page, arrival.document, discard_edits=options.discard_edits, by=who)
    arrival.write_source(page, by=options.by)
    arrival.write_history(page, by=who)
    page.issue, rival = choose_issue(page.issue, arrival.document)
    void_misplaced(Page.objects.filter(issue=page.issue), by=who)
    findings = arrival.check(page, rival, None)
    return _written(arrival, page, Result.REPLACED, findings, options)


def _who(arrival: Arrival, options: ImportOptions) -> User | str:
    """Return who brought a page: a person, or the name that its file came under."""
    return options.by or Path(arrival.file_name).name or "import"


def _written(
    arrival: Arrival, page: Page, result: Result, findings: list[Finding], options: ImportOptions
) -> FileOutcome:
    outcome = _outcome(arrival, page, result)
    outcome.stories = len(arrival.document.articles)
    outcome.findings = [{"code": row.code, "message": row.message} for row in findings]
    if options.by:
        _log(options.by, page, arrival.file_name, result)
    return outcome


def _log(by: User, page: Page, name: str, result: Result) -> None:
    flag = ADDITION if result == Result.IMPORTED else CHANGE
    new, other = gettext_noop("Imported from %(file)s."), gettext_noop("Replaced from %(file)s.")
    journal.write(by, [page], flag, new if flag == ADDITION else other, file=name)


def _outcome(arrival: Arrival, page: Page, result: Result) -> FileOutcome:
    received = arrival.received
    return FileOutcome(
        received.name,
        result,
        sha256=received.sha256,
        page_id=page.pk,
        page=str(page),
        source=arrival.source_sha256,
        parts=fates(received, result, str(page), arrival.refused_images),
    )
