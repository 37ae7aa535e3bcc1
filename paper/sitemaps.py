"""The sitemap, from the same word as everything else: an index, its files, and the news.

So many keys of contributors are in one file, and so many of issues with their pages and stories.
What is in a file stays there, and the index is found by a step for each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article
from articles.presence import seen_among
from audit.ready import A_KEY, ReadyValues
from issues.models import Page
from paper.addresses import (
    absolute,
    issue_address,
    page_address,
    several_papers,
    story_address,
)
from paper.feed_forms import allowed
from paper.imprint import chosen_paper
from paper.queries import public_authors, public_issues, public_pages
from paper.ready_rows import public_papers
from paper.story_dates import came_out, last_changed
from paper.template_words import title
from paper.values import public_values

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
AUTHORS, ISSUES = "authors", "issues"
# So many keys are in one file. With pages and stories an issue has twenty to a hundred addresses;
# a search engine takes a file of fifty thousand.
KEYS = {AUTHORS: 250, ISSUES: 100}
FILE = re.compile(f"({AUTHORS}|{ISSUES})-(0|[1-9][0-9]{{0,10}})")
# One row with all the files that have something in them, as in ``paper.months``.
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


def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with the index of the files: lists, contributors, issues."""
    whole = escape(absolute(request, reverse("sitemap-section", args=[FIXED])))
    before, _name, after = whole.rpartition(FIXED)
    # Written plainly: a template takes longer over a file than the database.
    files = "".join(
        f"<sitemap><loc>{before}{name}{after}</loc></sitemap>\n"
        for name in (FIXED, LISTS, *_files(AUTHORS), *_files(ISSUES))
    )
    return _answer(INDEX.format(files))


def _files(kind: str) -> list[str]:
    """Return the names of the files of a kind: a step in the index of keys for each."""
    ((files,),) = _all_files[kind]()
    return [f"{kind}-{number}" for number in sorted(map(int, (files or "").split()))]


def _steps(kind: str, rows: Callable[[], QuerySet[Any]]) -> tuple[str, Sequence[Any]]:
    keys = KEYS[kind]
    behind = RawSQL(f"(steps.pk / {keys} + 1) * {keys}", [], output_field=BigIntegerField())  # noqa: S611
    further = rows().filter(pk__gte=behind).order_by("pk").values("pk")[:1]
    step, params = further.query.sql_with_params()
    files = FILES[connection.vendor].format(keys=keys)
    sql = (
        f"WITH RECURSIVE steps(pk) AS (SELECT CAST(-{keys} AS bigint) UNION ALL SELECT ({step})"  # noqa: S608
        f" FROM steps WHERE steps.pk IS NOT NULL) SELECT {files} FROM steps WHERE pk >= 0"
    )
    return sql, params


_all_files = {
    kind: ReadyValues(partial(_steps, kind, rows))
    for kind, rows in ((AUTHORS, public_authors), (ISSUES, public_issues))
}


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


def section(request: HttpRequest, section: str) -> HttpResponse:
    """Answer with one file of the index; one that has nothing in it is a 404."""
    if section == FIXED:
        return _list(request, _fixed())
    if section == LISTS:
        return _list(
            request, [reverse("section", args=[name]) for name in public_values("section")]
        )
    # One address for each file.
    if not (found := FILE.fullmatch(section)):
        raise Http404
    kind, first = found[1], int(found[2]) * KEYS[found[1]]
    keys = range(first, first + KEYS[kind])
    answer = _authors(request, keys) if kind == AUTHORS else _issues(request, keys)
    if answer is None:
        raise Http404
    return answer


def _fixed() -> list[str]:
    """Return the lists of the whole site, and of several papers their own: what names itself so."""
    ways = ("front-page", "issues", "calendar", "stories", "sections", "authors", "corrections")
    paths, papers = [*map(reverse, ways)], public_papers()
    site_s = chosen_paper(papers, None)
    for paper in papers if len(papers) > 1 else []:
        # The whole site's are those of its own paper.
        lists = ["sections", "corrections"]
        if paper != site_s:
            paths.append(reverse("paper", args=[paper.pk]))
            lists += ["calendar", "authors"]
        paths += [f"{reverse(name)}?paper={paper.pk}" for name in lists]
    return paths


def _authors(request: HttpRequest, keys: range) -> HttpResponse | None:
    before, _key, after = reverse("author", args=[A_KEY]).rpartition(str(A_KEY))
    authors = public_authors(pk__gte=keys.start, pk__lt=keys.stop).order_by("pk")
    paths = [f"{before}{key}{after}" for key in authors.values_list("pk", flat=True)]
    return _list(request, paths) if paths else None


def _issues(request: HttpRequest, keys: range) -> HttpResponse | None:
    """Answer with issues, their public pages, and the stories that have a text of their own."""
    place = ("date", "publication_id", "edition")
    within = {"issue__gte": keys.start, "issue__lt": keys.stop}
    issues = public_issues().filter(pk__gte=keys.start, pk__lt=keys.stop).order_by("pk")
    named = issues.values_list(*place)
    if not named:
        return None
    several = several_papers()
    paths = [
        issue_address(day, paper, several=several, edition=edition) for day, paper, edition in named
    ]
    pages = Page.objects.filter(**within).order_by()
    labels = public_pages().filter(**within).order_by("pk")
    paths += [
        page_address(day, label, paper, several=several, edition=edition)
        for label, day, paper, edition in labels.values_list(
            "label", *(f"issue__{name}" for name in place)
        )
    ]
    stories = seen_among(Article.objects.filter(page__in=pages.values("pk")))
    texts = stories.exclude(kind=Article.Kind.TEASER).order_by("page_id", "order")
    changed = [
        (story_address(row.pk), last_changed(row).date())
        for row in texts.only("updated_at", "published_at")
    ]
    return _list(request, paths, changed)


def _list(
    request: HttpRequest, paths: Iterable[str], changed: Iterable[tuple[str, dt.date]] = ()
) -> HttpResponse:
    """Answer with addresses, and with those of which it is known when they ``changed``.

    Written plainly: a template takes longer than the database.
    """
    site = absolute(request, "/").removesuffix("/")
    urls = [f"<url><loc>{escape(site + path)}</loc></url>" for path in paths]
    urls += [
        f"<url><loc>{escape(site + path)}</loc><lastmod>{day}</lastmod></url>"
        for path, day in changed
    ]
    return _answer(LIST.format("\n".join(urls)))


def _answer(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/xml")
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response
