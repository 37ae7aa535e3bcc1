"""The years and months in which a public issue appeared, found by steps, not day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import DateField
from django.db.models.expressions import RawSQL

from audit.ready import A_DAY, A_KEY, ReadyValues
from paper.queries import public_issues

_FIRST_OF = {
    "sqlite": "date(steps.day, 'start of {}')",
    "postgresql": "date_trunc('{}', steps.day::timestamp)::date",
}
_A_DAY = {"sqlite": "%s", "postgresql": "%s::date"}
# All of them in one row: a hundred rows cost more on their way than their days in the index.
_ALL = {
    "sqlite": "group_concat(day, ' ')",
    "postgresql": "string_agg(to_char(day::timestamp, 'YYYY-MM-DD'), ' ')",
}


def public_years(paper: int | None = None) -> list[int]:
    """Each year with a public issue, of one paper or any, the newest first.

    From each year it is one step in the index on dates to the next older one, so the cost goes
    with the years there are, not with the issues.
    """
    return sorted(
        (day.year for day in _days("year", dt.date.min, dt.date.max, paper)), reverse=True
    )


def public_months(year: int, paper: int | None = None) -> list[int]:
    """Each month of a year with a public issue, of one paper or any, in their order.

    Takes a year of ``public_years``. A step a month, as there.
    """
    days = _days("month", dt.date(year, 1, 1), dt.date(year + 1, 1, 1), paper)
    return sorted(day.month for day in days)


def _days(unit: str, since: dt.date, until: dt.date, paper: int | None) -> list[dt.date]:
    """Return the last public day of each year or month from ``since`` to before ``until``."""
    if paper is None:
        ((days,),) = _of_all[unit](since=since, until=until)
    else:
        ((days,),) = _of_one[unit](since=since, until=until, paper=paper)
    return [dt.date.fromisoformat(day) for day in (days or "").split()]


def _steps(
    unit: str, since: dt.date, until: dt.date, paper: int | None = None
) -> tuple[str, Sequence[Any]]:
    kind, end = connection.vendor, connection.ops.adapt_datefield_value(until)
    first = RawSQL(_FIRST_OF[kind].format(unit), [], output_field=DateField())  # noqa: S611  ours
    issues = public_issues() if paper is None else public_issues().filter(publication=paper)
    older = issues.filter(date__lt=first, date__gte=since).order_by("-date").values("date")[:1]
    step, params = older.query.sql_with_params()
    sql = (
        f"WITH RECURSIVE steps(day) AS (SELECT {_A_DAY[kind]}"  # noqa: S608
        f" UNION ALL SELECT ({step}) FROM steps WHERE steps.day IS NOT NULL)"
        f" SELECT {_ALL[kind]} FROM steps WHERE day < {_A_DAY[kind]}"
    )
    return sql, [end, *params, end]


_UNITS, _EXAMPLES = ("year", "month"), {"since": A_DAY, "until": A_DAY.replace(year=1902)}
_of_all = {unit: ReadyValues(partial(_steps, unit), **_EXAMPLES) for unit in _UNITS}
_of_one = {unit: ReadyValues(partial(_steps, unit), **_EXAMPLES, paper=A_KEY) for unit in _UNITS}
