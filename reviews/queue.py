"""What waits for whom: the stories that a reviewer can do next, and since when they wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from articles.models import Article, Transition
from audit.ready import A_KEY, ReadyValues
from issues.models import Page
from reviews.authors import written_by
from reviews.claims import LIFETIME
from reviews.models import Approval, Claim, SeenText, Stage
from reviews.separation import stages_of

# Of an archive that waits as a whole the oldest pages' stories are shown; the others move up.
SHOWN = 500


@dataclass(slots=True)
class Waiting:
    """The stories of one page that wait in one stage."""

    page: Page
    stage: Stage
    stories: list[Article] = field(default_factory=list)
    since: dt.datetime | None = None
    claimed_by: list[str] = field(default_factory=list)
    is_read: bool = False


def with_waiting(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Fetch along since when each story is in its state, and who has claimed it."""
    newest = Transition.objects.filter(article=OuterRef("pk")).order_by("-pk")
    claims = Claim.objects.filter(article=OuterRef("pk"), at__gt=timezone.now() - LIFETIME)
    return stories.annotate(
        since=Subquery(newest.values("at")[:1]),
        claimed_by=Subquery(claims.values("by__username")[:1]),
    )


def waiting_for(user: User) -> list[Waiting]:
    """Return what ``user`` may review now, what has waited longest first. Two queries."""
    stages = tuple(stage.value for stage in stages_of(user))
    return _with_these(_open_keys(stages)(user=user.pk)) if stages else []


def mark_read(rows: Sequence[Waiting], user: User) -> None:
    """Say which pages ``user`` has read as their stories now stand. One query."""
    keys = [story.pk for row in rows for story in row.stories]
    seen = SeenText.objects.filter(article__in=keys, user=user)
    versions = dict(seen.values_list("article", "version"))
    for row in rows:
        row.is_read = all(versions.get(story.pk) == story.version for story in row.stories)


def all_waiting() -> list[Waiting]:
    """Return what waits for a review, for whomever. Two queries."""
    rows = _first(Article.objects.filter(status__in=Stage.values))
    return _with_these(list(rows.values_list("pk")))


def _first(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Return the stories that came first, as many as a person can look through."""
    # In the order of the index on states: by their keys alone all the others would be passed, too.
    return stories.order_by("status", "-published_at", "pk")[:SHOWN]


def _with_these(keys: list[tuple[int]]) -> list[Waiting]:
    if not keys:
        return []
    rows = Article.objects.filter(pk__in=[key for (key,) in keys]).with_page()
    return grouped(with_waiting(rows.defer("body", "spans")))


@lru_cache(maxsize=16)
def _open_keys(stages: tuple[str, ...]) -> ReadyValues:
    """Return what tells the keys of the stories that somebody may review in one of ``stages``."""

    def write(user: int) -> tuple[str, Sequence[Any]]:
        stories = _open_to(User(pk=user), Article.objects.filter(status__in=stages))
        return _first(stories).values("pk").query.sql_with_params()

    return ReadyValues(write, user=A_KEY)


def _open_to(user: User, stories: QuerySet[Article]) -> QuerySet[Article]:
    """Leave out what the paper's rule keeps from ``user``: see ``reviews.separation``."""
    given = Approval.objects.filter(article=OuterRef("pk"), by=user, voiding__isnull=True)
    kept, paper = "page__kept_rules", "page__issue__publication__reviewers_differ"
    differ = Q(**{kept: None, paper: True}) | Q(**{f"{kept}__old_reviewers_differ": True})
    # Not known to be barred is not barred: a condition on nobody must not hide the story.
    barred = Case(When(differ & (written_by(user) | Q(Exists(given))), then=True), default=False)
    return stories.alias(barred=barred).filter(barred=False)


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
