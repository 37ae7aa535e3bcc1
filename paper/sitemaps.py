"""The sitemap, from the same word as everything else: an index, and a file for each month."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.html import escape

from articles.models import Article
from articles.presence import seen_among
from issues.models import Issue, Page
from paper.addresses import issue_address, page_address, several_papers
from paper.months import public_months
from paper.queries import public_issues, public_pages

if TYPE_CHECKING:
    StorySitemap = Sitemap[Article]
    PageSitemap = Sitemap[Page]
    IssueSitemap = Sitemap[Issue]
    NameSitemap = Sitemap[str]
else:
    StorySitemap = PageSitemap = IssueSitemap = NameSitemap = Sitemap

FIXED = "fixed"
INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</sitemapindex>
"""


class Stories(StorySitemap):
    """Every published story that has a text; teasers point to one."""

    def __init__(self, issues: QuerySet[Issue]) -> None:
        self.issues = issues

    def items(self) -> QuerySet[Article]:
        """Return them in a lasting order."""
        pages = Page.objects.filter(issue__in=self.issues.order_by().values("pk")).order_by()
        stories = seen_among(Article.objects.filter(page__in=pages.values("pk")))
        return (
            stories.exclude(kind=Article.Kind.TEASER)
            .only("updated_at")
            .order_by("page_id", "order")
        )

    def lastmod(self, item: Article) -> dt.datetime:
        return item.updated_at


class Pages(PageSitemap):
    """Every page with a published story."""

    def __init__(self, issues: QuerySet[Issue], *, several: bool) -> None:
        self.issues, self.several = issues, several

    def items(self) -> QuerySet[Page]:
        """Return them in a lasting order."""
        pages = public_pages().filter(issue__in=self.issues.order_by().values("pk"))
        return pages.select_related("issue").order_by("pk")

    def location(self, item: Page) -> str:
        """Return the address that names its paper where it must."""
        issue = item.issue
        return page_address(issue.date, item.number, issue.publication_id, several=self.several)


class Issues(IssueSitemap):
    """Every issue with a published story."""

    def __init__(self, issues: QuerySet[Issue], *, several: bool) -> None:
        self.issues, self.several = issues, several

    def items(self) -> QuerySet[Issue]:
        """Return them in a lasting order."""
        return self.issues.order_by("pk")

    def location(self, item: Issue) -> str:
        """Return the address that names its paper where it must."""
        return issue_address(item.date, item.publication_id, several=self.several)


class Fixed(NameSitemap):
    """The front page, the archive and the corrections."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return ["front-page", "issues", "corrections"]

    def location(self, item: str) -> str:
        return reverse(item)


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Answer with the index of the files: what never changes its address, and each month."""
    whole = escape(request.build_absolute_uri(reverse("sitemap-section", args=[FIXED])))
    before, _name, after = whole.rpartition(FIXED)
    # Written plainly: a template takes longer over a month than the database.
    files = "".join(
        f"<sitemap><loc>{before}{name}{after}</loc></sitemap>\n"
        for name in (FIXED, *public_months())
    )
    response = HttpResponse(INDEX.format(files), content_type="application/xml")
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response


def section(request: HttpRequest, section: str) -> HttpResponseBase:
    """Answer with one file of the index; a month without a public issue is a 404."""
    sections: dict[str, Any] = {FIXED: Fixed()} if section == FIXED else _month(section)
    return sitemap_views.sitemap(request, sections)


def _month(name: str) -> dict[str, Any]:
    try:
        first = dt.date.fromisoformat(f"{name}-01")
    except ValueError:
        raise Http404 from None
    last = first.replace(day=monthrange(first.year, first.month)[1])
    issues = public_issues().filter(date__range=(first, last))
    if not issues.exists():
        raise Http404
    several = several_papers()
    return {
        "issues": Issues(issues, several=several),
        "pages": Pages(issues, several=several),
        "stories": Stories(issues),
    }
