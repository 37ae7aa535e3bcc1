"""A QuerySet's own statement, made once and sent again with other values.

Making a statement costs many times what its answer costs. What is asked for every reader is kept
ready: the SQL, the places of its values, and how its rows become objects, all from the QuerySet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.utils import timezone

M = TypeVar("M", bound=Model)
NOW = "now"
# No row has a key beyond it, and no database can be asked for one.
LAST = 2**63 - 1
# What arguments are before any comes.
A_KEY, A_NUMBER, A_DAY = 1_000_000_007, 32_003, dt.date(1901, 2, 3)
A_WORD = "\ue000"
SOME_KEYS = [1_000_000_007, 1_000_000_009]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows become objects: what each is made of, what is converted, what stands beside it."""

    made: _Made
    converters: list[tuple[int, list[Any], Any]]
    annotations: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Made:
    """How an object is made of a row, and those that it leads to; ``key`` is its key's place."""

    model: type[Model]
    start: int
    end: int
    names: list[str]
    key: int
    # Each with what puts it into its place at the object, and the object at it.
    related: list[tuple[_Made, Callable[[Any, Any], None], Callable[[Any, Any], None]]]

    def of(self, row: list[Any], known: dict[tuple[type[Model], Any], Any]) -> Any:
        """Return the object as ``Model.from_db`` makes it, past the constructor.

        What it leads to is made once for all the rows that lead there, and is ``known`` from then.
        """
        made: Any = self.model.__new__(self.model)
        fields = made.__dict__
        fields["_state"] = state = ModelState()
        state.db, state.adding = DEFAULT_DB_ALIAS, False
        fields.update(zip(self.names, row[self.start : self.end], strict=True))
        for other, put, put_back in self.related:
            key = row[other.key]
            if key is None:
                put(made, None)
                continue
            there = known.get((other.model, key))
            if there is None:
                there = known[other.model, key] = other.of(row, known)
            put(made, there)
            put_back(there, made)
        return made


