"""Throw-away SQLite databases for the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def manage(database: Path, *words: str) -> str:
    """Run a command on ``database`` in a process of its own and return what it prints.

    Raises ``RuntimeError`` with what it said when it fails.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-500:]}")
    return done.stdout


def migrated(folder: Path, name: str) -> Path:
    """Return a new database that has all the tables."""
    database = folder / f"{name}.sqlite3"
    manage(database, "migrate", "--verbosity", "0")
    return database
