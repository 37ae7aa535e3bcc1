"""The newsroom on a throw-away database, served as in production: for benchmarks and pictures."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import ROOT, start

__all__ = ["ROOT"]
STATIC, MANIFEST = "staticfiles", "staticfiles.json"


def manage(database: Path | str, *words: str) -> str:
    """Run a command on ``database`` in a process of its own and return what it prints.

    ``database`` is a file of SQLite's, or the address of any.

    Raises ``RuntimeError`` with what it said when it fails.
    """
    return python(database, "manage.py", *words)


def migrate(database: Path | str) -> None:
    """Make the tables."""
    manage(database, "migrate", "--verbosity", "0")


def python(database: Path | str, *words: str) -> str:
    """Run Python on ``database`` as in production, and return what it prints. As ``manage``."""
    process = start(words, production(database))
    out, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{words}: {errors[-500:]}")
    return out


def production(database: Path | str) -> dict[str, str]:
    """Return the environment variables of a newsroom on ``database``, as in production."""
    where = {"DATABASE_URL": str(database)}
    if isinstance(database, Path):
        where = {"DATABASE_URL": f"sqlite:///{database}", "DATA_DIR": str(database.parent)}
    return {
        **where,
        "DEBUG": "false",
        "PLAIN_HTTP": "true",
        "SECRET_KEY": "throw-away" * 6,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "LC_ALL": "C.UTF-8",
    }


def migrated(folder: Path, name: str) -> Path:
    """Return a new database that has all the tables."""
    database = folder / f"{name}.sqlite3"
    migrate(database)
    return database


@contextmanager
def served(
    database: Path | str,
    application: str = "newsroom.wsgi",
    *,
    pid_file: Path | None = None,
    port: int = 0,
    **more: str,
) -> Iterator[int]:
    """Serve the newsroom from ``database`` on ``port``, or on a free one, and yield it.

    ``pid_file`` is told the number of the server's process; ``more`` are environment variables.
    """
    port = port or free_port()
    variables = production(database) | more
    _collect(variables)
    process = start(
        (
            *("-m", "gunicorn", application),
            *("--bind", f"127.0.0.1:{port}", "--threads", "2", "--log-level", "warning"),
            *(("--pid", str(pid_file)) if pid_file else ()),
        ),
        variables,
        heard=False,
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


# Where the first server of this process has its static files.
_collected: list[Path] = []


def _collect(variables: dict[str, str]) -> None:
    """Collect the static files for a server; each after the first has a copy of the first's."""
    folder = Path(variables["DATA_DIR"]) if "DATA_DIR" in variables else None
    if folder and _collected and (_collected[0] / MANIFEST).exists():
        if not (folder / MANIFEST).exists():
            shutil.copytree(_collected[0] / STATIC, folder / STATIC)
            shutil.copy(_collected[0] / MANIFEST, folder)
        return
    _out, errors = start(
        ("manage.py", "collectstatic", "--noinput", "--verbosity", "0"), variables
    ).communicate()
    if errors:
        raise RuntimeError(errors[-500:])
    if folder:
        _collected[:] = [folder]


def kill(pid_file: Path) -> None:
    """End the server that told ``pid_file`` its number as a power cut does, and its workers."""
    server = int(pid_file.read_text())
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    for process in (server, *map(int, workers)):
        os.kill(process, signal.SIGKILL)


def wait_for(port: int) -> None:
    """Wait until somebody listens on ``port``."""
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
