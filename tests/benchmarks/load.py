"""How fast pages are loaded, beside Django's own ``loaddata`` of the same rows, and how level."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.archive import write_archive
from tests.benchmarks.parse import seconds_for
from tests.databases import ON_SERVER, Databases
from tests.served import manage, migrate, python

# What a new database has too. All other rows are the import's, in whatever room they are kept.
MADE_BY_MIGRATE = ("--exclude", "auth", "--exclude", "contenttypes")


@dataclass(frozen=True, slots=True)
class Took:
    """What one process took: seconds by the clock and of the processor, megabytes at the most."""

    clock: float
    processor: float
    memory: float


def report(counts: list[int]) -> Iterator[str]:
    """Yield the figures for archives of so many pages as lines, last how level they are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        databases = Databases.migrated_by(folder, migrate)
        try:
            runs = []
            for count in counts:
                runs.append(_Run(folder, databases, count))
                yield from runs[-1].lines()
            if len(runs) > 1:
                yield from _level(runs[0], runs[-1])
        finally:
            databases.drop()


class _Run:
    """One archive, loaded in several ways, each into a database of its own."""

    def __init__(self, folder: Path, databases: Databases, count: int) -> None:
        self.databases, self.count = databases, count
        self.server = ON_SERVER
        archive = write_archive(folder / f"pages-{count}", count)
        self.read = seconds_for(sorted(archive.iterdir()))
        ours = databases.new()
        self.whole = _took(ours, "whole", str(archive))
        rows = folder / f"rows-{count}.json"
        manage(ours, "dumpdata", *MADE_BY_MIGRATE, "--output", str(rows))
        self.loaddata = _took(databases.new(), "loaddata", str(rows))
        self.their_command = _seconds(databases.new(), "loaddata", str(rows))
        rows.unlink()
        self.written = _took(databases.new(), "pages", str(archive))
        self.packed = _took(databases.new(), "whole", f"{archive}.zip")
        self.command = self._command(str(archive))

    def _command(self, archive: str) -> tuple[float, float]:
        database, words = self.databases.new(), ("--verbosity", "0", "--jobs", "2")
        first = _seconds(database, "import_pages", archive, *words)
        return first, _seconds(database, "import_pages", archive, *words)

    def spent(self, took: Took) -> float:
        """Return the seconds that count: a server's work is in no processor time of ours."""
        return took.clock if self.server else took.processor

    def lines(self) -> list[str]:
        theirs = self.spent(self.loaddata)
        start = f"load: {self.count} pages,"
        rates = [
            (f"{start} written and checked", self.spent(self.written)),
            (f"{start} read, written and checked", self.spent(self.whole)),
            (f"{start} the same from a zip", self.spent(self.packed)),
            (f"{start} import_pages --jobs 2, both commands by the clock", self.command[0]),
        ]
        times = [theirs, theirs, theirs, self.their_command]
        again = f"{start} import_pages again {self.count / self.command[1]:.0f} unchanged ones"
        return [
            f"{what} {self.count / seconds:.0f} a second,"
            f" loaddata of the same rows takes {other / seconds:.2f} times as long"
            for (what, seconds), other in zip(rates, times, strict=True)
        ] + [again]


def _level(few: _Run, many: _Run) -> list[str]:
    """Return how the rates and the memory of many pages stand to those of few."""

    def rate(run: _Run, seconds: float) -> float:
        return run.count / seconds

    start = f"level: {many.count} pages against {few.count},"
    return [
        f"{start} reading {rate(many, many.read) / rate(few, few.read):.2f} of the rate",
        f"{start} loading"
        f" {rate(many, many.spent(many.whole)) / rate(few, few.spent(few.whole)):.2f} of the rate",
        f"{start} loading a zip"
        f" {rate(many, many.spent(many.packed)) / rate(few, few.spent(few.packed)):.2f}"
        " of the rate",
        f"{start} memory {many.whole.memory / few.whole.memory:.2f} times as much"
        f" ({few.whole.memory:.0f} and {many.whole.memory:.0f} MB)",
    ]


def _took(database: str, what: str, path: str) -> Took:
    return Took(**json.loads(python(database, "-m", "tests.benchmarks.load_once", what, path)))


def _seconds(database: str, *words: str) -> float:
    start = time.perf_counter()
    manage(database, *words)
    return time.perf_counter() - start
