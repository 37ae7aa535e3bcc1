"""What one process changes no other goes on showing, though each keeps answers of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from tests.attacks.test_restored import newsroom
from tests.databases import Databases
from tests.make import make_issue, make_page, make_story
from tests.processes import start

OTHER = """
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment(debug=False)
from articles.models import Article
def ask(): return Client().get("/").content.decode()
assert "两个进程" in ask() and "两个进程" in ask()
Article.objects.update(status=Article.Status.WITHDRAWN)
assert "两个进程" not in ask()
"""


CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "two"}
}
WITHDRAW = "UPDATE articles_article SET status = 'withdrawn' WHERE id = %s"
EARLIER = "UPDATE articles_article SET kicker = '前一次改动' WHERE id = %s"


def test_what_one_process_takes_back_is_gone_from_the_other(
    databases: Databases, django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> None:
    url = databases.new()
    settings.KEEP_ANSWERS = True
    settings.CACHES = CACHES
    with django_db_blocker.unblock(), newsroom(url, tmp_path, settings):
        story, client = make_story(published=True, headline="两个进程"), Client()
        for _time in range(2):
            assert "两个进程" in client.get("/").content.decode()
        other = start(
            ("-c", OTHER),
            {
                "DATABASE_URL": url,
                "DATA_DIR": str(tmp_path),
                "REDIS_URL": "",
                "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            },
        )
        _out, errors = other.communicate()
        assert other.returncode == 0, errors
        assert "两个进程" not in client.get("/").content.decode()
        assert client.get(story.get_absolute_url()).status_code == 410


def test_an_answer_never_outlives_the_change_that_another_connection_commits(
    databases: Databases,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The change begins, is committed or taken back at every moment of the making of an answer."""
    settings.KEEP_ANSWERS, settings.CACHES = True, CACHES
    url = databases.new()
    with django_db_blocker.unblock(), newsroom(url, tmp_path, settings):
        issue, other, client = make_issue(), connection.copy(), Client()
        for between, after, gone in (
            # The reader began before it, and stores his answer after it.
            (("BEGIN", WITHDRAW, "COMMIT"), (), True),
            # Begun before the reader's answer is stored, committed after.
            (("BEGIN", WITHDRAW), ("COMMIT",), True),
            (("BEGIN", WITHDRAW), ("ROLLBACK",), False),
            # Two writers, of whom the first takes it back.
            (("BEGIN", EARLIER, "ROLLBACK", "BEGIN", WITHDRAW), ("COMMIT",), True),
            (("BEGIN", EARLIER, "COMMIT", "BEGIN", WITHDRAW), ("ROLLBACK",), False),
            # What was kept is lost meanwhile.
            (("BEGIN", WITHDRAW), ("flush", "COMMIT", "flush"), True),
        ):
            page = make_page(issue, issue.pages.count() + 1)
            story = make_story(page, published=True, headline="两个连接")
            address = story.get_absolute_url()
            with monkeypatch.context() as patch:
                patch.setattr("paper.story_views.render", _late(other, between, story.pk))
                assert "两个连接" in client.get(address).content.decode()
            for _time in range(2):
                seen = "两个连接" in client.get(address).content.decode()
                assert seen == (between[-1] != "COMMIT")
            _carry_out(other, after, story.pk)
            for _time in range(2):
                assert ("两个连接" in client.get(address).content.decode()) is not gone
        other.close()


def _late(other: Any, steps: tuple[str, ...], pk: int) -> Callable[..., HttpResponse]:
    """Return what renders a page and takes so long about it that others write meanwhile."""

    def late(*words: Any, **more: Any) -> HttpResponse:
        response = render(*words, **more)
        _carry_out(other, steps, pk)
        return response

    return late


def _carry_out(other: Any, steps: tuple[str, ...], pk: int) -> None:
    """Do to a story on another connection what is said."""
    for step in steps:
        if step == "flush":
            caches["default"].clear()
            continue
        with other.cursor() as cursor:
            cursor.execute(step, [pk] if "%s" in step else None)
