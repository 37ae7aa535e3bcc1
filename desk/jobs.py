"""Many things done, each for itself, by as many workers as there are.

Whoever presses the button does the first second of it. What is left over goes on behind his back,
in a thread of the server, or in the workers of Celery where ``BROKER_URL`` is set; by the steps
that the job's page asks for, from whichever tab; and by ``manage.py run_jobs``. All of them call
``some``. A thing is held by who is at it, and its outcome is written in the transaction of what was
done: killed at any moment, nothing is done twice, and nothing is left out. Short things are done
together: all are prepared while somebody else may write, then written in one transaction.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override

from articles.disk import disk_trouble
from articles.photo_files import undone_with_rows
from articles.whole_files import on_disk_by_then
from audit.outcomes import Result
from audit.sentences import gettext as _
from audit.sentences import retold
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


# The last place that a thing of a job can have.
LAST_PLACE = 2**31 - 1


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


def hand_over(
    kind: str, batches: Iterable[Sequence[str]], *, by: User | None, rest: str, **options: Any
) -> Job:
    """Write things down as they come; workers do the first while others follow.

    ``rest`` is the key of what stands for all that is still to come. It is held until the last has
    come and then taken away; where whoever hands over was stopped, it is done like any other thing.

    Raises ``DoneElsewhere`` when that happened because a batch took longer than a hold lasts.
    """
    _forget_old(by)
    job = Job.objects.create(user=by, kind=kind, options=options)
    to_come = Task.objects.create(job=job, place=LAST_PLACE, key=rest, held_until=_hold_ends())
    count = 0
    try:
        for keys in batches:
            rows = [Task(job=job, place=count + more, key=key) for more, key in enumerate(keys)]
            with transaction.atomic():
                if not _still_to_do([to_come]):
                    raise DoneElsewhere
                _hold([to_come], _hold_ends())
                Task.objects.bulk_create(rows)
            if not count:
                _hand_on(job, at_once=False)
            count += len(rows)
    except BaseException:
        _hold([to_come], None)
        raise
    if not Task.objects.to_do().filter(pk=to_come.pk).delete()[0]:
        raise DoneElsewhere
    if job.left:
        _hand_on(job, at_once=False)
    else:
        step(job)
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
    done, coming = 0, _take(job)
    while coming:
        count, coming = _do(job, coming, until)
        done += count
        if not coming and time.monotonic() < until:
            coming = _take(job)
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
    for row in map(retold, job.outcomes):
        names = ("name", "message", "stories", "place")
        report.add(
            ThingOutcome(result=Result(row["result"]), **{name: row[name] for name in names})
        )
    return report


def _take(job: Job) -> list[Task]:
    """Hold the next things that nobody is at, so many as are done together."""
    with transaction.atomic():
        return _taken(job)


def _taken(job: Job) -> list[Task]:
    most = KINDS[job.kind].at_once
    free = job.tasks.free().order_by("place")
    found = list(free.select_for_update(skip_locked=True)[:most])
    # Who held it was killed: what kills again must not take others with it.
    tasks = list(takewhile(lambda task: task.held_until is None, found)) or found[:1]
    # The first page of an archive may found its paper; nobody is to be faster than that.
    tasks = tasks[:1] if found and found[0].place == 0 else tasks
    _hold(tasks, _hold_ends())
    return tasks


def _hold_ends() -> dt.datetime:
    return timezone.now() + settings.JOB_HOLD


def _hold(tasks: Sequence[Task], until: dt.datetime | None) -> None:
    if tasks:
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(held_until=until)


def _do(job: Job, tasks: Sequence[Task], until: float) -> tuple[int, list[Task]]:
    """Do things together and return how many, and what was taken up next.

    What breaks them all is found by doing each alone.
    """
    try:
        return _act(job, tasks, until)
    except (OperationalError, InterfaceError):
        # The database is away; somebody does it when the hold has ended.
        raise
    except Exception as error:
        if len(tasks) > 1:
            # Nothing is taken up amidst of them: their time is over.
            return sum(_do(job, [task], 0.0)[0] for task in tasks), []
        (task,) = tasks
        if isinstance(error, DoneElsewhere):
            logger.warning("%s of job %s was done by somebody else", task.key, job.pk)
            return 1, []
        # One thing that breaks must not stop the others; the log has the cause.
        logger.exception("%s of job %s could not be done", task.key, job.pk)
        said = disk_trouble(error) or _("It could not be done. The log says why; report it.")
        _keep([(task, ThingOutcome(task.key, Result.REFUSED, said).kept())])
        return 1, []


def _act(job: Job, tasks: Sequence[Task], until: float) -> tuple[int, list[Task]]:
    """Prepare what there is time for while others write, and write it in one transaction.

    In the same one the next are taken up while there is time: who took them in one of their own
    would wait once more until the others have written.
    """
    kind = KINDS[job.kind]
    ready = _prepared(job, tasks, until)
    _hold(tasks[len(ready) :], None)
    all_of_them = [one for words in ready for one in words]
    with undone_with_rows(), transaction.atomic(), on_disk_by_then(), ExitStack() as around:
        together = [around.enter_context(kind.shared(all_of_them))] if kind.shared else []
        still = _still_to_do(tasks[: len(ready)])
        done = [
            (task, kind.act(job, task.key, *words, *together))
            for task, words in zip(tasks, ready, strict=False)
            if task.pk in still
        ]
        if not _keep(done):
            raise DoneElsewhere
        return len(ready), _taken(job) if time.monotonic() < until else []


def _prepared(job: Job, tasks: Sequence[Task], until: float) -> list[tuple[Any, ...]]:
    """Return what was prepared of each of the first tasks, of one at least."""
    prepare = KINDS[job.kind].prepare
    if prepare is None:
        return [() for _task in tasks]
    ready: list[tuple[Any, ...]] = []
    for one in prepare(job, [task.key for task in tasks]):
        ready.append((one,))
        if time.monotonic() >= until:
            break
    return ready


def _still_to_do(tasks: Sequence[Task]) -> set[int]:
    """Lock things and return those that nobody has done since they were taken."""
    own = Task.objects.to_do().filter(pk__in=[task.pk for task in tasks]).order_by("place")
    return set(own.select_for_update().values_list("pk", flat=True))


def _keep(done: Sequence[tuple[Task, Outcome]]) -> bool:
    """Write down what became of things; return whether nobody has done one meanwhile."""
    for task, outcome in done:
        task.outcome, task.held_until = outcome, None
    rows = [task for task, _outcome in done]
    return Task.objects.to_do().bulk_update(rows, ["outcome", "held_until"]) == len(rows)


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
        job.refresh_from_db(fields=["options"])
        tasks = job.tasks.all()
        refused = tasks.filter(outcome__result=Result.REFUSED).count()
        # Counted once: the home page of who began it tells both for a day.
        options = job.options | {"size": tasks.count(), "refused": refused}
        ended = {"held_until": None, "done_at": timezone.now(), "options": options}
        Job.objects.filter(pk=job.pk).update(**ended)


def _forget_old(by: User | None) -> None:
    old = Job.objects.filter(user=by, done_at__lt=timezone.now() - KEPT)
    for job in old:
        if name := job.options.get("file"):
            default_storage.delete(name)
    old.delete()
