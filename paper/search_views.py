"""Looking for stories: the form, the results, and by what they can be narrowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.models import Article
from issues.models import Publication
from paper.feed_stories import FeedScope, feed_address
from paper.jinja import render
from paper.ready_rows import all_papers, current_paper
from reading.page_labels import FURTHEST, usual_label
from search.engine import MOST, Found, Order, find
from search.question import LONGEST, Within
from search.suggestion import suggest

AT_ONCE = 20
PAGES = MOST // AT_ONCE


class SearchForm(forms.Form):
    """What is asked, as the address has it."""

    q = forms.CharField(label=gettext_lazy("Search for"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False)
    until = forms.DateField(label=gettext_lazy("Until"), required=False)
    paper = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    section = forms.CharField(required=False, max_length=100)
    by = forms.CharField(required=False, max_length=100)
    number = forms.IntegerField(required=False, min_value=1, max_value=FURTHEST)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Article.Kind.choices])
    order = forms.ChoiceField(
        label=pgettext_lazy("of results", "Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Newest first")),
            (Order.BEST.value, gettext_lazy("Headlines first")),
        ],
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=PAGES)

    @property
    def within(self) -> Within:
        """Where is looked."""
        data = self.cleaned_data
        return Within(
            since=data["since"],
            until=data["until"],
            paper=data["paper"],
            section=data["section"] or None,
            contributor=data["by"] or None,
            number=data["number"],
            kind=data["kind"] or None,
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the results, or to stop narrowing them."""

    label: str
    count: int
    address: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The ways of one kind."""

    title: str
    choices: Sequence[Choice]


def search(request: HttpRequest) -> HttpResponse:
    """Show the form, and what was found when something was asked."""
    form = SearchForm(request.GET)
    found, context = None, {}
    papers = {paper.pk: paper.name for paper in all_papers()}
    if form.is_valid():
        page = form.cleaned_data["page"] or 1
        found = find(
            form.cleaned_data["q"][:LONGEST],
            within=form.within,
            order=Order(form.cleaned_data["order"] or Order.NEWEST),
            start=(page - 1) * AT_ONCE,
            count=AT_ONCE,
        )
        context = _results(request, form, found, page, papers)
    asked = bool(found and (found.question.said or form.within))
    publication = current_paper()
    response = render(
        request,
        "reader/search.html",
        {
            "form": form,
            "found": found,
            "asked": asked,
            "searching": True,
            "publication": publication,
            "several": len(papers) > 1,
            **context,
        },
    )
    if request.GET:
        # Results are no pages of the paper: whoever follows their links finds those.
        response.headers["X-Robots-Tag"] = "noindex, follow"
    return response


def _results(
    request: HttpRequest, form: SearchForm, found: Found, page: int, papers: dict[int, str]
) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    nothing = not found.total and found.question.wanted
    return {
        "narrowings": _narrowings(query, found, papers) if found.total else [],
        "limits": _limits(query, form),
        "feed": _feed(found, form.within),
        "hidden": [
            (name, query[name])
            for name in ("paper", "section", "by", "number", "kind")
            if query.get(name)
        ],
        "suggestions": [
            (row, _address(query, q=row.said, **(_NOWHERE if row.everywhere else {})))
            for row in (suggest(found.question, form.within) if nothing else [])
        ],
        "previous": _address(query, page=page - 1) if page > 1 else "",
        "following": _address(query, page=page + 1) if found.total > page * AT_ONCE else "",
        "number": page,
        "pages": -(-found.total // AT_ONCE),
    }


def _feed(found: Found, within: Within) -> str:
    """Return the feed of what is searched, where nothing else narrows it than feeds know."""
    if not (found.question.wanted or found.question.unwanted):
        return ""
    if within != Within(paper=within.paper, section=within.section):
        return ""
    paper = Publication.objects.filter(pk=within.paper).first() if within.paper else None
    if within.paper and not paper:
        return ""
    return feed_address(FeedScope(paper, within.section or "", words=found.question.said))


_NOWHERE = dict.fromkeys(("since", "until", "paper", "section", "by", "number", "kind"))


def _address(query: QueryDict, **values: Any) -> str:
    changed: dict[str, list[Any]] = dict(query.lists())
    for name, value in values.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = [value]
    return f"?{urlencode(changed, doseq=True)}"


def _narrowings(query: QueryDict, found: Found, papers: dict[int, str]) -> list[Narrowing]:
    facets = found.facets
    kinds = dict(Article.Kind.choices)
    years = [
        Choice(
            f"{year}年",
            count,
            _address(query, since=dt.date(year, 1, 1), until=dt.date(year, 12, 31)),
        )
        for year, count in facets.years
    ]
    every = [
        Narrowing(_("Year"), years),
        Narrowing(
            _("Paper"),
            _choices(query, "paper", ((pk, papers.get(pk, ""), n) for pk, n in facets.papers)),
        ),
        Narrowing(_("Section"), _plain(query, "section", facets.sections)),
        Narrowing(_("Reporter"), _plain(query, "by", facets.contributors)),
        Narrowing(
            _("Page"),
            _choices(
                query, "number", ((no, f"第{usual_label(no)}版", n) for no, n in facets.numbers)
            ),
        ),
        Narrowing(
            _("Kind"),
            _choices(query, "kind", ((kind, str(kinds[kind]), n) for kind, n in facets.kinds)),
        ),
    ]
    # One value for all narrows nothing.
    return [row for row in every if len(row.choices) > 1]


def _plain(query: QueryDict, name: str, counted: Iterable[tuple[str, int]]) -> list[Choice]:
    return _choices(query, name, ((value, value, count) for value, count in counted))


def _choices(query: QueryDict, name: str, values: Iterable[tuple[Any, str, int]]) -> list[Choice]:
    return [
        Choice(label, count, _address(query, **{name: value})) for value, label, count in values
    ]


def _limits(query: QueryDict, form: SearchForm) -> list[tuple[str, str]]:
    """Return what the results are narrowed to, each with the address without it."""
    data = form.cleaned_data
    paper = Publication.objects.filter(pk=data["paper"]).first() if data["paper"] else None
    labels = {
        "paper": str(paper or "?") if data["paper"] else "",
        "section": data["section"],
        "by": data["by"],
        "number": f"第{usual_label(data['number'])}版" if data["number"] else "",
        "kind": str(dict(Article.Kind.choices).get(data["kind"], "")),
    }
    limits = [(label, _address(query, **{name: None})) for name, label in labels.items() if label]
    if data["since"] or data["until"]:
        days = f"{data['since'] or ''} – {data['until'] or ''}".strip()
        limits.append((days, _address(query, since=None, until=None)))
    return limits
