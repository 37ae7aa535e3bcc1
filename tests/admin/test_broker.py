"""What is told to the workers of Celery, and what a worker does with it; see ``test_brokers``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles.models import Article
from desk import broker, jobs
from desk.models import Job, Task
from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db
Sent = list[tuple[tuple[Any, ...], dict[str, Any]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Sent:
    messages: Sent = []
    settings.JOBS_BROKER = "redis://broker.example/0"
    monkeypatch.setattr(jobs, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(
        broker.go_on, "apply_async", lambda args, **more: messages.append((args, more))
    )
    return messages


@pytest.fixture
def keys() -> list[int]:
    paper = make_publication(reviews=0)
    pages = [make_page(make_issue(publication=paper), number) for number in range(1, 4)]
    return [make_story(page).page_id for page in pages]


def test_workers_do_what_the_first_second_left(
    sent: Sent,
    keys: list[int],
    publisher: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.begin("publish-pages", keys, by=publisher)
    message = (job.pk, "en")
    # As many workers as there are things may be at it.
    assert [args for args, _more in sent] == [message, message]
    sent.clear()
    broker.go_on(*message)
    assert sent == [(message, {"countdown": 0})]
    # Another worker holds what is left: somebody looks again later.
    Task.objects.to_do().update(held_until=timezone.now() + dt.timedelta(minutes=1))
    broker.go_on(*message)
    assert sent[1:] == [(message, {"countdown": broker.LOOK_AGAIN})]
    Task.objects.to_do().update(held_until=None)
    broker.go_on(*message)
    # A message that comes twice, or too late, does nothing.
    broker.go_on(*message)
    assert len(sent) == 2
    assert Article.objects.published().count() == 3
    assert not jobs.unfinished(publisher)


def test_a_broker_that_is_away_loses_nothing(
    sent: Sent,
    keys: list[int],
    publisher: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(broker.go_on, "apply_async", away)
        job = jobs.begin("publish-pages", keys, by=publisher)
    with monkeypatch.context() as patch:
        patch.setattr(broker.go_on, "apply_async", away)
        broker.send(job.pk, None)
    assert "the broker cannot be reached" in caplog.text
    sent.clear()
    # A worker that starts takes up what waits.
    broker.take_up()
    assert {args for args, _more in sent} == {(Job.objects.get().pk, None)}
