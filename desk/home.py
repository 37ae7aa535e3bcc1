"""The home of the admin: what waits for this person, how far the day's paper is, what is amiss.

The number of queries is the same for any number of rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ArticleQuerySet, Revision
from articles.models.article import SCHEDULED
from desk.job_kinds import KINDS
from desk.jobs import unfinished
from desk.models import SavedFilter
from desk.saved_filters import address_of
from editorial import assent
from editorial.workflow import Action, may
from issues.models import DayException, Issue, Page, Publication
from issues.number_series import Gap, PublicationDays, missing_issues
from reviews.authors import written_by
from reviews.claims import LIFETIME
from reviews.models import Claim, Notice, Proposal, ProposalEnd, Stage, WaitingProposal
from reviews.queue import waiting_for
from reviews.separation import stages_of
from workbench.company import at_their_desks

Status = Article.Status
# How far back the home page looks for gaps and for pages that missed their day.
DAYS_BACK = 400
MISSED_BACK = 60
REFUSED_BACK = 14
MOST = 12
# So many rows are looked at for what is grouped by page.
ROWS = 500
DRAFTS, DRAFTS_BACK = 2000, 90
NEWEST = 100
JUST_NOW = dt.timedelta(minutes=30)
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
        names = [(str(value), str(label)) for value, label in Status.choices]
        place = [value for value, _label in names].index(Status.PUBLISHED)
        names.insert(place, (SCHEDULED, _("scheduled")))
        return [(value, label, self.counts[value]) for value, label in names if self.counts[value]]


@dataclass(slots=True)
class PageNotice:
    """One notice about several stories of a page."""

    row: Notice
    stories: list[Article] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.row.pk

    @property
    def page(self) -> Page:
        return self.row.article.page

    @property
    def words(self) -> str:
        return self.row.words


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


@dataclass(frozen=True, slots=True)
class Due:
    """A page that is to be public by a time that is near or has just passed."""

    page: Page
    stories: int
    by: dt.datetime

    @property
    def late(self) -> bool:
        return self.by <= timezone.now()


@dataclass(frozen=True, slots=True)
class AtWork:
    """What somebody else is doing with a page just now."""

    page: Page
    by: User
    at: dt.datetime
    reviews: bool
    is_here: bool = False


def home(user: User) -> dict[str, Any]:
    """Return what this person's home page shows, by what he may do."""
    panels: dict[str, Any] = {
        "jobs": [(row, KINDS[row.kind].label) for row in unfinished(user)],
        "notices": _notices(user),
        "filters": [
            (row, address_of(row)) for row in SavedFilter.objects.filter(user=user)[: MOST * 2]
        ],
    }
    if user.has_perm("articles.view_article") and user.has_perm("issues.view_page"):
        panels["reviews"] = bool(stages_of(user))
        panels["waiting"] = waiting_for(user)
        panels["proposals"] = assent.waiting_for(user)[:MOST]
        panels["proposed"] = _proposed(user)
        panels["day"], panels["pages"] = _latest_day()
        panels["scheduled"], panels["missed"] = _scheduled(), _missed()
        panels["due"], panels["at_work"] = _due(), _at_work(user)
        if may(user, Action.SUBMIT):
            panels["drafts"] = _drafts(user)
        if may(user, Action.PUBLISH):
            panels["ready"] = _ready()
    if user.has_perm("issues.view_issue"):
        panels["gaps"] = _gaps()
    return panels


def _notices(user: User) -> list[PageNotice]:
    """Return what ``user`` has not seen; what was returned to him only while it is a draft.

    What came for several stories of a page at once is one notice.
    """
    unseen = Notice.objects.filter(user=user, seen_at=None)
    unseen = unseen.exclude(~Q(article__status=Status.DRAFT), kind=Notice.Kind.RETURNED)
    found: dict[tuple[Any, ...], PageNotice] = {}
    for row in unseen.select_related("article__page__issue__publication", "by")[:ROWS]:
        key = (row.article.page_id, row.kind, row.by_id, row.text)
        found.setdefault(key, PageNotice(row)).stories.append(row.article)
    for notice in found.values():
        # It leads to the first of them on the page.
        notice.stories.sort(key=lambda story: story.order)
    return list(found.values())[:MOST]


