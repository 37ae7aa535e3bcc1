"""What the database knows of how its rows are spread. No reader's address hangs on it."""

from __future__ import annotations

import sqlite3

from django.apps import apps
from django.db import connection

# So many rows of an index are enough for SQLite; all of twenty years would keep writers waiting.
LOOKED_AT = 1000
# After so many new or published pages the tables are not what the database knew of them.
MANY = 50


# Of the tables whose indexes differ in how many rows there are, but for those that leave some out.
UNEVEN = """
SELECT tbl FROM sqlite_stat1 JOIN pragma_index_list(tbl) own ON own.name = idx AND NOT own.partial
GROUP BY tbl HAVING min(CAST(stat AS integer)) <> max(CAST(stat AS integer))
"""
EVEN = """
UPDATE sqlite_stat1 SET stat = ? || substr(stat, instr(stat, ' ')) WHERE tbl = ?
AND idx IN (SELECT name FROM pragma_index_list(sqlite_stat1.tbl) WHERE NOT partial)
"""


def even_out(database: sqlite3.Connection) -> None:
    """Let all indexes of a table say how many rows it has.

    SQLite looks at a part of each and guesses of each by itself how long it is. Where one seems to
    be many times as long as another, it goes through the whole table instead.
    """
    uneven = database.execute(UNEVEN).fetchall()
    for (table,) in uneven:
        ((count,),) = database.execute(f'SELECT count(*) FROM "{table}"').fetchall()  # noqa: S608
        database.execute(EVEN, (count, table))
    if uneven:
        # Reads anew what was just written.
        database.execute("ANALYZE sqlite_master")


def gather() -> None:
    """Let the database look at its tables: after a large import they are not what they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")
            even_out(connection.connection)
            return
        # Only our own: a server's other tables belong to others.
        tables = (model._meta.db_table for model in apps.get_models())
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


def gather_after(pages: int) -> None:
    """Let it look when so many ``pages`` are news to it."""
    if pages > MANY:
        gather()


def are_gathered() -> bool:
    """Whether it has ever looked at the table of stories."""
    query = (
        "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"
        if connection.vendor == "sqlite"
        else "SELECT COUNT(*) FROM pg_stats WHERE tablename = 'articles_article'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0])
