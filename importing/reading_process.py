"""What a process does first that reads for an import. Nothing here needs Django to be loaded."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from typing import Any, NoReturn

import django
from django.apps import apps
from django.db import connections

# A process that is forked need not load again what this one has loaded, which takes longer than
# reading thirty pages. Elsewhere than on Linux libraries of the system may not survive it.
START = "fork" if sys.platform == "linux" else "spawn"


def begin() -> None:
    """Load Django, which what follows from a reading needs, and end when the import is killed.

    Nobody else would tell the process to. A file to read names functions of rooms that have
    models, so it can only be taken in after this.
    """
    if not apps.ready:
        django.setup()
    for connection in connections.all(initialized_only=True):
        # It is that of the process that writes, whose answers would come here.
        connection.execute_wrappers.append(_refuse)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _refuse(*_asked: Any) -> NoReturn:
    raise RuntimeError("A process that reads for an import has no database of its own.")
