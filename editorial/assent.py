"""Who approves a proposal, in which order, and which proposals wait for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from articles.models import Article
from audit.sentences import gettext as _
from editorial.transitions import NotAllowed
from issues.models import Page
from reviews.authors import written_by
from reviews.models import Proposal, ProposalEnd, Stage, WaitingProposal
from reviews.stages import CHAINS, PERMISSIONS

_SUBJECTS = ("article", "page", "issue", "publication")
_Subject = tuple[int | None, ...]


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
    # By their keys: no database has an idea that they are few among all that have ended.
    keys = list(WaitingProposal.objects.values_list("pk", flat=True))
    if not keys:
        return Proposal.objects.none()
    return all_proposals().filter(pk__in=keys).order_by("pk")


def ended_proposals(most: int) -> list[Proposal]:
    """Return the proposals that were ended last, the last one first."""
    keys = list(ProposalEnd.objects.order_by("-pk").values_list("proposal", flat=True)[:most])
    rows = all_proposals().in_bulk(keys)
    return [rows[key] for key in keys]


def open_on(page: Page) -> list[Proposal]:
    """Return the open proposals that change something of a page, its issue or its stories."""
    here = Q(article__page=page) | Q(page=page) | Q(issue=page.issue_id)
    return list(open_proposals().filter(here))


def waiting_for(user: User) -> list[Proposal]:
    """Return the open proposals that wait for an approval of ``user``."""
    if not any(user.has_perm(name) for name in PERMISSIONS.values()):
        return []
    rows = list(open_proposals())
    refusals = why_not(rows, user)
    return [row for row in rows if row.pk not in refusals]


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
    return why_not([proposal], by).get(proposal.pk, "")


def why_not(proposals: Sequence[Proposal], by: User) -> dict[int, str]:
    """Return for each proposal that ``by`` may not approve why not, in two queries for all."""
    found = {row.pk: text for row in proposals if (text := _why_not_now(row, by))}
    left = [row for row in proposals if row.pk not in found]
    text = _("%(user)s has written words of it. Somebody else must approve it.")
    return found | dict.fromkeys(_authored(left, by), text % {"user": by})


def _why_not_now(proposal: Proposal, by: User) -> str:
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


def _authored(proposals: Collection[Proposal], by: User) -> set[int]:
    """Return the keys of those whose words are of ``by``, though another has proposed them.

    He is an author of the story, where the paper's reviewers must be other people; or he wanted
    the same himself, and had another propose it.
    """
    stories = [
        row.article.pk
        for row in proposals
        if row.article and row.article.page.issue.publication.reviewers_differ
    ]
    own = Article.objects.filter(pk__in=stories).order_by()
    wrote = set(own.filter(written_by(by)).values_list("pk", flat=True)) if stories else set()
    wanted = _wanted_by(by, proposals) if proposals else []
    return {
        row.pk
        for row in proposals
        if row.article_id in wrote or (_subject(row), row.after) in wanted
    }


def _wanted_by(by: User, proposals: Collection[Proposal]) -> list[tuple[_Subject, Any]]:
    """Return what ``by`` has himself proposed for the subjects of these proposals."""
    same = Q()
    for name in _SUBJECTS:
        same |= Q(**{f"{name}__in": {getattr(row, f"{name}_id") for row in proposals} - {None}})
    return [(_subject(row), row.after) for row in Proposal.objects.filter(same, by=by)]


def _subject(proposal: Proposal) -> _Subject:
    return tuple(getattr(proposal, f"{name}_id") for name in _SUBJECTS)


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
