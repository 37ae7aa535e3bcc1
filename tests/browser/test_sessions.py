"""A live server holds no session that keeps its database from being dropped."""

from __future__ import annotations

import http.client
import time
from contextlib import closing

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite has no sessions: set DATABASE_URL to a PostgreSQL to count them.",
    ),
]


def other_sessions() -> list[tuple[str, str]]:
    """Return what the others who are connected to this database do, and their last queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, query FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return list(cursor.fetchall())


def test_a_browser_that_stays_connected_keeps_no_session_of_the_database(
    live_server: LiveServer,
) -> None:
    address = live_server.thread.host, live_server.thread.port
    with closing(http.client.HTTPConnection(*address)) as browser:
        browser.request("GET", "/")
        assert browser.getresponse().read()
        # The answer is there a moment before the session ends.
        end = time.monotonic() + 20
        while other_sessions() and time.monotonic() < end:
            time.sleep(0.05)
        assert other_sessions() == []
        assert browser.sock is not None
