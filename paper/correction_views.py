"""更正与撤稿: every notice the paper gave its readers, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Correction, Withdrawal
from editorial.corrections import CorrectedPassage, public_corrections, shown_passages
from editorial.withdrawals import withdrawals_in_force
from paper.queries import current_paper

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One notice: of a correction with its passages, or of a withdrawal."""

    at: dt.datetime
    article: Article
    notice: str
    passages: list[CorrectedPassage]
    reason: str = ""
    withdrawn: bool = False


def corrections(request: HttpRequest) -> HttpResponse:
    corrected, withdrawn = public_corrections(), withdrawals_in_force()
    total = corrected.count() + withdrawn.count()
    pages = Paginator(range(total), AT_ONCE)
    number = request.GET.get("page", "1")
    if not number.isdecimal() or int(number) not in pages.page_range:
        raise Http404
    page = pages.page(int(number))
    # Both are sorted; what stands before this page is left out after merging, nothing else.
    until = page.end_index()
    rows = merge(
        map(_of_correction, corrected[:until]),
        map(_of_withdrawal, withdrawn[:until]),
        key=lambda row: row.at,
        reverse=True,
    )
    context = {
        "entries": list(islice(rows, max(page.start_index() - 1, 0), until)),
        "page_obj": page,
        "publication": current_paper(),
    }
    return render(request, "reader/corrections.html", context)


def _of_correction(row: Correction) -> PublicNotice:
    return PublicNotice(row.at, row.article, row.notice, shown_passages(row))


def _of_withdrawal(row: Withdrawal) -> PublicNotice:
    return PublicNotice(row.at, row.article, row.notice, [], row.reason, withdrawn=True)
