"""A QuerySet's own statement, made once and sent again with other values.

Making a statement costs many times what its answer costs. What is asked for every reader is kept
ready: the SQL, the places of its values, and how its rows become objects, all from the QuerySet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.utils import timezone

M = TypeVar("M", bound=Model)
NOW = "now"
# No row has a key beyond it, and no database can be asked for one.
LAST = 2**63 - 1
# What arguments are before any comes.
A_KEY, A_NUMBER, A_DAY = 1_000_000_007, 32_003, dt.date(1901, 2, 3)
A_WORD = "any word"


@dataclass(frozen=True, slots=True)
class _Plan:
    sql: str
    # The values in their order; in each slot the name of the argument that is put there.
    values: list[Any]
    slots: dict[int, str]
    model: type[Model]
    start: int
    end: int
    names: list[str]
    converters: list[tuple[int, list[Any], Any]]
    related: list[Any]
    annotations: list[tuple[str, int]]


class Ready(Generic[M]):
    """Rows of the QuerySet that ``build`` makes, for any arguments, without making it again.

    ``examples`` are the arguments with which it is made the first time. Each must be a value that
    stands nowhere else in the statement; where it is found in there, later arguments are put. The
    moment that ``published()`` asks for is found by itself.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], **examples: Any) -> None:
        self.build, self.examples = build, examples
        self._plans: dict[str, _Plan] = {}

    def __call__(self, **arguments: Any) -> list[M]:
        """Return the rows, as the QuerySet would."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = self._plan()
        if any(isinstance(value, int) and value > LAST for value in arguments.values()):
            return []
        given = {name: _adapted(value) for name, value in arguments.items()}
        given[NOW] = _adapted(timezone.now())
        values = plan.values.copy()
        for place, name in plan.slots.items():
            values[place] = given[name]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, values)
            rows = cursor.fetchall()
        return [_object(plan, list(row)) for row in rows]

    def _plan(self) -> _Plan:
        before = timezone.now()
        compiler = self.build(**self.examples).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        after = timezone.now()
        examples = [(name, _adapted(value)) for name, value in self.examples.items()]
        slots = {}
        for place, value in enumerate(params):
            names = [name for name, example in examples if example == value]
            if names or _is_between(before, value, after):
                slots[place] = names[0] if names else NOW
        if missing := self.examples.keys() - set(slots.values()):
            raise ValueError(f"{missing} are not in the statement: {sql}")
        select, info = compiler.select, compiler.klass_info
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        columns = [column for column, _sql, _alias in select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        return _Plan(
            sql,
            list(params),
            slots,
            info["model"],
            start,
            end,
            [column.target.attname for column in columns[start:end]],
            [(place, *found) for place, found in converters.items()],
            get_related_populators(info, select, connection.alias),  # type: ignore[call-arg]
            list(compiler.annotation_col_map.items()),
        )


def give_parts(owners: Iterable[Model], name: str, parts: Iterable[Model], *, to: str) -> None:
    """Put ``parts`` where ``prefetch_related(name)`` puts them; ``to`` is their field."""
    by_owner: dict[Any, list[Model]] = {owner.pk: [] for owner in owners}
    key = attrgetter(f"{to}_id")
    for part in parts:
        if key(part) in by_owner:
            by_owner[key(part)].append(part)
    for owner in owners:
        rows = by_owner[owner.pk]
        manager = getattr(type(owner), name)
        field = manager.rel.field
        for row in rows:
            field.set_cached_value(row, owner)
        known: Any = QuerySet(model=manager.rel.related_model)
        known._result_cache, known._prefetch_done = rows, True
        cache = owner.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = known


def _adapted(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


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


def _object(plan: _Plan, row: list[Any]) -> Any:
    for place, steps, column in plan.converters:
        for step in steps:
            row[place] = step(row[place], column, connection)
    made: Any = plan.model.from_db(connection.alias, plan.names, row[plan.start : plan.end])
    for related in plan.related:
        related.populate(row, made)
    for name, place in plan.annotations:
        setattr(made, name, row[place])
    return made
