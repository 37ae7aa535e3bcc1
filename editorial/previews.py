"""Showing a page or story to somebody without an account: a signed link that ends.

The address is signed, so that nobody guesses one; the row behind it says until when it opens and
whether it was revoked, and it ends when the person who made it may make none any more. Every look
stands in the audit log, with the hash of the address it came from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Article, Photo, PreviewLink
from audit import log as audit
from audit.models import AuditEntry
from audit.sentences import gettext as _
from editorial.transitions import NotAllowed
from issues.models import Page

SALT = "editorial.previews"
LONGEST = dt.timedelta(days=14)
PERMISSION = "articles.add_previewlink"
NEEDED = (PERMISSION, "articles.view_article")


def make_link(shown: Page | Article, *, by: User, note: str, hours: int = 24) -> PreviewLink:
    """Make a link to a page or story that opens for ``hours``. Raises ``NotAllowed``."""
    if not by.has_perms(NEEDED):
        raise NotAllowed(_("%(user)s may not make preview links. Ask an editor.") % {"user": by})
    life = dt.timedelta(hours=hours)
    if not dt.timedelta() < life <= LONGEST:
        raise NotAllowed(_("A link lives from 1 hour to %(days)s days.") % {"days": LONGEST.days})
    if not note.strip():
        raise NotAllowed(_("Say for whom the link is."))
    with audit.chained():
        link = PreviewLink.objects.create(
            page=shown if isinstance(shown, Page) else None,
            article=shown if isinstance(shown, Article) else None,
            note=note.strip(),
            made_by=by,
            expires_at=timezone.now() + life,
        )
        audit.note(link)
        audit.record("make-preview", link, by=by, expires=link.expires_at.isoformat())
    return link


def revoke(link: PreviewLink, *, by: User) -> bool:
    """End a link at once; return whether it was still open. Raises ``NotAllowed``."""
    if not (by.has_perm(PERMISSION) and (by.pk == link.made_by_id or _may_all(by))):
        raise NotAllowed(
            _("Only who made a link, or a publisher, revokes it: ask %(user)s.")
            % {"user": link.made_by}
        )
    with audit.chained():
        open_still = PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
        now = timezone.now()
        if not open_still.update(revoked_at=now, revoked_by=by):
            return False
        audit.note_change(PreviewLink, [link.pk], revoked_at=now, revoked_by_id=by.pk)
        audit.record("revoke-preview", link, by=by)
    return True


def token_of(link: PreviewLink) -> str:
    """Return the signed name of a link, as its address has it."""
    return signing.Signer(salt=SALT).sign(str(link.pk))


def find_link(token: str) -> PreviewLink | None:
    """Return the link of a token, open or not; ``None`` when the signature is not ours."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    rows = PreviewLink.objects.select_related("made_by", "page", "article")
    return rows.filter(pk=key).first()


def is_open(link: PreviewLink) -> bool:
    """Return whether the link opens still: not longer than its maker has his role.

    One that he is given anew opens none of the links from before he lost it. Who asks about many
    links prefetches ``made_by__role_grants``.
    """
    by = link.made_by
    in_time = link.revoked_at is None and link.expires_at > timezone.now()
    if not (in_time and by.is_active and by.has_perms(NEEDED)):
        return False
    ends = (grant.ended_at for grant in by.role_grants.all())
    return not any(end and end >= link.made_at for end in ends)


def note_view(
    link: PreviewLink, *, address: str, story: Article | None = None, photo: Photo | None = None
) -> None:
    """Write into the audit log that somebody looks; the address is kept as a hash only."""
    hashed = salted_hmac(SALT, address or "?", algorithm="sha256").hexdigest()[:32]
    audit.record(
        "view-preview",
        link,
        by=None,
        made_by=link.made_by.get_username(),
        address=hashed,
        **({"story": story.pk} if story else {}),
        **({"photo": photo.pk} if photo else {}),
    )


def note_own_view(shown: Page | Article, *, by: User) -> None:
    """Write into the audit log that a member of staff looks at a preview in the admin."""
    audit.record("view-preview", shown, by=by)


def views_of(links: Iterable[PreviewLink]) -> dict[int, list[AuditEntry]]:
    """Return who looked at each link, the latest first, in one query."""
    views: dict[int, list[AuditEntry]] = {link.pk: [] for link in links}
    entries = AuditEntry.objects.filter(
        kind=PreviewLink._meta.label_lower, key__in=map(str, views), action="view-preview"
    )
    for entry in entries:
        views[int(entry.key)].append(entry)
    return views


def _may_all(by: User) -> bool:
    return by.has_perm("articles.publish_article")
