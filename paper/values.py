"""Which sections and places readers find stories of, found by steps, not by walking the stories."""

from __future__ import annotations

from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from paper.queries import public_entries

# No list shows more of them.
MOST = 500


def public_values(column: str, paper: int | None = None) -> list[str]:
    """Each value of a column of entries that a public story has, in order, but the empty one.

    Of all papers, or of one.

    From each value it is one step in the index that begins with the column to the next one.
    """
    last = RawSQL("steps.value", [], output_field=TextField())
    following = public_entries().filter(**{f"{column}__gt": last}).order_by(column)
    if paper is not None:
        following = following.filter(paper=paper)
    step, params = following.values(column)[:1].query.sql_with_params()
    sql = (
        "WITH RECURSIVE steps(value) AS (SELECT CAST('' AS text)"  # noqa: S608
        f" UNION ALL SELECT CAST(({step}) AS text) FROM steps WHERE steps.value IS NOT NULL)"
        " SELECT value FROM steps WHERE value <> '' LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, MOST])
        return [value for (value,) in cursor.fetchall()]
