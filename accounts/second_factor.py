"""The second factor: a code from the telephone (TOTP, RFC 6238), by django-otp.

Who has one is asked for a code at each sign-in. With ``REQUIRE_SECOND_FACTOR`` nobody reviews,
publishes or holds an office without.
"""

from __future__ import annotations

from base64 import b32encode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.grants import RoleRefused, suspend
from accounts.models import RoleGrant, Suspended
from accounts.notices import Kind, tell
from accounts.roles import CONFIRMED
from audit import log as audit

REMOVE = "accounts.add_passwordlink"


def device_of(user: User) -> TOTPDevice | None:
    """Return the device with which the person signs in."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_missing(user: User | AnonymousUser) -> bool:
    """Whether the person must set up a second factor before anything else."""
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(user, User):
        return False
    held = RoleGrant.objects.standing().filter(user=user, role__in=CONFIRMED)
    return (user.is_superuser or held.exists()) and device_of(user) is None


def pending(user: User) -> TOTPDevice | None:
    """Return the device that the person sets up just now."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()


def begin(user: User) -> None:
    """Begin to set up a device, with a new secret."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    if device_of(user) is None:
        TOTPDevice.objects.create(user=user, confirmed=False, name="newsroom")


def secret_of(device: TOTPDevice) -> str:
    """Return the device's secret in groups of four, for typing it."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def finish(user: User, code: str, *, session_key: str | None) -> None:
    """Take a device into use by a first code; ends the person's other sessions.

    Raises ``RoleRefused`` for a wrong code, or when no device is being set up.
    """
    device = pending(user)
    if device is None or device_of(user) is not None:
        raise RoleRefused(_("Begin anew: no second factor is being set up."))
    _verify(user, device, code)
    with audit.chained():
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        device.confirmed = True
        # The rest of it changes with each code.
        audit.note(device, only=["user", "confirmed", "key"])
        audit.record("add-second-factor", user, by=user)
    # A session that was opened before has shown no code.
    _end_sessions(user, but=session_key)


def remove_own(user: User, code: str) -> None:
    """Remove one's own device with a code of it. Raises ``RoleRefused``."""
    device = device_of(user)
    if device is None:
        raise RoleRefused(_("You have no second factor."))
    _verify(user, device, code)
    with audit.chained():
        _delete(user)
        audit.record("remove-second-factor", user, by=user)
        tell(user, Kind.FACTOR_REMOVED, by=user)


def remove_of(user: User, *, by: User) -> int:
    """Remove the device of somebody who has lost it; his roles wait for a second person again.

    Returns how many. Raises ``RoleRefused``.
    """
    may = by.is_active and by.has_perm(REMOVE) and (by.is_superuser or not user.is_superuser)
    if not may or by.pk == user.pk:
        raise RoleRefused(_("%(user)s may not remove this second factor.") % {"user": by})
    with audit.chained():
        if not _delete(user):
            raise RoleRefused(_("%(user)s has no second factor.") % {"user": user})
        audit.record("remove-second-factor", user, by=by)
        tell(user, Kind.FACTOR_REMOVED, by=by)
        waiting = suspend(user, by=by, reason=Suspended.FACTOR)
    return len(waiting)


def check_code(user: User, code: str) -> None:
    """Raise ``RoleRefused`` when the person has a device and this is no code of it."""
    device = device_of(user)
    if device is not None:
        _verify(user, device, code)


def _verify(user: User, device: TOTPDevice, code: str) -> None:
    if not verify_token(user, device.persistent_id, code.replace(" ", "")):
        raise RoleRefused(
            _(
                "This is not the code that your telephone shows now. Enter the next one; after"
                " several wrong ones wait a little."
            )
        )


def _delete(user: User) -> int:
    rows = TOTPDevice.objects.filter(user=user)
    keys = list(rows.values_list("pk", flat=True))
    rows.delete()
    audit.note_change(TOTPDevice, keys, deleted=True)
    return len(keys)


def _end_sessions(user: User, *, but: str | None) -> None:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
