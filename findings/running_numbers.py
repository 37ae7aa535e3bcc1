"""The running number against the neighbouring issues and the publication days."""

from __future__ import annotations

from collections.abc import Iterator

from findings.masthead import differing
from issues.models import Issue
from issues.number_series import PublicationDays
from proofing.hits import Found
from reading.document import PageDocument

# Every front page asks; Django builds each of these for longer than it takes to answer.
NUMBERED = (
    f"SELECT * FROM {Issue._meta.db_table}"  # noqa: S608 - the name of a table
    " WHERE publication_id = %s AND number IS NOT NULL AND edition = ''"
)
BEFORE = f"{NUMBERED} AND date < %s ORDER BY date DESC LIMIT 2"
AFTER = f"{NUMBERED} AND date > %s ORDER BY date LIMIT 2"


def check_number(issue: Issue, document: PageDocument, rival: Issue | None) -> Iterator[Found]:
    """Yield a number that another issue has, that differs within the issue, or that cannot be.

    ``rival`` is the issue of another day that has the running number this page prints.
    """
    printed, date = document.issue.number, f"{issue.date:%Y-%m-%d}"
    if not printed:
        return
    if rival:
        evidence = {"number": printed, "date": date, "other_date": f"{rival.date:%Y-%m-%d}"}
        yield Found("number-taken", evidence)
    elif issue.number and issue.number != printed:
        yield Found("issue-differs", differing("number", printed, issue.number))
    elif issue.number and not issue.edition:
        yield from check_neighbours(issue)


def check_neighbours(issue: Issue) -> Iterator[Found]:
    """Yield what does not fit between the issue and the ones beside it.

    Two issues a side are looked at: when the neighbour itself does not fit the one beyond, and
    this issue does, the neighbour is at fault and was asked about on its own page.
    """
    before, after = _neighbours(issue)
    lazy = _Days(issue)
    if before and not lazy.fits(before[0], issue):
        beyond = before[1] if len(before) > 1 else None
        if not (beyond and not lazy.fits(beyond, before[0]) and lazy.fits(beyond, issue)):
            yield _misfit(before[0], issue, lazy)
    if after and not lazy.fits(issue, after[0]):
        beyond = after[1] if len(after) > 1 else None
        if not (beyond and not lazy.fits(after[0], beyond) and lazy.fits(issue, beyond)):
            yield _misfit(issue, after[0], lazy)


def _neighbours(issue: Issue) -> tuple[list[Issue], list[Issue]]:
    """Return the two numbered issues before and the two after, nearest first."""
    here = [issue.publication_id, issue.date]
    return list(Issue.objects.raw(BEFORE, here)), list(Issue.objects.raw(AFTER, here))


class _Days:
    """The paper's publication days, read only when a number grew by more than one."""

    def __init__(self, issue: Issue) -> None:
        self.publication = issue.publication
        self.days: PublicationDays | None = None

    def read(self) -> PublicationDays:
        self.days = self.days or PublicationDays.of(self.publication)
        return self.days

    def fits(self, before: Issue, after: Issue) -> bool:
        if before.number_year != after.number_year:
            after.publication = self.publication
            return self.read().growth(before, after).is_possible
        grown = (after.number or 0) - (before.last_number or 0)
        if grown == 1 and self.publication.days_known_from is None:
            return True
        return grown > 0 and self.read().growth(before, after).is_possible


def _misfit(before: Issue, after: Issue, days: _Days) -> Found:
    after.publication = days.publication
    growth = days.read().growth(before, after)
    evidence = {
        "number": after.number,
        "date": f"{after.date:%Y-%m-%d}",
        "other": before.number,
        "other_date": f"{before.date:%Y-%m-%d}",
    }
    key = (str(before.publication_id), *(str(value) for value in evidence.values()))
    if growth.grown <= 0:
        return Found("number-order", evidence, key=key, once=True)
    code = "number-differs" if growth.exact else "number-jump"
    evidence |= {"grown": growth.grown, "most": growth.most}
    counted = before.last_number if before.number_year == after.number_year else 0
    evidence |= {"expected": (counted or 0) + growth.most}
    return Found(code, evidence, key=key, once=True)
