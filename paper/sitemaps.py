"""The sitemap, from the same word as everything else: an index, a file for each month, the news."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article
from articles.presence import seen_among
from audit.ready import A_KEY, ReadyValues
from issues.models import Issue, Page
from paper.addresses import absolute, issue_address, page_address, several_papers
from paper.feed_forms import allowed
from paper.months import public_months
from paper.queries import public_authors, public_issues, public_pages
from paper.story_dates import came_out, last_changed
from paper.template_words import title
from paper.values import public_values

if TYPE_CHECKING:
    StorySitemap = Sitemap[Article]
    PageSitemap = Sitemap[Page]
    IssueSitemap = Sitemap[Issue]
    NameSitemap = Sitemap[str]
else:
    StorySitemap = PageSitemap = IssueSitemap = NameSitemap = Sitemap

FIXED = "fixed"
LISTS = "lists"
# What a search engine takes for news, and how many of it in one file.
NEWS_DAYS = 2
NEWS_MOST = 1000
INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</sitemapindex>
"""
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</urlset>
"""
AUTHORS = "authors-"
FILE = re.compile("0|[1-9][0-9]{0,10}")
# So many keys of contributors are in one file.
KEYS = 5000
# One row with all the files that have a contributor in them, as in ``paper.months``.
FILES = {
    "sqlite": "group_concat(pk / {keys}, ' ')",
    "postgresql": "string_agg((pk / {keys})::text, ' ')",
}
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{}</urlset>
"""
NEWS_STORY = """<url><loc>{}</loc><news:news><news:publication><news:name>{}</news:name>\
<news:language>zh-cn</news:language></news:publication>\
<news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news></url>
"""


class AtSite:
    """Addresses at the site's own host, where it has said which."""

    def get_protocol(self, protocol: str | None = None) -> str:
        site: str = settings.SITE_ADDRESS
        return site.partition("://")[0] or protocol or "https"

    def get_domain(self, site: Any = None) -> str:
        own: str = settings.SITE_ADDRESS
        return own.partition("://")[2] or str(site.domain)


class Stories(AtSite, StorySitemap):
    """Every published story that has a text; teasers point to one."""

    def __init__(self, issues: QuerySet[Issue]) -> None:
        self.issues = issues

    def items(self) -> QuerySet[Article]:
        """Return them in a lasting order."""
        pages = Page.objects.filter(issue__in=self.issues.order_by().values("pk")).order_by()
        stories = seen_among(Article.objects.filter(page__in=pages.values("pk")))
        return (
            stories.exclude(kind=Article.Kind.TEASER)
            .only("updated_at", "published_at")
            .order_by("page_id", "order")
        )

    def lastmod(self, item: Article) -> dt.datetime:
        return last_changed(item)


class Pages(AtSite, PageSitemap):
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
        return page_address(
            issue.date,
            item.label,
            issue.publication_id,
            several=self.several,
            edition=issue.edition,
        )


class Issues(AtSite, IssueSitemap):
    """Every issue with a published story."""

    def __init__(self, issues: QuerySet[Issue], *, several: bool) -> None:
        self.issues, self.several = issues, several

    def items(self) -> QuerySet[Issue]:
        """Return them in a lasting order."""
        return self.issues.order_by("pk")

    def location(self, item: Issue) -> str:
        """Return the address that names its paper where it must."""
        return issue_address(
            item.date, item.publication_id, several=self.several, edition=item.edition
        )


class Fixed(AtSite, NameSitemap):
    """The front page, the ways into the archive and the corrections."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        ways = ["issues", "calendar", "stories", "sections", "authors"]
        return ["front-page", *ways, "corrections"]

    def location(self, item: str) -> str:
        return reverse(item)


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Answer with the index of the files: lists, contributors, and each month."""
    whole = escape(absolute(request, reverse("sitemap-section", args=[FIXED])))
    before, _name, after = whole.rpartition(FIXED)
    # Written plainly: a template takes longer over a month than the database.
    files = "".join(
        f"<sitemap><loc>{before}{name}{after}</loc></sitemap>\n"
        for name in (FIXED, LISTS, *_files_of_authors(), *public_months())
    )
    return _answer(INDEX.format(files))


def _files_of_authors() -> list[str]:
    """Return the names of the files of contributors: a step in the index of keys for each."""
    ((files,),) = _all_files()
    return [f"{AUTHORS}{number}" for number in sorted(map(int, (files or "").split()))]


def _steps() -> tuple[str, Sequence[Any]]:
    behind = RawSQL(f"(steps.pk / {KEYS} + 1) * {KEYS}", [], output_field=BigIntegerField())  # noqa: S611
    further = public_authors(pk__gte=behind).order_by("pk").values("pk")[:1]
    step, params = further.query.sql_with_params()
    files = FILES[connection.vendor].format(keys=KEYS)
    sql = (
        f"WITH RECURSIVE steps(pk) AS (SELECT CAST(-{KEYS} AS bigint) UNION ALL SELECT ({step})"  # noqa: S608
        f" FROM steps WHERE steps.pk IS NOT NULL) SELECT {files} FROM steps WHERE pk >= 0"
    )
    return sql, params


_all_files = ReadyValues(_steps)


def news(request: HttpRequest) -> HttpResponse:
    """Answer with the stories of the last two days' papers, the newest first."""
    since = timezone.now() - dt.timedelta(days=NEWS_DAYS)
    stories = seen_among(Article.objects.with_page().filter(published_at__gte=since))
    newest = stories.exclude(kind=Article.Kind.TEASER).order_by("-published_at", "pk")
    rows = [
        NEWS_STORY.format(
            escape(absolute(request, story.get_absolute_url())),
            escape(allowed(story.page.issue.publication.name)),
            came_out(story).isoformat(),
            escape(allowed(title(story))),
        )
        # What is shown of a story that has no words of its own is asked for with all the others.
        for story in newest.prefetch_related("photos")[:NEWS_MOST]
        if came_out(story) >= since
    ]
    return _answer(NEWS.format("".join(rows)))


def section(request: HttpRequest, section: str) -> HttpResponseBase:
    """Answer with one file of the index; a month without a public issue is a 404."""
    sections: dict[str, Any]
    if section == FIXED:
        sections = {FIXED: Fixed()}
    elif section == LISTS:
        names = public_values("section")
        return _list(request, [reverse("section", args=[name]) for name in names])
    elif section.startswith(AUTHORS):
        return _list(request, _authors(section.removeprefix(AUTHORS)))
    else:
        sections = _month(section)
    return sitemap_views.sitemap(request, sections)


def _authors(number: str) -> list[str]:
    """Return the addresses of the contributors in one of their files; none is a 404."""
    # One address for each file.
    if not FILE.fullmatch(number):
        raise Http404
    first = int(number) * KEYS
    before, _key, after = reverse("author", args=[A_KEY]).rpartition(str(A_KEY))
    authors = public_authors(pk__gte=first, pk__lt=first + KEYS).order_by("pk")
    paths = [f"{before}{key}{after}" for key in authors.values_list("pk", flat=True)]
    if not paths:
        raise Http404
    return paths


def _list(request: HttpRequest, paths: list[str]) -> HttpResponse:
    """Answer with addresses, written plainly: a template takes longer than the database."""
    site = absolute(request, "/").removesuffix("/")
    urls = "".join(f"<url><loc>{escape(site + path)}</loc></url>" for path in paths)
    return _answer(LIST.format(urls))


def _answer(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/xml")
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response


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
