"""Who reads a page for review: claimed, kept while its window is open, taken over, let go."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Article
from desk.base import require
from editorial.workflow import NotAllowed
from issues.models import Page
from reviews import claims
from reviews.review_rules import rules_of
from reviews.separation import stages_of, why_not
from workbench.company import name_of

YOURS = gettext_lazy("It is yours while this page is open, and for three minutes more.")


@require_POST
def here_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Keep the claims that a window shows as its owner's; say which of them were taken over."""
    user = require(request, "articles.view_article", "issues.view_page")
    keys = [key for key in request.POST.getlist("story") if key.isdigit()]
    rows = list(Article.objects.filter(page=pk, pk__in=keys))
    claims.keep(rows, by=user)
    taken: dict[User, list[Article]] = {}
    for row in claims.others_claims(rows, user).values():
        taken.setdefault(row.by, []).append(row.article)
    return JsonResponse({"taken": [_taken_over(by, stories) for by, stories in taken.items()]})


def _taken_over(by: User, stories: list[Article]) -> str:
    if len(stories) == 1:
        text = _("%(user)s has taken over “%(story)s”. What you typed is kept.")
        return text % {"user": name_of(by), "story": stories[0]}
    text = _("%(user)s has taken over %(count)s stories of this page. What you typed is kept.")
    return text % {"user": name_of(by), "count": len(stories)}


def _mine_to_review(page: Page, story: Article | None, user: User) -> list[Article]:
    stages = [stage.value for stage in stages_of(user)]
    rows = (
        [story] if story else list(page.articles.with_page().with_parts().filter(status__in=stages))
    )
    if not rows or any(row.status not in stages for row in rows):
        raise NotAllowed(_("Nothing here waits for a review of yours."))
    return rows


def claim(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    claims.claim_stories(_mine_to_review(page, story, user), by=user)
    return str(YOURS)


def take(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    rows = _mine_to_review(page, story, user)
    with transaction.atomic():
        before = claims.take_over(rows, by=user)
        # Who may not do the review takes it from nobody.
        for refusal in why_not(rows, rules_of(page), by=user).values():
            raise NotAllowed(refusal)
    if not before:
        return str(YOURS)
    names = _(", ").join(name_of(row) for row in before)
    return _("It is yours now. %(users)s will be told.") % {"users": names}


def release(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    claims.release_stories([story] if story else list(page.articles.all()), by=user)
    return _("Released. Others can claim it.")
