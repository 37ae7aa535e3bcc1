"""The one home of a story's changes of state (流转): who may take it from which to which.

Admin, commands and views all call these functions. A change of state is a guarded update
(``filter(status=old).update(…)``) on rows that are locked first, so of two people who change
one story at once exactly one wins. Each change leaves a ``Transition`` and an entry in Django's
log. What a review asks for stands in ``reviews``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Transition
from articles.models.history import SCHEDULED_FOR, made_by, told_time
from audit import journal
from audit import log as audit
from audit.sentences import gettext as _
from editorial import choice, gates
from editorial.gates import check_person, check_time
from editorial.testimony import told
from editorial.transitions import (
    PERMISSIONS,
    REASON_NEEDED,
    REPLACED,
    TRANSITIONS,
    VOIDED,
    Action,
    AlreadyDone,
    NotAllowed,
    NotConfirmed,
    may,
    permissions,
    target,
)
from findings.page_check import recheck
from issues.models import Page
from reviews import approvals, claims, stages
from reviews.models import Approval, Notice, Stage, Voiding
from reviews.review_rules import release, rules_of
from reviews.seen import Seen, open_on

Status = Article.Status
TO_READERS = {Action.PUBLISH, Action.WITHDRAW, Action.RESTORE}

__all__ = [
    "PERMISSIONS",
    "REASON_NEEDED",
    "TRANSITIONS",
    "VOIDED",
    "Action",
    "AlreadyDone",
    "NotAllowed",
    "NotConfirmed",
    "PageTransition",
    "approve_page",
    "begin_anew",
    "change_state",
    "leave_out",
    "may",
    "permissions",
    "publish_page",
    "return_page",
    "submit_page",
    "unpublish_page",
    "void_after_change",
    "void_approvals",
]


@dataclass(frozen=True, slots=True)
class PageTransition:
    """How many stories of a page went to another state, and how many were there already."""

    page: Page
    changed: int
    already: int


def change_state(
    article: Article,
    action: Action,
    *,
    by: User,
    reason: str = "",
    seen: Seen | None = None,
    confirmed: str = "",
    at: dt.datetime | None = None,
) -> Article:
    """Take one story to another state and return it as it now stands. Raises ``NotAllowed``.

    ``at`` is the time from which readers shall see a story that is published. ``confirmed`` is the
    answer to what is asked before a review (``reviews.questions``).

    An approval is for what was read: ``article`` as it was fetched, with what stood round it then,
    or what a screen showed, ``seen``. When the story has another text or place by now, it is
    refused.
    """
    check_person(action, by=by, reason=reason)
    check_time(at)
    if action == Action.APPROVE and seen is None:
        seen = gates.seen_in(article)
    with audit.chained():
        _change_all([article], action, by=by, reason=reason, seen=seen, confirmed=confirmed, at=at)
        if action in (Action.SET_ASIDE, Action.TAKE_UP):
            # What is no story of the page raises no questions about it.
            recheck(article.page)
    article.refresh_from_db()
    return article


def submit_page(page: Page, *, by: User, confirmed: str = "") -> PageTransition:
    """Submit every draft of ``page`` for its first review, all or none.

    Raises ``NotConfirmed`` with what is asked about, until ``confirmed`` is the answer to it, and
    ``NotAllowed``.
    """
    choose = choice.in_state(Status.DRAFT)
    return _change_page(page, Action.SUBMIT, choose, by=by, confirmed=confirmed)


def approve_page(
    page: Page,
    *,
    by: User,
    seen: Seen,
    stage: Stage | None = None,
) -> PageTransition:
    """Approve every story of ``page`` that waits in ``stage``, all or none.

    Without a stage: the earliest that ``by`` may do and in which a story waits. ``seen`` is what
    was before his eyes: a story that is not in it is named and nothing approved. Raises
    ``NotAllowed``.
    """
    return _change_page(page, Action.APPROVE, choice.waiting(by, stage), by=by, seen=seen)


def return_page(
    page: Page, *, by: User, reason: str, stage: Stage | None = None, seen: Seen | None = None
) -> PageTransition:
    """Return every story of ``page`` that waits in ``stage`` (or is signed off) to its editor.

    ``seen`` is what was before the reviewer's eyes: when it comes back he is shown what changed
    since. Raises ``NotAllowed``.
    """
    choose = choice.returnable(by, stage)
    return _change_page(page, Action.RETURN, choose, by=by, reason=reason, seen=seen)


def publish_page(page: Page, *, by: User, at: dt.datetime | None = None) -> PageTransition:
    """Publish every story of ``page`` that is not set aside, all or none, now or from ``at`` on.

    Raises ``NotAllowed`` when a rule forbids it, ``AlreadyDone`` when nothing is left to publish.
    """
    return _change_page(page, Action.PUBLISH, choice.all_but(Status.PUBLISHED), by=by, at=at)


def unpublish_page(page: Page, *, by: User) -> PageTransition:
    """Take every published story of ``page`` back to draft, all or none. Raises ``NotAllowed``.

    Their addresses answer 410 until they are published again.
    """
    return _change_page(page, Action.UNPUBLISH, choice.all_but(Status.DRAFT), by=by)


def void_after_change(article: Article, *, by: User) -> list[Approval]:
    """Void the approvals of a story that ``by`` has just changed, and return them.

    Every change of a story's words calls this, in its own transaction. A story in review, signed
    off or waiting for its time goes back to the first review; a public one stays public.
    """
    return void_approvals(article, Voiding.Cause.CHANGED, by=by)


def void_approvals(article: Article, cause: Voiding.Cause, *, by: User | str) -> list[Approval]:
    """Void the approvals of a story for ``cause``; what is on its way begins its reviews again."""
    ended = approvals.void([article], cause, by=by if isinstance(by, User) else None)
    old, new = Status(article.status), stages.first_state(rules_of(article.page))
    is_due = article.published_at is not None and article.published_at <= timezone.now()
    if old == Status.PUBLISHED and (is_due or new == Status.DRAFT):
        return ended
    if old == new or old not in {*stages.IN_REVIEW, Status.SIGNED_OFF, Status.PUBLISHED}:
        return ended
    values: dict[str, object] = {"status": new}
    if old == Status.PUBLISHED:
        # It was never public: the time was only planned.
        values["published_at"] = None
    if not Article.objects.filter(pk=article.pk, status=old).update(**values):
        raise NotAllowed(_changed_by_another(article))
    reason = approvals.voided_sentence(ended)[:300] if ended else ""
    row = Transition.objects.create(
        article=article, action=VOIDED, old=old, new=new, reason=reason, **made_by(by)
    )
    audit.note(row)
    audit.note_change(Article, [article.pk], **values)
    claims.drop([article])
    article.status = new
    return ended


def begin_anew(stories: Sequence[Article], *, by: User | str) -> None:
    """Make drafts of stories that another source for their page gives other words.

    What was approved of them is void. ``by`` is who brought the source, or its name.
    """
    approvals.void(stories, Voiding.Cause.REPLACED, by=None)
    _put([story for story in stories if story.status != Status.DRAFT], REPLACED, by=by)


def leave_out(stories: Sequence[Article], *, by: User | str) -> None:
    """Set drafts aside that the page's source, or a newer reading of it, has no more."""
    _put([row for row in stories if row.status == Status.DRAFT], Action.SET_ASIDE, by=by)


