"""What waits for whom: the stories that a reviewer can do next, and since when they wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Revision, Transition
from issues.models import Page
from reviews.claims import LIFETIME
from reviews.models import Approval, Claim, Stage
from reviews.separation import stages_of


@dataclass(slots=True)
class Waiting:
    """The stories of one page that wait in one stage."""

    page: Page
    stage: Stage
    stories: list[Article] = field(default_factory=list)
    since: dt.datetime | None = None
    claimed_by: list[str] = field(default_factory=list)


def with_waiting(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Fetch along since when each story is in its state, and who has claimed it."""
    newest = Transition.objects.filter(article=OuterRef("pk")).order_by("-pk")
    claims = Claim.objects.filter(article=OuterRef("pk"), at__gt=timezone.now() - LIFETIME)
    return stories.annotate(
        since=Subquery(newest.values("at")[:1]),
        claimed_by=Subquery(claims.values("by__username")[:1]),
    )


def waiting_for(user: User) -> list[Waiting]:
    """Return what ``user`` may review now, what has waited longest first. One query."""
    stages = stages_of(user)
    stories = Article.objects.filter(status__in=[stage.value for stage in stages])
    return grouped(with_waiting(_open_to(user, stories)).with_page()) if stages else []  # type: ignore[attr-defined]


def all_waiting() -> list[Waiting]:
    """Return everything that waits for a review, for whomever. One query."""
    stories = Article.objects.filter(status__in=Stage.values)
    return grouped(with_waiting(stories).with_page())  # type: ignore[attr-defined]


def _open_to(user: User, stories: QuerySet[Article]) -> QuerySet[Article]:
    """Leave out what the paper's rule keeps from ``user``; the rule itself is in ``rules``."""
    given = Approval.objects.filter(article=OuterRef("pk"), by=user, voiding__isnull=True)
    last = Revision.objects.filter(article=OuterRef("pk"), by__isnull=False).order_by("-version")
    # Nobody is number nought: an unknown author must not hide the story (NOT NULL is no yes).
    stories = stories.annotate(
        last_author=Coalesce(Subquery(last.values("by")[:1]), 0, output_field=IntegerField())
    )
    barred = Q(updated_by=user) | Q(last_author=user.pk) | Q(Exists(given))
    kept, paper = "page__kept_rules", "page__issue__publication__reviewers_differ"
    differ = Q(**{kept: None, paper: True}) | Q(**{f"{kept}__old_reviewers_differ": True})
    return stories.exclude(differ & barred)


def grouped(stories: Iterable[Article]) -> list[Waiting]:
    """Put stories (``with_waiting``) together by page and stage."""
    found: dict[tuple[int, str], Waiting] = {}
    for story in stories:
        key = (story.page_id, story.status)
        row = found.setdefault(key, Waiting(story.page, Stage(story.status)))
        row.stories.append(story)
        since, claimed = getattr(story, "since", None), getattr(story, "claimed_by", None)
        row.since = min(filter(None, (row.since, since)), default=None)
        if claimed and claimed not in row.claimed_by:
            row.claimed_by.append(claimed)
    late = timezone.now()
    return sorted(found.values(), key=lambda row: (row.since or late, row.page.pk))
