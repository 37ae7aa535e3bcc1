"""With ``REDIS_URL`` the workers share one cache, and what readers get is kept in it."""

from __future__ import annotations

import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from redis import Redis

from tests.make import FIXTURES, make_story

WORKER = """
import sys, django
django.setup()
from django.core.cache import cache
cache.set(*sys.argv[1:], 60)
"""


pytestmark = pytest.mark.skipif(
    not os.environ.get("REDIS_URL"),
    reason="The cache is in memory: set REDIS_URL to share one.",
)


def test_what_one_worker_keeps_another_finds() -> None:
    key = f"test-{uuid4()}"
    subprocess.run([sys.executable, "-c", WORKER, key, "here"], cwd=FIXTURES.parent, check=True)
    assert cache.get(key) == "here"
    cache.delete(key)


@pytest.mark.django_db
def test_the_server_of_the_cache_holds_what_a_reader_got(
    client: Client, settings: Settings
) -> None:
    server = Redis.from_url(os.environ["REDIS_URL"])
    settings.KEEP_ANSWERS = True
    # A busy machine answers late, and a reader would go without it.
    patient = {"socket_connect_timeout": 10, "socket_timeout": 10}
    settings.CACHES = {"default": {**settings.CACHES["default"], "OPTIONS": patient}}
    make_story(published=True)
    before = set(server.scan_iter())
    assert client.get("/").status_code == 200
    assert set(server.scan_iter()) - before


CALLER = """
import sys, django
django.setup()
from django.test import RequestFactory
from api.service import FairShare
share, request = FairShare(), RequestFactory().get("/", REMOTE_ADDR=sys.argv[1])
print(sum(share.allow_request(request) for _time in range(150)))
"""


def test_all_workers_together_answer_an_address_so_often_as_is_said() -> None:
    address = f"test-{uuid4()}"
    command = [sys.executable, "-c", CALLER, address]
    workers = [
        subprocess.Popen(command, cwd=FIXTURES.parent, stdout=subprocess.PIPE, text=True)
        for _worker in range(2)
    ]
    answered = [int(worker.communicate()[0]) for worker in workers]
    assert sum(answered) == 120
    cache.delete(f"api-requests-{address}")
