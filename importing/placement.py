"""Which paper, issue and page a document belongs to. Where it is not clear, ask; never guess."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import log as audit
from editorial.misplaced import void_misplaced
from editorial.surroundings import FIELDS, is_public
from importing.file_names import day_and_page
from issues.models import Issue, Page, Publication
from proofing.similarity import one_apart
from reading.document import Masthead, PageDocument


class Refused(Exception):
    """The file cannot be taken; the message says why and what to do. ``lost`` lists what
    replacing would have lost."""

    def __init__(self, message: str, lost: list[str] | None = None) -> None:
        super().__init__(message)
        self.lost = lost or []


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller decided: for what the text lacks, and what may be replaced."""

    publication: Publication | None = None
    date: dt.date | None = None
    page: int | None = None
    replace: bool = False
    discard_edits: bool = False
    by: User | None = None


def choose_publication(
    document: PageDocument, options: ImportOptions, papers: list[Publication] | None = None
) -> Publication:
    """Return the paper whose organ and sponsor lines the masthead has, made when there is none.

    ``papers`` are all there are, where the caller has them; one that is made is added to them.
    Raises ``Refused`` with a question where more than one answer is possible.
    """
    if options.publication:
        return options.publication
    masthead = document.masthead
    if papers is None:
        papers = list(Publication.objects.order_by())
    if not (masthead.organ or masthead.sponsor):
        return _only(papers)
    matching = [paper for paper in papers if _matches(paper, document)]
    if not matching:
        matching = [paper for paper in papers if _completes(paper, document)]
    if len(matching) == 1:
        return _completed(matching[0], document, by=options.by)
    similar = matching or [paper for paper in papers if _resembles(paper, document)]
    if similar:
        raise Refused(_which(similar[0], masthead))
    check_may_add(papers, options)
    papers.append(_made(masthead))
    return papers[-1]


def check_may_add(papers: list[Publication], options: ImportOptions) -> None:
    """Raise ``Refused`` when a masthead would make one more paper through somebody who may not.

    A second paper changes every public address; one that was misread must not.
    """
    if papers and options.by and not options.by.has_perm(ADD_PAPER):
        raise Refused(
            _(
                "No paper has this masthead. If it is misread, name the paper with --publication;"
                " if it is a new one, ask the administrator to add it first."
            )
        )


def _which(known: Publication, masthead: Masthead) -> str:
    return _(
        "Is this “%(paper)s”? Its masthead reads %(printed)s, not %(known)s."
        " Name the paper with --publication, or add a new one in the admin first."
    ) % {
        "paper": known,
        "printed": "／".join(filter(None, [masthead.organ, masthead.sponsor])),
        "known": "／".join(filter(None, [known.organ, known.sponsor])),
    }


def _made(masthead: Masthead) -> Publication:
    paper = Publication.objects.create(
        # The masthead does not always print the name; the editors put it right in the admin.
        name=masthead.organ or masthead.sponsor,
        organ=masthead.organ,
        sponsor=masthead.sponsor,
        hotline=masthead.hotline,
        channels="\n".join(masthead.channels),
        mottoes="\n".join(masthead.mottoes),
    )
    audit.note(paper)
    return paper


def _only(papers: list[Publication]) -> Publication:
    if len(papers) == 1:
        return papers[0]
    if not papers:
        raise Refused(
            _(
                "The page has no masthead and there is no paper yet."
                " Import a front page first, or add the paper in the admin."
            )
        )
    raise Refused(
        _("The page has no masthead. Which paper is it? Name one with --publication: %(names)s.")
        % {"names": _(", ").join(paper.name for paper in papers)}
    )


def _matches(paper: Publication, document: PageDocument) -> bool:
    """Whether every line that the masthead prints is the paper's own."""
    masthead = document.masthead
    return masthead.organ in ("", paper.organ) and masthead.sponsor in ("", paper.sponsor)


def _completes(paper: Publication, document: PageDocument) -> bool:
    """Whether the masthead prints the line that the paper lacks, and both are of one place.

    A masthead does not print both lines every day: 中共平阳县委机关报 and 平阳县融媒体中心主办.
    """
    masthead = document.masthead
    pairs = [(masthead.organ, paper.organ), (masthead.sponsor, paper.sponsor)]
    if any(printed and known and printed != known for printed, known in pairs):
        return False
    places = {line.removeprefix("中共")[:PLACE] for pair in pairs for line in pair if line}
    return len(places) == 1


