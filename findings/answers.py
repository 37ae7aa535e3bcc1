"""Answering a finding: the one home of it. The answer says who, when and why, and can be undone.

Settled: it is an error, and was put right or noted; it counts in the page's error rate. Ignored:
it is none: this once, in this paper, or for ever. What is ignored for a paper or for ever is a
``Waiver`` on the matter itself and holds on every page, also on pages that come later.

A question of fact is settled by a reason, never by a click alone. Where the words that it asks
about are changed, the check that follows takes it back by itself.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from audit import journal
from audit import log as audit
from findings import beginnings
from findings.models import Finding, Office, Waiver
from findings.reading_codes import Weight
from issues.models import Publication

State = Finding.State
# What a person may answer, and from where. What is gone was dropped by the check itself.
ANSWERS: dict[str, set[str]] = {
    State.SETTLED: {State.OPEN},
    State.IGNORED: {State.OPEN},
    State.OPEN: {State.SETTLED, State.IGNORED},
}
# What a confirmation says of an office.
CONFIRMED = ("publication", "place", "title", "holder", "confirmed_by", "confirmed_at")
PERMISSION = "findings.change_finding"


class Scope(models.TextChoices):
    """How far an ignored finding reaches."""

    ONCE = "once", gettext_lazy("only this finding")
    PAPER = "paper", gettext_lazy("in this paper")
    EVER = "ever", gettext_lazy("in all papers, for ever")


class DecisionRefused(Exception):
    """A rule forbids the answer; the message says which and what to do instead."""


def may_decide(user: User) -> bool:
    """Return whether ``user`` may answer findings: who only writes does not overrule them."""
    return user.is_active and user.has_perm(PERMISSION)


def ignore(finding: Finding, *, by: User, reason: str, scope: str = Scope.ONCE) -> Finding:
    """Ignore ``finding``, no error as far as ``scope`` reaches. Raises ``DecisionRefused``."""
    return decide(finding, State.IGNORED, by=by, reason=reason, scope=scope)


def decide(
    finding: Finding, state: str, *, by: User, reason: str = "", scope: str = Scope.ONCE
) -> Finding:
    """Settle, ignore or open ``finding`` again and return it. Raises ``DecisionRefused``.

    When the answer is undone, a waiver that came with it ends: all that it ignored is open.
    """
    reason = reason.strip()
    _check_may(by)
    if state not in ANSWERS:
        raise DecisionRefused(_("A finding can be settled, ignored or opened again."))
    if state == State.IGNORED and not reason:
        raise DecisionRefused(_("To ignore a finding, give a reason."))
    if state == State.SETTLED and not reason and finding.weight == Weight.FACT:
        raise DecisionRefused(
            _(
                "This is a question of fact. Change the words that it asks about, which settles it,"
                " or give a reason."
            )
        )
    if scope not in Scope.values:
        raise DecisionRefused(_("Ignore it once, in this paper, or for ever."))
    with audit.chained():
        waiver = finding.waiver
        _answer(finding, state, by=by, reason=reason)
        if state == State.IGNORED and scope != Scope.ONCE:
            _waive(finding, Scope(scope), by=by, reason=reason)
        elif state == State.OPEN and waiver is not None:
            end_waiver(waiver, by=by)
        if state == State.OPEN and finding.code == beginnings.ASKS:
            beginnings.forget(finding)
    finding.refresh_from_db()
    return finding


def say_whether_begins(finding: Finding, begins: bool, *, by: User) -> Finding:
    """Settle the question whether a story begins at a line, and keep the answer as its label.

    Raises ``DecisionRefused``.
    """
    with audit.chained():
        with override(settings.LANGUAGE_CODE):
            said = _("A story begins here.") if begins else _("No story begins here.")
        finding = decide(finding, State.SETTLED, by=by, reason=said)
        beginnings.remember(finding, begins, by=by)
    return finding


def end_waiver(waiver: Waiver, *, by: User) -> int:
    """Take a waiver back; return how many findings are open again. Raises ``DecisionRefused``."""
    _check_may(by)
    with audit.chained():
        ended, now = Waiver.objects.in_force().filter(pk=waiver.pk), timezone.now()
        if not ended.update(ended_at=now, ended_by=by):
            return 0
        audit.note_change(Waiver, [waiver.pk], ended_at=now, ended_by_id=by.pk)
        again = waiver.findings.filter(state=State.IGNORED)
        opened = _write(again, state=State.OPEN, waiver=None, decided_by=None, reason="")
        audit.record("end-waiver", waiver, by=by)
        journal.write(by, [waiver], CHANGE, gettext_noop("Waiver ended."))
        return opened


def confirm_office(office: Office, *, by: User) -> bool:
    """Say that the office is rightly held so; return whether that was new.

    Two confirmed holders of one office came after each other and are not asked about again.
    """
    _check_may(by)
    new = Office.objects.filter(pk=office.pk, confirmed_by__isnull=True)
    with audit.chained():
        now = timezone.now()
        if not new.update(confirmed_by=by, confirmed_at=now):
            return False
        audit.note(Office.objects.get(pk=office.pk), only=CONFIRMED)
        audit.record("confirm-office", office, by=by)
        journal.write(by, [office], CHANGE, gettext_noop("Confirmed."))
    return True


def set_term(
    office: Office,
    *,
    by: User,
    reason: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    rank: int | None = None,
) -> bool:
    """Say from when to when the office is held so, and its place in the order of leaders.

    Returns whether anything differed. Raises ``DecisionRefused``.
    """
    _check_may(by)
    if not reason.strip():
        raise DecisionRefused(_("Say where the term and the order are known from."))
    if since and until and until < since:
        raise DecisionRefused(_("The office would end before it began. Check the two days."))
    with audit.chained():
        held = Office.objects.select_for_update().filter(pk=office.pk)
        row = held.filter(confirmed_by__isnull=False).first()
        if row is None:
            raise DecisionRefused(_("Nobody has confirmed this office yet. Confirm it first."))
        term: dict[str, object] = {"since": since, "until": until, "rank": rank}
        if term == {name: getattr(row, name) for name in term}:
            return False
        limit = Office._meta.get_field("reason").max_length or 0
        term["reason"] = reason.strip()[:limit]
        Office.objects.filter(pk=office.pk).update(**term)
        audit.note_change(Office, [office.pk], **term)
        told = {name: value and str(value) for name, value in term.items()}
        audit.record("set-term", office, by=by, **told)
        said = journal.with_reason(gettext_noop("Term and order"), str(term["reason"]))
        journal.write_sentence(by, [office], CHANGE, said)
    return True


def withdraw_confirmation(office: Office, *, by: User) -> bool:
    """Take a confirmation back; return whether there was one."""
    _check_may(by)
    sure = Office.objects.filter(pk=office.pk, confirmed_by__isnull=False)
    with audit.chained():
        if not sure.update(confirmed_by=None, confirmed_at=None):
            return False
        audit.note_change(Office, [office.pk], confirmed_by_id=None, confirmed_at=None)
        audit.record("unconfirm-office", office, by=by)
        journal.write(by, [office], CHANGE, gettext_noop("Confirmation undone."))
    return True


def _check_may(by: User) -> None:
    if not may_decide(by):
        raise DecisionRefused(
            _("%(user)s may not answer findings. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": PERMISSION}
        )


def why_gone(finding: Finding) -> str:
    """Return why nobody can answer a row as it was read: what it asked about is gone, or ``""``."""
    if finding.state != State.GONE:
        return ""
    text = _(
        "What “%(finding)s” asked about is gone with what was saved. There is nothing to answer."
    )
    return text % {"finding": finding}


def _answer(finding: Finding, state: str, *, by: User, reason: str) -> None:
    limit = Finding._meta.get_field("reason").max_length or 0
    answered = state != State.OPEN
    if not _write(
        Finding.objects.filter(pk=finding.pk, state__in=ANSWERS[state]),
        state=state,
        decided_by=by if answered else None,
        reason=reason[:limit] if answered else "",
        waiver=None,
    ):
        now = Finding.objects.filter(pk=finding.pk).first() or finding
        raise DecisionRefused(
            why_gone(now)
            or _("Somebody else has just answered “%(finding)s”. Load the page again and look.")
            % {"finding": finding}
        )
    audit.record(
        "answer-finding", finding, by=by, state=str(state), code=finding.code, reason=reason
    )
    told = journal.with_reason(State(state).label, reason)
    journal.write_sentence(by, [finding], CHANGE, told)
    journal.write(by, [finding.page], CHANGE, journal.JOINED, first=finding.message, second=told)


def _waive(finding: Finding, scope: Scope, *, by: User, reason: str) -> None:
    """Waive the finding's topic, and with it every open finding on the same topic."""
    publication = finding.page.issue.publication if scope == Scope.PAPER else None
    waiver = _waiver(finding, publication, by=by, reason=reason)
    Finding.objects.filter(pk=finding.pk).update(waiver=waiver)
    audit.note_change(Finding, [finding.pk], waiver_id=waiver.pk)
    same = Finding.objects.open().filter(topic=finding.topic, code=finding.code)
    if publication is not None:
        same = same.filter(page__issue__publication=publication)
    _write(same, state=State.IGNORED, waiver=waiver, decided_by=by, reason=waiver.reason)


