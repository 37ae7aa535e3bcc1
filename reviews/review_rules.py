"""The rules of a paper's reviews: which hold for a page, and how they are changed.

How many reviews, by how many people, which findings hold a page, and how many approve a change to
what is public: one person asks for other rules, a second agrees, and the pages that are under way
keep those under which they began. A proposal that is under way needs as many as when it was made.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Protocol

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models import Article
from audit import log as audit
from audit.sentences import gettext as _
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

    @property
    def proposal_reviews(self) -> int:
        """How many approve a change to what is public."""


@dataclass(frozen=True, slots=True)
class GivenRules:
    """Rules by themselves."""

    reviews: int
    reviewers_differ: bool
    blocking_codes: str
    proposal_reviews: int


RULES = tuple(row.name for row in fields(GivenRules))


class RulesRefused(Exception):
    """A rule forbids it; the message says which and what to do instead."""


def rules_of(page: Page) -> Rules:
    """Return the rules for a page: its paper's, or those under which it began."""
    kept = page.kept_rules
    if kept is None or not under_way(Page.objects.filter(pk=page.pk)).exists():
        return page.issue.publication
    return _before(kept)


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
    if row.exclude(pk__in=under_way(row).values("pk")).update(kept_rules=None):
        audit.note_change(Page, [page.pk], kept_rules_id=None)
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
        audit.note(change)
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
        if _given(paper) != _before(change):
            raise RulesRefused(_("The rules were changed meanwhile. Refuse this and ask anew."))
        _decide(change, by=by, agreed=True)
        pages = Page.objects.filter(issue__publication=paper, kept_rules=None)
        keys = list(under_way(pages).values_list("pk", flat=True))
        kept = Page.objects.filter(pk__in=keys).update(kept_rules=change)
        audit.note_change(Page, keys, kept_rules_id=change.pk)
        Publication.objects.filter(pk=paper.pk).update(**_columns(change))
        audit.note_change(Publication, [paper.pk], **_columns(change))
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
    audit.note(change, only=["decided_at", "decided_by", "agreed"])


def _check_may(by: User, permission: str) -> None:
    if not (by.is_active and by.has_perm(permission)):
        raise RulesRefused(
            _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": permission}
        )


def _given(rules: Rules) -> GivenRules:
    return GivenRules(**{name: getattr(rules, name) for name in RULES})


def _before(change: RuleChange) -> GivenRules:
    return GivenRules(**{name: getattr(change, f"old_{name}") for name in RULES})


def _columns(rules: Rules) -> dict[str, object]:
    return asdict(_given(rules))


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
