"""更正与撤稿: every notice the paper gave its readers, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any, cast

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from editorial.corrections import CorrectedPassage, public_corrections, shown_passages
from editorial.withdrawals import withdrawals_in_force
from paper.onward import Onward
from paper.queries import current_paper

AT_ONCE = 20
Key = tuple[dt.datetime, int, int]


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
    try:
        page = Onward(cast(Any, Newest()), AT_ONCE).page(request.GET.get("page", "1"))
    except EmptyPage as error:
        raise Http404 from error
    context = {
        "entries": _notices(list(page.object_list)),
        "page_obj": page,
        "publication": current_paper(),
    }
    return render(request, "reader/corrections.html", context)


class Newest:
    """The keys of all the notices, the newest first: when, whether a withdrawal, and the row's."""

    def __getitem__(self, part: slice) -> list[Key]:
        """Return some; of both kinds no more are asked for than can stand before the end."""
        kinds: list[Any] = [public_corrections(), withdrawals_in_force()]
        rows = [
            [(at, withdrawn, pk) for at, pk in found.values_list("at", "pk")[: part.stop]]
            for withdrawn, found in enumerate(kinds)
        ]
        return list(islice(merge(*rows, key=itemgetter(0), reverse=True), part.start, part.stop))


def _notices(keys: Sequence[Key]) -> list[PublicNotice]:
    found: dict[tuple[int, int], PublicNotice] = {}
    for row in public_corrections().filter(pk__in=[pk for _at, kind, pk in keys if not kind]):
        found[0, row.pk] = PublicNotice(row.at, row.article, row.notice, shown_passages(row))
    for gone in withdrawals_in_force().filter(pk__in=[pk for _at, kind, pk in keys if kind]):
        found[1, gone.pk] = PublicNotice(
            gone.at, gone.article, gone.notice, [], gone.reason, withdrawn=True
        )
    return [found[kind, pk] for _at, kind, pk in keys if (kind, pk) in found]
