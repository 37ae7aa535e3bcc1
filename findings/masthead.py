"""What the masthead prints, against what follows from the date and what the paper is known for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from articles.models import Article
from issues.calendar import WEEKDAYS
from issues.lunar import differing_part, read_lunar_date
from issues.models import Issue, Page
from proofing.galley import Galley
from proofing.hits import Found, Place
from proofing.locations import source_span
from reading.document import Furniture, PageDocument, Span
from reading.page_labels import is_plain, place_of, plain_or_label

ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What the reader asks that an editor answers here; unusual characters have a check of their own.
READER_ASKS = frozenset(("story-begins", "second-page", "mixed-columns"))
# Which part of a lunar date is wrong, as it is shown to people.
LUNAR_PARTS = {"year": "年", "month": "月", "leap": "闰", "day": "日"}


def check_masthead(issue: Issue, document: PageDocument, text: str) -> Iterator[Found]:
    """Yield what the masthead has wrong but for the running number."""
    yield from check_weekday(issue, document, text)
    yield from check_lunar_date(issue, document, text)
    count, hotline = document.issue.page_count, document.masthead.hotline
    if count and issue.page_count and count != issue.page_count:
        span = _printed(document, text, str(count), "page_count")
        yield Found("issue-differs", differing("page_count", count, issue.page_count), span)
    if hotline and issue.publication.hotline and hotline != issue.publication.hotline:
        evidence = differing("hotline", hotline, issue.publication.hotline)
        yield Found("masthead-differs", evidence, _printed(document, text, hotline, "hotline"))


def check_unfilled(
    issue: Issue, document: PageDocument, text: str, *, taken: bool
) -> Iterator[Found]:
    """Yield what the page prints and its public issue or paper lacks: it waits for a proposal.

    A running number that is ``taken`` by another issue is a question of its own.
    """
    paper, masthead = issue.publication, document.masthead
    of_issue = {} if taken or issue.number else {"number": document.issue.number}
    if not issue.page_count:
        of_issue["page_count"] = document.issue.page_count
    of_paper = {
        name: getattr(masthead, name) for name in ("organ", "sponsor") if not getattr(paper, name)
    }
    if any(of_issue.values()) and _is_public(page__issue=issue):
        for name, value in of_issue.items():
            if value:
                span = _printed(document, text, str(value), name)
                yield Found("not-filled", {"field": name, "printed": value}, span)
    if any(of_paper.values()) and _is_public(page__issue__publication=paper):
        for name, line in of_paper.items():
            if line:
                evidence, span = (
                    {"field": name, "printed": line},
                    _printed(document, text, line, name),
                )
                # It stands on every front page; one question is enough.
                key = (str(paper.pk), name, line)
                yield Found("not-filled", evidence, span, key=key, once=True)


def _is_public(**place: Model) -> bool:
    """Whether readers see a story that stands there."""
    return Article.objects.published().filter(**place).exists()


def check_weekday(issue: Issue, document: PageDocument, text: str) -> Iterator[Found]:
    printed = document.issue.weekday
    if printed and weekday_of(printed) != issue.date.weekday():
        evidence = {
            "printed": printed,
            "date": f"{issue.date:%Y-%m-%d}",
            "expected": issue.weekday,
        }
        yield Found("weekday", evidence, _printed(document, text, printed, "weekday"))


def weekday_of(printed: str) -> int | None:
    """Return 0 for 星期一 or Monday to 6 for 周日, 星期天, SUN; ``None`` for anything else."""
    bare = "".join(printed.split())
    english = next((day for day, name in enumerate(ENGLISH) if name in bare.lower()), None)
    chinese = bare.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.")[-1:]
    if not chinese:
        return english
    day = WEEKDAYS.find(chinese.replace("天", "日"))
    return day if day >= 0 else None


def check_lunar_date(issue: Issue, document: PageDocument, text: str) -> Iterator[Found]:
    """Yield a lunar date of which the date lacks a part, and one that cannot be read."""
    printed = document.issue.lunar_date
    if not printed or not issue.lunar_date:
        return
    evidence: dict[str, Any] = {
        "printed": printed,
        "date": f"{issue.date:%Y-%m-%d}",
        "expected": issue.lunar_date,
    }
    span = _printed(document, text, printed, "lunar_date")
    lunar = read_lunar_date(printed)
    if lunar is None:
        yield Found("lunar-unclear", evidence, span)
    elif part := differing_part(lunar, issue.date):
        yield Found("lunar-date", evidence | {"part": LUNAR_PARTS[part]}, span)


def check_jumps(issue: Issue, stories: list[Galley], own: Page, source: str) -> Iterator[Found]:
    """Yield jumps and teasers that point to a page the paper lacks, or to their own."""
    for place, one in enumerate(stories):
        for name in ("jump_to", "jump_from"):
            target = getattr(one.story, name)
            if not target:
                continue
            # How many pages a section with a letter has is printed nowhere.
            count = issue.page_count if is_plain(target) else None
            beyond = bool(count) and int(target) > (count or 0)
            if not (beyond or place_of(target) == own.number):
                continue
            headline = one.story.headline or one.story.kicker
            evidence: dict[str, Any] = {"target": plain_or_label(target), "headline": headline}
            if beyond:
                evidence |= {"page_count": issue.page_count}
            code = "jump-beyond" if beyond else "jump-to-itself"
            span = _segment(one, name)
            yield Found(code, evidence, span, story=place, place=Place(name))


def _segment(one: Galley, part: str) -> Span | None:
    segments = one.read.segments if one.read else []
    return next((row.span for row in segments if row.part == part), None)


def check_truncated(stories: list[Galley], source: str) -> Iterator[Found]:
    for place, one in enumerate(stories):
        if not one.breaks_off:
            continue
        text = (one.story.paragraphs or [one.story.headline])[-1]
        tail = text[-12:]
        name = "paragraph" if one.story.paragraphs else "headline"
        index = max(0, len(one.story.paragraphs) - 1)
        where = Place(name, index, len(text) - len(tail), len(text))
        span = source_span(one, where, text, source)
        yield Found("truncated", {"tail": tail}, span, place, place=where)


def check_named(issue: Issue, page: Page, named: tuple[str, ...], file: str) -> Iterator[Found]:
    """Yield what no text but the name of the file told: ``date``, ``page`` or both."""
    told = {"date": f"{issue.date:%Y-%m-%d}", "page": page.label}
    for part in named:
        yield Found("from-file-name", {"part": part, "value": told[part], "file": file})


def check_unassigned(document: PageDocument, text: str) -> Iterator[Found]:
    """Yield what the reader could not put into a story."""
    for start, end in document.unassigned:
        yield Found("unassigned", {"text": text[start:end].strip()[:200]}, (start, end))


def check_doubts(document: PageDocument, text: str) -> Iterator[Found]:
    """Yield where the reader asks if a story or page begins, or if columns are mixed."""
    for warning in document.warnings:
        if warning.code in READER_ASKS and warning.span:
            start, end = warning.span
            yield Found(warning.code, {"text": text[start:end].strip()[:60]}, warning.span)


def differing(field_name: str, printed: object, expected: object) -> dict[str, Any]:
    return {"field": field_name, "printed": printed, "expected": expected}


def _printed(document: PageDocument, text: str, value: str, role: str) -> Span | None:
    """Return where the masthead prints ``value``: in furniture of that role, else in any."""
    rows = sorted(document.furniture, key=lambda row: _rank(row, role))
    for row in rows:
        start = text.find(value, *row.span)
        if start >= 0:
            return start, start + len(value)
    return None


def _rank(row: Furniture, role: str) -> int:
    if row.role == role:
        return 0
    return 1 if row.role in ("issue", "masthead") else 2
