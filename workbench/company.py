"""Who else has the page before him, and on which story he works. Short, and ends by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from issues.models import Page
from reviews.claims import LIFETIME
from workbench.models import Presence, WorkingStory

# A window says that it is there three times in this time.
HERE = dt.timedelta(seconds=70)
CLAIM = LIFETIME
# What was seen longer ago says nothing any more and is not kept.
FORGOTTEN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Company:
    """Somebody else on the page; ``editing`` is the headline of the story that he works on."""

    name: str
    since: dt.datetime
    seen_at: dt.datetime
    editing: str
    story: str
    unsaved: bool


def others_on(page: Page, user: User) -> list[Company]:
    """Return who else has the page before him now."""
    now = timezone.now()
    touched = WorkingStory.objects.filter(
        copy__page=page, copy__user=OuterRef("user"), story__isnull=False
    )
    rows = (
        Presence.objects.filter(page=page, seen_at__gt=now - HERE)
        .exclude(user=user)
        .select_related("user", "article")
        .annotate(unsaved=Exists(touched))
        .order_by("since")
    )
    return [
        Company(
            name_of(row.user),
            row.since,
            row.seen_at,
            str(row.article) if _claims(row, now) else "",
            f"a{row.article_id}" if _claims(row, now) else "",
            row.unsaved,
        )
        for row in rows
    ]


def at_their_desks(user: User) -> list[Presence]:
    """Return who else has a page before him now, whatever page it is."""
    rows = Presence.objects.filter(seen_at__gt=timezone.now() - HERE).exclude(user=user)
    return list(rows.select_related("user", "page__issue__publication"))


def _claims(row: Presence, now: dt.datetime) -> bool:
    # From whom it was taken has no claim any more, before his window says where he is.
    if row.article_id is None or row.claimed_at is None:
        return False
    return row.claimed_at > now - CLAIM


def name_of(user: User) -> str:
    """Return what colleagues call somebody: surname first, else the login name."""
    return f"{user.last_name}{user.first_name}".strip() or user.get_username()


def say_here(page: Page, user: User, article: Article | None) -> str:
    """Note that somebody has the page before him and works on a story, if on any.

    Returns the sentence that says who has taken the story over since, or nothing. A story is
    claimed by who works on it first; the claim ends when he goes on or stops for three minutes.
    """
    now = timezone.now()
    row, made = Presence.objects.get_or_create(page=page, user=user)
    if made:
        Presence.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    elif row.seen_at < now - HERE:
        row.since = now
    taken = ""
    same = article is not None and row.article_id == article.pk
    other = _claimant(page, user, article, now) if article else None
    if other is not None and same:
        taken = _("%(user)s has taken over “%(story)s”. What you typed is kept.") % {
            "user": name_of(other.user),
            "story": article,
        }
    row.article = None if other is not None else article
    row.claimed_at = now if row.article else None
    row.seen_at = now
    row.save()
    return taken


def _claimant(page: Page, user: User, article: Article, now: dt.datetime) -> Presence | None:
    rows = Presence.objects.filter(page=page, article=article, claimed_at__gt=now - CLAIM)
    return rows.exclude(user=user).select_related("user").first()


def take_over(page: Page, user: User, article: Article) -> str:
    """Claim a story on which somebody else works. His working copy stays as it is."""
    now = timezone.now()
    rows = Presence.objects.filter(page=page, article=article).exclude(user=user)
    names = [name_of(row.user) for row in rows.select_related("user")]
    for row in rows:
        # He is told at the next sign of his window.
        Presence.objects.filter(pk=row.pk).update(claimed_at=None)
    mine, _made = Presence.objects.get_or_create(page=page, user=user)
    Presence.objects.filter(pk=mine.pk).update(article=article, claimed_at=now, seen_at=now)
    if not names:
        return _("“%(story)s” is yours.") % {"story": article}
    return _("“%(story)s” is yours now. What %(users)s typed is kept in their own copy.") % {
        "story": article,
        "users": _(", ").join(names),
    }
