"""Lists of stories, the newest first: of all, of a section, of a contributor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from articles.models import Article, Contributor
from articles.presence import seen_among
from paper.addresses import asked_paper, several_papers
from paper.feed_stories import FeedScope
from paper.filters import StoryFilter
from paper.imprint import bearing, chosen_paper
from paper.jinja import render
from paper.months import public_years
from paper.onward import Keys, TurnedByKeys, asked_page, whole
from paper.queries import entries_by, public_authors, public_entries
from paper.ready_rows import current_paper, public_papers
from paper.values import public_values
from search.matching import BY_DAY, in_order_of_an_index
from search.models import Entry

AT_ONCE = 30
NAMES_AT_ONCE = 120


def _beside(entries: QuerySet[Entry], key: str, newer: bool) -> QuerySet[Entry]:
    """Return the entries older or newer than that of a key, the nearest first."""
    date, page, story = key.split(".")
    day, number, pk = dt.date.fromisoformat(date), whole(page), whole(story)
    if newer:
        beyond = Q(day__gt=day) | Q(number__lt=number) | Q(number=number, article__lt=pk)
        return entries.filter(beyond, day__gte=day).reverse()
    beyond = Q(day__lt=day) | Q(number__gt=number) | Q(number=number, article__gt=pk)
    return entries.filter(beyond, day__lte=day)


KEYS = Keys(of=lambda row: f"{row.day}.{row.number}.{row.article_id}", beside=_beside)


def _names_beside(people: QuerySet[Contributor], key: str, newer: bool) -> QuerySet[Contributor]:
    if "\0" in key:
        raise ValueError(key)
    return people.filter(name__lt=key).reverse() if newer else people.filter(name__gt=key)


NAME_KEYS = Keys(of=lambda person: person.name, beside=_names_beside)


class StoryListView(TurnedByKeys, FilterView):  # type: ignore[misc]
    """All stories; every filter is an address."""

    filterset_class = StoryFilter
    template_name = "reader/stories.html"
    paginate_by = AT_ONCE
    keys = KEYS
    # A question that makes no sense finds nothing and says so.
    strict = True

    def get_queryset(self) -> QuerySet[Entry]:
        return public_entries().order_by(*BY_DAY)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the stories, and by what they can be narrowed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["filter"].form
        chosen = form.cleaned_data if context["filter"].is_valid() else {}
        several, told = several_papers(), self.told()
        papers, asked = public_papers() if several else [], chosen.get("paper")
        own = told.get("publication") or (asked and chosen_paper(papers, asked))
        return context | {
            "stories": _stories(context["page_obj"].object_list),
            "query": self.kept_query(),
            "chosen": {name: value for name, value in chosen.items() if value},
            "choices": self.choices(),
            "several": several,
            "papers_beside": papers,
            "listing": True,
            **told,
            "own": bool(several and own),
            "publication": own or chosen_paper(papers, None) or current_paper(),
        }

    def choices(self) -> dict[str, Any]:
        """Return what the form offers."""
        kinds = [row for row in Article.Kind.choices if row[0] != Article.Kind.TEASER]
        return {
            "years": public_years(),
            "months": range(1, 13),
            "sections": public_values("section"),
            "places": public_values("place"),
            "kinds": kinds,
        }

    def told(self) -> dict[str, Any]:
        """Return the heading, and what the list is of, where it is of one paper or feed."""
        return {"heading": _("Stories")}


class SectionView(StoryListView):
    """The stories of one section."""

    def get_queryset(self) -> QuerySet[Entry]:
        rows = super().get_queryset().filter(section=self.kwargs["name"])
        if not rows.exists():
            raise Http404
        return rows

    def told(self) -> dict[str, Any]:
        section: str = self.kwargs["name"]
        return super().told() | {
            "heading": section,
            "section": section,
            "scope": FeedScope(section=section),
        }


class AuthorView(StoryListView):
    """The stories of one contributor, and how many there are."""

    author: Contributor
    total: int

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead on from a name that is another contributor's by now."""
        try:
            answer: HttpResponse = super().get(request, *args, **kwargs)
        except Http404:
            known = Contributor.objects.filter(pk=self.kwargs["pk"]).first()
            joined = known and known.joined()
            if joined is None or joined == known or not entries_by(joined.pk).exists():
                raise
            return HttpResponsePermanentRedirect(reverse("author", args=[joined.pk]))
        return answer

    def get_queryset(self) -> QuerySet[Entry]:
        rows = entries_by(self.kwargs["pk"])
        self.total = rows.count()
        people = Contributor.objects.select_related("publication").filter(pk=self.kwargs["pk"])
        author = people.first() if self.total else None
        if author is None:
            raise Http404
        self.author = author
        return rows.order_by(*BY_DAY)

    def told(self) -> dict[str, Any]:
        return {
            "heading": self.author.name,
            "author": self.author,
            "total": self.total,
            "publication": self.author.publication,
            "scope": FeedScope(author=self.author),
        }


def sections(request: HttpRequest) -> HttpResponse:
    """Show the sections there are, of all papers or of the one that is asked for."""
    borne = bearing(asked_paper(request))
    of = borne["publication"].pk if borne["own"] else None
    context = borne | {"names": public_values("section", of)}
    return render(request, "reader/sections.html", context)


def authors(request: HttpRequest) -> HttpResponse:
    """Show a paper's contributors by name, page by page."""
    papers, asked = public_papers(), asked_paper(request)
    paper = chosen_paper(papers, asked)
    if paper is None and asked is not None:
        raise Http404
    people = public_authors(publication=paper)
    with in_order_of_an_index():
        page = asked_page(people, NAMES_AT_ONCE, NAME_KEYS, request.GET)
    several = several_papers()
    context = {
        "page_obj": page,
        "publication": paper,
        "several": several,
        "own": several,
        "query": f"paper={paper.pk}" if paper and several else "",
        "papers_beside": papers if len(papers) > 1 else [],
        "site_s": paper == chosen_paper(papers, None),
    }
    return render(request, "reader/authors.html", context)


def _stories(entries: Any) -> list[Article]:
    """Return the stories of some entries in their order, with what a list shows of them."""
    keys = [row.article_id for row in entries]
    stories = seen_among(Article.objects.filter(pk__in=keys).with_page().with_parts())
    there = {story.pk: story for story in stories.defer("spans").order_by()}
    return [there[key] for key in keys if key in there]
