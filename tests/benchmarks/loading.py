"""How fast pages are loaded, beside Django's own ``loaddata`` of the same rows."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.reading.generator.corpus import write_corpus
from tests.served import manage, migrated

LABELS = ("issues", "articles")


def report(count: int) -> list[str]:
    """Return the figures for ``count`` pages as lines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "pages", count, 1, one_paper=True)
        empty = _seconds(migrated(folder, "empty"), "check")
        ours = migrated(folder, "ours")
        pages = ("import_pages", str(folder / "pages"), "--verbosity", "0", "--jobs", "2")
        imported = _seconds(ours, *pages)
        rows = folder / "rows.json"
        manage(ours, "dumpdata", *LABELS, "--output", str(rows))
        loaded = _seconds(migrated(folder, "theirs"), "loaddata", str(rows), "--verbosity", "0")
        again = _seconds(ours, *pages)
    # What every command needs to start is no part of either rate.
    imported, loaded, again = imported - empty, loaded - empty, again - empty
    return [
        f"load: {count / imported:.0f} pages a second from raw text ({count} pages, SQLite)",
        f"load: loaddata of the same rows takes {loaded / imported:.2f} times as long",
        f"load: {count / again:.0f} unchanged pages a second when run again",
    ]


def _seconds(database: Path, *words: str) -> float:
    start = time.perf_counter()
    manage(database, *words)
    return time.perf_counter() - start