def _completed(paper: Publication, document: PageDocument, *, by: User | None) -> Publication:
    """Fill in the line that was not printed before; a line that is there is never changed.

    Nor is one that readers would see: a finding asks for a proposal (``findings.masthead``).
    """
    missing = [name for name in ("organ", "sponsor") if not getattr(paper, name)]
    missing = [name for name in missing if getattr(document.masthead, name)]
    if missing and is_public(paper):
        return paper
    for name in missing:
        setattr(paper, name, getattr(document.masthead, name))
    if missing:
        paper.save(update_fields=missing)
        audit.note(paper, only=missing)
        void_misplaced(Page.objects.filter(issue__publication=paper), by=by or "import")
    return paper


def _resembles(paper: Publication, document: PageDocument) -> bool:
    masthead = document.masthead
    pairs = [(masthead.organ, paper.organ), (masthead.sponsor, paper.sponsor)]
    return any(a and b and (a == b or one_apart(a, b)) for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Slot:
    """The day and page that a file belongs to; ``named`` lists what only its name told."""

    date: dt.date
    number: int
    named: tuple[str, ...] = ()


def choose_slot(document: PageDocument, name: str, options: ImportOptions) -> Slot:
    """Return day and page number: as printed, else as given, else as the file is named.

    Raises ``Refused`` where none of the three says.
    """
    named_date, named_page = day_and_page(name)
    printed = dt.date.fromisoformat(document.issue.date) if document.issue.date else None
    date = printed or options.date or named_date
    if date is None:
        raise Refused(_("The page prints no date. Give the day with --date YYYY-MM-DD."))
    number = document.page.number or options.page or named_page
    if number is None:
        raise Refused(_("The page prints no page number. Give it with --page N."))
    if not 1 <= number <= 400:
        raise Refused(
            _(
                "Page %(number)s is not possible: pages are 1 to 400."
                " Correct the file or use --page."
            )
            % {"number": number}
        )
    told = {
        "date": not (printed or options.date),
        "page": not (document.page.number or options.page),
    }
    return Slot(date, number, tuple(part for part, by_name in told.items() if by_name))


ADD_PAPER = "issues.add_publication"
# The first two characters of a line name its place, but for 中共.
PLACE = 2
PRINTED = (
    "number",
    "page_count",
    "printed_number",
    "printed_page_count",
    "printed_weekday",
    "printed_lunar_date",
)


def find_issues(publication: Publication, date: dt.date, number: int | None) -> list[Issue]:
    """Return the issue of ``date`` and the one that has ``number``, as far as there are any."""
    # An inner page prints no number; a plain look-up is the faster one.
    numbered = possible(number, 999_999)
    wanted = Q(date=date) | Q(number=numbered) if numbered else Q(date=date)
    issues = list(publication.issues.filter(wanted).order_by())
    for issue in issues:
        issue.publication = publication
    return issues


def fill_issue(
    known: list[Issue], publication: Publication, date: dt.date, document: PageDocument
) -> tuple[Issue, Issue | None]:
    """Return the issue of ``date``, filled from the page, and the other one that has its number.

    ``known`` is what ``find_issues`` gave. A running number belongs to one issue: when another
    day has it, this one's stays empty. So does what readers would see: a finding asks for a
    proposal (``findings.masthead``).
    """
    issue = next((one for one in known if one.date == date), None)
    issue = issue or Issue(publication=publication, date=date)
    before = {name: getattr(issue, name) for name in PRINTED}
    printed = document.issue
    number, page_count = possible(printed.number, 999_999), possible(printed.page_count, 400)
    rival = None
    if number and issue.number is None:
        rival = _rival(known, date, number)
        issue.number = None if rival else number
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


def _rival(known: list[Issue], date: dt.date, number: int) -> Issue | None:
    return next((one for one in known if one.date != date and one.number == number), None)


def choose_issue(
    publication: Publication, date: dt.date, document: PageDocument
) -> tuple[Issue, Issue | None]:
    known = find_issues(publication, date, document.issue.number)
    return fill_issue(known, publication, date, document)


def possible(value: int | None, limit: int) -> int | None:
    """Return ``value`` where a masthead can print it, else ``None``: then it was misread."""
    return value if value and 0 < value <= limit else None
