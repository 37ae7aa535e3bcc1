"""What a paper says of itself at the head and the foot of its pages, as a value.

Two that are equal say the same, so that what was made of one stands for the other.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from issues.models import Publication


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
