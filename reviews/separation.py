"""Who may review which story: three different people, none of them an author of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

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


class Cause(StrEnum):
    """What keeps somebody from approving a story, though he may do that review."""

    CLAIMED = "claimed"
    WROTE = "wrote"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is in the way of whom: who has claimed it, or the person himself."""

    cause: Cause
    user: User

    def sentence(self, *stories: Article) -> str:
        """Say it of one story, or once of several, and what to do."""
        if len(stories) > 1:
            return _OF_SEVERAL[self.cause] % {"user": self.user, "count": len(stories)}
        return _OF_ONE[self.cause] % {"user": self.user, "story": stories[0]}


_OF_ONE = {
    Cause.CLAIMED: claims.TAKEN,
    Cause.WROTE: gettext_lazy(
        "%(user)s wrote words of “%(story)s” or brought them in. Somebody else must review it."
    ),
    Cause.APPROVED: gettext_lazy(
        "%(user)s has approved “%(story)s” in an earlier review."
        " Each review is done by another person."
    ),
}
_OF_SEVERAL = {
    Cause.CLAIMED: gettext_lazy(
        "%(user)s has claimed %(count)s stories of this page. Take them over, or wait:"
        " a claim ends three minutes after its owner has stopped."
    ),
    Cause.WROTE: gettext_lazy(
        "%(user)s wrote words of %(count)s stories of this page or brought them in."
        " Somebody else must review them."
    ),
    Cause.APPROVED: gettext_lazy(
        "%(user)s has approved %(count)s stories of this page in an earlier review."
        " Each review is done by another person."
    ),
}


def why_not(articles: Sequence[Article], rules: Rules, *, by: User) -> dict[int, str]:
    """Return for each story that ``by`` may not approve why not, in three queries for all."""
    known = {row.pk: row for row in articles}
    found = obstacles(articles, rules, by=by)
    return {key: row.sentence(known[key]) for key, row in found.items()}


def obstacles(articles: Sequence[Article], rules: Rules, *, by: User) -> dict[int, Obstacle]:
    """Return what keeps ``by`` from approving each story, where something does."""
    wrote, approved = set[int](), set[int]()
    if rules.reviewers_differ:
        rows = Article.objects.filter(pk__in=[row.pk for row in articles]).order_by()
        wrote = set(rows.filter(written_by(by)).values_list("pk", flat=True))
        own = approvals.standing(articles).filter(by=by).order_by()
        approved = set(own.values_list("article", flat=True))
    taken = claims.others_claims(articles, by)
    found: dict[int, Obstacle] = {}
    for row in articles:
        if row.pk in taken:
            found[row.pk] = Obstacle(Cause.CLAIMED, taken[row.pk].by)
        elif row.pk in wrote:
            found[row.pk] = Obstacle(Cause.WROTE, by)
        elif row.pk in approved:
            found[row.pk] = Obstacle(Cause.APPROVED, by)
    return found
