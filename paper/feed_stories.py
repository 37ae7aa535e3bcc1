"""Which stories a feed has: those that readers were told of last, and those they lost.

A feed is of the whole site, or of one paper, section, contributor, of what a search finds, or of
several of these at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Article, Byline, Contributor, Correction, Transition
from articles.presence import seen_among, with_one
from editorial.withdrawals import withdrawals_in_force
from issues.models import Issue, Page, Publication
from paper.addresses import address
from search.engine import newest_keys
from search.keys import one_of
from search.question import Question, Within

NEWEST = 30
# Of so many stories that were taken from their readers last it is asked whether they came back.
LATELY = 300
# A paper's stories are looked for in so many of its issues, a contributor's among so many of his,
# those of a search among so many of what it finds.
ISSUES = 20
STORIES = 1000


@dataclass(frozen=True)
class FeedScope:
    """Whose stories are asked for; without any of them, all."""

    paper: Publication | None = None
    section: str = ""
    author: Contributor | None = None
    words: str = ""

    @cached_property
    def having(self) -> list[int]:
        """The newest stories that answer its words, before their readers or not."""
        within = Within(
            paper=self.paper.pk if self.paper else None,
            section=self.section or None,
            contributor=self.author.name if self.author else None,
        )
        return newest_keys(Question.of(self.words), within, STORIES)

    @property
    def query(self) -> str:
        """Return what names it in an address."""
        asked = {
            "paper": self.paper and self.paper.pk,
            "section": self.section,
            "author": self.author and self.author.pk,
            "q": self.words,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def narrow(self, stories: QuerySet[Article]) -> QuerySet[Article]:
        """Return those of ``stories``, which are few, that belong to it."""
        if self.paper:
            stories = with_one(stories, _pages_of(self.paper).filter(pk=OuterRef("page")))
        if self.author:
            own = Byline.objects.filter(article=OuterRef("pk"), contributor=self.author)
            stories = with_one(stories, own)
        if self.words:
            stories = stories.filter(pk__in=self.having)
        return stories.filter(section=self.section) if self.section else stories

    def whole(self) -> QuerySet[Article]:
        """Return all its stories, found by a contributor's bylines where it is his."""
        stories = Article.objects.filter(published_at__isnull=False)
        if self.author:
            rows = Byline.objects.filter(contributor=self.author).order_by()
            keys = list(rows.values_list("article", flat=True))
            stories = stories.filter(one_of("articles_article.id", keys))
        return seen_among(self.narrow(stories))

    def newest(self) -> QuerySet[Article]:
        """Return its stories by their time, found so that no archive is walked through."""
        stories = Article.objects.filter(published_at__isnull=False)
        if self.author and not self.words:
            rows = Byline.objects.filter(contributor=self.author).order_by("-article_id")
            stories = stories.filter(pk__in=list(rows.values_list("article", flat=True)[:STORIES]))
        elif self.paper and not (self.section or self.words):
            issues = Issue.objects.filter(publication=self.paper).order_by("-date")[:ISSUES]
            pages = _pages_of(self.paper).filter(
                issue__in=list(issues.values_list("pk", flat=True))
            )
            stories = stories.filter(page__in=list(pages.order_by().values_list("pk", flat=True)))
            return seen_among(stories).order_by("-published_at")
        return seen_among(self.narrow(stories)).order_by("-published_at")


@dataclass(frozen=True, slots=True)
class LostStory:
    """A story that readers had and have no more: when it went, and what they are told."""

    pk: int
    at: dt.datetime
    words: str


def feed_address(scope: FeedScope, form: str = "atom") -> str:
    """The address of a scope's feed."""
    path = address("feed") if form == "atom" else address("feed-form", form)
    return f"{path}?{scope.query}" if scope.query else path


