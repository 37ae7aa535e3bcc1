"""Jobs in the workers of Celery: what the broker carries, and what a worker does with it.

A message says no more than which job there is something to do of; what is done by whom the database
knows. So a message that is lost, doubled or redelivered changes nothing, with any broker.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from django.db import InterfaceError, OperationalError
from django.utils.translation import override
from kombu.exceptions import OperationalError as BrokerAway

from desk import jobs
from desk.jobs import some
from desk.models import Job

logger = logging.getLogger(__name__)
# So many workers may be at one job at once.
MOST_AT_ONCE = 16
# Between two messages a worker has nothing at hand while another writes: it takes more at once.
STEPS = 5
# When all that is left is held by others, somebody looks again after so many seconds.
LOOK_AGAIN = 2

app = Celery("newsroom")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(  # type: ignore[untyped-decorator]  # celery carries no types
    name="newsroom.go_on",
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=True,
    max_retries=None,
)
def go_on(pk: int, language: str | None) -> None:
    """Do some seconds of a job, and send the rest on behind the other jobs."""
    job = Job.objects.unfinished().filter(pk=pk).first()
    if job is None:
        return
    with override(language):
        done = some(job, seconds=STEPS * jobs.STEP_SECONDS)
    if Job.objects.unfinished().filter(pk=pk).exists():
        go_on.apply_async((pk, language), countdown=0 if done else LOOK_AGAIN)


def send(pk: int, language: str | None) -> None:
    """Tell the workers of a job. Without the broker it waits for a worker that starts."""
    try:
        for _message in range(min(MOST_AT_ONCE, Job.objects.get(pk=pk).left)):
            go_on.apply_async((pk, language), retry=False)
    except BrokerAway:
        logger.exception("Job %s waits: the broker cannot be reached.", pk)


@worker_ready.connect  # type: ignore[untyped-decorator]  # celery carries no types
def take_up(**_signal: Any) -> None:
    """Go on with what was begun: the messages may be gone with a broker, or with all workers."""
    for pk in Job.objects.unfinished().values_list("pk", flat=True):
        send(pk, None)
