"""The months in which a public issue appeared, found by steps, not by walking all the days."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import DateField
from django.db.models.expressions import RawSQL

from paper.queries import public_issues

_FIRST_OF_MONTH = {
    "sqlite": "date(steps.day, 'start of month')",
    "postgresql": "date_trunc('month', steps.day)::date",
}
_AFTER_ALL = {"sqlite": "'9999-12-31'", "postgresql": "DATE '9999-12-31'"}


def public_months() -> list[dt.date]:
    """The first day of each month with a public issue, the newest month first.

    From each month it is one step in the index on dates to the next older one, so the cost goes
    with the months there are, not with the issues.
    """
    first = _FIRST_OF_MONTH[connection.vendor]
    month = RawSQL(first, [], output_field=DateField())  # noqa: S611  nothing from outside
    older = public_issues().filter(date__lt=month).order_by("-date").values("date")[:1]
    step, params = older.query.sql_with_params()
    sql = (
        f"WITH RECURSIVE steps(day) AS (SELECT {_AFTER_ALL[connection.vendor]}"  # noqa: S608
        f" UNION ALL SELECT ({step}) FROM steps WHERE steps.day IS NOT NULL)"
        " SELECT day FROM steps WHERE day IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        days = [dt.date.fromisoformat(str(day)) for (day,) in cursor.fetchall()]
    return [day.replace(day=1) for day in days[1:]]
