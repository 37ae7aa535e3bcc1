"""Which paper, issue and page a document belongs to. Where it is not clear, ask; never guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import log as audit
from editorial.misplaced import void_misplaced
from editorial.surroundings import FIELDS, is_public
from importing.file_names import day_and_page
from issues.models import Issue, Page, Publication
from proofing.similarity import one_apart
from reading.document import IssueFields, Masthead, PageDocument
from reading.page_labels import FURTHEST, MOST, is_plain, place_of


class Ask(StrEnum):
    """What a refusal asks for; each screen and command names the way to answer in its own words."""

    PAPER = "paper"
    NEW_PAPER = "new-paper"
    DATE = "date"
    PAGE = "page"
    REPLACE = "replace"
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


def choose_publication(
    document: PageDocument,
    options: ImportOptions,
    papers: list[Publication] | None = None,
    *,
    described: bool = False,
) -> Publication:
    """Return the paper whose organ and sponsor lines the masthead has.

    ``papers`` are all there are, where the caller has them; one that is made is added to them.
    The first of a database is made. Beside others an unknown masthead is a question, for one
    misread character must not found a paper; unless a document describes its paper in so many
    words. Raises ``Refused`` with the question.
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
    likely = matching or [paper for paper in papers if _resembles(paper, document)]
    if not options.new_paper and (likely or (papers and not described)):
        raise _question(likely, papers, document)
    papers.append(_made(masthead, options.paper_name.strip()))
    return papers[-1]


def _question(
    likely: list[Publication], papers: list[Publication], document: PageDocument
) -> Refused:
    """Return the question whether this is a new paper, or one of these misread."""
    masthead = document.masthead
    near = nearest(masthead, papers, first=likely)
    printed = "／".join(filter(None, [masthead.organ, masthead.sponsor]))
    if likely:
        known = likely[0]
        text = _("Is this “%(paper)s”? Its masthead reads %(printed)s, not %(known)s.") % {
            "paper": known,
            "printed": printed,
            "known": "／".join(filter(None, [known.organ, known.sponsor])),
        }
    else:
        text = _(
            "The masthead reads %(printed)s, which is no paper that is here. Is it a new paper, or"
            " one of yours misread? The nearest are: %(papers)s."
        ) % {"printed": printed, "papers": _(", ").join(map(str, near))}
    return Refused(text, ask=Ask.NEW_PAPER, papers=near)


def nearest(
    masthead: Masthead, papers: Sequence[Publication], first: Sequence[Publication] = ()
) -> list[Publication]:
    """Return the papers whose lines come nearest to the masthead's."""

    def likeness(paper: Publication) -> tuple[bool, float]:
        pairs = [(masthead.organ, paper.organ), (masthead.sponsor, paper.sponsor)]
        ratio = max(SequenceMatcher(None, one, other).ratio() for one, other in pairs)
        mine, its = ({county_of(pair[side]) for pair in pairs} - {""} for side in (0, 1))
        return bool(mine & its), ratio

    rest = sorted((row for row in papers if row not in first), key=likeness, reverse=True)
    return [*first, *rest][:NEAREST]


def _made(masthead: Masthead, name: str) -> Publication:
    given = name or masthead.organ or masthead.sponsor
    if Publication.objects.filter(name=given).exists():
        text = _("There is a paper “%(name)s” already. Give the new one a name of its own.")
        raise Refused(text % {"name": given}, ask=Ask.NEW_PAPER)
    paper = Publication.objects.create(
        # The masthead does not always print the name; the editors put it right in the admin.
        name=given,
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
        _("The page has no masthead. Which paper is it? There are: %(names)s.")
        % {"names": _(", ").join(paper.name for paper in papers)},
        ask=Ask.PAPER,
        papers=papers[:NEAREST],
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
    places = {county_of(line) for pair in pairs for line in pair if line}
    return len(places) == 1


def county_of(line: str) -> str:
    """Return the place that an organ's or a sponsor's line begins with."""
    return line.removeprefix("中共")[:PLACE]


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
    label: str
    edition: str = ""
    named: tuple[str, ...] = ()


def choose_slot(document: PageDocument, name: str, options: ImportOptions) -> Slot:
    """Return day and page: as printed, else as given, else as the file is named.

    Raises ``Refused`` where none of the three says.
    """
    named_date, named_page = day_and_page(name)
    printed = dt.date.fromisoformat(document.issue.date) if document.issue.date else None
    date = printed or options.date or named_date
    if date is None:
        raise Refused(_("The page prints no date. Give the day."), ask=Ask.DATE)
    on_page = document.page.label or str(document.page.number or "")
    label = on_page or options.page or named_page
    if label is None:
        raise Refused(_("The page prints no page number. Give it."), ask=Ask.PAGE)
    if not 1 <= (place_of(label) or 0) <= (MOST if is_plain(label) else FURTHEST):
        raise Refused(
            _("Page %(number)s is not possible: pages are 1 to 400. Correct the file.")
            % {"number": label}
        )
    told = {
        "date": not (printed or options.date),
        "page": not (on_page or options.page),
    }
    edition = document.issue.edition or options.edition
    return Slot(date, label, edition, tuple(part for part, by_name in told.items() if by_name))


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


# The first two characters of a line name its place, but for 中共.
PLACE = 2
# A double issue has so many numbers at the most beside its first.
DOUBLE = 10
# So many papers are named in a question.
NEAREST = 3
PRINTED = (
    "number",
    "number_to",
    "page_count",
    "printed_number",
    "printed_page_count",
    "printed_weekday",
    "printed_lunar_date",
)


def find_issues(publication: Publication, date: dt.date, printed: IssueFields) -> list[Issue]:
    """Return the issues of ``date`` and those that have its numbers, as far as there are any."""
    # An inner page prints no number; a plain look-up is the faster one.
    wanted = Q(date=date)
    if first := possible(printed.number, 999_999):
        last = possible(printed.number_to, 999_999) or first
        near = Q(number__gte=first - DOUBLE, number__lt=first, number_to__gte=first)
        series = Q(number_year=publication.year_of_numbers(date), edition="")
        wanted |= series & (Q(number__range=(first, last)) | near)
    issues = list(publication.issues.filter(wanted).order_by())
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