def told_last(scope: FeedScope) -> list[Article]:
    """The stories that were published, corrected or given back last; teasers have no text.

    A correction of an old story, and one that came back, are news to who reads only the feed.
    """
    place = ("page__number", "order")
    rows = [
        *_published_last(scope).values_list("pk", "published_at", *place),
        *_came_back(scope),
        *_corrected(scope).values_list("article", "at", *(f"article__{name}" for name in place))[
            :NEWEST
        ],
    ]
    told: dict[int, tuple[dt.datetime, int, int]] = {}
    for pk, at, number, order in rows:
        # Of one moment the front page comes first.
        told[pk] = max(told.get(pk, (at, -number, -order)), (at, -number, -order))
    newest = sorted(told, key=lambda pk: told[pk], reverse=True)[:NEWEST]
    stories = Article.objects.filter(pk__in=newest).with_page().with_parts().with_corrections()
    return sorted(stories, key=lambda story: told[story.pk], reverse=True)


def lost_last(scope: FeedScope, most: int = NEWEST) -> list[LostStory]:
    """The stories that readers lost last, the newest first.

    What a search finds is told of all that are lost: else it would tell what they say.
    """
    scope = replace(scope, words="")
    taken = Transition.objects.filter(old=Article.Status.PUBLISHED).order_by("-pk")
    lost = [key for (key,) in taken.values_list("article")[:LATELY]]
    last = Transition.objects.filter(article=OuterRef("pk")).order_by("-pk")
    notice = withdrawals_in_force().filter(article=OuterRef("pk"))
    gone = Article.objects.once_public().filter(pk=OuterRef("pk"))
    stories = with_one(scope.narrow(Article.objects.filter(pk__in=lost)), gone).annotate(
        gone_at=Subquery(last.values("at")[:1]), why=Subquery(notice.values("notice")[:1])
    )
    rows = stories.exclude(kind=Article.Kind.TEASER).order_by("-gone_at")
    newest = rows.values_list("pk", "gone_at", "why")[:most]
    return [LostStory(pk, at, why or "这篇稿件已撤稿。") for pk, at, why in newest]


def had_readers(scope: FeedScope) -> bool:
    """Whether readers may see, or could once see, a story of it."""
    once = Article.objects.once_public()
    if scope.section:
        once = once.filter(section=scope.section)
    if scope.author:
        once = once.filter(bylines__contributor=scope.author)
    if scope.paper:
        once = once.filter(page__issue__publication=scope.paper)
    return once.exists()


def _pages_of(paper: Publication) -> QuerySet[Page]:
    return Page.objects.filter(issue__publication=paper)


def _published_last(scope: FeedScope) -> QuerySet[Article]:
    """Return the newest stories, with all of the last one's moment: an issue may have one."""
    stories = scope.newest().exclude(kind=Article.Kind.TEASER)
    moments = list(stories.values_list("published_at", flat=True)[:NEWEST])
    return stories.filter(published_at__gte=moments[-1]) if moments else stories.none()


def _corrected(scope: FeedScope) -> QuerySet[Correction]:
    stories = Article.objects.published().exclude(kind=Article.Kind.TEASER)
    own = scope.narrow(stories.filter(pk=OuterRef("article")))
    return with_one(Correction.objects.all(), own).order_by("-at")


def _came_back(scope: FeedScope) -> list[tuple[int, dt.datetime, int, int]]:
    """Return the stories that readers have again after they were taken away."""
    taken = Transition.objects.filter(old=Article.Status.PUBLISHED).order_by("-pk")
    away = dict(taken.values_list("article", "pk")[:LATELY])
    back = Transition.objects.filter(article=OuterRef("pk"), new=Article.Status.PUBLISHED)
    last = {name: Subquery(back.order_by("-pk").values(name)[:1]) for name in ("pk", "at")}
    stories = seen_among(scope.narrow(Article.objects.filter(pk__in=list(away))))
    rows = stories.exclude(kind=Article.Kind.TEASER)
    found = rows.annotate(back=last["pk"], back_at=last["at"]).values_list(
        "pk", "back", "back_at", "page__number", "order"
    )
    # ``away`` has the first of the moves that took it away: one that came back twice is one.
    came = [(pk, at, *place) for pk, key, at, *place in found if key and key > away[pk]]
    return sorted(came, key=itemgetter(1), reverse=True)[:NEWEST]
