"""Who is told what happened to an account."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from accounts.models import AccountNotice, RoleGrant
from accounts.roles import Role
from audit.ready import A_KEY, Ready

Kind = AccountNotice.Kind
# Asked for whenever somebody opens his home page.
_unseen = Ready(
    lambda user: AccountNotice.objects.filter(user=user, seen_at=None).select_related(
        "about", "by"
    )[:20],
    user=A_KEY,
)


def tell(about: User, kind: Kind, *, by: User | None, text: str = "") -> None:
    """Tell the owner of the account; of a password or second factor the auditors, too."""
    people = {about.pk}
    if kind in (Kind.LINK_MADE, Kind.PASSWORD_SET, Kind.FACTOR_REMOVED):
        auditors = RoleGrant.objects.counting().filter(role=Role.AUDITOR)
        people |= set(auditors.values_list("user", flat=True))
    AccountNotice.objects.bulk_create(
        AccountNotice(user_id=key, about=about, kind=kind, text=text[:300], by=by)
        for key in sorted(people)
    )


def unseen(user: User) -> list[AccountNotice]:
    """Return what ``user`` has not seen, the latest first."""
    return _unseen(user=user.pk)


def mark_seen(pk: int, *, by: User) -> bool:
    """Take a notice off one's own home page; return whether it was there."""
    mine = AccountNotice.objects.filter(pk=pk, user=by, seen_at=None)
    return bool(mine.update(seen_at=timezone.now()))
