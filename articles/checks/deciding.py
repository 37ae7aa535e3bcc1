"""Answering a finding: the one home of it. The answer says who, when and why, and can be undone."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Finding

State = Finding.State
# What a person may answer, and from where. What is gone was taken back by the check itself.
ANSWERS: dict[str, set[str]] = {
    State.SETTLED: {State.OPEN},
    State.IGNORED: {State.OPEN},
    State.OPEN: {State.SETTLED, State.IGNORED},
}
PERMISSION = "articles.change_finding"


class DecisionRefused(Exception):
    """A rule forbids the answer; the message says which and what to do instead."""


def may_decide(user: User) -> bool:
    """Return whether ``user`` may answer findings: with that permission, or as an editor."""
    return user.is_active and (
        user.has_perm(PERMISSION) or user.has_perm("articles.change_article")
    )


def decide(finding: Finding, state: str, *, by: User, reason: str = "") -> Finding:
    """Settle, ignore or open ``finding`` again and return it. Raises ``DecisionRefused``."""
    reason = reason.strip()
    if not may_decide(by):
        raise DecisionRefused(
            _("%(user)s may not answer findings. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": PERMISSION}
        )
    if state not in ANSWERS:
        raise DecisionRefused(_("A finding can be settled, ignored or opened again."))
    if state == State.IGNORED and not reason:
        raise DecisionRefused(_("To ignore a finding, give a reason."))
    with transaction.atomic():
        _answer(finding, state, by=by, reason=reason)
    finding.refresh_from_db()
    return finding


def _answer(finding: Finding, state: str, *, by: User, reason: str) -> None:
    limit = Finding._meta.get_field("reason").max_length or 0
    answered = state != State.OPEN
    changed = Finding.objects.filter(pk=finding.pk, state__in=ANSWERS[state]).update(
        state=state,
        decided_by=by if answered else None,
        decided_at=timezone.now() if answered else None,
        reason=reason[:limit] if answered else "",
    )
    if not changed:
        raise DecisionRefused(
            _("Somebody else has just answered “%(finding)s”. Load the page again and look.")
            % {"finding": finding}
        )
    label = f"{State(state).label}: {reason}" if reason else str(State(state).label)
    LogEntry.objects.log_actions(by.pk, [finding], CHANGE, label)
    LogEntry.objects.log_actions(by.pk, [finding.page], CHANGE, f"{finding} – {label}"[:2000])
