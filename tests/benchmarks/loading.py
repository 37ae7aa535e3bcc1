"""How fast pages are loaded, beside Django's own ``loaddata`` of the same rows."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.reading.generator.corpus import write_corpus
from tests.served import manage, migrated, python


def report(count: int) -> list[str]:
    """Return the figures for ``count`` pages as lines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "pages", count, 1, one_paper=True)
        pages = str(folder / "pages")
        rows = _compare(folder, "rows", pages)
        checked = _compare(folder, "pages", pages)
        whole = migrated(folder, "whole")
        first = _seconds(whole, "import_pages", pages, "--verbosity", "0", "--jobs", "2")
        again = _seconds(whole, "import_pages", pages, "--verbosity", "0", "--jobs", "2")
    return [
        f"load: {count} pages, rows alone {count / rows[0]:.0f} a second,"
        f" loaddata of the same rows takes {rows[1] / rows[0]:.2f} times as long",
        f"load: {count} pages, with every check {count / checked[0]:.0f} a second,"
        f" loaddata of the same rows takes {checked[1] / checked[0]:.2f} times as long",
        f"load: {count} pages, the whole command {count / first:.0f} a second,"
        f" run again {count / again:.0f} unchanged ones",
    ]


def _compare(folder: Path, what: str, pages: str) -> tuple[float, float]:
    """Return the seconds of our load and of loaddata for the rows that it wrote."""
    ours = migrated(folder, f"ours-{what}")
    seconds = float(python(ours, "-m", "tests.benchmarks.load_once", what, pages))
    rows = folder / f"{what}.json"
    manage(ours, "dumpdata", "issues", "articles", "--output", str(rows))
    theirs = migrated(folder, f"theirs-{what}")
    return seconds, float(python(theirs, "-m", "tests.benchmarks.load_once", "loaddata", str(rows)))


def _seconds(database: Path, *words: str) -> float:
    start = time.perf_counter()
    manage(database, *words)
    return time.perf_counter() - start
