"""The review record of a page: who, when, what text, which findings, how settled. Only reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User

from articles.models import Article, Correction, Relocation, Revision, Transition, Withdrawal
from articles.text import StoryText
from audit.sentences import gettext as _
from findings.limits import Quality, page_quality
from findings.models import Finding
from issues.models import Page, Source
from reviews.approvals import missing_for
from reviews.comments import threads
from reviews.models import Approval, Comment, ProposalEnd
from reviews.review_rules import rules_of


@dataclass(frozen=True, slots=True)
class RecordedText:
    """One text of a story under its hash, and the approvals that were given to it."""

    sha256: str
    text: StoryText
    approvals: list[Approval]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Afterwards:
    """A correction, a withdrawal or a relocation: what readers were told, and why."""

    what: str
    at: dt.datetime
    by: User
    notice: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """What one story went through."""

    article: Article
    texts: list[RecordedText]
    approvals: list[Approval]
    transitions: list[Transition]
    revisions: list[Revision]
    comments: list[Comment]
    afterwards: list[Afterwards]
    missing: str

    @property
    def sha256(self) -> str:
        """The hash of the text as it now stands."""
        return self.texts[0].sha256


@dataclass(frozen=True, slots=True)
class PageRecord:
    """Everything an inspector asks for."""

    page: Page
    source: Source | None
    stories: list[StoryRecord]
    # How stories that are no part of the page any more left it, the last time of each.
    aside: list[Transition]
    findings: list[Finding]
    quality: Quality

    @property
    def has_afterwards(self) -> bool:
        return any(row.afterwards for row in self.stories)

    @property
    def has_comments(self) -> bool:
        return any(row.comments for row in self.stories)


def record_of(page: Page) -> PageRecord:
    """Return the record of ``page``, its stories in page order; of others how they left it."""
    rows = list(Article.objects.filter(page=page).with_page().with_parts().order_by("order"))
    stories = [row for row in rows if row.status != Article.Status.SET_ASIDE]
    left = Transition.objects.filter(
        article__page=page, article__status=Article.Status.SET_ASIDE, new=Article.Status.SET_ASIDE
    )
    approvals = Approval.objects.filter(article__in=stories)
    approvals = approvals.select_related("by", "voiding", "voiding__by").order_by("pk")
    transitions = Transition.objects.filter(article__in=stories).select_related("by").order_by("pk")
    revisions = Revision.objects.filter(article__in=stories).select_related("by").order_by("pk")
    comments = list(threads(stories))
    told = _afterwards(stories)
    rules = rules_of(page)
    findings = page.findings.select_related("article", "decided_by", "waiver").order_by("pk")
    return PageRecord(
        page=page,
        source=page.sources.order_by("-pk").defer("data").first(),
        stories=[
            StoryRecord(
                article=story,
                texts=_texts(story, [row for row in approvals if row.article_id == story.pk]),
                approvals=[row for row in approvals if row.article_id == story.pk],
                transitions=[row for row in transitions if row.article_id == story.pk],
                revisions=[row for row in revisions if row.article_id == story.pk],
                comments=[row for row in comments if row.article_id == story.pk],
                afterwards=told[story.pk],
                missing=missing_for(story, rules),
            )
            for story in stories
        ],
        aside=list({row.article_id: row for row in left.select_related("by", "article")}.values()),
        findings=list(findings),
        quality=page_quality(page),
    )


def _afterwards(stories: list[Article]) -> dict[int, list[Afterwards]]:
    """Return what was done with each story once readers had it, in order, in four queries."""
    found: dict[int, list[Afterwards]] = {row.pk: [] for row in stories}
    for one in Correction.objects.filter(article__in=stories).select_related("by"):
        row = Afterwards(_("correction"), one.at, one.by, one.notice, one.reason)
        found[one.article_id].append(row)
    for other in Withdrawal.objects.filter(article__in=stories).select_related("by"):
        row = Afterwards(_("withdrawal"), other.at, other.by, other.notice, other.reason)
        found[other.article_id].append(row)
    ends = ProposalEnd.objects.filter(proposal__article__in=stories)
    for end in ends.select_related("by", "proposal__by"):
        made = end.proposal
        text = _("proposal %(number)s of %(user)s (%(kind)s): %(outcome)s")
        what = text % {
            "number": made.pk,
            "user": made.by,
            "kind": made.get_kind_display(),
            "outcome": end.get_outcome_display(),
        }
        reason = end.reason or made.reason
        found[made.article_id].append(Afterwards(what, end.at, end.by, made.notice, reason))
    relocations = Relocation.objects.filter(article__in=stories).select_related(
        "by", "old_page__issue", "new_page__issue"
    )
    for row in relocations:
        way = f"{row.old_page} → {row.new_page}"
        found[row.article_id].append(Afterwards(way, row.at, row.by, "", row.reason))
    return {key: sorted(rows, key=lambda row: row.at) for key, rows in found.items()}


def _texts(story: Article, approvals: list[Approval]) -> list[RecordedText]:
    """Return the story as it stands, then every other text that somebody approved, newest first."""
    current = StoryText.of(story)
    texts = {current.sha256: current}
    for row in reversed(approvals):
        texts.setdefault(row.sha256, StoryText.from_dict(row.text))
    return [
        RecordedText(key, text, [row for row in approvals if row.sha256 == key], text is current)
        for key, text in texts.items()
    ]
