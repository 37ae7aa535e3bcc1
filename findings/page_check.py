"""All the checks of one page, from the rows as they now stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from articles.models import Article, Byline
from articles.text import StoryText
from audit import log as audit
from findings import contributors, holders, house_words, ledger, masthead, running_numbers
from findings.codes import NAMES
from findings.directory import Held, Known
from findings.holders import Named
from findings.models import Finding, Office
from findings.storage import store
from issues.models import Issue, Page, Reading
from proofing import prose
from proofing.galley import Galley, as_loaded
from proofing.hits import Found
from proofing.persons import RunningText
from proofing.prose import Views
from proofing.remembered import Remembered
from reading.document import BylineText, PageDocument, PhotoText, Story

# Questions about two pages that a change of names on either may answer.
SHARED = ("similar-contributor", "office-two-holders", "holder-two-offices")


@dataclass(slots=True)
class CheckedPage:
    """A page, what it was read from, and its stories as they now stand, each with its row.

    ``rival`` is the issue of another day that has the running number this page prints. Without
    ``stories`` the page was written from ``document`` this moment; ``prose`` is then what the
    checks of its words found, and ``views`` how they read it, where that is at hand already.
    ``named`` is what only the name of its ``file`` told, and ``known`` what is remembered of the
    paper.
    """

    page: Page
    document: PageDocument
    text: str
    rival: Issue | None = None
    stories: list[Galley] = field(default_factory=list)
    articles: list[Article | None] = field(default_factory=list)
    prose: list[Found] | None = None
    views: Views | None = None
    known: Known | None = None
    named: tuple[str, ...] = ()
    file: str = ""

    def __post_init__(self) -> None:
        self.stories = self.stories or as_loaded(self.document)


def store_findings(checked: CheckedPage, stories: list[Article] | None = None) -> list[Finding]:
    """Check a page that was just written, store what was found and return the open findings.

    ``stories`` are its rows, where the caller has them at hand.
    """
    few = stories or checked.page.articles.only("page_id", "read_index", "version")
    rows = {row.read_index: row for row in few}
    checked.articles = [rows.get(place) for place in range(len(checked.stories))]
    # A story that was there before has a later version.
    fresh = not any(row.version for row in rows.values())
    with audit.chained(savepoint=False):
        return _check_and_store(checked, fresh=fresh)


def check_page(page: Page) -> list[Finding]:
    """Check ``page`` from the current text in the database and return its open findings.

    Findings that a person answered keep their answer; what is no longer found is gone.
    """
    with audit.chained():
        # Two checks of one page come after each other, or both would store the same question.
        Page.objects.select_for_update().filter(pk=page.pk).values_list("pk").first()
        return _check_and_store(_checked(page), fresh=False)


def recheck(page: Page) -> list[Finding]:
    """Check ``page`` after its text was changed, and the pages whose question that may answer.

    A question about two pages stands on one of them: when the other is put right, it goes too.
    """
    findings = check_page(page)
    shared = Finding.objects.open().filter(
        code__in=SHARED, page__issue__publication=page.issue.publication_id
    )
    pairs = list(shared.exclude(page=page).values_list("page", "params"))
    wanted = {name for _pk, params in pairs for name in _names(params)}
    there = _still_named(page, wanted) if wanted else set()
    answered = {pk for pk, params in pairs if not _names(params) <= there}
    for other in Page.objects.filter(pk__in=answered).select_related("issue__publication"):
        check_page(other)
    return findings


def _names(params: dict[str, str]) -> set[str]:
    """Return the two names that a question about two pages compares."""
    return {params.get("name") or params.get("holder") or "", params.get("other") or ""}


def _still_named(page: Page, names: set[str]) -> set[str]:
    """Return which of ``names`` the paper's stories still have."""
    paper = page.issue.publication_id
    bylines = Byline.objects.filter(contributor__publication=paper, contributor__name__in=names)
    offices = Office.objects.filter(publication=paper, holder__in=names, sightings__isnull=False)
    return {
        *bylines.values_list("contributor__name", flat=True).distinct(),
        *offices.values_list("holder", flat=True).distinct(),
    }


def _checked(page: Page) -> CheckedPage:
    reading = (
        Reading.objects.filter(source__page=page)
        .select_related("source")
        .defer("source__data")
        .first()
    )
    document = PageDocument.from_dict(reading.document) if reading else PageDocument()
    rows = Article.objects.filter(page=page).with_parts().order_by("order")
    text = reading.source.text if reading else ""
    if reading and reading.reader_version == Reading.BARE:
        # Its source is the document itself: its spans point into a text that nobody sent along.
        document, text = replace(document, furniture=[], unassigned=[], warnings=[]), ""
    checked = CheckedPage(page, document, text)
    standing = [row for row in rows if row.is_on_page]
    checked.articles = list(standing)
    checked.stories = [galley(row, document) for row in standing]
    checked.rival = _rival(page.issue, document)
    return checked


