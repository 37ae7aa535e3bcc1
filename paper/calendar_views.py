"""A paper's calendar: a year or a month of its issues."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse

from issues.models import Issue, Publication
from issues.number_series import LONGEST_BREAK, PublicationDays
from paper.addresses import asked_paper, calendar_address, several_papers
from paper.jinja import render
from paper.month_sheets import Month, PublicDays, days_of, month_sheet
from paper.months import public_months
from paper.queries import public_issues
from paper.ready_rows import public_papers


def calendar(
    request: HttpRequest, year: int | None = None, month: int | None = None
) -> HttpResponse:
    """Show a year, the newest when none is named, or one month of it."""
    papers, asked = public_papers(), asked_paper(request)
    paper = chosen_paper(papers, asked)
    if paper is None:
        if asked is not None or year is not None:
            raise Http404
        return render(request, "reader/calendar.html", {"calendar": True})
    months = public_months(paper.pk)
    shown = int(months[0][:4]) if year is None else year
    name = f"{shown:04}-" + (f"{month:02}" if month else "")
    if not any(row.startswith(name) for row in months):
        raise Http404
    several = several_papers()
    context = {
        "publication": paper,
        "several": several,
        "year": shown,
        "month": month,
        "sheets": _sheets(paper, shown, month, months),
        "years": _years(paper, months, several=several),
        "months": _months(paper, shown, months, several=several),
        "papers_beside": papers if len(papers) > 1 else [],
        "canonical": calendar_address(paper.pk, shown, month, several=several),
        "calendar": True,
    }
    return render(request, "reader/calendar.html", context)


def chosen_paper(papers: list[Publication], asked: int | None) -> Publication | None:
    """Return the paper that is asked for, else the site's own, else the one that came first."""
    if asked is not None:
        return next((row for row in papers if row.pk == asked), None)
    return min(papers, key=lambda row: (not row.fronts_site, row.pk), default=None)


def _sheets(paper: Publication, year: int, month: int | None, months: list[str]) -> list[Month]:
    first, last = days_of(year, month)
    own = public_issues().filter(publication=paper)
    # Between its ends a day without an issue is a gap.
    ends = list(own.order_by("date").values_list("date", flat=True)[:1])
    ends += own.order_by("-date").values_list("date", flat=True)[:1]
    issues: dict[dt.date, list[Issue]] = {}
    # A double issue may bear the numbers of the first days that are shown.
    rows = own.filter(date__range=(first - LONGEST_BREAK, last)).order_by("date", "edition")
    for issue in rows.only("date", "edition", "number", "number_to"):
        issues.setdefault(issue.date, []).append(issue)
    public = PublicDays(issues, PublicationDays.of(paper), ends[0], ends[-1])
    wanted = [month] if month else list(range(12, 0, -1))
    oldest, newest = months[-1], months[0]
    return [
        month_sheet(year, number, public)
        for number in wanted
        if oldest <= f"{year:04}-{number:02}" <= newest
    ]


def _years(paper: Publication, months: list[str], *, several: bool) -> list[tuple[int, str]]:
    years = dict.fromkeys(int(row[:4]) for row in months)
    return [(year, calendar_address(paper.pk, year, several=several)) for year in years]


def _months(
    paper: Publication, year: int, months: list[str], *, several: bool
) -> list[tuple[int, str]]:
    own = sorted(int(row[5:]) for row in months if int(row[:4]) == year)
    return [(month, calendar_address(paper.pk, year, month, several=several)) for month in own]
