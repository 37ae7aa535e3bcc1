"""The home of the admin: what waits for this person, how far the day's paper is, what is amiss.

The number of queries is the same for any number of rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.article import SCHEDULED
from desk import home_rows
from desk.home_rows import ENDED, MOST, firsts
from desk.job_kinds import KINDS
from desk.jobs import unfinished
from desk.models import Job
from desk.saved_filters import address_of
from editorial import assent
from editorial.workflow import Action, may
from issues.models import DayException, Issue, Page, Publication
from issues.number_series import Gap, PublicationDays, missing_issues
from reviews.claims import LIFETIME
from reviews.models import Notice, Proposal
from reviews.queue import waiting_for
from reviews.separation import stages_of
from workbench.company import at_their_desks

Status = Article.Status
# How far back the home page looks for gaps and for pages that missed their day.
DAYS_BACK = 400
MISSED_BACK = 60
REFUSED_BACK = 14
DRAFTS_BACK = 90
JUST_NOW = dt.timedelta(minutes=30)
ENDED_BACK = dt.timedelta(days=1)


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


class Deed(StrEnum):
    """What somebody does with a page; the template has the words."""

    REVIEWS = "reviews"
    HERE = "here"
    TYPED = "typed"
    CHANGED = "changed"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class AtWork:
    """What somebody else is doing with a page just now."""

    page: Page
    by: User
    at: dt.datetime
    deed: Deed

    @property
    def reviews(self) -> bool:
        return self.deed == Deed.REVIEWS


def home(user: User) -> dict[str, Any]:
    """Return what this person's home page shows, by what he may do."""
    panels: dict[str, Any] = {
        # So many rows of each are shown; there may be more.
        "most": MOST,
        "jobs": [(row, KINDS[row.kind].label) for row in unfinished(user)],
        "ended": [(row, KINDS[row.kind].label) for row in _ended(user)],
        "notices": _notices(user),
        "filters": [(row, address_of(row)) for row in home_rows.saved_filters(user=user.pk)],
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


def _ended(user: User) -> list[Job]:
    """Return what ``user`` began and what was done since yesterday, but for single things.

    Of those he was told at once; one that wrote a file is where the file is.
    """
    rows = home_rows.ended(user=user.pk, since=timezone.now() - ENDED_BACK)
    many = [row for row in rows if row.options.get("size", 0) > 1 or "file" in row.options]
    return many[:ENDED]


def _notices(user: User) -> list[PageNotice]:
    """Return what ``user`` has not seen; what was returned to him only while it is a draft.

    What came for several stories of a page at once is one notice.
    """
    found: dict[tuple[Any, ...], PageNotice] = {}
    for row in home_rows.unseen_notices(user=user.pk):
        key = (row.article.page_id, row.kind, row.by_id, row.text)
        found.setdefault(key, PageNotice(row)).stories.append(row.article)
    for notice in found.values():
        # It leads to the first of them on the page.
        notice.stories.sort(key=lambda story: story.order)
    return list(found.values())[:MOST]


def _proposed(user: User) -> list[Proposal]:
    """Return what ``user`` has proposed: what waits, and what was refused of late."""
    late = timezone.now() - dt.timedelta(days=REFUSED_BACK)
    keys = firsts(home_rows.own_proposals(user=user.pk))
    keys += home_rows.refused_proposals(user.pk, late)
    if not keys:
        return []
    return list(assent.all_proposals().filter(pk__in=keys)[:MOST])


def _latest_day() -> tuple[dt.date | None, list[PageState]]:
    """Return today's issues and their pages; without one today, those of the latest day."""
    today = timezone.localdate()
    newest = home_rows.last_issue_by(day=today)
    day = newest[0].date if newest else None
    if day is None:
        return None, []
    states = {row.pk: PageState(row) for row in home_rows.pages_of_day(day=day)}
    now = timezone.now()
    for story in home_rows.stories_of_day(day=day):
        status, at = story.status, story.published_at
        if story.page_id in states:
            waits = status == Status.PUBLISHED and at is not None and at > now
            states[story.page_id].counts[SCHEDULED if waits else status] += 1
    return day, list(states.values())


def _scheduled() -> list[Timed]:
    """Return the pages whose time is still to come: published, but not yet due."""
    return _timed(home_rows.scheduled())


def _missed() -> list[Timed]:
    """Return the pages of past days with stories that were on their way and did not arrive."""
    today = timezone.localdate()
    since = today - dt.timedelta(days=MISSED_BACK)
    return _timed(home_rows.missed(since=since, today=today))


def _ready() -> list[Timed]:
    """Return the pages with stories that are signed off and wait for who publishes."""
    return _timed(home_rows.ready())


def _drafts(user: User) -> list[Timed]:
    """Return the pages with drafts that ``user`` wrote or brought in of late."""
    since = timezone.now() - dt.timedelta(days=DRAFTS_BACK)
    keys = firsts(home_rows.newest_drafts())
    rows = home_rows.drafts_of(keys=keys, user=user.pk, since=since) if keys else []
    # What came last is worked on first; what an import of years brought waits.
    return _timed(sorted(rows, key=lambda row: row.page_id, reverse=True))


def _due() -> list[Due]:
    """Return the pages that are to be public within a day, or were by now, and are not."""
    now, today = timezone.now(), timezone.localdate()
    found = []
    for row in _timed(home_rows.due(today=today, tomorrow=today + dt.timedelta(days=1))):
        by = timezone.make_aware(dt.datetime.combine(row.page.issue.date, settings.PUBLISH_BY))
        if by - now <= dt.timedelta(days=1):
            found.append(Due(row.page, row.stories, by))
    return sorted(found, key=lambda row: (row.by, row.page.number))


def _at_work(user: User) -> list[AtWork]:
    """Return what others have on their desks or in a review, or were at a moment ago.

    What is done is no work any more: a story that was changed and has gone on, to its reviews or
    its readers, or a proposal that has ended.
    """
    now = timezone.now()
    since, key = now - JUST_NOW, user.pk
    rows = [
        AtWork(row.article.page, row.by, row.at, Deed.REVIEWS)
        for row in home_rows.claimed(user=key, since=now - LIFETIME)
    ]
    just_now = [
        row.pk
        for row in home_rows.newest_revisions()
        if row.by_id is not None and row.by_id != key and row.at > since
    ]
    if just_now:
        rows += [
            AtWork(row.article.page, cast(User, row.by), row.at, Deed.CHANGED)
            for row in home_rows.revisions_of_drafts(keys=just_now)
        ]
    rows += [AtWork(row.page, row.user, row.seen_at, Deed.HERE) for row in at_their_desks(user)]
    rows += [
        AtWork(row.page, row.user, row.updated_at, Deed.TYPED)
        for row in home_rows.typed(user=key, since=since)
    ]
    rows += [
        AtWork(page, row.by, row.at, Deed.PROPOSED)
        for row in home_rows.open_proposals(user=key, since=since)
        if (page := row.article.page if row.article else row.page)
    ]
    found: dict[tuple[int, int, bool], AtWork] = {}
    for one in sorted(rows, key=lambda row: row.at, reverse=True):
        found.setdefault((one.page.pk, one.by.pk, one.reviews), one)
    return list(found.values())[:MOST]


def _timed(stories: list[Article]) -> list[Timed]:
    times: dict[int, list[dt.datetime | None]] = {}
    for story in stories:
        times.setdefault(story.page_id, []).append(story.published_at)
    if not times:
        return []
    first = list(times.items())[:MOST]
    pages = {row.pk: row for row in home_rows.pages(keys=[key for key, _at in first])}
    return [Timed(pages[key], len(at), at[0]) for key, at in first]


def _gaps() -> list[Missing]:
    """Return the gaps in the numbers of the latest year, the newest first."""
    newest = home_rows.newest_issue()
    last = newest[0].date if newest else timezone.localdate()
    by_paper: dict[int, list[Issue]] = {}
    for issue in home_rows.issues_since(day=last - dt.timedelta(days=DAYS_BACK)):
        by_paper.setdefault(issue.publication_id, []).append(issue)
    found = [
        Missing(paper, gap)
        for paper in home_rows.papers_with_days()
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
