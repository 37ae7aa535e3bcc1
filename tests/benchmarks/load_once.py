"""``python -m tests.benchmarks.load_once WHAT PATH``: load once and print what it took, as JSON.

A process of its own for each measurement: a new database, nothing warm. WHAT is ``rows`` (pages
read beforehand, written without the checks and their findings), ``pages`` (the same with every
check), ``whole`` (read, checked and written, as ``import_pages`` does) or ``loaddata`` (Django's
own, from a file that ``dumpdata`` wrote).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

LOOK = 50


def write_pages(path: str) -> Callable[[], object]:
    """Return what writes the pages at ``path``, which are read and checked for words first."""
    from importing.intake import import_one
    from importing.memory import Memory
    from importing.placement import ImportOptions
    from importing.preparation import prepare_all
    from importing.receipt import find_files, receive

    prepared, memory = list(prepare_all(receive(find_files([path])))), Memory()
    return lambda: _all(import_one(one, ImportOptions(), memory) for one in prepared)


def load_whole(path: str) -> Callable[[], object]:
    """Return what reads, checks and writes the pages at ``path``."""
    from importing.intake import import_all
    from importing.placement import ImportOptions
    from importing.receipt import find_files, receive

    return lambda: _all(import_all(receive(find_files([path])), ImportOptions()))


def loaddata(path: str) -> Callable[[], object]:
    from django.core.management import call_command

    return lambda: call_command("loaddata", path, verbosity=0)


def _all(outcomes: Iterable[Any]) -> float:
    """Go through the outcomes and return the most megabytes that were in use.

    A page that is refused would make the figure a lie.
    """
    most = 0.0
    for number, outcome in enumerate(outcomes):
        if outcome.result != "imported":
            raise RuntimeError(f"{outcome.name}: {outcome.message}")
        if number % LOOK == 0:
            most = max(most, anonymous_megabytes())
    return max(most, anonymous_megabytes())


LOADERS = {"rows": write_pages, "pages": write_pages, "whole": load_whole, "loaddata": loaddata}


def anonymous_megabytes() -> float:
    """Return the memory of this process that no file is behind, as Linux counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("RssAnon"))


def main(what: str, path: str) -> None:
    """Load and print the seconds by the clock and of this processor, and the memory at the end."""
    django.setup()
    unchecked: Any = patch("importing.arrival.store_findings", return_value=[])
    load = LOADERS[what](path)
    with unchecked if what == "rows" else nullcontext():
        clock, processor = time.perf_counter(), time.process_time()
        most = load()
        took = {
            "clock": time.perf_counter() - clock,
            "processor": time.process_time() - processor,
            "memory": most or anonymous_megabytes(),
        }
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
