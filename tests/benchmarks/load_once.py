"""``python -m tests.benchmarks.load_once WHAT PATH``: load once, print the seconds it took.

A process of its own for each measurement: a new database, nothing warm. WHAT is ``pages`` (read
beforehand, written and checked), ``rows`` (the same without the checks and their findings) or
``loaddata`` (Django's own, from a file that ``dumpdata`` wrote).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import django


def load_pages(folder: str) -> Callable[[], object]:
    """Return what writes the pages of ``folder``, which are read first."""
    from articles.importing.choosing import ImportOptions
    from articles.importing.loading import import_one
    from articles.importing.preparing import prepare_all
    from articles.importing.receiving import find_files, receive
    from articles.importing.remembering import Memory

    prepared = list(prepare_all(receive(find_files([folder]))))

    memory = Memory()

    def load() -> None:
        for one in prepared:
            import_one(one, ImportOptions(), memory)

    return load


def loaddata(path: str) -> Callable[[], object]:
    """Return what loads the fixture at ``path``."""
    from django.core.management import call_command

    return lambda: call_command("loaddata", path, verbosity=0)


def main(what: str, path: str) -> None:
    """Load and print the seconds of processor time that it took."""
    django.setup()
    unchecked: Any = patch("articles.importing.loading.store_findings", return_value=[])
    load = (loaddata if what == "loaddata" else load_pages)(path)
    with unchecked if what == "rows" else nullcontext():
        start = time.process_time()
        load()
        print(time.process_time() - start)


if __name__ == "__main__":
    main(*sys.argv[1:])
