"""What a process does first that reads for an import. Nothing here needs Django to be loaded."""

from __future__ import annotations

import multiprocessing
import os
import threading

import django


def begin() -> None:
    """Load Django, which what follows from a reading needs, and end when the import is killed.

    Nobody else would tell the process to. A file to read names functions of rooms that have
    models, so it can only be taken in after this.
    """
    django.setup()
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
