"""What rows say after a change, in a form that is the same however a database keeps it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Model

Values = dict[str, Any]
# Kind of row → its key → what its columns say.
Rows = dict[str, dict[str, Values]]
# A longer text stands in the log as its hash: it is proved all the same.
LONGEST = 80
# They change by themselves and say nothing that anybody answers for.
UNTOLD = {"last_login", "updated_at"}
# Passwords, and the secret of a second factor.
SECRET = {"password", "key"}


def canonical(value: Any) -> str:
    """Return JSON that is the same for the same value, wherever and whenever it is written."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)


def values_of(row: Model, only: Sequence[str] = ()) -> Values:
    """Return what the columns of ``row`` say, or ``only`` those named; never a password."""
    found: Values = {}
    for field in row._meta.concrete_fields:
        wanted = not only or field.name in only or field.attname in only
        if wanted and not field.primary_key and field.name not in UNTOLD:
            found[field.attname] = plain(getattr(row, field.attname), secret=field.name in SECRET)
    return found


def plain(value: Any, *, secret: bool = False) -> Any:
    """Return one column's value as JSON has it; what is long or ``secret`` as its hash."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return _hashed(bytes(value))
    text = canonical(value) if isinstance(value, dict | list | tuple) else str(value)
    return _hashed(text.encode()) if secret or len(text) > LONGEST else text


def rows_of(rows: Iterable[Model], only: Sequence[str] = ()) -> Rows:
    found: Rows = {}
    for row in rows:
        found.setdefault(row._meta.label_lower, {})[str(row.pk)] = values_of(row, only)
    return found


def merge(into: Rows, more: Rows) -> None:
    """Let what is told later of a column take the place of what was told before."""
    for kind, rows in more.items():
        known = into.setdefault(kind, {})
        for key, values in rows.items():
            known[key] = known.get(key, {}) | values


def _hashed(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
