"""The checks that look at a page as it was read, and where their findings are kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from articles.models import Article, Byline, Finding
from articles.reading.document import PageDocument, Span
from articles.similarity import one_apart
from issues.models import Issue, Page, Publication


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the code, its evidence, and where.

    ``key`` is what makes it the same question as one asked before; by default all the evidence.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    span: Span | None = None
    story: int | None = None
    key: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same question, whenever it is asked again."""
        named = json.dumps([self.code, self.key or self.params], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(named.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page that was just written, and what it was written from.

    ``rival`` is the issue of another day that has the running number this page prints.
    """

    page: Page
    document: PageDocument
    text: str
    rival: Issue | None = None


def store_findings(checked: CheckedPage) -> list[Finding]:
    """Check a page, store what was found and return the open findings.

    A finding that is there keeps the answer it was given; one that is no longer found is gone.
    """
    page = checked.page
    found = {row.fingerprint: row for row in check_page(checked)}
    known = {row.fingerprint: row for row in page.findings.all()}
    page.findings.open().exclude(fingerprint__in=found).update(state=Finding.State.GONE)
    page.findings.filter(state=Finding.State.GONE, fingerprint__in=found).update(
        state=Finding.State.OPEN
    )
    stories = {story.read_index: story for story in page.articles.all()}
    Finding.objects.bulk_create(
        _finding(page, row, stories.get(row.story))
        for key, row in found.items()
        if key not in known
    )
    return list(page.findings.open())


def _finding(page: Page, found: Found, article: Article | None) -> Finding:
    start, end = found.span or (None, None)
    return Finding(
        page=page,
        article=article,
        code=found.code,
        params=found.params,
        span_start=start,
        span_end=end,
        fingerprint=found.fingerprint,
    )


def check_page(checked: CheckedPage) -> Iterator[Found]:
    """Yield all that is questionable about the page, its masthead first."""
    issue, document = checked.page.issue, checked.document
    yield from check_dates(issue, document)
    yield from check_number(issue, document, rival=checked.rival)
    yield from check_masthead(issue, document)
    yield from check_jumps(issue, document)
    yield from check_reading(checked)
    yield from check_contributors(checked.page)


def check_dates(issue: Issue, document: PageDocument) -> Iterator[Found]:
    """Weekday and lunar date against the date they follow from."""
    date = f"{issue.date:%Y-%m-%d}"
    weekday, lunar = document.issue.weekday, document.issue.lunar_date
    if weekday and _bare(weekday) != _bare(issue.weekday):
        yield Found("weekday", {"printed": weekday, "date": date, "expected": issue.weekday})
    if lunar and issue.lunar_date and not _same_lunar_date(lunar, issue.lunar_date):
        yield Found("lunar-date", {"printed": lunar, "date": date, "expected": issue.lunar_date})


def _bare(weekday: str) -> str:
    """星期日, 周日 and 星期天 are one day; full-width spaces may stand between."""
    return "".join(weekday.split())[-1:].replace("天", "日")


def _same_lunar_date(printed: str, expected: str) -> bool:
    """A masthead may leave out 农历 or the year; what it does print must be right."""
    bare = "".join(printed.split()).removeprefix("农历").replace("十一月", "冬月")
    bare = bare.replace("十二月", "腊月").replace("廿十", "二十")
    return expected.removeprefix("农历").endswith(bare) and bool(bare)


def check_number(issue: Issue, document: PageDocument, *, rival: Issue | None) -> Iterator[Found]:
    """Running number: it belongs to one issue and grows with the date."""
    printed, date = document.issue.number, f"{issue.date:%Y-%m-%d}"
    if not printed:
        return
    if rival:
        evidence = {"number": printed, "date": date, "other_date": f"{rival.date:%Y-%m-%d}"}
        yield Found("number-taken", evidence)
    elif issue.number and issue.number != printed:
        yield Found("issue-differs", _differing("number", printed, issue.number))
    else:
        yield from _check_neighbours(issue, printed)


def _check_neighbours(issue: Issue, number: int) -> Iterator[Found]:
    numbered = issue.publication.issues.filter(number__isnull=False)
    before = numbered.filter(date__lt=issue.date).order_by("-date").first()
    after = numbered.filter(date__gt=issue.date).order_by("date").first()
    for other, wrong in (
        (before, before and before.number and before.number >= number),
        (after, after and after.number and after.number <= number),
    ):
        if other and wrong:
            yield Found(
                "number-order",
                {
                    "number": number,
                    "date": f"{issue.date:%Y-%m-%d}",
                    "other": other.number,
                    "other_date": f"{other.date:%Y-%m-%d}",
                },
            )


def check_masthead(issue: Issue, document: PageDocument) -> Iterator[Found]:
    """What this page prints against what the issue and the paper are known to have."""
    count, hotline = document.issue.page_count, document.masthead.hotline
    if count and issue.page_count and count != issue.page_count:
        yield Found("issue-differs", _differing("page_count", count, issue.page_count))
    if hotline and issue.publication.hotline and hotline != issue.publication.hotline:
        evidence = _differing("hotline", hotline, issue.publication.hotline)
        yield Found("masthead-differs", evidence)


def _differing(field_name: str, printed: object, expected: object) -> dict[str, Any]:
    return {"field": field_name, "printed": printed, "expected": expected}


def check_jumps(issue: Issue, document: PageDocument) -> Iterator[Found]:
    """A jump or teaser points to a page that the paper has."""
    for place, story in enumerate(document.articles):
        target = story.jump_to
        if target and issue.page_count and target > issue.page_count:
            evidence = {"target": target, "page_count": issue.page_count, "story": place + 1}
            span = next((row.span for row in story.segments if row.part == "jump_to"), None)
            yield Found("jump-beyond", evidence, span=span, story=place)


def check_reading(checked: CheckedPage) -> Iterator[Found]:
    """What the reader could not put into a story, and stories without an end."""
    for place, story in enumerate(checked.document.articles):
        if story.truncated and story.spans:
            tail = (story.paragraphs or [story.headline])[-1][-12:]
            end = story.spans[-1][1]
            span = (max(0, end - len(tail)), end)
            yield Found("truncated", {"tail": tail}, span=span, story=place)
    for start, end in checked.document.unassigned:
        yield Found("unassigned", {"text": checked.text[start:end].strip()[:200]}, (start, end))


def check_contributors(page: Page) -> Iterator[Found]:
    """A name one character from another of the paper with the same surname: misread once?

    A pair is asked about once in a paper, on the page that completed it.
    """
    publication = page.issue.publication
    here = set(
        Byline.objects.filter(article__page=page).values_list("contributor__name", flat=True)
    )
    names = publication.contributors.values_list("name", flat=True) if here else []
    pairs = {
        (str(publication.pk), *sorted((name, other))): (name, other)
        for name in here
        for other in names
        if name[:1] == other[:1] and one_apart(name, other)
    }
    asked = _asked_elsewhere(page, pairs)
    for key, (name, other) in sorted(pairs.items()):
        seen = _last_seen(publication, other)
        if seen and key not in asked:
            evidence = {"name": name, "other": other, "other_date": seen}
            yield Found("similar-contributor", evidence, key=key)


def _asked_elsewhere(page: Page, pairs: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    prints = {Found("similar-contributor", key=key).fingerprint: key for key in pairs}
    if not prints:
        return set()
    asked = Finding.objects.filter(code="similar-contributor", fingerprint__in=prints)
    rows = asked.exclude(page=page).values_list("fingerprint", flat=True)
    return {prints[row] for row in rows}


def _last_seen(publication: Publication, name: str) -> str:
    """Return the day of the newest story that has this name, ``""`` when there is none."""
    date: dt.date | None = Byline.objects.filter(
        contributor__publication=publication, contributor__name=name
    ).aggregate(day=Max("article__page__issue__date"))["day"]
    return f"{date:%Y-%m-%d}" if date else ""
