"""The database goes away under a running server: readers are told so, and it heals by itself."""

from __future__ import annotations

import os
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.attacks.visitor import Visitor
from tests.databases import Databases
from tests.make import JUNE
from tests.served import manage, python, served

PUBLISH = """
import django; django.setup()
from django.contrib.auth.models import User
from editorial.selections import publish
from issues.models import Page, Publication
boss = User.objects.create_superuser("boss", password="x")
Publication.objects.update(reviews=0)
publish(list(Page.objects.select_related("issue__publication")), by=boss)
"""


class Line(socketserver.ThreadingTCPServer):
    """A line to the database that can be cut."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Carrier)
        self.target, self.whole = (host, port), True
        self.open: set[socket.socket] = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def cut(self) -> None:
        """Break every connection and take no new one."""
        self.whole = False
        for end in list(self.open):
            # It may have ended by itself meanwhile.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again."""
        self.whole = True


class _Carrier(socketserver.BaseRequestHandler):
    server: Line

    def handle(self) -> None:
        if not self.server.whole:
            return
        with closing(socket.create_connection(self.server.target)) as far:
            ends = {self.request, far}
            self.server.open |= ends
            back = threading.Thread(target=_carry, args=(far, self.request), daemon=True)
            back.start()
            _carry(self.request, far)
            back.join()
            self.server.open -= ends


def _carry(one: Any, other: Any) -> None:
    try:
        while data := one.recv(65_536):
            other.sendall(data)
    except OSError:
        pass
    for end in (one, other):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue


@pytest.fixture(scope="module")
def paper(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases
) -> Iterator[tuple[Visitor, Line, str]]:
    address = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not address.scheme.startswith("postgres"):
        pytest.skip("PostgreSQL: a server that goes away under load")
    folder: Path = tmp_path_factory.mktemp("away")
    url = databases.new()
    manage(url, "import_pages", str(JUNE), "--verbosity", "0")
    python(url, "-c", PUBLISH)
    line = Line(address.hostname or "127.0.0.1", address.port or 5432)
    there = urlsplit(url)
    who = f"{there.username}:{there.password}@" if there.password else f"{there.username}@"
    over = there._replace(netloc=f"{who}127.0.0.1:{line.server_address[1]}").geturl()
    try:
        with served(over, DATA_DIR=str(folder)) as port:
            yield Visitor(port), line, url
    finally:
        line.cut()
        line.shutdown()
        line.server_close()


def test_while_the_database_is_away_the_paper_says_so_and_heals(
    paper: tuple[Visitor, Line, str],
) -> None:
    visitor, line, _url = paper
    assert visitor.ask("/").status == 200
    for _round in range(2):
        line.cut()
        for _number in range(3):
            answer = visitor.ask("/", None, Accept_Language="en")
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.headers["Cache-Control"] == "no-store"
            assert 'class="notice__plate"' in answer.text
        line.mend()
        assert [visitor.ask("/").status for _number in range(4)] == [200] * 4


def test_connections_that_the_server_ends_cost_no_reader_his_page(
    paper: tuple[Visitor, Line, str],
) -> None:
    visitor, _line, url = paper
    name = urlsplit(url).path.lstrip("/")
    answers = []
    for _round in range(5):
        answers.append(visitor.ask("/issues/").status)
        server = urlsplit(url)._replace(path="/postgres").geturl()
        with psycopg.connect(server, autocommit=True) as session:
            session.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        answers += [visitor.ask("/issues/").status for _number in range(3)]
    assert set(answers) == {200}
