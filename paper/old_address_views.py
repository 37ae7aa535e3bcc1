"""Addresses of the e-paper that was here before lead on, by a table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles.models import Article, OldAddress
from issues.models import Issue, Page
from paper.addresses import issue_address, page_address, several_papers
from paper.errors import gone
from paper.queries import public_issues, public_pages


def old_address(request: HttpRequest, path: str) -> HttpResponse:
    """Lead on to what the old address showed; what is gone says so here, too."""
    kept = OldAddress.objects.select_related("issue", "page__issue", "article")
    row = kept.filter(path=f"/{path}").first()
    if row is None:
        raise Http404
    if row.article:
        what, address, once = "story", _story(row.article), {"pk": row.article.pk}
    elif row.page:
        what, address, once = "page", _page(row.page), {"page": row.page.pk}
    else:
        assert row.issue is not None  # noqa: S101  the database holds that it leads somewhere
        what, address, once = "issue", _issue(row.issue), {"page__issue": row.issue.pk}
    if address:
        return HttpResponsePermanentRedirect(address)
    if story := Article.objects.once_public().with_page().filter(**once).first():
        return gone(request, story, what)
    raise Http404


def _story(story: Article) -> str:
    return story.get_absolute_url() if story.is_published else ""


def _page(page: Page) -> str:
    if not public_pages().filter(pk=page.pk).exists():
        return ""
    issue, several = page.issue, several_papers()
    return page_address(
        issue.date, page.label, issue.publication_id, several=several, edition=issue.edition
    )


def _issue(issue: Issue) -> str:
    if not public_issues().filter(pk=issue.pk).exists():
        return ""
    return issue_address(
        issue.date, issue.publication_id, several=several_papers(), edition=issue.edition
    )
