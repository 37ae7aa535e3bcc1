"""Which paper, issue and page a document belongs to. Where it is not clear, ask; never guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User

from audit import log as audit
from audit.sentences import gettext as _
from editorial.surroundings import FIELDS, is_public
from importing.file_names import day_and_page
from importing.parcels import Received
from issues.models import Issue, Page, Publication
from reading.document import IssueFields, PageDocument
from reading.page_labels import FURTHEST, MOST, is_plain, place_of


class Ask(StrEnum):
    """What a refusal asks for; each screen and command names the way to answer in its own words."""

    PAPER = "paper"
    NEW_PAPER = "new-paper"
    NAMEPLATE = "nameplate"
    DATE = "date"
    PAGE = "page"
    REPLACE = "replace"
    EDITION = "edition"
    DISCARD = "discard"


class Refused(Exception):
    """The file cannot be taken; the message says why and what to do.

    ``lost`` lists what replacing would have lost, ``ask`` names the answer that is missing, and
    ``papers`` those that it may belong to, the nearest first.
    """

    def __init__(
        self,
        message: str,
        lost: list[str] | None = None,
        *,
        ask: Ask | None = None,
        papers: Sequence[Publication] = (),
    ) -> None:
        super().__init__(message)
        self.lost = lost or []
        self.ask = str(ask or "")
        self.papers = [row.pk for row in papers]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller decided: for what the text lacks, and what may be replaced."""

    publication: Publication | None = None
    date: dt.date | None = None
    page: str | None = None
    # 号外, 特刊 …, for pages that do not print it.
    edition: str = ""
    replace: bool = False
    discard_edits: bool = False
    by: User | None = None
    # Who ran the command on the machine, as the machine calls him.
    operator: str = ""
    # An unknown masthead is a new paper's, of this name where it is given.
    new_paper: bool = False
    paper_name: str = ""
    # The page is its paper's though it prints another name.
    any_nameplate: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """The day and page that a file belongs to; ``named`` lists what only its name told."""

    date: dt.date
    label: str
    edition: str = ""
    named: tuple[str, ...] = ()

    @property
    def place(self) -> int:
        """The number of the page in its issue."""
        return place_of(self.label, sections_apart=not self.edition) or 0


def choose_slot(document: PageDocument, received: Received, options: ImportOptions) -> Slot:
    """Return day and page: as printed, else as given, as the pages beside it in its file say, or
    as the file is named.

    Raises ``Refused`` where none of the four says.
    """
    told = received.told
    named_date, named_page = day_and_page(received.name)
    printed = dt.date.fromisoformat(document.issue.date) if document.issue.date else None
    beside = dt.date.fromisoformat(told.date) if told.date else None
    date = printed or options.date or beside or named_date
    if date is None:
        raise without_day()
    on_page = document.page.label or str(document.page.number or "")
    label = on_page or options.page or told.label or named_page
    if label is None:
        raise Refused(_("The page prints no page number. Give it."), ask=Ask.PAGE)
    if not 1 <= (place_of(label) or 0) <= (MOST if is_plain(label) else FURTHEST):
        raise Refused(
            _("Page %(number)s is not possible: pages are 1 to 400. Correct the file.")
            % {"number": label}
        )
    by_name = {
        "date": not (printed or options.date or beside),
        "page": not (on_page or options.page or told.label),
    }
    edition = document.issue.edition or options.edition or told.edition
    return Slot(date, label, edition, tuple(part for part, said in by_name.items() if said))


def without_day() -> Refused:
    """Return the refusal of a page of which neither text nor name nor caller tells the day."""
    return Refused(_("The page prints no date. Give the day."), ask=Ask.DATE)


def other_page(page: Page, slot: Slot) -> Refused:
    """Return the refusal of a page whose place another one holds: never a replacement."""
    return Refused(
        _(
            "%(page)s stands where page %(label)s belongs, so that page %(label)s cannot be added."
            " Are they one page? Then relocate the one that is here to page %(label)s first."
            " Else correct the page number of one of them."
        )
        % {"page": page, "label": slot.label}
    )


