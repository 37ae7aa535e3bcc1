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


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def test_a_browser_that_stays_connected_keeps_no_session_of_the_database(
    live_server: LiveServer,
) -> None:
    address = live_server.thread.host, live_server.thread.port
    with closing(http.client.HTTPConnection(*address)) as browser:
        browser.request("GET", "/")
        assert browser.getresponse().read()
        # The answer is there a moment before the session ends.
        end = time.monotonic() + 20
        while sessions() > 1 and time.monotonic() < end:
            time.sleep(0.05)
        assert sessions() == 1
        assert browser.sock is not None