def _proposed(user: User) -> list[Proposal]:
    """Return what ``user`` has proposed: what waits, and what was refused of late."""
    late = timezone.now() - dt.timedelta(days=REFUSED_BACK)
    waits = WaitingProposal.objects.filter(proposal__by=user).order_by("-pk")
    keys = list(waits.values_list("pk", flat=True)[:MOST])
    # The newest by their keys: an end has no other order that an index knows.
    ends = ProposalEnd.objects.order_by("-pk")
    for key, outcome, at, by in ends.values_list("proposal", "outcome", "at", "proposal__by")[
        :ROWS
    ]:
        if outcome == ProposalEnd.Outcome.REFUSED and at >= late and by == user.pk:
            keys.append(key)
    if not keys:
        return []
    return list(assent.all_proposals().filter(pk__in=keys)[:MOST])


def _latest_day() -> tuple[dt.date | None, list[PageState]]:
    """Return today's issues and their pages; without one today, those of the latest day."""
    today = timezone.localdate()
    day = Issue.objects.filter(date__lte=today).aggregate(day=Max("date"))["day"]
    pages = Page.objects.filter(issue__date=day).select_related("issue__publication")
    states = {row.pk: PageState(row) for row in pages.order_by("issue__publication", "number")}
    stories = Article.objects.filter(page__issue__date=day).on_page()
    now = timezone.now()
    for page, status, at in stories.values_list("page", "status", "published_at"):
        if page in states:
            waits = status == Status.PUBLISHED and at is not None and at > now
            states[page].counts[SCHEDULED if waits else status] += 1
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


def _ready() -> list[Timed]:
    """Return the pages with stories that are signed off and wait for who publishes."""
    return _timed(Article.objects.filter(status=Status.SIGNED_OFF))


def _drafts(user: User) -> list[Timed]:
    """Return the pages with drafts that ``user`` wrote or brought in of late."""
    # An archive that was just imported is all drafts: who wrote them is asked of the newest only.
    newest = Article.objects.filter(status=Status.DRAFT).order_by("-pk")
    since = timezone.now() - dt.timedelta(days=DRAFTS_BACK)
    # By their keys and in no order: else a database without statistics goes through all stories.
    drafts = Article.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[:DRAFTS]))
    return _timed(drafts.filter(written_by(user), updated_at__gte=since), ordered=False)


def _due() -> list[Due]:
    """Return the pages that are to be public within a day, or were by now, and are not."""
    now, today = timezone.now(), timezone.localdate()
    days = [today, today + dt.timedelta(days=1)]
    stories = Article.objects.filter(page__issue__date__in=days).on_page()
    found = []
    for row in _timed(stories.exclude(status=Status.PUBLISHED)):
        by = timezone.make_aware(dt.datetime.combine(row.page.issue.date, settings.PUBLISH_BY))
        if by - now <= dt.timedelta(days=1):
            found.append(Due(row.page, row.stories, by))
    return sorted(found, key=lambda row: (row.by, row.page.number))


def _at_work(user: User) -> list[AtWork]:
    """Return what others have on their desks, claimed for a review, or changed a moment ago."""
    now = timezone.now()
    claims = Claim.objects.filter(at__gt=now - LIFETIME).exclude(by=user)
    rows = [
        AtWork(row.article.page, row.by, row.at, reviews=True)
        for row in claims.select_related("by", "article__page__issue__publication")[:ROWS]
    ]
    # By their keys: no index knows the time, and the newest are the last ones.
    newest = Revision.objects.order_by("-pk").values_list("pk", "by", "at")[:NEWEST]
    just_now = [
        key for key, by, at in newest if by is not None and by != user.pk and at > now - JUST_NOW
    ]
    if just_now:
        revisions = Revision.objects.select_related("by", "article__page__issue__publication")
        rows += [
            AtWork(row.article.page, cast(User, row.by), row.at, reviews=False)
            for row in revisions.filter(pk__in=just_now).order_by("-pk").defer("text", "base")
        ]
    rows += [
        AtWork(row.page, row.user, row.seen_at, reviews=False, is_here=True)
        for row in at_their_desks(user)
    ]
    found: dict[tuple[int, int, bool], AtWork] = {}
    for one in sorted(rows, key=lambda row: row.at, reverse=True):
        found.setdefault((one.page.pk, one.by.pk, one.reviews), one)
    return list(found.values())[:MOST]


def _timed(stories: ArticleQuerySet, *, ordered: bool = True) -> list[Timed]:
    times: dict[int, list[dt.datetime | None]] = {}
    rows = stories.order_by("published_at", "page", "order") if ordered else stories.order_by()
    for key, at in rows.values_list("page", "published_at")[:ROWS]:
        times.setdefault(key, []).append(at)
    if not times:
        return []
    first = list(times.items())[:MOST]
    pages = Page.objects.select_related("issue__publication").in_bulk([key for key, _at in first])
    return [Timed(pages[key], len(at), at[0]) for key, at in first]


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
