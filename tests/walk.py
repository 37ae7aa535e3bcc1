"""A walk over addresses: one set-up for many steps, and every step that fails is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)


@contextmanager
def writes() -> Iterator[set[str]]:
    """Collect the tables that are written meanwhile."""
    found: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if row := WRITES.match(sql):
            found.add(row[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@contextmanager
def step() -> Iterator[None]:
    """Go back afterwards to the rows of before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
