"""Many things done, each for itself, by as many workers as there are.

Whoever presses the button does the first second of it. What is left over goes on behind his back,
in a thread of the server, or in the workers of Celery where ``BROKER_URL`` is set; by the steps
that the job's page asks for, from whichever tab; and by ``manage.py run_jobs``. All of them call
``some``. A thing is held by who is at it, and its outcome is written in the transaction of what was
done: killed at any moment, nothing is done twice, and nothing is left out.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from articles.disk import disk_trouble
from articles.photo_files import undone_with_rows
from audit.outcomes import Result
from desk.job_kinds import KINDS, Outcome, time_of
from desk.models import Job, JobQuerySet, Task
from editorial.selections import SelectionReport, ThingOutcome
from editorial.workflow import Action

logger = logging.getLogger(__name__)
STEP_SECONDS = 1.0
# What follows the last thing goes over all of them, and takes longer than one.
LAST_STEP = 10
# What is over and done is forgotten after so long.
KEPT = dt.timedelta(days=30)
# Who brings pages in also looks after what was begun on the machine.
CARETAKER = "issues.add_page"


class DoneElsewhere(Exception):
    """Somebody has done the thing since the hold on it ended."""


def begin(
    kind: str,
    keys: Iterable[Any],
    *,
    by: User | None,
    back: str = "",
    at_once: bool = True,
    **options: Any,
) -> Job:
    """Write down what is to be done, do the first step ``at_once``, and hand on the rest."""
    _forget_old(by)
    with transaction.atomic():
        job = Job.objects.create(user=by, kind=kind, options=options, back=back)
        Task.objects.bulk_create(
            (Task(job=job, place=place, key=str(key)) for place, key in enumerate(keys)),
            batch_size=500,
        )
    if at_once or not job.left:
        step(job)
    if job.done_at is None:
        _hand_on(job, at_once=at_once)
    return job


def go_on(pk: int, language: str | None) -> threading.Thread:
    """Do the rest in a thread, whoever closes which tab; return the thread."""
    thread = threading.Thread(target=_in_thread, args=(pk, language), daemon=True)
    thread.start()
    return thread


def _hand_on(job: Job, *, at_once: bool) -> None:
    if settings.JOBS_BROKER:
        # Celery takes long to load, and most have no broker.
        send = import_module("desk.broker").send
        transaction.on_commit(partial(send, job.pk, get_language()))
    elif settings.JOBS_GO_ON and at_once:
        transaction.on_commit(partial(go_on, job.pk, get_language()))


def _in_thread(pk: int, language: str | None) -> None:
    try:
        with override(language):
            job = Job.objects.get(pk=pk)
            while not finish(job):
                # A tab is at it, or one was whose server is no more: then its hold ends.
                time.sleep(STEP_SECONDS)
    except Exception:
        logger.exception("Job %s stopped; manage.py run_jobs goes on with it.", pk)
    finally:
        connections.close_all()


def finish(job: Job) -> bool:
    """Do all that is left; return whether it is done, or else somebody is at it."""
    while some(job):
        pass
    job.refresh_from_db()
    return job.done_at is not None


def step(job: Job, *, seconds: float | None = None) -> Job:
    """Do some more and return the job as it then stands."""
    some(job, seconds=seconds)
    job.refresh_from_db()
    return job


def some(job: Job, *, seconds: float | None = None) -> int:
    """Do some of what nobody is at, and return how many things that were.

    ``seconds`` is the time after which no other thing is begun.
    """
    until = time.monotonic() + (STEP_SECONDS if seconds is None else seconds)
    done = 0
    while (task := _take(job)) is not None:
        _do(job, task)
        done += 1
        if time.monotonic() >= until:
            break
    _end(job)
    return done


def seen_by(user: User) -> JobQuerySet:
    """Return the jobs that ``user`` may look at: his own, and a caretaker the machine's."""
    own = Q(user=user)
    return Job.objects.filter(own | Q(user=None) if user.has_perm(CARETAKER) else own)


def unfinished(user: User) -> list[Job]:
    """Return what nobody has finished of what ``user`` sees, with how far it is."""
    return list(seen_by(user).unfinished().with_progress())


def report_of(job: Job) -> SelectionReport:
    """Return what became of the things so far, as the screens tell it."""
    report = SelectionReport(action=KINDS[job.kind].action or Action.PUBLISH, at=time_of(job))
    for row in job.outcomes:
        names = ("name", "message", "stories", "place")
        report.add(
            ThingOutcome(result=Result(row["result"]), **{name: row[name] for name in names})
        )
    return report


def _take(job: Job) -> Task | None:
    """Hold the next thing that nobody is at."""
    with transaction.atomic():
        free = job.tasks.free().order_by("place")
        task = free.select_for_update(skip_locked=True).first()
        if task is not None:
            task.held_until = timezone.now() + settings.JOB_HOLD
            task.save(update_fields=["held_until"])
    return task


def _do(job: Job, task: Task) -> None:
    try:
        _act(job, task)
    except DoneElsewhere:
        logger.warning("%s of job %s was done by somebody else", task.key, job.pk)
    except (OperationalError, InterfaceError):
        # The database is away; somebody does it when the hold has ended.
        raise
    except Exception as error:
        # One thing that breaks must not stop the others; the log has the cause.
        logger.exception("%s of job %s could not be done", task.key, job.pk)
        said = disk_trouble(error) or _("It could not be done. The log says why; report it.")
        _keep(task, asdict(ThingOutcome(task.key, Result.REFUSED, said)))


def _act(job: Job, task: Task) -> None:
    kind = KINDS[job.kind]
    ready = [kind.prepare(job, task.key)] if kind.prepare else []
    with undone_with_rows(), transaction.atomic():
        if not _keep(task, kind.act(job, task.key, *ready)):
            raise DoneElsewhere


def _keep(task: Task, outcome: Outcome) -> bool:
    """Write down what became of a thing; return whether nobody has done it meanwhile."""
    to_do = Task.objects.to_do().filter(pk=task.pk)
    return bool(to_do.update(outcome=outcome, held_until=None))


def _end(job: Job) -> None:
    """Do what follows the last thing, once."""
    if job.tasks.to_do().exists():
        return
    now = timezone.now()
    free = Job.objects.unfinished().filter(Q(held_until=None) | Q(held_until__lte=now), pk=job.pk)
    if not free.update(held_until=now + LAST_STEP * settings.JOB_HOLD):
        return
    last = KINDS[job.kind].finish
    with undone_with_rows(), transaction.atomic():
        if last:
            last(job)
        Job.objects.filter(pk=job.pk).update(held_until=None, done_at=timezone.now())


def _forget_old(by: User | None) -> None:
    old = Job.objects.filter(user=by, done_at__lt=timezone.now() - KEPT)
    for job in old:
        if name := job.options.get("file"):
            default_storage.delete(name)
    old.delete()
