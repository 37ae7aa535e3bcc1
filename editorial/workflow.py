"""The one home of a story's changes of state (流转): who may take it from which to which.

Admin, commands and views all call these functions. A change of state is a guarded update
(``filter(status=old).update(…)``) on rows that are locked first, so of two people who change
one story at once exactly one wins. Each change leaves a ``Transition`` and an entry in Django's
log. What a review asks for stands in ``reviews``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Transition
from articles.models.history import made_by
from articles.text import StoryText
from audit import log as audit
from editorial import gates
from editorial.gates import check_person, check_time
from editorial.transitions import (
    PERMISSIONS,
    REASON_NEEDED,
    REPLACED,
    TRANSITIONS,
    VOIDED,
    Action,
    AlreadyDone,
    NotAllowed,
    may,
    permissions,
    target,
)
from findings.page_check import recheck
from issues.models import Page
from reviews import approvals, claims, separation, stages
from reviews.models import Approval, Notice, Stage, Voiding
from reviews.review_rules import release, rules_of

Status = Article.Status
Stories = list[Article]
TO_READERS = {Action.PUBLISH, Action.WITHDRAW, Action.RESTORE}

__all__ = [
    "PERMISSIONS",
    "REASON_NEEDED",
    "TRANSITIONS",
    "VOIDED",
    "Action",
    "AlreadyDone",
    "NotAllowed",
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
    seen: str | None = None,
    at: dt.datetime | None = None,
) -> Article:
    """Take one story to another state and return it as it now stands. Raises ``NotAllowed``.

    ``at`` is the time from which readers shall see a story that is published.

    An approval is for the text that was read: the one of ``article``, or the one whose hash is
    ``seen``. When the story has another text by now, it is refused.
    """
    check_person(action, by=by, reason=reason)
    check_time(at)
    known = {article.pk: seen} if seen is not None else {}
    with audit.chained():
        _change_all([article], action, by=by, reason=reason, seen=known, at=at)
        if action in (Action.SET_ASIDE, Action.TAKE_UP):
            # What is no story of the page raises no questions about it.
            recheck(article.page)
    article.refresh_from_db()
    return article


def submit_page(page: Page, *, by: User) -> PageTransition:
    """Submit every draft of ``page`` for its first review, all or none. Raises ``NotAllowed``."""
    return _change_page(page, Action.SUBMIT, _in_state(Status.DRAFT), by=by)


def approve_page(
    page: Page,
    *,
    by: User,
    stage: Stage | None = None,
    seen: Mapping[int, str] | None = None,
) -> PageTransition:
    """Approve every story of ``page`` that waits in ``stage``, all or none.

    Without a stage: the earliest that ``by`` may do and in which a story waits. ``seen`` has the
    hash of each text that was read. Raises ``NotAllowed``.
    """
    return _change_page(page, Action.APPROVE, _waiting(by, stage), by=by, seen=seen)


def return_page(page: Page, *, by: User, reason: str, stage: Stage | None = None) -> PageTransition:
    """Return every story of ``page`` that waits in ``stage`` (or is signed off) to its editor.

    Raises ``NotAllowed``.
    """
    return _change_page(page, Action.RETURN, _returnable(by, stage), by=by, reason=reason)


def publish_page(page: Page, *, by: User, at: dt.datetime | None = None) -> PageTransition:
    """Publish every story of ``page`` that is not set aside, all or none, now or from ``at`` on.

    Raises ``NotAllowed`` when a rule forbids it, ``AlreadyDone`` when nothing is left to publish.
    """
    return _change_page(page, Action.PUBLISH, _all_but(Status.PUBLISHED), by=by, at=at)


def unpublish_page(page: Page, *, by: User) -> PageTransition:
    """Take every published story of ``page`` back to draft, all or none. Raises ``NotAllowed``.

    Their addresses answer 410 until they are published again.
    """
    return _change_page(page, Action.UNPUBLISH, _all_but(Status.DRAFT), by=by)


def void_after_change(article: Article, *, by: User) -> list[Approval]:
    """Void the approvals of a story that ``by`` has just changed, and return them.

    Every change of a story's words calls this, in its own transaction. A story in review, signed
    off or waiting for its time goes back to the first review; a public one stays public.
    """
    ended = approvals.void([article], Voiding.Cause.CHANGED, by=by)
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
    Transition.objects.create(
        article=article, action=VOIDED, old=old, new=new, reason=reason, by=by
    )
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
    audit.record_all(str(action), [_told(row, None) for row in rows], by=by)
    claims.drop(stories)
    for story in stories:
        story.status = new


def _in_state(status: Status) -> Callable[[Stories], Stories]:
    return lambda stories: [story for story in stories if story.status == status]


def _all_but(done: Status) -> Callable[[Stories], Stories]:
    return lambda stories: [story for story in stories if story.status != done]


def _waiting(by: User, stage: Stage | None) -> Callable[[Stories], Stories]:
    possible = [stage] if stage else separation.stages_of(by)

    def choose(stories: Stories) -> Stories:
        found = ([row for row in stories if row.status == one.value] for one in possible)
        return next((rows for rows in found if rows), [])

    return choose


def _returnable(by: User, stage: Stage | None) -> Callable[[Stories], Stories]:
    def choose(stories: Stories) -> Stories:
        waiting = _waiting(by, stage)(stories)
        done = [row for row in stories if row.status == Status.SIGNED_OFF]
        return waiting or (done if stage is None else [])

    return choose


def _change_page(
    page: Page,
    action: Action,
    choose: Callable[[Stories], Stories],
    *,
    by: User,
    reason: str = "",
    seen: Mapping[int, str] | None = None,
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
            raise AlreadyDone(_nothing_to_do(page, action, stories))
        _change_all(todo, action, by=by, reason=reason, seen=seen, at=at)
    return PageTransition(page, len(todo), len(stories) - len(todo))


def _nothing_to_do(page: Page, action: Action, stories: Stories) -> str:
    states = list(dict.fromkeys(Status(story.status).label for story in stories))
    # “Is already in review” would be no answer to who may not do that review.
    if len(states) == 1 and action not in (Action.APPROVE, Action.RETURN):
        text = _("Every story of %(page)s is already “%(status)s”. Nothing was changed.")
    else:
        text = _("The stories of %(page)s are “%(status)s”. Nothing was changed.")
    return text % {"page": page, "status": _(", ").join(map(str, states))}


def _change_all(
    stories: Iterable[Article],
    action: Action,
    *,
    by: User,
    reason: str = "",
    seen: Mapping[int, str] | None = None,
    at: dt.datetime | None = None,
) -> None:
    limit = Transition._meta.get_field("reason").max_length
    stories = list(stories)
    for story in stories:
        release(story.page)
    pairs = _locked(stories)
    if action == Action.APPROVE:
        gates.check_holding([story for story, _known in pairs])
    rows = [
        _change_one(story, known, action, by=by, reason=reason[:limit], seen=seen or {}, at=at)
        for story, known in pairs
    ]
    Transition.objects.bulk_create(rows)
    audit.record_all(action.value, [_told(row, at) for row in rows], by=by)
    claims.drop([row.article for row in rows])
    LogEntry.objects.log_actions(
        by.pk,
        [row.article for row in rows],
        CHANGE,
        f"{action.label}: {reason}" if reason else str(action.label),
    )


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
    seen: Mapping[int, str],
    at: dt.datetime | None,
) -> Transition:
    old = Status(known.status)
    new = target(known, action, old)
    check_person(action, by=by, reason=reason, status=old)
    # The version, too: what goes to the readers is the text that was seen, not one just saved.
    if story.status != old or (action in TO_READERS and story.version != known.version):
        raise NotAllowed(_changed_by_another(story))
    if action == Action.APPROVE:
        gates.approve(story, known, by=by, seen=seen.get(story.pk))
    if new == Status.PUBLISHED:
        gates.check_publishable(story, action)
    values = {"status": new, **_times(story, action, new, at)}
    if not Article.objects.filter(pk=story.pk, status=old).update(**values):
        raise NotAllowed(_changed_by_another(story))
    if new == Status.DRAFT:
        _begin_again(story, action, by=by, reason=reason)
    return Transition(article=story, action=action, old=old, new=new, reason=reason, by=by)


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


def _told(row: Transition, at: dt.datetime | None) -> audit.Told:
    """What the audit log says of it: the states, which text, why, and from when on."""
    told = {"old": row.old, "new": row.new, "version": row.article.version, "reason": row.reason}
    if row.action == Action.APPROVE:
        # Held against the approval: who rewrites its text and its hash does not reach the log.
        told["text"] = StoryText.of(row.article).sha256
    return audit.Told(row.article, told | ({"at": at.isoformat()} if at else {}))


def _begin_again(story: Article, action: Action, *, by: User, reason: str) -> None:
    """A story that is a draft again has no approvals; who sent it is told when it came back."""
    returned = action == Action.RETURN
    cause = Voiding.Cause.RETURNED if returned else Voiding.Cause.DRAFT_AGAIN
    approvals.void([story], cause, by=by)
    if not returned:
        return
    sent = story.transitions.filter(action=Action.SUBMIT).order_by("-pk")
    people = {*approvals.last_editors(story), *sent.values_list("by", flat=True)[:1]}
    Notice.objects.bulk_create(
        Notice(user_id=key, article=story, kind=Notice.Kind.RETURNED, text=reason, by=by)
        for key in sorted(people - {by.pk})
    )
