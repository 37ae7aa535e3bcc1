"""New passwords: set by their owner through a link that ends, never by an administrator.

The link is shown once to who made it, for handing over, or mailed to the owner where mail is set
up. Once it is used, what the account may review, publish or administer waits for a second person
again: a link in the wrong hands is an account in them.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants import RoleRefused, note_offices, suspend
from accounts.models import LINK_LIFE, PasswordLink, Suspended
from accounts.notices import Kind, tell
from audit import log as audit

MAKE = "accounts.add_passwordlink"


def make_link(user: User, *, by: User | None) -> tuple[PasswordLink, str]:
    """Return a new link and its token, which is kept nowhere. Ends every earlier one.

    ``by`` is empty for what is done on the machine itself. Raises ``RoleRefused``.
    """
    if by is not None:
        _check_may(user, by)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with audit.chained():
        note_offices()
        earlier = PasswordLink.objects.filter(user=user, ended_at=None)
        keys = list(earlier.values_list("pk", flat=True))
        earlier.update(ended_at=now)
        audit.note_change(PasswordLink, keys, ended_at=now)
        link = PasswordLink.objects.create(
            user=user, made_by=by, sha256=_hash(token), made_at=now, expires_at=now + LINK_LIFE
        )
        audit.note(link)
        audit.record(
            "make-password-link",
            link,
            by=by or "the machine",
            user=user.get_username(),
            expires=link.expires_at.isoformat(),
        )
        tell(user, Kind.LINK_MADE, by=by)
    return link, token


def is_mailed(user: User) -> bool:
    """Whether a link goes to the owner by mail, so that nobody else sees it."""
    return bool(settings.EMAIL_HOST and user.email)


def mail(user: User, address: str) -> None:
    """Send the owner his link. What the mail server refuses is raised as it came (``OSError``)."""
    send_mail(
        _("A link for your password in the newsroom"),
        _(
            "With this link you set your password. It opens once, within %(hours)s hours:\n\n"
            "%(address)s\n\nIf you have not asked for it, tell your auditor."
        )
        % {"hours": LINK_LIFE.total_seconds() // 3600, "address": address},
        None,
        [user.email],
    )


def find_link(token: str) -> PasswordLink | None:
    """Return the link of a token while it opens; ``None`` for every other."""
    link = PasswordLink.objects.select_related("user", "made_by").filter(sha256=_hash(token))
    found = link.first()
    return found if found is not None and found.is_open and found.user.is_active else None


def use_link(link: PasswordLink, password: str) -> int:
    """Set the password of the link's owner and return how many of his roles wait again.

    Raises ``RoleRefused`` when somebody has used it meanwhile.
    """
    user = link.user
    with audit.chained():
        unused = PasswordLink.objects.filter(pk=link.pk, ended_at=None)
        ended: dict[str, Any] = {"ended_at": timezone.now(), "used": True}
        if not unused.update(**ended):
            raise RoleRefused(_("This link was used. Ask your administrator for another."))
        audit.note_change(PasswordLink, [link.pk], **ended)
        replaced = user.has_usable_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(
            "set-password",
            user,
            by=user,
            link=link.pk,
            replaced=replaced,
            made_by=link.made_by.get_username() if link.made_by else "",
        )
        tell(user, Kind.PASSWORD_SET, by=link.made_by)
        # Whoever was appointed on the machine has his first link from there, too.
        is_first = link.made_by is None and not replaced
        waiting = []
        if not is_first:
            waiting = suspend(user, by=link.made_by, reason=Suspended.PASSWORD)
    return len(waiting)


def _check_may(user: User, by: User) -> None:
    if by.pk == user.pk:
        raise RoleRefused(_("Change your own password with “Change password”."))
    if not (by.is_active and by.has_perm(MAKE)):
        raise RoleRefused(
            _("%(user)s may not give out password links. Ask the system administrator.")
            % {"user": by}
        )
    if user.is_superuser and not by.is_superuser:
        raise RoleRefused(_("The password of this account is set on the machine itself."))
    if not user.is_active:
        raise RoleRefused(_("%(user)s has left. Open the account first.") % {"user": user})


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
