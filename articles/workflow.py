"""The one home of a story's moves: who may take it from which state to which.

Admin, commands and views all call these functions. A move is a guarded update
(``filter(status=old).update(…)``), so of two people who move one story at once exactly one wins.
Each move leaves a ``Transition`` and an entry in Django's log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Transition
from issues import audit
from issues.models import Page

Status = Article.Status


class Action(models.TextChoices):
    """What can be done with a story."""

    SUBMIT = "submit", gettext_lazy("submit for review")
    APPROVE = "approve", gettext_lazy("approve")
    RETURN = "return", gettext_lazy("return")
    PUBLISH = "publish", gettext_lazy("publish")
    UNSCHEDULE = "unschedule", gettext_lazy("take off the schedule")
    UNPUBLISH = "unpublish", gettext_lazy("unpublish")
    WITHDRAW = "withdraw", gettext_lazy("withdraw")
    RESTORE = "restore", gettext_lazy("restore")
    SET_ASIDE = "set-aside", gettext_lazy("set aside")
    TAKE_UP = "take-up", gettext_lazy("take up again")


# The table of allowed moves. What stands not here is forbidden.
MOVES: dict[Action, dict[Status, Status]] = {
    Action.SUBMIT: {Status.DRAFT: Status.FIRST_REVIEW},
    Action.APPROVE: {
        Status.FIRST_REVIEW: Status.SECOND_REVIEW,
        Status.SECOND_REVIEW: Status.FINAL_REVIEW,
        Status.FINAL_REVIEW: Status.SIGNED_OFF,
    },
    Action.RETURN: {
        Status.FIRST_REVIEW: Status.DRAFT,
        Status.SECOND_REVIEW: Status.DRAFT,
        Status.FINAL_REVIEW: Status.DRAFT,
        Status.SIGNED_OFF: Status.DRAFT,
    },
    Action.PUBLISH: {Status.SIGNED_OFF: Status.PUBLISHED, Status.DRAFT: Status.PUBLISHED},
    # Back to where it waited for its time: what was signed off stays signed off.
    Action.UNSCHEDULE: {Status.PUBLISHED: Status.SIGNED_OFF},
    Action.UNPUBLISH: {Status.PUBLISHED: Status.DRAFT},
    Action.WITHDRAW: {Status.PUBLISHED: Status.WITHDRAWN},
    Action.RESTORE: {Status.WITHDRAWN: Status.PUBLISHED},
    # A draft that is no story after all (a misread) is set aside, never deleted.
    Action.SET_ASIDE: {Status.DRAFT: Status.WITHDRAWN},
    Action.TAKE_UP: {Status.WITHDRAWN: Status.DRAFT},
}
PERMISSIONS: dict[Action, str] = {
    Action.SUBMIT: "articles.change_article",
    Action.APPROVE: "articles.review_article",
    Action.RETURN: "articles.review_article",
    Action.PUBLISH: "articles.publish_article",
    Action.UNSCHEDULE: "articles.publish_article",
    Action.UNPUBLISH: "articles.publish_article",
    Action.WITHDRAW: "articles.publish_article",
    Action.RESTORE: "articles.publish_article",
    Action.SET_ASIDE: "articles.change_article",
    Action.TAKE_UP: "articles.change_article",
}
REASON_NEEDED = {Action.RETURN, Action.WITHDRAW}


class NotAllowed(Exception):
    """A rule forbids the move; the message says which and what to do instead."""


@dataclass(frozen=True, slots=True)
class PageMove:
    """What moving a page did: the stories moved, and how many were there already."""

    page: Page
    moved: int
    already: int


def may(user: User, action: Action) -> bool:
    """Return whether ``user`` has the permission that ``action`` needs."""
    return user.is_active and user.has_perm(PERMISSIONS[action])


def move(
    article: Article,
    action: Action,
    *,
    by: User,
    reason: str = "",
    at: dt.datetime | None = None,
) -> Article:
    """Move one story and return it as it now stands. Raises ``NotAllowed``.

    ``at`` is the time from which readers shall see a story that is published.
    """
    _check_person(action, by=by, reason=reason)
    _check_time(at)
    with audit.chained():
        _move_all([article], action, by=by, reason=reason, at=at)
    article.refresh_from_db()
    return article


def publish_page(page: Page, *, by: User, at: dt.datetime | None = None) -> PageMove:
    """Publish every story of ``page`` that is not set aside, all or none, now or from ``at`` on.

    Raises ``NotAllowed`` when a rule forbids it or nothing is left to publish.
    """
    _check_time(at)
    return _move_page(page, Action.PUBLISH, done=Status.PUBLISHED, by=by, at=at)


def unpublish_page(page: Page, *, by: User) -> PageMove:
    """Take every published story of ``page`` back to draft, all or none. Raises ``NotAllowed``.

    Their addresses answer with a notice (410) until they are published again.
    """
    return _move_page(page, Action.UNPUBLISH, done=Status.DRAFT, by=by)


def _move_page(
    page: Page, action: Action, *, done: Status, by: User, at: dt.datetime | None = None
) -> PageMove:
    _check_person(action, by=by)
    with audit.chained():
        # The page's row is the lock that keeps two people from moving half of it each.
        Page.objects.select_for_update().get(pk=page.pk)
        stories = list(page.articles.exclude(status=Status.WITHDRAWN))
        if not stories:
            raise NotAllowed(
                _("%(page)s has no stories. Import or add them first.") % {"page": page}
            )
        todo = [story for story in stories if story.status != done]
        if not todo:
            raise NotAllowed(
                _("Every story of %(page)s is already “%(status)s”. Nothing was changed.")
                % {"page": page, "status": done.label}
            )
        _move_all(todo, action, by=by, at=at)
    return PageMove(page, len(todo), len(stories) - len(todo))


def _check_person(action: Action, *, by: User, reason: str = "") -> None:
    if not may(by, action):
        raise NotAllowed(
            _("%(user)s may not %(action)s. Ask somebody with the permission %(permission)s.")
            % {"user": by, "action": action.label, "permission": PERMISSIONS[action]}
        )
    if action in REASON_NEEDED and not reason.strip():
        raise NotAllowed(_("To %(action)s a story, give a reason.") % {"action": action.label})


def _check_time(at: dt.datetime | None) -> None:
    if at is not None and at <= timezone.now():
        raise NotAllowed(
            _("%(time)s is over. Give a later time, or none to publish at once.")
            % {"time": f"{timezone.localtime(at):%Y-%m-%d %H:%M} {timezone.get_current_timezone()}"}
        )


def _move_all(
    stories: Iterable[Article],
    action: Action,
    *,
    by: User,
    reason: str = "",
    at: dt.datetime | None = None,
) -> None:
    rows = [_move_one(story, action, by=by, reason=reason, at=at) for story in stories]
    Transition.objects.bulk_create(rows)
    audit.record_all(action.value, [_told(row, at) for row in rows], by=by)
    LogEntry.objects.log_actions(
        by.pk,
        [row.article for row in rows],
        CHANGE,
        f"{action.label}: {reason}" if reason else str(action.label),
    )


def _told(row: Transition, at: dt.datetime | None) -> audit.Told:
    """What the audit log says of a move: the states, the very text, why, and from when on."""
    told = {"old": row.old, "new": row.new, "version": row.article.version, "reason": row.reason}
    return audit.Told(row.article, told | ({"at": at} if at else {}))


def _move_one(
    story: Article, action: Action, *, by: User, reason: str, at: dt.datetime | None
) -> Transition:
    old = Status(story.status)
    new = _target(story, action, old)
    values: dict[str, object] = {"status": new}
    now = timezone.now()
    if new == Status.PUBLISHED:
        # The first time stays: it dates the address, not the latest button press.
        values["published_at"] = _first_time(story, at) or Coalesce("published_at", now)
    elif story.published_at is not None and story.published_at > now:
        # Nobody has seen it yet, so there is no address to answer for.
        values["published_at"] = None
    if action == Action.RESTORE:
        # Who was told that it is gone must be told that it is back.
        values["updated_at"] = now
    # The version, too: what is moved is the text that was read, not one saved a moment ago.
    same = Article.objects.filter(pk=story.pk, status=old, version=story.version)
    if not same.update(**values):
        raise NotAllowed(
            _("Somebody else has just moved “%(story)s”. Load the page again and look.")
            % {"story": story}
        )
    return Transition(article=story, action=action, old=old, new=new, reason=reason, by=by)


def _first_time(story: Article, at: dt.datetime | None) -> dt.datetime | None:
    """Return when a story shall be public first; ``None`` for at once or as it was before."""
    if at is not None and story.published_at is not None:
        raise NotAllowed(
            _(
                "“%(story)s” was public before, so its address must not wait for a time."
                " Publish it without one."
            )
            % {"story": story}
        )
    return at


def _was_seen(story: Article) -> bool:
    return story.published_at is not None and story.published_at <= timezone.now()


def _target(story: Article, action: Action, old: Status) -> Status:
    new = MOVES[action].get(old)
    # What was never public goes back through the states; only readers' stories are restored, and
    # only what still waits for its time is taken off the schedule.
    seen = _was_seen(story)
    wrong = {Action.RESTORE: not seen, Action.WITHDRAW: not seen, Action.UNSCHEDULE: seen}
    if new is None or wrong.get(action, False):
        raise NotAllowed(
            _("“%(story)s” is “%(status)s”; from there it cannot %(action)s.")
            % {"story": story, "status": old.label, "action": action.label}
        )
    if new == Status.PUBLISHED and not (story.headline or story.kicker or story.body):
        raise NotAllowed(
            _(
                "Story %(order)s of %(page)s has neither headline nor text."
                " Write one or set it aside."
            )
            % {"order": story.order + 1, "page": story.page}
        )
    return new
