"""The sitemap, from the same word as everything else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

from articles.models import Article
from issues.models import Issue, Page
from paper.addresses import issue_address, page_address, several_papers
from paper.queries import public_issues, public_pages

if TYPE_CHECKING:
    from django.core.paginator import Paginator

    StorySitemap = Sitemap[Article]
    PageSitemap = Sitemap[Page]
    IssueSitemap = Sitemap[Issue]
    NameSitemap = Sitemap[str]
else:
    StorySitemap = PageSitemap = IssueSitemap = NameSitemap = Sitemap


class CountedOnce:
    """Django's class makes, and so counts, a new paginator each time it is asked for it."""

    @cached_property
    def paginator(self) -> Paginator[Any]:
        """Return the one paginator."""
        kept: Paginator[Any] = super().paginator  # type: ignore[misc]
        return kept


class Stories(CountedOnce, StorySitemap):
    """Every published story that has a text; teasers point to one."""

    def items(self) -> QuerySet[Article]:
        """Return them in a lasting order."""
        stories = Article.objects.published().exclude(kind=Article.Kind.TEASER)
        return stories.only("updated_at").order_by("pk")

    def lastmod(self, item: Article) -> dt.datetime:
        """Return when it was last changed."""
        return item.updated_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        """Return the newest change, without loading the stories."""
        newest: dt.datetime | None = self.items().aggregate(at=Max("updated_at"))["at"]
        return newest


class Pages(CountedOnce, PageSitemap):
    """Every page with a published story."""

    def __init__(self, *, several: bool) -> None:
        self.several = several

    def items(self) -> QuerySet[Page]:
        """Return them in a lasting order."""
        return public_pages().select_related("issue").order_by("pk")

    def location(self, item: Page) -> str:
        """Return the address that names its paper where it must."""
        issue = item.issue
        return page_address(issue.date, item.number, issue.publication_id, several=self.several)


class Issues(CountedOnce, IssueSitemap):
    """Every issue with a published story."""

    def __init__(self, *, several: bool) -> None:
        self.several = several

    def items(self) -> QuerySet[Issue]:
        """Return them in a lasting order."""
        return public_issues().order_by("pk")

    def location(self, item: Issue) -> str:
        """Return the address that names its paper where it must."""
        return issue_address(item.date, item.publication_id, several=self.several)


class Fixed(NameSitemap):
    """The front page, the archive and the corrections."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return ["front-page", "issues", "corrections"]

    def location(self, item: str) -> str:
        """Return the address."""
        return reverse(item)


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Answer with one file, or with an index of files once one is too small (50,000 addresses)."""
    sections = _sections()
    if max(section.paginator.num_pages for section in sections.values()) > 1:
        return sitemap_views.index(request, sections, sitemap_url_name="sitemap-section")
    return sitemap_views.sitemap(request, sections)


def section(request: HttpRequest, section: str) -> HttpResponseBase:
    """Answer with one file of the index."""
    return sitemap_views.sitemap(request, _sections(), section=section)


def _sections() -> dict[str, Any]:
    several = several_papers()
    return {
        "fixed": Fixed(),
        "issues": Issues(several=several),
        "pages": Pages(several=several),
        "stories": Stories(),
    }
