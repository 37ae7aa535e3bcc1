"""Checking a range of pages, one at a time, and what is missing between its issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from findings.codes import message_of, title_of, weight_of
from findings.models import Finding
from findings.page_check import check_page
from issues.models import Issue, Page, Publication
from issues.number_series import (
    DoubledNumber,
    Gap,
    NextIssue,
    PublicationDays,
    doubled_numbers,
    missing_issues,
    next_issue,
)
from issues.page_names import NamedPlace, issue_of
from reading.page_labels import plain_or_label


@dataclass(frozen=True, slots=True)
class Range:
    """Which pages are checked: of one paper or all, from one day to another, both included.

    With ``places`` only the issues and pages that they name.
    """

    publication: Publication | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    places: Sequence[NamedPlace] = ()

    def pages(self) -> QuerySet[Page]:
        """Return the pages, oldest first."""
        rows = Page.objects.filter(issue__in=self.issues())
        if self.places:
            named = [
                Q(**issue_of(one), **({} if one.number is None else {"number": one.number}))
                for one in self.places
            ]
            rows = rows.filter(reduce(or_, named))
        return rows.select_related("issue__publication").order_by("issue__date", "issue", "number")

    def issues(self) -> QuerySet[Issue]:
        """Return the issues, oldest first."""
        rows = Issue.objects.all()
        if self.publication:
            rows = rows.filter(publication=self.publication)
        if self.first:
            rows = rows.filter(date__gte=self.first)
        if self.last:
            rows = rows.filter(date__lte=self.last)
        if self.places:
            rows = rows.filter(date__in={one.date for one in self.places})
        return rows.order_by("publication", "date")

    def papers(self) -> QuerySet[Publication]:
        return Publication.objects.filter(issues__in=self.issues()).distinct()


@dataclass(frozen=True, slots=True)
class PageFindings:
    """A page and its open findings."""

    page: Page
    findings: list[Finding]

    def to_dict(self) -> dict[str, Any]:
        issue = self.page.issue
        return {
            "publication": issue.publication.name,
            "date": f"{issue.date:%Y-%m-%d}",
            "edition": issue.edition,
            "page": plain_or_label(self.page.label),
            "findings": [finding_to_dict(row) for row in self.findings],
        }


@dataclass(slots=True)
class NumbersReport:
    """What is missing and doubled in one paper's range, and which issue comes next."""

    publication: Publication
    missing: list[Gap] = field(default_factory=list)
    doubled: list[DoubledNumber] = field(default_factory=list)
    coming: NextIssue | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "publication": self.publication.name,
            "missing": [
                {
                    "after": f"{gap.before:%Y-%m-%d}",
                    "before": f"{gap.after:%Y-%m-%d}",
                    "count": gap.count,
                    "days": [f"{day:%Y-%m-%d}" for day in gap.days],
                }
                for gap in self.missing
            ],
            "doubled": [
                {"number": row.number, "dates": [f"{day:%Y-%m-%d}" for day in row.dates]}
                for row in self.doubled
            ],
            "next": self.coming
            and {"date": f"{self.coming.date:%Y-%m-%d}", "number": self.coming.number},
        }


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON has it: what, how heavy, where, and on what evidence."""
    return {
        "code": finding.code,
        "title": title_of(finding.code),
        "message": message_of(finding.code, finding.params),
        "weight": int(weight_of(finding.code)),
        "span": None if finding.span_start is None else [finding.span_start, finding.span_end],
        "story": finding.article_id,
        "part": finding.part,
        "index": finding.part_index,
        "start": finding.text_start,
        "end": finding.text_end,
        "evidence": finding.params,
    }


def check_pages(
    selected: Range, *, codes: Collection[str] = (), write: bool = True
) -> Iterator[PageFindings]:
    """Check the pages one by one and yield each with its open findings, heaviest first.

    Every page is a transaction of its own. Without ``write`` it is rolled back. ``codes`` only
    limits what is shown.
    """
    keys = list(selected.pages().values_list("pk", flat=True))
    for key in keys:
        page = Page.objects.select_related("issue__publication").filter(pk=key).first()
        if page is None:
            continue
        with transaction.atomic():
            findings = check_page(page)
            transaction.set_rollback(not write)
        shown = [row for row in findings if not codes or row.code in codes]
        shown.sort(key=lambda row: (-weight_of(row.code), row.span_start or 0, row.code))
        yield PageFindings(page, shown)


def check_numbers(selected: Range) -> Iterator[NumbersReport]:
    """Yield for each paper which issues are missing in the range and which numbers stand twice.

    Between issues that were named one by one nothing is missing.
    """
    for publication in selected.papers():
        issues = selected.issues().filter(publication=publication)
        days = PublicationDays.of(publication)
        dates = set(issues.values_list("date", flat=True))
        gaps = [] if selected.places else list(missing_issues(issues.iterator(), days))
        report = NumbersReport(publication, gaps, coming=next_issue(publication, days))
        report.doubled = [row for row in doubled_numbers(publication) if dates & set(row.dates)]
        yield report
