"""Two people at the same moment, in real transactions: one wins, nobody's text is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from articles.models import Article, Correction, Revision, Transition, Withdrawal
from audit import log as audit
from audit.models import AuditEntry
from editorial.editing import EditConflict, EditRefused, change_story
from editorial.transitions import Action, NotAllowed
from editorial.withdrawals import withdraw
from editorial.workflow import change_state, publish_page
from issues.models import Page
from tests.choice import by_length
from tests.make import make_page, make_story
from tests.proposing import correct
from tests.publishing.cast import make_public, make_publisher
from tests.wishes import wish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite has one writer at a time: set DATABASE_URL to a PostgreSQL to race.",
    ),
]
ROUNDS = by_length(4, 8)
REFUSALS = (NotAllowed, EditConflict, EditRefused)


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Let all begin at one moment; return what each returned or the refusal it got."""
    barrier = Barrier(len(runners))

    def run(runner: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return runner()
        except REFUSALS as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))


def winners(results: list[Any]) -> int:
    return sum(not isinstance(row, REFUSALS) for row in results)


def test_of_two_who_publish_a_page_one_wins() -> None:
    publishers: list[User] = [make_publisher("one"), make_publisher("two")]
    for number in range(1, ROUNDS + 1):
        page = make_page(number=number)
        stories = [make_story(page), make_story(page)]
        copies = [Page.objects.get(pk=page.pk) for _ in publishers]
        pairs = zip(copies, publishers, strict=True)
        results = race(*(partial(publish_page, copy, by=by) for copy, by in pairs))
        assert winners(results) == 1
        assert Transition.objects.filter(article__in=stories).count() == 2
    assert not list(audit.check_chain())


def test_of_one_who_publishes_and_one_who_edits_one_wins() -> None:
    one, two = make_publisher("one"), make_publisher("two")
    for number in range(1, ROUNDS + 1):
        story = make_story(make_page(number=number), headline="原题")
        change = wish(story, headline="新题")
        kind, stale = Revision.Kind.EDIT, Article.objects.get(pk=story.pk)
        results = race(
            partial(change_state, stale, Action.PUBLISH, by=one),
            partial(change_story, story, change, by=two, kind=kind, version=0),
        )
        assert winners(results) == 1
        story.refresh_from_db()
        published = story.status == Article.Status.PUBLISHED
        # What is public is the text that was there when it was published.
        assert story.headline == ("原题" if published else "新题")
        assert story.revisions.exists() != published


def test_of_one_who_withdraws_and_one_who_corrects_one_wins() -> None:
    one, two = make_publisher("one"), make_publisher("two")
    for number in range(1, ROUNDS + 1):
        story = make_public("误", page=make_page(number=number))
        change, stale = wish(story, headline="正"), Article.objects.with_page().get(pk=story.pk)
        results = race(
            partial(withdraw, stale, by=one, reason="有误"),
            partial(correct, story, change, by=two, reason="错", notice="更正", version=0),
        )
        assert winners(results) == 1
        story.refresh_from_db()
        gone = story.status == Article.Status.WITHDRAWN
        assert Withdrawal.objects.filter(article=story).exists() == gone
        assert Correction.objects.filter(article=story).exists() != gone
        assert story.headline == ("误" if gone else "正")


def test_many_who_write_to_the_log_at_once_leave_one_chain() -> None:
    def write() -> None:
        for _ in range(20):
            audit.record("note", None, by="somebody")

    race(*[write] * 6)
    assert AuditEntry.objects.count() == 120
    assert not list(audit.check_chain())
