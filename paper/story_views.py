"""One story at its permanent address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from articles.models import Article
from paper.addresses import page_address
from paper.errors import gone
from paper.page_views import as_preview
from paper.queries import placed_articles
from paper.ready_rows import issue_stories, published_story
from reading.page_labels import places_of


class ArticleView(View):
    """A story."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the story; 410 when it was public once and is not now."""
        article = published_story(pk)
        if article is not None:
            return render(request, "reader/story.html", _context(article))
        if article := Article.objects.once_public().with_page().filter(pk=pk).first():
            return gone(request, article, "story")
        raise Http404


def preview_article(request: HttpRequest, article: Article) -> HttpResponse:
    """Show any story as readers will see it. Asks for no permission: the caller does."""
    placed = placed_articles(Article.objects.with_parts().with_corrections()).get(pk=article.pk)
    context = _context(placed) | {"preview": True}
    return as_preview(render(request, "reader/story.html", context))


def _context(article: Article) -> dict[str, Any]:
    page = article.page
    issue = page.issue
    stubs = issue_stories(issue)
    several = bool(getattr(article, "several", False))
    previous, following = _beside(article, stubs)
    return {
        "article": article,
        "page": page,
        "issue": issue,
        "publication": issue.publication,
        "several": several,
        "previous": previous,
        "next": following,
        "page_addresses": {
            number: page_address(
                issue.date, label, issue.publication_id, several=several, edition=issue.edition
            )
            for label in {stub.page.label for stub in stubs}
            for number in places_of(label, sections_apart=not issue.edition)
        },
        "preview": False,
    }


def _beside(article: Article, stubs: list[Article]) -> tuple[Article | None, Article | None]:
    """The stories before and after it in the issue. Teasers have nothing to read: left out."""

    def place(story: Article) -> tuple[int, int]:
        return story.page.number, story.order

    stories = [stub for stub in stubs if stub.kind != Article.Kind.TEASER]
    before = [stub for stub in stories if place(stub) < place(article)]
    after = [stub for stub in stories if place(stub) > place(article)]
    return (before[-1] if before else None), (after[0] if after else None)