def _waiver(finding: Finding, publication: Publication | None, *, by: User, reason: str) -> Waiver:
    """Return the waiver in force on this topic, made when there is none."""
    limit = Waiver._meta.get_field("reason").max_length or 0
    there = Waiver.objects.in_force().filter(topic=finding.topic, publication=publication)
    if known := there.first():
        return known
    try:
        with transaction.atomic():
            made = Waiver.objects.create(
                code=finding.code,
                topic=finding.topic,
                params=finding.params,
                publication=publication,
                reason=reason[:limit],
                by=by,
            )
    except IntegrityError:  # somebody else waived it at this moment
        return there.get()
    audit.note(made)
    return made


def _write(
    findings: QuerySet[Finding],
    *,
    state: str,
    waiver: Waiver | None,
    decided_by: User | None,
    reason: str,
) -> int:
    """Write one answer to findings that are locked first, note it, and return how many."""
    keys = list(findings.select_for_update(of=("self",)).values_list("pk", flat=True))
    at = timezone.now() if decided_by else None
    Finding.objects.filter(pk__in=keys).update(
        state=state, waiver=waiver, decided_by=decided_by, decided_at=at, reason=reason
    )
    audit.note_change(
        Finding,
        keys,
        state=state,
        waiver_id=waiver and waiver.pk,
        decided_by_id=decided_by and decided_by.pk,
        decided_at=at,
        reason=reason,
    )
    return len(keys)
