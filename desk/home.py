"""The home of the admin: what waits for this person, how far the day's paper is, what is amiss.

The number of queries is the same for any number of rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from articles.models import Article
from desk.models import SavedFilter
from desk.saved_filters import address_of
from editorial import assent
from issues.models import DayException, Issue, Page, Publication
from issues.number_series import Gap, PublicationDays, missing_issues
from reviews.models import Notice, Proposal, ProposalEnd, Stage
from reviews.queue import waiting_for

Status = Article.Status
# How far back the home page looks for gaps and for pages that missed their day.
DAYS_BACK = 400
MISSED_BACK = 60
REFUSED_BACK = 14
MOST = 12
# A page in one of these was on its way to its readers.
ON_THE_WAY = (*Stage.values, Status.SIGNED_OFF.value)


@dataclass(slots=True)
class PageState:
    """One page and how many of its stories are in which state."""

    page: Page
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """Each state with its name and count, in the order of the way to the reader."""
        return [
            (status.value, str(status.label), self.counts[status.value])
            for status in Status
            if self.counts[status.value]
        ]


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap in a paper's numbers."""

    paper: Publication
    gap: Gap


@dataclass(frozen=True, slots=True)
class Timed:
    """A page with stories that wait for their time, or that have missed their day."""

    page: Page
    stories: int
    at: dt.datetime | None


def home(user: User) -> dict[str, Any]:
    panels: dict[str, Any] = {
        "notices": list(_notices(user)[:MOST]),
        "filters": [
            (row, address_of(row)) for row in SavedFilter.objects.filter(user=user)[: MOST * 2]
        ],
    }
    if user.has_perm("articles.view_article") and user.has_perm("issues.view_page"):
        panels["waiting"] = waiting_for(user)
        panels["proposals"] = assent.waiting_for(user)[:MOST]
        panels["proposed"] = _proposed(user)[:MOST]
        panels["day"], panels["pages"] = _latest_day()
        panels["scheduled"], panels["missed"] = _scheduled(), _missed()
    if user.has_perm("issues.view_issue"):
        panels["gaps"] = _gaps()
    return panels


def _notices(user: User) -> QuerySet[Notice]:
    """Return what ``user`` has not seen; what was returned to him only while it is a draft."""
    unseen = Notice.objects.filter(user=user, seen_at=None).select_related("article", "by")
    return unseen.exclude(~Q(article__status=Status.DRAFT), kind=Notice.Kind.RETURNED)


def _proposed(user: User) -> QuerySet[Proposal]:
    """Return what ``user`` has proposed: what waits, and what was refused of late."""
    late = timezone.now() - dt.timedelta(days=REFUSED_BACK)
    refused = Q(end__outcome=ProposalEnd.Outcome.REFUSED, end__at__gte=late)
    return assent.all_proposals().filter(Q(end=None) | refused, by=user)


def _latest_day() -> tuple[dt.date | None, list[PageState]]:
    """Return today's issues and their pages; without one today, those of the latest day."""
    today = timezone.localdate()
    day = Issue.objects.filter(date__lte=today).aggregate(day=Max("date"))["day"]
    pages = Page.objects.filter(issue__date=day).select_related("issue__publication")
    states = {row.pk: PageState(row) for row in pages.order_by("issue__publication", "number")}
    stories = Article.objects.filter(page__issue__date=day).on_page()
    for page, status in stories.values_list("page", "status"):
        if page in states:
            states[page].counts[status] += 1
    return day, list(states.values())


def _scheduled() -> list[Timed]:
    """Return the pages whose time is still to come: published, but not yet due."""
    stories = Article.objects.scheduled()
    return _timed(stories)


def _missed() -> list[Timed]:
    """Return the pages of past days with stories that were on their way and did not arrive."""
    today = timezone.localdate()
    stories = Article.objects.filter(
        status__in=ON_THE_WAY,
        page__issue__date__lt=today,
        page__issue__date__gte=today - dt.timedelta(days=MISSED_BACK),
    )
    return _timed(stories)


def _timed(stories: Any) -> list[Timed]:
    pages: dict[int, list[Article]] = {}
    for story in stories.with_page().defer("body", "spans").order_by("published_at", "pk")[:500]:
        pages.setdefault(story.page_id, []).append(story)
    return [Timed(rows[0].page, len(rows), rows[0].published_at) for rows in pages.values()][:MOST]


def _gaps() -> list[Missing]:
    """Return the gaps in the numbers of the latest year, the newest first."""
    papers = Publication.objects.prefetch_related("patterns", "exceptions")
    newest = Issue.objects.aggregate(day=Max("date"))["day"] or timezone.localdate()
    since = newest - dt.timedelta(days=DAYS_BACK)
    by_paper: dict[int, list[Issue]] = {}
    for issue in Issue.objects.filter(date__gte=since).order_by("date"):
        by_paper.setdefault(issue.publication_id, []).append(issue)
    found = [
        Missing(paper, gap)
        for paper in papers
        for gap in missing_issues(by_paper.get(paper.pk, []), _days(paper))
    ]
    return sorted(found, key=lambda row: row.gap.after, reverse=True)[:MOST]


def _days(paper: Publication) -> PublicationDays:
    """Return the paper's days from what was fetched along; as ``PublicationDays.of`` does."""
    exceptions: Iterable[DayException] = paper.exceptions.all()
    return PublicationDays(
        paper.weekdays,
        sorted((row.valid_from, row.weekdays) for row in paper.patterns.all()),
        extra=sorted(row.date for row in exceptions if row.kind == DayException.Kind.EXTRA),
        closed=sorted(row.date for row in exceptions if row.kind == DayException.Kind.CLOSED),
        known_from=paper.days_known_from,
        known_to=paper.days_known_to,
    )
