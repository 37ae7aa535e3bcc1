"""Many keys in one parameter: a thousand of them take the ORM longer than the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from audit.ready import one_value, vendor

ONE_OF = {
    "sqlite": "{column} IN (SELECT value FROM json_each(%s))",
    "postgresql": "{column} = ANY(%s::bigint[])",
}


def one_of(column: str, keys: Sequence[int]) -> RawSQL:
    """Say of a ``column``, named with its table, that it is one of ``keys``."""
    sql, value = one_of_sql(column, keys)
    return RawSQL(sql, [value], BooleanField())  # noqa: S611 - the keys are a parameter


def one_of_sql(column: str, keys: Sequence[int]) -> tuple[str, str]:
    """Return the same as SQL and its one value."""
    kind = vendor()
    return ONE_OF[kind].format(column=column), one_value(keys, kind)
