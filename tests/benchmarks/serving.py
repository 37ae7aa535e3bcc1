"""How fast pages are served, as a share of what an empty view reaches under the same server."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks.databases import ROOT, manage, migrated

ROUNDS, SECONDS = 5, 1.0


def report() -> list[str]:
    """Return the figures as lines."""
    with tempfile.TemporaryDirectory() as name:
        database = migrated(Path(name), "served")
        manage(database, "prepare_demo", "--verbosity", "0", "--port", str(_free_port()))
        with _server(database) as port:
            addresses = {"empty": "/empty/", "front page": "/", "story": _story(port)}
            rates = _rates(port, addresses)
    return [
        f"serve: {label} {rate:.0f} requests a second, {rate / rates['empty']:.2f} of an empty view"
        for label, rate in rates.items()
    ]


def _rates(port: int, addresses: dict[str, str]) -> dict[str, float]:
    """Ask for each in turn, so that a slow moment of the machine meets all of them."""
    measured: dict[str, list[float]] = {label: [] for label in addresses}
    for _round in range(ROUNDS):
        for label, address in addresses.items():
            measured[label].append(_requests_a_second(port, address))
    return {label: median(rates) for label, rates in measured.items()}


def _requests_a_second(port: int, address: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        connection.request("GET", address)
        response = connection.getresponse()
        response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{address} answers {response.status}")
        count += 1
    connection.close()
    return count / (time.perf_counter() - start)


def _story(port: int) -> str:
    """Return the address of the first story on the front page."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    page = connection.getresponse().read().decode()
    connection.close()
    start = page.index('href="/articles/') + len('href="')
    return page[start : page.index('"', start)]


@contextmanager
def _server(database: Path) -> Iterator[int]:
    port = _free_port()
    variables = {
        "DATABASE_URL": f"sqlite:///{database}",
        "DATA_DIR": str(database.parent),
        "DEBUG": "false",
        "PLAIN_HTTP": "true",
        "SECRET_KEY": "benchmark" * 6,
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | variables,
        check=True,
    )
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "tests.benchmarks.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--threads", "2", "--log-level", "warning"),
        ],
        cwd=ROOT,
        env=os.environ | variables,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
