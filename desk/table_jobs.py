"""A large table as a file: a batch of its rows a task, the whole file at the end."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet

from audit.outcomes import Result
from editorial.selections import ThingOutcome
from tables.catalog import TABLES
from tables.columns import BATCH
from tables.file_types import FORMATS
from tables.resource import TableResource

if TYPE_CHECKING:
    from desk.models import Job, Task

FOLDER = "exports"
# More rows than these nobody waits for.
MANY = 5_000
DAY, ROWS = "day", "rows"


def table_name(kind: type[TableResource]) -> str:
    return next(name for name, table in TABLES.items() if table is kind)


def batches_of(table: TableResource, chosen: QuerySet[Any]) -> Iterator[str]:
    """Yield the keys of the tasks: those of so many rows, in the table's order."""
    keys = list(map(str, table.filter_export(chosen).values_list("pk", flat=True)))
    for start in range(0, len(keys), BATCH):
        yield ",".join(keys[start : start + BATCH])


def export_batch(job: Job, key: str) -> dict[str, Any]:
    """Keep the cells of some rows as they now stand."""
    name = job.options["table"]
    table = TABLES[name]()
    found = table.export_rows(table.rows().filter(pk__in=key.split(",")))
    rows = [list(map(_kept, row)) for row in found]
    return ThingOutcome(name, Result.DONE).kept() | {ROWS: rows}


def end_export(job: Job) -> None:
    """Write the file, and forget the cells."""
    table, kind = job.options["table"], job.options["format"]
    name, headers = f"{FOLDER}/{job.pk}.{kind}", TABLES[table]().get_export_headers()
    tasks = job.tasks.done().iterator(chunk_size=1)
    with tempfile.TemporaryFile() as file:
        FORMATS[kind]().write(file, headers, (row for task in tasks for row in _rows(task)))
        file.seek(0)
        # One that was killed here has left its file.
        default_storage.delete(name)
        job.options["file"] = default_storage.save(name, File(file))
    job.save(update_fields=["options"])
    job.tasks.update(outcome=ThingOutcome(table, Result.DONE).kept())


def _rows(task: Task) -> Iterator[list[object]]:
    for row in (task.outcome or {}).get(ROWS) or []:
        yield list(map(_cell, row))


def _kept(cell: object) -> object:
    """Return a cell as JSON can hold it."""
    return {DAY: cell.isoformat()} if isinstance(cell, dt.date) else cell


def _cell(kept: Any) -> object:
    return dt.date.fromisoformat(kept[DAY]) if isinstance(kept, dict) else kept
