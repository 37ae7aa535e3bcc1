"""What stands between a story and its next state: the approvals, the findings, the text itself."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article
from editorial.transitions import Action, NotAllowed
from reviews import approvals, holds, separation, stages
from reviews.models import Stage
from reviews.review_text import hash_of

Stories = list[Article]


def approve(story: Article, known: Article, *, by: User, seen: str | None) -> None:
    """Give the approval for the text that was read, or say why not."""
    read = story.version == known.version if seen is None else hash_of(story) == seen
    if not read:
        raise NotAllowed(
            _("“%(story)s” was changed since you read it. Load the page again and read the change.")
            % {"story": story}
        )
    paper = story.page.issue.publication
    if refusal := separation.why_not_approve(story, paper, by=by):
        raise NotAllowed(refusal)
    check_not_empty(story)
    approvals.give(story, Stage(story.status), by=by)


def check_holding(stories: Stories) -> None:
    """Raise ``NotAllowed`` when a story would be signed off over a finding that holds it."""
    last = [
        story
        for story in stories
        if story.status in stages.IN_REVIEW
        and stages.is_last(story.page.issue.publication, Stage(story.status))
    ]
    check_findings(last)


def check_findings(stories: Stories) -> None:
    """Raise ``NotAllowed`` when an open finding holds one of these stories or its page."""
    if not stories:
        return
    paper = stories[0].page.issue.publication
    if found := list(holds.holding(stories, paper)):
        raise NotAllowed(
            _(
                "An open finding holds %(page)s: %(finding)s"
                " Settle it, or ignore it with a reason. (%(count)s in all)"
            )
            % {"page": stories[0].page, "finding": found[0], "count": len(found)}
        )


def check_publishable(story: Article, action: Action) -> None:
    """Ask again what the states promise: nothing reaches a reader that was not approved."""
    check_not_empty(story)
    paper = story.page.issue.publication
    if not stages.chain_of(paper):
        return
    if action == Action.RESTORE:
        refusal = _changed_since_withdrawn(story)
    else:
        refusal = approvals.missing_for(story, paper)
        check_findings([story])
    if refusal:
        raise NotAllowed(refusal)


def _changed_since_withdrawn(story: Article) -> str:
    """Only the words that readers had are restored; a draft that was set aside is none of them."""
    gone = story.transitions.filter(new=Article.Status.WITHDRAWN).order_by("-pk").first()
    if gone is None or gone.action != Action.WITHDRAW:
        text = _("“%(story)s” was set aside as a draft. Take it up again and have it reviewed.")
        return text % {"story": story}
    # A move to another page leaves a revision, too, with the words that were.
    moves = story.story_moves.filter(at__gt=gone.at).count()
    if story.revisions.filter(at__gt=gone.at).count() == moves:
        return ""
    return _(
        "“%(story)s” was changed since it was withdrawn. Take it up again and have it reviewed."
    ) % {"story": story}


def check_not_empty(story: Article) -> None:
    """Raise ``NotAllowed`` for a story that says nothing."""
    if not (story.headline or story.kicker or story.body):
        raise NotAllowed(
            _(
                "Story %(order)s of %(page)s has neither headline nor text."
                " Write one or set it aside."
            )
            % {"order": story.order + 1, "page": story.page}
        )
