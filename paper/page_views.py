"""The front page, any page, and an issue's list of pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.views.generic import View

from articles.models import Article
from issues.models import Page, Publication
from paper.addresses import (
    address,
    asked_paper,
    issue_address,
    page_address,
    page_addresses,
    several_papers,
)
from paper.errors import gone
from paper.imprint import chosen_paper, site_order
from paper.jinja import render
from paper.jumps import halves
from paper.print_size import print_setting
from paper.queries import (
    editions_of_day,
    gone_story,
    placed_pages,
    relocated_and_gone,
    relocated_to,
    spread_with,
    was_public,
)
from paper.ready_rows import (
    all_papers,
    find_issue,
    find_page,
    issue_pages,
    issue_stories,
    issues_beside,
    published_stories,
    shown_of,
)
from paper.ready_rows import (
    front_page as newest_front_page,
)
from paper.typesetting import set_page
from reading.page_labels import place_of

LED = 5


def front_page(request: HttpRequest) -> HttpResponse:
    """Show the newest published front page, or an empty sheet before the first one."""
    papers = shown_of(all_papers())
    found = (newest_front_page(paper.pk) for paper in sorted(papers, key=site_order))
    page = next(filter(None, found), None)
    if page is None:
        return render(request, "reader/empty.html")
    return render_page(request, page, published_stories(page), papers=papers, site=True)


def front_of_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a paper's own newest front page, at an address that no other paper takes."""
    page = newest_front_page(pk)
    if page is not None:
        papers = shown_of(all_papers()) if getattr(page, "several", False) else []
        return render_page(request, page, published_stories(page), papers=papers)
    if was_public(pk):
        paper = Publication.objects.get(pk=pk)
        context = {"publication": paper, "own": several_papers()}
        return render(request, "reader/empty.html", context)
    raise Http404


class PageView(View):
    """One page of an issue."""

    def get(
        self, request: HttpRequest, date: dt.date, label: str, edition: str = ""
    ) -> HttpResponse:
        """Show the page; 410 when readers may see none of its stories any more.

        A page has one address. Its place in the issue, its label in another form and a page of a
        double spread lead there.
        """
        paper = asked_paper(request)
        number = place_of(label, sections_apart=not edition) or 0
        page = find_page(date, number, paper, edition)
        if page is not None and page.label == label:
            return render_page(request, page, published_stories(page))
        page = page or spread_with(date, label, edition, paper)
        if page is not None:
            several = bool(getattr(page, "several", False))
            return HttpResponsePermanentRedirect(
                page_address(
                    date,
                    page.label,
                    page.issue.publication_id,
                    several=several,
                    edition=edition,
                )
            )
        # Whoever stood there last: what is gone from an address speaks before what left it.
        if article := gone_story(date, paper, number=number, edition=edition):
            return gone(request, article, "page")
        if there := relocated_to(date, paper, number, edition=edition):
            return HttpResponsePermanentRedirect(there)
        if article := relocated_and_gone(date, paper, number, edition=edition):
            return gone(request, article, "page")
        raise Http404


class IssueView(View):
    """An issue: its pages and what stands on them."""

    def get(self, request: HttpRequest, date: dt.date, edition: str = "") -> HttpResponse:
        """Show the issue; 410 when readers may see none of its stories any more."""
        paper = asked_paper(request)
        issue = find_issue(date, paper, edition)
        if issue is None:
            return self._elsewhere(request, date, edition, paper)
        stories = groupby(issue_stories(issue), key=lambda story: story.page)
        context = {
            "issue": issue,
            "publication": issue.publication,
            "several": getattr(issue, "several", False),
            "own": getattr(issue, "several", False),
            "previous_date": getattr(issue, "previous_date", None),
            "next_date": getattr(issue, "next_date", None),
            "pages": [(page, list(rows)) for page, rows in stories],
            "beside": issues_beside(issue),
        }
        return render(request, "reader/issue.html", context)

    def _elsewhere(
        self, request: HttpRequest, date: dt.date, edition: str, paper: int | None
    ) -> HttpResponse:
        """Answer for a day of which readers may not see this issue."""
        if article := gone_story(date, paper, edition=edition):
            return gone(request, article, "issue")
        if there := relocated_to(date, paper, edition=edition):
            return HttpResponsePermanentRedirect(there)
        if article := relocated_and_gone(date, paper, edition=edition):
            return gone(request, article, "issue")
        # Of a day that has only a 号外 so far that one is shown, for the time being.
        if not edition and (other := editions_of_day(date, paper).first()):
            several = several_papers()
            return HttpResponseRedirect(
                issue_address(date, other.publication_id, several=several, edition=other.edition)
            )
        raise Http404


