"""``python -m tests.benchmarks.growing [--issues 260 2600] [--keep FOLDER]``: what growing costs.

Each address in archives of several sizes (``tests.grown``), whose database has never looked at its
rows, and again when it has. A figure is processor time of this process and, on PostgreSQL, of the
server's own for it: the least of several takes. What is kept in a folder (on PostgreSQL, under a
name) is there for the next run.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg

from tests.served import manage, python, served

TURNS, ROUNDS, TAKES = 3, 1, 4
READERS = 8
# Of fewer issues some lists are shorter than a page of them.
LEAST = 60
MOST_MS = 100
MOST_TIMES = 1.5
KNOWS = ("without", "with")


def report(sizes: list[int], folder: Path) -> Iterator[str]:
    """Yield a line an address: milliseconds at each size and how they stand to each other."""
    os.environ["DATA_DIR"] = str(folder)
    archives = Archives(folder)
    built = [archives.grown(size) for size in sizes]
    manage(built[0], "collectstatic", "--noinput", "--verbosity", "0")
    for knows in KNOWS:
        taken: list[dict[str, float]] = [{} for _size in sizes]
        # In turns, so that what else the machine does is in the figures of all.
        for _turn in range(TURNS):
            for found, address in zip(taken, built, strict=True):
                copy = archives.copy(address)
                once = json.loads(
                    python(copy, "-m", "tests.benchmarks.growing", "--measure", knows)
                )
                archives.drop(copy)
                found |= {name: min(ms, found.get(name, ms)) for name, ms in once.items()}
        for address in taken[0]:
            few, many = taken[0][address], taken[-1][address]
            figures = " and ".join(f"{one[address]:.1f}" for one in taken)
            times = many / few
            missed = " MISSED" if many > MOST_MS or times > MOST_TIMES else ""
            yield f"grow: {knows} statistics, {address}: {figures} ms, {times:.2f} times{missed}"
    copy = archives.copy(built[-1])
    yield from _at_once(copy)
    archives.drop(copy)


def _at_once(database: str) -> Iterator[str]:
    """Yield how long the last of several readers waits who all ask for the same at once."""
    with served(database) as port, ThreadPoolExecutor(READERS) as readers:
        for address in ("/", "/issues/", "/issues/2001-01-02/", "/feed/", "/sitemap.xml"):
            slowest = max(readers.map(_wait, [port] * READERS, [address] * READERS))
            yield f"grow: {READERS} at once, {address}: {slowest * 1000:.0f} ms by the clock"


def _wait(port: int, address: str) -> float:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", address)
    connection.getresponse().read()
    connection.close()
    return time.perf_counter() - start


class Archives:
    """Grown databases of the kind that ``DATABASE_URL`` names, each in its place in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = urlsplit(os.environ.get("DATABASE_URL", ""))
        self.on_server = self.server.scheme.startswith("postgres")

    def grown(self, size: int, grower: str = "tests.benchmarks.growing") -> str:
        """Return the database of so many issues (or what ``grower`` counts), made if need be."""
        name = f"{self.folder.name}_{size}"
        address = self._address(name)
        if self.on_server:
            new = not self._sql("SELECT 1 FROM pg_database WHERE datname = %s", name)
            if new:
                self._sql(f'CREATE DATABASE "{name}"')
        else:
            new = not (self.folder / f"{name}.sqlite3").exists()
        manage(address, "migrate", "--verbosity", "0")
        if new:
            python(address, "-m", grower, "--grow", str(size))
        return address

    def copy(self, address: str) -> str:
        """Return a copy, which a measurement may write to."""
        if self.on_server:
            name = urlsplit(address).path.removeprefix("/")
            self._sql(f'DROP DATABASE IF EXISTS "{name}_copy"')
            self._sql(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"')
            return self._address(f"{name}_copy")
        file = Path(address.removeprefix("sqlite:///"))
        copied = file.with_name(f"{file.stem}_copy.sqlite3")
        shutil.copy(file, copied)
        return f"sqlite:///{copied}"

    def drop(self, address: str) -> None:
        if self.on_server:
            self._sql(f'DROP DATABASE "{urlsplit(address).path.removeprefix("/")}" WITH (FORCE)')
            return
        file = Path(address.removeprefix("sqlite:///"))
        for row in file.parent.glob(f"{file.name}*"):
            row.unlink()

    def _address(self, name: str) -> str:
        if self.on_server:
            return self.server._replace(path=f"/{name}").geturl()
        return f"sqlite:///{self.folder / name}.sqlite3"

    def _sql(self, statement: str, *values: str) -> bool:
        address = self.server._replace(path="/postgres").geturl()
        with psycopg.connect(address, autocommit=True) as session:
            cursor = session.execute(statement.encode(), values)
            return cursor.description is not None and cursor.fetchone() is not None


def grow_whole(issues: int) -> None:
    """Fill an empty database, which never looks at its rows."""
    django.setup()
    from django.db import connection, transaction

    from tests.grown import forget_statistics, grow
    from tests.make import make_administrator

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')
    with transaction.atomic():
        grow(issues, by=make_administrator())
        forget_statistics()


def measure(knows: str) -> dict[str, float]:
    """Return the milliseconds that each address costs in this archive."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections, connection
    from django.test import Client

    from archive.statistics import are_gathered, gather
    from tests.benchmarks.lists import desk_addresses, reader_addresses
    from tests.grown import forget_statistics

    # What is kept of an answer tells nothing of what making it costs.
    settings.KEEP_ANSWERS = False
    if knows == "with":
        gather()
    else:
        # A kept archive may have been looked at when it was migrated.
        forget_statistics()
    assert are_gathered() == (knows == "with")
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    spent = processor_clock()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What other processes of the server do for us would be in no figure.
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    reader, editor = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    editor.force_login(User.objects.get(username="administrator"))
    asked = [(reader, *row) for row in reader_addresses().items()]
    asked += [(editor, *row) for row in desk_addresses().items()]
    found: dict[str, list[float]] = {}
    # In rounds, so that what else the machine does is in the figures of no address only.
    for client, name, path in asked * ROUNDS:
        for _take in range(TAKES):
            start = spent()
            response = client.get(path)
            found.setdefault(name, []).append((spent() - start) * 1000)
            assert response.status_code in (200, 404, 410), (path, response.status_code)
    return {name: min(takes) for name, takes in found.items()}


def processor_clock() -> Callable[[], float]:
    """Return what tells the processor time of this process and of its server."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    path.read_text()

    def both() -> float:
        # Nanoseconds on the processor.
        return time.process_time() + int(path.read_text().split()[0]) / 1e9

    return both


def size(text: str) -> int:
    """Return the number of issues that an argument names, which must fill the lists."""
    issues = int(text)
    if issues < LEAST:
        raise argparse.ArgumentTypeError(f"{issues} issues fill no list, take {LEAST} or more")
    return issues


def main() -> None:
    """Measure one archive when told to, else report on all."""
    parser = argparse.ArgumentParser(description="What each address costs in a grown archive.")
    parser.add_argument("--issues", type=size, nargs="+", default=[260, 2600])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the archives stay")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--measure", choices=KNOWS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.grow:
        grow_whole(options.grow)
        return
    if options.measure:
        os.environ.setdefault("LOG_LEVEL", "CRITICAL")
        sys.stdout.write(json.dumps(measure(options.measure)))
        return
    with tempfile.TemporaryDirectory(prefix="newsroom_") as name:
        folder = (options.keep or Path(name)).absolute()
        folder.mkdir(exist_ok=True)
        for line in report(options.issues, folder):
            print(line, flush=True)


if __name__ == "__main__":
    main()
