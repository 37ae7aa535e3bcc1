"""Looking for stories: the form, the results, and by what they can be narrowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from articles.models import Article
from issues.models import Publication
from paper.feed_stories import FeedScope, feed_address
from paper.jinja import render
from paper.ready_rows import all_papers, current_paper
from paper.search_form import AT_ONCE, SearchForm
from reading.page_labels import usual_label
from search.engine import Found, find
from search.facets import Counted, Facets
from search.question import Within
from search.suggestion import suggest


class Choice(NamedTuple):
    """One way to narrow the results, or to stop narrowing them."""

    label: str
    count: int
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
        return urlencode([(name, value) for value in values])


def search(request: HttpRequest) -> HttpResponse:
    """Show the form, and what was found when something was asked."""
    form = SearchForm(request.GET)
    found, context = None, {}
    papers = {paper.pk: paper for paper in all_papers()}
    if not form.errors:
        page = form["page"] or 1
        found = find(
            form.words,
            within=form.within,
            order=form.order,
            start=(page - 1) * AT_ONCE,
            count=AT_ONCE,
        )
        context = _results(request.GET, form, found, page, papers)
    asked = bool(found and (found.question.said or form.within))
    response = render(
        request,
        "reader/search.html",
        {
            "form": form,
            "found": found,
            "asked": asked,
            "searching": True,
            "publication": current_paper(),
            "several": len(papers) > 1,
            **context,
        },
    )
    if request.GET:
        # Results are no pages of the paper: whoever follows their links finds those.
        response.headers["X-Robots-Tag"] = "noindex, follow"
    return response


def _results(
    query: QueryDict, form: SearchForm, found: Found, page: int, papers: dict[int, Publication]
) -> dict[str, Any]:
    address = _Address(query)
    nothing = not found.total and found.question.wanted
    return {
        "narrowings": _narrowings(address, found, papers) if found.total else [],
        "limits": _limits(address, form, papers),
        "feed": _feed(found, form.within, papers),
        "hidden": [
            (name, form.typed[name])
            for name in ("paper", "section", "by", "number", "kind")
            if form.typed[name]
        ],
        "suggestions": [
            (row, address.changed(q=row.said, **(_NOWHERE if row.everywhere else {})))
            for row in (suggest(found.question, form.within) if nothing else [])
        ],
        "previous": address.changed(page=page - 1) if page > 1 else "",
        "following": address.changed(page=page + 1) if found.total > page * AT_ONCE else "",
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


_NOWHERE = dict.fromkeys(("since", "until", "paper", "section", "by", "number", "kind"))


def _narrowings(address: _Address, found: Found, papers: dict[int, Publication]) -> list[Narrowing]:
    """Return by what the results can be narrowed; one value for all narrows nothing."""
    facets, kinds = found.facets, dict(Article.Kind.choices)
    # Each with how a value of it is told.
    ways: list[tuple[str, str, Counted[Any], Callable[[Any], str]]] = [
        (_("Paper"), "paper", facets.papers, lambda paper: str(papers.get(paper, ""))),
        (_("Section"), "section", facets.sections, str),
        (_("Reporter"), "by", facets.contributors, str),
        (_("Page"), "number", facets.numbers, lambda number: f"第{usual_label(number)}版"),
        (_("Kind"), "kind", facets.kinds, lambda kind: str(kinds[kind])),
    ]
    found_ways = [
        Narrowing(title, _choices(address, name, counted, label))
        for title, name, counted, label in ways
        if len(counted) > 1
    ]
    years = [Narrowing(_("Year"), _years(address, facets))] if len(facets.years) > 1 else []
    return [*years, *found_ways]


def _years(address: _Address, facets: Facets) -> list[Choice]:
    return [
        Choice(
            f"{year}年",
            count,
            address.changed(since=dt.date(year, 1, 1), until=dt.date(year, 12, 31)),
        )
        for year, count in facets.years
    ]


def _choices(
    address: _Address, name: str, counted: Counted[Any], label: Callable[[Any], str]
) -> list[Choice]:
    return [
        Choice(label(value), count, address.changed(**{name: value})) for value, count in counted
    ]


def _limits(
    address: _Address, form: SearchForm, papers: dict[int, Publication]
) -> list[tuple[str, str]]:
    """Return what the results are narrowed to, each with the address without it."""
    labels = {
        "paper": str(papers.get(form["paper"], "?")) if form["paper"] else "",
        "section": form["section"],
        "by": form["by"],
        "number": f"第{usual_label(form['number'])}版" if form["number"] else "",
        "kind": str(dict(Article.Kind.choices).get(form["kind"], "")),
    }
    limits = [(label, address.changed(**{name: None})) for name, label in labels.items() if label]
    if form["since"] or form["until"]:
        days = f"{form['since'] or ''} – {form['until'] or ''}".strip()
        limits.append((days, address.changed(since=None, until=None)))
    return limits