def render_page(
    request: HttpRequest,
    page: Page,
    articles: Sequence[Article],
    *,
    preview: bool = False,
    papers: Sequence[Publication] | None = None,
    site: bool = False,
) -> HttpResponse:
    """Set ``articles`` as ``page`` will be seen. ``page`` comes from ``placed_pages()``.

    ``papers``: it is the front page of today of one of these; ``site``: and of the whole site.
    """
    jumping = [] if preview else _jumping(page, articles)
    stubs = issue_stories(page.issue) if jumping else []
    # A page is public when a story of it is.
    pages = list({row.page_id: row.page for row in stubs}.values()) or issue_pages(page.issue)
    context = _context(page, articles, pages, preview)
    several = context["several"]
    context["own"] = several and not site
    if papers is not None:
        context["home"], context["papers"] = True, papers if several else []
        context["home_address"] = _home_address(context)
    context["halves"] = {story.pk: halves(story, stubs) for story in jumping}
    return render(request, "reader/page.html", context)


def preview_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Show any page as readers will see it once everything on it is published.

    Asks for no permission: the caller does. Stories that were withdrawn or set aside stay out.
    """
    stories = Article.objects.filter(page=page).on_page()
    articles = stories.with_parts().with_corrections().order_by("order")
    placed = placed_pages().get(pk=page.pk)
    return as_preview(render_page(request, placed, list(articles), preview=True))


def as_preview(response: HttpResponse) -> HttpResponse:
    """Keep a preview out of every cache and index."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _home_address(context: dict[str, Any]) -> str:
    """Return the one address of a paper's front page of today: the site's own paper has the site's.

    That of a day is the page's own, which the next day's does not take.
    """
    paper, papers = context["publication"], context["papers"]
    site_s = chosen_paper(papers, None)
    if not papers or (site_s and site_s.pk == paper.pk):
        return address("front-page")
    return address("paper", paper.pk)


def _jumping(page: Page, articles: Sequence[Article]) -> list[Article]:
    """Return the stories of a page, which they know then, that say where they go on or began."""
    jumping = [
        story
        for story in articles
        if story.kind != Article.Kind.TEASER and (story.jump_to or story.jump_from)
    ]
    for story in jumping:
        story.page = page
    return jumping


def _context(
    page: Page, articles: Sequence[Article], pages: list[Page], preview: bool
) -> dict[str, Any]:
    issue = page.issue
    rows = set_page(articles)
    several = bool(getattr(page, "several", False))
    earlier = [row for row in pages if row.number < page.number]
    later = [row for row in pages if row.number > page.number]
    return {
        "page": page,
        "issue": issue,
        "publication": issue.publication,
        "rows": rows,
        "setting": print_setting(rows, front=page.number == 1),
        # By which search engines describe it.
        "led": [story for story in articles if story.kind != Article.Kind.TEASER][:LED],
        "pages": pages,
        "page_addresses": page_addresses(issue, [row.label for row in pages], several=several),
        "previous_page": earlier[-1] if earlier else None,
        "next_page": later[0] if later else None,
        "previous_date": getattr(page, "previous_date", None),
        "next_date": getattr(page, "next_date", None),
        "several": several,
        "linked": False,
        "dating": None,
        "preview": preview,
    }
