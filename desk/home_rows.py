"""What the home page asks for, by statements that are made once (``audit.ready``).

Everybody at work opens it all day long, and to make its thirty statements anew took longer than to
answer them and to write the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, Revision
from audit.ready import A_DAY, A_KEY, SOME_KEYS, Ready, ReadyValues, give_parts
from desk.models import Job, SavedFilter
from desk.page import with_progress
from findings.models import Finding
from issues.models import DayException, Issue, Page, Publication, WeeklyPattern
from reviews.authors import written_by
from reviews.models import Claim, Notice, Proposal, ProposalEnd, Stage, WaitingProposal
from search.keys import one_of
from workbench.models import WorkingCopy, WorkingStory

Status = Article.Status
# So many rows are looked at for what is grouped by page.
ROWS = 500
DRAFTS = 2000
NEWEST = 100
MOST = 12
ENDED = 5
LATEST = 8
# Of so many open findings, those of the latest pages, it is told of what kind they are.
COUNTED = 1000
# A page in one of these was on its way to its readers.
ON_THE_WAY = (*Stage.values, Status.SIGNED_OFF.value)
ANOTHER_DAY = A_DAY + dt.timedelta(days=1)
A_TIME = dt.datetime(1901, 2, 3, 4, 5, 6, 789, tzinfo=dt.UTC)


def _values(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    return rows.query.sql_with_params()


def _unseen(user: int) -> QuerySet[Notice]:
    unseen = Notice.objects.filter(user=user, seen_at=None)
    unseen = unseen.exclude(~Q(article__status=Status.DRAFT), kind=Notice.Kind.RETURNED)
    return unseen.select_related("article__page__issue__publication", "by")[:ROWS]


def _refused_of(keys: list[int], user: int, since: dt.datetime) -> QuerySet[Any, Any]:
    ends = ProposalEnd.objects.filter(one_of("reviews_proposalend.proposal_id", keys))
    return ends.filter(proposal__by=user, at__gte=since).values("proposal")


def _times(stories: QuerySet[Article]) -> QuerySet[Article]:
    return stories.order_by("published_at", "page", "order").only("page", "published_at")[:ROWS]


def _missed(since: dt.date, today: dt.date) -> QuerySet[Article]:
    days = {"page__issue__date__gte": since, "page__issue__date__lt": today}
    return _times(Article.objects.filter(status__in=ON_THE_WAY, **days))


def _due(today: dt.date, tomorrow: dt.date) -> QuerySet[Article]:
    stories = Article.objects.filter(page__issue__date__in=[today, tomorrow]).on_page()
    return _times(stories.exclude(status=Status.PUBLISHED))


def _drafts_of(keys: list[int], user: int, since: dt.datetime) -> QuerySet[Article]:
    # By their keys and in no order: else a database without statistics goes through all stories.
    drafts = Article.objects.filter(one_of("articles_article.id", keys), updated_at__gte=since)
    return drafts.filter(written_by(User(pk=user))).order_by().only("page", "published_at")[:ROWS]


def _pages_of_day(day: dt.date) -> QuerySet[Page]:
    pages = Page.objects.filter(issue__date=day).select_related("issue__publication")
    return pages.order_by("issue__publication", "number")


def _stories_of_day(day: dt.date) -> QuerySet[Article]:
    stories = Article.objects.filter(page__issue__date=day).on_page()
    return stories.only("page", "status", "published_at")


def _claimed(user: int, since: dt.datetime) -> QuerySet[Claim]:
    claims = Claim.objects.filter(at__gt=since).exclude(by=user)
    return claims.select_related("by", "article__page__issue__publication")[:ROWS]


def _typed(user: int, since: dt.datetime) -> QuerySet[WorkingCopy]:
    stories = WorkingStory.objects.filter(copy=OuterRef("pk"), story__isnull=False)
    copies = WorkingCopy.objects.filter(Q(rest__isnull=False) | Exists(stories))
    copies = copies.filter(updated_at__gt=since).exclude(user=user)
    rows = copies.select_related("user", "page__issue__publication").defer("rest", "place")
    return rows.order_by("-updated_at")[:ROWS]


def _open_proposals(user: int, since: dt.datetime) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(waiting__isnull=False, at__gt=since).exclude(by=user)
    places = ("article__page__issue__publication", "page__issue__publication")
    rows = rows.select_related("by", *places).defer("before", "after")
    return rows.order_by("-pk")[:ROWS]


def _revisions_of_drafts(keys: list[int]) -> QuerySet[Revision]:
    rows = Revision.objects.select_related("by", "article__page__issue__publication")
    rows = rows.filter(article__status=Status.DRAFT)
    rows = rows.filter(one_of("articles_revision.id", keys)).order_by("-pk")
    return rows.defer("text", "base")


def _latest_pages(issues: list[int]) -> QuerySet[Page]:
    pages = with_progress(Page.objects.filter(one_of("issues_page.issue_id", issues)))
    return pages.order_by("-issue__date", "number")[:LATEST]


unseen_notices = Ready(_unseen, user=A_KEY)
saved_filters = Ready(
    lambda user: SavedFilter.objects.filter(user=user)[: MOST * 2],
    user=A_KEY,
)
ended = Ready(
    lambda user, since: Job.objects.filter(user=user, done_at__gte=since).order_by("-done_at")[
        : MOST * 2
    ],
    user=A_KEY,
    since=A_TIME,
)
own_proposals = ReadyValues(
    lambda user: _values(
        WaitingProposal.objects.filter(proposal__by=user).order_by("-pk").values("pk")[:MOST]
    ),
    user=A_KEY,
)
# The newest by their keys: an end has no other order that an index knows.
_newest_ends = ReadyValues(
    lambda: _values(ProposalEnd.objects.order_by("-pk").values("proposal", "outcome")[:ROWS])
)
_refused = ReadyValues(
    lambda **given: _values(_refused_of(**given)), keys=SOME_KEYS, user=A_KEY, since=A_TIME
)
scheduled = Ready(lambda: _times(Article.objects.scheduled()))
missed = Ready(_missed, since=A_DAY, today=ANOTHER_DAY)
ready = Ready(lambda: _times(Article.objects.filter(status=Status.SIGNED_OFF)))
due = Ready(_due, today=A_DAY, tomorrow=ANOTHER_DAY)
# An archive that was just imported is all drafts: who wrote them is asked of the newest only.
newest_drafts = ReadyValues(
    lambda: _values(
        Article.objects.filter(status=Status.DRAFT).order_by("-pk").values("pk")[:DRAFTS]
    )
)
drafts_of = Ready(_drafts_of, keys=SOME_KEYS, user=A_KEY, since=A_TIME)
pages = Ready(
    lambda keys: Page.objects.select_related("issue__publication").filter(
        one_of("issues_page.id", keys)
    ),
    keys=SOME_KEYS,
)
last_issue_by = Ready(
    lambda day: Issue.objects.filter(date__lte=day).order_by("-date").only("date")[:1], day=A_DAY
)
pages_of_day = Ready(_pages_of_day, day=A_DAY)
stories_of_day = Ready(_stories_of_day, day=A_DAY)
claimed = Ready(_claimed, user=A_KEY, since=A_TIME)
# By their keys: no index knows the time, and the newest are the last ones.
newest_revisions = Ready(lambda: Revision.objects.order_by("-pk").only("by", "at")[:NEWEST])
revisions_of_drafts = Ready(_revisions_of_drafts, keys=SOME_KEYS)
typed = Ready(_typed, user=A_KEY, since=A_TIME)
open_proposals = Ready(_open_proposals, user=A_KEY, since=A_TIME)
newest_issue = Ready(lambda: Issue.objects.order_by("-date").only("date")[:1])
issues_since = Ready(lambda day: Issue.objects.filter(date__gte=day).order_by("date"), day=A_DAY)
# The days first: sorted by their issues, all the pages of an archive would be counted.
latest_issues = ReadyValues(lambda: _values(Issue.objects.order_by("-date").values("pk")[:LATEST]))
latest_pages = Ready(_latest_pages, issues=SOME_KEYS)
# By page, in the order of the index that has the open ones.
open_codes = ReadyValues(
    lambda: _values(Finding.objects.open().order_by("-page_id").values("code")[: COUNTED + 1])
)
_papers = Ready(lambda: Publication.objects.all())
_patterns = Ready(lambda: WeeklyPattern.objects.all())
_exceptions = Ready(lambda: DayException.objects.all())


def papers_with_days() -> list[Publication]:
    """Return the papers with the days on which they come out."""
    papers = _papers()
    give_parts(papers, "patterns", _patterns(), to="publication")
    give_parts(papers, "exceptions", _exceptions(), to="publication")
    return papers


def refused_proposals(user: int, since: dt.datetime) -> list[int]:
    """Return the proposals of ``user`` that were refused since then, of those that ended last."""
    refused = ProposalEnd.Outcome.REFUSED.value
    keys = [key for key, outcome in _newest_ends() if outcome == refused]
    return firsts(_refused(keys=keys, user=user, since=since)) if keys else []


def firsts(rows: list[Any]) -> list[Any]:
    """Return the first value of each row."""
    return [row[0] for row in rows]
