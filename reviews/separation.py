"""Who may review which story: three different people, none of them its last editor."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article
from reviews import approvals, claims
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
    if claim := claims.others_claim(article, by):
        return claims.taken(claim)
    if not rules.reviewers_differ:
        return ""
    if by.pk in approvals.last_editors(article):
        text = _("%(user)s was the last to change “%(story)s”. Somebody else must review it.")
        return text % {"user": by, "story": article}
    if approvals.standing([article]).filter(by=by).exists():
        return _(
            "%(user)s has approved “%(story)s” in an earlier review."
            " Each review is done by another person."
        ) % {"user": by, "story": article}
    return ""
