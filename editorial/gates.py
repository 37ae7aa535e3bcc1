"""What stands between a story and its next state: the approvals, the findings, the text itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from articles.page_text import PageText
from articles.text import StoryText
from audit.sentences import Sentence
from audit.sentences import gettext as _
from editorial.transitions import (
    REASON_NEEDED,
    Action,
    NotAllowed,
    NotConfirmed,
    may,
    permissions,
)
from findings.models import Finding
from reviews import approvals, holds, separation, stages
from reviews.models import Stage
from reviews.questions import answer_to, questions_on
from reviews.review_rules import rules_of
from reviews.seen import Seen, asked

Stories = list[Article]
# So many of what was not seen are named.
QUESTIONS = 3


def check_person(action: Action, *, by: User, reason: str = "", status: str | None = None) -> None:
    """Raise ``NotAllowed`` when ``by`` may not do it, or gives no reason where one is needed."""
    if not may(by, action, status):
        raise NotAllowed(
            _("%(user)s may not %(action)s. Ask somebody with the permission %(permission)s.")
            % {
                "user": by,
                "action": action.label,
                "permission": _(", ").join(permissions(action, status)),
            }
        )
    if action in REASON_NEEDED and not reason.strip():
        raise NotAllowed(_("To %(action)s a story, give a reason.") % {"action": action.label})


def check_time(at: dt.datetime | None) -> None:
    """Raise ``NotAllowed`` for a time that is over."""
    if at is not None and at <= timezone.now():
        zone = timezone.get_current_timezone_name()
        raise NotAllowed(
            _("%(time)s (%(zone)s) is over. Give a later time, or none to publish at once.")
            % {"time": f"{timezone.localtime(at):%Y-%m-%d %H:%M}", "zone": zone}
        )


def seen_in(article: Article) -> Seen:
    """Return what was read by who fetched ``article``: nothing when it was changed since."""
    now = Article.objects.filter(pk=article.pk).values_list("version", flat=True).first()
    return Seen.of([article]) if now == article.version else Seen({article.pk: ""}, {})


def check_seen(stories: Stories, seen: Seen) -> None:
    """Raise ``NotAllowed`` when a story was not before the reviewer's eyes; name each."""
    if unseen := [str(story) for story in stories if story.pk not in seen.stories]:
        raise NotAllowed(
            _(
                "You have not seen: %(stories)s. Nothing was approved."
                " Load the page again and read it."
            )
            % {"stories": _("; ").join(unseen)}
        )


def check_questions_seen(rows: Iterable[Finding], seen: Seen) -> None:
    """Raise ``NotAllowed`` when one of these was not before the eyes of who approves; name it."""
    if unseen := [row.message for row in rows if seen.questions.get(row.pk) != asked(row)]:
        raise NotAllowed(
            _(
                "These questions were not on your screen: %(questions)s Nothing was approved."
                " Load the page again and read them."
            )
            % {"questions": Sentence(" ").join(unseen[:QUESTIONS])}
        )


def approve(story: Article, *, by: User, seen: Seen) -> None:
    """Give the approval for what was read, or say why not."""
    if StoryText.of(story).sha256 != seen.stories.get(story.pk):
        raise NotAllowed(
            _("“%(story)s” was changed since you read it. Load the page again and read the change.")
            % {"story": story}
        )
    page = PageText.of(story.page)
    if page.sha256 != seen.pages.get(story.page_id):
        raise NotAllowed(
            _(
                "What stands round “%(story)s” was changed since you read it: its page, the"
                " masthead or the order. Load the page again and look."
            )
            % {"story": story}
        )
    if refusal := separation.why_not_approve(story, rules_of(story.page), by=by):
        raise NotAllowed(refusal)
    check_not_empty(story)
    approvals.give(story, Stage(story.status), by=by, page=page, questions=seen.questions)


def remember_returned(story: Article, *, by: User, seen: Seen | None) -> None:
    """Note what the reviewer has read who returns a story, as far as it is what he saw."""
    if seen and StoryText.of(story).sha256 == seen.stories.get(story.pk):
        around = seen.pages.get(story.page_id, "")
        approvals.remember_look(story, by=by, around=around, questions=seen.questions)


def check_asked(stories: Stories, confirmed: str) -> None:
    """Raise ``NotConfirmed`` when something is to be known of first, and was not confirmed."""
    questions = questions_on(stories)
    if answer_to(questions) != confirmed and questions:
        raise NotConfirmed(questions)


def check_holding(stories: Stories) -> None:
    """Raise ``NotAllowed`` when a story would be signed off over a finding that holds it."""
    last = [
        story
        for story in stories
        if story.status in stages.IN_REVIEW
        and stages.is_last(rules_of(story.page), Stage(story.status))
    ]
    check_findings(last)


def check_findings(stories: Stories) -> None:
    """Raise ``NotAllowed`` when an open finding holds one of these stories or its page."""
    if not stories:
        return
    if found := list(holds.holding(stories, rules_of(stories[0].page))):
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
    rules = rules_of(story.page)
    if not stages.chain_of(rules):
        return
    if action == Action.RESTORE:
        refusal = _changed_since_withdrawn(story)
    else:
        refusal = approvals.missing_for(story, rules)
        check_findings([story])
    if refusal:
        raise NotAllowed(refusal)


def _changed_since_withdrawn(story: Article) -> str:
    """Only the words that readers had are restored; those of a draft are not among them."""
    gone = story.transitions.filter(new=Article.Status.WITHDRAWN).order_by("-pk").first()
    if gone is None or gone.old == Article.Status.DRAFT:
        text = _(
            "“%(story)s” was a draft when it was withdrawn. Take it up again and have it reviewed."
        )
        return text % {"story": story}
    # A relocation to another page leaves a revision, too, with the words that were.
    relocations = story.relocations.filter(at__gt=gone.at).count()
    if story.revisions.filter(at__gt=gone.at).count() == relocations:
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
