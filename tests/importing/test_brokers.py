"""Pages that come in over a broker while workers are killed, as real processes.

Each broker that answers is tried; ``LONG=1`` brings a thousand pages.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import psycopg
import pytest
from kombu.connection import Connection
from kombu.entity import Queue
from redis import Redis

from findings.page_check import SHARED
from tests.benchmarks.archive import write_archive
from tests.choice import by_length
from tests.databases import ON_SERVER, Databases, newsroom_at
from tests.importing.test_killed import BROKEN, State, manage, state_of, whole_run
from tests.processes import Process, start

pytestmark = [pytest.mark.long]
PAGES, KILLS = by_length((20, 2), (1000, 30))
OF_WHAT_IS_KNOWN = ("similar-contributor", "office-two-holders")
Fates = list[tuple[str, str]]
BROKERS = {
    "redis": os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0",
    "rabbitmq": os.environ.get("RABBITMQ_URL") or "amqp://guest:guest@127.0.0.1:5672//",
}


@pytest.fixture(params=BROKERS)
def broker(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Give a queue of its own on a broker, as environment variables."""
    url, queue = BROKERS[request.param], f"test-{uuid.uuid4().hex}"
    try:
        with Connection(url, connect_timeout=1) as connection:
            connection.ensure_connection(max_retries=1, timeout=1)
    except Exception as error:
        pytest.skip(f"{url} does not answer: {error}")
    yield {"BROKER_URL": url, "BROKER_QUEUE": queue, "JOB_HOLD_SECONDS": "2"}
    with Connection(url) as connection, connection.channel() as channel:
        Queue(queue, channel=channel).delete()
    if request.param == "redis":
        _sweep(Redis.from_url(url), queue)


def _sweep(client: Redis, queue: str) -> None:
    """Take away what killed workers had taken, and what the queue was bound by."""
    for tag, message in client.hgetall("unacked").items():
        if queue.encode() in message:
            client.hdel("unacked", tag)
            client.zrem("unacked_index", tag)
    for key in client.scan_iter(f"*{queue}*"):
        client.delete(key)
    client.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_archive(tmp_path_factory.mktemp("archive") / "pages", PAGES)
    (folder / BROKEN).write_bytes(b"\x00\x01\x02" * 50)
    return folder


@pytest.fixture(scope="module")
def undisturbed(
    archive: Path, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Fates, State]:
    """What one process reports that is left alone, and the archive that it leaves."""
    url, report = databases.new(), tmp_path_factory.mktemp("report") / "report.json"
    whole_run(url, archive, "--report", str(report))
    return fates_in(report), state_of(url)


def fates_in(report: Path) -> Fates:
    rows = json.loads(report.read_text(encoding="utf-8"))["outcomes"]
    return sorted((row["name"], row["result"]) for row in rows)


def worker(variables: dict[str, str]) -> Process:
    words = ("-m", "celery", "-A", "newsroom", "worker", "--pool", "solo", "--loglevel", "warning")
    return start((*words, "--without-gossip", "--without-mingle"), variables, heard=False)


def done(url: str) -> int:
    """Return how many things have their outcome."""
    query = "SELECT COUNT(*) FROM desk_task WHERE outcome IS NOT NULL"
    if ON_SERVER:
        with psycopg.connect(url) as server:
            return int(server.execute(query).fetchall()[0][0])
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        return int(file.execute(query).fetchone()[0])


def wait_for(url: str, count: int) -> None:
    until = time.monotonic() + by_length(180, 600)
    while done(url) < count:
        assert time.monotonic() < until, f"{done(url)} of {count} were done"
        time.sleep(0.02)


def _wherever_asked(state: State) -> State:
    """Leave open on which of two pages a question about both stands: that depends on the order.

    So does what is known of a contributor's name when the next one like it comes, and of which of
    three holders of one office it is asked: of those named by then the nearest in time.
    """
    rows = [row for row in state["Finding"] if row[2] not in OF_WHAT_IS_KNOWN]
    place = len(("date", "number"))
    state["Finding"] = sorted(
        ([None, None, *row[place:-1], None] if row[place] in SHARED else row for row in rows),
        key=repr,
    )
    return state


def test_every_page_comes_in_once_while_workers_are_killed(
    archive: Path,
    databases: Databases,
    undisturbed: tuple[Fates, State],
    broker: dict[str, str],
    tmp_path: Path,
) -> None:
    url, rng = databases.new(), random.Random(5)
    settings = {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    variables = broker | newsroom_at(url) | settings
    begun = start(("manage.py", "import_pages", str(archive), "--background"), variables)
    out, errors = begun.communicate()
    assert f"{PAGES + 1} things to do" in out, errors
    workers = [worker(variables) for _number in range(2)]
    try:
        for number in range(1, KILLS + 1):
            wait_for(url, number * PAGES // (KILLS + 1))
            time.sleep(rng.random() * 0.02)
            killed = workers.pop(rng.randrange(2))
            killed.send_signal(signal.SIGKILL)
            killed.wait()
            workers.append(worker(variables))
        wait_for(url, PAGES + 1)
        report = tmp_path / "report.json"
        manage(url, "show_jobs", "1", "--wait", "--report", str(report)).communicate()
    finally:
        for process in workers:
            process.send_signal(signal.SIGKILL)
            process.wait()
    # Every page once, nothing lost, and the report whole.
    assert fates_in(report) == undisturbed[0]
    states = [_wherever_asked(deepcopy(one)) for one in (undisturbed[1], state_of(url))]
    assert states[0] == states[1]
    proof = manage(url, "verify")
    proof.communicate()
    assert proof.returncode == 0
