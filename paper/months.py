"""The months in which a public issue appeared, found by steps, not by walking all the days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import DateField
from django.db.models.expressions import RawSQL

from audit.ready import A_KEY, ReadyValues
from paper.queries import public_issues

_FIRST_OF_MONTH = {
    "sqlite": "date(steps.day, 'start of month')",
    "postgresql": "date_trunc('month', steps.day::timestamp)::date",
}
_AFTER_ALL = {"sqlite": "'9999-12-31'", "postgresql": "DATE '9999-12-31'"}
# All of them in one row: two hundred rows cost more on their way than their days in the index.
_ALL = {
    "sqlite": "group_concat(substr(day, 1, 7), ' ')",
    "postgresql": "string_agg(to_char(day::timestamp, 'YYYY-MM'), ' ')",
}


def public_months(paper: int | None = None) -> list[str]:
    """Each month with a public issue, of one paper or any, as ``2025-06``, the newest first.

    From each month it is one step in the index on dates to the next older one, so the cost goes
    with the months there are, not with the issues.
    """
    ((months,),) = _all_months() if paper is None else _months_of(paper=paper)
    return sorted((months or "").split(), reverse=True)


def public_years(paper: int | None = None) -> list[int]:
    """Each year with a public issue, the newest first."""
    return [int(year) for year in dict.fromkeys(name[:4] for name in public_months(paper))]


def _steps(paper: int | None = None) -> tuple[str, Sequence[Any]]:
    first, kind = _FIRST_OF_MONTH[connection.vendor], connection.vendor
    month = RawSQL(first, [], output_field=DateField())  # noqa: S611  nothing from outside
    issues = public_issues() if paper is None else public_issues().filter(publication=paper)
    older = issues.filter(date__lt=month).order_by("-date").values("date")[:1]
    step, params = older.query.sql_with_params()
    sql = (
        f"WITH RECURSIVE steps(day) AS (SELECT {_AFTER_ALL[kind]}"  # noqa: S608
        f" UNION ALL SELECT ({step}) FROM steps WHERE steps.day IS NOT NULL)"
        f" SELECT {_ALL[kind]} FROM steps WHERE day < {_AFTER_ALL[kind]}"
    )
    return sql, params


_all_months = ReadyValues(_steps)
_months_of = ReadyValues(_steps, paper=A_KEY)
