"""Publishing and reviewing any selection of pages and stories: each in a transaction of its own.

One page that cannot be published never keeps back the others. Run twice, it changes nothing the
second time. The report is the same object for the admin and the commands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from audit import log as audit
from audit.outcomes import Outcome, Report, Result
from audit.sentences import gettext as _
from audit.sentences import ngettext, sentence_of
from editorial.withdrawals import restore, restore_page, withdraw, withdraw_page
from editorial.workflow import (
    Action,
    AlreadyDone,
    NotAllowed,
    NotConfirmed,
    approve_page,
    change_state,
    publish_page,
    return_page,
    submit_page,
    unpublish_page,
)
from issues.models import Issue, Page
from issues.page_names import address
from reviews.seen import Seen

Status = Article.Status
Thing = Page | Article
# Each is in a report as JSON, also where nothing became that.
RESULTS = (Result.DONE, Result.ALREADY, Result.REFUSED)


@dataclass(slots=True)
class ThingOutcome(Outcome):
    """One page or story, with the place by which commands name it: ``2025-06-13/1#7``.

    ``answer`` confirms what is asked about it first.
    """

    place: str = ""
    answer: str = ""


@dataclass(slots=True, kw_only=True)
class SelectionReport(Report[ThingOutcome]):
    """What was and what was not done to a selection; ``at`` where it waits for a time."""

    action: Action
    at: dt.datetime | None = None

    @property
    def stories(self) -> int:
        """How many stories were taken to another state."""
        return sum(row.stories for row in self.outcomes)

    @property
    def summary(self) -> str:
        done, already = self.of(Result.DONE), self.of(Result.ALREADY)
        parts = [
            ngettext("%(action)s: %(count)s done", "%(action)s: %(count)s done", len(done))
            % {"action": self.label, "count": len(done)}
        ]
        parts.append(
            ngettext("%(count)s story", "%(count)s stories", self.stories) % {"count": self.stories}
        )
        if already:
            parts.append(_("%(count)s were so already") % {"count": len(already)})
        if self.refused:
            parts.append(_("%(count)s refused") % {"count": len(self.refused)})
        return _(", ").join(parts) + _(".")

    @property
    def label(self) -> str:
        """What was asked for, with the time where there is one."""
        if self.at is None:
            return sentence_of(self.action.label)
        return _("publish from %(time)s on") % {"time": shown_time(self.at)}

    def summed_up(self) -> dict[str, Any]:
        """Return the report for a file, but for its outcomes."""
        counts = {str(result): self.counts[result] for result in RESULTS}
        return {
            "action": str(self.action),
            "at": self.at.isoformat() if self.at else None,
            **counts,
            "stories": self.stories,
        }


def review(
    things: Iterable[Thing],
    action: Action,
    *,
    by: User,
    reason: str = "",
    seen: Seen | None = None,
    confirmed: Collection[str] = (),
) -> SelectionReport:
    """Submit, approve or return pages and stories.

    ``seen`` is what was before the eyes of who approves, ``confirmed`` has the answers to what is
    asked before a review.
    """
    seen = seen or Seen()

    def submit(thing: Thing, answer: str) -> int:
        if isinstance(thing, Page):
            return submit_page(thing, by=by, confirmed=answer).changed
        change_state(thing, Action.SUBMIT, by=by, confirmed=answer)
        return 1

    def act(thing: Thing) -> int:
        if action == Action.SUBMIT:
            try:
                return submit(thing, "")
            except NotConfirmed as asked:
                if asked.answer not in confirmed:
                    raise
                return submit(thing, asked.answer)
        if not isinstance(thing, Page):
            change_state(thing, action, by=by, reason=reason, seen=seen)
            return 1
        try:
            if action == Action.APPROVE:
                return approve_page(thing, by=by, seen=seen).changed
            return return_page(thing, by=by, reason=reason).changed
        except AlreadyDone as nothing:
            # That nothing waits for this person does not mean that he has approved it.
            raise NotAllowed(str(nothing)) from nothing

    return _each(things, SelectionReport(action=action), act)


def publish(things: Iterable[Thing], *, by: User, at: dt.datetime | None = None) -> SelectionReport:
    """Publish pages and stories now, or have them public from ``at`` on."""

    def act(thing: Thing) -> int:
        try:
            if isinstance(thing, Page):
                return publish_page(thing, by=by, at=at).changed
            if thing.status == Status.PUBLISHED:
                told = {"story": thing, "status": thing.get_status_display()}
                raise AlreadyDone(_("“%(story)s” is already “%(status)s”.") % told)
            change_state(thing, Action.PUBLISH, by=by, at=at)
        except AlreadyDone:
            _refuse_other_time(thing, at)
            raise
        return 1

    return _each(things, SelectionReport(action=Action.PUBLISH, at=at), act)


def unpublish(pages: Iterable[Page], *, by: User) -> SelectionReport:
    """Take pages back to draft; their addresses answer with a notice."""
    return _each(
        pages,
        SelectionReport(action=Action.UNPUBLISH),
        lambda page: unpublish_page(page, by=by).changed,
    )


def unschedule(things: Iterable[Thing], *, by: User) -> SelectionReport:
    """Take what still waits for its time off the schedule."""
    return _each(
        things, SelectionReport(action=Action.UNSCHEDULE), lambda thing: _unschedule(thing, by)
    )


def withdraw_all(
    things: Iterable[Thing], *, by: User, reason: str, notice: str = ""
) -> SelectionReport:
    def act(thing: Thing) -> int:
        if isinstance(thing, Page):
            return withdraw_page(thing, by=by, reason=reason, notice=notice)
        if thing.status == Status.WITHDRAWN:
            raise AlreadyDone(_("“%(story)s” is withdrawn already.") % {"story": thing})
        withdraw(thing, by=by, reason=reason, notice=notice)
        return 1

    return _each(things, SelectionReport(action=Action.WITHDRAW), act)


def restore_all(things: Iterable[Thing], *, by: User, reason: str = "") -> SelectionReport:
    """Put withdrawn pages and stories back before their readers."""

    def act(thing: Thing) -> int:
        if isinstance(thing, Page):
            return restore_page(thing, by=by, reason=reason)
        if thing.is_published:
            raise AlreadyDone(_("“%(story)s” is published already.") % {"story": thing})
        restore(thing, by=by, reason=reason)
        return 1

    return _each(things, SelectionReport(action=Action.RESTORE), act)


def pages_of(issue: Issue) -> list[Page]:
    """Return the pages of an issue, in order."""
    return list(Page.objects.filter(issue=issue).select_related("issue__publication"))


def shown_time(at: dt.datetime) -> str:
    """Return a time as people read it, with its zone."""
    zone = timezone.get_current_timezone_name()
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} ({zone})"


def _each(
    things: Iterable[Any], report: SelectionReport, act: Callable[[Any], int]
) -> SelectionReport:
    for thing in things:
        stories, result, message, answer = 0, Result.DONE, "", ""
        try:
            stories = act(thing)
        except AlreadyDone as already:
            result, message = Result.ALREADY, str(already)
        except NotAllowed as refusal:
            result, message = Result.REFUSED, str(refusal)
            answer = refusal.answer if isinstance(refusal, NotConfirmed) else ""
        report.add(ThingOutcome(str(thing), result, message, stories, _place(thing), answer))
    return report


def _place(thing: Thing) -> str:
    if isinstance(thing, Page):
        return address(thing)
    return f"{address(thing.page)}#{thing.pk}"


def _refuse_other_time(thing: Thing, at: dt.datetime | None) -> None:
    """Raise ``NotAllowed`` when the thing waits for another time than the one asked for."""
    waiting = _stories(thing).scheduled().exclude(published_at=at).first()
    if waiting is not None and waiting.published_at is not None:
        raise NotAllowed(
            _("“%(thing)s” waits for %(time)s. Unschedule it first.")
            % {"thing": thing, "time": shown_time(waiting.published_at)}
        )


def _unschedule(thing: Thing, by: User) -> int:
    with audit.chained():
        waiting = list(_stories(thing).scheduled().with_page().order_by("pk"))
        if not waiting:
            raise AlreadyDone(_("“%(thing)s” waits for no time.") % {"thing": thing})
        for story in waiting:
            change_state(story, Action.UNSCHEDULE, by=by)
    return len(waiting)


def _stories(thing: Thing) -> Any:
    own = {"page": thing} if isinstance(thing, Page) else {"pk": thing.pk}
    return Article.objects.filter(**own)
