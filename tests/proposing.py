"""Changes of what readers see, in their two steps: proposed by one, approved by another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User

from accounts.roles import Role
from articles.models import Article, Correction
from editorial.editing import StoryChange
from editorial.new_places import PLACE, Placed
from editorial.proposals import approve, change_values, propose
from issues.models import Issue, Page
from issues.page_names import NamedPlace
from reviews.models import Proposal, ProposalEnd
from reviews.seen import Seen
from tests.make import make_member


def approver() -> User:
    """Return a final reviewer who proposes nothing himself."""
    found = User.objects.filter(username="approver").first()
    return found or make_member("approver", Role.FINAL_REVIEWER)


def approved(made: Proposal) -> ProposalEnd:
    """Approve a proposal of a paper that asks for one approval, and return how it ended."""
    approve(made, by=approver(), seen=Seen.of_proposal(made))
    end: ProposalEnd = ProposalEnd.objects.get(proposal=made)
    return end


def agree() -> list[ProposalEnd]:
    """Approve all that is open, and return how each ended."""
    return [approved(row) for row in Proposal.objects.filter(end=None).order_by("pk")]


def correct(
    article: Article, change: StoryChange, *, by: User, reason: str, notice: str, version: int
) -> Correction:
    """Have a correction proposed and approved, and return what readers are told."""
    kind = Proposal.Kind.CORRECTION
    words = {"reason": reason, "notice": notice}
    end = approved(propose(article, change, by=by, kind=kind, version=version, **words))
    found: Correction = Correction.objects.get(article=article, version=end.version or 0)
    return found


def relocate_page(page: Page, *, date: dt.date, number: int, by: User, reason: str) -> Page:
    """Have a page relocated, with an approval where readers see it."""
    _placed(page, NamedPlace(date, str(number)), by=by, reason=reason)
    return Page.objects.select_related("issue__publication").get(pk=page.pk)


def relocate_issue(issue: Issue, *, date: dt.date, by: User, reason: str) -> Issue:
    _placed(issue, NamedPlace(date), by=by, reason=reason)
    return Issue.objects.select_related("publication").get(pk=issue.pk)


def relocate_story(article: Article, *, page: Page, by: User, reason: str) -> Article:
    _placed(article, NamedPlace(page.issue.date, page.label), by=by, reason=reason)
    return Article.objects.with_page().get(pk=article.pk)


def _placed(row: Placed, to: NamedPlace, **words: Any) -> None:
    if made := change_values(row, {PLACE: to}, **words):
        approved(made)
