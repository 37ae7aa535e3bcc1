"""What a paper says of itself at the head and the foot of its pages, and which paper that is.

Two imprints that are equal say the same, so that what was made of one stands for the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.http import Http404

from issues.models import Publication
from paper.ready_rows import public_papers


class Imprint(NamedTuple):
    """The fields of a ``Publication`` that its pages show, under their own names."""

    pk: int
    name: str
    organ: str
    sponsor: str
    hotline: str
    channels: str
    mottoes: str
    licence: str
    news_licence: str
    icp_record: str
    police_record: str
    report_contact: str


_fields = attrgetter(*Imprint._fields)


def imprint(paper: Publication | None) -> Imprint | None:
    """Return what a paper says of itself; without one, nothing."""
    return Imprint._make(_fields(paper)) if paper else None


def imprints(papers: list[Publication]) -> tuple[Imprint, ...]:
    """Return the same of several papers."""
    return tuple(Imprint._make(_fields(paper)) for paper in papers or ())


def newest_days(papers: Sequence[Publication]) -> tuple[tuple[Imprint, dt.date], ...]:
    """Return the same with the day of the ``newest`` issue of each."""
    return tuple((Imprint._make(_fields(paper)), vars(paper)["newest"]) for paper in papers)


def chosen_paper(papers: Sequence[Publication], asked: int | None) -> Publication | None:
    """Return the paper that is asked for, else the site's own, else the one that came first."""
    if asked is not None:
        return next((row for row in papers if row.pk == asked), None)
    return min(papers, key=site_order, default=None)


def site_order(paper: Publication) -> tuple[bool, int]:
    """The order in which one of the papers gives the site its front page."""
    return not paper.fronts_site, paper.pk


def bearing(asked: int | None) -> dict[str, Any]:
    """Return which paper's head and foot a list bears: of the paper ``asked`` for, else the site's.

    ``own``: it is one of several papers' own, so that its links lead to what is that paper's.
    What readers see nothing of is no paper to ask for: a 404.
    """
    papers = public_papers()
    paper = chosen_paper(papers, asked)
    if paper is None and asked is not None:
        raise Http404
    several = len(papers) > 1
    return {
        "publication": paper,
        "several": several,
        "own": several and asked is not None,
        "papers_beside": papers if several else [],
    }
