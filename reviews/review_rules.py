"""The rules of a paper's reviews: which hold for a page, and how they are changed.

How many reviews, by how many people, and which findings hold a page: one person asks for other
rules, a second agrees, and the pages that are under way keep those under which they began.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from audit import log as audit
from issues.models import Page, Publication, RuleChange

ASK = "issues.change_publication"
AGREE = "issues.agree_rulechange"
Status = Article.Status


class Rules(Protocol):
    """What a paper, and a page that keeps older rules, both have."""

    @property
    def reviews(self) -> int:
        """How many."""

    @property
    def reviewers_differ(self) -> bool:
        """Whether each is done by another person."""

    @property
    def blocking_codes(self) -> str:
        """The findings that hold a page, one a line."""


@dataclass(frozen=True, slots=True)
class GivenRules:
    """Rules by themselves."""

    reviews: int
    reviewers_differ: bool
    blocking_codes: str


class RulesRefused(Exception):
    """A rule forbids it; the message says which and what to do instead."""


def rules_of(page: Page) -> Rules:
    """Return the rules for a page: its paper's, or those under which it began."""
    kept = page.kept_rules
    if kept is None or not under_way(Page.objects.filter(pk=page.pk)).exists():
        return page.issue.publication
    return GivenRules(kept.old_reviews, kept.old_reviewers_differ, kept.old_blocking_codes)


def under_way(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of which a story is in review, signed off or with its readers."""
    # What was withdrawn from its readers belongs to the page still; what was set aside does not.
    begun = Article.objects.filter(page=OuterRef("pk"))
    begun = begun.exclude(status__in=(Status.DRAFT, Status.SET_ASIDE))
    return pages.filter(Exists(begun))


def release(page: Page) -> None:
    """Let a page that begins anew fall under the rules of its paper."""
    if page.kept_rules_id is None:
        return
    row = Page.objects.filter(pk=page.pk)
    row.exclude(pk__in=under_way(row).values("pk")).update(kept_rules=None)
    page.refresh_from_db(fields=["kept_rules"])


def ask_change(paper: Publication, wanted: Rules, *, by: User, reason: str) -> RuleChange:
    """Ask for other rules; they hold when a second person agrees. Raises ``RulesRefused``."""
    _check_may(by, ASK)
    if not reason.strip():
        raise RulesRefused(_("Say why the paper's rules shall be others."))
    with audit.chained():
        paper = Publication.objects.select_for_update().get(pk=paper.pk)
        if _given(paper) == _given(wanted):
            raise RulesRefused(_("These are the rules already. Nothing was asked."))
        if RuleChange.objects.filter(publication=paper, decided_at=None).exists():
            raise RulesRefused(
                _("Other rules wait for a second person already. Let him decide first.")
            )
        change = RuleChange.objects.create(
            publication=paper,
            asked_by=by,
            reason=reason.strip(),
            **_columns(wanted),
            **{f"old_{name}": value for name, value in _columns(paper).items()},
        )
        _record("ask-rules", change, by=by)
    return change


def agree(change: RuleChange, *, by: User) -> int:
    """Let other rules hold from now on, and return how many pages keep the old ones.

    Raises ``RulesRefused``: who asked does not agree, and the rules must be those he saw.
    """
    _check_may(by, AGREE)
    if by.pk == change.asked_by_id:
        raise RulesRefused(_("A second person agrees to other rules, not who asked for them."))
    with audit.chained():
        paper = Publication.objects.select_for_update().get(pk=change.publication_id)
        before = GivenRules(
            change.old_reviews, change.old_reviewers_differ, change.old_blocking_codes
        )
        if _given(paper) != before:
            raise RulesRefused(_("The rules were changed meanwhile. Refuse this and ask anew."))
        _decide(change, by=by, agreed=True)
        pages = Page.objects.filter(issue__publication=paper, kept_rules=None)
        kept = pages.filter(pk__in=under_way(pages).values("pk")).update(kept_rules=change)
        Publication.objects.filter(pk=paper.pk).update(**_columns(change))
        _record("agree-rules", change, by=by, pages_that_keep_the_old=kept)
    return kept


def refuse(change: RuleChange, *, by: User) -> None:
    """Leave the rules as they are. Who asked may take it back so. Raises ``RulesRefused``."""
    if by.pk != change.asked_by_id:
        _check_may(by, AGREE)
    with audit.chained():
        _decide(change, by=by, agreed=False)
        _record("refuse-rules", change, by=by)


def _decide(change: RuleChange, *, by: User, agreed: bool) -> None:
    waiting = RuleChange.objects.filter(pk=change.pk, decided_at=None)
    if not waiting.update(decided_at=timezone.now(), decided_by=by, agreed=agreed):
        raise RulesRefused(_("Somebody has decided this already. Load the list again."))
    change.refresh_from_db()


def _check_may(by: User, permission: str) -> None:
    if not (by.is_active and by.has_perm(permission)):
        raise RulesRefused(
            _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": permission}
        )


def _given(rules: Rules) -> GivenRules:
    return GivenRules(rules.reviews, rules.reviewers_differ, rules.blocking_codes)


def _columns(rules: Rules) -> dict[str, object]:
    return {
        "reviews": rules.reviews,
        "reviewers_differ": rules.reviewers_differ,
        "blocking_codes": rules.blocking_codes,
    }


def _record(action: str, change: RuleChange, *, by: User, **more: object) -> None:
    old = {f"old_{name}": getattr(change, f"old_{name}") for name in _columns(change)}
    asked = change.asked_by.get_username()
    audit.record(
        action,
        change,
        by=by,
        asked_by=asked,
        reason=change.reason,
        **_columns(change),
        **old,
        **more,
    )