def _put(stories: Sequence[Article], action: str, *, by: User | str) -> None:
    """Take many stories to another state for a source, which asks for no permission."""
    new = Status.DRAFT if action == REPLACED else Status.SET_ASIDE
    for story in stories:
        if not Article.objects.filter(pk=story.pk, status=story.status).update(status=new):
            raise NotAllowed(_changed_by_another(story))
    rows = [
        Transition(article=row, action=str(action), old=row.status, new=new, **made_by(by))
        for row in stories
    ]
    Transition.objects.bulk_create(rows)
    audit.note(*rows)
    audit.note_change(Article, [row.pk for row in stories], status=new)
    audit.record_all(str(action), told(rows), by=by)
    claims.drop(stories)
    for story in stories:
        story.status = new


def _change_page(
    page: Page,
    action: Action,
    choose: choice.Choice,
    *,
    by: User,
    reason: str = "",
    seen: Seen | None = None,
    confirmed: str = "",
    at: dt.datetime | None = None,
) -> PageTransition:
    check_person(action, by=by, reason=reason)
    check_time(at)
    with audit.chained():
        # The page's row is the lock that keeps two people from taking half of it each.
        Page.objects.select_for_update().get(pk=page.pk)
        stories = list(page.articles.on_page())
        if not stories:
            raise NotAllowed(
                _("%(page)s has no stories. Import or add them first.") % {"page": page}
            )
        todo = choose(stories)
        if not todo:
            raise AlreadyDone(choice.nothing_to_do(page, action, stories))
        _change_all(todo, action, by=by, reason=reason, seen=seen, confirmed=confirmed, at=at)
    return PageTransition(page, len(todo), len(stories) - len(todo))


