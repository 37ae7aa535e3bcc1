"""What the audit log keeps of a change of state, and ``verify`` holds against the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from articles.models import Transition
from articles.page_text import PageText
from articles.text import StoryText
from audit import log as audit
from editorial.transitions import Action
from findings.models import Finding
from issues.models import Page
from reviews.models import Proposal

APPROVE_PROPOSAL = "approve-proposal"
# Where somebody is asked, or held, by what is open.
ASKED = {Action.SUBMIT.value, Action.APPROVE.value, Action.PUBLISH.value}


def told(rows: Sequence[Transition], at: dt.datetime | None = None) -> list[audit.Told]:
    """Return what is told of each: the states, which text, why, from when on, what was open."""
    asked = [row for row in rows if row.action in ASKED]
    pages = {row.article.page_id for row in asked}
    found = list(Finding.objects.open().filter(page__in=pages).order_by("pk")) if pages else []
    return [_told(row, found, at) for row in rows]


def _told(row: Transition, found: Sequence[Finding], at: dt.datetime | None) -> audit.Told:
    story = row.article
    told = {"old": row.old, "new": row.new, "version": story.version, "reason": row.reason}
    if row.action == Action.APPROVE:
        # Held against the approval: who rewrites its text and its hash does not reach the log.
        told["text"] = StoryText.of(story).sha256
        told["page"] = PageText.of(story.page).sha256
    if row.action in ASKED:
        # A question that was hidden just then, and shown again afterwards, is not among them.
        told["on"] = story.page_id
        told["open"] = {
            str(one.pk): one.code
            for one in found
            if one.page_id == story.page_id and one.article_id in (None, story.pk)
        }
    return audit.Told(story, told | ({"at": at.isoformat()} if at else {}))


def told_of(made: Proposal, open_about: Sequence[Finding]) -> dict[str, Any]:
    """Return what is told of a proposal's approval: about which story or pages what was open."""
    story = made.article
    if story is not None:
        pages = [story.page_id]
    else:
        of_issue = Page.objects.filter(issue=made.issue_id).order_by("pk")
        pages = [made.page_id] if made.page_id else list(of_issue.values_list("pk", flat=True))
    return {
        "of_story": story.pk if story is not None else None,
        "on": pages,
        "open": {str(row.pk): row.code for row in open_about},
    }