class Words:
    """The SQL of a statement, in the form of each way to the database; ``%s`` are its values."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        # Where it can go past Django's cursor.
        places = "?" * sql.replace("%%", "").count("%s")
        self.own_sql = sql % tuple(places) if connection.vendor == "sqlite" else ""

    def rows(self, values: Sequence[Any], database: Any = None) -> list[Any]:
        """Return the rows as the database tells them."""
        database = database or connections[DEFAULT_DB_ALIAS]
        rows: list[Any]
        # Without ``_sent``, which costs as much as a short statement.
        if self.own_sql and _is_at_hand(database):
            with database.wrap_database_errors:
                rows = database.connection.execute(self.own_sql, values).fetchall()
                return rows
        with database.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows = cursor.fetchall()
            return rows

    def pieces(self, values: Sequence[Any], size: int) -> Iterator[list[Any]]:
        """Yield the same, so many at once: SQLite looks no further than they are taken."""
        with self._sent(values) as cursor:
            while rows := cursor.fetchmany(size):
                yield rows

    @contextmanager
    def _sent(self, values: Sequence[Any]) -> Iterator[Any]:
        database: Any = connections[DEFAULT_DB_ALIAS]
        if self.own_sql and _is_at_hand(database):
            with database.wrap_database_errors:
                yield database.connection.execute(self.own_sql, values)
            return
        with database.cursor() as cursor:
            cursor.execute(self.sql, values)
            yield cursor


@lru_cache(maxsize=512)
def statement(sql: str) -> Words:
    """Return a statement that is written by hand; the same one is taken apart once."""
    return Words(sql)


@lru_cache(maxsize=1)
def vendor() -> str:
    """Return which kind of database it is: the same as long as a process lives.

    To ask the connection costs a search as much as one of its statements, as often as it is asked.
    """
    return connection.vendor


class Statement:
    """What ``write`` returns, SQL and its values, sent again with other arguments.

    ``examples`` are the arguments with which it is made the first time. Each must be a value that
    stands nowhere else in the statement; where it is found in there, later arguments are put. The
    moment that ``published()`` asks for is found by itself.
    """

    def __init__(self, write: Callable[..., tuple[str, Sequence[Any]]], **examples: Any) -> None:
        before = timezone.now()
        sql, values = write(**examples)
        after = timezone.now()
        self.values = list(values)
        adapted = [(name, _adapted(value, connection)) for name, value in examples.items()]
        self.slots = {}
        for place, value in enumerate(self.values):
            names = [name for name, example in adapted if example == value]
            if names or _is_between(before, value, after):
                self.slots[place] = names[0] if names else NOW
        if missing := examples.keys() - set(self.slots.values()):
            raise ValueError(f"{missing} are not in the statement: {sql}")
        self.asks_the_time = NOW in self.slots.values()
        if connection.vendor == "sqlite":
            sql = self._spell_out(sql)
        self.words = Words(sql)

    def _spell_out(self, sql: str) -> str:
        """Let words that never change stand in the statement itself.

        SQLite makes a statement anew each time when a value of it is compared with what an index
        is for: ``edition = ?`` beside an index ``WHERE edition = ''``.
        """
        marks: list[str] = []
        values: list[Any] = []
        slots: dict[int, str] = {}
        for place, value in enumerate(self.values):
            if isinstance(value, str) and place not in self.slots:
                marks.append("'{}'".format(str(value).replace("'", "''").replace("%", "%%")))
                continue
            if place in self.slots:
                slots[len(values)] = self.slots[place]
            marks.append("%s")
            values.append(value)
        self.values, self.slots = values, slots
        return sql.replace("%%", "%%%%") % tuple(marks)

    def rows(self, arguments: dict[str, Any], database: Any) -> list[Any]:
        """Return the rows as the database tells them."""
        given = {NOW: _adapted(timezone.now(), database)} if self.asks_the_time else {}
        for name, value in arguments.items():
            if type(value) is int and value > LAST:
                return []
            given[name] = _adapted(value, database)
        values = self.values.copy()
        for place, name in self.slots.items():
            values[place] = given[name]
        return self.words.rows(values, database)


def _is_at_hand(database: Any) -> bool:
    """Whether there is a connection in good health, and nobody who listens to what it is asked."""
    if database.queries_logged or database.execute_wrappers or database.needs_rollback:
        return False
    if database.connection is not None:
        database.close_if_health_check_failed()
    return database.connection is not None


class ReadyValues:
    """The rows of a statement that ``write`` makes once for each kind of database."""

    def __init__(self, write: Callable[..., tuple[str, Sequence[Any]]], **examples: Any) -> None:
        self.write, self.examples = write, examples
        self.statements: dict[str, Statement] = {}

    def __call__(self, **arguments: Any) -> list[Any]:
        """Return the rows."""
        return self.of(connections[DEFAULT_DB_ALIAS], arguments)

    def of(self, database: Any, arguments: dict[str, Any]) -> list[Any]:
        """Return the rows that a connection tells."""
        statement = self.statements.get(database.vendor)
        if statement is None:
            statement = Statement(self.write, **self.examples)
            self.statements[database.vendor] = statement
        return statement.rows(arguments, database)


class Ready(Generic[M]):
    """Rows of the QuerySet that ``build`` makes, for any arguments, without making it again."""

    def __init__(self, build: Callable[..., QuerySet[M]], **examples: Any) -> None:
        self.build, self.values = build, ReadyValues(self._write, **examples)
        self._shapes: dict[str, _Shape] = {}

    def __call__(self, **arguments: Any) -> list[M]:
        """Return the rows, as the QuerySet would."""
        database = connections[DEFAULT_DB_ALIAS]
        rows = self.values.of(database, arguments)
        if not rows:
            return []
        shape = self._shapes[database.vendor]
        known: dict[tuple[type[Model], Any], Any] = {}
        return [_object(shape, list(row), database, known) for row in rows]

    def _write(self, **examples: Any) -> tuple[str, Sequence[Any]]:
        compiler: Any = self.build(**examples).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        self._shapes[connection.vendor] = _Shape(
            _made(compiler.klass_info, columns),
            [(place, *found) for place, found in compiler.get_converters(columns).items()],
            list(compiler.annotation_col_map.items()),
        )
        return sql, values


def _made(info: dict[str, Any], columns: list[Any]) -> _Made:
    places = info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [column.target.attname for column in columns[start:end]]
    return _Made(
        info["model"],
        start,
        end,
        names,
        start + names.index(info["model"]._meta.pk.attname),
        [
            (_made(other, columns), other["local_setter"], other["remote_setter"])
            for other in info.get("related_klass_infos", ())
        ],
    )


def give_parts(owners: Iterable[Model], name: str, parts: Sequence[Model], *, to: str) -> None:
    """Put ``parts`` where ``prefetch_related(name)`` puts them; ``to`` is their field."""
    by_owner: dict[Any, list[Model]] = {}
    key = attrgetter(f"{to}_id")
    for part in parts:
        by_owner.setdefault(key(part), []).append(part)
    for owner in owners:
        rows = by_owner.get(owner.pk, [])
        rel = getattr(type(owner), name).rel
        for row in rows:
            rel.field.set_cached_value(row, owner)
        cache = owner.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = _known(rel.related_model, rows)


def _known(model: type[M], rows: list[M]) -> QuerySet[M]:
    """Return a QuerySet that has its rows; to make one costs as much as to ask a database."""
    known: Any = QuerySet.__new__(QuerySet)
    known.__dict__.update(_asked(model).__dict__, _result_cache=rows, _prefetch_done=True)
    return known  # type: ignore[no-any-return]


@lru_cache(maxsize=16)
def _asked(model: type[M]) -> QuerySet[M]:
    return QuerySet(model=model)


def one_value(keys: Sequence[int], vendor: str) -> str:
    """Return many keys as one value: as JSON for SQLite, as an array is written for PostgreSQL.

    The driver would look at each of a thousand for longer than the database looks for them.
    """
    listed = ",".join(map(str, keys))
    return f"[{listed}]" if vendor == "sqlite" else f"{{{listed}}}"


def _adapted(value: Any, database: Any) -> Any:
    kind = type(value)
    if kind is int or kind is str:
        return value
    if kind is list:
        return one_value(value, database.vendor)
    if isinstance(value, dt.datetime):
        return _adapted_moment(value, database)
    if isinstance(value, dt.date):
        return database.ops.adapt_datefield_value(value)
    return value


def _adapted_moment(moment: dt.datetime, database: Any) -> Any:
    """Return a moment as a database is told it.

    What is UTC on both sides needs no look at zones, which costs as much as a short statement.
    """
    if database.vendor == "sqlite" and moment.tzinfo is database.timezone:
        return str(moment.replace(tzinfo=None))
    return database.ops.adapt_datetimefield_value(moment)


def _is_between(before: dt.datetime, value: Any, after: dt.datetime) -> bool:
    """Whether a value in the statement is the moment at which that was made."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return False
    if not isinstance(value, dt.datetime):
        return False
    moment = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return before <= moment <= after


def _object(
    shape: _Shape, row: list[Any], database: Any, known: dict[tuple[type[Model], Any], Any]
) -> Any:
    for place, steps, column in shape.converters:
        value = row[place]
        for step in steps:
            value = step(value, column, database)
        row[place] = value
    made = shape.made.of(row, known)
    for name, place in shape.annotations:
        setattr(made, name, row[place])
    return made
