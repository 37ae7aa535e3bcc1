"""A large table is written in the background: how that is begun."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from desk.jobs import begin
from desk.models import Job
from desk.table_jobs import batches_of, table_name
from tables.resource import TableResource


def begin_export(
    kind: type[TableResource], form: str, chosen: QuerySet[Any], *, by: User | None, back: str = ""
) -> Job:
    """Have a table written to a file of some format; on the machine its operator calls workers."""
    return begin(
        "export-table",
        batches_of(kind(), chosen),
        by=by,
        back=back,
        at_once=by is not None,
        table=table_name(kind),
        format=form,
    )
