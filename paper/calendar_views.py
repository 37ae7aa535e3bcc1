"""A paper's calendar: a year or a month of its issues."""

from __future__ import annotations

import datetime as dt

from django.db.models import Subquery
from django.http import Http404, HttpRequest, HttpResponse

from issues.models import Issue, Publication
from issues.number_series import LONGEST_BREAK, PublicationDays
from paper.addresses import asked_paper, calendar_address, several_papers
from paper.imprint import chosen_paper
from paper.jinja import render
from paper.month_sheets import Month, PublicDays, days_of, month_sheet
from paper.months import public_months, public_years
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
    years = public_years(paper.pk)
    shown = years[0] if year is None else year
    months = public_months(shown, paper.pk) if shown in years else []
    if not months or month not in {None, *months}:
        raise Http404
    several = several_papers()
    # That of no year is of the newest one, whichever that is; the site's own paper is not named.
    site_s = year is None and paper == chosen_paper(papers, None)
    context = {
        "publication": paper,
        "several": several,
        "own": several,
        "year": shown,
        "month": month,
        "sheets": _sheets(paper, shown, month),
        "years": [(row, calendar_address(paper.pk, row, several=several)) for row in years],
        "months": [
            (row, calendar_address(paper.pk, shown, row, several=several)) for row in months
        ],
        "papers_beside": papers if len(papers) > 1 else [],
        "canonical": calendar_address(paper.pk, year, month, several=several and not site_s),
        "calendar": True,
    }
    return render(request, "reader/calendar.html", context)


def _sheets(paper: Publication, year: int, month: int | None) -> list[Month]:
    first, last = days_of(year, month)
    own = public_issues().filter(publication=paper)
    # Between its ends a day without an issue is a gap.
    newest = Subquery(own.order_by("-date").values("date")[:1])
    began, ended = own.order_by("date").values_list("date", newest)[0]
    issues: dict[dt.date, list[Issue]] = {}
    # A double issue may bear the numbers of the first days that are shown.
    rows = own.filter(date__range=(first - LONGEST_BREAK, last)).order_by("date", "edition")
    for issue in rows.only("date", "edition", "number", "number_to"):
        issues.setdefault(issue.date, []).append(issue)
    public = PublicDays(issues, PublicationDays.of(paper), began, ended)
    return [
        month_sheet(year, number, public)
        for number in ([month] if month else range(12, 0, -1))
        if _in_month(began) <= (year, number) <= _in_month(ended)
    ]


def _in_month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
