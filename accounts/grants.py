"""The one home of who holds which role: asking, confirming, taking back.

Accounts (系统管理员), roles (安全管理员) and the record (审计员) are three offices (三员分立).
A role for reviewing, publishing or an office begins to count when a second person has confirmed
it. Each step stands in the audit log.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RoleGrant, Suspended
from accounts.notices import Kind, tell
from accounts.roles import CONFIRMED, FREE, OFFICES, Role
from audit import log as audit
from audit.models import AuditEntry

ASK = "accounts.add_rolegrant"
CONFIRM = "accounts.confirm_rolegrant"
END = "accounts.change_rolegrant"
TOGETHER, SEPARATE = "offices-together", "offices-separate"


class RoleRefused(Exception):
    """A rule forbids it; the message says which and what to do instead."""


def ask(user: User, role: Role, *, by: User, reason: str) -> RoleGrant:
    """Give ``user`` a role, which waits for a second person if it must. Raises ``RoleRefused``."""
    _check_may(by, ASK)
    if by.pk == user.pk:
        raise RoleRefused(_("Nobody gives himself a role. Ask the other administrator."))
    if not reason.strip():
        raise RoleRefused(_("Say why %(user)s gets the role.") % {"user": user})
    with audit.chained():
        _check_free(user, role)
        counts = role in FREE
        grant = RoleGrant.objects.create(
            user=user,
            role=role,
            reason=reason.strip(),
            asked_by=by,
            confirmed_at=timezone.now() if counts else None,
        )
        audit.note(grant)
        _record("give-role" if counts else "ask-role", grant, by=by)
    return grant


def confirm(grant: RoleGrant, *, by: User) -> RoleGrant:
    """Let a role count that somebody else has asked for. Raises ``RoleRefused``.

    Only of an account that its owner has taken into his hands: a link that is still out would be
    a role for whoever uses it.
    """
    _check_may(by, CONFIRM)
    if by.pk in (grant.asked_by_id, grant.user_id):
        raise RoleRefused(
            _("A second person confirms a role: neither who asked for it nor who gets it.")
        )
    if not (grant.user.is_active and grant.user.has_usable_password()):
        raise RoleRefused(
            _("%(user)s has set no password yet, or has left. Confirm the role of who is there.")
            % {"user": grant.user}
        )
    with audit.chained():
        _check_offices(grant.user, Role(grant.role))
        waiting = RoleGrant.objects.waiting().filter(pk=grant.pk)
        if not waiting.update(confirmed_at=timezone.now(), confirmed_by=by):
            raise RoleRefused(_("This role waits for nobody. Load the list again."))
        grant.refresh_from_db()
        audit.note(grant, only=["confirmed_at", "confirmed_by"])
        _record("confirm-role", grant, by=by, asked_by=_name(grant.asked_by))
        tell(grant.user, Kind.ROLE_CONFIRMED, by=by, text=grant.role)
    return grant


def end(grant: RoleGrant, *, by: User, reason: str) -> None:
    """Take a role back, or refuse one that waits; at once. Raises ``RoleRefused``.

    Who may confirm a role may refuse it.
    """
    _check_may(by, CONFIRM if grant.waits and not by.has_perm(END) else END)
    if not reason.strip():
        raise RoleRefused(_("Say why the role ends."))
    with audit.chained():
        standing, now = RoleGrant.objects.standing().filter(pk=grant.pk), timezone.now()
        if not standing.update(ended_at=now, ended_by=by):
            raise RoleRefused(_("This role has ended already. Load the list again."))
        audit.note_change(RoleGrant, [grant.pk], ended_at=now, ended_by_id=by.pk)
        _record("end-role", grant, by=by, why=reason.strip())
        tell(grant.user, Kind.ROLE_ENDED, by=by, text=grant.role)


def suspend(user: User, *, by: User | None, reason: Suspended) -> list[RoleGrant]:
    """Let the confirmed roles of ``user`` wait for a second person again, and return them.

    Whoever could have taken the account over by what he did must not be who confirms it: he stands
    as who asked.
    """
    rows = RoleGrant.objects.standing().filter(user=user, role__in=CONFIRMED)
    held = list(rows.exclude(confirmed_at=None))
    now = timezone.now()
    for old in held:
        RoleGrant.objects.filter(pk=old.pk).update(ended_at=now, ended_by=by)
        new = RoleGrant.objects.create(user=user, role=old.role, reason=reason.value, asked_by=by)
        audit.note_change(RoleGrant, [old.pk], ended_at=now, ended_by_id=by and by.pk)
        audit.note(new)
        _record("suspend-role", new, by=by)
        tell(user, Kind.ROLE_WAITS, by=by, text=new.role)
    return held


def appoint(user: User, role: Role, *, reason: str) -> RoleGrant:
    """Give an office that nobody holds, on the machine itself. Raises ``RoleRefused``."""
    with audit.chained():
        if RoleGrant.objects.counting().filter(role=role, user__is_active=True).exists():
            raise RoleRefused(
                _("Somebody is %(role)s already. Ask for the role in the newsroom.")
                % {"role": role.label}
            )
        _check_free(user, role)
        grant = RoleGrant.objects.create(
            user=user, role=role, reason=reason, confirmed_at=timezone.now()
        )
        audit.note(grant)
        _record("appoint", grant, by=None)
    return grant


def note_offices() -> None:
    """Write into the log whether offices are separate, when that is not what it said last."""
    wanted = SEPARATE if settings.SEPARATE_OFFICES else TOGETHER
    told = AuditEntry.objects.filter(action__in=(SEPARATE, TOGETHER)).order_by("-seq").first()
    # Separate is the rule, and goes without saying before anything else was said.
    if wanted != (told.action if told else SEPARATE):
        audit.record(wanted, None, by="SEPARATE_OFFICES")


def _check_may(by: User, permission: str) -> None:
    if not (by.is_active and by.has_perm(permission)):
        raise RoleRefused(
            _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": permission}
        )


def _check_free(user: User, role: Role) -> None:
    """Raise ``RoleRefused`` when the person has the role, or another that forbids it."""
    if not user.is_active:
        raise RoleRefused(_("%(user)s has left. Open the account first.") % {"user": user})
    if RoleGrant.objects.standing().filter(user=user, role=role).exists():
        raise RoleRefused(
            _("%(user)s is %(role)s already, or waits to be.") % {"user": user, "role": role.label}
        )
    _check_offices(user, role)


def held_together() -> dict[User, list[Role]]:
    """Return who holds an office beside another, or beside reviewing or publishing, and which.

    While offices are separate none of these roles counts.
    """
    held: dict[User, list[Role]] = {}
    rows = RoleGrant.objects.standing().exclude(confirmed_at=None).order_by("user", "pk")
    active = rows.filter(user__is_active=True, role__in=CONFIRMED)
    for row in active.select_related("user"):
        held.setdefault(row.user, []).append(Role(row.role))
    several = {user: roles for user, roles in held.items() if len(roles) > 1}
    return {user: roles for user, roles in several.items() if OFFICES.intersection(roles)}


def _check_offices(user: User, role: Role) -> None:
    """Raise ``RoleRefused`` for an office beside another, or beside reviewing or publishing."""
    if not settings.SEPARATE_OFFICES or role not in CONFIRMED:
        return
    held = RoleGrant.objects.standing().filter(user=user, role__in=CONFIRMED).exclude(role=role)
    against = held if role in OFFICES else held.filter(role__in=OFFICES)
    if other := against.first():
        raise RoleRefused(
            _(
                "%(user)s is %(other)s. Nobody holds two of the three offices, nor reviews or"
                " publishes beside one: give %(role)s to another person."
            )
            % {"user": user, "other": other.get_role_display(), "role": role.label}
        )


def _record(action: str, grant: RoleGrant, *, by: User | None, **more: object) -> None:
    note_offices()
    audit.record(
        action,
        grant,
        by=by or "the machine",
        user=grant.user.get_username(),
        role=grant.role,
        reason=grant.reason,
        **more,
    )


def _name(user: User | None) -> str:
    return user.get_username() if user else ""
