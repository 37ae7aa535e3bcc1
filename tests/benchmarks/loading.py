"""``python -m tests.benchmarks.loading``: loading against an older commit, and over a broker.

``--against COMMIT`` loads the same pages with that commit's program, in turn with this one's, as
an operator would who gives no options, and with this one's in one process;
``--python PATH`` is a Python that has what that commit requires.
``--broker URL`` loads them by one process and by two workers of Celery that are already running.
A figure is the least of ``--takes``; each take has a new database on the server or file of
``DATABASE_URL``. One process is counted from its start to its end, two workers from the start of
the command that hands the pages on until the job is done: their own start is over by then.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.benchmarks.archive import write_archive
from tests.databases import ON_SERVER, Databases
from tests.processes import ROOT
from tests.served import production

QUIET = ("--verbosity", "0")
# Without a number the command reads by a process more for each core that is left.
ALONE = ("--jobs", "1")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of the processor in the process and its children."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True)
class Program:
    """A newsroom to run: where it lies, and the Python that runs it."""

    root: Path = ROOT
    python: str = sys.executable


OURS = Program()


def run(
    url: str, *words: str, program: Program = OURS, variables: dict[str, str] | None = None
) -> Spent:
    """Run a command and return what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [program.python, "manage.py", *words],
        cwd=program.root,
        env=_environment(url) | (variables or {}),
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{words} at {program.root} ended with {process.returncode}")
    return Spent(time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


def _environment(url: str) -> dict[str, str]:
    """Return the variables of a newsroom in use, which keeps its compiled modules."""
    variables = os.environ | production(url)
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables


def against(commit: str, python: str, archive: Path, folder: Path, takes: int) -> Iterator[str]:
    """Yield how loading compares with that of an older commit."""
    old = Program(folder / "old", python)
    git = ("git", "-C", str(ROOT), "worktree")
    subprocess.run([*git, "add", "--detach", "--quiet", str(old.root), commit], check=True)
    try:
        ours = _databases(folder / "ours", OURS)
        theirs = _databases(folder / "theirs", old)
        words = ("import_pages", str(archive), *QUIET)
        now, alone, before = [], [], []
        for _take in range(takes):
            before.append(run(theirs.new(), *words, program=old))
            now.append(run(ours.new(), *words))
            alone.append(run(ours.new(), *words, *ALONE))
        for what, spent in (("loading", now), ("by one process", alone)):
            for name in ("clock", "processor"):
                a, b = _least(spent, name), _least(before, name)
                told = f"{a:.2f} s, at {commit} {b:.2f} s: {a / b:.2f} times as long"
                yield f"{what}, {name}: {told}"
        ours.drop()
        theirs.drop()
    finally:
        subprocess.run([*git, "remove", "--force", str(old.root)], check=True)


def over_broker(broker: str, archive: Path, folder: Path, takes: int) -> Iterator[str]:
    """Yield how two workers compare with one process."""
    databases = _databases(folder / "broker", OURS)
    alone, both = [], []
    for _take in range(takes):
        alone.append(run(databases.new(), "import_pages", str(archive), *ALONE, *QUIET))
        both.append(_two_workers(databases.new(), broker, archive, folder))
    one, two = _least(alone, "clock"), _least(both, "clock")
    yield f"two workers over {broker.partition(':')[0]}: {one:.2f} s alone, {two:.2f} s by two:"
    yield f"    {one / two:.2f} times as fast"
    one, two = _least(alone, "processor"), _least(both, "processor")
    yield f"    {one:.2f} s of the processor alone, {two:.2f} s by two and who hands the pages on"
    databases.drop()


def _two_workers(url: str, broker: str, archive: Path, folder: Path) -> Spent:
    more = {"BROKER_URL": broker, "BROKER_QUEUE": f"benchmark-{uuid.uuid4().hex}"}
    logs = [folder / f"{more['BROKER_QUEUE']}-{number}.log" for number in range(2)]
    workers = [_worker(_environment(url) | more, log) for log in logs]
    try:
        _wait(lambda: all("ready." in log.read_text(errors="replace") for log in logs))
        # The first page of each costs more than the others: what it needs is loaded then.
        for first in sorted(archive.iterdir())[:2]:
            run(url, "import_pages", str(first), "--background", *QUIET, variables=more)
        _wait(lambda: not _unfinished(url))
        start, used = time.perf_counter(), sum(_processor(process) for process in workers)
        handed = run(url, "import_pages", str(archive), "--background", *QUIET, variables=more)
        _wait(lambda: not _unfinished(url))
        took = time.perf_counter() - start
        used = sum(_processor(process) for process in workers) - used
        return Spent(took, used + handed.processor)
    finally:
        for process in workers:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _worker(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    words = ("celery", "-A", "newsroom", "worker", "--pool", "solo", "--loglevel", "info")
    log.touch()
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=file, stderr=file
        )


def _wait(until: Callable[[], bool]) -> None:
    while not until():
        time.sleep(0.05)


def _unfinished(url: str) -> int:
    """Return how many jobs are not done, asked past Django: its start would count as loading."""
    query = "SELECT COUNT(*) FROM desk_job WHERE done_at IS NULL"
    if ON_SERVER:
        with psycopg.connect(url) as server:
            return int(server.execute(query).fetchall()[0][0])
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)) as file:
        return int(file.execute(query).fetchone()[0])


def _processor(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of the processor that a process has taken so far, as Linux counts them."""
    words = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _databases(folder: Path, program: Program) -> Databases:
    folder.mkdir()
    return Databases.migrated_by(folder, lambda url: run(url, "migrate", *QUIET, program=program))


def _least(spent: list[Spent], name: str) -> float:
    return float(min(getattr(one, name) for one in spent))


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Compare loading.")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--takes", type=int, default=3)
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--python", metavar="PATH", default=sys.executable)
    parser.add_argument("--broker", metavar="URL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = write_archive(folder / "pages", options.pages)
        if options.against:
            for line in against(options.against, options.python, archive, folder, options.takes):
                print(line, flush=True)
        if options.broker:
            for line in over_broker(options.broker, archive, folder, options.takes):
                print(line, flush=True)


if __name__ == "__main__":
    main()
