"""Who may review which story: three different people, none of them an author of its words."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article
from reviews import approvals, claims
from reviews.authors import written_by
from reviews.models import Stage
from reviews.review_rules import Rules
from reviews.stages import PERMISSIONS


def stages_of(user: User) -> list[Stage]:
    """Return the reviews that ``user`` may do at all, in order."""
    if not user.is_active:
        return []
    return [stage for stage, name in PERMISSIONS.items() if user.has_perm(name)]


def why_not_approve(article: Article, rules: Rules, *, by: User) -> str:
    """Return why ``by`` may not approve the story just now; empty when nothing is against it.

    The permission is not asked here. The rule on different people is a setting of the paper.
    """
    return why_not([article], rules, by=by).get(article.pk, "")


def why_not(articles: Sequence[Article], rules: Rules, *, by: User) -> dict[int, str]:
    """Return for each story that ``by`` may not approve why not, in three queries for all."""
    wrote, approved = set[int](), set[int]()
    if rules.reviewers_differ:
        rows = Article.objects.filter(pk__in=[row.pk for row in articles]).order_by()
        wrote = set(rows.filter(written_by(by)).values_list("pk", flat=True))
        own = approvals.standing(articles).filter(by=by).order_by()
        approved = set(own.values_list("article", flat=True))
    taken = claims.others_claims(articles, by)
    found: dict[int, str] = {}
    for row in articles:
        if row.pk in taken:
            found[row.pk] = claims.taken(taken[row.pk])
        elif row.pk in wrote:
            text = _(
                "%(user)s wrote words of “%(story)s” or brought them in."
                " Somebody else must review it."
            )
            found[row.pk] = text % {"user": by, "story": row}
        elif row.pk in approved:
            text = _(
                "%(user)s has approved “%(story)s” in an earlier review."
                " Each review is done by another person."
            )
            found[row.pk] = text % {"user": by, "story": row}
    return found
