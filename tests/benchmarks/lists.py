"""Every address that a grown archive is asked: the readers' and the desk's."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from django.contrib import admin
from django.urls import reverse

import newsroom.urls  # noqa: F401 - its lists are known with the addresses
from articles.models import Article, Byline, Correction, Photo, Withdrawal
from issues.models import Issue
from paper import archive_views, correction_views
from paper.onward import LAST

# A day before any paper.
NO_DAY = "2001-01-02"
# What the desk's lists are searched for: what stands everywhere, and nowhere.
SEARCHED = {"COMMON": "县", "WORD": "县委书记", "TWO": "县 书记", "NOWHERE": "鑀鑀"}


def reader_addresses() -> dict[str, str]:
    """Return the readers' addresses under names that are the same in every archive."""
    newest, oldest = Issue.objects.order_by("-date")[0].date, Issue.objects.order_by("date")[0].date
    story = Article.objects.published().order_by("-published_at").first()
    story_key = story.pk if story else 0
    corrected, withdrawn = Correction.objects.first(), Withdrawal.objects.first()
    # The links to the last page of each list, when it is full.
    last_but = Issue.objects.order_by("date")[archive_views.AT_ONCE]
    notice = quote(
        correction_views.KEYS.of(correction_views.Newest()[:LAST][-correction_views.AT_ONCE - 1])
    )
    byline = Byline.objects.order_by("pk").first()
    photo = Photo.objects.order_by("pk").first()
    # Somebody of long ago only, whose stories are few.
    former = Byline.objects.order_by("article__page__issue__date", "pk").first()
    author = former.contributor_id if former else 0
    section = quote(story.section if story else "")
    return {
        "/": "/",
        "/issues/": "/issues/",
        "/issues/?page=2": "/issues/?page=2",
        "/issues/?page=LAST": f"/issues/?page=9&before={archive_views.KEYS.of(last_but)}",
        "/issues/?year=": f"/issues/?year={newest.year}",
        "/issues/?year=&month=": f"/issues/?year={newest.year}&month={newest.month}",
        "/calendar/": "/calendar/",
        "/calendar/YEAR/MONTH/": f"/calendar/{oldest.year}/{oldest.month}/",
        "/stories/": "/stories/",
        "/stories/?page=2": "/stories/?page=2",
        "/stories/?page=LAST": f"/stories/?page=9&before={oldest}.1.0",
        "/stories/?kind=&number=": "/stories/?kind=news&number=2",
        "/stories/?year=&month=": f"/stories/?year={oldest.year}&month={oldest.month}",
        "/sections/": "/sections/",
        "/authors/": "/authors/",
        "/authors/ONE/": f"/authors/{byline.contributor_id if byline else 0}/",
        "/authors/FORMER/": f"/authors/{author}/",
        "/sections/NEWEST/": f"/sections/{section or quote('要闻')}/",
        "/issues/NEWEST/": f"/issues/{newest}/",
        "/issues/NEWEST/1/": f"/issues/{newest}/1/",
        "/issues/OLDEST/": f"/issues/{oldest}/",
        "/issues/OLDEST/4/": f"/issues/{oldest}/4/",
        "/issues/ABSENT/": f"/issues/{NO_DAY}/",
        "/issues/BESIDE/": f"/issues/{newest - timedelta(days=1)}/",
        "/issues/ABSENT/1/": f"/issues/{NO_DAY}/1/",
        "/articles/NEWEST/": f"/articles/{story_key}/",
        "/articles/ABSENT/": "/articles/987654321/",
        "/articles/CORRECTED/": f"/articles/{corrected.article_id if corrected else 0}/",
        "/articles/WITHDRAWN/": f"/articles/{withdrawn.article_id if withdrawn else 0}/",
        "/photos/WITHOUT/": f"/photos/{photo.pk if photo else 0}/",
        "/corrections/": "/corrections/",
        "/corrections/?page=2": "/corrections/?page=2",
        "/corrections/?page=LAST": f"/corrections/?page=9&before={notice}",
        "/search/": "/search/",
        "/search/?q=COMMON": f"/search/?q={quote('县')}",
        "/search/?q=WORD": f"/search/?q={quote('县委书记')}",
        "/search/?q=NOWHERE": f"/search/?q={quote('鑀鑀')}",
        "/feed/": "/feed/",
        "/feed/?author=": f"/feed/?author={author}",
        "/feed/json/": "/feed/json/",
        "/sitemap.xml": "/sitemap.xml",
        "/sitemap-news.xml": "/sitemap-news.xml",
        "/sitemap-lists.xml": "/sitemap-lists.xml",
        "/sitemap-authors-0.xml": "/sitemap-authors-0.xml",
        "/sitemap-fixed.xml": "/sitemap-fixed.xml",
        "/sitemap-issues-0.xml": "/sitemap-issues-0.xml",
        "/sitemap-ABSENT.xml": "/sitemap-issues-99999999.xml",
        "/robots.txt": "/robots.txt",
        "/articles/NEWEST/card.png": f"/articles/{story_key}/card.png",
        "/articles/NEWEST/cite.ris": f"/articles/{story_key}/cite.ris",
        "/html/OLD.htm": "/html/1.htm",
        **_programs_addresses(newest, oldest.year, story_key, author, section),
        "/preview/FORGED/": "/preview/1:forged/",
        "/nothing/": "/nothing/",
    }


def _programs_addresses(
    newest: date, year: int, story: int, author: int, section: str
) -> dict[str, str]:
    """Return the addresses of the API."""
    asked = {
        "papers": "papers",
        "issues": "issues",
        "issues?year=": f"issues?year={year}",
        "issues/NEWEST": f"issues/{newest}",
        "issues/NEWEST/1": f"issues/{newest}/1",
        "stories": "stories",
        "stories?author=": f"stories?author={author}",
        "stories?section=": f"stories?section={section}",
        "stories/NEWEST": f"stories/{story}",
    }
    return {f"/api/v1/{name}": f"/api/v1/{path}" for name, path in asked.items()}


def desk_addresses() -> dict[str, str]:
    """Return the desk's own screens and every list of the admin: as they open, and turned on."""
    screens = ("index", "reviews", "review_quality", "proposals")
    found = [reverse(f"admin:{name}") for name in screens]
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    found += [*lists, *(f"{address}?p=2" for address in lists if "audit" in address)]
    return {address: address for address in found} | search_addresses()


def search_addresses() -> dict[str, str]:
    """Return the desk's lists of stories and of what belongs to them, searched by words."""
    lists = [
        reverse(f"admin:{name}_changelist")
        for name in ("articles_article", "issues_page", "findings_finding")
    ]
    return {
        f"{address}?q={name}": f"{address}?q={quote(words)}"
        for address in lists
        for name, words in SEARCHED.items()
    }
