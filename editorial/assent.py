"""Who approves a proposal, in which order, and which proposals wait for whom."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from editorial.transitions import NotAllowed
from issues.models import Page
from reviews.models import Proposal, ProposalEnd, Stage
from reviews.stages import CHAINS, PERMISSIONS


def all_proposals() -> QuerySet[Proposal]:
    """Return all proposals with what their lists show, the newest first."""
    return Proposal.objects.select_related(
        "by",
        "end__by",
        "article__page__issue__publication",
        "page__issue__publication",
        "issue__publication",
        "publication",
    ).prefetch_related("approvals__by")


def open_proposals() -> QuerySet[Proposal]:
    """Return the proposals that nobody has ended, the oldest first."""
    return all_proposals().filter(end=None).order_by("pk")


def open_on(page: Page) -> list[Proposal]:
    """Return the open proposals that change something of a page, its issue or its stories."""
    here = Q(article__page=page) | Q(page=page) | Q(issue=page.issue_id)
    return list(open_proposals().filter(here))


def waiting_for(user: User) -> list[Proposal]:
    """Return the open proposals that wait for an approval of ``user``."""
    if not any(user.has_perm(name) for name in PERMISSIONS.values()):
        return []
    return [row for row in open_proposals() if not why_not_approve(row, user)]


def locked(proposal: Proposal) -> Proposal:
    """Return the proposal, locked and open. Raises ``NotAllowed`` when it has ended."""
    held: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if end := ProposalEnd.objects.filter(proposal=held).select_related("by").first():
        raise NotAllowed(
            _("The proposal has ended: %(outcome)s, by %(user)s. Nothing was changed.")
            % {"outcome": end.get_outcome_display(), "user": end.by}
        )
    return held


def next_stage(proposal: Proposal) -> Stage | None:
    """Return whose approval comes next, ``None`` when all have been given."""
    given = {row.stage for row in proposal.approvals.all()}
    return next((row for row in CHAINS[proposal.needed] if row.value not in given), None)


def proposed_sentence(made: Proposal) -> str:
    """Say that nothing that readers see was changed yet, and who decides on it."""
    stage = next_stage(made)
    text = _(
        "Proposed (%(number)s): “%(row)s” stays as readers see it until it is approved, next by"
        " somebody of the %(stage)s."
    )
    return text % {"number": made.pk, "row": made.subject, "stage": stage.label if stage else "–"}


def why_not_approve(proposal: Proposal, by: User) -> str:
    """Return why ``by`` gives it no approval; empty when nothing of his person is against it."""
    stage = next_stage(proposal)
    if stage is None:
        return _("The proposal has all its approvals.")
    if refusal := _lacks(stage, by):
        return refusal
    if proposal.by_id == by.pk:
        text = _("%(user)s has proposed it. Somebody else must approve it.")
        return text % {"user": by}
    if by.pk in {row.by_id for row in proposal.approvals.all()}:
        text = _("%(user)s has approved it already. The next approval is another person's.")
        return text % {"user": by}
    return ""


def why_not_refuse(proposal: Proposal, by: User) -> str:
    """Return why ``by`` may not refuse it: who approves next, refuses, too."""
    stage = next_stage(proposal)
    if stage is None or proposal.by_id == by.pk:
        return _("Who made a proposal takes it back.")
    return _lacks(stage, by)


def _lacks(stage: Stage, by: User) -> str:
    if by.is_active and by.has_perm(PERMISSIONS[stage]):
        return ""
    text = _("%(user)s may not decide on it. It waits for somebody of the %(stage)s.")
    return text % {"user": by, "stage": stage.label}