def _change_all(
    stories: Iterable[Article],
    action: Action,
    *,
    by: User,
    reason: str = "",
    seen: Seen | None = None,
    confirmed: str = "",
    at: dt.datetime | None = None,
) -> None:
    limit = Transition._meta.get_field("reason").max_length
    stories = list(stories)
    for story in stories:
        release(story.page)
    pairs = _locked(stories)
    locked = [story for story, _known in pairs]
    if action == Action.SUBMIT:
        gates.check_asked([row for row in locked if row.status == Status.DRAFT], confirmed)
    if action == Action.APPROVE:
        gates.check_seen(locked, seen or Seen())
        gates.check_questions_seen(open_on(locked), seen or Seen())
        gates.check_holding(locked)
    rows = [
        _change_one(story, known, action, by=by, reason=reason[:limit], seen=seen, at=at)
        for story, known in pairs
    ]
    Transition.objects.bulk_create(rows)
    audit.note(*rows)
    audit.record_all(action.value, told(rows, at), by=by)
    claims.drop([row.article for row in rows])
    done = (
        journal.with_reason(action.label, reason)
        if at is None
        else journal.sentence(SCHEDULED_FOR, time=told_time(at))
    )
    journal.write_sentence(by, [row.article for row in rows], CHANGE, done)


def _locked(stories: Iterable[Article]) -> list[tuple[Article, Article]]:
    """Lock the rows, in one order for all, and return each beside the story the caller knows."""
    known = {story.pk: story for story in stories}
    rows = Article.objects.select_for_update(of=("self",)).with_page().with_parts()
    return [(row, known[row.pk]) for row in rows.filter(pk__in=known).order_by("pk")]


def _changed_by_another(story: Article) -> str:
    text = _("Somebody else has just taken “%(story)s” to another state. Look at it again.")
    return text % {"story": story}


def _change_one(
    story: Article,
    known: Article,
    action: Action,
    *,
    by: User,
    reason: str,
    seen: Seen | None,
    at: dt.datetime | None,
) -> Transition:
    old = Status(known.status)
    new = target(known, action, old)
    check_person(action, by=by, reason=reason, status=old)
    # The version, too: what goes to the readers is the text that was seen, not one just saved.
    if story.status != old or (action in TO_READERS and story.version != known.version):
        raise NotAllowed(_changed_by_another(story))
    if action == Action.APPROVE:
        gates.approve(story, by=by, seen=seen or Seen())
    if action == Action.RETURN:
        gates.remember_returned(story, by=by, seen=seen)
    if new == Status.PUBLISHED:
        gates.check_publishable(story, action)
    values = {"status": new, **_times(story, action, new, at)}
    if not Article.objects.filter(pk=story.pk, status=old).update(**values):
        raise NotAllowed(_changed_by_another(story))
    values.pop("updated_at", None)
    audit.note_change(Article, [story.pk], **values)
    if new == Status.DRAFT:
        _begin_again(story, action, by=by, reason=reason)
    return Transition(
        article=story, action=action, old=old, new=new, reason=reason, by=by, planned=at
    )


def _times(
    story: Article, action: Action, new: Status, at: dt.datetime | None
) -> dict[str, object]:
    """Return when the story was or shall be public first, and when it was put back."""
    now = timezone.now()
    if at is not None and story.published_at is not None:
        raise NotAllowed(
            _(
                "“%(story)s” was public before, so its address must not wait for a time."
                " Publish it without one."
            )
            % {"story": story}
        )
    if new == Status.PUBLISHED and story.published_at is not None:
        # The first time stays: it dates the address, not the latest button press. Who was told
        # that it is gone must be told that it is back.
        return {"updated_at": now}
    if new == Status.PUBLISHED:
        return {"published_at": at or now}
    if story.published_at is not None and story.published_at > now:
        # Nobody has seen it yet, so there is no address to answer for.
        return {"published_at": None}
    return {}


def _begin_again(story: Article, action: Action, *, by: User, reason: str) -> None:
    """A story that is a draft again has no approvals; who sent it is told when it came back."""
    returned = action == Action.RETURN
    cause = Voiding.Cause.RETURNED if returned else Voiding.Cause.DRAFT_AGAIN
    approvals.void([story], cause, by=by)
    if not returned:
        return
    sent = story.transitions.filter(action=Action.SUBMIT).order_by("-pk")
    people = {*approvals.last_editors(story), *sent.values_list("by", flat=True)[:1]}
    # The newest reason is the one to work by.
    former = Notice.objects.filter(article=story, kind=Notice.Kind.RETURNED, seen_at=None)
    former.update(seen_at=timezone.now())
    Notice.objects.bulk_create(
        Notice(user_id=key, article=story, kind=Notice.Kind.RETURNED, text=reason, by=by)
        for key in sorted(people - {by.pk})
    )
