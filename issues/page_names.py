"""How an operator names pages: 2025-06-13 or 2025-06-13/B02, a paper, a range of days."""

from __future__ import annotations

import datetime as dt
import re
from argparse import ArgumentTypeError
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q, QuerySet

from audit.sentences import gettext as _
from issues.models import Page, Publication
from reading.page_labels import given_label, place_of

_PLACE = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:/([^\W\d_a-zA-Z]+))?(?:/([A-Za-z]?\d{1,3}(?:-\d{1,3})?))?"
)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """An issue, or one page of it."""

    date: dt.date
    label: str | None = None
    edition: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, [f"{self.date}", self.edition, self.label]))

    @property
    def number(self) -> int | None:
        """The place in the issue that the label stands for."""
        if self.label is None:
            return None
        return place_of(self.label, sections_apart=not self.edition)


def place(value: str) -> NamedPlace:
    """Return what ``2025-06-13``, ``2025-06-13/B02`` or ``2025-06-13/号外/1`` names."""
    found = _PLACE.fullmatch(value)
    try:
        if found:
            return NamedPlace(
                dt.date.fromisoformat(found[1]), given_label(found[3]), found[2] or ""
            )
    except ValueError:
        pass
    raise ArgumentTypeError(f"{value!r} is no page; write 2025-06-13 or 2025-06-13/1")


def issue_of(one: NamedPlace) -> dict[str, Any]:
    """Return how the pages of a named issue are found: of a mere day, all its editions."""
    if one.edition or one.label is not None:
        return {"issue__date": one.date, "issue__edition": one.edition}
    return {"issue__date": one.date}


def page_place(value: str) -> NamedPlace:
    """Return the page that ``2025-06-13/1`` names."""
    found = place(value)
    if found.number is None:
        raise ArgumentTypeError(f"{value!r} is an issue; name one page of it: {value}/1")
    return found


def day(value: str) -> dt.date:
    """Return the date that ``YYYY-MM-DD`` names."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no day; write it as YYYY-MM-DD") from None


def address(page: Page) -> str:
    """Return the name under which commands know a page again: 2025-06-13/1."""
    return str(NamedPlace(page.issue.date, page.label, page.issue.edition))


def add_range_arguments(parser: CommandParser) -> None:
    """Add places, ``--from``, ``--to`` and ``--publication``, as ``chosen_pages`` takes them."""
    parser.add_argument(
        "places", nargs="*", type=place, metavar="DATE[/PAGE]", help="all pages without it"
    )
    parser.add_argument("--from", dest="since", type=day, metavar="DAY", help="first day")
    parser.add_argument("--to", dest="until", type=day, metavar="DAY", help="last day")
    parser.add_argument("--publication", metavar="NAME", help="only pages of this paper")


def pages_at(one: NamedPlace, publication: str | None = None) -> QuerySet[Page]:
    """Return the pages at one place, in every paper or in the named one.

    Raises ``CommandError`` when there is none.
    """
    pages = of_publication(publication).filter(**issue_of(one))
    if one.number is not None:
        pages = pages.filter(number=one.number)
    if not pages:
        raise CommandError(
            _("There is no page at %(date)s%(number)s. Import it first.")
            % {"date": one.date, "number": f"/{one.number}" if one.number else ""}
        )
    return pages.order_by("issue__publication", "number")


def one_page(one: NamedPlace, publication: str | None = None) -> Page:
    """Return the page at a place; ``CommandError`` when several papers have it."""
    pages = list(pages_at(one, publication)[:2])
    if len(pages) > 1:
        names = _(", ").join(str(page.issue.publication) for page in pages)
        raise CommandError(
            _("%(place)s is a page of several papers. Name one with --publication: %(names)s.")
            % {"place": one, "names": names}
        )
    return pages[0]


def chosen_pages(
    places: Sequence[NamedPlace],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    publication: str | None = None,
) -> QuerySet[Page]:
    """Return the pages that were named, or all, in a range of days and of one paper.

    They come in the order of paper, day and number. Raises ``CommandError`` for a place at which
    there is no page and for a range that ends before it begins.
    """
    if since and until and until < since:
        raise CommandError(
            _("The range ends on %(until)s, before it begins. Turn --from and --to round.")
            % {"until": until}
        )
    wanted = Q()
    for one in places:
        pages_at(one, publication)
        number = {} if one.number is None else {"number": one.number}
        wanted |= Q(**issue_of(one), **number)
    pages = of_publication(publication).filter(wanted)
    if since:
        pages = pages.filter(issue__date__gte=since)
    if until:
        pages = pages.filter(issue__date__lte=until)
    return pages.order_by("issue__publication", "issue__date", "number")


def of_publication(name: str | None) -> QuerySet[Page]:
    """Return the pages of a paper, or all; ``CommandError`` when there is no such paper."""
    pages = Page.objects.select_related("issue__publication")
    return pages.filter(issue__publication=named_publication(name)) if name else pages


def named_publication(name: str) -> Publication:
    """Return the paper of this name; ``CommandError`` naming those that there are."""
    try:
        return Publication.objects.get(name=name)
    except Publication.DoesNotExist:
        names = _(", ").join(Publication.objects.values_list("name", flat=True)) or "–"
        raise CommandError(
            _("There is no paper “%(name)s”. There are: %(names)s.")
            % {"name": name, "names": names}
        ) from None
