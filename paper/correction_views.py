"""更正与撤稿: every notice the paper gave its readers, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from articles.models import Article
from editorial.corrections import CorrectedPassage, public_corrections, shown_passages
from editorial.withdrawals import withdrawals_in_force
from paper.addresses import asked_paper
from paper.imprint import bearing
from paper.jinja import render
from paper.onward import Keys, asked_page, whole

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
    """Show the notices of all papers, or of the one that is asked for."""
    borne = bearing(asked_paper(request))
    of = borne["publication"].pk if borne["own"] else None
    page = asked_page(Newest(of), AT_ONCE, KEYS, request.GET)
    context = borne | {
        "entries": _notices(list(page.object_list)),
        "page_obj": page,
        "query": f"paper={of}" if of else "",
    }
    return render(request, "reader/corrections.html", context)


class Newest:
    """The keys of the notices, the newest first: when, whether a withdrawal, and the row's.

    They are those of one paper, or of all.
    """

    def __init__(self, paper: int | None = None) -> None:
        self.paper = paper

    def __getitem__(self, part: slice) -> list[Key]:
        """Return some; of both kinds no more are asked for than can stand before the end."""
        rows = [
            [(at, withdrawn, pk) for at, pk in found.values_list("at", "pk")[: part.stop]]
            for withdrawn, found in enumerate(self.kinds())
        ]
        newest = not self.backwards
        return list(islice(merge(*rows, key=_order, reverse=newest), part.start, part.stop))

    backwards = False

    def kinds(self) -> list[Any]:
        """Return corrections and withdrawals, each in the order of the whole."""
        rows: list[Any] = [public_corrections(), withdrawals_in_force()]
        if self.paper is None:
            return rows
        return [found.filter(article__page__issue__publication=self.paper) for found in rows]


class Beside(Newest):
    """The notices older or newer than one, the nearest first."""

    def __init__(self, key: str, *, newer: bool, paper: int | None = None) -> None:
        super().__init__(paper)
        at, withdrawn, pk = key.split("~")
        self.at = dt.datetime.fromisoformat(at).astimezone(dt.UTC)
        self.withdrawn, self.pk = whole(withdrawn), whole(pk)
        self.backwards = newer

    def kinds(self) -> list[Any]:
        """Return of both kinds what lies beyond; at one time corrections stand first."""
        return [self._beyond(kind, rows) for kind, rows in enumerate(super().kinds())]

    def _beyond(self, kind: int, rows: Any) -> Any:
        way, same = ("gt", "gte") if self.backwards else ("lt", "lte")
        beyond = Q(**{f"at__{way}": self.at})
        if kind == self.withdrawn:
            beyond |= Q(**{f"pk__{way}": self.pk})
        elif (kind < self.withdrawn) == self.backwards:
            beyond |= Q(at=self.at)
        found = rows.filter(beyond, **{f"at__{same}": self.at})
        return found.reverse() if self.backwards else found


def _order(key: Key) -> tuple[dt.datetime, int, int]:
    at, withdrawn, pk = key
    return at, -withdrawn, pk


def _text(key: Key) -> str:
    at, withdrawn, pk = key
    return f"{at.isoformat()}~{withdrawn}~{pk}"


KEYS = Keys(of=_text, beside=lambda rows, key, newer: Beside(key, newer=newer, paper=rows.paper))


def _notices(keys: Sequence[Key]) -> list[PublicNotice]:
    found: dict[tuple[int, int], PublicNotice] = {}
    for row in public_corrections().filter(pk__in=[pk for _at, kind, pk in keys if not kind]):
        found[0, row.pk] = PublicNotice(row.at, row.article, row.notice, shown_passages(row))
    for gone in withdrawals_in_force().filter(pk__in=[pk for _at, kind, pk in keys if kind]):
        found[1, gone.pk] = PublicNotice(
            gone.at, gone.article, gone.notice, [], gone.reason, withdrawn=True
        )
    return [found[kind, pk] for _at, kind, pk in keys if (kind, pk) in found]
