"""How fast pages are served, as a share of an empty view without middleware on the same server.

gunicorn with two workers of two threads answers four connections that stay open. All addresses
are asked in turn, so that a slow moment of the machine meets all of them. Each share stands there
twice: of the requests by the clock, and of those that a second of the server's processor time
answers, which a busy neighbour changes less.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import quote

from tests.served import free_port, manage, migrated, served

ROUNDS, SECONDS, CONNECTIONS = 5, 1.0, 4
EMPTY = "empty view without middleware"
LEVELS = {
    "uncached": {"KEEP_ANSWERS": "false", "REDIS_URL": ""},
    "kept in local memory": {"REDIS_URL": ""},
    "kept in Redis": {},
}
# Many stories of the demo have it.
SOUGHT = "工作"
Rate = tuple[float, float]


def report() -> list[str]:
    """Return a line for each address at each level; Redis is that of ``REDIS_URL``."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = migrated(folder, "served")
        manage(database, "prepare_demo", "--verbosity", "0", "--port", str(free_port()))
        for level, variables in LEVELS.items():
            if "Redis" in level and not os.environ.get("REDIS_URL"):
                continue
            pid_file = folder / f"pid-{level}"
            with served(
                database,
                "tests.benchmarks.wsgi",
                pid_file=pid_file,
                port=free_port(),
                WEB_CONCURRENCY="2",
                **variables,
            ) as port:
                rates = _rates(port, int(pid_file.read_text()), _addresses(port))
                lines += _lines(level, rates)
                lines += _sizes(port) if level == "uncached" else []
    return lines


def _addresses(port: int) -> dict[str, str]:
    page = _get(port, "/").decode()
    story, issue = _first(r"/articles/\d+/", page), _first(r"/issues/[\d-]+/", page)
    return {
        EMPTY: "/bare/",
        "one statement without middleware": "/bare/statement/",
        "empty view with all middleware": "/empty/",
        "front page": "/",
        "story": story,
        "page": f"{issue}1/",
        "issue": issue,
        "archive": "/issues/",
        "search": f"/search/?q={quote(SOUGHT)}",
    }


def _lines(level: str, rates: dict[str, Rate]) -> list[str]:
    clock, processor = rates[EMPTY]
    return [
        f"serve, {level}: {label} {rate / clock:.2f} of an empty view by the clock,"
        f" {own / processor:.2f} by processor time ({rate:.0f} a second)"
        for label, (rate, own) in rates.items()
    ]


def _sizes(port: int) -> list[str]:
    story = _addresses(port)["story"]
    found = {name: len(_get(port, story, name)) for name in ("br", "gzip", "identity")}
    sizes = ", ".join(f"{size / 1000:.1f} kB {name}" for name, size in found.items())
    return [f"serve: a story over the wire: {sizes}"]


def _rates(port: int, server: int, addresses: dict[str, str]) -> dict[str, Rate]:
    measured: dict[str, list[Rate]] = {label: [] for label in addresses}
    for _round in range(ROUNDS):
        for label, address in addresses.items():
            measured[label].append(_measure(port, server, address))
    return {
        label: (median(rate for rate, _own in rates), median(own for _rate, own in rates))
        for label, rates in measured.items()
    }


def _measure(port: int, server: int, address: str) -> Rate:
    """Return the requests a second, and those a second of the server's processor time."""
    used, start = _processor_time(server), time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        count = sum(pool.map(lambda _n: _ask(port, address), range(CONNECTIONS)))
    return count / (time.perf_counter() - start), count / (_processor_time(server) - used)


def _ask(port: int, address: str) -> int:
    """Ask over one connection until the time is over, and return how often."""
    question = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    count, end = 0, time.perf_counter() + SECONDS
    with closing(socket.create_connection(("127.0.0.1", port))) as line:
        while time.perf_counter() < end:
            line.sendall(question)
            _read(line, address)
            count += 1
    return count


def _read(line: socket.socket, address: str) -> None:
    """Read one answer with as little work as can be: the reader takes the server's processors."""
    data = line.recv(1 << 16)
    while b"\r\n\r\n" not in data:
        data += line.recv(1 << 16)
    if not data.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{address} answers {data[:20]!r}")
    head, _, body = data.partition(b"\r\n\r\n")
    name = b"content-length: "
    at = head.lower().find(name)
    if at < 0:
        while not body.endswith(b"0\r\n\r\n"):
            body += line.recv(1 << 16)
        return
    left = int(head[at + len(name) :].split(b"\r\n", 1)[0]) - len(body)
    while left:
        left -= len(line.recv(min(left, 1 << 16)))


def _processor_time(server: int) -> float:
    """Return what the workers of ``server`` have used."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for worker in workers:
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _get(port: int, address: str, encoding: str = "identity") -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", address, headers={"Accept-Encoding": encoding})
        return connection.getresponse().read()


def _first(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"The front page has no link to {pattern}")
    return found[0]