def other_stories(page: Page, *, in_part: bool) -> Refused:
    """Return the refusal of a page all of whose stories are others than those in its place.

    ``in_part``: other pages are in its file. An edition that is given holds for them, too, so that
    it is no answer.
    """
    if in_part:
        return Refused(
            _(
                "%(page)s is here already, and this page of the file has none of its stories. If it"
                " is of an edition beside the regular one (号外, 特刊 …), put that edition's pages"
                " into a file of their own and name the edition for that file: named for this one,"
                " it would hold for every page. Else correct the day or the page number of one of"
                " them."
            )
            % {"page": page}
        )
    return Refused(
        _(
            "%(page)s is here already, and this file has none of its stories. If the file is of an"
            " edition beside the regular one, name that (号外, 特刊 …); else correct the day or the"
            " page number of one of them."
        )
        % {"page": page},
        ask=Ask.EDITION,
    )


# A double issue has so many numbers at the most beside its first.
DOUBLE = 10
PRINTED = (
    "number",
    "number_to",
    "page_count",
    "printed_number",
    "printed_page_count",
    "printed_weekday",
    "printed_lunar_date",
)

# Each issue that is loaded asks; Django builds this for longer than it takes to answer.
OF_PAPER = f"SELECT * FROM {Issue._meta.db_table} WHERE publication_id = %s"  # noqa: S608 - of a table
OF_DAY = f"{OF_PAPER} AND date = %s"
OF_DAY_OR_NUMBER = (
    f"{OF_PAPER} AND (date = %s OR (number_year = %s AND edition = ''"
    " AND (number BETWEEN %s AND %s OR (number >= %s AND number < %s AND number_to >= %s))))"
)


def find_issues(publication: Publication, date: dt.date, printed: IssueFields) -> list[Issue]:
    """Return the issues of ``date`` and those that have its numbers, as far as there are any."""
    # An inner page prints no number; a plain look-up is the faster one.
    sql, values = OF_DAY, [publication.pk, date]
    if first := possible(printed.number, 999_999):
        last = possible(printed.number_to, 999_999) or first
        sql = OF_DAY_OR_NUMBER
        values += [publication.year_of_numbers(date), first, last, first - DOUBLE, first, first]
    issues = list(Issue.objects.raw(sql, values))
    for issue in issues:
        issue.publication = publication
    return issues


def fill_issue(
    known: list[Issue],
    publication: Publication,
    date: dt.date,
    edition: str,
    document: PageDocument,
) -> tuple[Issue, Issue | None]:
    """Return the issue of ``date``, filled from the page, and the other one that has its number.

    ``known`` is what ``find_issues`` gave. A running number belongs to one issue: when another
    day has it, this one's stays empty. So does what readers would see: a finding asks for a
    proposal (``findings.masthead``).
    """
    issue = issue_of(known, date, edition) or Issue(
        publication=publication, date=date, edition=edition
    )
    before = {name: getattr(issue, name) for name in PRINTED}
    printed = document.issue
    number, page_count = possible(printed.number, 999_999), possible(printed.page_count, 400)
    rival = None
    if number and issue.number is None:
        rival = None if edition else _rival(known, date)
        issue.number = None if rival else number
        issue.number_to = None if rival else possible(printed.number_to, 999_999)
    read = {
        "page_count": page_count,
        "printed_number": number,
        "printed_page_count": page_count,
        "printed_weekday": printed.weekday,
        "printed_lunar_date": printed.lunar_date,
    }
    for name, value in read.items():
        setattr(issue, name, getattr(issue, name) or value)
    seen = [name for name in FIELDS[Issue] if before[name] != getattr(issue, name)]
    if seen and is_public(issue):
        for name in seen:
            setattr(issue, name, before[name])
    changed = [name for name in PRINTED if before[name] != getattr(issue, name)]
    is_new = issue.pk is None
    if is_new or changed:
        issue.save()
        audit.note(issue, only=() if is_new else changed)
    return issue, rival


def issue_of(known: list[Issue], date: dt.date, edition: str) -> Issue | None:
    """Return the issue of that day and edition."""
    return next((one for one in known if (one.date, one.edition) == (date, edition)), None)


def _rival(known: list[Issue], date: dt.date) -> Issue | None:
    """Return the issue of another day: it was found by its number."""
    return next((one for one in known if one.date != date), None)


def choose_issue(issue: Issue, document: PageDocument) -> tuple[Issue, Issue | None]:
    paper, date = issue.publication, issue.date
    known = find_issues(paper, date, document.issue)
    return fill_issue(known, paper, date, issue.edition, document)


def possible(value: int | None, limit: int) -> int | None:
    """Return ``value`` where a masthead can print it, else ``None``: then it was misread."""
    return value if value and 0 < value <= limit else None
