"""How fast pages are served, as a share of what an empty view reaches under the same server."""

from __future__ import annotations

import http.client
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.served import free_port, manage, migrated, served

ROUNDS, SECONDS = 5, 1.0


def report() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        database = migrated(Path(name), "served")
        manage(database, "prepare_demo", "--verbosity", "0", "--port", str(free_port()))
        with served(database, "tests.benchmarks.wsgi") as port:
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
