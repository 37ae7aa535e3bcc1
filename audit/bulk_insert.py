"""Rows into the database with SQL that is kept from one page to the next.

``bulk_create`` builds the same INSERT anew each time, which takes longer than the database needs
to carry it out. A page is a dozen of them, and an archive has ten thousand pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from audit.ready import Words


class ReadyJSON(str):
    """JSON that was written elsewhere, as its column has it."""

    __slots__ = ()


# PostgreSQL counts the values beside a statement in two bytes.
MOST_BESIDE = 2**16 - 1
# A value of this very type goes into a column of that kind as it is.
AS_THEY_ARE: dict[type[Field[Any, Any]], type] = {
    CharField: str,
    TextField: str,
    IntegerField: int,
    BooleanField: bool,
    ForeignKey: int,
    JSONField: ReadyJSON,
}


def placeholders(values: Collection[object]) -> str:
    """Return what stands for so many values in a statement: ``%s, %s, %s``."""
    return ", ".join(["%s"] * len(values))


def insert(rows: Iterable[Model]) -> None:
    """Insert rows of one model and give them their keys. As with ``bulk_create``, no signals.

    All of them have a key already, or none has.
    """
    left = list(rows)
    if not left:
        return
    model, connection = type(left[0]), connections[DEFAULT_DB_ALIAS]
    keyed = left[0].pk is not None
    # Django knows it of SQLite.
    limit = connection.features.max_query_params or MOST_BESIDE
    most = limit // len(_columns(model, keyed))
    for start in range(0, len(left), most):
        _insert(connection, model, keyed, left[start : start + most])


def _insert(
    connection: BaseDatabaseWrapper, model: type[Model], keyed: bool, rows: Sequence[Model]
) -> None:
    columns = _columns(model, keyed)
    values: list[Any] = []
    for row in rows:
        for field in _filled_in(model):
            field.pre_save(row, True)
        values += [
            value
            if value is None or type(value) is plain
            else field.get_db_prep_save(value, connection)
            for value, (field, plain) in zip(_reader(model, keyed)(row), columns, strict=True)
        ]
    keys = _sent(connection, _statement(model, keyed, len(rows), connection.alias), values)
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def _sent(connection: Any, statement: Words, values: list[Any]) -> list[Any]:
    """Return the rows that a statement answers, whose values are sent beside it.

    Django's cursor writes them into a statement for PostgreSQL, which looks through a page's whole
    text for its end, and for SQLite it takes each statement apart anew.
    """
    if connection.vendor != "postgresql":
        return statement.rows(values, connection)
    connection.ensure_connection()
    cursor = connection.Database.Cursor(connection.connection)
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrapped(cursor) as told:
        told.execute(statement.sql, values)
        rows: list[Any] = told.fetchall()
        return rows


@cache
def _columns(model: type[Model], keyed: bool) -> tuple[tuple[Field[Any, Any], type | None], ...]:
    """Return the model's fields, each with the type whose values need no preparing."""
    fields = model._meta.local_concrete_fields
    return tuple((row, _plain(row)) for row in fields if keyed or not isinstance(row, AutoField))


@cache
def _filled_in(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """Return the fields that do something before they are saved: they set the time, keep a file."""
    rows = (row for row, _plain in _columns(model, False))
    return tuple(row for row in rows if type(row).pre_save is not Field.pre_save)


@cache
def _reader(model: type[Model], keyed: bool) -> attrgetter[tuple[Any, ...]]:
    """Return what reads all the fields of a row at once."""
    return attrgetter(*(row.attname for row, _plain in _columns(model, keyed)))


def _plain(field: Field[Any, Any]) -> type | None:
    return next((own for kind, own in AS_THEY_ARE.items() if isinstance(field, kind)), None)


@cache
def _statement(model: type[Model], keyed: bool, count: int, alias: str) -> Words:
    quote = connections[alias].ops.quote_name
    names = [quote(str(field.column)) for field, _plain in _columns(model, keyed)]
    columns, row = ", ".join(names), f"({placeholders(names)})"
    return Words(
        f"INSERT INTO {quote(model._meta.db_table)} ({columns})"  # noqa: S608 - names of columns
        f" VALUES {', '.join([row] * count)} RETURNING {quote(str(model._meta.pk.column))}"
    )
