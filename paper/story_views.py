"""One story at its permanent address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from articles.models import Article
from paper.addresses import page_addresses
from paper.errors import gone
from paper.jinja import render
from paper.jumps import halves
from paper.page_views import as_preview
from paper.queries import placed_articles
from paper.ready_rows import issue_stories, lately_by, lately_in, published_story
from paper.relative_days import named_days
from paper.story_parts import bylines_of
from paper.template_words import title

# So many other stories of an issue, a contributor or a section stand below a story.
BESIDE = 8
MORE = 5


class ArticleView(View):
    """A story."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the story; 410 when it was public once and is not now."""

        def shown(article: Article) -> HttpResponse:
            context = _context(article)
            return render(request, "reader/story.html", context | _more(article, context))

        return shown_or_gone(request, pk, shown)


def shown_or_gone(
    request: HttpRequest, pk: int, shown: Callable[[Article], HttpResponse]
) -> HttpResponse:
    """Return what ``shown`` makes of a public story; 410 where it was public once, else 404."""
    article = published_story(pk)
    if article is not None:
        return shown(article)
    if article := Article.objects.once_public().with_page().filter(pk=pk).first():
        return gone(request, article, "story")
    raise Http404


def preview_article(request: HttpRequest, article: Article) -> HttpResponse:
    """Show any story as readers will see it. Asks for no permission: the caller does."""
    placed = placed_articles(Article.objects.with_parts().with_corrections()).get(pk=article.pk)
    context = _context(placed) | {"preview": True, "linked": False}
    return as_preview(render(request, "reader/story.html", context))


def _context(article: Article) -> dict[str, Any]:
    page = article.page
    issue = page.issue
    stubs = issue_stories(issue)
    several = bool(getattr(article, "several", False))
    previous, following = _beside(article, stubs)
    return {
        "article": article,
        "headline": title(article),
        "page": page,
        "issue": issue,
        "publication": issue.publication,
        "halves": {article.pk: halves(article, stubs)},
        "several": several,
        "own": several,
        "previous": previous,
        "next": following,
        "beside": _others(article, stubs),
        "days": named_days(article.paragraphs, issue.date),
        "page_addresses": page_addresses(
            issue, {stub.page.label for stub in stubs}, several=several
        ),
        # Names lead to their stories, and days are explained.
        "linked": True,
        "dating": issue,
        "preview": False,
    }


def _others(article: Article, stubs: list[Article]) -> list[Article]:
    """The other stories of the issue: first those of its page, then those that follow."""
    others = [stub for stub in stubs if stub.kind != Article.Kind.TEASER and stub.pk != article.pk]
    number = article.page.number
    others.sort(key=lambda stub: (stub.page.number != number, stub.page.number < number))
    return others[:BESIDE]


def _more(article: Article, context: dict[str, Any]) -> dict[str, Any]:
    """What else its first contributor wrote, and what else its section has."""
    shown = {article.pk, *(stub.pk for stub in context["beside"])}
    byline = next(iter(bylines_of(article)), None)
    by = lately_by(byline.contributor_id) if byline else []
    mine = [story for story in by if story.pk not in shown][:MORE]
    paper = article.page.issue.publication_id
    same = lately_in(article.section, paper) if article.section else []
    known = shown | {story.pk for story in mine}
    return {
        "author": byline.contributor if byline else None,
        "by_author": mine,
        "in_section": [story for story in same if story.pk not in known][:MORE],
    }


def _beside(article: Article, stubs: list[Article]) -> tuple[Article | None, Article | None]:
    """The stories before and after it in the issue. Teasers have nothing to read: left out."""

    def place(story: Article) -> tuple[int, int]:
        return story.page.number, story.order

    stories = [stub for stub in stubs if stub.kind != Article.Kind.TEASER]
    before = [stub for stub in stories if place(stub) < place(article)]
    after = [stub for stub in stories if place(stub) > place(article)]
    return (before[-1] if before else None), (after[0] if after else None)
