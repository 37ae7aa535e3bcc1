"""Many things done one after another, each for itself, in steps of about a second.

Whoever presses the button does the first step; what is left over is done by the steps that the
job's page asks for, from whichever tab. What a killed step has done already, the next one finds
done: every kind of work can be run twice.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.text import sha256_of
from audit.outcomes import Result
from desk.import_run import forget_files, import_file
from desk.models import Job
from editorial.selections import SelectionReport, ThingOutcome, publish, review, unpublish
from editorial.workflow import Action
from issues.models import Page
from reviews.models import SeenText
from reviews.seen import Seen

STEP_SECONDS = 1.0
# Longer than any single thing takes; after it somebody else may go on.
HOLD = dt.timedelta(seconds=60)
# What is over and done is forgotten after so long.
KEPT = dt.timedelta(days=30)
Outcome = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done to each thing, how it is called, and what follows the last one."""

    label: str | Promise
    act: Callable[[Job, str], Outcome]
    action: Action | None = None
    finish: Callable[[Job], None] | None = None


KINDS: dict[str, Kind] = {}


def begin(kind: str, keys: Iterable[Any], *, by: User, back: str = "", **options: Any) -> Job:
    """Write down what is to be done, and do the first step of it."""
    Job.objects.filter(user=by, done_at__lt=timezone.now() - KEPT).delete()
    job = Job.objects.create(
        user=by, kind=kind, items=[str(key) for key in keys], options=options, back=back
    )
    return step(job)


def step(job: Job, *, seconds: float | None = None) -> Job:
    """Do some more, at least one thing, and return the job as it then stands.

    Nothing is done while another step is at it. ``seconds`` is the time after which no other thing
    is begun.
    """
    if _hold(job):
        until = time.monotonic() + (STEP_SECONDS if seconds is None else seconds)
        job.refresh_from_db()
        while job.left:
            _one(job)
            if time.monotonic() >= until:
                break
        _let_go(job)
    job.refresh_from_db()
    return job


def unfinished(user: User) -> list[Job]:
    """Return what ``user`` has begun and nobody has finished."""
    return list(Job.objects.filter(user=user, done_at=None))


def report_of(job: Job) -> SelectionReport:
    """Return what became of the things so far, as the screens tell it."""
    action = KINDS[job.kind].action or Action.PUBLISH
    report = SelectionReport(action=action, at=_time(job))
    for row in job.outcomes:
        names = ("name", "message", "stories", "place")
        report.add(
            ThingOutcome(result=Result(row["result"]), **{name: row[name] for name in names})
        )
    return report


def _hold(job: Job) -> bool:
    now = timezone.now()
    free = Job.objects.filter(Q(held_until=None) | Q(held_until__lte=now), pk=job.pk, done_at=None)
    return bool(free.update(held_until=now + HOLD))


def _one(job: Job) -> None:
    kind = KINDS[job.kind]
    outcome = kind.act(job, job.items[len(job.outcomes)])
    job.outcomes.append(outcome)
    if not job.left and kind.finish:
        kind.finish(job)
    job.held_until = timezone.now() + HOLD
    job.save(update_fields=["outcomes", "held_until"])


def _let_go(job: Job) -> None:
    job.held_until = None
    job.done_at = None if job.left else timezone.now()
    job.save(update_fields=["held_until", "done_at"])


def _time(job: Job) -> dt.datetime | None:
    at = job.options.get("at")
    return dt.datetime.fromisoformat(at) if at else None


def _told(report: SelectionReport) -> Outcome:
    (row,) = report.outcomes
    return asdict(row)


def _page(key: str) -> Page:
    return Page.objects.select_related("issue__publication").get(pk=key)


def _publish_page(job: Job, key: str) -> Outcome:
    return _told(publish([_page(key)], by=job.user, at=_time(job)))


def _unpublish_page(job: Job, key: str) -> Outcome:
    return _told(unpublish([_page(key)], by=job.user))


def _publish_story(job: Job, key: str) -> Outcome:
    return _told(publish([Article.objects.with_page().get(pk=key)], by=job.user))


def _submit_page(job: Job, key: str) -> Outcome:
    confirmed = job.options.get("confirmed", [])
    return _told(review([_page(key)], Action.SUBMIT, by=job.user, confirmed=confirmed))


def _approve_page(job: Job, key: str) -> Outcome:
    page = _page(key)
    return _told(review([page], Action.APPROVE, by=job.user, seen=read_by(job.user, page)))


def read_by(user: User, page: Page) -> Seen:
    """Return what ``user`` has said to have read of a page, as it stood when he read it."""
    looks = list(SeenText.objects.filter(article__page=page, user=user))
    around = {row.page_sha256 for row in looks}
    stories = {row.article_id: sha256_of(row.text) for row in looks}
    # Read at different times under different mastheads: nothing of it was seen as it stands.
    return Seen(stories, {page.pk: around.pop()} if len(around) == 1 else {})


KINDS |= {
    "publish-pages": Kind(_("Publish pages"), _publish_page, Action.PUBLISH),
    "unpublish-pages": Kind(_("Unpublish pages"), _unpublish_page, Action.UNPUBLISH),
    "publish-stories": Kind(_("Publish stories"), _publish_story, Action.PUBLISH),
    "submit-pages": Kind(_("Submit pages for review"), _submit_page, Action.SUBMIT),
    "import": Kind(_("Import pages"), import_file, finish=forget_files),
    "approve-pages": Kind(_("Approve pages"), _approve_page, Action.APPROVE),
}