def galley(row: Article, document: PageDocument) -> Galley:
    """Return a story as it now stands, beside the one of the page's reading."""
    text, place, read = StoryText.of(row), row.read_index, document.articles
    story = Story(
        kind=text.kind,
        section=text.section,
        kicker=text.kicker,
        headline=text.headline,
        deck=text.deck,
        dateline=text.dateline,
        bylines=[BylineText(one.role, one.name) for one in text.bylines],
        paragraphs=list(text.paragraphs),
        photos=[PhotoText(one.caption, one.credit) for one in text.photos],
        jump_to=text.jump_to,
        jump_from=text.jump_from,
        truncated=text.truncated,
        spans=[(start, end) for start, end in row.spans],
    )
    there = place is not None and place < len(read)
    alts = [one.alt for one in text.photos]
    return Galley(story, read[place or 0] if there else None, row.is_edited, alts)


def _rival(issue: Issue, document: PageDocument) -> Issue | None:
    """Return the other issue that has the number printed here, while this one has none."""
    if issue.number or not document.issue.number:
        return None
    if issue.edition:
        return None
    others = Issue.objects.filter(
        publication=issue.publication_id,
        number_year=issue.number_year,
        edition="",
        number=document.issue.number,
    )
    return others.exclude(pk=issue.pk).first()


def _check_and_store(checked: CheckedPage, *, fresh: bool) -> list[Finding]:
    page, known = checked.page, checked.known or Known(but_for=checked.page.pk)
    views = checked.views or prose.views_of(checked.stories)
    named = holders.named_offices(page, views)
    held = holders.known_offices(page, named, known.offices)
    text = views.text
    if not fresh:
        ledger.forget_mentions(page)
    asked = [
        *ledger.turned(
            find_all(checked, named, held, known),
            page,
            checked.stories,
            text,
            known.leaders(page.issue.publication_id),
            checked.text,
        ),
        *_remembered(checked, text, named, known),
    ]
    found = _without_judged(page, list(_without_offices(asked, named)))
    findings = store(page, found, checked.articles, known, fresh=fresh)
    if not fresh:
        holders.forget_sightings(page)
    holders.keep_sightings(page, checked.articles, named, held, known.offices)
    ledger.keep_mentions(page, checked.articles, text)
    return findings


def _without_offices(found: list[Found], named: list[Named]) -> Iterator[Found]:
    """Leave out a name that is asked about already as the holder of its office."""
    pairs = {
        frozenset((row.params["holder"], row.params["other"]))
        for row in found
        if row.code == "office-two-holders"
    }
    offices = {(row.story, row.part.name, row.part.index, row.seen.end) for row in named}
    for row in found:
        place = (row.story, row.place.part, row.place.index, row.place.end)
        same = row.code in NAMES and frozenset((row.params["text"], row.params["name"])) in pairs
        if not (same and place in offices):
            yield row


def _without_judged(page: Page, found: list[Found]) -> list[Found]:
    """Leave out the names of which a person has said that both are right."""
    pairs = [_two(row) for row in found if row.code in NAMES]
    if not pairs:
        return found
    judged = contributors.judged(page, {name for pair in pairs for name in pair})
    return [row for row in found if row.code not in NAMES or _two(row) not in judged]


def _two(found: Found) -> frozenset[str]:
    return frozenset((found.params["name"], found.params["text"]))


def _remembered(
    checked: CheckedPage, text: RunningText, named: list[Named], known: Known
) -> Iterator[Found]:
    """Yield what the paper's own words, its leaders and the names of the last months say."""
    page, stories, source = checked.page, checked.stories, checked.text
    paper = page.issue.publication_id
    leaders = known.leaders(paper)
    remembered = Remembered(leaders, ledger.last_months(page, text))
    yield from house_words.check_words(stories, text, known.words(paper), source)
    yield from ledger.check_ledger(page, stories, text, remembered, source)
    yield from ledger.check_terms(page, stories, named, leaders, source)


def find_all(
    checked: CheckedPage, named: list[Named], held: list[Held], known: Known
) -> Iterator[Found]:
    """Yield all that is questionable about the page, its masthead first."""
    page, issue, document = checked.page, checked.page.issue, checked.document
    yield from masthead.check_masthead(issue, document, checked.text)
    yield from running_numbers.check_number(issue, document, checked.rival)
    taken = checked.rival is not None
    yield from masthead.check_unfilled(issue, document, checked.text, taken=taken)
    yield from masthead.check_jumps(issue, checked.stories, page, checked.text)
    yield from masthead.check_truncated(checked.stories, checked.text)
    yield from masthead.check_unassigned(document, checked.text)
    yield from masthead.check_doubts(document, checked.text)
    yield from masthead.check_named(issue, page, checked.named, checked.file)
    yield from contributors.check_contributors(page, checked.stories, checked.text, known.people)
    yield from holders.check_offices(page, checked.stories, named, held, checked.text)
    found = checked.prose
    if found is None:
        found = list(prose.check_prose(checked.stories, issue.date, checked.text))
    own = known.words(issue.publication_id)
    yield from house_words.without_never_errors(found, checked.stories, own)
