"""Looking for stories: the form, the results, and by what they can be narrowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from articles.models import Article
from issues.models import Publication
from paper.feed_stories import FeedScope, feed_address
from paper.imprint import chosen_paper
from paper.jinja import render
from paper.months import public_years
from paper.ready_rows import all_papers, shown_of
from paper.search_form import AT_ONCE, PAGES, SearchForm
from reading.page_labels import usual_label
from search.engine import Found, find
from search.facets import Counted, Facets
from search.question import MOST as MOST_WORDS
from search.question import Within
from search.suggestion import suggest

# By what results can be narrowed, beside their days.
TITLES = {
    "paper": gettext_lazy("Paper"),
    "section": gettext_lazy("Section"),
    "by": gettext_lazy("Reporter"),
    "number": gettext_lazy("Page"),
    "kind": gettext_lazy("Kind"),
}
# What a field that was asked wrongly is called in the answer.
ASKED = TITLES | {
    "q": gettext_lazy("Words"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
    "order": pgettext_lazy("of results", "Order"),
    "page": gettext_lazy("Page of the results"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the results, or to stop narrowing them; ``None`` was not counted."""

    label: str
    count: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The ways of one kind."""

    title: str
    choices: Sequence[Choice]


class _Address:
    """The address that was asked, each of its values written once, to be changed in one or more."""

    def __init__(self, query: QueryDict) -> None:
        self.written = {name: self._write(name, *values) for name, values in query.lists()}
        self.written.pop("page", None)

    def changed(self, **values: object) -> str:
        """Return it with other values; ``None`` leaves one out."""
        changed = {
            name: "" if value is None else self._write(name, value)
            for name, value in values.items()
        }
        return f"?{'&'.join(filter(None, (self.written | changed).values()))}"

    @staticmethod
    def _write(name: str, *values: object) -> str:
        return "&".join([_pair(name, str(value)) for value in values])


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"


def search(request: HttpRequest) -> HttpResponse:
    """Show the form, and what was found when something was asked."""
    form = SearchForm(request.GET)
    found, context = None, {}
    rows = all_papers()
    papers = {paper.pk: paper for paper in rows}
    if not form.errors:
        page = form["page"] or 1
        found = find(
            form.words,
            within=form.within,
            order=form.order,
            start=(page - 1) * AT_ONCE,
            count=AT_ONCE,
        )
        if found.total and not found.hits:
            raise Http404
        context = _results(request.GET, form, found, page, papers)
    asked = bool(found and (found.question.said or form.within))
    known = not request.GET or _is_known(found)
    shown, several = shown_of(rows), len(rows) > 1
    own = chosen_paper(shown, form["paper"]) if several and form["paper"] else None
    response = render(
        request,
        "reader/search.html",
        {
            "form": form,
            "wrong": [str(ASKED[name]) for name in form.errors],
            "found": found,
            "asked": asked,
            "known": known,
            "searching": True,
            "publication": own or chosen_paper(shown, None),
            "several": several,
            "own": bool(own),
            "papers_beside": shown if several else [],
            **context,
        },
    )
    if not known:
        response.headers["X-Robots-Tag"] = "noindex, follow"
    return response


def _is_known(found: Found | None) -> bool:
    """Whether search engines may read the results: all that was typed stands in stories.

    Else anybody's words would stand there under the paper's name: a link to a search does it.
    """
    # Of as many words as are looked for there may have been more.
    return (
        found is not None
        and bool(found.total)
        and not found.question.unwanted
        and len(found.question.wanted) < MOST_WORDS
    )


def _results(
    query: QueryDict, form: SearchForm, found: Found, page: int, papers: dict[int, Publication]
) -> dict[str, Any]:
    address = _Address(query)
    nothing = not found.total and found.question.wanted
    # How many there are nobody knows who has not gone through them all.
    on = found.more and page < PAGES
    return {
        "narrowings": _narrowings(address, found, form.within, papers) if found.total else [],
        "limits": _limits(address, form, papers),
        "feed": _feed(found, form.within, papers),
        "hidden": [(name, form.typed[name]) for name in TITLES if form.typed[name]],
        "suggestions": [
            (row, address.changed(q=row.said, **(_NOWHERE if row.everywhere else {})))
            for row in (suggest(found.question, form.within) if nothing else [])
        ],
        "previous": address.changed(page=page - 1) if page > 1 else "",
        "following": address.changed(page=page + 1) if on or found.total > page * AT_ONCE else "",
        "number": page,
        "pages": -(-found.total // AT_ONCE),
    }


def _feed(found: Found, within: Within, papers: dict[int, Publication]) -> str:
    """Return the feed of what is searched, where nothing else narrows it than feeds know."""
    if not (found.question.wanted or found.question.unwanted):
        return ""
    if within != Within(paper=within.paper, section=within.section):
        return ""
    paper = papers.get(within.paper) if within.paper else None
    if within.paper and not paper:
        return ""
    return feed_address(FeedScope(paper, within.section or "", words=found.question.said))


_NOWHERE = dict.fromkeys(("since", "until", *TITLES))


def _narrowings(
    address: _Address, found: Found, within: Within, papers: dict[int, Publication]
) -> list[Narrowing]:
    """Return by what the results can be narrowed; one value for all narrows nothing."""
    facets = found.facets
    counted: dict[str, Counted[Any]] = {
        "paper": facets.papers,
        "section": facets.sections,
        "by": facets.contributors,
        "number": facets.numbers,
        "kind": facets.kinds,
    }
    years = dict(facets.years) | (_uncounted(facets, within) if found.more else {})
    of_years = [Narrowing(_("Year"), _years(address, years))] if len(years) > 1 else []
    titles = _titles(get_language())
    return of_years + [
        Narrowing(titles[name], _choices(address, name, values, papers))
        for name, values in counted.items()
        # One value that all have narrows nothing.
        if len(values) > 1 or any(count < found.total for _value, count in values)
    ]


@lru_cache(maxsize=8)
def _titles(_language: str) -> dict[str, str]:
    return {name: str(title) for name, title in TITLES.items()}


def _uncounted(facets: Facets, within: Within) -> dict[int, int | None]:
    """Return the years of the archive in which there may be more of what was not counted."""
    first = within.since.year if within.since else dt.MINYEAR
    last = within.until.year if within.until else dt.MAXYEAR
    counted = dict(facets.years)
    years = (year for year in public_years(within.paper) if first <= year <= last)
    return {year: None for year in years if year not in counted}


def _years(address: _Address, years: dict[int, int | None]) -> list[Choice]:
    return [
        Choice(
            f"{year}年",
            count,
            address.changed(since=dt.date(year, 1, 1), until=dt.date(year, 12, 31)),
        )
        for year, count in sorted(years.items(), reverse=True)
    ]


def _choices(
    address: _Address, name: str, counted: Counted[Any], papers: dict[int, Publication]
) -> list[Choice]:
    return [
        Choice(_told(name, value, papers), count, address.changed(**{name: value}))
        for value, count in counted
    ]


def _told(name: str, value: Any, papers: dict[int, Publication]) -> str:
    """Return what a value of a field is called."""
    if name == "paper":
        return str(papers.get(value, _("a paper that is not here")))
    if name == "number":
        return f"第{usual_label(value)}版"
    return str(Article.Kind(value).label) if name == "kind" else str(value)


def _limits(
    address: _Address, form: SearchForm, papers: dict[int, Publication]
) -> list[tuple[str, str]]:
    """Return what the results are narrowed to, each with the address without it."""
    limits = [
        (_told(name, form[name], papers), address.changed(**{name: None}))
        for name in TITLES
        if form[name]
    ]
    if form["since"] or form["until"]:
        days = f"{form['since'] or ''} – {form['until'] or ''}".strip()
        limits.append((days, address.changed(since=None, until=None)))
    return limits
