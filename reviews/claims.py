"""Claims: who is reading a story for review now, so that two reviewers do not do it twice.

Short: a claim ends by itself when its owner's window no longer says that it is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models import Article
from reviews.models import Claim

# As long as a story is claimed at the desk.
LIFETIME = dt.timedelta(minutes=3)
TAKEN = gettext_lazy(
    "%(user)s has claimed “%(story)s”. Take it over, or wait:"
    " a claim ends three minutes after its owner has stopped."
)


class ClaimRefused(Exception):
    """Somebody else has it; the message says who."""


def in_force(claim: Claim | None) -> bool:
    """Whether a claim still keeps others off."""
    return claim is not None and claim.at > timezone.now() - LIFETIME


def claim_stories(articles: Sequence[Article], *, by: User) -> int:
    """Claim all these stories for ``by``, or none; return how many are new.

    One's own claim begins again. Raises ``ClaimRefused`` when somebody else has one of them.
    """
    now, keys = timezone.now(), sorted(row.pk for row in articles)
    new = 0
    with transaction.atomic():
        # A guarded update takes what is one's own or has expired; what is left is free or taken.
        for key in keys:
            mine = Claim.objects.filter(article=key, by=by).update(at=now)
            late = Claim.objects.filter(article=key, at__lte=now - LIFETIME)
            if mine or late.update(by=by, at=now):
                new += not mine
                continue
            _take(key, by=by, now=now)
            new += 1
    return new


def _take(key: int, *, by: User, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            Claim.objects.create(article_id=key, by=by, at=now)
    except IntegrityError:
        claim = Claim.objects.select_related("by", "article").get(article=key)
        raise ClaimRefused(taken(claim)) from None


def keep(articles: Iterable[Article], *, by: User) -> None:
    """Let one's own claims on these stories begin again; what another took stays his."""
    Claim.objects.filter(article__in=articles, by=by).update(at=timezone.now())


def take_over(articles: Iterable[Article], *, by: User) -> list[User]:
    """Claim all these stories, whoever has them; return from whom they were taken."""
    now, before = timezone.now(), dict[int, User]()
    with transaction.atomic():
        for key in sorted(row.pk for row in articles):
            row = Claim.objects.select_for_update(of=("self",)).select_related("by")
            claim = row.filter(article=key).first()
            if claim is not None and claim.by_id != by.pk and in_force(claim):
                before[claim.by_id] = claim.by
            Claim.objects.update_or_create(article_id=key, defaults={"by": by, "at": now})
    return list(before.values())


def release_stories(articles: Sequence[Article], *, by: User) -> int:
    """Let go of one's own claims on these stories; return how many there were."""
    return Claim.objects.filter(article__in=articles, by=by).delete()[0]


def drop(articles: Sequence[Article]) -> None:
    """Forget the claims on stories that went on."""
    Claim.objects.filter(article__in=articles).delete()


def taken(claim: Claim) -> str:
    """Return the sentence that says who has the story, and what to do."""
    return str(TAKEN) % {"user": claim.by, "story": claim.article}


def others_claims(articles: Sequence[Article], by: User) -> dict[int, Claim]:
    """Return the claims that keep ``by`` from these stories, by story."""
    rows = Claim.objects.filter(article__in=articles).exclude(by=by)
    rows = rows.select_related("by", "article")
    return {row.article_id: row for row in rows if in_force(row)}
